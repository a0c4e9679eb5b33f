/*
 * A whole file in memory.
 */
#ifndef DHK_FILE_BYTES_H
#define DHK_FILE_BYTES_H

#include "dehusk.h"

#include <stddef.h>

/* Reads at most `most` bytes of a file. `*bytes`, of `*capacity`, is the caller's to release; it is NULL and both
 * lengths are 0 after an error. errno stays as it is. OK, IO, OUT_OF_MEMORY. */
dehusk_status dhk_file_read(const char *path, size_t most, const dehusk_allocator *allocator, unsigned char **bytes,
                            size_t *length, size_t *capacity);

#endif
