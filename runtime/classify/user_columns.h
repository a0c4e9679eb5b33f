/*
 * What forums in tables say of who wrote each post: rank, number of posts, place.
 */
#ifndef DHK_USER_COLUMNS_H
#define DHK_USER_COLUMNS_H

#include "lines/document.h"

#include <stdint.h>

/* Takes it out of the labels of a page of HTML, a line each. Names stay. */
void dhk_user_columns_go(const dhk_document *document, uint8_t *labels);

#endif
