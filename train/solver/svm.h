/*
 * Linear support vector machines over sparse binary rows:
 *
 *     minimise  1/2 |w|^2 + C sum max(0, 1 - y_i w.x_i)        (or the square of the loss)
 *
 * where x_i has one more column than the row given, which always holds B: its
 * weight times B is the constant, regularised like all the rest.
 *
 * svm.c solves it with libsvm and is the only file that knows it; svm_linear.c
 * with liblinear, where the build has it, as cross-check and for experiments.
 */
#ifndef TR_SVM_H
#define TR_SVM_H

#include "common/support.h"
#include "matrix/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum tr_loss {
    TR_LOSS_HINGE = 0,
    TR_LOSS_SQUARED_HINGE = 1 /* liblinear only */
} tr_loss;

typedef struct tr_svm_options {
    double cost;      /* C */
    double bias;      /* B */
    double tolerance; /* of the optimality conditions: largest violation, in units of the margin */
    tr_loss loss;
    size_t block; /* lines that libsvm is given at once; 0: the default */
    uint64_t seed;
    bool keep_multipliers; /* libsvm: in the result, for tr_svm_check_result */
    bool verbose;          /* progress of the outer loop on stderr */
} tr_svm_options;

typedef struct tr_svm_result {
    double *weights;     /* one for each column; free with free() */
    double *multipliers; /* one for each line, free with free(); NULL unless asked for */
    double constant;     /* what every score gets: B times the weight of the constant column */
    double primal, dual; /* objectives, as sums; dual is not above primal */
    double violation;    /* the largest that is left */
    size_t support;      /* lines with a multiplier above 0 */
    size_t free_support; /* lines with a multiplier above 0 and below C */
    size_t rounds;
    double seconds;
} tr_svm_result;

/* `result` is filled on success. */
bool tr_svm_solve_libsvm(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                         tr_error *error);

/* Fails where the build has no liblinear. Its objective values are computed from
 * the weights, `dual` is left at 0. */
bool tr_svm_solve_liblinear(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                            tr_error *error);
bool tr_svm_has_liblinear(void);

/* Value of the objective above for given weights. */
double tr_svm_objective(const tr_problem *problem, const tr_svm_options *options, const double *weights,
                        double constant);

/* w.x of a row, without the constant. */
static inline double tr_svm_product(const double *weights, const uint32_t *row, uint32_t length) {
    double sum = 0;
    for (uint32_t i = 0; i < length; i++)
        sum += weights[row[i]];
    return sum;
}

#endif
