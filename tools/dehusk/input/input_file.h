/*
 * Reading an input whole.
 */
#ifndef DEHUSK_TOOL_INPUT_FILE_H
#define DEHUSK_TOOL_INPUT_FILE_H

#include <stddef.h>

/* The bytes of the last input read; the memory is used again for the next.
 * Begin with all zero, end with input_free. */
typedef struct input_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
} input_buffer;

/* Reads a file, or standard input for NULL: its first `limit` bytes (at least
 * 1), so that no file can fill the memory. Returns NULL, or what went wrong as
 * a sentence that is never freed and lives until the next call. */
const char *input_read(input_buffer *buffer, const char *path, size_t limit);

void input_free(input_buffer *buffer);

#endif
