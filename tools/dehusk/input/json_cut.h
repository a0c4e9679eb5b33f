/*
 * Where within an object that a writer did not end the next one begins.
 *
 * A killed writer leaves {"tags": [, and what another one writes behind it looks
 * like a value of that object.
 */
#ifndef DEHUSK_TOOL_JSON_CUT_H
#define DEHUSK_TOOL_JSON_CUT_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* The last value of the text that is an object, of which `depth` brackets stay open, if the text ends behind it or with a
 * comma more, and it is like the outer one: it has the same first name, or a page. Returns where it begins; 0: there is
 * none. */
size_t json_cut_last(byte_slice text, size_t depth, const char *page_field);

/* Where the first object within the text begins that has the same first name; 0: there is none. */
size_t json_cut_first(byte_slice text);

/* Where within the text of a page behind a URL, which begins with that, the next URL begins that is the name of a page; 0:
 * there is none. */
size_t json_cut_named(byte_slice text, const char *page_field);

#endif
