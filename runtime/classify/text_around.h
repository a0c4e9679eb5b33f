/*
 * The second look at a line of plain text: what the scores of the lines around
 * it say of it, and the place where it stands. Intruders of an extract come in
 * blocks, behind the last paragraph more often than before it, and what is
 * chrome on every page is so on few extracts: both classifiers are asked, of
 * pages as of extracts. Each regime has a stage of its own on the same columns.
 *
 * Trainer and runtime share all of it.
 */
#ifndef DHK_TEXT_AROUND_H
#define DHK_TEXT_AROUND_H

#include "lines/document.h"
#include "model/model.h"

#include <stdint.h>

/* A walk over a text's lines, in their order. The logits are those of both classifiers, not calibrated by the page, and
 * must stay as they are until the walk is over. */
typedef struct dhk_around_walk {
    const dhk_document *document;
    const int32_t *pages, *extracts;
    size_t line; /* the next one */
    struct dhk_around_sums {
        int64_t weight, pages, extracts;
    } all, before, near, wide;
    uint64_t tokens, tokens_before;
    size_t first_paragraph, last_paragraph; /* long sentences; line_count and 0 if there are none */
} dhk_around_walk;

void dhk_around_begin(dhk_around_walk *walk, const dhk_document *document, const int32_t *pages,
                      const int32_t *extracts);

/* The columns of the next line, in 2^-12. */
void dhk_around_next(dhk_around_walk *walk, int32_t columns[DHK_AROUND_COLUMNS]);

/* What a stage makes of a line's logit, which is calibrated by the text, with the line's columns. */
int32_t dhk_around_logit(const dhk_around_stage *stage, const int32_t columns[DHK_AROUND_COLUMNS], int32_t logit);

#endif
