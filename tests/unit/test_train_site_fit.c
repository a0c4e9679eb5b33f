/* What the trainer learns of repetition across a site's pages, written and used by the library. */
#include "calibrate/model_writer.h"
#include "evaluate/site_fit.h"
#include "features/features.h"
#include "matrix/sample.h"
#include "support/test_folder.h"
#include "support/train_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SITES = 6, PAGES = 5, ONE = 1 << DHK_WEIGHT_FRACTION_BITS };

static bool same_site; /* do pages share their sites? */

/* Template and text look the same; only other pages tell them apart. */
static void page_html(unsigned site, unsigned page, char *html, size_t room) {
    size_t at = 0;
    for (unsigned i = 0; i < 4; i++)
        at +=
            (size_t)snprintf(html + at, room - at, "<p>The harbour of town %c has always %c lights that shine far.</p>",
                             (char)('a' + site), (char)('a' + i));
    for (unsigned i = 0; i < 4; i++)
        at += (size_t)snprintf(html + at, room - at, "<p>The ferry %c of line %c came in by night and %c went out.</p>",
                               (char)('a' + site), (char)('a' + page), (char)('a' + i));
}

static void write_corpus(void) {
    char html[4096];
    ts_set set;
    ts_set_begin(&set, "set");
    for (unsigned site = 0; site < SITES; site++)
        for (unsigned page = 0; page < PAGES; page++) {
            ts_set_page(&set, "en", same_site ? site : site * PAGES + page);
            page_html(site, page, html, sizeof html);
            fputs(html, set.html);
            for (unsigned i = 0; i < 4; i++)
                fprintf(set.gold, "The ferry %c of line %c came in by night and %c went out.\n", (char)('a' + site),
                        (char)('a' + page), (char)('a' + i));
        }
    ts_set_end(&set);
}

static int make_folders(void **state) {
    (void)state;
    ts_make_folders("set", "set/html", "set/gold");
    return 0;
}

/* Fits to scores that say nothing. */
static void fit(tr_site_fit *made, char *printed, size_t room) {
    tr_corpus corpus = {0};
    tr_dataset dataset;
    tr_error error;
    tr_recipe recipe = {.folds = 3, .seed = 1, .threads = 2};
    write_corpus();
    assert_true(tr_corpus_open(&corpus, ts_folder, NULL, &error));
    assert_true(tr_dataset_read(&dataset, &corpus,
                                &(tr_reading){.format = DEHUSK_FORMAT_HTML, .vectors = true, .threads = 1}, &error));
    assert_int_equal(dataset.bad_gold_count, 0);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases);
    int32_t *scores = tr_zeroed(dataset.line_count, sizeof *scores);
    tr_evaluation without = {.dataset = &dataset,
                             .bases = bases,
                             .weights = weights,
                             .scores = scores,
                             .classifier = {.present = true, .slope = ONE},
                             .threshold = 0.5,
                             .no_roles = true};
    memset(printed, 0, room);
    FILE *out = fmemopen(printed, room, "w");
    assert_non_null(out);
    tr_site_fit_make(&without, &recipe, 3, made, out);
    fclose(out);
    free(bases);
    free(weights);
    free(scores);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

static int take(void *user, const void *bytes, size_t length) {
    FILE *file = user;
    return fwrite(bytes, 1, length, file) == length ? 0 : 1;
}

static dehusk_site_counts *count_site(unsigned site) {
    static char file[1 << 16];
    char html[4096];
    dehusk_site_counter *counter;
    dehusk_site_counts *counts;
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_HTML;
    request.host = "site.example";
    assert_int_equal(dehusk_site_counter_new(NULL, 1 << 20, &counter), DEHUSK_OK);
    for (unsigned page = 0; page < PAGES; page++) {
        page_html(site, page, html, sizeof html);
        assert_int_equal(dehusk_site_counter_add(counter, html, strlen(html), &request), DEHUSK_OK);
    }
    FILE *out = fmemopen(file, sizeof file, "w");
    assert_int_equal(dehusk_site_counter_write(counter, take, out), DEHUSK_OK);
    long length = ftell(out);
    fclose(out);
    assert_int_equal(dehusk_site_counts_open_memory(file, (size_t)length, NULL, &counts, NULL), DEHUSK_OK);
    dehusk_site_counter_free(counter);
    return counts;
}

static void repetition_is_learned_and_used(void **state) {
    (void)state;
    tr_site_fit made, again;
    char printed[4096], second[4096], html[4096];
    same_site = true;
    fit(&made, printed, sizeof printed);
    fit(&again, second, sizeof second);
    assert_true(made.stage.present);
    assert_memory_equal(made.weights, again.weights, sizeof made.weights);
    assert_string_equal(printed, second);
    assert_non_null(strstr(printed, "set                  30    0.7000    1.0000   +0.3000"));
    assert_non_null(strstr(printed, "mean of sites         6    0.7000    1.0000   +0.3000"));

    uint32_t features = dhk_feature_count(DEHUSK_FORMAT_HTML);
    int16_t *weights = tr_zeroed(features, sizeof *weights);
    dhk_classifier html_part = {.present = true,
                                .schema = dhk_feature_schema(DEHUSK_FORMAT_HTML),
                                .feature_count = features,
                                .slope = ONE,
                                .weights = weights};
    size_t length;
    made.stage.weights = made.weights;
    tr_model_parts parts = {.html = &html_part, .html_site = &made.stage, .text_site = &made.stage};
    unsigned char *bytes = tr_model_bytes(&parts, NULL, 0, &length);
    dehusk_model *model;
    dehusk_context *context;
    const dehusk_page *page;
    dehusk_request request;
    assert_int_equal(dehusk_model_open_memory(bytes, length, NULL, &model, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    dehusk_site_counts *counts = count_site(2);
    dehusk_request_init(&request);
    request.host = "site.example";
    request.host_counted = 1;
    request.threshold = 0.5;
    request.keep = 0;
    request.site_counts = counts;
    page_html(2, 1, html, sizeof html);
    assert_int_equal(dehusk_classify(context, html, strlen(html), &request, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), 8);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(dehusk_page_line(page, i)->label, i < 4 ? DEHUSK_CHROME : DEHUSK_CONTENT);
    dehusk_context_free(context);
    dehusk_model_close(model);
    dehusk_site_counts_close(counts);
    free(bytes);
    free(weights);
}

static void sites_of_one_page_teach_nothing(void **state) {
    (void)state;
    tr_site_fit made;
    char printed[4096];
    same_site = false;
    fit(&made, printed, sizeof printed);
    assert_false(made.stage.present);
    assert_non_null(strstr(printed, "no site has two pages"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repetition_is_learned_and_used),
        cmocka_unit_test(sites_of_one_page_teach_nothing),
    };
    return cmocka_run_group_tests(tests, make_folders, ts_folder_remove);
}
