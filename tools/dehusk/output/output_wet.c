/*
 * WET output: a WARC file of conversion records, each with the content of one
 * page as plain text (ISO 28500, WARC 1.1; the shape is that of Common Crawl's
 * WET files).
 *
 * The same input gives the same bytes. So a record's id is no random number but
 * a UUID of version 5, a hash over where the page is from and its content; and
 * dates are those of the input.
 */
#include "common/output_buffer.h"
#include "output/output.h"

#include <sha1.h>
#include <stdint.h>
#include <string.h>

enum {
    UUID_BYTES = 16,
    DATE_ROOM = 64 /* a date with more digits of a second than anyone writes */
};

static const char record_end[] = "\r\n\r\n";
static const char epoch[] = "1970-01-01T00:00:00Z"; /* where the input knows no date */

/* The name space of Dehusk's UUIDs: a random UUID, never to be changed. */
static const uint8_t name_space[UUID_BYTES] = {0x5e, 0x1b, 0x3c, 0x70, 0x92, 0xd4, 0x4a, 0x0f,
                                               0xb6, 0x2d, 0x8f, 0x17, 0xe3, 0x59, 0xc4, 0x06};

static bool has_shape(const char *text, const char *shape, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return true;
}

/* A WARC-Date from what the input calls a date: such a date itself, one with
 * the offset +00:00, or a day. */
static void put_date(const char *date, output_buffer *to) {
    static const char shape[] = "0000-00-00T00:00:00";
    enum { DAY = 10, SECOND = sizeof shape - 1 };
    size_t length = date != NULL ? strlen(date) : 0;
    if (length == DAY && has_shape(date, shape, DAY)) {
        put_bytes(to, date, DAY);
        put_text(to, "T00:00:00Z");
        return;
    }
    size_t end = SECOND;
    bool known = length > SECOND && length < DATE_ROOM && has_shape(date, shape, SECOND);
    if (known && date[end] == '.') {
        end += 1 + strspn(date + end + 1, "0123456789");
        known = end > SECOND + 1;
    }
    if (known && (strcmp(date + end, "Z") == 0 || strcmp(date + end, "+00:00") == 0)) {
        put_bytes(to, date, end);
        put_char(to, 'Z');
    } else {
        put_text(to, epoch);
    }
}

/* Puts what stands in a header: no byte that could end the row, and none that
 * has no place in a URI. What is escaped already stays. */
static void put_uri(const char *text, output_buffer *to) {
    static const char hex[] = "0123456789ABCDEF";
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte > 0x20 && byte < 0x7F && strchr("<>\"{}|\\^`", byte) == NULL) {
            put_char(to, *c);
            continue;
        }
        put_char(to, '%');
        put_char(to, hex[byte >> 4]);
        put_char(to, hex[byte & 15]);
    }
}

static void put_digest(const uint8_t *digest, output_buffer *to) {
    static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t held = 0;
    unsigned bits = 0;
    put_text(to, "sha1:");
    for (size_t i = 0; i < SHA1_DIGEST_LENGTH; i++) {
        held = held << 8 | digest[i]; /* of 160 bits, 32 digits: nothing is left over */
        for (bits += 8; bits >= 5; bits -= 5)
            put_char(to, base32[held >> (bits - 5) & 31]);
    }
}

static void put_uuid(const uint8_t *hash, output_buffer *to) {
    uint8_t uuid[UUID_BYTES];
    memcpy(uuid, hash, sizeof uuid);
    uuid[6] = (uint8_t)((uuid[6] & 0x0F) | 0x50); /* version 5 */
    uuid[8] = (uint8_t)((uuid[8] & 0x3F) | 0x80); /* RFC 4122 */
    put_text(to, "<urn:uuid:");
    for (size_t i = 0; i < UUID_BYTES; i++)
        put_format(to, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", uuid[i]);
    put_char(to, '>');
}

static void add(SHA1_CTX *hash, const void *bytes, size_t length) {
    SHA1Update(hash, bytes, length);
}

static void add_word(SHA1_CTX *hash, const char *word) {
    add(hash, word, strlen(word) + 1); /* with the zero that ends it */
}

/* Is it the name that a WARC file gives its records: <scheme:...>? */
static bool is_record_id(const char *id) {
    size_t length = id != NULL ? strlen(id) : 0;
    if (length < 4 || id[0] != '<' || id[length - 1] != '>' || strchr(id, ':') == NULL)
        return false;
    for (size_t i = 1; i + 1 < length; i++)
        if ((unsigned char)id[i] <= 0x20 || (unsigned char)id[i] >= 0x7F || id[i] == '<' || id[i] == '>')
            return false;
    return true;
}

static void put_target(const labelled_page *labelled, output_buffer *to) {
    const char *url = labelled->input->url;
    if (url != NULL && *url != '\0') {
        put_uri(url, to);
        return;
    }
    put_text(to, "file:");
    put_uri(labelled->source, to);
    if (labelled->from->kind == RECORD_JSON) {
        put_text(to, "#line=");
        put_number(to, labelled->from->line);
    }
}

/* The last row of a header, and the end of it. */
static void put_length(size_t length, output_buffer *to) {
    put_text(to, "\r\nContent-Length: ");
    put_number(to, length);
    put_text(to, "\r\n\r\n");
}

void output_wet_info(const char *date, const char *model, output_buffer *to) {
    output_buffer block = {0};
    put_text(&block, "software: dehusk ");
    put_text(&block, dehusk_version());
    put_text(&block, "\r\nformat: WARC File Format 1.1\r\n"
                     "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
                     "description: content of web pages, chrome left out\r\n");
    if (model != NULL) {
        put_text(&block, "model: ");
        for (const char *c = model; *c != '\0'; c++)
            put_char(&block, (unsigned char)*c < 0x20 ? ' ' : *c);
        put_text(&block, "\r\n");
    }
    uint8_t id[SHA1_DIGEST_LENGTH];
    SHA1_CTX hash;
    SHA1Init(&hash);
    add(&hash, name_space, sizeof name_space);
    add_word(&hash, date != NULL ? date : "");
    add(&hash, block.held.bytes, block.held.length);
    SHA1Final(id, &hash);

    put_text(to, "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: ");
    put_date(date, to);
    put_text(to, "\r\nWARC-Record-ID: ");
    put_uuid(id, to);
    put_text(to, "\r\nContent-Type: application/warc-fields");
    put_length(block.held.length, to);
    put_bytes(to, block.held.bytes, block.held.length);
    put_text(to, record_end);
    to->failed = to->failed || block.failed;
    output_buffer_free(&block);
}

/* The length of the content, and its hash. */
static size_t measure(const dehusk_page *page, uint8_t *digest) {
    SHA1_CTX hash;
    size_t length = 0;
    size_t count = dehusk_page_line_count(page);
    size_t last = count;
    SHA1Init(&hash);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        for (size_t breaks = output_breaks(page, last, i); breaks > 0; breaks--, length++)
            add(&hash, "\n", 1);
        add(&hash, line->text, line->text_length);
        length += line->text_length;
        last = i;
    }
    if (last < count) {
        add(&hash, "\n", 1);
        length++;
    }
    SHA1Final(digest, &hash);
    return length;
}

void output_wet(const page_output *output, const labelled_page *labelled, output_buffer *to) {
    uint8_t digest[SHA1_DIGEST_LENGTH];
    uint8_t id[SHA1_DIGEST_LENGTH];
    size_t length = measure(labelled->page, digest);
    if (length == 0)
        return;

    const record *from = labelled->from;
    const page_input *input = labelled->input;
    put_text(to, "WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Target-URI: ");
    size_t begin = to->held.length;
    put_target(labelled, to);
    size_t target_length = to->held.length - begin;

    SHA1_CTX hash;
    SHA1Init(&hash);
    add(&hash, name_space, sizeof name_space);
    add_word(&hash, input->id != NULL ? input->id : "");
    if (!to->failed)
        add(&hash, to->held.bytes + begin, target_length);
    add_word(&hash, input->date != NULL ? input->date : "");
    const uint64_t place[] = {from->offset, from->unpacked_offset, from->line};
    for (size_t i = 0; i < sizeof place / sizeof place[0]; i++)
        for (unsigned shift = 0; shift < 64; shift += 8) {
            uint8_t byte = (uint8_t)(place[i] >> shift);
            add(&hash, &byte, 1);
        }
    add(&hash, digest, sizeof digest);
    SHA1Final(id, &hash);

    put_text(to, "\r\nWARC-Date: ");
    put_date(input->date, to);
    put_text(to, "\r\nWARC-Record-ID: ");
    put_uuid(id, to);
    if (is_record_id(input->id)) {
        put_text(to, "\r\nWARC-Refers-To: ");
        put_text(to, input->id);
    }
    put_text(to, "\r\nWARC-Block-Digest: ");
    put_digest(digest, to);
    put_text(to, "\r\nContent-Type: text/plain");
    put_length(length, to);
    output_lines(output, labelled->page, DEHUSK_CONTENT, to);
    put_text(to, record_end);
}
