/*
 * The pages that are measured: all in memory before the first clock is read.
 */
#ifndef DEHUSK_BENCH_PAGE_SET_H
#define DEHUSK_BENCH_PAGE_SET_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bench_page {
    unsigned char *bytes;
    size_t length;
} bench_page;

typedef struct page_set {
    bench_page *pages;
    size_t count, capacity;
    size_t bytes;   /* of all pages */
    size_t largest; /* page */
} page_set;

/* Adds a file, or all pages below a folder: files that end in .html or .htm,
 * gzipped (.gz) or not, in the order of their paths. Only every `sample`-th
 * page is kept. NULL, or what went wrong, a sentence that is never freed. */
const char *page_set_load(page_set *set, const char *path, size_t sample);

/* Adds a page that is made here; `bytes` are copied. False: out of memory. */
bool page_set_add(page_set *set, const void *bytes, size_t length);

/* Keeps the quarter of the pages, one at least, with the most tags for their bytes, the densest first. False: out of
 * memory. */
bool page_set_keep_dense(page_set *set);

void page_set_free(page_set *set);

#endif
