/*
 * Cuts a file into lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "input/jsonl_reader.h"

#include <string.h>

enum {
    ESCAPED = 6,           /* "A" may be written as "\u0041" */
    OTHER_FIELDS = 1 << 20 /* bytes of a line that are not its page */
};

/* Adds what there is of the line up to the limit; beyond it, the line is only
 * passed over. */
static bool take_line(unpacker *file, record *item, size_t limit, bool *is_whole) {
    size_t length = (size_t)(file->end - file->at);
    const char *end = memchr(file->at, '\n', length);
    *is_whole = end != NULL;
    if (end != NULL)
        length = (size_t)(end - file->at) + 1;
    size_t keep = length < limit - item->block.length ? length : limit - item->block.length;
    if (keep < length)
        item->cut = true;
    if (!byte_buffer_append(&item->block, file->at, keep))
        return false;
    unpacker_take(file, length);
    return true;
}

static record_result fail(record *item, const unpacker *file, const char *reason, bool is_last) {
    item->reason = reason;
    item->error_number = file->error_number;
    item->is_last = is_last;
    return RECORD_FAILED;
}

record_result jsonl_reader_next(jsonl_reader *reader, unpacker *file, record *item) {
    size_t limit = item->max_bytes * ESCAPED + OTHER_FIELDS;
    bool is_whole = false;
    item->kind = RECORD_JSON;
    item->cut = false;
    item->block.length = 0;
    while (!is_whole) {
        unpack_result result = unpacker_next(file);
        if (item->block.length == 0) {
            item->offset = unpacker_offset(file);
            item->unpacked_offset = file->position;
            item->line = reader->line + 1;
        }
        if (result == UNPACK_MEMBER)
            continue;
        if (result == UNPACK_FAILED) {
            item->length = byte_stream_offset(&file->stored) - item->offset;
            return fail(item, file, file->failure, true);
        }
        if (result == UNPACK_END) {
            if (item->block.length == 0)
                return RECORD_END;
            break;
        }
        if (!take_line(file, item, limit, &is_whole))
            return fail(item, file, "out of memory", true);
        if (is_whole) {
            reader->line++;
            byte_slice line = byte_slice_trim((byte_slice){item->block.bytes, item->block.length});
            if (line.length == 0 && !item->cut) {
                item->block.length = 0;
                is_whole = false;
            }
        }
    }
    item->length = file->packing == PACKING_NONE ? unpacker_offset(file) - item->offset : 0;
    if (item->cut)
        return fail(item, file, "a line that is too long", false);
    return RECORD_PAGE;
}
