/*
 * The value of a Content-Type field, and what it means for a page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_CONTENT_TYPE_H
#define DEHUSK_TOOL_CONTENT_TYPE_H

#include <stdbool.h>

#include "common/byte_buffer.h"
#include "dehusk.h"

typedef struct content_type {
    byte_slice media_type; /* as written; NULL: none that could be one */
    byte_slice charset;    /* without quotation marks; NULL: none */
} content_type;

content_type content_type_parse(byte_slice value);

/* The format of a page of this type. False: it is no page. */
bool content_type_format(byte_slice media_type, dehusk_format *format);

/* Do the first bytes look like text in any encoding? The question for a body
 * of which nothing else says what it is. */
bool content_looks_like_text(const char *bytes, size_t length);

#endif
