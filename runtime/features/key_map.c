#include "features/key_map.h"

#include "memory/memory.h"

#include <string.h>

bool dhk_key_map_begin(dhk_key_map *map, const dehusk_allocator *allocator, size_t keys) {
    size_t wanted = 64;
    while (wanted < 2 * keys) {
        if (wanted > SIZE_MAX / 4)
            return false;
        wanted *= 2;
    }
    if (wanted > map->capacity) {
        dhk_key_slot *slots = dhk_allocate(allocator, wanted, sizeof *slots);
        if (slots == NULL)
            return false;
        dhk_key_map_free(map, allocator);
        map->slots = slots;
        map->capacity = wanted;
        map->epoch = 0;
    }
    if (map->epoch == 0 || map->epoch == UINT32_MAX) {
        memset(map->slots, 0, map->capacity * sizeof *map->slots);
        map->epoch = 0;
    }
    map->epoch++;
    map->count = 0;
    return true;
}

void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator) {
    dhk_release(allocator, map->slots, map->capacity, sizeof *map->slots);
    map->slots = NULL;
    map->capacity = 0;
}

static size_t first_slot(const dhk_key_map *map, uint32_t key) {
    return (size_t)(key * UINT32_C(0x9E3779B1)) & (map->capacity - 1);
}

uint32_t dhk_key_map_add(dhk_key_map *map, uint32_t key) {
    size_t at = first_slot(map, key);
    while (map->slots[at].epoch == map->epoch) {
        if (map->slots[at].key == key)
            return map->slots[at].value;
        at = (at + 1) & (map->capacity - 1);
    }
    map->slots[at].epoch = map->epoch;
    map->slots[at].key = key;
    map->slots[at].value = map->count;
    return map->count++;
}

uint32_t dhk_key_map_find(const dhk_key_map *map, uint32_t key) {
    size_t at = first_slot(map, key);
    while (map->slots[at].epoch == map->epoch) {
        if (map->slots[at].key == key)
            return map->slots[at].value;
        at = (at + 1) & (map->capacity - 1);
    }
    return UINT32_MAX;
}
