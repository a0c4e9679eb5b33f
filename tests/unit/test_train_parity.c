/*
 * What was trained is what runs: a model fitted to a small corpus gives each line
 * the same score in the library as in the trainer, and the same label. And the
 * same corpus gives the same model, whatever the threads do.
 */
#include "calibrate/crossval.h"
#include "calibrate/empty_fit.h"
#include "calibrate/model_writer.h"
#include "calibrate/stack_fit.h"
#include "classify/decide.h"
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

enum { PAGES = 24 };

/* Pages of one site each: a menu, an article, a footer. */
static int make_corpus(void **state) {
    ts_set set;
    (void)state;
    ts_make_folders("set", "set/html", "set/gold");
    ts_set_begin(&set, "set");
    for (unsigned page = 0; page < PAGES; page++) {
        ts_set_page(&set, "en", page);
        fprintf(set.html, "<!doctype html><title>Page %u</title><ul class=menu>", page);
        for (unsigned i = 0; i < 8; i++)
            ts_set_menu_item(&set, page * 1000 + i);
        fputs("</ul><main>", set.html);
        for (unsigned i = 0; i < 4 + page % 5; i++)
            ts_set_sentence(&set, page * 1000 + 100 + i);
        fputs("</main><footer><p>Contact us</p><p>Imprint</p></footer>", set.html);
    }
    ts_set_end(&set);
    return 0;
}

/* A corpus read in one mode and a classifier fitted to it. */
typedef struct fitted {
    tr_corpus corpus;
    tr_dataset dataset;
    size_t *bases;
    double *weights;
    int32_t *scores;  /* of both stages, out of fold */
    int32_t *shipped; /* of the first stage, by the model of all pages; of both once they are compared */
    int32_t best[PAGES];
    dhk_stack_stage stack;
    dhk_empty_stage empty;
    int32_t emptiness[PAGES];
    tr_fit fit;
    dhk_classifier classifier;
} fitted;

static void fit(fitted *all, dehusk_format format, unsigned threads) {
    tr_error error;
    tr_fit folds[3] = {{0}};
    tr_recipe recipe = {.solver = TR_SOLVER_LIBSVM,
                        .lines = 200,
                        .folds = 3,
                        .seed = 5,
                        .threads = threads,
                        .svm = {.cost = 0.1, .block = 20, .bias = 1, .tolerance = 0.01, .seed = 1}};
    memset(all, 0, sizeof *all);
    if (!tr_corpus_open(&all->corpus, ts_folder, NULL, &error) ||
        !tr_dataset_read(&all->dataset, &all->corpus,
                         &(tr_reading){.format = format, .vectors = true, .threads = threads}, &error))
        fail_msg("%s", error.message);
    all->bases = tr_line_bases(&all->dataset);
    all->weights = tr_line_weights(&all->dataset, all->bases);
    all->scores = tr_zeroed(all->dataset.line_count, sizeof *all->scores);
    if (!tr_crossval_scores(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &recipe, NULL, all->scores,
                            folds, &error) ||
        !tr_fit_make(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &recipe, NULL, -1, &all->fit,
                     &error))
        fail_msg("%s", error.message);
    tr_crossval_calibrate(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &recipe, NULL, all->scores,
                          &all->classifier);
    tr_stack_cross_validate(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &recipe, NULL,
                            &all->classifier, &(tr_staged_scores){all->scores, all->best}, &all->stack);
    assert_int_equal(all->stack.present, format == DEHUSK_FORMAT_HTML);
    all->classifier.present = true;
    all->classifier.schema = dhk_feature_schema(format);
    all->classifier.feature_count = all->fit.feature_count;
    all->classifier.bias = all->fit.bias;
    all->classifier.weights = all->fit.weights;
}

static void unfit(fitted *all) {
    free(all->bases);
    free(all->weights);
    free(all->scores);
    free(all->shipped);
    tr_fit_free(&all->fit);
    tr_dataset_free(&all->dataset);
    tr_corpus_close(&all->corpus);
}

/* The one page, by the trainer and by the library. */
static void compare_page(const fitted *all, dehusk_context *context, size_t i, tr_bytes *bytes) {
    const tr_document *document = &all->dataset.documents[i];
    tr_error error;
    dehusk_request request;
    const dehusk_page *page;
    int32_t scores[256], logits[256];
    uint32_t order[256];
    uint8_t labels[256];
    assert_true(document->line_count > 0 && document->line_count <= 256);
    const dhk_classifier both = {.slope = all->stack.slope, .offset = all->stack.offset};
    for (uint32_t line = 0; line < document->line_count; line++) {
        scores[line] = all->shipped[all->bases[i] + line];
        logits[line] = dhk_calibrate(all->stack.present ? &both : &all->classifier, scores[line]);
    }
    const dhk_page_signs signs = {all->best[i], document->copies, false, all->empty.present, document->evidence};
    dhk_decide(&(dhk_decision_rule){all->classifier.shift, DEHUSK_FAVOR_BALANCED, -1}, &document->lines, &signs, logits,
               order, labels);
    if (all->emptiness[i] > 0)
        memset(labels, 0, sizeof labels);
    assert_true(tr_corpus_read_html(document->page, bytes, &error));
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_HTML;
    request.charset = document->page->charset;
    assert_int_equal(dehusk_classify(context, bytes->at, bytes->length, &request, &page), DEHUSK_OK);
    assert_int_equal(dehusk_page_line_count(page), document->line_count);
    for (uint32_t line = 0; line < document->line_count; line++) {
        const dehusk_line *found = dehusk_page_line(page, line);
        assert_int_equal((long)(found->score * 4096), scores[line]);
        assert_int_equal(found->label, labels[line]);
        assert_true(found->probability == (double)dhk_probability(logits[line]) / 65536);
    }
}

/* What the trainer says that the library will. */
static void score_all(fitted *all) {
    all->shipped = tr_zeroed(all->dataset.line_count, sizeof *all->shipped);
    for (size_t i = 0; i < all->dataset.document_count; i++)
        tr_score_document(all->fit.weights, all->fit.bias, &all->dataset.documents[i], all->shipped + all->bases[i]);
    for (size_t i = 0; i < all->dataset.document_count; i++)
        all->best[i] = 0; /* all pages have likely lines */
    if (all->stack.present)
        tr_stack_score(&all->dataset, all->bases, &all->classifier, &all->stack, all->shipped, all->best);
}

/* A made-up classifier of short pages, by which about half of them have no content. */
static void judge_all(fitted *all, int16_t weights[DHK_EMPTY_FEATURES]) {
    const dhk_classifier both = {
        .slope = all->stack.slope, .offset = all->stack.offset, .shift = all->classifier.shift};
    size_t empty = 0;
    for (uint32_t i = 0; i < DHK_EMPTY_FEATURES; i++)
        weights[i] = (int16_t)((int32_t)(tr_mix(i) % 2001) - 1000);
    all->empty = (dhk_empty_stage){.present = true, .weights = weights};
    tr_page_scores from = {&all->dataset, all->bases, all->shipped, all->best, &both};
    tr_empty_score(&from, &all->empty, all->emptiness);
    all->empty.bias = -all->emptiness[PAGES / 2];
    tr_empty_score(&from, &all->empty, all->emptiness);
    for (size_t i = 0; i < PAGES; i++)
        empty += all->emptiness[i] > 0;
    assert_in_range(empty, 1, PAGES - 1);
}

static void compare_all(bool stack, bool judged) {
    fitted all;
    const tr_model_info info[] = {{"name", "a\tb\nc"}, {"settings", ""}};
    size_t length;
    dehusk_model *model = NULL;
    dehusk_context *context = NULL;
    tr_bytes bytes = {0};
    fit(&all, DEHUSK_FORMAT_HTML, 2);
    all.stack.present = all.stack.present && stack;
    score_all(&all);
    int16_t weights[DHK_EMPTY_FEATURES];
    if (judged)
        judge_all(&all, weights);
    unsigned char *file =
        tr_model_bytes(&(tr_model_parts){.html = &all.classifier, .html_stack = &all.stack, .html_empty = &all.empty},
                       info, 2, &length);
    assert_int_equal(dehusk_model_open_memory(file, length, NULL, &model, NULL), DEHUSK_OK);
    free(file);
    assert_string_equal(dehusk_model_info(model, "name"), "a b c");
    assert_string_equal(dehusk_model_info(model, "settings"), "");
    assert_int_equal(dehusk_context_new(model, NULL, &context), DEHUSK_OK);
    for (size_t i = 0; i < all.dataset.document_count; i++)
        compare_page(&all, context, i, &bytes);
    tr_bytes_free(&bytes);
    dehusk_context_free(context);
    dehusk_model_close(model);
    unfit(&all);
}

static void library_scores_as_the_trainer_does(void **state) {
    (void)state;
    compare_all(false, false);
}

static void library_scores_by_both_stages_as_the_trainer_does(void **state) {
    (void)state;
    compare_all(true, false);
}

static void library_judges_short_pages_as_the_trainer_does(void **state) {
    (void)state;
    compare_all(true, true);
}

static void such_a_corpus_is_learned(void **state) {
    (void)state;
    for (dehusk_format format = DEHUSK_FORMAT_HTML; format <= DEHUSK_FORMAT_TEXT; format++) {
        fitted all;
        double sum = 0;
        fit(&all, format, 2);
        const dhk_classifier both = {.slope = all.stack.slope, .offset = all.stack.offset};
        assert_int_equal(all.dataset.document_count, PAGES);
        assert_int_equal(all.dataset.bad_gold_count, 0);
        for (size_t i = 0; i < PAGES; i++) {
            const tr_document *document = &all.dataset.documents[i];
            uint8_t labels[256];
            assert_true(document->oracle == 1);
            for (uint32_t line = 0; line < document->line_count; line++)
                labels[line] =
                    dhk_calibrate(all.stack.present ? &both : &all.classifier, all.scores[all.bases[i] + line]) > 0;
            sum += tr_document_score(document, labels).f1;
        }
        assert_true(sum / PAGES > 0.95);
        unfit(&all);
    }
}

static void same_corpus_same_model(void **state) {
    (void)state;
    unsigned char *files[2];
    size_t lengths[2];
    for (unsigned i = 0; i < 2; i++) {
        fitted all;
        fit(&all, DEHUSK_FORMAT_HTML, i == 0 ? 1 : 3);
        files[i] =
            tr_model_bytes(&(tr_model_parts){.html = &all.classifier, .html_stack = &all.stack}, NULL, 0, &lengths[i]);
        unfit(&all);
    }
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(files[0], files[1], lengths[0]);
    free(files[0]);
    free(files[1]);
}

/* Weights: equal pages of a set count the same, sites and sets by their square roots. */
static void line_weights_follow_the_rule(void **state) {
    (void)state;
    fitted all;
    double total = 0, first = 0;
    fit(&all, DEHUSK_FORMAT_HTML, 1);
    for (size_t i = 0; i < PAGES; i++) {
        double page = 0;
        for (size_t at = all.bases[i]; at < all.bases[i + 1]; at++)
            page += all.weights[at];
        first = i == 0 ? page : first;
        assert_true(page > 0.999 * first && page < 1.001 * first);
        total += page;
    }
    assert_true(total > 0.999 * (double)all.dataset.line_count && total < 1.001 * (double)all.dataset.line_count);
    unfit(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(library_scores_as_the_trainer_does),
        cmocka_unit_test(library_scores_by_both_stages_as_the_trainer_does),
        cmocka_unit_test(library_judges_short_pages_as_the_trainer_does),
        cmocka_unit_test(such_a_corpus_is_learned),
        cmocka_unit_test(same_corpus_same_model),
        cmocka_unit_test(line_weights_follow_the_rule),
    };
    return cmocka_run_group_tests(tests, make_corpus, ts_folder_remove);
}
