/*
 * What the readers of bytes that may be no page have in common.
 */
#ifndef DHK_BYTE_SCAN_H
#define DHK_BYTE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Passes over `text`, zero-terminated, if it stands at `*at`. */
static inline bool dhk_take_bytes(const unsigned char **at, const unsigned char *end, const char *text) {
    size_t length = strlen(text);
    if ((size_t)(end - *at) < length || memcmp(*at, text, length) != 0)
        return false;
    *at += length;
    return true;
}

#endif
