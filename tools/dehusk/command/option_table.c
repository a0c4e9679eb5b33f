/*
 * The table of options: the only place where an option is described.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "command/options.h"

/* options.c turns a word into an enumerator by its position, so the order here
 * is the order of dehusk_format, output_format, dehusk_favor, ... */
static const char *const input_words[] = {"auto", "html", "text", NULL};
static const char *const output_words[] = {"text", "annotated", "jsonl", NULL};
static const char *const favor_words[] = {"balanced", "precision", "recall", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};
static const char *const help_words[] = {"man", "bash", "zsh", "fish", NULL};

_Static_assert(DEHUSK_FORMAT_AUTO == 0 && DEHUSK_FORMAT_HTML == 1 && DEHUSK_FORMAT_TEXT == 2, "order of input_words");
_Static_assert(OUTPUT_TEXT == 0 && OUTPUT_ANNOTATED == 1 && OUTPUT_JSONL == 2, "order of output_words");
_Static_assert(DEHUSK_FAVOR_BALANCED == 0 && DEHUSK_FAVOR_PRECISION == 1 && DEHUSK_FAVOR_RECALL == 2,
               "order of favor_words");
_Static_assert(COLOR_AUTO == 0 && COLOR_ALWAYS == 1 && COLOR_NEVER == 2, "order of color_words");
_Static_assert(HELP_MAN == 0 && HELP_BASH == 1 && HELP_ZSH == 2 && HELP_FISH == 3, "order of help_words");

const option_entry option_table[] = {
    {.id = OPTION_INPUT,
     .name = "input",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "FORMAT",
     .choices = input_words,
     .standard = "auto",
     .help = "what the input is: html, text, or auto to look at the bytes",
     .detail = "What the input is. `html` is a web page; `text` is plain text that was taken from a web page earlier, "
               "menus and all, one line of the page to a line of the file; `auto` looks at the bytes of each file.",
     .example = "dehusk --input text scraped.txt",
     .example_says = "Clean text that another program took from a page."},
    {.id = OPTION_CHARSET,
     .name = "charset",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "NAME",
     .standard = "found out for each file",
     .help = "the charset named by the transport (Content-Type)",
     .detail = "The charset that came with the page, such as the one in an HTTP `Content-Type` header. All names of "
               "the WHATWG Encoding Standard are understood. A byte order mark in the page goes before it; it goes "
               "before what the page says of itself.",
     .example = "curl -s https://example.org/ | dehusk --charset windows-1251",
     .example_says = "Read a page from a pipe whose server says that it is in windows-1251."},
    {.id = OPTION_OUTPUT,
     .name = "output",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "FORMAT",
     .choices = output_words,
     .standard = "text",
     .help = "text (lines of content), annotated (all lines, with label and probability) or jsonl (an object a page)",
     .detail = "What is written: `text`, the lines of content; `annotated`, every line with its label and "
               "probability; or `jsonl`, one JSON object for each page. See OUTPUT FORMATS.",
     .example = "dehusk --output jsonl *.html >pages.jsonl",
     .example_says = "Label many pages for another program, byte offsets and verdicts included."},
    {.id = OPTION_INVERT,
     .letter = 'v',
     .name = "invert",
     .argument = ARGUMENT_NONE,
     .help = "in text output, print the chrome instead of the content",
     .detail = "In text output, print the lines of chrome instead of those of content. The other formats show all "
               "lines with their labels anyway; there the option changes nothing.",
     .example = "dehusk --invert page.html",
     .example_says = "See what would be thrown away."},
    {.id = OPTION_FAVOR,
     .name = "favor",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "WHICH",
     .choices = favor_words,
     .standard = "balanced",
     .help = "where doubtful lines go: balanced, precision (out) or recall (in)",
     .detail = "Which way doubtful lines go. With `precision`, rather a line of content is lost than one of chrome "
               "kept; with `recall` it is the other way round; `balanced` keeps the set of lines that can be expected "
               "to match the content best.",
     .example = "dehusk --favor precision page.html",
     .example_says = "Keep only what is quite certainly content."},
    {.id = OPTION_THRESHOLD,
     .name = "threshold",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "P",
     .help = "a line is content if its probability is at least P (0 to 1)",
     .detail = "A line is content if its probability is P or more, whatever the rest of the page looks like. P is a "
               "number from 0 to 1. With a threshold, `--favor` has no effect.",
     .example = "dehusk --threshold 0.5 page.html",
     .example_says = "Judge each line for itself."},
    {.id = OPTION_KEEP,
     .name = "keep",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "LIST",
     .standard = "title",
     .help = "which may be content: title, caption, read-more, teaser (with commas between), all or none",
     .detail = "Lines of which roles may be content: `title`, the heading of what is kept; `caption`, the text of a "
               "picture; `read-more`, a line that points to another page; `teaser`, the headline of another page amid "
               "the text. LIST is some of these words with commas between them, or `all`, or `none`. A line with a "
               "role that is not in the list is chrome. A title that is in the list is content; with the other roles "
               "a line is judged as it would be without.",
     .example = "dehusk --keep title,caption page.html",
     .example_says = "Keep the captions of pictures where they belong to the content."},
    {.id = OPTION_EXPLAIN,
     .name = "explain",
     .argument = ARGUMENT_OPTIONAL,
     .argument_name = "N",
     .standard = "no reasons; 8 if N is left out",
     .help = "annotated output with the N strongest reasons under each line (0: all)",
     .detail = "Write annotated output and, under each line, the N reasons that weighed most for or against it, the "
               "strongest first; 0 means all of them. Each has the weight that it added to the line's score. A last "
               "row sums up the reasons not shown, the model's constant and what rounding lost, so that the column "
               "adds up to the score, which stands at the row's end. The higher a line's score, the higher its "
               "probability.",
     .example = "dehusk --explain=3 page.html | less",
     .example_says = "Ask why the lines were labelled as they were."},
    {.id = OPTION_COLOR,
     .name = "color",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "WHEN",
     .choices = color_words,
     .standard = "auto",
     .help = "color annotated output: always, never, or auto on a terminal",
     .detail = "When annotated output is colored. `auto` does so on a terminal, unless the environment says otherwise "
               "(see ENVIRONMENT).",
     .example = "dehusk --output annotated --color always page.html | less -R",
     .example_says = "Page through all lines, chrome dimmed."},
    {.id = OPTION_MODEL,
     .name = "model",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "FILE",
     .argument_is_file = true,
     .standard = "the one built in",
     .help = "use this model",
     .detail = "Use the model in FILE, as written by `dehusk-train`, instead of the one that is compiled in.",
     .example = "dehusk --model mine.dehusk --version",
     .example_says = "Check a model and print its name."},
    {.id = OPTION_MAX_BYTES,
     .name = "max-bytes",
     .argument = ARGUMENT_REQUIRED,
     .argument_name = "N",
     .standard = "64M",
     .help = "read no more than N bytes of a page; K, M and G may follow the number",
     .detail = "Read no more than N bytes of each page. A page that is longer gives what its beginning gives, and a "
               "warning. `K`, `M` and `G` after the number multiply it by 1024 once, twice and three times. At most "
               "4G less one byte.",
     .example = "dehusk --max-bytes 2M --quiet *.html",
     .example_says = "Spend little time on huge pages, and say nothing about it."},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .name = "quiet",
     .argument = ARGUMENT_NONE,
     .help = "no warnings, only errors",
     .detail = "Write no warnings to standard error. Errors are still reported."},
    {.id = OPTION_VERSION,
     .letter = 'V',
     .name = "version",
     .argument = ARGUMENT_NONE,
     .help = "print the versions of program, model and Unicode, and exit",
     .detail = "Print the version of the library, the name of the model, where the model is from and the version of "
               "the Unicode Standard that the character tables follow; then exit."},
    {.id = OPTION_HELP,
     .letter = 'h',
     .name = "help",
     .argument = ARGUMENT_HIDDEN,
     .argument_name = "TOPIC",
     .choices = help_words,
     .help = "print this text and exit",
     .detail = "Print a summary of the options and exit."},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];
