/*
 * Lines of running text: sentences, not the words of menus and headings. A line
 * that is not mostly link is one if it has some length and ends a sentence
 * somewhere, or if it is so long that it must hold some (scripts such as Thai
 * mark no sentence ends). How long that is depends on what is asked: all such
 * lengths stand here.
 */
#ifndef DHK_RUNNING_TEXT_H
#define DHK_RUNNING_TEXT_H

#include "lines/document.h"

/* Lengths in tenths of letters. */
enum {
    /* Features: a sentence of some 7 words, or 20 words of anything. The model has learned with these: to change them is
     * to train anew. */
    DHK_SENTENCE_MIN = 400,
    DHK_SENTENCE_UNMARKED_MIN = 1200,

    /* Roles: a paragraph, between two of which a linked headline is a teaser. With the lengths above 53 more lines go, 34 of
     * which are in the gold texts (4,213 pages of HTML in nine sets, 2026-11-29). */
    DHK_PARAGRAPH_MIN = 700,
    DHK_PARAGRAPH_UNMARKED_MIN = 1600,

    /* Tables: what is longer is no cell of data. Tables whose cells hold whole paragraphs hold a page together. Of the
     * tables of the WCXB pages (2026-11) that a reader takes for data, all cells but a few are shorter in letters. More,
     * and old pages come out as tables; less, and comparisons of products fall apart. */
    DHK_DATA_CELL_MAX = 4000
};

static inline bool dhk_is_running_text(const dhk_line *line, uint32_t least, uint32_t unmarked_least) {
    const dhk_measure *measure = &line->measure;
    return 2 * (uint64_t)line->link_units <= measure->units &&
           ((measure->units >= least && measure->counts[DHK_CHAR_SENTENCE_END] > 0) ||
            measure->units >= unmarked_least);
}

#endif
