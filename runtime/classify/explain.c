#include "base/heapsort.h"
#include "classify/context.h"
#include "classify/text_regime.h"
#include "features/registry.h"
#include "features/seen_words.h"

#include <string.h>

/* Reasons that are no features: the constant, and what stages after the classifier add. */
enum { OTHERS_MAX = 2 + DHK_STACK_GROUP_COUNT };

/* All that a line's score is the sum of. Numbers stand for reasons: the others come first, then the features. */
typedef struct reason_sum {
    const dehusk_context *context;
    uint32_t line;
    uint32_t features[DHK_VECTOR_MAX];
    uint32_t feature_count;
    dehusk_reason others[OTHERS_MAX];
    dhk_feature_group other_groups[OTHERS_MAX];
    uint32_t other_count;
    uint32_t count;
    double weights[DHK_VECTOR_MAX + OTHERS_MAX];
} reason_sum;

static void add_other(reason_sum *sum, dhk_feature_group group, const dehusk_reason *reason) {
    sum->other_groups[sum->other_count] = group;
    sum->others[sum->other_count] = *reason;
    sum->others[sum->other_count++].group = dhk_group_description(group);
}

/* What a reason weighs in a plain text that is judged by both regimes: the mix of its two weights. */
static double mixed(const dehusk_context *context, double page, double extract) {
    int32_t share = context->regime.share;
    return share == 0 ? page / 4096 : (page * (DHK_ONE_REGIME - share) + extract * share) / 4096 / DHK_ONE_REGIME;
}

static void add_site(reason_sum *sum) {
    const dehusk_context *context = sum->context;
    const dhk_site_stage *stage =
        context->document.format == DEHUSK_FORMAT_HTML ? &context->model->html_site : &context->model->text_site;
    int32_t weight = dhk_site_weight(stage, &context->document, &context->repeats, sum->line);
    dehusk_reason reason = {.weight = mixed(context, weight, 0)};
    dhk_site_describe(&context->repeats, sum->line, &reason);
    add_other(sum, DHK_GROUP_SITE, &reason);
}

/* The parts of the second stage, which corrects the first one's score. */
static void add_stack(reason_sum *sum) {
    const dehusk_context *context = sum->context;
    dehusk_reason parts[DHK_STACK_GROUP_COUNT];
    int32_t score = context->classifier->bias;
    for (uint32_t i = 0; i < sum->feature_count; i++)
        score += context->classifier->weights[sum->features[i]];
    dhk_stack_explain(&context->model->html_stack, &context->stack, sum->line, score, parts);
    for (size_t i = 0; i < DHK_STACK_GROUP_COUNT; i++)
        add_other(sum, DHK_GROUP_STACK, &parts[i]);
}

/* Larger weights first, by absolute value; the order of numbers among equals. */
static bool is_stronger(const void *data, uint32_t a, uint32_t b) {
    const reason_sum *sum = data;
    double left = sum->weights[a] < 0 ? -sum->weights[a] : sum->weights[a];
    double right = sum->weights[b] < 0 ? -sum->weights[b] : sum->weights[b];
    return left > right || (left == right && a < b);
}

static void gather(dehusk_context *context, size_t index, reason_sum *sum) {
    const dhk_classifier *classifier = context->classifier;
    const dhk_classifier *extract = &context->model->regimes.extract;
    sum->context = context;
    sum->line = context->document.format == DEHUSK_FORMAT_TEXT ? context->document.rows[index].line : (uint32_t)index;
    sum->feature_count = dhk_extractor_line(context->extractor, sum->line, sum->features);
    sum->other_count = 0;
    add_other(sum, DHK_GROUP_CONSTANT,
              &(dehusk_reason){.feature = "bias",
                               .description = "where every line starts from",
                               .weight = mixed(context, classifier->bias, extract->bias)});
    if (context->document.format == DEHUSK_FORMAT_HTML && context->model->html_stack.present)
        add_stack(sum);
    if (context->repeats.pages > 0)
        add_site(sum);
    sum->count = sum->other_count + sum->feature_count;
    for (uint32_t i = 0; i < sum->other_count; i++)
        sum->weights[i] = sum->others[i].weight;
    for (uint32_t i = 0; i < sum->feature_count; i++)
        sum->weights[sum->other_count + i] = mixed(context, classifier->weights[sum->features[i]],
                                                   context->regime.share != 0 ? extract->weights[sum->features[i]] : 0);
}

static void describe(const reason_sum *sum, uint32_t number, dehusk_reason *reason) {
    uint32_t feature;
    if (number < sum->other_count) {
        *reason = sum->others[number];
        return;
    }
    feature = sum->features[number - sum->other_count];
    dhk_feature_describe(sum->context->document.format, feature, reason);
    dhk_seen_word(sum->context->extractor, sum->line, feature, reason->value, sizeof reason->value);
    reason->weight = sum->weights[number];
}

static bool can_explain(const dehusk_context *context, size_t index, const void *room, size_t capacity,
                        const size_t *count) {
    return context != NULL && count != NULL && (room != NULL || capacity == 0) && context->has_page &&
           index < context->result.line_count;
}

dehusk_status dehusk_explain(dehusk_context *context, size_t index, dehusk_reason *reasons, size_t capacity,
                             size_t *count) {
    reason_sum sum;
    uint32_t order[DHK_VECTOR_MAX + OTHERS_MAX];
    if (!can_explain(context, index, reasons, capacity, count))
        return DEHUSK_BAD_ARGUMENT;
    gather(context, index, &sum);
    for (uint32_t i = 0; i < sum.count; i++)
        order[i] = i;
    dhk_heapsort(order, sum.count, is_stronger, &sum);
    for (uint32_t i = 0; i < sum.count && i < capacity; i++)
        describe(&sum, order[i], &reasons[i]);
    *count = sum.count;
    return DEHUSK_OK;
}

/* What is known of a group before its strongest reasons are put into words. */
typedef struct group_sum {
    double weight;
    size_t count;
    size_t strongest_count;
    uint32_t strongest[DEHUSK_STRONGEST]; /* numbers of reasons */
    dhk_feature_group group;
} group_sum;

/* Puts a reason among the strongest ones of its group if it is one. */
static void insert(const reason_sum *sum, uint32_t number, group_sum *group) {
    size_t at = group->strongest_count;
    if (at < DEHUSK_STRONGEST)
        group->strongest_count++;
    else if (!is_stronger(sum, number, group->strongest[--at]))
        return;
    for (; at > 0 && is_stronger(sum, number, group->strongest[at - 1]); at--)
        group->strongest[at] = group->strongest[at - 1];
    group->strongest[at] = number;
}

/* Adds reasons up by group; returns how many groups have any, which are moved to the front. */
static size_t add_up(const reason_sum *sum, group_sum groups[DHK_GROUP_COUNT]) {
    uint8_t members[DHK_VECTOR_MAX + OTHERS_MAX];
    size_t row = 0, count = 0;
    for (size_t i = 0; i < DHK_GROUP_COUNT; i++)
        groups[i] = (group_sum){.group = (dhk_feature_group)i};
    for (uint32_t i = 0; i < sum->count; i++) {
        dhk_feature_group group =
            i < sum->other_count
                ? sum->other_groups[i]
                : dhk_feature_group_of(sum->context->document.format, sum->features[i - sum->other_count], &row);
        groups[group].weight += sum->weights[i];
        groups[group].count++;
        members[i] = (uint8_t)group;
    }
    /* Those that point the way of the sum, which is known only now. */
    for (uint32_t i = 0; i < sum->count; i++) {
        group_sum *group = &groups[members[i]];
        if (sum->weights[i] != 0 && (sum->weights[i] < 0) == (group->weight < 0))
            insert(sum, i, group);
    }
    for (size_t i = 0; i < DHK_GROUP_COUNT; i++)
        if (groups[i].count > 0)
            groups[count++] = groups[i];
    return count;
}

static double size_of(double weight) {
    return weight < 0 ? -weight : weight;
}

static void fill_group(const reason_sum *sum, const group_sum *from, dehusk_reason_group *group) {
    memset(group, 0, sizeof *group);
    group->group = dhk_group_description(from->group);
    group->weight = from->weight;
    group->count = from->count;
    group->strongest_count = from->strongest_count;
    for (size_t i = 0; i < from->strongest_count; i++)
        describe(sum, from->strongest[i], &group->strongest[i]);
}

dehusk_status dehusk_explain_groups(dehusk_context *context, size_t index, dehusk_reason_group *groups, size_t capacity,
                                    size_t *count) {
    reason_sum sum;
    group_sum found[DHK_GROUP_COUNT];
    size_t group_count;
    if (!can_explain(context, index, groups, capacity, count))
        return DEHUSK_BAD_ARGUMENT;
    gather(context, index, &sum);
    group_count = add_up(&sum, found);
    for (size_t i = 1; i < group_count; i++) {
        group_sum moved = found[i];
        size_t at = i;
        for (; at > 0 && size_of(moved.weight) > size_of(found[at - 1].weight); at--)
            found[at] = found[at - 1];
        found[at] = moved;
    }
    for (size_t i = 0; i < group_count && i < capacity; i++)
        fill_group(&sum, &found[i], &groups[i]);
    *count = group_count;
    return DEHUSK_OK;
}
