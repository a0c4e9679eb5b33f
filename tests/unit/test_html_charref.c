/*
 * Character references in text and in attributes, and the pieces that text is
 * read by.
 */
#include "html/html_charref.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct example {
    const char *input;
    size_t taken;
    const char *characters;
} example;

static void check_read(const example *wanted, bool in_attribute) {
    size_t size = strlen(wanted->input);
    unsigned char *page = malloc(size); /* exact, so that reading behind it is noticed */
    unsigned char characters[DHK_CHARREF_BYTES];
    uint32_t length;
    assert_non_null(page);
    memcpy(page, wanted->input, size);
    assert_int_equal(dhk_charref_read(page, page + size, in_attribute, characters, &length), wanted->taken);
    if (wanted->taken != 0) {
        assert_int_equal(length, strlen(wanted->characters));
        assert_memory_equal(characters, wanted->characters, length);
    }
    free(page);
}

#define CHECK_READ(examples, in_attribute)                                                                             \
    for (size_t i = 0; i < sizeof(examples) / sizeof((examples)[0]); i++)                                              \
        check_read(&(examples)[i], in_attribute);

static void test_names(void **state) {
    (void)state;
    static const example examples[] = {
        {"&amp;", 5, "&"},
        {"&amp", 4, "&"},
        {"&AMP;", 5, "&"},
        {"&lt;x", 4, "<"},
        {"&lt", 3, "<"},
        {"&gt;", 4, ">"},
        {"&quot;", 6, "\""},
        {"&nbsp;", 6, "\xC2\xA0"},
        {"&nbspx", 5, "\xC2\xA0"},
        {"&apos;", 6, "'"},
        {"&eacute;", 8, "\xC3\xA9"},
        {"&Eacute;", 8, "\xC3\x89"},
        {"&zwnj;", 6, "\xE2\x80\x8C"},
        {"&Afr;", 5, "\xF0\x9D\x94\x84"},
        /* The longest name wins. */
        {"&not;", 5, "\xC2\xAC"},
        {"&notit;", 4, "\xC2\xAC"},
        {"&notin;", 7, "\xE2\x88\x89"},
        {"&notinva;", 9, "\xE2\x88\x89"},
        {"&notinv", 4, "\xC2\xAC"},
        {"&ampx;", 4, "&"},
        {"&sup1", 5, "\xC2\xB9"},
        {"&supe", 0, ""},
        {"&CounterClockwiseContourIntegral;", 33, "\xE2\x88\xB3"},
        {"&CounterClockwiseContourIntegral", 0, ""},
        /* Two characters, one of them longer than its name */
        {"&nGt;", 5, "\xE2\x89\xAB\xE2\x83\x92"},
        {"&fjlig;", 7, "fj"},
        {"&bne;", 5, "=\xE2\x83\xA5"},
        /* None */
        {"&", 0, ""},
        {"&a", 0, ""},
        {"&apos", 0, ""},
        {"& amp;", 0, ""},
        {"&&amp;", 0, ""},
        {"&;", 0, ""},
        {"&nosuchname;", 0, ""},
        {"&zzz;", 0, ""},
        {"&9;x", 0, ""},
        {"&\xC3\xA9;", 0, ""},
        {"&[;;", 0, ""},
        {"&`;;", 0, ""},
    };
    CHECK_READ(examples, false);
}

static void test_numbers(void **state) {
    (void)state;
    static const example examples[] = {
        {"&#65;", 5, "A"},
        {"&#65", 4, "A"},
        {"&#65x", 4, "A"},
        {"&#x41;", 6, "A"},
        {"&#X4a;", 6, "J"},
        {"&#x4A", 5, "J"},
        {"&#x4Ag;", 5, "J"},
        {"&#13;", 5, "\r"},
        {"&#128;", 6, "\xE2\x82\xAC"},
        {"&#x9F;", 6, "\xC5\xB8"},
        {"&#x81;", 6, "\xC2\x81"},
        {"&#xA0;", 6, "\xC2\xA0"},
        {"&#x10FFFF;", 10, "\xF4\x8F\xBF\xBF"},
        {"&#xFFFE;", 8, "\xEF\xBF\xBE"},
        {"&#0;", 4, "\xEF\xBF\xBD"},
        {"&#xD800;", 8, "\xEF\xBF\xBD"},
        {"&#xDFFF;", 8, "\xEF\xBF\xBD"},
        {"&#xE000;", 8, "\xEE\x80\x80"},
        {"&#x110000;", 10, "\xEF\xBF\xBD"},
        {"&#4294967361;", 13, "\xEF\xBF\xBD"},         /* would be 65 in 32 bits */
        {"&#x10000000000000041;", 21, "\xEF\xBF\xBD"}, /* and this in 64 */
        {"&#00000000000000000000000065;", 29, "A"},
        {"&#", 0, ""},
        {"&#;", 0, ""},
        {"&#x", 0, ""},
        {"&#x;", 0, ""},
        {"&#xg", 0, ""},
        {"&#a", 0, ""},
        {"&#-1;", 0, ""},
    };
    CHECK_READ(examples, false);
    CHECK_READ(examples, true);
}

static void test_names_in_attributes(void **state) {
    (void)state;
    static const example examples[] = {
        {"&lt;a", 4, "<"},
        {"&lt", 3, "<"},
        {"&lt a", 3, "<"},
        {"&lt-", 3, "<"},
        {"&lt\xC3\xA9", 3, "<"},
        {"&lt=", 0, ""},
        {"&lta", 0, ""},
        {"&ltZ", 0, ""},
        {"&lt9", 0, ""},
        {"&notit;", 0, ""}, /* not even as "&not" */
        {"&notin;a", 7, "\xE2\x88\x89"},
        {"&copy=1", 0, ""},
    };
    CHECK_READ(examples, true);
}

static void check_decode(const char *value, size_t length, const char *expected, size_t expected_length) {
    unsigned char *page = malloc(length + 2);
    char *out = malloc(expected_length + 1);
    assert_non_null(page);
    assert_non_null(out);
    page[0] = '"';
    memcpy(page + 1, value, length);
    page[length + 1] = '=';
    dhk_range range = {1, (uint32_t)length + 1};
    assert_int_equal(dhk_attribute_decode(page, range, NULL, 0), expected_length);
    for (size_t capacity = 0; capacity <= expected_length; capacity++) {
        memset(out, '#', expected_length + 1);
        assert_int_equal(dhk_attribute_decode(page, range, out, capacity), expected_length);
        size_t written = capacity;
        while (written > 0 && out[written - 1] == '#')
            written--;
        assert_memory_equal(out, expected, written);
        assert_true(capacity - written < 6); /* at most one reference short */
        assert_true(capacity < expected_length || written == expected_length);
        assert_int_equal(out[capacity], '#');
    }
    free(page);
    free(out);
}

static void test_attribute_decode(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"abc", "abc"},
        {"a&amp;b", "a&b"},
        {"?a=1&copy=2&lt;", "?a=1&copy=2<"},
        {"&lt", "<"}, /* the '=' behind it is not of the value */
        {"&", "&"},
        {"&&&", "&&&"},
        {"&#x", "&#x"},
        {"&x;&;&amp", "&x;&;&"},
        {"a\r\nb\rc\n", "a\nb\nc\n"},
        {"\r", "\n"},
        {"\r\r\n\n", "\n\n\n"},
        {"&nGt;&nGt;", "\xE2\x89\xAB\xE2\x83\x92\xE2\x89\xAB\xE2\x83\x92"},
        {"\xC3\xA9\xF0\x9F\x98\x80z", "\xC3\xA9\xF0\x9F\x98\x80z"},
        {"\x80\x80\xC3", "\x80\x80\xC3"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        check_decode(pairs[i][0], strlen(pairs[i][0]), pairs[i][1], strlen(pairs[i][1]));
    check_decode("a\0b", 3,
                 "a\xEF\xBF\xBD"
                 "b",
                 5);
    check_decode("\0\0", 2, "\xEF\xBF\xBD\xEF\xBF\xBD", 6);
}

static void test_attribute_decode_never_writes_half_a_character(void **state) {
    (void)state;
    static const unsigned char page[] = "\xC3\xA9\xE2\x82\xAC"
                                        "a";
    char out[8] = "########";
    dhk_range range = {0, 6};
    assert_int_equal(dhk_attribute_decode(page, range, out, 4), 6);
    assert_memory_equal(out, "\xC3\xA9######", 8); /* nor what would fit behind it */
}

/* Text */

static void check_text(dhk_text_mode mode, const char *input, size_t length, const char *expected,
                       size_t expected_length, size_t most_pieces) {
    unsigned char *page = malloc(length);
    char got[256];
    size_t got_length = 0;
    size_t pieces = 0;
    assert_non_null(page);
    memcpy(page, input, length);
    dhk_range range = {0, (uint32_t)length};
    for (uint32_t position = 0; position < length; pieces++) {
        dhk_text_piece piece;
        uint32_t before = position;
        dhk_text_next(page, range, mode, &position, &piece);
        assert_int_equal(piece.source.begin, before);
        assert_int_equal(piece.source.end, position);
        assert_true(position > before);
        assert_true(piece.bytes == piece.decoded || piece.bytes == page + before);
        assert_true(piece.length <= sizeof got - got_length);
        memcpy(got + got_length, piece.bytes, piece.length);
        got_length += piece.length;
    }
    assert_int_equal(got_length, expected_length);
    assert_memory_equal(got, expected, expected_length);
    assert_true(pieces <= most_pieces);
    free(page);
}

#define CHECK_TEXT(mode, input, expected, most_pieces)                                                                 \
    check_text(mode, input, sizeof(input) - 1, expected, sizeof(expected) - 1, most_pieces)

static void test_text(void **state) {
    (void)state;
    CHECK_TEXT(DHK_TEXT_DATA, "plain text without anything in it", "plain text without anything in it", 1);
    CHECK_TEXT(DHK_TEXT_DATA, "a long run of text, then &amp; and more", "a long run of text, then & and more", 3);
    CHECK_TEXT(DHK_TEXT_DATA, "a & b &x; c&", "a & b &x; c&", 4);
    CHECK_TEXT(DHK_TEXT_DATA, "&ltx", "<x", 2);
    CHECK_TEXT(DHK_TEXT_DATA, "&notit;", "\xC2\xACit;", 2);
    CHECK_TEXT(DHK_TEXT_DATA, "\r\n\r\n12345678\r\r\n", "\n\n12345678\n\n", 5);
    CHECK_TEXT(DHK_TEXT_DATA, "\r", "\n", 1);
    CHECK_TEXT(DHK_TEXT_DATA, "\n\n\n", "\n\n\n", 1);
    CHECK_TEXT(DHK_TEXT_DATA, "a\0b", "a\0b", 1);
    CHECK_TEXT(DHK_TEXT_RCDATA, "a\0b&gt;\r",
               "a\xEF\xBF\xBD"
               "b>\n",
               5);
    CHECK_TEXT(DHK_TEXT_RAWTEXT, "a\0b&gt;\r\n",
               "a\xEF\xBF\xBD"
               "b&gt;\n",
               4);
    CHECK_TEXT(DHK_TEXT_SCRIPT, "a&&b\0", "a&&b\xEF\xBF\xBD", 2);
    CHECK_TEXT(DHK_TEXT_PLAINTEXT, "\0\0&lt;", "\xEF\xBF\xBD\xEF\xBF\xBD&lt;", 3);
    CHECK_TEXT(DHK_TEXT_CDATA, "a\0&gt;\r\nb", "a\0&gt;\nb", 3);
}

/* What is looked for may stand anywhere in the words that are looked at; bytes
 * that differ from it in one bit, or stand behind it, do not count. */
static void test_text_runs_end_at_the_right_byte(void **state) {
    (void)state;
    static const unsigned char neighbours[] = {'%', '\'', 0x0C, 0x0E, 0x01, 0x80, 0xA6, 0x8D, 0xFF};
    for (size_t filler = 0; filler < sizeof neighbours; filler++) {
        for (uint32_t at = 1; at < 40; at++) {
            unsigned char page[48];
            dhk_text_piece piece;
            dhk_range range = {0, 40};
            uint32_t position = 0;
            memset(page, neighbours[filler], sizeof page);
            page[at] = '\r';
            page[40] = '\n'; /* not of the range */
            dhk_text_next(page, range, DHK_TEXT_RCDATA, &position, &piece);
            assert_int_equal(position, at);
            dhk_text_next(page, range, DHK_TEXT_RCDATA, &position, &piece);
            assert_int_equal(position, at + 1);
            assert_int_equal(piece.length, 1);
            assert_int_equal(piece.bytes[0], '\n');
        }
    }
}

/* A reference at the end of a range sees nothing of the page behind it. */
static void test_text_stays_in_its_range(void **state) {
    (void)state;
    static const unsigned char page[] = "&am&ampp;;";
    dhk_text_piece piece;
    dhk_range range = {0, 3};
    uint32_t position = 0;
    dhk_text_next(page, range, DHK_TEXT_DATA, &position, &piece);
    assert_int_equal(position, 3);
    assert_true(piece.bytes == page);
    range = (dhk_range){3, 7};
    dhk_text_next(page, range, DHK_TEXT_DATA, &position, &piece);
    assert_int_equal(position, 7);
    assert_int_equal(piece.length, 1);
    assert_int_equal(piece.bytes[0], '&');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_names_in_attributes),
        cmocka_unit_test(test_attribute_decode),
        cmocka_unit_test(test_attribute_decode_never_writes_half_a_character),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_runs_end_at_the_right_byte),
        cmocka_unit_test(test_text_stays_in_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
