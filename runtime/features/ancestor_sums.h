/*
 * Sums of weights over the sets of tags and words that an element's ancestors
 * have. Many lines share most of their ancestors, and most features of a line
 * are theirs: on the way through the elements, in their order, one set is kept
 * that each of them enters and leaves once. So a word costs the same however
 * deep it stands and however many lines are below it.
 *
 * This is a second way to what dhk_extract_ancestors (extract_markup.c) says; the tests
 * hold it against that one, line by line.
 */
#ifndef DHK_ANCESTOR_SUMS_H
#define DHK_ANCESTOR_SUMS_H

#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ancestors are looked at up to this many levels: on real pages there are few more. The words of the element itself
 * and of so many levels above it count as near. */
enum { DHK_ANCESTORS_MAX = 24, DHK_NEAR_LEVELS = 2 };

typedef struct dhk_ancestor_sum {
    int32_t around; /* sum over the tags and words from the element up to the root */
    int32_t all;    /* `around` with the element's own and the near words, once asked for */
    bool complete;  /* `all` has been asked for */
} dhk_ancestor_sum;

typedef struct dhk_ancestor_sums {
    dhk_ancestor_sum *elements; /* one for each of document->elements */
    size_t capacity;
    uint32_t *path; /* the elements from the root down to the present one */
    size_t path_capacity;
    uint16_t *holders; /* by tag and word: how many times those of the present set have it; all 0 between pages */
} dhk_ancestor_sums;

bool dhk_ancestor_sums_page(dhk_ancestor_sums *sums, const dehusk_allocator *allocator, const dhk_document *document,
                            const int16_t *weights);
void dhk_ancestor_sums_free(dhk_ancestor_sums *sums, const dehusk_allocator *allocator);

#endif
