#include "base/file_bytes.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>

enum { PIECE = 65536 };

static dehusk_status read_stream(FILE *stream, size_t most, const dehusk_allocator *allocator, unsigned char **bytes,
                                 size_t *length, size_t *capacity) {
    for (;;) {
        size_t wanted;
        size_t got;
        if (*length == *capacity &&
            (*length > SIZE_MAX - PIECE || !dhk_grow(allocator, (void **)bytes, capacity, *length + PIECE, 1)))
            return DEHUSK_OUT_OF_MEMORY;
        wanted = *capacity - *length;
        if (wanted > most - *length)
            wanted = most - *length;
        if (wanted == 0)
            return DEHUSK_OK;
        got = fread(*bytes + *length, 1, wanted, stream);
        *length += got;
        if (got < wanted)
            return ferror(stream) ? DEHUSK_IO : DEHUSK_OK;
    }
}

dehusk_status dhk_file_read(const char *path, size_t most, const dehusk_allocator *allocator, unsigned char **bytes,
                            size_t *length, size_t *capacity) {
    int saved_errno = errno;
    dehusk_status status = DEHUSK_IO;
    FILE *stream = fopen(path, "rb");
    *bytes = NULL;
    *length = 0;
    *capacity = 0;
    if (stream != NULL) {
        status = read_stream(stream, most, allocator, bytes, length, capacity);
        fclose(stream);
    }
    if (status != DEHUSK_OK) {
        dhk_release(allocator, *bytes, *capacity, 1);
        *bytes = NULL;
        *length = 0;
        *capacity = 0;
    }
    errno = saved_errno;
    return status;
}
