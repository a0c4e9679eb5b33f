/*
 * Dates as people write them into markup, as ISO 8601.
 */
#ifndef DHK_ISO_DATE_H
#define DHK_ISO_DATE_H

#include <stddef.h>

/* "YYYY-MM-DDTHH:MM:SS+HH:MM" and a zero. */
enum { DHK_ISO_DATE_BYTES = 26 };

/* Writes the date (and time, and zone, as far as they are there) that `text` is, and returns its length; 0 if it is
 * none, or one that does not exist. Known are ISO 8601 and its like ("2031-10-03 07:40", "20311003", "2031/10/3"), RFC
 * 1123 and English dates ("Fri, 03 Oct 2031 07:40:00 GMT", "October 3, 2031", "3 Oct 2031"), and day first or
 * month first where only one can be meant ("13.10.2031"). */
size_t dhk_iso_date(const char *text, size_t length, char out[DHK_ISO_DATE_BYTES]);

/* The date in an address, "/2031/10/03/" or "/2031-10-03-". Returns 0 if there is none. */
size_t dhk_iso_date_of_address(const char *address, size_t length, char out[DHK_ISO_DATE_BYTES]);

#endif
