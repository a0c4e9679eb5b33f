/*
 * Nobody reads a byte behind the input, nor before it: pages and models are put
 * directly before and directly behind memory that must not be touched. This
 * finds what a sanitizer cannot see, such as wide loads of optimised code.
 */
#include "dehusk.h"
#include "model/model.h"
#include "support/context_setup.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS 0x20 /* not POSIX, but there */
#endif

/* Memory between two pages that cannot be read. */
typedef struct guarded {
    unsigned char *whole;
    size_t whole_length;
    unsigned char *room;
    size_t room_length;
} guarded;

static size_t guarded_inputs;

static guarded guard(size_t length) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    guarded made;
    made.room_length = (length + page) / page * page;
    made.whole_length = made.room_length + 2 * page;
    made.whole = mmap(NULL, made.whole_length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(made.whole != MAP_FAILED);
    made.room = made.whole + page;
    assert_int_equal(mprotect(made.whole, page, PROT_NONE), 0);
    assert_int_equal(mprotect(made.room + made.room_length, page, PROT_NONE), 0);
    return made;
}

static void unguard(guarded *made) {
    assert_int_equal(munmap(made->whole, made->whole_length), 0);
}

static unsigned char *before_the_end(const guarded *made, const void *bytes, size_t length) {
    unsigned char *at = made->room + made->room_length - length;
    guarded_inputs++;
    memcpy(at, bytes, length);
    return at;
}

/* -- Pages ------------------------------------------------------------------------ */

static guarded pages;

enum { PAGE_MAX = 1 << 16 };

static int set_up(void **state) {
    pages = guard(PAGE_MAX);
    return ts_context_open(state);
}

static int tear_down(void **state) {
    unguard(&pages);
    return ts_context_close(state);
}

/* Both results are the same, and nothing is read around the page: at its begin and at its end. */
static void classify_guarded(const void *bytes, size_t length, dehusk_format format, const char *charset) {
    dehusk_request request;
    const dehusk_page *page;
    char *dumps[2];
    dehusk_request_init(&request);
    request.format = format;
    request.charset = charset;
    assert_int_equal(dehusk_classify(ts_context, before_the_end(&pages, bytes, length), length, &request, &page),
                     DEHUSK_OK);
    dumps[0] = ts_dump(page);
    memcpy(pages.room, bytes, length);
    assert_int_equal(dehusk_classify(ts_context, pages.room, length, &request, &page), DEHUSK_OK);
    dumps[1] = ts_dump(page);
    assert_string_equal(dumps[0], dumps[1]);
    free(dumps[0]);
    free(dumps[1]);
}

/* Every beginning of the page, so that it ends in every place that there is. */
static void every_beginning(const char *bytes, size_t length, const char *charset) {
    for (size_t cut = 0; cut <= length; cut++) {
        classify_guarded(bytes, cut, DEHUSK_FORMAT_HTML, charset);
        classify_guarded(bytes, cut, DEHUSK_FORMAT_TEXT, charset);
        classify_guarded(bytes, cut, DEHUSK_FORMAT_AUTO, charset);
    }
}

static void pages_that_end_anywhere(void **state) {
    (void)state;
    static const char page[] =
        "\xEF\xBB\xBF<!doctype html><meta http-equiv=content-type content='text/html; charset=utf-8'>"
        "<title>A &amp; b</title><!-- c --!><script>\"<!--<script>x</script>-->\"</script>"
        "<div class='a1 longWord-b' id=c style=display:none hidden>d&hellip;&notit;&#x2014;&#0<br/>"
        "<pre>\n e\r\n</pre><svg><![CDATA[f]]></svg></></ bogus><?pi?><a href=\"x\">\xD0\xBC\xD0\xB8\xD1\x80 "
        "\xE6\xB0\xB4\xE9\x9D\xA2\xF0\x9F\x98\x80\xED\xA0\x80</a><td a=b><textarea>&lt</textarea></div><plaintext>";
    static const char text[] = "See [a link](http://example.org/x) or [[wiki]]\r\nwww.example.org \xE2\x80\xA8"
                               "\xC2\x85\xE6\xB0\xB4\xE9\x9D\xA2 https://x\v[[[\f<p\n";
    every_beginning(page, sizeof page - 1, NULL);
    every_beginning(text, sizeof text - 1, NULL);
}

static void pages_of_every_kind_of_charset(void **state) {
    (void)state;
    static const char bytes[] = "<p>\x93\x8C\x8B\x9E \x81\x30\x81\x30\x1B$B$\"\x1B(B\xA3\xA0 \xCF\xF0\xE8\xE2\xE5\xF2"
                                "\x88\x62\x8F\xA2\xAF\xFF\x80";
    static const char *const labels[] = {"windows-1251", "shift_jis", "euc-jp", "iso-2022-jp", "gbk",
                                         "gb18030",      "big5",      "euc-kr", "utf-16le",    "utf-16be"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (dehusk_charset_supported(labels[i]))
            every_beginning(bytes, sizeof bytes - 1, labels[i]);
    every_beginning(bytes, sizeof bytes - 1, NULL);
}

static void pages_of_every_alignment(void **state) {
    (void)state;
    char *html = ts_make_html(3, 40);
    char *text = ts_make_text(3, 40);
    for (size_t skip = 0; skip < 70; skip++) {
        classify_guarded(html + skip, strlen(html) - skip, DEHUSK_FORMAT_HTML, NULL);
        classify_guarded(text + skip, strlen(text) - skip, DEHUSK_FORMAT_TEXT, NULL);
    }
    free(html);
    free(text);
}

static void attributes_that_grow_when_decoded(void **state) {
    (void)state;
    /* A NUL is one byte in the page and three in the text of a fact. */
    char page[5000] = "<meta name=description content='";
    size_t length = strlen(page) + 4200;
    memcpy(page + length, "'><p>x", 6);
    classify_guarded(page, length + 6, DEHUSK_FORMAT_HTML, NULL);
    classify_guarded(page, length, DEHUSK_FORMAT_HTML, NULL);
}

/* -- Models ----------------------------------------------------------------------- */

static void models_that_end_anywhere(void **state) {
    (void)state;
    size_t length;
    unsigned char *file = ts_model_bytes((ts_model_plan){.html = true, .text = true}, &length);
    guarded made = guard(length);
    for (size_t cut = 0; cut <= length; cut += cut < 400 || length - cut < 400 ? 1 : (length - cut - 1) % 4099 + 1) {
        unsigned char *bytes = before_the_end(&made, file, cut);
        dehusk_model *opened = NULL;
        size_t offset;
        dehusk_status status;
        if (cut >= DHK_MODEL_HEADER_SIZE) {
            /* The size and the checksum are made right, or nothing behind them would be looked at. */
            uint32_t sum;
            for (size_t i = 0; i < 8; i++)
                bytes[16 + i] = (unsigned char)((uint64_t)cut >> (8 * i) & 0xFF);
            sum = dhk_crc32(bytes + DHK_MODEL_HEADER_SIZE, cut - DHK_MODEL_HEADER_SIZE);
            for (size_t i = 0; i < 4; i++)
                bytes[24 + i] = (unsigned char)(sum >> (8 * i) & 0xFF);
        }
        status = dehusk_model_open_memory(bytes, cut, NULL, &opened, &offset);
        assert_true((status == DEHUSK_OK) == (cut == length));
        assert_true(offset <= cut);
        dehusk_model_close(opened);
    }
    unguard(&made);
    free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_that_end_anywhere),  cmocka_unit_test(pages_of_every_kind_of_charset),
        cmocka_unit_test(pages_of_every_alignment), cmocka_unit_test(attributes_that_grow_when_decoded),
        cmocka_unit_test(models_that_end_anywhere),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    printf("%zu inputs beside memory that cannot be read\n", guarded_inputs);
    return failed;
}
