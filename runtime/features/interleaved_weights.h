/*
 * Weights of the classifiers of plain text side by side: what one
 * feature adds to all their sums is in one place of memory, and those of the
 * common features add up in one addition.
 *
 * The tests hold their sums against sums over vectors, line by line.
 */
#ifndef DHK_INTERLEAVED_WEIGHTS_H
#define DHK_INTERLEAVED_WEIGHTS_H

#include "features/features.h"
#include "features/registry.h"

#include <stdint.h>

/* Weights of a word. A page has many different words: these are small, so that more of them fit into a cache. */
typedef struct dhk_word_weights {
    int16_t text;
    int16_t extract;
    int8_t title;
    int8_t caption;
} dhk_word_weights;

/* The detectors' weights have eight bits and a power of two that they are multiplied by. */
typedef struct dhk_interleaved_weights {
    unsigned title_scale;
    unsigned caption_scale;
    int64_t common[DHK_COMMON_COUNT]; /* text + title * DHK_INTERLEAVED_TITLE + caption * DHK_INTERLEAVED_CAPTION */
    int16_t extract[DHK_COMMON_COUNT];
    dhk_word_weights words[DHK_WORD_BUCKETS];
    dhk_word_weights labels[DHK_LABEL_BUCKETS];
} dhk_interleaved_weights;

/* Sums of the weights of 16 bits of common features fit between the one and the other, and those of 8 bits behind them. */
#define DHK_INTERLEAVED_TITLE (INT64_C(1) << 27)
#define DHK_INTERLEAVED_CAPTION (INT64_C(1) << 45)

/* What the table is made of: each array has dhk_feature_count(DEHUSK_FORMAT_TEXT) weights, those of the detectors
 * multiples of 2 to their scale. NULL for `extract` or a detector: there is none. */
typedef struct dhk_separate_weights {
    const int16_t *text, *extract, *title, *caption;
    unsigned title_scale, caption_scale;
} dhk_separate_weights;

void dhk_interleaved_weights_fill(dhk_interleaved_weights *interleaved, const dhk_separate_weights *from);

/* What dhk_extractor_scores gives for a line of plain text. */
dhk_line_scores dhk_text_scores(dhk_extractor *extractor, uint32_t line);

#endif
