/*
 * Dehusk in JavaScript: separates the content of a web page from its chrome, line
 * by line. Works in Node.js and in browsers; dehusk.d.mts is the manual.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The module is the C library as it is, and this file calls the functions of its
 * public header. Where fields lie in memory is checked by wasm_layout.c when the
 * library is built. An address of the module's memory is a number of 32 bits that
 * arrives signed: hence `>>> 0`. Memory may move whenever the library allocates,
 * so that views of it are made after each call that does.
 */

/* The values of the enumerations of dehusk.h, in their order. */
const FORMATS = ["auto", "html", "text"];
const TEXT_KINDS = ["auto", "page", "extract"];
const HIDDEN = ["auto", "keep", "drop"];
const FAVORS = ["balanced", "precision", "recall"];
const LABELS = ["chrome", "content"];
const ROLES = [null, "title", "caption", "read-more", "teaser", "comment", "notice"]; /* the first bit of `keep` is for the title */
const KINDS = ["other", "paragraph", "heading", "list-item", "cell", "caption", "preformatted", "control"];
const VERDICTS = ["none", "mixed", "article", "not-a-page"];
const FORMS = ["blocks", "markdown", "html", "xml", "tei"];
const LINKS = ["keep", "drop"];
const IMAGES = ["drop", "alt", "keep"];
const TABLES = ["keep", "drop"];
const METADATA_COUNT = 12;
const RENDERING = ["output", "links", "images", "tables", "url"];
const LIMITS = ["bytes", "lines", "depth", "attribute", "steps"]; /* bits of `truncated`, the lowest first */

const STRUCTURE_SIZE = 128; /* room for a dehusk_options or dehusk_request, which may grow */
const SCRIPT_SIZE = 16;
const HASH_KEY = 44; /* offset in dehusk_options, */
const HASH_KEY_SIZE = 16;
const MOST_SCRIPTS = 256; /* more than Unicode has */
const MOST_GROUPS = 16;
const GROUP_SIZE = 248;
const REASON_SIZE = 72;
const MOST_BYTES = 0xffffffff;

/** What went wrong; `status` is the name of the library's status. */
export class DehuskError extends Error {
    constructor(status, message) {
        super(message);
        this.name = "DehuskError";
        this.status = status;
    }
}

function badArgument(message) {
    return new DehuskError("BAD_ARGUMENT", message);
}

function checkNames(options, known) {
    for (const name of Object.keys(options))
        if (!known.includes(name))
            throw badArgument(`there is no option "${name}"; known: ${known.join(", ")}`);
}

function choice(name, value, choices) {
    const place = choices.indexOf(value);
    if (place < 0)
        throw badArgument(`${name} is one of ${choices.join(", ")}, not ${String(value)}`);
    return place;
}

function count(name, value) {
    if (!Number.isInteger(value) || value < 1 || value > MOST_BYTES)
        throw badArgument(`${name} is a whole number from 1 to ${MOST_BYTES}, not ${String(value)}`);
    return value;
}

/* -- Input ---------------------------------------------------------------- */

/* The bytes of anything that has some; null of what has none. No copy is made. */
function bytesOf(value) {
    if (value instanceof Uint8Array)
        return value;
    if (ArrayBuffer.isView(value))
        return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const isShared = typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer;
    return value instanceof ArrayBuffer || isShared ? new Uint8Array(value) : null;
}

/* A file or address; in Node.js, what is no address is a path. */
async function readFrom(place) {
    const text = String(place);
    const isAddress = place instanceof URL || /^[a-z][a-z0-9+.-]+:/i.test(text);
    const isNode = typeof process === "object" && process.versions?.node !== undefined;
    if (isNode && (!isAddress || text.startsWith("file:"))) {
        const { readFile } = await import("node:fs/promises");
        return readFile(isAddress ? new URL(text) : text);
    }
    const response = await fetch(place);
    if (!response.ok)
        throw new DehuskError("IO", `${text}: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
}

async function read(source) {
    if (typeof source === "string" || source instanceof URL)
        return readFrom(source);
    const bytes = bytesOf(source);
    if (bytes === null)
        throw new TypeError("neither bytes nor an address or a path");
    return bytes;
}

/* -- Places in a string ----------------------------------------------------- */

/* Takes offsets in the UTF-8 of a string, which ascend, to places in the string. */
class StringPlaces {
    #bytes;
    #offset = 0;
    #place = 0;

    constructor(bytes) {
        this.#bytes = bytes;
    }

    at(offset) {
        for (; this.#offset < offset; this.#offset++) {
            const byte = this.#bytes[this.#offset];
            /* A character of four bytes is two units of a string; of the others, the first byte counts. */
            if ((byte & 0xc0) !== 0x80)
                this.#place += byte >= 0xf0 ? 2 : 1;
        }
        return this.#place;
    }
}

const unchanged = { at: (offset) => offset };

/* -- The library -------------------------------------------------------------- */

class Dehusk {
    #library;
    #context;
    #maxBytes;
    #scratch; /* room for what functions write through pointers, then for a request, then for scripts */
    #request;
    #scripts;
    #encoder = new TextEncoder();
    #decoder = new TextDecoder("utf-8", { ignoreBOM: true }); /* which keeps U+FEFF */

    constructor(library, model, { maxBytes, maxLines }) {
        this.#library = library;
        this.#scratch = this.#allocate(8 + STRUCTURE_SIZE + MOST_SCRIPTS * SCRIPT_SIZE);
        this.#request = this.#scratch + 8;
        this.#scripts = this.#request + STRUCTURE_SIZE;

        const opened = this.#open(model);
        const options = this.#request; /* not yet needed for requests */
        library.dehusk_options_init(options);
        if (maxBytes !== undefined)
            this.#view().setUint32(options + 16, count("maxBytes", maxBytes), true);
        if (maxLines !== undefined)
            this.#view().setUint32(options + 20, count("maxLines", maxLines), true);
        this.#maxBytes = this.#view().getUint32(options + 16, true);
        globalThis.crypto?.getRandomValues(new Uint8Array(library.memory.buffer, options + HASH_KEY, HASH_KEY_SIZE));
        this.#check(library.dehusk_context_new(opened, options, this.#scratch));
        this.#context = this.#result();
    }

    get version() {
        return this.#word(this.#library.dehusk_version());
    }

    get memoryBytes() {
        return this.#library.memory.buffer.byteLength;
    }

    trim() {
        this.#library.dehusk_context_trim(this.#context);
    }

    classify(page, { explain = false, ...options } = {}) {
        if (typeof explain !== "boolean")
            throw badArgument(`explain is true or false, not ${String(explain)}`);
        const { handle, bytes } = this.#label(page, options, { metadata: true });
        const places = typeof page === "string" && bytes.length !== page.length ? new StringPlaces(bytes) : unchanged;
        const view = this.#view();
        const summary = this.#summary(handle, view);
        if (typeof page === "string")
            summary.charsetSource = "string";
        const lines = [];
        for (let i = 0, n = this.#library.dehusk_page_line_count(handle) >>> 0; i < n; i++)
            lines.push(this.#line(this.#library.dehusk_page_line(handle, i) >>> 0, view, places));
        if (explain)
            this.#explain(lines);
        return { lines, summary, metadata: this.#metadata(handle) };
    }

    #explain(lines) {
        const groups = this.#allocate(MOST_GROUPS * GROUP_SIZE);
        try {
            lines.forEach((line, i) => {
                const { dehusk_explain_groups: explainGroups } = this.#library;
                this.#check(explainGroups(this.#context, i, groups, MOST_GROUPS, this.#scratch));
                line.groups = Array.from({ length: this.#result() }, (_, k) => this.#group(groups + k * GROUP_SIZE));
            });
        } finally {
            this.#library.free(groups);
        }
    }

    #group(at) {
        const view = this.#view();
        const strongest = Array.from({ length: view.getUint32(at + 240, true) }, (_, k) => at + 24 + k * REASON_SIZE);
        return {
            group: this.#word(view.getUint32(at, true)),
            weight: view.getFloat64(at + 8, true),
            count: view.getUint32(at + 16, true),
            strongest: strongest.map((reason) => ({
                feature: this.#word(view.getUint32(reason, true)),
                description: this.#word(view.getUint32(reason + 4, true)),
                value: this.#word(reason + 12),
                weight: view.getFloat64(reason + 64, true),
            })),
        };
    }

    extract(page, options = {}) {
        const { output = "text", links, images, tables, url, ...others } = options;
        if (output !== "text" || links !== undefined || images !== undefined || tables !== undefined || url !== undefined)
            return this.#render(page, others, { output, links, images, tables, url });
        const { handle } = this.#label(page, others);
        const view = this.#view();
        const texts = [];
        for (let i = 0, n = this.#library.dehusk_page_line_count(handle) >>> 0; i < n; i++) {
            const line = this.#library.dehusk_page_line(handle, i) >>> 0;
            if (LABELS[view.getUint32(line + 16, true)] === "content")
                texts.push(this.#text(view, line));
        }
        return texts.join("\n");
    }

    #render(page, options, { output, links = "keep", images = "drop", tables = "keep", url = null }) {
        if (output === "text")
            throw badArgument(`${RENDERING.slice(1).join(", ")} go with output ${FORMS.join(", ")}`);
        const settings = [
            choice("output", output, FORMS),
            choice("links", links, LINKS),
            choice("images", images, IMAGES),
            choice("tables", tables, TABLES),
        ];
        if (url !== null && (typeof url !== "string" || url.includes("\0")))
            throw badArgument(`url is a string, not ${String(url)}`);
        this.#label(page, options, { markup: true, metadata: output === "xml" || output === "tei" });
        const address = url === null ? 0 : this.#zeroTerminated(url);
        const rendering = this.#request; /* the page is read, and its request no longer needed */
        try {
            this.#library.dehusk_rendering_init(rendering);
            const view = this.#view();
            settings.forEach((value, i) => view.setUint32(rendering + 4 + 4 * i, value, true));
            view.setUint32(rendering + 20, address, true);
            this.#check(this.#library.dehusk_render(this.#context, rendering, this.#scratch, this.#scratch + 4));
        } finally {
            this.#library.free(address);
        }
        return this.#text(this.#view(), this.#scratch).replace(/\n$/, "");
    }

    #metadata(page) {
        const found = {};
        for (let name = 0; name < METADATA_COUNT; name++) {
            this.#library.dehusk_page_metadata(this.#request, page, name);
            const view = this.#view();
            if (view.getUint32(this.#request, true) === 0)
                continue;
            found[this.#word(this.#library.dehusk_metadata_key(name))] = {
                value: this.#text(view, this.#request),
                source: this.#word(this.#library.dehusk_metadata_source_name(view.getUint32(this.#request + 8, true))),
            };
        }
        return found;
    }

    #label(page, options, { markup = false, metadata = false } = {}) {
        const bytes = typeof page === "string" ? this.#encoder.encode(page) : bytesOf(page);
        if (bytes === null)
            throw new TypeError("a page is a string, a view of bytes or an ArrayBuffer");
        /* A string is decoded already: what the page says of its charset does not matter. */
        const words = this.#setRequest(options, typeof page === "string" ? "utf-8" : options.charset);
        let input = 0;
        try {
            const view = this.#view();
            view.setUint32(this.#request + 44, markup ? 1 : 0, true);
            view.setUint32(this.#request + 48, metadata ? 1 : 0, true);
            /* One byte beyond the limit is enough for the library to see that there is more. */
            const length = Math.min(bytes.length, this.#maxBytes + 1, MOST_BYTES);
            if (length > 0) {
                input = this.#allocate(length);
                new Uint8Array(this.#library.memory.buffer, input, length).set(bytes.subarray(0, length));
            }
            const { dehusk_classify: classify } = this.#library;
            this.#check(classify(this.#context, input, length, this.#request, this.#scratch));
        } finally {
            this.#library.free(input);
            for (const word of words)
                this.#library.free(word);
        }
        return { handle: this.#result(), bytes };
    }

    /* Returns the addresses of the words of the transport, which are the caller's to free; 0 for one that is not given. */
    #setRequest(options, charset) {
        checkNames(options, ["format", "charset", "mediaType", "favor", "threshold", "keep", "textKind", "hidden"]);
        const format = choice("format", options.format ?? "auto", FORMATS);
        const favor = choice("favor", options.favor ?? "balanced", FAVORS);
        const textKind = choice("textKind", options.textKind ?? "auto", TEXT_KINDS);
        const hidden = choice("hidden", options.hidden ?? "auto", HIDDEN);
        const threshold = options.threshold ?? null;
        if (threshold !== null && !(typeof threshold === "number" && threshold >= 0 && threshold <= 1))
            throw badArgument(`threshold is a number from 0 to 1, not ${String(threshold)}`);
        const keep = options.keep === undefined ? null : keepBits(options.keep);
        const { mediaType = null } = options;
        if (mediaType !== null && (typeof mediaType !== "string" || mediaType.includes("\0")))
            throw badArgument(`mediaType is a string without NUL, not ${String(mediaType)}`);
        const label = charset === undefined || charset === null ? 0 : this.#zeroTerminated(charset);
        let type = 0;
        try {
            type = mediaType === null ? 0 : this.#zeroTerminated(mediaType);
        } catch (error) {
            this.#library.free(label);
            throw error;
        }

        this.#library.dehusk_request_init(this.#request);
        const view = this.#view();
        view.setUint32(this.#request + 4, format, true);
        view.setUint32(this.#request + 8, label, true);
        view.setUint32(this.#request + 12, favor, true);
        view.setUint32(this.#request + 40, textKind, true);
        view.setUint32(this.#request + 52, hidden, true);
        view.setUint32(this.#request + 56, type, true);
        if (threshold !== null)
            view.setFloat64(this.#request + 16, threshold, true);
        if (keep !== null)
            view.setUint32(this.#request + 24, keep, true);
        return [label, type];
    }

    #line(line, view, places) {
        return {
            text: this.#text(view, line),
            label: LABELS[view.getUint32(line + 16, true)],
            probability: view.getFloat64(line + 32, true),
            score: view.getFloat64(line + 40, true),
            kind: KINDS[view.getUint32(line + 20, true)],
            role: ROLES[view.getUint32(line + 48, true)],
            headingLevel: view.getUint32(line + 24, true),
            hidden: view.getUint32(line + 28, true) !== 0,
            begin: places.at(view.getUint32(line + 8, true)),
            end: places.at(view.getUint32(line + 12, true)),
            row: view.getUint32(line + 52, true),
        };
    }

    #summary(page, view) {
        const at = this.#library.dehusk_page_summary(page) >>> 0;
        const truncated = view.getUint32(at + 16, true);
        const declared = view.getUint32(at + 56, true);
        return {
            format: FORMATS[view.getUint32(at, true)],
            charset: this.#word(view.getUint32(at + 4, true)),
            charsetSource: this.#word(view.getUint32(at + 8, true)),
            charsetDeclared: declared === 0 ? null : this.#word(declared),
            malformed: view.getUint32(at + 12, true),
            truncated: LIMITS.filter((_, bit) => (truncated >> bit) & 1),
            verdict: VERDICTS[view.getUint32(at + 20, true)],
            verdictProbability: view.getFloat64(at + 24, true),
            removed: view.getFloat64(at + 32, true),
            title: view.getUint32(at + 40, true) === 0 ? null : this.#text(view, at + 40),
            mediaType: this.#word(view.getUint32(at + 52, true)),
            scripts: this.#shares(page, view),
        };
    }

    #shares(page, view) {
        const found = this.#library.dehusk_page_scripts(page, this.#scripts, MOST_SCRIPTS) >>> 0;
        const shares = {};
        for (let i = 0; i < Math.min(found, MOST_SCRIPTS); i++) {
            const at = this.#scripts + i * SCRIPT_SIZE;
            shares[this.#word(at)] = view.getFloat64(at + 8, true);
        }
        return shares;
    }

    #open(model) {
        const { dehusk_model_open_default: openDefault, dehusk_model_open_memory: openMemory } = this.#library;
        if (model === null) {
            this.#check(openDefault(0, this.#scratch));
            return this.#result();
        }
        const copy = this.#allocate(Math.max(model.length, 1));
        new Uint8Array(this.#library.memory.buffer, copy, model.length).set(model);
        try {
            this.#check(openMemory(copy, model.length, 0, this.#scratch, 0));
        } finally {
            this.#library.free(copy);
        }
        return this.#result();
    }

    #check(status) {
        if (status !== 0)
            throw new DehuskError(
                this.#word(this.#library.dehusk_status_name(status)),
                this.#word(this.#library.dehusk_status_message(status)),
            );
    }

    #allocate(size) {
        const block = this.#library.malloc(size) >>> 0;
        if (block === 0)
            throw new DehuskError("OUT_OF_MEMORY", this.#word(this.#library.dehusk_status_message(1)));
        return block;
    }

    #zeroTerminated(text) {
        if (typeof text !== "string")
            throw new TypeError(`charset is a string, not ${String(text)}`);
        if (text.includes("\0"))
            throw new DehuskError("UNKNOWN_CHARSET", "no charset has a NUL in its name");
        const bytes = this.#encoder.encode(`${text}\0`);
        const block = this.#allocate(bytes.length);
        new Uint8Array(this.#library.memory.buffer, block, bytes.length).set(bytes);
        return block;
    }

    #view() {
        return new DataView(this.#library.memory.buffer);
    }

    /* What a function wrote through a pointer to a pointer. */
    #result() {
        return this.#view().getUint32(this.#scratch, true);
    }

    /* The text that an address and a length, side by side at `at`, stand for. */
    #text(view, at) {
        const bytes = new Uint8Array(view.buffer, view.getUint32(at, true), view.getUint32(at + 4, true));
        return this.#decoder.decode(bytes);
    }

    /* A zero-terminated text. */
    #word(address) {
        const bytes = new Uint8Array(this.#library.memory.buffer, address >>> 0);
        return this.#decoder.decode(bytes.subarray(0, bytes.indexOf(0)));
    }
}

function keepBits(roles) {
    if (typeof roles === "string" || roles === null || typeof roles[Symbol.iterator] !== "function")
        throw new TypeError("keep is an array of roles");
    let bits = 0;
    for (const role of roles)
        bits |= 1 << choice("a role in keep", role, ROLES.slice(1));
    return bits;
}

/** Makes the library ready; see dehusk.d.mts. */
export async function load(source = new URL("dehusk.wasm", import.meta.url), options = {}) {
    checkNames(options, ["model", "maxBytes", "maxLines"]);
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(await read(source));
    const model = options.model === undefined ? null : await read(options.model);
    const { exports: library } = await WebAssembly.instantiate(module);
    library._initialize();
    return new Dehusk(library, model, options);
}
