/*
 * Lines that pages before had, with --deduplicate-lines.
 *
 * What is a repeat depends on the pages before, and workers are at several pages
 * at once. So they look in turn, in the order of the input, when a page's lines are
 * labelled and before it is rendered: who comes early waits. A job waits for jobs
 * before it alone, which others are at, so that there is always one that goes on.
 */
#ifndef DEHUSK_TOOL_SEEN_LINES_H
#define DEHUSK_TOOL_SEEN_LINES_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct seen_lines seen_lines;

/* NULL: out of memory. */
seen_lines *seen_lines_new(void);
void seen_lines_free(seen_lines *seen);

/* In the turn of job `job`, which goes on: labels as chrome what is content of the context's present page and stood in a
 * written page before, or before in the page. Titles, code and lines of fewer than five tokens stay. Returns how many
 * lines went. */
size_t seen_lines_drop(seen_lines *seen, uint64_t job, dehusk_context *context, const dehusk_page *page);

/* Ends the turn of the job; its page's lines are noted if that is written. Of a job whose turn has ended nothing is done. */
void seen_lines_settle(seen_lines *seen, uint64_t job, bool written);

#endif
