/*
 * Blocks as Markdown: CommonMark 0.31, with the pipe tables and the strikethrough
 * of GitHub's.
 */
#ifndef DHK_MARKDOWN_WRITER_H
#define DHK_MARKDOWN_WRITER_H

#include "render/block_walk.h"
#include "render/web_address.h"

#include <stdbool.h>

typedef struct dhk_markdown_level {
    dhk_container_kind kind;
    uint32_t width;  /* of an item: columns that its text is indented by */
    int32_t ordinal; /* of an item of a numbered list */
    bool pending;    /* of an item: its marker is still to be written */
    char mark;       /* of a list and its items: '-', '*', '.' or ')' */
    char last_list;  /* the mark of the list that ended last in this level; 0: something else did */
} dhk_markdown_level;

typedef struct dhk_markdown_writer {
    dhk_text_buffer *out;
    dhk_walk *walk;
    bool links;                                        /* with their addresses */
    bool pictures;                                     /* with theirs; otherwise their words alone */
    dhk_address base;                                  /* what addresses are relative to */
    dhk_markdown_level levels[DHK_CONTAINERS_MAX + 1]; /* the first is the page */
    uint32_t level_count;
    uint32_t written_in; /* the number of levels when the last block was written */
    uint32_t lowest;     /* the lowest number of levels since */
    bool tight;          /* the next block follows without a blank line */
    bool written;        /* some block was */
} dhk_markdown_writer;

extern const dhk_block_writer dhk_markdown_blocks;

void dhk_markdown_begin(dhk_markdown_writer *writer);

#endif
