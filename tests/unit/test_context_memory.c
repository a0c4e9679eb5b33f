/* What a context holds after a page, by its allocator: of large pages a multiple of their bytes that is written down
 * here, so that it does not grow unnoticed.
 *     test_context_memory         4 MiB of each kind, and fails where a bound is passed
 *     test_context_memory 16      prints the figures for 16 MiB, as in tools/bench/README.md */
#include "support/counting_allocator.h"
#include "support/model_bytes.h"
#include "support/page_helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORD_MAX = 16, MIB = 1 << 20 };

typedef struct text_kind {
    const char *name;
    uint32_t row_min, row_max; /* bytes of a row */
    uint32_t rare;             /* of eight words so many are letters by lot, the others are of twenty */
    double most;               /* bytes of memory for a byte of text */
} text_kind;

/* Bounds are some tenth above what is held on a machine of 64 bits. */
static const text_kind kinds[] = {
    {"rows of 52 bytes", 30, 74, 1, 11.5},
    {"rows of 280 bytes", 200, 360, 1, 5.4},
    {"rows of 2,000 bytes", 1500, 2500, 1, 4.2},
    {"rows of 50 bytes, words by lot", 28, 72, 8, 15},
    {"rows of 2,000 bytes, words by lot", 1500, 2500, 8, 7.7},
};

/* The same of HTML, a line every 105 bytes. */
static const double HTML_MAX = 6;

static uint32_t put_word(char *out, uint64_t *random, uint32_t rare) {
    static const char *const common[] = {"the",   "ferry", "harbour", "of",      "a",    "left",  "at",
                                         "seven", "and",   "came",    "back",    "with", "birds", "over",
                                         "stone", "quay",  "winter",  "letters", "from", "island"};
    if (ts_random(random, 8) >= rare) {
        const char *word = common[ts_random(random, 20)];
        memcpy(out, word, strlen(word));
        return (uint32_t)strlen(word);
    }
    uint32_t length = 3 + ts_random(random, 8);
    for (uint32_t i = 0; i < length; i++)
        out[i] = (char)('a' + ts_random(random, 26));
    return length;
}

/* A text of about `bytes` bytes, to be freed. */
static char *make_text(const text_kind *kind, size_t bytes, size_t *length) {
    char *text = malloc(bytes + kind->row_max + WORD_MAX);
    uint64_t random = 1;
    size_t row = 0, at = 0, end = kind->row_min;
    assert_non_null(text);
    while (at < bytes) {
        at += put_word(text + at, &random, kind->rare);
        bool ends = at - row >= end;
        text[at++] = ends ? '\n' : ' ';
        if (ends) {
            row = at;
            end = kind->row_min + ts_random(&random, kind->row_max - kind->row_min);
        }
    }
    *length = at;
    return text;
}

/* Bytes that a context holds after the page, and that it asks for no more when the page comes again. */
static size_t memory_of(const dehusk_model *model, const char *page, size_t length, dehusk_format format) {
    ts_account account = {0};
    dehusk_options options;
    dehusk_request request;
    dehusk_context *context;
    const dehusk_page *result;
    dehusk_options_init(&options);
    options.allocator = ts_counting_allocator(&account);
    dehusk_request_init(&request);
    request.format = format;
    assert_int_equal(dehusk_context_new(model, &options, &context), DEHUSK_OK);
    assert_int_equal(dehusk_classify(context, page, length, &request, &result), DEHUSK_OK);
    assert_true(dehusk_page_line_count(result) > length / 4000);
    size_t held = account.bytes, calls = account.calls;
    assert_int_equal(dehusk_classify(context, page, length, &request, &result), DEHUSK_OK);
    assert_int_equal(account.calls, calls);
    dehusk_context_free(context);
    assert_int_equal(account.bytes, 0);
    return held;
}

static void print_figure(const char *name, size_t length, size_t held) {
    printf("%-36s %6.1f MB: %5.2f times its size\n", name, (double)held / MIB, (double)held / (double)length);
}

/* `checked`: the bounds hold, or the test fails. */
static void measure(size_t bytes, bool checked) {
    dehusk_model *model = ts_model_open_plan((ts_model_plan){.html = true, .text = true, .extract = true});
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length;
        char *text = make_text(&kinds[i], bytes, &length);
        size_t held = memory_of(model, text, length, DEHUSK_FORMAT_TEXT);
        print_figure(kinds[i].name, length, held);
        if (checked && (double)held > kinds[i].most * (double)length)
            fail_msg("%s: a context holds %.2f times the text", kinds[i].name, (double)held / (double)length);
        free(text);
    }
    char *page = ts_make_html(1, bytes / 100);
    size_t length = strlen(page);
    size_t held = memory_of(model, page, length, DEHUSK_FORMAT_HTML);
    print_figure("HTML of short lines", length, held);
    if (checked && (double)held > HTML_MAX * (double)length)
        fail_msg("HTML: a context holds %.2f times the page", (double)held / (double)length);
    free(page);
    dehusk_model_close(model);
}

static void memory_is_bounded(void **state) {
    (void)state;
    measure(4 * MIB, true);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_is_bounded)};
    if (argc == 1)
        return cmocka_run_group_tests(tests, NULL, NULL);
    measure((size_t)strtoul(argv[1], NULL, 10) * MIB, false);
    return 0;
}
