/* Keys to numbers: the same ones whatever the factor, in bounded time for keys made to collide, and without a word lost
 * where memory runs out. */
#include "base/memory.h"
#include "features/key_map.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static dehusk_allocator memory(void) {
    dehusk_allocator allocator;
    assert_true(dhk_allocator_or_default(&allocator, NULL));
    return allocator;
}

/* The number of a key by going through all of them. */
static uint32_t number_of(uint32_t *seen, uint32_t *count, uint32_t key) {
    for (uint32_t i = 0; i < *count; i++)
        if (seen[i] == key)
            return i;
    seen[*count] = key;
    return (*count)++;
}

static void numbers_go_by_first_appearance_for_any_factor(void **state) {
    enum { KEYS = 3000 };
    static const uint64_t factors[] = {1, 3, UINT64_C(1) << 32 | 1, UINT64_C(0xBF58476D1CE4E5B9)};
    static uint32_t seen[KEYS];
    dehusk_allocator allocator = memory();
    (void)state;
    for (size_t f = 0; f < sizeof factors / sizeof *factors; f++) {
        dhk_key_map map = {0};
        uint64_t random = 1;
        uint32_t count = 0;
        assert_true(dhk_key_map_begin(&map, &allocator, KEYS));
        map.factor = factors[f];
        for (uint32_t i = 0; i < KEYS; i++) {
            uint32_t key = ts_random(&random, 1000) * (f % 2 == 0 ? 1 : 0x01000193u);
            assert_true(dhk_key_map_reserve(&map, &allocator));
            assert_int_equal(dhk_key_map_add(&map, key), number_of(seen, &count, key));
        }
        assert_int_equal(map.count, count);
        dhk_key_map_free(&map, &allocator);
    }
}

/* Steps down the tree, or along the slots, to a key: what it costs to find it. */
static uint32_t steps_to(const dhk_key_map *map, uint32_t key) {
    size_t at = (size_t)(key * map->factor >> map->shift);
    uint32_t steps = 0;
    uint32_t next = map->root;
    for (; steps < DHK_KEY_MAP_PROBES && map->slots[at] != 0; steps++, at = (at + 1) & map->mask)
        if (map->keys[map->slots[at] - 1] == key)
            return steps + 1;
    for (unsigned bit = 0; next != 0; bit++, steps++) {
        if (map->keys[next - 1] == key)
            return steps + 1;
        next = map->branches[2 * (size_t)(next - 1) + (key >> bit & 1)];
    }
    return UINT32_MAX; /* it is not there */
}

/* The factor is known, and all keys begin at the same slot. */
static void keys_made_to_collide_are_found_in_bounded_steps(void **state) {
    enum { KEYS = 20000 };
    dehusk_allocator allocator = memory();
    dhk_key_map map = {0};
    uint32_t most = 0;
    (void)state;
    assert_true(dhk_key_map_begin(&map, &allocator, KEYS));
    while (map.room < KEYS)
        assert_true(dhk_key_map_grow(&map, &allocator));
    map.factor = 1; /* keys have 32 bits and places are the topmost of 64: all are at place 0 */
    for (uint32_t i = 0; i < KEYS; i++) {
        assert_true(dhk_key_map_reserve(&map, &allocator));
        assert_int_equal(dhk_key_map_add(&map, i * 64), i);
    }
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t steps = steps_to(&map, i * 64);
        most = steps > most ? steps : most;
        assert_int_equal(dhk_key_map_add(&map, i * 64), i);
    }
    assert_in_range(most, 2, DHK_KEY_MAP_PROBES + 33);
    dhk_key_map_free(&map, &allocator);
}

/* Two maps of one process have different factors: a constant one would be the same in both. */
static void factors_differ(void **state) {
    dehusk_allocator allocator = memory();
    dhk_key_map maps[4] = {{0}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(dhk_key_map_begin(&maps[i], &allocator, 100));
        assert_true(maps[i].factor & 1);
        for (size_t k = 0; k < i; k++)
            assert_true(maps[i].factor != maps[k].factor);
    }
    for (size_t i = 0; i < 4; i++)
        dhk_key_map_free(&maps[i], &allocator);
}

static void *refuse(void *user, void *block, size_t old_size, size_t new_size) {
    (void)block;
    (void)old_size;
    (void)new_size;
    ++*(size_t *)user;
    return NULL;
}

static void release_nothing(void *user, void *block, size_t size) {
    (void)user;
    (void)block;
    (void)size;
}

/* A map that cannot grow says so: taken for success, the next key would lie behind its arrays. */
static void growth_that_fails_is_told(void **state) {
    dehusk_allocator allocator = memory();
    size_t refused = 0;
    dehusk_allocator none = {&refused, refuse, release_nothing};
    dhk_key_map map = {0};
    uint32_t key = 0;
    (void)state;
    assert_true(dhk_key_map_begin(&map, &allocator, 10));
    while (map.count < map.room)
        dhk_key_map_add(&map, key++);
    assert_false(dhk_key_map_reserve(&map, &none));
    assert_true(refused > 0);
    assert_false(dhk_key_map_grow(&map, &none));
    dhk_key_map_free(&map, &allocator);
    assert_false(dhk_key_map_begin(&map, &none, 10));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_go_by_first_appearance_for_any_factor),
        cmocka_unit_test(keys_made_to_collide_are_found_in_bounded_steps),
        cmocka_unit_test(factors_differ),
        cmocka_unit_test(growth_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
