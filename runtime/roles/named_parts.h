/*
 * Parts of a page that their markup names: readers' comments, and notices about
 * cookies, with all that stands in them. A class, an id or an itemprop says so.
 */
#ifndef DHK_NAMED_PARTS_H
#define DHK_NAMED_PARTS_H

#include "lines/document.h"

#include <stdint.h>

enum { DHK_PART_COMMENT = 1, DHK_PART_NOTICE = 2, DHK_PART_COMMENT_FORM = 3 /* amid comments: where one is written */ };

/* The names of such parts, as hashes that are made once. */
typedef struct dhk_part_names dhk_part_names;

dhk_part_names *dhk_part_names_new(const dehusk_allocator *allocator);              /* NULL: out of memory */
void dhk_part_names_free(dhk_part_names *names, const dehusk_allocator *allocator); /* NULL is allowed */

/* Writes for each element of the page which part it is or stands in, or 0. What the page's title stands in is none,
 * whatever its name: the line `title_line` (UINT32_MAX: unknown), or an <h1>. */
void dhk_named_parts_mark(const dhk_part_names *names, const dhk_document *document, uint32_t title_line,
                          uint8_t *marks);

#endif
