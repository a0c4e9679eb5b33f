/*
 * The first solver: libsvm inside an outer loop over all lines. The only file
 * that knows libsvm.
 *
 * libsvm by itself takes minutes for ten thousand lines of a few hundred
 * features and grows with the square of their number. But it solves a problem
 * of two thousand lines in well under a second, so it is given the whole problem
 * in blocks, and what comes out is the whole problem's optimum, not that of a
 * sample: the loop ends only when no line of all violates the optimality
 * conditions by more than the tolerance.
 *
 * The dual. With one multiplier a_i in [0, C] a line and K_ij = x_i.x_j,
 *
 *     minimise D(a) = 1/2 sum_ij a_i a_j y_i y_j K_ij - sum_i a_i ,    w = sum_i a_i y_i x_i .
 *
 * The constant is a column of its own in x, so there is no equality constraint.
 * Let f_i = w.x_i. Optimal is where y_i f_i >= 1 if a_i = 0, <= 1 if a_i = C, and
 * = 1 between.
 *
 * A block. Hold all multipliers but those of block B; let r_i be what the others
 * contribute to f_i. What is left is the same problem with y_i r_i - 1 in place of
 * -1 as linear term of a_i. libsvm's classifier has no such term, but its
 * regression has: epsilon-SVR with targets z_i and multipliers p_i, q_i in [0, C]
 *
 *     minimises 1/2 (p-q)'K(p-q) + sum_i (E - z_i) p_i + (E + z_i) q_i .
 *
 * With y_i = 1 and z_i = E + 1 - r_i the term of p_i is r_i - 1, as wanted, and that
 * of q_i is 2E + 1 - r_i, so that for a large E q_i stays 0 and p_i is a_i. With
 * y_i = -1 and z_i = -E - 1 - r_i it is the other way round. Either way a_i y_i is
 * p_i - q_i, the coefficient that libsvm returns.
 *
 * libsvm also demands that sum(p - q) = 0, since it has a constant of its own. That
 * is met at no cost by pseudo lines, whose kernel is zero with every line: one with
 * target E has a term of 0 for p, one with target -E for q, and each takes up to C
 * of the sum to one side. As long as not all of one kind are full, the constraint
 * does not bind; if they are, the block is solved again with twice as many.
 *
 * Then the multipliers move from the old to the new ones of the block, by an exact
 * line search, so that D never rises however roughly a block was solved.
 *
 * Kernel values are counts of common features, computed here and handed to libsvm
 * as a precomputed kernel.
 */
#include "svm.h"

#include <libsvm/svm.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_DEFAULT = 200,
    PSEUDO_MIN = 16,
    ROUNDS_MAX = 100000
};

/* E above: far beyond any score, small enough to leave sums of double their digits. */
#define FAR_SIDE 1e4

/* A multiplier this close to a bound, as a share of C, is at it. */
#define BOUND_SLACK 1e-9

typedef struct solver {
    const tr_problem *problem;
    const tr_svm_options *options;
    size_t block_size;
    double *multipliers;
    double *weights;
    double constant_weight; /* of the column that always holds B */
    double *slacks;
    uint32_t *order;        /* lines of the epoch */
    size_t active;
    const uint32_t *block_lines;
    size_t block;
    double *old, *scores;
    double *coefficients;   /* of the block's lines, as libsvm returns them */
    struct svm_node *nodes; /* the block's kernel rows */
    struct svm_node **rows;
    size_t row_capacity;
    double *targets;
    uint8_t *marks;         /* by column: the row at hand has it */
    tr_error *error;
} solver;

static void print_nothing(const char *text) {
    (void)text;
}

static double dual_of(const solver *self) {
    double norm = self->constant_weight * self->constant_weight, sum = 0;
    for (uint32_t i = 0; i < self->problem->columns; i++)
        norm += self->weights[i] * self->weights[i];
    for (size_t i = 0; i < self->problem->count; i++)
        sum += self->multipliers[i];
    return norm / 2 - sum;
}

static void add_row(solver *self, size_t line, double factor) {
    const uint32_t *row = self->problem->rows[line];
    for (uint32_t k = 0; k < self->problem->lengths[line]; k++)
        self->weights[row[k]] += factor;
    self->constant_weight += factor * self->options->bias;
}

/* Weights anew from all multipliers: no error adds up from epoch to epoch. */
static void sum_weights(solver *self) {
    memset(self->weights, 0, self->problem->columns * sizeof *self->weights);
    self->constant_weight = 0;
    for (size_t i = 0; i < self->problem->count; i++)
        if (self->multipliers[i] > 0)
            add_row(self, i, self->multipliers[i] * self->problem->labels[i]);
}

static double score_of(const solver *self, size_t line) {
    return self->constant_weight * self->options->bias +
           tr_svm_product(self->weights, self->problem->rows[line], self->problem->lengths[line]);
}

/* Looks at all lines: returns the largest violation, and lists in `order` those
 * that the next epoch should look at. A line at a bound is left out where its
 * slack is larger than any violation: it is not going to leave its bound soon,
 * and if it does, the next look finds it. */
static double check_all(solver *self) {
    double largest = 0, cost = self->options->cost;
    for (size_t i = 0; i < self->problem->count; i++) {
        double slack = self->problem->labels[i] * score_of(self, i) - 1, violation = fabs(slack);
        if ((self->multipliers[i] <= 0 && slack > 0) || (self->multipliers[i] >= cost && slack < 0))
            violation = 0;
        self->slacks[i] = violation > 0 ? 0 : fabs(slack);
        if (violation > largest)
            largest = violation;
    }
    self->active = 0;
    double f = getenv("SHR") ? atof(getenv("SHR")) : 0.5;
    for (size_t i = 0; i < self->problem->count; i++)
        if (self->slacks[i] <= f * largest)
            self->order[self->active++] = (uint32_t)i;
    return largest;
}

static void shuffle(solver *self, uint64_t seed) {
    for (size_t i = self->active; i > 1; i--) {
        size_t j = (size_t)(tr_unit(seed + i) * (double)i);
        uint32_t moved = self->order[i - 1];
        self->order[i - 1] = self->order[j];
        self->order[j] = moved;
    }
}

/* Common columns of all pairs of the block, as libsvm wants them: row i holds
 * its own number (from 1) and then the kernel with lines 1 to n; one more column
 * is for the pseudo lines and always zero, and they share one row of zeros. */
static void fill_kernel(solver *self) {
    const tr_problem *problem = self->problem;
    size_t count = self->block, width = count + 2;
    double square = self->options->bias * self->options->bias;
    for (size_t i = 0; i <= count; i++)
        self->rows[i] = self->nodes + i * width;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *row = problem->rows[self->block_lines[i]];
        uint32_t length = problem->lengths[self->block_lines[i]];
        for (uint32_t k = 0; k < length; k++)
            self->marks[row[k]] = 1;
        for (size_t j = 0; j < i; j++) {
            const uint32_t *other = problem->rows[self->block_lines[j]];
            uint32_t other_length = problem->lengths[self->block_lines[j]], common = 0;
            for (uint32_t k = 0; k < other_length; k++)
                common += self->marks[other[k]];
            self->rows[i][j + 1].value = self->rows[j][i + 1].value = common + square;
        }
        for (uint32_t k = 0; k < length; k++)
            self->marks[row[k]] = 0;
        self->rows[i][i + 1].value = length + square;
        self->rows[i][0].value = (double)(i + 1);
        self->rows[i][width - 1].value = 0;
    }
    for (size_t j = 0; j < width; j++)
        self->rows[count][j].value = 0;
    self->rows[count][0].value = (double)(count + 1);
}

/* What multipliers times labels of the block's lines contribute to the score of its line i. */
static double kernel_sum(const solver *self, size_t i, const double *factors) {
    const struct svm_node *row = self->rows[i] + 1;
    double sum = 0;
    for (size_t j = 0; j < self->block; j++)
        sum += factors[j] * row[j].value;
    return sum;
}

/* Room for the block and `pseudo` pseudo lines of each kind. */
static void reserve_rows(solver *self, size_t pseudo) {
    size_t needed = self->block + 2 * pseudo + 1;
    if (needed > self->row_capacity) {
        self->rows = tr_resize(self->rows, needed, sizeof *self->rows);
        self->targets = tr_resize(self->targets, needed, sizeof *self->targets);
        self->row_capacity = needed;
    }
}

/* Solves the block's problem to `tolerance`. Sets `coefficients`, or `*full` if all
 * pseudo lines of a kind are. */
static bool run_libsvm(solver *self, size_t pseudo, double tolerance, bool *full) {
    double cost = self->options->cost;
    struct svm_problem part = {.l = (int)(self->block + 2 * pseudo), .y = self->targets, .x = self->rows};
    struct svm_parameter settings = {.svm_type = EPSILON_SVR, .kernel_type = PRECOMPUTED, .C = cost, .p = FAR_SIDE,
                                     .eps = tolerance, .shrinking = 1};
    settings.cache_size = 16 + 4e-6 * (double)part.l * (double)part.l; /* MB: all of the matrix, as floats */
    for (size_t i = 0; i < 2 * pseudo; i++) {
        self->rows[self->block + i] = self->rows[self->block];
        self->targets[self->block + i] = i < pseudo ? FAR_SIDE : -FAR_SIDE;
    }
    const char *complaint = svm_check_parameter(&part, &settings);
    if (complaint != NULL)
        return tr_fail(self->error, "libsvm: %s", complaint);
    struct svm_model *model = svm_train(&part, &settings);
    size_t filled[2] = {0, 0};
    memset(self->coefficients, 0, self->block * sizeof *self->coefficients);
    for (int k = 0; k < model->l; k++) {
        size_t at = (size_t)model->sv_indices[k] - 1;
        double coefficient = model->sv_coef[0][k];
        if (at < self->block)
            self->coefficients[at] = coefficient;
        else if (fabs(coefficient) >= cost * (1 - BOUND_SLACK))
            filled[at - self->block >= pseudo]++;
    }
    *full = filled[0] == pseudo || filled[1] == pseudo;
    svm_free_and_destroy_model(&model);
    return true;
}

static bool solve_block(solver *self, double tolerance) {
    const tr_problem *problem = self->problem;
    double cost = self->options->cost, sum = 0, slope = 0, curve = 0;
    for (size_t i = 0; i < self->block; i++) {
        size_t line = self->block_lines[i];
        self->old[i] = self->multipliers[line] * problem->labels[line];
        self->scores[i] = score_of(self, line);
        sum += self->old[i];
    }
    size_t pseudo = PSEUDO_MIN + (size_t)(2 * fabs(sum) / cost);
    reserve_rows(self, pseudo);
    fill_kernel(self);
    for (size_t i = 0; i < self->block; i++) {
        double rest = self->scores[i] - kernel_sum(self, i, self->old);
        self->targets[i] = problem->labels[self->block_lines[i]] > 0 ? FAR_SIDE + 1 - rest : -FAR_SIDE - 1 - rest;
    }
    for (bool full = true; full; pseudo *= 2) {
        reserve_rows(self, pseudo);
        if (!run_libsvm(self, pseudo, tolerance, &full))
            return false;
    }
    /* D along the way from the old to the new multipliers is a parabola: its lowest point up to the new ones. */
    for (size_t i = 0; i < self->block; i++) {
        size_t line = self->block_lines[i];
        double wanted = self->coefficients[i] * problem->labels[line];
        wanted = wanted < cost * BOUND_SLACK ? 0 : wanted > cost * (1 - BOUND_SLACK) ? cost : wanted;
        self->coefficients[i] = wanted * problem->labels[line] - self->old[i];
        slope += self->coefficients[i] * (self->scores[i] - problem->labels[line]);
    }
    for (size_t i = 0; i < self->block; i++)
        if (self->coefficients[i] < 0 || self->coefficients[i] > 0)
            curve += self->coefficients[i] * kernel_sum(self, i, self->coefficients);
    double step = slope >= 0 ? 0 : curve <= -slope ? 1 : -slope / curve;
    for (size_t i = 0; i < self->block && step > 0; i++) {
        size_t line = self->block_lines[i];
        double difference = step * self->coefficients[i];
        if (!(difference < 0 || difference > 0))
            continue;
        double multiplier = (self->old[i] + difference) * problem->labels[line];
        multiplier = multiplier < cost * BOUND_SLACK ? 0 : multiplier > cost * (1 - BOUND_SLACK) ? cost : multiplier;
        self->multipliers[line] = multiplier;
        add_row(self, line, multiplier * problem->labels[line] - self->old[i]);
    }
    return true;
}

static void start(solver *self, const tr_problem *problem, const tr_svm_options *options, tr_error *error) {
    size_t count = problem->count;
    *self = (solver){.problem = problem, .options = options, .error = error};
    self->block_size = options->block > 0 ? options->block : BLOCK_DEFAULT;
    size_t most = self->block_size < count ? self->block_size : count;
    self->multipliers = tr_zeroed(count, sizeof *self->multipliers);
    self->weights = tr_zeroed(problem->columns, sizeof *self->weights);
    self->scores = tr_zeroed(most, sizeof *self->scores);
    self->old = tr_zeroed(most, sizeof *self->scores);
    self->slacks = tr_zeroed(count, sizeof *self->slacks);
    self->order = tr_zeroed(count, sizeof *self->order);
    self->coefficients = tr_zeroed(most, sizeof *self->coefficients);
    self->nodes = tr_zeroed((most + 1) * (most + 2), sizeof *self->nodes);
    self->marks = tr_zeroed(problem->columns, 1);
    svm_set_print_string_function(print_nothing);
}

/* All but the weights, which are the result's. */
static void finish(solver *self) {
    free(self->multipliers);
    free(self->scores);
    free(self->slacks);
    free(self->old);
    free(self->order);
    free(self->coefficients);
    free(self->nodes);
    free(self->rows);
    free(self->targets);
    free(self->marks);
}

bool tr_svm_solve_libsvm(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                         tr_error *error) {
    solver self;
    double begun = tr_seconds(), violation = 0;
    size_t rounds = 0;
    bool fine = options->loss == TR_LOSS_HINGE || tr_fail(error, "libsvm has the hinge loss only");
    if (!fine)
        return false;
    start(&self, problem, options, error);
    for (;; rounds++) {
        sum_weights(&self);
        violation = check_all(&self);
        if (options->verbose)
            fprintf(stderr, "%6.1f s, round %zu: dual %.6f, largest violation %.4f, %zu active\n", tr_seconds() - begun, rounds,
                    -dual_of(&self), violation, self.active);
        if (violation <= options->tolerance)
            break;
        if (rounds == ROUNDS_MAX) {
            fine = tr_fail(error, "no solution after %d rounds: a violation of %g is left", ROUNDS_MAX, violation);
            break;
        }
        double tolerance = violation / (getenv("INN")?atof(getenv("INN")):20);
        shuffle(&self, tr_mix(options->seed + rounds));
        for (size_t at = 0; at < self.active && fine; at += self.block) {
            self.block_lines = self.order + at;
            self.block = self.active - at < self.block_size ? self.active - at : self.block_size;
            fine = solve_block(&self, tolerance);
        }
        if (!fine) break;
    }
    if (fine) {
        *result = (tr_svm_result){.weights = self.weights, .constant = self.constant_weight * options->bias,
                                  .violation = violation, .rounds = rounds, .dual = -dual_of(&self)};
        result->primal = tr_svm_objective(problem, options, result->weights, result->constant);
        for (size_t i = 0; i < problem->count; i++) {
            result->support += self.multipliers[i] > 0;
            result->free_support += self.multipliers[i] > 0 && self.multipliers[i] < options->cost;
        }
        result->seconds = tr_seconds() - begun;
    } else {
        free(self.weights);
    }
    finish(&self);
    return fine;
}
