/*
 * Pages behind a notice about cookies or consent: it may be longer than the page,
 * and its words are those of pages without content.
 */
#ifndef DHK_NOTICES_H
#define DHK_NOTICES_H

#include "classify/context.h"
#include "classify/decide.h"

#include <stdbool.h>

/* Is all that is kept of a notice, and a sentence likely that is not? */
bool dhk_is_behind_notice(const dehusk_context *context);

/* Is there a notice, and beside it a kept line that is almost surely content (90%)? Then words of the notice are not
 * what the page is to be judged by: short pages with content that were learned from have a small banner at most. */
bool dhk_is_beside_notice(const dehusk_context *context);

/* Decides as if lines of notices were not likely. */
void dhk_decide_without_notices(dehusk_context *context, const dhk_decision_rule *rule, const dhk_page_signs *signs);

#endif
