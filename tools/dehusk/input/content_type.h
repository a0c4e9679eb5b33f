/*
 * The value of a Content-Type field, and what it means for a page.
 */
#ifndef DEHUSK_TOOL_CONTENT_TYPE_H
#define DEHUSK_TOOL_CONTENT_TYPE_H

#include "common/byte_buffer.h"
#include "dehusk.h"

#include <stdbool.h>

typedef struct content_type {
    byte_slice media_type; /* as written; NULL: none that could be one */
    byte_slice charset;    /* without quotation marks; NULL: none */
} content_type;

content_type content_type_parse(byte_slice value);

/* What a media type says of a body. */
typedef enum content_kind {
    CONTENT_PAGE,     /* HTML or plain text */
    CONTENT_UNKNOWN,  /* nothing: a page if it looks like text */
    CONTENT_DOUBTFUL, /* not much: a page if it begins like HTML */
    CONTENT_OTHER     /* no page: an image, a script, ... */
} content_kind;

/* `*format` is that of a page, else AUTO. */
content_kind content_type_kind(byte_slice media_type, dehusk_format *format);

/* Does it begin with a doctype or an element that only pages have, comments and the like aside? */
bool content_begins_html(const char *bytes, size_t length);

/* Do the first bytes look like text in any encoding? The question for a body
 * of which nothing else says what it is. */
bool content_looks_like_text(const char *bytes, size_t length);

#endif
