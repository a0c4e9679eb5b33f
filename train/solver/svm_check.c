/*
 * The objective, and whether a solution is one.
 *
 * Optimal is where, for each line i with y_i f_i as its margin,
 *
 *     a_i = 0 and margin >= 1,    a_i = C and margin <= 1,    or 0 < a_i < C and margin = 1,
 *
 * and the weights are the sum of a_i y_i x_i. Both are looked at for all lines
 * of the problem, whatever the solver left out on its way.
 */
#include "solver/svm_check.h"

#include <math.h>
#include <stdlib.h>

/* How far sums of the same numbers in another order may be apart, in units of weights near 1. */
#define RESIDUE_MAX 1e-9

static double violation_of(double multiplier, double cost, double margin) {
    if (multiplier <= 0)
        return margin < 1 ? 1 - margin : 0;
    if (multiplier >= cost)
        return margin > 1 ? margin - 1 : 0;
    return fabs(margin - 1);
}

double tr_svm_objective(const tr_problem *problem, const tr_svm_options *options, const double *weights,
                        double constant) {
    double norm = (constant / options->bias) * (constant / options->bias), losses = 0;
    for (uint32_t i = 0; i < problem->columns; i++)
        norm += weights[i] * weights[i];
    for (size_t i = 0; i < problem->count; i++) {
        double score = constant + tr_svm_product(weights, problem->rows[i], problem->lengths[i]);
        double loss = 1 - problem->labels[i] * score;
        if (loss > 0)
            losses += options->loss == TR_LOSS_HINGE ? loss : loss * loss;
    }
    return norm / 2 + options->cost * losses;
}

tr_svm_check tr_svm_check_result(const tr_problem *problem, const tr_svm_options *options,
                                 const tr_svm_result *result) {
    tr_svm_check check = {0};
    double *weights = tr_zeroed(problem->columns, sizeof *weights);
    double constant = 0, multipliers = 0, losses = 0, violations = 0, norm;
    /* From the end: sums in another order than the solver's. */
    for (size_t i = problem->count; i-- > 0;) {
        double multiplier = result->multipliers[i], outside = 0;
        double margin = result->constant;
        for (uint32_t k = 0; k < problem->lengths[i]; k++) {
            margin += result->weights[problem->rows[i][k]];
            weights[problem->rows[i][k]] += multiplier * problem->labels[i];
        }
        constant += multiplier * problem->labels[i] * options->bias * options->bias;
        margin *= problem->labels[i];
        multipliers += multiplier;
        losses += margin < 1 ? 1 - margin : 0;
        double violation = violation_of(multiplier, options->cost, margin);
        violations += violation;
        check.violated += violation > options->tolerance;
        check.violation = violation > check.violation ? violation : check.violation;
        outside = multiplier < 0 ? -multiplier : multiplier > options->cost ? multiplier - options->cost : 0;
        check.out_of_bounds = outside > check.out_of_bounds ? outside : check.out_of_bounds;
    }
    check.mean_violation = problem->count > 0 ? violations / (double)problem->count : 0;
    check.residue = fabs(constant - result->constant);
    norm = (result->constant / options->bias) * (result->constant / options->bias);
    for (uint32_t k = 0; k < problem->columns; k++) {
        double residue = fabs(weights[k] - result->weights[k]);
        check.residue = residue > check.residue ? residue : check.residue;
        norm += result->weights[k] * result->weights[k];
    }
    check.primal = norm / 2 + options->cost * losses;
    check.dual = multipliers - norm / 2;
    free(weights);
    return check;
}

bool tr_svm_check_passed(const tr_svm_check *check, const tr_svm_options *options, tr_error *error) {
    /* Sums in another order differ in their last digits. */
    if (!(check->violation <= options->tolerance + 1e-9))
        return tr_fail(error, "solver: %zu lines violate the optimality conditions by up to %g, tolerance %g",
                       check->violated, check->violation, options->tolerance);
    if (!(check->out_of_bounds <= 0))
        return tr_fail(error, "solver: a multiplier lies %g outside its bounds", check->out_of_bounds);
    if (!(check->residue <= RESIDUE_MAX * (1 + fabs(check->primal))))
        return tr_fail(error, "solver: the weights differ by up to %g from what the multipliers add up to",
                       check->residue);
    if (!(check->primal - check->dual >= -1e-9 * (1 + fabs(check->primal))))
        return tr_fail(error, "solver: the dual %.9g is above the primal %.9g", check->dual, check->primal);
    return true;
}
