/* Archives in gzip members and zstd frames, whole and damaged. */
#include "archives/archive_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20, RECORDS = 3 };

static const char html_head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
static const char *const bodies[RECORDS] = {
    "<p>The ferry sails again from Monday, the harbour office said.",
    "<p>Two hundred people stood on the quay in the rain.",
    "<p>The repair was meant to take nineteen days.",
};

typedef enum packed_shape { PLAIN, GZIP, ZSTD, SHAPES } packed_shape;

static void add_packed(byte_buffer *archive, packed_shape shape, const char *bytes, size_t length) {
    if (shape == GZIP)
        ar_gzip(archive, bytes, length);
    else if (shape == ZSTD)
        ar_zstd(archive, bytes, length, NULL, 0);
    else
        assert_true(byte_buffer_append(archive, bytes, length));
}

static void add_page(byte_buffer *archive, packed_shape shape, const char *body) {
    byte_buffer one = {0};
    ar_response(&one, "http://a.example/", html_head, body, strlen(body));
    add_packed(archive, shape, one.bytes, one.length);
    byte_buffer_free(&one);
}

static void add_all_in_one(byte_buffer *archive, packed_shape shape) {
    byte_buffer plain = {0};
    for (size_t i = 0; i < RECORDS; i++)
        add_page(&plain, PLAIN, bodies[i]);
    add_packed(archive, shape, plain.bytes, plain.length);
    byte_buffer_free(&plain);
}

static void one_member_a_record(void **state) {
    (void)state;
    for (packed_shape shape = PLAIN; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        size_t at[RECORDS + 1] = {0};
        for (size_t i = 0; i < RECORDS; i++) {
            add_page(&archive, shape, bodies[i]);
            at[i + 1] = archive.length;
        }
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_int_equal(results.kind, INPUT_WARC);
        assert_string_equal(results.summary, "ppp");
        for (size_t i = 0; i < RECORDS; i++) {
            assert_string_equal(results.all[i].bytes, bodies[i]);
            assert_int_equal(results.all[i].place.offset, at[i]);
            assert_int_equal(results.all[i].place.length, at[i + 1] - at[i]);
        }
        assert_int_equal(results.all[0].place.unpacked_offset, 0);
        assert_true(results.all[1].place.unpacked_offset > strlen(bodies[0]));
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* Nothing of the first member, or the first two, can be unpacked: what kind of file it is, the next one tells. */
static void first_members_damaged(void **state) {
    static const char line[] = "{\"html\":\"<p>One.\"}\n";
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++)
        for (size_t damaged = 1; damaged < RECORDS; damaged++) {
            byte_buffer archive = {0};
            byte_buffer lines = {0};
            size_t at = 0;
            for (size_t i = 0; i < RECORDS; i++) {
                size_t begin = archive.length;
                size_t line_begin = lines.length;
                add_page(&archive, shape, bodies[i]);
                add_packed(&lines, shape, line, sizeof line - 1);
                if (i >= damaged)
                    continue;
                /* The first block is of a kind that there is not. */
                archive.bytes[begin + (shape == GZIP ? 10 : 6)] |= 7;
                lines.bytes[line_begin + (shape == GZIP ? 10 : 6)] |= 7;
                at = archive.length;
            }
            ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
            assert_int_equal(results.kind, INPUT_WARC);
            assert_string_equal(results.summary, damaged == 1 ? "fpp" : "fp");
            assert_int_equal(results.all[0].place.offset, 0);
            assert_int_equal(results.all[0].place.length, at);
            assert_int_equal(results.all[1].place.offset, at);
            ar_free(&results);
            results = ar_read_both_ways(&lines, INPUT_AUTO, LIMIT);
            assert_string_equal(results.summary, damaged == 1 ? "fpp" : "fp");
            ar_free(&results);
            byte_buffer_free(&lines);
            /* What is one page is none without its beginning. */
            byte_buffer_free(&archive);
            archive = (byte_buffer){0};
            for (size_t i = 0; i < RECORDS; i++)
                add_packed(&archive, shape, bodies[i], strlen(bodies[i]));
            archive.bytes[shape == GZIP ? 10 : 6] |= 7;
            results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
            assert_string_equal(results.summary, "F");
            ar_free(&results);
            byte_buffer_free(&archive);
        }
}

static void one_member_for_all(void **state) {
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        add_all_in_one(&archive, shape);
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "ppp");
        for (size_t i = 0; i < RECORDS; i++) {
            assert_string_equal(results.all[i].bytes, bodies[i]);
            assert_int_equal(results.all[i].place.offset, 0);
            assert_int_equal(results.all[i].place.length, 0);
        }
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* As bgzip and pzstd write: members end anywhere. */
static void members_that_know_no_records(void **state) {
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++)
        for (size_t step = 1; step < 400; step += 31) {
            byte_buffer plain = {0};
            byte_buffer archive = {0};
            for (size_t i = 0; i < RECORDS; i++)
                add_page(&plain, PLAIN, bodies[i]);
            for (size_t at = 0; at < plain.length; at += step)
                add_packed(&archive, shape, plain.bytes + at, step < plain.length - at ? step : plain.length - at);
            ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
            assert_string_equal(results.summary, "ppp");
            for (size_t i = 0; i < RECORDS; i++)
                assert_string_equal(results.all[i].bytes, bodies[i]);
            ar_free(&results);
            byte_buffer_free(&plain);
            byte_buffer_free(&archive);
        }
}

static void files_of_all_kinds_joined(void **state) {
    static const packed_shape orders[][RECORDS] = {
        {GZIP, PLAIN, GZIP}, {PLAIN, GZIP, PLAIN}, {ZSTD, PLAIN, GZIP},
        {GZIP, ZSTD, PLAIN}, {PLAIN, PLAIN, ZSTD}, {ZSTD, GZIP, PLAIN},
    };
    (void)state;
    for (size_t order = 0; order < sizeof orders / sizeof *orders; order++) {
        byte_buffer archive = {0};
        size_t at[RECORDS + 1] = {0};
        for (size_t i = 0; i < RECORDS; i++) {
            add_page(&archive, orders[order][i], bodies[i]);
            at[i + 1] = archive.length;
        }
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "ppp");
        for (size_t i = 0; i < RECORDS; i++) {
            assert_string_equal(results.all[i].bytes, bodies[i]);
            assert_int_equal(results.all[i].place.offset, at[i]);
            assert_int_equal(results.all[i].place.length, at[i + 1] - at[i]);
        }
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* -- zstd's other frames ----------------------------------------------------- */

static const char dictionary[] = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:6a1c0a52-0c3f-4d9e-"
                                 "8f0e-2f60a1b2c3d4>\r\nWARC-Date: 2031-10-03T07:40:00Z\r\nWARC-Target-URI: ";

static void add_with_dictionary(byte_buffer *archive, const char *body) {
    byte_buffer one = {0};
    ar_response(&one, "http://a.example/", html_head, body, strlen(body));
    ar_zstd(archive, one.bytes, one.length, dictionary, sizeof dictionary - 1);
    byte_buffer_free(&one);
}

static void a_dictionary_in_front(void **state) {
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        byte_buffer archive = {0};
        byte_buffer content = {0};
        if (packed)
            ar_zstd(&content, dictionary, sizeof dictionary - 1, NULL, 0);
        else
            ar_put(&content, dictionary);
        ar_skippable(&archive, 0x184D2A5D, content.bytes, content.length);
        size_t first = archive.length;
        for (size_t i = 0; i < RECORDS; i++)
            add_with_dictionary(&archive, bodies[i]);
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_int_equal(results.kind, INPUT_WARC);
        assert_string_equal(results.summary, "ppp");
        for (size_t i = 0; i < RECORDS; i++)
            assert_string_equal(results.all[i].bytes, bodies[i]);
        assert_int_equal(results.all[0].place.offset, first);
        ar_free(&results);
        byte_buffer_free(&content);
        byte_buffer_free(&archive);
    }
}

static void a_dictionary_that_is_missing_or_damaged(void **state) {
    byte_buffer archive = {0};
    byte_buffer content = {0};
    (void)state;
    add_with_dictionary(&archive, bodies[0]);
    ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "F");
    ar_free(&results);

    archive.length = 0;
    ar_zstd(&content, dictionary, sizeof dictionary - 1, NULL, 0);
    content.bytes[content.length - 1] ^= 1; /* the checksum */
    ar_skippable(&archive, 0x184D2A5D, content.bytes, content.length);
    add_page(&archive, ZSTD, bodies[0]);
    results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "fp");
    assert_string_equal(results.all[0].place.reason, "the zstd dictionary is damaged");
    ar_free(&results);

    archive.length = 0;
    ar_skippable(&archive, 0x184D2A5D, dictionary, sizeof dictionary - 1);
    archive.bytes[7] = 0x7F; /* two gigabytes */
    results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "F");
    assert_string_equal(results.all[0].place.reason, "the zstd dictionary is too large");
    ar_free(&results);
    byte_buffer_free(&content);
    byte_buffer_free(&archive);
}

static void frames_to_skip(void **state) {
    byte_buffer archive = {0};
    (void)state;
    ar_skippable(&archive, 0x184D2A50, "index", 5);
    add_page(&archive, ZSTD, bodies[0]);
    ar_skippable(&archive, 0x184D2A5F, NULL, 0);
    ar_skippable(&archive, 0x184D2A51, "more", 4);
    add_page(&archive, ZSTD, bodies[1]);
    ar_skippable(&archive, 0x184D2A50, "last", 4);
    ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_string_equal(results.summary, "pp");
    assert_string_equal(results.all[1].bytes, bodies[1]);
    ar_free(&results);
    archive.length--;
    results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
    assert_true(strcmp(results.summary, "pF") == 0);
    ar_free(&results);
    byte_buffer_free(&archive);
}

/* -- Damage ------------------------------------------------------------------ */

static void cut_at_every_byte(void **state) {
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        byte_buffer archive = {0};
        size_t ends[RECORDS + 1] = {0};
        if (kind == 2)
            ar_skippable(&archive, 0x184D2A5D, dictionary, sizeof dictionary - 1);
        ends[0] = archive.length;
        for (size_t i = 0; i < RECORDS; i++) {
            if (kind == 2)
                add_with_dictionary(&archive, bodies[i]);
            else
                add_page(&archive, kind == 0 ? GZIP : ZSTD, bodies[i]);
            ends[i + 1] = archive.length;
        }
        for (size_t length = 0; length <= archive.length; length++) {
            byte_buffer part = {archive.bytes, length, length};
            ar_results results = ar_read_both_ways(&part, INPUT_WARC, LIMIT);
            size_t whole = 0;
            while (whole < RECORDS && ends[whole + 1] <= length)
                whole++;
            bool is_clean = length == 0 || length == ends[whole];
            assert_int_equal(results.count, whole + (is_clean ? 0 : 1));
            for (size_t i = 0; i < whole; i++)
                assert_string_equal(results.all[i].bytes, bodies[i]);
            if (!is_clean) {
                assert_int_equal(results.summary[whole], 'F');
                if (whole > 0)
                    assert_int_equal(results.all[whole].place.offset, ends[whole]);
            }
            ar_free(&results);
        }
        byte_buffer_free(&archive);
    }
}

/* One member for all: cut, it gives every record whose bytes can be unpacked. */
static void a_single_member_cut(void **state) {
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        add_all_in_one(&archive, shape);
        size_t before = 0;
        for (size_t length = 4; length < archive.length; length++) {
            byte_buffer part = {archive.bytes, length, length};
            ar_results results = ar_read_both_ways(&part, INPUT_WARC, LIMIT);
            assert_true(results.count >= 1 && results.count <= RECORDS + 1);
            assert_true(results.count >= before);
            before = results.count;
            assert_int_equal(results.summary[results.count - 1], 'F');
            for (size_t i = 0; i + 1 < results.count; i++)
                assert_string_equal(results.all[i].bytes, bodies[i]);
            ar_free(&results);
        }
        byte_buffer_free(&archive);
    }
}

/* Any byte of the second record changed: the first and the third are read. */
static void a_damaged_member_between_two(void **state) {
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        size_t ends[RECORDS + 1] = {0};
        size_t lost = 0;
        for (size_t i = 0; i < RECORDS; i++) {
            add_page(&archive, shape, bodies[i]);
            ends[i + 1] = archive.length;
        }
        for (size_t at = ends[1]; at < ends[2]; at++) {
            archive.bytes[at] ^= 0x55;
            ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
            assert_true(results.count >= 2);
            assert_string_equal(results.all[0].bytes, bodies[0]);
            const ar_result *last = &results.all[results.count - 1];
            if (last->result == RECORD_PAGE)
                assert_string_equal(last->bytes, bodies[2]);
            else
                lost++;
            assert_true(results.all[1].result == RECORD_FAILED || strcmp(results.all[1].bytes, bodies[1]) == 0);
            ar_free(&results);
            archive.bytes[at] ^= 0x55;
        }
        /* A changed block may unpack into the next member before it is noticed. */
        assert_true(lost * 10 <= ends[2] - ends[1]);
        byte_buffer_free(&archive);
    }
}

static void rubbish_between_members(void **state) {
    byte_buffer archive = {0};
    (void)state;
    add_page(&archive, GZIP, bodies[0]);
    ar_put(&archive, "rubbish\x1F\x8B\x08\xFF and more of it");
    size_t next = archive.length;
    add_page(&archive, GZIP, bodies[1]);
    ar_results results = ar_read_both_ways(&archive, INPUT_WARC, LIMIT);
    assert_string_equal(results.summary, "pfp");
    assert_int_equal(results.all[1].place.length, next - results.all[1].place.offset);
    assert_string_equal(results.all[2].bytes, bodies[1]);
    ar_free(&results);
    byte_buffer_free(&archive);
}

static void zeros_at_the_end(void **state) {
    static const char zeros[512] = {0};
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        add_page(&archive, shape, bodies[0]);
        assert_true(byte_buffer_append(&archive, zeros, sizeof zeros));
        ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
        assert_string_equal(results.summary, "p");
        ar_free(&results);
        byte_buffer_free(&archive);
    }
}

/* A member that holds less than the record's length says. */
static void wrong_lengths_in_members(void **state) {
    static const char too_long[] =
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 90\r\n\r\n<p>Text\r\n\r\n";
    static const char too_short[] =
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>Text\r\n\r\n";
    static const char no_end[] = "WARC/1.0\r\nWARC-Type: resource\r\n";
    static const char *const bad[] = {too_long, too_short, no_end};
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++)
        for (size_t i = 0; i < 3; i++) {
            byte_buffer archive = {0};
            add_page(&archive, shape, bodies[0]);
            size_t begin = archive.length;
            add_packed(&archive, shape, bad[i], strlen(bad[i]));
            size_t end = archive.length;
            add_page(&archive, shape, bodies[2]);
            ar_results results = ar_read_both_ways(&archive, INPUT_AUTO, LIMIT);
            /* A length that is some bytes wrong is mended. */
            assert_string_equal(results.summary, i == 1 ? "ppp" : "pfp");
            if (i == 1)
                assert_string_equal(results.all[1].bytes, "<p>Text");
            assert_int_equal(results.all[1].place.offset, begin);
            assert_int_equal(results.all[1].place.length, end - begin);
            assert_string_equal(results.all[2].bytes, bodies[2]);
            ar_free(&results);
            byte_buffer_free(&archive);
        }
}

/* Larger than all buffers, so that windows end anywhere. */
static void large_files(void **state) {
    enum { PAGES = 700, PAGE_LENGTH = 20000 };
    char *body = malloc(PAGE_LENGTH);
    (void)state;
    assert_non_null(body);
    for (packed_shape shape = PLAIN; shape < SHAPES; shape++) {
        byte_buffer archive = {0};
        uint32_t state_of_bytes = 1;
        for (size_t i = 0; i < PAGES; i++) {
            for (size_t k = 0; k < PAGE_LENGTH; k++) {
                state_of_bytes = state_of_bytes * 1664525u + 1013904223u;
                body[k] = (char)('a' + (state_of_bytes >> 28));
            }
            byte_buffer one = {0};
            ar_response(&one, "u", html_head, body, PAGE_LENGTH - i);
            add_packed(&archive, shape, one.bytes, one.length);
            byte_buffer_free(&one);
        }
        ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
        assert_int_equal(results.count, PAGES);
        uint64_t at = 0;
        for (size_t i = 0; i < PAGES; i++) {
            assert_int_equal(results.all[i].result, RECORD_PAGE);
            assert_int_equal(results.all[i].page.length, PAGE_LENGTH - i);
            assert_int_equal(results.all[i].place.offset, at);
            at += results.all[i].place.length;
        }
        assert_int_equal(at, archive.length);
        ar_free(&results);
        byte_buffer_free(&archive);
    }
    free(body);
}

/* One byte at the front is damaged: no page of binary. Asked for as an archive, the rest of it is read. */
static void a_damaged_first_byte(void **state) {
    (void)state;
    for (packed_shape shape = GZIP; shape < SHAPES; shape++)
        for (size_t at = 0; at < (shape == GZIP ? 3u : 4u); at++) {
            byte_buffer archive = {0};
            for (size_t i = 0; i < RECORDS; i++)
                add_page(&archive, shape, bodies[i]);
            archive.bytes[at] ^= 1;
            ar_results results = ar_read(&archive, INPUT_AUTO, LIMIT);
            assert_string_equal(results.summary, "F");
            ar_free(&results);
            results = ar_read(&archive, INPUT_WARC, LIMIT);
            assert_int_equal(results.summary[0], 'f');
            assert_string_equal(results.all[results.count - 1].bytes, bodies[RECORDS - 1]);
            assert_int_equal(results.count, RECORDS);
            ar_free(&results);
            byte_buffer_free(&archive);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_member_a_record),
        cmocka_unit_test(first_members_damaged),
        cmocka_unit_test(one_member_for_all),
        cmocka_unit_test(members_that_know_no_records),
        cmocka_unit_test(files_of_all_kinds_joined),
        cmocka_unit_test(a_dictionary_in_front),
        cmocka_unit_test(a_dictionary_that_is_missing_or_damaged),
        cmocka_unit_test(frames_to_skip),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(a_single_member_cut),
        cmocka_unit_test(a_damaged_member_between_two),
        cmocka_unit_test(rubbish_between_members),
        cmocka_unit_test(zeros_at_the_end),
        cmocka_unit_test(wrong_lengths_in_members),
        cmocka_unit_test(a_damaged_first_byte),
        cmocka_unit_test(large_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
