/*
 * The module beside the native command, and what a caller can do to it.
 *     DEHUSK=COMMAND DEHUSK_WASM=FOLDER node --test tools/wasm/test.mjs
 * FOLDER is what build.sh made.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = process.env.DEHUSK;
const folder = resolve(process.env.DEHUSK_WASM ?? join(root, "build/wasm"));
const { DehuskError, load } = await import(pathToFileURL(join(folder, "dehusk.mjs")).href);
const wasm = readFileSync(join(folder, "dehusk.wasm"));
const module = await WebAssembly.compile(wasm);
const dehusk = await load(module);

const many = ["gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"];
const ferry = "<title>Ferry</title><nav><a href=/>Home</a> | <a href=/n>News</a></nav><h1>Ferry to run again</h1>" +
    "<p>The ferry will run again from Monday, the harbour office said. \u2014 B\u00e1tur \u{1F6A2}</p>" +
    "<p>About two hundred people stood on the quay in the rain to watch it leave, some of them since dawn.</p>";

function filesBelow(...names) {
    return names.flatMap((name) =>
        readdirSync(join(root, name), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
            .sort());
}

function native(files, ...options) {
    return execFileSync(command, ["--quiet", ...options, "--", ...files], { encoding: "utf8", maxBuffer: 1 << 30 });
}

/* -- The command's JSON lines, made of the module's results ---------------------- */

function share(value) {
    return value.toFixed(5).replace(/0+$/, "").replace(/\.$/, ".0");
}

function object(members) {
    return `{${members.filter(([, json]) => json !== undefined).map(([name, json]) => `"${name}":${json}`).join(",")}}`;
}

function jsonLine(file, { lines, summary, metadata }) {
    const text = JSON.stringify;
    const list = lines.map((line) => object([
        ["text", text(line.text)],
        ["label", text(line.label)],
        ["probability", share(line.probability)],
        ["kind", text(line.kind)],
        ["level", line.headingLevel > 0 ? line.headingLevel : undefined],
        ["hidden", line.hidden ? "true" : undefined],
        ["role", line.role === null ? undefined : text(line.role)],
        ["begin", line.begin],
        ["end", line.end],
        ["row", summary.format === "text" ? line.row : undefined],
    ]));
    return object([
        ["source", text(file)],
        ["format", text(summary.format)],
        ["charset", text(summary.charset)],
        ["charset_source", text(summary.charsetSource)],
        ["charset_declared", summary.charsetDeclared === null ? undefined : text(summary.charsetDeclared)],
        ["malformed", summary.malformed],
        ["truncated", text(summary.truncated)],
        ["verdict", text(summary.verdict)],
        ["verdict_probability", share(summary.verdictProbability)],
        ["removed", share(summary.removed)],
        ["title", text(summary.title)],
        ["media_type", text(summary.mediaType)],
        ["scripts", object(Object.entries(summary.scripts).map(([name, value]) => [name, share(value)]))],
        ["metadata", object(Object.entries(metadata).map(([name, { value }]) => [name, text(value)]))],
        ["metadata_sources", object(Object.entries(metadata).map(([name, { source }]) => [name, text(source)]))],
        ["lines", `[${list.join(",")}]`],
    ]);
}

/* `options` are the command's, `asked` the module's. Returns how many files were compared: with ICU, the command can
 * decode what the module refuses, guess charsets that are not declared, and doubt those that are; such pages are not
 * compared. */
function compare(files, options, asked) {
    const expected = native(files, "--output", "jsonl", ...options).trimEnd().split("\n");
    assert.equal(expected.length, files.length);
    let compared = 0;
    files.forEach((file, i) => {
        const { charset, charset_source: by, charset_declared: declared } = JSON.parse(expected[i]);
        try {
            const page = dehusk.classify(readFileSync(file), asked);
            if (by === "detected" || declared !== undefined)
                return;
            assert.equal(jsonLine(file, page), expected[i], file);
            compared++;
        } catch (error) {
            assert.ok(error.status === "UNSUPPORTED_CHARSET" && many.includes(charset), error);
        }
    });
    return compared;
}

const pages = filesBelow("datasets/pages", "datasets/texts").filter((file) => /\.(html|txt)$/.test(file));
const found = native(pages, "--output", "jsonl", "--lines", "none").trimEnd().split("\n").map((line) => JSON.parse(line));
const charsets = new Map(found.map((page) => [page.source, page.charset]));
const detected = found.filter((page) => page.charset_source === "detected" || page.charset_declared !== undefined).map((page) => page.source);
const decodable = pages.filter((file) => !many.includes(charsets.get(file)) && !detected.includes(file));

test("pages and texts give the command's JSON lines, byte for byte", () => {
    assert.equal(compare(decodable, [], {}), decodable.length);
    assert.ok(decodable.length >= pages.length - 6);
    compare(decodable, ["--input", "text"], { format: "text" });
    compare(decodable, ["--input", "html", "--favor", "precision"], { format: "html", favor: "precision" });
    compare(decodable, ["--favor", "recall", "--keep", "none"], { favor: "recall", keep: [] });
    const keep = ["title", "caption", "read-more", "teaser", "comment", "notice"];
    compare(decodable, ["--threshold", "0.3", "--keep", "all"], { threshold: 0.3, keep });
    compare(pages, ["--charset", "windows-1251"], { charset: "windows-1251" });
});

test("scores are the command's", () => {
    const explained = native(decodable, "--output", "annotated", "--explain=1");
    const expected = [...explained.matchAll(/; score ([+-][\d.]+)$/gm)].map((found) => Number(found[1]));
    const scores = decodable.flatMap((file) => dehusk.classify(readFileSync(file)).lines.map((line) => line.score));
    assert.equal(scores.length, expected.length);
    scores.forEach((score, i) => {
        /* The command prints thousandths, halves rounded away from zero. */
        const thousandths = Math.sign(score) * Math.round(Math.abs(score) * 1000);
        assert.ok(thousandths === Math.round(expected[i] * 1000), `${score}, not ${expected[i]}`);
        assert.equal(score * 2 ** 24, Math.trunc(score * 2 ** 24));
    });
});

test("groups of reasons add up to the score, and are the command's", () => {
    const sign = (weight) => {
        const thousandths = Math.sign(weight) * Math.round(Math.abs(weight) * 1000);
        return `${thousandths < 0 ? "-" : "+"}${Math.abs(thousandths / 1000).toFixed(3)}`;
    };
    const say = ({ description, value }) => (value ? `${description}: ${value}` : description);
    for (const file of decodable.slice(0, 12)) {
        const { lines } = dehusk.classify(readFileSync(file), { explain: true });
        const rows = lines.flatMap(({ groups, score }) => {
            assert.equal(groups.reduce((sum, { weight }) => sum + weight, 0), score);
            return groups.slice(0, 8).map(({ group, weight, count, strongest }) => {
                const shown = count > 1 ? strongest.slice(0, 2).map(say) : [];
                return `    ${sign(weight)}  ${group}${shown.length > 0 ? ` (${shown.join("; ")})` : ""}`;
            });
        });
        const expected = native([file], "--explain").split("\n").filter((row) => /^ {4}[+-]/.test(row) && !row.includes("; score "));
        assert.deepEqual(rows, expected, file);
    }
    assert.equal(dehusk.classify(ferry).lines[0].groups, undefined);
    assert.throws(() => dehusk.classify(ferry, { explain: 1 }), DehuskError);
    assert.throws(() => dehusk.extract(ferry, { explain: true }), DehuskError);
});

test("charsets of several bytes are refused, and no loss where the host decodes them", () => {
    const refused = pages.filter((file) => many.includes(charsets.get(file)));
    assert.ok(refused.length > 0);
    for (const file of refused) {
        const bytes = readFileSync(file);
        assert.throws(() => dehusk.classify(bytes), { name: "DehuskError", status: "UNSUPPORTED_CHARSET" });
        const ours = dehusk.classify(new TextDecoder(charsets.get(file)).decode(bytes));
        const theirs = JSON.parse(native([file], "--output", "jsonl"));
        assert.deepEqual(
            ours.lines.map(({ text, label, probability }) => [text, label, share(probability)]),
            theirs.lines.map(({ text, label, probability }) => [text, label, share(probability)]),
            file);
    }
});

test("strings: the page's own charset does not matter, and ranges are places in the string", () => {
    for (const file of decodable) {
        const text = new TextDecoder(charsets.get(file), { ignoreBOM: true }).decode(readFileSync(file));
        const bytes = new TextEncoder().encode(text);
        const ofString = dehusk.classify(text);
        const ofBytes = dehusk.classify(bytes, { charset: "utf-8" });
        assert.equal(ofString.summary.charsetSource, "string");
        assert.equal(ofString.lines.length, ofBytes.lines.length);
        ofString.lines.forEach((line, i) => {
            const { begin, end } = ofBytes.lines[i];
            const slice = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(begin, end));
            assert.equal(text.slice(line.begin, line.end), slice, file);
            assert.deepEqual({ ...line, begin, end }, ofBytes.lines[i]);
        });
    }
    const astral = dehusk.classify(`\u{1F6A2}\ud800${ferry}`, { format: "html" });
    const last = astral.lines.at(-1);
    assert.ok(last.text.startsWith("About two hundred people"));
    assert.equal(`\u{1F6A2}\ud800${ferry}`.slice(last.begin, last.end), last.text);
    assert.ok(astral.lines.at(-2).text.endsWith("B\u00e1tur \u{1F6A2}"));
});

test("extract is the content of classify, and the command's text", () => {
    for (const file of decodable) {
        const bytes = readFileSync(file);
        const lines = dehusk.classify(bytes).lines.filter((line) => line.label === "content");
        assert.equal(dehusk.extract(bytes), lines.map((line) => line.text).join("\n"));
    }
    for (const file of decodable.slice(0, 10))
        assert.equal(`${dehusk.extract(readFileSync(file))}\n`, native([file]), file);
    assert.equal(dehusk.extract(""), "");
    assert.equal(dehusk.extract(ferry, { keep: [] }).includes("Ferry to run again"), false);
});

test("extract renders as the command does", () => {
    const pages = decodable.slice(0, 6);
    for (const [output, options] of [["markdown", ["--output", "markdown"]], ["html", ["--output", "clean-html"]], ["blocks", ["--blocks"]]])
        for (const file of pages)
            assert.equal(`${dehusk.extract(readFileSync(file), { output })}\n`, native([file], ...options), `${output} ${file}`);
    /* The command puts a root around, and says where the page is from. */
    for (const [output, name] of [["xml", "document"], ["tei", "TEI"]])
        for (const file of pages) {
            const written = native([file], "--output", output).match(new RegExp(`<${name}[ >][^]*</${name}>`))[0];
            assert.equal(dehusk.extract(readFileSync(file), { output }), written.replace(/^(<\w+) \w+="[^"]*"/, "$1"), `${output} ${file}`);
        }
    const page = "<p>a <a href=b>c</a><img src=d alt=e><table><tr><td>f<td>g<tr><td>h<td>i</table>";
    const all = { threshold: 0, output: "markdown" };
    assert.equal(dehusk.extract(page, all), "a [c](b)\n\n| | |\n| --- | --- |\n| f | g |\n| h | i |");
    assert.equal(dehusk.extract(page, { ...all, links: "drop", images: "alt", tables: "drop" }), "a ce");
    assert.equal(dehusk.extract(page, { ...all, images: "keep", tables: "drop", url: "http://x.example/y/" }),
        "a [c](http://x.example/y/b)![e](http://x.example/y/d)");
    assert.equal(dehusk.extract("", all), "");
    for (const bad of [{ output: "pdf" }, { output: "markdown", links: "none" }, { links: "drop" }, { output: "html", url: 7 }])
        assert.throws(() => dehusk.extract(page, bad), { status: "BAD_ARGUMENT" });
});

test("hidden lines as the caller says", () => {
    const page = readFileSync(join(root, "tests/cli/pages/half-hidden.html"));
    const rows = (hidden) => dehusk.extract(page, { hidden }).split("\n").length;
    assert.deepEqual(["auto", "keep", "drop"].map(rows), [4, 5, 3]);
    assert.throws(() => dehusk.extract(page, { hidden: "no" }), DehuskError);
});

test("elements close themselves in XHTML", () => {
    const page = "<title>Ferry</title><p>The ferry will run again from Monday.</p><script src=a.js /><p>It is glad news.</p>";
    const lines = (mediaType) => dehusk.classify(page, { mediaType }).lines.map((line) => line.text);
    assert.deepEqual(lines("application/xhtml+xml"), ["The ferry will run again from Monday.", "It is glad news."]);
    assert.deepEqual(lines("text/html"), ["The ferry will run again from Monday."]);
    assert.deepEqual(lines(null), lines(undefined));
    assert.throws(() => dehusk.classify(page, { mediaType: 7 }), { status: "BAD_ARGUMENT" });
});

test("metadata with its sources", () => {
    const page = "<html lang=pt-BR><title>T</title><meta property=og:title content='A &amp; B'>" +
        "<meta name=author content=Z\u00e9><p>text";
    assert.deepEqual(dehusk.classify(page).metadata, {
        title: { value: "A & B", source: "open-graph" },
        author: { value: "Z\u00e9", source: "meta" },
        language: { value: "pt-BR", source: "markup" },
    });
    assert.deepEqual(dehusk.classify("text", { format: "text" }).metadata, {});
});

test("all kinds of buffers", () => {
    const bytes = new TextEncoder().encode(`xx${ferry}`);
    const whole = dehusk.classify(bytes.subarray(2));
    const shared = new SharedArrayBuffer(bytes.length - 2);
    new Uint8Array(shared).set(bytes.subarray(2));
    for (const page of [bytes.slice(2).buffer, Buffer.from(ferry), new DataView(bytes.buffer, 2), shared])
        assert.deepEqual(dehusk.classify(page), whole);
    assert.deepEqual(dehusk.classify(new Uint8Array(0)).lines, []);
});

test("hostile pages give the command's results", (context) => {
    const place = mkdtempSync(join(tmpdir(), "dehusk-wasm-"));
    context.after(() => rmSync(place, { recursive: true }));
    let state = 1;
    const noise = (length, bits) => Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return (state >>> 16) & bits;
    });
    const shapes = {
        noise: noise(100000, 0xff),
        ascii: noise(100000, 0x7f),
        nul: new Uint8Array(100000),
        deep: "<div>".repeat(50000) + "deep",
        mixed: "<b><p><table><a><svg><math>".repeat(5000) + "mixed",
        tables: "<table><tr><td>".repeat(20000) + "cell",
        attribute: `<p class="${"x".repeat(200000)}">text that stands in it`,
        attributes: `<p ${Array.from({ length: 20000 }, (_, i) => `a${i}=b`).join(" ")}>text`,
        unclosed: "<!--".repeat(10000) + "<script>".repeat(1000) + "text",
        references: "&#x110000;&#0;&notit;&amp".repeat(10000),
        brackets: "<".repeat(100000),
        lines: "a\n".repeat(60000),
        words: Array.from({ length: 60000 }, (_, i) => `w${i}`).join(" "),
        marks: "e" + "\u0301".repeat(50000),
        cut: Buffer.from("<p>\u{1F6A2}").subarray(0, 6),
        bidi: "\u202e\u2066<p>\u05d0\u0000\ufeff\ufffe\ud800\u2028".repeat(2000),
    };
    const files = Object.entries(shapes).map(([name, page]) => {
        writeFileSync(join(place, name), page);
        return join(place, name);
    });
    for (const folder of ["tests/fuzz/seeds/html", "tests/fuzz/seeds/text", "tests/fuzz/seeds/classify", "tests/regress"])
        files.push(...filesBelow(folder));
    for (const format of ["html", "text"])
        for (const charset of ["utf-8", "utf-16le", "windows-1252"]) {
            const compared = compare(files, ["--input", format, "--charset", charset], { format, charset });
            assert.ok(compared >= files.length * 0.7, `${compared} of ${files.length}`);
        }
});

test("limits", async () => {
    const small = await load(module, { maxBytes: 4000, maxLines: 1000 });
    const bytes = readFileSync(join(root, "datasets/pages/news-en.html")).subarray(0, 4000);
    const whole = small.classify(bytes);
    assert.deepEqual(whole.summary.truncated, []);
    const longer = small.classify(Buffer.concat([bytes, Buffer.from("<p>beyond the limit")]));
    assert.deepEqual(longer.summary.truncated, ["bytes"]);
    assert.deepEqual(longer.lines, whole.lines);
    assert.deepEqual(small.classify("a\n\n".repeat(1200), { format: "text" }).summary.truncated, ["lines"]);
    assert.equal(small.classify("a\n\n".repeat(1200), { format: "text" }).lines.length, 1000);
});

test("pages of 64 MiB and more", async () => {
    const limit = 64 << 20;
    const line = `<p>${"The ferry will run again from Monday, the harbour office said. ".repeat(64)}\n`;
    const page = Buffer.alloc(limit + 100, line);
    const large = await load(module);
    const whole = large.classify(page.subarray(0, limit), { format: "html" });
    assert.deepEqual(whole.summary.truncated, []);
    assert.equal(whole.lines.length, Math.ceil(limit / line.length));
    const longer = large.classify(page, { format: "html" });
    assert.deepEqual(longer.summary.truncated, ["bytes"]);
    assert.equal(longer.lines.length, whole.lines.length);
});

test("memory does not grow with the number of pages", async () => {
    const fresh = await load(module);
    const inputs = decodable.map((file) => readFileSync(file));
    const round = () => inputs.forEach((bytes) => {
        fresh.classify(bytes);
        fresh.extract(bytes, { charset: "utf-8" });
        assert.throws(() => fresh.classify(bytes, { charset: "no-such-charset" }), DehuskError);
    });
    round();
    round();
    const warm = fresh.memoryBytes;
    for (let i = 0; i < 30; i++)
        round();
    assert.equal(fresh.memoryBytes, warm);
});

test("memory of a large page is given back by trim", async () => {
    const html = Buffer.alloc(4 << 20, "<div class=a><p>One line of the page.</p></div>\n");
    const text = Buffer.alloc(4 << 20, "One line of the page.\n");
    const [kept, trimmed] = [await load(module), await load(module)];
    for (const one of [kept, trimmed])
        one.extract(html, { format: "html" });
    assert.equal(trimmed.memoryBytes, kept.memoryBytes);
    trimmed.trim();
    for (const one of [kept, trimmed])
        one.extract(text, { format: "text" });
    assert.ok(trimmed.memoryBytes < kept.memoryBytes, `${trimmed.memoryBytes} of ${kept.memoryBytes}`);
    assert.equal(trimmed.extract("<p>One line."), kept.extract("<p>One line."));
});

/* The module with an end to its memory: its section of memories, id 5, gets a maximum. */
function withMost(bytes) {
    const number = (at) => {
        let value = 0;
        for (let shift = 0; ; shift += 7, at++) {
            value |= (wasm[at] & 0x7f) << shift;
            if (wasm[at] < 0x80)
                return { value, next: at + 1 };
        }
    };
    const encoded = (value) => value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >> 7)];
    for (let at = 8; at < wasm.length;) {
        const { value: length, next } = number(at + 1);
        if (wasm[at] === 5) {
            assert.deepEqual([...wasm.subarray(next, next + 2)], [1, 0]); /* one memory, without a maximum */
            const body = [1, 1, ...wasm.subarray(next + 2, next + length), ...encoded(bytes / 65536)];
            const section = Buffer.from([5, ...encoded(body.length), ...body]);
            return Buffer.concat([wasm.subarray(0, at), section, wasm.subarray(next + length)]);
        }
        at = next + length;
    }
    return assert.fail("no memory");
}

test("no memory: an error, and the next page is right", async () => {
    const bounded = await load(withMost(16 << 20));
    const before = bounded.classify(ferry);
    assert.throws(() => bounded.classify("a b c d e f\n\n".repeat(1000000)), { status: "OUT_OF_MEMORY" });
    assert.throws(() => bounded.extract("<p>word ".repeat(200000)), { status: "OUT_OF_MEMORY" });
    assert.deepEqual(bounded.classify(ferry), before);
});

test("errors have the names of their status", async () => {
    const refuses = (options, status) =>
        assert.throws(() => dehusk.classify(ferry, options), (error) => error instanceof DehuskError &&
            error instanceof Error && error.status === status && error.message.length > 0);
    refuses({ format: "pdf" }, "BAD_ARGUMENT");
    refuses({ favor: 1 }, "BAD_ARGUMENT");
    refuses({ threshold: -1 }, "BAD_ARGUMENT");
    refuses({ threshold: 1.5 }, "BAD_ARGUMENT");
    refuses({ threshold: NaN }, "BAD_ARGUMENT");
    refuses({ threshold: "0.5" }, "BAD_ARGUMENT");
    refuses({ keep: ["titles"] }, "BAD_ARGUMENT");
    refuses({ keep: [null] }, "BAD_ARGUMENT");
    refuses({ treshold: 0.5 }, "BAD_ARGUMENT");
    const bytes = Buffer.from("<p>caf\xe9", "latin1");
    for (const [charset, status] of [["no-such", "UNKNOWN_CHARSET"], ["utf-8\0", "UNKNOWN_CHARSET"], ["gbk", "UNSUPPORTED_CHARSET"]])
        assert.throws(() => dehusk.extract(bytes, { charset }), { name: "DehuskError", status });
    assert.equal(dehusk.classify(bytes, { charset: "latin1" }).lines[0].text, "caf\u00e9");
    for (const page of [undefined, null, 5, {}, [60, 112, 62]])
        assert.throws(() => dehusk.classify(page), TypeError);
    assert.throws(() => dehusk.classify(bytes, { charset: 5 }), TypeError);
    assert.throws(() => dehusk.classify(bytes, { keep: "title" }), TypeError);
    await assert.rejects(load(module, { maxBytes: 0 }), { status: "BAD_ARGUMENT" });
    await assert.rejects(load(module, { maxLines: 1.5 }), { status: "BAD_ARGUMENT" });
    await assert.rejects(load(module, { max: 1 }), { status: "BAD_ARGUMENT" });
    await assert.rejects(load(module, { model: wasm }), { status: "MODEL_NOT_A_MODEL" });
    await assert.rejects(load(module, { model: new Uint8Array(0) }), { name: "DehuskError" });
    await assert.rejects(load(5), TypeError);
    await assert.rejects(load(new Uint8Array(8)), WebAssembly.CompileError);
    await assert.rejects(load(join(folder, "no-such.wasm")), { code: "ENOENT" });
});

async function serve(context, answer) {
    const server = createServer(answer);
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    context.after(() => {
        server.close();
        server.closeAllConnections();
    });
    return `http://127.0.0.1:${server.address().port}`;
}

test("wherever the module comes from; models of the caller's", async (context) => {
    const expected = dehusk.classify(ferry);
    const path = join(folder, "dehusk.wasm");
    for (const source of [undefined, path, pathToFileURL(path), pathToFileURL(path).href, wasm, new Uint8Array(wasm).buffer])
        assert.deepEqual((await load(source)).classify(ferry), expected);

    const model = readFileSync(join(root, "models/default.dehusk"));
    const bare = join(folder, "dehusk-no-model.wasm");
    await assert.rejects(load(bare), { status: "MODEL_NOT_A_MODEL" });
    assert.deepEqual((await load(bare, { model })).classify(ferry), expected);
    assert.deepEqual((await load(bare, { model: join(root, "models/default.dehusk") })).classify(ferry), expected);
    const damaged = Uint8Array.from(model);
    damaged[damaged.length >> 1] ^= 1;
    await assert.rejects(load(bare, { model: damaged }), { status: "MODEL_CHECKSUM" });

    const address = await serve(context, (request, response) => {
        response.statusCode = request.url === "/dehusk.wasm" ? 200 : 404;
        response.end(response.statusCode === 200 ? wasm : "");
    });
    assert.deepEqual((await load(`${address}/dehusk.wasm`)).classify(ferry), expected);
    await assert.rejects(load(`${address}/none.wasm`), { status: "IO" });
});

test("the example in README.md", () => {
    const text = readFileSync(join(root, "tools/wasm/README.md"), "utf8");
    const [, code] = /^```js\n(.*?)^```$/ms.exec(text);
    const run = ["--input-type=module", "--eval", code];
    const lines = execFileSync(process.execPath, run, { cwd: folder, encoding: "utf8" }).trimEnd().split("\n");
    const sentence = "The ferry will run again from Monday, the harbour office said.";
    assert.equal(lines.length, 4);
    assert.deepEqual(lines.slice(0, 2), [sentence, sentence]);
    assert.match(lines[2], /^chrome 0\.\d{3} Home/);
    assert.match(lines[3], /^content 0\.\d{3} The ferry/);
});

test("the module asks its host for nothing", () => {
    assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("a compiled module is shared with workers", async () => {
    const code = `import { parentPort, workerData } from "node:worker_threads";
        const { load } = await import(workerData.place);
        parentPort.postMessage((await load(workerData.module)).classify(workerData.page));`;
    const workerData = { place: pathToFileURL(join(folder, "dehusk.mjs")).href, module, page: ferry };
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData });
    const result = await new Promise((done, failed) => worker.once("message", done).once("error", failed));
    assert.deepEqual(result, dehusk.classify(ferry));
});

test("a browser gives the same", async (context) => {
    const browser = ["chromium", "google-chrome"].find((name) =>
        process.env.PATH.split(":").some((place) => existsSync(join(place, name))));
    if (browser === undefined) {
        context.skip("no Chromium");
        return;
    }
    const script = `import { load } from "/dehusk.mjs";
        const [page, dehusk] = await Promise.all([fetch("/page").then((it) => it.arrayBuffer()), load()]);
        const result = JSON.stringify([dehusk.classify(page), dehusk.extract(${JSON.stringify(ferry)})]);
        await fetch("/result", { method: "POST", body: result });`;
    const types = { mjs: "text/javascript", wasm: "application/wasm" };
    const page = readFileSync(decodable[0]);
    let answered;
    const answer = new Promise((done) => answered = done);
    const address = await serve(context, async (request, response) => {
        const [, name, type] = /^\/(\w+)?\.?(\w+)?$/.exec(request.url);
        response.setHeader("Content-Type", types[type] ?? "text/html; charset=utf-8");
        if (name === "result")
            answered(JSON.parse(Buffer.concat(await request.toArray()).toString()));
        if (name === "dehusk")
            response.end(readFileSync(join(folder, `dehusk.${type}`)));
        else
            response.end(name === "page" ? page : name === undefined ? `<script type=module>${script}</script>` : "");
    });
    const profile = mkdtempSync(join(tmpdir(), "dehusk-browser-"));
    const arguments_ = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`];
    const running = spawn(browser, [...arguments_, `${address}/`], { stdio: "ignore", detached: true });
    const ended = new Promise((done) => running.once("exit", done));
    try {
        const late = setTimeout(() => answered("no answer within a minute"), 60000);
        assert.deepEqual(await answer, JSON.parse(JSON.stringify([dehusk.classify(page), dehusk.extract(ferry)])));
        clearTimeout(late);
    } finally {
        process.kill(-running.pid, "SIGKILL"); /* with its helpers, which would go on writing to the profile */
        await ended;
        await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
});
