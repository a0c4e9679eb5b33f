/*
 * Code in HTML: what stands with the text stays with it, and the numbers of its
 * rows do not.
 */
#ifndef DHK_CODE_LINES_H
#define DHK_CODE_LINES_H

#include "lines/document.h"

#include <stdint.h>

/* Keeps a row of preformatted text that a kept line announces with a colon, or that stands between two kept lines, where its
 * logit is not far below `from`. */
void dhk_code_stays(const dhk_document *document, int64_t from, const int32_t *logits, uint8_t *labels);

/* Drops preformatted text that is nothing but numbers counted by one. */
void dhk_row_numbers_go(const dhk_document *document, uint8_t *labels);

#endif
