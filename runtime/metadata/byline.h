/*
 * The author in a line that stands beside a title: "Posted by Maren Oldcastle on 3 October 2031".
 */
#ifndef DHK_BYLINE_H
#define DHK_BYLINE_H

#include <stddef.h>

/* Where in the line the name stands: `*begin`, and the length that is returned; 0: the line names nobody. Known are lines that
 * begin with "By", "Written by", "Posted by" and "Words by", and a name behind them in capitals, up to a date, a mark or " in ";
 * or "Author:", in some languages. One word is a name only before " on " or a date. */
size_t dhk_byline(const char *text, size_t length, size_t *begin);

#endif
