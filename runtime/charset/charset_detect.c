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
 * declaration was plausible (charset_doubt.c) nobody asks the detector.
 *
 * Two encodings that ICU does not know are tried by their structure before it, and where the text makes no sense in what
 * it says, those of a byte a character are tried by spelling (charset_spelling.c).
 */
#include "base/ascii.h"
#include "charset/charset_parts.h"

#include <string.h>

/* How much of a page is looked at for the sample: a page whose first half
 * megabyte is ASCII hardly loses by a wrong guess. */
enum { SEARCH_MAX = 1 << 19 };

/* A piece of text goes on this far from one byte of 0x80 or more to the next;
 * a sentence of Polish or German has one in every second word. */
enum { REACH = 32 };

/* Structure is judged from this many bytes of 0x80 or more on. */
enum { STRUCTURE_MIN = 24 };

/* Characters of several bytes that are believed against a declaration are so many. */
enum { CHARACTERS_MIN = 24 };

/* Against a declaration, Thai has so many different characters. */
enum { THAI_LETTERS_MIN = 16 };

/* -- The sample ---------------------------------------------------------- */

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
           (dhk_is_letter(bytes[at + 1]) || bytes[at + 1] == '/' || bytes[at + 1] == '!' || bytes[at + 1] == '?');
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
    size_t right = 0;   /* marks and leading vowels that stand in their place */
    size_t wrong = 0;   /* marks and leading vowels that do not */
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
    size_t joints = 0;  /* places between two letters */
    size_t small = 0;   /* of those, between two small letters */
    size_t wrong = 0;   /* of those, between a small letter and a capital */
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

/* Vietnamese in windows-1258 writes most tones as marks behind the vowel. In other encodings of Latin letters three of the
 * five are capitals, which nobody writes behind small letters. */
static bool is_vietnamese(const unsigned char *bytes, size_t length) {
    enum { CAPITALS_MIN = 4, TONES_MIN = 10 };
    static const char vowels[] = "aeiouyAEIOUY\xE2\xE3\xEA\xF4\xF5\xFD\xC2\xC3\xCA\xD4\xD5\xDD";
    static const char tones[] = "\xCC\xD2\xDE\xEC\xF2"; /* grave, hook, tilde, acute, dot below */
    size_t high = 0;
    size_t found = 0;
    size_t capitals = 0;
    size_t misplaced = 0;
    for (size_t i = 0; i < length; i++) {
        const char *tone = bytes[i] >= 0x80 ? strchr(tones, (char)bytes[i]) : NULL;
        high += bytes[i] >= 0x80;
        if (tone == NULL)
            continue;
        bool placed = i > 0 && bytes[i - 1] != 0 && strchr(vowels, (char)bytes[i - 1]) != NULL;
        found += placed;
        misplaced += !placed;
        capitals += placed && tone < tones + 3;
    }
    return capitals >= CAPITALS_MIN && found >= TONES_MIN && found * 4 >= high && misplaced * 8 <= found;
}

/* x-mac-cyrillic has the small letters where windows-1251 has them, but for one, and its capitals where that has letters
 * of few languages, which stand within words as well, and marks, which may all stand before a word. Is it the one of the
 * two called so? */
static bool is_cyrillic(const unsigned char *bytes, size_t length, bool of_mac) {
    enum { WANTED = 2, LAST = 0xDF, OTHER_LAST = 0xFF }; /* of the alphabet, in the one and the other */
    static const char marks[] = "\x84\x85\x86\x87\x89\x8B\x91\x92\x93\x94\x95\x96\x97\x99\x9B";
    size_t mac = 0;
    size_t letters = 0; /* of those, what is no mark in windows-1251 */
    size_t windows = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char before = i > 0 ? bytes[i - 1] : ' ';
        unsigned char behind = i + 1 < length ? bytes[i + 1] : ' ';
        bool follows = before >= 0xE0 && before < OTHER_LAST;
        bool leads = before < 0x80 && behind >= 0xE0 && behind < OTHER_LAST;
        bool is_mac = (bytes[i] >= 0x80 && bytes[i] < 0xA0 && leads) || (bytes[i] == LAST && follows);
        mac += is_mac;
        letters += is_mac && strchr(marks, (char)bytes[i]) == NULL;
        windows += (bytes[i] >= 0x80 && bytes[i] < 0xA0 && follows) || (bytes[i] >= 0xC0 && bytes[i] < LAST && leads) ||
                   (bytes[i] == OTHER_LAST && (follows || leads));
    }
    return of_mac ? mac >= WANTED && letters > 0 && windows * 8 <= mac : windows >= WANTED && mac * 8 <= windows;
}

static const dhk_encoding *guess_sample(dhk_detector *detector, size_t sampled, const unsigned char *bytes,
                                        size_t length) {
    const dhk_encoding *guess;
    const dhk_encoding *better = NULL;
    if (sampled == 0)
        return NULL;
    if (is_thai(detector->sample, sampled))
        return dhk_charset_named("windows-874");
    if (is_ibm866(detector->sample, sampled))
        return dhk_charset_named("ibm866");
    if (is_vietnamese(detector->sample, sampled))
        return dhk_charset_named("windows-1258");
    guess = dhk_icu_guess(detector, sampled, bytes, length);
    if (guess == NULL || dhk_charset_is_improbable(guess, detector->sample, sampled))
        better = dhk_charset_better_spelt(guess, detector->sample, sampled);
    if (better != NULL)
        guess = better;
    bool cyrillic = guess != NULL && strcmp(guess->name, "windows-1251") == 0;
    return cyrillic && is_cyrillic(detector->sample, sampled, true) ? dhk_charset_named("x-mac-cyrillic") : guess;
}

const dhk_encoding *dhk_detector_guess(dhk_detector *detector, const unsigned char *bytes, size_t length, bool html) {
    size_t sampled = take_sample(detector->sample, sizeof detector->sample, bytes, length, html);
    return guess_sample(detector, sampled, bytes, length);
}

/* iso-8859-7 and windows-1253 differ in one letter that matters, the capital alpha with tonos, which begins words. */
static const dhk_encoding *other_greek(const dhk_encoding *declared, const unsigned char *bytes, size_t length) {
    enum { WANTED = 2 };
    bool iso_declared = strcmp(declared->name, "iso-8859-7") == 0;
    size_t iso = 0;
    size_t windows = 0;
    size_t apostrophes = 0; /* of iso-8859-7, behind a letter: the same byte as the other's letter */
    if (!iso_declared && strcmp(declared->name, "windows-1253") != 0)
        return NULL;
    for (size_t i = 0; i + 1 < length; i++) {
        bool begins = (i == 0 || bytes[i - 1] <= ' ') && bytes[i + 1] >= 0xE1;
        iso += begins && bytes[i] == 0xB6;
        windows += begins && bytes[i] == 0xA2;
        apostrophes += i > 0 && bytes[i] == 0xA2 && bytes[i - 1] >= 0xC1 && bytes[i + 1] <= ' ';
    }
    if (apostrophes > 0) {
        iso += apostrophes;
        windows = 0;
    }
    if (iso_declared ? windows < WANTED || iso > 0 : iso < WANTED || windows > 0)
        return NULL;
    return dhk_charset_named(iso_declared ? "windows-1253" : "iso-8859-7");
}

const dhk_encoding *dhk_detector_doubt(dhk_detector *detector, const dhk_encoding *declared, const unsigned char *bytes,
                                       size_t length, bool html) {
    size_t sampled = take_sample(detector->sample, sizeof detector->sample, bytes, length, html);
    const dhk_encoding *guess;
    size_t high = 0;
    size_t different = 0;
    bool seen[256] = {false};
    for (size_t i = 0; i < sampled; i++) {
        unsigned char byte = detector->sample[i];
        high += byte >= 0x80;
        different += byte >= 0x80 && !seen[byte];
        seen[byte] = true;
    }
    if (!dhk_charset_is_improbable(declared, detector->sample, sampled) &&
        (different < THAI_LETTERS_MIN || !is_thai(detector->sample, sampled)) &&
        !is_vietnamese(detector->sample, sampled) &&
        !(strcmp(declared->name, "windows-1251") == 0 && is_cyrillic(detector->sample, sampled, true)) &&
        !(strcmp(declared->name, "x-mac-cyrillic") == 0 && is_cyrillic(detector->sample, sampled, false)))
        return other_greek(declared, detector->sample, sampled);
    guess = guess_sample(detector, sampled, bytes, length);
    /* Of two that make no sense the declared one is no worse. */
    if (guess == NULL || guess == declared || dhk_charset_is_improbable(guess, detector->sample, sampled))
        return NULL;
    return dhk_charset_kind_of(guess) == DHK_CHARSET_SINGLE || high >= CHARACTERS_MIN * 2 ? guess : NULL;
}
