/*
 * Stages of a run: what is left out of training does not leak into it, what
 * aligned before is not aligned again, and a run that was killed anywhere gives,
 * started again, the bytes that it would have given.
 */
#define _POSIX_C_SOURCE 200809L

#include "calibrate/crossval.h"
#include "evaluate/leave_out.h"
#include "matrix/sample.h"
#include "support/test_folder.h"
#include "support/train_set.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGES = 30, FOLDS = 3 };

/* Pages of one site each, every third in another language; the last one shares a site with one of those. */
static int make_corpus(void **state) {
    ts_set set;
    (void)state;
    ts_make_folders("set", "set/html", "set/gold");
    ts_set_begin(&set, "set");
    for (unsigned page = 0; page < PAGES; page++) {
        ts_set_page(&set, page % 3 == 0 ? "eo" : "en", page == PAGES - 1 ? 0 : page);
        fputs("<!doctype html><title>Page</title><ul>", set.html);
        for (unsigned i = 0; i < 30; i++)
            ts_set_menu_item(&set, page * 1000 + i);
        fputs("</ul><main>", set.html);
        for (unsigned i = 0; i < 20 + page; i++)
            ts_set_sentence(&set, page * 1000 + 100 + i);
        fputs("</main><footer><p>Contact us</p></footer>", set.html);
    }
    ts_set_end(&set);
    return 0;
}

typedef struct stages {
    tr_corpus corpus;
    tr_dataset dataset;
    tr_recipe recipe;
    size_t *bases;
    double *weights;
    int32_t *scores;
} stages;

static void open_material(stages *all) {
    tr_error error;
    *all = (stages){.recipe = {.solver = TR_SOLVER_LIBSVM,
                               .lines = 300,
                               .folds = FOLDS,
                               .seed = 3,
                               .threads = 2,
                               .check_solver = true,
                               .svm = {.cost = 0.05, .bias = 1, .tolerance = 0.01, .seed = 1}}};
    if (!tr_corpus_open(&all->corpus, ts_folder, NULL, &error) ||
        !tr_dataset_read(&all->dataset, &all->corpus,
                         &(tr_reading){.format = DEHUSK_FORMAT_HTML, .vectors = true, .threads = 2}, &error))
        fail_msg("%s", error.message);
    all->bases = tr_line_bases(&all->dataset);
    all->weights = tr_line_weights(&all->dataset, all->bases);
    all->scores = tr_zeroed(all->dataset.line_count, sizeof *all->scores);
}

static void close_material(stages *all) {
    free(all->bases);
    free(all->weights);
    free(all->scores);
    tr_dataset_free(&all->dataset);
    tr_corpus_close(&all->corpus);
}

static void score(stages *all, const uint8_t *left_out, dhk_classifier *classifier) {
    tr_fit fits[FOLDS + 1] = {{0}};
    tr_error error;
    *classifier = (dhk_classifier){0};
    if (!tr_crossval_scores(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &all->recipe, left_out,
                            all->scores, fits, &error))
        fail_msg("%s", error.message);
    tr_crossval_calibrate(&(tr_weighted_lines){&all->dataset, all->bases, all->weights}, &all->recipe, left_out,
                          all->scores, classifier);
    for (unsigned i = 0; i < FOLDS + (left_out != NULL); i++) {
        assert_true(fits[i].lines > 0);
        assert_true(fits[i].check.violation <= all->recipe.svm.tolerance);
    }
}

/* Whatever the labels of pages that are left out, no score and no constant changes. */
static void left_out_pages_leave_no_trace(void **state) {
    (void)state;
    stages all;
    dhk_classifier before, after, full;
    uint8_t left_out[PAGES];
    open_material(&all);
    for (size_t i = 0; i < PAGES; i++)
        left_out[i] = strcmp(all.corpus.pages[i].lang, "eo") == 0;
    score(&all, left_out, &before);
    int32_t *scores = tr_resize(NULL, all.dataset.line_count, sizeof *scores);
    memcpy(scores, all.scores, all.dataset.line_count * sizeof *scores);
    score(&all, NULL, &full);
    assert_memory_not_equal(scores, all.scores, all.dataset.line_count * sizeof *scores);
    for (size_t i = 0; i < PAGES; i++)
        for (uint32_t line = 0; left_out[i] && line < all.dataset.documents[i].line_count; line++)
            all.dataset.documents[i].covered[line] = (uint8_t)(100 - all.dataset.documents[i].covered[line]);
    score(&all, left_out, &after);
    assert_memory_equal(scores, all.scores, all.dataset.line_count * sizeof *scores);
    assert_int_equal(before.slope, after.slope);
    assert_int_equal(before.offset, after.offset);
    assert_int_equal(before.verdict_slope, after.verdict_slope);
    assert_int_equal(before.verdict_offset, after.verdict_offset);
    free(scores);
    close_material(&all);
}

static void languages_are_left_out(void **state) {
    (void)state;
    stages all;
    dhk_classifier full;
    tr_error error;
    char printed[2048] = "";
    open_material(&all);
    score(&all, NULL, &full);
    tr_evaluation evaluation = {
        .dataset = &all.dataset, .bases = all.bases, .weights = all.weights, .scores = all.scores, .classifier = full};
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_true(tr_leave_out(&evaluation, &all.recipe, "eo", out, &error));
    rewind(out);
    assert_true(fread(printed, 1, sizeof printed - 1, out) > 0);
    /* Ten of the thirty, and one more of the others is of the same site. */
    assert_non_null(strstr(printed, "\neo                   10     10"));
    assert_non_null(strstr(printed, "trained on 19 pages, 1 of the same sites left out"));
    assert_false(tr_leave_out(&evaluation, &all.recipe, "eo,la", out, &error));
    assert_non_null(strstr(error.message, "'la'"));
    fclose(out);
    close_material(&all);
}

/* -- The program, killed -- */

static bool is_there(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", ts_folder, name);
    return access(path, F_OK) == 0;
}

static tr_bytes read_bytes(const char *name) {
    char path[256];
    tr_bytes bytes = {0};
    snprintf(path, sizeof path, "%s/%s", ts_folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    TR_RESERVE(bytes.at, bytes.capacity, 16u << 20);
    bytes.length = fread(bytes.at, 1, bytes.capacity, file);
    fclose(file);
    return bytes;
}

/* Runs `dehusk-train fit`; kills it after so many milliseconds unless 0. True if it ended by itself. */
static bool run_fit(const char *output, const char *cache, long milliseconds) {
    const char *program = getenv("DEHUSK_TRAIN");
    char output_path[256], cache_path[256];
    int status;
    snprintf(output_path, sizeof output_path, "%s/%s", ts_folder, output);
    snprintf(cache_path, sizeof cache_path, "%s/%s", ts_folder, cache);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execl(program, program, "fit", "--corpus", ts_folder, "--mode", "html", "--folds", "3", "--lines", "500",
              "--created", "2026-01-01", "--cache", cache_path, "--output", output_path, (char *)NULL);
        _exit(127);
    }
    if (milliseconds > 0) {
        struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        assert_int_equal(WEXITSTATUS(status), 0);
    return WIFEXITED(status);
}

static void killed_runs_start_again(void **state) {
    (void)state;
    if (getenv("DEHUSK_TRAIN") == NULL)
        skip();
    assert_true(run_fit("whole.dehusk", "first-cache", 0));
    tr_bytes whole = read_bytes("whole.dehusk");
    bool ended = false;
    /* Each attempt gets a little further, until one is through. */
    for (long pause = 4; !ended && pause < 60000; pause = pause * 5 / 4 + 1) {
        ended = run_fit("again.dehusk", "second-cache", pause);
        /* There is no such thing as half a model. */
        if (!is_there("again.dehusk"))
            continue;
        tr_bytes again = read_bytes("again.dehusk");
        assert_int_equal(again.length, whole.length);
        assert_memory_equal(again.at, whole.at, whole.length);
        tr_bytes_free(&again);
    }
    assert_true(is_there("again.dehusk"));
    /* Once more with the alignments at hand, and with a cache that is cut. */
    char path[256];
    snprintf(path, sizeof path, "%s/second-cache/alignments.cache", ts_folder);
    for (int cut = 0; cut < 2; cut++) {
        if (cut)
            assert_int_equal(truncate(path, 333), 0);
        assert_true(run_fit("last.dehusk", "second-cache", 0));
        tr_bytes last = read_bytes("last.dehusk");
        assert_int_equal(last.length, whole.length);
        assert_memory_equal(last.at, whole.at, whole.length);
        tr_bytes_free(&last);
    }
    tr_bytes_free(&whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_out_pages_leave_no_trace),
        cmocka_unit_test(languages_are_left_out),
        cmocka_unit_test(killed_runs_start_again),
    };
    return cmocka_run_group_tests(tests, make_corpus, ts_folder_remove);
}
