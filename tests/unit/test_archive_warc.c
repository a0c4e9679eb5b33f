/* WARC and WET files: records, their headers, and what is wrong with some of them. */
#include "archives/archive_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

static const char html_head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";
static const char page_one[] = "<p>The ferry sails again.";
static const char page_two[] = "<p>Two hundred people stood on the quay.";

static void add_page(byte_buffer *to, const char *url, const char *body) {
    ar_response(to, url, html_head, body, strlen(body));
}

static void responses_are_pages(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_record(&archive, "warcinfo", "", "application/warc-fields", "software: x\r\n", 13);
    size_t first = archive.length;
    add_page(&archive, "http://a.example/1", page_one);
    size_t second = archive.length;
    add_page(&archive, "http://a.example/2", page_two);
    ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_int_equal(results.kind, INPUT_WARC);
    assert_string_equal(results.summary, "spp");
    assert_int_equal(results.all[0].place.skip, SKIP_RECORD_TYPE);
    const ar_result *page = &results.all[1];
    assert_int_equal(page->place.offset, first);
    assert_int_equal(page->place.length, second - first);
    assert_int_equal(page->place.unpacked_offset, first);
    assert_string_equal(page->bytes, page_one);
    assert_string_equal(page->url, "http://a.example/1");
    assert_string_equal(page->id, "<urn:uuid:6a1c0a52-0c3f-4d9e-8f0e-2f60a1b2c3d4>");
    assert_string_equal(page->date, "2031-10-03T07:40:00Z");
    assert_string_equal(page->media_type, "text/html");
    assert_string_equal(page->charset, "utf-8");
    assert_int_equal(page->page.format, DEHUSK_FORMAT_HTML);
    assert_false(page->page.cut);
    assert_string_equal(results.all[2].bytes, page_two);
    assert_int_equal(results.all[2].place.length, archive.length - second);
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void types_of_records(void **state) {
    static const struct {
        const char *type;
        const char *content_type;
        char expected;
        record_skip skip;
        dehusk_format format;
    } cases[] = {
        {"resource", "text/html", 'p', 0, DEHUSK_FORMAT_HTML},
        {"resource", "TEXT/Plain; charset=\"koi8-r\"", 'p', 0, DEHUSK_FORMAT_TEXT},
        {"resource", "image/png", 's', SKIP_MEDIA_TYPE, 0},
        {"resource", NULL, 'p', 0, DEHUSK_FORMAT_AUTO},
        {"conversion", "text/plain", 'p', 0, DEHUSK_FORMAT_TEXT},
        {"conversion", "text/html", 'p', 0, DEHUSK_FORMAT_HTML},
        {"conversion", "application/json", 's', SKIP_MEDIA_TYPE, 0},
        {"response", "text/dns", 's', SKIP_MEDIA_TYPE, 0},
        {"response", "application/http; msgtype=response", 'p', 0, DEHUSK_FORMAT_AUTO},
        {"request", "application/http; msgtype=request", 's', SKIP_RECORD_TYPE, 0},
        {"metadata", "application/warc-fields", 's', SKIP_RECORD_TYPE, 0},
        {"continuation", "text/html", 's', SKIP_RECORD_TYPE, 0},
        {"x-unknown", "text/html", 's', SKIP_RECORD_TYPE, 0},
        {"revisit", "application/http; msgtype=response", 's', SKIP_REVISIT, 0},
        {"Response", "text/html", 'p', 0, DEHUSK_FORMAT_HTML},
    };
    byte_buffer archive = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ar_record(&archive, cases[i].type, "http://a.example/", cases[i].content_type, "A line of text.", 15);
    ar_results results = ar_read_both_ways(&archive, INPUT_WET, LIMIT);
    assert_int_equal(results.count, sizeof cases / sizeof *cases);
    for (size_t i = 0; i < results.count; i++) {
        assert_int_equal(results.summary[i], cases[i].expected);
        if (cases[i].expected == 's')
            assert_int_equal(results.all[i].place.skip, cases[i].skip);
        else
            assert_int_equal(results.all[i].page.format, cases[i].format);
    }
    assert_string_equal(results.all[1].charset, "koi8-r");
    assert_string_equal(results.all[4].charset, "utf-8");
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void reasons_have_names(void **state) {
    (void)state;
    assert_string_equal(record_skip_name(SKIP_RECORD_TYPE), "record-type");
    assert_string_equal(record_skip_name(SKIP_REVISIT), "revisit");
    assert_string_equal(record_skip_name(SKIP_HTTP_STATUS), "http-status");
    assert_string_equal(record_skip_name(SKIP_MEDIA_TYPE), "media-type");
}

/* What is read of a header that is written by hand, with a block of "<p>Text". */
static void expect_header(const char *header, const char *summary, const char *url, const char *reason) {
    byte_buffer archive = {0};
    ar_put(&archive, header);
    ar_put(&archive, "<p>Text\r\n\r\n");
    ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, summary);
    if (url != NULL)
        assert_string_equal(results.all[0].url, url);
    if (summary[0] == 'p')
        assert_string_equal(results.all[0].bytes, "<p>Text");
    if (reason != NULL)
        assert_string_equal(results.all[0].place.reason, reason);
    ar_free(&results);
    byte_buffer_free(&archive);
}

#define RESOURCE "WARC-Type: resource\r\nContent-Type: text/html\r\n"

static void headers_of_many_shapes(void **state) {
    (void)state;
    expect_header("WARC/0.18\r\n" RESOURCE "Content-Length: 7\r\n\r\n", "p", NULL, NULL);
    expect_header("WARC/1.1\r\n" RESOURCE "Content-Length: 7\r\n\r\n", "p", NULL, NULL);
    expect_header("WARC/1.0\nwarc-type:resource\ncontent-type:text/html\nCONTENT-LENGTH:7\n\n", "p", NULL, NULL);
    expect_header("WARC/1.0\r\n" RESOURCE "WARC-Target-URI: <http://a.example/>\r\nContent-Length: 7\r\n\r\n", "p",
                  "http://a.example/", NULL);
    expect_header("WARC/1.0\r\n" RESOURCE
                  "WARC-Target-URI:\r\n  http://a.example/\r\n\tlong\r\nContent-Length: 7\r\n\r\n",
                  "p", "http://a.example/  \tlong", NULL);
    /* Latin-1 and UTF-8 in a value. */
    expect_header("WARC/1.0\r\n" RESOURCE "WARC-Target-URI: http://a.example/\xE9\r\nContent-Length: 7\r\n\r\n", "p",
                  "http://a.example/\xC3\xA9", NULL);
    expect_header("WARC/1.0\r\n" RESOURCE "WARC-Target-URI: http://a.example/\xC3\xA9\r\nContent-Length: 7\r\n\r\n",
                  "p", "http://a.example/\xC3\xA9", NULL);
    /* A line without a colon says nothing; the first of two fields holds. */
    expect_header("WARC/1.0\r\nrubbish\r\n" RESOURCE "WARC-Target-URI: a\r\nWARC-Target-URI: b\r\nContent-Length: "
                  "7\r\n\r\n",
                  "p", "a", NULL);
}

static void headers_that_are_wrong(void **state) {
    (void)state;
    expect_header("WARC/1.0\r\n" RESOURCE "\r\n", "F", NULL, "no Content-Length");
    expect_header("WARC/1.0\r\n" RESOURCE "Content-Length: seven\r\n\r\n", "F", NULL,
                  "a Content-Length that is no number");
    expect_header("WARC/1.0\r\n" RESOURCE "Content-Length: -7\r\n\r\n", "F", NULL,
                  "a Content-Length that is no number");
    expect_header("WARC/1.0\r\n" RESOURCE "Content-Length: 99999999999999999999\r\n\r\n", "F", NULL,
                  "a Content-Length that is no number");
    expect_header("WARC/1.0\r\nContent-Length: 7\r\n\r\n", "F", NULL, "no WARC-Type");
    expect_header("WARC/x\r\n" RESOURCE "Content-Length: 7\r\n\r\n", "F", NULL, "not a WARC record");
    expect_header("rubbish\r\n", "F", NULL, "not a WARC record");
    expect_header("WARC/1.0\r\n" RESOURCE "Content-Length: 70\r\n\r\n", "F", NULL, "the file ends within a record");
    expect_header("WARC/1.0\r\n" RESOURCE "Content-Length: 9223372036854775000\r\n\r\n", "F", NULL,
                  "the file ends within a record");
}

static void a_nul_in_a_header(void **state) {
    static const char header[] = "WARC/1.0\r\n" RESOURCE "WARC-Target-URI: a\0b\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    byte_buffer archive = {0};
    (void)state;
    assert_true(byte_buffer_append(&archive, header, sizeof header - 1));
    add_page(&archive, "u", page_one);
    ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "fp");
    assert_string_equal(results.all[0].place.reason, "a NUL in the WARC header");
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void a_header_without_end(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_put(&archive, "WARC/1.0\r\n");
    for (size_t i = 0; i < 8192; i++)
        ar_put(&archive, "X: yyyyyyyy");
    ar_put(&archive, "\r\n\r\n");
    size_t next = archive.length;
    add_page(&archive, "u", page_one);
    ar_results results = ar_read(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "fp");
    assert_string_equal(results.all[0].place.reason, "a WARC header that is too long");
    assert_int_equal(results.all[0].place.length, next);
    assert_int_equal(results.all[1].place.offset, next);
    ar_free(&results);
    byte_buffer_free(&archive);
}

#define FIFTY "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* A writer that counts characters, or line ends, is some bytes off. */
static void lengths_that_are_mended(void **state) {
    static const char *const lengths[] = {"2", "6", "8", "11", "12", "20", "60"};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof lengths / sizeof *lengths; i++) {
        size_t which = i / 2;
        byte_buffer archive = {0};
        add_page(&archive, "http://a.example/1", page_one);
        ar_put(&archive, "WARC/1.0\r\n" RESOURCE "Content-Length: ");
        ar_put(&archive, lengths[which]);
        ar_put(&archive, "\r\n\r\n<p>Text\r\n\r\n");
        if (i % 2 == 0)
            add_page(&archive, "http://a.example/2", page_two);
        else if (which > 1)
            ar_put(&archive, FIFTY); /* only lengths that are too small lead anywhere */
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        if (i % 2 == 0 || which < 2) {
            assert_string_equal(results.summary, i % 2 == 0 ? "ppp" : "pp");
            assert_memory_equal(results.all[1].bytes, "<p>Text", 7);
            assert_true(results.all[1].page.length <= 11);
            assert_false(results.all[1].page.cut);
        }
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* A length that is too large by some bytes, and the next record where a line of the page ends: a writer was killed there,
 * and another wrote on. The page is told to be cut. */
static void a_page_cut_at_a_line(void **state) {
    static const char *const ends[] = {"\n", "\r\n", "\r\n\r\n", "\n\n"};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        byte_buffer archive = {0};
        ar_put(&archive, "WARC/1.0\r\n" RESOURCE "Content-Length: 40\r\n\r\n<p>Line\n<p>And");
        ar_put(&archive, ends[i]);
        add_page(&archive, "http://a.example/2", page_two);
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "pp");
        assert_int_equal(results.all[0].page.length, strlen("<p>Line\n<p>And"));
        assert_int_equal(results.all[0].page.cut, i < 2);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* Where one program was killed and another wrote on: what is cut off takes nothing of the next record. */
static void a_header_that_is_cut_off(void **state) {
    static const char cut[] = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://wrong.example/\r\n"
                              "Content-Type: application/http; msgtype=respo\r\n";
    (void)state;
    for (size_t kind = 0; kind < 2; kind++) {
        byte_buffer archive = {0};
        add_page(&archive, "http://a.example/1", page_one);
        size_t at = archive.length;
        ar_put(&archive, cut);
        size_t next = archive.length;
        add_page(&archive, "http://a.example/2", page_two);
        if (kind == 1) {
            byte_buffer packed = {0};
            ar_gzip(&packed, archive.bytes, archive.length);
            byte_buffer_free(&archive);
            archive = packed;
        }
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "pfp");
        assert_string_equal(results.all[1].place.reason, "a WARC header that is cut off");
        assert_string_equal(results.all[2].url, "http://a.example/2");
        assert_string_equal(results.all[2].bytes, page_two);
        assert_int_equal(results.all[1].place.unpacked_offset, at);
        assert_int_equal(results.all[2].place.unpacked_offset, next);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* Of two fields of a name the first one holds, the length's too. */
static void fields_that_stand_twice(void **state) {
    (void)state;
    expect_header("WARC/1.0\r\n" RESOURCE "WARC-Target-URI: a\r\nContent-Length: 7\r\nWARC-Target-URI: b\r\n"
                  "Content-Length: 700\r\n\r\n",
                  "p", "a", NULL);
}

/* A header that is bad in itself, and the next record right behind it. */
static void a_record_right_behind_a_bad_header(void **state) {
    static const char *const bad[] = {"WARC/1.0\r\nWARC-Type: resource\r\n\r\n",
                                      "WARC/1.0\r\nContent-Length: 7\r\n\r\n"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        byte_buffer archive = {0};
        ar_put(&archive, bad[i]);
        add_page(&archive, "u", page_two);
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "fp");
        assert_string_equal(results.all[1].bytes, page_two);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* One bad record between two good ones: the good ones are read, wherever the bad one leads. */
static void reading_goes_on_behind_a_bad_record(void **state) {
    static const struct {
        const char *bad;
        const char *reason;
    } cases[] = {
        {"WARC/1.0\r\n" RESOURCE "\r\n<p>Text\r\n\r\n", "no Content-Length"},
        {"WARC/1.0\r\n" RESOURCE "Content-Length: 2\r\n\r\n<p>" FIFTY FIFTY "\r\n\r\n",
         "a Content-Length that leads to no record"},
        {"WARC/1.0\r\n" RESOURCE "Content-Length: 98\r\n\r\n<p>Text\r\n\r\n",
         "a Content-Length that leads to no record"},
        {"WARC/1.0\r\n" RESOURCE "Content-Length: 20000\r\n\r\n<p>Text\r\n\r\n", "the file ends within a record"},
        {"<p>No header at all\r\n\r\n", "not a WARC record"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer archive = {0};
        add_page(&archive, "http://a.example/1", page_one);
        size_t bad = archive.length;
        ar_put(&archive, cases[i].bad);
        size_t next = archive.length;
        add_page(&archive, "http://a.example/2", page_two);
        add_page(&archive, "http://a.example/3", page_one);
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "pfpp");
        assert_string_equal(results.all[1].place.reason, cases[i].reason);
        assert_int_equal(results.all[1].place.offset, bad);
        assert_int_equal(results.all[1].place.length, next - bad);
        assert_int_equal(results.all[2].place.offset, next);
        assert_string_equal(results.all[2].bytes, page_two);
        assert_string_equal(results.all[3].bytes, page_one);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

static void line_ends_between_records(void **state) {
    static const char *const ends[] = {"", "\n", "\r\n", "\n\n", "\r\n\r\n\r\n\r\n\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        byte_buffer archive = {0};
        for (size_t k = 0; k < 3; k++) {
            add_page(&archive, "u", page_one);
            archive.length -= 4;
            ar_put(&archive, ends[i]);
        }
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "ppp");
        assert_string_equal(results.all[2].bytes, page_one);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* A writer was killed at any byte of the second of four records, and another wrote on: the second one is lost and told, and
 * the third one is found where it begins, in the middle of a line. */
static void cut_off_and_written_on(void **state) {
    byte_buffer records[4] = {{0}};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        add_page(&records[i], i % 2 == 0 ? "u" : "v", i % 2 == 0 ? page_one : page_two);
    for (size_t cut = 1; cut + 4 < records[1].length; cut++) {
        byte_buffer archive = {0};
        assert_true(byte_buffer_append(&archive, records[0].bytes, records[0].length));
        assert_true(byte_buffer_append(&archive, records[1].bytes, cut));
        for (size_t i = 2; i < 4; i++)
            assert_true(byte_buffer_append(&archive, records[i].bytes, records[i].length));
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        if (strcmp(results.summary, "pfpp") != 0)
            fail_msg("cut at %zu: %s", cut, results.summary);
        assert_string_equal(results.all[2].url, "u");
        assert_string_equal(results.all[2].bytes, page_one);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
    for (size_t i = 0; i < 4; i++)
        byte_buffer_free(&records[i]);
}

/* What was cut off has a length that ends some bytes before the record behind the one that another wrote. That one, which
 * begins in the middle of a line, is no part of it. */
static void a_length_that_nearly_takes_the_next_record(void **state) {
    (void)state;
    for (size_t less = 5; less < sizeof page_one; less++) {
        byte_buffer next = {0};
        byte_buffer archive = {0};
        char head[128];
        add_page(&next, "u", page_one);
        snprintf(head, sizeof head, "WARC/1.0\r\n" RESOURCE "Content-Length: %zu\r\n\r\nThe gulls st",
                 strlen("The gulls st") + next.length - less);
        ar_put(&archive, head);
        assert_true(byte_buffer_append(&archive, next.bytes, next.length));
        add_page(&archive, "v", page_two);
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        if (strcmp(results.summary, "fpp") != 0)
            fail_msg("%zu bytes less: %s", less, results.summary);
        assert_string_equal(results.all[1].url, "u");
        assert_string_equal(results.all[1].bytes, page_one);
        ar_free(&results);
        byte_buffer_free(&archive);
        byte_buffer_free(&next);
    }
}

/* A length beyond the file's end has taken all records behind its own; they are found. So is one before rubbish. */
static void lengths_beyond_the_end_and_rubbish(void **state) {
    byte_buffer archive = {0};
    (void)state;
    add_page(&archive, "u", page_one);
    ar_put(&archive, "WARC/1.0\r\n" RESOURCE "Content-Length: 99999999999\r\n\r\nx\r\n\r\n");
    add_page(&archive, "u", page_two);
    add_page(&archive, "u", page_one);
    ar_put(&archive, "WARX/1.0\r\n" RESOURCE "Content-Length: 1\r\n\r\nx\r\n\r\n");
    add_page(&archive, "u", page_two);
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pfppfp");
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* Thousands of line ends are no record, and do not fill the memory; rubbish behind two of them takes no page with it. */
static void very_many_line_ends(void **state) {
    byte_buffer archive = {0};
    (void)state;
    add_page(&archive, "u", page_one);
    for (size_t i = 0; i < 300000; i++)
        ar_put(&archive, "\r\n\r\n\r\n\r\n");
    add_page(&archive, "u", page_two);
    ar_put(&archive, "rubbish");
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "ppF");
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* What is no page needs no HTTP head, whatever the record before it was: one record is filled again and again. */
static void a_record_knows_nothing_of_the_one_before(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_response(&archive, "u", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", page_one, strlen(page_one));
    ar_put(&archive, "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 4\r\n\r\na: b\r\r\r\rrubbish");
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "psF");
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* A URL that ends as records begin, before another field. */
static void a_url_that_ends_with_a_version(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_put(&archive, "WARC/1.0\r\n" RESOURCE "WARC-Target-URI: http://a.example/WARC/1.0\r\n"
                     "WARC-IP-Address: 192.0.2.1\r\nContent-Length: 7\r\n\r\n<p>Text\r\n\r\n");
    add_page(&archive, "u", page_two);
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[0].url, "http://a.example/WARC/1.0");
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void a_page_about_archives_is_one_page(void **state) {
    static const char body[] = "<pre>\nWARC/1.0\r\nWARC-Type: response\r\n\r\n</pre>\nWARC/1.0\n";
    byte_buffer archive = {0};
    (void)state;
    add_page(&archive, "u", body);
    add_page(&archive, "u", page_two);
    ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[0].bytes, body);
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void huge_records_are_cut(void **state) {
    enum { HUGE_LENGTH = 5 << 20, SMALL_LIMIT = 100000 };
    byte_buffer archive = {0};
    char *body = malloc(HUGE_LENGTH);
    (void)state;
    assert_non_null(body);
    memset(body, 'x', HUGE_LENGTH);
    ar_response(&archive, "u", html_head, body, HUGE_LENGTH);
    ar_response(&archive, "u", html_head, body, SMALL_LIMIT);
    ar_response(&archive, "u", html_head, body, SMALL_LIMIT + 1);
    add_page(&archive, "u", page_two);
    ar_results results = ar_read(&archive, INPUT_AUTO, SMALL_LIMIT);
    assert_string_equal(results.summary, "pppp");
    assert_int_equal(results.all[0].page.length, SMALL_LIMIT + 1);
    assert_int_equal(results.all[1].page.length, SMALL_LIMIT);
    assert_int_equal(results.all[2].page.length, SMALL_LIMIT + 1);
    assert_string_equal(results.all[3].bytes, page_two);
    ar_free(&results);
    byte_buffer_free(&archive);
    free(body);
}

static void what_the_crawler_cut(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_put(&archive, "WARC/1.0\r\n" RESOURCE "WARC-Truncated: length\r\nContent-Length: 7\r\n\r\n<p>Text\r\n\r\n");
    ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "p");
    assert_true(results.all[0].page.cut);
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void a_type_that_the_crawler_found(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_put(&archive, "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Identified-Payload-Type: image/png\r\n"
                     "Content-Length: 7\r\n\r\n<p>Text\r\n\r\n");
    ar_put(&archive, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 7\r\n\r\n\x89PNG\x01\x02\x03\r\n\r\n");
    ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "ss");
    assert_int_equal(results.all[1].place.skip, SKIP_MEDIA_TYPE);
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* Cut anywhere, a file gives the records that are whole, and says of the rest once that it is not. */
static void cut_at_every_byte(void **state) {
    byte_buffer archive = {0};
    size_t ends[4] = {0};
    (void)state;
    for (size_t i = 1; i < 4; i++) {
        add_page(&archive, "http://a.example/", page_one);
        ends[i] = archive.length;
    }
    for (size_t length = 0; length <= archive.length; length++) {
        byte_buffer part = {archive.bytes, length, length};
        ar_results results = ar_read_both_ways(&part, INPUT_WARC, LIMIT);
        size_t whole = 0;
        /* A record is whole without the line ends behind it. */
        while (whole < 3 && ends[whole + 1] - 4 <= length)
            whole++;
        bool is_clean = length <= ends[whole];
        assert_int_equal(results.count, whole + (is_clean ? 0 : 1));
        for (size_t i = 0; i < whole; i++)
            assert_string_equal(results.all[i].bytes, page_one);
        if (!is_clean) {
            assert_int_equal(results.summary[whole], 'F');
            assert_int_equal(results.all[whole].place.offset, ends[whole]);
            assert_int_equal(results.all[whole].place.length, length - ends[whole]);
        }
        ar_free(&results);
    }
    byte_buffer_free(&archive);
}

/* Whatever is changed in a file, a byte is read twice at most: many lengths that are too long do not make
 * reading slow. */
static void many_wrong_lengths(void **state) {
    byte_buffer archive = {0};
    (void)state;
    for (size_t i = 0; i < 100000; i++)
        ar_put(&archive, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 900000\r\n\r\n");
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_true(results.count > 0 && results.count < 100000);
    for (size_t i = 0; i < results.count; i++)
        assert_int_equal(results.all[i].result, RECORD_FAILED);
    ar_free(&results);
    byte_buffer_free(&archive);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(responses_are_pages),
        cmocka_unit_test(types_of_records),
        cmocka_unit_test(reasons_have_names),
        cmocka_unit_test(headers_of_many_shapes),
        cmocka_unit_test(headers_that_are_wrong),
        cmocka_unit_test(a_nul_in_a_header),
        cmocka_unit_test(a_header_without_end),
        cmocka_unit_test(reading_goes_on_behind_a_bad_record),
        cmocka_unit_test(lengths_that_are_mended),
        cmocka_unit_test(a_page_cut_at_a_line),
        cmocka_unit_test(a_header_that_is_cut_off),
        cmocka_unit_test(fields_that_stand_twice),
        cmocka_unit_test(a_record_right_behind_a_bad_header),
        cmocka_unit_test(line_ends_between_records),
        cmocka_unit_test(cut_off_and_written_on),
        cmocka_unit_test(a_length_that_nearly_takes_the_next_record),
        cmocka_unit_test(lengths_beyond_the_end_and_rubbish),
        cmocka_unit_test(a_record_knows_nothing_of_the_one_before),
        cmocka_unit_test(very_many_line_ends),
        cmocka_unit_test(a_url_that_ends_with_a_version),
        cmocka_unit_test(a_page_about_archives_is_one_page),
        cmocka_unit_test(huge_records_are_cut),
        cmocka_unit_test(what_the_crawler_cut),
        cmocka_unit_test(a_type_that_the_crawler_found),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(many_wrong_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
