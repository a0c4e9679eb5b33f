/*
 * From logits to labels: the choice of the lines whose token F1 is expected to
 * be the highest.
 */
#ifndef DHK_DECIDE_H
#define DHK_DECIDE_H

#include "dehusk.h"
#include "lines/document.h"
#include "model/logit.h"
#include "roles/roles.h"

#include <stdbool.h>
#include <stdint.h>

/* What deciding has to know of a page besides its lines' logits. */
typedef struct dhk_page_signs {
    int32_t best;          /* the highest logit of its lines by the first stage */
    const uint8_t *copies; /* not 0 for lines that are hidden and that the page shows elsewhere; NULL: hidden lines are
                            * as good as others */
    bool extract;          /* plain text, and for sure an extract */
    bool judged;           /* whether it has content at all is judged by empty_page.h, and not by `best` */
    const dhk_role_evidence *evidence; /* of its lines; NULL: no signs are known */
} dhk_page_signs;

/* How lines are chosen. */
typedef struct dhk_decision_rule {
    int32_t shift;      /* added to the logits, in 2^-12 */
    dehusk_favor favor; /* not looked at with a threshold */
    double threshold;   /* below 0: none */
} dhk_decision_rule;

/* Whether a page of HTML whose most likely line has this logit by the first stage has no content for all that its lines
 * say. */
bool dhk_no_line_is_likely(const dhk_document *document, int32_t best);

/* Labels all lines of a document: 1 content, 0 chrome. `logits` are the calibrated
 * ones; `order` is scratch for document->line_count items. With a threshold from 0
 * to 1 a line is content from that probability on. Below 0, as many of the likeliest
 * lines are content as give the highest expected token F1. Of these go exact repeats
 * (in plain text instead stretches of several lines that stand again and are a large
 * part of it), hidden copies and hidden paragraphs between shown ones, and all where
 * no line is likely. In plain text, sentences between kept lines stay if they were
 * nearly kept, and an extract stays whole if hardly a line of it would go. Every step
 * of `favor` keeps a superset of the stricter one's lines, but for such repeats. */
void dhk_decide(const dhk_decision_rule *rule, const dhk_document *document, const dhk_page_signs *signs,
                const int32_t *logits, uint32_t *order, uint8_t *labels);

#endif
