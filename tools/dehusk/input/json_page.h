/*
 * The page in a JSON object.
 */
#ifndef DEHUSK_TOOL_JSON_PAGE_H
#define DEHUSK_TOOL_JSON_PAGE_H

#include "input/record.h"

/* record_decode() for a record of kind RECORD_JSON. */
record_result json_page_decode(record *item, page_input *page);

/* Does a field of the object, all of it or what there is, hold a page, or null where one might stand? `page_field` is
 * the field's asked-for name, NULL: the usual ones, and if `surely` not those that may say something of many pages. */
bool json_page_stands_in(byte_slice object, const char *page_field, bool surely);

/* What stands behind a field's name. */
typedef enum json_behind {
    JSON_NO_PAGE,
    JSON_EMPTY, /* an object where a page might stand */
    JSON_TEXT,  /* an object with a page, or a long string */
    JSON_MARKUP /* the same, or a shorter string, that begins with a tag */
} json_behind;

/* Is the field's value a page, or an object with one? For a field whose name is no usual one. */
json_behind json_page_behind(const json_field *field, const char *page_field);

/* Is the field, by its name, surely the page of the object that it stands in, empty as it may be, or that page's URL? */
bool json_names_page(const json_field *field, const char *page_field);

/* Is it one of the usual names of a page? */
bool json_is_usual_page(const json_field *field);

/* Is the field, an array of objects, by its name of what one page consists of, or of what belongs to it? */
bool json_holds_parts(const json_field *field);

/* Goes through the fields that are not the page, in order; `*at` begins at 0.
 * `*hole` is SIZE_MAX, or where in the value the page stands: a string of
 * page->own_field.value_length bytes. */
bool json_page_field_next(const page_input *page, size_t *at, json_field *field, size_t *hole);

#endif
