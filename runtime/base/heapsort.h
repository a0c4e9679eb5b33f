/*
 * Heapsort: in place, no recursion, n log n at worst. It is in a header so that each use is compiled with its own order.
 */
#ifndef DHK_HEAPSORT_H
#define DHK_HEAPSORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether `a` goes before `b`. Where two different numbers may change places, the result depends on the order that they
 * come in. */
typedef bool (*dhk_before_function)(const void *data, uint32_t a, uint32_t b);

static inline void dhk_heap_sift(uint32_t *items, size_t root, size_t count, dhk_before_function before,
                                 const void *data) {
    for (;;) {
        size_t child = 2 * root + 1;
        uint32_t moved;
        if (child >= count)
            return;
        if (child + 1 < count && before(data, items[child], items[child + 1]))
            child++;
        if (!before(data, items[root], items[child]))
            return;
        moved = items[root];
        items[root] = items[child];
        items[child] = moved;
        root = child;
    }
}

/* Sorts numbers, which stand for what `before` makes of them. */
static inline void dhk_heapsort(uint32_t *items, size_t count, dhk_before_function before, const void *data) {
    for (size_t i = count / 2; i-- > 0;)
        dhk_heap_sift(items, i, count, before, data);
    for (size_t end = count; end > 1;) {
        uint32_t last = items[--end];
        items[end] = items[0];
        items[0] = last;
        dhk_heap_sift(items, 0, end, before, data);
    }
}

#endif
