/*
 * Cuts an ARC file into records.
 *
 * The format before WARC, which the Internet Archive and Common Crawl wrote
 * until about 2012. A record is a line, "URL IP-address date media-type length"
 * (version 2 has five more words before the length), and a block of that length
 * with a line end behind it. There is no mark: what looks like such a line is
 * one.
 */
#include "input/arc_reader.h"

#include "common/characters.h"

#include <string.h>

enum {
    ARC_LINE_MAX = 1 << 16, /* bytes; URLs may be long */
    WORDS_MAX = 16,         /* version 1 has five, version 2 ten */
    DATE_LENGTH = 14        /* "20310203040506" */
};

/* -- The line of a record ------------------------------------------------------ */

static bool is_digits(byte_slice word) {
    for (size_t i = 0; i < word.length; i++)
        if (!is_digit(word.bytes[i]))
            return false;
    return word.length > 0;
}

/* "http://..."; a URL may hold blanks, so that what counts are the words at the end. */
static bool is_url(byte_slice word) {
    size_t at = 0;
    while (at < word.length && is_letter(word.bytes[at]))
        at++;
    return at > 0 && at < word.length && word.bytes[at] == ':';
}

/* The last word of the text, which it takes away with the blanks before it. */
static byte_slice take_last(byte_slice *text) {
    size_t end = text->length;
    while (end > 0 && text->bytes[end - 1] != ' ')
        end--;
    byte_slice word = {text->bytes + end, text->length - end};
    while (end > 0 && text->bytes[end - 1] == ' ')
        end--;
    text->length = end;
    return word;
}

/* The words of a record's line; false: it is none. */
static bool parse_line(byte_slice line, byte_slice *url, byte_slice *date, byte_slice *type, uint64_t *length) {
    line = byte_slice_trim(line);
    if (!is_url(line) || memchr(line.bytes, '\0', line.length) != NULL)
        return false;
    byte_slice last = take_last(&line);
    if (!is_digits(last) || last.length > 18)
        return false;
    *length = 0;
    for (size_t i = 0; i < last.length; i++)
        *length = *length * 10 + (uint64_t)(last.bytes[i] - '0');
    byte_slice behind = {NULL, 0};
    for (size_t i = 0; i < WORDS_MAX && line.length > 0; i++) {
        byte_slice word = take_last(&line);
        /* The IP address stands before the date, and the URL before that. */
        if (word.length == DATE_LENGTH && is_digits(word) && memchr(line.bytes, ' ', line.length) != NULL) {
            *date = word;
            *type = behind;
            (void)take_last(&line);
            *url = line;
            return true;
        }
        behind = word;
    }
    return false;
}

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
    byte_slice url;
    byte_slice date;
    byte_slice type;
    if (!parse_line(line, &url, &date, &type, &item->header.content_length))
        return "not an ARC record";
    item->head.length = 0;
    if (!byte_buffer_reserve(&item->head, url.length + type.length + 32))
        return "out of memory";
    (void)byte_buffer_append(&item->head, url.bytes, url.length);
    (void)byte_buffer_append(&item->head, type.bytes, type.length);
    (void)put_date(item, date);
    item->header.url = (byte_slice){item->head.bytes, url.length};
    if (type.length > 0)
        item->header.content_type = (byte_slice){item->head.bytes + url.length, type.length};
    item->header.date =
        (byte_slice){item->head.bytes + url.length + type.length, item->head.length - url.length - type.length};
    return NULL;
}

/* -- Reading --------------------------------------------------------------------- */

/* Adds the next line to `line`. Returns NULL, or what is wrong; `*ended`: there is none. */
static const char *read_line(unpacker *file, byte_buffer *line, bool *ended) {
    *ended = false;
    for (;;) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_FAILED)
            return file->failure;
        if (result == UNPACK_END || (result == UNPACK_MEMBER && line->length > 0)) {
            *ended = result == UNPACK_END;
            return NULL;
        }
        if (result == UNPACK_MEMBER)
            continue;
        size_t length = (size_t)(file->end - file->at);
        const char *newline = memchr(file->at, '\n', length);
        if (newline != NULL)
            length = (size_t)(newline - file->at) + 1;
        size_t room = ARC_LINE_MAX - line->length;
        if (!byte_buffer_append(line, file->at, length < room ? length : room))
            return "out of memory";
        unpacker_take(file, length);
        if (newline != NULL)
            return NULL;
    }
}

static bool is_record_line(const byte_buffer *line) {
    byte_slice url;
    byte_slice date;
    byte_slice type;
    uint64_t length;
    return line->length > 0 && line->length < ARC_LINE_MAX &&
           parse_line((byte_slice){line->bytes, line->length}, &url, &date, &type, &length);
}

/* Goes to the next line that begins a record; it is in reader->rest.begun. False: there is none. */
static bool find_record(arc_reader *reader, unpacker *file) {
    for (;;) {
        bool ended;
        reader->rest.begun.length = 0;
        const char *problem = read_line(file, &reader->rest.begun, &ended);
        if (problem == NULL && is_record_line(&reader->rest.begun))
            return true;
        if (ended ||
            (problem != NULL && (file->failure == NULL || file->error_number != 0 || !unpacker_recover(file)))) {
            reader->rest.begun.length = 0;
            return false;
        }
    }
}

static record_result fail_and_go_on(arc_reader *reader, unpacker *file, record *item, const char *reason) {
    (void)record_fail(item, file, reason);
    if (!item->is_last && !find_record(reader, file))
        item->is_last = true;
    record_passed_over(&reader->rest, file, item);
    return RECORD_FAILED;
}

static bool member_has_line(unpacker *file) {
    return unpacker_next(file) == UNPACK_BYTES;
}

/* Does the block end where a line or the member does? */
static bool ends_well(unpacker *file) {
    return unpacker_next(file) != UNPACK_BYTES || *file->at == '\n' || *file->at == '\r' || unpacker_boundary(file);
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

record_result arc_reader_next(arc_reader *reader, unpacker *file, record *item) {
    unpack_result first = record_begin(&reader->rest, file, item);
    if (first == UNPACK_END)
        return RECORD_END;
    if (first == UNPACK_FAILED)
        return fail_and_go_on(reader, file, item, file->failure);
    stored_packing packed = file->packing;
    bool at_member_start = item->unpacked_offset == file->member_position;
    bool ended;
    const char *problem = reader->rest.begun.length > 0 ? NULL : read_line(file, &reader->rest.begun, &ended);
    if (problem == NULL)
        problem = fill_header(item, (byte_slice){reader->rest.begun.bytes, reader->rest.begun.length});
    reader->rest.begun.length = 0;
    if (problem != NULL)
        return fail_and_go_on(reader, file, item, problem);
    record_result result = kind_of(item);
    uint64_t left = item->header.content_length;
    size_t limit = item->max_bytes + HTTP_HEAD_ROOM;
    item->cut = left > limit;
    problem = record_read_block(file, &left, limit, member_has_line, &item->block);
    if (problem == NULL && !ends_well(file))
        problem = "a length that leads to no record";
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
