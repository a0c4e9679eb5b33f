/*
 * Tables of data in one piece: their lines are kept or dropped together.
 */
#ifndef DHK_TABLE_VOTE_H
#define DHK_TABLE_VOTE_H

#include "lines/document.h"

#include <stdint.h>

/* Changes the labels of a page of HTML, a line each, in its tables of data. */
void dhk_tables_agree(const dhk_document *document, uint8_t *labels);

#endif
