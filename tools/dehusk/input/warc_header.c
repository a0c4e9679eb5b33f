/*
 * The named fields at the front of a WARC record.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * WARC 0.17 to 1.1 differ in fields that are not used here. There is no kept
 * library for WARC in C; the format is some named fields and a block.
 */
#include "input/warc_header.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The end of the line that begins at `at`, behind its LF. */
static size_t line_end(const char *bytes, size_t at, size_t length) {
    const char *end = memchr(bytes + at, '\n', length - at);
    return end == NULL ? length : (size_t)(end - bytes) + 1;
}

/* "WARC/1.0" */
static bool is_version(byte_slice line) {
    size_t at = 5;
    if (line.length < 8 || memcmp(line.bytes, "WARC/", 5) != 0 || !is_digit(line.bytes[5]))
        return false;
    while (at < line.length && (is_digit(line.bytes[at]) || line.bytes[at] == '.'))
        at++;
    return at == line.length;
}

/* A line that begins with white space goes on where the one before it ended. */
static void unfold(char *bytes, size_t length) {
    for (size_t at = line_end(bytes, 0, length); at < length; at = line_end(bytes, at, length))
        if (bytes[at] == ' ' || bytes[at] == '\t')
            for (size_t i = at; i > 0 && (bytes[i - 1] == '\n' || bytes[i - 1] == '\r'); i--)
                bytes[i - 1] = ' ';
}

static bool parse_length(byte_slice value, uint64_t *length) {
    *length = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (!is_digit(value.bytes[i]) || *length > (UINT64_MAX / 2 - 9) / 10)
            return false;
        *length = *length * 10 + (uint64_t)(value.bytes[i] - '0');
    }
    return value.length > 0;
}

const char *warc_header_parse(char *bytes, size_t length, warc_header *header) {
    const struct {
        const char *name;
        byte_slice *value;
    } fields[] = {
        {"warc-type", &header->type},
        {"warc-record-id", &header->id},
        {"warc-target-uri", &header->url},
        {"warc-date", &header->date},
        {"content-type", &header->content_type},
        {"warc-identified-payload-type", &header->payload_type},
        {"warc-truncated", &header->truncated},
    };
    bool has_length = false;
    memset(header, 0, sizeof *header);
    size_t at = line_end(bytes, 0, length);
    if (!is_version(byte_slice_trim((byte_slice){bytes, at})))
        return "not a WARC record";
    if (memchr(bytes, '\0', length) != NULL)
        return "a NUL in the WARC header";
    unfold(bytes, length);
    for (size_t next; at < length; at = next) {
        next = line_end(bytes, at, length);
        const char *colon = memchr(bytes + at, ':', next - at);
        if (colon == NULL)
            continue; /* a line that says nothing: the block's length is what matters */
        byte_slice name = byte_slice_trim((byte_slice){bytes + at, (size_t)(colon - bytes) - at});
        byte_slice value = byte_slice_trim((byte_slice){colon + 1, next - (size_t)(colon - bytes) - 1});
        if (byte_slice_is(name, "content-length")) {
            if (!parse_length(value, &header->content_length))
                return "a Content-Length that is no number";
            has_length = true;
        }
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (fields[i].value->bytes == NULL && byte_slice_is(name, fields[i].name))
                *fields[i].value = value;
    }
    /* Some writers took the grammar's "<" uri ">" by its word. */
    byte_slice *url = &header->url;
    if (url->length >= 2 && url->bytes[0] == '<' && url->bytes[url->length - 1] == '>') {
        url->bytes++;
        url->length -= 2;
    }
    if (!has_length)
        return "no Content-Length";
    if (header->type.bytes == NULL)
        return "no WARC-Type";
    return NULL;
}
