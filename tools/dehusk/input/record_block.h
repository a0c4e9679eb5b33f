/*
 * What records of all archives have in common: line ends between them, a block of
 * a length that is told before, and how to go on where that is wrong.
 */
#ifndef DEHUSK_TOOL_RECORD_BLOCK_H
#define DEHUSK_TOOL_RECORD_BLOCK_H

#include "input/record.h"
#include "input/unpacker.h"

enum { HTTP_HEAD_ROOM = 1 << 16 }; /* bytes of a block that may be in front of a page */

/* Is asked where a member begins amid a block: can the block not go on in it? */
typedef bool record_begins(unpacker *file);

/* Reads a block of `*left` bytes, which become as many as are missing, and keeps
 * the first `limit` of them. Returns NULL, or what is wrong. */
const char *record_read_block(unpacker *file, uint64_t *left, size_t limit, record_begins *begins, byte_buffer *block);

/* Fills what record_result and fields of a failure are. */
record_result record_fail(record *item, const unpacker *file, const char *reason);

/* What a reader keeps from one record of an archive to the next. Begin with all zero, end with record_rest_free(). */
typedef struct record_rest {
    byte_buffer begun;       /* what has been taken already of the next record: its first line, or its mark */
    byte_buffer replay;      /* a block that is read a second time */
    uint64_t looked_through; /* up to this position nothing is read a third time */
} record_rest;

/* Goes to the next record and notes where it begins. Anything but UNPACK_BYTES: there is none, or it cannot be read. */
unpack_result record_begin(const record_rest *rest, unpacker *file, record *item);

/* Sets the length of a record that failed, when the reader has gone on to the next one: all that was passed over. */
void record_passed_over(const record_rest *rest, const unpacker *file, record *item);

/* Puts the block of a record back whose length was wrong, to be looked through for the next one. Does nothing if it is
 * not all there, in this member, or for the second time. */
void record_look_back(record_rest *rest, unpacker *file, record *item);

void record_rest_free(record_rest *rest);

#endif
