#include "classify/notices.h"

#include "roles/roles.h"

/* A notice longer than the page is likelier content than what it hides: so likely, in logits of 2^-12, a sentence of the
 * page has to be, 18%, for the notice to be passed over. */
enum { BEHIND_NOTICE_MIN = -6144 };

bool dhk_is_behind_notice(const dehusk_context *context) {
    const dhk_document *document = &context->document;
    bool notice = false;
    bool sentence = false;
    for (size_t i = 0; i < document->line_count; i++) {
        bool marked = (context->evidence[i].signs & DHK_SIGN_NOTICE) != 0;
        if (context->labels[i] != 0 && !marked)
            return false;
        notice = notice || context->labels[i] != 0;
        sentence = sentence || (!marked && !document->lines[i].hidden && context->logits[i] >= BEHIND_NOTICE_MIN &&
                                (context->evidence[i].signs & DHK_SIGN_SENTENCES) != 0);
    }
    return notice && sentence;
}

bool dhk_is_beside_notice(const dehusk_context *context) {
    enum { BESIDE_NOTICE_MIN = 9000 };
    bool notice = false;
    bool content = false;
    for (size_t i = 0; i < context->document.line_count; i++) {
        bool marked = (context->evidence[i].signs & DHK_SIGN_NOTICE) != 0;
        notice = notice || marked;
        content = content || (!marked && context->labels[i] != 0 && context->logits[i] >= BESIDE_NOTICE_MIN);
    }
    return notice && content;
}

void dhk_decide_without_notices(dehusk_context *context, const dhk_decision_rule *rule, const dhk_page_signs *signs) {
    enum { UNLIKELY = 1 << 20 };
    const dhk_document *document = &context->document;
    for (size_t i = 0; i < document->line_count; i++)
        context->logits[i] -= (context->evidence[i].signs & DHK_SIGN_NOTICE) != 0 ? UNLIKELY : 0;
    dhk_decide(rule, document, signs, context->logits, context->order, context->labels);
    for (size_t i = 0; i < document->line_count; i++)
        context->logits[i] += (context->evidence[i].signs & DHK_SIGN_NOTICE) != 0 ? UNLIKELY : 0;
}
