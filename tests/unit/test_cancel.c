/* The caller's cancel function: how often it is asked, and what comes of it. */
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

typedef struct patience {
    size_t asked;
    size_t ends_at; /* the question, counted from 1, that is answered with 1; 0: none */
} patience;

static int impatient(void *user) {
    patience *state = user;
    state->asked++;
    return state->asked == state->ends_at;
}

enum way { WHOLE, PIECES, LINES };

typedef struct job {
    enum way way;
    const char *bytes;
    size_t length;
    const char *charset;
    dehusk_format format;
} job;

static dehusk_status run(dehusk_context *context, const job *work, const dehusk_page **page) {
    dehusk_request request;
    dehusk_status status;
    dehusk_request_init(&request);
    request.charset = work->charset;
    request.format = work->format;
    if (work->way == WHOLE)
        return dehusk_classify(context, work->bytes, work->length, &request, page);
    if (work->way == PIECES) {
        status = dehusk_begin(context, &request);
        for (size_t at = 0; status == DEHUSK_OK && at < work->length; at += 20000)
            status = dehusk_feed(context, work->bytes + at, work->length - at < 20000 ? work->length - at : 20000);
        return status == DEHUSK_OK ? dehusk_end(context, page) : status;
    }
    enum { COUNT = 5000 };
    dehusk_source_line *lines = calloc(COUNT, sizeof *lines);
    assert_non_null(lines);
    for (size_t i = 0; i < COUNT; i++) {
        dehusk_source_line_init(&lines[i]);
        lines[i].text = work->bytes + i;
        lines[i].text_length = 30;
        lines[i].path = "body/p";
    }
    status = dehusk_classify_lines(context, lines, COUNT, &request, page);
    free(lines);
    return status;
}

/* Ends the work at each question in turn; returns how many there are. */
static size_t sweep(const job *work) {
    patience state = {0, 0};
    ts_account account = {0};
    dehusk_options options;
    dehusk_context *context;
    const dehusk_page *page;
    char *expected;
    size_t asked;
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    options.cancel = impatient;
    options.cancel_user = &state;
    assert_int_equal(dehusk_context_new(ts_model, &options, &context), DEHUSK_OK);
    assert_int_equal(run(context, work, &page), DEHUSK_OK);
    expected = ts_dump(page);
    asked = state.asked;
    for (size_t end = 1; end <= asked; end++) {
        dehusk_reason reason;
        size_t count;
        state = (patience){0, end};
        page = NULL;
        assert_int_equal(run(context, work, &page), DEHUSK_CANCELLED);
        assert_null(page);
        assert_int_equal(state.asked, end); /* nobody asks twice */
        assert_int_equal(dehusk_explain(context, 0, &reason, 1, &count), DEHUSK_BAD_ARGUMENT);
        assert_int_equal(dehusk_feed(context, "x", 1), DEHUSK_BAD_ARGUMENT);
        if (end % 8 == 1) {
            char *found;
            state = (patience){0, 0};
            assert_int_equal(run(context, work, &page), DEHUSK_OK);
            found = ts_dump(page);
            assert_string_equal(found, expected);
            free(found);
        }
    }
    free(expected);
    dehusk_context_free(context);
    assert_int_equal(account.bytes, 0);
    return asked;
}

/* A page of `length` bytes: `row` again and again, or to the end. */
static char *repeat(const char *row, size_t length) {
    char *bytes = malloc(length + 1);
    size_t row_length = strlen(row);
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++)
        bytes[i] = row[i % row_length];
    bytes[length] = '\0';
    return bytes;
}

static void every_question_can_be_the_last(void **state) {
    (void)state;
    static const struct {
        const char *row;
        size_t length;
        job work;
        size_t least; /* questions: one for every 64 KiB at least */
    } cases[] = {
        {"<p>Ropes are heard in the harbour, early.\n", 1 << 20, {.way = WHOLE}, 16},
        {"<p>Ropes are heard in the harbour, early.\n", 1 << 19, {.way = PIECES}, 27 + 8},
        {"Ropes are heard in the harbour, early.\n", 1 << 19, {.way = WHOLE, .format = DEHUSK_FORMAT_TEXT}, 16},
        {"Ropes are heard in the harbour, early.\n", 1 << 17, {.way = LINES}, 5},
        {"<svg><path d=x><g><path d=y></g></svg><p>a", 1 << 19, {.way = WHOLE}, 8},
        {"<path d=x><g><path d=y></g>", 1 << 19, {.way = WHOLE}, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        job work = cases[i].work;
        char *bytes = repeat(cases[i].row, cases[i].length);
        work.bytes = bytes;
        work.length = cases[i].length;
        if (i == 5)
            memcpy(bytes, "<p><svg>", 8); /* all in one */
        assert_in_range(sweep(&work), cases[i].least, 2 * cases[i].least + 50);
        free(bytes);
    }
}

static void decoding_asks_too(void **state) {
    (void)state;
    static const char *const charsets[] = {"windows-1251", "utf-16le"};
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        /* Nothing but spaces: no line, no row, no tag. */
        char *bytes = repeat("\xA0 ", 1 << 19);
        job work = {.way = WHOLE, .bytes = bytes, .length = 1 << 19, .charset = charsets[i]};
        for (size_t at = 0; i == 1 && at < 1 << 19; at++)
            bytes[at] = at % 2 == 0 ? ' ' : '\0';
        assert_in_range(sweep(&work), 8, 30);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_can_be_the_last),
        cmocka_unit_test(decoding_asks_too),
    };
    return cmocka_run_group_tests(tests, ts_context_open, ts_context_close);
}
