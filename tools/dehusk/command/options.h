/*
 * The options of the dehusk command.
 *
 * option_table.c lists them once; parsing, --help, the manual page and the
 * shells' completions are all read off that table.
 */
#ifndef DEHUSK_TOOL_OPTIONS_H
#define DEHUSK_TOOL_OPTIONS_H

#include "common/settings.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum option_id {
    OPTION_INPUT,
    OPTION_CHARSET,
    OPTION_MAX_BYTES,
    OPTION_FILES_FROM,
    OPTION_INCLUDE,
    OPTION_EXCLUDE,
    OPTION_INCLUDE_URL,
    OPTION_EXCLUDE_URL,
    OPTION_INCLUDE_URL_FILE,
    OPTION_EXCLUDE_URL_FILE,
    OPTION_HOST,
    OPTION_FIELD,
    OPTION_URL_FIELD,
    OPTION_OUTPUT,
    OPTION_LINES,
    OPTION_BLOCKS,
    OPTION_FRONT_MATTER,
    OPTION_LINKS,
    OPTION_IMAGES,
    OPTION_TABLES,
    OPTION_INVERT,
    OPTION_EXPLAIN,
    OPTION_COLOR,
    OPTION_OUTPUT_FILE,
    OPTION_OUTPUT_DIR,
    OPTION_COMPRESS,
    OPTION_RESUME,
    OPTION_FAVOR,
    OPTION_TEXT_KIND,
    OPTION_HIDDEN,
    OPTION_THRESHOLD,
    OPTION_KEEP,
    OPTION_ONLY_CONTENT,
    OPTION_MIN_TOKENS,
    OPTION_REQUIRE,
    OPTION_LANGUAGE,
    OPTION_ONLY_LANGUAGE,
    OPTION_DEDUPLICATE,
    OPTION_DEDUPLICATE_LINES,
    OPTION_SITE_COUNTS,
    OPTION_MODEL,
    OPTION_JOBS,
    OPTION_MEMORY,
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

/* Reads the command line (and may reorder argv). False if it is wrong: then
 * stderr has been told. */
bool options_parse(int argc, char **argv, cli_settings *settings);

/* The four texts made from the table; all go to stdout. */
void help_print(void);
void manual_print(void);
void completions_print(help_topic shell);

#endif
