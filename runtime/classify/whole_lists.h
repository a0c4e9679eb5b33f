/*
 * Lists in the text of a page of HTML: what stands between two sentences of a
 * story, or is announced by one, is not judged item by item.
 */
#ifndef DHK_WHOLE_LISTS_H
#define DHK_WHOLE_LISTS_H

#include "classify/decide.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

/* Keeps the items of a list, and of the lists in it, behind a kept line: where that announces it, ending with a colon or
 * comma, or the line behind the list is kept too. "See also:" announces nothing of this page. If most of the list are links,
 * as in lists of related stories between paragraphs, it takes both. Hidden items and those whose logits are far below `from`
 * are left as they are. */
void dhk_lists_stay_whole(const dhk_document *document, const dhk_page_signs *signs, int64_t from,
                          const int32_t *logits, uint8_t *labels);

/* Keeps the lines of plain text between a kept line that announces them so and the next kept one, or the end of an
 * extract: a few, without links, none far below `from`. */
void dhk_announced_rows_stay(const dhk_document *document, const dhk_page_signs *signs, int64_t from,
                             const int32_t *logits, uint8_t *labels);

#endif
