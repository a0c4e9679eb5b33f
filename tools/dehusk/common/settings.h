/*
 * What a run is asked to do: read by command/, looked at by all.
 */
#ifndef DEHUSK_TOOL_SETTINGS_H
#define DEHUSK_TOOL_SETTINGS_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit codes; the manual documents them. */
enum {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* an input, or the output */
    EXIT_NOTHING_DONE = 2 /* wrong usage, or no model */
};

/* What a file is taken for. Those from WARC on hold many pages. WARC and WET are read alike: each record says what
 * it holds, and one file may mix them. All may be compressed (gzip, zstd), which
 * their bytes tell and not their names. */
typedef enum input_kind {
    INPUT_AUTO, /* told by the first bytes */
    INPUT_HTML, /* one page a file */
    INPUT_TEXT, /* one page a file */
    INPUT_WARC,
    INPUT_WET,
    INPUT_JSONL,
    INPUT_ARC
} input_kind;

typedef enum output_format {
    OUTPUT_TEXT,
    OUTPUT_ANNOTATED,
    OUTPUT_JSONL,
    OUTPUT_WET,
    OUTPUT_HTML,
    OUTPUT_MARKDOWN,
    OUTPUT_CLEAN_HTML,
    OUTPUT_XML,
    OUTPUT_TEI,
    OUTPUT_CSV,
    OUTPUT_TSV
} output_format;

/* What jsonl output has of a page's lines. */
typedef enum lines_wanted { LINES_ALL, LINES_CONTENT, LINES_JOINED, LINES_NONE, LINES_MARKDOWN } lines_wanted;

typedef enum packing { PACK_AUTO, PACK_NONE, PACK_GZIP, PACK_ZSTD } packing;

typedef enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_when;

typedef enum help_topic { HELP_MAN, HELP_BASH, HELP_ZSH, HELP_FISH, HELP_OPTIONS } help_topic;

typedef enum action { ACTION_LABEL, ACTION_SITE_COUNT, ACTION_SITE_MERGE, ACTION_VERSION, ACTION_HELP } action;

/* Files of folders, by shell patterns. */
enum { PATTERNS_MAX = 64 };
typedef struct file_patterns {
    const char *globs[PATTERNS_MAX];
    size_t count;
} file_patterns;

/* What the command line asks for. */
typedef struct cli_settings {
    action action;
    help_topic help_topic;
    input_kind input;
    const char *charset;          /* NULL: not stated */
    file_patterns include;        /* files in folders that are read; empty: all */
    file_patterns exclude;        /* files in folders that are not read */
    file_patterns include_url;    /* URLs of pages that are read; empty: all */
    file_patterns exclude_url;    /* URLs of pages that are not read */
    const char *include_url_file; /* a list of such URLs; NULL: none */
    const char *exclude_url_file;
    const char *files_from; /* a list of inputs, "-" for standard input; NULL: none */
    const char *host;       /* of pages without a URL; NULL: unknown */
    const char *page_field; /* of JSON objects, that holds the page; NULL: the usual ones */
    const char *url_field;  /* of JSON objects, that holds the page's URL; NULL: the usual ones */
    output_format output;
    lines_wanted lines;
    const char *output_file;   /* NULL: standard output, unless there is an output folder */
    const char *output_folder; /* has a file for each input; NULL: there is none */
    packing pack;              /* PACK_AUTO is settled when the options have been read */
    bool resume;
    bool invert;
    bool blocks;       /* text with a blank row between blocks */
    bool front_matter; /* Markdown begins with what the page says of itself */
    dehusk_links links;
    dehusk_images images;
    dehusk_tables tables;
    dehusk_favor favor;
    dehusk_text_kind text_kind;
    dehusk_hidden hidden;
    double threshold; /* negative: none */
    unsigned keep;    /* DEHUSK_KEEP_... bits */
    bool explain;
    bool explain_groups; /* reasons by group */
    color_when color;
    size_t explain_limit;      /* without explain_groups so many single reasons of each line; 0: all */
    const char *site_counts;   /* a file; NULL: none */
    const char *model;         /* NULL: the one built in */
    const char *only_language; /* codes with commas: pages of other languages are not written; NULL: all are */
    bool only_content;         /* pages whose verdict is "none" are not written */
    bool deduplicate;          /* pages whose content was there before are not written */
    bool deduplicate_lines;    /* lines of content that a page before had are left out */
    bool language;             /* jsonl output tells that of the content */
    unsigned require;   /* pages that do not say these of themselves are not written: bits in the order of metadata */
    size_t min_tokens;  /* shorter pages are not written; 0: any length */
    size_t max_bytes;   /* 0: the library's default */
    size_t jobs;        /* at least 1 */
    size_t memory;      /* bytes that pages in flight may hold together */
    const char *errors; /* where failed records are listed; NULL: nowhere */
    const char *stats;  /* where the run is summed up; NULL: nowhere */
    bool quiet;
    char **files; /* points into argv */
    size_t file_count;
} cli_settings;

#endif
