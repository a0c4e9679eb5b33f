/* Terms of sets: what their pages weigh, which are not measured, whose comments are masked. */
#include "corpus/own_pages.h"
#include "corpus/set_terms.h"
#include "evaluate/tables.h"
#include "matrix/dataset.h"
#include "matrix/sample.h"
#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char page[] = "<!doctype html><ul><li>Home</ul><p>The river rose in the night.</p>"
                           "<div class='post-comments'><h3>Two thoughts</h3><p>It rose here too.</p>"
                           "<p>The river rose again.</p></div><footer>Imprint</footer>";
static const char labels[] = "-\tHome\n+\tThe river rose in the night.\n-\tTwo thoughts\n-\tIt rose here too.\n"
                             "+\tThe river rose again.\n-\tImprint\n";

static int set_up(void **state) {
    (void)state;
    ts_make_folders("first", "second");
    ts_write("first/page.html", page);
    ts_write("first/page.labels", labels);
    ts_write("second/page.html", page);
    ts_write("second/page.labels", labels);
    return 0;
}

static void open_both(tr_corpus *corpus) {
    tr_error error;
    *corpus = (tr_corpus){0};
    assert_true(tr_corpus_add_folder(corpus, ts_path("first"), true, &error));
    assert_true(tr_corpus_add_folder(corpus, ts_path("second"), true, &error));
}

static void read_both(tr_corpus *corpus, tr_dataset *dataset, dehusk_format format, const tr_set_options *options) {
    tr_error error;
    open_both(corpus);
    if (!tr_set_terms_take(corpus, options, &error) ||
        !tr_dataset_read(dataset, corpus, &(tr_reading){.format = format, .threads = 1}, &error))
        fail_msg("%s", error.message);
}

static double page_weight(const double *weights, const size_t *bases, size_t i) {
    double sum = 0;
    for (size_t at = bases[i]; at < bases[i + 1]; at++)
        sum += weights[at];
    return sum;
}

static void pages_weigh_what_their_set_does(void **state) {
    (void)state;
    static const tr_set_options options = {.weights = "second=2.5"};
    tr_corpus corpus;
    tr_dataset dataset;
    read_both(&corpus, &dataset, DEHUSK_FORMAT_HTML, &options);
    size_t *bases = tr_line_bases(&dataset);
    double *weights = tr_line_weights(&dataset, bases);
    double ratio = page_weight(weights, bases, 1) / page_weight(weights, bases, 0);
    assert_true(ratio > 2.499 && ratio < 2.501);
    free(bases);
    free(weights);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

/* Comments that are no content weigh nothing, in HTML and in the text made of it; a comment that the gold has counts. */
static void comments_are_masked(void **state) {
    (void)state;
    static const tr_set_options options = {.mask_comments = "second"};
    static const char masked[] = "..MM..";
    for (int mode = 0; mode < 2; mode++) {
        tr_corpus corpus;
        tr_dataset dataset;
        read_both(&corpus, &dataset, mode == 0 ? DEHUSK_FORMAT_HTML : DEHUSK_FORMAT_TEXT, &options);
        size_t *bases = tr_line_bases(&dataset);
        double *weights = tr_line_weights(&dataset, bases);
        assert_int_equal(dataset.documents[1].line_count, strlen(masked));
        for (size_t line = 0; line < strlen(masked); line++) {
            assert_true(weights[bases[0] + line] > 0);
            assert_int_equal(weights[bases[1] + line] > 0, masked[line] == '.');
        }
        /* What is masked does not make the page lighter. */
        double ratio = page_weight(weights, bases, 1) / page_weight(weights, bases, 0);
        assert_true(ratio > 0.999 && ratio < 1.001);
        free(bases);
        free(weights);
        tr_dataset_free(&dataset);
        tr_corpus_close(&corpus);
    }
}

static void own_pages_beside_a_corpus_are_not_in_the_mean(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_dataset dataset;
    tr_tables tables = {0};
    static const tr_set_options options = {NULL, NULL, NULL};
    read_both(&corpus, &dataset, DEHUSK_FORMAT_HTML, &options);
    for (size_t i = 0; i < 2; i++) {
        tr_outcome one = {.score = {.f1 = i == 0 ? 0.25 : 0.75}};
        tr_tables_add(&tables, &dataset.documents[i], &one);
    }
    assert_true(tr_tables_mean(&tables, &corpus) == 0.5);
    corpus.listed_set_count = 1; /* as if the first were from a list */
    assert_true(tr_tables_mean(&tables, &corpus) == 0.25);
    tr_tables_free(&tables);
    tr_dataset_free(&dataset);
    tr_corpus_close(&corpus);
}

static void what_is_wrong_is_named(void **state) {
    (void)state;
    static const struct {
        tr_set_options options;
        const char *says;
    } cases[] = {
        {{.weights = "third=2"}, "third"},       {{.weights = "first"}, "first"},
        {{.weights = "first=0"}, "first=0"},     {{.weights = "first=2x"}, "first=2x"},
        {{.weights = "first=nan"}, "first=nan"}, {{.train_only = "first,third"}, "third"},
        {{.mask_comments = "third"}, "third"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tr_corpus corpus;
        tr_error error = {{0}};
        open_both(&corpus);
        assert_false(tr_set_terms_take(&corpus, &cases[i].options, &error));
        if (strstr(error.message, cases[i].says) == NULL)
            fail_msg("'%s' says nothing of '%s'", error.message, cases[i].says);
        tr_corpus_close(&corpus);
    }
}

static void sets_are_trained_on_and_not_measured(void **state) {
    (void)state;
    tr_corpus corpus;
    tr_error error;
    static const tr_set_options options = {.train_only = "first,second"};
    open_both(&corpus);
    assert_false(tr_corpus_terms(&corpus, &corpus.pages[0]).train_only);
    assert_true(tr_set_terms_take(&corpus, &options, &error));
    assert_true(tr_corpus_terms(&corpus, &corpus.pages[0]).train_only);
    assert_true(tr_corpus_terms(&corpus, &corpus.pages[1]).train_only);
    assert_true(tr_corpus_terms(&corpus, &corpus.pages[1]).weight == 1);
    tr_corpus_close(&corpus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_weigh_what_their_set_does),
        cmocka_unit_test(comments_are_masked),
        cmocka_unit_test(own_pages_beside_a_corpus_are_not_in_the_mean),
        cmocka_unit_test(sets_are_trained_on_and_not_measured),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, set_up, ts_folder_remove);
}
