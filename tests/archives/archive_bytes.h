/*
 * Archives made up byte by byte, and what the command's readers make of them.
 * For the tests of tools/dehusk/input.
 */
#ifndef TS_ARCHIVE_BYTES_H
#define TS_ARCHIVE_BYTES_H

#include "input/record.h"

/* -- Making ---------------------------------------------------------------- */

void ar_put(byte_buffer *to, const char *text);

/* A WARC record of version 1.0 with all its fields and line ends. `content_type`
 * may be NULL. */
void ar_record(byte_buffer *to, const char *type, const char *url, const char *content_type, const char *block,
               size_t length);

/* A response record: `head` is HTTP's, without its last line end. */
void ar_response(byte_buffer *to, const char *url, const char *head, const char *body, size_t length);

/* Packed bytes: one member, frame or stream. */
void ar_gzip(byte_buffer *to, const char *bytes, size_t length);
void ar_deflate(byte_buffer *to, const char *bytes, size_t length, bool with_zlib_head);
void ar_zstd(byte_buffer *to, const char *bytes, size_t length, const char *dictionary, size_t dictionary_length);
void ar_brotli(byte_buffer *to, const char *bytes, size_t length);

/* A skippable zstd frame. */
void ar_skippable(byte_buffer *to, unsigned magic, const char *bytes, size_t length);

/* -- Reading --------------------------------------------------------------- */

/* What became of a record. Texts are copies, NULL where there was nothing. */
typedef struct ar_result {
    record_result result;
    record place; /* offsets, skip, reason and the like; its buffers are empty */
    page_input page;
    char *bytes; /* zero-terminated; page.length says how many */
    char *url;
    char *id;
    char *date;
    char *media_type;
    char *charset;
    char *fields; /* "name=value;" of each */
} ar_result;

typedef struct ar_results {
    ar_result *all;
    size_t count;
    input_kind kind;
    char summary[256]; /* a letter each: p page, s skipped, f failed, F failed for good */
} ar_results;

/* Reads all of it from a file. Small archives are read again in pieces of several
 * lengths, which must give the same. */
ar_results ar_read(const byte_buffer *archive, input_kind kind, size_t max_bytes);

/* The same for 64 KiB at most, which are read once more through a pipe and must
 * give the same there too. */
ar_results ar_read_both_ways(const byte_buffer *archive, input_kind kind, size_t max_bytes);

/* JSON lines whose page and URL are in fields of these names. */
ar_results ar_read_fields(const byte_buffer *archive, const char *page_field, const char *url_field);

void ar_free(ar_results *results);

#endif
