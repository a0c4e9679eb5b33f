/*
 * Making bytes fit to be shown.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "common/printable.h"

#include <stdint.h>
#include <string.h>

/* The length of the character at the front of `text` (not empty) and its code
 * point; if it is malformed, the length of the part to be replaced as a whole
 * (the longest beginning of a character, as the Unicode Standard recommends)
 * and UINT32_MAX. */
static size_t character(const char *text, size_t length, uint32_t *code) {
    const unsigned char *c = (const unsigned char *)text;
    size_t want;
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (c[0] < 0x80) {
        *code = c[0];
        return 1;
    }
    /* The second byte's range keeps out overlong forms, surrogates and what
     * lies beyond U+10FFFF. */
    if (c[0] >= 0xC2 && c[0] <= 0xDF) {
        want = 2;
        *code = c[0] & 0x1Fu;
    } else if (c[0] >= 0xE0 && c[0] <= 0xEF) {
        want = 3;
        *code = c[0] & 0x0Fu;
        low = c[0] == 0xE0 ? 0xA0 : 0x80;
        high = c[0] == 0xED ? 0x9F : 0xBF;
    } else if (c[0] >= 0xF0 && c[0] <= 0xF4) {
        want = 4;
        *code = c[0] & 0x07u;
        low = c[0] == 0xF0 ? 0x90 : 0x80;
        high = c[0] == 0xF4 ? 0x8F : 0xBF;
    } else {
        *code = UINT32_MAX;
        return 1;
    }
    for (size_t i = 1; i < want; i++) {
        if (i >= length || c[i] < low || c[i] > high) {
            *code = UINT32_MAX;
            return i;
        }
        *code = *code << 6 | (c[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return want;
}

static bool shown(uint32_t code, bool keep_layout) {
    if (code == '\t' || code == '\n')
        return keep_layout;
    return code != UINT32_MAX && code >= 0x20 && !(code >= 0x7F && code <= 0x9F);
}

/* Where shown text goes: one of the two. */
typedef struct destination {
    FILE *stream;
    output_buffer *buffer;
} destination;

static void give(const destination *to, const char *text, size_t length) {
    if (to->stream != NULL)
        fwrite(text, 1, length, to->stream);
    else
        put_bytes(to->buffer, text, length);
}

static void show(const destination *to, const char *text, size_t length, bool keep_layout) {
    size_t start = 0; /* of what can be given as it is */
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t step = character(text + i, length - i, &code);
        if (!shown(code, keep_layout)) {
            give(to, text + start, i - start);
            give(to, PRINTABLE_REPLACEMENT, strlen(PRINTABLE_REPLACEMENT));
            start = i + step;
        }
        i += step;
    }
    give(to, text + start, length - start);
}

void printable_write(FILE *stream, const char *text, size_t length, bool keep_layout) {
    show(&(destination){.stream = stream}, text, length, keep_layout);
}

void printable_put(output_buffer *to, const char *text, size_t length, bool keep_layout) {
    show(&(destination){.buffer = to}, text, length, keep_layout);
}

size_t printable_character(const char *text, size_t length, bool *well_formed) {
    uint32_t code;
    size_t step = character(text, length, &code);
    *well_formed = code != UINT32_MAX;
    return step;
}
