/*
 * Bytes from outside, made fit to be shown.
 *
 * A file name can hold any bytes, and the text of a page can hold escape
 * sequences. Neither may steer a terminal or break a format that is read line
 * by line.
 */
#ifndef DEHUSK_TOOL_PRINTABLE_H
#define DEHUSK_TOOL_PRINTABLE_H

#include "common/output_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PRINTABLE_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Writes or puts `text` with U+FFFD for each malformed sequence and each
 * control character. `keep_layout`: TAB, LF and CR LF stay. */
void printable_write(FILE *stream, const char *text, size_t length, bool keep_layout);
void printable_put(output_buffer *to, const char *text, size_t length, bool keep_layout);

#endif
