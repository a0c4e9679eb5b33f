/*
 * ICU's guess at an encoding; pairs that it confuses are told apart after it.
 * Without ICU there is no guess.
 */
#include "base/ascii.h"
#include "charset/charset_parts.h"
#ifdef DEHUSK_ICU

#include <string.h>
#include <unicode/ucsdet.h>

/* Guesses of less confidence, by ICU's 0 to 100, do not count. With 1, 10, 20 and 30, 1577, 1577, 1577 and 1571 of 1,593
 * transcoded pages are read right, and 1410, 1410, 1407 and 1374 of 1,430 pieces
 * of 200 characters: ICU's weak guesses are better than none. */
enum { CONFIDENCE_MIN = 10 };

/* -- Pairs that ICU confuses --------------------------------------------- */

static bool is_one_of(unsigned char byte, const char *set) {
    return strchr(set, (char)byte) != NULL && byte != 0;
}

/* iso-8859-7 and windows-1253 differ in one letter that matters, the capital
 * alpha with tonos. */
static const char *which_greek(const unsigned char *bytes, size_t length) {
    size_t iso = 0;
    size_t windows = 0;

    for (size_t i = 0; i + 1 < length; i++) {
        if (bytes[i + 1] < 0xC1 && !is_one_of(bytes[i + 1], "\xB8\xB9\xBA\xBC\xBE\xBF"))
            continue;
        iso += bytes[i] == 0xB6;
        windows += bytes[i] == 0xA2;
    }
    return iso > windows ? "iso-8859-7" : "windows-1253";
}

/* iso-8859-2 and windows-1250: bytes beside an ASCII letter that are letters in
 * only one of them. Polish `a` with ogonek in windows-1250 is the `s` with caron
 * of the other, which Polish does not have. */
static const char *which_central_european(const unsigned char *bytes, size_t length, bool polish) {
    size_t iso = 0;
    size_t windows = 0;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        if (!(i > 0 && dhk_is_letter(bytes[i - 1])) && !(i + 1 < length && dhk_is_letter(bytes[i + 1])))
            continue;
        iso += is_one_of(bytes[i], "\xA1\xA6\xAC\xB1\xB5\xB6");
        windows += is_one_of(bytes[i], "\x8A\x8C\x8D\x8E\x8F\x9A\x9C\x9D\x9E\x9F");
        if (bytes[i] == 0xB9) {
            iso += !polish;
            windows += polish;
        }
    }
    return iso > windows ? "iso-8859-2" : "windows-1250";
}

/* What ICU's guess comes to; NULL if it is none of use. The telling letters are
 * rare: they are looked for in the whole page. */
static const dhk_encoding *refine(const char *name, const char *language, const unsigned char *bytes, size_t length) {
    const dhk_encoding *encoding = dhk_encoding_for_label(name, strlen(name));

    if (encoding == NULL)
        return NULL; /* EBCDIC, UTF-32, ISO-2022-CN */
    switch (dhk_charset_kind_of(encoding)) {
    case DHK_CHARSET_UTF16: /* was looked for by its pattern of NULs */
    case DHK_CHARSET_REPLACEMENT:
        return NULL;
    default:
        break;
    }
    name = encoding->name;
    if (strcmp(name, "iso-8859-7") == 0 || strcmp(name, "windows-1253") == 0)
        return dhk_charset_named(which_greek(bytes, length));
    if (strcmp(name, "iso-8859-2") == 0 || strcmp(name, "windows-1250") == 0)
        return dhk_charset_named(which_central_european(bytes, length, strcmp(language, "pl") == 0));
    /* The letters are the same, and windows-1255 has the points, too. */
    if (strcmp(name, "iso-8859-8") == 0 || strcmp(name, "iso-8859-8-i") == 0)
        return dhk_charset_named("windows-1255");
    return encoding;
}

const dhk_encoding *dhk_icu_guess(dhk_detector *detector, size_t sampled, const unsigned char *bytes, size_t length) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0;

    if (detector->icu == NULL)
        detector->icu = ucsdet_open(&error);
    if (U_FAILURE(error))
        return NULL;
    ucsdet_setText(detector->icu, (const char *)detector->sample, (int32_t)sampled, &error);
    const UCharsetMatch **matches = ucsdet_detectAll(detector->icu, &count, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < count; i++) {
        if (ucsdet_getConfidence(matches[i], &error) < CONFIDENCE_MIN)
            break;
        const char *name = ucsdet_getName(matches[i], &error);
        const char *language = ucsdet_getLanguage(matches[i], &error);
        if (U_FAILURE(error))
            break;
        const dhk_encoding *guess = refine(name, language, bytes, length);
        if (guess != NULL)
            return guess;
    }
    return NULL;
}

void dhk_icu_detector_close(dhk_detector *detector) {
    if (detector->icu != NULL)
        ucsdet_close(detector->icu);
    detector->icu = NULL;
}

#else

const dhk_encoding *dhk_icu_guess(dhk_detector *detector, size_t sampled, const unsigned char *bytes, size_t length) {
    (void)detector;
    (void)sampled;
    (void)bytes;
    (void)length;
    return NULL;
}

void dhk_icu_detector_close(dhk_detector *detector) {
    (void)detector;
}

#endif
