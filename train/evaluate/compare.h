/*
 * Two sets of page figures, paired by page.
 */
#ifndef TR_COMPARE_H
#define TR_COMPARE_H

#include "common/support.h"

#include <stdio.h>

/* One page of a file that tr_evaluate_pages wrote; its texts belong to the figures. */
typedef struct tr_figure {
    const char *mode, *set, *id, *lang, *site, *gold;
    double f1;
} tr_figure;

typedef struct tr_figures {
    tr_figure *pages;
    size_t count, capacity;
    char *text;
} tr_figures;

/* Reads such a file; `path` is for messages. Free in any case. */
bool tr_figures_read(tr_figures *figures, FILE *file, const char *path, tr_error *error);
void tr_figures_free(tr_figures *figures);

/* True if the file begins as such a file does. It is at its beginning again afterwards. */
bool tr_figures_are_in(FILE *file);

/* Prints, by mode, set and language, the mean page F1 of both and of second minus
 * first, with a 95% bootstrap interval over sites, and on how many pages the
 * second wins, ties and loses. Pages that only one has, or with bad gold in one,
 * are left out and counted. Fails if there is no common page. */
bool tr_compare(const tr_figures *first, const tr_figures *second, FILE *out, tr_error *error);

#endif
