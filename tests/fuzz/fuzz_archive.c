/*
 * Archives, JSON lines and pages: the command's reader and decoder.
 * Options: [bits 0-2: kind asked, bits 3-4: packed here by gzip or zstd, which a fuzzer cannot do,
 *           bit 5: several members] [limit of a page, two bytes]
 */
#include "fuzz.h"
#include "input/json_page.h"
#include "input/record.h"
#include "unicode/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { GZIP = 8, ZSTD = 16, SEVERAL = 32 };

static void add_gzip(byte_buffer *to, const unsigned char *bytes, size_t length) {
    z_stream stream;
    size_t most = compressBound((uLong)length) + 64;
    memset(&stream, 0, sizeof stream);
    FZ_CHECK(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    FZ_CHECK(byte_buffer_reserve(to, most));
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)to->bytes + to->length;
    stream.avail_out = (uInt)most;
    FZ_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    to->length += most - stream.avail_out;
    deflateEnd(&stream);
}

static void add_zstd(byte_buffer *to, const unsigned char *bytes, size_t length) {
    size_t most = ZSTD_compressBound(length);
    FZ_CHECK(byte_buffer_reserve(to, most));
    size_t got = ZSTD_compress(to->bytes + to->length, most, bytes, length, 1);
    FZ_CHECK(!ZSTD_isError(got));
    to->length += got;
}

/* The file that the input stands for: with several members, one ends before each "WARC/". */
static byte_buffer make_file(const fz_input *input, uint8_t bits) {
    static const char mark[] = "WARC/";
    byte_buffer file = {0};
    const unsigned char *at = input->at;
    size_t left = input->left;
    FZ_CHECK(byte_buffer_reserve(&file, 1));
    if ((bits & (GZIP | ZSTD)) == 0) {
        FZ_CHECK(byte_buffer_append(&file, (const char *)at, left));
        return file;
    }
    while (left > 0) {
        size_t length = left;
        for (size_t i = 1; (bits & SEVERAL) != 0 && i + sizeof mark - 1 <= left; i++)
            if (memcmp(at + i, mark, sizeof mark - 1) == 0) {
                length = i;
                break;
            }
        if ((bits & GZIP) != 0)
            add_gzip(&file, at, length);
        else
            add_zstd(&file, at, length);
        at += length;
        left -= length;
    }
    return file;
}

static char path[] = "/tmp/dehusk-fuzz-XXXXXX"; /* of the archive that is read */

static void remove_file(void) {
    unlink(path);
}

static void write_file(const byte_buffer *file) {
    static int descriptor = -1;
    if (descriptor < 0) {
        descriptor = mkstemp(path);
        FZ_CHECK(descriptor >= 0 && atexit(remove_file) == 0);
    }
    FZ_CHECK(ftruncate(descriptor, 0) == 0);
    FZ_CHECK(pwrite(descriptor, file->bytes, file->length, 0) == (ssize_t)file->length);
}

static uint64_t add(uint64_t digest, const void *bytes, size_t length) {
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++)
        digest = (digest ^ b[i]) * UINT64_C(1099511628211);
    return (digest ^ length) * UINT64_C(1099511628211);
}

/* Headers may be in any encoding; what is made of them is UTF-8. */
static uint64_t add_string(uint64_t digest, const char *text) {
    if (text == NULL)
        return digest + 1;
    const unsigned char *end = (const unsigned char *)text + strlen(text);
    uint32_t length = 0;
    for (const unsigned char *at = (const unsigned char *)text; at < end; at += length)
        FZ_CHECK(dhk_utf8_decode(at, end, &length) != DHK_MALFORMED);
    return add(digest, text, strlen(text));
}

static uint64_t check_page(const page_input *page, size_t limit, uint64_t digest) {
    FZ_CHECK(page->length <= limit + 1);
    FZ_CHECK(page->bytes != NULL || page->length == 0);
    digest = add(digest, page->bytes, page->length);
    digest = add_string(digest, page->id);
    digest = add_string(digest, page->url);
    digest = add_string(digest, page->date);
    digest = add_string(digest, page->media_type);
    digest = add_string(digest, page->charset);
    json_field field;
    size_t hole;
    for (size_t at = 0; json_page_field_next(page, &at, &field, &hole);) {
        FZ_CHECK(field.value_length > 0);
        FZ_CHECK(hole == SIZE_MAX || hole + page->own_field.value_length <= field.value_length);
        digest = add(digest, field.name, field.name_length);
        digest = add(digest, field.value, field.value_length);
    }
    return digest;
}

/* Reads the file of `size` bytes, `unpacked` before it was packed, to its end, into a new record or one that has been used. */
static uint64_t read_file(input_kind kind, size_t limit, size_t size, size_t unpacked, record *item) {
    record_source *source = NULL;
    uint64_t digest = UINT64_C(14695981039346656037);
    uint64_t offset_before = 0;
    uint64_t unpacked_before = 0;
    bool is_first = true;
    bool has_ended = false;
    bool was_between = false; /* two records: a failure without a byte */
    size_t count = 0;
    FZ_CHECK(record_source_open(path, kind, limit, &source) == NULL);
    FZ_CHECK(kind == INPUT_AUTO || record_source_kind(source) == kind);
    for (;;) {
        uint64_t done;
        uint64_t all;
        page_input page;
        record_result result = record_source_next(source, item);
        record_source_progress(source, &done, &all);
        FZ_CHECK(done <= size && all == size);
        if (result == RECORD_END)
            break;
        FZ_CHECK(!has_ended && count++ <= 2 * (size + unpacked) + 2);
        FZ_CHECK(item->offset <= size && item->length <= size - item->offset);
        /* A damaged member may hold nothing that can be unpacked. */
        FZ_CHECK(is_first || (item->offset >= offset_before && item->unpacked_offset >= unpacked_before));
        FZ_CHECK(is_first || item->offset > offset_before || item->unpacked_offset > unpacked_before || item->is_last ||
                 was_between);
        was_between = result == RECORD_FAILED && item->length == 0 && !was_between;
        offset_before = item->offset;
        unpacked_before = item->unpacked_offset;
        is_first = false;
        digest = add(digest, &item->offset, sizeof item->offset);
        digest = add(digest, &item->length, sizeof item->length);
        digest = add(digest, &result, sizeof result);
        has_ended = result == RECORD_FAILED && item->is_last;
        if (result != RECORD_PAGE)
            continue;
        result = record_decode(item, &page);
        FZ_CHECK(result != RECORD_FAILED || item->reason != NULL);
        FZ_CHECK(result != RECORD_SKIPPED || record_skip_name(item->skip) != NULL);
        if (result == RECORD_PAGE)
            digest = check_page(&page, limit, digest);
    }
    record_source_close(source);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const input_kind kinds[] = {INPUT_AUTO, INPUT_WARC, INPUT_JSONL, INPUT_WET,
                                       INPUT_HTML, INPUT_TEXT, INPUT_ARC,   INPUT_JSONL};
    static record used;
    fz_input input = {data, size};
    uint8_t bits = fz_take(&input);
    size_t limit = fz_take(&input);
    limit = limit * 256 + fz_take(&input) + 1;
    byte_buffer file = make_file(&input, bits);
    write_file(&file);
    record item = {0};
    uint64_t digest = read_file(kinds[bits & 7], limit, file.length, input.left, &item);
    FZ_CHECK(read_file(kinds[bits & 7], limit, file.length, input.left, &used) == digest);
    record_free(&item);
    byte_buffer_free(&file);
    return 0;
}
