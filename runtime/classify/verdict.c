#include "classify/verdict.h"

#include "base/fixed_point.h"
#include "classify/decide.h"

#include <stddef.h>

int32_t dhk_verdict_evidence(const dhk_document *document, const int32_t *logits) {
    uint64_t expected = 0;
    for (size_t i = 0; i < document->line_count; i++)
        expected += (uint64_t)dhk_probability(logits[i]) * document->lines[i].measure.tokens;
    return dhk_log2_plus_one(expected >> 16);
}

int32_t dhk_verdict_logit(const dhk_classifier *classifier, int32_t evidence) {
    return dhk_fixed_add(dhk_fixed_multiply(classifier->verdict_slope, evidence), classifier->verdict_offset);
}

bool dhk_verdict_empty(const dhk_classifier *classifier, const dhk_document *document, const int32_t *logits) {
    for (size_t i = 0; i < document->line_count; i++)
        if (logits[i] >= 0)
            return false;
    return dhk_verdict_logit(classifier, dhk_verdict_evidence(document, logits)) < 0;
}

dehusk_verdict dhk_verdict_of(const dhk_document *document, const uint8_t *labels) {
    size_t lines = 0;
    uint64_t kept = 0;    /* tokens */
    uint64_t longest = 0; /* tokens of the longest run of kept lines, gaps of a few lines allowed */
    uint64_t run = 0;
    size_t gap = 0;
    enum { GAP_MAX = 3 };

    for (size_t i = 0; i < document->line_count; i++) {
        if (labels[i]) {
            lines++;
            kept += document->lines[i].measure.tokens;
            run += document->lines[i].measure.tokens;
            gap = 0;
        } else if (++gap > GAP_MAX) {
            run = 0;
        }
        longest = run > longest ? run : longest;
    }
    if (lines == 0)
        return DEHUSK_VERDICT_NONE;
    return kept == 0 || longest * 2 > kept ? DEHUSK_VERDICT_ARTICLE : DEHUSK_VERDICT_MIXED;
}
