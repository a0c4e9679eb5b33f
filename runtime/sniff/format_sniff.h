/*
 * HTML or plain text? Told from the first bytes.
 */
#ifndef DHK_FORMAT_SNIFF_H
#define DHK_FORMAT_SNIFF_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

/* DEHUSK_FORMAT_HTML where a doctype, an element that only pages have, or some
 * known tags stand in the first bytes; otherwise DEHUSK_FORMAT_TEXT. NULs are
 * passed over, so that UTF-16 is recognised too. */
dehusk_format dhk_format_sniff(const unsigned char *bytes, size_t length);

/* True if a document of HTML begins here: <!DOCTYPE html> or <html>, behind an XML declaration and comments. */
bool dhk_begins_document(const unsigned char *bytes, size_t length);

#endif
