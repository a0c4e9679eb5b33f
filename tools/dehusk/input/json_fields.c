/*
 * The fields of a JSON object as they are written.
 *
 * Fields are passed as they stand in the line, because a number that goes
 * through a parser may come out as another text (0.1, 1e5) or not at all (large
 * identifiers, 1e400, NaN). A line may be damaged: what is whole in front of
 * the damage is found all the same.
 */
#include "input/json_fields.h"

#include "common/characters.h"

#include <string.h>

static size_t skip_blank(byte_slice text, size_t at) {
    while (at < text.length && is_blank(text.bytes[at]))
        at++;
    return at;
}

/* The end of the string that begins at `at`, behind its quotation mark; 0: it
 * has none. */
static size_t string_end(byte_slice text, size_t at) {
    for (at++; at < text.length; at++) {
        /* Pages are long: quotation marks are looked for by memchr, then the
         * backslashes in front of them are counted. */
        const char *quote = memchr(text.bytes + at, '"', text.length - at);
        if (quote == NULL)
            return 0;
        size_t end = (size_t)(quote - text.bytes);
        size_t slashes = 0;
        while (end - slashes > at && text.bytes[end - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return end + 1;
        at = end;
    }
    return 0;
}

/* The end of the value that begins at `at`; 0: it has none. */
static size_t value_end(byte_slice text, size_t at) {
    size_t depth = 0;
    while (at < text.length) {
        char c = text.bytes[at];
        if (c == '"') {
            at = string_end(text, at);
            if (at == 0)
                return 0;
        } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
            return at;
        } else {
            if (c == '{' || c == '[')
                depth++;
            else if (c == '}' || c == ']')
                depth--;
            at++;
        }
    }
    return 0;
}

size_t json_name_read(byte_slice text, json_field *field) {
    size_t end = text.length > 0 && text.bytes[0] == '"' ? string_end(text, 0) : 0;
    size_t colon = skip_blank(text, end);
    if (end == 0 || colon >= text.length || text.bytes[colon] != ':')
        return 0;
    size_t value = skip_blank(text, colon + 1);
    *field = (json_field){.name = text.bytes + 1, .name_length = end - 2, .value = text.bytes + value};
    return value;
}

size_t json_string_length(byte_slice text) {
    if (text.length == 0 || text.bytes[0] != '"')
        return 0;
    size_t end = string_end(text, 0);
    return end > 0 ? end : text.length;
}

bool json_field_next(byte_slice object, size_t *at, json_field *field) {
    size_t begin = skip_blank(object, *at);
    if (begin >= object.length || object.bytes[begin] != (*at == 0 ? '{' : ','))
        return false;
    begin = skip_blank(object, begin + 1);
    size_t to_value = json_name_read((byte_slice){object.bytes + begin, object.length - begin}, field);
    if (to_value == 0)
        return false;
    begin += to_value;
    /* A string is whole with its own mark, whatever is missing behind it. */
    size_t string = begin < object.length && object.bytes[begin] == '"' ? string_end(object, begin) : 0;
    *at = value_end(object, string > 0 ? string : begin);
    field->is_cut = *at == 0 && string == 0;
    if (*at == 0)
        *at = object.length;
    byte_slice value = byte_slice_trim((byte_slice){object.bytes + begin, (string > 0 ? string : *at) - begin});
    field->value = value.bytes;
    field->value_length = value.length;
    return true;
}

/* -- Strings ----------------------------------------------------------------- */

static bool put_code(byte_buffer *to, uint32_t code) {
    char c[4];
    return byte_buffer_append(to, c, character_write(c, code));
}

/* The number of "\uXXXX" at `at`; UINT32_MAX: there is none. */
static uint32_t unit_at(byte_slice text, size_t at) {
    uint32_t unit = 0;
    if (text.length - at < 6 || text.bytes[at] != '\\' || text.bytes[at + 1] != 'u')
        return UINT32_MAX;
    for (size_t i = at + 2; i < at + 6; i++) {
        unsigned digit = hex_value(text.bytes[i]);
        if (digit == 16)
            return UINT32_MAX;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Undoes the escape at `*at`. A surrogate without its other half is replaced; what
 * is no escape stays without its backslash. */
static bool put_escape(byte_slice text, size_t *at, byte_buffer *to) {
    static const char letters[] = "bfnrt";
    static const char meant[] = "\b\f\n\r\t";
    uint32_t unit = unit_at(text, *at);
    if (unit == UINT32_MAX) {
        *at += 1;
        if (*at == text.length)
            return true;
        char c = text.bytes[(*at)++];
        const char *letter = c != '\0' ? strchr(letters, c) : NULL;
        return byte_buffer_append(to, letter != NULL ? &meant[letter - letters] : &c, 1);
    }
    *at += 6;
    if (unit >= 0xD800 && unit < 0xDC00) {
        uint32_t low = unit_at(text, *at);
        if (low >= 0xDC00 && low < 0xE000) {
            *at += 6;
            return put_code(to, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        }
    }
    return put_code(to, unit >= 0xD800 && unit < 0xE000 ? REPLACEMENT : unit);
}

bool json_string_read(byte_slice text, size_t limit, byte_buffer *to) {
    size_t begin = to->length;
    for (size_t at = 0; at < text.length && to->length - begin < limit;) {
        const char *slash = memchr(text.bytes + at, '\\', text.length - at);
        size_t plain = slash != NULL ? (size_t)(slash - text.bytes) - at : text.length - at;
        if (plain > limit - (to->length - begin))
            plain = limit - (to->length - begin);
        if (!byte_buffer_append(to, text.bytes + at, plain))
            return false;
        at += plain;
        if (at < text.length && text.bytes[at] == '\\' && to->length - begin < limit && !put_escape(text, &at, to))
            return false;
    }
    if (to->length - begin > limit)
        to->length = begin + limit;
    return true;
}

bool json_field_is(const json_field *field, const char *name, size_t length) {
    if (memchr(field->name, '\\', field->name_length) == NULL)
        return field->name_length == length && memcmp(field->name, name, length) == 0;
    byte_buffer read = {0};
    bool is = json_string_read((byte_slice){field->name, field->name_length}, length + 1, &read) &&
              read.length == length && (length == 0 || memcmp(read.bytes, name, length) == 0);
    byte_buffer_free(&read);
    return is;
}
