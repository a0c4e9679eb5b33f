/*
 * Cuts a WARC or WET file into records.
 */
#ifndef DEHUSK_TOOL_WARC_READER_H
#define DEHUSK_TOOL_WARC_READER_H

#include "input/record_block.h"

typedef struct warc_reader {
    record_rest rest;
    bool line_begins; /* the last byte that was taken ends a line */
} warc_reader;

/* The next record of the file; see record_source_next(). Begin with a reader of
 * all zero. */
record_result warc_reader_next(warc_reader *reader, unpacker *file, record *item);

void warc_reader_free(warc_reader *reader);

#endif
