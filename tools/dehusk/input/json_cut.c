/*
 * Where within an object that a writer did not end the next one begins.
 */
#include "input/json_cut.h"

#include "common/characters.h"
#include "input/json_fields.h"
#include "input/json_page.h"
#include "input/json_wrapper.h"

#include <string.h>

/* The first name of the object that the text begins with; NULL: it has none. */
static byte_slice first_name(byte_slice text) {
    json_field field = {0};
    size_t at = 1;
    while (at < text.length && is_blank(text.bytes[at]))
        at++;
    if (at >= text.length || text.bytes[0] != '{' ||
        json_name_read((byte_slice){text.bytes + at, text.length - at}, &field) == 0)
        return (byte_slice){NULL, 0};
    return (byte_slice){field.name, field.name_length};
}

static bool is_same(byte_slice one, byte_slice other) {
    return one.bytes != NULL && other.bytes != NULL && one.length == other.length &&
           memcmp(one.bytes, other.bytes, one.length) == 0;
}

/* Behind the string that begins at `at`; the text's end if it has none. */
static size_t pass_string(byte_slice text, size_t at) {
    return at + json_string_length((byte_slice){text.bytes + at, text.length - at});
}

size_t json_cut_last(byte_slice text, size_t depth, const char *page_field) {
    size_t open = 0;
    size_t begin = 0;
    byte_slice whole = byte_slice_trim(text);
    if (whole.length > 0 && whole.bytes[whole.length - 1] == ',')
        whole = byte_slice_trim((byte_slice){whole.bytes, whole.length - 1});
    if (whole.length == 0 || whole.bytes[whole.length - 1] != '}')
        return 0;
    for (size_t at = 0; at < whole.length;) {
        char c = whole.bytes[at];
        if (c == '"') {
            at = pass_string(whole, at);
            continue;
        }
        if (c == '{' || c == '[')
            begin = open++ == depth ? at : begin;
        else if (c == '}' || c == ']')
            open--;
        at++;
    }
    byte_slice inner = {whole.bytes + begin, whole.length - begin};
    if (begin == 0 || open != depth || *inner.bytes != '{' ||
        (!is_same(first_name(whole), first_name(inner)) && !json_page_stands_in(inner, page_field, true)))
        return 0;
    return (size_t)(inner.bytes - text.bytes);
}

size_t json_cut_first(byte_slice text) {
    byte_slice name = first_name(text);
    for (size_t at = 1; name.bytes != NULL && at < text.length;) {
        char c = text.bytes[at];
        if (c == '{' && is_same(name, first_name((byte_slice){text.bytes + at, text.length - at})))
            return at;
        at = c == '"' ? pass_string(text, at) : at + 1;
    }
    return 0;
}

size_t json_cut_named(byte_slice text, const char *page_field) {
    size_t looked_to = 0; /* what is within an object that is no page is not looked at for each of its names */
    json_field field;
    size_t at = 0;
    (void)json_field_next(text, &at, &field);
    while (at < text.length) {
        if (text.bytes[at] != '"') {
            at++;
            continue;
        }
        byte_slice rest = {text.bytes + at, text.length - at};
        size_t before = at >= looked_to ? json_name_read(rest, &field) : 0;
        if (before > 0 && json_is_named_by_url(&field)) {
            size_t length;
            if (json_wrapper_page_begins((byte_slice){rest.bytes + before, rest.length - before}, page_field, &length))
                return at;
            looked_to = at + before + length;
        }
        at = pass_string(text, at);
    }
    return 0;
}
