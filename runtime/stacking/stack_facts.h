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
    X(HIDDEN, HIDDEN)                                                                                                  \
    X(HIDDEN_BESIDE, HIDDEN) /* hidden, and at least half of what is expected to be content is not */                  \
    X(CLASS_GROUP, GROUP) /* mean over lines of the same path and class, */                                            \
    X(PATH_GROUP, GROUP) /* of the same path, */                                                                       \
    X(CONTAINER_0, CONTAINER) /* in the same element, */                                                               \
    X(CONTAINER_1, CONTAINER) /* in the one around it, and so on */                                                    \
    X(CONTAINER_2, CONTAINER)                                                                                          \
    X(CONTAINER_3, CONTAINER)                                                                                          \
    X(CONTAINER_4, CONTAINER)                                                                                          \
    X(CONTAINER_5, CONTAINER)                                                                                          \
    X(PREVIOUS_1, NEIGHBOURS) /* s of the line before */                                                               \
    X(PREVIOUS_2, NEIGHBOURS)                                                                                          \
    X(NEXT_1, NEIGHBOURS)                                                                                              \
    X(NEXT_2, NEIGHBOURS)                                                                                              \
    X(NEAR_3, NEIGHBOURS) /* mean over 3 lines on each side */                                                         \
    X(NEAR_10, NEIGHBOURS)                                                                                             \
    X(INSIDE, MAIN) /* in the main container */                                                                        \
    X(UP, MAIN) /* levels up from it to what it shares with the line, at most 9, */                                    \
    X(DOWN, MAIN) /* and from there down to the line */                                                                \
    X(BEFORE, MAIN) /* before its first line */                                                                        \
    X(AFTER, MAIN)                                                                                                     \
    X(MAIN_F1, MAIN) /* expected F1 if it were the content */                                                          \
    X(MAIN_DENSITY, MAIN) /* expected content by its text, */                                                          \
    X(MAIN_SHARE, MAIN) /* and by the page's expected content */                                                       \
    X(MAIN_TEXT, MAIN) /* its text by the page's */                                                                    \
    X(REST_DENSITY, MAIN) /* expected content outside, by the text there */                                            \
    X(BLOCK_MEAN, BLOCK)                                                                                               \
    X(BLOCK_DENSITY, BLOCK) /* expected content by text, without the line */                                           \
    X(BLOCK_TEXT, BLOCK) /* its text by the page's */                                                                  \
    X(BLOCK_LINES, BLOCK)                                                                                              \
    X(BLOCK_LINKS, BLOCK)                                                                                              \
    X(BLOCK_SENTENCES, BLOCK)                                                                                          \
    X(BLOCK_HIDDEN, BLOCK)                                                                                             \
    X(BLOCK_PLACE, BLOCK) /* lines before it by the page's lines */                                                    \
    X(BLOCK_END, BLOCK)                                                                                                \
    X(BLOCK_PREVIOUS, BLOCK) /* mean of the block before */                                                            \
    X(BLOCK_NEXT, BLOCK)                                                                                               \
    X(SECTION_MEAN, SECTION) /* mean from heading to heading */                                                        \
    X(SECTION_HEADING, SECTION) /* s of its heading */                                                                 \
    X(SECTION_LINES, SECTION)                                                                                          \
    X(SECTION_PLACE, SECTION)
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
    struct dhk_stack_mean *means; /* of groups, runs of blocks and sections */
    size_t mean_capacity;
    const dhk_frame *frame;
    uint64_t tokens, expected;         /* of the page; the second one in 2^-16 */
    uint32_t main;                     /* element */
    uint32_t first_run, first_section; /* in means */
    int32_t main_facts[5];             /* MAIN_F1 and those that follow it, which are the same for all lines */
    bool most_visible;                 /* at least half of what is expected to be content is not hidden */
} dhk_stack_work;

/* Looks a page over: `logits` are the first stage's, calibrated, one a line. The frame stays unchanged as long as facts
 * are asked for. False: out of memory. */
bool dhk_stack_begin(dhk_stack_work *work, const dehusk_allocator *allocator, const dhk_frame *frame,
                     const int32_t *logits);
void dhk_stack_free(dhk_stack_work *work, const dehusk_allocator *allocator);

/* The facts of line `line` of that page. */
void dhk_stack_facts(const dhk_stack_work *work, uint32_t line, int32_t facts[DHK_STACK_FACT_COUNT]);

#endif
