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
        !DHK_RESERVE(allocator, map->nodes, map->node_capacity, 1))
        return false;
    map->root = 0;
    map->node_count = 0;
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

/* Sees to it that the tree has room for one more key. */
static bool reserve_node(dhk_key_map *map, const dehusk_allocator *allocator) {
    return DHK_RESERVE(allocator, map->nodes, map->node_capacity, map->node_count + 1);
}

bool dhk_key_map_grow(dhk_key_map *map, const dehusk_allocator *allocator) {
    uint32_t count = map->count;
    size_t slots = map->mask + 1;
    if (map->node_count == map->node_capacity && count < slots / 2) {
        if (!reserve_node(map, allocator))
            return false;
        map->room = (uint32_t)(slots / 2);
        return true;
    }
    if (map->mask >= UINT32_MAX || !use_slots(map, allocator, 2 * slots))
        return false;
    for (uint32_t number = 0; number < count; number++) {
        if (!reserve_node(map, allocator))
            return false;
        dhk_key_map_add(map, map->keys[number]); /* gets the same number again */
    }
    map->room = (uint32_t)slots;
    return reserve_node(map, allocator);
}

uint32_t dhk_key_map_add_far(dhk_key_map *map, uint32_t key) {
    uint32_t *branch = &map->root;
    for (unsigned bit = 0; *branch != 0; bit++) { /* two keys part at one of 32 bits */
        dhk_key_node *node = &map->nodes[*branch - 1];
        if (map->keys[node->number] == key)
            return node->number;
        branch = &node->below[key >> bit & 1];
    }
    map->nodes[map->node_count] = (dhk_key_node){map->count, {0, 0}};
    *branch = (uint32_t)++map->node_count;
    map->keys[map->count++] = key;
    if (map->node_count == map->node_capacity)
        map->room = map->count;
    return map->count - 1;
}

uint32_t dhk_key_map_find_far(const dhk_key_map *map, uint32_t key) {
    uint32_t at = map->root;
    for (unsigned bit = 0; at != 0; bit++) {
        const dhk_key_node *node = &map->nodes[at - 1];
        if (map->keys[node->number] == key)
            return node->number;
        at = node->below[key >> bit & 1];
    }
    return UINT32_MAX;
}

void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator) {
    dhk_release(allocator, map->slots, map->capacity, sizeof *map->slots);
    dhk_release(allocator, map->keys, map->key_capacity, sizeof *map->keys);
    dhk_release(allocator, map->nodes, map->node_capacity, sizeof *map->nodes);
    map->slots = NULL;
    map->keys = NULL;
    map->nodes = NULL;
    map->capacity = map->key_capacity = map->node_capacity = 0;
}

void dhk_key_counter_free(dhk_key_counter *counter, const dehusk_allocator *allocator) {
    dhk_key_map_free(&counter->map, allocator);
    dhk_release(allocator, counter->counts, counter->count_capacity, sizeof *counter->counts);
    counter->counts = NULL;
    counter->count_capacity = 0;
}
