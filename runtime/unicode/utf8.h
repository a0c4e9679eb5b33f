/*
 * Single characters of UTF-8: decoding, encoding, where they begin. dhk_utf8_valid_length (charset.h) tells whether a
 * whole text is UTF-8.
 */
#ifndef DHK_UTF8_H
#define DHK_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DHK_MALFORMED UINT32_C(0xFFFFFFFF)

/* Decodes a character byte by byte, for what is rare: four bytes, the end of the text, malformed sequences. */
static inline uint32_t dhk_utf8_decode_slowly(const unsigned char *bytes, const unsigned char *end, uint32_t *length) {
    unsigned char lead = bytes[0];
    uint32_t needed;
    uint32_t character;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;

    *length = 1;
    if (lead < 0x80)
        return lead;
    if (lead < 0xC2)
        return DHK_MALFORMED;
    if (lead < 0xE0) {
        needed = 1;
        character = lead & 0x1Fu;
    } else if (lead < 0xF0) {
        needed = 2;
        character = lead & 0x0Fu;
        if (lead == 0xE0)
            low = 0xA0; /* overlong otherwise */
        else if (lead == 0xED)
            high = 0x9F; /* surrogates otherwise */
    } else if (lead < 0xF5) {
        needed = 3;
        character = lead & 0x07u;
        if (lead == 0xF0)
            low = 0x90;
        else if (lead == 0xF4)
            high = 0x8F; /* above 0x10FFFF otherwise */
    } else {
        return DHK_MALFORMED;
    }
    for (uint32_t i = 1; i <= needed; i++) {
        if (bytes + i >= end || bytes[i] < low || bytes[i] > high)
            return DHK_MALFORMED;
        character = character << 6 | (bytes[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
        *length = i + 1;
    }
    return character;
}

/* Writes a character (below 0x110000, no surrogate) as UTF-8 to `out`, at most 4 bytes, and returns how many. */
static inline uint32_t dhk_utf8_encode(unsigned char *out, uint32_t character) {
    if (character < 0x80) {
        out[0] = (unsigned char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (unsigned char)(0xC0 | character >> 6);
        out[1] = (unsigned char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (unsigned char)(0xE0 | character >> 12);
        out[1] = (unsigned char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | character >> 18);
    out[1] = (unsigned char)(0x80 | (character >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (character >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (character & 0x3F));
    return 4;
}

/* Decodes the character at `bytes` (before `end`) and sets `*length` to its
 * bytes. A malformed sequence gives DHK_MALFORMED and the length of its maximal
 * subpart, as the Unicode Standard recommends (section 3.9). */
static inline uint32_t dhk_utf8_decode(const unsigned char *bytes, const unsigned char *end, uint32_t *length) {
    uint32_t lead = bytes[0];
    if (lead < 0x80) {
        *length = 1;
        return lead;
    }
    if (end - bytes >= 3) {
        uint32_t second = bytes[1] ^ 0x80u; /* below 0x40 if it is a trail byte */
        uint32_t third = bytes[2] ^ 0x80u;
        uint32_t character = (lead & 0x0F) << 12 | second << 6 | third;
        /* Neither overlong nor a surrogate. */
        if ((lead & 0xF0) == 0xE0 && (second | third) < 0x40 && character >= 0x800 && (character & 0xF800) != 0xD800) {
            *length = 3;
            return character;
        }
        if (lead >= 0xC2 && lead < 0xE0 && second < 0x40) {
            *length = 2;
            return (lead & 0x1F) << 6 | second;
        }
    }
    return dhk_utf8_decode_slowly(bytes, end, length);
}

/* Is this byte, a `char` or an `unsigned char`, one within a character, not its first? */
static inline bool dhk_utf8_is_trail(int byte) {
    return ((unsigned)byte & 0xC0) == 0x80;
}

/* Where to cut a text of at least `cut` + 1 bytes so that at most `cut` bytes are left and no character is cut: up to
 * three bytes before `cut`. More trail bytes than a character has are malformed, and nothing to keep together. */
static inline size_t dhk_utf8_cut(const void *text, size_t cut) {
    const unsigned char *bytes = text;
    size_t whole = cut;
    while (whole > 0 && cut - whole < 3 && dhk_utf8_is_trail(bytes[whole]))
        whole--;
    return dhk_utf8_is_trail(bytes[whole]) ? cut : whole;
}

/* The first byte of the character that ends at `end`, in a text that begins before it, at `begin`. */
static inline const unsigned char *dhk_utf8_before(const unsigned char *begin, const unsigned char *end) {
    const unsigned char *at = end - 1;
    while (at > begin && end - at < 4 && dhk_utf8_is_trail(*at))
        at--;
    return at;
}

#endif
