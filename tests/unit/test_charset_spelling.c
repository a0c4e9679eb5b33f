/*
 * Encodings that are told by how words are spelt in them, declared or not.
 */
#include "charset/charset_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static dhk_charset_result page(dhk_decoder *decoder, const char *bytes, size_t length, const char *transport,
                               bool html) {
    dhk_charset_result result;
    assert_int_equal(dhk_decoder_page(decoder, bytes, length, transport, html, &result), DEHUSK_OK);
    return result;
}

/* `word`, then a space, forty times. */
static const dhk_encoding *guess_words(const unsigned char *word, size_t length) {
    char bytes[40 * 8];
    size_t count = 0;
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    assert_non_null(decoder);
    for (size_t i = 0; i < 40; i++) {
        memcpy(bytes + count, word, length);
        count += length;
        bytes[count++] = ' ';
    }
    const dhk_encoding *encoding = page(decoder, bytes, count, NULL, true).encoding;
    dhk_decoder_free(decoder);
    return encoding;
}

static void expect_guess(const char *name, bool expected, const unsigned char *word, size_t length) {
    const dhk_encoding *guess = guess_words(word, length);
    if ((strcmp(guess->name, name) == 0) != expected)
        fail_msg("%02x %02x %02x: %s", word[0], word[1], word[2], guess->name);
}

/* Every byte that is a mark, a leading vowel or a consonant is known as such, and no other. */
static void thai_is_told_by_its_spelling(void **state) {
    (void)state;
    for (unsigned byte = 0xA1; byte <= 0xFB; byte++) {
        const unsigned char marked[] = {0xA1, (unsigned char)byte, 0xA2};
        const unsigned char led[] = {(unsigned char)byte, 0xA1, 0xC2};
        const unsigned char carrier[] = {(unsigned char)byte, 0xE8, 0xA2};
        const unsigned char followed[] = {0xE0, (unsigned char)byte, 0xC1};
        bool consonant = byte <= 0xCE;
        bool leads = byte >= 0xE0 && byte <= 0xE4;
        bool mark = byte == 0xD1 || (byte >= 0xD4 && byte <= 0xDA) || (byte >= 0xE7 && byte <= 0xEE);
        if (byte > 0xDA && byte < 0xDF)
            continue; /* no characters */
        expect_guess("windows-874", mark || leads, marked, sizeof marked);
        expect_guess("windows-874", leads, led, sizeof led);
        if (!leads && !mark) {
            expect_guess("windows-874", consonant, carrier, sizeof carrier);
            expect_guess("windows-874", consonant, followed, sizeof followed);
        }
    }
    const unsigned char stacked[] = {0xA1, 0xD4, 0xE8}; /* a tone on a vowel */
    expect_guess("windows-874", true, stacked, sizeof stacked);
    const unsigned char even[] = {0xA1, 0xD4, 0xA2, 0xA3}; /* as pairs are */
    expect_guess("windows-874", false, even, sizeof even);
}

/* Dashes, dots and quotation marks of windows-1251 before words are no capitals of x-mac-cyrillic. */
static void marks_before_cyrillic_words_are_no_letters(void **state) {
    static const char words[] =
        "\xEF\xE0\xF0\xEE\xEC %c\xF7\xE0\xE9\xEA\xE8 %c\xEF\xEE\xF0\xF2 \xE8 %c\xEC\xEE\xF0\xE5";
    static const unsigned char marks[] = {0x84, 0x85, 0x91, 0x93, 0x95, 0x96, 0x97};
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    char bytes[64];
    (void)state;
    assert_non_null(decoder);
    for (size_t i = 0; i < sizeof marks; i++) {
        int length = snprintf(bytes, sizeof bytes, words, marks[i], marks[i], marks[i]);
        assert_string_equal(page(decoder, bytes, (size_t)length, "windows-1251", true).encoding->name, "windows-1251");
    }
    int length = snprintf(bytes, sizeof bytes, words, 0x85, 0x8F, 0x8C); /* capitals */
    assert_string_equal(page(decoder, bytes, (size_t)length, "windows-1251", true).encoding->name, "x-mac-cyrillic");
    dhk_decoder_free(decoder);
}

static void ibm866_is_told_by_its_case(void **state) {
    (void)state;
    for (unsigned byte = 0x80; byte <= 0xFF; byte++) {
        const unsigned char within[] = {0xA0, (unsigned char)byte, 0xA2};
        const unsigned char first[] = {(unsigned char)byte, 0xA0, 0xE0, 0xA2};
        bool small = (byte >= 0xA0 && byte <= 0xAF) || (byte >= 0xE0 && byte <= 0xEF) || byte == 0xF1;
        bool capital = byte <= 0x9F || byte == 0xF0;
        if (byte == 0xA0 || byte == 0xA2)
            continue; /* the same twice */
        expect_guess("ibm866", small, within, sizeof within);
        expect_guess("ibm866", small || capital, first, sizeof first);
    }
}

/* Letters that stand once are letters as others are. */
static void spelling_counts_letters(void **state) {
    static const struct {
        const char *bytes;
        uint32_t letters, different, wrong;
    } cases[] = {
        {"d\xE9j\xE0 vu, l'\xEAtre", 3, 3, 0},
        {"d\xE9j\xE9 vu", 2, 1, 0},
        {"d\xE9", 1, 1, 0},
        {"\xA7 5, \xA9", 0, 0, 0},
        /* What stands between letters: in rows of links, in units, in words. */
        {"p\xE9re\xBBm\xE8re", 2, 2, 0},
        {"m\xE8re\xABp\xE9re", 2, 2, 0},
        {"\xE9k\xB5m", 1, 1, 0},
        {"\xE9l\xB7l", 1, 1, 0},
        {"l\x92\xE9t\xE9, l\x91t, l\xB4t", 2, 1, 0},
        {"\xE9t\xADt\x96t\x97t\xA0t", 1, 1, 0},
        {"\xE9t\xA7t", 1, 1, 1},
        {"\xE9t\xBFt", 1, 1, 1},
        {"\xE9t\xB6t", 1, 1, 1},
        {"\xE9t\xB6 t", 1, 1, 0},
        {"plain", 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dhk_spelling spelling = dhk_charset_spelling(dhk_charset_named("windows-1252"),
                                                     (const unsigned char *)cases[i].bytes, strlen(cases[i].bytes));
        assert_int_equal(spelling.letters, cases[i].letters);
        assert_int_equal(spelling.different, cases[i].different);
        assert_int_equal(spelling.wrong, cases[i].wrong);
    }
}

static void misspelling_is_judged_by_its_share(void **state) {
    static const struct {
        uint32_t letters, wrong;
        bool misspelt;
    } cases[] = {{192, 6, true}, {193, 6, false}, {1, 1, false}, {32, 2, true},     {33, 2, false},
                 {80, 5, true},  {81, 5, false},  {0, 0, false}, {1000, 31, false}, {1000, 32, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dhk_charset_is_misspelt((dhk_spelling){.wrong = cases[i].wrong, .letters = cases[i].letters}),
                         cases[i].misspelt);
}

/* A declared encoding of pairs, whose bytes are nine good pairs and a lead that may be wrong. */
static void wrong_leads_make_a_declaration_improbable(void **state) {
    static const struct {
        const char *name;
        const char *good;
    } cases[] = {
        {"euc-jp", "\xA4\xA2\xA4\xA4\xA4\xA6\xA4\xA8\xA4\xAA\xA5\xAB\xA5\xAD\xA5\xAF\xA5\xB1"},
        {"shift_jis", "\x82\xA0\x82\xA2\x82\xA4\x82\xA6\x82\xA8\x83\x4A\x83\x4C\x83\x4E\x83\x50"},
        {"euc-kr", "\xB0\xA1\xB3\xAA\xB4\xD9\xB6\xF3\xB8\xB6\xB9\xD9\xBB\xE7\xBE\xC6\xC0\xDA"},
        {"gbk", "\xB0\xA1\xB3\xAA\xB4\xD9\xB6\xF3\xB8\xB6\xC9\xD9\xCB\xE7\xCE\xC6\xD0\xDA"},
        {"big5", "\xA4\x40\xA4\xA4\xA5\x40\xA5\xA4\xA6\x40\xA6\xA4\xA7\x40\xA7\xA4\xA8\x40"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned lead = 0x80; lead <= 0xFF; lead++) {
            unsigned char bytes[1024];
            size_t count = 0;
            bool japanese = strcmp(cases[i].name, "euc-jp") == 0;
            bool wrong = japanese ? lead < 0xA1 && lead != 0x8E && lead != 0x8F : lead == 0x80;
            for (size_t k = 0; k < 40; k++) {
                memcpy(bytes + count, cases[i].good, 18);
                count += 18;
                bytes[count++] = (unsigned char)lead;
                bytes[count++] = 0xA1;
                if (japanese && lead == 0x8F)
                    bytes[count++] = 0xA1;
                bytes[count++] = ' ';
            }
            bool improbable = dhk_charset_is_improbable(dhk_charset_named(cases[i].name), bytes, count);
            if (improbable != (wrong || (lead == 0xFF && !japanese)))
                fail_msg("%s: lead %02x: %d", cases[i].name, lead, improbable);
        }
}

/* Two encodings of Greek differ in one letter, which begins words, and in the apostrophe that ends them. */
static void greek_is_told_by_its_capital_alpha(void **state) {
#define ISO "\xB6\xF1\xF4\xEF\xF2 "
#define WINDOWS "\xA2\xF1\xF4\xEF\xF2 "
#define APOSTROPHE "\xE1\xF0\xA2 "
#define REST "\xEF \xF6\xEF\xFD\xF1\xED\xEF\xF2 \xF4\xE7\xF2 \xE3\xE5\xE9\xF4\xEF\xED\xE9\xDC\xF2 "
    static const struct {
        const char *text;
        bool in_windows, in_iso; /* does it stay what it was declared to be? */
    } cases[] = {
        {REST, true, true},
        {ISO REST, true, true},
        {ISO REST ISO, false, true},
        {ISO REST ISO WINDOWS, true, true},
        {WINDOWS REST, true, true},
        {WINDOWS REST WINDOWS, true, false},
        {WINDOWS REST WINDOWS ISO, true, true},
        {REST APOSTROPHE, true, true},
        {REST APOSTROPHE APOSTROPHE, false, true},
        {ISO REST APOSTROPHE, false, true},
        {REST APOSTROPHE WINDOWS WINDOWS, true, true},
        {REST APOSTROPHE APOSTROPHE WINDOWS, false, true},
        {REST "\xB6 \xB6 5", true, true}, /* paragraphs */
    };
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    (void)state;
    assert_non_null(decoder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t iso = 0; iso < 2; iso++) {
            static const char *const names[2] = {"windows-1253", "iso-8859-7"};
            bool stays = iso ? cases[i].in_iso : cases[i].in_windows;
            const char *found = page(decoder, cases[i].text, strlen(cases[i].text), names[iso], true).encoding->name;
            if (strcmp(found, names[stays ? iso : 1 - iso]) != 0)
                fail_msg("case %zu, declared %s: %s", i, names[iso], found);
        }
    dhk_decoder_free(decoder);
#undef ISO
#undef WINDOWS
#undef APOSTROPHE
#undef REST
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thai_is_told_by_its_spelling),
        cmocka_unit_test(marks_before_cyrillic_words_are_no_letters),
        cmocka_unit_test(ibm866_is_told_by_its_case),
        cmocka_unit_test(spelling_counts_letters),
        cmocka_unit_test(misspelling_is_judged_by_its_share),
        cmocka_unit_test(wrong_leads_make_a_declaration_improbable),
        cmocka_unit_test(greek_is_told_by_its_capital_alpha),
    };
    return cmocka_run_group_tests_name("charset spelling", tests, NULL, NULL);
}
