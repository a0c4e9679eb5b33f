/*
 * From scores to logits, from logits to probabilities.
 */
#ifndef DHK_LOGIT_H
#define DHK_LOGIT_H

#include "model/model.h"

#include <stdint.h>

/* Probability in 2^-16 (0 to 65536) of a logit in 2^-12. Monotone. */
uint32_t dhk_probability(int32_t logit);

/* Calibrated logit of a score, both in 2^-12. */
int32_t dhk_calibrate(const dhk_classifier *classifier, int32_t score);

#endif
