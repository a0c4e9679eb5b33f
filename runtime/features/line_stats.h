/*
 * What a line's features need to know of the lines around it: running sums,
 * sentences near by, the densest stretch of the page, repeats.
 */
#ifndef DHK_LINE_STATS_H
#define DHK_LINE_STATS_H

#include "features/key_map.h"
#include "lines/document.h"

/* Running sums over the lines before a line, in tenths of letters. */
typedef struct dhk_sums {
    uint64_t units;
    uint64_t link_units;
    uint64_t sentence_units;
} dhk_sums;

typedef struct dhk_line_stat {
    bool sentence;            /* holds running text */
    uint8_t length_bin;       /* of its length; the lines beside it ask too */
    uint8_t link_bin;         /* of its share of link text; the lines beside it ask too */
    uint32_t sentence_before; /* lines back to the nearest other line of sentences, UINT32_MAX: none */
    uint32_t sentence_after;
    uint32_t repeats;        /* other lines with the same text */
    uint32_t masked_repeats; /* other lines with the same text but for digits */
} dhk_line_stat;

/* A stretch of lines, begin <= end; empty if the page has none. */
typedef struct dhk_segment {
    uint32_t begin;
    uint32_t end;
} dhk_segment;

typedef struct dhk_line_stats {
    dhk_line_stat *lines;
    size_t line_capacity;
    dhk_sums *sums; /* one more than there are lines: sums[i] is of the lines before i */
    size_t sum_capacity;
    dhk_segment loose;     /* the stretch with the highest sum of length less COST_LOOSE a line */
    dhk_segment tight;     /* the stretch with the highest sum of length less COST_TIGHT a line */
    uint8_t script;        /* the most frequent one of the page */
    uint8_t length_bin;    /* of the length of the page's text, in octaves */
    uint8_t sentence_bin;  /* of the share of sentences in it */
    dhk_key_counter *keys; /* the extractor's: all its parts use it, one after another */
} dhk_line_stats;

bool dhk_line_stats_page(dhk_line_stats *stats, const dehusk_allocator *allocator, const dhk_document *document);
void dhk_line_stats_free(dhk_line_stats *stats, const dehusk_allocator *allocator);

#endif
