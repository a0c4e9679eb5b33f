/*
 * JSON objects that hold the objects of pages.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Interfaces answer with {"data": [{"html": ...}, ...], "next": ...}, and
 * exports of search engines have such an array some objects deeper.
 */
#ifndef DEHUSK_TOOL_JSON_WRAPPER_H
#define DEHUSK_TOOL_JSON_WRAPPER_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* So much of an object is looked at. */
enum { WRAPPER_BYTES_MAX = 1 << 16 };

/* Is the text the beginning of an object that has no page itself, but an array
 * among whose first elements is an object with one? Arrays of what belongs to one page (comments, links, sections) do not
 * count, unless `page_field` asks for a field: that page may stand behind them, or have no name that is known. `page_field` is the page's asked-for
 * field, NULL: the usual ones. */
bool json_wraps_pages(byte_slice text, const char *page_field);

/* Where within a wrapping object its reader is. All zero: outside. */
typedef struct json_wrapper {
    size_t depth; /* brackets that are open */
    char before;  /* the last byte that is no white space */
    bool in_string;
    bool escaped;
} json_wrapper;

/* Goes on up to the next element of an array that is an object, to the end of the
 * wrapping object, or to `end`. Returns where that is, and sets `*is_element`.
 * `*lines` counts line ends. */
const char *json_wrapper_pass(json_wrapper *wrapper, const char *at, const char *end, size_t *lines, bool *is_element);

#endif
