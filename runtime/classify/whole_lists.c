#include "classify/whole_lists.h"

#include "html/html_names.h"

/* How far below the threshold an item may be, in logits of 2^-12: 2.5 where the list is announced, else 1. Of 546 items that
 * come out by this rule, the gold has 404. Out of fold, with and without: HTML of WCXB 0.8798 and 0.8796, documentation in it
 * 0.9190 and 0.9186, no set lower by more than 0.0001; plain text of WCXB 0.8358 and 0.8352, clean texts that come out whole
 * 0.860 and 0.858. Without a limit for announced lists HTML loses 0.0001 in the mean of sets; lists of links between
 * paragraphs that nothing announces are mostly related stories (corpus of seven sets, 2026-11-30). */
enum { ANNOUNCED_LOGIT = 10240, BETWEEN_LOGIT = 4096 };

/* So many rows of plain text are taken for a list at most: a text that is cut off behind a colon is no list. With 12 and none
 * at a text's end, clean texts lose their last line in 0.088 in place of 0.087 (the same corpus). */
enum { ROWS_MAX = 30 };

/* From a line up to the list that it is an item of: what stands deeper is no plain list. */
enum { LEVELS_MAX = 8 };

/* The list of the nearest item that the element is or stands in; 0: none. */
static uint32_t find_list(const dhk_document *document, uint32_t element) {
    for (int level = 0; level < LEVELS_MAX && element != 0; level++) {
        const dhk_element *at = &document->elements[element];
        if (at->tag == DHK_TAG_LI)
            return at->parent;
        element = at->parent;
    }
    return 0;
}

static bool stands_in(const dhk_document *document, uint32_t element, uint32_t list) {
    for (int level = 0; level < LEVELS_MAX && element > list; level++)
        element = document->elements[element].parent;
    return element == list;
}

/* Behind the items of the list that begins with this line; the line itself if it is no item. */
static size_t end_of_list(const dhk_document *document, size_t begin) {
    uint32_t list = 0;
    size_t end = begin;
    if (document->lines[begin].kind == DEHUSK_KIND_LIST_ITEM)
        list = find_list(document, document->lines[begin].element);
    while (list != 0 && end < document->line_count && document->lines[end].kind == DEHUSK_KIND_LIST_ITEM &&
           stands_in(document, document->lines[end].element, list))
        end++;
    return end;
}

static bool is_linked(const dhk_document *document, size_t begin, size_t end) {
    uint64_t units = 0;
    uint64_t links = 0;
    for (size_t i = begin; i < end; i++) {
        units += document->lines[i].measure.units;
        links += document->lines[i].link_units;
    }
    return links > units / 2;
}

static bool leads_away(const dhk_page_signs *signs, size_t line) {
    return signs->evidence != NULL && (signs->evidence[line].signs & DHK_SIGN_LEAD_IN) != 0;
}

/* Whether the line promises that something of its own comes behind it: "Bring these:", but not "See also:", which goes by
 * its role. */
static bool announces(const dhk_document *document, const dhk_page_signs *signs, size_t line) {
    return document->lines[line].measure.last_class == DHK_CHAR_COMMA && !leads_away(signs, line);
}

/* Keeps what is to be kept of the list that begins with this line, behind a kept one. Returns its end. */
static size_t keep_list(const dhk_document *document, const dhk_page_signs *signs, size_t begin, int64_t from,
                        const int32_t *logits, uint8_t *labels) {
    size_t end = end_of_list(document, begin);
    bool announced = announces(document, signs, begin - 1);
    bool between = end < document->line_count && labels[end] != 0;
    if (leads_away(signs, begin - 1) || (!announced && !between) ||
        (!(announced && between) && is_linked(document, begin, end)))
        return end;
    for (size_t i = begin; i < end; i++)
        if (!document->lines[i].hidden && logits[i] >= from - (announced ? ANNOUNCED_LOGIT : BETWEEN_LOGIT))
            labels[i] = 1;
    return end;
}

void dhk_lists_stay_whole(const dhk_document *document, const dhk_page_signs *signs, int64_t from,
                          const int32_t *logits, uint8_t *labels) {
    for (size_t i = 1; i < document->line_count;) {
        size_t end = labels[i - 1] != 0 ? keep_list(document, signs, i, from, logits, labels) : i;
        i = end == i ? i + 1 : end;
    }
}

void dhk_announced_rows_stay(const dhk_document *document, const dhk_page_signs *signs, int64_t from,
                             const int32_t *logits, uint8_t *labels) {
    size_t end;
    for (size_t i = 1; i < document->line_count; i = end) {
        bool stays = labels[i] == 0 && labels[i - 1] != 0 && announces(document, signs, i - 1);
        end = i + 1;
        if (!stays)
            continue;
        for (end = i; end < document->line_count && labels[end] == 0; end++)
            stays = stays && document->lines[end].link_count == 0 && logits[end] >= from - ANNOUNCED_LOGIT;
        stays = stays && end - i <= ROWS_MAX && (signs->extract || end < document->line_count);
        for (size_t k = i; stays && k < end; k++)
            labels[k] = 1;
    }
}
