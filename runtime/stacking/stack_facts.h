/*
 * Facts of the second stage: what the first stage's scores say of a line's
 * surroundings. What is lost on a page is mostly a whole container on the wrong
 * side, which no line's own features show.
 *
 * s is a line's calibrated logit of the first stage, kept within 6 on both
 * sides; means of s are weighted by the square root of the tokens and leave out
 * the line that asks. The main container is the element that would be the best
 * choice if the page's content were one element; a block is a child of an
 * element on the way from the root to it. Everything is a number in 2^-12.
 */
#ifndef DHK_STACK_FACTS_H
#define DHK_STACK_FACTS_H

#include "features/frame.h"

/* X(id, group) */
/* clang-format off */
#define DHK_STACK_FACTS(X)                                                                                             \
    X(OWN, OWN) /* s */                                                                                                \
    X(LENGTH, LENGTH)                                                                                                  \
    X(LINKS, LINKS)                                                                                                    \
    X(HIDDEN_BESIDE, HIDDEN) /* hidden, and at least half of what is expected to be content is not */                  \
    X(CLASS_GROUP, GROUP) /* mean over lines of the same path and class */                                            \
    X(PATH_GROUP, GROUP) /* mean over lines of the same path */                                                                       \
    X(CONTAINER, CONTAINER) /* mean over lines in the same element */                                                                  \
    X(UP, MAIN) /* levels up from the main container to what it shares with the line, at most 9 */                    \
    X(DOWN, MAIN) /* levels from what both share down to the line, at most 9 */                                                                \
    X(AFTER, MAIN) /* the line stands after the last one of the main container */                                                                           \
    X(MAIN_F1, MAIN) /* expected F1 if the main container were the content */                                                          \
    X(REST_DENSITY, MAIN) /* expected content outside of the main container, by the text there */                                            \
    X(BLOCK_DENSITY, BLOCK) /* expected content by text in the line's block, without the line */                                           \
    X(BLOCK_SENTENCES, BLOCK)                                                                                          \
    X(SECTION_MEAN, SECTION) /* mean from heading to heading */
/* clang-format on */

enum dhk_stack_fact {
#define DHK_STACK_FACT(id, group) DHK_STACK_##id,
    DHK_STACK_FACTS(DHK_STACK_FACT) DHK_STACK_FACT_COUNT,
    DHK_STACK_ONE = DHK_STACK_FACT_COUNT /* stands for the second fact of a column that has but one */
#undef DHK_STACK_FACT
};

/* Working memory, kept from page to page. */
typedef struct dhk_stack_work {
    struct dhk_stack_line *lines;
    size_t line_capacity;
    struct dhk_stack_element *elements;
    size_t element_capacity;
    struct dhk_stack_mean *means; /* of groups, then of sections */
    size_t mean_capacity;
    const dhk_frame *frame;
    uint64_t tokens, expected; /* of the page; the second one in 2^-16 */
    uint32_t main;             /* element */
    int32_t main_f1;           /* the fact MAIN_F1, the same for all lines */
    int32_t rest_density;      /* the fact REST_DENSITY, the same for all lines */
    bool most_visible;         /* at least half of what is expected to be content is not hidden */
} dhk_stack_work;

/* Looks a page over: `logits` are the first stage's, calibrated, one a line. The frame stays unchanged as long as facts
 * are asked for. False: out of memory. */
bool dhk_stack_begin(dhk_stack_work *work, const dehusk_allocator *allocator, const dhk_frame *frame,
                     const int32_t *logits);
void dhk_stack_free(dhk_stack_work *work, const dehusk_allocator *allocator);

/* Lines whose logit by the first stage is below this are so unlikely that the second one is not asked.
 * Out of fold, seven sets of the corpus, page token F1, mean over sets: 0.9296 at -4, 0.9294 where it is asked of all lines
 * (66 columns, 2026-11-29), and most lines cost nothing. */
enum { DHK_STACK_UNLIKELY = -4 * 4096 };

/* Whether line `line` of that page is. */
bool dhk_stack_is_unlikely(const dhk_stack_work *work, uint32_t line);

/* The facts of line `index` of that page. */
void dhk_stack_facts(const dhk_stack_work *work, uint32_t index, int32_t facts[DHK_STACK_FACT_COUNT]);

#endif
