/*
 * The fields of a JSON object as they are written.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * jansson has checked a line before its fields are passed through. They are
 * passed as they stand in it, because a number that goes through a parser may
 * come out as another text (0.1, 1e5) or not at all (large identifiers).
 */
#include "input/json_fields.h"

#include <string.h>

static size_t skip_blank(byte_slice text, size_t at) {
    while (at < text.length && strchr(" \t\r\n", text.bytes[at]) != NULL && text.bytes[at] != '\0')
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

bool json_field_next(byte_slice object, size_t *at, json_field *field) {
    size_t begin = skip_blank(object, *at);
    if (begin >= object.length || object.bytes[begin] != (*at == 0 ? '{' : ','))
        return false;
    begin = skip_blank(object, begin + 1);
    size_t end = begin < object.length && object.bytes[begin] == '"' ? string_end(object, begin) : 0;
    size_t colon = skip_blank(object, end);
    if (end == 0 || colon >= object.length || object.bytes[colon] != ':')
        return false;
    field->name = object.bytes + begin + 1;
    field->name_length = end - begin - 2;
    field->value = NULL;
    field->value_length = 0;
    begin = skip_blank(object, colon + 1);
    *at = value_end(object, begin);
    if (*at == 0) {
        *at = object.length;
        return true;
    }
    byte_slice value = byte_slice_trim((byte_slice){object.bytes + begin, *at - begin});
    field->value = value.bytes;
    field->value_length = value.length;
    return true;
}
