/*
 * From a record to its page.
 *
 * What an archive says of a body is often no longer true: crawlers undo chunks
 * and content encodings and leave the fields that told of them. So what does not
 * decode and looks like text is taken as it is.
 */
#include "common/characters.h"
#include "input/content_encoding.h"
#include "input/content_type.h"
#include "input/http_chunks.h"
#include "input/http_response.h"
#include "input/json_page.h"
#include "input/record.h"

#include <string.h>

enum { ENCODINGS_MAX = 4 }; /* that one body has on top of each other; two are rare, and more are none known */

static record_result fail(record *item, const char *reason) {
    item->reason = reason;
    return RECORD_FAILED;
}

static record_result skip(record *item, record_skip why) {
    item->skip = why;
    return RECORD_SKIPPED;
}

/* -- Strings ------------------------------------------------------------- */

/* Room for copies of all of these, so that none moves. */
static bool reserve_strings(record *item, const byte_slice *values, size_t count) {
    size_t all = 0;
    item->strings.length = 0;
    for (size_t i = 0; i < count; i++)
        all += 2 * values[i].length + 1;
    return byte_buffer_reserve(&item->strings, all);
}

/* A zero-terminated copy as UTF-8; bytes that are not are taken for Latin-1, as
 * HTTP once had it. NULL for none. */
static const char *keep_string(record *item, byte_slice value, bool in_lower_case) {
    if (value.bytes == NULL || memchr(value.bytes, '\0', value.length) != NULL)
        return NULL;
    byte_buffer *strings = &item->strings;
    char *string = strings->bytes + strings->length;
    char *to = string;
    bool as_it_is = is_utf8(value.bytes, value.length);
    for (size_t i = 0; i < value.length; i++) {
        char c = in_lower_case ? to_lower(value.bytes[i]) : value.bytes[i];
        if (as_it_is)
            *to++ = c;
        else
            to += character_write(to, (unsigned char)c);
    }
    *to++ = '\0';
    strings->length += (size_t)(to - string);
    return string;
}

/* -- Bodies -------------------------------------------------------------- */

static byte_slice slice_of(const http_value *value) {
    return (byte_slice){value->length > 0 ? value->bytes : NULL, value->length};
}

/* The encodings named, in the order they were applied. */
static size_t list_encodings(const http_response *response, content_encoding *encodings) {
    byte_slice lists[] = {slice_of(&response->content_encoding), slice_of(&response->transfer_encoding)};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++)
        while (lists[i].length > 0) {
            const char *comma = memchr(lists[i].bytes, ',', lists[i].length);
            size_t length = comma != NULL ? (size_t)(comma - lists[i].bytes) : lists[i].length;
            byte_slice name = byte_slice_trim((byte_slice){lists[i].bytes, length});
            content_encoding encoding = content_encoding_named(name);
            lists[i].bytes += length + (comma != NULL ? 1 : 0);
            lists[i].length -= length + (comma != NULL ? 1 : 0);
            /* In Transfer-Encoding, "chunked" is seen to elsewhere. */
            if (encoding == ENCODING_IDENTITY || (i == 1 && encoding == ENCODING_UNKNOWN))
                continue;
            if (count < ENCODINGS_MAX)
                encodings[count++] = encoding;
            else
                encodings[count - 1] = ENCODING_UNKNOWN;
        }
    return count;
}

static bool is_chunked(const http_response *response) {
    byte_slice value = slice_of(&response->transfer_encoding);
    for (size_t i = 0; i + 7 <= value.length; i++)
        if (byte_slice_is((byte_slice){value.bytes + i, 7}, "chunked"))
            return true;
    return false;
}

/* What has been decoded becomes the body. */
static void take_decoded(record *item, byte_slice *body) {
    byte_buffer swapped = item->spare;
    item->spare = item->decoded;
    item->decoded = swapped;
    *body = (byte_slice){item->spare.bytes, item->spare.length};
}

/* Undoes an encoding that the head tells of. */
static encoding_result decode_told(record *item, content_encoding encoding, byte_slice *body) {
    encoding_result result = content_encoding_decode(encoding, *body, item->max_bytes + 1, &item->decoded);
    /* Some texts are empty streams by the letter. */
    bool is_wrong = result != ENCODING_DECODED || item->decoded.length == 0;
    if (is_wrong && result != ENCODING_NO_MEMORY && content_looks_like_text(body->bytes, body->length))
        return ENCODING_BROKEN;
    if (result == ENCODING_DECODED || result == ENCODING_CUT)
        take_decoded(item, body);
    return result;
}

/* Undoes encodings that nobody told of, or of which one was told that is there twice. */
static const char *decode_untold(record *item, content_encoding last, byte_slice *body, bool *cut) {
    for (int i = 0; i < ENCODINGS_MAX; i++) {
        content_encoding encoding = content_encoding_magic(*body);
        if (encoding == ENCODING_IDENTITY && last != ENCODING_UNKNOWN && body->length > 0 &&
            !content_looks_like_text(body->bytes, body->length))
            encoding = last;
        if (encoding == ENCODING_IDENTITY)
            return NULL;
        encoding_result result = content_encoding_decode(encoding, *body, item->max_bytes + 1, &item->decoded);
        if (result == ENCODING_NO_MEMORY)
            return "out of memory";
        byte_slice decoded = {item->decoded.bytes, item->decoded.length};
        if (result == ENCODING_BROKEN || decoded.length == 0 ||
            (!content_looks_like_text(decoded.bytes, decoded.length) &&
             content_encoding_magic(decoded) == ENCODING_IDENTITY))
            return NULL;
        *cut = *cut || result == ENCODING_CUT;
        take_decoded(item, body);
    }
    return NULL;
}

/* Undoes the encodings, the last one first. Returns NULL, or what is wrong. */
static const char *decode_body(record *item, const http_response *response, byte_slice *body, bool *cut) {
    content_encoding encodings[ENCODINGS_MAX];
    size_t count = list_encodings(response, encodings);
    content_encoding last = count > 0 ? encodings[0] : ENCODING_IDENTITY;
    while (count-- > 0) {
        content_encoding magic = content_encoding_magic(*body);
        content_encoding encoding = magic != ENCODING_IDENTITY ? magic : encodings[count];
        bool looked_like_text = content_looks_like_text(body->bytes, body->length);
        encoding_result result = decode_told(item, encoding, body);
        if (result == ENCODING_NO_MEMORY)
            return "out of memory";
        if (result == ENCODING_BROKEN && !looked_like_text && body->length > 0)
            return encoding == ENCODING_UNKNOWN ? "a content encoding that is not known"
                                                : "a body that its content encoding does not decode";
        *cut = *cut || result == ENCODING_CUT;
    }
    return decode_untold(item, last, body, cut);
}

/* -- Kinds of records ---------------------------------------------------- */

/* What the page is: by what the crawler found, what the server said, and how the body begins. */
static bool find_format(const record *item, byte_slice body, byte_slice media_type, dehusk_format *format) {
    dehusk_format identified_format;
    content_kind said = content_type_kind(media_type, format);
    content_kind identified = content_type_kind(item->header.payload_type, &identified_format);
    bool is_html = content_begins_html(body.bytes, body.length);
    if (identified == CONTENT_OTHER && !is_html)
        return false;
    if (identified == CONTENT_PAGE && (said != CONTENT_PAGE || identified_format == DEHUSK_FORMAT_HTML)) {
        said = CONTENT_PAGE;
        *format = identified_format;
    }
    if (said == CONTENT_OTHER)
        return false;
    if (is_html)
        *format = DEHUSK_FORMAT_HTML;
    return said == CONTENT_PAGE || is_html ||
           (said == CONTENT_UNKNOWN && content_looks_like_text(body.bytes, body.length));
}

/* Is it not worth decoding? */
static bool is_no_page(const record *item, byte_slice media_type) {
    dehusk_format format;
    return content_type_kind(media_type, &format) == CONTENT_OTHER &&
           (item->header.payload_type.bytes == NULL ||
            content_type_kind(item->header.payload_type, &format) != CONTENT_PAGE);
}

/* Gives the body as the page, if its type is one of a page's. */
static record_result give(record *item, byte_slice body, byte_slice type_field, page_input *page) {
    const warc_header *header = &item->header;
    content_type type = content_type_parse(type_field);
    byte_slice shown = type.media_type.bytes != NULL ? type.media_type : header->payload_type;
    const byte_slice values[] = {header->id, header->url, header->date, shown, type.charset};
    if (!reserve_strings(item, values, sizeof values / sizeof *values))
        return fail(item, "out of memory");
    page->id = keep_string(item, header->id, false);
    page->url = keep_string(item, header->url, false);
    page->date = keep_string(item, header->date, false);
    page->media_type = keep_string(item, shown, true);
    page->charset = keep_string(item, type.charset, false);
    if (!find_format(item, body, type.media_type, &page->format))
        return skip(item, SKIP_MEDIA_TYPE);
    /* The crawler converted it, and a WET file is UTF-8. */
    if (item->kind == RECORD_WARC_CONVERSION && page->charset == NULL)
        page->charset = "utf-8";
    page->bytes = body.bytes;
    page->length = body.length <= item->max_bytes ? body.length : item->max_bytes + 1;
    page->cut = page->cut || header->truncated.length > 0;
    return RECORD_PAGE;
}

static record_result decode_http(record *item, page_input *page) {
    http_response response;
    const char *problem = http_response_parse(item->block.bytes, item->block.length, &response);
    if (problem != NULL)
        return fail(item, problem);
    if (response.status < 200 || response.status > 299)
        return skip(item, SKIP_HTTP_STATUS);
    byte_slice media_type = content_type_parse(slice_of(&response.content_type)).media_type;
    if (is_no_page(item, media_type))
        return skip(item, SKIP_MEDIA_TYPE);
    char *start = item->block.bytes + response.body;
    byte_slice body = {start, item->block.length - response.body};
    /* A block that is too long shows it by its length, unless that changes. */
    bool is_short = item->cut || item->header.truncated.length > 0;
    chunk_result joined = http_chunks_join(start, &body.length, is_chunked(&response), is_short);
    bool changed = joined != CHUNKS_NONE;
    page->cut = joined == CHUNKS_CUT;
    const char *before = body.bytes;
    problem = decode_body(item, &response, &body, &page->cut);
    if (problem != NULL)
        return fail(item, problem);
    /* Some crawlers compressed chunks as they had come. */
    if (body.bytes == item->spare.bytes && body.length > 0)
        (void)http_chunks_join(item->spare.bytes, &body.length, false, false);
    changed = changed || body.bytes != before;
    if (item->cut && changed && body.length <= item->max_bytes)
        page->cut = true;
    return give(item, body, slice_of(&response.content_type), page);
}

/* May the body be chunks or compressed? Then it may become as long as a page may be, twice over. */
static bool may_grow(const record *item, const http_response *response) {
    content_encoding encodings[ENCODINGS_MAX];
    byte_slice body = {item->block.bytes + response->body, item->block.length - response->body};
    return list_encodings(response, encodings) > 0 || is_chunked(response) ||
           content_encoding_magic(body) != ENCODING_IDENTITY || (body.length > 0 && hex_value(body.bytes[0]) < 16);
}

size_t record_decode_bound(const record *item) {
    http_response response;
    byte_slice block = {item->block.length > 0 ? item->block.bytes : "", item->block.length};
    if (item->kind == RECORD_JSON)
        return 2 * block.length;
    if (item->kind != RECORD_WARC_RESPONSE || !http_response_has_head(block) ||
        http_response_parse(item->block.bytes, item->block.length, &response) != NULL || !may_grow(item, &response))
        return 0;
    return 3 * (item->max_bytes + 1); /* two buffers that grow by half */
}

record_result record_decode(record *item, page_input *page) {
    memset(page, 0, sizeof *page);
    if (item->kind == RECORD_JSON)
        return json_page_decode(item, page);
    /* Nothing was reserved for nothing: no pointer is NULL but for "unknown". */
    byte_slice block = {item->block.length > 0 ? item->block.bytes : "", item->block.length};
    if (item->kind == RECORD_WHOLE_FILE) {
        page->bytes = block.bytes;
        page->length = block.length;
        page->format = item->asked_format;
        return RECORD_PAGE;
    }
    if (item->kind == RECORD_WARC_RESPONSE && http_response_has_head(block))
        return decode_http(item, page);
    /* Without a head: as HTTP/0.9 had it, or from another protocol. */
    byte_slice type = item->header.content_type;
    byte_slice media_type = content_type_parse(type).media_type;
    if (byte_slice_is(media_type, "application/http"))
        type = (byte_slice){NULL, 0};
    return give(item, block, type, page);
}
