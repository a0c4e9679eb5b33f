/* The classifier of short pages is learned: it tells pages by their words, by models that have not seen a page's site. */
#include "calibrate/empty_fit.h"
#include "corpus/own_pages.h"
#include "support/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES = 400, FOLDS = 4 };

/* Of two pages of a site one asks for a proof and has no content, unless all are to have some. */
static void write_pages(bool all_content) {
    static const char *const notes[] = {"ferry", "harbour", "tern", "marmalade", "weir"};
    static const char *const checks[] = {"verify", "robot", "captcha", "challenge", "browser"};
    ts_make_folders("pages");
    for (unsigned i = 0; i < PAGES; i++) {
        char name[64], html[256], labels[256];
        bool content = i % 2 == 0 || all_content;
        const char *const *words = content ? notes : checks;
        const char *first = words[i % 5], *second = words[(i / 5 + 1) % 5];
        snprintf(name, sizeof name, "pages/s%u.%c.html", i / 2, i % 2 == 0 ? 'a' : 'b');
        snprintf(html, sizeof html, "<title>Page</title><h1>The %s</h1><p>Here the %s is, and the %s.", first, second,
                 first);
        ts_write(name, html);
        snprintf(name, sizeof name, "pages/s%u.%c.labels", i / 2, i % 2 == 0 ? 'a' : 'b');
        snprintf(labels, sizeof labels, "%c\tThe %s\n%c\tHere the %s is, and the %s.\n", content ? '+' : '-', first,
                 content ? '+' : '-', second, first);
        ts_write(name, labels);
    }
}

typedef struct learned {
    tr_corpus corpus;
    tr_dataset dataset;
    size_t *bases;
    int32_t *scores;
    int32_t best[PAGES], emptiness[PAGES];
    tr_empty_fit fit;
} learned;

/* All lines score 0, so that all are kept and only words differ. */
static void learn(learned *all, unsigned threads, FILE *out) {
    tr_error error;
    const dhk_classifier classifier = {.slope = 4096};
    const tr_recipe recipe = {.solver = TR_SOLVER_LIBSVM,
                              .folds = FOLDS,
                              .seed = 1,
                              .threads = threads,
                              .svm = {.bias = 1, .tolerance = 0.001, .seed = 1}};
    memset(all, 0, sizeof *all);
    if (!tr_corpus_add_folder(&all->corpus, ts_path("pages"), false, &error) ||
        !tr_dataset_read(&all->dataset, &all->corpus,
                         &(tr_reading){.format = DEHUSK_FORMAT_HTML, .vectors = true, .threads = threads}, &error))
        fail_msg("%s", error.message);
    assert_int_equal(all->corpus.site_count, PAGES / 2);
    all->bases = tr_line_bases(&all->dataset);
    all->scores = tr_zeroed(all->dataset.line_count, sizeof *all->scores);
    const tr_page_scores from = {&all->dataset, all->bases, all->scores, all->best, &classifier};
    if (!tr_empty_cross_validate(&from, &recipe, all->emptiness, &all->fit, out, &error))
        fail_msg("%s", error.message);
}

static void forget(learned *all) {
    tr_empty_free(&all->fit);
    free(all->bases);
    free(all->scores);
    tr_dataset_free(&all->dataset);
    tr_corpus_close(&all->corpus);
}

static void pages_are_told_by_their_words(void **state) {
    (void)state;
    learned all;
    char printed[512] = "";
    size_t found = 0;
    FILE *out = tmpfile();
    assert_non_null(out);
    write_pages(false);
    learn(&all, 2, out);
    assert_true(all.fit.stage.present);
    for (size_t i = 0; i < PAGES; i++) {
        bool empty = all.dataset.documents[i].gold == TR_GOLD_EMPTY;
        found += empty && all.emptiness[i] > 0;
        assert_false(!empty && all.emptiness[i] > 0);
    }
    assert_in_range(found, PAGES / 2 - 40, PAGES / 2); /* the margin leaves some that are likely empty */
    rewind(out);
    assert_true(fread(printed, 1, sizeof printed - 1, out) > 0);
    assert_non_null(strstr(printed, "200        0      200"));
    fclose(out);
    forget(&all);
}

static void threads_change_nothing(void **state) {
    (void)state;
    learned one, three;
    FILE *out = tmpfile();
    assert_non_null(out);
    write_pages(false);
    learn(&one, 1, out);
    learn(&three, 3, out);
    assert_int_equal(one.fit.stage.bias, three.fit.stage.bias);
    assert_memory_equal(one.fit.weights, three.fit.weights, DHK_EMPTY_FEATURES * sizeof *one.fit.weights);
    assert_memory_equal(one.emptiness, three.emptiness, sizeof one.emptiness);
    fclose(out);
    forget(&one);
    forget(&three);
}

static void nothing_is_learned_where_all_have_content(void **state) {
    (void)state;
    learned all;
    FILE *out = tmpfile();
    assert_non_null(out);
    write_pages(true);
    learn(&all, 1, out);
    assert_false(all.fit.stage.present);
    assert_int_equal(ftell(out), 0);
    fclose(out);
    forget(&all);
}

static int tear_down(void **state) {
    return ts_folder_remove(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(pages_are_told_by_their_words, tear_down),
        cmocka_unit_test_teardown(threads_change_nothing, tear_down),
        cmocka_unit_test_teardown(nothing_is_learned_where_all_have_content, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
