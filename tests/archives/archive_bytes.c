/*
 * Archives made up byte by byte, and what the command's readers make of them.
 */
#define _GNU_SOURCE /* pipe2() with packets */

#include "archives/archive_bytes.h"

#include "input/json_page.h"

#include <brotli/encode.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

/* -- Making ---------------------------------------------------------------- */

void ar_put(byte_buffer *to, const char *text) {
    assert_true(byte_buffer_append(to, text, strlen(text)));
}

void ar_record(byte_buffer *to, const char *type, const char *url, const char *content_type, const char *block,
               size_t length) {
    char line[64];
    ar_put(to, "WARC/1.0\r\nWARC-Type: ");
    ar_put(to, type);
    ar_put(to, "\r\nWARC-Record-ID: <urn:uuid:6a1c0a52-0c3f-4d9e-8f0e-2f60a1b2c3d4>\r\n"
               "WARC-Date: 2031-10-03T07:40:00Z\r\nWARC-Target-URI: ");
    ar_put(to, url);
    if (content_type != NULL) {
        ar_put(to, "\r\nContent-Type: ");
        ar_put(to, content_type);
    }
    snprintf(line, sizeof line, "\r\nContent-Length: %zu\r\n\r\n", length);
    ar_put(to, line);
    assert_true(byte_buffer_append(to, block, length));
    ar_put(to, "\r\n\r\n");
}

void ar_response(byte_buffer *to, const char *url, const char *head, const char *body, size_t length) {
    byte_buffer block = {0};
    ar_put(&block, head);
    ar_put(&block, "\r\n");
    assert_true(byte_buffer_append(&block, body, length));
    ar_record(to, "response", url, "application/http; msgtype=response", block.bytes, block.length);
    byte_buffer_free(&block);
}

static void deflate_with(byte_buffer *to, const char *bytes, size_t length, int window) {
    z_stream stream;
    size_t most = compressBound((uLong)length) + 64;
    memset(&stream, 0, sizeof stream);
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(byte_buffer_reserve(to, most));
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)to->bytes + to->length;
    stream.avail_out = (uInt)most;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    to->length += most - stream.avail_out;
    deflateEnd(&stream);
}

void ar_gzip(byte_buffer *to, const char *bytes, size_t length) {
    deflate_with(to, bytes, length, 15 + 16);
}

void ar_deflate(byte_buffer *to, const char *bytes, size_t length, bool with_zlib_head) {
    deflate_with(to, bytes, length, with_zlib_head ? 15 : -15);
}

void ar_zstd(byte_buffer *to, const char *bytes, size_t length, const char *dictionary, size_t dictionary_length) {
    size_t most = ZSTD_compressBound(length);
    ZSTD_CCtx *context = ZSTD_createCCtx();
    assert_non_null(context);
    assert_false(ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)));
    assert_false(ZSTD_isError(ZSTD_CCtx_loadDictionary(context, dictionary, dictionary_length)));
    assert_true(byte_buffer_reserve(to, most));
    size_t got = ZSTD_compress2(context, to->bytes + to->length, most, bytes, length);
    assert_false(ZSTD_isError(got));
    to->length += got;
    ZSTD_freeCCtx(context);
}

void ar_brotli(byte_buffer *to, const char *bytes, size_t length) {
    size_t most = BrotliEncoderMaxCompressedSize(length) + 64;
    assert_true(byte_buffer_reserve(to, most));
    assert_true(BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_DEFAULT_MODE, length, (const uint8_t *)bytes,
                                      &most, (uint8_t *)to->bytes + to->length));
    to->length += most;
}

void ar_skippable(byte_buffer *to, unsigned magic, const char *bytes, size_t length) {
    unsigned values[] = {magic, (unsigned)length};
    for (size_t i = 0; i < 8; i++) {
        char byte = (char)(values[i / 4] >> (8 * (i % 4)) & 0xFF);
        assert_true(byte_buffer_append(to, &byte, 1));
    }
    assert_true(byte_buffer_append(to, bytes, length));
}

/* -- Reading --------------------------------------------------------------- */

static char *copy(const char *text) {
    return text != NULL ? strdup(text) : NULL;
}

static char *copy_fields(const page_input *page) {
    byte_buffer text = {0};
    json_field field;
    size_t hole;
    for (size_t at = 0; json_page_field_next(page, &at, &field, &hole);) {
        assert_true(byte_buffer_append(&text, field.name, field.name_length));
        ar_put(&text, "=");
        size_t front = hole == SIZE_MAX ? field.value_length : hole;
        assert_true(byte_buffer_append(&text, field.value, front));
        if (hole != SIZE_MAX) {
            size_t behind = hole + page->own_field.value_length;
            ar_put(&text, "(page)");
            assert_true(byte_buffer_append(&text, field.value + behind, field.value_length - behind));
        }
        ar_put(&text, ";");
    }
    assert_true(byte_buffer_append(&text, "", 1));
    return text.bytes;
}

static void keep(ar_results *results, record_result result, const record *item, const page_input *page) {
    /* There is room for a power of two of them, and no more when they are as many. */
    if ((results->count & (results->count - 1)) == 0) {
        ar_result *all = realloc(results->all, (results->count > 0 ? 2 * results->count : 1) * sizeof *all);
        assert_non_null(all);
        results->all = all;
    }
    ar_result *kept = &results->all[results->count];
    memset(kept, 0, sizeof *kept);
    kept->result = result;
    kept->place.offset = item->offset;
    kept->place.length = item->length;
    kept->place.unpacked_offset = item->unpacked_offset;
    kept->place.line = item->line;
    kept->place.skip = item->skip;
    kept->place.reason = result == RECORD_FAILED ? item->reason : NULL;
    kept->place.error_number = item->error_number;
    kept->place.is_last = item->is_last;
    kept->place.kind = item->kind;
    if (result == RECORD_PAGE) {
        kept->page = *page;
        kept->bytes = calloc(page->length + 1, 1);
        assert_non_null(kept->bytes);
        if (page->length > 0)
            memcpy(kept->bytes, page->bytes, page->length);
        kept->url = copy(page->url);
        kept->id = copy(page->id);
        kept->date = copy(page->date);
        kept->media_type = copy(page->media_type);
        kept->charset = copy(page->charset);
        kept->fields = copy_fields(page);
    } else if (result == RECORD_FAILED) {
        assert_non_null(item->reason);
    }
    static const char letters[] = "psf";
    if (results->count < sizeof results->summary - 1)
        results->summary[results->count] = result == RECORD_FAILED && item->is_last ? 'F' : letters[(size_t)result];
    results->count++;
}

static ar_results read_fields_from(const char *path, input_kind kind, size_t max_bytes, const char *page_field,
                                   const char *url_field) {
    ar_results results;
    record item = {0};
    record_source *source = NULL;
    memset(&results, 0, sizeof results);
    assert_null(record_source_open(path, kind, max_bytes, &source));
    record_source_name_fields(source, page_field, url_field);
    results.kind = record_source_kind(source);
    for (;;) {
        page_input page;
        memset(&page, 0, sizeof page);
        record_result result = record_source_next(source, &item);
        if (result == RECORD_END)
            break;
        bool is_last = result == RECORD_FAILED && item.is_last;
        if (result == RECORD_PAGE)
            result = record_decode(&item, &page);
        keep(&results, result, &item, &page);
        if (is_last)
            assert_int_equal(record_source_next(source, &item), RECORD_END);
    }
    assert_int_equal(record_source_next(source, &item), RECORD_END);
    record_source_close(source);
    record_free(&item);
    return results;
}

static ar_results read_from(const char *path, input_kind kind, size_t max_bytes) {
    return read_fields_from(path, kind, max_bytes, NULL, NULL);
}

/* Writes all of it to a pipe that gives each piece for itself, and ends the process. */
static void write_pieces(int descriptor, const byte_buffer *archive, size_t piece) {
    for (size_t at = 0; at < archive->length; at += piece) {
        size_t length = archive->length - at < piece ? archive->length - at : piece;
        if (write(descriptor, archive->bytes + at, length) != (ssize_t)length)
            _exit(1);
    }
    _exit(0);
}

/* Reads the same bytes from a pipe that gives them in pieces of this length. */
static ar_results read_pieces(const byte_buffer *archive, input_kind kind, size_t max_bytes, size_t piece) {
    int ends[2];
    char path[64];
    assert_int_equal(pipe2(ends, O_DIRECT), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]); /* who stops reading ends the writing */
        write_pieces(ends[1], archive, piece);
    }
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    ar_results results = read_from(path, kind, max_bytes);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return results;
}

static bool same(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* The same results? Both must have been read from the same bytes. */
static bool equal(const ar_results *left, const ar_results *right) {
    if (left->count != right->count || left->kind != right->kind)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        const ar_result *a = &left->all[i];
        const ar_result *b = &right->all[i];
        if (a->result != b->result || a->place.offset != b->place.offset || a->place.length != b->place.length ||
            a->place.unpacked_offset != b->place.unpacked_offset || a->place.line != b->place.line ||
            a->place.is_last != b->place.is_last || !same(a->place.reason, b->place.reason) ||
            a->page.length != b->page.length || a->page.format != b->page.format || a->page.cut != b->page.cut ||
            (a->page.length > 0 && memcmp(a->bytes, b->bytes, a->page.length) != 0) || !same(a->url, b->url) ||
            !same(a->charset, b->charset) || !same(a->fields, b->fields)) {
            print_error("result %zu: offset %llu, %llu; length %llu, %llu; unpacked %llu, %llu; %s, %s\n", i,
                        (unsigned long long)a->place.offset, (unsigned long long)b->place.offset,
                        (unsigned long long)a->place.length, (unsigned long long)b->place.length,
                        (unsigned long long)a->place.unpacked_offset, (unsigned long long)b->place.unpacked_offset,
                        a->place.reason != NULL ? a->place.reason : "", b->place.reason != NULL ? b->place.reason : "");
            return false;
        }
    }
    return true;
}

/* However reads cut the file, the same comes out. */
static void check_pieces(const byte_buffer *archive, input_kind kind, size_t max_bytes, const ar_results *whole) {
    enum { SMALL = 6000, LARGE = 1 << 20 };
    static const size_t pieces[] = {500, 20, 11, 3, 1};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        if (archive->length > (i == 0 ? LARGE : SMALL))
            return;
        ar_results again = read_pieces(archive, kind, max_bytes, pieces[i]);
        if (!equal(whole, &again))
            fail_msg("in pieces of %zu bytes: %s instead of %s", pieces[i], again.summary, whole->summary);
        ar_free(&again);
    }
}

static void write_temporary(char *path, const byte_buffer *archive) {
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, archive->bytes, archive->length), (ssize_t)archive->length);
    close(descriptor);
}

ar_results ar_read_fields(const byte_buffer *archive, const char *page_field, const char *url_field) {
    char path[] = "/tmp/dehusk-archive-XXXXXX";
    write_temporary(path, archive);
    ar_results results = read_fields_from(path, INPUT_JSONL, 1 << 20, page_field, url_field);
    unlink(path);
    return results;
}

ar_results ar_read(const byte_buffer *archive, input_kind kind, size_t max_bytes) {
    char path[] = "/tmp/dehusk-archive-XXXXXX";
    write_temporary(path, archive);
    ar_results results = read_from(path, kind, max_bytes);
    unlink(path);
    check_pieces(archive, kind, max_bytes, &results);
    return results;
}

static ar_results read_pipe(const byte_buffer *archive, input_kind kind, size_t max_bytes) {
    int ends[2];
    char path[64];
    assert_int_equal(pipe(ends), 0);
    assert_true(archive->length <= 65536);
    assert_int_equal(write(ends[1], archive->bytes, archive->length), (ssize_t)archive->length);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    ar_results results = read_from(path, kind, max_bytes);
    close(ends[0]);
    return results;
}

ar_results ar_read_both_ways(const byte_buffer *archive, input_kind kind, size_t max_bytes) {
    ar_results from_file = ar_read(archive, kind, max_bytes);
    ar_results from_pipe = read_pipe(archive, kind, max_bytes);
    assert_true(equal(&from_file, &from_pipe));
    ar_free(&from_pipe);
    return from_file;
}

void ar_free(ar_results *results) {
    for (size_t i = 0; i < results->count; i++) {
        free(results->all[i].bytes);
        free(results->all[i].url);
        free(results->all[i].id);
        free(results->all[i].date);
        free(results->all[i].media_type);
        free(results->all[i].charset);
        free(results->all[i].fields);
    }
    free(results->all);
    memset(results, 0, sizeof *results);
}
