/*
 * Which pages are written: not those without content, short ones, or repeated ones, where the user says so.
 */
#ifndef DEHUSK_TOOL_PAGE_FILTER_H
#define DEHUSK_TOOL_PAGE_FILTER_H

#include "common/settings.h"
#include "dehusk.h"
#include "run/run_job.h"
#include "run/url_lists.h"

#include <stdbool.h>
#include <stddef.h>

/* "no-content", "short", "incomplete", "language", "duplicate"; of PAGE_WRITTEN "". */
const char *page_left_out_name(page_left_out why);

/* Are pages of this URL (NULL: not known) wanted? */
bool page_filter_url(const cli_settings *settings, const url_lists *lists, const char *url);

/* What the page alone says; never PAGE_DUPLICATE. */
page_left_out page_filter_judge(const cli_settings *settings, const dehusk_page *page);

/* What a page is judged of which `repeats` lines were left out as repeats: one of which nothing is left but a title
 * is a duplicate. */
page_left_out page_filter_judge_rest(const cli_settings *settings, const dehusk_page *page, size_t repeats);

/* Tells contents apart. */
page_digest page_filter_digest(const dehusk_page *page);

/* How many tokens a text has: characters of scripts without spaces between words, and stretches of all others. */
size_t page_filter_tokens(const char *text, size_t length);

/* Tells apart what is content in the lines from `begin` to before `end`. */
page_digest page_filter_lines_digest(const dehusk_page *page, size_t begin, size_t end);

/* Contents, or lines, seen before. Begin with all zero, end with seen_digests_free(). */
typedef struct seen_digests {
    page_digest *slots; /* a hash table; a digest of zeros is none */
    size_t capacity;    /* a power of two, or 0 */
    size_t count;
} seen_digests;

/* Adds a digest. True: it was there. When the table is full, or there is no memory for a larger one, what is new is
 * no longer noted, and pages that repeat it are written. */
bool seen_digests_add(seen_digests *seen, page_digest digest);

bool seen_digests_have(const seen_digests *seen, page_digest digest);

/* Empties a small table; its memory is kept for the next time. */
void seen_digests_clear(seen_digests *seen);

void seen_digests_free(seen_digests *seen);

#endif
