/*
 * JSON written as it comes.
 *
 * jansson builds a tree of everything before it prints: for the lines of a page
 * that took longer than labelling them. The shapes written here are fixed, so
 * that a few functions do.
 */
#ifndef DEHUSK_TOOL_JSON_WRITER_H
#define DEHUSK_TOOL_JSON_WRITER_H

#include "common/output_buffer.h"

#include <stddef.h>

/* A string in quotes; `null` for NULL. Malformed UTF-8 becomes U+FFFD: a file
 * name can be anything. */
void json_put_string(output_buffer *to, const char *text, size_t length);
void json_put_word(output_buffer *to, const char *text); /* zero-terminated */

/* What stands between the quotes, of text that is known to be well-formed. */
void json_put_escaped(output_buffer *to, const char *text, size_t length);

/* What stands between the quotes, of text that may be anything and has escapes already. */
void json_put_checked(output_buffer *to, const char *text, size_t length);

/* A value's text, which may be anything: NaN and its like become `null`, what
 * cannot stand in a string is replaced or escaped, and what is no JSON becomes a
 * string that holds it. */
void json_put_value(output_buffer *to, const char *text, size_t length);

/* A number from 0 to 1, rounded to five decimals: 0.5, 0.03125, 1.0 */
void json_put_share(output_buffer *to, double value);

/* The name of a member with its colon. `to` ends with "{" or a whole member,
 * and gets a comma in the second case. `name` holds nothing to escape. */
void json_put_name(output_buffer *to, const char *name);

/* Whole members. */
void json_member_word(output_buffer *to, const char *name, const char *text);
void json_member_string(output_buffer *to, const char *name, const char *text, size_t length);
void json_member_number(output_buffer *to, const char *name, unsigned long long number);
void json_member_share(output_buffer *to, const char *name, double value);

#endif
