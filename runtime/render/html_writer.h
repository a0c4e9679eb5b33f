/*
 * Blocks as clean HTML: the elements of the blocks and nothing else, so that a
 * reader may show it: no scripts, no styles, no handlers, addresses of http, https
 * and mailto only.
 */
#ifndef DHK_HTML_WRITER_H
#define DHK_HTML_WRITER_H

#include "render/block_walk.h"
#include "render/web_address.h"

#include <stdbool.h>

typedef struct dhk_html_writer {
    dhk_text_buffer *out;
    dhk_walk *walk;
    bool links;
    bool pictures;
    dhk_address base;
} dhk_html_writer;

extern const dhk_block_writer dhk_html_blocks;

#endif
