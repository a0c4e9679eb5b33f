#include "html/html_element.h"

#include "base/memory.h"

uint16_t dhk_html_inline_bit(dhk_tag tag) {
    switch (tag) {
    case DHK_TAG_B:
    case DHK_TAG_STRONG:
        return DHK_INLINE_STRONG;
    case DHK_TAG_I:
    case DHK_TAG_EM:
    case DHK_TAG_U:
        return DHK_INLINE_EMPHASIS;
    case DHK_TAG_CODE:
    case DHK_TAG_KBD:
    case DHK_TAG_SAMP:
    case DHK_TAG_TT:
    case DHK_TAG_VAR:
        return DHK_INLINE_CODE;
    case DHK_TAG_TIME:
        return DHK_INLINE_TIME;
    case DHK_TAG_IMG:
    case DHK_TAG_PICTURE:
    case DHK_TAG_SVG:
        return DHK_INLINE_IMAGE;
    case DHK_TAG_INPUT:
        return DHK_INLINE_INPUT;
    case DHK_TAG_SMALL:
        return DHK_INLINE_SMALL;
    case DHK_TAG_SPAN:
        return DHK_INLINE_SPAN;
    case DHK_TAG_FONT:
        return DHK_INLINE_FONT;
    case DHK_TAG_CITE:
    case DHK_TAG_Q:
    case DHK_TAG_SUP:
    case DHK_TAG_SUB:
    case DHK_TAG_ABBR:
        return DHK_INLINE_CITE;
    case DHK_TAG_UNKNOWN:
        return DHK_INLINE_CUSTOM;
    default:
        return 0;
    }
}

void dhk_html_set_kind(dhk_open_element *open) {
    uint8_t level = dhk_heading_level(open->tag);
    if (level > 0) {
        open->kind = DEHUSK_KIND_HEADING;
        open->heading_level = level;
        return;
    }
    switch (open->tag) {
    case DHK_TAG_FIGCAPTION:
    case DHK_TAG_CAPTION:
        open->kind = DEHUSK_KIND_CAPTION;
        return;
    case DHK_TAG_PRE:
    case DHK_TAG_LISTING:
    case DHK_TAG_XMP:
    case DHK_TAG_PLAINTEXT:
        open->kind = DEHUSK_KIND_PREFORMATTED;
        return;
    case DHK_TAG_BUTTON:
    case DHK_TAG_LABEL:
    case DHK_TAG_OPTION:
    case DHK_TAG_OPTGROUP:
    case DHK_TAG_SELECT:
    case DHK_TAG_TEXTAREA:
    case DHK_TAG_LEGEND:
        if (open->kind != DEHUSK_KIND_HEADING) /* accordions have their headings in buttons */
            open->kind = DEHUSK_KIND_CONTROL;
        return;
    default:
        break;
    }
    /* Headings and captions keep their kind whatever is in them; other blocks set their own. */
    if (open->kind == DEHUSK_KIND_HEADING || open->kind == DEHUSK_KIND_CAPTION ||
        open->kind == DEHUSK_KIND_PREFORMATTED || !(open->flags & DHK_OPEN_BLOCK))
        return;
    switch (open->tag) {
    case DHK_TAG_P:
        open->kind = DEHUSK_KIND_PARAGRAPH;
        break;
    case DHK_TAG_LI:
    case DHK_TAG_DT:
    case DHK_TAG_DD:
        open->kind = DEHUSK_KIND_LIST_ITEM;
        break;
    case DHK_TAG_TD:
    case DHK_TAG_TH:
        open->kind = DEHUSK_KIND_CELL;
        break;
    default:
        open->kind = DEHUSK_KIND_OTHER;
        break;
    }
}

bool dhk_html_enter_element(dhk_tree *tree, uint32_t at, dhk_document *document, const dehusk_allocator *allocator,
                            dhk_element_words_function add_words, void *data) {
    uint32_t from = at;

    while (from > 0 && tree->stack[from].element == DHK_NO_ELEMENT)
        from--;
    if (tree->stack[from].element != DHK_NO_ELEMENT)
        from++;
    for (; from <= at; from++) {
        dhk_open_element *open = &tree->stack[from];
        dhk_element *element;
        if (!DHK_RESERVE(allocator, document->elements, document->element_capacity, document->element_count + 1) ||
            !add_words(data, from, &document->elements[document->element_count]))
            return false;
        element = &document->elements[document->element_count];
        element->parent = from == 0 ? 0 : tree->stack[from - 1].element;
        element->path = open->path;
        element->tag = (uint16_t)open->tag;
        element->depth = (uint16_t)from;
        element->flags = (uint16_t)((open->flags & DHK_OPEN_NOSCRIPT ? DHK_ELEMENT_NOSCRIPT : 0) |
                                    (open->flags & DHK_OPEN_PICTURE ? DHK_ELEMENT_PICTURE : 0));
        element->table = open->tag == DHK_TAG_TABLE ? (uint32_t)document->element_count
                         : from == 0                ? 0
                                                    : document->elements[element->parent].table;
        element->row = open->tag == DHK_TAG_TR ? (uint32_t)document->element_count
                       : from == 0             ? 0
                                               : document->elements[element->parent].row;
        element->ordinal = open->tag == DHK_TAG_LI ? open->ordinal : 0;
        open->element = (uint32_t)document->element_count++;
    }
    return true;
}
