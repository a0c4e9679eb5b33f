/*
 * Fits the classifier of short pages of HTML (classify/empty_page.h) to what
 * would be kept of pages by models that have not seen their site.
 */
#ifndef TR_EMPTY_FIT_H
#define TR_EMPTY_FIT_H

#include "calibrate/crossval.h"

#include <stdio.h>

/* What a page is judged by. */
typedef struct tr_page_scores {
    const tr_dataset *dataset;
    const size_t *bases;
    const int32_t *scores;            /* of lines by all stages, out of fold where a model is fitted */
    const int32_t *best;              /* by page, as in tr_evaluation */
    const dhk_classifier *classifier; /* calibration of the scores, and shift */
} tr_page_scores;

/* A classifier of short pages with its weights. */
typedef struct tr_empty_fit {
    dhk_empty_stage stage; /* not present where there is nothing to tell apart */
    int16_t *weights;
} tr_empty_fit;

/* Fits to all pages, leaves by page what dhk_emptiness is by a model that has not seen the page's site in `emptiness`, and
 * prints by set how many pages were asked about and what was found. */
bool tr_empty_cross_validate(const tr_page_scores *from, const tr_recipe *recipe, int32_t *emptiness, tr_empty_fit *fit,
                             FILE *out, tr_error *error);
void tr_empty_free(tr_empty_fit *fit);

/* Fills `emptiness` by a model. */
void tr_empty_score(const tr_page_scores *from, const dhk_empty_stage *stage, int32_t *emptiness);

#endif
