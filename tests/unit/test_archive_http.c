/* Responses in archives: heads, chunks, content encodings, types. */
#include "archives/archive_bytes.h"
#include "input/content_encoding.h"
#include "input/content_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

static const char text[] = "<p>The ferry sails again from Monday, the harbour office said. The ferry sails again.";
#define TEXT_LENGTH (sizeof text - 1)

/* Reads one response, and the same with a record behind it, which no response may disturb. */
static ar_results read_response(const char *head, const char *body, size_t length, size_t limit) {
    byte_buffer archive = {0};
    ar_response(&archive, "http://a.example/", head, body, length);
    ar_record(&archive, "conversion", "u", "text/plain", "The end.", 8);
    ar_results results = ar_read(&archive, INPUT_AUTO, limit);
    assert_int_equal(results.count, 2);
    assert_string_equal(results.all[1].bytes, "The end.");
    byte_buffer_free(&archive);
    return results;
}

static void expect_page(const char *head, const byte_buffer *body, const char *page, bool is_cut) {
    ar_results results = read_response(head, body->bytes, body->length, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[0].bytes, page);
    assert_int_equal(results.all[0].page.cut, is_cut);
    ar_free(&results);
}

static void expect_text(const char *head, const char *body, const char *page) {
    byte_buffer bytes = {0};
    ar_put(&bytes, body);
    expect_page(head, &bytes, page, false);
    byte_buffer_free(&bytes);
}

static void expect_no_page(const char *head, const char *body, size_t length, const char *summary, int skip,
                           const char *reason) {
    ar_results results = read_response(head, body, length, LIMIT);
    assert_string_equal(results.summary, summary);
    if (summary[0] == 's')
        assert_int_equal(results.all[0].place.skip, skip);
    else
        assert_string_equal(results.all[0].place.reason, reason);
    ar_free(&results);
}

/* -- Heads ------------------------------------------------------------------- */

static void statuses(void **state) {
    static const struct {
        const char *line;
        bool is_page;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\n", true},        {"HTTP/1.0 200\r\n", true},        {"HTTP/2 200\r\n", true},
        {"HTTP/2.0 200 \r\n", true},          {"HTTP/1.1  203 Maybe\r\n", true}, {"ICY 200 OK\r\n", true},
        {"HTTP/1.1 206 Part\n", true},        {"HTTP/1.1 301 Moved\r\n", false}, {"HTTP/1.1 304 Same\r\n", false},
        {"HTTP/1.1 404 Gone\r\n", false},     {"HTTP/1.1 500 Oh\r\n", false},    {"HTTP/1.1 999 No\r\n", false},
        {"HTTP/1.1 100 Continue\r\n", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char head[128];
        snprintf(head, sizeof head, "%sContent-Type: text/html\r\n", cases[i].line);
        if (!cases[i].is_page) {
            expect_no_page(head, text, TEXT_LENGTH, "sp", SKIP_HTTP_STATUS, NULL);
            continue;
        }
        ar_results results = read_response(head, text, TEXT_LENGTH, LIMIT);
        assert_string_equal(results.summary, "pp");
        assert_string_equal(results.all[0].bytes, text);
        ar_free(&results);
    }
}

static void heads_that_are_odd(void **state) {
    (void)state;
    /* Line ends without CR; folded; lines that no parser takes; names in other cases; no type at all. */
    expect_text("HTTP/1.1 200 OK\nContent-Type: text/html\nX: y\n", text, text);
    expect_text("HTTP/1.1 200 OK\r\nContent-Type:\r\n text/html\r\n", text, text);
    expect_text("HTTP/1.1 200 OK\r\nno colon here\r\n and folded\r\nCONTENT-TYPE: text/html\r\n: x\r\n(): y\r\n", text,
                text);
    expect_text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\nContent-Length: x\r\n"
                "Content-Type: text/html\r\n",
                text, text);
    expect_text("HTTP/1.1 200 OK\r\nX-\xE9: \xFF\r\ncontent-type: text/html\r\n", text, text);
    expect_text("HTTP/1.1 200 OK\r\n", text, text);
    /* An interim response first. */
    expect_text("HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", text, text);
}

static void a_field_that_a_bad_line_hides_not(void **state) {
    (void)state;
    expect_no_page("HTTP/1.1 200 OK\r\n\x01: y\r\nContent-Type: image/png\r\n", text, TEXT_LENGTH, "sp",
                   SKIP_MEDIA_TYPE, NULL);
    /* Of two types the last one holds; names that only begin alike are others. */
    expect_no_page("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: image/png\r\n", text, TEXT_LENGTH, "sp",
                   SKIP_MEDIA_TYPE, NULL);
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type-Options-And-Some-More-Words: "
                "image/png\r\nContent-Types: image/png\r\n",
                text, text);
}

static void heads_that_are_wrong(void **state) {
    (void)state;
    expect_no_page("HTTP/1.1 OK\r\n", text, TEXT_LENGTH, "fp", 0, "an HTTP status line without a status");
    expect_no_page("HTTP/1.1 200 OK\r\nContent-Type: text/html", "", 0, "fp", 0, "an HTTP head without an end");
    expect_no_page("HTTP/1.1 200", "", 0, "fp", 0, "an HTTP head without an end");
    /* Whoever sends no body may leave out the empty line, too. */
    expect_no_page("HTTP/1.1 302 Found\r\nLocation: /x", "", 0, "sp", SKIP_HTTP_STATUS, NULL);
    expect_no_page("HTTP/1.1 404", "", 0, "sp", SKIP_HTTP_STATUS, NULL);
}

static void a_response_without_a_head(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_record(&archive, "response", "u", "application/http; msgtype=response", text, TEXT_LENGTH);
    ar_record(&archive, "response", "u", "application/http", "", 0);
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[0].bytes, text);
    assert_int_equal(results.all[0].page.format, DEHUSK_FORMAT_AUTO);
    assert_int_equal(results.all[1].page.length, 0);
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* -- Types ------------------------------------------------------------------- */

static void types_and_charsets(void **state) {
    static const struct {
        const char *value;
        const char *media_type;
        const char *charset;
    } cases[] = {
        {"text/html", "text/html", NULL},
        {"text/html; charset=utf-8", "text/html", "utf-8"},
        {" Text/HTML ;\tCharset = \"Windows-1251\" ; x=y", "Text/HTML", "Windows-1251"},
        {"text/html; charset='koi8-r'", "text/html", "koi8-r"},
        {"text/html; charset=\"gbk", "text/html", "gbk"},
        {"text/html; charset=", "text/html", NULL},
        {"text/html; x=charset; charset=a; charset=b", "text/html", "a"},
        {"text/html,text/html; charset=utf-8,text/html", "text/html", "utf-8"},
        {"html", NULL, NULL},
        {"; charset=utf-8", NULL, "utf-8"},
        {"", NULL, NULL},
        {"/", NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        content_type type = content_type_parse((byte_slice){cases[i].value, strlen(cases[i].value)});
        const byte_slice found[] = {type.media_type, type.charset};
        const char *const expected[] = {cases[i].media_type, cases[i].charset};
        for (size_t k = 0; k < 2; k++) {
            assert_int_equal(found[k].bytes == NULL, expected[k] == NULL);
            if (expected[k] != NULL) {
                assert_int_equal(found[k].length, strlen(expected[k]));
                assert_memory_equal(found[k].bytes, expected[k], found[k].length);
            }
        }
    }
    assert_null(content_type_parse((byte_slice){NULL, 0}).media_type.bytes);
}

static void types_that_are_pages(void **state) {
    (void)state;
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: application/xhtml+xml\r\n", text, text);
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", text, text);
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: nonsense\r\n", text, text);
    expect_no_page("HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n", text, TEXT_LENGTH, "sp", SKIP_MEDIA_TYPE, NULL);
    expect_no_page("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", text, TEXT_LENGTH, "sp", SKIP_MEDIA_TYPE,
                   NULL);
    expect_no_page("HTTP/1.1 200 OK\r\n", "GIF89a\x01\x00\x00", 9, "sp", SKIP_MEDIA_TYPE, NULL);
    /* UTF-16 has NULs. */
    assert_true(content_looks_like_text("\xFF\xFE<\0p\0>\0", 8));
    assert_true(content_looks_like_text("", 0));
    assert_false(content_looks_like_text("a\0b", 3));
}

/* -- Chunks ------------------------------------------------------------------ */

#define CHUNKED "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"

static void chunks_are_joined(void **state) {
    (void)state;
    expect_text(CHUNKED, "5\r\nThe f\r\n4\r\nerry\r\n0\r\n\r\n", "The ferry");
    expect_text(CHUNKED, "0009;a=b\r\nThe ferry\r\n0\r\nX: trailer\r\n\r\n", "The ferry");
    expect_text(CHUNKED, "9\r\nThe ferry\r\n0\r\n\r\nrubbish behind it", "The ferry");
    expect_text(CHUNKED, "0\r\n\r\n", "");
    expect_text(
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Type: text/html\r\n",
        "9\r\nThe ferry\r\n0\r\n\r\n", "The ferry");
}

static void chunks_that_end_early(void **state) {
    static const char *const bodies[] = {"5\r\nThe f\r\n4\r\nerry\r\n", "5\r\nThe f\r\n4\r\nerry",
                                         "5\r\nThe f\r\nrubbish", "5\r\nThe f\r\nFFFFFFFFFFFFFFFFFF\r\n"};
    static const char *const pages[] = {"The ferry", "The ferry", "The f", "The f"};
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        byte_buffer body = {0};
        ar_put(&body, bodies[i]);
        expect_page(CHUNKED, &body, pages[i], true);
        byte_buffer_free(&body);
    }
}

static void chunks_that_the_crawler_joined(void **state) {
    (void)state;
    expect_text(CHUNKED, text, text);
    expect_text(CHUNKED, "Add this to your list:\r\n<p>One", "Add this to your list:\r\n<p>One");
    expect_text(CHUNKED, "2031\r\nwas a good year", "2031\r\nwas a good year");
    expect_text(CHUNKED, "", "");
}

static void chunks_of_many_lengths(void **state) {
    byte_buffer body = {0};
    byte_buffer page = {0};
    (void)state;
    for (size_t i = 1; i < 600; i++) {
        char line[32];
        snprintf(line, sizeof line, "%zX\r\n", i);
        ar_put(&body, line);
        for (size_t k = 0; k < i; k++) {
            char c = (char)('a' + (i + k) % 26);
            assert_true(byte_buffer_append(&body, &c, 1) && byte_buffer_append(&page, &c, 1));
        }
        ar_put(&body, "\r\n");
    }
    ar_put(&body, "0\r\n\r\n");
    assert_true(byte_buffer_append(&page, "", 1));
    expect_page(CHUNKED, &body, page.bytes, false);
    byte_buffer_free(&body);
    byte_buffer_free(&page);
}

/* -- Content encodings ------------------------------------------------------- */

static const char *const encoding_names[] = {"gzip", "x-gzip", "deflate", "Deflate", "br", "zstd"};
enum { ENCODINGS = sizeof encoding_names / sizeof *encoding_names };

static void encode(byte_buffer *to, size_t encoding, const char *bytes, size_t length) {
    if (encoding < 2)
        ar_gzip(to, bytes, length);
    else if (encoding < 4)
        ar_deflate(to, bytes, length, encoding == 2);
    else if (encoding == 4)
        ar_brotli(to, bytes, length);
    else
        ar_zstd(to, bytes, length, NULL, 0);
}

static const char *head_with(const char *encoding) {
    static char head[256];
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n", encoding);
    return head;
}

static void encodings_are_undone(void **state) {
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i++) {
        byte_buffer body = {0};
        encode(&body, i, text, TEXT_LENGTH);
        expect_page(head_with(encoding_names[i]), &body, text, false);
        byte_buffer_free(&body);
    }
}

/* "gzip" that is something else. */
static void gzip_by_name_alone(void **state) {
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i++) {
        byte_buffer body = {0};
        if (i < 2)
            ar_put(&body, "\r\n");
        encode(&body, i, text, TEXT_LENGTH);
        if (i != 3 && i != 5) /* bare deflate begins like anything */
            expect_page(head_with("gzip"), &body, text, false);
        byte_buffer_free(&body);
    }
}

static void encodings_in_a_row(void **state) {
    byte_buffer inner = {0};
    byte_buffer outer = {0};
    byte_buffer chunked = {0};
    char line[32];
    (void)state;
    ar_deflate(&inner, text, TEXT_LENGTH, true);
    ar_gzip(&outer, inner.bytes, inner.length);
    expect_page(head_with("deflate, identity,gzip"), &outer, text, false);
    expect_page(head_with("deflate\r\nContent-Encoding: gzip"), &outer, text, false);
    snprintf(line, sizeof line, "%zx\r\n", outer.length);
    ar_put(&chunked, line);
    assert_true(byte_buffer_append(&chunked, outer.bytes, outer.length));
    ar_put(&chunked, "\r\n0\r\n\r\n");
    expect_page(head_with("deflate,gzip\r\nTransfer-Encoding: chunked"), &chunked, text, false);
    byte_buffer_free(&inner);
    byte_buffer_free(&outer);
    byte_buffer_free(&chunked);
}

static void a_body_of_two_members(void **state) {
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i += 5) {
        byte_buffer body = {0};
        encode(&body, i, text, 20);
        encode(&body, i, text + 20, TEXT_LENGTH - 20);
        expect_page(head_with(encoding_names[i]), &body, text, false);
        byte_buffer_free(&body);
    }
}

static void encodings_that_the_crawler_undid(void **state) {
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i++)
        expect_text(head_with(encoding_names[i]), text, text);
    expect_text(head_with("utf-8"), text, text);
    expect_text(head_with("none"), text, text);
    expect_text(head_with("gzip"), "", "");
}

static void bodies_that_end_early(void **state) {
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i++) {
        byte_buffer body = {0};
        size_t pages = 0;
        encode(&body, i, text, TEXT_LENGTH);
        for (size_t length = 1; length < body.length; length++) {
            ar_results results = read_response(head_with(encoding_names[i]), body.bytes, length, LIMIT);
            if (results.all[0].result == RECORD_PAGE) {
                /* Without the checksum it is whole all the same; one that is not says so. */
                assert_true(results.all[0].page.cut || content_looks_like_text(body.bytes, length));
                pages +=
                    results.all[0].page.cut && strncmp(results.all[0].bytes, text, results.all[0].page.length) == 0;
            } else {
                assert_string_equal(results.all[0].place.reason, "a body that its content encoding does not decode");
            }
            ar_free(&results);
        }
        assert_true(pages > 0 || i >= 4);
        byte_buffer_free(&body);
    }
}

static void bodies_that_are_damaged(void **state) {
    static const char rubbish[] = "\x01\x02\xFF\xFE\x00\x07rubbish";
    (void)state;
    for (size_t i = 0; i < ENCODINGS; i++) {
        ar_results results = read_response(head_with(encoding_names[i]), rubbish, sizeof rubbish - 1, LIMIT);
        assert_true(results.all[0].result == RECORD_FAILED || results.all[0].page.cut);
        ar_free(&results);
    }
    expect_no_page(head_with("gzip,gzip,gzip,gzip,gzip"), rubbish, sizeof rubbish - 1, "fp", 0,
                   "a content encoding that is not known");
    expect_no_page(head_with("compress"), rubbish, sizeof rubbish - 1, "fp", 0, "a content encoding that is not known");
}

/* A few kilobytes that stand for many megabytes never become them. */
static void bombs(void **state) {
    enum { SMALL = 10000, LARGE = 16 << 20 };
    char *zeros = calloc(LARGE, 1);
    (void)state;
    assert_non_null(zeros);
    memset(zeros, 'x', LARGE);
    for (size_t i = 0; i < ENCODINGS; i++) {
        byte_buffer body = {0};
        byte_buffer decoded = {0};
        encode(&body, i, zeros, LARGE);
        byte_slice name = {encoding_names[i], strlen(encoding_names[i])};
        byte_slice data = {body.bytes, body.length};
        assert_int_equal(content_encoding_decode(content_encoding_named(name), data, SMALL + 1, &decoded),
                         ENCODING_DECODED);
        assert_int_equal(decoded.length, SMALL + 1);
        assert_true(decoded.capacity < 1 << 17);
        if (body.length < 65536) {
            ar_results results = read_response(head_with(encoding_names[i]), body.bytes, body.length, SMALL);
            assert_string_equal(results.summary, "pp");
            assert_int_equal(results.all[0].page.length, SMALL + 1);
            ar_free(&results);
        }
        byte_buffer_free(&body);
        byte_buffer_free(&decoded);
    }
    free(zeros);
}

/* Whatever a gzip body says of its length, it is what zlib makes of it: members one after another, bytes behind the last
 * one, a length that is wrong or of some terabytes. */
static void gzip_bodies_of_any_length(void **state) {
    byte_buffer body = {0};
    (void)state;
    ar_gzip(&body, text, TEXT_LENGTH);
    expect_page(head_with("gzip"), &body, text, false);
    ar_put(&body, "\r\n");
    expect_page(head_with("gzip"), &body, text, false);
    body.length -= 2;
    size_t first = body.length;
    ar_gzip(&body, "<p>A second member.", 19);
    ar_results results = read_response(head_with("gzip"), body.bytes, body.length, LIMIT);
    assert_int_equal(results.all[0].page.length, TEXT_LENGTH + 19);
    assert_memory_equal(results.all[0].bytes, text, TEXT_LENGTH);
    ar_free(&results);
    body.length = first;
    for (size_t i = 1; i <= 4; i++) {
        body.bytes[first - i] ^= 0x5A;
        expect_page(head_with("gzip"), &body, text, true);
        body.bytes[first - i] ^= 0x5A;
    }
    byte_buffer_free(&body);
}

/* A packed body beyond the limit is itself cut: that is said. */
static void a_packed_body_that_is_too_long(void **state) {
    enum { LENGTH = 300000, SMALL = 1000 };
    byte_buffer body = {0};
    char *noise = malloc(LENGTH);
    uint32_t number = 1;
    (void)state;
    assert_non_null(noise);
    for (size_t i = 0; i < LENGTH; i++) {
        number = number * 1664525u + 1013904223u;
        noise[i] = (char)(number >> 24);
    }
    ar_gzip(&body, noise, LENGTH);
    ar_results results = read_response(head_with("gzip"), body.bytes, body.length, SMALL);
    assert_string_equal(results.summary, "pp");
    assert_int_equal(results.all[0].page.length, SMALL + 1);
    ar_free(&results);
    byte_buffer_free(&body);
    free(noise);
}

/* -- What servers and crawlers write ------------------------------------------ */

static void chunks_of_many_shapes(void **state) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n";
    static const struct {
        const char *body;
        const char *page;
        bool is_cut;
    } cases[] = {
        {"5\r\n<p>Te\r\n2\r\nxt\r\n0\r\n\r\n", "<p>Text", false},
        {"5\n<p>Te\n2\nxt\n0\n\n", "<p>Text", false},
        {"\r\n5\r\n<p>Te\r\n2\r\nxt\r\n0\r\n\r\n", "<p>Text", false},
        {"0x5\r\n<p>Te\r\n0X2\r\nxt\r\n0x0\r\n\r\n", "<p>Text", false},
        {"00000005 \t\r\n<p>Te\r\n2;a=b\r\nxt\r\n000\r\nTrailer: a\r\n\r\nrubbish", "<p>Text", false},
        {"c\r\n5\r\n<p>Te\r\n2\r\r\n5\r\n\nxt\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n", "<p>Text", false},
        {"5\r\n<p>Te\r\n2\r\nxt\r\n", "<p>Text", true},
        {"5\r<p>Te\r2\rxt\r0\r\r", "<p>Text", false},
        {"\xEF\xBB\xBF"
         "5\r\n<p>Te\r\n2\r\nxt\r\n0\r\n\r\n",
         "<p>Text", false},
        {"\r5 ;a=b\r<p>Te\r2\r\r\n\r0\r", "<p>Te\r\n", false},
        {"5\r<p>Te\rA\rxt", "<p>Text", true},
        {"2031\rwas a good year", "2031\rwas a good year", false},
        {"5\r\n<p>Te\r\nA\r\nxt", "<p>Text", true},
        {"A\r\n<p>Text", "<p>Text", true},
        {"5\r\n<p>Te\r\n1\r\nxt\r\n0\r\n\r\n", "<p>Tex", true},
        {"<p>Text", "<p>Text", false},
        {"12 <p>Text", "12 <p>Text", false},
        {"2031\r\nwas a good year", "2031\r\nwas a good year", false},
        {"0\r\nis not much", "0\r\nis not much", false},
        {"ffffffffffffffffff\r\n<p>Text", "ffffffffffffffffff\r\n<p>Text", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer body = {0};
        ar_put(&body, cases[i].body);
        expect_page(head, &body, cases[i].page, cases[i].is_cut);
        byte_buffer_free(&body);
    }
    /* Chunks that no field tells of, if all of the body is chunks. */
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", cases[0].body, "<p>Text");
    expect_text("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", "5\r\nlines and more", "5\r\nlines and more");
}

static void heads_of_many_shapes(void **state) {
    static const char *const heads[] = {
        "\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        "http/1.1 200 ok\r\ncontent-type: text/html\r\n",
        "200 OK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1 0200 OK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1\t200\tOK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Type:\r\n\ttext/html\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\nno field\r\n\xE9: \x01\r\nContent-Type : text/html\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        ar_results results = read_response(heads[i], "<p>Text", 7, LIMIT);
        assert_string_equal(results.summary, "pp");
        assert_string_equal(results.all[0].bytes, "<p>Text");
        assert_int_equal(results.all[0].page.format, DEHUSK_FORMAT_HTML);
        ar_free(&results);
    }
}

/* Chunks that were compressed as they came. */
static void chunks_within_an_encoding(void **state) {
    static const char chunks[] = "5\r\n<p>Te\r\n2\r\nxt\r\n0\r\n\r\n";
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        byte_buffer body = {0};
        encode(&body, 0, chunks, sizeof chunks - 1);
        expect_page(i == 0 ? head_with("gzip") : head_with("gzip\r\nTransfer-Encoding: chunked"), &body, "<p>Text",
                    false);
        byte_buffer_free(&body);
    }
}

/* A head that the page ends, without an empty line. */
static void a_head_that_the_page_ends(void **state) {
    static const char block[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n<p>Text\n\n<p>More";
    byte_buffer archive = {0};
    (void)state;
    ar_record(&archive, "response", "u", "application/http", block, sizeof block - 1);
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "p");
    assert_string_equal(results.all[0].bytes, "<p>Text\n\n<p>More");
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void types_of_bodies(void **state) {
    static const char html[] = "\xEF\xBB\xBF<!-- a --> \n<!DOCTYPE html><p>Text";
    static const char plain[] = "Some lines, and no markup.";
    static const struct {
        const char *type;
        const char *identified;
        const char *body;
        char expected;
        dehusk_format format;
    } cases[] = {
        {"text/html charset=koi8-r", NULL, plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/html:charset=koi8-r", NULL, plain, 'p', DEHUSK_FORMAT_HTML},
        {"\"text/html\"; charset : \"koi8-r\"", NULL, plain, 'p', DEHUSK_FORMAT_HTML},
        {"unknown/unknown; charset=koi8-r", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"unknown/unknown", NULL, plain, 'p', DEHUSK_FORMAT_AUTO},
        {"application/x-unknown", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"httpd/unix-directory", NULL, plain, 'p', DEHUSK_FORMAT_AUTO},
        {"text", NULL, plain, 'p', DEHUSK_FORMAT_AUTO},
        {"*/*", NULL, plain, 'p', DEHUSK_FORMAT_AUTO},
        {"text/htm", NULL, plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/plain", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"text/plain", NULL, plain, 'p', DEHUSK_FORMAT_TEXT},
        {"application/octet-stream", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"application/octet-stream", NULL, plain, 's', 0},
        {"application/x-download", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"text/xml", NULL, html, 'p', DEHUSK_FORMAT_HTML},
        {"text/xml", NULL, "<?xml version='1.0'?><rss>", 's', 0},
        {"image/png", NULL, html, 's', 0},
        {"text/html", "application/pdf", plain, 's', 0},
        {"text/html", "application/json", plain, 's', 0},
        {"text/html", "image/jpeg", html, 'p', DEHUSK_FORMAT_HTML},
        {"application/pdf", "text/html", plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/plain", "text/html", plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/html", "text/plain", plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/html", "text/x-php", plain, 'p', DEHUSK_FORMAT_HTML},
        {"text/html", "application/octet-stream", plain, 'p', DEHUSK_FORMAT_HTML},
        {"unknown/unknown", "text/plain", plain, 'p', DEHUSK_FORMAT_TEXT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer archive = {0};
        char block[512];
        char line[128];
        int length = snprintf(block, sizeof block, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s", cases[i].type,
                              cases[i].body);
        ar_put(&archive, "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n");
        if (cases[i].identified != NULL) {
            ar_put(&archive, "WARC-Identified-Payload-Type: ");
            ar_put(&archive, cases[i].identified);
            ar_put(&archive, "\r\n");
        }
        snprintf(line, sizeof line, "Content-Length: %d\r\n\r\n", length);
        ar_put(&archive, line);
        ar_put(&archive, block);
        ar_put(&archive, "\r\n\r\n");
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        assert_int_equal(results.summary[0], cases[i].expected);
        if (cases[i].expected == 'p')
            assert_int_equal(results.all[0].page.format, cases[i].format);
        if (i < 4)
            assert_string_equal(results.all[0].charset, "koi8-r");
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* Encodings that are told of and undone, done twice, or not told of. */
static void encodings_that_are_not_as_told(void **state) {
    static const char plain[] = "<p>The repair was meant to take nineteen days. It slipped when the yard closed.";
    static const char *const fields[] = {"Content-Encoding: gzip\r\n",    "Content-Encoding: br\r\n",
                                         "Content-Encoding: deflate\r\n", "Content-Encoding: zstd\r\n",
                                         "Content-Encoding: utf-8\r\n",   ""};
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char head[128];
        byte_buffer once = {0};
        byte_buffer twice = {0};
        byte_buffer zstd = {0};
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s", fields[i]);
        expect_text(head, plain, plain);
        ar_gzip(&once, plain, sizeof plain - 1);
        expect_page(head, &once, plain, false);
        ar_gzip(&twice, once.bytes, once.length);
        expect_page(head, &twice, plain, false);
        ar_zstd(&zstd, plain, sizeof plain - 1, NULL, 0);
        expect_page(head, &zstd, plain, false);
        byte_buffer_free(&once);
        byte_buffer_free(&twice);
        byte_buffer_free(&zstd);
    }
    byte_buffer once = {0};
    byte_buffer twice = {0};
    ar_brotli(&once, plain, sizeof plain - 1);
    ar_brotli(&twice, once.bytes, once.length);
    expect_page("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n", &twice, plain, false);
    byte_buffer_free(&once);
    byte_buffer_free(&twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_of_many_shapes),
        cmocka_unit_test(chunks_within_an_encoding),
        cmocka_unit_test(heads_of_many_shapes),
        cmocka_unit_test(a_head_that_the_page_ends),
        cmocka_unit_test(types_of_bodies),
        cmocka_unit_test(encodings_that_are_not_as_told),
        cmocka_unit_test(statuses),
        cmocka_unit_test(heads_that_are_odd),
        cmocka_unit_test(a_field_that_a_bad_line_hides_not),
        cmocka_unit_test(heads_that_are_wrong),
        cmocka_unit_test(a_response_without_a_head),
        cmocka_unit_test(types_and_charsets),
        cmocka_unit_test(types_that_are_pages),
        cmocka_unit_test(chunks_are_joined),
        cmocka_unit_test(chunks_that_end_early),
        cmocka_unit_test(chunks_that_the_crawler_joined),
        cmocka_unit_test(chunks_of_many_lengths),
        cmocka_unit_test(encodings_are_undone),
        cmocka_unit_test(gzip_by_name_alone),
        cmocka_unit_test(encodings_in_a_row),
        cmocka_unit_test(a_body_of_two_members),
        cmocka_unit_test(encodings_that_the_crawler_undid),
        cmocka_unit_test(bodies_that_end_early),
        cmocka_unit_test(bodies_that_are_damaged),
        cmocka_unit_test(bombs),
        cmocka_unit_test(gzip_bodies_of_any_length),
        cmocka_unit_test(a_packed_body_that_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
