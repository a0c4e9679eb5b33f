/*
 * A file as it is stored, or standard input, read from front to back.
 */
#ifndef DEHUSK_TOOL_BYTE_STREAM_H
#define DEHUSK_TOOL_BYTE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes from `begin` to `end` of the buffer come next; who uses them moves
 * `begin` on. */
typedef struct byte_stream {
    int descriptor;
    char *buffer;
    size_t begin;
    size_t end;
    uint64_t bytes_read; /* offset of buffer[end] in the file */
    uint64_t size;       /* of a regular file when it was opened; else 0 */
    bool at_end;         /* no more comes: the end, or an error */
    int error_number;    /* errno of that error, or 0 */
} byte_stream;

enum {
    BYTE_STREAM_CAPACITY = 1 << 20, /* the most that byte_stream_fill() can be asked for */
    BYTE_STREAM_HISTORY = 1 << 14   /* bytes in front of the next one that stay */
};

/* Opens a file, or standard input for NULL. Returns NULL, or what went wrong as
 * a phrase that is never freed. */
const char *byte_stream_open(byte_stream *stream, const char *path);

/* Reads until there are `want` bytes, or no more come, and returns how many
 * there are; they may have moved within the buffer. */
size_t byte_stream_fill(byte_stream *stream, size_t want);

/* Goes back by some of the last bytes, at most BYTE_STREAM_HISTORY. */
void byte_stream_back(byte_stream *stream, size_t length);

/* Offset of the next byte in the file. */
uint64_t byte_stream_offset(const byte_stream *stream);

void byte_stream_close(byte_stream *stream);

#endif
