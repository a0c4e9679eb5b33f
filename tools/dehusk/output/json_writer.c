/*
 * JSON written as it comes.
 */
#include "output/json_writer.h"

#include "common/characters.h"
#include "common/printable.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    DECIMALS = 5,
    ONE = 100000 /* 10 to the power of DECIMALS */
};

static void put_escape(output_buffer *to, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    static const char plain[] = "\b\f\n\r\t";
    static const char letters[] = "bfnrt";
    const char *found = c != 0 ? strchr(plain, c) : NULL;
    put_char(to, '\\');
    if (c == '"' || c == '\\') {
        put_char(to, (char)c);
    } else if (found != NULL) {
        put_char(to, letters[found - plain]);
    } else {
        put_text(to, "u00");
        put_char(to, hex[c >> 4]);
        put_char(to, hex[c & 15]);
    }
}

/* Is one of eight bytes under 0x20, a quotation mark or a backslash? (A byte
 * less than n, or zero, borrows from its highest bit; bytes above one that did
 * may be taken for such too, which costs a look at each of the eight.) */
static bool has_special(const char *eight) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highest = UINT64_C(0x8080808080808080);
    uint64_t bytes;
    memcpy(&bytes, eight, sizeof bytes);
    uint64_t quote = bytes ^ ones * '"';
    uint64_t backslash = bytes ^ ones * '\\';
    uint64_t found = (bytes - ones * 0x20) & ~bytes;
    found |= (quote - ones) & ~quote;
    found |= (backslash - ones) & ~backslash;
    return (found & highest) != 0;
}

void json_put_escaped(output_buffer *to, const char *text, size_t length) {
    size_t start = 0; /* of what can be put as it is */
    for (size_t i = 0; i < length; i++) {
        while (length - i > 8 && !has_special(text + i))
            i += 8;
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        put_bytes(to, text + start, i - start);
        put_escape(to, c);
        start = i + 1;
    }
    put_bytes(to, text + start, length - start);
}

static void put_foreign(output_buffer *to, const char *text, size_t length) {
    size_t start = 0; /* of what is well-formed */
    for (size_t i = 0; i < length;) {
        size_t step;
        if (character_read(text + i, length - i, &step) == MALFORMED) {
            json_put_escaped(to, text + start, i - start);
            put_text(to, PRINTABLE_REPLACEMENT);
            start = i + step;
        }
        i += step;
    }
    json_put_escaped(to, text + start, length - start);
}

void json_put_string(output_buffer *to, const char *text, size_t length) {
    if (text == NULL) {
        put_text(to, "null");
        return;
    }
    put_char(to, '"');
    put_foreign(to, text, length);
    put_char(to, '"');
}

void json_put_word(output_buffer *to, const char *text) {
    json_put_string(to, text, text != NULL ? strlen(text) : 0);
}

void json_put_share(output_buffer *to, double value) {
    uint32_t parts = value > 0.0 ? (uint32_t)((value < 1.0 ? value : 1.0) * ONE + 0.5) : 0;
    char text[DECIMALS + 2] = {(char)('0' + parts / ONE), '.'};
    parts %= ONE;
    size_t length = DECIMALS + 2;
    for (size_t i = length; i-- > 2; parts /= 10)
        text[i] = (char)('0' + parts % 10);
    while (length > 3 && text[length - 1] == '0')
        length--;
    put_bytes(to, text, length);
}

void json_put_name(output_buffer *to, const char *name) {
    if (to->held.length > 0 && to->held.bytes[to->held.length - 1] != '{')
        put_char(to, ',');
    put_char(to, '"');
    put_text(to, name);
    put_text(to, "\":");
}

void json_member_word(output_buffer *to, const char *name, const char *text) {
    json_put_name(to, name);
    json_put_word(to, text);
}

void json_member_string(output_buffer *to, const char *name, const char *text, size_t length) {
    json_put_name(to, name);
    json_put_string(to, text, length);
}

void json_member_number(output_buffer *to, const char *name, unsigned long long number) {
    json_put_name(to, name);
    put_number(to, number);
}

void json_member_share(output_buffer *to, const char *name, double value) {
    json_put_name(to, name);
    json_put_share(to, value);
}
