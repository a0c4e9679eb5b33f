/*
 * An HTTP response as archives store it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * http_parser reads fields and chunks, strictly; archives hold what servers
 * sent. So the status line is read here (there are "HTTP/2 200" and worse), and
 * a line of the head that the parser refuses is left out, as browsers do.
 */
#include "input/http_response.h"

#include <http_parser.h>
#include <stdint.h>
#include <string.h>

static const char status_line[] = "HTTP/1.1 200 OK\r\n";

/* -- Head ---------------------------------------------------------------- */

enum { NAME_LENGTH = 32 }; /* bytes; longer names are none of interest */

/* One field as the parser gives it, in pieces. */
typedef struct field_reader {
    char name[NAME_LENGTH];
    size_t name_length; /* also beyond what is kept */
    http_value value;
    bool in_value;
    http_response *response;
} field_reader;

static void add(char *to, size_t capacity, size_t *length, const char *bytes, size_t more) {
    size_t keep = *length >= capacity ? 0 : capacity - *length;
    if (keep > more)
        keep = more;
    if (keep > 0)
        memcpy(to + *length, bytes, keep);
    *length += more;
}

static http_value *value_named(http_response *response, byte_slice name) {
    if (byte_slice_is(name, "content-type"))
        return &response->content_type;
    if (byte_slice_is(name, "content-encoding"))
        return &response->content_encoding;
    if (byte_slice_is(name, "transfer-encoding"))
        return &response->transfer_encoding;
    return NULL;
}

static void end_field(field_reader *reader) {
    byte_slice name = {reader->name, reader->name_length};
    http_value *value = reader->name_length <= NAME_LENGTH ? value_named(reader->response, name) : NULL;
    if (value != NULL && reader->value.length > 0 && reader->value.length + 2 <= sizeof value->bytes - value->length) {
        /* Of several Content-Types, the last one holds. */
        if (value == &reader->response->content_type)
            value->length = 0;
        if (value->length > 0)
            value->bytes[value->length++] = ',';
        memcpy(value->bytes + value->length, reader->value.bytes, reader->value.length);
        value->length += reader->value.length;
    }
    reader->name_length = 0;
    reader->value.length = 0;
    reader->in_value = false;
}

static int on_name(http_parser *parser, const char *bytes, size_t length) {
    field_reader *reader = parser->data;
    if (reader->in_value)
        end_field(reader);
    add(reader->name, NAME_LENGTH, &reader->name_length, bytes, length);
    return 0;
}

static int on_value(http_parser *parser, const char *bytes, size_t length) {
    field_reader *reader = parser->data;
    reader->in_value = true;
    add(reader->value.bytes, sizeof reader->value.bytes, &reader->value.length, bytes, length);
    return 0;
}

/* Where the empty line of a head ends; 0: there is none. */
static size_t head_end(byte_slice block) {
    for (size_t at = 0; at < block.length;) {
        const char *line = memchr(block.bytes + at, '\n', block.length - at);
        if (line == NULL)
            return 0;
        at = (size_t)(line - block.bytes) + 1;
        size_t next = at < block.length && block.bytes[at] == '\r' ? at + 1 : at;
        if (next < block.length && block.bytes[next] == '\n')
            return next + 1;
    }
    return 0;
}

/* The line behind the one that `at` is in, and behind its folded ones. */
static size_t next_line(byte_slice block, size_t at, size_t end) {
    do {
        const char *line = memchr(block.bytes + at, '\n', end - at);
        at = line == NULL ? end : (size_t)(line - block.bytes) + 1;
    } while (at < end && (block.bytes[at] == ' ' || block.bytes[at] == '\t'));
    return at;
}

/* Reads the fields from `at` to `end`, where the head's empty line begins. */
static void read_fields(byte_slice block, size_t at, size_t end, http_response *response) {
    http_parser_settings settings;
    field_reader reader = {.response = response};
    http_parser_settings_init(&settings);
    settings.on_header_field = on_name;
    settings.on_header_value = on_value;
    while (at < end) {
        http_parser parser;
        http_parser_init(&parser, HTTP_RESPONSE);
        parser.data = &reader;
        parser.lenient_http_headers = 1;
        parser.allow_chunked_length = 1;
        (void)http_parser_execute(&parser, &settings, status_line, sizeof status_line - 1);
        size_t used = http_parser_execute(&parser, &settings, block.bytes + at, end - at);
        if (HTTP_PARSER_ERRNO(&parser) == HPE_OK) {
            end_field(&reader);
            return;
        }
        at = next_line(block, at + used < end ? at + used : end, end);
        reader.name_length = 0;
        reader.value.length = 0;
        reader.in_value = false;
    }
}

bool http_response_has_head(byte_slice block) {
    return block.length >= 5 && (memcmp(block.bytes, "HTTP/", 5) == 0 || memcmp(block.bytes, "ICY ", 4) == 0);
}

/* "HTTP/1.1 200 OK", "HTTP/2 200"; 0: there is no status. */
static int parse_status(byte_slice block) {
    int status = 0;
    size_t at = 0;
    while (at < block.length && block.bytes[at] != ' ' && block.bytes[at] != '\t' && block.bytes[at] != '\n')
        at++;
    while (at < block.length && (block.bytes[at] == ' ' || block.bytes[at] == '\t'))
        at++;
    for (size_t i = 0; i < 3; i++, at++) {
        if (at >= block.length || block.bytes[at] < '0' || block.bytes[at] > '9')
            return 0;
        status = status * 10 + (block.bytes[at] - '0');
    }
    return status;
}

const char *http_response_parse(byte_slice block, http_response *response) {
    size_t begin = 0;
    for (;;) {
        byte_slice rest = {block.bytes + begin, block.length - begin};
        size_t end = head_end(rest);
        memset(response, 0, sizeof *response);
        response->status = parse_status(rest);
        if (response->status < 100)
            return "an HTTP status line without a status";
        /* A redirect without a body often ends without an empty line, too. */
        if (end == 0 && response->status < 300)
            return "an HTTP head without an end";
        response->body = begin + end;
        byte_slice after = {rest.bytes + end, rest.length - end};
        if (end > 0 && response->status < 200 && http_response_has_head(after)) {
            begin += end;
            continue;
        }
        size_t fields = next_line(rest, 0, rest.length);
        if (end == 0) {
            end = rest.length;
            response->body = block.length;
        } else {
            end -= end >= 2 && rest.bytes[end - 2] == '\r' ? 2 : 1;
        }
        if (fields < end)
            read_fields(rest, fields, end, response);
        return NULL;
    }
}

/* -- Chunks -------------------------------------------------------------- */

typedef struct chunk_joiner {
    char *to; /* NULL: only count */
    size_t length;
    size_t whole_chunks;
    bool is_complete;
} chunk_joiner;

static int on_body(http_parser *parser, const char *bytes, size_t length) {
    chunk_joiner *joiner = parser->data;
    if (joiner->to != NULL)
        memmove(joiner->to + joiner->length, bytes, length);
    joiner->length += length;
    return 0;
}

static int on_chunk_complete(http_parser *parser) {
    chunk_joiner *joiner = parser->data;
    joiner->whole_chunks++;
    return 0;
}

/* Stops the parser behind the body: there may be rubbish. */
static int on_complete(http_parser *parser) {
    chunk_joiner *joiner = parser->data;
    joiner->is_complete = true;
    http_parser_pause(parser, 1);
    return 0;
}

static void run_chunks(const char *body, size_t length, chunk_joiner *joiner) {
    static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    http_parser_settings settings;
    http_parser parser;
    http_parser_settings_init(&settings);
    settings.on_body = on_body;
    settings.on_chunk_complete = on_chunk_complete;
    settings.on_message_complete = on_complete;
    http_parser_init(&parser, HTTP_RESPONSE);
    parser.data = joiner;
    (void)http_parser_execute(&parser, &settings, head, sizeof head - 1);
    (void)http_parser_execute(&parser, &settings, body, length);
}

/* Twice over the chunks: a body whose chunks a crawler has joined already, with
 * the field still there, must not be changed. Chunks are passed over as a whole,
 * so this costs nothing. */
chunk_result http_chunks_join(char *body, size_t *length) {
    chunk_joiner joiner = {NULL, 0, 0, false};
    run_chunks(body, *length, &joiner);
    if (!joiner.is_complete && joiner.whole_chunks == 0)
        return CHUNKS_NONE;
    bool is_complete = joiner.is_complete;
    joiner = (chunk_joiner){body, 0, 0, false};
    run_chunks(body, *length, &joiner);
    *length = joiner.length;
    return is_complete ? CHUNKS_DECODED : CHUNKS_CUT;
}
