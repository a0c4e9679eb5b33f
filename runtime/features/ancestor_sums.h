/*
 * Sums of weights over the sets of tags and words that an element's ancestors
 * have. Many lines share most of their ancestors, and most features of a line
 * are theirs: with an element's sum made from its parent's, scoring looks at
 * every word of an element once, and not once more for each line below it.
 *
 * This is a second way to what dhk_extract_ancestors (extract_markup.c) says; the tests
 * hold it against that one, line by line.
 */
#ifndef DHK_ANCESTOR_SUMS_H
#define DHK_ANCESTOR_SUMS_H

#include "lines/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ancestors are looked at up to this many levels: on real pages there are few more, and hostile ones must not cost
 * more than others. The words of the element itself and of so many levels above it count as near. */
enum { DHK_ANCESTORS_MAX = 24, DHK_NEAR_LEVELS = 2 };

typedef struct dhk_ancestor_sum {
    int32_t around;    /* of the sets of tags and words from the element up to the root, */
    int32_t all;       /* and of its own and the near words besides, once asked for */
    uint32_t features; /* at most so many are in those sets; UINT32_MAX: there is no sum */
    bool complete;     /* `all` has been asked for */
} dhk_ancestor_sum;

typedef struct dhk_ancestor_sums {
    dhk_ancestor_sum *elements; /* one for each of page->elements */
    size_t capacity;
    size_t count;
    uint32_t *owners; /* by tag and word: number of the last element that brought it into the set; see `base` */
    uint32_t base;    /* number of the page's element 0: smaller owners are of other pages */
} dhk_ancestor_sums;

bool dhk_ancestor_sums_page(dhk_ancestor_sums *sums, const dehusk_allocator *allocator, const dhk_page *page,
                            const int16_t *weights);
void dhk_ancestor_sums_free(dhk_ancestor_sums *sums, const dehusk_allocator *allocator);

#endif
