/*
 * The solution of a solver, checked from scratch: what the solver says of its
 * own result is not used.
 */
#ifndef TR_SVM_CHECK_H
#define TR_SVM_CHECK_H

#include "solver/svm.h"

typedef struct tr_svm_check {
    double violation; /* largest of all lines, from the weights that were returned, in units of the margin */
    double mean_violation;
    size_t violated;      /* lines with more than the tolerance */
    double residue;       /* largest difference between a weight and what the multipliers add up to */
    double out_of_bounds; /* how far a multiplier lies outside 0 to C */
    double primal, dual;  /* anew */
} tr_svm_check;

/* `result` needs its multipliers (tr_svm_options.keep_multipliers). Hinge loss only. */
tr_svm_check tr_svm_check_result(const tr_problem *problem, const tr_svm_options *options, const tr_svm_result *result);

/* False, with a message, if the violation is above the tolerance, a multiplier
 * out of its bounds, the weights not those of the multipliers, or the dual above the primal. */
bool tr_svm_check_passed(const tr_svm_check *check, const tr_svm_options *options, tr_error *error);

#endif
