/* Detectors of roles: what lines of text were in HTML is known, learned, written, and used alike by the library. */
#include "calibrate/detectors.h"
#include "calibrate/model_writer.h"
#include "classify/context.h"
#include "features/features.h"
#include "matrix/sample.h"
#include "support/page_helper.h"
#include "support/test_folder.h"
#include "support/train_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES = 24 };

/* Titles say "tidings", captions "pictured"; everything else about them is like other lines. */
static int make_corpus(void **state) {
    ts_set set;
    (void)state;
    ts_make_folders("set", "set/html", "set/gold");
    ts_set_begin(&set, "set");
    for (unsigned page = 0; page < PAGES; page++) {
        ts_set_page(&set, "en", page);
        fprintf(set.html, "<!doctype html><p>Menu entry %u</p><h1>Tidings of the harbour %u</h1>", page, page);
        fprintf(set.html, "<figure><figcaption><p>Pictured is harbour %u</p></figcaption></figure>", page);
        ts_set_ferries(&set, page);
        fprintf(set.html, "<p>Imprint %u</p>", page);
    }
    ts_set_end(&set);
    return 0;
}

static bool begins(const tr_document *document, uint32_t line, const char *text) {
    const dhk_line *own = &document->lines.lines[line];
    return own->text_length >= strlen(text) && memcmp(document->lines.text + own->text, text, strlen(text)) == 0;
}

static uint8_t expected_origin(const tr_document *document, uint32_t line) {
    return (uint8_t)((begins(document, line, "Tidings") ? TR_ORIGIN_TITLE : 0) |
                     (begins(document, line, "Pictured") ? TR_ORIGIN_CAPTION : 0));
}

/* The library, with the written model, finds in each line what the trainer does. */
static void compare_with_library(tr_dataset *dataset, const unsigned char *bytes, size_t length) {
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    assert_int_equal(dehusk_model_open_memory(bytes, length, NULL, &model, NULL), DEHUSK_OK);
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    tr_detectors_score(dataset, model);
    for (size_t i = 0; i < dataset->document_count; i++) {
        const tr_document *document = &dataset->documents[i];
        char text[4096];
        const dehusk_page *page;
        dehusk_request request;
        dehusk_request_init(&request);
        request.format = DEHUSK_FORMAT_TEXT;
        ts_join_lines(&document->lines, text);
        assert_int_equal(dehusk_classify(context, text, strlen(text), &request, &page), DEHUSK_OK);
        assert_int_equal(context->document.line_count, document->line_count);
        for (uint32_t line = 0; line < document->line_count; line++) {
            assert_int_equal(context->evidence[line].title, document->evidence[line].title);
            assert_int_equal(context->evidence[line].caption, document->evidence[line].caption);
            assert_int_equal(context->evidence[line].signs, document->evidence[line].signs);
            assert_int_equal(document->evidence[line].title > 0, begins(document, line, "Tidings"));
            assert_int_equal(document->evidence[line].caption > 0, begins(document, line, "Pictured"));
        }
    }
    dehusk_context_free(context);
    dehusk_model_close(model);
}

static void origins_are_learned_and_shipped(void **state) {
    (void)state;
    tr_corpus corpus = {0};
    tr_dataset dataset = {0};
    tr_error error = {{0}};
    tr_recipe recipe = {.solver = TR_SOLVER_LIBSVM,
                        .lines = 200,
                        .folds = 3,
                        .seed = 5,
                        .threads = 2,
                        .svm = {.cost = 0.01, .bias = 1, .tolerance = 0.01, .seed = 1}};
    dhk_classifier text = {.present = true, .slope = 4096}, detectors[2] = {{0}, {0}};
    tr_fit text_fit, fits[2];
    FILE *out = tmpfile();
    assert_non_null(out);
    if (!tr_corpus_open(&corpus, ts_folder, NULL, &error) ||
        !tr_dataset_read(&dataset, &corpus, &(tr_reading){.format = DEHUSK_FORMAT_TEXT, .vectors = true, .threads = 2},
                         &error))
        fail_msg("%s", error.message);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases);
    for (size_t i = 0; i < dataset.document_count; i++)
        for (uint32_t line = 0; line < dataset.documents[i].line_count; line++)
            assert_int_equal(dataset.documents[i].origins[line], expected_origin(&dataset.documents[i], line));
    for (int k = 0; k < 2; k++) {
        uint8_t origin = k == 0 ? TR_ORIGIN_TITLE : TR_ORIGIN_CAPTION;
        if (!tr_detector_cross_validate(&(tr_weighted_lines){&dataset, bases, weights}, &recipe, origin, &detectors[k],
                                        out, &error) ||
            !tr_detector_fit(&(tr_weighted_lines){&dataset, bases, weights}, &recipe, origin, &detectors[k], &fits[k],
                             &error))
            fail_msg("%s", error.message);
        assert_true(detectors[k].present);
    }
    if (!tr_fit_make(&(tr_weighted_lines){&dataset, bases, weights}, &recipe, NULL, -1, &text_fit, &error))
        fail_msg("%s", error.message);
    text.schema = dhk_feature_schema(DEHUSK_FORMAT_TEXT);
    text.feature_count = text_fit.feature_count;
    text.bias = text_fit.bias;
    text.weights = text_fit.weights;
    size_t length;
    tr_model_parts parts = {.text = &text, .title = &detectors[0], .caption = &detectors[1]};
    unsigned char *bytes = tr_model_bytes(&parts, NULL, 0, &length);
    compare_with_library(&dataset, bytes, length);
    free(bytes);
    tr_fit_free(&text_fit);
    tr_fit_free(&fits[0]);
    tr_fit_free(&fits[1]);
    free(bases);
    free(weights);
    fclose(out);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins_are_learned_and_shipped),
    };
    return cmocka_run_group_tests(tests, make_corpus, ts_folder_remove);
}
