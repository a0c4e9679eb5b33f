/*
 * What the command knows of characters: character classes of ASCII, and UTF-8.
 */
#ifndef DEHUSK_TOOL_CHARACTERS_H
#define DEHUSK_TOOL_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MALFORMED UINT32_MAX

enum { REPLACEMENT = 0xFFFD };

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* White space of JSON and of named fields. */
static inline bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static inline bool is_letter(char c) {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

/* What a hexadecimal digit stands for; 16: it is none. */
static inline unsigned hex_value(char c) {
    if (is_digit(c))
        return (unsigned)(c - '0');
    c = to_lower(c);
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

/* The character at the front of `text` (not empty) and its length. If it is malformed, MALFORMED and the length of the
 * part to be replaced as a whole: the longest beginning of a character, as the Unicode Standard recommends. */
uint32_t character_read(const char *text, size_t length, size_t *taken);

/* Writes a character, no surrogate, to `to`: four bytes at most. Returns how many. */
size_t character_write(char *to, uint32_t character);

bool is_utf8(const char *text, size_t length);

#endif
