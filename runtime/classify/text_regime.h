/*
 * The two regimes of plain text. A text is a page, all that a page shows, or an
 * extract: what an extractor left of one, or a text that nobody put anything
 * into. What is chrome on a page is often all there is between two paragraphs of
 * an extract, so each has a classifier, a calibration and a shift of its own. A
 * linear gate over a few facts of the text says how likely it is an extract, and
 * scores and logits are mixed by that share, so that nothing jumps.
 *
 * Trainer and runtime share all of it.
 */
#ifndef DHK_TEXT_REGIME_H
#define DHK_TEXT_REGIME_H

#include "lines/document.h"
#include "model/model.h"

#include <stdbool.h>
#include <stdint.h>

/* Shares of a regime are in 2^-12: 0 page, DHK_ONE_REGIME extract. */
enum { DHK_ONE_REGIME = 4096 };

/* From this share on, .8, a text is an extract for sure, and detectors alone make no captions and teasers of its lines. Of
 * texts that are extracts by half, many are short pages, whose captions have to go (datasets/texts, 2026-11). */
enum { DHK_SURE_EXTRACT = 3277 };

/* Log-odds, in 2^-12, of the mean probability of lines with these logits; 0 without lines. */
int32_t dhk_regime_mean(const int32_t *logits, size_t count);

/* Calibrates the logits of a text's lines, in 2^-12, by what the others are: with q the log-odds of their mean
 * probability, l = a + b l + c q + d l q. */
void dhk_regime_calibrate(const dhk_page_calibration *by, int32_t *logits, size_t count);

/* Facts of a text, in 2^-12, from its lines and their logits as one of the classifiers has them, not yet calibrated by
 * the page. The gate is given those of the classifier of pages. */
void dhk_regime_facts(const dhk_document *document, const int32_t *logits, int32_t facts[DHK_GATE_FACTS]);

/* Calibrates the logits of a text's lines by its facts, which are made of the same logits. */
void dhk_regime_calibrate_by_facts(const dhk_fact_calibration *by, const int32_t facts[DHK_GATE_FACTS], int32_t *logits,
                                   size_t count);

/* The share of extract that a text with these facts is given. */
int32_t dhk_regime_share(const dhk_text_regimes *regimes, const int32_t facts[DHK_GATE_FACTS]);

/* Between two numbers of the regimes. */
static inline int32_t dhk_regime_mix(int32_t page, int32_t extract, int32_t share) {
    return (int32_t)(((int64_t)page * (DHK_ONE_REGIME - share) + (int64_t)extract * share) / DHK_ONE_REGIME);
}

/* What a text is. */
typedef struct dhk_regime {
    int32_t share;   /* of extract */
    int32_t nothing; /* logit, in 2^-12, that it has no content if it is one */
} dhk_regime;

/* Whether a text is more likely than not an extract, and one without content: a price list, opening hours, what a shop
 * says of articles that are sold out. Its lines are likelier than those of a page's chrome, and the best of them would
 * be kept. */
static inline bool dhk_regime_has_nothing(dhk_regime regime) {
    return regime.share >= DHK_ONE_REGIME / 2 && regime.nothing > 0;
}

/* The logit of the verdict that a text has content, from what it is by its lines alone. */
static inline int32_t dhk_regime_verdict(dhk_regime regime, int32_t logit) {
    return dhk_regime_has_nothing(regime) && logit > -regime.nothing ? -regime.nothing : logit;
}

/* The logits of a text's lines, each by its classifier's slope and offset. */
typedef struct dhk_regime_logits {
    int32_t *pages;    /* of the classifier of pages; the mixed ones are left here */
    int32_t *extracts; /* of the classifier of extracts */
    int32_t *room;     /* scratch, for as many lines */
} dhk_regime_logits;

/* Weighs both regimes against each other. `share` is the caller's, or below 0: the gate's. */
dhk_regime dhk_regimes_apply(const dhk_text_regimes *regimes, const dhk_document *document, int32_t share,
                             const dhk_regime_logits *logits);

#endif
