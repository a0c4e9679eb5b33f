/*
 * Compression of output.
 */
#include "output/output_packer.h"

#include "output/gzip_packer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zstd.h>

struct output_packer {
    packing how;
    gzip_packer *gzip;
    ZSTD_CCtx *context;
};

output_packer *packer_new(packing how) {
    output_packer *packer = calloc(1, sizeof *packer);
    if (packer == NULL)
        return NULL;
    bool ready;
    packer->how = how;
    if (how == PACK_GZIP) {
        packer->gzip = gzip_packer_new();
        ready = packer->gzip != NULL;
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
    return packer->how == PACK_GZIP ? gzip_packer_pack(packer->gzip, bytes, length, to)
                                    : pack_zstd(packer->context, bytes, length, to);
}

void packer_free(output_packer *packer) {
    if (packer == NULL)
        return;
    gzip_packer_free(packer->gzip);
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
