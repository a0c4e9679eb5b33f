/*
 * The first solver: libsvm inside an outer loop over all lines. The only file
 * that knows libsvm.
 *
 * libsvm by itself takes two minutes for ten thousand lines of 280 features, and
 * its time grows with the square of their number. But a hundred lines take it a
 * millisecond, so it is given the whole problem in small blocks, over and over,
 * and what comes out is the whole problem's optimum, not that of a sample: the
 * loop ends only when no line of all violates the optimality conditions by more
 * than the tolerance. A hundred thousand lines of 160 features take some three seconds.
 *
 * The dual. With one multiplier a_i in [0, C] a line and K_ij = x_i.x_j,
 *
 *     minimise D(a) = 1/2 sum_ij a_i a_j y_i y_j K_ij - sum_i a_i ,    w = sum_i a_i y_i x_i .
 *
 * The constant is a column of its own in x, so there is no equality constraint.
 * Let f_i = w.x_i. Optimal is where y_i f_i >= 1 if a_i = 0, <= 1 if a_i = C, and
 * = 1 between; how far a line is from that is its violation.
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
 *
 * Which lines. In each epoch all lines that are not safely at a bound are shuffled
 * and cut into blocks. Blocks of the worst violators, which is what one would
 * try first, are all of one kind and pull w to and fro: at 20,000 lines of 180
 * features and blocks of 2,000 they had not come halfway to the optimum after 400
 * rounds and four minutes; shuffled blocks of 200 were there in two seconds
 * (2026-11). Small blocks are better than large ones, as coordinate descent would
 * have it, until so few lines are left that they hold each other: where an epoch
 * does not help any more, blocks are made larger. And where all of them fit in one
 * block, they are solved more precisely: libsvm begins each block anew, and what
 * it finds can be worse than what is there already, if that is off by one line
 * of next to no multiplier. The search then stays where it is.
 */
#include "solver/svm.h"

#include <libsvm/svm.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Time for 30,000 lines of 170 features, C 0.003: 60 lines 0.9 s, 100 1.4 s, 200 2.9 s, 400 2.9 s. */
    BLOCK_DEFAULT = 100,
    BLOCK_MAX = 2000, /* grown to; 64 MB of kernel */
    PATIENCE = 10,    /* epochs without a better worst violation before blocks grow */
    PSEUDO_MIN = 8,
    EPOCHS_MAX = 10000
};

/* E above: far beyond any score, small enough to leave sums of double their digits. */
#define FAR_SIDE 1e4

/* A multiplier this close to a bound, as a share of C, is at it. */
#define BOUND_SLACK 1e-9

/* A block is solved to this share of the largest violation at hand, and where larger
 * blocks are no way out, to a tenth of that, and so on down to the least. */
#define BLOCK_PRECISION 0.05
#define BLOCK_PRECISION_MIN 1e-7

/* Lines at a bound are left out of an epoch if their slack is more than this share of the largest violation. */
#define SAFE_SLACK 0.5

typedef struct solver {
    const tr_problem *problem;
    const tr_svm_options *options;
    tr_error *error;
    double *multipliers;
    double *weights;
    double constant_weight; /* of the column that always holds B */
    double *slacks;         /* of lines at a bound that they need not leave; else 0 */
    uint32_t *order;        /* lines of the epoch */
    size_t active;

    /* The block at hand. */
    const uint32_t *lines;
    size_t block;
    double *old;     /* multipliers times labels before libsvm */
    double *changes; /* multipliers times labels after libsvm, then what libsvm changed of them */
    double *scores;
    double *targets;
    struct svm_node *nodes; /* kernel */
    struct svm_node **rows;
    size_t block_capacity, row_capacity;
    uint8_t *marks; /* by column: the row at hand has it */
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
    return sum - norm / 2;
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

/* Looks at all lines: returns the largest violation, and puts those that the
 * next epoch should look at in `order`. Others stand at a bound and well on the
 * right side of it; if the epoch changes that, the next look finds it. */
static double check_all(solver *self) {
    double largest = 0, cost = self->options->cost;
    for (size_t i = 0; i < self->problem->count; i++) {
        double slack = self->problem->labels[i] * score_of(self, i) - 1;
        bool satisfied = (self->multipliers[i] <= 0 && slack >= 0) || (self->multipliers[i] >= cost && slack <= 0);
        self->slacks[i] = satisfied ? fabs(slack) : 0;
        if (!satisfied && fabs(slack) > largest)
            largest = fabs(slack);
    }
    self->active = 0;
    for (size_t i = 0; i < self->problem->count; i++)
        if (self->slacks[i] <= SAFE_SLACK * largest)
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
        const uint32_t *row = problem->rows[self->lines[i]];
        uint32_t length = problem->lengths[self->lines[i]];
        for (uint32_t k = 0; k < length; k++)
            self->marks[row[k]] = 1;
        for (size_t j = 0; j < i; j++) {
            const uint32_t *other = problem->rows[self->lines[j]];
            uint32_t other_length = problem->lengths[self->lines[j]], common = 0;
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

/* What factors of the block's lines contribute to the score of its line i. */
static double kernel_sum(const solver *self, size_t i, const double *factors) {
    const struct svm_node *row = self->rows[i] + 1;
    double sum = 0;
    for (size_t j = 0; j < self->block; j++)
        sum += factors[j] * row[j].value;
    return sum;
}

static void reserve_block(solver *self) {
    if (self->block <= self->block_capacity)
        return;
    self->block_capacity = self->block;
    self->old = tr_resize(self->old, self->block, sizeof *self->old);
    self->changes = tr_resize(self->changes, self->block, sizeof *self->changes);
    self->scores = tr_resize(self->scores, self->block, sizeof *self->scores);
    free(self->nodes);
    self->nodes = tr_zeroed((self->block + 1) * (self->block + 2), sizeof *self->nodes);
}

/* Room for the block and `pseudo` pseudo lines of each kind, of which the first row is there. */
static void reserve_rows(solver *self, size_t pseudo) {
    size_t needed = self->block + 2 * pseudo + 1;
    if (self->rows != NULL && needed <= self->row_capacity)
        return;
    self->row_capacity = needed;
    self->rows = tr_resize(self->rows, needed, sizeof *self->rows);
    self->targets = tr_resize(self->targets, needed, sizeof *self->targets);
}

/* Solves the block's problem to `tolerance`. Sets `changes` to libsvm's
 * coefficients, and `*full` if all pseudo lines of a kind are. */
static bool run_libsvm(solver *self, size_t pseudo, double tolerance, bool *full) {
    double cost = self->options->cost;
    struct svm_problem part = {.l = (int)(self->block + 2 * pseudo), .y = self->targets, .x = self->rows};
    struct svm_parameter settings = {.svm_type = EPSILON_SVR,
                                     .kernel_type = PRECOMPUTED,
                                     .C = cost,
                                     .p = FAR_SIDE,
                                     .eps = tolerance,
                                     .shrinking = 1};
    settings.cache_size = 1 + 8e-6 * (double)part.l * (double)part.l; /* MB: all of the matrix, as floats */
    for (size_t i = 0; i < 2 * pseudo; i++) {
        self->rows[self->block + i] = self->rows[self->block];
        self->targets[self->block + i] = i < pseudo ? FAR_SIDE : -FAR_SIDE;
    }
    const char *complaint = svm_check_parameter(&part, &settings);
    if (complaint != NULL)
        return tr_fail(self->error, "libsvm: %s", complaint);
    struct svm_model *model = svm_train(&part, &settings);
    size_t filled[2] = {0, 0};
    memset(self->changes, 0, self->block * sizeof *self->changes);
    for (int k = 0; k < model->l; k++) {
        size_t at = (size_t)model->sv_indices[k] - 1;
        double coefficient = model->sv_coef[0][k];
        if (at < self->block)
            self->changes[at] = coefficient;
        else if (fabs(coefficient) >= cost * (1 - BOUND_SLACK))
            filled[at - self->block >= pseudo]++;
    }
    *full = filled[0] == pseudo || filled[1] == pseudo;
    svm_free_and_destroy_model(&model);
    return true;
}

/* Takes what rounding left between a multiplier and its bounds. */
static double bounded(double multiplier, double cost) {
    return multiplier < cost * BOUND_SLACK ? 0 : multiplier > cost * (1 - BOUND_SLACK) ? cost : multiplier;
}

/* Moves as far towards what libsvm found as lowers D the most: D along the way is a parabola. */
static void move(solver *self) {
    double cost = self->options->cost, slope = 0, curve = 0;
    for (size_t i = 0; i < self->block; i++) {
        double label = self->problem->labels[self->lines[i]];
        self->changes[i] = label * bounded(label * self->changes[i], cost) - self->old[i];
        slope += self->changes[i] * (self->scores[i] - label);
    }
    for (size_t i = 0; i < self->block; i++)
        curve += self->changes[i] * kernel_sum(self, i, self->changes);
    double step = slope >= 0 ? 0 : curve <= -slope ? 1 : -slope / curve;
    for (size_t i = 0; i < self->block && step > 0; i++) {
        size_t line = self->lines[i];
        double label = self->problem->labels[line];
        double multiplier = bounded(label * (self->old[i] + step * self->changes[i]), cost);
        double difference = label * multiplier - self->old[i];
        self->multipliers[line] = multiplier;
        if (difference < 0 || difference > 0)
            add_row(self, line, difference);
    }
}

static bool solve_block(solver *self, double tolerance) {
    double sum = 0;
    reserve_block(self);
    for (size_t i = 0; i < self->block; i++) {
        size_t line = self->lines[i];
        self->old[i] = self->multipliers[line] * self->problem->labels[line];
        self->scores[i] = score_of(self, line);
        sum += self->old[i];
    }
    size_t pseudo = PSEUDO_MIN + (size_t)(1.5 * fabs(sum) / self->options->cost);
    reserve_rows(self, pseudo);
    fill_kernel(self);
    for (size_t i = 0; i < self->block; i++) {
        double rest = self->scores[i] - kernel_sum(self, i, self->old);
        self->targets[i] = self->problem->labels[self->lines[i]] > 0 ? FAR_SIDE + 1 - rest : -FAR_SIDE - 1 - rest;
    }
    for (bool full = true; full; pseudo *= 2) {
        reserve_rows(self, pseudo);
        if (!run_libsvm(self, pseudo, tolerance, &full))
            return false;
    }
    move(self);
    return true;
}

static bool run_epoch(solver *self, size_t block_size, double tolerance) {
    for (size_t at = 0; at < self->active; at += self->block) {
        self->lines = self->order + at;
        self->block = self->active - at < block_size ? self->active - at : block_size;
        if (!solve_block(self, tolerance))
            return false;
    }
    return true;
}

/* Epochs until no line of all violates the conditions by more than the tolerance. */
static bool run_epochs(solver *self, tr_svm_result *result) {
    double begun = tr_seconds(), lowest = INFINITY;
    double precision = BLOCK_PRECISION;
    size_t block_size = self->options->block > 0 ? self->options->block : BLOCK_DEFAULT, waited = 0;
    for (size_t epoch = 0;; epoch++) {
        sum_weights(self);
        double violation = check_all(self);
        if (self->options->verbose)
            fprintf(stderr, "%7.1f s, epoch %3zu: dual %.6f, largest violation %.5f, next %zu lines by %zu\n",
                    tr_seconds() - begun, epoch, dual_of(self), violation, self->active, block_size);
        *result = (tr_svm_result){.violation = violation, .rounds = epoch, .seconds = tr_seconds() - begun};
        if (violation <= self->options->tolerance)
            return true;
        if (epoch == EPOCHS_MAX)
            return tr_fail(self->error, "no solution after %d epochs: a violation of %g is left", EPOCHS_MAX,
                           violation);
        waited = violation < lowest ? 0 : waited + 1;
        lowest = violation < lowest ? violation : lowest;
        if (waited == PATIENCE) {
            if (block_size < BLOCK_MAX && block_size < self->active)
                block_size = 2 * block_size < BLOCK_MAX ? 2 * block_size : BLOCK_MAX;
            else if (precision > BLOCK_PRECISION_MIN)
                precision /= 10;
            waited = 0;
        }
        shuffle(self, tr_mix(self->options->seed + epoch));
        if (!run_epoch(self, block_size, violation * precision))
            return false;
    }
}

bool tr_svm_solve_libsvm(const tr_problem *problem, const tr_svm_options *options, tr_svm_result *result,
                         tr_error *error) {
    if (options->loss != TR_LOSS_HINGE)
        return tr_fail(error, "libsvm has the hinge loss only");
    solver self = {.problem = problem, .options = options, .error = error};
    self.multipliers = tr_zeroed(problem->count, sizeof *self.multipliers);
    self.weights = tr_zeroed(problem->columns, sizeof *self.weights);
    self.slacks = tr_zeroed(problem->count, sizeof *self.slacks);
    self.order = tr_zeroed(problem->count, sizeof *self.order);
    self.marks = tr_zeroed(problem->columns, 1);
    svm_set_print_string_function(print_nothing);
    bool fine = run_epochs(&self, result);
    if (fine) {
        result->weights = self.weights;
        result->constant = self.constant_weight * options->bias;
        result->dual = dual_of(&self);
        result->primal = tr_svm_objective(problem, options, result->weights, result->constant);
        for (size_t i = 0; i < problem->count; i++) {
            result->support += self.multipliers[i] > 0;
            result->free_support += self.multipliers[i] > 0 && self.multipliers[i] < options->cost;
        }
    } else {
        free(self.weights);
    }
    if (fine && options->keep_multipliers)
        result->multipliers = self.multipliers;
    else
        free(self.multipliers);
    free(self.slacks);
    free(self.order);
    free(self.old);
    free(self.changes);
    free(self.scores);
    free(self.targets);
    free(self.nodes);
    free(self.rows);
    free(self.marks);
    return fine;
}
