/* The allocator's defaults, and arrays that grow, fail and overflow. */
#include "base/memory.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* An allocator that keeps account of what it is told, and fails on demand. */
typedef struct account {
    size_t bytes; /* handed out now */
    int calls;
    int failing_call; /* fails from this call on; 0: never */
} account;

static void *account_resize(void *user, void *block, size_t old_size, size_t new_size) {
    account *a = user;
    a->calls++;
    assert_true(block != NULL || old_size == 0);
    if (new_size == 0) {
        fail_msg("asked for nothing");
        return NULL;
    }
    if (a->failing_call && a->calls >= a->failing_call)
        return NULL;
    void *resized = realloc(block, new_size);
    assert_non_null(resized);
    a->bytes = a->bytes - old_size + new_size;
    return resized;
}

static void account_release(void *user, void *block, size_t size) {
    account *a = user;
    assert_non_null(block);
    assert_true(size <= a->bytes);
    a->bytes -= size;
    free(block);
}

static dehusk_allocator accounting(account *a) {
    return (dehusk_allocator){.user = a, .resize = account_resize, .release = account_release};
}

static void missing_allocator_is_malloc(void **state) {
    (void)state;
    dehusk_allocator allocator;
    dehusk_allocator none = {0};
    const dehusk_allocator *both[] = {NULL, &none};
    for (size_t i = 0; i < 2; i++) {
        assert_true(dhk_allocator_or_default(&allocator, both[i]));
        char *block = dhk_allocate(&allocator, 10, 3);
        assert_non_null(block);
        memset(block, 7, 30);
        dhk_release(&allocator, block, 10, 3);
    }
}

static void half_an_allocator_is_refused(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator out;
    dehusk_allocator allocator = accounting(&a);
    allocator.release = NULL;
    assert_false(dhk_allocator_or_default(&out, &allocator));
    allocator = accounting(&a);
    allocator.resize = NULL;
    assert_false(dhk_allocator_or_default(&out, &allocator));
}

static void whole_allocator_is_copied(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator out;
    dehusk_allocator allocator = accounting(&a);
    assert_true(dhk_allocator_or_default(&out, &allocator));
    assert_ptr_equal(out.user, &a);
    assert_true(out.resize == account_resize);
    assert_true(out.release == account_release);
}

static void sizes_that_overflow_fail_without_a_call(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator allocator = accounting(&a);
    assert_null(dhk_allocate(&allocator, SIZE_MAX / 2 + 1, 2));
    assert_null(dhk_allocate(&allocator, SIZE_MAX, SIZE_MAX));

    uint64_t *items = NULL;
    size_t capacity = 0;
    assert_false(DHK_RESERVE(&allocator, items, capacity, SIZE_MAX));
    assert_false(DHK_RESERVE(&allocator, items, capacity, SIZE_MAX / sizeof *items + 1));
    assert_null(items);
    assert_int_equal(capacity, 0);
    assert_int_equal(a.calls, 0);
}

static void roomy_size_that_overflows_gives_way_to_the_bare_one(void **state) {
    (void)state;
    account a = {.failing_call = 1};
    dehusk_allocator allocator = accounting(&a);
    char array;
    char *items = &array;
    /* Half as much again does not fit into a size_t; the allocator is asked for
     * the bare size, and refuses. */
    size_t capacity = SIZE_MAX - 4;
    assert_false(dhk_grow(&allocator, (void **)&items, &capacity, SIZE_MAX - 1, 1));
    assert_int_equal(a.calls, 1);
    assert_true(capacity == SIZE_MAX - 4);
    assert_ptr_equal(items, &array);
}

static void empty_block_is_not_a_failure(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator allocator = accounting(&a);
    void *block = dhk_allocate(&allocator, 0, 8);
    assert_non_null(block);
    dhk_release(&allocator, block, 0, 8);
    dhk_release(&allocator, NULL, 5, 8);
    assert_int_equal(a.bytes, 0);
}

static void growth_keeps_contents_and_is_geometric(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator allocator = accounting(&a);
    uint32_t *items = NULL;
    size_t capacity = 0;
    enum { COUNT = 100000 };
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(DHK_RESERVE(&allocator, items, capacity, i + 1));
        items[i] = i;
    }
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(items[i], i);
    assert_in_range(a.calls, 10, 30);
    assert_in_range(capacity, COUNT, COUNT + COUNT / 2);
    assert_int_equal(a.bytes, capacity * sizeof *items);

    int calls = a.calls;
    assert_true(DHK_RESERVE(&allocator, items, capacity, 10));
    assert_int_equal(a.calls, calls);
    dhk_release(&allocator, items, capacity, sizeof *items);
    assert_int_equal(a.bytes, 0);
}

static void need_beyond_half_as_much_again_is_met(void **state) {
    (void)state;
    account a = {0};
    dehusk_allocator allocator = accounting(&a);
    uint16_t *items = NULL;
    size_t capacity = 0;
    assert_true(DHK_RESERVE(&allocator, items, capacity, 1));
    assert_true(capacity >= 1);
    assert_true(DHK_RESERVE(&allocator, items, capacity, 12345));
    assert_true(capacity >= 12345);
    dhk_release(&allocator, items, capacity, sizeof *items);
    assert_int_equal(a.bytes, 0);
}

static void failed_growth_leaves_the_array(void **state) {
    (void)state;
    account a = {.failing_call = 2};
    dehusk_allocator allocator = accounting(&a);
    char *items = NULL;
    size_t capacity = 0;
    assert_true(DHK_RESERVE(&allocator, items, capacity, 1));
    memset(items, 'x', capacity);
    char *before = items;
    size_t capacity_before = capacity;
    assert_false(DHK_RESERVE(&allocator, items, capacity, capacity + 1));
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, capacity_before);
    assert_int_equal(items[capacity - 1], 'x');
    dhk_release(&allocator, items, capacity, 1);
    assert_int_equal(a.bytes, 0);
}

static void errno_is_left_alone(void **state) {
    (void)state;
    dehusk_allocator allocator;
    assert_true(dhk_allocator_or_default(&allocator, NULL));
    errno = EDOM;
    /* More than any address space has, though it fits into a size_t. */
    void *block = dhk_allocate(&allocator, SIZE_MAX / 4, 2);
    int after = errno;
    dhk_release(&allocator, block, SIZE_MAX / 4, 2);
    assert_null(block);
    assert_int_equal(after, EDOM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_allocator_is_malloc),
        cmocka_unit_test(half_an_allocator_is_refused),
        cmocka_unit_test(whole_allocator_is_copied),
        cmocka_unit_test(sizes_that_overflow_fail_without_a_call),
        cmocka_unit_test(roomy_size_that_overflows_gives_way_to_the_bare_one),
        cmocka_unit_test(empty_block_is_not_a_failure),
        cmocka_unit_test(growth_keeps_contents_and_is_geometric),
        cmocka_unit_test(need_beyond_half_as_much_again_is_met),
        cmocka_unit_test(failed_growth_leaves_the_array),
        cmocka_unit_test(errno_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
