/*
 * Cuts a file into JSON objects.
 *
 * Only brackets and strings are followed. Damage costs one object where it can:
 * a line feed ends what is on a line of its own, or amid a string, which has
 * none; and where a name should stand, a "{" begins the next object. So it does
 * amid a string or for a value, where a writer was killed and another wrote on.
 */
#include "input/jsonl_reader.h"

#include "common/characters.h"
#include "input/json_cut.h"
#include "input/json_fields.h"
#include "input/json_page.h"
#include "input/kind_sniff.h"

#include <string.h>

enum {
    END_OF_TEXT = 0x1A,     /* as DOS ends files; others fill them up with NULs */
    ESCAPED = 6,            /* "A" may be written as "\u0041" */
    OTHER_FIELDS = 1 << 20, /* bytes of an object that are not its page */
    LONG_STRING = 1 << 12,  /* bytes; a shorter string is no page */
    BLANKS_MAX = 256,       /* white space that is looked behind */
    BESIDES_MAX = 16 << 20, /* bytes of an object that are no long string: 100 MB of "{}," are small when they are
                              * packed */
};

static const char out_of_memory[] = "out of memory";

/* Where the reader is within an object, or within what stands where one should. */
typedef struct object_scan {
    size_t depth;
    bool is_object; /* else a line of anything */
    bool is_named;  /* it stands behind a name */
    bool is_value;  /* what is read stands behind a name, and is no object */
    bool in_string;
    bool escaped;    /* the next byte of the string is */
    char last;       /* the last byte of the string so far that is no white space, or its quotation mark */
    size_t blanks;   /* white space behind it */
    size_t reopened; /* the object ends before so many bytes, { " or the mark of a name, which begin another */
    char before;     /* the last byte that is not white space */
    size_t taken;    /* bytes so far */
    size_t opened;   /* as many when the present string began */
    size_t besides;  /* bytes that are of no long string */
    bool has_ended;
} object_scan;

/* Notes what the string ends with so far. */
static void note_last(object_scan *scan, const char *at, const char *end) {
    const char *text_end = end;
    while (text_end > at && is_blank(text_end[-1]))
        text_end--;
    scan->blanks = (size_t)(end - text_end) + (text_end == at ? scan->blanks : 0);
    if (text_end > at)
        scan->last = text_end[-1];
}

/* Goes on within a string, up to `end` at most. */
static const char *scan_string(object_scan *scan, const char *at, const char *end) {
    while (at < end) {
        if (scan->escaped) {
            scan->escaped = false;
            scan->last = *at++;
            scan->blanks = 0;
            continue;
        }
        const char *quote = memchr(at, '"', (size_t)(end - at));
        const char *stop = quote != NULL ? quote : end;
        const char *slash = stop;
        while (slash > at && slash[-1] == '\\')
            slash--;
        bool is_escaped = (stop - slash) % 2 != 0;
        note_last(scan, at, stop);
        if (quote == NULL) {
            scan->escaped = is_escaped;
            return end;
        }
        at = quote + 1;
        if (!is_escaped) {
            scan->in_string = false;
            return at;
        }
    }
    return end;
}

/* Did the string that has just ended do so with { " and something that follows on no string? Then these bytes were no
 * part of it: there it was cut off, and another object was written. Behind a name it may be the mark of the next one. */
static size_t is_reopened(const object_scan *scan, char next) {
    if (scan->before != '"' || is_blank(next) || strchr(",:}]{", next) != NULL)
        return 0;
    if (scan->last == '{' && !scan->is_value)
        return 2 + scan->blanks;
    return scan->is_named && (is_letter(next) || is_digit(next) || next == '/') ? 1 : 0;
}

/* Can a bracket begin no value here? */
static bool is_misplaced(const object_scan *scan) {
    return scan->depth == 1 ? scan->before != ':' : scan->depth > 1 && strchr(":[,", scan->before) == NULL;
}

/* Goes on within a line, up to `end`, where the object may end before. */
static const char *scan_line(object_scan *scan, const char *begin, const char *end) {
    const char *at = begin;
    while (at < end) {
        size_t place = scan->taken + (size_t)(at - begin);
        if (scan->in_string) {
            at = scan_string(scan, at, end);
            if (!scan->in_string) {
                size_t length = scan->taken + (size_t)(at - begin) - scan->opened;
                scan->besides += length < LONG_STRING ? length : 0;
            }
            continue;
        }
        char c = *at;
        scan->reopened = is_reopened(scan, c);
        if (scan->reopened > 0 || ((c == '{' || c == '[') && is_misplaced(scan))) {
            scan->has_ended = true; /* the object's end is missing */
            break;
        }
        if (scan->is_value && scan->depth == 1 && (c == ',' || c == '}' || (scan->before == '"' && !is_blank(c)))) {
            scan->reopened = c == ':' && scan->before == '"' ? place - scan->opened : 0;
            scan->has_ended = true;
            break;
        }
        at++;
        scan->last = c;
        scan->blanks = 0;
        if (is_blank(c))
            continue;
        scan->before = c;
        scan->besides++;
        if (c == '"') {
            scan->in_string = true;
            scan->opened = place;
        } else if (c == '{' || c == '[') {
            scan->depth++;
        } else if ((c == '}' || c == ']') && --scan->depth == 0) {
            scan->has_ended = true;
            break;
        }
    }
    scan->taken += (size_t)(at - begin);
    return at;
}

/* Goes on within what is no object but stands in an array, up to the next element: all of them may be in one line. */
static const char *pass_element(object_scan *scan, const char *at, const char *end) {
    for (; at < end; at++) {
        if (*at == '{' && scan->before == ',') {
            scan->has_ended = true;
            break;
        }
        scan->before = is_blank(*at) ? scan->before : *at;
    }
    return at;
}

/* A line ends. */
static void end_line(jsonl_reader *reader, object_scan *scan) {
    reader->line++;
    scan->taken++;
    if (scan->is_object && reader->layout == JSON_LAYOUT_UNKNOWN)
        reader->layout = !scan->in_string && strchr("{[,", scan->before) != NULL ? JSON_ELEMENTS : JSON_LINES;
    if (!scan->is_object || scan->in_string || reader->layout == JSON_LINES)
        scan->has_ended = true;
}

static bool keep(record *item, size_t limit, const char *bytes, size_t length) {
    size_t room = limit - item->block.length;
    if (length > room)
        item->cut = true;
    return item->cut || byte_buffer_append(&item->block, bytes, length);
}

/* The next line end in what there is of the file, or NULL. It may be far behind many objects, which would each look for it. */
static const char *find_newline(jsonl_reader *reader, const unpacker *file) {
    size_t length = (size_t)(file->end - file->at);
    uint64_t known = reader->no_newline > file->position ? reader->no_newline - file->position : 0;
    if (known >= length)
        return NULL;
    const char *newline = memchr(file->at + known, '\n', length - (size_t)known);
    reader->no_newline = file->position + (newline != NULL ? (size_t)(newline - file->at) : length);
    return newline;
}

/* Puts back what the record has from `begin` on, to be read again as objects of its own. False: it cannot be, or too much
 * has been read again already. */
static bool read_again(jsonl_reader *reader, unpacker *file, record *item, size_t begin) {
    const char *bytes = item->block.bytes + begin;
    size_t length = item->block.length - begin;
    if (reader->read_again + length > 2 * file->position)
        return false;
    if (file->position - length < file->member_position)
        file->before_offset = item->offset;
    if (file->replaying) {
        if (!unpacker_back(file, length))
            return false;
    } else if (item->cut) {
        byte_buffer held = reader->replay; /* of a record that fails nothing is needed, and it is long */
        reader->replay = item->block;
        item->block = held;
        unpacker_unread(file, bytes, length);
    } else {
        reader->replay.length = 0;
        if (!byte_buffer_append(&reader->replay, bytes, length))
            return false;
        unpacker_unread(file, reader->replay.bytes, length);
    }
    reader->read_again += length;
    const char *newline = memchr(bytes, '\n', length);
    if (newline != NULL && file->position + (size_t)(newline - bytes) < reader->no_newline)
        reader->no_newline = file->position + (size_t)(newline - bytes);
    for (size_t i = 0; newline != NULL && i < length; i++)
        reader->line -= bytes[i] == '\n';
    item->block.length = item->cut ? 0 : begin;
    return true;
}

/* What is too long may be all objects behind one that was cut off. True: the next one has been put back. */
static bool ends_within(jsonl_reader *reader, unpacker *file, record *item, bool is_named) {
    byte_slice text = {item->block.bytes, item->block.length};
    size_t inner = is_named ? json_cut_named(text, item->page_field) : json_cut_first(text);
    return inner > 0 && read_again(reader, file, item, inner);
}

/* Does an object of a page begin here? What there is of the file moves. */
static bool page_begins(unpacker *file, const record *item) {
    size_t length;
    size_t there = unpacker_want_behind(file, WRAPPER_BYTES_MAX);
    return json_wrapper_page_begins((byte_slice){file->at, there}, item->page_field, &length);
}

/* Takes what there is of the object. False: out of memory. */
static bool take_piece(jsonl_reader *reader, unpacker *file, record *item, object_scan *scan, size_t limit) {
    while (file->at < file->end && !scan->has_ended) {
        bool member = false;
        size_t there = scan->is_object ? (size_t)(file->end - file->at) : unpacker_look(file, &member);
        if (there == 0) {
            unpacker_enter(file);
            scan->has_ended = true;
            return true;
        }
        const char *newline = find_newline(reader, file);
        if (newline != NULL && newline >= file->at + there)
            newline = NULL;
        const char *end = newline != NULL ? newline : file->at + there;
        const char *at = end;
        bool was_cut = item->cut;
        uint64_t line = reader->line;
        if (scan->is_object)
            at = scan_line(scan, file->at, end);
        else if (reader->layout == JSON_ELEMENTS)
            at = pass_element(scan, file->at, end);
        if (at == newline && !scan->has_ended) {
            end_line(reader, scan);
            at++;
        }
        if (!keep(item, limit, file->at, (size_t)(at - file->at)))
            return false;
        bool is_kept = !item->cut;
        if (is_kept)
            unpacker_take(file, (size_t)(at - file->at));
        if (scan->besides > BESIDES_MAX)
            item->cut = true;
        line = is_kept ? 0 : reader->line - line; /* ends that have not been taken */
        if (item->cut && !was_cut && scan->is_object && ends_within(reader, file, item, scan->is_named)) {
            scan->has_ended = true;
            reader->line -= line;
        } else if (!is_kept)
            unpacker_take(file, (size_t)(at - file->at));
    }
    return true;
}

/* Does an object begin here that wraps those of pages, and how? Asked where that may be: of the first object, and of those
 * beside one that does. What there is of the file moves. */
static json_wrapping begins_wrapper(const jsonl_reader *reader, unpacker *file, const char *page_field) {
    bool may_be = reader->layout == JSON_LAYOUT_UNKNOWN || reader->layout == JSON_WRAPPED ||
                  (reader->layout == JSON_ELEMENTS && !reader->has_begun);
    if (!may_be || *file->at != '{')
        return JSON_WRAPS_NOTHING;
    size_t there = unpacker_want_behind(file, WRAPPER_BYTES_MAX);
    return json_wraps_pages((byte_slice){file->at, there}, page_field);
}

/* Begins the object of a page with the name that it stands behind: {"http://a/": {"html": ...}} as {"url": "http://a/",
 * "html": ...}. False: out of memory. */
static bool put_name(record *item, const json_field *field) {
    const char *name = json_is_named_by_url(field) ? "{\"url\":" : "{\"key\":";
    const char *next = *field->value == '{' ? "," : ",\"content\":";
    return byte_buffer_append(&item->block, name, strlen(name)) &&
           byte_buffer_append(&item->block, field->name - 1, field->name_length + 2) &&
           byte_buffer_append(&item->block, next, strlen(next));
}

/* The name, should the record fail. False: out of memory. */
static bool keep_name(record *item, const json_field *field) {
    item->head.length = 0;
    if (!json_string_read((byte_slice){field->name, field->name_length}, SIZE_MAX / 2, &item->head))
        return false;
    if (item->head.length > 0 && memchr(item->head.bytes, '\0', item->head.length) == NULL &&
        is_utf8(item->head.bytes, item->head.length))
        item->header.id = (byte_slice){item->head.bytes, item->head.length};
    return true;
}

/* A name that is the object's own, too, is not told twice. */
static void take_back_name(record *item) {
    byte_slice object = {item->block.bytes, item->block.length};
    json_field first, field;
    size_t at = 0;
    bool is_there = json_field_next(object, &at, &first);
    size_t end = at;
    while (is_there && json_field_next(object, &at, &field))
        if (json_field_is(&field, first.name, first.name_length)) {
            memset(item->block.bytes + 1, ' ', end);
            return;
        }
}

static void note_place(const jsonl_reader *reader, const unpacker *file, record *item) {
    item->offset = unpacker_offset(file);
    item->unpacked_offset = file->position;
    item->line = reader->line + 1;
}

/* Tells of what stands here and of which something is missing: the next `length` bytes. */
static bool tell(jsonl_reader *reader, unpacker *file, record *item, size_t length, const char *reason) {
    note_place(reader, file, item);
    for (size_t i = 0; i < length; i++)
        reader->line += file->at[i] == '\n';
    unpacker_take(file, length);
    item->length = file->packing == PACKING_NONE ? length : 0;
    item->reason = reason;
    return true;
}

/* Passes over a string in a wrapper that is no name of a page, the first byte if no more is known of it. True: there should
 * be a page. */
static bool pass_string(jsonl_reader *reader, unpacker *file, record *item, size_t there) {
    byte_slice text = {file->at, there < WRAPPER_BYTES_MAX ? there : WRAPPER_BYTES_MAX};
    size_t cut = json_wrapper_cut_string(text);
    size_t length = cut > 0 ? cut : json_wrapper_lone_url(&reader->wrapper, text);
    json_wrapper_goes_on(&reader->wrapper, length > 0);
    if (length > 0)
        return tell(reader, file, item, length,
                    cut > 0 ? "a name in a JSON object that has no end" : "a URL in a JSON object without its page");
    unpacker_take(file, 1);
    return false;
}

/* A string in a wrapper. True: it is the name of a page, which comes next. */
static bool take_string(jsonl_reader *reader, unpacker *file, record *item) {
    json_field field = {0};
    size_t there = (size_t)(file->end - file->at);
    size_t before =
        there < WRAPPER_BYTES_MAX ? json_wrapper_name(&reader->wrapper, (byte_slice){file->at, there}, &field) : 0;
    if (before == 0) {
        there = unpacker_want_behind(file, WRAPPER_BYTES_MAX);
        there = there < WRAPPER_BYTES_MAX ? there : WRAPPER_BYTES_MAX;
        before = json_wrapper_name(&reader->wrapper, (byte_slice){file->at, there}, &field);
    }
    if (before == 0)
        return pass_string(reader, file, item, there);
    json_wrapper_goes_on(&reader->wrapper, true);
    for (size_t i = 0; i < before; i++)
        reader->line += file->at[i] == '\n';
    if (!put_name(item, &field) || !keep_name(item, &field))
        item->reason = out_of_memory;
    unpacker_take(file, before);
    return true;
}

/* Within a wrapping object, passes over what is no page. True: there is one. */
static bool pass_wrapper(jsonl_reader *reader, unpacker *file, record *item) {
    size_t lines = 0;
    json_wrapper_stop stop;
    const char *at = json_wrapper_pass(&reader->wrapper, file->at, file->end, &lines, &stop);
    reader->line += lines;
    reader->wrapper_line = reader->line;
    unpacker_take(file, (size_t)(at - file->at));
    if (stop == WRAPPER_ANEW && begins_wrapper(reader, file, item->page_field) != JSON_WRAPS_NOTHING) {
        reader->wrapper.depth = 0;
        reader->left_open = true;
    } else if (stop == WRAPPER_ANEW && page_begins(file, item)) {
        reader->wrapper.before = '}'; /* its name is missing */
        return true;
    }
    return stop == WRAPPER_OBJECT || (stop == WRAPPER_STRING && take_string(reader, file, item));
}

/* Behind an object that was cut off, does another wrapper begin? The present one has been cut off, too, then. */
static bool begins_anew(jsonl_reader *reader, unpacker *file, const char *page_field) {
    if (!reader->after_cut || is_blank(*file->at) || *file->at == ',')
        return false;
    reader->after_cut = false;
    if (begins_wrapper(reader, file, page_field) == JSON_WRAPS_NOTHING)
        return false;
    reader->wrapper.depth = 0;
    return true;
}

/* Behind a bracket too much, does the object of pages go on that it ended: on its line, or with what only stands within? */
static bool goes_on(const jsonl_reader *reader, unpacker *file) {
    json_field field = {0};
    if (reader->layout != JSON_WRAPPED || reader->wrapper.wraps != JSON_WRAPS_URLS || strchr("{[", *file->at) != NULL)
        return false;
    if (reader->line == reader->wrapper_line || *file->at == '}' || *file->at == ':')
        return true;
    size_t there = *file->at == '"' ? unpacker_want_behind(file, WRAPPER_BYTES_MAX) : 0;
    return json_name_read((byte_slice){file->at, there < WRAPPER_BYTES_MAX ? there : WRAPPER_BYTES_MAX}, &field) > 0;
}

/* Passes over what stands between two objects, at most to the end of a line if `is_tail`. True: there is something
 * else, or that end was passed. */
static bool pass_between(jsonl_reader *reader, unpacker *file, record *item, bool is_tail) {
    static const char bom[] = "\xEF\xBB\xBF";
    json_wrapping wraps;
    while (file->at < file->end) {
        if (reader->wrapper.depth > 0 && !begins_anew(reader, file, item->page_field)) {
            if (pass_wrapper(reader, file, item))
                return true;
            continue;
        }
        char c = *file->at;
        bool is_bracket = c == '[' || c == ']';
        if (c == '\n') {
            reader->line++;
            unpacker_take(file, 1);
            if (is_tail)
                return true;
        } else if (is_blank(c) || c == ',' || c == RECORD_SEPARATOR || c == END_OF_TEXT || strchr(bom, c) != NULL) {
            unpacker_take(file, 1);
        } else if (is_bracket && !is_tail && (reader->layout != JSON_LINES)) {
            reader->layout = JSON_ELEMENTS;
            reader->arrays += c == '[';
            reader->arrays -= c == ']' && reader->arrays > 0;
            unpacker_take(file, 1);
        } else if (!is_tail && goes_on(reader, file)) {
            reader->wrapper = (json_wrapper){.wraps = JSON_WRAPS_URLS, .depth = 1, .before = ','};
            return tell(reader, file, item, 0, "a JSON object goes on behind its end");
        } else if (!is_tail && (wraps = begins_wrapper(reader, file, item->page_field)) != JSON_WRAPS_NOTHING) {
            reader->layout = JSON_WRAPPED;
            reader->wrapper = (json_wrapper){.wraps = wraps, .depth = 1, .before = '{'};
            unpacker_take(file, 1);
        } else {
            return true;
        }
    }
    return false;
}

/* After an object on its line, up to that line's end. */
static void pass_tail(jsonl_reader *reader, unpacker *file, record *item) {
    for (bool passed = false; !passed;) {
        if (unpacker_next(file) != UNPACK_BYTES)
            return;
        passed = pass_between(reader, file, item, true);
    }
}

/* Does the object that was cut off end at a line end amid a string, whose last brace begins the next one? Returns how many
 * bytes of it have been taken. */
static size_t reopened_at_line_end(unpacker *file, const object_scan *scan) {
    if (!scan->in_string || !scan->has_ended || scan->last != '{' || scan->is_value)
        return 0;
    size_t there = unpacker_want_behind(file, BLANKS_MAX);
    size_t at = 0;
    while (at < there && is_blank(file->at[at]))
        at++;
    return at < there && file->at[at] == '"' ? 1 + scan->blanks + 1 : 0;
}

/* Puts back the last bytes, which begin the next object. What is not kept is made up, but for the kind of white space. */
static void reopen(jsonl_reader *reader, unpacker *file, record *item, size_t reopened, char last) {
    if (!item->cut) {
        if (item->block.length >= reopened)
            (void)read_again(reader, file, item, item->block.length - reopened);
        return;
    }
    if (!unpacker_back(file, reopened)) {
        reader->replay.length = 0;
        if (file->replaying || !byte_buffer_reserve(&reader->replay, reopened))
            return;
        memset(reader->replay.bytes, ' ', reopened);
        reader->replay.bytes[0] = '{';
        reader->replay.bytes[reopened - 1] = last;
        unpacker_unread(file, reader->replay.bytes, reopened);
    }
    reader->line -= last == '\n';
}

/* Puts back the pages that one behind a URL took for its own fields. */
static void put_back_named(jsonl_reader *reader, unpacker *file, record *item) {
    size_t inner = json_cut_named((byte_slice){item->block.bytes, item->block.length}, item->page_field);
    if (inner > 0 && read_again(reader, file, item, inner))
        reader->wrapper.before = ',';
}

/* Did a page behind a URL, whose own bracket is missing, end with that of the object of pages? Then nothing follows that may
 * stand behind a page. */
static bool ended_for_another(const jsonl_reader *reader, unpacker *file, const record *item, const object_scan *scan) {
    if (!scan->is_named || scan->is_value || item->cut || reader->wrapper.wraps != JSON_WRAPS_URLS)
        return false;
    unpack_result result = unpacker_next(file);
    while (result == UNPACK_MEMBER)
        result = unpacker_next(file);
    size_t there = result == UNPACK_BYTES ? unpacker_want_behind(file, BLANKS_MAX) : 0;
    size_t at = 0;
    while (at < there && is_blank(file->at[at]))
        at++;
    return at == there ? there < BLANKS_MAX : strchr(",}\"", file->at[at]) == NULL;
}

/* Are the last bytes a string of a URL, which a colon follows? */
static bool ends_with_url(const record *item, size_t length) {
    if (length > item->block.length)
        return false;
    const char *string = item->block.bytes + item->block.length - length;
    size_t whole = json_string_length((byte_slice){string, length});
    const json_field field = {.name = string + 1, .name_length = whole > 2 ? whole - 2 : 0};
    return json_is_named_by_url(&field);
}

/* Puts back what was taken and belongs to the next object. */
static void put_back(jsonl_reader *reader, unpacker *file, record *item, const object_scan *scan) {
    size_t length = item->block.length;
    size_t at_line_end = reopened_at_line_end(file, scan);
    if (scan->is_value && scan->reopened > 1 && (item->cut || !ends_with_url(item, scan->reopened)))
        return;
    if (scan->reopened > 0 || at_line_end > 0) {
        reopen(reader, file, item, scan->reopened + at_line_end, at_line_end > 0 ? '\n' : '"');
        return;
    }
    /* Was it cut off before its last value, or, at the end of the file, before all the values like it? */
    byte_slice text = {item->block.bytes, length};
    if (!item->cut && scan->is_named && !scan->is_value) {
        put_back_named(reader, file, item);
        return;
    }
    if (item->cut || scan->in_string || scan->is_named)
        return;
    size_t inner = json_cut_last(text, scan->depth, item->page_field);
    if (inner == 0 && !scan->has_ended && (scan->before == ']' || scan->before == '}'))
        inner = json_cut_first(text);
    if (inner > 0)
        (void)read_again(reader, file, item, inner);
}

static record_result fail(record *item, const unpacker *file, const char *reason, bool is_last) {
    item->reason = reason;
    item->error_number = file->error_number;
    item->is_last = is_last;
    return RECORD_FAILED;
}

/* A damaged member: what comes behind it is read, if that can be found. */
static record_result fail_and_recover(unpacker *file, record *item) {
    (void)fail(item, file, file->failure, true);
    if (file->error_number == 0 && unpacker_recover(file))
        item->is_last = false;
    item->length = byte_stream_offset(&file->stored) - item->offset;
    return RECORD_FAILED;
}

/* Something begins here, of a name if that has been put into the record. */
static void begin(jsonl_reader *reader, unpacker *file, record *item, object_scan *scan) {
    bool is_object = *file->at == '{';
    note_place(reader, file, item);
    reader->has_begun = true;
    scan->is_named = item->block.length > 0;
    scan->is_object = is_object || scan->is_named;
    if (!scan->is_named)
        return;
    scan->depth = 1;
    scan->is_value = !is_object;
    scan->before = is_object ? '{' : ':';
    if (is_object)
        unpacker_take(file, 1); /* the record has its bracket before the name */
}

/* What is read of a name becomes an object. */
static bool end_named(record *item, const object_scan *scan) {
    if (scan->is_value && !item->cut && !byte_buffer_append(&item->block, "}", 1))
        return false;
    take_back_name(item);
    return true;
}

/* Of a wrapper or an array that has no end something is missing. If an object had none, that has been told already. */
static record_result end_of_file(jsonl_reader *reader, const unpacker *file, record *item) {
    bool is_lost = (reader->wrapper.depth > 0 && (!reader->after_cut || reader->is_untold)) ||
                   (reader->arrays > 0 && !reader->some_cut);
    const char *reason =
        reader->wrapper.depth > 0 ? "the file ends within a JSON object" : "the file ends within a JSON array";
    if (!is_lost && reader->left_open) {
        is_lost = true;
        reason = "a JSON object that has no end";
    }
    reader->wrapper.depth = 0;
    reader->arrays = 0;
    reader->left_open = false;
    return is_lost ? fail(item, file, reason, false) : RECORD_END;
}

/* Goes to the member that begins here, behind rubbish that ended with its line. */
static bool enters_member(unpacker *file) {
    bool found;
    if (*file->at == '{' || unpacker_look(file, &found) > 0 || !found)
        return false;
    unpacker_enter(file);
    return true;
}

/* Goes on to the next object behind the present one, and back to it if some of it was taken. */
static void end_object(jsonl_reader *reader, unpacker *file, record *item, const object_scan *scan) {
    bool is_cut_off = scan->depth > 0 && scan->is_object;
    if (reader->layout == JSON_LAYOUT_UNKNOWN && (!is_cut_off || reader->some_cut))
        reader->layout = JSON_LINES;
    if (reader->layout == JSON_LINES && scan->depth == 0 && scan->is_object)
        pass_tail(reader, file, item);
    if (is_cut_off) {
        put_back(reader, file, item, scan);
        reader->wrapper.before = ','; /* the next object is an element, too */
    } else if (ended_for_another(reader, file, item, scan)) {
        put_back_named(reader, file, item);
    }
    byte_slice text = {item->block.bytes, item->block.length};
    reader->after_cut = is_cut_off;
    reader->is_untold = is_cut_off && reader->wrapper.depth > 0 && !item->cut && !scan->in_string &&
                        json_page_stands_in(text, item->page_field, true);
    reader->some_cut = reader->some_cut || is_cut_off || !scan->is_object;
}

record_result jsonl_reader_next(jsonl_reader *reader, unpacker *file, record *item) {
    size_t limit = item->max_bytes * ESCAPED + OTHER_FIELDS;
    object_scan scan = {0};
    bool has_begun = false;
    item->kind = RECORD_JSON;
    item->cut = false;
    item->reason = NULL;
    item->block.length = 0;
    while (!scan.has_ended) {
        unpack_result result = unpacker_next(file);
        if (result == UNPACK_MEMBER)
            continue;
        if (result != UNPACK_BYTES && !has_begun)
            note_place(reader, file, item);
        if (result == UNPACK_FAILED)
            return fail_and_recover(file, item);
        if (result == UNPACK_END && !has_begun)
            return end_of_file(reader, file, item);
        if (result == UNPACK_END)
            break;
        if (!has_begun) {
            bool is_there = pass_between(reader, file, item, false);
            if (item->reason != NULL)
                return fail(item, file, item->reason, item->reason == out_of_memory);
            if (!is_there || enters_member(file))
                continue;
            begin(reader, file, item, &scan);
            has_begun = true;
        }
        if (!take_piece(reader, file, item, &scan, limit))
            return fail(item, file, out_of_memory, true);
    }
    end_object(reader, file, item, &scan);
    if (scan.is_named && !end_named(item, &scan))
        return fail(item, file, out_of_memory, true);
    item->length = file->packing == PACKING_NONE ? unpacker_offset(file) - item->offset : 0;
    if (item->cut)
        return fail(item, file, "a JSON object that is too long", false);
    return RECORD_PAGE;
}

void jsonl_reader_free(jsonl_reader *reader) {
    byte_buffer_free(&reader->replay);
}
