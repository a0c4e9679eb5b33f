/*
 * Encodings: labels, the choice, decoding, and the map back to the input.
 */
#include "charset/charset_parts.h"
#include "support/counting_allocator.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include <cmocka.h>

/* -- Helpers ------------------------------------------------------------- */

static dhk_charset_result page(dhk_decoder *decoder, const char *bytes, size_t length, const char *transport,
                               bool html) {
    dhk_charset_result result;
    assert_int_equal(dhk_decoder_page(decoder, bytes, length, transport, html, &result), DEHUSK_OK);
    return result;
}

static void expect_choice(const char *bytes, size_t length, const char *transport, bool html, const char *name,
                          const char *source) {
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    assert_non_null(decoder);
    dhk_charset_result result = page(decoder, bytes, length, transport, html);
    assert_string_equal(result.encoding->name, name);
    assert_string_equal(result.source, source);
    dhk_decoder_free(decoder);
}

#define CHOICE(text, transport, name, source)                                                                          \
    expect_choice((text), sizeof(text) - 1, (transport), true, (name), (source))

static void expect_text(const char *bytes, size_t length, const char *transport, const char *text, size_t text_length,
                        size_t malformed) {
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    assert_non_null(decoder);
    dhk_charset_result result = page(decoder, bytes, length, transport, false);
    if (result.length != text_length || memcmp(result.utf8, text, text_length) != 0 || result.malformed != malformed)
        fail_msg("%s: not \"%s\" but \"%.*s\", malformed %zu", transport != NULL ? transport : "", text,
                 (int)result.length, (const char *)result.utf8, result.malformed);
    assert_int_equal(dhk_decoder_input_offset(decoder, result.length), length);
    dhk_decoder_free(decoder);
}

/* Enough of a language for the detector, in windows-1252. */
#define FRENCH                                                                                                         \
    "L'\xE9t\xE9 dernier, la biblioth\xE8que du village a \xE9t\xE9 rouverte apr\xE8s des ann\xE9"                     \
    "es de travaux, et les habitants sont venus en tr\xE8s grand nombre d\xE8s le matin."

#define TEXT(bytes, transport, text, malformed)                                                                        \
    expect_text((bytes), sizeof(bytes) - 1, (transport), (text), sizeof(text) - 1, (malformed))

/* The bytes of a text's characters in an encoding, one by one, so that the test
 * knows where each begins. */
typedef struct encoded {
    char bytes[65536];
    size_t length;
    char utf8[65536];
    size_t utf8_length;
    size_t begins[65536]; /* in bytes, for each byte of utf8 */
} encoded;

static void encode(encoded *out, const char *icu_name, const char *text, size_t repeats) {
    UErrorCode error = U_ZERO_ERROR;
    UConverter *to = ucnv_open(icu_name, &error);
    UConverter *from = ucnv_open("UTF-8", &error);
    size_t length = strlen(text);

    assert_true(U_SUCCESS(error));
    memset(out, 0, sizeof *out);
    for (size_t repeat = 0; repeat < repeats; repeat++)
        for (size_t i = 0; i < length;) {
            size_t width = 1;
            UChar units[4];
            while (i + width < length && ((unsigned char)text[i + width] & 0xC0) == 0x80)
                width++;
            int32_t count = ucnv_toUChars(from, units, 4, text + i, (int32_t)width, &error);
            int32_t made = ucnv_fromUChars(to, out->bytes + out->length, (int32_t)(sizeof out->bytes - out->length),
                                           units, count, &error);
            assert_true(U_SUCCESS(error));
            for (size_t k = 0; k < width; k++)
                out->begins[out->utf8_length + k] = out->length;
            memcpy(out->utf8 + out->utf8_length, text + i, width);
            out->utf8_length += width;
            out->length += (size_t)made;
            i += width;
        }
    ucnv_close(to);
    ucnv_close(from);
}

static void expect_round_trip(const char *label, const char *icu_name, const char *text, size_t repeats) {
    encoded *sample = malloc(sizeof *sample);
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    assert_non_null(sample);
    assert_non_null(decoder);
    encode(sample, icu_name, text, repeats);
    dhk_charset_result result = page(decoder, sample->bytes, sample->length, label, false);
    assert_string_equal(result.source, "transport");
    if (result.length != sample->utf8_length || memcmp(result.utf8, sample->utf8, result.length) != 0)
        fail_msg("%s: not \"%.60s\" but \"%.*s\"", label, sample->utf8, (int)(result.length < 60 ? result.length : 60),
                 (const char *)result.utf8);
    assert_int_equal(result.malformed, 0);
    for (size_t i = 0; i < sample->utf8_length; i++)
        if (dhk_decoder_input_offset(decoder, i) != sample->begins[i])
            fail_msg("%s: offset %zu gives %zu, not %zu", label, i, dhk_decoder_input_offset(decoder, i),
                     sample->begins[i]);
    assert_int_equal(dhk_decoder_input_offset(decoder, sample->utf8_length), sample->length);
    dhk_decoder_free(decoder);
    free(sample);
}

/* -- Labels -------------------------------------------------------------- */

static void expect_label(const char *label, const char *name) {
    const dhk_encoding *encoding = dhk_encoding_for_label(label, strlen(label));
    if (name == NULL) {
        assert_null(encoding);
        return;
    }
    assert_non_null(encoding);
    assert_string_equal(encoding->name, name);
}

static void labels(void **state) {
    (void)state;
    expect_label("latin1", "windows-1252");
    expect_label(" \t\n\f\rISO-8859-1\r\n", "windows-1252");
    expect_label("GB2312", "gbk");
    expect_label("Utf8", "utf-8");
    expect_label("x-sjis", "shift_jis");
    expect_label("ks_c_5601-1987", "euc-kr");
    expect_label("x-x-big5", "big5");
    expect_label("866", "ibm866");
    expect_label("logical", "iso-8859-8-i");
    expect_label("hz-gb-2312", "replacement");
    expect_label("CP850", "ibm850");
    expect_label("ibm437", "ibm437");
    expect_label("csPCp852", "ibm852");
    expect_label("cseucpkdfmtjapanese", "euc-jp");
    expect_label("x-user-defined", "x-user-defined");
    expect_label("unicode", "utf-16le");
    expect_label("", NULL);
    expect_label("utf-7", NULL);
    expect_label("\vutf-8", NULL);
    expect_label("windows-1251-and-more-than-any-label", NULL);
    assert_null(dhk_encoding_for_label(NULL, 0));
    assert_null(dhk_encoding_for_label("utf-8\0", 6));
    assert_string_equal(dhk_encoding_utf8()->name, "utf-8");
}

/* Every encoding with a converter decodes ASCII and, where it is a charset of
 * single bytes, every byte. */
static void every_encoding_opens(void **state) {
    static const char *const names[] = {
        "ibm866",       "iso-8859-2",    "iso-8859-3",   "iso-8859-4",     "iso-8859-5",   "iso-8859-6",
        "iso-8859-7",   "iso-8859-8",    "iso-8859-8-i", "iso-8859-10",    "iso-8859-13",  "iso-8859-14",
        "iso-8859-15",  "iso-8859-16",   "koi8-r",       "koi8-u",         "macintosh",    "windows-874",
        "windows-1250", "windows-1251",  "windows-1252", "windows-1253",   "windows-1254", "windows-1255",
        "windows-1256", "windows-1257",  "windows-1258", "x-mac-cyrillic", "gbk",          "gb18030",
        "big5",         "euc-jp",        "iso-2022-jp",  "shift_jis",      "euc-kr",       "utf-16be",
        "utf-16le",     "x-user-defined"};
    char bytes[128 + 2 * 128];

    (void)state;
    for (int i = 0; i < 128; i++) {
        bytes[i] = (char)i;
        bytes[128 + 2 * i] = (char)(128 + i);
        bytes[129 + 2 * i] = 'a'; /* in a row they would be no text in any of these, and the detector be asked */
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dhk_decoder *decoder = dhk_decoder_new(NULL);
        bool multi = dhk_charset_kind_of(dhk_charset_named(names[i])) == DHK_CHARSET_MULTI;
        /* Much that is malformed is not believed. */
        dhk_charset_result result = page(decoder, bytes, multi ? 160 : sizeof bytes, names[i], false);
        assert_string_equal(result.encoding->name, names[i]);
        assert_int_equal(dhk_utf8_valid_length(result.utf8, result.length), result.length);
        if (strncmp(names[i], "utf-16", 6) != 0 && strcmp(names[i], "iso-2022-jp") != 0)
            assert_memory_equal(result.utf8, bytes, 0x80);
        dhk_decoder_free(decoder);
    }
}

/* -- Prescan ------------------------------------------------------------- */

static void expect_prescan(const char *text, const char *name) {
    const dhk_encoding *encoding = dhk_charset_prescan((const unsigned char *)text, strlen(text), 4096);
    if ((encoding == NULL) != (name == NULL) || (name != NULL && strcmp(encoding->name, name) != 0))
        fail_msg("%s: %s", text, encoding != NULL ? encoding->name : "none");
}

static void prescan(void **state) {
    (void)state;
    expect_prescan("<meta charset=koi8-r>", "koi8-r");
    expect_prescan("<META CHARSET = 'KOI8-R' />", "koi8-r");
    expect_prescan("<meta/charset=\"koi8-r\"/>", "koi8-r");
    expect_prescan("<metacharset=koi8-r>", NULL);
    expect_prescan("<meta name=a http-equiv=Content-Type content='text/html; charset=big5'>", "big5");
    expect_prescan("<meta content='text/html; charset=big5'>", NULL);
    expect_prescan("<meta content='text/html; charset=big5' http-equiv=refresh>", NULL);
    expect_prescan("<meta http-equiv=content-type content='charset charset = \"euc-kr\" ;x'>", "euc-kr");
    expect_prescan("<meta http-equiv=content-type content='charset=\"euc-kr'>", NULL);
    expect_prescan("<meta http-equiv=content-type content='charset'>", NULL);
    expect_prescan("<meta http-equiv=content-type content='charset=euc-kr;a'>", "euc-kr");
    expect_prescan("<meta charset=nonsense http-equiv=content-type content='charset=big5'>", NULL);
    expect_prescan("<meta charset=nonsense><meta charset=big5>", "big5");
    expect_prescan("<meta charset=big5 charset=gbk>", "big5");
    expect_prescan("<meta charset=utf-16le>", "utf-8");
    expect_prescan("<meta charset=x-user-defined>", "windows-1252");
    expect_prescan("<meta charset=iso-2022-kr><meta charset=gbk>", "gbk");
    expect_prescan("<!-- <meta charset=gbk> --><meta charset=big5>", "big5");
    expect_prescan("<!--><meta charset=big5>", "big5");
    expect_prescan("<!-- <meta charset=gbk>", NULL);
    expect_prescan("<a title='<meta charset=gbk>'><meta charset=big5>", "big5");
    expect_prescan("</a title='<meta charset=gbk>'><meta charset=big5>", "big5");
    expect_prescan("<!doctype x '<meta charset=gbk>'", NULL);
    expect_prescan("<? <meta charset=gbk><meta charset=big5>", "big5");
    expect_prescan("< meta charset=gbk>", NULL);
    expect_prescan("<meta charset=gbk", NULL);
    expect_prescan("<meta charset='gbk", NULL);
    expect_prescan("<meta charset", NULL);
    expect_prescan("<meta =charset=gbk charset=big5>", "big5");
    expect_prescan("<?xml version='1.0' encoding='windows-1251'?><a>", "windows-1251");
    expect_prescan("<?xml encoding = \"utf-16\" ?><a>", "utf-8");
    expect_prescan("<?xml version='1.0'?><a encoding='koi8-r'>", NULL);
    expect_prescan("<", NULL);
    expect_prescan("", NULL);
}

static void prescan_ends(void **state) {
    static const char meta[] = "<meta charset=koi8-r>";
    char text[6000];

    (void)state;
    for (size_t at = 4000; at < 4200; at++) {
        memset(text, ' ', sizeof text);
        memcpy(text + at, meta, sizeof meta - 1);
        const dhk_encoding *found = dhk_charset_prescan((const unsigned char *)text, sizeof text, 4096);
        assert_int_equal(found != NULL, at + sizeof meta - 1 <= 4096);
    }
    /* A late one counts where the bytes need it. */
    expect_choice(text, sizeof text, NULL, true, "utf-8", "utf-8");
    memset(text + 5000, 0xC1, 100);
    expect_choice(text, sizeof text, NULL, true, "koi8-r", "meta");
}

/* -- The choice ---------------------------------------------------------- */

static void order_of_belief(void **state) {
    (void)state;
    CHOICE("", NULL, "utf-8", "utf-8");
    CHOICE("plain", NULL, "utf-8", "utf-8");
    CHOICE("plain", "windows-1251", "windows-1251", "transport");
    CHOICE("\xEF\xBB\xBF<meta charset=gbk>", "koi8-r", "utf-8", "bom");
    CHOICE("\xFF\xFE<\0", "koi8-r", "utf-16le", "bom");
    CHOICE("\xFE\xFF\0<", NULL, "utf-16be", "bom");
    CHOICE("<meta charset=gbk>\xC4\xE3", "koi8-r", "koi8-r", "transport");
    CHOICE("<meta charset=gbk>\xC4\xE3", NULL, "gbk", "meta");
    CHOICE("<meta charset=hz-gb-2312>\xC3\xA9", NULL, "utf-8", "utf-8");
    CHOICE("<meta charset=what>\xC3\xA9", NULL, "utf-8", "utf-8");
    CHOICE("caf\xC3\xA9", NULL, "utf-8", "utf-8");
    CHOICE(FRENCH, NULL, "windows-1252", "detected");
    expect_choice("<meta charset=gbk>\xC3\xA9", 20, NULL, false, "utf-8", "utf-8");
}

static void transport_errors(void **state) {
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    dhk_charset_result result;

    (void)state;
    assert_int_equal(dhk_decoder_page(decoder, "a", 1, "no-such", true, &result), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dhk_decoder_page(decoder, "a", 1, "", true, &result), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dhk_decoder_page(decoder, "a", 1, "iso-2022-kr", true, &result), DEHUSK_UNSUPPORTED_CHARSET);
    assert_int_equal(dhk_decoder_page(decoder, NULL, 0, NULL, true, &result), DEHUSK_OK);
    assert_int_equal(result.length, 0);
    assert_int_equal(dhk_decoder_input_offset(decoder, 0), 0);
    dhk_decoder_free(decoder);
    dhk_decoder_free(NULL);
}

static void lying_charsets(void **state) {
    (void)state;
    /* Declared legacy, entirely UTF-8. */
    CHOICE("<meta charset=windows-1252>\xC3\xA9t\xC3\xA9 d\xC3\xA9j\xC3\xA0", NULL, "utf-8", "utf-8");
    CHOICE("\xC3\xA9t\xC3\xA9 d\xC3\xA9j\xC3\xA0", "iso-8859-1", "utf-8", "utf-8");
    CHOICE("\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96\xE7\x95\x8C\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96\xE7\x95\x8C", "gbk",
           "utf-8", "utf-8");
    CHOICE("<html><body>plain ASCII</body></html>", "utf-16le", "utf-8", "utf-8");
    /* Too little to go by. */
    CHOICE("caf\xE9\xA0\xBB", "windows-1252", "windows-1252", "transport");
    CHOICE("\xC4\xA3\xC4\xA3", "gbk", "gbk", "transport");
    /* Declared UTF-8, but it is not. */
    CHOICE("<meta charset=koi8-r>\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2", "utf-8", "koi8-r", "meta");
    CHOICE("<meta charset=utf-8>" FRENCH, "utf-8", "windows-1252", "detected");
    /* It is, with blemishes. */
    CHOICE("\xC3\xA9\xE9 ", "utf-8", "utf-8", "transport");
    CHOICE("\xC3\xA9\xC3", NULL, "utf-8", "utf-8");
}

static void utf16(void **state) {
    static const char le[] = "<\0p\0>\0\x16\x04\x3E\x04\x3D\xD8\x01\xDE";
    static const char be[] = "\0<\0p\0>\x04\x16\x04\x3E\xD8\x3D\xDE\x01";
    static const char text[] = "<p>\xD0\x96\xD0\xBE\xF0\x9F\x98\x81";

    (void)state;
    expect_choice(le, sizeof le - 1, NULL, true, "utf-16le", "detected");
    expect_choice(be, sizeof be - 1, NULL, true, "utf-16be", "detected");
    expect_text(le, sizeof le - 1, NULL, text, sizeof text - 1, 0);
    expect_text(be, sizeof be - 1, "utf-16be", text, sizeof text - 1, 0);
    TEXT("\xFF\xFE"
         "a\0\x00\xD8z\0q",
         NULL, "a\xEF\xBF\xBDz\xEF\xBF\xBD", 2);
    TEXT("\xFE\xFF\xDE\x00\0z", NULL, "\xEF\xBF\xBDz", 1);
    /* Stray NULs do not make UTF-16. */
    CHOICE("a page with\0 some \0NULs in it, as they occur", NULL, "utf-8", "utf-8");
    /* Nor do tabs and line ends, whose numbers are those of blocks of letters in India. */
    CHOICE("1\n2\n3\n4\n5\n6\n7\n8\n", NULL, "utf-8", "utf-8");
    CHOICE("\n1\n2\n3\n4\n5\n6\n7\n8", NULL, "utf-8", "utf-8");
    CHOICE("a\tb\tc\td\te\tf\tg\th\t", NULL, "utf-8", "utf-8");
    CHOICE("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", NULL, "utf-8", "utf-8");
    CHOICE("\x28\x09\x2E\x09\x38\x09\x4D\x09\x24\x09\x47\x09 \0\x28\x09\x26\x09\x40\x09", NULL, "utf-16le", "detected");
}

static void undeclared(void **state) {
    static const char japanese[] = "\x1B$B$3$s$K$A$O\x1B(B";
    encoded *sample = malloc(sizeof *sample);
    static const struct {
        const char *icu_name;
        const char *text;
        const char *name;
    } cases[] = {
        {"windows-1251", "Вчера вечером на мосту снова зажгли фонари, и все вышли гулять. ", "windows-1251"},
        {"KOI8-R", "Вчера вечером на мосту снова зажгли фонари, и все вышли гулять. ", "koi8-r"},
        {"ISO-8859-5", "Вчера вечером на мосту снова зажгли фонари, и все вышли гулять. ", "iso-8859-5"},
        {"ibm-866", "Вчера вечером на мосту снова зажгли фонари, и все вышли гулять. ", "ibm866"},
        {"windows-1253", "Άρτος: ο φούρνος της γειτονιάς άνοιξε ξανά χθες το πρωί. ", "windows-1253"},
        {"ISO-8859-7", "Άρτος: ο φούρνος της γειτονιάς άνοιξε ξανά χθες το πρωί. ", "iso-8859-7"},
        {"windows-1250", "Wczoraj wieczorem się ściemniło, więc poszliśmy do domu przez łąkę. ", "windows-1250"},
        {"ISO-8859-2", "Wczoraj wieczorem się ściemniło, więc poszliśmy do domu przez łąkę. ", "iso-8859-2"},
        {"windows-874", "เมื่อวานนี้ที่โรงละครเก่า ผู้คนมากมายมาชมการแสดง ", "windows-874"},
        {"windows-1255", "אתמול בערב נפתחה מחדש הספרייה העירונית והקהל הגיע. ", "windows-1255"},
        {"gb18030", "昨天晚上，图书馆重新开放，很多人来看书。", "gb18030"},
        {"Shift_JIS", "昨日の夜、図書館がまた開いて、多くの人が来ました。", "shift_jis"},
        {"EUC-JP", "昨日の夜、図書館がまた開いて、多くの人が来ました。", "euc-jp"},
        {"windows-949", "어제 저녁 도서관이 다시 문을 열어 많은 사람이 왔습니다. ", "euc-kr"},
    };

    (void)state;
    assert_non_null(sample);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encode(sample, cases[i].icu_name, cases[i].text, 4);
        expect_choice(sample->bytes, sample->length, NULL, true, cases[i].name, "detected");
    }
    /* One letter that only the other of two like encodings has tells less than many. */
    encode(sample, "ISO-8859-2", cases[7].text, 4);
    memcpy(sample->bytes + 16, "\x9E", 1);
    expect_choice(sample->bytes, sample->length, NULL, true, "iso-8859-2", "detected");
    free(sample);
    expect_choice(japanese, sizeof japanese - 1, NULL, true, "iso-2022-jp", "detected");
    /* Markup alone, with bytes that say nothing. */
    CHOICE("<a title='\xA4\xA4\xA4\xA4'><b>", NULL, "windows-1252", "default");
}

/* Pieces of text that are more than what the detector is given, in many sizes. */
static void samples_have_an_end(void **state) {
    enum { LENGTH = 200000 };
    char *bytes = malloc(LENGTH);
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    (void)state;
    assert_non_null(bytes);
    assert_non_null(decoder);
    for (size_t piece = 40; piece <= LENGTH; piece = piece * 5 / 3) {
        for (size_t i = 0; i < LENGTH; i++)
            bytes[i] = FRENCH[i % (sizeof FRENCH - 1)];
        for (size_t i = piece; i + 100 < LENGTH; i += piece + 100) {
            memset(bytes + i, ' ', 100);
            memcpy(bytes + i, "<br>", 4);
        }
        assert_string_equal(page(decoder, bytes, LENGTH, NULL, true).encoding->name, "windows-1252");
    }
    dhk_decoder_free(decoder);
    free(bytes);
}

/* -- Decoding ------------------------------------------------------------ */

static void utf8_is_not_copied(void **state) {
    static const char text[] = "\xEF\xBB\xBFx\xD0\x96y";
    dhk_decoder *decoder = dhk_decoder_new(NULL);

    (void)state;
    dhk_charset_result result = page(decoder, text, sizeof text - 1, NULL, true);
    assert_ptr_equal(result.utf8, text + 3);
    assert_int_equal(result.length, 4);
    assert_int_equal(dhk_decoder_input_offset(decoder, 0), 3);
    assert_int_equal(dhk_decoder_input_offset(decoder, 1), 4);
    assert_int_equal(dhk_decoder_input_offset(decoder, 2), 4);
    assert_int_equal(dhk_decoder_input_offset(decoder, 3), 6);
    assert_int_equal(dhk_decoder_input_offset(decoder, 4), 7);
    /* What points into a character is where it begins, whatever its length. */
    static const char of_all_lengths[] = "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBD";
    static const uint8_t begins[] = {0, 0, 2, 2, 4, 4, 4, 7, 7, 7, 10, 10, 10, 10, 14, 14, 14, 14, 18};
    page(decoder, of_all_lengths, sizeof of_all_lengths - 1, "utf-8", true);
    for (size_t i = 0; i < sizeof begins; i++)
        assert_int_equal(dhk_decoder_input_offset(decoder, i), begins[i]);
    result = page(decoder, "plain", 5, "koi8-r", true);
    assert_string_equal((const char *)result.utf8, "plain");
    assert_true(decoder->direct);
    /* Malformed: a stray trail byte is a character of its own. */
    result = page(decoder, "a\x80\xC3z", 4, "utf-8", true);
    for (size_t i = 0; i <= 4; i++)
        assert_int_equal(dhk_decoder_input_offset(decoder, i), i);
    dhk_decoder_free(decoder);
}

/* What the declared charset makes little of is shown to the detector, and the result tells. */
static void utf_16_and_seven_bits_are_told(void **state) {
    (void)state;
    CHOICE("<p>Die F\xE4hre f\xE4hrt wieder, sch\xF6n.</p><p>Gr\xFC\xDF"
           "e</p>",
           "utf-16", "windows-1252", "detected");
    CHOICE("<meta charset=windows-1252><p>Die F\xE4hre</p>", "utf-16", "windows-1252", "meta");
    CHOICE("<meta charset=iso-2022-jp><p>Die F\xE4hre f\xE4hrt, sch\xF6n, gr\xFC\xDFt</p>", NULL, "windows-1252",
           "detected");
    CHOICE("<meta charset=big5><p>F\xC3\xA4hre, sch\xC3\xB6n, gr\xC3\xBC\xC3\x9Ft</p>", NULL, "utf-8", "utf-8");
    if (dhk_icu_present())
        CHOICE("<meta charset=utf-8><p>\x1B$B$+$b$a\x1B(B", NULL, "iso-2022-jp", "detected");
}

static void declarations_that_make_no_sense_are_not_believed(void **state) {
    static const struct {
        const char *declared;
        const char *icu_name;
        const char *right;
        const char *text;
    } cases[] = {
        {"windows-1251", "KOI8-R", "koi8-r",
         "<p>Паром снова идёт через залив с понедельника, сказал начальник порта.</p>\n"},
        {"koi8-r", "windows-1251", "windows-1251",
         "<p>Паром снова идёт через залив с понедельника, сказал начальник порта.</p>\n"},
        {"iso-8859-1", "windows-1251", "windows-1251",
         "<p>Паром снова идёт через залив с понедельника, сказал начальник порта.</p>\n"},
        {"iso-8859-1", "windows-1256", "windows-1256",
         "<p>عاد القطار الصغير إلى السير بين البلدتين بعد أن توقف عامين كاملين</p>\n"},
        {"shift_jis", "euc-jp-2007", "euc-jp",
         "<p>古い銭湯が三年ぶりにまた湯を沸かしはじめた。番台に座るのは女将である。</p>\n"},
        {"euc-jp", "ibm-943_P15A-2003", "shift_jis",
         "<p>古い銭湯が三年ぶりにまた湯を沸かしはじめた。番台に座るのは女将である。</p>\n"},
    };
    encoded *sample = malloc(sizeof *sample);
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    (void)state;
    assert_non_null(sample);
    assert_non_null(decoder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        encode(sample, cases[i].icu_name, cases[i].text, 8);
        dhk_charset_result result = page(decoder, sample->bytes, sample->length, cases[i].declared, true);
        assert_string_equal(result.encoding->name, cases[i].right);
        assert_string_equal(result.source, "detected");
        assert_non_null(result.declared);
        assert_ptr_equal(result.declared, dhk_encoding_for_label(cases[i].declared, strlen(cases[i].declared)));
        assert_memory_equal(result.utf8, sample->utf8, sample->utf8_length);
        result = page(decoder, sample->bytes, sample->length, cases[i].right, true);
        assert_string_equal(result.source, "transport");
        assert_null(result.declared);
    }
    dhk_decoder_free(decoder);
    free(sample);
}

static void round_trips(void **state) {
    static const struct {
        const char *label;
        const char *icu_name;
        const char *text;
    } cases[] = {
        {"windows-1251", "windows-1251", "<p>Мост «Ё» — № 5</p>\n"},
        {"koi8-r", "KOI8-R", "<p>Мост Ё</p>\n"},
        {"koi8-u", "KOI8-U", "<p>їжак і ґава</p>\n"},
        {"ibm866", "ibm-866", "<p>Мост ёлка</p>\n"},
        {"iso-8859-5", "ISO-8859-5", "<p>Мост ёлка № 5</p>\n"},
        {"x-mac-cyrillic", "x-mac-cyrillic", "<p>Мост ёлка № 5</p>\n"},
        {"windows-1250", "windows-1250", "<p>Zażółć gęślą jaźń „ž“</p>\n"},
        {"iso-8859-2", "ISO-8859-2", "<p>Zażółć gęślą jaźń</p>\n"},
        {"windows-1252", "windows-1252", "<p>déjà vu — 5 €</p>\n"},
        {"iso-8859-15", "ISO-8859-15", "<p>déjà vu 5 €</p>\n"},
        {"windows-1253", "windows-1253", "<p>Άρτος ‘ναι’</p>\n"},
        {"iso-8859-7", "ISO-8859-7", "<p>Άρτος ‘ναι’</p>\n"},
        {"windows-1254", "windows-1254", "<p>İstanbul'da ışık ğ</p>\n"},
        {"windows-1255", "windows-1255", "<p>שָׁלוֹם ₪</p>\n"},
        {"iso-8859-8-i", "ISO-8859-8", "<p>שלום</p>\n"},
        {"windows-1256", "windows-1256", "<p>مرحبا، پچ</p>\n"},
        {"iso-8859-6", "ISO-8859-6", "<p>مرحبا،</p>\n"},
        {"windows-1257", "windows-1257", "<p>žąsų ėda</p>\n"},
        {"windows-1258", "windows-1258", "<p>đưa tôi ₫</p>\n"},
        {"windows-874", "windows-874", "<p>สวัสดี ๑๒</p>\n"},
        {"macintosh", "macintosh", "<p>déjà vu ∞</p>\n"},
        {"gb2312", "gb18030", "<p>图书馆 abc，第5页。</p>\n"},
        {"gb18030", "gb18030", "<p>图é書\xF0\x9F\x98\x80館ü\xF0\xA0\x80\x80</p>\n"},
        {"big5", "Big5-HKSCS", "<p>圖書館 abc，第5頁。嘅\xF0\xA0\xB5\xB1</p>\n"},
        {"shift_jis", "ibm-943_P15A-2003", "<p>図書館ｱｲｳ ソ表十 abc</p>\n"},
        {"euc-jp", "euc-jp-2007", "<p>図書館ｱｲｳ ソ表十 abc 丂</p>\n"},
        {"euc-kr", "windows-949", "<p>도서관 똠방각하 abc</p>\n"},
        {"utf-16le", "UTF-16LE", "<p>Ж図\xF0\x9F\x98\x80 a</p>\n"},
        {"utf-16be", "UTF-16BE", "<p>Ж図\xF0\x9F\x98\x80 a</p>\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_round_trip(cases[i].label, cases[i].icu_name, cases[i].text, 1);
        /* Over many of ICU's steps, in all positions. */
        expect_round_trip(cases[i].label, cases[i].icu_name, cases[i].text, 900);
    }
    /* One stretch without ASCII, longer than a step. */
    expect_round_trip("gbk", "gb18030", "图书é馆", 4000);
    expect_round_trip("shift_jis", "ibm-943_P15A-2003", "図ｱ書", 4000);
    expect_round_trip("big5", "Big5-HKSCS", "圖\xF0\xA0\xB5\xB1書", 4000);
    expect_round_trip("euc-jp", "euc-jp-2007", "図ｱ丂書", 4000);
    expect_round_trip("utf-16le", "UTF-16LE", "a\xF0\x9F\x98\x80", 4000);
}

static void iso_2022_jp(void **state) {
    static const char line[] = "a\x1B$B?^=q4[\x1B(J\\~\x1B(I12\x1B(Bz";
    static const char text[] = "a図書館¥‾ｱｲz";
    static const size_t begins[] = {0, 4, 6, 8, 13, 14, 18, 19, 23};
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    dhk_charset_result result = page(decoder, line, sizeof line - 1, "iso-2022-jp", true);

    (void)state;
    assert_int_equal(result.length, sizeof text - 1);
    assert_memory_equal(result.utf8, text, result.length);
    for (size_t i = 0, character = 0; i < result.length; i++)
        if ((result.utf8[i] & 0xC0) != 0x80)
            assert_int_equal(dhk_decoder_input_offset(decoder, i), begins[character++]);

    /* A line longer than a step: characters go over its end. */
    char *bytes = malloc(30000);
    size_t length = 4;
    memcpy(bytes, "x\x1B$B", 4);
    for (; length < 29000; length += 2)
        memcpy(bytes + length, "?^", 2);
    result = page(decoder, bytes, length, "iso-2022-jp", true);
    assert_int_equal(result.length, 1 + (length - 4) / 2 * 3);
    assert_int_equal(result.malformed, 0);
    for (size_t i = 1; i < result.length; i += 3)
        assert_int_equal(dhk_decoder_input_offset(decoder, i), 4 + (i - 1) / 3 * 2);
    free(bytes);
    dhk_decoder_free(decoder);
}

static void deviations_of_icu(void **state) {
    (void)state;
    TEXT("\x81\x8D\x80", "windows-1252", "\xC2\x81\xC2\x8D\xE2\x82\xAC", 0);
    TEXT("\xAA", "windows-1253", "\xEF\xBF\xBD", 1);
    TEXT("\xCA", "windows-1255", "\xD6\xBA", 0);
    TEXT("\xAE\xBE", "koi8-u", "\xD1\x9E\xD0\x8E", 0);
    TEXT("\xDB\xFF", "windows-874", "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    TEXT("\xAA\xBA\xFE", "iso-8859-16", "\xC8\x98\xC8\x99\xC8\x9B", 0);
    TEXT("\x1A\x1C\x7F\x80", "ibm866", "\x1A\x1C\x7F\xD0\x90", 0);
    TEXT("a\x80\xFF", "x-user-defined", "a\xEF\x9E\x80\xEF\x9F\xBF", 0);
    TEXT("5\x80", "gbk", "5\xE2\x82\xAC", 0);
    TEXT("\xA3\xA0", "gb2312", "\xE3\x80\x80", 0);
    TEXT("\x80\x83\x7F", "shift_jis", "\xC2\x80\xEF\xBF\xBD\x7F", 1);
    TEXT("\xA5\x7E", "shift_jis", "\xEF\xBD\xA5~", 0);
}

static void malformed(void **state) {
    (void)state;
    /* A lead byte does not swallow markup. */
    TEXT("\xC4<b>\xC4\xE3", "gbk", "\xEF\xBF\xBD<b>\xE4\xBD\xA0", 1);
    TEXT("\xC4\n", "euc-kr", "\xEF\xBF\xBD\n", 1);
    TEXT("\x81", "shift_jis", "\xEF\xBF\xBD", 1);
    TEXT("\x81\x30", "gb18030", "\xEF\xBF\xBD\x30", 1);
    TEXT("\x81\x30\x81", "gb18030", "\xEF\xBF\xBD", 1);
    TEXT("\xFE\x41", "euc-kr", "\xEF\xBF\xBD\x41", 1);
    TEXT("\xA5 x", "iso-8859-6", "\xEF\xBF\xBD x", 1);
    TEXT("a\x1B$B?", "iso-2022-jp", "a\xEF\xBF\xBD", 1);

    /* Offsets stay exact around it. */
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    dhk_charset_result result = page(decoder, "a\xC4<\xC4\xE3\xFF\xC4\xE3z", 9, "gbk", true);
    static const size_t begins[] = {0, 1, 2, 3, 5, 6, 8};
    for (size_t i = 0, character = 0; i < result.length; i++)
        if ((result.utf8[i] & 0xC0) != 0x80)
            assert_int_equal(dhk_decoder_input_offset(decoder, i), begins[character++]);
    dhk_decoder_free(decoder);
}

/* Random bytes in every multi-byte encoding: well-formed UTF-8 comes out, and
 * the map goes up. */
static void noise(void **state) {
    static const char *const names[] = {"gbk",    "big5",        "euc-jp",   "shift_jis",
                                        "euc-kr", "iso-2022-jp", "utf-16le", "utf-16be"};
    enum { LENGTH = 20000 };
    unsigned char *bytes = malloc(LENGTH);
    dhk_decoder *decoder = dhk_decoder_new(NULL);
    uint32_t seed = 1;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (size_t k = 0; k < LENGTH; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[k] = (unsigned char)(seed >> 24);
            if (strcmp(names[i], "iso-2022-jp") == 0 && (seed >> 16 & 63) == 0)
                bytes[k] = 0x1B;
            if (k % 5000 < 3000 && (seed >> 12 & 1))
                bytes[k] |= 0x80;
        }
        dhk_charset_result result = page(decoder, (char *)bytes, LENGTH, names[i], false);
        size_t before = 0;
        assert_int_equal(dhk_utf8_valid_length(result.utf8, result.length), result.length);
        for (size_t k = 0; k <= result.length; k++) {
            size_t offset = dhk_decoder_input_offset(decoder, k);
            assert_true(offset >= before && offset <= LENGTH);
            /* ASCII is where the map says, but in the encodings where it is not ASCII. */
            if (i < 5 && k < result.length && result.utf8[k] < 0x80)
                assert_int_equal(result.utf8[k], bytes[offset]);
            before = offset;
        }
    }
    free(bytes);
    dhk_decoder_free(decoder);
}

static void truncation(void **state) {
    static const struct {
        const char *bytes;
        size_t length;
        const char *transport;
        const char *utf8;
        size_t begins[8]; /* of the characters, and the end */
    } cases[] = {
        {"a\xCC\xCEz", 4, "windows-1251", "aМОz", {0, 1, 2, 3, 4}},
        {"a\xC4\xE3z\xC4\xE3", 6, "gbk", "a你z你", {0, 1, 3, 4, 6}},
        {"a\xC3\xA9\xE4\xBD\xA0z", 7, NULL, "aé你z", {0, 1, 3, 6, 7}},
        {"\xEF\xBB\xBF\xC3\xA9z", 6, NULL, "éz", {3, 5, 6}},
        {"a\0\x3D\xD8\x00\xDEz\0", 8, "utf-16le", "a\xF0\x9F\x98\x80z", {0, 2, 6, 8}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dhk_decoder *decoder = dhk_decoder_new(NULL);
        size_t full = strlen(cases[i].utf8);
        for (size_t limit = 0; limit <= full + 1; limit++) {
            size_t kept = limit < full ? limit : full;
            size_t characters = 0;
            while (kept < full && ((unsigned char)cases[i].utf8[kept] & 0xC0) == 0x80)
                kept--;
            for (size_t k = 0; k < kept; k++)
                characters += ((unsigned char)cases[i].utf8[k] & 0xC0) != 0x80;
            decoder->limit = limit;
            dhk_charset_result result = page(decoder, cases[i].bytes, cases[i].length, cases[i].transport, true);
            assert_int_equal(result.length, kept);
            assert_memory_equal(result.utf8, cases[i].utf8, kept);
            assert_int_equal(result.truncated, limit < full);
            assert_int_equal(dhk_decoder_input_offset(decoder, kept), cases[i].begins[characters]);
        }
        dhk_decoder_free(decoder);
    }
}

/* -- Memory -------------------------------------------------------------- */

static size_t sample_page(char *bytes, size_t capacity) {
    size_t length = 0;
    for (size_t i = 0; length + 16 < capacity; i++)
        length += (size_t)sprintf(bytes + length, i % 3 ? "<p>\xCC\xEE\xF1\xF2 " : "\xC4\xE3 a\xE9\n");
    return length;
}

static void failing_allocations(void **state) {
    static const char *const transports[] = {"windows-1251", "gbk", "utf-16le", "iso-2022-jp", NULL};
    char bytes[4000];
    size_t length = sample_page(bytes, sizeof bytes);

    (void)state;
    for (size_t i = 0; i < sizeof transports / sizeof *transports; i++) {
        for (size_t n = 1;; n++) {
            ts_account count = {.fail_at = n};
            dehusk_allocator allocator = ts_counting_allocator(&count);
            dhk_decoder *decoder = dhk_decoder_new(&allocator);
            dhk_charset_result result;
            dehusk_status status = DEHUSK_OUT_OF_MEMORY;
            if (decoder != NULL) {
                status = dhk_decoder_page(decoder, bytes, length, transports[i], true, &result);
                count.fail_at = 0;
                /* It goes on afterwards. */
                result = page(decoder, bytes, length, transports[i], true);
                assert_true(result.length > 0);
            }
            dhk_decoder_free(decoder);
            assert_int_equal(count.bytes, 0);
            if (status == DEHUSK_OK)
                break;
            assert_int_equal(status, DEHUSK_OUT_OF_MEMORY);
        }
    }
}

static void warm_decoders_allocate_nothing(void **state) {
    static const char *const names[] = {"windows-1251", "gbk",        "koi8-r",    "shift_jis", "utf-16le",
                                        "windows-1252", "iso-8859-2", "macintosh", "ibm866"};
    ts_account count = {0};
    dehusk_allocator allocator = ts_counting_allocator(&count);
    char bytes[4000];
    size_t length = sample_page(bytes, sizeof bytes);

    (void)state;
    dhk_decoder *decoder = dhk_decoder_new(&allocator);
    assert_int_equal(count.calls, 1);
    page(decoder, "caf\xC3\xA9", 5, NULL, true);
    assert_int_equal(count.calls, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        page(decoder, bytes, length, names[i], true);
    size_t warm = count.calls;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        page(decoder, bytes, length, names[i], true);
    assert_int_equal(count.calls, warm);

    /* The table in use is kept, the one unused longest makes room. */
    const dhk_encoding *kept = dhk_charset_named("windows-1251");
    page(decoder, bytes, length, "windows-1251", true);
    for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
        page(decoder, bytes, length, names[i], true);
        page(decoder, bytes, length, "windows-1251", true);
        bool found = false;
        for (size_t k = 0; k < DHK_SINGLE_TABLES; k++)
            found |= decoder->tables[k].encoding == kept;
        assert_true(found);
    }
    dhk_decoder_free(decoder);
    assert_int_equal(count.bytes, 0);
}

static void errno_stays(void **state) {
    dhk_decoder *decoder = dhk_decoder_new(NULL);

    (void)state;
    errno = 4711;
    page(decoder, "\xC4\xE3\xC4\xE3", 4, "gbk", true);
    page(decoder, "caf\xE9 d\xE9j\xE0 \xE9t\xE9", 13, NULL, true);
    assert_int_equal(errno, 4711);
    dhk_decoder_free(decoder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels),
        cmocka_unit_test(every_encoding_opens),
        cmocka_unit_test(prescan),
        cmocka_unit_test(prescan_ends),
        cmocka_unit_test(order_of_belief),
        cmocka_unit_test(transport_errors),
        cmocka_unit_test(lying_charsets),
        cmocka_unit_test(utf16),
        cmocka_unit_test(undeclared),
        cmocka_unit_test(samples_have_an_end),
        cmocka_unit_test(utf8_is_not_copied),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(utf_16_and_seven_bits_are_told),
        cmocka_unit_test(declarations_that_make_no_sense_are_not_believed),
        cmocka_unit_test(iso_2022_jp),
        cmocka_unit_test(deviations_of_icu),
        cmocka_unit_test(malformed),
        cmocka_unit_test(noise),
        cmocka_unit_test(truncation),
        cmocka_unit_test(failing_allocations),
        cmocka_unit_test(warm_decoders_allocate_nothing),
        cmocka_unit_test(errno_stays),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
