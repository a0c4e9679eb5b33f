/*
 * A hash map from 32-bit keys to small numbers 0, 1, 2, ... in order of first
 * appearance. Kept from page to page.
 *
 * Keys are hashes that whoever writes a page can compute. So that no page can
 * make them collide, the place of a key depends on a factor drawn from the
 * address of the slots (multiply-shift hashing, which is universal for a factor
 * that is not known). Numbers go by first appearance, so nothing that comes out
 * depends on it.
 */
#ifndef DHK_KEY_MAP_H
#define DHK_KEY_MAP_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dhk_key_map {
    uint32_t *slots; /* a key's number and 1; 0: empty */
    size_t capacity; /* a power of two, or 0 */
    size_t mask;     /* only so many slots are used as the keys need, the first ones: after a large page those of a */
    unsigned shift;  /* small one lie close together all the same; 64 less the logarithm of their number */
    uint64_t factor; /* odd */
    uint32_t *keys;  /* by number */
    size_t key_capacity;
    uint32_t count;
    uint32_t room; /* for so many keys there are slots */
} dhk_key_map;

/* Empties the map. `keys` is how many may come; it grows with those that do. False: out of memory. */
bool dhk_key_map_begin(dhk_key_map *map, const dehusk_allocator *allocator, size_t keys);
void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator);

bool dhk_key_map_grow(dhk_key_map *map, const dehusk_allocator *allocator);

/* Sees to it that there is room for one more key, once for each key that is added. False: out of memory. */
static inline bool dhk_key_map_reserve(dhk_key_map *map, const dehusk_allocator *allocator) {
    return map->count < map->room || dhk_key_map_grow(map, allocator);
}

/* The number of `key`; a new key gets the next one. */
static inline uint32_t dhk_key_map_add(dhk_key_map *map, uint32_t key) {
    size_t at = (size_t)(key * map->factor >> map->shift);
    uint32_t number;
    while ((number = map->slots[at]) != 0) {
        if (map->keys[number - 1] == key)
            return number - 1;
        at = (at + 1) & map->mask;
    }
    map->keys[map->count] = key;
    map->slots[at] = ++map->count;
    return map->count - 1;
}

#endif
