/*
 * The character tables against what is known of characters from the Unicode
 * Standard's own charts, and the rules that hold for all of them.
 */
#include "unicode/char_class.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_class(uint32_t character, dhk_char_class class_) {
    if (dhk_char_of(character)->class_ != class_)
        fail_msg("U+%04X is of class %d, not %d", character, dhk_char_of(character)->class_, class_);
}

static void expect_classes(const uint32_t *characters, dhk_char_class class_) {
    for (; *characters; characters++)
        expect_class(*characters, class_);
}

static void expect_units(uint32_t character, int units) {
    if (dhk_char_of(character)->units != units)
        fail_msg("U+%04X has %d units, not %d", character, dhk_char_of(character)->units, units);
}

static void classes_are_as_documented(void **state) {
    (void)state;
    static const struct {
        dhk_char_class class_;
        uint32_t characters[32]; /* up to a 0 */
    } cases[] = {
        {DHK_CHAR_OTHER, {0x01, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF, 0xE000, 0x0378, 0xFFFF, 0x10FFFF}},
        {DHK_CHAR_SPACE,
         {' ', '\t', '\n', '\f', '\r', 0x85, 0xA0, 0x1680, 0x2003, 0x200B, 0x2028, 0x2029, 0x202F, 0x3000}},
        {DHK_CHAR_INVISIBLE,
         {0xAD, 0x034F, 0x061C, 0x115F, 0x200C, 0x200D, 0x200E, 0x202A, 0x2060, 0x2066, 0x3164, 0xFE0F, 0xFEFF, 0xFFF9,
          0xE0020, 0xE0100}},
        {DHK_CHAR_UPPER, {'A', 'Z', 0xC4, 0x01C5, 0x0416, 0x03A9, 0x0531, 0x2C80, 0x10400, 0xFF21, 0x1D400}},
        {DHK_CHAR_LOWER, {'a', 'z', 0xDF, 0x0436, 0x03C9, 0x0561, 0x2C81, 0x10428, 0xFF41}},
        {DHK_CHAR_LETTER, {0xAA,   0x02BC, 0x05D0, 0x0627, 0x0905, 0x0E01, 0x10D0, 0x1C90, 0x13A0, 0x1100,  0x2160,
                           0x3005, 0x3007, 0x3042, 0x30A2, 0x30FC, 0x309D, 0x4E00, 0xAC00, 0xFF71, 0x20000, 0x31350}},
        {DHK_CHAR_MARK, {0x0301, 0x0488, 0x064B, 0x093E, 0x094D, 0x0E31, 0x0E48, 0x17D2, 0x20DD, 0x3099, 0xFF9E}},
        {DHK_CHAR_DIGIT, {'0', '9', 0xB2, 0xBD, 0x0660, 0x06F5, 0x0966, 0x0E50, 0x2460, 0xFF10}},
        {DHK_CHAR_SENTENCE_END, {'.',    '!',    '?',    0x037E, 0x0589, 0x061F, 0x06D4, 0x0964, 0x0965,
                                 0x0F0D, 0x104B, 0x1362, 0x17D4, 0x17D5, 0x2026, 0x203C, 0x203D, 0x2049,
                                 0x22EF, 0x3002, 0xFE12, 0xFE19, 0xFE52, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61}},
        {DHK_CHAR_COMMA,
         {',', ';', ':', 0x0387, 0x055D, 0x060C, 0x061B, 0x1363, 0x3001, 0xFE10, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF64}},
        {DHK_CHAR_QUOTE,
         {'"', 0xAB, 0xBB, 0x2018, 0x201A, 0x201C, 0x201D, 0x201E, 0x2039, 0x203A, 0x300C, 0x300F, 0x301D, 0xFF02,
          0xFF62}},
        {DHK_CHAR_OPEN, {'(', '[', '{', 0x2045, 0x3008, 0x300A, 0x3010, 0xFF08, 0xFE59}},
        {DHK_CHAR_CLOSE, {')', ']', '}', 0x2046, 0x3009, 0x300B, 0x3011, 0xFF09}},
        {DHK_CHAR_DASH,
         {'-', '_', 0x058A, 0x05BE, 0x2010, 0x2013, 0x2014, 0x2015, 0x2212, 0x301C, 0x3030, 0xFF0D, 0xFF3F}},
        {DHK_CHAR_SEPARATOR, {'|',    '/',    '\\',   '<',    '>',    0xA6,   0xB7,   0x2022, 0x2043, 0x2190, 0x2192,
                              0x2502, 0x25B6, 0x25CF, 0x276F, 0x27A4, 0x30FB, 0xFF0F, 0xFF5C, 0xFF65, 0x1F800}},
        {DHK_CHAR_CURRENCY, {'$', 0xA3, 0xA5, 0x0E3F, 0x20AC, 0x20B9, 0x20BD, 0xFF04}},
        {DHK_CHAR_SYMBOL,
         {'+', '=', '^', '~', '`', 0xA9, 0xAE, 0xD7, 0x0600, 0x2605, 0x2713, 0x309B, 0x1F600, 0x1F1E6}},
        {DHK_CHAR_PUNCTUATION,
         {'#', '%', '&', '\'', '*', '@', 0xA7, 0xB6, 0x055B, 0x066A, 0x1361, 0x2019, 0x2020, 0xFF07}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_classes(cases[i].characters, cases[i].class_);
}

static void units_follow_the_script(void **state) {
    (void)state;
    expect_units('a', 10);
    expect_units(0x0436, 10);
    expect_units(0x0905, 10);
    expect_units(0x0E01, 10);
    expect_units('.', 10);
    expect_units(' ', 10);
    expect_units(0x3000, 10);
    expect_units(0xFF21, 10);
    expect_units(0x0627, 12);
    expect_units(0x05D0, 12);
    expect_units(0xAC00, 18);
    expect_units(0x3042, 20);
    expect_units(0x30A2, 20);
    expect_units(0x30FC, 20);
    expect_units(0x3002, 20);
    expect_units(0xFF01, 20);
    expect_units(0x1F600, 20);
    expect_units(0x4E00, 25);
    expect_units(0x3005, 25);
    expect_units(0x20000, 25);
    expect_units(0x0301, 0);
    expect_units(0x200D, 0);
    expect_units(0xAD, 0);
    /* A decomposed Hangul syllable is as long as the composed one. */
    expect_units(0x1100, 18);
    expect_units(0x1161, 0);
    expect_units(0x11A8, 0);
}

static void scripts_are_those_of_letters(void **state) {
    (void)state;
    static const struct {
        uint32_t character;
        const char *code;
    } cases[] = {
        {'a', "Latn"},    {0x0436, "Cyrl"}, {0x03B1, "Grek"}, {0x0561, "Armn"}, {0x05D0, "Hebr"},  {0x0627, "Arab"},
        {0x0905, "Deva"}, {0x0E01, "Thai"}, {0x10D0, "Geor"}, {0xAC00, "Hang"}, {0x3042, "Hira"},  {0x30A2, "Kana"},
        {0x4E00, "Hani"}, {0x1200, "Ethi"}, {0x1780, "Khmr"}, {0x1000, "Mymr"}, {0x10400, "Dsrt"}, {0x30FC, "Zyyy"},
        {'1', "Zyyy"},    {'.', "Zyyy"},    {0x0301, "Zinh"}, {0x093E, "Zinh"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(dhk_script_code(dhk_char_of(cases[i].character)->script), cases[i].code);
    assert_string_equal(dhk_script_code(0), "Zyyy");
    assert_string_equal(dhk_script_code(1), "Zinh");
    assert_string_equal(dhk_script_code(103), "Zzzz");
    assert_string_equal(dhk_script_code(255), "Zzzz");
}

static void flags_follow_class_and_script(void **state) {
    (void)state;
    static const uint32_t unspaced[] = {0x4E00, 0x3005, 0x3007, 0x3042, 0x30A2, 0x30FC, 0xFF71,
                                        0xFF70, 0x0E01, 0x0E46, 0x0E81, 0x1780, 0x1000, 0};
    for (const uint32_t *c = unspaced; *c; c++)
        assert_int_equal(dhk_char_of(*c)->flags, DHK_CHAR_WORD | DHK_CHAR_UNSPACED);
    static const uint32_t cased[] = {'A', 'a', 0xAA, 0x0416, 0x03B1, 0x0561, 0x2C81, 0x10400, 0};
    for (const uint32_t *c = cased; *c; c++)
        assert_int_equal(dhk_char_of(*c)->flags, DHK_CHAR_WORD | DHK_CHAR_CASED);
    static const uint32_t plain[] = {0x05D0, 0x0905, 0x10D0, 0x1C90, 0x13A0, 0xAC00, 0x0E31, 0x0301, '7', 0x0E50, 0};
    for (const uint32_t *c = plain; *c; c++)
        assert_int_equal(dhk_char_of(*c)->flags, DHK_CHAR_WORD);
}

static void all_characters_keep_the_rules(void **state) {
    (void)state;
    size_t letters = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        const dhk_char *kind = dhk_char_of(c);
        if (kind->class_ >= DHK_CHAR_CLASS_COUNT || kind->units > 25 || (kind->units != 0 && kind->units < 10))
            fail_msg("U+%04X is out of range", c);
        int letter = kind->class_ >= DHK_CHAR_UPPER && kind->class_ <= DHK_CHAR_LETTER;
        int word = letter || kind->class_ == DHK_CHAR_MARK || kind->class_ == DHK_CHAR_DIGIT;
        if (word != ((kind->flags & DHK_CHAR_WORD) != 0))
            fail_msg("U+%04X: what is a word character is wrong", c);
        if (!letter && (kind->flags & (DHK_CHAR_UNSPACED | DHK_CHAR_CASED)) != 0)
            fail_msg("U+%04X: a flag of letters on what is none", c);
        if ((kind->class_ == DHK_CHAR_UPPER || kind->class_ == DHK_CHAR_LOWER) && !(kind->flags & DHK_CHAR_CASED))
            fail_msg("U+%04X: case without case", c);
        if (strlen(dhk_script_code(kind->script)) != 4)
            fail_msg("U+%04X: no script code", c);
        letters += (size_t)letter;
    }
    assert_true(letters > 130000);
}

static void version_has_the_form_of_one(void **state) {
    (void)state;
    char *end;
    assert_true(strtoul(dhk_unicode_version, &end, 10) >= 15);
    assert_int_equal(*end, '.');
    assert_true(strtoul(end + 1, &end, 10) < 10);
    assert_int_equal(*end, '\0');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_as_documented),     cmocka_unit_test(units_follow_the_script),
        cmocka_unit_test(scripts_are_those_of_letters),  cmocka_unit_test(flags_follow_class_and_script),
        cmocka_unit_test(all_characters_keep_the_rules), cmocka_unit_test(version_has_the_form_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
