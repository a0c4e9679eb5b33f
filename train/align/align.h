/*
 * Labels lines by aligning a page with its gold text.
 *
 * The page's tokens and the gold's are aligned in order, by a longest common
 * subsequence in which opening a run costs: a stop word that occurs in a menu
 * and in the article never matches by itself, but a line of one word inside the
 * text does. What stands elsewhere in the gold than in the page (a title, a
 * lead that the gold moved) is found by aligning again what was left over.
 */
#ifndef TR_ALIGN_H
#define TR_ALIGN_H

#include "align/tokens.h"

#include <stddef.h>
#include <stdint.h>

enum {
    /* Changes whenever labels could: part of the key of stored results. */
    TR_ALIGN_REVISION = 1,

    /* A line is content from this share of its tokens aligned, in percent. From 50 to 80 it makes no difference. */
    TR_CONTENT_PERCENT = 60
};

/* The lines of a page as tokens: those of line i stand from starts[i] to
 * starts[i + 1] in `tokens`. */
typedef struct tr_line_tokens {
    const uint64_t *tokens;
    const size_t *starts;
    size_t line_count;
} tr_line_tokens;

/* Writes for each line the share of its tokens that are aligned, in percent
 * (0 for a line without tokens). Where page times gold is more than
 * `cell_limit` cells (0: the default, 400 million; a cell takes four bits), only
 * lines that hold three tokens in a row of the gold take part, and where that
 * does not do, the gold is cut from its end. */
void tr_align(const tr_line_tokens *page, const uint64_t *gold, size_t gold_count, size_t cell_limit, uint8_t *covered);

/* A bag of tokens: what page F1 is computed from. */
typedef struct tr_bag_score {
    double precision, recall, f1; /* 0 to 1 */
} tr_bag_score;

/* From the number of tokens kept, in the gold, and common to both (with
 * multiplicity). Nothing kept of an empty gold is perfect. */
tr_bag_score tr_bag_score_of(uint64_t kept, uint64_t gold, uint64_t common);

#endif
