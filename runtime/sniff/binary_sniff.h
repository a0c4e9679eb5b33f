/*
 * Text, or bytes that mean something else? Asked of all the page, whatever it
 * begins with: a server's warning may stand in front of a PDF.
 */
#ifndef DHK_BINARY_SNIFF_H
#define DHK_BINARY_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* How many of the bytes are control characters that text does not have ("binary data bytes" of the MIME Sniffing
 * Standard). */
size_t dhk_control_characters(const unsigned char *bytes, size_t length);

/* True if most of the places looked at are not text in any encoding, UTF-16 included. A few control characters, NULs
 * between fields, padding by NULs and malformed UTF-8 are text. `utf16`: a BOM or the transport says that it is UTF-16,
 * which can then have no ASCII at all. Constant time. */
bool dhk_is_binary(const unsigned char *bytes, size_t length, bool utf16);

#endif
