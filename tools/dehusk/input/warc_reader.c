/*
 * Cuts a WARC or WET file into records.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A record is what its Content-Length says it is, if that leads to the next
 * record, to the end of a compressed member or to the end of the file; else it
 * failed, and reading goes on at the next line that begins a record. What a
 * wrong length took too much of is then looked through, once.
 */
#include "input/warc_reader.h"

#include <string.h>

enum {
    MOST_HEADER = 1 << 16,    /* bytes of a WARC header; the longest URLs have some thousands */
    HTTP_HEAD_ROOM = 1 << 16, /* bytes of a block that may be in front of a page */
    MOST_LINE_ENDS = 64       /* bytes between two records that are kept; there should be four */
};

static const char mark_before[] = "WARC/";
enum { MARK_LENGTH = 7 }; /* "WARC/1." */

/* Where the record begins that is being read. */
typedef struct record_start {
    stored_packing packing;
    bool at_member_start;
    uint64_t member_position;
} record_start;

static record_result fail(record *item, const unpacker *file, const char *reason) {
    item->reason = reason;
    item->error_number = file->error_number;
    item->is_last = item->error_number != 0;
    return RECORD_FAILED;
}

/* Does what comes next begin a record, as far as it is there? */
static bool at_record(const unpacker *file) {
    size_t there = (size_t)(file->end - file->at);
    size_t length = there < sizeof mark_before - 1 ? there : sizeof mark_before - 1;
    return length > 0 && memcmp(file->at, mark_before, length) == 0;
}

/* Does a member begin with a record? One of a few bytes does not: then members
 * are cut without regard to records. */
static bool member_has_record(unpacker *file) {
    return unpacker_next(file) == UNPACK_BYTES && file->end - file->at >= MARK_LENGTH && at_record(file);
}

/* -- Going on behind damage -------------------------------------------------- */

/* One byte of the search for a line that begins with "WARC/0." or "WARC/1.".
 * `matched` bytes of it have been seen before. */
static size_t match_mark(size_t matched, char c, char *version) {
    enum { LINE_BEGINS = 1, VERSION = 6 };
    if (c == '\n')
        return LINE_BEGINS;
    if (matched == 0)
        return 0;
    if (matched < VERSION)
        return c == mark_before[matched - 1] ? matched + 1 : 0;
    if (matched == VERSION) {
        *version = c;
        return c == '0' || c == '1' ? matched + 1 : 0;
    }
    return c == '.' ? matched + 1 : 0;
}

/* Goes to the next record that can be told, in this member or at the beginning
 * of a later one. False: there is none. */
static bool find_record(warc_reader *reader, unpacker *file) {
    enum { ALL_MATCHED = 8 }; /* the line's begin and seven bytes */
    size_t matched = file->replaying || file->position == file->member_position ? 1 : 0; /* a line begins */
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END || (result == UNPACK_FAILED && file->error_number != 0))
            return false;
        if (result == UNPACK_FAILED && !unpacker_recover(file))
            return false;
        if (result == UNPACK_MEMBER)
            matched = 1;
        if (result != UNPACK_BYTES)
            continue;
        size_t length = (size_t)(file->end - file->at);
        for (size_t i = 0; i < length; i++) {
            if (matched == 0) {
                const char *line = memchr(file->at + i, '\n', length - i);
                i = line == NULL ? length - 1 : (size_t)(line - file->at);
            }
            matched = match_mark(matched, file->at[i], &reader->mark);
            if (matched == ALL_MATCHED) {
                unpacker_take(file, i + 1);
                reader->has_mark = true;
                return true;
            }
        }
        unpacker_take(file, length);
    }
}

static uint64_t offset_of_mark(const warc_reader *reader, const unpacker *file) {
    uint64_t offset = unpacker_offset(file);
    return reader->has_mark && file->packing == PACKING_NONE ? offset - MARK_LENGTH : offset;
}

/* Fails, and goes on to where the next record begins. */
static record_result fail_and_go_on(warc_reader *reader, unpacker *file, record *item, const char *reason) {
    (void)fail(item, file, reason);
    if (!item->is_last && !find_record(reader, file))
        item->is_last = true;
    uint64_t reached = item->is_last ? byte_stream_offset(&file->stored) : offset_of_mark(reader, file);
    item->length = reached > item->offset ? reached - item->offset : 0;
    return RECORD_FAILED;
}

/* -- The parts of a record --------------------------------------------------- */

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

/* Is the header's last line empty, its LF just added? */
static bool header_is_complete(const byte_buffer *head) {
    size_t length = head->length - 1;
    if (length > 0 && head->bytes[length - 1] == '\r')
        length--;
    return length > 0 && head->bytes[length - 1] == '\n';
}

/* Reads up to the empty line. Returns NULL, or what is wrong. */
static const char *read_header(warc_reader *reader, unpacker *file, byte_buffer *head) {
    head->length = 0;
    if (reader->has_mark) {
        const char mark[] = {'W', 'A', 'R', 'C', '/', reader->mark, '.'};
        reader->has_mark = false;
        if (!byte_buffer_append(head, mark, sizeof mark))
            return "out of memory";
    } else if (!at_record(file)) {
        return "not a WARC record";
    }
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END)
            return "the file ends within a WARC header";
        if (result == UNPACK_FAILED)
            return file->failure;
        if (result == UNPACK_MEMBER) {
            if (member_has_record(file))
                return "a compressed member ends within a WARC header";
            continue;
        }
        size_t length = (size_t)(file->end - file->at);
        const char *line = memchr(file->at, '\n', length);
        if (line != NULL)
            length = (size_t)(line - file->at) + 1;
        if (length > MOST_HEADER - head->length)
            return "a WARC header that is too long";
        if (!byte_buffer_append(head, file->at, length))
            return "out of memory";
        unpacker_take(file, length);
        if (line != NULL && header_is_complete(head))
            return NULL;
    }
}

/* Reads a block of `left` bytes, and keeps the first `limit` of them. Returns
 * NULL, or what is wrong. */
static const char *read_block(unpacker *file, uint64_t left, size_t limit, byte_buffer *block) {
    block->length = 0;
    while (left > 0) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END)
            return "the file ends within a record";
        if (result == UNPACK_FAILED)
            return file->failure;
        if (result == UNPACK_MEMBER) {
            if (member_has_record(file))
                return "a compressed member ends within a record";
            continue;
        }
        size_t length = (size_t)(file->end - file->at);
        if (length > left)
            length = (size_t)left;
        size_t keep = length < limit - block->length ? length : limit - block->length;
        /* What the header promises is not reserved at once: it may be wrong. */
        if (!byte_buffer_append(block, file->at, keep))
            return "out of memory";
        unpacker_take(file, length);
        left -= length;
    }
    return NULL;
}

typedef enum record_tail { TAIL_GOOD, TAIL_MEMBER_ENDS, TAIL_WRONG, TAIL_FAILED } record_tail;

/* Passes over the line ends behind a record to what must be its end. They are
 * added to the block (whose length the caller knows), in case they must be read
 * again. */
static record_tail read_tail(unpacker *file, record *item) {
    for (size_t all = 0;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_FAILED)
            return TAIL_FAILED;
        if (result != UNPACK_BYTES)
            return TAIL_MEMBER_ENDS;
        const char *at = file->at;
        while (at < file->end && (*at == '\r' || *at == '\n'))
            at++;
        size_t length = (size_t)(at - file->at);
        all += length;
        if (all > MOST_LINE_ENDS || !byte_buffer_append(&item->block, file->at, length))
            item->cut = true;
        unpacker_take(file, length);
        if (file->at == file->end)
            continue;
        while (file->end - file->at < (ptrdiff_t)(sizeof mark_before - 1) && unpacker_widen(file))
            continue;
        if (at_record(file))
            return TAIL_GOOD;
        return unpacker_boundary(file) ? TAIL_MEMBER_ENDS : TAIL_WRONG;
    }
}

/* -- Records ----------------------------------------------------------------- */

static record_result kind_of(record *item) {
    static const struct {
        const char *type;
        record_kind kind;
    } kinds[] = {
        {"response", RECORD_WARC_RESPONSE},
        {"resource", RECORD_WARC_RESOURCE},
        {"conversion", RECORD_WARC_CONVERSION},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (byte_slice_is(item->header.type, kinds[i].type)) {
            item->kind = kinds[i].kind;
            return RECORD_PAGE;
        }
    item->skip = byte_slice_is(item->header.type, "revisit") ? SKIP_REVISIT : SKIP_RECORD_TYPE;
    return RECORD_SKIPPED;
}

/* A record's length as stored, if it has its bytes or members for itself. */
static uint64_t stored_length(const unpacker *file, const record *item, record_start start, record_tail tail) {
    if (start.packing != PACKING_NONE && (tail != TAIL_MEMBER_ENDS || !start.at_member_start))
        return 0;
    return unpacker_offset(file) - item->offset;
}

/* The length is wrong: what it took is looked through for a record, if that is
 * still there and has not been looked through before. */
static record_result fail_and_look_back(warc_reader *reader, unpacker *file, record *item, record_start start,
                                        const char *reason) {
    uint64_t begin = file->position - item->block.length;
    if (item->block.length > 0 && !item->cut && !file->replaying && begin >= reader->looked_through &&
        start.member_position == file->member_position) {
        byte_buffer swapped = reader->replay;
        reader->replay = item->block;
        reader->looked_through = file->position;
        item->block = swapped;
        unpacker_unread(file, reader->replay.bytes, reader->replay.length);
    }
    return fail_and_go_on(reader, file, item, reason);
}

record_result warc_reader_next(warc_reader *reader, unpacker *file, record *item) {
    unpack_result first = reader->has_mark ? UNPACK_BYTES : skip_line_ends(file);
    if (first == UNPACK_END)
        return RECORD_END;
    item->offset = offset_of_mark(reader, file);
    item->unpacked_offset = file->position - (reader->has_mark ? MARK_LENGTH : 0);
    if (first == UNPACK_FAILED)
        return fail_and_go_on(reader, file, item, file->failure);
    record_start start = {file->packing, item->unpacked_offset == file->member_position, file->member_position};

    const char *problem = read_header(reader, file, &item->head);
    if (problem == NULL)
        problem = warc_header_parse(item->head.bytes, item->head.length, &item->header);
    if (problem != NULL)
        return fail_and_go_on(reader, file, item, problem);

    record_result result = kind_of(item);
    uint64_t length = item->header.content_length;
    size_t limit = item->max_bytes + HTTP_HEAD_ROOM;
    item->cut = length > limit;
    problem = read_block(file, length, limit, &item->block);
    if (problem != NULL)
        return fail_and_look_back(reader, file, item, start, problem);
    size_t kept = item->block.length;
    bool cut = item->cut;
    record_tail tail = read_tail(file, item);
    /* A member that is damaged at its end is this record's, or the next one's. */
    if (tail == TAIL_FAILED && start.at_member_start)
        return fail_and_go_on(reader, file, item, file->failure);
    if (tail == TAIL_WRONG)
        return fail_and_look_back(reader, file, item, start, "a Content-Length that leads to no record");
    item->block.length = kept;
    item->cut = cut;
    item->length = stored_length(file, item, start, tail);
    return result;
}

void warc_reader_free(warc_reader *reader) {
    byte_buffer_free(&reader->replay);
}
