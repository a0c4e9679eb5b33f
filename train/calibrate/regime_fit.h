/*
 * The constants of the regimes of plain text, fitted to out-of-fold scores of
 * all forms of texts: each regime's calibrations, the gate between them, and the
 * verdict of what they say together.
 */
#ifndef TR_REGIME_FIT_H
#define TR_REGIME_FIT_H

#include "calibrate/crossval.h"
#include "classify/text_regime.h"

#include <stdio.h>

/* What both classifiers say of a dataset with forms. */
typedef struct tr_regime_scores {
    const tr_dataset *dataset;
    const size_t *bases;
    const double *weights, *extract_weights; /* of lines, see sample.h */
    const int32_t *scores, *extract_scores;
} tr_regime_scores;

/* What is added to log-odds that were fitted, since pages and texts do not come as often as they are trained on. */
typedef struct tr_regime_shifts {
    double extract; /* to log-odds of an extract's lines, where the decision is made */
    double gate;    /* to log-odds that a text is an extract */
} tr_regime_shifts;

/* `classifier` is that of pages, whose slope and offset are set, and whose verdict is fitted here. Fills all of
 * `regimes` but the classifier of extracts' bias and weights. */
void tr_regime_fit(const tr_regime_scores *from, tr_regime_shifts shifts, dhk_classifier *classifier,
                   dhk_text_regimes *regimes);

/* The mixed logits of a document's lines, and what it is. */
dhk_regime tr_regime_logits(const tr_regime_scores *from, size_t document, const dhk_classifier *classifier,
                            const dhk_text_regimes *regimes, int32_t *logits);

/* Calibrations and gate, for people. */
void tr_regime_print(const dhk_text_regimes *regimes, FILE *out);

#endif
