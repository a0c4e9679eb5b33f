/*
 * Compression of output.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "output/output_packer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define ZLIB_CONST /* input is not written to */
#include <zlib.h>
#include <zstd.h>

enum {
    GZIP_WINDOW = 15 + 16, /* zlib's way to ask for a gzip header */
    GZIP_MEMORY = 8,       /* zlib's default */
    SYSTEM_UNKNOWN = 255   /* in the header: the same bytes on every system */
};

struct output_packer {
    packing how;
    z_stream stream;
    ZSTD_CCtx *context;
};

output_packer *packer_new(packing how) {
    output_packer *packer = calloc(1, sizeof *packer);
    if (packer == NULL)
        return NULL;
    bool ready;
    packer->how = how;
    if (how == PACK_GZIP) {
        ready = deflateInit2(&packer->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                             Z_DEFAULT_STRATEGY) == Z_OK;
    } else {
        packer->context = ZSTD_createCCtx();
        ready =
            packer->context != NULL && !ZSTD_isError(ZSTD_CCtx_setParameter(packer->context, ZSTD_c_checksumFlag, 1));
    }
    if (ready)
        return packer;
    ZSTD_freeCCtx(packer->context);
    free(packer);
    return NULL;
}

static bool pack_gzip(z_stream *stream, const char *bytes, size_t length, output_buffer *to) {
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

static bool pack_zstd(ZSTD_CCtx *context, const char *bytes, size_t length, output_buffer *to) {
    size_t bound = ZSTD_compressBound(length);
    char *room = put_room(to, bound);
    if (room == NULL)
        return false;
    size_t packed = ZSTD_compress2(context, room, bound, bytes, length);
    if (ZSTD_isError(packed))
        return false;
    to->held.length += packed;
    return true;
}

bool packer_pack(output_packer *packer, const char *bytes, size_t length, output_buffer *to) {
    return packer->how == PACK_GZIP ? pack_gzip(&packer->stream, bytes, length, to)
                                    : pack_zstd(packer->context, bytes, length, to);
}

void packer_free(output_packer *packer) {
    if (packer == NULL)
        return;
    if (packer->how == PACK_GZIP)
        deflateEnd(&packer->stream);
    ZSTD_freeCCtx(packer->context);
    free(packer);
}

const char *packing_ending(packing how) {
    return how == PACK_GZIP ? ".gz" : how == PACK_ZSTD ? ".zst" : "";
}

packing packing_of_name(const char *name) {
    size_t length = strlen(name);
    for (packing how = PACK_GZIP; how <= PACK_ZSTD; how++) {
        size_t ending = strlen(packing_ending(how));
        if (length > ending && strcasecmp(name + length - ending, packing_ending(how)) == 0)
            return how;
    }
    return PACK_NONE;
}
