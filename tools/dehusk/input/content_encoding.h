/*
 * Content encodings of HTTP: gzip, deflate, br, zstd.
 */
#ifndef DEHUSK_TOOL_CONTENT_ENCODING_H
#define DEHUSK_TOOL_CONTENT_ENCODING_H

#include "common/byte_buffer.h"

typedef enum encoding_result {
    ENCODING_DECODED, /* to the end, or to the limit */
    ENCODING_CUT,     /* the data ends too early or is damaged: what there was before */
    ENCODING_BROKEN,  /* nothing could be decoded */
    ENCODING_NO_MEMORY
} encoding_result;

typedef enum content_encoding {
    ENCODING_IDENTITY,
    ENCODING_GZIP,
    ENCODING_DEFLATE,
    ENCODING_BROTLI,
    ENCODING_ZSTD,
    ENCODING_UNKNOWN
} content_encoding;

/* The encoding of this name in Content-Encoding or Transfer-Encoding. */
content_encoding content_encoding_named(byte_slice name);

/* The encoding that the first bytes show; IDENTITY: none of those that have a magic number. */
content_encoding content_encoding_magic(byte_slice data);

/* Decodes into `decoded`, which is emptied first, and stops after `limit` bytes
 * however many there would be. */
encoding_result content_encoding_decode(content_encoding encoding, byte_slice data, size_t limit, byte_buffer *decoded);

#endif
