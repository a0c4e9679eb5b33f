/*
 * Fits the second stage of HTML (stacking/stack_stage.h): a logistic regression
 * on columns made of the first stage's scores.
 *
 * It must not learn from scores that are better than those it will see, so it
 * is fitted to out-of-fold scores; and the stage that a page is measured with
 * was fitted to pages of other folds.
 */
#ifndef TR_STACK_FIT_H
#define TR_STACK_FIT_H

#include "calibrate/crossval.h"

/* What the second stage works on, of all pages. */
typedef struct tr_staged_scores {
    int32_t *scores; /* of lines: the first stage's, then those of both */
    int32_t *best;   /* by page: the highest logit of its lines by the first stage */
} tr_staged_scores;

/* Replaces out-of-fold scores of the first stage by those of both, notes the highest logit of each page's lines by the
 * first in `best`, and leaves the stage that is fitted to all pages in
 * `stage`. `first` has the first stage's calibration. Pages with a mark in `left_out`, unless that is NULL, are fitted
 * to by none. Of plain text, and where all lines are alike, nothing is made: the stage is not present, and the scores
 * stay. */
void tr_stack_cross_validate(const tr_weighted_lines *lines, const tr_recipe *recipe, const uint8_t *left_out,
                             const dhk_classifier *first, const tr_staged_scores *both, dhk_stack_stage *stage);

/* Replaces scores of the first stage by those of both, and fills `best` likewise. */
void tr_stack_score(const tr_dataset *dataset, const size_t *bases, const dhk_classifier *first,
                    const dhk_stack_stage *stage, int32_t *scores, int32_t *best);

#endif
