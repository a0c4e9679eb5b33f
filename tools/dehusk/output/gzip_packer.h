/*
 * Bytes as one gzip member.
 *
 * By libdeflate where it is, else by zlib: the same content, in other bytes. One
 * version of either gives the same bytes on every system.
 */
#ifndef DEHUSK_TOOL_GZIP_PACKER_H
#define DEHUSK_TOOL_GZIP_PACKER_H

#include "common/output_buffer.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct gzip_packer gzip_packer;

/* NULL: out of memory. */
gzip_packer *gzip_packer_new(void);

/* Puts `length` bytes, compressed. False, with some of them put, without memory. */
bool gzip_packer_pack(gzip_packer *packer, const char *bytes, size_t length, output_buffer *to);

/* NULL: does nothing. */
void gzip_packer_free(gzip_packer *packer);

#endif
