/*
 * The kept lines of a page as blocks: paragraphs, headings, code, tables, in
 * quotes and lists as deep as they stand in them. What they look like is a
 * writer's.
 */
#ifndef DHK_BLOCK_WALK_H
#define DHK_BLOCK_WALK_H

#include "lines/document.h"
#include "render/line_runs.h"
#include "render/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Quotes and lists around a block; what is deeper stands in the last of them. A list takes two. */
enum { DHK_CONTAINERS_MAX = 24 };

typedef enum dhk_container_kind { DHK_CONTAINER_QUOTE, DHK_CONTAINER_LIST, DHK_CONTAINER_ITEM } dhk_container_kind;

typedef struct dhk_block_container {
    dhk_container_kind kind;
    uint32_t element; /* in document->elements */
    bool ordered;     /* of a list and its items */
    int32_t ordinal;  /* of an item, or of a list's first item */
} dhk_block_container;

/* A table's cell; the lines of it that are kept, first <= last, or none: first > last. */
typedef struct dhk_table_cell {
    uint32_t first_line;
    uint32_t last_line;
    uint32_t row;
    uint32_t column;
    bool header;
} dhk_table_cell;

/* Each row and each column has a cell of which something is kept. */
typedef struct dhk_table {
    const dhk_table_cell *cells;
    size_t cell_count;
    uint32_t columns;
    bool has_header; /* all cells of its first row are header cells */
} dhk_table;

typedef struct dhk_walk dhk_walk;

/* What a writer does with each block. Lines go from `first` to `last`; all of them are kept unless said otherwise. */
typedef struct dhk_block_writer {
    void (*open)(void *writer, const dhk_block_container *container);
    void (*close)(void *writer, const dhk_block_container *container);
    void (*heading)(void *writer, int level, uint32_t first, uint32_t last);
    void (*paragraph)(void *writer, uint32_t first, uint32_t last); /* lines with a line break between */
    /* Lines of which some may not be kept; language in document->values, or empty. */
    void (*code)(void *writer, uint32_t first, uint32_t last, dhk_text_run language);
    void (*table)(void *writer, const dhk_table *table);
    void (*image)(void *writer, const dhk_mark *image);
} dhk_block_writer;

/* Working memory, and what is being walked. Zeroed at first. */
struct dhk_walk {
    const dehusk_allocator *allocator;
    const dhk_document *document;
    const uint8_t *labels;
    bool images;
    bool tables; /* as tables; otherwise their lines are not kept */
    dhk_run_reader runs;
    struct dhk_element_place *places; /* of each element */
    size_t place_capacity;
    struct dhk_table_shape *shapes; /* of each element that is a table */
    size_t shape_capacity;
    dhk_table_cell *cells;
    size_t cell_capacity;
    dhk_block_container containers[DHK_CONTAINERS_MAX];
    uint32_t container_count;
    bool failed; /* out of memory */
};

/* Rows without text above `line`, which is in code and not its first. */
uint32_t dhk_walk_blank_rows(const dhk_walk *walk, uint32_t line);

/* Tells `writer` the blocks of a page of HTML. False: out of memory. */
bool dhk_walk_blocks(dhk_walk *walk, const dhk_block_writer *writer, void *data);

/* The runs of a kept line, for writers: lines in ascending order. Empty where there is no memory left. */
const dhk_run *dhk_walk_runs(dhk_walk *walk, uint32_t line, size_t *count);

void dhk_walk_free(dhk_walk *walk);

#endif
