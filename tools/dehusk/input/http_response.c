/*
 * The head of an HTTP response as archives store it.
 *
 * Archives hold what servers sent: "HTTP/2 200" and worse, blank lines in
 * front, heads that nothing ends but the page.
 */
#include "input/http_response.h"

#include "common/characters.h"
#include "input/named_fields.h"

#include <string.h>

static http_value *value_named(http_response *response, byte_slice name) {
    if (byte_slice_is(name, "content-type"))
        return &response->content_type;
    if (byte_slice_is(name, "content-encoding"))
        return &response->content_encoding;
    if (byte_slice_is(name, "transfer-encoding"))
        return &response->transfer_encoding;
    return NULL;
}

/* Reads the fields from `at` to `end`, where the head ends. */
static void read_fields(char *bytes, size_t at, size_t end, http_response *response) {
    named_field field;
    while (named_field_next(bytes, end, &at, &field)) {
        http_value *value = value_named(response, field.name);
        if (value == NULL || field.value.length == 0 || memchr(field.value.bytes, '\0', field.value.length) != NULL)
            continue;
        /* Of several Content-Types, the last one holds. */
        if (value == &response->content_type)
            value->length = 0;
        if (field.value.length + 1 > sizeof value->bytes - value->length)
            continue;
        if (value->length > 0)
            value->bytes[value->length++] = ',';
        memcpy(value->bytes + value->length, field.value.bytes, field.value.length);
        value->length += field.value.length;
    }
}

static size_t skip_line_ends(byte_slice block) {
    size_t at = 0;
    while (at < block.length && (block.bytes[at] == '\r' || block.bytes[at] == '\n'))
        at++;
    return at;
}

/* "200 OK" and a line that is a field. */
static bool begins_with_status(byte_slice text) {
    if (text.length < 4 || !is_digit(text.bytes[0]) || !is_digit(text.bytes[1]) || !is_digit(text.bytes[2]) ||
        text.bytes[3] != ' ')
        return false;
    size_t line = line_end(text, 0);
    size_t next = line_end(text, line);
    const char *colon = memchr(text.bytes + line, ':', next - line);
    size_t name = colon != NULL ? (size_t)(colon - (text.bytes + line)) : 0;
    return name > 0 && memchr(text.bytes + line, ' ', name) == NULL && memchr(text.bytes + line, '<', name) == NULL;
}

bool http_response_has_head(byte_slice block) {
    size_t at = skip_line_ends(block);
    byte_slice rest = {block.bytes + at, block.length - at};
    if (rest.length < 5)
        return false;
    return byte_slice_is((byte_slice){rest.bytes, 5}, "http/") || memcmp(rest.bytes, "ICY ", 4) == 0 ||
           begins_with_status(rest);
}

/* "HTTP/1.1 200 OK", "HTTP/2 200", "200 OK"; 0: there is no status. */
static int parse_status(byte_slice line) {
    int status = 0;
    size_t at = 0;
    if (line.length > 0 && !is_digit(line.bytes[0]))
        while (at < line.length && line.bytes[at] != ' ' && line.bytes[at] != '\t')
            at++;
    while (at < line.length && (line.bytes[at] == ' ' || line.bytes[at] == '\t'))
        at++;
    for (size_t i = 0; i < 4 && at < line.length && is_digit(line.bytes[at]); i++, at++)
        status = status * 10 + (line.bytes[at] - '0');
    return status <= 999 ? status : 0;
}

/* Where the head ends: behind its empty line, or where a line begins with "<", as no field does. 0: nowhere. */
static size_t find_body(byte_slice block, size_t at) {
    while (at < block.length) {
        if (block.bytes[at] == '<')
            return at;
        size_t end = line_end(block, at);
        if (head_end((byte_slice){block.bytes, end}, at) != 0)
            return end;
        at = end;
    }
    return 0;
}

/* A proxy's answer goes before the server's. */
static bool is_preliminary(const http_response *response, byte_slice line) {
    if (response->status < 200)
        return true;
    if (response->status > 299 || response->content_type.length > 0)
        return false;
    for (size_t i = 0; i + 11 <= line.length; i++)
        if (byte_slice_is((byte_slice){line.bytes + i, 11}, "established"))
            return true;
    return false;
}

const char *http_response_parse(char *block, size_t length, http_response *response) {
    for (size_t begin = 0;;) {
        begin += skip_line_ends((byte_slice){block + begin, length - begin});
        byte_slice rest = {block + begin, length - begin};
        size_t fields = line_end(rest, 0);
        byte_slice line = byte_slice_trim((byte_slice){rest.bytes, fields});
        memset(response, 0, sizeof *response);
        response->status = parse_status(line);
        if (response->status < 100)
            return "an HTTP status line without a status";
        size_t end = find_body(rest, fields);
        /* A redirect without a body often ends without an empty line, too. */
        if (end == 0 && response->status < 300)
            return "an HTTP head without an end";
        response->body = end == 0 ? length : begin + end;
        read_fields(block, begin + fields, response->body, response);
        byte_slice after = {block + response->body, length - response->body};
        if (!is_preliminary(response, line) || !http_response_has_head(after))
            return NULL;
        begin = response->body;
    }
}
