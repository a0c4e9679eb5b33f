/*
 * Bytes as one gzip member.
 */
#include "output/gzip_packer.h"

#ifdef DEHUSK_LIBDEFLATE
#include <libdeflate.h>

enum {
    /* As small as by zlib in half the time: 8.25 MB of JSON rows of pages of the training corpus, a member a row, become
     * 2.191 MB in 0.09 s, by zlib 2.191 MB in 0.19 s (2026-11-29). Level 6: 2.166 MB in 0.11 s; 4: 2.259 MB in 0.08 s. */
    GZIP_LEVEL = 5
};

gzip_packer *gzip_packer_new(void) {
    return (gzip_packer *)libdeflate_alloc_compressor(GZIP_LEVEL);
}

bool gzip_packer_pack(gzip_packer *packer, const char *bytes, size_t length, output_buffer *to) {
    struct libdeflate_compressor *compressor = (struct libdeflate_compressor *)packer;
    size_t bound = libdeflate_gzip_compress_bound(compressor, length);
    char *room = put_room(to, bound);
    if (room == NULL)
        return false;
    size_t packed = libdeflate_gzip_compress(compressor, bytes, length, room, bound);
    to->held.length += packed;
    return packed > 0;
}

void gzip_packer_free(gzip_packer *packer) {
    libdeflate_free_compressor((struct libdeflate_compressor *)packer);
}

#else

#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST /* input is not written to */
#include <zlib.h>

enum {
    GZIP_WINDOW = 15 + 16, /* zlib's way to ask for a gzip header */
    GZIP_MEMORY = 8,       /* zlib's default */
    SYSTEM_UNKNOWN = 255   /* in the header: the same bytes on every system */
};

struct gzip_packer {
    z_stream stream;
};

gzip_packer *gzip_packer_new(void) {
    gzip_packer *packer = calloc(1, sizeof *packer);
    if (packer != NULL && deflateInit2(&packer->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                                       Z_DEFAULT_STRATEGY) != Z_OK) {
        free(packer);
        packer = NULL;
    }
    return packer;
}

bool gzip_packer_pack(gzip_packer *packer, const char *bytes, size_t length, output_buffer *to) {
    z_stream *stream = &packer->stream;
    gz_header header = {.os = SYSTEM_UNKNOWN};
    if (deflateReset(stream) != Z_OK || deflateSetHeader(stream, &header) != Z_OK || length > UINT_MAX)
        return false;
    /* What deflate needs at most; it is done in one call. */
    uLong bound = deflateBound(stream, (uLong)length);
    char *room = bound <= UINT_MAX ? put_room(to, bound) : NULL;
    if (room == NULL)
        return false;
    stream->next_in = (z_const Bytef *)bytes;
    stream->avail_in = (uInt)length;
    stream->next_out = (Bytef *)room;
    stream->avail_out = (uInt)bound;
    int result = deflate(stream, Z_FINISH);
    if (result == Z_STREAM_END)
        to->held.length += bound - stream->avail_out;
    return result == Z_STREAM_END;
}

void gzip_packer_free(gzip_packer *packer) {
    if (packer != NULL)
        deflateEnd(&packer->stream);
    free(packer);
}

#endif
