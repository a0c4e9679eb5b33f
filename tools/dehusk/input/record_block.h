/*
 * The parts that records of all archives have: line ends between them, and a
 * block of a length that is told before.
 */
#ifndef DEHUSK_TOOL_RECORD_BLOCK_H
#define DEHUSK_TOOL_RECORD_BLOCK_H

#include "input/record.h"
#include "input/unpacker.h"

enum { HTTP_HEAD_ROOM = 1 << 16 }; /* bytes of a block that may be in front of a page */

/* Goes to the first byte of the next record. */
unpack_result record_skip_line_ends(unpacker *file);

/* Is asked where a member begins amid a block: can the block not go on in it? */
typedef bool record_begins(unpacker *file);

/* Reads a block of `*left` bytes, which become as many as are missing, and keeps
 * the first `limit` of them. Returns NULL, or what is wrong. */
const char *record_read_block(unpacker *file, uint64_t *left, size_t limit, record_begins *begins, byte_buffer *block);

/* Fills what record_result and fields of a failure are. */
record_result record_fail(record *item, const unpacker *file, const char *reason);

#endif
