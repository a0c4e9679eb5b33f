#include "sniff/binary_sniff.h"

#include "charset/charset.h"
#include "unicode/utf8.h"

#include <stdint.h>
#include <string.h>

/* How many places are looked at, from the first bytes to the last ones, and how many bytes of each. */
enum { PLACES = 8, PLACE_BYTES = 192 };

/* A place is not text if it has so many control characters, and one in so many characters is one. Packed data have one
 * in 7 to 10, the fewest where somebody took them for Latin-1 and wrote them as UTF-8. */
enum { CONTROLS_MIN = 6, CONTROLS_SHARE = 20 };

/* Fewer than that are enough in a place of at most so many bytes that is no UTF-8 either. */
enum { SHORT_BYTES = 96, SHORT_CONTROLS_MIN = 2 };

static const uint32_t controls = 0xFFFFFFFF & ~(1u << '\t' | 1u << '\n' | 1u << '\f' | 1u << '\r' | 1u << 0x1B);

static inline bool is_control(unsigned byte) {
    return byte < 0x20 && (controls >> byte & 1) != 0;
}

size_t dhk_control_characters(const unsigned char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += is_control(bytes[i]);
    return count;
}

/* What begins with so many different control characters, one of them within the first bytes, and one byte in so many one
 * of them, is binary whatever follows: headers of catalogues, compiled tables and programs stand before the letters that
 * they hold. */
enum { HEAD_BEGIN = 24, HEAD_KINDS_MIN = 3, HEAD_SHARE = 5 };

enum { PADDING = 8 }; /* so many NULs at the end of a place are no more than that */

typedef enum place_kind { PLACE_TEXT, PLACE_BINARY, PLACE_EMPTY } place_kind;

/* Is the place text in UTF-16 of this byte order? Where nobody declared that, some of it has to be ASCII. */
static bool is_utf16(const unsigned char *bytes, size_t length, size_t high, bool declared) {
    size_t ascii = 0;
    size_t wrong = 0; /* control characters, private use, what is no character, half a pair */
    size_t units = length / 2;
    unsigned before = 0;
    for (size_t i = 0; i < units; i++) {
        unsigned unit = (unsigned)bytes[2 * i + high] << 8 | bytes[2 * i + 1 - high];
        bool second = unit >= 0xDC00 && unit <= 0xDFFF;
        bool first_before = before >= 0xD800 && before <= 0xDBFF;
        ascii += unit >= 0x20 && unit < 0x7F;
        wrong += is_control(unit) || unit == 0x7F || unit == 0xFFFF || (unit >= 0xE000 && unit < 0xF900) ||
                 (i > 0 && second != first_before);
        before = unit;
    }
    return (declared || ascii * 8 >= units) && wrong * CONTROLS_SHARE <= units;
}

/* The same of text that has hardly any ASCII, but is of one script. */
static bool is_script_utf16(const unsigned char *bytes, size_t length, size_t high) {
    return dhk_utf16_of_one_script(bytes, length, high) && is_utf16(bytes, length, high, true);
}

/* Is so short a place noise, with too few control characters for the rule of others? */
static bool is_short_noise(const unsigned char *bytes, size_t length, size_t found) {
    size_t high = 0;
    if (length > SHORT_BYTES || found < SHORT_CONTROLS_MIN || found * CONTROLS_SHARE < length)
        return false;
    for (size_t i = 0; i < length; i++)
        high += bytes[i] >= 0x80;
    return high * 4 >= length && dhk_utf8_valid_length(bytes, length) + 4 <= length;
}

static place_kind judge_place(const unsigned char *bytes, size_t length, bool utf16) {
    size_t nuls = 0;
    size_t lone_nuls = 0; /* as between fields */
    size_t characters = 0;
    size_t found; /* control characters, NULs among them */
    while (length >= PADDING && memcmp(bytes + length - PADDING, "\0\0\0\0\0\0\0", PADDING) == 0)
        length -= PADDING;
    if (length == 0)
        return PLACE_EMPTY;
    found = dhk_control_characters(bytes, length);
    if (found > 0 && (is_script_utf16(bytes, length, 0) || is_script_utf16(bytes, length, 1)))
        return PLACE_TEXT;
    if (found < CONTROLS_MIN) /* nearly all places */
        return !utf16 && is_short_noise(bytes, length, found) ? PLACE_BINARY : PLACE_TEXT;
    for (size_t i = 0; i < length; i++) {
        bool lone = (i == 0 || !is_control(bytes[i - 1])) && (i + 1 == length || !is_control(bytes[i + 1]));
        characters += !dhk_utf8_is_trail(bytes[i]);
        nuls += bytes[i] == 0;
        lone_nuls += bytes[i] == 0 && lone;
    }
    if ((utf16 || nuls * 8 >= length) && (is_utf16(bytes, length, 0, utf16) || is_utf16(bytes, length, 1, utf16)))
        return PLACE_TEXT;
    found -= nuls * 3 < length ? lone_nuls : 0;
    return found >= CONTROLS_MIN && found * CONTROLS_SHARE >= characters ? PLACE_BINARY : PLACE_TEXT;
}

/* Is it a header of numbers that it begins with? A place that is judged as binary, not one of UTF-16. */
static bool has_binary_head(const unsigned char *bytes, size_t length) {
    uint32_t seen = 0;
    size_t kinds = 0;
    for (size_t i = 0; i < length; i++)
        if (is_control(bytes[i]))
            seen |= (uint32_t)1 << bytes[i];
    for (; seen != 0; seen &= seen - 1)
        kinds++;
    return kinds >= HEAD_KINDS_MIN && dhk_control_characters(bytes, length < HEAD_BEGIN ? length : HEAD_BEGIN) > 0 &&
           dhk_control_characters(bytes, length) * HEAD_SHARE >= length;
}

bool dhk_is_binary(const unsigned char *bytes, size_t length, bool utf16) {
    size_t places[3] = {0, 0, 0};
    if (length > PLACES * PLACE_BYTES) {
        for (size_t i = 0; i < PLACES; i++) {
            size_t at = (length - PLACE_BYTES) / (PLACES - 1) * i & ~(size_t)1; /* UTF-16 is in pairs */
            place_kind kind = judge_place(bytes + at, PLACE_BYTES, utf16);
            if (i == 0 && kind == PLACE_BINARY && has_binary_head(bytes, PLACE_BYTES))
                return true;
            places[kind]++;
        }
        return places[PLACE_BINARY] > places[PLACE_TEXT];
    }
    /* All of it, in places of one size: none is too short to tell. */
    size_t count = (length + PLACE_BYTES - 1) / PLACE_BYTES;
    for (size_t i = 0; i < count; i++) {
        size_t at = length * i / count & ~(size_t)1;
        size_t end = i + 1 == count ? length : length * (i + 1) / count & ~(size_t)1;
        place_kind kind = judge_place(bytes + at, end - at, utf16);
        if (i == 0 && kind == PLACE_BINARY && has_binary_head(bytes, end))
            return true;
        places[kind]++;
    }
    return places[PLACE_BINARY] > 0 && places[PLACE_BINARY] >= places[PLACE_TEXT];
}
