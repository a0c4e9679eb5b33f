/*
 * What the bytes are, whatever they are called: HTML, plain text, or no page.
 */
#ifndef DHK_PAGE_SNIFF_H
#define DHK_PAGE_SNIFF_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct dhk_page_kind {
    dehusk_format format;   /* HTML or TEXT: as which to read them */
    const char *media_type; /* a static string */
    bool is_page;
} dhk_page_kind;

/* `asked` is what the caller says of the format, `utf16` that the transport says that it is UTF-16. Looks at the first
 * 16 KiB and at some places further on. */
dhk_page_kind dhk_page_sniff(const unsigned char *bytes, size_t length, dehusk_format asked, bool utf16);

#endif
