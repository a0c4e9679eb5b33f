/*
 * Cuts an ARC file into records.
 *
 * The format before WARC, which the Internet Archive and Common Crawl wrote
 * until about 2012. A record is a line (see arc_line.h), and a block of the
 * length that it tells, with a line end behind it. Where a writer was killed and
 * another wrote on, the next record's line begins amid a line, of this record or
 * of its block.
 */
#include "input/arc_reader.h"

#include "common/characters.h"
#include "input/arc_line.h"

#include <string.h>

static const char out_of_memory[] = "out of memory";
static const char not_a_record[] = "not an ARC record";

/* -- The line of a record ------------------------------------------------------ */

/* "20310203040506" as WARC has it, put into the record's head. */
static bool put_date(record *item, byte_slice date) {
    static const char form[] = "....-..-..T..:..:..Z";
    char text[sizeof form];
    size_t from = 0;
    for (size_t i = 0; i < sizeof form; i++)
        text[i] = form[i] == '.' ? date.bytes[from++] : form[i];
    return byte_buffer_append(&item->head, text, sizeof text - 1);
}

/* Fills the record's header as if it were one of WARC. */
static const char *fill_header(record *item, byte_slice line) {
    arc_line parsed;
    if (!arc_line_parse(line, &parsed))
        return not_a_record;
    byte_slice url = parsed.url;
    byte_slice type = parsed.type;
    item->header.content_length = parsed.length;
    item->head.length = 0;
    if (!byte_buffer_reserve(&item->head, url.length + type.length + 32))
        return out_of_memory;
    (void)byte_buffer_append(&item->head, url.bytes, url.length);
    (void)byte_buffer_append(&item->head, type.bytes, type.length);
    (void)put_date(item, parsed.date);
    item->header.url = (byte_slice){item->head.bytes, url.length};
    if (type.length > 0)
        item->header.content_type = (byte_slice){item->head.bytes + url.length, type.length};
    item->header.date =
        (byte_slice){item->head.bytes + url.length + type.length, item->head.length - url.length - type.length};
    return NULL;
}

/* -- Reading --------------------------------------------------------------------- */

/* Adds the next line to `line`. Returns NULL, or what is wrong. */
static const char *read_line(unpacker *file, byte_buffer *line) {
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_FAILED)
            return file->failure;
        if (result == UNPACK_END || (result == UNPACK_MEMBER && line->length > 0))
            return NULL;
        if (result == UNPACK_MEMBER)
            continue;
        size_t length = (size_t)(file->end - file->at);
        const char *newline = memchr(file->at, '\n', length);
        if (newline != NULL)
            length = (size_t)(newline - file->at) + 1;
        /* No line has this byte, with which gzip members begin. */
        const char *member = memchr(file->at, 0x1F, length);
        if (member != NULL)
            length = (size_t)(member - file->at);
        bool is_long = length > ARC_LINE_MAX - line->length;
        if (is_long)
            length = ARC_LINE_MAX - line->length;
        if (!byte_buffer_append(line, file->at, length))
            return out_of_memory;
        unpacker_take(file, length);
        if (is_long)
            return "an ARC record's line that is too long";
        if (member != NULL)
            return not_a_record;
        if (newline != NULL)
            return NULL;
    }
}

/* -- Going on behind damage -------------------------------------------------------- */

static void drop_front(byte_buffer *line, size_t length) {
    line->length -= length;
    if (line->length > 0)
        memmove(line->bytes, line->bytes + length, line->length);
}

/* Adds to a line of which the end is looked at: as much as a record's line may have. False: out of memory. */
static bool keep_end(byte_buffer *line, const char *bytes, size_t length) {
    if (length > ARC_LINE_MAX) {
        bytes += length - ARC_LINE_MAX;
        length = ARC_LINE_MAX;
    }
    if (line->length + length > (size_t)2 * ARC_LINE_MAX)
        drop_front(line, line->length - ARC_LINE_MAX);
    return byte_buffer_append(line, bytes, length);
}

/* The line ends. Is it one of a record, from some byte on? What stands before goes. */
static bool end_line(byte_buffer *line) {
    if (line->length > ARC_LINE_MAX)
        drop_front(line, line->length - ARC_LINE_MAX);
    if (line->length > 0)
        drop_front(line, arc_line_within((byte_slice){line->bytes, line->length}));
    return line->length > 0;
}

/* Goes to the next line that begins a record, in this member or in a later one, or that the next record begins in; it is
 * in reader->rest.begun, where the line's first bytes may be already. False: there is none. */
static bool find_record(arc_reader *reader, unpacker *file) {
    byte_buffer *line = &reader->rest.begun;
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END)
            return end_line(line);
        bool ended = result == UNPACK_FAILED && (file->error_number != 0 || !unpacker_recover(file));
        if (ended || result != UNPACK_BYTES)
            line->length = 0;
        if (ended)
            return false;
        if (result != UNPACK_BYTES)
            continue;
        bool member = false;
        size_t length = unpacker_look(file, &member);
        const char *newline = memchr(file->at, '\n', length);
        if (newline != NULL)
            length = (size_t)(newline - file->at) + 1;
        if (!keep_end(line, file->at, length)) {
            line->length = 0;
            return false;
        }
        unpacker_take(file, length);
        if (newline != NULL && end_line(line))
            return true;
        if (newline == NULL && member) {
            unpacker_enter(file);
            line->length = 0;
        }
    }
}

static bool ends_line(const byte_buffer *line) {
    return line->length > 0 && line->bytes[line->length - 1] == '\n';
}

static record_result fail_and_go_on(arc_reader *reader, unpacker *file, record *item, const char *reason) {
    (void)record_fail(item, file, reason);
    bool is_there = ends_line(&reader->rest.begun); /* amid the line of this one */
    if (!item->is_last && !is_there && !find_record(reader, file))
        item->is_last = true;
    record_passed_over(&reader->rest, file, item);
    return RECORD_FAILED;
}

static bool member_has_line(unpacker *file) {
    return unpacker_next(file) == UNPACK_BYTES;
}

/* Does the next record begin here, surely if no line ends stand before it? Also if that cannot be told behind some. */
static bool leads_to_record(unpacker *file) {
    for (size_t want = 512; want <= ARC_LINE_MAX; want *= 2) {
        arc_line parsed;
        size_t there = unpacker_want(file, want);
        size_t begin = 0;
        while (begin < there && (file->at[begin] == '\n' || file->at[begin] == '\r'))
            begin++;
        const char *newline = memchr(file->at + begin, '\n', there - begin);
        byte_slice line = {file->at + begin, newline != NULL ? (size_t)(newline - file->at) - begin : 0};
        if (newline != NULL)
            return begin > 0 ? arc_line_parse(line, &parsed) : arc_line_is_sure(line);
        if (begin == there || there < want)
            return begin > 0 && (begin == there ? file->failure == NULL : file->replaying);
    }
    return false;
}

/* The block must end where a line or the member does, and the next record begin. If that one is damaged, or the line end
 * is missing, no record may begin within the block: else the length took too much. A member that is damaged at its end is
 * this record's if it is all in it. Returns NULL, or what is wrong. */
static const char *check_end(unpacker *file, const byte_buffer *block, bool at_member_start) {
    static const char wrong[] = "a length that leads to no record";
    unpack_result result = unpacker_next(file);
    if (result != UNPACK_BYTES)
        return result == UNPACK_FAILED && at_member_start ? file->failure : NULL;
    bool line_ends = *file->at == '\n' || *file->at == '\r';
    if (!line_ends && unpacker_boundary(file))
        return NULL;
    bool leads_on = leads_to_record(file);
    if (!leads_on && at_member_start && file->failure != NULL)
        return file->failure;
    if (line_ends && leads_on)
        return NULL;
    bool fine = (line_ends || leads_on) && !arc_line_among((byte_slice){block->bytes, block->length});
    return fine ? NULL : wrong;
}

/* Goes behind the record's line end. False: the member ends there. */
static bool pass_line_ends(unpacker *file) {
    for (;;) {
        if (unpacker_next(file) != UNPACK_BYTES)
            return false;
        if (*file->at != '\n' && *file->at != '\r')
            return true;
        unpacker_take(file, 1);
    }
}

static record_result kind_of(record *item) {
    static const char *const none[] = {"filedesc:", "dns:"};
    item->kind = RECORD_WARC_RESPONSE;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        size_t length = strlen(none[i]);
        if (item->header.url.length >= length && memcmp(item->header.url.bytes, none[i], length) == 0) {
            item->skip = SKIP_RECORD_TYPE;
            return RECORD_SKIPPED;
        }
    }
    return RECORD_PAGE;
}

/* The line of this record. Of one that is none `rest.begun` keeps what may belong to the next one. */
static const char *read_own_line(arc_reader *reader, unpacker *file, record *item) {
    byte_buffer *line = &reader->rest.begun;
    if (line->length == 0 && !is_letter(*file->at))
        return not_a_record;
    const char *problem = line->length > 0 ? NULL : read_line(file, line);
    if (problem != NULL)
        return problem;
    size_t seam = arc_line_seam((byte_slice){line->bytes, line->length});
    if (seam > 0) {
        drop_front(line, seam);
        return "an ARC record's line that is cut off";
    }
    problem = fill_header(item, (byte_slice){line->bytes, line->length});
    if (problem == NULL || problem == out_of_memory || !ends_line(line))
        line->length = 0;
    else
        (void)end_line(line);
    return problem;
}

record_result arc_reader_next(arc_reader *reader, unpacker *file, record *item) {
    unpack_result first = record_begin(&reader->rest, file, item);
    if (first == UNPACK_END)
        return RECORD_END;
    if (first == UNPACK_FAILED)
        return fail_and_go_on(reader, file, item, file->failure);
    stored_packing packed = file->packing;
    bool at_member_start = item->unpacked_offset == file->member_position;
    const char *problem = read_own_line(reader, file, item);
    if (problem != NULL)
        return fail_and_go_on(reader, file, item, problem);
    record_result result = kind_of(item);
    uint64_t left = item->header.content_length;
    size_t limit = item->max_bytes + HTTP_HEAD_ROOM;
    item->cut = left > limit;
    problem = record_read_block(file, &left, limit, member_has_line, &item->block);
    if (problem == NULL)
        problem = check_end(file, &item->block, at_member_start);
    if (problem != NULL) {
        record_look_back(&reader->rest, file, item);
        return fail_and_go_on(reader, file, item, problem);
    }
    bool alone = pass_line_ends(file) ? packed == PACKING_NONE : at_member_start || packed == PACKING_NONE;
    item->length = alone ? unpacker_offset(file) - item->offset : 0;
    return result;
}

void arc_reader_free(arc_reader *reader) {
    record_rest_free(&reader->rest);
}
