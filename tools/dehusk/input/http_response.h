/*
 * An HTTP response as archives store it.
 */
#ifndef DEHUSK_TOOL_HTTP_RESPONSE_H
#define DEHUSK_TOOL_HTTP_RESPONSE_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

enum { HTTP_VALUE_LENGTH = 512 }; /* bytes of a field's value that are kept: more than any of these has */

/* The value of a header field; several fields of a name are joined by commas. */
typedef struct http_value {
    char bytes[HTTP_VALUE_LENGTH];
    size_t length;
} http_value;

typedef struct http_response {
    int status; /* 0: no head */
    http_value content_type;
    http_value content_encoding;
    http_value transfer_encoding;
    size_t body; /* where it begins */
} http_response;

/* Does a response with a head begin here? Some servers send none. */
bool http_response_has_head(byte_slice block);

/* Reads the head; interim responses (1xx), and a proxy's, before the response
 * proper are passed over. Folded fields are joined in place. Returns NULL, or
 * what is wrong as a phrase. */
const char *http_response_parse(char *block, size_t length, http_response *response);

#endif
