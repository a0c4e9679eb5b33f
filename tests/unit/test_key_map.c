/* Keys to numbers: the same ones whatever the factor, in bounded time for keys made to collide, and without a word lost
 * where memory runs out. */
#include "base/memory.h"
#include "classify/context.h"
#include "features/extractor.h"
#include "features/key_map.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

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
        const dhk_key_node *node = &map->nodes[next - 1];
        if (map->keys[node->number] == key)
            return steps + 1;
        next = node->below[key >> bit & 1];
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

/* The factor goes by the key and by nothing else: a constant one would be the same in all, one by address never. */
static void factors_go_by_the_key(void **state) {
    dehusk_allocator allocator = memory();
    dhk_key_map maps[4] = {{.hash_key = 0}, {.hash_key = 1}, {.hash_key = UINT64_C(1) << 63}, {.hash_key = UINT64_MAX}};
    dhk_key_map again = {.hash_key = UINT64_MAX};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(dhk_key_map_begin(&maps[i], &allocator, 100));
        assert_true(maps[i].factor & 1);
        for (size_t k = 0; k < i; k++)
            assert_true(maps[i].factor != maps[k].factor);
    }
    assert_true(dhk_key_map_begin(&again, &allocator, 100));
    assert_true(again.factor == maps[3].factor);
    dhk_key_map_free(&again, &allocator);
    for (size_t i = 0; i < 4; i++)
        dhk_key_map_free(&maps[i], &allocator);
}

/* All keys that were made for one factor begin at one slot; with another key they lie apart, and the tree is empty. */
static void keys_made_for_one_key_are_none_for_another(void **state) {
    enum { KEYS = 1000 };
    static uint32_t made[KEYS];
    dehusk_allocator allocator = memory();
    dhk_key_map known = {.hash_key = 7};
    dhk_key_map secret = {.hash_key = 8};
    uint32_t key = 0;
    (void)state;
    assert_true(dhk_key_map_begin(&known, &allocator, KEYS));
    assert_true(dhk_key_map_begin(&secret, &allocator, KEYS));
    for (size_t i = 0; i < KEYS; key++)
        if (key * known.factor >> known.shift == 0)
            made[i++] = key;
    for (size_t i = 0; i < KEYS; i++) {
        assert_true(dhk_key_map_reserve(&known, &allocator) && dhk_key_map_reserve(&secret, &allocator));
        assert_int_equal(dhk_key_map_add(&known, made[i]), i);
        assert_int_equal(dhk_key_map_add(&secret, made[i]), i);
    }
    assert_true(known.root != 0);
    assert_true(secret.root == 0);
    dhk_key_map_free(&known, &allocator);
    dhk_key_map_free(&secret, &allocator);
}

static uint64_t context_key(const dehusk_options *options) {
    dehusk_context *context;
    assert_int_equal(dhk_context_new_reader(options, &context), DEHUSK_OK);
    assert_true(dhk_context_allocate(context));
    uint64_t key = context->extractor->keys.map.hash_key;
    dehusk_context_free(context);
    return key;
}

/* A stated key is the one used, every byte of it; without one each context has another. */
static void contexts_have_the_key_that_is_stated_or_one_of_their_own(void **state) {
    dehusk_options options;
    (void)state;
    dehusk_options_init(&options);
    for (size_t i = 0; i < sizeof options.hash_key; i++) {
        assert_int_equal(options.hash_key[i], 0);
        options.hash_key[i] = 1;
        uint64_t key = context_key(&options);
        assert_true(key == context_key(&options));
        options.hash_key[i] = 2;
        assert_true(key != context_key(&options));
        options.hash_key[i] = 0;
    }
#if defined(__linux__)
    /* One address after the other would be used again here: the system's bytes are not. */
    assert_true(context_key(NULL) != context_key(NULL));
    assert_true(context_key(&options) >> 48 != 0 || context_key(&options) >> 48 != 0);
#endif
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
        cmocka_unit_test(factors_go_by_the_key),
        cmocka_unit_test(keys_made_for_one_key_are_none_for_another),
        cmocka_unit_test(contexts_have_the_key_that_is_stated_or_one_of_their_own),
        cmocka_unit_test(growth_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
