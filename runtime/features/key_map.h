/*
 * A hash map from 32-bit keys to small numbers 0, 1, 2, ... in order of first
 * appearance. Kept from page to page.
 *
 * Keys are hashes that whoever writes a page can compute, and where a key lies
 * may be known to him, too: addresses are the same each time in WebAssembly. So
 * nothing is left to chance. A key is looked for in a bounded number of slots, and
 * what finds no free one there goes into a tree by the bits of the key, which is
 * 32 deep at most. The factor that scatters keys is made of a key all the same
 * (dehusk_options.hash_key): where that is not known the tree stays empty. Numbers
 * go by first appearance, so nothing that comes out depends on it.
 */
#ifndef DHK_KEY_MAP_H
#define DHK_KEY_MAP_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key of the tree. Few pages have one, so that there is no room for them until they come. */
typedef struct dhk_key_node {
    uint32_t number;
    uint32_t below[2]; /* by the next bit of the key: an index and 1; 0: none */
} dhk_key_node;

typedef struct dhk_key_map {
    uint32_t *slots;   /* a key's number and 1; 0: empty */
    size_t capacity;   /* a power of two, or 0 */
    size_t mask;       /* only so many slots are used as the keys need, the first ones: after a large page those of a
                      * small one lie close together all the same */
    uint64_t factor;   /* odd, and made of the key that is next */
    uint64_t hash_key; /* set before the first use; no page and no dhk_key_map_free changes it */
    uint32_t *keys;    /* by number */
    size_t key_capacity;
    dhk_key_node *nodes; /* of the tree */
    size_t node_count, node_capacity;
    uint32_t root; /* of the tree, an index and 1; 0: it is empty */
    uint32_t count;
    uint32_t room;  /* for so many keys there are slots; as many as there are keys once the tree has no room */
    unsigned shift; /* 64 less the logarithm of the number of slots that are used */
} dhk_key_map;

/* Empties the map. `keys` is how many may come; it grows with those that do. False: out of memory. */
bool dhk_key_map_begin(dhk_key_map *map, const dehusk_allocator *allocator, size_t keys);
void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator);

bool dhk_key_map_grow(dhk_key_map *map, const dehusk_allocator *allocator);

/* Sees to it that there is room for one more key, once for each key that is added. False: out of memory. */
static inline bool dhk_key_map_reserve(dhk_key_map *map, const dehusk_allocator *allocator) {
    return map->count < map->room || dhk_key_map_grow(map, allocator);
}

/* How many slots are looked at; with half of them free, chance needs more for hardly one key in a million. */
enum { DHK_KEY_MAP_PROBES = 48 };

/* The number of `key` where its slots are all taken; a new key gets the next one. */
uint32_t dhk_key_map_add_far(dhk_key_map *map, uint32_t key);

/* The number of `key`, UINT32_MAX if it was not added, where its slots are all taken. */
uint32_t dhk_key_map_find_far(const dhk_key_map *map, uint32_t key);

/* The number of `key`, UINT32_MAX if it was not added. */
static inline uint32_t dhk_key_map_find(const dhk_key_map *map, uint32_t key) {
    size_t at = (size_t)(key * map->factor >> map->shift);
    unsigned left = DHK_KEY_MAP_PROBES;
    uint32_t number;
    while ((number = map->slots[at]) != 0) {
        if (map->keys[number - 1] == key)
            return number - 1;
        if (--left == 0)
            return dhk_key_map_find_far(map, key);
        at = (at + 1) & map->mask;
    }
    return UINT32_MAX;
}

/* The number of `key`; a new key gets the next one. */
static inline uint32_t dhk_key_map_add(dhk_key_map *map, uint32_t key) {
    size_t at = (size_t)(key * map->factor >> map->shift);
    unsigned left = DHK_KEY_MAP_PROBES;
    uint32_t number;
    while ((number = map->slots[at]) != 0) {
        if (map->keys[number - 1] == key)
            return number - 1;
        if (--left == 0)
            return dhk_key_map_add_far(map, key);
        at = (at + 1) & map->mask;
    }
    map->keys[map->count] = key;
    map->slots[at] = ++map->count;
    return map->count - 1;
}

/* A map with a count for each of its keys: what the parts of the extractor use one after another. */
typedef struct dhk_key_counter {
    dhk_key_map map;
    uint32_t *counts; /* by number */
    size_t count_capacity;
} dhk_key_counter;

void dhk_key_counter_free(dhk_key_counter *counter, const dehusk_allocator *allocator);

#endif
