/*
 * What is to be written, made in memory first.
 */
#include "common/output_buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    KEPT_MAX = 4 << 20, /* memory over this is given back between pages; few pages need it */
    FORMAT_ROOM = 256
};

char *put_room(output_buffer *to, size_t more) {
    if (to->failed || !byte_buffer_reserve(&to->held, more)) {
        to->failed = true;
        return NULL;
    }
    return to->held.bytes + to->held.length;
}

void put_bytes(output_buffer *to, const void *bytes, size_t length) {
    char *room = length > 0 ? put_room(to, length) : NULL;
    if (room == NULL)
        return;
    memcpy(room, bytes, length);
    to->held.length += length;
}

void put_char(output_buffer *to, char byte) {
    put_bytes(to, &byte, 1);
}

void put_text(output_buffer *to, const char *text) {
    put_bytes(to, text, strlen(text));
}

void put_number(output_buffer *to, unsigned long long number) {
    char digits[20]; /* of 2^64 - 1 */
    size_t begin = sizeof digits;
    do {
        digits[--begin] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put_bytes(to, digits + begin, sizeof digits - begin);
}

void put_format(output_buffer *to, const char *format, ...) {
    char *room = put_room(to, FORMAT_ROOM);
    if (room == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(room, FORMAT_ROOM, format, arguments);
    va_end(arguments);
    if (length < 0 || length >= FORMAT_ROOM)
        to->failed = true;
    else
        to->held.length += (size_t)length;
}

void output_buffer_clear(output_buffer *buffer) {
    if (buffer->held.capacity > KEPT_MAX)
        byte_buffer_free(&buffer->held);
    buffer->held.length = 0;
    buffer->failed = false;
}

void output_buffer_free(output_buffer *buffer) {
    byte_buffer_free(&buffer->held);
    buffer->failed = false;
}
