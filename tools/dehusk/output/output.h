/*
 * The formats of output: one page to stdout.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_OUTPUT_H
#define DEHUSK_TOOL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "command/options.h"
#include "dehusk.h"

typedef struct page_output {
    const cli_settings *settings;
    dehusk_context *context; /* the pages' own, for reasons */
    bool terminal;           /* stdout is a terminal: control characters are replaced */
    bool color;
    bool printed;           /* text: a line was printed for an earlier page */
    dehusk_reason *reasons; /* room for those of one line */
    size_t reason_capacity;
} page_output;

/* Looks at stdout and the environment. */
void output_begin(page_output *output, const cli_settings *settings, dehusk_context *context);

/* Writes a page in the settings' format. Errors of stdout are left in its error
 * flag; the status is OK, or OUT_OF_MEMORY with part of the page written. */
dehusk_status output_page(page_output *output, const char *source, const dehusk_page *page);

void output_end(page_output *output);

/* Text of a page as stdout may have it. */
void output_put(const page_output *output, const char *text, size_t length);

/* The formats; output_page calls them. */
dehusk_status output_text(page_output *output, const dehusk_page *page);
dehusk_status output_annotated(page_output *output, const char *source, const dehusk_page *page);
dehusk_status output_jsonl(const char *source, const dehusk_page *page);

/* One bit of dehusk_summary.truncated. */
typedef struct truncation {
    unsigned bit;
    const char *name;     /* in JSON */
    const char *sentence; /* in the warning */
} truncation;

extern const truncation truncations[];
extern const size_t truncation_count;

#endif
