/*
 * A file of any kind, record by record.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "input/jsonl_reader.h"
#include "input/kind_sniff.h"
#include "input/record.h"
#include "input/unpacker.h"
#include "input/warc_reader.h"

struct record_source {
    unpacker file;
    input_kind kind;
    size_t max_bytes;
    warc_reader warc;
    jsonl_reader lines;
    bool has_ended;
};

/* Looks at the first bytes; they stay to be read. */
static input_kind find_kind(unpacker *file) {
    input_kind kind = INPUT_AUTO;
    unpack_result result;
    do
        result = unpacker_next(file);
    while (result == UNPACK_MEMBER);
    if (result != UNPACK_BYTES)
        return kind;
    while (!kind_sniff(file->at, (size_t)(file->end - file->at), &kind) && unpacker_widen(file))
        continue;
    return kind;
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
    opened->kind = kind == INPUT_AUTO ? find_kind(&opened->file) : kind;
    *source = opened;
    return NULL;
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
    record_result result;
    if (source->kind == INPUT_WARC || source->kind == INPUT_WET)
        result = warc_reader_next(&source->warc, &source->file, item);
    else if (source->kind == INPUT_JSONL)
        result = jsonl_reader_next(&source->lines, &source->file, item);
    else
        result = read_whole(source, item);
    if (result == RECORD_END || (result == RECORD_FAILED && item->is_last))
        source->has_ended = true;
    return result;
}

void record_source_progress(const record_source *source, uint64_t *done, uint64_t *all) {
    *done = byte_stream_offset(&source->file.stored);
    *all = source->file.stored.size;
}

void record_source_close(record_source *source) {
    if (source == NULL)
        return;
    unpacker_close(&source->file);
    warc_reader_free(&source->warc);
    free(source);
}
