/*
 * What each line counts for, and which lines are trained on.
 *
 * A page counts the same however long it is, and within it a line counts by the
 * 0.65th power of its tokens. Pages of one site, and sets of one language, count
 * by the square root of their number: a site with a hundred pages teaches more
 * than one with a single page, but not a hundred times as much.
 *
 * The solver knows no weights: lines are sampled with a probability that
 * follows their weight. That gave the same figures as weights and leaves it
 * less to do.
 */
#ifndef TR_SAMPLE_H
#define TR_SAMPLE_H

#include "matrix/dataset.h"
#include "matrix/problem.h"

/* Where each document's lines begin in arrays over all lines; the last entry is the total. */
size_t *tr_line_bases(const tr_dataset *dataset);

/* All lines of a dataset, with what each weighs; the parts belong to others. */
typedef struct tr_weighted_lines {
    const tr_dataset *dataset;
    const size_t *bases;   /* of tr_line_bases */
    const double *weights; /* of tr_line_weights or tr_extract_weights */
} tr_weighted_lines;

/* A weight for each line of the dataset, 0 in pages with bad gold and in forms
 * of pages that are no whole page; they add up to the number of lines. The
 * renderings of a page share a part of its weight. Free with free(). */
double *tr_line_weights(const tr_dataset *dataset, const size_t *bases);

/* A weight for each line of the dataset by which the regime of extracted text is trained: 0 but in clean, cut,
 * extracted and labelled texts. Free with free(). */
double *tr_extract_weights(const tr_dataset *dataset, const size_t *bases);

/* Makes a problem of `count` lines (or all, if there are fewer) of the pages
 * whose fold is not `without`, sampled by weight; `without` -1 leaves none out.
 * The rows point into the dataset. Free with tr_problem_free. */
void tr_sample(const tr_weighted_lines *lines, const uint8_t *folds, int without, size_t count, uint64_t seed,
               tr_problem *problem);

void tr_problem_free(tr_problem *problem);

#endif
