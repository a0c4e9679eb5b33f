/*
 * What a language loses of which no page was trained on.
 */
#ifndef TR_LEAVE_OUT_H
#define TR_LEAVE_OUT_H

#include "calibrate/crossval.h"

#include <stdio.h>

/* For each of the languages ("ru,el"): a model of all pages in other languages
 * and of other sites, its calibration and shift from out-of-fold scores of
 * those pages, and its page F1 on the language's pages beside what `scores`
 * (out of fold, of all pages) and `full` give for them. Pages with bad gold are
 * not measured. */
bool tr_leave_out(const tr_dataset *dataset, const tr_recipe *recipe, const size_t *bases, const double *weights,
                  const int32_t *scores, const dhk_classifier *full, const char *languages, FILE *out, tr_error *error);

#endif
