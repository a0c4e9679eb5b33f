#include "stacking/stack_stage.h"

#include "base/ascii.h"
#include "base/fixed_point.h"
#include "model/logit.h"

#include <string.h>

enum { ONE = 4096 };

#define COUNT_COLUMN(fact, other) +1
_Static_assert(0 DHK_STACK_COLUMNS(COUNT_COLUMN) == DHK_STACK_COLUMN_COUNT, "the format has as many columns");
#undef COUNT_COLUMN

static int32_t product(int32_t one, int32_t other) {
    return (int32_t)((int64_t)one * other / ONE);
}

void dhk_stack_columns(const int32_t facts[DHK_STACK_FACT_COUNT], int32_t columns[DHK_STACK_COLUMN_COUNT]) {
    int32_t *next = columns;
#define PUT_COLUMN(fact, other)                                                                                        \
    *next++ = DHK_STACK_##other == DHK_STACK_ONE                                                                       \
                  ? facts[DHK_STACK_##fact]                                                                            \
                  : product(facts[DHK_STACK_##fact], facts[DHK_STACK_##other % DHK_STACK_FACT_COUNT]);
    DHK_STACK_COLUMNS(PUT_COLUMN)
#undef PUT_COLUMN
}

int32_t dhk_stack_from_mean(const dhk_stack_column *column, int32_t value) {
    /* Both are below 2^25. */
    int32_t distance = value - column->mean;
    distance = distance < column->limit ? distance : column->limit;
    return distance > -column->limit ? distance : -column->limit;
}

/* In 2^-36, see the bounds in model_reader.c. */
static int64_t column_sum(const dhk_stack_stage *stage, const int32_t columns[DHK_STACK_COLUMN_COUNT]) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT; i++)
        sum += dhk_stack_from_mean(&stage->columns[i], columns[i]) * stage->columns[i].factor;
    return sum;
}

static int32_t in_score_units(int64_t sum) {
    return (int32_t)(sum / (1 << 24));
}

int32_t dhk_stack_score(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score) {
    int32_t facts[DHK_STACK_FACT_COUNT];
    int32_t columns[DHK_STACK_COLUMN_COUNT];
    if (dhk_stack_is_unlikely(work, line))
        return score;
    dhk_stack_facts(work, line, facts);
    dhk_stack_columns(facts, columns);
    return dhk_fixed_multiply(stage->keep, score) + stage->bias + in_score_units(column_sum(stage, columns));
}

/* -- For people ----------------------------------------------------------- */

#define FACT_GROUP(id, group) DHK_STACK_GROUP_##group,
static const uint8_t group_of_fact[] = {DHK_STACK_FACTS(FACT_GROUP)};
#undef FACT_GROUP
#define COLUMN_FACT(fact, other) DHK_STACK_##fact,
static const uint8_t fact_of_column[] = {DHK_STACK_COLUMNS(COLUMN_FACT)};
#undef COLUMN_FACT
#define COLUMN_OTHER(fact, other) DHK_STACK_##other,
static const uint8_t other_of_column[] = {DHK_STACK_COLUMNS(COLUMN_OTHER)};
#undef COLUMN_OTHER
#define FACT_NAME(id, group) #id,
static const char *const fact_names[] = {DHK_STACK_FACTS(FACT_NAME)};
#undef FACT_NAME

/* What a group is called, and the fact that is shown of it. */
static const struct {
    const char *feature;
    const char *description;
    uint8_t fact;
} groups[DHK_STACK_GROUP_COUNT] = {
    [DHK_STACK_GROUP_OWN] = {"stage-own", "by itself, which counts less beside what stands around it", DHK_STACK_OWN},
    [DHK_STACK_GROUP_LENGTH] = {"stage-length", "length, beside what stands around it", DHK_STACK_LENGTH},
    [DHK_STACK_GROUP_LINKS] = {"stage-links", "share of link text, beside what stands around it", DHK_STACK_LINKS},
    [DHK_STACK_GROUP_HIDDEN] = {"stage-hidden", "hidden, beside what stands around it", DHK_STACK_HIDDEN_BESIDE},
    [DHK_STACK_GROUP_GROUP] = {"stage-group", "lines of the same path and class are likely content",
                               DHK_STACK_CLASS_GROUP},
    [DHK_STACK_GROUP_CONTAINER] = {"stage-container", "other lines of its element are likely content",
                                   DHK_STACK_CONTAINER},
    [DHK_STACK_GROUP_MAIN] = {"stage-main", "stands in the page's main container", DHK_STACK_UP},
    [DHK_STACK_GROUP_BLOCK] = {"stage-block", "the block that it stands in is likely content", DHK_STACK_BLOCK_DENSITY},
    [DHK_STACK_GROUP_SECTION] = {"stage-section", "lines under the same heading are likely content",
                                 DHK_STACK_SECTION_MEAN},
};

static char *put(char *at, const char *text) {
    size_t length = strlen(text);
    memcpy(at, text, length + 1);
    return at + length;
}

static char *put_number(char *at, uint32_t value) {
    char digits[11];
    size_t first = sizeof digits - 1;
    digits[first] = '\0';
    do
        digits[--first] = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    return put(at, digits + first);
}

static char *put_percent(char *at, uint32_t share, uint32_t whole) {
    return put(put_number(at, (share * 100 + whole / 2) / whole), "%");
}

static void put_value(char *at, uint32_t group, const int32_t facts[DHK_STACK_FACT_COUNT]) {
    int32_t fact = facts[groups[group].fact];
    switch (group) {
    case DHK_STACK_GROUP_LENGTH:
        put(put(put_number(at, (1u << (uint32_t)fact / ONE) / 10), " letters"), " or more");
        break;
    case DHK_STACK_GROUP_LINKS:
    case DHK_STACK_GROUP_BLOCK:
        put_percent(at, (uint32_t)fact, ONE);
        break;
    case DHK_STACK_GROUP_HIDDEN:
        put(at, fact == 0 ? "no" : "yes, most content is not");
        break;
    case DHK_STACK_GROUP_MAIN:
        if (fact == 0)
            put(at, "yes");
        else
            put(put_number(put(at, "no, "), (uint32_t)fact / ONE), fact == ONE ? " level above" : " levels above");
        break;
    default:
        put_percent(at, dhk_probability(fact), 65536);
    }
}

void dhk_stack_explain(const dhk_stack_stage *stage, const dhk_stack_work *work, uint32_t line, int32_t score,
                       dehusk_reason reasons[DHK_STACK_GROUP_COUNT]) {
    int32_t facts[DHK_STACK_FACT_COUNT];
    int32_t columns[DHK_STACK_COLUMN_COUNT];
    int64_t sums[DHK_STACK_GROUP_COUNT] = {0};
    int32_t left = dhk_stack_score(stage, work, line, score) - score;
    dhk_stack_facts(work, line, facts);
    dhk_stack_columns(facts, columns);
    for (uint32_t i = 0; i < DHK_STACK_COLUMN_COUNT && !dhk_stack_is_unlikely(work, line); i++)
        sums[group_of_fact[fact_of_column[i]]] +=
            dhk_stack_from_mean(&stage->columns[i], columns[i]) * stage->columns[i].factor;
    /* What the constant and rounding add is the line's own part, so that all add up. */
    for (uint32_t group = DHK_STACK_GROUP_COUNT; group-- > 0;) {
        int32_t part = group == DHK_STACK_GROUP_OWN ? left : in_score_units(sums[group]);
        left -= part;
        memset(&reasons[group], 0, sizeof reasons[group]);
        reasons[group].feature = groups[group].feature;
        reasons[group].description = groups[group].description;
        reasons[group].weight = (double)part / ONE;
        put_value(reasons[group].value, group, facts);
    }
}

/* "BLOCK_MEAN" becomes "block-mean". */
static size_t put_name(char *name, size_t at, size_t size, const char *fact) {
    for (; *fact != '\0' && at + 1 < size; fact++)
        name[at++] = *fact == '_' ? '-' : (char)dhk_lower(*fact);
    name[at] = '\0';
    return at;
}

void dhk_stack_column_name(uint32_t column, char *name, size_t size) {
    size_t at = put_name(name, 0, size, fact_names[fact_of_column[column]]);
    if (other_of_column[column] == DHK_STACK_ONE)
        return;
    at = put_name(name, at, size, " * ");
    put_name(name, at, size, fact_names[other_of_column[column]]);
}
