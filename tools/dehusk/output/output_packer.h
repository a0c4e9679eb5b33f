/*
 * Compression of output.
 *
 * Each page's output becomes a gzip member or zstd frame of its own, one behind
 * the other in the file. That is what WARC asks for (readers can jump to a
 * record); it lets workers compress; and what a page is packed to does not
 * depend on its neighbours or on the number of workers.
 */
#ifndef DEHUSK_TOOL_OUTPUT_PACKER_H
#define DEHUSK_TOOL_OUTPUT_PACKER_H

#include "common/output_buffer.h"
#include "common/settings.h"

#include <stdbool.h>

typedef struct output_packer output_packer;

/* A packer for one thread; `how` is PACK_GZIP or PACK_ZSTD. NULL: out of memory. */
output_packer *packer_new(packing how);

/* Puts `length` bytes, compressed. False, with some of them put, without memory. */
bool packer_pack(output_packer *packer, const char *bytes, size_t length, output_buffer *to);

void packer_free(output_packer *packer);

/* The ending of compressed files' names: ".gz", ".zst", "" for PACK_NONE. */
const char *packing_ending(packing how);

/* How a file of this name is to be packed. */
packing packing_of_name(const char *name);

#endif
