/*
 * What is to be written, made in memory first.
 *
 * Workers make the output of several pages at the same time; it is written in
 * the order of the input.
 */
#ifndef DEHUSK_TOOL_OUTPUT_BUFFER_H
#define DEHUSK_TOOL_OUTPUT_BUFFER_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Begin with all zero. Where memory was short, `failed` is set, and what is put
 * afterwards is dropped: it is enough to look once, at the end. */
typedef struct output_buffer {
    byte_buffer held;
    bool failed;
} output_buffer;

/* Room for `more` bytes at the end, whose number the caller then adds to
 * held.length; NULL, and failed, without memory. */
char *put_room(output_buffer *to, size_t more);

void put_bytes(output_buffer *to, const void *bytes, size_t length);
void put_char(output_buffer *to, char byte);
void put_text(output_buffer *to, const char *text); /* zero-terminated */
void put_number(output_buffer *to, unsigned long long number);

/* As printf, for short pieces: what is longer than 255 bytes sets `failed`. */
__attribute__((format(printf, 2, 3))) void put_format(output_buffer *to, const char *format, ...);

/* Empties the buffer. Its memory is kept for the next page, unless an
 * exceptionally large page took it. */
void output_buffer_clear(output_buffer *buffer);

void output_buffer_free(output_buffer *buffer);

#endif
