/*
 * Pages from files of all kinds: one page a file, archives of a crawl (WARC,
 * WET), JSON lines.
 *
 * Reading is split for many cores. A source is read by one thread, which only
 * cuts the file into records; each record is then decoded by any thread:
 *
 *     reader:  record_source_next(source, item)     serial, at memory's speed
 *     worker:  record_decode(item, &page)          parallel, no shared state
 *
 * A record owns what it holds and is filled again and again; the memory of each
 * is bounded by some times the limit of a page (its block and what is decoded of
 * it; a JSON object may be six times its page, and hold 16 MiB besides).
 */
#ifndef DEHUSK_TOOL_RECORD_H
#define DEHUSK_TOOL_RECORD_H

#include "common/byte_buffer.h"
#include "common/settings.h"
#include "dehusk.h"
#include "input/json_fields.h"
#include "input/warc_header.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum record_result {
    RECORD_PAGE,    /* a page; or, from the reader, what may be one: ask record_decode() */
    RECORD_SKIPPED, /* holds no page: record.skip says why */
    RECORD_FAILED,  /* is damaged: record.reason says how */
    RECORD_END      /* no more records; from the reader only */
} record_result;

/* Why a record is no page. For counting: record_skip_name() says it in words. */
typedef enum record_skip {
    SKIP_RECORD_TYPE, /* WARC: request, metadata, warcinfo, continuation, unknown types */
    SKIP_REVISIT,     /* WARC: the page is in an earlier record */
    SKIP_HTTP_STATUS, /* not 2xx: redirects, errors */
    SKIP_MEDIA_TYPE,  /* neither HTML nor plain text: images, scripts, DNS, ... */
    SKIP_URL,         /* the user wants no page from there */
    RECORD_SKIP_COUNT
} record_skip;

/* The reason's name as used in reports ("http-status"). Never freed. */
const char *record_skip_name(record_skip skip);

/* What a record is in its file; the worker needs it, others may look. */
typedef enum record_kind {
    RECORD_WHOLE_FILE,
    RECORD_WARC_RESPONSE,
    RECORD_WARC_RESOURCE,
    RECORD_WARC_CONVERSION,
    RECORD_JSON
} record_kind;

/* One record. Begin with all zero, end with record_free(). */
typedef struct record {
    /* Where it stands, set for each result but RECORD_END. `offset` is a byte
     * offset into the file as it is stored: of the record, or of the compressed
     * member (zstd frame) that it begins in. `length` is that of the record or
     * its members as stored, 0 if other records share them. For a failure, the
     * bytes from `offset` that were passed over before reading went on; 0
     * where something is wrong between two records.
     * `unpacked_offset` counts unpacked bytes: it tells the records of one
     * member apart. `line` counts lines from 1 (JSON lines; else 0). */
    uint64_t offset;
    uint64_t length;
    uint64_t unpacked_offset;
    uint64_t line;

    record_skip skip;   /* of RECORD_SKIPPED */
    const char *reason; /* of RECORD_FAILED: a phrase that is never freed */
    int error_number;   /* of RECORD_FAILED: errno if the system failed to read, else 0 */
    bool is_last;       /* of RECORD_FAILED: reading cannot go on, RECORD_END comes next */

    record_kind kind;

    /* The rest is for the reader and record_decode(). */
    dehusk_format asked_format; /* of a whole file */
    const char *page_field;     /* of a JSON object, asked for; NULL: whatever is usual */
    const char *url_field;      /* of a JSON object, asked for the page's URL; NULL: whatever is usual */
    size_t max_bytes;
    bool cut;            /* the block goes on beyond the limit */
    byte_buffer head;    /* WARC header, ARC line */
    warc_header header;  /* parsed */
    byte_buffer block;   /* what stands behind it; a file; an object */
    byte_buffer decoded; /* the body without content encodings; the page without escapes */
    byte_buffer spare;   /* the body between two content encodings */
    byte_buffer strings; /* what a page_input points to */
} record;

void record_free(record *item);

/* A page, as record_decode() gives it. All of it lies in the record and lasts
 * until that is decoded, filled or freed. Strings are zero-terminated UTF-8, or
 * NULL where nothing is known. */
typedef struct page_input {
    const char *bytes; /* at most max_bytes + 1: one more tells the library that there is more */
    size_t length;
    dehusk_format format;
    const char *charset;    /* Content-Type's label, of unknown worth: if the library knows it not (UNKNOWN_ or
                             * UNSUPPORTED_CHARSET), classify without one */
    const char *id;         /* WARC-Record-ID; "id" of a JSON line, if a string or number */
    const char *url;        /* WARC-Target-URI; "url" or the like of a JSON line, if a string */
    const char *date;       /* WARC-Date; "date" or the like of a JSON line, if a string */
    const char *media_type; /* lower case, without parameters */
    bool cut;               /* the end of the page is missing, and `length` does not show it: broken chunks or
                             * compression, or as the crawler noted it (WARC-Truncated) */
    byte_slice object;      /* of a JSON line: its fields, the page among them; see json_page_field_next() */
    json_field own_field;   /* of a JSON line: the field that holds the page */
} page_input;

/* Takes a record that the reader gave as RECORD_PAGE to its page: HTTP head,
 * chunks, content encodings, JSON. RECORD_PAGE, RECORD_SKIPPED (record.skip) or
 * RECORD_FAILED (record.reason). Once for each record: decoding works in place. */
record_result record_decode(record *item, page_input *page);

/* How many bytes more the record may hold while and after it is decoded; 0: about as many as it does. */
size_t record_decode_bound(const record *item);

typedef struct record_source record_source;

/* Opens a file, or standard input for NULL, and looks at its first bytes if the
 * kind is INPUT_AUTO. Pages are read up to max_bytes + 1 bytes (1 <= max_bytes <
 * SIZE_MAX / 8). Returns NULL, or what went wrong as a phrase that is never
 * freed, in which case `*source` is NULL. */
const char *record_source_open(const char *path, input_kind kind, size_t max_bytes, record_source **source);

/* Names the fields of JSON objects that hold the page and its URL ("NAME", or
 * "OUTER.NAME" within another object); NULL: whatever is usual. The names must
 * last as long as the source. */
void record_source_name_fields(record_source *source, const char *page_field, const char *url_field);

/* What the file is: the kind asked, or found (INPUT_AUTO stays for one page of
 * which the library is to find out). */
input_kind record_source_kind(const record_source *source);

/* Reads the next record. After a failure reading goes on with the next record
 * that can be told, unless record.is_last. */
record_result record_source_next(record_source *source, record *item);

/* How much of the file has been read, in bytes as stored, and how much there is
 * (0: not known). To be called between two calls of record_source_next(). */
void record_source_progress(const record_source *source, uint64_t *done, uint64_t *all);

void record_source_close(record_source *source);

#endif
