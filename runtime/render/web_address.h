/*
 * Addresses of links and pictures: which of them may be shown, and how the page's
 * own address makes them absolute.
 */
#ifndef DHK_WEB_ADDRESS_H
#define DHK_WEB_ADDRESS_H

#include "render/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct dhk_address {
    const char *text;
    size_t length;
} dhk_address;

/* Writes the address `reference`, made absolute by `base` (RFC 3986, section 5.2; length 0: it stays relative), with
 * bytes that Markdown or HTML would misread as %XX. Returns false and writes nothing if its scheme is none of http,
 * https, mailto (an image's: http, https), or nothing is left of it. */
bool dhk_address_put(dhk_text_buffer *out, dhk_address reference, dhk_address base, bool image);

#endif
