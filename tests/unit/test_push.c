/* Pages that come in pieces: the same as whole ones, wherever they are cut. */
#include "dehusk.h"
#include "support/context_setup.h"
#include "support/counting_allocator.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Feeds a piece from a block of just its length, which is gone when this returns. */
static void feed(const char *bytes, size_t length) {
    char *copy = malloc(length > 0 ? length : 1);
    assert_non_null(copy);
    if (length > 0)
        memcpy(copy, bytes, length);
    assert_int_equal(dehusk_feed(ts_context, copy, length), DEHUSK_OK);
    memset(copy, 0xDD, length);
    free(copy);
}

static char *whole(const char *bytes, size_t length, const dehusk_request *request) {
    const dehusk_page *page;
    assert_int_equal(dehusk_classify(ts_context, bytes, length, request, &page), DEHUSK_OK);
    return ts_dump(page);
}

static void end_like(const char *expected) {
    const dehusk_page *page;
    char *found;
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_OK);
    found = ts_dump(page);
    assert_string_equal(found, expected);
    free(found);
}

/* Cuts the page in two at every place, then into pieces of every length up to 9. */
static void expect_same(const char *bytes, size_t length, const dehusk_request *request) {
    char *expected = whole(bytes, length, request);
    for (size_t cut = 0; cut <= length; cut++) {
        assert_int_equal(dehusk_begin(ts_context, request), DEHUSK_OK);
        feed(bytes, cut);
        feed(bytes + cut, length - cut);
        end_like(expected);
    }
    for (size_t piece = 1; piece < 10; piece++) {
        assert_int_equal(dehusk_begin(ts_context, request), DEHUSK_OK);
        for (size_t at = 0; at < length; at += piece)
            feed(bytes + at, length - at < piece ? length - at : piece);
        end_like(expected);
    }
    free(expected);
}

#define EXPECT_SAME(bytes, request) expect_same((bytes), sizeof(bytes) - 1, (request))

static void every_cut_gives_the_same_page(void **state) {
    (void)state;
    dehusk_request request;
    EXPECT_SAME("<!doctype html><title>T&eacute;</title><nav><a href=x>Home</a></nav><!-- -- --><script>if (a</b>c)"
                "</script><p class='a b'>Ropes &amp; sails are heard in the harbour.<br>More.</p>",
                NULL);
    EXPECT_SAME("Home\nA first row of text, and [a link](http://x.example/).\r\n\r\nThe end \xE2\x80\xA8of it.\n",
                NULL);
    EXPECT_SAME("\xEF\xBB\xBF<p>\xE6\xB0\xB4\xE9\x9D\xA2 \xF0\x9F\x8E\x89\xF0\x9F\x8E", NULL);
    EXPECT_SAME("\xFF\xFE<\0p\0>\0\x3D\xD8\x00\xDE\x34\x6C\x3D", NULL);
    EXPECT_SAME("<meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0", NULL);
    EXPECT_SAME("", NULL);
    dehusk_request_init(&request);
    request.charset = dehusk_charset_supported("shift_jis") ? "shift_jis" : "koi8-r";
    request.threshold = 0.25;
    request.keep = 0;
    EXPECT_SAME("<p>\x93\x8C\x8B\x9E abc<p>\x93\x8C", &request);
    request.charset = NULL;
    request.format = DEHUSK_FORMAT_TEXT;
    EXPECT_SAME("<p>plain</p>\rtext", &request);
}

static void large_pages_in_random_pieces(void **state) {
    (void)state;
    uint64_t random = 7;
    for (unsigned seed = 1; seed < 6; seed++) {
        char *page = ts_make_html(seed, 300);
        size_t length = strlen(page);
        char *expected = whole(page, length, NULL);
        assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
        for (size_t at = 0; at < length;) {
            size_t piece = ts_random(&random, 3000);
            if (piece > length - at)
                piece = length - at;
            feed(page + at, piece);
            at += piece;
        }
        end_like(expected);
        free(expected);
        free(page);
    }
}

/* Offsets have 32 bits, and one that did not fit would be a small one: nothing behind 4 GiB - 1 is taken. */
static void no_page_has_four_gibibytes(void **state) {
    (void)state;
    enum { PIECE = 1 << 28 };
    dehusk_options options;
    dehusk_context *small;
    const dehusk_page *page;
    char *zeros = calloc(PIECE, 1); /* never touched, but for what is kept of the first piece */
    assert_non_null(zeros);
    dehusk_options_init(&options);
    options.max_bytes = 1000;
    assert_int_equal(dehusk_context_new(ts_model, &options, &small), DEHUSK_OK);
    assert_int_equal(dehusk_begin(small, NULL), DEHUSK_OK);
    for (int i = 0; i < 15; i++)
        assert_int_equal(dehusk_feed(small, zeros, PIECE), DEHUSK_OK);
    assert_int_equal(dehusk_feed(small, zeros, PIECE - 1), DEHUSK_OK);
    assert_int_equal(dehusk_feed(small, zeros, 1), DEHUSK_INPUT_TOO_LARGE);
    assert_int_equal(dehusk_end(small, &page), DEHUSK_BAD_ARGUMENT); /* the page is dropped */
    assert_int_equal(dehusk_begin(small, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_feed(small, "<p>x", 4), DEHUSK_OK);
    assert_int_equal(dehusk_end(small, &page), DEHUSK_OK);
    dehusk_context_free(small);
    free(zeros);
}

static void limit_is_kept_as_bytes_come(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_options options;
    dehusk_context *small;
    const dehusk_page *page;
    size_t before;
    char *expected;
    char *found;
    char *source = ts_make_html(3, 200);
    size_t length = strlen(source);
    dehusk_options_init(&options);
    options.max_bytes = 1000;
    options.allocator = ts_counting_allocator(&account);
    assert_int_equal(dehusk_context_new(ts_model, &options, &small), DEHUSK_OK);
    before = account.bytes;
    assert_int_equal(dehusk_classify(small, source, length, NULL, &page), DEHUSK_OK);
    assert_true(dehusk_page_summary(page)->truncated & DEHUSK_TRUNCATED_BYTES);
    expected = ts_dump(page);
    dehusk_context_trim(small);
    assert_int_equal(account.bytes, before);
    assert_int_equal(dehusk_begin(small, NULL), DEHUSK_OK);
    for (size_t at = 0; at < length; at += 7)
        assert_int_equal(dehusk_feed(small, source + at, length - at < 7 ? length - at : 7), DEHUSK_OK);
    assert_in_range(account.bytes - before, 1000, 2000); /* an array grows by half */
    assert_int_equal(dehusk_end(small, &page), DEHUSK_OK);
    found = ts_dump(page);
    assert_string_equal(found, expected);
    free(found);
    /* Exactly the limit is not beyond it. */
    assert_int_equal(dehusk_begin(small, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_feed(small, source, 1000), DEHUSK_OK);
    assert_int_equal(dehusk_end(small, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_summary(page)->truncated & DEHUSK_TRUNCATED_BYTES, 0);
    free(expected);
    free(source);
    dehusk_context_free(small);
    assert_int_equal(account.bytes, 0);
}

static void functions_in_the_wrong_order(void **state) {
    (void)state;
    const dehusk_page *page = NULL;
    dehusk_request request;
    dehusk_reason reason;
    size_t count;
    dehusk_request_init(&request);
    assert_int_equal(dehusk_begin(NULL, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_feed(NULL, "x", 1), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_end(NULL, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_feed(ts_context, "x", 1), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_BAD_ARGUMENT);

    request.charset = "no-such-charset";
    assert_int_equal(dehusk_begin(ts_context, &request), DEHUSK_UNKNOWN_CHARSET);
    assert_int_equal(dehusk_feed(ts_context, "x", 1), DEHUSK_BAD_ARGUMENT);
    request.charset = "hz-gb-2312";
    assert_int_equal(dehusk_begin(ts_context, &request), DEHUSK_UNSUPPORTED_CHARSET);
    request.charset = NULL;
    request.threshold = 2;
    assert_int_equal(dehusk_begin(ts_context, &request), DEHUSK_BAD_ARGUMENT);

    assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_feed(ts_context, NULL, 0), DEHUSK_OK);
    assert_int_equal(dehusk_feed(ts_context, NULL, 1), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_feed(ts_context, "x", 1), DEHUSK_BAD_ARGUMENT); /* dropped */
    assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_end(ts_context, NULL), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_BAD_ARGUMENT);

    /* Another page drops the one under way, and the other way round. */
    assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_feed(ts_context, "lost", 4), DEHUSK_OK);
    assert_int_equal(dehusk_classify(ts_context, "<p>x", 4, NULL, &page), DEHUSK_OK);
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_OK);
    assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    assert_int_equal(dehusk_feed(ts_context, "lost", 4), DEHUSK_OK);
    assert_int_equal(dehusk_begin(ts_context, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_feed(ts_context, "kept", 4), DEHUSK_OK);
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 1);
    assert_memory_equal(dehusk_page_line(page, 0)->text, "kept", 4);
    assert_int_equal(dehusk_page_line(page, 0)->text_length, 4);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_OK);
    dehusk_context_trim(ts_context);
    assert_int_equal(dehusk_explain(ts_context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
    dehusk_context_trim(NULL);
}

static void label_need_not_outlive_begin(void **state) {
    (void)state;
    char label[] = "cp1251";
    const dehusk_page *page;
    dehusk_request request;
    dehusk_request_init(&request);
    request.charset = label;
    assert_int_equal(dehusk_begin(ts_context, &request), DEHUSK_OK);
    memset(label, 'x', sizeof label - 1);
    assert_int_equal(dehusk_feed(ts_context, "\xEC\xE8\xF0", 3), DEHUSK_OK);
    assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_OK);
    assert_string_equal(dehusk_page_summary(page)->charset, "windows-1251");
    assert_string_equal(dehusk_page_summary(page)->charset_source, "transport");
    assert_memory_equal(dehusk_page_line(page, 0)->text, "\xD0\xBC\xD0\xB8\xD1\x80", 6);
}

/* "<script/>" is closed where the transport says XHTML, and swallows the page elsewhere. */
static void media_type_says_xhtml(void **state) {
    static const char bytes[] = "<head><title/><script src='a.js'/></head><p>The ferry sails again from Monday.</p>";
    static const struct {
        const char *media_type;
        bool xhtml;
    } said[] = {
        {"application/xhtml+xml", true},
        {"Application/XHTML+XML; charset=utf-8", true},
        {"application/vnd.wap.xhtml+xml", true},
        {"application/xhtml+xmlx", false},
        {"application/xhtml", false},
        {"text/html", false},
        {"", false},
        {NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const dehusk_page *page;
        dehusk_request request;
        char label[48];
        dehusk_request_init(&request);
        request.format = DEHUSK_FORMAT_HTML;
        request.media_type = said[i].media_type;
        assert_int_equal(dehusk_classify(ts_context, bytes, sizeof bytes - 1, &request, &page), DEHUSK_OK);
        assert_int_equal(dehusk_page_line_count(page), said[i].xhtml);
        if (said[i].media_type == NULL)
            continue;
        memcpy(label, said[i].media_type, strlen(said[i].media_type) + 1);
        request.media_type = label;
        assert_int_equal(dehusk_begin(ts_context, &request), DEHUSK_OK);
        memset(label, 'x', sizeof label);
        feed(bytes, sizeof bytes - 1);
        assert_int_equal(dehusk_end(ts_context, &page), DEHUSK_OK);
        assert_int_equal(dehusk_page_line_count(page), said[i].xhtml);
    }
}

static void warm_context_allocates_nothing(void **state) {
    (void)state;
    ts_account account = {0};
    dehusk_options options;
    dehusk_context *warm;
    const dehusk_page *page;
    char *source = ts_make_html(4, 100);
    size_t length = strlen(source);
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    assert_int_equal(dehusk_context_new(ts_model, &options, &warm), DEHUSK_OK);
    for (int round = 0; round < 3; round++) {
        size_t calls = account.calls;
        assert_int_equal(dehusk_begin(warm, NULL), DEHUSK_OK);
        for (size_t at = 0; at < length; at += 100)
            assert_int_equal(dehusk_feed(warm, source + at, length - at < 100 ? length - at : 100), DEHUSK_OK);
        assert_int_equal(dehusk_end(warm, &page), DEHUSK_OK);
        assert_true(round == 0 || account.calls == calls);
    }
    dehusk_context_free(warm);
    assert_int_equal(account.bytes, 0);
    free(source);
}

/* What the header says of thousands of contexts. */
static void waiting_context_is_small(void **state) {
    (void)state;
    enum { CONTEXTS = 1000 };
    static dehusk_context *contexts[CONTEXTS];
    ts_account account = {0};
    dehusk_options options;
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    for (size_t i = 0; i < CONTEXTS; i++)
        assert_int_equal(dehusk_context_new(ts_model, &options, &contexts[i]), DEHUSK_OK);
    assert_int_equal(account.blocks, CONTEXTS);
    assert_in_range(account.bytes, 1, CONTEXTS * (size_t)4096 - 1);
    print_message("a waiting ts_context takes %zu bytes\n", account.bytes / CONTEXTS);
    for (size_t i = 0; i < CONTEXTS; i += 100) {
        size_t before = account.bytes;
        const dehusk_page *page;
        assert_int_equal(dehusk_classify(contexts[i], "<p>x", 4, NULL, &page), DEHUSK_OK);
        assert_in_range(account.bytes - before, 4096, 1 << 20);
        if (i == 0)
            print_message("and %zu after a page of one line\n", account.bytes - before);
        dehusk_context_trim(contexts[i]);
        assert_int_equal(account.bytes, before);
        assert_int_equal(dehusk_classify(contexts[i], "<p>x", 4, NULL, &page), DEHUSK_OK);
        dehusk_context_trim(contexts[i]);
    }
    for (size_t i = 0; i < CONTEXTS; i++)
        dehusk_context_free(contexts[i]);
    assert_int_equal(account.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_gives_the_same_page), cmocka_unit_test(large_pages_in_random_pieces),
        cmocka_unit_test(no_page_has_four_gibibytes),    cmocka_unit_test(limit_is_kept_as_bytes_come),
        cmocka_unit_test(functions_in_the_wrong_order),  cmocka_unit_test(label_need_not_outlive_begin),
        cmocka_unit_test(media_type_says_xhtml),         cmocka_unit_test(warm_context_allocates_nothing),
        cmocka_unit_test(waiting_context_is_small),
    };
    return cmocka_run_group_tests(tests, ts_context_open, ts_context_close);
}
