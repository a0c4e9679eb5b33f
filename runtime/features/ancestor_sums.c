#include "features/ancestor_sums.h"

#include "features/features.h"
#include "features/registry.h"
#include "memory/memory.h"

#include <string.h>

/* A set with more features than this might not fit into a vector, which is then cut: no sum is made. The rest of the
 * vector, near words included, has room in what is left. */
enum { OWNERS = DHK_TAG_COUNT + DHK_CLASS_BUCKETS, FEATURES_MAX = DHK_VECTOR_MAX / 2 };

_Static_assert(DHK_CLASS_BUCKETS > 0 && (DHK_CLASS_BUCKETS & (DHK_CLASS_BUCKETS - 1)) == 0, "a remainder is a mask");

/* The elements from the root down to the present one, by depth. */
typedef struct open_path {
    uint32_t elements[DHK_ANCESTORS_MAX];
    uint32_t depth; /* of the present one */
} open_path;

/* True if the feature is new to the set; it is then the present element's. */
static bool take(dhk_ancestor_sums *sums, const dhk_page *page, const open_path *path, uint32_t feature) {
    uint32_t owner = sums->owners[feature] - sums->base; /* huge if it is of another page */
    if (owner < page->element_count) {
        uint32_t depth = page->elements[owner].depth;
        if (depth <= path->depth && path->elements[depth] == owner)
            return false;
    }
    sums->owners[feature] = sums->base + path->elements[path->depth];
    return true;
}

static bool begin_page(dhk_ancestor_sums *sums, const dehusk_allocator *allocator, const dhk_page *page) {
    size_t page_before = sums->count;
    if (sums->owners == NULL) {
        sums->owners = dhk_allocate(allocator, OWNERS, sizeof *sums->owners);
        if (sums->owners == NULL)
            return false;
        sums->base = 0;
    }
    if (sums->base == 0 || sums->base > UINT32_MAX - page_before - page->element_count) {
        memset(sums->owners, 0, OWNERS * sizeof *sums->owners);
        sums->base = 1;
    } else {
        sums->base += (uint32_t)page_before;
    }
    sums->count = page->element_count;
    return DHK_RESERVE(allocator, sums->elements, sums->capacity, page->element_count);
}

bool dhk_ancestor_sums_page(dhk_ancestor_sums *sums, const dehusk_allocator *allocator, const dhk_page *page,
                            const int16_t *weights) {
    open_path path = {{0}, 0};
    if (!begin_page(sums, allocator, page))
        return false;
    for (uint32_t i = 0; i < page->element_count; i++) {
        const dhk_element *element = &page->elements[i];
        const dhk_ancestor_sum *parent = &sums->elements[element->parent];
        dhk_ancestor_sum *sum = &sums->elements[i];
        const uint32_t *words = element->word_count > 0 ? page->words + element->first_word : NULL;
        *sum = (dhk_ancestor_sum){0, 0, UINT32_MAX, false};
        /* A parent that is not on the path cannot be: elements come in the order of their start tags. */
        if (element->depth >= DHK_ANCESTORS_MAX ||
            (i > 0 && (element->depth == 0 || path.elements[element->depth - 1] != element->parent ||
                       parent->features > FEATURES_MAX)))
            continue;
        path.depth = element->depth;
        path.elements[path.depth] = i;
        if (i > 0)
            *sum = *parent;
        else
            sum->features = 0;
        sum->complete = false;
        sum->features += 1u + element->word_count;
        if (take(sums, page, &path, element->tag))
            sum->around += weights[DHK_F_ANCESTOR_TAGS + element->tag];
        for (uint32_t k = 0; k < element->word_count; k++) {
            uint32_t word = words[k] % DHK_CLASS_BUCKETS;
            if (take(sums, page, &path, DHK_TAG_COUNT + word))
                sum->around += weights[DHK_F_ANCESTOR_WORDS + word];
        }
    }
    return true;
}

void dhk_ancestor_sums_free(dhk_ancestor_sums *sums, const dehusk_allocator *allocator) {
    dhk_release(allocator, sums->elements, sums->capacity, sizeof *sums->elements);
    dhk_release(allocator, sums->owners, OWNERS, sizeof *sums->owners);
}
