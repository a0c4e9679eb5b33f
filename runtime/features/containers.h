/*
 * What a line's features need to know of the elements around it: text, links
 * and sentences of every element that holds some, of all lines with the same
 * tag path, and where the page's core of sentences is.
 */
#ifndef DHK_CONTAINERS_H
#define DHK_CONTAINERS_H

#include "features/key_map.h"
#include "features/line_stats.h"
#include "lines/document.h"

typedef struct dhk_container {
    uint64_t units; /* of all lines in it, in tenths of letters */
    uint64_t link_units;
    uint64_t sentence_units;
    uint32_t line_count;
    uint32_t path_group; /* in dhk_containers.groups */
    uint32_t class_group;
    uint8_t core_up[2];   /* levels from the core element (of 60%, of 85%) up to what it shares with this element */
    uint8_t core_down[2]; /* levels from what they share down to this element; capped at 255 */
    uint8_t title_up;     /* levels from the line with the page's title up to what it shares with this; capped at 255 */
    bool in_main;
    bool in_article;
    uint8_t length_bin;   /* of the length of its text */
    uint8_t link_bin;     /* of its share of link text */
    uint8_t sentence_bin; /* of its share of the page's sentences */
    uint8_t density_bin;  /* of the share of sentences in it */
} dhk_container;

/* Lines whose elements have the same tag path, or the same path and class. */
typedef struct dhk_group {
    uint64_t units;
    uint64_t link_units;
    uint64_t sentence_units;
    uint32_t line_count;
    uint8_t count_bin;    /* of line_count */
    uint8_t length_bin;   /* of the mean length */
    uint8_t link_bin;     /* of its share of link text */
    uint8_t sentence_bin; /* of the share of the page's sentences */
    uint8_t text_bin;     /* of the share of the page's text */
} dhk_group;

typedef struct dhk_containers {
    dhk_container *elements; /* one for each of document->elements */
    size_t element_capacity;
    dhk_group *groups;
    size_t group_capacity;
    bool has_main;
    uint32_t article_count;
    uint32_t group_count;
    dhk_key_counter *keys; /* the extractor's: all its parts use it, one after another */
} dhk_containers;

/* `title_line`: the line that holds the page's title, UINT32_MAX: none. */
bool dhk_containers_page(dhk_containers *containers, const dehusk_allocator *allocator, const dhk_document *document,
                         const dhk_line_stats *stats, uint32_t title_line);
void dhk_containers_free(dhk_containers *containers, const dehusk_allocator *allocator);

/* Levels from element `a` up to its lowest common ancestor with `b`. */
uint32_t dhk_levels_to_common(const dhk_document *document, uint32_t a, uint32_t b);

#endif
