#include "classify/hidden_paragraphs.h"

#include <stdbool.h>
#include <string.h>

/* More of them on a page are no trap for readers of other people's pages, but parts of the story that a button shows. */
enum { PARAGRAPHS_MAX = 2 };

/* Is most of what is kept seen? A page that is hidden until a script has run is its text. */
static bool is_mostly_seen(const dhk_document *document, const uint8_t *labels) {
    uint64_t seen = 0;
    uint64_t unseen = 0;
    for (size_t i = 0; i < document->line_count; i++)
        if (labels[i])
            *(document->lines[i].unseen ? &unseen : &seen) += document->lines[i].measure.tokens;
    return unseen > 0 && seen > unseen;
}

/* What is hidden may stand in a box without a paragraph's tag. */
static bool is_kept_paragraph(const dhk_document *document, const uint8_t *labels, size_t line) {
    const dhk_line *own = &document->lines[line];
    return labels[line] != 0 && (own->kind == DEHUSK_KIND_PARAGRAPH || (own->unseen && own->kind == DEHUSK_KIND_OTHER));
}

/* Boxes around a hidden paragraph are looked through so far. */
enum { BOXES_MAX = 3 };

/* Is the line a kept one in an element beside that of line `other`, or, if it is unseen, in boxes beside that? */
static bool is_beside(const dhk_document *document, const uint8_t *labels, size_t line, size_t other) {
    const dhk_element *own = &document->elements[document->lines[line].element];
    const dhk_element *its = &document->elements[document->lines[other].element];
    if (!is_kept_paragraph(document, labels, line))
        return false;
    if (own->parent == its->parent)
        return own->tag == its->tag || document->lines[line].kind == DEHUSK_KIND_OTHER;
    for (int boxes = 0; boxes < BOXES_MAX && document->lines[line].unseen && own != document->elements; boxes++) {
        own = &document->elements[own->parent];
        if (own->parent == its->parent)
            return true;
    }
    return false;
}

/* Does the line end like a question, whose answer a button may show? */
static bool asks(const dhk_document *document, const dhk_line *line) {
    if (line->measure.last_class != DHK_CHAR_SENTENCE_END)
        return false;
    const char *end = document->text + line->text + line->text_length;
    return (line->text_length > 0 && end[-1] == '?') ||
           (line->text_length >= 3 && memcmp(end - 3, "\xEF\xBC\x9F", 3) == 0);
}

/* The end of a run of unseen kept paragraphs from `begin` on between two that are seen; `begin` if there is none. */
static size_t run_end(const dhk_document *document, const uint8_t *labels, size_t begin) {
    size_t end = begin;
    if (document->lines[begin - 1].unseen || asks(document, &document->lines[begin - 1]))
        return begin;
    while (end < document->line_count && document->lines[end].unseen && is_beside(document, labels, end, begin - 1))
        end++;
    return end > begin && end < document->line_count && !document->lines[end].unseen &&
                   is_kept_paragraph(document, labels, begin - 1) && is_beside(document, labels, end, begin - 1)
               ? end
               : begin;
}

void dhk_hidden_paragraphs_go(const dhk_document *document, uint8_t *labels) {
    size_t found = 0;
    if (!is_mostly_seen(document, labels))
        return;
    for (size_t i = 1; i < document->line_count; i++)
        found += run_end(document, labels, i) - i;
    for (size_t i = 1; i < document->line_count && found <= PARAGRAPHS_MAX; i++)
        for (size_t end = run_end(document, labels, i); i < end; i++)
            labels[i] = 0;
}
