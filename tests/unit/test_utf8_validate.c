/*
 * How far bytes are UTF-8, and what speaks for it.
 */
#include "charset/charset_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* From the table of well-formed sequences (Unicode Standard, table 3-7). */
static size_t plain_valid_length(const unsigned char *bytes, size_t length) {
    static const unsigned char rows[][9] = {
        {0x00, 0x7F},
        {0xC2, 0xDF, 0x80, 0xBF},
        {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
        {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
        {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
    };
    size_t i = 0;
    while (i < length) {
        size_t width = 0;
        for (size_t row = 0; row < sizeof rows / sizeof *rows && width == 0; row++) {
            size_t k = 0;
            while (k < 4 && rows[row][2 * k + 1] != 0 && i + k < length && bytes[i + k] >= rows[row][2 * k] &&
                   bytes[i + k] <= rows[row][2 * k + 1])
                k++;
            if (k > 0 && (k == 4 || rows[row][2 * k + 1] == 0))
                width = k;
        }
        if (width == 0)
            return i;
        i += width;
    }
    return length;
}

static void well_formed_sequences_are_told(void **state) {
    unsigned char bytes[80];

    (void)state;
    /* All beginnings of two bytes with some of the two that follow, behind ASCII
     * of several lengths. */
    for (unsigned value = 0; value < 0x10000; value++) {
        static const unsigned char tails[][2] = {{0x80, 0x80}, {0xBF, 'a'}, {'a', 'a'}, {0xBF, 0xBF}};
        for (size_t tail = 0; tail < 4; tail++) {
            size_t ascii = value % 41;
            memset(bytes, 'x', sizeof bytes);
            bytes[ascii] = (unsigned char)(value >> 8);
            bytes[ascii + 1] = (unsigned char)value;
            memcpy(bytes + ascii + 2, tails[tail], 2);
            for (size_t length = ascii + 1; length <= ascii + 5; length++)
                assert_int_equal(dhk_utf8_valid_length(bytes, length), plain_valid_length(bytes, length));
        }
    }
    assert_int_equal(dhk_utf8_valid_length(bytes, 0), 0);
    /* One byte that is none amid letters, at every place of the blocks that letters are passed over in. */
    unsigned char letters[96];
    for (size_t at = 0; at < sizeof letters; at++) {
        memset(letters, 'a', sizeof letters);
        letters[at] = 0xFF;
        assert_int_equal(dhk_utf8_valid_length(letters, sizeof letters), at);
    }
}

static void sequences_are_weighed(void **state) {
    (void)state;
    dhk_utf8_evidence evidence;
    dhk_utf8_weigh((const unsigned char *)"a\xC3\xA9\xE4\xBD\xA0\xE4\xBD\xFFz\x80", 11, &evidence);
    assert_int_equal(evidence.sequences, 2);
    assert_int_equal(evidence.trails, 3);
    assert_int_equal(evidence.malformed, 3);
    assert_int_equal(evidence.not_ascii, 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_sequences_are_told),
        cmocka_unit_test(sequences_are_weighed),
    };
    return cmocka_run_group_tests_name("utf8 validate", tests, NULL, NULL);
}
