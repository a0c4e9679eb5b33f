/*
 * Character references: "&eacute;", "&#233;", "&#xE9;".
 */
#ifndef DHK_HTML_CHARREF_H
#define DHK_HTML_CHARREF_H

#include "html/html_tokenizer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DHK_CHARREF_BYTES = 8 }; /* more than two characters of UTF-8 that a name may stand for */

/* Reads the reference that begins with the '&' at `at` (before `end`). Returns
 * how many bytes of the page it takes and writes its characters; 0 if none
 * begins there. In an attribute, a name without semicolon before '=', a letter
 * or a digit is none, so that the links of old pages stay what they are. */
size_t dhk_charref_read(const unsigned char *at, const unsigned char *end, bool in_attribute,
                        unsigned char characters[DHK_CHARREF_BYTES], uint32_t *length);

/* The value of an attribute as the tree has it: references decoded, NUL
 * replaced by U+FFFD, line ends as LF. Returns its length in bytes, which is
 * never more than three times that of the range; no more than `capacity` of it
 * are written, and none of a character that does not fit wholly. No zero is
 * appended; `out` may be NULL if `capacity` is 0. */
size_t dhk_attribute_decode(const unsigned char *page, dhk_range value, char *out, size_t capacity);

#endif
