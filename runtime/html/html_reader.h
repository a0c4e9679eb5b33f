/*
 * HTML to lines: drives the tokenizer and the tree, and decides where lines
 * begin and end, what they stand in, and what the page's head says.
 */
#ifndef DHK_HTML_READER_H
#define DHK_HTML_READER_H

#include "dehusk.h"
#include "lines/document.h"

#include <stdint.h>

typedef struct dhk_html_reader dhk_html_reader;

/* NULL: out of memory. `options` is complete and outlives the reader. */
dhk_html_reader *dhk_html_reader_new(const dehusk_options *options);
void dhk_html_reader_free(dhk_html_reader *reader); /* NULL is allowed */

/* The next page is XHTML, whatever it says of itself. */
void dhk_html_reader_expect_xhtml(dhk_html_reader *reader);

/* Fills `document`, which has been cleared, from a page in UTF-8 (malformed
 * sequences are replaced). Returns OK, OUT_OF_MEMORY, CANCELLED. */
dehusk_status dhk_html_reader_read(dhk_html_reader *reader, const unsigned char *bytes, uint32_t length,
                                   dhk_document *document);

#endif
