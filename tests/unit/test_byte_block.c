/* Blocks of sixteen bytes against the same byte by byte; compiled once as the target has it and once in words. */
#include "base/byte_block.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000 };

/* Every second block has bytes near the edges of what is asked. */
static void fill(uint64_t *random, unsigned round, unsigned char bytes[DHK_BLOCK_BYTES]) {
    static const unsigned char edges[] = {0x00, 0x01, 0x1F, 0x20, 0x21, '0',  '9',  ':',  '@',  'A',  'Z',  '[',
                                          0x60, 'a',  'z',  0x7E, 0x7F, 0x80, 0x81, 0xBF, 0xC2, 0xE2, 0xFE, 0xFF};
    for (size_t i = 0; i < DHK_BLOCK_BYTES; i++)
        bytes[i] =
            round % 2 == 0 ? (unsigned char)ts_random(random, 256) : edges[ts_random(random, (uint32_t)sizeof edges)];
}

static void answers_are_those_of_single_bytes(void **state) {
    uint64_t random = 7;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned char bytes[DHK_BLOCK_BYTES];
        unsigned char one = (unsigned char)ts_random(&random, 256);
        unsigned char limit = (unsigned char)(1 + ts_random(&random, 128));
        unsigned char first = (unsigned char)(1 + ts_random(&random, 100));
        unsigned char last = (unsigned char)(first + ts_random(&random, 127u - first));
        uint32_t equal = 0, below = 0, in = 0, high = 0;
        dhk_block block;
        fill(&random, round, bytes);
        one = round % 3 == 0 ? bytes[5] : one;
        for (unsigned i = 0; i < DHK_BLOCK_BYTES; i++) {
            equal |= (uint32_t)(bytes[i] == one) << i;
            below |= (uint32_t)(bytes[i] < limit) << i;
            in |= (uint32_t)(bytes[i] >= first && bytes[i] <= last) << i;
            high |= (uint32_t)(bytes[i] >= 0x80) << i;
        }
        block = dhk_block_load(bytes);
        assert_int_equal(dhk_block_mask(dhk_block_equal(block, one)), equal);
        assert_int_equal(dhk_block_mask(dhk_block_below(block, limit)), below);
        assert_int_equal(dhk_block_mask(dhk_block_in(block, first, last)), in);
        assert_int_equal(dhk_block_mask(block), high);
        assert_int_equal(dhk_block_mask(dhk_block_or(dhk_block_equal(block, one), dhk_block_below(block, limit))),
                         equal | below);
        assert_int_equal(dhk_block_mask(dhk_block_and(dhk_block_in(block, first, last), dhk_block_below(block, limit))),
                         in & below);
        assert_int_equal(dhk_block_mask(dhk_block_equal(dhk_block_of(one), one)), 0xFFFF);
        if (equal != 0) {
            assert_true(equal >> dhk_block_first(equal) & 1);
            assert_int_equal(equal & ((UINT32_C(1) << dhk_block_first(equal)) - 1), 0);
        }
    }
}

static void parts_have_zeros_behind_them(void **state) {
    uint64_t random = 9;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned char bytes[DHK_BLOCK_BYTES], stored[DHK_BLOCK_BYTES];
        size_t length = round % DHK_BLOCK_BYTES;
        unsigned char *exact = malloc(length > 0 ? length : 1); /* a sanitizer sees what is read beyond it */
        assert_non_null(exact);
        fill(&random, round, bytes);
        memcpy(exact, bytes, length);
        memset(bytes + length, 0, DHK_BLOCK_BYTES - length);
        dhk_block_store(stored, dhk_block_load_part(exact, length));
        free(exact);
        assert_memory_equal(stored, bytes, DHK_BLOCK_BYTES);
        dhk_block_store(stored, dhk_block_load(bytes));
        assert_memory_equal(stored, bytes, DHK_BLOCK_BYTES);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_single_bytes),
        cmocka_unit_test(parts_have_zeros_behind_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
