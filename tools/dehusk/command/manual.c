/*
 * --help=man: the manual page, in the macros that every man(1) knows.
 *
 * It bears no date, so that the same source always gives the same page.
 */
#include "command/options.h"

#include <stdio.h>

/* Prints prose: `...` becomes bold, a newline a new paragraph (by the macro
 * given), and what roff would take for its own is escaped. `at_start` says
 * whether a row of the source begins here. */
static void put_prose(const char *text, const char *paragraph, bool at_start) {
    bool bold = false;
    for (const char *c = text; *c != '\0'; c++) {
        bool row_begins = at_start;
        at_start = false;
        switch (*c) {
        case '`':
            bold = !bold;
            fputs(bold ? "\\fB" : "\\fR", stdout);
            break;
        case '\n':
            printf("\n%s\n", paragraph);
            at_start = true;
            break;
        case '\\':
            fputs("\\e", stdout);
            break;
        case '-':
            fputs("\\-", stdout);
            break;
        case '.':
        case '\'':
            if (*c == '\'')
                fputs(row_begins ? "\\&\\(aq" : "\\(aq", stdout);
            else
                fputs(row_begins ? "\\&." : ".", stdout);
            break;
        default:
            putchar(*c);
        }
    }
}

static void put_paragraph(const char *text) {
    put_prose(text, ".PP", true);
    putchar('\n');
}

/* Writes a paragraph after a list: back at the margin. */
static void put_closing_paragraph(const char *text) {
    fputs(".PP\n", stdout);
    put_paragraph(text);
}

/* Writes a further paragraph of an item. */
static void put_item_paragraph(const char *text) {
    fputs(".IP\n", stdout);
    put_prose(text, ".IP", true);
    putchar('\n');
}

static void put_section(const char *name) {
    printf(".SH %s\n", name);
}

/* A tagged paragraph; the tag is prose too. */
static void put_item(const char *tag, const char *text) {
    fputs(".TP\n", stdout);
    put_prose(tag, "", true);
    putchar('\n');
    put_prose(text, ".IP", true);
    putchar('\n');
}

/* Rows that keep their layout, indented. */
static void put_display(const char *rows) {
    fputs(".RS\n.nf\n", stdout);
    bool at_start = true;
    for (const char *c = rows; *c != '\0'; c++) {
        char one[] = {*c, '\0'};
        if (*c == '\n')
            putchar('\n');
        else
            put_prose(one, "", at_start);
        at_start = *c == '\n';
    }
    fputs("\n.fi\n.RE\n", stdout);
}

static void put_option(const option_entry *entry) {
    fputs(".TP\n", stdout);
    if (entry->letter != 0)
        printf("\\fB\\-%c\\fR, ", entry->letter);
    fputs("\\fB\\-\\-", stdout);
    put_prose(entry->name, "", false);
    fputs("\\fR", stdout);
    if (entry->argument == ARGUMENT_REQUIRED)
        printf(" \\fI%s\\fR", entry->argument_name);
    else if (entry->argument == ARGUMENT_OPTIONAL)
        printf("[=\\fI%s\\fR]", entry->argument_name);
    putchar('\n');
    put_prose(entry->detail, ".IP", true);
    putchar('\n');
    bool choices = entry->argument == ARGUMENT_REQUIRED && entry->choices != NULL;
    for (size_t i = 0; choices && entry->choices[i] != NULL; i++)
        printf("%s\\fB%s\\fR", i == 0 ? "One of " : ", ", entry->choices[i]);
    if (entry->standard != NULL) {
        fputs(choices ? "; default: " : "Default: ", stdout);
        put_prose(entry->standard, "", false);
    }
    if (choices || entry->standard != NULL)
        fputs(".\n", stdout);
}

static void put_rendered_formats(void) {
    put_item(
        "`markdown`",
        "The content in CommonMark 0.31, with the pipe tables and the strikethrough of GitHub's: headings with "
        "their levels, lists with nesting and numbers, quotes, code in fences with its language, tables, emphasis, "
        "links, line breaks. What could be read as markup is escaped, and a style that would be misread where it "
        "stands, next to punctuation say, is left out, so that blocks and text come back as they were. `--links`, "
        "`--images` and `--tables` choose what is kept; addresses become absolute by the page's base element, and "
        "in archives by its URL. Plain text comes out in its rows.");
    put_item("`clean-html`",
             "The content in the elements of its blocks and no others, safe to show: no scripts, styles, handlers or "
             "attributes but addresses, alternative texts, numbers of lists and languages of code; addresses of http, "
             "https and mailto, or relative ones, pictures of the first two. It is no whole document.");
    put_item(
        "`xml`",
        "An XML document, `documents`, with a `document` for each page of which anything is kept: `metadata`, with "
        "elements of the names of `metadata` in jsonl output, and `body`: `head` with its level, `p`, `list` and "
        "`item`, `quote`, `code`, `table` with `row` and `cell`, and in them `hi`, `ref`, `graphic`, `lb` and `code`. "
        "`document.rng` among the sources is its schema (RELAX NG). What XML 1.0 does not know, control "
        "characters, is left out.");
    put_item("`tei`", "What `xml` has, as TEI P5: a `teiCorpus` with a `TEI` for each page, its header with title, "
                      "authors, site, dates, addresses, language, description, keywords and license; headings begin "
                      "sections. `tei.rng` among the sources has the elements that are used.");
    put_item("`csv`, `tsv`",
             "A row of names, and a row for each page: RFC 4180, with TABs instead of commas in `tsv`. Columns are "
             "`source`, `offset`, `id`, `url`, `date`, `verdict` and `content_language` as in jsonl output, those of "
             "`metadata`, with `canonical_url` for its `url`, and `content`, the lines of content with newlines "
             "between, or what `--lines` says.");
}

static void put_text_formats(void) {
    put_paragraph("All output is in UTF-8, in every locale. Lines come in the order of the page. The text of a line "
                  "of HTML has its white space collapsed, but for preformatted text, which alone can hold newlines. "
                  "A line of plain text is its row as it was, with its indentation and TABs.");
    put_item("`text`", "The text of each line of content, followed by a newline. The pages of several files follow one "
                       "another with an empty line between them; a page without content leaves no trace. "
                       "Raised and lowered text stands in its row, as where it is copied from a browser: ten to the "
                       "power of six is 106. `markdown` and the formats with tags tell it apart.");
    put_item_paragraph("With `--blocks` there is a blank row between two blocks, none between the items of a list, and "
                       "a table's row is one row, TABs between its cells.");
    put_item("`annotated`", "One row for each line of the page: a sign, `+` for content and `-` for chrome; a space; "
                            "the probability that the line is content; if the line has a role, a space and the role "
                            "(see `--keep`); a TAB; the text. Where the text holds a newline "
                            "it goes on in a row that begins with `|` and a TAB. With several files a row with `#` and "
                            "the file's name stands before each page; for a record of an archive, its offset (JSON "
                            "lines: its line) and URL follow.");
    put_display("# report.html\n"
                "- 0.012\tHome\n"
                "+ 0.973 as title\tThe bridge reopens in spring\n"
                "+ 0.951\tname   length\n"
                "|\tTatara  1480 m");
    put_item_paragraph(
        "A line that has a role bears its name. `as` before it says that the label rests on the role, not "
        "on the probability: a title is kept even at 0.1, and what `--keep` does not name is dropped "
        "even at 0.9.");
    put_item_paragraph("The signs can be corrected in an editor and the file given to `dehusk-train`, which does "
                       "not look at what stands between the sign and the first TAB. (The rows that `--explain` adds "
                       "begin with four spaces; leave that option out for such files.)");
}

static void put_page_members(void) {
    put_item("`jsonl`", "One JSON object for each page, on a row of its own, written as soon as the page is done. Its "
                        "members:");
    fputs(".RS\n", stdout);
    put_item("`source`", "the file as named on the command line, \"-\" for standard input");
    put_item("`id`, `url`, `date`",
             "of WARC, WET and ARC records only: WARC-Record-ID, WARC-Target-URI and WARC-Date, or what an ARC file "
             "has of these; null if it is not told");
    put_item("`offset`, `length`",
             "of records only: where the record begins in the file as it is stored, and how many bytes it takes there; "
             "of a compressed file, the gzip member or zstd frame that it is in (length 0 if others share it)");
    put_item("`line`", "of JSON lines only: the number of the line, from 1");
    put_item("`format`", "\"html\" or \"text\": how the page was read");
    put_item("`charset`, `charset_source`",
             "the WHATWG name of the charset used, and how it was found: \"bom\", \"transport\" (`--charset`), "
             "\"meta\", \"utf-8\", \"detected\" or \"default\"; \"binary\" and \"none\" for what is no page");
    put_item("`charset_declared`",
             "the charset that `--charset`, the server or the page declared, only where it was not "
             "believed: the bytes say otherwise");
    put_item("`malformed`", "the number of malformed byte sequences, each replaced by U+FFFD");
    put_item("`truncated`", "an array of the limits that the page passed: \"bytes\", \"lines\", \"depth\", "
                            "\"attribute\", \"steps\"; empty if nothing was left out");
    put_item("`verdict`, `verdict_probability`",
             "\"article\" (content that stands together), \"mixed\" (some content amid much else), \"none\" (a list "
             "of links, a log-in page) or \"not-a-page\" (neither HTML nor text, whatever it was called, and without "
             "lines), and the probability that the page has main content at all");
}

static void put_content_members(void) {
    put_item("`removed`", "the share of the page's words that are in lines of chrome");
    put_item("`title`", "the text of the page's title element, or null");
    put_item("`media_type`",
             "what the bytes are, whatever they were called: \"text/html\" or \"text/plain\"; of what is no "
             "page \"application/pdf\", \"image/png\", \"application/json\", \"text/css\" and so on");
    put_item("`scripts`", "an object of ISO 15924 codes and their shares of the page's letters, the most frequent "
                          "first");
    put_item(
        "`metadata`",
        "an object of what the page says of itself, only what it does say: \"title\", \"author\" (several with \"; \" "
        "between), \"published\" and \"modified\" (ISO 8601), \"site_name\", \"description\", \"url\" (the canonical "
        "one), \"language\", \"image\", \"kind\" (such as \"NewsArticle\"), \"keywords\" (with \", \" between), "
        "\"license\" (its address, or words)");
    put_item("`metadata_sources`", "an object of the same names, and where each was found: \"json-ld\", \"open-graph\" "
                                   "(also Twitter's), \"meta\", \"microdata\", \"markup\", \"url\" or \"text\" (a "
                                   "short line beside the title); of several the first of these counts");
    put_item("`content`",
             "with `--lines joined`: the lines of content, a newline between two; of plain text, blank rows "
             "between rows that are kept stay. With `--lines markdown`: the content as `--output markdown` has it");
    put_item(
        "`lines`",
        "an array with an object for each line: `text`; `label`, \"content\" or \"chrome\"; `probability` of being "
        "content; `kind` (\"paragraph\", \"heading\", \"list-item\", \"cell\", \"caption\", \"preformatted\", "
        "\"control\", \"other\"); `level`, 1 to 6, of headings only; `hidden`, true, only of lines that a browser does "
        "not show; `role` (\"title\", \"caption\", \"read-more\", \"teaser\", \"comment\", \"notice\"), only of lines "
        "that have one; `begin` and `end`, the bytes of the input that the line was made from, the second one past the "
        "last; `row`, of plain text only: its row in the input, counted from 0 with blank ones");
    fputs(".RE\n", stdout);
    put_item_paragraph("Probabilities and shares are rounded to five decimals. Later versions may add members.");
    put_item_paragraph("The members of a JSON line of the input, all but its page, stand first and as "
                       "they are. One that has the name of a member above is called `input_NAME`.");
}

static void put_formats(void) {
    put_section("OUTPUT FORMATS");
    put_text_formats();
    put_page_members();
    put_content_members();
    put_rendered_formats();
    put_item("`wet`", "A WARC 1.1 file: a warcinfo record, and for each page that has content a conversion record of "
                      "it, each line ended by a newline. WARC-Refers-To names the record that the page is from. The "
                      "same input gives the same bytes: record ids are hashes (UUIDs of version 5) of origin and "
                      "content, and dates are those of the input, 1970-01-01T00:00:00Z where it knows none.");
    put_item("`html`",
             "A report: one HTML file that needs nothing else, for people who want to look into what came out. It "
             "shows the lines of a page in order, chrome in gray, each with its probability and, where one points, the "
             "groups of reasons (or as many single ones as `--explain` says). A slider shows what another threshold "
             "would keep. Of many pages it begins with a list, the least certain first, and figures by host and "
             "script. At most 20,000 lines of a page are shown; the lines of no more pages once 32 MiB of them are in "
             "the file; and at most 20,000 pages are listed. The report says so where it leaves something out.");
    put_closing_paragraph("On a terminal, control characters are shown as U+FFFD in all formats.");
}

static void put_crawls(void) {
    put_section("CRAWLS");
    put_paragraph("Four kinds of files hold many pages, and `--input auto` knows them, compressed with gzip or zstd or "
                  "not:");
    put_item("`warc`", "WARC files. Pages are the bodies of `response` records with HTTP status 2xx, and `resource` "
                       "records, if their media type is one of HTML or plain text. What the crawler found goes "
                       "before what the server said (WARC-Identified-Payload-Type), and a page that begins as HTML "
                       "is HTML. Chunks and content encodings (gzip, deflate, br, zstd) are undone, also where the "
                       "head does not tell of them; the charset of Content-Type counts as the transport's.");
    put_item("`arc`", "ARC files, which were written before there was WARC, of version 1 and 2.");
    put_item("`wet`", "WARC files of `conversion` records, which are plain text.");
    put_item("`jsonl`", "JSON objects, one a line, or one behind the other, in an array, or in an object behind "
                        "their pages' URLs, which they get as `url`, or numbers, paths or file names (`key`). The page "
                        "is in the member `html`, `text`, or "
                        "another usual one (see `--field`); `id`, `url` and `date` are used where "
                        "they are needed. Objects are read leniently: one is lost only if no page can be found in "
                        "it. What is no page may take 16 MiB of an object.");
    put_closing_paragraph(
        "Records that are no pages are skipped, and counted by reason in the summary and in `--stats`: `record-type`, "
        "`revisit`, `http-status`, `media-type`, `url`. A damaged record is reported on standard error with its offset "
        "and the reason and the run goes on; the exit status is 1 in the end. Of the records of an input that failed "
        "for the same reason the first 20 are told each, and then how many more there were; `--errors` lists them "
        "all. An archive that is "
        "damaged so that nothing can be read behind the damage still gives what stands before it.\n"
        "The output is in the order of the input and the same for every `--jobs`. One thread reads and unpacks, so "
        "that one gzipped archive cannot feed any number of cores; with many archives, run a process for each (GNU "
        "parallel, a Slurm array) rather than many jobs on one.\n"
        "A run that was interrupted, in whatever way, goes on with `--resume`: output files are complete or not there, "
        "so those that are there are left out, and in the end all are the same as without the interruption. An output "
        "file is not made if reading failed for a reason that may pass (a failing disk); it is made if the input "
        "itself is damaged, and where several inputs share it, of those that could be read.");
    put_closing_paragraph("All archives of a list, eight at a time, and as a Slurm array of 1000 tasks (with GNU sed). "
                          "Processes do not know of each other: the archives' own names must differ.");
    put_display("parallel -j 8 dehusk -q --output wet --output-dir clean --compress gz --resume :::: list\n"
                "sbatch --array=1-1000 --wrap='sed -n \"$SLURM_ARRAY_TASK_ID~1000p\" list |\n"
                "    dehusk --files-from - --output wet --output-dir clean --compress gz --resume'");
}

static void put_options_that_go_with(const char *word, bool counts) {
    printf(".PP\nOptions that go with \\fB");
    put_prose(word, "", false);
    fputs("\\fR:", stdout);
    const char *between = " ";
    for (size_t i = 0; i < option_count; i++) {
        if (counts ? !option_table[i].counts : !option_table[i].merges)
            continue;
        printf("%s\\fB\\-\\-", between);
        put_prose(option_table[i].name, "", false);
        fputs("\\fR", stdout);
        between = ", ";
    }
    fputs(".\n", stdout);
}

static void put_site_counts(void) {
    put_section("SITE COUNTS");
    put_paragraph(
        "Lines that stand on many pages of a site are mostly its template, even where one page alone cannot tell. "
        "`dehusk site-count` reads the same inputs as `dehusk` and writes, for each host, how many of its pages hold "
        "each line; `--site-counts` makes the classifier weigh that. Three other pages of a site are nearly as good "
        "as a hundred, so counting a part of a crawl may do.");
    put_display("dehusk site-count -j auto -o crawl.counts crawl/\n"
                "dehusk -j auto --site-counts crawl.counts --output wet --output-dir clean crawl/");
    put_closing_paragraph(
        "Files of counts hold hashes of lines and hosts only. `dehusk site-merge` adds them up: counted in one go or "
        "in parts, on one machine or many, in any order, the same pages give the same bytes. A page that is counted "
        "twice counts twice. Memory is bounded (some 1 GiB for counting, 64 KiB a file for merging): counts that take "
        "more are put in temporary files, in the folder that TMPDIR names or in /tmp, and added up in the end. "
        "`--site-counts` reads its file into memory.\n"
        "The host is that of the record's URL, or what `--host` says; `site-count` reports records without one as "
        "failures. Case, a leading \"www.\" and a final dot do not matter.\n"
        "The first argument `site-count` or `site-merge` asks for these; a file of that name can be given as "
        "`./site-count`.");
    put_options_that_go_with("site-count", true);
    put_options_that_go_with("site-merge", false);
}

static void put_examples(void) {
    put_section("EXAMPLES");
    for (size_t i = 0; i < option_count; i++) {
        const option_entry *entry = &option_table[i];
        if (entry->example == NULL)
            continue;
        put_paragraph(entry->example_says);
        put_display(entry->example);
        fputs(".PP\n", stdout);
    }
    put_paragraph("The titles of all pages that have main content:");
    put_display("dehusk --output jsonl *.html | jq -r 'select(.verdict != \"none\").title'");
}

void manual_print(void) {
    printf(".\\\" Made by dehusk --help=man.\n.TH DEHUSK 1 \"\" \"dehusk %s\" \"User Commands\"\n", dehusk_version());
    fputs(".nh\n.ad l\n", stdout);
    put_section("NAME");
    fputs("dehusk \\- print the content of web pages without their chrome\n", stdout);
    put_section("SYNOPSIS");
    fputs(".B dehusk\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]...\n.br\n"
          ".B dehusk site\\-count\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]... \\fB\\-o\\fR \\fICOUNTS\\fR\n.br\n"
          ".B dehusk site\\-merge\n\\fICOUNTS\\fR... \\fB\\-o\\fR \\fICOUNTS\\fR\n",
          stdout);

    put_section("DESCRIPTION");
    put_paragraph("A web page holds more than what it is read for: menus, banners, share buttons, lists of other "
                  "pages, legal notices. `dehusk` takes a page apart into its lines, a line being what a browser "
                  "shows between two block boundaries, tells for each line how probable it is that it belongs to "
                  "the content, and prints the lines that do. Everything else is called chrome.\n"
                  "Each FILE is a page, HTML or plain text that was taken from a page earlier, in any charset of the "
                  "web and in any language; or an archive of pages (see CRAWLS); or a folder of such files, in which "
                  "case names that begin with a dot are left out. Where FILE is `-`, and where none is given, standard "
                  "input is read. A file of the name `-` can be given as `./-`; after `--` everything is a FILE.\n"
                  "Broken markup and malformed bytes are no errors: they are read as a browser would. Nothing is "
                  "fetched from the network, no script is run. The same input, options and model give the same "
                  "output on every machine.");

    put_section("OPTIONS");
    for (size_t i = 0; i < option_count; i++) {
        option_group group = option_table[i].group;
        if (i == 0 || group != option_table[i - 1].group)
            printf(".SS %s\n", option_group_title(group));
        put_option(&option_table[i]);
    }

    put_formats();
    put_crawls();
    put_site_counts();

    put_section("EXIT STATUS");
    put_item("`0`", "Every input was read and its result written. Having no content to print is no failure, nor is a "
                    "page that passed a limit, of which a warning tells.");
    put_item("`1`", "Some input or record could not be read, or the output could not be written. Inputs that can be "
                    "read are done all the same; after a failure to write, nothing more is.");
    put_item("`2`",
             "The command line is wrong, the model cannot be used, or inputs and outputs do not go together (such as "
             "an output that would be written over an input). Nothing was done.");
    put_closing_paragraph("Where the reader of a pipe goes away, `dehusk` ends silently by the signal SIGPIPE.");

    put_section("ENVIRONMENT");
    put_item("`NO_COLOR`", "If set and not empty, `--color auto` means never.");
    put_item("`TERM`", "If unset or `dumb`, `--color auto` means never.");
    put_closing_paragraph("Locale settings have no influence.");

    put_examples();

    put_section("SEE ALSO");
    fputs(".BR dehusk\\-train (1),\n.BR curl (1),\n.BR jq (1)\n", stdout);
}
