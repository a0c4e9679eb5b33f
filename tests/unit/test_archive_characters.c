/* The command has a decoder of UTF-8 of its own, since it knows of the library what all programs do. Both say the
 * same of whatever bytes. */
#include "common/characters.h"
#include "unicode/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_same(const unsigned char *bytes, size_t length) {
    uint32_t width;
    size_t taken;
    assert_int_equal(character_read((const char *)bytes, length, &taken),
                     dhk_utf8_decode(bytes, bytes + length, &width));
    assert_int_equal(taken, width);
    assert_int_equal(is_utf8((const char *)bytes, taken),
                     dhk_utf8_decode(bytes, bytes + length, &width) != DHK_MALFORMED);
}

static void both_decode_alike(void **state) {
    /* The bytes at which something begins or ends. */
    static const unsigned char trails[] = {0,    ' ',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                           0xC0, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xFF};
    enum { COUNT = sizeof trails };
    (void)state;
    for (int lead = 0; lead < 256; lead++)
        for (int rest = 0; rest < COUNT * COUNT * COUNT; rest++) {
            const unsigned char bytes[] = {(unsigned char)lead, trails[rest % COUNT], trails[rest / COUNT % COUNT],
                                           trails[rest / COUNT / COUNT]};
            for (size_t length = 1; length <= sizeof bytes; length++)
                assert_same(bytes, length);
        }
}

static void both_encode_alike(void **state) {
    (void)state;
    for (uint32_t character = 0; character < 0x110000; character++) {
        char own[4];
        unsigned char other[4];
        size_t length = character_write(own, character);
        assert_int_equal(length, dhk_utf8_encode(other, character));
        assert_memory_equal(own, other, length);
    }
}

static void digits_are_known(void **state) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    (void)state;
    for (int c = 0; c < 256; c++) {
        const char *found = c != 0 ? strchr(digits, c) : NULL;
        assert_int_equal(hex_value((char)c), found != NULL ? (found - digits) % 16 : 16);
        assert_int_equal(is_digit((char)c), found != NULL && (found - digits) % 16 < 10);
        assert_int_equal(to_lower((char)c), (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_decode_alike),
        cmocka_unit_test(both_encode_alike),
        cmocka_unit_test(digits_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
