/*
 * Looks a corpus over before it is trained on: every fault at once, with the
 * file and line to look at, where training would stop at the first.
 */
#ifndef TR_CHECK_H
#define TR_CHECK_H

#include "common/support.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What can be wrong. Training refuses a corpus with any fault; a warning is something that it copes with. */
typedef enum tr_check_kind {
    TR_CHECK_LIST,         /* fault: a pages.tsv cannot be read, has another header, or names no page */
    TR_CHECK_ROW,          /* fault: a row without six fields or without an id that can be a file name */
    TR_CHECK_REPEATED_ID,  /* fault: an id for the second time in its set */
    TR_CHECK_MISSING_FILE, /* fault: no page or no gold text */
    TR_CHECK_UNREADABLE,   /* fault: a page or gold text that cannot be unpacked or read */
    TR_CHECK_NO_LIST,      /* warning: a folder with html/ but no pages.tsv, which nothing reads */
    TR_CHECK_EXTRA_FILE,   /* warning: a file in html/ or gold/ that no row names */
    TR_CHECK_EMPTY_PAGE,   /* warning: a page without bytes, or without a line of text */
    TR_CHECK_CHARSET,      /* warning: the list's charset is not known, or cannot be decoded */
    TR_CHECK_GOLD_BYTES,   /* warning: a gold text that is not UTF-8 */
    TR_CHECK_BAD_GOLD,     /* warning: a gold text that is not on its page; neither trained on nor in figures */
    TR_CHECK_SAME_PAGE,    /* warning: the bytes of another page of the set */
    TR_CHECK_SAME_IN_SETS, /* warning: the bytes of a page of another set */
    TR_CHECK_SITE_IN_SETS, /* warning: a site with pages in several sets */
    TR_CHECK_KIND_COUNT
} tr_check_kind;

typedef struct tr_check_options {
    const char *folder;
    const char *sets; /* as for tr_corpus_open; NULL: all */
    unsigned threads;
    bool everything;      /* print all findings, not only the first of each kind */
    const char *progress; /* shown on stderr; NULL: nothing */
} tr_check_options;

typedef struct tr_check_counts {
    size_t sets, pages; /* pages: rows in order, whose files are there */
    size_t empty_gold;  /* pages without main content */
    size_t kinds[TR_CHECK_KIND_COUNT];
    size_t faults, warnings;
} tr_check_counts;

/* Checks all pages and prints findings and a summary to `out`. False with a
 * message only where nothing could be checked (no such folder, no set in it); a
 * corpus with faults is a successful check. */
bool tr_check_corpus(const tr_check_options *options, FILE *out, tr_check_counts *counts, tr_error *error);

#endif
