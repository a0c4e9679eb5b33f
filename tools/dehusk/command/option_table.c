/*
 * The table of options: the only place where an option is described.
 */
#include "command/options.h"

/* options.c turns a word into an enumerator by its position, so the order here
 * is the order of input_kind, output_format, dehusk_favor, ... */
static const char *const input_words[] = {"auto", "html", "text", "warc", "wet", "jsonl", "arc", NULL};
static const char *const output_words[] = {"text",       "annotated", "jsonl", "wet", "html", "markdown",
                                           "clean-html", "xml",       "tei",   "csv", "tsv",  NULL};
static const char *const lines_words[] = {"all", "content", "joined", "none", "markdown", NULL};
static const char *const keep_or_drop_words[] = {"keep", "drop", NULL};
static const char *const images_words[] = {"drop", "alt", "keep", NULL};
static const char *const compress_words[] = {"auto", "none", "gz", "zst", NULL};
static const char *const favor_words[] = {"balanced", "precision", "recall", NULL};
static const char *const hidden_words[] = {"auto", "keep", "drop", NULL};
static const char *const text_kind_words[] = {"auto", "page", "extract", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};
static const char *const help_words[] = {"man", "bash", "zsh", "fish", NULL};

_Static_assert(INPUT_AUTO == 0 && INPUT_HTML == 1 && INPUT_TEXT == 2 && INPUT_WARC == 3 && INPUT_WET == 4 &&
                   INPUT_JSONL == 5 && INPUT_ARC == 6,
               "order of input_words");
_Static_assert(OUTPUT_TEXT == 0 && OUTPUT_ANNOTATED == 1 && OUTPUT_JSONL == 2 && OUTPUT_WET == 3 && OUTPUT_HTML == 4 &&
                   OUTPUT_MARKDOWN == 5 && OUTPUT_CLEAN_HTML == 6 && OUTPUT_XML == 7 && OUTPUT_TEI == 8 &&
                   OUTPUT_CSV == 9 && OUTPUT_TSV == 10,
               "order of output_words");
_Static_assert(LINES_ALL == 0 && LINES_CONTENT == 1 && LINES_JOINED == 2 && LINES_NONE == 3 && LINES_MARKDOWN == 4,
               "order of lines_words");
_Static_assert(DEHUSK_LINKS_KEEP == 0 && DEHUSK_LINKS_DROP == 1, "order of keep_or_drop_words");
_Static_assert(DEHUSK_TABLES_KEEP == 0 && DEHUSK_TABLES_DROP == 1, "order of keep_or_drop_words");
_Static_assert(DEHUSK_IMAGES_DROP == 0 && DEHUSK_IMAGES_ALT == 1 && DEHUSK_IMAGES_KEEP == 2, "order of images_words");
_Static_assert(PACK_AUTO == 0 && PACK_NONE == 1 && PACK_GZIP == 2 && PACK_ZSTD == 3, "order of compress_words");
_Static_assert(DEHUSK_FAVOR_BALANCED == 0 && DEHUSK_FAVOR_PRECISION == 1 && DEHUSK_FAVOR_RECALL == 2,
               "order of favor_words");
_Static_assert(DEHUSK_TEXT_AUTO == 0 && DEHUSK_TEXT_PAGE == 1 && DEHUSK_TEXT_EXTRACT == 2, "order of text_kind_words");
_Static_assert(DEHUSK_HIDDEN_AUTO == 0 && DEHUSK_HIDDEN_KEEP == 1 && DEHUSK_HIDDEN_DROP == 2, "order of hidden_words");
_Static_assert(COLOR_AUTO == 0 && COLOR_ALWAYS == 1 && COLOR_NEVER == 2, "order of color_words");
_Static_assert(HELP_MAN == 0 && HELP_BASH == 1 && HELP_ZSH == 2 && HELP_FISH == 3, "order of help_words");

const char *option_group_title(option_group group) {
    static const char *const titles[] = {"Input", "Output", "What is content", "Running", "About"};
    return titles[group];
}

/* What rows begin with, and that of options which take something. Macros, so that a row is laid out as text. */
#define ROW(GROUP, ID, word) .id = OPTION_##ID, .group = GROUP_##GROUP, .name = word
#define TAKES(what) .argument = ARGUMENT_REQUIRED, .argument_name = what

const option_entry option_table[] = {
    {ROW(INPUT, INPUT, "input"), .counts = true, TAKES("FORMAT"), .choices = input_words, .standard = "auto",
     .help = "what the input is: html or text, one page a file; warc, wet, arc or jsonl, many; or auto to look at the "
             "bytes",
     .detail =
         "What the input is. `html` is a web page; `text` is plain text that was taken from a web page earlier, "
         "menus and all, one line of the page to a line of the file; `warc`, `wet`, `arc` and `jsonl` are files of "
         "many pages (see CRAWLS); `auto` looks at the bytes of each file. Files compressed with gzip or zstd "
         "are read whatever they are called. A file that is named as an archive and begins like none, or that "
         "begins like a damaged one, is an error and not a page; where this option says what it is, it is read.",
     .example = "dehusk --input text scraped.txt", .example_says = "Clean text that another program took from a page."},
    {ROW(INPUT, CHARSET, "charset"), .counts = true, TAKES("NAME"), .standard = "found out for each file",
     .help = "the charset named by the transport (Content-Type)",
     .detail = "The charset that came with the page, such as the one in an HTTP `Content-Type` header. All names of "
               "the WHATWG Encoding Standard are understood. A byte order mark in the page goes before it; it goes "
               "before what the page says of itself. Of the records of an archive it holds for those that name "
               "none themselves.",
     .example = "curl -s https://example.org/ | dehusk --charset windows-1251",
     .example_says = "Read a page from a pipe whose server says that it is in windows-1251."},
    {ROW(INPUT, MAX_BYTES, "max-bytes"), .counts = true, TAKES("N"), .standard = "64M",
     .help = "read no more than N bytes of a page; K, M and G may follow the number",
     .detail = "Read no more than N bytes of each page. A page that is longer gives what its beginning gives, and a "
               "warning. `K`, `M` and `G` after the number multiply it by 1024 once, twice and three times. At most "
               "4G less one byte.",
     .example = "dehusk --max-bytes 2M --quiet *.html",
     .example_says = "Spend little time on huge pages, and say nothing about it."},
    {ROW(INPUT, FILES_FROM, "files-from"), .counts = true, TAKES("LIST"), .argument_is_file = true,
     .help = "read the names of more inputs from LIST, one a line; - is standard input",
     .detail = "Read the names of inputs from the file LIST, or from standard input if it is `-`; they follow those on "
               "the command line. Names stand one a line, or, if the list holds a zero byte, are ended by such bytes. "
               "Empty lines are ignored. If the list names none, nothing is read.",
     .example = "find crawl -name '*.gz' -print0 | dehusk --files-from - --output-dir clean",
     .example_says = "Take the names of the archives from another program."},
    {ROW(INPUT, INCLUDE, "include"), .counts = true, TAKES("GLOB"),
     .help = "of the files in folders, take those that GLOB matches; may be repeated",
     .detail = "Of the files in folders, take only those whose names match the shell pattern GLOB, or that of another "
               "`--include`. A pattern with a slash is matched with the whole name below the folder, where `*` also "
               "matches slashes; one without, with the last part of it. Files named on the command line or in a list "
               "are always taken.",
     .example = "dehusk --include '*.warc.gz' --exclude 'robots/*' --output-dir clean crawl/",
     .example_says = "Take some files of a folder."},
    {ROW(INPUT, EXCLUDE, "exclude"), .counts = true, TAKES("GLOB"),
     .help = "of the files in folders, leave out those that GLOB matches; may be repeated",
     .detail = "Of the files in folders, leave out those whose names match GLOB, even if an `--include` matches them "
               "too; see there."},
    {ROW(INPUT, INCLUDE_URL, "include-url"), .counts = true, TAKES("GLOB"),
     .help = "of the pages, take those whose URL GLOB matches; may be repeated",
     .detail =
         "Of the pages, take only those whose whole URL matches the shell pattern GLOB, or that of another "
         "`--include-url`; `*` also matches slashes. A page without a URL is not taken. Pages that are left out are "
         "not looked at, and counted as skipped, as `url`.",
     .example = "dehusk --include-url '*://*.example.org/*' --exclude-url '*/tag/*' crawl.warc.gz",
     .example_says = "Pages of a site, without its lists."},
    {ROW(INPUT, EXCLUDE_URL, "exclude-url"), .counts = true, TAKES("GLOB"),
     .help = "of the pages, leave out those whose URL GLOB matches; may be repeated",
     .detail = "Of the pages, leave out those whose whole URL matches the shell pattern GLOB, whatever `--include-url` "
               "says."},
    {ROW(INPUT, INCLUDE_URL_FILE, "include-url-file"), .counts = true, TAKES("FILE"), .argument_is_file = true,
     .help = "of the pages, take those whose URL stands in FILE, one a line",
     .detail = "Of the pages, take only those whose URL stands in FILE, one a line, or matches an `--include-url`. "
               "`http` and `https` are the same there, and what stands behind a `#` does not count, so that a line can "
               "be a remark.",
     .example = "dehusk --exclude-url-file done.urls --output jsonl crawl.warc.gz",
     .example_says = "Pages that are not on a list."},
    {ROW(INPUT, EXCLUDE_URL_FILE, "exclude-url-file"), .counts = true, TAKES("FILE"), .argument_is_file = true,
     .help = "of the pages, leave out those whose URL stands in FILE, one a line",
     .detail = "Of the pages, leave out those whose URL stands in FILE, one a line, whatever else says that they are "
               "wanted; see `--include-url-file`."},
    {ROW(INPUT, HOST, "host"), .counts = true, TAKES("NAME"),
     .help = "the host of pages that come without a URL, for --site-counts and site-count",
     .detail = "The host of pages that come without a URL, such as files of one page each. It is only looked at with "
               "`--site-counts` and by `site-count` (see SITE COUNTS).",
     .example = "dehusk --site-counts crawl.counts --host news.example *.html",
     .example_says = "Files of pages that were saved from one site."},
    {ROW(INPUT, FIELD, "field"), .counts = true, TAKES("NAME"),
     .standard = "html, text, content, raw_content, body and other usual names",
     .help = "the field of JSON lines that holds the page; OUTER.NAME within another object",
     .detail = "The field of JSON objects that holds the page, HTML or text. `OUTER.NAME` is the field NAME of the "
               "object that the field OUTER holds. Without the option the usual names are looked for: `html`, "
               "`raw_html`, `html_content`, `text`, `raw_content`, `content`, `body`, `selftext` and others, in "
               "capitals too and as `rawHtml`, first in the object itself and then in the objects that it holds. Of "
               "two fields the one that is not empty is taken.",
     .example = "dehusk --input jsonl --field essay posts.jsonl",
     .example_says = "Read pages that stand in a field of another name."},
    {ROW(INPUT, URL_FIELD, "url-field"), .counts = true, TAKES("NAME"),
     .standard = "url, uri, warc_url, link and the like", .help = "the field of JSON lines that holds the page's URL",
     .detail = "The field of JSON objects that holds the page's URL, named as with `--field`. WET output and site "
               "counts have use for it."},
    {ROW(OUTPUT, OUTPUT, "output"), TAKES("FORMAT"), .choices = output_words, .standard = "text",
     .help = "text (lines of content), annotated (all lines, with label and probability), jsonl (an object a page), "
             "wet (a WARC file of the content), markdown, clean-html (safe to show), xml, tei (TEI P5), csv or tsv (a "
             "row a page), or html (a report to look at in a browser)",
     .detail =
         "What is written: `text`, the lines of content; `annotated`, every line with its label and "
         "probability; `jsonl`, one JSON object for each page; `wet`, a WARC file of conversion records that "
         "hold the content only; `markdown`, the content with its headings, lists, quotes, code, tables, emphasis "
         "and links; `clean-html`, the same as HTML without scripts, styles and handlers; `xml` and `tei`, the same "
         "with what the page says of itself, as XML of our own or as TEI P5; `csv` and `tsv`, a row for each page; or "
         "`html`, a report for a browser. See OUTPUT FORMATS.",
     .example = "dehusk --output jsonl *.html >pages.jsonl",
     .example_says = "Label many pages for another program, byte offsets and verdicts included."},
    {ROW(OUTPUT, LINES, "lines"), TAKES("WHICH"), .choices = lines_words, .standard = "all",
     .help = "what jsonl output has of the lines: all of them, those of content, their text joined, none, or markdown",
     .detail =
         "What `jsonl` output has of a page's lines: `all` of them, each an object; those of `content` only; "
         "the text of these `joined` to one string, the member \"content\"; `none`; or that member as `markdown`. In "
         "`csv` and `tsv` output the column \"content\" is joined text, or with `markdown` or `none` that. The "
         "other formats take no notice of it.",
     .example = "dehusk --output jsonl --lines joined crawl.warc.gz | jq -r .content",
     .example_says = "One string a page, for programs that want nothing else."},
    {ROW(OUTPUT, BLOCKS, "blocks"),
     .help = "in text output, a blank row between paragraphs, and a table's row as one row, TABs between its cells",
     .detail = "In text output, put a blank row between two blocks: paragraphs, headings, lists, tables. Items of a "
               "list follow each other without, and the cells of a table's row stand on one row with tabs between.",
     .example = "dehusk --blocks page.html", .example_says = "Text for reading."},
    {ROW(OUTPUT, FRONT_MATTER, "front-matter"),
     .help = "markdown: begin each page with its title, author, dates and the like, as YAML",
     .detail =
         "Begin each page of markdown output with what it says of itself, as YAML between rows of `---`: the names "
         "of `metadata` in jsonl output, those of which something is said, and the page's address where it does not "
         "tell one. Of a page of which nothing is kept nothing is written.",
     .example = "dehusk --output markdown --front-matter --output-dir notes crawl.warc.gz",
     .example_says = "Pages as notes that programs can sort by date."},
    {ROW(OUTPUT, LINKS, "links"), TAKES("HOW"), .choices = keep_or_drop_words, .standard = "keep",
     .help = "markdown, clean-html, xml and tei: keep links, or drop all of them but their text",
     .detail = "Whether links stay links in `markdown`, `clean-html`, `xml` and `tei`, or only their text stays. "
               "Relative addresses become absolute where the page's URL is known (in archives and JSON lines) or its "
               "`<base>`."},
    {ROW(OUTPUT, IMAGES, "images"), TAKES("HOW"), .choices = images_words, .standard = "drop",
     .help = "markdown, clean-html, xml, tei and --blocks: drop pictures, put their alternative text, or keep them",
     .detail = "What becomes of the pictures within and between what is kept, in `markdown`, `clean-html`, `xml` and "
               "`tei` and with `--blocks`: nothing, their alternative text, or the picture with its address."},
    {ROW(OUTPUT, TABLES, "tables"), TAKES("HOW"), .choices = keep_or_drop_words, .standard = "keep",
     .help = "markdown, clean-html, xml, tei and --blocks: keep or drop tables of data",
     .detail = "Whether tables of data are written at all, in `markdown`, `clean-html`, `xml` and `tei` and with "
               "`--blocks`. Tables that only lay a page out are not meant."},
    {ROW(OUTPUT, INVERT, "invert"), .letter = 'v', .help = "in text output, print the chrome instead of the content",
     .detail = "In text output, print the lines of chrome instead of those of content. The other formats show all "
               "lines with their labels anyway; there the option changes nothing.",
     .example = "dehusk --invert page.html", .example_says = "See what would be thrown away."},
    {ROW(OUTPUT, EXPLAIN, "explain"), .argument = ARGUMENT_OPTIONAL, .argument_name = "N",
     .standard = "no reasons; groups of them if N is left out",
     .help = "annotated output with what spoke for each line and against it, by group; or the N strongest single "
             "reasons (0: all)",
     .detail =
         "Write annotated output and, under each line, what spoke for it and against it: at most eight groups of "
         "reasons (\"links\", \"words\", \"place in the page\", ...), the one that weighed most first, each with the "
         "weight that it added to the line's score and, in brackets, the strongest of its reasons that point "
         "the same way. With N the N strongest single reasons instead, without groups; 0 means all of them. A "
         "last row sums up what is not shown and what rounding lost, so that the column adds up to the score, "
         "which stands at the row's end. The higher a line's score, the higher its probability. With "
         "`--output html`, which shows groups anyway, N shows single reasons there.",
     .example = "dehusk --explain=3 page.html | less", .example_says = "Ask why the lines were labelled as they were."},
    {ROW(OUTPUT, COLOR, "color"), TAKES("WHEN"), .choices = color_words, .standard = "auto",
     .help = "color annotated output: always, never, or auto on a terminal",
     .detail = "When annotated output is colored. `auto` does so on a terminal, unless the environment says otherwise "
               "(see ENVIRONMENT).",
     .example = "dehusk --output annotated --color always page.html | less -R",
     .example_says = "Page through all lines, chrome dimmed."},
    {ROW(OUTPUT, OUTPUT_FILE, "output-file"), .counts = true, .merges = true, .letter = 'o', TAKES("FILE"),
     .argument_is_file = true, .standard = "standard output",
     .help = "write to FILE, which is there only when it is complete; compressed if its name ends with .gz or .zst",
     .detail = "Write to FILE, or to standard output if it is `-`. While it is being written it bears another name, "
               "`.FILE.part` in the same folder; it gets its own when it is complete and on the disk. So FILE is "
               "never half a file, and if the run fails, one that was there before stays. A device or named pipe is "
               "written as it is.",
     .example = "dehusk --output wet -o clean.warc.wet.gz -j auto crawl.warc.gz",
     .example_says = "Turn an archive into a file of clean text on all cores."},
    {ROW(OUTPUT, OUTPUT_DIR, "output-dir"), TAKES("FOLDER"), .argument_is_file = true,
     .help = "write a file for each input into FOLDER, named after the input",
     .detail =
         "Write a file for each input into FOLDER, in the manner of `--output-file`. Its name is that of the "
         "input with another ending: of the input `a/CC-NEWS-1.warc.gz` it is `CC-NEWS-1.jsonl`, or `.txt`, "
         "`.labels` (annotated), `.warc.wet` or `.html`, and `.gz` or `.zst` after it if `--compress` says so. What is "
         "found in an input folder keeps its place below that folder. Folders that are missing are made. Inputs "
         "that would get the same name keep the folders that they were given with, or, if that is not enough, their "
         "own ending, too: `a/x.html` and `b/x.html` give `a/x.txt` and `b/x.txt`.",
     .example = "dehusk --output wet --output-dir clean --compress gz --resume crawl/",
     .example_says = "Clean all archives of a folder; after an interruption the same command goes on."},
    {ROW(OUTPUT, COMPRESS, "compress"), TAKES("HOW"), .choices = compress_words, .standard = "auto",
     .help = "compress the output: none, gz, zst, or auto by the name of the output file",
     .detail = "How the output is compressed. `auto` goes by the ending of `--output-file`, and compresses neither "
               "what goes to standard output nor, with `--output-dir`, to many files. Each page becomes a member "
               "(gzip) or frame (zstd) of its own, as WARC asks for, and so that all cores can compress."},
    {ROW(OUTPUT, RESUME, "resume"), .help = "leave out inputs whose output file is there",
     .detail = "Leave out inputs whose output file is there: what `--output-dir` wrote in a run that was interrupted "
               "is not done again, and in the end all files are as if there had been no interruption. It goes by "
               "whole files. With `--output-file` all inputs go into one, so that nothing is done if it is there, and "
               "everything if it is not."},
    {ROW(CONTENT, FAVOR, "favor"), TAKES("WHICH"), .choices = favor_words, .standard = "balanced",
     .help = "where doubtful lines go: balanced, precision (out) or recall (in)",
     .detail = "Which way doubtful lines go. With `precision`, rather a line of content is lost than one of chrome "
               "kept; with `recall` it is the other way round; `balanced` keeps the set of lines that can be expected "
               "to match the content best.",
     .example = "dehusk --favor precision page.html", .example_says = "Keep only what is quite certainly content."},
    {ROW(CONTENT, TEXT_KIND, "text-kind"), TAKES("KIND"), .choices = text_kind_words, .standard = "auto",
     .help = "what plain text is: all that a page shows (page), or what an extractor left of one (extract)",
     .detail =
         "What plain text is taken for. `page`: all that a page shows, menus and footers among it. `extract`: what "
         "an extractor left of a page, or a text that nobody put anything into; most of it is content, and a "
         "text with nothing to take out comes out whole. `auto` looks at the text, and goes between the two "
         "where it is not sure. HTML is not touched by it.",
     .example = "dehusk --text-kind extract dump/*.txt", .example_says = "Clean texts that another extractor wrote."},
    {ROW(CONTENT, HIDDEN, "hidden"), TAKES("HOW"), .choices = hidden_words, .standard = "auto",
     .help = "lines that a page does not show: judge them, but drop copies of what it shows (auto); judge them all "
             "(keep); or drop them all (drop)",
     .detail =
         "What becomes of lines of HTML that a browser does not show (`hidden`, `display: none` and the like). With "
         "`auto` they are judged like others, since many pages show their text only when a script has run, and go "
         "where the page shows the same elsewhere, or where one or two paragraphs stand between others that are shown; "
         "with `keep` those may stay, too; with `drop` all of them go. "
         "Hidden parts of a line that is shown never come out.",
     .example = "dehusk --hidden drop page.html", .example_says = "Only what a reader sees without scripts."},
    {ROW(CONTENT, THRESHOLD, "threshold"), TAKES("P"),
     .help = "a line is content if its probability is at least P (0 to 1)",
     .detail = "A line is content if its probability is P or more, whatever the rest of the page looks like. P is a "
               "number from 0 to 1. With a threshold, `--favor` has no effect.",
     .example = "dehusk --threshold 0.5 page.html", .example_says = "Judge each line for itself."},
    {ROW(CONTENT, KEEP, "keep"), TAKES("LIST"), .standard = "title",
     .help = "the roles whose lines may be content: title, caption, read-more, teaser, comment, notice (with commas), "
             "all, none",
     .detail =
         "The roles whose lines may be content: `title`, the heading of what is kept; `caption`, the text of a "
         "picture; `read-more`, a line that points to another page; `teaser`, the headline of another page amid "
         "the text; `comment`, what stands in readers' comments, by the markup, where a story stands above; "
         "`notice`, what stands in a notice about cookies or consent, likewise. LIST "
         "is some of these words with commas between them, or `all`, or `none`. A line with a "
         "role that is not in the list is chrome. If they are in the list, a title is content, and so is what "
         "readers wrote, without the names, dates and buttons around it; with the other roles a line is judged as "
         "it would be without.",
     .example = "dehusk --keep title,caption page.html",
     .example_says = "Keep the captions of pictures where they belong to the content."},
    {ROW(CONTENT, ONLY_CONTENT, "only-content"), .help = "do not write pages whose verdict is none or not-a-page",
     .detail = "Do not write pages whose verdict is `none` or `not-a-page`: listings, error pages, files that are no "
               "pages. They are counted, in the summary and in `--stats`."},
    {ROW(CONTENT, MIN_TOKENS, "min-tokens"), TAKES("N"), .standard = "0",
     .help = "do not write pages with fewer than N tokens of content",
     .detail =
         "Do not write pages whose content has fewer than N tokens: words between spaces, or in Chinese, Japanese, "
         "Thai, Lao, Burmese and Khmer, characters. Such pages are counted, in the summary and in `--stats`.",
     .example = "dehusk --only-content --min-tokens 50 --deduplicate crawl.warc.gz",
     .example_says = "Leave out pages that a corpus has no use for."},
    {ROW(CONTENT, REQUIRE, "require"), TAKES("LIST"),
     .help = "do not write pages that do not state all of LIST: title, author, published, ... (with commas)",
     .detail =
         "Do not write pages that do not state all of LIST: names of `metadata` in jsonl output, which "
         "are `title`, `author`, `published`, `modified`, `site_name`, `description`, `url`, `language`, `image`, "
         "`kind`, `keywords` and `license`, with commas between them. Plain text states none. Such pages are "
         "counted, in the summary and in `--stats`, as `incomplete`.",
     .example = "dehusk --require title,published --output jsonl crawl.warc.gz",
     .example_says = "Only pages with a title and a date."},
    {ROW(CONTENT, LANGUAGE, "language"),
     .help = "tell in jsonl, csv and tsv output which language the content is in, by CLD2",
     .detail = "Tell the language of each page's content, as the member `content_language` of jsonl output, or that "
               "column of `csv`: `en`, `ru`, `zh`, `zh-Hant` and the like, null where CLD2 is not sure. What the page "
               "declares is `language` in `metadata`, and has no part in it."},
    {ROW(CONTENT, ONLY_LANGUAGE, "only-language"), TAKES("LIST"),
     .help = "do not write pages whose content is in another language than those of LIST (ru,en)",
     .detail =
         "Do not write pages whose content is in none of the languages of LIST, codes as of `--language` with commas "
         "between, or is not clearly in one. `zh` is both ways to write Chinese. Such pages are counted, in the "
         "summary and in `--stats`, as `language`.",
     .example = "dehusk --only-language ru,uk --output jsonl crawl.warc.gz",
     .example_says = "Only pages in Russian and Ukrainian."},
    {ROW(CONTENT, DEDUPLICATE, "deduplicate"), .help = "do not write pages whose content is that of a page before",
     .detail = "Do not write pages whose content is, byte for byte, that of another page before them in the run, "
               "whatever their chrome and address. The first one stays, with any number of `--jobs`. Pages without "
               "content are never duplicates. It takes 24 to 48 bytes of memory for each different page, and after 32 "
               "million of them further ones are not remembered. Pages are counted, in the summary and in `--stats`; "
               "what a run with `--resume` wrote before is not known."},
    {ROW(CONTENT, DEDUPLICATE_LINES, "deduplicate-lines"), .help = "leave out lines of content that a page before had",
     .detail = "Leave out lines of content that stood, byte for byte, in a page before them in the run, or before them "
               "in the page: they are chrome to all output. Titles, code, and lines of fewer than five tokens (see "
               "`--min-tokens`) stay; a table stays or goes as a whole. Pages that are not written otherwise do not "
               "count, and one of which nothing is left but a title is a duplicate. The output is the same with any "
               "number of `--jobs`. It takes 24 to 48 bytes of memory for each different line, and after 32 million of "
               "them further ones are not remembered. `removed` and the verdict are those of the page as it was. What "
               "a run with `--resume` wrote before is not known.",
     .example = "dehusk --deduplicate --deduplicate-lines --output wet -o clean.wet.gz crawl.warc.gz",
     .example_says = "Each page, and each line, once."},
    {ROW(CONTENT, SITE_COUNTS, "site-counts"), TAKES("FILE"), .argument_is_file = true,
     .help = "weigh how many other pages of the site hold a line, by counts that site-count made",
     .detail = "Weigh how many other pages of the site hold a line, by the counts in FILE, which `dehusk site-count` "
               "made of the same pages or of others of the same sites (see SITE COUNTS). A page is not compared to "
               "itself. Pages of hosts with no other page counted, and pages whose host is not known, come out as "
               "without the option; so do all pages with a model that was not trained for it.",
     .example = "dehusk --site-counts crawl.counts --output wet -o clean.wet.gz crawl.warc.gz",
     .example_says = "Let the pages of each site tell its template."},
    {ROW(CONTENT, MODEL, "model"), TAKES("FILE"), .argument_is_file = true, .standard = "the one built in",
     .help = "use this model",
     .detail = "Use the model in FILE, as written by `dehusk-train`, instead of the one that is compiled in.",
     .example = "dehusk --model mine.dehusk --version", .example_says = "Check a model and print its name."},
    {ROW(RUN, JOBS, "jobs"), .counts = true, .letter = 'j', TAKES("N"), .standard = "1",
     .help = "label N pages at the same time; auto: one for each core",
     .detail = "Label N pages at the same time; `auto` or 0 is one for each core that the process may use. The "
               "output is the same for every N. No more than 2 N + 8 pages are held, and `--memory` bounds what they "
               "take. With more than one job, two more threads read the input and write the output.",
     .example = "dehusk -j auto --output jsonl -o pages.jsonl.gz crawl.warc.gz", .example_says = "Use all cores."},
    {ROW(RUN, MEMORY, "memory"), .counts = true, TAKES("N"), .standard = "a quarter of the machine's",
     .help = "let pages at work hold no more than N bytes together; K, M and G may follow",
     .detail = "Let all pages that are at work hold no more than N bytes together, however many `--jobs` there are: "
               "one that does not fit waits for those before it. The foremost page is always worked on, whatever it "
               "takes (mostly a few times its own bytes, 350 times at the worst), and the others get half of N, so "
               "that N holds where one page needs no more than the other half; some 50 MB of the command's own come "
               "on top. The output is the same for every N. `K`, `M` and `G` after the number multiply it by 1024 "
               "once, twice and three times.",
     .example = "dehusk -j auto --memory 2G --output jsonl -o pages.jsonl.gz crawl.warc.gz",
     .example_says = "Use all cores, and no more than some 2 GB."},
    {ROW(RUN, ERRORS, "errors"), .counts = true, TAKES("FILE"), .argument_is_file = true,
     .help = "write failed inputs and records to FILE too, a JSON object each",
     .detail =
         "Write each failure to FILE as well, one JSON object a row: `source`, the input; of a record `offset`, and "
         "of JSON lines `line`, where in it the record begins (`offset` is null for a whole input), and `length`, "
         "how many bytes of the input were passed over with it (0 if other records share them); `id`, the record's "
         "name if it is known; `reason`. With `--resume` rows are added to those that are there.",
     .example = "dehusk --errors bad.jsonl --output jsonl -o pages.jsonl crawl.warc.gz",
     .example_says = "Keep a list of the records that could not be read."},
    {ROW(RUN, STATS, "stats"), TAKES("FILE"), .argument_is_file = true,
     .help = "write figures of the run to FILE, as one JSON object",
     .detail = "Write figures of the run to FILE when it is over, as one JSON object: pages, failures, records that "
               "are no pages by reason, bytes read, passed over with failures and written, seconds, the share of the "
               "text that was removed, "
               "verdicts, charsets, the model."},
    {ROW(RUN, QUIET, "quiet"), .counts = true, .merges = true, .letter = 'q',
     .help = "no warnings, progress or summary, only errors",
     .detail = "Write no warnings, no progress and no summary to standard error. Errors are still reported."},
    {ROW(ABOUT, VERSION, "version"), .counts = true, .merges = true, .letter = 'V',
     .help = "print the versions of program, model and Unicode, and exit",
     .detail = "Print the version of the library, the name of the model, where the model is from and the version of "
               "the Unicode Standard that the character tables follow; then exit."},
    {ROW(ABOUT, HELP, "help"), .counts = true, .merges = true, .letter = 'h', .argument = ARGUMENT_HIDDEN,
     .argument_name = "TOPIC", .choices = help_words, .help = "print this text and exit",
     .detail = "Print a summary of the options and exit."},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];
