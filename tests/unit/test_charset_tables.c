/*
 * The tables of single-byte encodings, held against ICU's converters over all
 * bytes: they come from elsewhere, and where the two differ is listed here.
 */
#include "charset/charset_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unicode/ucnv.h>

#include <cmocka.h>

/* What ICU calls the converter that is meant; it has none of iso-8859-16 and x-user-defined. */
static const struct {
    const char *name;
    const char *icu_name;
} converters[] = {
    {"ibm866", "ibm-866_P100-1995"},        {"iso-8859-2", "ibm-912_P100-1995"},
    {"iso-8859-3", "ibm-913_P100-2000"},    {"iso-8859-4", "ibm-914_P100-1995"},
    {"iso-8859-5", "ibm-915_P100-1995"},    {"iso-8859-6", "ibm-1089_P100-1995"},
    {"iso-8859-7", "ibm-9005_X110-2007"},   {"iso-8859-8", "ibm-5012_P100-1999"},
    {"iso-8859-8-i", "ibm-5012_P100-1999"}, {"iso-8859-10", "iso-8859_10-1998"},
    {"iso-8859-13", "ibm-921_P100-1995"},   {"iso-8859-14", "iso-8859_14-1998"},
    {"iso-8859-15", "ibm-923_P100-1998"},   {"koi8-r", "ibm-878_P100-1996"},
    {"koi8-u", "ibm-1168_P100-2002"},       {"macintosh", "macos-0_2-10.2"},
    {"windows-874", "windows-874-2000"},    {"windows-1250", "ibm-5346_P100-1998"},
    {"windows-1251", "ibm-5347_P100-1998"}, {"windows-1252", "ibm-5348_P100-1997"},
    {"windows-1253", "ibm-5349_P100-1998"}, {"windows-1254", "ibm-5350_P100-1998"},
    {"windows-1255", "ibm-9447_P100-2002"}, {"windows-1256", "ibm-9448_X100-2005"},
    {"windows-1257", "ibm-9449_P100-2002"}, {"windows-1258", "ibm-5354_P100-1998"},
    {"x-mac-cyrillic", "macos-7_3-10.2"},   {"ibm437", "ibm-437_P100-1995"},
    {"ibm850", "ibm-850_P100-1995"},        {"ibm852", "ibm-852_P100-1995"},
};

/* Bytes at which the converter is not the Standard's index, and what that says; 0xFFFD: no character. */
static const struct {
    const char *name;
    unsigned char byte;
    uint16_t character;
} differences[] = {
    {"koi8-u", 0xAE, 0x045E},       {"koi8-u", 0xBE, 0x040E},       {"windows-874", 0xDB, 0xFFFD},
    {"windows-874", 0xDC, 0xFFFD},  {"windows-874", 0xDD, 0xFFFD},  {"windows-874", 0xDE, 0xFFFD},
    {"windows-874", 0xFC, 0xFFFD},  {"windows-874", 0xFD, 0xFFFD},  {"windows-874", 0xFE, 0xFFFD},
    {"ibm437", 0xE6, 0x00B5},       {"ibm852", 0xAA, 0x00AC},       {"windows-874", 0xFF, 0xFFFD},
    {"windows-1253", 0xAA, 0xFFFD}, {"windows-1255", 0xCA, 0x05BA},
};

static uint16_t expected(const char *name, UConverter *converter, unsigned byte) {
    char source = (char)byte;
    UChar target[4];
    UErrorCode error = U_ZERO_ERROR;
    if (byte < 0x80) /* ibm-866 has three control characters in other places */
        return (uint16_t)byte;
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (strcmp(differences[i].name, name) == 0 && differences[i].byte == byte)
            return differences[i].character;
    ucnv_resetToUnicode(converter);
    /* What has no character gives U+001A or U+FFFD. */
    if (ucnv_toUChars(converter, target, 4, &source, 1, &error) != 1 || U_FAILURE(error) || target[0] == 0x1A)
        return 0xFFFD;
    return target[0];
}

static void tables_are_those_of_icu(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof converters / sizeof *converters; i++) {
        const dhk_encoding *encoding = dhk_charset_named(converters[i].name);
        UErrorCode error = U_ZERO_ERROR;
        UConverter *converter = ucnv_open(converters[i].icu_name, &error);
        assert_true(U_SUCCESS(error));
        assert_int_equal(dhk_charset_kind_of(encoding), DHK_CHARSET_SINGLE);
        for (unsigned byte = 0; byte < 256; byte++)
            if (dhk_charset_single(encoding, (unsigned char)byte) != expected(converters[i].name, converter, byte))
                fail_msg("%s: byte 0x%02X is U+%04X, ICU says U+%04X", converters[i].name, byte,
                         dhk_charset_single(encoding, (unsigned char)byte),
                         expected(converters[i].name, converter, byte));
        ucnv_close(converter);
    }
}

/* ISO 8859-16 by the Standard's index, its upper half. */
static void table_that_icu_does_not_have(void **state) {
    (void)state;
    static const uint16_t upper[96] = {
        0x00A0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161, 0x00A9, 0x0218, 0x00AB, 0x0179, 0x00AD,
        0x017A, 0x017B, 0x00B0, 0x00B1, 0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7, 0x017E, 0x010D, 0x0219, 0x00BB,
        0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102, 0x00C4, 0x0106, 0x00C6, 0x00C7, 0x00C8, 0x00C9,
        0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF, 0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4, 0x0150, 0x00D6, 0x015A,
        0x0170, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x0118, 0x021A, 0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x0107,
        0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x0111, 0x0144, 0x00F2, 0x00F3,
        0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x0119, 0x021B, 0x00FF};
    const dhk_encoding *encoding = dhk_charset_named("iso-8859-16");
    for (unsigned byte = 0; byte < 256; byte++)
        assert_int_equal(dhk_charset_single(encoding, (unsigned char)byte), byte < 0xA0 ? byte : upper[byte - 0xA0]);
    encoding = dhk_charset_named("x-user-defined");
    for (unsigned byte = 0; byte < 256; byte++)
        assert_int_equal(dhk_charset_single(encoding, (unsigned char)byte), byte < 0x80 ? byte : 0xF700 + byte);
}

/* All that is of one byte a character has been looked at. */
static void none_is_left_out(void **state) {
    (void)state;
    size_t singles = 0;
    const dhk_encoding *first = dhk_encoding_utf8();
    for (size_t i = 0; i < 43; i++)
        singles += dhk_charset_kind_of(&first[i]) == DHK_CHARSET_SINGLE;
    assert_int_equal(singles, sizeof converters / sizeof *converters + 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_those_of_icu),
        cmocka_unit_test(table_that_icu_does_not_have),
        cmocka_unit_test(none_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
