/*
 * What the command knows of characters: character classes of ASCII, and UTF-8.
 */
#include "common/characters.h"

uint32_t character_read(const char *text, size_t length, size_t *taken) {
    const unsigned char *c = (const unsigned char *)text;
    *taken = 1;
    if (c[0] < 0x80)
        return c[0];
    size_t want = c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
    uint32_t character = c[0] & 0xFFu >> (want + 1);
    if (c[0] < 0xC2 || c[0] > 0xF4)
        return MALFORMED;
    for (; *taken < want; ++*taken) {
        /* The second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF. */
        bool second = *taken == 1;
        unsigned low = second && c[0] == 0xE0 ? 0xA0 : second && c[0] == 0xF0 ? 0x90 : 0x80;
        unsigned high = second && c[0] == 0xED ? 0x9F : second && c[0] == 0xF4 ? 0x8F : 0xBF;
        if (*taken == length || c[*taken] < low || c[*taken] > high)
            return MALFORMED;
        character = character << 6 | (c[*taken] & 0x3Fu);
    }
    return character;
}

size_t character_write(char *to, uint32_t character) {
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, character >>= 6)
        to[i] = (char)(0x80 | (character & 0x3F));
    to[0] = (char)(length == 1 ? character : (0xF00u >> length & 0xFF) | character);
    return length;
}

bool is_utf8(const char *text, size_t length) {
    size_t taken;
    for (size_t at = 0; at < length; at += taken)
        if (character_read(text + at, length - at, &taken) == MALFORMED)
            return false;
    return true;
}
