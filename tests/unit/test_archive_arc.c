/* ARC files, whole and damaged. */
#include "archives/archive_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20 };

#define ARC_PAGE "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Text"

static void arc_files(void **state) {
    static const char file[] =
        "filedesc://a.arc 0.0.0.0 20310203040506 text/plain 12\n1 0 Own\nURL \n\n"
        "http://a.example/a b 10.0.0.1 20310203040506 text/html 51\n" ARC_PAGE "\n"
        "dns:a.example 10.0.0.1 20310203040506 text/dns 4\nabcd\n"
        "http://a.example/2 10.0.0.1 20310203040506 text/plain 200 - - 1234 a.arc 9\nOne line.\n";
    static const char wrong[] = "filedesc://a.arc 0.0.0.0 20310203040506 text/plain 30\n1 0 Own\n\n"
                                "http://a.example/1 10.0.0.1 20310203040506 text/html 51\n" ARC_PAGE "\n"
                                "rubbish\n"
                                "http://a.example/2 10.0.0.1 20310203040506 text/html 51\n" ARC_PAGE "\n"
                                "http://a.example/3 10.0.0.1 20310203040506 text/html 520\n" ARC_PAGE "\n";
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        byte_buffer archive = {0};
        if (packed == 0)
            ar_put(&archive, file);
        else
            ar_gzip(&archive, file, sizeof file - 1);
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        assert_int_equal(results.kind, INPUT_ARC);
        assert_string_equal(results.summary, "spsp");
        assert_string_equal(results.all[1].bytes, "<p>Text");
        assert_string_equal(results.all[1].url, "http://a.example/a b");
        assert_string_equal(results.all[1].date, "2031-02-03T04:05:06Z");
        assert_string_equal(results.all[3].bytes, "One line.");
        assert_int_equal(results.all[3].page.format, DEHUSK_FORMAT_TEXT);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
    byte_buffer archive = {0};
    ar_put(&archive, wrong);
    ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "fpfpF");
    assert_string_equal(results.all[1].url, "http://a.example/1");
    assert_string_equal(results.all[3].url, "http://a.example/2");
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* -- A writer is killed, and another writes on ------------------------------------- */

#define HEAD "filedesc://a.arc 0.0.0.0 20310203040506 text/plain 12\n1 0 Own\nURL \n\n"

typedef enum packed_shape { PLAIN, MEMBERS, ONE_MEMBER, SHAPES } packed_shape;

static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
static const char one[] = "<p>The ferry sails again from Monday,\nthe <a href=\"http://a.example/harbour\">harbour</a> "
                          "office said\nat 10.0.0.1 20310203040506 text/html\n";
static const char two[] = "<p>Two hundred gulls stood on the quay.";
static const char two_begun[] = "http://b.example/2 10.0.0.1 20310203040506 text/html 84\n"
                                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
static const char three[] = "<p>The repair was meant to take nineteen days.";

static void put_record(byte_buffer *to, const char *url, const char *body) {
    char line[512];
    snprintf(line, sizeof line, "%s 10.0.0.1 20310203040506 text/html %zu\n", url, strlen(http) + strlen(body));
    ar_put(to, line);
    ar_put(to, http);
    ar_put(to, body);
    ar_put(to, "\n");
}

static void put_packed(byte_buffer *to, bool packed, byte_slice bytes) {
    if (packed)
        ar_gzip(to, bytes.bytes, bytes.length);
    else
        assert_true(byte_buffer_append(to, bytes.bytes, bytes.length));
}

static byte_slice slice(const byte_buffer *buffer) {
    return (byte_slice){buffer->bytes, buffer->length};
}

/* The file's head, the first `cut` bytes of a record of this URL, and two whole records; returns where the first of them
 * begins as stored. */
static size_t make_cut(byte_buffer *archive, packed_shape shape, const char *url, size_t cut) {
    byte_buffer file = {0};
    byte_buffer part = {0};
    byte_buffer begun = {0};
    put_packed(&file, shape == MEMBERS, (byte_slice){HEAD, sizeof HEAD - 1});
    put_record(&part, url, one);
    put_packed(&begun, shape == MEMBERS, slice(&part));
    begun.length = cut < begun.length ? cut : begun.length;
    put_packed(&file, false, slice(&begun));
    size_t second = file.length;
    part.length = 0;
    put_record(&part, "http://b.example/2", two);
    put_packed(&file, shape == MEMBERS, slice(&part));
    part.length = 0;
    put_record(&part, "https://c.example/3", three);
    put_packed(&file, shape == MEMBERS, slice(&part));
    archive->length = 0;
    put_packed(archive, shape == ONE_MEMBER, slice(&file));
    byte_buffer_free(&file);
    byte_buffer_free(&part);
    byte_buffer_free(&begun);
    return second;
}

static size_t whole_length(packed_shape shape, const char *url) {
    byte_buffer part = {0};
    byte_buffer packed = {0};
    put_record(&part, url, one);
    put_packed(&packed, shape == MEMBERS, slice(&part));
    size_t length = packed.length;
    byte_buffer_free(&part);
    byte_buffer_free(&packed);
    return length;
}

/* The last two of the results are the whole records. */
static void expect_last_two(const ar_results *results, bool with_url) {
    assert_true(results->count >= 2);
    const ar_result *second = &results->all[results->count - 2];
    const ar_result *third = &results->all[results->count - 1];
    assert_int_equal(second->result, RECORD_PAGE);
    assert_string_equal(second->bytes, two);
    if (with_url)
        assert_string_equal(second->url, "http://b.example/2");
    assert_int_equal(third->result, RECORD_PAGE);
    assert_string_equal(third->bytes, three);
    assert_string_equal(third->url, "https://c.example/3");
}

/* Wherever the first record was cut off, it failed, and the others are there. */
static void cut_and_appended_to(void **state) {
    static const char *const urls[] = {"http://a.example/", "https://a.example/", "ftp://a.example:2121/",
                                       "dns:www.a.example"};
    (void)state;
    for (packed_shape shape = PLAIN; shape < SHAPES; shape++)
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
            byte_buffer archive = {0};
            size_t whole = whole_length(shape, urls[i]);
            for (size_t cut = 1; cut < whole; cut++) {
                if (shape != MEMBERS && cut == strlen(urls[i]) && strchr(urls[i], '/') != NULL)
                    continue; /* not told from a URL that holds another one */
                if (shape != MEMBERS && cut + strlen(two_begun) + strlen(two) + 1 == whole)
                    continue; /* the block takes all of the second record and ends as it should */
                size_t second = make_cut(&archive, shape, urls[i], cut);
                ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
                expect_last_two(&results, true);
                /* The last byte is the line end behind the block. */
                bool lost = shape == MEMBERS || cut + 1 < whole;
                const char *whole_is = strchr(urls[i], '/') != NULL ? "sppp" : "sspp";
                assert_string_equal(results.summary, lost ? "sfpp" : whole_is);
                if (lost && shape != ONE_MEMBER)
                    assert_int_equal(results.all[1].place.offset + results.all[1].place.length, second);
                ar_free(&results);
            }
            byte_buffer_free(&archive);
        }
}

/* The pages of an archive, and what each has for a URL. */
static void expect_pages(const byte_buffer *archive, const char *summary, const char *const *urls, size_t count) {
    ar_results results = ar_read(archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, summary);
    size_t page = 0;
    for (size_t i = 0; i < results.count; i++)
        if (results.all[i].result == RECORD_PAGE && page < count)
            assert_string_equal(results.all[i].url, urls[page++]);
    assert_int_equal(page, count);
    ar_free(&results);
}

/* URLs that hold others, odd hosts and blanks are no damage; nor is a page that shows records. */
static void whole_records_that_look_odd(void **state) {
    static const char *const urls[] = {
        "http://web.archive.example/web/2030/http://b.example/2",
        "http://a.example/go?to=https://b.example/2&x=1",
        "http://a.example/pahttp://b.example/2",
        "http://mydns:8080/a",
        "http://my.dns:80/",
        "http://a.example/a b c",
        "http://a.example/ is http://b.example/",
        "https://a.example/ftp://",
        "shttp://a.example/",
        "HTTP://A.EXAMPLE/",
        "http://[fd00::1]/http://b.example/",
    };
    static const char shown[] = "<pre>\nhttp://c.example/ 10.0.0.9 20310203040506 text/html 40\nso it begins\n</pre>";
    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        byte_buffer archive = {0};
        const char *expected[] = {urls[i], "http://b.example/2"};
        ar_put(&archive, HEAD);
        put_record(&archive, urls[i], i % 2 == 0 ? shown : one);
        put_record(&archive, "http://b.example/2", two);
        expect_pages(&archive, "spp", expected, 2);
        byte_buffer_free(&archive);
    }
}

/* What stands before the second record, which is found amid a line. */
static void records_amid_lines(void **state) {
    static const char rest[] =
        " 10.0.0.1 20310203040506 text/html 84\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    static const struct {
        const char *before;
        const char *url;
        const char *summary;
    } cases[] = {
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\n<p>Les mouettes du qu", "http://b.example/",
         "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\n<p>\xD0\xA7\xD0\xB0\xD0\xB9", "http://b.example/",
         "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\n<a href=\"http://c.example/on", "http://b.example/",
         "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\n<a href=", "http://b.example/", "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\nsee ", "http://b.example/?u=http://c.example/",
         "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 900\nhttp://c.example/ is the ", "http://b.example/",
         "sfpp"},
        {"http://a.example/1 10.0.0.1 20310203040506 text/html 10\nrubbish", "http://b.example/", "sfpp"},
        {"http://a.example/1 10.0.0.1 203http://c.example/2 10.0.0.1 20310203040506 te", "http://b.example/", "sffpp"},
        {"http://a.example/1 fd00::1:2 20310203040506 text/html 200 - - 1234 a.a", "http://b.example/", "sfpp"},
        {"filedesc://b.arc 0.0.0.0 203102", "http://b.example/", "sfpp"},
        {"some rubbish and ", "http://b.example/", "sfpp"},
        {"\x01\x02", "http://b.example/", "sfpp"},
        {"h", "http://b.example/", "sfpp"},
        {"http:", "http://b.example/", "sfpp"},
        {"http://", "http://b.example/", "sfpp"},
        {"http://a", "https://b.example/", "sfpp"},
        {"dns:", "http://b.example/", "sfpp"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byte_buffer archive = {0};
        const char *expected[] = {cases[i].url, "https://c.example/3"};
        ar_put(&archive, HEAD);
        ar_put(&archive, cases[i].before);
        ar_put(&archive, cases[i].url);
        ar_put(&archive, rest);
        ar_put(&archive, two);
        ar_put(&archive, "\n");
        put_record(&archive, "https://c.example/3", three);
        expect_pages(&archive, cases[i].summary, expected, 2);
        byte_buffer_free(&archive);
    }
}

/* A page of one line of any length, or binary, that was cut off; and one whose line end was never written. */
static void cut_off_long_lines(void **state) {
    static const char *const urls[] = {"http://b.example/2", "https://c.example/3"};
    static const size_t lengths[] = {300, 65000, 65500, 65536, 66000, 131072, 200000};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof lengths / sizeof *lengths; i++) {
        byte_buffer archive = {0};
        ar_put(&archive, HEAD);
        ar_put(&archive, "http://a.example/1 10.0.0.1 20310203040506 text/html 900000\n");
        for (size_t k = 0; k < lengths[i / 2]; k++)
            assert_true(byte_buffer_append(&archive, i % 2 == 0 ? "a" : "\0", 1));
        put_record(&archive, "http://b.example/2", two);
        put_record(&archive, "https://c.example/3", three);
        expect_pages(&archive, "sfpp", urls, 2);
        byte_buffer_free(&archive);
    }
    byte_buffer archive = {0};
    ar_put(&archive, HEAD);
    put_record(&archive, "http://b.example/2", two);
    archive.length--;
    put_record(&archive, "https://c.example/3", three);
    expect_pages(&archive, "spp", urls, 2);
    byte_buffer_free(&archive);
}

/* Rubbish between members, and what is left of one. */
static void damage_between_members(void **state) {
    static const char *const urls[] = {"http://b.example/2", "https://c.example/3"};
    static const byte_slice rubbish[] = {
        {"\x1F", 1}, {"\x1F\x8B", 2}, {"rubbish", 7}, {"a\nb\n", 4}, {"http://a/ 1\n", 12}};
    (void)state;
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
        byte_buffer archive = {0};
        byte_buffer part = {0};
        put_packed(&archive, true, (byte_slice){HEAD, sizeof HEAD - 1});
        put_packed(&archive, false, rubbish[i]);
        put_record(&part, urls[0], two);
        put_packed(&archive, true, slice(&part));
        part.length = 0;
        put_record(&part, urls[1], three);
        put_packed(&archive, true, slice(&part));
        expect_pages(&archive, "sfpp", urls, 2);
        byte_buffer_free(&archive);
        byte_buffer_free(&part);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arc_files),
        cmocka_unit_test(cut_and_appended_to),
        cmocka_unit_test(whole_records_that_look_odd),
        cmocka_unit_test(records_amid_lines),
        cmocka_unit_test(cut_off_long_lines),
        cmocka_unit_test(damage_between_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
