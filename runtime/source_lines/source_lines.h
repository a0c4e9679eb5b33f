/*
 * From lines that the caller has cut, with what he knows of each, to the same kind
 * of document that the readers of HTML and text make, so that the same features
 * and models serve them.
 */
#ifndef DHK_SOURCE_LINES_H
#define DHK_SOURCE_LINES_H

#include "dehusk.h"
#include "lines/document.h"

#include <stddef.h>

typedef struct dhk_source_lines dhk_source_lines;

/* NULL: out of memory. `options` is complete and outlives it. */
dhk_source_lines *dhk_source_lines_new(const dehusk_options *options);
void dhk_source_lines_free(dhk_source_lines *reader); /* NULL is allowed */

/* Fills `document`, which has been cleared. A line's begin and end are its number
 * among `lines` and the next number. Returns OK, OUT_OF_MEMORY, BAD_ARGUMENT,
 * INPUT_TOO_LARGE, CANCELLED. */
dehusk_status dhk_source_lines_read(dhk_source_lines *reader, const dehusk_source_line *lines, size_t count,
                                    dehusk_format format, dhk_document *document);

#endif
