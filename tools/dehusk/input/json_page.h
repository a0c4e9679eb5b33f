/*
 * The page in a JSON object.
 */
#ifndef DEHUSK_TOOL_JSON_PAGE_H
#define DEHUSK_TOOL_JSON_PAGE_H

#include "input/record.h"

/* record_decode() for a record of kind RECORD_JSON. */
record_result json_page_decode(record *item, page_input *page);

/* Goes through the fields that are not the page, in order; `*at` begins at 0.
 * `*hole` is SIZE_MAX, or where in the value the page stands: a string of
 * page->own_field.value_length bytes. */
bool json_page_field_next(const page_input *page, size_t *at, json_field *field, size_t *hole);

#endif
