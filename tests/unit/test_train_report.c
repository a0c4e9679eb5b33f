/* The page of an evaluation: its data are those of the evaluation, and stay within their element. */
#include "calibrate/crossval.h"
#include "corpus/own_pages.h"
#include "matrix/sample.h"
#include "report/report_html.h"
#include "support/test_folder.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ONE (1 << DHK_WEIGHT_FRACTION_BITS)

/* A page's name is part of the data; this one would begin a comment in a script. */
static int set_up(void **state) {
    (void)state;
    ts_folder_make(NULL);
    ts_write("<!--<script>.html", "<p>Home</p><p>The river rose in the night.</p><p>And fell.</p>");
    ts_write("<!--<script>.labels", "-\tHome\n+\tThe river rose in the night.\n+\tAnd fell.\n");
    return 0;
}

/* Reads what stands in the element whose tag begins like this. */
static json_t *read_data(const char *page, const char *begins) {
    const char *at = strstr(page, begins);
    assert_non_null(at);
    at = strchr(at, '>') + 1;
    const char *end = strstr(at, "</script>");
    assert_non_null(end);
    assert_null(memchr(at, '<', (size_t)(end - at)));
    json_error_t error;
    json_t *read = json_loadb(at, (size_t)(end - at), 0, &error);
    if (read == NULL)
        fail_msg("%s at %d", error.text, error.position);
    return read;
}

static double number_at(const json_t *set, const char *name, size_t bin) {
    return json_number_value(json_array_get(json_object_get(set, name), bin));
}

static void data_are_the_evaluation(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset;
    tr_error error;
    if (!tr_corpus_add_folder(&corpus, ts_folder, false, &error) ||
        !tr_dataset_read(&dataset, &corpus, &(tr_reading){.format = DEHUSK_FORMAT_HTML, .vectors = true, .threads = 1},
                         &error))
        fail_msg("%s", error.message);
    assert_int_equal(dataset.line_count, 3);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases);
    const int32_t scores[] = {-20 * ONE, 0, 20 * ONE}; /* surely not, even odds, surely */
    tr_evaluation evaluation = {.dataset = &dataset,
                                .bases = bases,
                                .weights = weights,
                                .scores = scores,
                                .classifier = {.present = true, .slope = ONE},
                                .threshold = 0.9,
                                .no_roles = true};
    char *page = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&page, &length);
    tr_report_begin(file, "a \"model\"", "</script>");
    assert_true(tr_report_add(file, &evaluation, &error));
    tr_report_end(file);
    fclose(file);
    assert_memory_equal(page, "<!doctype html>", 15);
    assert_string_equal(page + length - 8, "</html>\n");

    json_t *settings = read_data(page, "<script type=\"application/json\" id=\"settings\"");
    assert_string_equal(json_string_value(json_object_get(settings, "what")), "a \"model\"");
    assert_string_equal(json_string_value(json_object_get(settings, "of")), "</script>");

    json_t *mode = read_data(page, "<script type=\"application/json\" class=\"mode\"");
    const json_t *set = json_array_get(json_object_get(mode, "sets"), 0);
    for (size_t bin = 0; bin < 100; bin++) {
        bool held = bin == 0 || bin == 50 || bin == 99;
        assert_true(number_at(set, "lines", bin) == (held ? 1 : 0));
        assert_true(number_at(set, "content_lines", bin) == (held && bin > 0 ? 1 : 0));
    }
    assert_true(number_at(set, "p", 50) == 0.5);
    assert_true(number_at(set, "tokens", 0) == 1 && number_at(set, "content_tokens", 0) == 0);
    assert_true(number_at(set, "tokens", 50) == 6 && number_at(set, "content_tokens", 50) == 6);
    assert_true(number_at(set, "content_tokens", 99) == 2);

    /* Of eight words two are kept: precision 1, recall a quarter. */
    const char *pages = json_string_value(json_object_get(mode, "pages"));
    assert_non_null(strstr(pages, "\t<!--<script>\t"));
    assert_non_null(strstr(pages, "\t8\t2\t0.4000\t1.0000\t0.2500\t"));
    assert_non_null(strstr(json_string_value(json_object_get(mode, "tables")), "mean over sets\t\t\t\t0.4000"));
    assert_non_null(strstr(json_string_value(json_object_get(mode, "printed")), "Brier score"));
    json_decref(mode);
    json_decref(settings);
    free(page);
    free(weights);
    free(bases);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(data_are_the_evaluation)};
    return cmocka_run_group_tests(tests, set_up, ts_folder_remove);
}
