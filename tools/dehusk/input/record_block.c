/*
 * What records of all archives have in common.
 */
#include "input/record_block.h"

/* Goes to the first byte of the next record. */
static unpack_result skip_line_ends(unpacker *file) {
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_MEMBER)
            continue;
        if (result != UNPACK_BYTES)
            return result;
        while (file->at < file->end && (*file->at == '\r' || *file->at == '\n'))
            unpacker_take(file, 1);
        if (!unpacker_boundary(file) && file->at < file->end)
            return UNPACK_BYTES;
    }
}

const char *record_read_block(unpacker *file, uint64_t *left, size_t limit, record_begins *begins, byte_buffer *block) {
    block->length = 0;
    while (*left > 0) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END)
            return "the file ends within a record";
        if (result == UNPACK_FAILED)
            return file->failure;
        if (result == UNPACK_MEMBER) {
            if (begins(file))
                return "a compressed member ends within a record";
            continue;
        }
        size_t length = (size_t)(file->end - file->at);
        if (length > *left)
            length = (size_t)*left;
        size_t keep = length < limit - block->length ? length : limit - block->length;
        /* What the header promises is not reserved at once: it may be wrong. */
        if (!byte_buffer_append(block, file->at, keep))
            return "out of memory";
        unpacker_take(file, length);
        *left -= length;
    }
    return NULL;
}

record_result record_fail(record *item, const unpacker *file, const char *reason) {
    item->reason = reason;
    item->error_number = file->error_number;
    item->is_last = item->error_number != 0;
    return RECORD_FAILED;
}

static uint64_t offset_of_next(const record_rest *rest, const unpacker *file) {
    uint64_t offset = unpacker_offset(file);
    return file->packing == PACKING_NONE ? offset - rest->begun.length : offset;
}

unpack_result record_begin(const record_rest *rest, unpacker *file, record *item) {
    unpack_result first = rest->begun.length > 0 ? UNPACK_BYTES : skip_line_ends(file);
    if (first != UNPACK_END) {
        item->offset = offset_of_next(rest, file);
        item->unpacked_offset = file->position - rest->begun.length;
    }
    return first;
}

void record_passed_over(const record_rest *rest, const unpacker *file, record *item) {
    uint64_t reached = item->is_last ? byte_stream_offset(&file->stored) : offset_of_next(rest, file);
    item->length = reached > item->offset ? reached - item->offset : 0;
}

void record_look_back(record_rest *rest, unpacker *file, record *item) {
    uint64_t begin = file->position - item->block.length;
    if (item->block.length == 0 || item->cut || file->replaying || begin < rest->looked_through ||
        begin < file->member_position)
        return;
    byte_buffer swapped = rest->replay;
    rest->replay = item->block;
    rest->looked_through = file->position;
    item->block = swapped;
    unpacker_unread(file, rest->replay.bytes, rest->replay.length);
}

void record_rest_free(record_rest *rest) {
    byte_buffer_free(&rest->begun);
    byte_buffer_free(&rest->replay);
}
