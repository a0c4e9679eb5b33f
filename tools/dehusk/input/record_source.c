/*
 * A file of any kind, record by record.
 */
#include "input/arc_reader.h"
#include "input/jsonl_reader.h"
#include "input/kind_sniff.h"
#include "input/record.h"
#include "input/unpacker.h"
#include "input/warc_reader.h"

#include <stdlib.h>
#include <string.h>

struct record_source {
    unpacker file;
    input_kind kind;
    size_t max_bytes;
    warc_reader warc;
    arc_reader arc;
    jsonl_reader lines;
    const char *page_field;
    const char *url_field;
    const char *refused; /* why a file is read as nothing, or NULL */
    const char *lost; /* why its first members could not be read, of which that is still to be told; NULL: they could */
    bool found;       /* the kind was found, not asked for */
    bool has_ended;
};

enum { LOOKED_AT = 512 }; /* bytes of a file that is one page, for what it may have been */

/* Goes to the first bytes, past members of which nothing can be unpacked. False: there are none. */
static bool go_to_bytes(record_source *source) {
    unpacker *file = &source->file;
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_BYTES || result == UNPACK_END)
            return result == UNPACK_BYTES;
        if (result == UNPACK_MEMBER)
            continue;
        if (file->error_number != 0)
            return false;
        if (source->lost == NULL)
            source->lost = file->failure;
        if (!unpacker_recover(file))
            return false;
    }
}

/* Looks at the first bytes; they stay to be read. */
static void find_kind(record_source *source, const char *path) {
    unpacker *file = &source->file;
    source->found = true;
    if (!go_to_bytes(source)) {
        source->refused = file->error_number == 0 ? source->lost : NULL;
        return;
    }
    while (!kind_sniff(file->at, (size_t)(file->end - file->at), &source->kind) && unpacker_widen(file))
        continue;
    if (source->kind == INPUT_AUTO && kind_named_lines(path))
        source->kind = INPUT_JSONL; /* the first lines may be odd: a comment, a header */
    source->refused = source->kind == INPUT_AUTO ? source->lost : NULL; /* of a page nothing may be missing */
    if (source->kind != INPUT_AUTO || source->refused != NULL)
        return;
    size_t there = unpacker_want(file, LOOKED_AT);
    source->refused = kind_nearly(file->at, there);
    if (source->refused == NULL && kind_named_archive(path))
        source->refused = "is named as an archive and begins like none (--input says what it is)";
}

const char *record_source_open(const char *path, input_kind kind, size_t max_bytes, record_source **source) {
    *source = NULL;
    record_source *opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return "out of memory";
    const char *problem = unpacker_open(&opened->file, path);
    if (problem != NULL) {
        free(opened);
        return problem;
    }
    opened->max_bytes = max_bytes;
    opened->kind = kind;
    if (kind == INPUT_AUTO)
        find_kind(opened, path);
    *source = opened;
    return NULL;
}

void record_source_name_fields(record_source *source, const char *page_field, const char *url_field) {
    source->page_field = page_field;
    source->url_field = url_field;
}

input_kind record_source_kind(const record_source *source) {
    return source->kind;
}

/* The file is one page. */
static record_result read_whole(record_source *source, record *item) {
    unpacker *file = &source->file;
    size_t limit = source->max_bytes + 1;
    source->has_ended = true;
    item->kind = RECORD_WHOLE_FILE;
    item->asked_format = source->kind == INPUT_HTML   ? DEHUSK_FORMAT_HTML
                         : source->kind == INPUT_TEXT ? DEHUSK_FORMAT_TEXT
                                                      : DEHUSK_FORMAT_AUTO;
    while (item->block.length < limit) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END)
            break;
        if (result == UNPACK_MEMBER)
            continue;
        size_t length = (size_t)(file->end - file->at);
        if (length > limit - item->block.length)
            length = limit - item->block.length;
        if (result == UNPACK_FAILED || !byte_buffer_append(&item->block, file->at, length)) {
            item->reason = result == UNPACK_FAILED ? file->failure : "out of memory";
            item->error_number = file->error_number;
            item->is_last = true;
            return RECORD_FAILED;
        }
        unpacker_take(file, length);
    }
    item->length = byte_stream_offset(&file->stored);
    return RECORD_PAGE;
}

/* Up to where a file that is refused was read: how much of a member that is there has been unpacked would depend on how
 * reads cut the file. */
static uint64_t refused_at(const unpacker *file) {
    return file->packing != PACKING_UNKNOWN ? unpacker_offset(file) : byte_stream_offset(&file->stored);
}

static record_result refuse(record_source *source, record *item) {
    item->reason = source->refused;
    item->is_last = true;
    item->length = refused_at(&source->file);
    return RECORD_FAILED;
}

/* Members before the first bytes could not be read. */
static record_result tell_lost(record_source *source, record *item) {
    item->reason = source->lost;
    item->length = unpacker_offset(&source->file);
    source->lost = NULL;
    return RECORD_FAILED;
}

static record_result read_next(record_source *source, record *item) {
    if (source->refused != NULL)
        return refuse(source, item);
    if (source->lost != NULL)
        return tell_lost(source, item);
    switch (source->kind) {
    case INPUT_WARC:
    case INPUT_WET:
        return warc_reader_next(&source->warc, &source->file, item);
    case INPUT_ARC:
        return arc_reader_next(&source->arc, &source->file, item);
    case INPUT_JSONL:
        return jsonl_reader_next(&source->lines, &source->file, item);
    default:
        return read_whole(source, item);
    }
}

record_result record_source_next(record_source *source, record *item) {
    if (source->has_ended)
        return RECORD_END;
    item->offset = 0;
    item->length = 0;
    item->unpacked_offset = 0;
    item->line = 0;
    item->reason = NULL;
    item->error_number = 0;
    item->is_last = false;
    item->cut = false;
    item->max_bytes = source->max_bytes;
    item->block.length = 0;
    item->page_field = source->page_field;
    item->url_field = source->url_field;
    memset(&item->header, 0, sizeof item->header);
    record_result result = read_next(source, item);
    /* A page may well begin like a file of many. */
    if (result == RECORD_FAILED && source->found && item->is_last && item->offset == 0 && item->error_number == 0 &&
        source->kind == INPUT_WARC && strcmp(item->reason, "out of memory") != 0 &&
        item->length == byte_stream_offset(&source->file.stored))
        item->reason = "begins like a WARC file and is none (if it is a page: --input html, or text)";
    if (result == RECORD_END || (result == RECORD_FAILED && item->is_last))
        source->has_ended = true;
    return result;
}

void record_source_progress(const record_source *source, uint64_t *done, uint64_t *all) {
    *done = source->refused != NULL ? refused_at(&source->file) : byte_stream_offset(&source->file.stored);
    *all = source->file.stored.size;
}

void record_source_close(record_source *source) {
    if (source == NULL)
        return;
    unpacker_close(&source->file);
    warc_reader_free(&source->warc);
    arc_reader_free(&source->arc);
    jsonl_reader_free(&source->lines);
    free(source);
}
