/* Platt's two numbers: found again where they are known, finite where nothing holds them. */
#include "calibrate/calibrate.h"
#include "common/support.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNT = 40000 };

static double scores[COUNT], weights[COUNT];
static bool labels[COUNT];

/* Scores between -3 and 3, labels by chance with the probability that slope and offset say. */
static void make(double slope, double offset) {
    for (size_t i = 0; i < COUNT; i++) {
        scores[i] = 6 * tr_unit(3 * i) - 3;
        labels[i] = tr_unit(3 * i + 1) < 1 / (1 + exp(-(slope * scores[i] + offset)));
        weights[i] = 1;
    }
}

static void known_numbers_are_found(void **state) {
    (void)state;
    const double pairs[][2] = {{2, 0}, {1.5, -1}, {0.3, 2}, {-1, 0.5}, {5, -3}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        make(pairs[i][0], pairs[i][1]);
        tr_platt fit = tr_platt_fit(scores, labels, NULL, COUNT);
        assert_true(fabs(fit.slope - pairs[i][0]) < 0.05 * (1 + fabs(pairs[i][0])));
        assert_true(fabs(fit.offset - pairs[i][1]) < 0.05 * (1 + fabs(pairs[i][1])));
    }
}

/* The derivatives at the optimum are zero: mean probability equals mean target. */
static void probabilities_add_up(void **state) {
    (void)state;
    make(1.2, -0.7);
    tr_platt fit = tr_platt_fit(scores, labels, NULL, COUNT);
    double expected = 0, found = 0;
    for (size_t i = 0; i < COUNT; i++) {
        expected += 1 / (1 + exp(-(fit.slope * scores[i] + fit.offset)));
        found += labels[i];
    }
    assert_true(fabs(expected - found) < 2);
}

static void weight_two_is_an_example_twice(void **state) {
    (void)state;
    static double double_scores[2 * COUNT];
    static bool double_labels[2 * COUNT];
    size_t count = 0;
    make(1, 0.5);
    for (size_t i = 0; i < COUNT; i++) {
        weights[i] = i % 3 == 0 ? 2 : i % 3 == 1 ? 1 : 0;
        for (int k = 0; k < (int)weights[i]; k++) {
            double_scores[count] = scores[i];
            double_labels[count++] = labels[i];
        }
    }
    tr_platt weighted = tr_platt_fit(scores, labels, weights, COUNT);
    tr_platt repeated = tr_platt_fit(double_scores, double_labels, NULL, count);
    assert_true(fabs(weighted.slope - repeated.slope) < 1e-5);
    assert_true(fabs(weighted.offset - repeated.offset) < 1e-5);
}

static void separable_data_stay_finite(void **state) {
    (void)state;
    const double far[] = {-1000, -999, 999, 1000};
    const bool sides[] = {false, false, true, true};
    tr_platt fit = tr_platt_fit(far, sides, NULL, 4);
    assert_true(isfinite(fit.slope) && isfinite(fit.offset));
    assert_true(fit.slope > 0);
    double p = 1 / (1 + exp(-(fit.slope * 1000 + fit.offset)));
    assert_true(fabs(p - 0.75) < 0.01); /* the smoothed target of two examples */
}

static void one_class_has_no_slope(void **state) {
    (void)state;
    const double some[] = {1, 2, 3};
    const bool all[] = {true, true, true}, none[] = {false, false, false};
    tr_platt fit = tr_platt_fit(some, all, NULL, 3);
    assert_true(fit.slope == 0 && fit.offset > 0);
    fit = tr_platt_fit(some, none, NULL, 3);
    assert_true(fit.slope == 0 && fit.offset < 0);
    fit = tr_platt_fit(some, all, NULL, 0);
    assert_true(fit.slope == 0 && fit.offset == 0);
}

static void quantised_numbers_stay_within_bounds(void **state) {
    (void)state;
    int32_t slope, offset;
    tr_platt fit = {2.2, -0.1};
    tr_platt_quantise(&fit, 1, &slope, &offset);
    assert_int_equal(slope, 9011);
    assert_int_equal(offset, -410);
    fit = (tr_platt){-3, 1e9};
    tr_platt_quantise(&fit, 1, &slope, &offset);
    assert_int_equal(slope, 1);
    assert_int_equal(offset, 1 << 24);
    fit = (tr_platt){1e9, -1e9};
    tr_platt_quantise(&fit, 0, &slope, &offset);
    assert_int_equal(slope, 1 << 17);
    assert_int_equal(offset, -(1 << 24));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers_are_found),        cmocka_unit_test(probabilities_add_up),
        cmocka_unit_test(weight_two_is_an_example_twice), cmocka_unit_test(separable_data_stay_finite),
        cmocka_unit_test(one_class_has_no_slope),         cmocka_unit_test(quantised_numbers_stay_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
