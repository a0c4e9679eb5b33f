#include "features/key_map.h"

#include "memory/memory.h"

#include <string.h>

/* Mixes an address, of which an outsider does not know some middle bits, into an odd number. */
static uint64_t draw_factor(const void *address) {
    uint64_t state = (uint64_t)(uintptr_t)address;
    for (int round = 0; round < 2; round++) {
        state = (state ^ state >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
        state = (state ^ state >> 29) * UINT64_C(0x94D049BB133111EB);
    }
    return state | 1;
}

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
        map->factor = draw_factor(slots);
    }
    if (map->epoch == 0 || map->epoch == UINT32_MAX) {
        memset(map->slots, 0, map->capacity * sizeof *map->slots);
        map->epoch = 0;
    }
    map->epoch++;
    map->count = 0;
    map->mask = wanted - 1;
    map->shift = 64;
    for (size_t size = wanted; size > 1; size /= 2)
        map->shift--;
    return true;
}

void dhk_key_map_free(dhk_key_map *map, const dehusk_allocator *allocator) {
    dhk_release(allocator, map->slots, map->capacity, sizeof *map->slots);
    map->slots = NULL;
    map->capacity = 0;
}
