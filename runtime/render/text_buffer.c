#include "render/text_buffer.h"

#include "base/memory.h"

#include <string.h>

void dhk_text_put(dhk_text_buffer *buffer, const char *bytes, size_t length) {
    if (buffer->failed || length == 0)
        return;
    if (length > SIZE_MAX - buffer->length ||
        !DHK_RESERVE(buffer->allocator, buffer->bytes, buffer->capacity, buffer->length + length)) {
        buffer->failed = true;
        return;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

void dhk_text_put_byte(dhk_text_buffer *buffer, char byte) {
    dhk_text_put(buffer, &byte, 1);
}

void dhk_text_put_string(dhk_text_buffer *buffer, const char *string) {
    dhk_text_put(buffer, string, strlen(string));
}

void dhk_text_put_number(dhk_text_buffer *buffer, uint32_t number) {
    char digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    dhk_text_put(buffer, digits + at, sizeof digits - at);
}

void dhk_text_free(dhk_text_buffer *buffer) {
    dhk_release(buffer->allocator, buffer->bytes, buffer->capacity, sizeof *buffer->bytes);
    buffer->bytes = NULL;
    buffer->length = buffer->capacity = 0;
    buffer->failed = false;
}
