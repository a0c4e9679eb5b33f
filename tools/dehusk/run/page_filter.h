/*
 * Which pages are written: not those without content, short ones, or repeated ones, where the user says so.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_PAGE_FILTER_H
#define DEHUSK_TOOL_PAGE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/settings.h"
#include "dehusk.h"
#include "run/run_job.h"

/* "no-content", "short", "incomplete", "duplicate"; of PAGE_WRITTEN "". */
const char *page_left_out_name(page_left_out why);

/* What the page alone says; never PAGE_DUPLICATE. */
page_left_out page_filter_judge(const cli_settings *settings, const dehusk_page *page);

/* Tells contents apart. */
page_digest page_filter_digest(const dehusk_page *page);

/* How many tokens a text has: characters of scripts without spaces between words, and stretches of all others. */
size_t page_filter_tokens(const char *text, size_t length);

/* Contents seen before. Begin with all zero, end with seen_pages_free(). */
typedef struct seen_pages {
    page_digest *slots; /* a hash table; a digest of zeros is none */
    size_t capacity;    /* a power of two, or 0 */
    size_t count;
} seen_pages;

/* Adds a digest. True: it was there. When the table is full, or there is no memory for a larger one, what is new is
 * no longer noted, and pages that repeat it are written. */
bool seen_pages_add(seen_pages *seen, page_digest digest);

void seen_pages_free(seen_pages *seen);

#endif
