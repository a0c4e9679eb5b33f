/*
 * Files that are told by their first bytes, after the WHATWG's MIME Sniffing
 * Standard and what else crawls hold.
 */
#ifndef DHK_SIGNATURE_H
#define DHK_SIGNATURE_H

#include <stddef.h>

/* The media type that the bytes begin like, a static string; NULL: none that is known. What could begin a text is
 * believed only where bytes that no text has follow. */
const char *dhk_signature_find(const unsigned char *bytes, size_t length);

#endif
