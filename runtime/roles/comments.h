/*
 * Readers' comments by their markup: elements whose class, id or itemprop says
 * so, and all that stands in them.
 */
#ifndef DHK_COMMENTS_H
#define DHK_COMMENTS_H

#include "lines/page.h"

#include <stdint.h>

/* Writes for each element of the page 1 if it or an ancestor is called a comment or a part of some, else 0. What the
 * page's title stands in is none, whatever it is called: the line `title_line` (UINT32_MAX: unknown), or an <h1>. */
void dhk_comments_mark(const dhk_page *page, uint32_t title_line, uint8_t *marks);

#endif
