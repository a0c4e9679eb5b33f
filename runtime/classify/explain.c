#include "base/memory.h"
#include "classify/context.h"
#include "classify/text_regime.h"

#include <string.h>

/* Larger weights first, by absolute value; the registry's order among equals. */
static bool stronger(double a, double b) {
    return (a < 0 ? -a : a) > (b < 0 ? -b : b);
}

static void insert_reason(dehusk_reason *reasons, size_t capacity, size_t filled, const dehusk_reason *reason) {
    size_t at = filled < capacity ? filled : capacity;
    if (at == capacity) {
        if (capacity == 0 || !stronger(reason->weight, reasons[capacity - 1].weight))
            return;
        at = capacity - 1;
    }
    while (at > 0 && stronger(reason->weight, reasons[at - 1].weight)) {
        reasons[at] = reasons[at - 1];
        at--;
    }
    reasons[at] = *reason;
}

/* Of what the regimes of plain text weigh: their mix. */
static double mixed(const dehusk_context *context, double page, double extract) {
    int32_t share = context->extract_share;
    return share == 0 ? page / 4096 : (page * (DHK_ONE_REGIME - share) + extract * share) / 4096 / DHK_ONE_REGIME;
}

/* The parts of the second stage, which corrects the first one's score. */
static size_t explain_stack(const dehusk_context *context, uint32_t line, const uint32_t *indices, uint32_t found,
                            dehusk_reason *reasons, size_t capacity, size_t filled) {
    dehusk_reason parts[DHK_STACK_GROUP_COUNT];
    int32_t score = context->classifier->bias;
    for (uint32_t i = 0; i < found; i++)
        score += context->classifier->weights[indices[i]];
    dhk_stack_explain(&context->model->html_stack, &context->stack, line, score, parts);
    for (size_t i = 0; i < DHK_STACK_GROUP_COUNT; i++)
        insert_reason(reasons, capacity, filled + i, &parts[i]);
    return DHK_STACK_GROUP_COUNT;
}

dehusk_status dehusk_explain(dehusk_context *context, size_t index, dehusk_reason *reasons, size_t capacity,
                             size_t *count) {
    uint32_t indices[DHK_VECTOR_MAX];
    uint32_t found;
    dehusk_reason reason;
    uint32_t line;

    if (context == NULL || count == NULL || (reasons == NULL && capacity > 0) || !context->has_page ||
        index >= context->result.line_count)
        return DEHUSK_BAD_ARGUMENT;
    line = context->page.format == DEHUSK_FORMAT_TEXT ? context->page.rows[index].line : (uint32_t)index;
    found = dhk_extractor_line(context->extractor, line, indices);
    memset(&reason, 0, sizeof reason);
    reason.feature = "bias";
    reason.words = "where every line starts from";
    reason.weight = mixed(context, context->classifier->bias, context->model->regimes.extract.bias);
    insert_reason(reasons, capacity, 0, &reason);
    for (uint32_t i = 0; i < found; i++) {
        dhk_feature_describe(context->page.format, indices[i], &reason);
        reason.weight = mixed(context, context->classifier->weights[indices[i]],
                              context->extract_share != 0 ? context->model->regimes.extract.weights[indices[i]] : 0);
        insert_reason(reasons, capacity, i + 1, &reason);
    }
    *count = (size_t)found + 1;
    if (context->page.format == DEHUSK_FORMAT_HTML && context->model->html_stack.present)
        *count += explain_stack(context, line, indices, found, reasons, capacity, *count);
    if (context->repeats.pages > 0) {
        const dhk_site_stage *stage =
            context->page.format == DEHUSK_FORMAT_HTML ? &context->model->html_site : &context->model->text_site;
        dhk_site_describe(&context->repeats, line, &reason);
        reason.weight = mixed(context, dhk_site_weight(stage, &context->page, &context->repeats, line), 0);
        insert_reason(reasons, capacity, *count, &reason);
        *count += 1;
    }
    return DEHUSK_OK;
}
