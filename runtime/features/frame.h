/*
 * The frame of a page: of its lines and elements what the second stage of the
 * classifier (stacking/) looks at besides the scores of the first. It is small,
 * so that the trainer keeps those of a whole corpus.
 */
#ifndef DHK_FRAME_H
#define DHK_FRAME_H

#include "features/features.h"

/* Shares are in 2^-12. */
typedef struct dhk_frame_line {
    uint32_t element;
    uint32_t tokens;
    uint32_t weight;     /* square root of the tokens, of 1 at least, in 2^-4 */
    uint32_t log_length; /* log2 of 1 and its length in tenths of letters, in 2^-12 */
    uint16_t link_share;
    bool hidden;
    bool heading;
} dhk_frame_line;

typedef struct dhk_frame_element {
    uint32_t parent;
    uint32_t path_group;  /* number of the elements with the same tag path, below group_count */
    uint32_t class_group; /* number of the elements with the same path and class, below group_count */
    uint16_t sentence_share;
} dhk_frame_element;

typedef struct dhk_frame {
    dhk_frame_line *lines;
    size_t line_count, line_capacity;
    dhk_frame_element *elements; /* a parent comes before its children */
    size_t element_count, element_capacity;
    uint32_t group_count;
} dhk_frame;

/* Fills the frame from the extractor's present document, which is HTML. False: out of memory. */
bool dhk_frame_fill(dhk_frame *frame, const dehusk_allocator *allocator, const dhk_extractor *extractor);
void dhk_frame_free(dhk_frame *frame, const dehusk_allocator *allocator);

#endif
