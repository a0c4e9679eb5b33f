/*
 * Paragraphs that no browser shows, between paragraphs that it does.
 */
#ifndef DHK_HIDDEN_PARAGRAPHS_H
#define DHK_HIDDEN_PARAGRAPHS_H

#include "lines/document.h"

#include <stdint.h>

/* Takes them out of the labels of a page of HTML, a line each. */
void dhk_hidden_paragraphs_go(const dhk_document *document, uint8_t *labels);

#endif
