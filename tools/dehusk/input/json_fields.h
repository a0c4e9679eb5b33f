/*
 * The fields of a JSON object as they are written.
 */
#ifndef DEHUSK_TOOL_JSON_FIELDS_H
#define DEHUSK_TOOL_JSON_FIELDS_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A field of an object, as the input has it. */
typedef struct json_field {
    const char *name;   /* between its quotation marks, escapes as in the input */
    size_t name_length; /* bytes */
    const char *value;  /* the value's text, which need not be JSON; may be empty if it is cut */
    size_t value_length;
    bool is_cut; /* the value has no end, and this is all there is of it */
} json_field;

/* Goes through the fields of an object's text, which may be cut short or no
 * JSON at all. `*at` begins at 0. False: there is no further field with a whole
 * name. */
bool json_field_next(byte_slice object, size_t *at, json_field *field);

/* Reads a field's name, which the text begins with, and where its value begins. Returns how many bytes stand in front of
 * that; 0: no name with its colon. */
size_t json_name_read(byte_slice text, json_field *field);

/* How long the string is that the text begins with, all there is if it has no end; 0: it begins with none. */
size_t json_string_length(byte_slice text);

/* Has the field this name, its escapes undone? */
bool json_field_is(const json_field *field, const char *name, size_t length);

/* Adds what a string says whose text is between its quotation marks, at most
 * `limit` bytes. Half a surrogate pair becomes U+FFFD; bytes that are not UTF-8
 * stay. False: out of memory. */
bool json_string_read(byte_slice text, size_t limit, byte_buffer *to);

#endif
