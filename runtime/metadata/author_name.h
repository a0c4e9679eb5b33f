/*
 * The name in what a page tells for its author: programs put much else there.
 */
#ifndef DHK_AUTHOR_NAME_H
#define DHK_AUTHOR_NAME_H

#include <stddef.h>

/* The length of the name in a text of UTF-8, which begins at `*begin`: without "By" before it, and a job, a
 * handle, a site or a date behind. 0: it names nobody; "admin", a number, an address. */
size_t dhk_author_name(const char *text, size_t length, size_t *begin);

#endif
