/*
 * Named fields, one a line: "Name: value". The heads of WARC records and of HTTP
 * messages are made of them.
 */
#ifndef DEHUSK_TOOL_NAMED_FIELDS_H
#define DEHUSK_TOOL_NAMED_FIELDS_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct named_field {
    byte_slice name;  /* without white space around it */
    byte_slice value; /* without white space around it */
} named_field;

/* Where the line ends that begins at `at`, behind its LF. */
size_t line_end(byte_slice text, size_t at);

/* Where the head ends whose first line begins at `at`: behind its empty line. 0: it has none. */
size_t head_end(byte_slice text, size_t at);

/* Goes through the fields of lines from `*at` to `end`. A line that begins with
 * white space goes on where the one before it ended, which is mended in place;
 * lines that are no field are passed over. */
bool named_field_next(char *bytes, size_t end, size_t *at, named_field *field);

#endif
