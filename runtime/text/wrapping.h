/*
 * Hard-wrapped paragraphs: which rows are one line.
 */
#ifndef DHK_WRAPPING_H
#define DHK_WRAPPING_H

#include "text/row_scan.h"

#include <stddef.h>

/* Sets joins_next of rows within wrapped paragraphs. Where most of a text is wrapped, each of its rows is judged by the
 * text's width; elsewhere each paragraph by its own. Rows that have a mark, or are code or pieces, do not go on a
 * paragraph, nor do rows of another depth of quotes. */
void dhk_rows_find_wrapping(const unsigned char *bytes, dhk_scanned_row *rows, size_t count);

#endif
