/*
 * Text that grows as it is written.
 */
#ifndef DHK_TEXT_BUFFER_H
#define DHK_TEXT_BUFFER_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dhk_text_buffer {
    const dehusk_allocator *allocator;
    char *bytes;
    size_t length;
    size_t capacity;
    bool failed; /* out of memory: what was put since is lost */
} dhk_text_buffer;

void dhk_text_put(dhk_text_buffer *buffer, const char *bytes, size_t length);
void dhk_text_put_byte(dhk_text_buffer *buffer, char byte);
void dhk_text_put_string(dhk_text_buffer *buffer, const char *string); /* zero-terminated */
void dhk_text_put_number(dhk_text_buffer *buffer, uint32_t number);    /* in decimal digits */
void dhk_text_free(dhk_text_buffer *buffer);

#endif
