/*
 * Cuts an ARC file into records.
 */
#ifndef DEHUSK_TOOL_ARC_READER_H
#define DEHUSK_TOOL_ARC_READER_H

#include "input/record_block.h"

typedef struct arc_reader {
    record_rest rest;
} arc_reader;

/* The next record of the file; see record_source_next(). Begin with a reader of
 * all zero. */
record_result arc_reader_next(arc_reader *reader, unpacker *file, record *item);

void arc_reader_free(arc_reader *reader);

#endif
