#include "features/ancestor_sums.h"

#include "base/memory.h"
#include "features/extractor.h"

#include <string.h>

enum { HOLDERS = DHK_TAG_COUNT + DHK_CLASS_BUCKETS };

_Static_assert(DHK_CLASS_BUCKETS > 0 && (DHK_CLASS_BUCKETS & (DHK_CLASS_BUCKETS - 1)) == 0, "a remainder is a mask");

/* Elements that the set holds, and the sum of its weights. */
typedef struct window {
    uint16_t *holders;
    const dhk_document *document;
    const int16_t *weights;
    int32_t sum;
} window;

static void enter(window *set, uint32_t index) {
    const dhk_element *element = &set->document->elements[index];
    if (set->holders[element->tag]++ == 0)
        set->sum += set->weights[DHK_FIRST_PLAIN(ANCESTOR_TAGS, DHK_TAG_COUNT) + element->tag];
    for (uint32_t k = 0; k < element->word_count; k++) {
        uint32_t word = set->document->words[element->first_word + k] % DHK_CLASS_BUCKETS;
        if (set->holders[DHK_TAG_COUNT + word]++ == 0)
            set->sum += set->weights[DHK_FIRST_PLAIN(ANCESTOR_WORDS, DHK_CLASS_BUCKETS) + word];
    }
}

static void leave(window *set, uint32_t index) {
    const dhk_element *element = &set->document->elements[index];
    if (--set->holders[element->tag] == 0)
        set->sum -= set->weights[DHK_FIRST_PLAIN(ANCESTOR_TAGS, DHK_TAG_COUNT) + element->tag];
    for (uint32_t k = 0; k < element->word_count; k++) {
        uint32_t word = set->document->words[element->first_word + k] % DHK_CLASS_BUCKETS;
        if (--set->holders[DHK_TAG_COUNT + word] == 0)
            set->sum -= set->weights[DHK_FIRST_PLAIN(ANCESTOR_WORDS, DHK_CLASS_BUCKETS) + word];
    }
}

bool dhk_ancestor_sums_page(dhk_ancestor_sums *sums, const dehusk_allocator *allocator, const dhk_document *document,
                            const int16_t *weights) {
    uint32_t *path;
    size_t depth = 0;

    if (sums->holders == NULL) {
        sums->holders = dhk_allocate(allocator, HOLDERS, sizeof *sums->holders);
        if (sums->holders == NULL)
            return false;
        memset(sums->holders, 0, HOLDERS * sizeof *sums->holders);
    }
    if (!DHK_RESERVE(allocator, sums->elements, sums->capacity, document->element_count) ||
        !DHK_RESERVE(allocator, sums->path, sums->path_capacity, document->element_count))
        return false;
    path = sums->path;
    window set = {sums->holders, document, weights, 0};
    /* One element after another enters the set. The one so many levels above it leaves, and is back when it is
     * itself left. */
    for (uint32_t i = 0; i <= document->element_count; i++) {
        while (depth > 0 && (i == document->element_count || path[depth - 1] != document->elements[i].parent)) {
            leave(&set, path[--depth]);
            if (depth >= DHK_ANCESTORS_MAX)
                enter(&set, path[depth - DHK_ANCESTORS_MAX]);
        }
        if (i == document->element_count)
            break;
        if (depth >= DHK_ANCESTORS_MAX)
            leave(&set, path[depth - DHK_ANCESTORS_MAX]);
        path[depth++] = i;
        enter(&set, i);
        sums->elements[i] = (dhk_ancestor_sum){set.sum, 0, false};
    }
    return true;
}

void dhk_ancestor_sums_free(dhk_ancestor_sums *sums, const dehusk_allocator *allocator) {
    dhk_release(allocator, sums->elements, sums->capacity, sizeof *sums->elements);
    dhk_release(allocator, sums->path, sums->path_capacity, sizeof *sums->path);
    dhk_release(allocator, sums->holders, HOLDERS, sizeof *sums->holders);
}
