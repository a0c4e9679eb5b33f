#include "classify/hidden_paragraphs.h"

#include <stdbool.h>

/* More of them on a page are no trap for readers of other people's pages, but parts of the story that a button shows. */
enum { PARAGRAPHS_MAX = 2 };

/* Is most of what is kept seen? A page that is hidden until a script has run is its text. */
static bool is_mostly_seen(const dhk_page *page, const uint8_t *labels) {
    uint64_t seen = 0;
    uint64_t unseen = 0;
    for (size_t i = 0; i < page->line_count; i++)
        if (labels[i])
            *(page->lines[i].unseen ? &unseen : &seen) += page->lines[i].measure.tokens;
    return unseen > 0 && seen > unseen;
}

/* Is the line a kept one in an element beside that of line `other`? */
static bool is_beside(const dhk_page *page, const uint8_t *labels, size_t line, size_t other) {
    const dhk_element *own = &page->elements[page->lines[line].element];
    const dhk_element *its = &page->elements[page->lines[other].element];
    return labels[line] != 0 && page->lines[line].kind == DEHUSK_KIND_PARAGRAPH && own->parent == its->parent &&
           own->tag == its->tag;
}

/* The end of a run of unseen kept paragraphs from `begin` on between two that are seen; `begin` if there is none. */
static size_t run_end(const dhk_page *page, const uint8_t *labels, size_t begin) {
    size_t end = begin;
    if (page->lines[begin - 1].unseen)
        return begin;
    while (end < page->line_count && page->lines[end].unseen && is_beside(page, labels, end, begin - 1))
        end++;
    return end > begin && end < page->line_count && !page->lines[end].unseen &&
                   is_beside(page, labels, begin - 1, begin) && is_beside(page, labels, end, begin)
               ? end
               : begin;
}

void dhk_hidden_paragraphs_go(const dhk_page *page, uint8_t *labels) {
    size_t found = 0;
    if (!is_mostly_seen(page, labels))
        return;
    for (size_t i = 1; i < page->line_count; i++)
        found += run_end(page, labels, i) - i;
    for (size_t i = 1; i < page->line_count && found <= PARAGRAPHS_MAX; i++)
        for (size_t end = run_end(page, labels, i); i < end; i++)
            labels[i] = 0;
}
