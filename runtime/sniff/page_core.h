/*
 * What is to be judged of a page that may be written for programs: without what
 * servers and viewers put around it.
 */
#ifndef DHK_PAGE_CORE_H
#define DHK_PAGE_CORE_H

#include <stdbool.h>
#include <stddef.h>

/* So many bytes of what has to be rewritten are judged. */
enum { DHK_CORE_BYTES = 8192 };

typedef struct dhk_page_core {
    const unsigned char *bytes; /* of the page, or `rewritten` */
    size_t length;
    bool viewed; /* a browser's viewer put the tags around it */
    unsigned char rewritten[DHK_CORE_BYTES];
} dhk_page_core;

/* Where the page begins, behind byte order marks of UTF-8, white space, and warnings that PHP wrote in front of it. */
size_t dhk_page_begin(const unsigned char *bytes, size_t length);

/* Finds the page from dhk_page_begin on, without the markup that browsers wrap around text that is no page, its
 * references decoded. UTF-16 is rewritten as ASCII, with byte 0x80 for all other characters. */
void dhk_page_core_find(dhk_page_core *core, const unsigned char *bytes, size_t length, bool utf16);

#endif
