/*
 * JSON objects that hold the objects of pages.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "input/json_wrapper.h"

#include "common/characters.h"
#include "input/json_fields.h"
#include "input/json_page.h"

/* So many elements are looked at for a page: an array of pages stands among the first, and some of it may have none. */
enum { ELEMENTS_MAX = 16 };

const char *json_wrapper_pass(json_wrapper *wrapper, const char *at, const char *end, size_t *lines, bool *is_element) {
    *is_element = false;
    for (; at < end && wrapper->depth > 0; at++) {
        char c = *at;
        *lines += c == '\n';
        if (wrapper->in_string) {
            wrapper->in_string = wrapper->escaped || c != '"';
            wrapper->escaped = !wrapper->escaped && c == '\\';
            continue;
        }
        if (c == '{' && (wrapper->before == '[' || wrapper->before == ',')) {
            *is_element = true;
            wrapper->before = '}'; /* the element's end, when its reader has passed it */
            return at;
        }
        if (is_blank(c))
            continue;
        wrapper->before = c;
        wrapper->in_string = c == '"';
        if (c == '{' || c == '[')
            wrapper->depth++;
        else if (c == '}' || c == ']')
            wrapper->depth--;
    }
    return at;
}

/* All there is of the object that begins at `at`. It ends where its reader will end it, so that no byte is looked at for
 * two objects, though none of a file has an end: with its bracket, at a line end amid a string, or where a name should
 * stand and the next object begins. */
static byte_slice object_at(const char *begin, const char *end) {
    json_wrapper inside = {0};
    const char *at = begin;
    while (at < end) {
        char c = *at;
        if (inside.in_string ? c == '\n' : c == '{' && inside.depth == 1 && inside.before != ':')
            break;
        at++;
        if (inside.in_string) {
            inside.in_string = inside.escaped || c != '"';
            inside.escaped = !inside.escaped && c == '\\';
        } else if (!is_blank(c)) {
            inside.before = c;
            inside.in_string = c == '"';
            if (c == '{' || c == '[')
                inside.depth++;
            else if ((c == '}' || c == ']') && --inside.depth == 0)
                break;
        }
    }
    return (byte_slice){begin, (size_t)(at - begin)};
}

/* Is among the first elements of arrays within the value one with a page? `*left` counts down those that are looked at. */
static bool has_pages(byte_slice value, const char *page_field, size_t *left) {
    const char *at = value.bytes;
    const char *end = at + value.length;
    if (value.length == 0 || (*at != '{' && *at != '['))
        return false;
    json_wrapper inside = {.depth = 1, .before = *at++};
    for (; *left > 0 && at < end; --*left) {
        size_t lines = 0;
        bool is_element;
        at = json_wrapper_pass(&inside, at, end, &lines, &is_element);
        if (!is_element)
            return false;
        byte_slice element = object_at(at, end);
        if (json_page_stands_in(element, page_field, false))
            return true;
        at = element.bytes + element.length;
    }
    return false;
}

bool json_wraps_pages(byte_slice text, const char *page_field) {
    if (text.length == 0 || text.bytes[0] != '{')
        return false;
    const char *end = text.bytes + (text.length < WRAPPER_BYTES_MAX ? text.length : WRAPPER_BYTES_MAX);
    byte_slice whole = object_at(text.bytes, end);
    if (json_page_stands_in(whole, page_field, true))
        return false;
    size_t left = ELEMENTS_MAX;
    json_field field;
    for (size_t at = 0; left > 0 && json_field_next(whole, &at, &field);)
        if ((page_field != NULL || !json_holds_parts(&field)) &&
            has_pages((byte_slice){field.value, field.value_length}, page_field, &left))
            return true;
    return false;
}
