/*
 * Bytes in a buffer that grows and is used again.
 *
 * SPDX-License-Identifier: Apache-2.0
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

#endif
