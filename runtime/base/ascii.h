/*
 * Character classes of ASCII bytes. Bytes from 0x80 on, and negative numbers, are in none.
 */
#ifndef DHK_ASCII_H
#define DHK_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool dhk_is_digit(int byte) {
    return (unsigned)byte - '0' < 10;
}

static inline bool dhk_is_upper(int byte) {
    return (unsigned)byte - 'A' < 26;
}

static inline bool dhk_is_letter(int byte) {
    return ((unsigned)byte | 0x20) - 'a' < 26;
}

/* In lower case if it is an upper-case letter, else as it is. */
static inline int dhk_lower(int byte) {
    return dhk_is_upper(byte) ? byte | 0x20 : byte;
}

/* Are `length` bytes those of `word`, which is in lower case, whatever their own case? Reads no further than to the first
 * that differs. */
static inline bool dhk_equals_ignoring_case(const void *bytes, const char *word, size_t length) {
    const unsigned char *own = bytes;
    for (size_t i = 0; i < length; i++)
        if (dhk_lower(own[i]) != (unsigned char)word[i])
            return false;
    return true;
}

/* What a hexadecimal digit stands for; -1: it is none. */
static inline int dhk_hex_value(int byte) {
    if (dhk_is_digit(byte))
        return byte - '0';
    return ((unsigned)byte | 0x20) - 'a' < 6 ? (byte | 0x20) - 'a' + 10 : -1;
}

/* ASCII whitespace of the HTML and the Encoding Standard: tab, LF, FF, CR, space. VT is none. */
static inline bool dhk_is_html_space(unsigned char byte) {
    return byte <= ' ' && (UINT64_C(0x100003600) >> byte & 1) != 0;
}

/* White space, or a control character, which parts words as that does. */
static inline bool dhk_is_blank(unsigned char byte) {
    return byte <= ' ';
}

#endif
