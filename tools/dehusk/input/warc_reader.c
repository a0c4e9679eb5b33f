/*
 * Cuts a WARC or WET file into records.
 *
 * A record is what its Content-Length says it is, if that leads to the next
 * record, to the end of a compressed member or to the end of the file; else it
 * failed, and reading goes on at the next line that begins a record. What a
 * wrong length took too much of is then looked through, once.
 */
#include "input/warc_reader.h"

#include "common/characters.h"

#include <string.h>

enum {
    HEADER_MAX = 1 << 16, /* bytes of a WARC header; the longest URLs have some thousands */
    TWO_LINE_ENDS = 4,    /* bytes */
    WRONG_MAX = 64        /* bytes that a length may be wrong by and is mended; writers are mostly one or two off,
                            * who counted characters or line ends */
};

static const char mark_before[] = "WARC/";
enum { MARK_LENGTH = 7 }; /* "WARC/1." */

/* Where the record begins that is being read. */
typedef struct record_start {
    stored_packing packing;
    bool at_member_start;
    uint64_t member_position;
} record_start;

/* Does what comes next begin a record, as far as it is there? */
static bool at_record(unpacker *file) {
    size_t there = unpacker_want(file, sizeof mark_before - 1);
    size_t length = there < sizeof mark_before - 1 ? there : sizeof mark_before - 1;
    return length > 0 && memcmp(file->at, mark_before, length) == 0;
}

/* Does a member begin with a record? One of a few bytes does not: then members
 * are cut without regard to records. */
static bool member_has_record(unpacker *file) {
    return unpacker_next(file) == UNPACK_BYTES && unpacker_want(file, MARK_LENGTH) >= MARK_LENGTH && at_record(file);
}

/* -- Going on behind damage -------------------------------------------------- */

static bool is_mark(const char *bytes) {
    return memcmp(bytes, mark_before, sizeof mark_before - 1) == 0 && (bytes[5] == '0' || bytes[5] == '1') &&
           bytes[6] == '.';
}

enum { VERSION_LENGTH = 8 }; /* "WARC/1.0" */

/* The search for where a record begins: a line that begins with "WARC/0." or "WARC/1.", or, where a writer was killed
 * and another wrote on amid a line, one that ends with such a version before one that begins with "WARC-". */
typedef struct mark_search {
    size_t matched;                /* bytes of "\nWARC/1." */
    char last[VERSION_LENGTH + 1]; /* bytes, zeros before the first ones */
    char begun[32];                /* what was found of the record */
    size_t begun_length;
    size_t version_length; /* the line before ends with a version, its line end included; 0: it does not */
} mark_search;

enum { LINE_BEGINS = 1, NAME_MATCHED = 5, MARK_MATCHED = 6, ALL_MATCHED = 8 };

/* A line ends whose last bytes are `search->last`. */
static void end_line(mark_search *search) {
    const char *end = search->last + sizeof search->last;
    bool with_return = end[-1] == '\r';
    const char *version = end - with_return - VERSION_LENGTH;
    search->matched = LINE_BEGINS;
    search->version_length = 0;
    if (!is_mark(version) || !is_digit(version[VERSION_LENGTH - 1]))
        return;
    search->version_length = (size_t)(end - version) + 1;
    memcpy(search->begun, version, search->version_length - 1);
    search->begun[search->version_length - 1] = '\n';
}

/* Says what was found: `length` bytes of it, behind what has been kept. */
static bool found(mark_search *search, const char *bytes, size_t kept, size_t length) {
    memcpy(search->begun + kept, bytes, length);
    search->begun_length = kept + length;
    return true;
}

/* One byte of it. True: there it is. */
static bool match_byte(mark_search *search, char c) {
    char mark[MARK_LENGTH + 1] = "WARC/1.";
    if (c == '\n') {
        end_line(search);
        return false;
    }
    if (search->matched == 0)
        return false;
    if (search->matched == NAME_MATCHED && c == '-' && search->version_length > 0)
        return found(search, "WARC-", search->version_length, 5);
    if (search->matched < MARK_MATCHED)
        search->matched = c == mark_before[search->matched - 1] ? search->matched + 1 : 0;
    else if (search->matched == MARK_MATCHED)
        search->matched = c == '0' || c == '1' ? search->matched + 1 : 0;
    else
        search->matched = c == '.' ? search->matched + 1 : 0;
    if (search->matched < ALL_MATCHED)
        return false;
    mark[MARK_LENGTH - 2] = search->last[sizeof search->last - 1];
    return found(search, mark, 0, MARK_LENGTH);
}

/* Bytes have been passed over. */
static void remember(mark_search *search, const char *bytes, size_t length) {
    size_t size = sizeof search->last;
    size_t kept = length < size ? size - length : 0;
    memmove(search->last, search->last + size - kept, kept);
    memcpy(search->last + kept, bytes + length - (size - kept), size - kept);
}

/* Looks through the next `length` bytes, which it takes up to what is found. True: there it is. */
static bool find_mark(unpacker *file, size_t length, mark_search *search) {
    const char *end = file->at + length;
    for (const char *at = file->at; at < end;) {
        const char *next = at + 1;
        if (search->matched == 0) {
            const char *line = memchr(at, '\n', (size_t)(end - at));
            next = line == NULL ? end : line + 1;
        }
        remember(search, at, (size_t)(next - 1 - at));
        bool is_there = match_byte(search, next[-1]);
        remember(search, next - 1, 1);
        at = next;
        if (is_there) {
            unpacker_take(file, (size_t)(at - file->at));
            return true;
        }
    }
    unpacker_take(file, length);
    return false;
}

/* Goes to the next record that can be told, in this member or at the beginning
 * of a later one. False: there is none. */
static bool find_record(warc_reader *reader, unpacker *file) {
    mark_search search = {0};
    bool line_begins = reader->line_begins || file->replaying || file->position == file->member_position;
    search.matched = line_begins ? LINE_BEGINS : 0;
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_END || (result == UNPACK_FAILED && file->error_number != 0))
            return false;
        if (result == UNPACK_FAILED && !unpacker_recover(file))
            return false;
        if (result == UNPACK_MEMBER)
            search = (mark_search){.matched = LINE_BEGINS};
        if (result != UNPACK_BYTES)
            continue;
        bool member = false;
        size_t length = unpacker_look(file, &member);
        if (find_mark(file, length, &search))
            return byte_buffer_append(&reader->rest.begun, search.begun, search.begun_length);
        if (member)
            unpacker_enter(file);
    }
}

/* Fails, and goes on to where the next record begins. */
static record_result fail_and_go_on(warc_reader *reader, unpacker *file, record *item, const char *reason) {
    (void)record_fail(item, file, reason);
    if (!item->is_last && reader->rest.begun.length == 0 && !find_record(reader, file))
        item->is_last = true;
    record_passed_over(&reader->rest, file, item);
    return RECORD_FAILED;
}

/* -- The parts of a record --------------------------------------------------- */

/* Is the header's last line empty, its LF just added? */
static bool header_is_complete(const byte_buffer *head) {
    size_t length = head->length - 1;
    if (length > 0 && head->bytes[length - 1] == '\r')
        length--;
    return length > 0 && head->bytes[length - 1] == '\n';
}

/* Where in a line of a header, which ends with it, the next record begins: at its begin, or where it was cut off within
 * and what comes is the field that writers begin records with. A URL may end with a version, too. The line's length: nowhere. */
static size_t record_in_line(unpacker *file, const char *line, size_t length) {
    static const char field[] = "WARC-Type:";
    size_t end = length - 1;
    end -= end > 0 && line[end - 1] == '\r';
    if (end > VERSION_LENGTH && is_mark(line + end - VERSION_LENGTH) && is_digit(line[end - 1]) &&
        unpacker_want(file, sizeof field - 1) >= sizeof field - 1 && memcmp(file->at, field, sizeof field - 1) == 0)
        return end - VERSION_LENGTH;
    return length >= MARK_LENGTH && is_mark(line) ? 0 : length;
}

/* A line of the header has been added that began at `at`. Where a writer was killed and another wrote on, it may
 * begin the next record. */
static const char *end_header_line(warc_reader *reader, unpacker *file, byte_buffer *head, size_t at) {
    size_t length = head->length - at;
    size_t begin = record_in_line(file, head->bytes + at, length);
    if (begin == length || at + begin == 0)
        return NULL;
    if (!byte_buffer_append(&reader->rest.begun, head->bytes + at + begin, length - begin))
        return "out of memory";
    head->length = at + begin;
    return "a WARC header that is cut off";
}

/* Reads up to the empty line. Returns NULL, or what is wrong. */
static const char *read_header(warc_reader *reader, unpacker *file, byte_buffer *head) {
    size_t line_at = 0;
    head->length = 0;
    reader->line_begins = false;
    if (reader->rest.begun.length == 0 && !at_record(file))
        return "not a WARC record";
    if (!byte_buffer_append(head, reader->rest.begun.bytes, reader->rest.begun.length))
        return "out of memory";
    if (head->length > 0 && head->bytes[head->length - 1] == '\n')
        line_at = head->length;
    reader->rest.begun.length = 0;
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
        if (length > HEADER_MAX - head->length)
            return "a WARC header that is too long";
        if (!byte_buffer_append(head, file->at, length))
            return "out of memory";
        unpacker_take(file, length);
        if (line == NULL)
            continue;
        reader->line_begins = true;
        if (header_is_complete(head))
            return NULL;
        const char *problem = end_header_line(reader, file, head, line_at);
        if (problem != NULL)
            return problem;
        line_at = head->length;
    }
}

typedef enum record_tail { TAIL_GOOD, TAIL_MEMBER_ENDS, TAIL_WRONG, TAIL_FAILED } record_tail;

/* The length without the line ends behind a record, of which there should be two. */
static size_t without_ends(const char *bytes, size_t length) {
    for (int i = 0; i < 2 && length > 0 && bytes[length - 1] == '\n'; i++)
        length -= length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
    return length;
}

/* Where in the line that ends at `end` a record begins whose next line is this; NULL: nowhere. */
static const char *mark_amid(const char *begin, const char *end, const char *next) {
    end -= end > begin && end[-1] == '\r';
    bool is_record = end - begin >= VERSION_LENGTH && is_mark(end - VERSION_LENGTH) && is_digit(end[-1]) &&
                     memcmp(next, "WARC-", 5) == 0;
    return is_record ? end - VERSION_LENGTH : NULL;
}

/* Where a line begins a record within these bytes, the first line aside, or also a part of a line; 0: nowhere. */
static size_t mark_within(const char *bytes, size_t length, bool also_amid) {
    for (size_t i = 0; i + MARK_LENGTH < length; i++) {
        const char *line = memchr(bytes + i, '\n', length - MARK_LENGTH - i);
        if (line == NULL)
            return 0;
        i = (size_t)(line - bytes);
        const char *amid = also_amid ? mark_amid(bytes, line, line + 1) : NULL;
        if (amid != NULL && amid > bytes)
            return (size_t)(amid - bytes);
        if (is_mark(line + 1))
            return i + 1;
    }
    return 0;
}

/* Does the block end behind its HTTP head, if it should have one? */
static bool has_whole_head(const record *item) {
    const char *at = item->block.bytes;
    const char *end = at + item->block.length;
    if (item->kind != RECORD_WARC_RESPONSE)
        return true;
    while ((at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL) != NULL) {
        at++;
        if (at < end && (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n')))
            return true;
    }
    return false;
}

/* The length was some bytes too small: the next record, or the member's end, is near. Then the bytes up to it are
 * the block's. Behind two line ends the length was right, and what follows is rubbish. */
static record_tail mend_small(unpacker *file, record *item, size_t kept, size_t line_ends) {
    size_t there = unpacker_want(file, WRONG_MAX + MARK_LENGTH);
    if (there > WRONG_MAX + MARK_LENGTH)
        there = WRONG_MAX + MARK_LENGTH;
    size_t more = mark_within(file->at, there, false);
    record_tail tail = TAIL_GOOD;
    if (line_ends >= TWO_LINE_ENDS && (more > 0 || (line_ends == TWO_LINE_ENDS && has_whole_head(item)))) {
        item->block.length = kept;
        return tail;
    }
    if (more == 0 && there <= WRONG_MAX && !file->replaying && file->failure == NULL) {
        more = there; /* no more can be had */
        tail = TAIL_MEMBER_ENDS;
    }
    /* Rubbish does not end like a record. */
    if (more - without_ends(file->at, more) < 2 || item->cut ||
        mark_within(item->block.bytes, item->block.length, true) > 0 ||
        !byte_buffer_append(&item->block, file->at, more))
        return TAIL_WRONG;
    unpacker_take(file, more);
    size_t length = without_ends(item->block.bytes, item->block.length);
    item->block.length = length > kept ? length : kept;
    return tail == TAIL_MEMBER_ENDS && unpacker_next(file) == UNPACK_FAILED ? TAIL_FAILED : tail;
}

/* Passes over the line ends behind a record to what must be its end. They are
 * added to the block (whose length the caller knows), in case they must be read
 * again. */
static record_tail read_tail(unpacker *file, record *item) {
    size_t kept = item->block.length;
    bool cut = item->cut;
    for (size_t all = 0;;) {
        unpack_result result = unpacker_next(file);
        record_tail tail = result == UNPACK_FAILED ? TAIL_FAILED : TAIL_MEMBER_ENDS;
        if (result == UNPACK_BYTES) {
            const char *at = file->at;
            while (at < file->end && (*at == '\r' || *at == '\n'))
                at++;
            size_t length = (size_t)(at - file->at);
            all += length;
            if (all > WRONG_MAX || !byte_buffer_append(&item->block, file->at, length))
                item->cut = true;
            unpacker_take(file, length);
            if (file->at == file->end)
                continue;
            if (at_record(file))
                tail = TAIL_GOOD;
            else if (!unpacker_boundary(file))
                return mend_small(file, item, kept, all);
        }
        item->block.length = kept;
        item->cut = cut;
        return tail;
    }
}

/* Do two line ends stand there, as behind a record? */
static bool ends_like_record(const char *bytes, size_t length) {
    size_t one = length - (length > 0 && bytes[length - 1] == '\n');
    one -= one < length && one > 0 && bytes[one - 1] == '\r';
    return one < length && one > 0 && bytes[one - 1] == '\n';
}

/* The length was some bytes too large: the next record begins in what it took. Where no end of a record stands before
 * that one, it was the writer that ended. */
static bool mend_large(warc_reader *reader, unpacker *file, record *item, record_start start) {
    byte_buffer *block = &item->block;
    if (item->cut || file->replaying || start.member_position != file->member_position || block->length == 0)
        return false;
    /* The mark may be divided between what was taken and what was not. */
    size_t taken = block->length;
    size_t ahead = unpacker_want(file, MARK_LENGTH);
    if (!byte_buffer_append(block, file->at, ahead < MARK_LENGTH ? ahead : MARK_LENGTH))
        return false;
    size_t first = mark_within(block->bytes, block->length, false);
    block->length = taken;
    if (first == 0 || first >= taken || taken - first > WRONG_MAX)
        return false; /* or it took other records, too */
    reader->rest.replay.length = 0;
    if (!byte_buffer_append(&reader->rest.replay, block->bytes + first, taken - first))
        return false;
    if (!ends_like_record(block->bytes, first))
        item->header.truncated = (byte_slice){"length", 6};
    block->length = without_ends(block->bytes, first);
    unpacker_unread(file, reader->rest.replay.bytes, reader->rest.replay.length);
    return true;
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
    item->kind = RECORD_WARC_RESOURCE; /* of any other record no HTTP head is asked, whatever the one before it was */
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
    reader->line_begins = false;
    if (start.member_position == file->member_position)
        record_look_back(&reader->rest, file, item);
    return fail_and_go_on(reader, file, item, reason);
}

/* The block, and what must come behind it. */
static record_result read_rest(warc_reader *reader, unpacker *file, record *item, record_start start) {
    record_result result = kind_of(item);
    uint64_t left = item->header.content_length;
    size_t limit = item->max_bytes + HTTP_HEAD_ROOM;
    uint64_t begin = file->position;
    item->cut = left > limit;
    const char *problem = record_read_block(file, &left, limit, member_has_record, &item->block);
    /* A member that was written for the record alone ends with it. */
    bool member_ended = problem != NULL && left <= WRONG_MAX && start.at_member_start &&
                        start.packing != PACKING_NONE && file->failure == NULL && item->block.length > 0 &&
                        file->position == file->member_position;
    item->cut =
        item->cut && file->position - begin > item->block.length; /* a length beyond the file's end cuts nothing */
    if (problem != NULL && !member_ended)
        return fail_and_look_back(reader, file, item, start, problem);
    record_tail tail = member_ended ? TAIL_MEMBER_ENDS : read_tail(file, item);
    /* A member that is damaged at its end is this record's, or the next one's. */
    if (tail == TAIL_FAILED && start.at_member_start)
        return fail_and_go_on(reader, file, item, file->failure);
    if (tail == TAIL_WRONG && !mend_large(reader, file, item, start))
        return fail_and_look_back(reader, file, item, start, "a Content-Length that leads to no record");
    item->length = stored_length(file, item, start, tail);
    return result;
}

record_result warc_reader_next(warc_reader *reader, unpacker *file, record *item) {
    unpack_result first = record_begin(&reader->rest, file, item);
    if (first == UNPACK_END)
        return RECORD_END;
    reader->line_begins = false;
    if (first == UNPACK_FAILED)
        return fail_and_go_on(reader, file, item, file->failure);
    record_start start = {file->packing, item->unpacked_offset == file->member_position, file->member_position};

    const char *problem = read_header(reader, file, &item->head);
    if (problem == NULL)
        problem = warc_header_parse(item->head.bytes, item->head.length, &item->header);
    if (problem != NULL)
        return fail_and_go_on(reader, file, item, problem);
    return read_rest(reader, file, item, start);
}

void warc_reader_free(warc_reader *reader) {
    record_rest_free(&reader->rest);
}
