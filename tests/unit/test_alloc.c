/*
 * Every public function that takes memory, with every one of its allocations
 * failing in turn: the right status, nothing lost, and all goes on afterwards.
 */
#include "dehusk.h"
#include "support/context_setup.h"
#include "support/counting_allocator.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CALLS_MAX = 2000 };

static void expect_all_given_back(const ts_account *account) {
    assert_int_equal(account->blocks, 0);
    assert_int_equal(account->bytes, 0);
}

/* -- Models ------------------------------------------------------------------- */

typedef struct model_source {
    const unsigned char *bytes;
    size_t length;
    const char *path; /* instead of the bytes */
} model_source;

static dehusk_status open_model(const model_source *source, const dehusk_allocator *allocator, dehusk_model **opened) {
    size_t offset = 99;
    dehusk_status status;
    if (source->path == NULL && source->bytes == NULL)
        return dehusk_model_open_default(allocator, opened);
    status = source->path != NULL ? dehusk_model_open_file(source->path, allocator, opened, &offset)
                                  : dehusk_model_open_memory(source->bytes, source->length, allocator, opened, &offset);
    assert_int_equal(offset, 0);
    return status;
}

static void sweep_model(const model_source *source) {
    size_t call = 1;
    for (;; call++) {
        for (int onward = 0; onward < 2; onward++) {
            ts_account account = {0};
            dehusk_allocator allocator = ts_counting_allocator(&account);
            dehusk_model *opened = (dehusk_model *)&account;
            dehusk_status status;
            ts_fail_at(&account, call, onward != 0);
            status = open_model(source, &allocator, &opened);
            if (!account.failed) {
                assert_int_equal(status, DEHUSK_OK);
                dehusk_model_close(opened);
                expect_all_given_back(&account);
                assert_in_range(call, 3, CALLS_MAX); /* something did fail before */
                return;
            }
            assert_int_equal(status, DEHUSK_OUT_OF_MEMORY);
            assert_ptr_equal(opened, &account); /* left alone */
            expect_all_given_back(&account);
        }
        assert_in_range(call, 1, CALLS_MAX);
    }
}

static void model_from_memory(void **state) {
    (void)state;
    model_source source = {0};
    unsigned char *file = ts_model_bytes((ts_model_plan){.html = true, .text = true}, &source.length);
    source.bytes = file;
    sweep_model(&source);
    free(file);
}

static void model_from_a_file(void **state) {
    (void)state;
    char path[] = "/tmp/dehusk-test-XXXXXX";
    model_source source = {.path = path};
    size_t length;
    unsigned char *bytes = ts_model_bytes((ts_model_plan){.html = true}, &length);
    int descriptor = mkstemp(path);
    FILE *file;
    assert_true(descriptor >= 0);
    file = fdopen(descriptor, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    sweep_model(&source);
    assert_int_equal(remove(path), 0);
    free(bytes);
}

static void model_that_is_compiled_in(void **state) {
    (void)state;
    model_source source = {0};
    dehusk_model *opened;
    dehusk_status status = dehusk_model_open_default(NULL, &opened);
    if (status == DEHUSK_MODEL_NOT_A_MODEL)
        skip();
    assert_int_equal(status, DEHUSK_OK);
    dehusk_model_close(opened);
    sweep_model(&source);
}

static void refused_models_give_all_memory_back(void **state) {
    (void)state;
    size_t length;
    unsigned char *file = ts_model_bytes((ts_model_plan){.html = true, .text = true}, &length);
    for (size_t at = 0; at < length; at += at < 400 ? 1 : 9973) {
        ts_account account = {0};
        dehusk_allocator allocator = ts_counting_allocator(&account);
        dehusk_model *opened = NULL;
        file[at] ^= 0x55;
        assert_int_not_equal(dehusk_model_open_memory(file, length, &allocator, &opened, NULL), DEHUSK_OK);
        assert_int_not_equal(dehusk_model_open_memory(file, at, &allocator, &opened, NULL), DEHUSK_OK);
        assert_null(opened);
        expect_all_given_back(&account);
        file[at] ^= 0x55;
    }
    free(file);
}

/* -- Contexts -------------------------------------------------------------------- */

static void context(void **state) {
    (void)state;
    size_t call = 1;
    for (;; call++) {
        for (int onward = 0; onward < 2; onward++) {
            ts_account account = {0};
            dehusk_options options;
            dehusk_context *made = (dehusk_context *)&account;
            dehusk_status status;
            dehusk_options_init(&options);
            options.allocator = ts_counting_allocator(&account);
            ts_fail_at(&account, call, onward != 0);
            status = dehusk_context_new(ts_model, &options, &made);
            if (!account.failed) {
                assert_int_equal(status, DEHUSK_OK);
                dehusk_context_free(made);
                expect_all_given_back(&account);
                assert_int_equal(call, 2); /* one block: the rest is made with the first page */
                return;
            }
            assert_int_equal(status, DEHUSK_OUT_OF_MEMORY);
            assert_ptr_equal(made, &account);
            expect_all_given_back(&account);
        }
        assert_in_range(call, 1, CALLS_MAX);
    }
}

/* -- Pages ------------------------------------------------------------------------ */

typedef struct input {
    const char *bytes;
    size_t length;
    dehusk_format format;
    bool in_pieces;
    const char *charset;
} input;

static dehusk_status classify(dehusk_context *with, const input *in, const dehusk_page **page) {
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = in->format;
    request.charset = in->charset;
    if (in->in_pieces) {
        dehusk_status status = dehusk_begin(with, &request);
        for (size_t at = 0; status == DEHUSK_OK && at < in->length; at += 200)
            status = dehusk_feed(with, in->bytes + at, in->length - at < 200 ? in->length - at : 200);
        return status == DEHUSK_OK ? dehusk_end(with, page) : status;
    }
    return dehusk_classify(with, in->bytes, in->length, &request, page);
}

static char *dump_of(dehusk_context *with, const input *in) {
    const dehusk_page *page;
    assert_int_equal(classify(with, in, &page), DEHUSK_OK);
    return ts_dump(page);
}

/* Fails every allocation of classifying `in` after `before` (unless NULL) had been classified with the same context. */
static void sweep_page(const input *in, const input *before) {
    dehusk_context *fresh;
    char *expected;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &fresh), DEHUSK_OK);
    expected = dump_of(fresh, in);
    dehusk_context_free(fresh);
    for (size_t call = 1;; call++) {
        bool failed = false;
        for (int onward = 0; onward < 2; onward++) {
            ts_account account = {0};
            dehusk_options options;
            dehusk_context *made;
            const dehusk_page *page = (const dehusk_page *)&account;
            dehusk_status status;
            dehusk_options_init(&options);
            options.allocator = ts_counting_allocator(&account);
            assert_int_equal(dehusk_context_new(ts_model, &options, &made), DEHUSK_OK);
            if (before != NULL)
                free(dump_of(made, before));
            ts_fail_at(&account, call, onward != 0);
            status = classify(made, in, &page);
            failed = account.failed;
            ts_fail_at(&account, 0, false);
            if (failed) {
                dehusk_reason reason;
                size_t count;
                char *after;
                assert_int_equal(status, DEHUSK_OUT_OF_MEMORY);
                assert_ptr_equal(page, &account);
                assert_int_equal(dehusk_explain(made, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
                after = dump_of(made, in);
                assert_string_equal(after, expected);
                free(after);
                if (before != NULL)
                    free(dump_of(made, before));
            } else {
                char *found;
                assert_int_equal(status, DEHUSK_OK);
                found = ts_dump(page);
                assert_string_equal(found, expected);
                free(found);
            }
            dehusk_context_free(made);
            expect_all_given_back(&account);
        }
        if (!failed) {
            assert_in_range(call, before == NULL ? 10 : 2, CALLS_MAX);
            break;
        }
        assert_in_range(call, 1, CALLS_MAX);
    }
    free(expected);
}

static void page_of_html(void **state) {
    (void)state;
    char *source = ts_make_html(1, 60);
    input in = {source, strlen(source), DEHUSK_FORMAT_HTML, false, NULL};
    sweep_page(&in, NULL);
    free(source);
}

static void page_of_text(void **state) {
    (void)state;
    char *source = ts_make_text(1, 60);
    input in = {source, strlen(source), DEHUSK_FORMAT_TEXT, false, NULL};
    sweep_page(&in, NULL);
    free(source);
}

static void page_in_pieces(void **state) {
    (void)state;
    char *source = ts_make_html(1, 60);
    input in = {source, strlen(source), DEHUSK_FORMAT_HTML, true, NULL};
    sweep_page(&in, NULL);
    free(source);
}

/* Lines with paths, of which every third has a class of its own. */
static dehusk_status classify_lines(dehusk_context *with, const dehusk_page **page) {
    static char paths[60][64];
    dehusk_source_line lines[60];
    for (size_t i = 0; i < 60; i++) {
        snprintf(paths[i], sizeof paths[i], "html/body/div.part%c%c#x/p.text", (int)('a' + i / 3), (int)('a' + i % 3));
        dehusk_source_line_init(&lines[i]);
        lines[i].text = "Ropes are heard in the harbour";
        lines[i].text_length = 10 + i % 21;
        lines[i].path = i == 0 ? "html/head/title" : paths[i];
    }
    return dehusk_classify_lines(with, lines, 60, NULL, page);
}

static void source_lines(void **state) {
    (void)state;
    dehusk_context *fresh;
    const dehusk_page *page;
    char *expected;
    bool failed = true;
    assert_int_equal(dehusk_context_new(ts_model, NULL, &fresh), DEHUSK_OK);
    assert_int_equal(classify_lines(fresh, &page), DEHUSK_OK);
    expected = ts_dump(page);
    dehusk_context_free(fresh);
    for (size_t call = 1; failed; call++) {
        ts_account account = {0};
        dehusk_options options;
        dehusk_status status;
        char *found;
        dehusk_options_init(&options);
        options.allocator = ts_counting_allocator(&account);
        assert_int_equal(dehusk_context_new(ts_model, &options, &fresh), DEHUSK_OK);
        ts_fail_at(&account, call, call % 2 == 0);
        status = classify_lines(fresh, &page);
        failed = account.failed;
        ts_fail_at(&account, 0, false);
        assert_int_equal(status, failed ? DEHUSK_OUT_OF_MEMORY : DEHUSK_OK);
        assert_int_equal(classify_lines(fresh, &page), DEHUSK_OK);
        found = ts_dump(page);
        assert_string_equal(found, expected);
        free(found);
        dehusk_context_free(fresh);
        expect_all_given_back(&account);
        assert_in_range(call, failed ? 1 : 10, CALLS_MAX);
    }
    free(expected);
}

static void larger_page_after_a_smaller_one(void **state) {
    (void)state;
    char *small = ts_make_html(1, 12);
    char *large = ts_make_html(2, 70);
    input before = {small, strlen(small), DEHUSK_FORMAT_HTML, false, NULL};
    input in = {large, strlen(large), DEHUSK_FORMAT_HTML, false, NULL};
    sweep_page(&in, &before);
    free(small);
    free(large);
}

/* More keys than maps begin with: they grow, and each block that they ask for fails once. */
static void page_whose_key_maps_grow(void **state) {
    (void)state;
    enum { LINES = 2100 };
    static char page[LINES * 24];
    size_t length = 0;
    for (int i = 0; i < LINES; i++)
        length += (size_t)snprintf(page + length, sizeof page - length, "<p>word%d", i * 7);
    input in = {page, length, DEHUSK_FORMAT_HTML, false, NULL};
    sweep_page(&in, NULL);
}

static void text_after_html(void **state) {
    (void)state;
    char *html = ts_make_html(1, 20);
    char *text = ts_make_text(2, 60);
    input before = {html, strlen(html), DEHUSK_FORMAT_HTML, false, NULL};
    input in = {text, strlen(text), DEHUSK_FORMAT_TEXT, false, NULL};
    sweep_page(&in, &before);
    free(html);
    free(text);
}

static void pages_of_legacy_charsets(void **state) {
    (void)state;
    static const char single[] = "<p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0<p>\xEC\xE8\xF0";
    static const char multi[] = "<p>\x93\x8C\x8B\x9E abc<p>\x93\x8C";
    static const char wide[] = "\xFE\xFF\0<\0p\0>\0x\x4E\x2D";
    static const char stateful[] = "<p>\x1B$B$\"\x1B(B x";
    const input inputs[] = {
        {single, sizeof single - 1, DEHUSK_FORMAT_HTML, false, "windows-1251"},
        {multi, sizeof multi - 1, DEHUSK_FORMAT_HTML, false, "shift_jis"},
        {wide, sizeof wide - 1, DEHUSK_FORMAT_HTML, false, NULL},
        {stateful, sizeof stateful - 1, DEHUSK_FORMAT_HTML, false, "iso-2022-jp"},
        {single, sizeof single - 1, DEHUSK_FORMAT_HTML, false, NULL}, /* detected */
    };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (inputs[i].charset == NULL || dehusk_charset_supported(inputs[i].charset))
            sweep_page(&inputs[i], NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_from_memory),
        cmocka_unit_test(model_from_a_file),
        cmocka_unit_test(model_that_is_compiled_in),
        cmocka_unit_test(refused_models_give_all_memory_back),
        cmocka_unit_test(context),
        cmocka_unit_test(page_of_html),
        cmocka_unit_test(page_of_text),
        cmocka_unit_test(page_in_pieces),
        cmocka_unit_test(source_lines),
        cmocka_unit_test(larger_page_after_a_smaller_one),
        cmocka_unit_test(page_whose_key_maps_grow),
        cmocka_unit_test(text_after_html),
        cmocka_unit_test(pages_of_legacy_charsets),
    };
    int failed = cmocka_run_group_tests(tests, ts_context_open, ts_context_close);
    printf("%zu allocations failed on purpose\n", ts_failed_calls);
    return failed;
}
