/*
 * What is said of a whole page: whether it has main content at all, and whether
 * that content stands together.
 */
#ifndef DHK_VERDICT_H
#define DHK_VERDICT_H

#include "dehusk.h"
#include "lines/document.h"
#include "model/model.h"

#include <stdbool.h>
#include <stdint.h>

/* The one number that the verdict's probability is made of: log2 of one plus
 * the page's expected content tokens, the sum of tokens times probability over
 * its lines, in 2^-12. `logits` are calibrated. */
int32_t dhk_verdict_evidence(const dhk_document *document, const int32_t *logits);

/* Logit, in 2^-12, that a page with this evidence has main content. */
int32_t dhk_verdict_logit(const dhk_classifier *classifier, int32_t evidence);

/* Whether nothing is the better choice than the best of the lines: the page has no main content by its verdict, and no
 * line is content by itself. A short text has little evidence, but its lines are likely. */
bool dhk_verdict_empty(const dhk_classifier *classifier, const dhk_document *document, const int32_t *logits);

/* Verdict from the labels: a page has content if a line of it is content. */
dehusk_verdict dhk_verdict_of(const dhk_document *document, const uint8_t *labels);

#endif
