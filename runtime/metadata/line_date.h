/*
 * The date in a line of running text that stands beside a title: "Posted on 3 October 2031 by ...".
 */
#ifndef DHK_LINE_DATE_H
#define DHK_LINE_DATE_H

#include "metadata/iso_date.h"

#include <stddef.h>

/* Writes the first date of the line as ISO 8601, and returns its length; 0 if there is none, or it says that it is of a
 * change or of a copyright. Known are numbers, year first, or day first with dots, or whichever way only one can be
 * meant; names of months in some twenty languages; and Chinese, Japanese and Korean dates. */
size_t dhk_line_date(const char *text, size_t length, char out[DHK_ISO_DATE_BYTES]);

#endif
