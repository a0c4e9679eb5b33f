/*
 * Cuts a file into lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEHUSK_TOOL_JSONL_READER_H
#define DEHUSK_TOOL_JSONL_READER_H

#include "input/record.h"
#include "input/unpacker.h"

typedef struct jsonl_reader {
    uint64_t line; /* lines read so far */
} jsonl_reader;

/* The next line of the file that is not empty; see record_source_next(). Begin
 * with a reader of all zero. */
record_result jsonl_reader_next(jsonl_reader *reader, unpacker *file, record *item);

#endif
