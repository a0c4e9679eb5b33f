/*
 * The named fields at the front of a WARC record.
 *
 * WARC 0.17 to 1.1 differ in fields that are not used here. There is no kept
 * library for WARC in C; the format is some named fields and a block.
 */
#include "input/warc_header.h"

#include "common/characters.h"
#include "input/named_fields.h"

#include <string.h>

/* "WARC/1.0" */
static bool is_version(byte_slice line) {
    size_t at = 5;
    if (line.length < 8 || memcmp(line.bytes, "WARC/", 5) != 0 || !is_digit(line.bytes[5]))
        return false;
    while (at < line.length && (is_digit(line.bytes[at]) || line.bytes[at] == '.'))
        at++;
    return at == line.length;
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
    named_field field;
    size_t at = line_end((byte_slice){bytes, length}, 0);
    if (!is_version(byte_slice_trim((byte_slice){bytes, at})))
        return "not a WARC record";
    if (memchr(bytes, '\0', length) != NULL)
        return "a NUL in the WARC header";
    /* Of fields that stand twice the first one holds. */
    while (named_field_next(bytes, length, &at, &field)) {
        if (!has_length && byte_slice_is(field.name, "content-length")) {
            if (!parse_length(field.value, &header->content_length))
                return "a Content-Length that is no number";
            has_length = true;
        }
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (fields[i].value->bytes == NULL && byte_slice_is(field.name, fields[i].name))
                *fields[i].value = field.value;
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
