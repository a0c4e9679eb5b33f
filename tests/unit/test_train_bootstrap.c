/* The bootstrap on data whose interval is known, and the comparison of two files of page figures. */
#include "common/support.h"
#include "evaluate/bootstrap.h"
#include "evaluate/compare.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 400 };

static void fill(double values[COUNT], uint32_t clusters[COUNT]) {
    for (uint32_t i = 0; i < COUNT; i++) {
        values[i] = tr_unit(i) - 0.4;
        clusters[i] = i;
    }
}

static tr_interval bootstrap(const double *values, const uint32_t *clusters, size_t count, uint64_t seed) {
    const tr_stratum one = {values, clusters, count, 3};
    return tr_bootstrap(&one, 1, TR_RESAMPLES, seed);
}

static void interval_is_that_of_the_normal_distribution(void **state) {
    (void)state;
    double values[COUNT], sum = 0, squares = 0;
    uint32_t clusters[COUNT];
    fill(values, clusters);
    for (size_t i = 0; i < COUNT; i++)
        sum += values[i];
    for (size_t i = 0; i < COUNT; i++)
        squares += (values[i] - sum / COUNT) * (values[i] - sum / COUNT);
    double half = 1.96 * sqrt(squares / COUNT / COUNT);
    tr_interval found = bootstrap(values, clusters, COUNT, 1);
    assert_true(fabs(found.mean - sum / COUNT) < 1e-12);
    assert_true(fabs(found.mean - found.low - half) < 0.1 * half);
    assert_true(fabs(found.high - found.mean - half) < 0.1 * half);
    assert_int_equal(found.clusters, COUNT);
}

static void same_seed_same_interval(void **state) {
    (void)state;
    double values[COUNT];
    uint32_t clusters[COUNT];
    fill(values, clusters);
    tr_interval first = bootstrap(values, clusters, COUNT, 1), again = bootstrap(values, clusters, COUNT, 1);
    tr_interval other = bootstrap(values, clusters, COUNT, 2);
    assert_true(first.low == again.low && first.high == again.high);
    assert_true(first.low != other.low && first.high != other.high);
    assert_true(fabs(first.low - other.low) < 0.005 && fabs(first.high - other.high) < 0.005);
}

/* Twenty copies of a page in one site tell no more than the page. */
static void copies_in_a_cluster_do_not_narrow_it(void **state) {
    (void)state;
    double values[COUNT], single[COUNT];
    uint32_t clusters[COUNT], numbers[COUNT];
    fill(single, numbers);
    for (uint32_t i = 0; i < COUNT; i++) {
        values[i] = single[i % 20];
        clusters[i] = i % 20;
    }
    tr_interval few = bootstrap(single, numbers, 20, 1), many = bootstrap(values, clusters, COUNT, 1);
    assert_int_equal(many.clusters, 20);
    assert_true(fabs(few.mean - many.mean) < 1e-12);
    assert_true(fabs(few.low - many.low) < 1e-12 && fabs(few.high - many.high) < 1e-12);
    /* As pages of sites of their own they would. */
    for (uint32_t i = 0; i < COUNT; i++)
        clusters[i] = i;
    tr_interval narrow = bootstrap(values, clusters, COUNT, 1);
    assert_true(narrow.high - narrow.low < 0.5 * (many.high - many.low));
}

static void two_clusters_give_their_extremes(void **state) {
    (void)state;
    /* Drawn twice: 0 and 1 a quarter of the time each. The mean of pages leans to the larger site. */
    const double values[] = {0, 1, 1, 1};
    const uint32_t clusters[] = {7, 9, 9, 9};
    tr_interval found = bootstrap(values, clusters, 4, 1);
    assert_true(found.mean == 0.75 && found.low == 0 && found.high == 1);
    assert_int_equal(found.clusters, 2);
    found = bootstrap(values + 1, clusters + 1, 3, 1);
    assert_true(found.mean == 1 && found.low == 1 && found.high == 1);
}

static void strata_are_drawn_by_themselves(void **state) {
    (void)state;
    double values[COUNT], equal[3] = {0.5, 0.5, 0.5};
    uint32_t clusters[COUNT], same[3] = {1, 2, 3};
    fill(values, clusters);
    tr_stratum strata[] = {{values, clusters, COUNT, 1}, {equal, same, 3, 1}};
    tr_interval alone = tr_bootstrap(strata, 1, TR_RESAMPLES, 1), both = tr_bootstrap(strata, 2, TR_RESAMPLES, 1);
    assert_true(fabs(both.mean - (alone.mean + 0.5) / 2) < 1e-12);
    /* What never varies halves the interval. */
    double width = alone.high - alone.low;
    assert_true(fabs((both.high - both.low) - width / 2) < 0.1 * width);
    strata[1].weight = 3;
    tr_interval light = tr_bootstrap(strata, 2, TR_RESAMPLES, 1);
    assert_true(fabs(light.mean - (alone.mean + 1.5) / 4) < 1e-12);
}

#define HEAD                                                                                                           \
    "mode\tset\tid\tlang\ttype\tsite\tgold\tlines\tgold_tokens\tkept_tokens\tf1\tprecision\trecall\toracle\t"          \
    "verdict\tverdict_probability\n"
#define PAGE(id, site, gold, f1) "html\tset\t" id "\ten\tarticle\t" site "\t" gold "\t5\t9\t9\t" f1 "\t1\t1\t1\tx\t1\n"

static FILE *file_of(const char *text) {
    FILE *file = tmpfile();
    assert_non_null(file);
    fputs(text, file);
    rewind(file);
    return file;
}

static bool read_figures(tr_figures *figures, const char *text, tr_error *error) {
    FILE *file = file_of(text);
    bool fine = tr_figures_read(figures, file, "some.tsv", error);
    fclose(file);
    return fine;
}

/* What comparing two texts prints. */
static char *compare(const char *first_text, const char *second_text) {
    tr_figures first, second;
    tr_error error;
    char printed[8192] = "";
    FILE *out = tmpfile();
    assert_non_null(out);
    if (!read_figures(&first, first_text, &error) || !read_figures(&second, second_text, &error) ||
        !tr_compare(&first, &second, out, &error))
        fail_msg("%s", error.message);
    rewind(out);
    size_t length = fread(printed, 1, sizeof printed - 1, out);
    fclose(out);
    tr_figures_free(&first);
    tr_figures_free(&second);
    return tr_copy_text(printed, length);
}

static void expect_row(const char *printed, const char *name, const char *figures) {
    for (const char *at = printed; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, name, strlen(name)) != 0 || at[strlen(name)] != ' ')
            continue;
        /* Any spaces between figures are one. */
        char row[512];
        size_t length = 0;
        for (at += strlen(name); *at != '\n' && length + 1 < sizeof row; at++)
            if (*at != ' ' || (length > 0 && row[length - 1] != ' '))
                row[length++] = *at;
        row[length] = '\0';
        assert_string_equal(row, figures);
        return;
    }
    fail_msg("no row %s in:\n%s", name, printed);
}

static void pages_are_paired(void **state) {
    (void)state;
    char *printed = compare(
        HEAD PAGE("a", "s1", "good", "0.5000") PAGE("b", "s1", "good", "0.5000") PAGE("c", "s1", "empty", "1.0000")
            PAGE("d", "s2", "bad", "0.1000") PAGE("e", "s2", "good", "0.9000"),
        HEAD PAGE("x", "s3", "good", "0.2000") PAGE("d", "s2", "good", "0.9000") PAGE("c", "s1", "empty", "1.0000")
            PAGE("b", "s1", "good", "0.4000") PAGE("a", "s1", "good", "0.8000"));
    assert_non_null(strstr(printed, "3 pages in both, 1 more with bad gold, 2 in one only\n"));
    expect_row(printed, "set", "3 1 0.6667 0.7333 0.0667 [ 0.0667, 0.0667] 1 1 1");
    expect_row(printed, "all pages", "3 1 0.6667 0.7333 0.0667 [ 0.0667, 0.0667] 1 1 1");
    expect_row(printed, "mean over sets", "3 1 0.6667 0.7333 0.0667 [ 0.0667, 0.0667] 1 1 1");
    free(printed);
}

static void refuses(const char *text, const char *first, const char *second) {
    tr_figures figures;
    tr_error error = {{0}};
    assert_false(read_figures(&figures, text, &error));
    if (strstr(error.message, first) == NULL || strstr(error.message, second) == NULL)
        fail_msg("'%s' says nothing of '%s' or '%s'", error.message, first, second);
    tr_figures_free(&figures);
}

static void what_is_wrong_is_named(void **state) {
    (void)state;
    refuses("", "some.tsv:1", "header");
    refuses("id\tlang\n", "some.tsv:1", "header");
    refuses(HEAD PAGE("a", "s", "good", "0.5") "html\tset\n", "some.tsv:3", "found 2");
    refuses(HEAD PAGE("a", "s", "good", "half"), "some.tsv:2", "half");
    refuses(HEAD PAGE("a", "s", "good", "1.5"), "some.tsv:2", "1.5");
    refuses(HEAD PAGE("a", "s", "good", "1") PAGE("a", "s", "good", "1"), "set/a", "twice");
    tr_figures none = {0}, some;
    tr_error error;
    assert_true(read_figures(&some, HEAD PAGE("a", "s", "good", "1"), &error));
    assert_false(tr_compare(&none, &some, stdout, &error));
    assert_non_null(strstr(error.message, "in common"));
    tr_figures_free(&some);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interval_is_that_of_the_normal_distribution),
        cmocka_unit_test(same_seed_same_interval),
        cmocka_unit_test(copies_in_a_cluster_do_not_narrow_it),
        cmocka_unit_test(two_clusters_give_their_extremes),
        cmocka_unit_test(strata_are_drawn_by_themselves),
        cmocka_unit_test(pages_are_paired),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
