/*
 * Cuts an ARC file into records.
 */
#ifndef DEHUSK_TOOL_ARC_READER_H
#define DEHUSK_TOOL_ARC_READER_H

#include "input/record.h"
#include "input/unpacker.h"

typedef struct arc_reader {
    byte_buffer begun;       /* the line of the next record, if it has been taken already */
    byte_buffer replay;      /* a block that is read a second time */
    uint64_t looked_through; /* up to this position nothing is read a third time */
} arc_reader;

/* The next record of the file; see record_source_next(). Begin with a reader of
 * all zero. */
record_result arc_reader_next(arc_reader *reader, unpacker *file, record *item);

void arc_reader_free(arc_reader *reader);

#endif
