/*
 * Guessing the encoding of bytes that nobody declared and that are not UTF-8.
 *
 * ICU's detector judges by frequent triples of letters, of the first 8 KiB. On
 * a page those are menus and scripts, so it is given a sample instead: the
 * pieces of text that hold bytes from 0x80 on. Its own filter for markup leaves
 * too much of the page's ASCII: with it, a third of DAnIEL's Russian and two
 * thirds of its Greek news pages, transcoded to the legacy charsets, were taken
 * for windows-1252; with the sample, none.
 * Nor is it told what was declared: it makes nothing of that, and where a
 * declaration was plausible nobody asks the detector.
 *
 * Two encodings that ICU does not know are tried by their structure before it,
 * and pairs that it confuses are told apart after it.
 */
#include "charset/charset_parts.h"

#include <string.h>
#include <unicode/ucsdet.h>

/* How much of a page is looked at for the sample: a page whose first half
 * megabyte is ASCII hardly loses by a wrong guess. */
enum { SEARCH_MAX = 1 << 19 };

/* A piece of text goes on this far from one byte of 0x80 or more to the next;
 * a sentence of Polish or German has one in every second word. */
enum { REACH = 32 };

/* Of ICU's 0 to 100. With 1, 10, 20 and 30, 1577, 1577, 1577 and 1571 of 1,593
 * transcoded pages are read right, and 1410, 1410, 1407 and 1374 of 1,430 pieces
 * of 200 characters: ICU's weak guesses are better than none. */
enum { CONFIDENCE_MIN = 10 };

/* Structure is judged from this many bytes of 0x80 or more on. */
enum { STRUCTURE_MIN = 24 };

void dhk_detector_close(dhk_detector *detector) {
    if (detector->icu != NULL)
        ucsdet_close(detector->icu);
    detector->icu = NULL;
}

/* -- The sample ---------------------------------------------------------- */

static bool is_ascii_letter(unsigned char byte) {
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* The end of the tag, comment or script that begins at `at`. */
static size_t behind_markup(const unsigned char *bytes, size_t at, size_t end) {
    static const char *const raw[] = {"script", "style"};

    for (size_t which = 0; which < 2; which++) {
        size_t i = 0;
        while (raw[which][i] != '\0' && at + 1 + i < end && (bytes[at + 1 + i] | 0x20) == (unsigned char)raw[which][i])
            i++;
        if (raw[which][i] != '\0')
            continue;
        /* To the next end tag: exact enough for a sample. */
        for (at++; at + 1 < end; at++)
            if (bytes[at] == '<' && bytes[at + 1] == '/')
                break;
    }
    const unsigned char *close = at < end ? memchr(bytes + at, '>', end - at) : NULL;
    return close != NULL ? (size_t)(close - bytes) + 1 : end;
}

/* Is this `<` the begin of markup? */
static bool is_markup(const unsigned char *bytes, size_t at, size_t end) {
    return bytes[at] == '<' && at + 1 < end &&
           (is_ascii_letter(bytes[at + 1]) || bytes[at + 1] == '/' || bytes[at + 1] == '!' || bytes[at + 1] == '?');
}

/* Collects the pieces of text around bytes from 0x80 on and returns the
 * sample's length. */
static size_t take_sample(unsigned char *sample, size_t capacity, const unsigned char *bytes, size_t length,
                          bool html) {
    size_t end = length < SEARCH_MAX ? length : SEARCH_MAX;
    size_t count = 0;
    size_t text = 0; /* where the present text, or what was not yet taken of it, begins */

    for (size_t at = 0; at < end && count + 1 < capacity;) {
        if (html && is_markup(bytes, at, end)) {
            at = behind_markup(bytes, at, end);
            text = at;
            continue;
        }
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t begin = at - text > REACH ? at - REACH : text;
        size_t last = at;
        while (at < end && at - last <= REACH && !(html && is_markup(bytes, at, end))) {
            if (bytes[at] >= 0x80)
                last = at;
            at++;
        }
        size_t taken = at - begin < capacity - count - 1 ? at - begin : capacity - count - 1;
        memcpy(sample + count, bytes + begin, taken);
        count += taken;
        sample[count++] = '\n';
        text = at;
    }
    return count;
}

/* -- Structure ----------------------------------------------------------- */

/* Thai in windows-874 is told by its spelling: a mark (vowel above or below,
 * tone) stands on a consonant or another mark, and a leading vowel before a
 * consonant. Chinese and Korean have the same values in pairs, so that nearly
 * all runs of them are of even length. */
static bool is_thai_consonant(unsigned char byte) {
    return byte >= 0xA1 && byte <= 0xCE;
}

static bool is_thai_mark(unsigned char byte) {
    return byte == 0xD1 || (byte >= 0xD4 && byte <= 0xDA) || (byte >= 0xE7 && byte <= 0xEE);
}

static bool is_thai(const unsigned char *bytes, size_t length) {
    size_t high = 0;
    size_t foreign = 0; /* bytes that are no Thai character */
    size_t right = 0;   /* marks and leading vowels in their place, */
    size_t wrong = 0;   /* and others */
    size_t run = 0;     /* length of the present run */
    size_t runs = 0;
    size_t odd = 0; /* runs of odd length */

    for (size_t i = 0; i < length; i++) {
        unsigned char byte = bytes[i];
        if (byte < 0x80) {
            runs += run > 0;
            odd += run & 1;
            run = 0;
            continue;
        }
        run++;
        high++;
        foreign += byte < 0xA1 || (byte > 0xDA && byte < 0xDF) || byte > 0xFB;
        bool placed = false;
        if (is_thai_mark(byte))
            placed = i > 0 && (is_thai_consonant(bytes[i - 1]) || is_thai_mark(bytes[i - 1]));
        else if (byte >= 0xE0 && byte <= 0xE4)
            placed = i + 1 < length && is_thai_consonant(bytes[i + 1]);
        else
            continue;
        right += placed;
        wrong += !placed;
    }
    /* A fifth of a Thai text's characters are marks or leading vowels. */
    return high >= STRUCTURE_MIN && foreign * 20 <= high && right * 8 >= high && wrong * 20 <= right && odd * 5 >= runs;
}

/* Russian in ibm866 is told by case: small letters within words, capitals at
 * their begin, and hardly a byte that is no letter. */
static int ibm866_case(unsigned char byte) {
    if ((byte >= 0xA0 && byte <= 0xAF) || (byte >= 0xE0 && byte <= 0xEF) || byte == 0xF1)
        return 1; /* small */
    return (byte >= 0x80 && byte <= 0x9F) || byte == 0xF0 ? 2 : 0;
}

static bool is_ibm866(const unsigned char *bytes, size_t length) {
    size_t high = 0;
    size_t foreign = 0;
    size_t joints = 0;  /* places between two letters, */
    size_t small = 0;   /* small and small, */
    size_t wrong = 0;   /* small and capital */
    size_t low_row = 0; /* letters of the row that other charsets have symbols in */
    int before = 0;

    for (size_t i = 0; i < length; i++) {
        int now = bytes[i] < 0x80 ? 0 : ibm866_case(bytes[i]);
        high += bytes[i] >= 0x80;
        foreign += bytes[i] >= 0x80 && now == 0;
        low_row += bytes[i] >= 0xA0 && bytes[i] <= 0xAF;
        /* Twice the same is a row of no-break spaces sooner than a word. */
        if (now != 0 && before != 0 && bytes[i] != bytes[i - 1]) {
            joints++;
            small += now == 1 && before == 1;
            wrong += now == 2 && before == 1;
        }
        before = now;
    }
    return high >= STRUCTURE_MIN && foreign * 20 <= high && joints * 2 >= high && small * 2 >= joints &&
           wrong * 20 <= joints && low_row * 4 >= high;
}

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
        if (!(i > 0 && is_ascii_letter(bytes[i - 1])) && !(i + 1 < length && is_ascii_letter(bytes[i + 1])))
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

const dhk_encoding *dhk_detector_guess(dhk_detector *detector, const unsigned char *bytes, size_t length, bool html) {
    unsigned char *sample = detector->sample;
    size_t sampled = take_sample(sample, sizeof detector->sample, bytes, length, html);
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0;

    if (sampled == 0)
        return NULL;
    if (is_thai(sample, sampled))
        return dhk_charset_named("windows-874");
    if (is_ibm866(sample, sampled))
        return dhk_charset_named("ibm866");
    if (detector->icu == NULL)
        detector->icu = ucsdet_open(&error);
    if (U_FAILURE(error))
        return NULL;
    ucsdet_setText(detector->icu, (const char *)sample, (int32_t)sampled, &error);
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
