/*
 * The value of a Content-Type field, and what it means for a page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "input/content_type.h"

#include <string.h>

enum { LOOKED_AT = 1445 }; /* bytes; the resource header of the WHATWG's MIME sniffing */

/* What stands before the next `separator`; the rest is what follows it. */
static byte_slice take_part(byte_slice *rest, char separator) {
    byte_slice part = *rest;
    const char *end = rest->length > 0 ? memchr(rest->bytes, separator, rest->length) : NULL;
    if (end == NULL) {
        rest->bytes += rest->length;
        rest->length = 0;
        return byte_slice_trim(part);
    }
    part.length = (size_t)(end - part.bytes);
    rest->bytes += part.length + 1;
    rest->length -= part.length + 1;
    return byte_slice_trim(part);
}

/* Some write charset='utf-8', or forget the closing mark. */
static byte_slice without_quotes(byte_slice value) {
    while (value.length > 0 && (value.bytes[0] == '"' || value.bytes[0] == '\'')) {
        value.bytes++;
        value.length--;
    }
    while (value.length > 0 && (value.bytes[value.length - 1] == '"' || value.bytes[value.length - 1] == '\''))
        value.length--;
    return byte_slice_trim(value);
}

content_type content_type_parse(byte_slice value) {
    content_type type = {{NULL, 0}, {NULL, 0}};
    if (value.bytes == NULL)
        return type;
    /* "text/html,text/html; charset=utf-8" is two fields that a proxy joined. */
    byte_slice media_type = take_part(&value, ';');
    media_type = take_part(&media_type, ',');
    if (media_type.length > 2 && memchr(media_type.bytes, '/', media_type.length) != NULL)
        type.media_type = media_type;
    while (value.length > 0) {
        byte_slice parameter = take_part(&value, ';');
        byte_slice name = take_part(&parameter, '=');
        byte_slice label = without_quotes(take_part(&parameter, ','));
        if (type.charset.bytes == NULL && label.length > 0 && byte_slice_is(name, "charset"))
            type.charset = label;
    }
    return type;
}

bool content_type_format(byte_slice media_type, dehusk_format *format) {
    static const struct {
        const char *name;
        dehusk_format format;
    } types[] = {
        {"text/html", DEHUSK_FORMAT_HTML},
        {"application/xhtml+xml", DEHUSK_FORMAT_HTML},
        {"application/vnd.wap.xhtml+xml", DEHUSK_FORMAT_HTML},
        {"text/plain", DEHUSK_FORMAT_TEXT},
        {"text/markdown", DEHUSK_FORMAT_TEXT},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (byte_slice_is(media_type, types[i].name)) {
            *format = types[i].format;
            return true;
        }
    return false;
}

bool content_looks_like_text(const char *bytes, size_t length) {
    const unsigned char *b = (const unsigned char *)bytes;
    if (length >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) || (b[0] == 0xFF && b[1] == 0xFE)))
        return true; /* UTF-16 */
    for (size_t i = 0; i < length && i < LOOKED_AT; i++)
        if (b[i] < 0x20 && b[i] != '\t' && b[i] != '\n' && b[i] != '\f' && b[i] != '\r' && b[i] != 0x1B)
            return false;
    return true;
}
