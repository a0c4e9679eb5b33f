/*
 * Pages of HTML that have nothing to keep: bot checks, log-ins, "page not
 * found", domains for sale. Their few sentences read like those of a short
 * notice, which lines alone do not tell apart. So where little would be kept, a
 * linear model of the whole page decides whether it has content, by how likely the
 * lines are by both stages, how much there is, which elements the page has, and
 * the words of its title, its lines and its classes, hashed.
 *
 * Trainer and runtime share all of it.
 */
#ifndef DHK_EMPTY_PAGE_H
#define DHK_EMPTY_PAGE_H

#include "lines/document.h"
#include "model/model.h"

#include <stdint.h>

/* No page has more features than this. */
enum { DHK_EMPTY_VECTOR_MAX = 1024 };

/* What is looked at of a page that was decided on as if it had content. */
typedef struct dhk_empty_page {
    const dhk_document *document;
    const int32_t *logits; /* by all stages */
    const uint8_t *labels; /* by dhk_decide with balanced favor, not yet changed by roles */
    int32_t best;          /* the highest logit by the first stage */
} dhk_empty_page;

/* Writes the page's features, each below DHK_EMPTY_FEATURES and none twice. 0: so much is kept that the model is not
 * asked, or nothing at all. */
uint32_t dhk_empty_features(const dhk_empty_page *page, uint32_t features[DHK_EMPTY_VECTOR_MAX]);

/* Score, in 2^-12, that the page has no content; if it is above 0, none of its lines is kept. For a page that the model
 * is not asked about it is 1 or 0, by the best line. */
int32_t dhk_emptiness(const dhk_empty_stage *stage, const dhk_empty_page *page);

/* The logit of the verdict that a page has content; `logit` is what it is by the lines alone. Where the model was asked
 * and is surer of the opposite, its own logit counts: no page with kept lines gets the verdict that it has none. */
static inline int32_t dhk_empty_verdict(int32_t emptiness, int32_t logit) {
    return (emptiness > 0 && logit > -emptiness) || (emptiness < 0 && logit < -emptiness) ? -emptiness : logit;
}

#endif
