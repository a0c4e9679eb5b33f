#include "features/key_map.h"

#include "base/memory.h"

#include <string.h>

/* Mixes the key, and what slots there are, into an odd number: a map that has grown scatters in another way. */
static uint64_t make_factor(uint64_t hash_key, size_t slots) {
    uint64_t state = hash_key + slots;
    for (int round = 0; round < 2; round++) {
        state = (state ^ state >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
        state = (state ^ state >> 29) * UINT64_C(0x94D049BB133111EB);
    }
    return state | 1;
}

/* A page has rarely more; maps of so many keys stay in a cache close by. */
enum { FIRST_KEYS = 2048 };

/* Uses so many slots, a power of two, from now on: all empty. */
static bool use_slots(dhk_key_map *map, const dehusk_allocator *allocator, size_t wanted) {
    if (wanted > map->capacity) {
        uint32_t *slots = dhk_allocate(allocator, wanted, sizeof *slots);
        if (slots == NULL)
            return false;
        dhk_release(allocator, map->slots, map->capacity, sizeof *map->slots);
        map->slots = slots;
        map->capacity = wanted;
        map->factor = make_factor(map->hash_key, wanted);
    }
    if (!DHK_RESERVE(allocator, map->keys, map->key_capacity, wanted / 2) ||
        !DHK_RESERVE(allocator, map->branches, map->branch_capacity, wanted))
        return false;
    map->root = 0;
    memset(map->slots, 0, wanted * sizeof *map->slots);
    map->count = 0;
    map->room = (uint32_t)(wanted / 2);
    map->mask = wanted - 1;
    map->shift = 64;
    for (size_t size = wanted; size > 1; size /= 2)
        map->shift--;
    return true;
}

bool dhk_key_map_begin(dhk_key_map *map, const dehusk_allocator *allocator, size_t keys) {
    size_t wanted = 64;
    while (wanted < 2 * (keys < FIRST_KEYS ? keys : FIRST_KEYS))
        wanted *= 2;
    return use_slots(map, allocator, wanted);
}

bool dhk_key_map_grow(dhk_key_map *map, const dehusk_allocator *allocator) {
    uint32_t count = map->count;
    if (map->mask >= UINT32_MAX || !use_slots(map, allocator, 2 * (map->mask + 1)))
        return false;
    for (uint32_t number = 0; number < count; number++)
        dhk_key_map_add(map, map->keys[number]); /* gets the same number again */
    return true;
}

uint32_t dhk_key_map_add_far(dhk_key_map *map, uint32_t key) {
    uint32_t *branch = &map->root;
    for (unsigned bit = 0; *branch != 0; bit++) { /* two keys part at one of 32 bits */
        uint32_t number = *branch - 1;
        if (map->keys[number] == key)
            return number;
        branch = &map->branches[2 * (size_t)number + (key >> bit & 1)];
    }
    *branch = map->count + 1;
    map->keys[map->count] = key;
    map->branches[2 * (size_t)map->count] = 0;
    map->branches[2 * (size_t)map->count + 1] = 0;
    return map->count++;
}

uint32_t dhk_key_map_find_far(const dhk_key_map *map, uint32_t key) {
    uint32_t number = map->root;
    for (unsigned bit = 0; number != 0; bit++) {
        if (map->keys[number - 1] == key)
            return number - 1;
        number = map->branches[2 * (size_t)(number - 1) + (key >> bit & 1)];
    }
    return UINT32_MAX;
}

void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator) {
    dhk_release(allocator, map->slots, map->capacity, sizeof *map->slots);
    dhk_release(allocator, map->keys, map->key_capacity, sizeof *map->keys);
    dhk_release(allocator, map->branches, map->branch_capacity, sizeof *map->branches);
    map->slots = NULL;
    map->keys = NULL;
    map->branches = NULL;
    map->capacity = map->key_capacity = map->branch_capacity = 0;
}
