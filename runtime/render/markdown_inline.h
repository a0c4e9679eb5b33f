/*
 * A line's runs as inline Markdown: what could be read as markup is escaped, and
 * delimiters stand only where they are read as such.
 */
#ifndef DHK_MARKDOWN_INLINE_H
#define DHK_MARKDOWN_INLINE_H

#include "render/line_runs.h"
#include "render/text_buffer.h"
#include "render/web_address.h"

#include <stdbool.h>

typedef struct dhk_markdown_inline {
    dhk_text_buffer *out;
    const dhk_document *document;
    dhk_address base;
    bool links;
    bool pictures;
    bool strong; /* wanted: a heading is strong as it is */
    bool in_cell;
    bool in_row; /* something stands before it in its row, so that nothing in it begins a block */
} dhk_markdown_inline;

/* Writes `count` runs, which it may change. */
void dhk_markdown_put_runs(const dhk_markdown_inline *inline_, dhk_run *runs, size_t count);

#endif
