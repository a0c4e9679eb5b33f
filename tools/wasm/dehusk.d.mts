/**
 * Dehusk in JavaScript: separates the content of a web page from its chrome, line by line.
 *
 *     import { load } from "./dehusk.mjs";
 *     const dehusk = await load();
 *     const text = dehusk.extract(html);
 */

/** A page: a string, or bytes whose charset is then found. */
export type PageSource = string | ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

export type Label = "content" | "chrome";
export type Role = "title" | "caption" | "read-more" | "teaser" | "comment" | "notice";
export type Kind =
    | "other"
    | "paragraph"
    | "heading"
    | "list-item"
    | "cell"
    | "caption"
    | "preformatted"
    | "control";

export interface LoadOptions {
    /** A model's bytes, address or path, in place of the one built in. */
    model?: Uint8Array | ArrayBuffer | URL | string;
    /** Bytes of a page that are read; 64 MiB. What lies behind is left out, and `truncated` says so. */
    maxBytes?: number;
    /** Lines of a page that are made; 1,000,000. */
    maxLines?: number;
}

export interface Options {
    /** "auto", which looks at the bytes, is the default. */
    format?: "auto" | "html" | "text";
    /** What Content-Type says; not used for a string, which is decoded already. */
    charset?: string | null;
    /** Content-Type from the transport: "application/xhtml+xml" says that elements close themselves. */
    mediaType?: string | null;
    /** Where doubtful lines go; "balanced" is the default. */
    favor?: "balanced" | "precision" | "recall";
    /** Plain text is all that a page shows, or what an extractor left of one; "auto": the library looks. */
    textKind?: "auto" | "page" | "extract";
    /** Lines of HTML that are not shown: judged ("auto"), those shown elsewhere too ("keep"), or chrome ("drop"). */
    hidden?: "auto" | "keep" | "drop";
    /** Content is what has at least this probability; by default the set of lines with the highest expected F1 is. */
    threshold?: number | null;
    /** Which roles may be content; the default is ["title"]. */
    keep?: Iterable<Role>;
}

export interface ClassifyOptions extends Options {
    /** Lines tell why they got their score (`groups`); false is the default. */
    explain?: boolean;
}

export interface ExtractOptions extends Options {
    /**
     * "text", the default: the lines of content, a newline between two; "blocks": the same with a blank row between
     * paragraphs, and a table's row on one; "markdown"; "html": clean HTML, safe to show;
     * "xml", "tei" (TEI P5): elements with what the page says of itself.
     */
    output?: "text" | "blocks" | "markdown" | "html" | "xml" | "tei";
    /** In all but text and blocks, links as such or their words alone; "keep" is the default. The others go with `output`, too. */
    links?: "keep" | "drop";
    /** Pictures, or their alternative texts; "drop" is the default. */
    images?: "drop" | "alt" | "keep";
    /** Tables of data; "keep" is the default. */
    tables?: "keep" | "drop";
    /** The page's address, by which others become absolute. */
    url?: string | null;
}

export type MetadataName =
    | "title"
    | "author"
    | "published"
    | "modified"
    | "site_name"
    | "description"
    | "url"
    | "language"
    | "image"
    | "kind"
    | "keywords"
    | "license";

/** What a page says of itself, and where it was found. */
export interface MetadataValue {
    value: string;
    source: "json-ld" | "open-graph" | "meta" | "microdata" | "markup" | "url" | "text";
}

/** What one feature added to a line's score. */
export interface Reason {
    /** Its name ("link-share"), and the same for people. */
    feature: string;
    description: string;
    /** What was found ("45% to 55%"; of a word the word itself). */
    value: string;
    weight: number;
}

/** What the reasons of one kind added to a line's score together. */
export interface ReasonGroup {
    /** What kind ("links"). */
    group: string;
    /** The sum of theirs. */
    weight: number;
    /** How many there are. */
    count: number;
    /** Those that point the same way as the sum, the strongest first, three at most. */
    strongest: Reason[];
}

export interface Line {
    /** White space collapsed (kept in `pre`), never empty. */
    text: string;
    label: Label;
    /** Calibrated: of the lines given 0.8, four of five are content. */
    probability: number;
    /** Of the linear classifier, before calibration. */
    score: number;
    /** What it is in the page's markup; "other" or "paragraph" in plain text. */
    kind: Kind;
    /** `keep` decides on the label of a line that has one. */
    role: Role | null;
    /** 1 to 6 for headings, else 0. */
    headingLevel: number;
    /** Whether markup says that a browser does not show it. */
    hidden: boolean;
    /** Where it lies in the page: `page.slice(begin, end)`, for a string as for bytes. */
    begin: number;
    end: number;
    /** Of plain text: its row in the page, from 0; in HTML its number among the lines there were. */
    row: number;
    /** With `explain`: what the score is the sum of, the largest part first. */
    groups?: ReasonGroup[];
}

export interface Summary {
    format: "html" | "text";
    /** The Encoding Standard's name of the charset. */
    charset: string;
    charsetSource: "bom" | "transport" | "meta" | "utf-8" | "detected" | "default" | "string" | "none";
    /** What was declared, where it was not believed because the bytes say otherwise. */
    charsetDeclared: string | null;
    /** Byte sequences that were replaced by U+FFFD. */
    malformed: number;
    /** Which limits were passed. */
    truncated: ("bytes" | "lines" | "depth" | "attribute" | "steps")[];
    /** "not-a-page" is neither HTML nor text, but what `mediaType` says, and has no lines. */
    verdict: "none" | "mixed" | "article" | "not-a-page";
    /** That the page has main content. */
    verdictProbability: number;
    /** Share of the page's tokens that are in chrome lines, 0 to 1. */
    removed: number;
    /** Text of `<title>`. */
    title: string | null;
    /** What the bytes are, whatever they were called: "text/html", "text/plain"; of what is no page "application/pdf", ... */
    mediaType: string;
    /** Shares of the letters' scripts, by ISO 15924 code, the largest first. */
    scripts: Record<string, number>;
}

export interface Page {
    lines: Line[];
    summary: Summary;
    /** What is not said is not there. Dates are in ISO 8601. */
    metadata: Partial<Record<MetadataName, MetadataValue>>;
}

export interface Dehusk {
    /** The library's version. */
    readonly version: string;
    /** Memory of this instance. It grows with the largest page so far, and goes when the instance does. */
    readonly memoryBytes: number;
    /** Gives what large pages took back to the instance: its next pages have it, whatever they are. */
    trim(): void;
    /** Labels the lines of a page. The result is yours; nothing has to be freed. */
    classify(page: PageSource, options?: ClassifyOptions): Page;
    /** The content as one text, without a newline at its end. */
    extract(page: PageSource, options?: ExtractOptions): string;
}

/**
 * What the library refuses. `status` is a name from dehusk.h: "BAD_ARGUMENT", "UNKNOWN_CHARSET",
 * "UNSUPPORTED_CHARSET", "OUT_OF_MEMORY", "IO", or one of "MODEL_...". The next page is not affected. What is no page
 * at all is a TypeError.
 */
export class DehuskError extends Error {
    readonly status: string;
    constructor(status: string, message: string);
}

/**
 * Makes an instance, independent of all others; as many as you like. `source` is dehusk.wasm: its bytes, its address or
 * (in Node.js) path, or compiled by yourself, for workers to share; by default the file beside the module.
 */
export function load(
    source?: Uint8Array | ArrayBuffer | URL | string | WebAssembly.Module,
    options?: LoadOptions,
): Promise<Dehusk>;
