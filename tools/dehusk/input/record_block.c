/*
 * The parts that records of all archives have.
 */
#include "input/record_block.h"

unpack_result record_skip_line_ends(unpacker *file) {
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
