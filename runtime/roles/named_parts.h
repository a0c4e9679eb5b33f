/*
 * Readers' comments, and notices about cookies, by their markup: elements whose
 * class, id or itemprop says so, and all that stands in them.
 */
#ifndef DHK_COMMENTS_H
#define DHK_COMMENTS_H

#include "lines/document.h"

#include <stdint.h>

enum { DHK_MARK_COMMENT = 1, DHK_MARK_NOTICE = 2 };

/* The hashes of the names that are looked for, made once. */
typedef struct dhk_comment_names dhk_comment_names;

dhk_comment_names *dhk_comment_names_new(const dehusk_allocator *allocator);              /* NULL: out of memory */
void dhk_comment_names_free(dhk_comment_names *names, const dehusk_allocator *allocator); /* NULL is allowed */

/* Writes for each element of the page what it or an ancestor is called, or 0. What the page's title stands in is neither,
 * whatever it is called: the line `title_line` (UINT32_MAX: unknown), or an <h1>. */
void dhk_comments_mark(const dhk_comment_names *names, const dhk_document *document, uint32_t title_line,
                       uint8_t *marks);

#endif
