/*
 * What a model says of itself: its notes, what each feature adds up to, and the
 * weights.
 */
#include "commands/mode_data.h"
#include "features/class_names.h"
#include "features/features.h"
#include "features/registry.h"
#include "stacking/stack_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION (1 << DHK_WEIGHT_FRACTION_BITS)

typedef struct ranked {
    uint32_t index;
    int weight;
} ranked;

static int compare_ranked(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (abs(a->weight) != abs(b->weight))
        return abs(a->weight) > abs(b->weight) ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* All features of one name. */
typedef struct group {
    char name[64];
    uint32_t features, used;
    int64_t sum; /* of sizes */
    int least, most;
} group;

static int compare_groups(const void *left, const void *right) {
    const group *a = left, *b = right;
    if (a->sum != b->sum)
        return a->sum > b->sum ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* Names come one after another, so the last group is looked at first. */
static group *find_group(group **groups, size_t *count, size_t *capacity, const char *name) {
    for (size_t i = *count; i-- > 0;)
        if (strcmp((*groups)[i].name, name) == 0)
            return &(*groups)[i];
    TR_RESERVE(*groups, *capacity, *count + 1);
    group *made = &(*groups)[(*count)++];
    *made = (group){.name = ""};
    snprintf(made->name, sizeof made->name, "%s", name);
    return made;
}

static void dump_groups(const dhk_classifier *classifier, dehusk_format format) {
    group *groups = NULL;
    size_t count = 0, capacity = 0;
    int64_t total = 0;
    for (uint32_t i = 0; i < classifier->feature_count; i++) {
        dehusk_reason reason = {0};
        int weight = classifier->weights[i];
        dhk_feature_describe(format, i, &reason);
        group *one = find_group(&groups, &count, &capacity, reason.feature);
        one->features++;
        one->used += weight != 0;
        one->sum += abs(weight);
        one->least = weight < one->least ? weight : one->least;
        one->most = weight > one->most ? weight : one->most;
        total += abs(weight);
    }
    if (count > 0)
        qsort(groups, count, sizeof *groups, compare_groups);
    printf("\n%-28s %9s %9s %9s %6s %8s %8s\n", "feature", "features", "weights", "sum |w|", "share", "least", "most");
    for (size_t i = 0; i < count; i++)
        printf("%-28s %9u %9u %9.3f %5.1f%% %8.4f %8.4f\n", groups[i].name, groups[i].features, groups[i].used,
               (double)groups[i].sum / FRACTION, total > 0 ? 100 * (double)groups[i].sum / (double)total : 0,
               (double)groups[i].least / FRACTION, (double)groups[i].most / FRACTION);
    free(groups);
}

/* A class word's bucket by a common word that falls into it. */
static void name_class(dehusk_format format, uint32_t index, dehusk_reason *reason) {
    const char *name = format == DEHUSK_FORMAT_HTML && index >= DHK_F_OWN_WORDS && index <= DHK_F_ANCESTOR_WORDS_LAST
                           ? dhk_class_name((index - DHK_F_OWN_WORDS) % DHK_CLASS_BUCKETS)
                           : NULL;
    if (name != NULL)
        snprintf(reason->value, sizeof reason->value, "%s", name);
}

static void dump_weights(const dhk_classifier *classifier, dehusk_format format, uint32_t used, size_t top) {
    ranked *all = tr_resize(NULL, classifier->feature_count, sizeof *all);
    for (uint32_t i = 0; i < classifier->feature_count; i++)
        all[i] = (ranked){i, classifier->weights[i]};
    if (classifier->feature_count > 0)
        qsort(all, classifier->feature_count, sizeof *all, compare_ranked);
    printf("\n%8s  %6s  %-28s %s\n", "weight", "index", "feature", "value");
    for (uint32_t i = 0; i < used && (top == 0 || i < top); i++) {
        dehusk_reason reason = {0};
        dhk_feature_describe(format, all[i].index, &reason);
        name_class(format, all[i].index, &reason);
        printf("%8.4f  %6u  %-28s %s\n", (double)all[i].weight / FRACTION, all[i].index, reason.feature, reason.value);
    }
    free(all);
}

static void dump_classifier(const dhk_classifier *classifier, dehusk_format format, size_t top) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < classifier->feature_count; i++)
        used += classifier->weights[i] != 0;
    printf("\n%s: schema %08x, %u features, %u with a weight, bias %.4f\n", tr_mode_name(format), classifier->schema,
           classifier->feature_count, used, (double)classifier->bias / FRACTION);
    tr_print_constants(classifier);
    dump_groups(classifier, format);
    dump_weights(classifier, format, used, top);
}

static void dump_regimes(const dhk_text_regimes *regimes, size_t top) {
    const dhk_classifier *extract = &regimes->extract;
    uint32_t used = 0;
    if (!regimes->present)
        return;
    for (uint32_t i = 0; i < extract->feature_count; i++)
        used += extract->weights[i] != 0;
    printf("\nextracts: %u features, %u with a weight, bias %.4f\n", extract->feature_count, used,
           (double)extract->bias / FRACTION);
    tr_regime_print(regimes, stdout);
    dump_groups(extract, DEHUSK_FORMAT_TEXT);
    dump_weights(extract, DEHUSK_FORMAT_TEXT, used, top);
}

/* Mean weight over lengths, by how many other pages there are and what share of them holds the line. */
static void dump_site_stage(const dhk_site_stage *stage, dehusk_format format) {
    static const char *const shares[DHK_SITE_SHARE_STEPS] = {"none", "to 1/8", "to 3/8", "to 5/8", "to 1", "all"};
    if (!stage->present)
        return;
    printf("\n%s with site counts: slope %.4f, offset %.4f\n", tr_mode_name(format), (double)stage->slope / FRACTION,
           (double)stage->offset / FRACTION);
    printf("%-28s %8s %8s %8s %8s %8s\n", "line on, of other pages", "1", "2", "3 to 4", "5 to 8", "more");
    for (size_t share = 0; share < DHK_SITE_SHARE_STEPS; share++) {
        printf("%-28s", shares[share]);
        for (size_t pages = 0; pages < DHK_SITE_PAGE_STEPS; pages++) {
            const int16_t *at = stage->weights + (pages * DHK_SITE_SHARE_STEPS + share) * DHK_SITE_LENGTH_STEPS;
            double sum = 0;
            for (size_t length = 0; length < DHK_SITE_LENGTH_STEPS; length++)
                sum += at[length];
            printf(" %8.4f", sum / DHK_SITE_LENGTH_STEPS / FRACTION);
        }
        putchar('\n');
    }
}

/* Words are numbers here, so that their weights would say nothing. */
static void dump_empty_stage(const dhk_empty_stage *stage) {
    size_t words = 0;
    for (size_t i = DHK_EMPTY_DENSE; i < DHK_EMPTY_FEATURES; i++)
        words += stage->weights[i] != 0;
    printf("\nshort pages: bias %.4f, %zu of %d buckets of words have a weight\n", (double)stage->bias / 4096, words,
           DHK_EMPTY_WORDS);
}

/* Columns by what they weigh, a deviation each. */
static void dump_stack_stage(const dhk_stack_stage *stage) {
    if (!stage->present)
        return;
    printf("\nhtml, second stage: %d columns, slope %.4f, offset %.4f, %.2f of the first score, bias %.4f\n",
           DHK_STACK_COLUMN_COUNT, (double)stage->slope / FRACTION, (double)stage->offset / FRACTION,
           (double)stage->keep / FRACTION, (double)stage->bias / FRACTION);
    printf("%8s  %9s  %9s  %s\n", "weight", "mean", "deviation", "column");
    ranked all[DHK_STACK_COLUMN_COUNT];
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++)
        all[i] = (ranked){i, stage->columns[i].weight};
    qsort(all, DHK_STACK_COLUMN_COUNT, sizeof *all, compare_ranked);
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++) {
        const dhk_stack_column *column = &stage->columns[all[i].index];
        char name[64];
        dhk_stack_column_name(all[i].index, name, sizeof name);
        printf("%8.4f  %9.4f  %9.4f  %s\n", (double)column->weight / FRACTION, (double)column->mean / FRACTION,
               column->scale > 0 ? (double)FRACTION / column->scale : 0, name);
    }
}

bool tr_command_dump(const tr_settings *settings, tr_error *error) {
    dehusk_model *model;
    if (!tr_open_model(settings->model, &model, error))
        return false;
    for (size_t at = 0; at < model->info_length;) {
        const char *key = model->info + at, *value = key + strlen(key) + 1;
        printf("%s: %s\n", key, value);
        at = (size_t)(value - model->info) + strlen(value) + 1;
    }
    if (model->html.present && settings->html)
        dump_classifier(&model->html, DEHUSK_FORMAT_HTML, settings->top);
    if (model->text.present && settings->text)
        dump_classifier(&model->text, DEHUSK_FORMAT_TEXT, settings->top);
    if (settings->text)
        dump_regimes(&model->regimes, settings->top);
    if (settings->html)
        dump_stack_stage(&model->html_stack);
    if (settings->html && model->html_empty.present)
        dump_empty_stage(&model->html_empty);
    if (settings->html)
        dump_site_stage(&model->html_site, DEHUSK_FORMAT_HTML);
    if (settings->text)
        dump_site_stage(&model->text_site, DEHUSK_FORMAT_TEXT);
    dehusk_model_close(model);
    return true;
}
