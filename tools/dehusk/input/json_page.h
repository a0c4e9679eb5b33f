/*
 * The page in a JSON line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_JSON_PAGE_H
#define DEHUSK_TOOL_JSON_PAGE_H

#include "input/record.h"

/* record_decode() for a record of kind RECORD_JSON. */
record_result json_page_decode(record *item, page_input *page);

#endif
