/*
 * Character references after the HTML Standard, section "Character reference
 * state" and what follows it there.
 *
 * The 2,231 names are a word graph of 23 KB, walked byte by byte; the walk
 * remembers the last place where a name could end, so that the longest name
 * wins and no more than the longest name is ever looked at. The five that
 * pages need most are told apart before that.
 */
#include "html/html_charref.h"

#include "base/ascii.h"
#include "unicode/utf8.h"

#include <string.h>

typedef struct dhk_charref_node {
    uint8_t character;
    uint8_t flags;
    uint16_t before; /* names that come earlier among its siblings */
    uint16_t child;  /* 0 if no name goes on */
} dhk_charref_node;

enum { LAST_SIBLING = 1, END_OF_NAME = 2 };

#include "html/tables/html_charref.inc"

/* What numbers 0x80 to 0x9F stand for: the characters of windows-1252. */
static const uint16_t c1_replacements[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

/* -1 if the byte is no digit of the base. */
static int digit_value(unsigned char byte, bool hexadecimal) {
    return hexadecimal || dhk_is_digit(byte) ? dhk_hex_value(byte) : -1;
}

/* `at` stands on the '&' of "&#". */
static size_t read_number(const unsigned char *at, const unsigned char *end, unsigned char *characters,
                          uint32_t *length) {
    const unsigned char *p = at + 2;
    bool hexadecimal = p < end && (*p | 0x20) == 'x';
    uint32_t number = 0;
    p += hexadecimal;
    const unsigned char *digits = p;
    for (; p < end; p++) {
        int digit = digit_value(*p, hexadecimal);
        if (digit < 0)
            break;
        number = number * (hexadecimal ? 16 : 10) + (uint32_t)digit;
        if (number > 0x110000)
            number = 0x110000; /* out of range for good; keeps the product from overflowing */
    }
    if (p == digits)
        return 0;
    if (p < end && *p == ';')
        p++;
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
        number = 0xFFFD;
    else if (number >= 0x80 && number < 0xA0)
        number = c1_replacements[number - 0x80];
    *length = dhk_utf8_encode(characters, number);
    return (size_t)(p - at);
}

/* The length and the character of the five frequent references; 0 for all others. */
static size_t read_frequent(const unsigned char *name, size_t available, uint32_t *character) {
    if (available >= 4 && memcmp(name, "amp;", 4) == 0) {
        *character = '&';
        return 5;
    }
    if (available >= 5 && memcmp(name, "nbsp;", 5) == 0) {
        *character = 0xA0;
        return 6;
    }
    if (available >= 5 && memcmp(name, "quot;", 5) == 0) {
        *character = '"';
        return 6;
    }
    if (available >= 3 && memcmp(name, "lt;", 3) == 0) {
        *character = '<';
        return 4;
    }
    if (available >= 3 && memcmp(name, "gt;", 3) == 0) {
        *character = '>';
        return 4;
    }
    return 0;
}

/* `at` stands on an '&' that a letter follows. */
static size_t read_name(const unsigned char *at, const unsigned char *end, bool in_attribute, unsigned char *characters,
                        uint32_t *length) {
    const unsigned char *p = at + 1;
    uint32_t value = 0;
    size_t taken = read_frequent(p, (size_t)(end - p), &value);
    if (taken != 0) {
        *length = dhk_utf8_encode(characters, value);
        return taken;
    }
    unsigned rank = 0;
    unsigned place = charref_first[*p >= 'a' ? *p - 'a' + 26u : *p - (unsigned)'A'];
    for (;;) {
        const dhk_charref_node *node = &charref_nodes[place];
        while (node->character < *p && (node->flags & LAST_SIBLING) == 0)
            node++; /* siblings are in order */
        if (node->character != *p)
            break;
        p++;
        rank += node->before;
        if ((node->flags & END_OF_NAME) != 0) {
            value = charref_values[rank];
            taken = (size_t)(p - at);
            rank++;
        }
        if (node->child == 0 || p == end)
            break;
        place = node->child;
    }
    if (taken == 0)
        return 0;
    if (in_attribute && at[taken - 1] != ';' && at + taken < end &&
        (at[taken] == '=' || dhk_is_letter(at[taken]) || dhk_is_digit(at[taken])))
        return 0;
    *length = dhk_utf8_encode(characters, value & 0xFFFFFF);
    if (value >> 24 != 0)
        *length += dhk_utf8_encode(characters + *length, charref_seconds[value >> 24]);
    return taken;
}

size_t dhk_charref_read(const unsigned char *at, const unsigned char *end, bool in_attribute,
                        unsigned char characters[DHK_CHARREF_BYTES], uint32_t *length) {
    *length = 0;
    if (end - at < 3) /* the shortest are "&lt" and "&#1" */
        return 0;
    if (at[1] == '#')
        return read_number(at, end, characters, length);
    return dhk_is_letter(at[1]) ? read_name(at, end, in_attribute, characters, length) : 0;
}

/* The length of what begins at `at` and goes over as it is: up to a reference, a carriage return, a NUL or the end. */
static size_t plain_length(const unsigned char *at, const unsigned char *end) {
    const unsigned char *p = at;
    while (p < end && *p != '&' && *p != '\r' && *p != 0)
        p++;
    return (size_t)(p - at);
}

/* As many of the bytes as there is room for, without a part of a character. */
static size_t whole_characters(const unsigned char *bytes, size_t length, size_t room) {
    if (length <= room)
        return length;
    while (room > 0 && dhk_utf8_is_trail(bytes[room]))
        room--;
    return room;
}

size_t dhk_attribute_decode(const unsigned char *page, dhk_range value, char *out, size_t capacity) {
    const unsigned char *end = page + value.end;
    size_t total = 0;
    size_t written = 0; /* falls behind total for good once something did not fit */
    for (const unsigned char *p = page + value.begin; p < end;) {
        unsigned char characters[DHK_CHARREF_BYTES];
        const unsigned char *piece = characters;
        uint32_t decoded = 0;
        size_t length = plain_length(p, end);
        size_t taken = length;
        if (length > 0) {
            piece = p;
        } else if (*p == '&') {
            taken = dhk_charref_read(p, end, true, characters, &decoded);
            length = decoded;
        } else if (*p == '\r') {
            characters[0] = '\n';
            length = 1;
            taken = end - p > 1 && p[1] == '\n' ? 2 : 1;
        } else {
            length = dhk_utf8_encode(characters, 0xFFFD);
            taken = 1;
        }
        if (taken == 0) { /* a "&" that begins nothing */
            piece = p;
            length = taken = 1;
        }
        if (written == total && written < capacity) {
            size_t fits = whole_characters(piece, length, capacity - written);
            memcpy(out + written, piece, fits);
            written += fits;
        }
        total += length;
        p += taken;
    }
    return total;
}
