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

/* A column is a fact, or a fact times s, or times itself: X(fact, other fact). */
/* clang-format off */
#define DHK_STACK_COLUMNS(X)                                                                                           \
    X(OWN, ONE) \
    X(LENGTH, ONE) \
    X(LINKS, ONE) \
    X(HIDDEN, ONE) \
    X(HIDDEN_BESIDE, ONE) \
    X(CLASS_GROUP, ONE) \
    X(PATH_GROUP, ONE) \
    X(CONTAINER_0, ONE) \
    X(CONTAINER_1, ONE) \
    X(CONTAINER_2, ONE) \
    X(CONTAINER_3, ONE) \
    X(CONTAINER_4, ONE) \
    X(CONTAINER_5, ONE) \
    X(PREVIOUS_1, ONE) \
    X(PREVIOUS_2, ONE) \
    X(NEXT_1, ONE) \
    X(NEXT_2, ONE) \
    X(NEAR_3, ONE) \
    X(NEAR_10, ONE) \
    X(INSIDE, ONE) \
    X(UP, ONE) \
    X(DOWN, ONE) \
    X(BEFORE, ONE) \
    X(AFTER, ONE) \
    X(MAIN_F1, ONE) \
    X(MAIN_DENSITY, ONE) \
    X(MAIN_SHARE, ONE) \
    X(MAIN_TEXT, ONE) \
    X(REST_DENSITY, ONE) \
    X(BLOCK_MEAN, ONE) \
    X(BLOCK_DENSITY, ONE) \
    X(BLOCK_TEXT, ONE) \
    X(BLOCK_LINES, ONE) \
    X(BLOCK_LINKS, ONE) \
    X(BLOCK_SENTENCES, ONE) \
    X(BLOCK_HIDDEN, ONE) \
    X(BLOCK_PLACE, ONE) \
    X(BLOCK_END, ONE) \
    X(BLOCK_PREVIOUS, ONE) \
    X(BLOCK_NEXT, ONE) \
    X(SECTION_MEAN, ONE) \
    X(SECTION_HEADING, ONE) \
    X(SECTION_LINES, ONE) \
    X(SECTION_PLACE, ONE) \
    X(CLASS_GROUP, OWN) \
    X(PATH_GROUP, OWN) \
    X(CONTAINER_0, OWN) \
    X(CONTAINER_1, OWN) \
    X(CONTAINER_2, OWN) \
    X(BLOCK_MEAN, OWN) \
    X(INSIDE, OWN) \
    X(UP, OWN) \
    X(DOWN, OWN) \
    X(LENGTH, OWN) \
    X(LINKS, OWN) \
    X(BLOCK_DENSITY, OWN) \
    X(BLOCK_SENTENCES, OWN) \
    X(BLOCK_LINKS, OWN) \
    X(SECTION_MEAN, OWN) \
    X(OWN, OWN) \
    X(CLASS_GROUP, CLASS_GROUP) \
    X(PATH_GROUP, PATH_GROUP) \
    X(CONTAINER_0, CONTAINER_0) \
    X(BLOCK_MEAN, BLOCK_MEAN) \
    X(SECTION_MEAN, SECTION_MEAN) \
    X(UP, UP)
/* clang-format on */

/* Writes the columns of a line with these facts, in 2^-12. */
void dhk_stack_columns(const int32_t facts[DHK_STACK_FACT_COUNT], int32_t columns[DHK_STACK_COLUMN_COUNT]);

/* A column's value less its mean, at most five deviations away from it; in 2^-12. */
int32_t dhk_stack_from_mean(const dhk_stack_column *column, int32_t value);

/* A line's score by both stages. `score` is the first one's. */
int32_t dhk_stack_score(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score);

/* What explains the difference of the two scores: so many parts, which add up to it. */
enum dhk_stack_group {
    DHK_STACK_GROUP_OWN,
    DHK_STACK_GROUP_LENGTH,
    DHK_STACK_GROUP_LINKS,
    DHK_STACK_GROUP_HIDDEN,
    DHK_STACK_GROUP_GROUP,
    DHK_STACK_GROUP_CONTAINER,
    DHK_STACK_GROUP_NEIGHBOURS,
    DHK_STACK_GROUP_MAIN,
    DHK_STACK_GROUP_BLOCK,
    DHK_STACK_GROUP_SECTION,
    DHK_STACK_GROUP_COUNT
};

/* Part `group` of it, with feature, words, value and weight. */
void dhk_stack_explain(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score,
                       dehusk_reason reasons[DHK_STACK_GROUP_COUNT]);

/* Name of a column, for people who look into models: "block-mean * own". */
void dhk_stack_column_name(uint32_t column, char *name, size_t size);

#endif
