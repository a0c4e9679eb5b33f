/*
 * The second stage of the classifier: a linear model of a few dozen columns,
 * made of the facts in stack_facts.h, that corrects a line's score by what
 * stands around it. It was fitted to scores of models that had not seen the
 * page's site. Trainer and runtime share this code.
 */
#ifndef DHK_STACK_STAGE_H
#define DHK_STACK_STAGE_H

#include "model/model.h"
#include "stacking/stack_facts.h"

/* A column is a fact, or the product of two: X(fact, other fact). */
/* clang-format off */
#define DHK_STACK_COLUMNS(X)                                                                                           \
    X(OWN, ONE) \
    X(LENGTH, ONE) \
    X(LINKS, ONE) \
    X(HIDDEN_BESIDE, ONE) \
    X(CLASS_GROUP, ONE) \
    X(PATH_GROUP, ONE) \
    X(CONTAINER, ONE) \
    X(DOWN, ONE) \
    X(AFTER, ONE) \
    X(MAIN_F1, ONE) \
    X(REST_DENSITY, ONE) \
    X(BLOCK_DENSITY, ONE) \
    X(UP, OWN) \
    X(DOWN, OWN) \
    X(LINKS, OWN) \
    X(BLOCK_DENSITY, OWN) \
    X(BLOCK_SENTENCES, OWN) \
    X(CLASS_GROUP, OWN) \
    X(CLASS_GROUP, CLASS_GROUP) \
    X(SECTION_MEAN, OWN) \
    X(SECTION_MEAN, SECTION_MEAN)
/* clang-format on */

/* Writes the columns of a line with these facts, in 2^-12. */
void dhk_stack_columns(const int32_t facts[DHK_STACK_FACT_COUNT], int32_t columns[DHK_STACK_COLUMN_COUNT]);

/* A column's value less its mean, at most five deviations away from it; in 2^-12. */
int32_t dhk_stack_from_mean(const dhk_stack_column *column, int32_t value);

/* A line's score by both stages. `score` is the first one's, and stays as it is where the line is unlikely. */
int32_t dhk_stack_score(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score);

/* What explains the difference of the two scores: so many parts, which add up to it. */
enum dhk_stack_group {
    DHK_STACK_GROUP_OWN,
    DHK_STACK_GROUP_LENGTH,
    DHK_STACK_GROUP_LINKS,
    DHK_STACK_GROUP_HIDDEN,
    DHK_STACK_GROUP_GROUP,
    DHK_STACK_GROUP_CONTAINER,
    DHK_STACK_GROUP_MAIN,
    DHK_STACK_GROUP_BLOCK,
    DHK_STACK_GROUP_SECTION,
    DHK_STACK_GROUP_COUNT
};

/* Writes the parts of what the second stage adds to `score`, each with feature, description, value and weight. */
void dhk_stack_explain(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score,
                       dehusk_reason reasons[DHK_STACK_GROUP_COUNT]);

/* Name of a column, for people who look into models: "block-mean * own". */
void dhk_stack_column_name(uint32_t column, char *name, size_t size);

#endif
