/*
 * Blocks as plain text, with a blank row between two of them.
 */
#ifndef DHK_PLAIN_WRITER_H
#define DHK_PLAIN_WRITER_H

#include "render/block_walk.h"

#include <stdbool.h>

typedef struct dhk_plain_writer {
    dhk_text_buffer *out;
    const dhk_walk *walk;
    bool written;   /* some block was */
    bool in_list;   /* the last block was an item's */
    uint32_t items; /* open items */
} dhk_plain_writer;

extern const dhk_block_writer dhk_plain_blocks;

/* The kept rows of a page of plain text, as they were, with a blank row where there was one between. As Markdown it
 * is the same: such a text is Markdown already, or none can tell what in it is meant as such. */
void dhk_plain_put_rows(dhk_text_buffer *out, const dhk_document *document, const dehusk_line *rows);

#endif
