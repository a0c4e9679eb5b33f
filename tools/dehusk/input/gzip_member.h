/*
 * A gzip member in one go.
 *
 * libdeflate unpacks a member whose bytes are all in memory two to three times
 * as fast as zlib, which takes a member in pieces. Without libdeflate nothing
 * is unpacked here.
 */
#ifndef DEHUSK_TOOL_GZIP_MEMBER_H
#define DEHUSK_TOOL_GZIP_MEMBER_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct gzip_member_reader gzip_member_reader;

/* NULL: out of memory, or there is no libdeflate. */
gzip_member_reader *gzip_member_reader_new(void);

/* Unpacks the member that `bytes` begin with, and tells how many of them it took. False, with `to` in any state, if not
 * all of it is there, if it is damaged, or if it is larger than `capacity`: which of them it is, zlib finds out.
 * `reader` may be NULL. */
bool gzip_member_unpack(gzip_member_reader *reader, byte_slice bytes, char *to, size_t capacity, size_t *taken,
                        size_t *got);

void gzip_member_reader_free(gzip_member_reader *reader);

#endif
