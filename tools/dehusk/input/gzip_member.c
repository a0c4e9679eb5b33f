/*
 * A gzip member in one go.
 */
#include "input/gzip_member.h"

#ifdef DEHUSK_LIBDEFLATE
#include <libdeflate.h>

enum {
    GZIP_HEAD = 10,     /* the fields that every member has */
    GZIP_FLAGS = 3,     /* the place of the flags among them */
    GZIP_HEAD_CRC = 0x2 /* the head has a checksum of its own, which libdeflate does not look at */
};

gzip_member_reader *gzip_member_reader_new(void) {
    return (gzip_member_reader *)libdeflate_alloc_decompressor();
}

bool gzip_member_unpack(gzip_member_reader *reader, byte_slice bytes, char *to, size_t capacity, size_t *taken,
                        size_t *got) {
    if (reader == NULL || bytes.length < GZIP_HEAD || (bytes.bytes[GZIP_FLAGS] & GZIP_HEAD_CRC) != 0)
        return false;
    return libdeflate_gzip_decompress_ex((struct libdeflate_decompressor *)reader, bytes.bytes, bytes.length, to,
                                         capacity, taken, got) == LIBDEFLATE_SUCCESS;
}

void gzip_member_reader_free(gzip_member_reader *reader) {
    libdeflate_free_decompressor((struct libdeflate_decompressor *)reader);
}

#else

gzip_member_reader *gzip_member_reader_new(void) {
    return NULL;
}

bool gzip_member_unpack(gzip_member_reader *reader, byte_slice bytes, char *to, size_t capacity, size_t *taken,
                        size_t *got) {
    (void)reader;
    (void)bytes;
    (void)to;
    (void)capacity;
    (void)taken;
    (void)got;
    return false;
}

void gzip_member_reader_free(gzip_member_reader *reader) {
    (void)reader;
}

#endif
