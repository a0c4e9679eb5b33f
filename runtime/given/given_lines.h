/*
 * Lines that the caller has cut himself, with what he knows of each: to the same
 * page that the readers of HTML and text make, so that the same features and
 * models serve them.
 */
#ifndef DHK_GIVEN_LINES_H
#define DHK_GIVEN_LINES_H

#include "dehusk.h"
#include "lines/page.h"

#include <stddef.h>

typedef struct dhk_given_lines dhk_given_lines;

/* NULL: out of memory. `options` is complete and outlives it. */
dhk_given_lines *dhk_given_lines_new(const dehusk_options *options);
void dhk_given_lines_free(dhk_given_lines *given); /* NULL is allowed */

/* Fills `page`, which has been cleared. A line's begin and end are its number
 * among `lines` and the next number. OK, OUT_OF_MEMORY, BAD_ARGUMENT,
 * INPUT_TOO_LARGE, CANCELLED. */
dehusk_status dhk_given_lines_read(dhk_given_lines *given, const dehusk_source_line *lines, size_t count,
                                   dehusk_format format, dhk_page *page);

#endif
