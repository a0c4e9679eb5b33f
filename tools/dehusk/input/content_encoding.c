/*
 * Content encodings of HTTP: gzip, deflate, br, zstd.
 *
 * Each is its format's own library: zlib, brotli, zstd; whole gzip bodies are
 * libdeflate's, which is faster, where it is there. A body is decoded at
 * once, as it lies in memory, and never further than a page may be long: some
 * kilobytes can stand for gigabytes.
 */
#include "input/content_encoding.h"

#include "input/gzip_member.h"

#include <brotli/decode.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum {
    FIRST_ROOM = 1 << 16,      /* bytes; then what is there already once more */
    DEFLATE_FACTOR_MAX = 1040, /* no byte of deflate stands for more */
    ZLIB_WINDOW = 15,          /* the largest, of zlib's format */
    GZIP_WINDOW = 15 + 16,
    RAW_WINDOW = -15
};

/* More room at the end of `decoded`. 0: out of memory. The limit has not been
 * reached. */
static size_t make_room(byte_buffer *decoded, size_t limit) {
    size_t room = decoded->length < FIRST_ROOM ? FIRST_ROOM : decoded->length;
    if (room > limit - decoded->length)
        room = limit - decoded->length;
    if (room > UINT_MAX / 2)
        room = UINT_MAX / 2;
    return byte_buffer_reserve(decoded, room) ? room : 0;
}

static encoding_result ended_early(const byte_buffer *decoded) {
    return decoded->length > 0 ? ENCODING_CUT : ENCODING_BROKEN;
}

static encoding_result inflate_all(int window, byte_slice data, size_t limit, byte_buffer *decoded) {
    z_stream stream;
    encoding_result result = ENCODING_DECODED;
    memset(&stream, 0, sizeof stream);
    decoded->length = 0;
    if (inflateInit2(&stream, window) != Z_OK)
        return ENCODING_NO_MEMORY;
    while (decoded->length < limit) {
        size_t room = make_room(decoded, limit);
        if (room == 0) {
            result = ENCODING_NO_MEMORY;
            break;
        }
        size_t input = data.length < UINT_MAX ? data.length : UINT_MAX;
        stream.next_in = (Bytef *)data.bytes;
        stream.avail_in = (uInt)input;
        stream.next_out = (Bytef *)(decoded->bytes + decoded->length);
        stream.avail_out = (uInt)room;
        int code = inflate(&stream, Z_NO_FLUSH);
        size_t used = input - stream.avail_in;
        data.bytes += used;
        data.length -= used;
        decoded->length += room - stream.avail_out;
        if (code == Z_STREAM_END) {
            /* A gzip body may have several members, which follow each other. */
            if (window != GZIP_WINDOW || data.length < 2 || memcmp(data.bytes, "\x1F\x8B", 2) != 0 ||
                inflateReset(&stream) != Z_OK)
                break;
        } else if (code == Z_MEM_ERROR) {
            result = ENCODING_NO_MEMORY;
            break;
        } else if ((code != Z_OK && code != Z_BUF_ERROR) || (data.length == 0 && stream.avail_out > 0)) {
            result = ended_early(decoded);
            break;
        }
    }
    inflateEnd(&stream);
    return result;
}

static bool is_zlib(byte_slice data) {
    const unsigned char *b = (const unsigned char *)data.bytes;
    return data.length >= 2 && (b[0] & 0x0F) == 8 && (b[0] * 256u + b[1]) % 31 == 0;
}

/* "deflate" is zlib's format by the standard, and bare deflate by habit. */
static encoding_result decode_deflate(byte_slice data, size_t limit, byte_buffer *decoded) {
    encoding_result result = ENCODING_BROKEN;
    if (is_zlib(data))
        result = inflate_all(ZLIB_WINDOW, data, limit, decoded);
    return result == ENCODING_BROKEN ? inflate_all(RAW_WINDOW, data, limit, decoded) : result;
}

static encoding_result decode_brotli(byte_slice data, size_t limit, byte_buffer *decoded) {
    encoding_result result = ENCODING_DECODED;
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *input = (const uint8_t *)data.bytes;
    size_t input_left = data.length;
    decoded->length = 0;
    if (state == NULL)
        return ENCODING_NO_MEMORY;
    while (decoded->length < limit) {
        size_t room = make_room(decoded, limit);
        size_t room_left = room;
        if (room == 0) {
            result = ENCODING_NO_MEMORY;
            break;
        }
        uint8_t *output = (uint8_t *)decoded->bytes + decoded->length;
        BrotliDecoderResult code = BrotliDecoderDecompressStream(state, &input_left, &input, &room_left, &output, NULL);
        decoded->length += room - room_left;
        if (code == BROTLI_DECODER_RESULT_SUCCESS)
            break;
        if (code != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
            result = ended_early(decoded);
            break;
        }
    }
    BrotliDecoderDestroyInstance(state);
    return result;
}

static encoding_result decode_zstd(byte_slice data, size_t limit, byte_buffer *decoded) {
    encoding_result result = ENCODING_DECODED;
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer input = {data.bytes, data.length, 0};
    size_t code = 1; /* 0: a frame has ended */
    decoded->length = 0;
    if (context == NULL)
        return ENCODING_NO_MEMORY;
    while (decoded->length < limit && (code != 0 || input.pos < input.size)) {
        size_t room = make_room(decoded, limit);
        if (room == 0) {
            result = ENCODING_NO_MEMORY;
            break;
        }
        ZSTD_outBuffer output = {decoded->bytes + decoded->length, room, 0};
        size_t before = input.pos;
        code = ZSTD_decompressStream(context, &output, &input);
        decoded->length += output.pos;
        bool is_stuck = code != 0 && output.pos < room && (input.pos == input.size || input.pos == before);
        if (ZSTD_isError(code) || is_stuck) {
            result = ended_early(decoded);
            break;
        }
    }
    ZSTD_freeDCtx(context);
    return result;
}

/* What a gzip member says at its end of how long it is unpacked. */
static size_t told_length(byte_slice member) {
    const unsigned char *end = (const unsigned char *)member.bytes + member.length;
    return member.length < 4 ? 0 : end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
}

/* One whole member with nothing behind it, not beyond the limit. False: it is none, or zlib has to look at it. */
static bool gunzip_whole(byte_slice data, size_t limit, byte_buffer *decoded) {
    size_t length = told_length(data), taken = 0, got = 0;
    decoded->length = 0;
    if (length == 0 || length > limit || length / DEFLATE_FACTOR_MAX > data.length)
        return false;
    gzip_member_reader *reader = gzip_member_reader_new();
    bool whole = reader != NULL && byte_buffer_reserve(decoded, length) &&
                 gzip_member_unpack(reader, data, decoded->bytes, length, &taken, &got) && taken == data.length;
    gzip_member_reader_free(reader);
    decoded->length = whole ? got : 0;
    return whole;
}

/* "gzip" behind line ends, zlib's format by mistake, or brotli, which a proxy took for it. */
static encoding_result decode_gzip(byte_slice data, size_t limit, byte_buffer *decoded) {
    while (data.length > 0 && (*data.bytes == '\r' || *data.bytes == '\n')) {
        data.bytes++;
        data.length--;
    }
    if (gunzip_whole(data, limit, decoded))
        return ENCODING_DECODED;
    encoding_result result = inflate_all(GZIP_WINDOW, data, limit, decoded);
    if (result == ENCODING_BROKEN && is_zlib(data))
        result = inflate_all(ZLIB_WINDOW, data, limit, decoded);
    if (result == ENCODING_BROKEN && decode_brotli(data, limit, decoded) == ENCODING_DECODED)
        result = ENCODING_DECODED;
    return result;
}

content_encoding content_encoding_named(byte_slice name) {
    static const struct {
        const char *name;
        content_encoding encoding;
    } names[] = {
        {"identity", ENCODING_IDENTITY}, {"none", ENCODING_IDENTITY}, {"", ENCODING_IDENTITY},
        {"gzip", ENCODING_GZIP},         {"x-gzip", ENCODING_GZIP},   {"deflate", ENCODING_DEFLATE},
        {"br", ENCODING_BROTLI},         {"zstd", ENCODING_ZSTD},     {"x-deflate", ENCODING_DEFLATE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (byte_slice_is(name, names[i].name))
            return names[i].encoding;
    return ENCODING_UNKNOWN;
}

content_encoding content_encoding_magic(byte_slice data) {
    if (data.length >= 10 && memcmp(data.bytes, "\x1F\x8B\x08", 3) == 0)
        return ENCODING_GZIP;
    if (data.length >= 8 && memcmp(data.bytes, "\x28\xB5\x2F\xFD", 4) == 0)
        return ENCODING_ZSTD;
    return ENCODING_IDENTITY;
}

encoding_result content_encoding_decode(content_encoding encoding, byte_slice data, size_t limit,
                                        byte_buffer *decoded) {
    switch (encoding) {
    case ENCODING_GZIP:
        return decode_gzip(data, limit, decoded);
    case ENCODING_DEFLATE:
        return decode_deflate(data, limit, decoded);
    case ENCODING_BROTLI:
        return decode_brotli(data, limit, decoded);
    case ENCODING_ZSTD:
        return decode_zstd(data, limit, decoded);
    default:
        decoded->length = 0;
        return ENCODING_BROKEN;
    }
}
