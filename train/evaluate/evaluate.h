/*
 * Figures: how good the kept lines are, page by page and line by line.
 */
#ifndef TR_EVALUATE_H
#define TR_EVALUATE_H

#include "evaluate/tables.h"
#include "matrix/dataset.h"
#include "model/model.h"

#include <stdio.h>

/* What is measured, and how lines are decided on. */
typedef struct tr_evaluation {
    const tr_dataset *dataset;
    const size_t *bases;
    const double *weights;     /* of lines, for the Brier score and the reliability table */
    const int32_t *scores;     /* of all lines, in 2^-12 */
    const int32_t *best;       /* by page: the highest logit of its lines by the first stage; NULL: the scores' */
    const int32_t *emptiness;  /* by page: above 0, it has no content by the classifier of short pages; NULL: none */
    dhk_classifier classifier; /* calibration and shift; weights are not used */
    const dhk_text_regimes *regimes; /* plain text: the regime of extracts; NULL: without one */
    const int32_t *extract_scores;   /* the scores of that regime; NULL: without one */
    dehusk_favor favor;
    double threshold;        /* below 0: highest expected F1 */
    bool no_roles;           /* decide without roles */
    unsigned keep;           /* roles that are kept, where lines are decided with roles: DEHUSK_KEEP_... bits */
    const uint8_t *left_out; /* by page: not 0 for those that are not measured; NULL: none but those that the terms of
                                their sets leave out */
} tr_evaluation;

/* Prints the tables. `pages` unless NULL receives one line a page as TSV, and
 * `rows` the rows of the tables. */
void tr_evaluate_print(const tr_evaluation *evaluation, FILE *out, FILE *pages, FILE *rows);

/* Writes one line a page as TSV, and prints nothing. */
void tr_evaluate_pages(const tr_evaluation *evaluation, FILE *pages);

/* Page F1 by document; those that are left out are not touched. */
void tr_evaluate_f1(const tr_evaluation *evaluation, double *f1);

/* Prints the mean page F1 for a range of shifts: what the choice of the shift rests on. */
void tr_evaluate_shifts(const tr_evaluation *evaluation, FILE *out);

/* Prints the mean page F1 without roles, and for some choices of what is kept. */
void tr_evaluate_roles(const tr_evaluation *evaluation, FILE *out);

/* Prints, form by form, what happens to texts that are no page's lines one a row: beside keeping every line, how many
 * texts keep all of their content, and how much of what is none goes. */
void tr_evaluate_forms(const tr_evaluation *evaluation, FILE *out);

/* The shift with the highest mean page F1 over sets, of those that tr_evaluate_shifts prints. */
double tr_evaluate_best_shift(const tr_evaluation *evaluation);

/* Prints what the alignment found: lines, labels, and the F1 of perfect labels. */
void tr_evaluate_labels(const tr_dataset *dataset, FILE *out, FILE *pages);

#endif
