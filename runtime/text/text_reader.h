/*
 * From plain text to lines. A row is what stands between two line ends; it is a
 * line for the classifier, unless the text is hard-wrapped: then the rows of a
 * paragraph are one line together, and each still gets reported.
 */
#ifndef DHK_TEXT_READER_H
#define DHK_TEXT_READER_H

#include "dehusk.h"
#include "lines/document.h"

#include <stddef.h>
#include <stdint.h>

typedef struct dhk_text_reader dhk_text_reader;

/* NULL: out of memory. `options` is complete and outlives the reader. */
dhk_text_reader *dhk_text_reader_new(const dehusk_options *options);
void dhk_text_reader_free(dhk_text_reader *reader); /* NULL is allowed */

/* Lends the memory of the rows, which the reader does not need between its pages: `count` items of `item_size` bytes,
 * their contents undefined, until the next page is read. NULL: out of memory. */
void *dhk_text_reader_lend(dhk_text_reader *reader, size_t count, size_t item_size);

/* Fills `document`, which has been cleared, from UTF-8 (malformed sequences are
 * replaced). Returns OK, OUT_OF_MEMORY, CANCELLED. */
dehusk_status dhk_text_reader_read(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length,
                                   dhk_document *document);

#endif
