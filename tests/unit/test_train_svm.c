/*
 * The solvers end at the optimum of the whole problem: in one block, in many
 * small ones, and as a plain coordinate descent finds it that knows nothing of
 * blocks, pseudo lines or libsvm.
 */
#include "solver/svm.h"
#include "solver/svm_check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 60 };

typedef struct made {
    tr_problem problem;
    uint32_t *memory;
} made;

/* Random rows; the label follows a hidden rule, with exceptions. `positive`: the
 * share of positive labels among the exceptions, and of all if the rule is off. */
static made make(size_t count, uint64_t seed, bool rule, double positive) {
    made all = {{.count = count, .columns = COLUMNS}, NULL};
    all.memory = tr_resize(NULL, count * COLUMNS, sizeof *all.memory);
    all.problem.rows = tr_resize(NULL, count, sizeof *all.problem.rows);
    all.problem.lengths = tr_resize(NULL, count, sizeof *all.problem.lengths);
    all.problem.labels = tr_resize(NULL, count, sizeof *all.problem.labels);
    for (size_t i = 0; i < count; i++) {
        uint32_t *row = all.memory + i * COLUMNS, length = 0;
        double score = -1;
        for (uint32_t k = 0; k < COLUMNS; k++)
            if (tr_unit(seed * 1000003 + i * COLUMNS + k) < 0.25) {
                row[length++] = k;
                score += k % 3 == 0 ? 1 : k % 3 == 1 ? -0.8 : 0;
            }
        double chance = tr_unit(seed * 7919 + i);
        bool exception = !rule || chance < 0.15;
        bool label = exception ? tr_unit(seed * 104729 + i) < positive : score > 0;
        all.problem.rows[i] = row;
        all.problem.lengths[i] = length;
        all.problem.labels[i] = label ? 1 : -1;
    }
    return all;
}

static void unmake(made *all) {
    free(all->memory);
    free(all->problem.rows);
    free(all->problem.lengths);
    free(all->problem.labels);
}

/* One multiplier after the other, to a violation of 1e-9. */
static void descend(const tr_problem *problem, const tr_svm_options *options, double weights[COLUMNS],
                    double *constant) {
    double *multipliers = tr_zeroed(problem->count, sizeof *multipliers), constant_weight = 0;
    memset(weights, 0, COLUMNS * sizeof *weights);
    for (int round = 0; round < 1000000; round++) {
        double largest = 0;
        for (size_t i = 0; i < problem->count; i++) {
            double slack = problem->labels[i] * (tr_svm_product(weights, problem->rows[i], problem->lengths[i]) +
                                                 constant_weight * options->bias) -
                           1;
            double square = problem->lengths[i] + options->bias * options->bias;
            double wanted = multipliers[i] - slack / square;
            wanted = wanted < 0 ? 0 : wanted > options->cost ? options->cost : wanted;
            double change = (wanted - multipliers[i]) * problem->labels[i];
            largest = fabs(change) * square > largest ? fabs(change) * square : largest;
            multipliers[i] = wanted;
            for (uint32_t k = 0; k < problem->lengths[i]; k++)
                weights[problem->rows[i][k]] += change;
            constant_weight += change * options->bias;
        }
        if (largest < 1e-9)
            break;
    }
    *constant = constant_weight * options->bias;
    free(multipliers);
}

static void expect_optimum(const tr_problem *problem, const tr_svm_options *options) {
    double weights[COLUMNS], constant;
    tr_svm_result result;
    tr_error error;
    descend(problem, options, weights, &constant);
    double objective = tr_svm_objective(problem, options, weights, constant);
    if (!tr_svm_solve_libsvm(problem, options, &result, &error))
        fail_msg("%s", error.message);
    assert_true(result.violation <= options->tolerance);
    assert_true(result.primal >= result.dual - 1e-9 * fabs(result.dual));
    assert_true(fabs(result.primal - objective) <= 1e-6 * objective);
    assert_true(fabs(result.dual - objective) <= 1e-6 * objective);
    assert_true(fabs(result.constant - constant) < 1e-3);
    for (uint32_t k = 0; k < COLUMNS; k++)
        assert_true(fabs(result.weights[k] - weights[k]) < 1e-3);
    assert_true(result.support >= result.free_support && result.support <= problem->count);
    free(result.weights);
}

static tr_svm_options precise(double cost, double bias, size_t block) {
    return (tr_svm_options){.cost = cost, .bias = bias, .tolerance = 1e-6, .block = block, .seed = 1};
}

static void blocks_of_all_sizes_give_one_optimum(void **state) {
    (void)state;
    made all = make(300, 1, true, 0.5);
    const size_t blocks[] = {1000, 300, 299, 100, 20, 3, 2};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        tr_svm_options options = precise(0.02, 1, blocks[i]);
        expect_optimum(&all.problem, &options);
    }
    unmake(&all);
}

static void costs_from_small_to_large(void **state) {
    (void)state;
    made all = make(250, 2, true, 0.3);
    const double costs[] = {1e-5, 0.003, 0.1, 1, 10};
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        tr_svm_options options = precise(costs[i], 1, 40);
        expect_optimum(&all.problem, &options);
    }
    unmake(&all);
}

static void constant_column_counts(void **state) {
    (void)state;
    made all = make(250, 3, true, 0.9);
    const double biases[] = {0.1, 1, 10};
    for (size_t i = 0; i < sizeof biases / sizeof *biases; i++) {
        tr_svm_options options = precise(0.02, biases[i], 50);
        expect_optimum(&all.problem, &options);
    }
    unmake(&all);
}

/* All multipliers pull the same way, so that the first pseudo lines do not do. */
static void one_class_needs_many_pseudo_lines(void **state) {
    (void)state;
    for (double positive = 0; positive <= 1; positive += 1) {
        made all = make(400, 4, false, positive);
        const double costs[] = {1e-5, 0.01};
        for (size_t i = 0; i < 2; i++) {
            tr_svm_options options = precise(costs[i], 1, 400);
            expect_optimum(&all.problem, &options);
        }
        unmake(&all);
    }
}

static void rows_may_be_equal_or_empty(void **state) {
    (void)state;
    made all = make(200, 5, true, 0.5);
    for (size_t i = 0; i < 100; i++) {
        all.problem.rows[i] = all.problem.rows[i % 5];
        all.problem.lengths[i] = i % 7 == 0 ? 0 : all.problem.lengths[i % 5];
    }
    tr_svm_options options = precise(0.05, 1, 30);
    expect_optimum(&all.problem, &options);
    unmake(&all);
}

static void same_problem_same_weights(void **state) {
    (void)state;
    made all = make(500, 6, true, 0.5);
    tr_svm_options options = {.cost = 0.003, .bias = 1, .tolerance = 0.01, .block = 50, .seed = 1};
    tr_svm_result first, second;
    tr_error error;
    assert_true(tr_svm_solve_libsvm(&all.problem, &options, &first, &error));
    assert_true(tr_svm_solve_libsvm(&all.problem, &options, &second, &error));
    assert_memory_equal(first.weights, second.weights, COLUMNS * sizeof *first.weights);
    assert_true(first.constant == second.constant);
    free(first.weights);
    free(second.weights);
    unmake(&all);
}

static void gap_follows_from_the_tolerance(void **state) {
    (void)state;
    made all = make(2000, 7, true, 0.5);
    tr_svm_options options = {.cost = 0.01, .bias = 1, .tolerance = 0.01, .seed = 1};
    tr_svm_result result;
    tr_error error;
    assert_true(tr_svm_solve_libsvm(&all.problem, &options, &result, &error));
    /* What each line can add to the gap is at most its violation times C. */
    assert_true(result.primal - result.dual >= -1e-9);
    assert_true(result.primal - result.dual <= 2000 * options.cost * options.tolerance);
    free(result.weights);
    unmake(&all);
}

static void second_solver_agrees(void **state) {
    (void)state;
    if (!tr_svm_has_liblinear()) {
        print_message("skipped: this build has no liblinear\nto run it: tools/setup/install-debian.sh train\n");
        skip();
    }
    made all = make(300, 8, true, 0.5);
    tr_svm_options options = precise(0.02, 1, 0);
    tr_svm_result first, second;
    tr_error error;
    assert_true(tr_svm_solve_libsvm(&all.problem, &options, &first, &error));
    assert_true(tr_svm_solve_liblinear(&all.problem, &options, &second, &error));
    assert_true(fabs(first.primal - second.primal) <= 1e-5 * first.primal);
    for (uint32_t k = 0; k < COLUMNS; k++)
        assert_true(fabs(first.weights[k] - second.weights[k]) < 1e-3);
    free(first.weights);
    free(second.weights);
    unmake(&all);
}

/* Three ways to one solution: libsvm on all lines at once, liblinear, coordinate descent. */
static void three_solvers_one_solution(void **state) {
    (void)state;
    /* Beyond these liblinear runs into its own limit of rounds. */
    const double costs[] = {0.001, 0.01, 0.02};
    for (size_t c = 0; c < sizeof costs / sizeof *costs; c++) {
        made all = make(300, 10 + c, true, 0.5);
        tr_svm_options options = precise(costs[c], 1, all.problem.count);
        tr_svm_result first, second;
        tr_error error;
        double weights[COLUMNS], constant;
        descend(&all.problem, &options, weights, &constant);
        if (!tr_svm_solve_libsvm(&all.problem, &options, &first, &error))
            fail_msg("%s", error.message);
        assert_true(first.primal - first.dual <= 1e-5 * first.primal);
        assert_true(fabs(first.constant - constant) < 1e-4);
        for (uint32_t k = 0; k < COLUMNS; k++)
            assert_true(fabs(first.weights[k] - weights[k]) < 1e-4);
        if (tr_svm_has_liblinear()) {
            assert_true(tr_svm_solve_liblinear(&all.problem, &options, &second, &error));
            assert_true(fabs(second.constant - constant) < 1e-4);
            for (uint32_t k = 0; k < COLUMNS; k++)
                assert_true(fabs(second.weights[k] - weights[k]) < 1e-4);
            free(second.weights);
        }
        free(first.weights);
        unmake(&all);
    }
}

static void solutions_pass_their_check(void **state) {
    (void)state;
    const size_t blocks[] = {500, 40, 2};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        made all = make(500, 11, true, 0.5);
        tr_svm_options options = {
            .cost = 0.02, .bias = 2, .tolerance = 0.01, .block = blocks[i], .seed = 1, .keep_multipliers = true};
        tr_svm_result result;
        tr_error error = {{0}};
        assert_true(tr_svm_solve_libsvm(&all.problem, &options, &result, &error));
        tr_svm_check check = tr_svm_check_result(&all.problem, &options, &result);
        if (!tr_svm_check_passed(&check, &options, &error))
            fail_msg("%s", error.message);
        assert_true(fabs(check.violation - result.violation) < 1e-12);
        assert_true(fabs(check.primal - result.primal) < 1e-9 * result.primal);
        assert_true(fabs(check.dual - result.dual) < 1e-9 * result.primal);
        assert_int_equal(check.violated, 0);
        free(result.weights);
        free(result.multipliers);
        unmake(&all);
    }
}

/* Few lines, most of them several times: what heavy weights make of a small corpus. */
static void no_small_problem_stalls(void **state) {
    (void)state;
    for (uint64_t seed = 100; seed < 300; seed++) {
        made all = make(300, seed, true, 0.3);
        tr_svm_options options = {.cost = seed % 2 == 0 ? 0.05 : 0.5, .bias = 1, .tolerance = 0.01, .seed = 1};
        tr_svm_result result;
        tr_error error;
        size_t distinct = 20 + seed % 60;
        for (size_t i = distinct; i < all.problem.count; i++) {
            all.problem.rows[i] = all.problem.rows[i % distinct];
            all.problem.lengths[i] = all.problem.lengths[i % distinct];
            all.problem.labels[i] = all.problem.labels[i % distinct];
        }
        if (!tr_svm_solve_libsvm(&all.problem, &options, &result, &error))
            fail_msg("seed %d: %s", (int)seed, error.message);
        assert_true(result.rounds < 1000);
        free(result.weights);
        unmake(&all);
    }
}

/* Checks a solution after one thing in it was changed. */
static void expect_failure(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                           double *changed, double by, const char *words) {
    tr_error error = {{0}};
    double before = *changed;
    *changed += by;
    tr_svm_check check = tr_svm_check_result(problem, options, result);
    assert_false(tr_svm_check_passed(&check, options, &error));
    if (strstr(error.message, words) == NULL)
        fail_msg("'%s' says nothing of '%s'", error.message, words);
    *changed = before;
}

static void no_solution_fails_its_check(void **state) {
    (void)state;
    made all = make(300, 12, true, 0.5);
    tr_svm_options options = precise(0.02, 1, 50);
    tr_svm_result result;
    tr_error error;
    options.tolerance = 0.01;
    options.keep_multipliers = true;
    assert_true(tr_svm_solve_libsvm(&all.problem, &options, &result, &error));
    expect_failure(&all.problem, &options, &result, &result.weights[5], 0.5, "violate");
    expect_failure(&all.problem, &options, &result, &result.constant, -0.5, "violate");
    expect_failure(&all.problem, &options, &result, &result.weights[5], 1e-5, "multipliers add up to");
    size_t full = 0;
    while (result.multipliers[full] < options.cost)
        full++;
    expect_failure(&all.problem, &options, &result, &result.multipliers[full], 1e-6, "outside");
    /* Passes again once all is as it was. */
    tr_svm_check check = tr_svm_check_result(&all.problem, &options, &result);
    assert_true(tr_svm_check_passed(&check, &options, &error));
    free(result.weights);
    free(result.multipliers);
    unmake(&all);
}

static void squared_hinge_is_refused(void **state) {
    (void)state;
    made all = make(10, 9, true, 0.5);
    tr_svm_options options = {.cost = 0.003, .bias = 1, .tolerance = 0.01, .loss = TR_LOSS_SQUARED_HINGE, .seed = 1};
    tr_svm_result result;
    tr_error error;
    assert_false(tr_svm_solve_libsvm(&all.problem, &options, &result, &error));
    assert_non_null(strstr(error.message, "hinge"));
    unmake(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_all_sizes_give_one_optimum),
        cmocka_unit_test(costs_from_small_to_large),
        cmocka_unit_test(constant_column_counts),
        cmocka_unit_test(one_class_needs_many_pseudo_lines),
        cmocka_unit_test(rows_may_be_equal_or_empty),
        cmocka_unit_test(same_problem_same_weights),
        cmocka_unit_test(gap_follows_from_the_tolerance),
        cmocka_unit_test(second_solver_agrees),
        cmocka_unit_test(three_solvers_one_solution),
        cmocka_unit_test(solutions_pass_their_check),
        cmocka_unit_test(no_solution_fails_its_check),
        cmocka_unit_test(no_small_problem_stalls),
        cmocka_unit_test(squared_hinge_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
