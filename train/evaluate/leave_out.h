/*
 * What a language loses of which no page was trained on.
 */
#ifndef TR_LEAVE_OUT_H
#define TR_LEAVE_OUT_H

#include "calibrate/crossval.h"
#include "evaluate/evaluate.h"

#include <stdio.h>

/* For each of the languages ("ru,el"): a model of all pages in other languages
 * and of other sites, its calibration and shift from out-of-fold scores of
 * those pages, and its page F1 on the language's pages beside what `full`,
 * with its scores out of fold, gives for them. Pages with bad gold are
 * not measured. */
bool tr_leave_out(const tr_evaluation *full, const tr_recipe *recipe, const char *languages, FILE *out,
                  tr_error *error);

#endif
