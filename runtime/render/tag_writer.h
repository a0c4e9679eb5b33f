/*
 * Blocks in tags: clean HTML, XML of our own, and the text of TEI P5. All three are one writer with other tags: the
 * elements of the blocks and nothing else, so that a reader may show it: no scripts, no styles, no handlers, addresses
 * of http, https and mailto only, and no character that XML 1.0 does not have.
 */
#ifndef DHK_TAG_WRITER_H
#define DHK_TAG_WRITER_H

#include "render/block_walk.h"
#include "render/web_address.h"

#include <stdbool.h>

/* The tags of a form: HTML, XML or TEI. */
typedef struct dhk_tag_set dhk_tag_set;
extern const dhk_tag_set dhk_html_tags, dhk_xml_tags, dhk_tei_tags;

enum { DHK_SECTIONS_MAX = 6 }; /* there are six levels of headings */

typedef struct dhk_tag_writer {
    dhk_text_buffer *out;
    dhk_walk *walk;
    const dhk_tag_set *tags;
    bool links;
    bool pictures;
    dhk_address base;
    uint32_t containers;                /* open quotes, lists and items */
    uint8_t sections[DHK_SECTIONS_MAX]; /* TEI: the levels of the headings whose sections are open */
    uint32_t section_count;
} dhk_tag_writer;

extern const dhk_block_writer dhk_tag_blocks;

/* Closes what is open when the last block is written. */
void dhk_tags_end(dhk_tag_writer *writer);

/* Puts text, or the value of an attribute in double quotes. */
void dhk_tags_put_text(dhk_text_buffer *out, const char *text, size_t length);

#endif
