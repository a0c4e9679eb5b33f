/*
 * What kind of input a file is, by its first bytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_KIND_SNIFF_H
#define DEHUSK_TOOL_KIND_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "input/record.h"

/* The kind of a file that begins like this, without its compression: WARC,
 * JSONL, or AUTO for one page. True: more bytes could not change it. */
bool kind_sniff(const char *bytes, size_t length, input_kind *kind);

#endif
