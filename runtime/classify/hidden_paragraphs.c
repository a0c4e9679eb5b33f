#include "classify/hidden_paragraphs.h"

#include <stdbool.h>

/* More of them in a row are no trap for readers of other people's pages, but a part of the story that a button shows. */
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

void dhk_hidden_paragraphs_go(const dhk_page *page, uint8_t *labels) {
    size_t count = page->line_count;
    if (!is_mostly_seen(page, labels))
        return;
    for (size_t i = 1; i < count; i++) {
        size_t end = i;
        while (end < count && page->lines[end].unseen && is_beside(page, labels, end, i - 1))
            end++;
        if (end > i && end < count && end - i <= PARAGRAPHS_MAX && !page->lines[i - 1].unseen &&
            !page->lines[end].unseen && is_beside(page, labels, i - 1, i) && is_beside(page, labels, end, i))
            for (size_t k = i; k < end; k++)
                labels[k] = 0;
        i = end > i ? end : i;
    }
}
