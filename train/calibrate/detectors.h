/*
 * Detectors of roles in plain text. They need no gold: whether a line of text
 * was an <h1> or stood in a <figcaption> is what the HTML says that it was
 * taken from, and linear models of text features learn to tell without it.
 */
#ifndef TR_DETECTORS_H
#define TR_DETECTORS_H

#include "calibrate/crossval.h"

#include <stdio.h>

/* Fills the logits of `origin` (a TR_ORIGIN_...) in all lines' evidence with
 * those of models that have not seen the line's site, prints how good they are,
 * and leaves slope and offset in `detector`. Where no page has such lines, the
 * detector is left as it was, not present, and all is well. */
bool tr_detector_cross_validate(const tr_weighted_lines *lines, const tr_recipe *recipe, uint8_t origin,
                                dhk_classifier *detector, FILE *out, tr_error *error);

/* Trains on all pages, and completes a detector that has its slope. The weights
 * are `fit`'s, rounded to what a model file can hold. */
bool tr_detector_fit(const tr_weighted_lines *lines, const tr_recipe *recipe, uint8_t origin, dhk_classifier *detector,
                     tr_fit *fit, tr_error *error);

/* Fills the evidence by a model's own detectors, if it has any. */
void tr_detectors_score(tr_dataset *dataset, const dehusk_model *model);

#endif
