/*
 * From scores to logits, from logits to labels: calibration, and the choice of
 * the lines whose token F1 is expected to be the highest.
 */
#ifndef DHK_DECIDE_H
#define DHK_DECIDE_H

#include "dehusk.h"
#include "lines/page.h"
#include "model/model.h"

#include <stdint.h>

/* Probability in 2^-16 (0 to 65536) of a logit in 2^-12. Monotone. */
uint32_t dhk_probability(int32_t logit);

/* Calibrated logit of a score, both in 2^-12. */
int32_t dhk_calibrate(const dhk_classifier *classifier, int32_t score);

/* Labels all lines of a page: 1 content, 0 chrome. `logits` are the calibrated
 * ones, `order` is scratch for page->line_count items. With a `threshold` from
 * 0 to 1 a line is content from that probability on; below 0 the prefix of the
 * lines by probability with the highest expected token F1 is, less exact
 * repeats. Every `favor` step keeps a superset of the stricter one's lines but
 * for such repeats. */
void dhk_decide(const dhk_classifier *classifier, dehusk_favor favor, double threshold, const dhk_page *page,
                const int32_t *logits, uint32_t *order, uint8_t *labels);

#endif
