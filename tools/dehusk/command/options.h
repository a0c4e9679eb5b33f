/*
 * The options of the dehusk command.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * option_table.c lists them once; parsing, --help, the manual page and the
 * shells' completions are all read off that table.
 */
#ifndef DEHUSK_TOOL_OPTIONS_H
#define DEHUSK_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "dehusk.h"
#include "input/record.h"

/* Exit codes; the manual documents them. */
enum {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* an input, or the output */
    EXIT_NOTHING_DONE = 2 /* wrong usage, or no model */
};

typedef enum option_id {
    OPTION_INPUT,
    OPTION_CHARSET,
    OPTION_MAX_BYTES,
    OPTION_FILES_FROM,
    OPTION_HOST,
    OPTION_OUTPUT,
    OPTION_LINES,
    OPTION_INVERT,
    OPTION_EXPLAIN,
    OPTION_COLOR,
    OPTION_OUTPUT_FILE,
    OPTION_OUTPUT_DIR,
    OPTION_COMPRESS,
    OPTION_RESUME,
    OPTION_FAVOR,
    OPTION_THRESHOLD,
    OPTION_KEEP,
    OPTION_SITE_COUNTS,
    OPTION_MODEL,
    OPTION_JOBS,
    OPTION_ERRORS,
    OPTION_STATS,
    OPTION_QUIET,
    OPTION_VERSION,
    OPTION_HELP
} option_id;

/* The groups that help and manual show the options in; so is the table's order. */
typedef enum option_group { GROUP_INPUT, GROUP_OUTPUT, GROUP_CONTENT, GROUP_RUN, GROUP_ABOUT } option_group;

typedef enum option_argument {
    ARGUMENT_NONE,
    ARGUMENT_REQUIRED,
    ARGUMENT_OPTIONAL,
    ARGUMENT_HIDDEN /* optional, and for those who build packages only: help does not speak of it */
} option_argument;

/* One row of the table. In the texts, what stands between backquotes is
 * literal (bold in the manual). */
typedef struct option_entry {
    option_id id;
    option_argument argument;
    const char *name;           /* without the dashes */
    const char *argument_name;  /* "FORMAT"; NULL without argument */
    const char *const *choices; /* the words allowed, ended by NULL; NULL: free text */
    const char *standard;       /* what holds without the option; NULL: nothing to say */
    const char *help;           /* a phrase: --help and completions */
    const char *detail;         /* paragraphs, '\n' between them: the manual */
    const char *example;        /* a command line that uses it, or NULL */
    const char *example_says;   /* what that does */
    option_group group;
    char letter;           /* 0: none */
    bool argument_is_file; /* completions offer file names */
    bool counts, merges;   /* goes with site-count, with site-merge */
} option_entry;

extern const option_entry option_table[];
extern const size_t option_count;

/* The group's heading. */
const char *option_group_title(option_group group);

typedef enum output_format { OUTPUT_TEXT, OUTPUT_ANNOTATED, OUTPUT_JSONL, OUTPUT_WET, OUTPUT_HTML } output_format;

/* What jsonl output has of a page's lines. */
typedef enum lines_wanted { LINES_ALL, LINES_CONTENT, LINES_JOINED, LINES_NONE } lines_wanted;

typedef enum packing { PACK_AUTO, PACK_NONE, PACK_GZIP, PACK_ZSTD } packing;

typedef enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_when;

typedef enum help_topic { HELP_MAN, HELP_BASH, HELP_ZSH, HELP_FISH, HELP_OPTIONS } help_topic;

typedef enum action { ACTION_LABEL, ACTION_SITE_COUNT, ACTION_SITE_MERGE, ACTION_VERSION, ACTION_HELP } action;

/* The word that asks for one of the site actions as first argument; NULL for the others. */
const char *action_word(action wanted);

/* What the command line asks for. */
typedef struct cli_settings {
    action action;
    help_topic help_topic;
    input_kind input;
    const char *charset;    /* NULL: not stated */
    const char *files_from; /* a list of inputs, "-" for standard input; NULL: none */
    const char *host;       /* of pages without a URL; NULL: unknown */
    output_format output;
    lines_wanted lines;
    const char *output_file;   /* NULL: standard output, or */
    const char *output_folder; /* a file for each input in this folder, if not NULL */
    packing pack;              /* PACK_AUTO is settled when the options have been read */
    bool resume;
    bool invert;
    dehusk_favor favor;
    double threshold; /* negative: none */
    unsigned keep;    /* DEHUSK_KEEP_... bits */
    bool explain;
    size_t explain_limit; /* reasons shown for each line; 0: all */
    color_when color;
    const char *site_counts; /* a file; NULL: none */
    const char *model;       /* NULL: the one built in */
    size_t max_bytes;        /* 0: the library's default */
    size_t jobs;             /* at least 1 */
    const char *errors;      /* where failed records are listed; NULL: nowhere */
    const char *stats;       /* where the run is summed up; NULL: nowhere */
    bool quiet;
    char **files; /* points into argv */
    size_t file_count;
} cli_settings;

/* Reads the command line (and may reorder argv). False if it is wrong: then
 * stderr has been told. */
bool options_parse(int argc, char **argv, cli_settings *settings);

/* The four texts made from the table; all go to stdout. */
void help_print(void);
void manual_print(void);
void completions_print(help_topic shell);

#endif
