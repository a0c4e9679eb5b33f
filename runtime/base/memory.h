/*
 * Memory of a context or model: the caller's allocator, and arrays that grow.
 *
 * An array is a pointer, a count and a capacity that its owner keeps side by
 * side. It grows by half and is never shrunk between pages, so that a warm
 * context allocates nothing.
 */
#ifndef DHK_MEMORY_H
#define DHK_MEMORY_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

/* Copies `allocator`, or malloc and free where it is NULL or all NULL. Returns
 * false if only one of its two functions is given. */
bool dhk_allocator_or_default(dehusk_allocator *out, const dehusk_allocator *allocator);

/* NULL on failure, or where count * item_size overflows. Contents undefined. */
void *dhk_allocate(const dehusk_allocator *allocator, size_t count, size_t item_size);

/* Gives back what dhk_allocate or dhk_grow gave; `block` may be NULL. */
void dhk_release(const dehusk_allocator *allocator, void *block, size_t count, size_t item_size);

/* Makes room for `needed` items in the array `*items` (a pointer to an array
 * of any object type, passed as void *) of `*capacity` items. On failure the
 * array stays as it was. */
bool dhk_grow(const dehusk_allocator *allocator, void **items, size_t *capacity, size_t needed, size_t item_size);

/* dhk_grow for a typed pointer, called only where there is no room. */
#define DHK_RESERVE(allocator, items, capacity, needed)                                                                \
    ((needed) <= (capacity) || dhk_grow((allocator), (void **)&(items), &(capacity), (needed), sizeof *(items)))

#endif
