/*
 * Bytes: a buffer that grows and is used again, and a range of somebody's.
 */
#ifndef DEHUSK_TOOL_BYTE_BUFFER_H
#define DEHUSK_TOOL_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* Begin with all zero. */
typedef struct byte_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
} byte_buffer;

/* Makes room for `more` bytes behind `length`. False: out of memory. */
bool byte_buffer_reserve(byte_buffer *buffer, size_t more);

/* False: out of memory; then nothing was added. */
bool byte_buffer_append(byte_buffer *buffer, const char *bytes, size_t length);

void byte_buffer_free(byte_buffer *buffer);

/* Bytes of another's. NULL: there are none, which is not the same as empty. */
typedef struct byte_slice {
    const char *bytes;
    size_t length;
} byte_slice;

/* Are these the bytes of `word` (in lower case), whatever the case of ASCII letters? */
bool byte_slice_is(byte_slice slice, const char *word);

/* The bytes without spaces, tabs and line ends at both ends. */
byte_slice byte_slice_trim(byte_slice slice);

#endif
