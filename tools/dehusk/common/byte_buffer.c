/*
 * Bytes: a buffer that grows and is used again, and a range of somebody's.
 */
#include "common/byte_buffer.h"

#include "common/characters.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 4096 };

bool byte_buffer_reserve(byte_buffer *buffer, size_t more) {
    if (more <= buffer->capacity - buffer->length)
        return true;
    if (more > SIZE_MAX / 2 - buffer->length)
        return false;
    size_t capacity = buffer->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : buffer->capacity + buffer->capacity / 2;
    if (capacity < buffer->length + more)
        capacity = buffer->length + more;
    char *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL)
        return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool byte_buffer_append(byte_buffer *buffer, const char *bytes, size_t length) {
    if (!byte_buffer_reserve(buffer, length))
        return false;
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

void byte_buffer_free(byte_buffer *buffer) {
    free(buffer->bytes);
    memset(buffer, 0, sizeof *buffer);
}

bool byte_slice_is(byte_slice slice, const char *word) {
    if (slice.bytes == NULL || slice.length != strlen(word))
        return false;
    for (size_t i = 0; i < slice.length; i++)
        if (to_lower(slice.bytes[i]) != word[i])
            return false;
    return true;
}

byte_slice byte_slice_trim(byte_slice slice) {
    while (slice.length > 0 && is_blank(slice.bytes[slice.length - 1]))
        slice.length--;
    while (slice.length > 0 && is_blank(slice.bytes[0])) {
        slice.bytes++;
        slice.length--;
    }
    return slice;
}
