/*
 * What kind of input a file is, by its first bytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "input/kind_sniff.h"

#include <string.h>

#include "input/json_fields.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A line of JSON lines is an object with the page in one of its fields. The
 * line may be longer than what is there of it, and the page may stand last. */
static bool sniff_object(byte_slice line, bool is_whole, input_kind *kind) {
    json_field field;
    for (size_t at = 0; json_field_next(line, &at, &field);) {
        bool is_page =
            field.name_length == 4 && (memcmp(field.name, "html", 4) == 0 || memcmp(field.name, "text", 4) == 0);
        if (is_page) {
            *kind = INPUT_JSONL;
            return true;
        }
    }
    return is_whole;
}

bool kind_sniff(const char *bytes, size_t length, input_kind *kind) {
    static const char mark[] = "WARC/";
    static const char bom[] = "\xEF\xBB\xBF";
    size_t at = 0;
    *kind = INPUT_AUTO;
    if (length >= sizeof bom - 1 && memcmp(bytes, bom, sizeof bom - 1) == 0)
        at = sizeof bom - 1;
    while (at < length && is_blank(bytes[at]))
        at++;
    if (at < length && bytes[at] == '{') {
        byte_slice rest = {bytes + at, length - at};
        const char *line = memchr(rest.bytes, '\n', rest.length);
        if (line != NULL)
            rest.length = (size_t)(line - rest.bytes);
        return sniff_object(rest, line != NULL, kind);
    }
    if (at == length)
        return false;
    /* In front of a WARC record there are line ends at most. */
    for (at = 0; at < length && (bytes[at] == '\r' || bytes[at] == '\n'); at++)
        continue;
    size_t left = length - at;
    if (memcmp(bytes + at, mark, left < sizeof mark - 1 ? left : sizeof mark - 1) != 0)
        return true;
    /* A version follows; a page may well begin with the word. */
    if (left < sizeof mark)
        return false;
    char version = bytes[at + sizeof mark - 1];
    if (version >= '0' && version <= '9')
        *kind = INPUT_WARC;
    return true;
}
