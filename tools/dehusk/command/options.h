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

/* Exit codes; the manual documents them. */
enum {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* an input, or the output */
    EXIT_NOTHING_DONE = 2 /* wrong usage, or no model */
};

typedef enum option_id {
    OPTION_INPUT,
    OPTION_CHARSET,
    OPTION_OUTPUT,
    OPTION_INVERT,
    OPTION_FAVOR,
    OPTION_THRESHOLD,
    OPTION_KEEP,
    OPTION_EXPLAIN,
    OPTION_COLOR,
    OPTION_MODEL,
    OPTION_MAX_BYTES,
    OPTION_QUIET,
    OPTION_VERSION,
    OPTION_HELP
} option_id;

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
    char letter;                /* 0: none */
    bool argument_is_file;      /* completions offer file names */
} option_entry;

extern const option_entry option_table[];
extern const size_t option_count;

typedef enum output_format { OUTPUT_TEXT, OUTPUT_ANNOTATED, OUTPUT_JSONL } output_format;

typedef enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_when;

typedef enum help_topic { HELP_MAN, HELP_BASH, HELP_ZSH, HELP_FISH, HELP_OPTIONS } help_topic;

typedef enum action { ACTION_LABEL, ACTION_VERSION, ACTION_HELP } action;

/* What the command line asks for. */
typedef struct cli_settings {
    action action;
    help_topic help_topic;
    dehusk_format input;
    const char *charset; /* NULL: not stated */
    output_format output;
    bool invert;
    dehusk_favor favor;
    double threshold; /* negative: none */
    unsigned keep;    /* DEHUSK_KEEP_... bits */
    bool explain;
    size_t explain_limit; /* reasons shown for each line; 0: all */
    color_when color;
    const char *model; /* NULL: the one built in */
    size_t max_bytes;  /* 0: the library's default */
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
