#include "solver/logistic.h"

#include <math.h>
#include <stdlib.h>

enum { SIZE = TR_LOGISTIC_COLUMNS_MAX + 1, PASSES = 40 };

/* Means and deviations of the columns, by the rows' weights. */
typedef struct scales {
    double mean[TR_LOGISTIC_COLUMNS_MAX], deviation[TR_LOGISTIC_COLUMNS_MAX];
} scales;

static scales find_scales(const double *rows, size_t columns, const double *row_weights, size_t count) {
    scales found = {{0}, {0}};
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        total += row_weights[i];
        for (size_t k = 0; k < columns; k++)
            found.mean[k] += row_weights[i] * rows[i * columns + k];
    }
    for (size_t k = 0; k < columns && total > 0; k++)
        found.mean[k] /= total;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < columns; k++) {
            double off = rows[i * columns + k] - found.mean[k];
            found.deviation[k] += row_weights[i] * off * off;
        }
    for (size_t k = 0; k < columns && total > 0; k++)
        found.deviation[k] = sqrt(found.deviation[k] / total);
    return found;
}

/* Solves a positive definite system in place by elimination; the answer is in `right`. */
static void solve(double matrix[SIZE][SIZE], double right[SIZE], size_t size) {
    for (size_t k = 0; k < size; k++)
        for (size_t i = k + 1; i < size; i++) {
            double factor = matrix[i][k] / matrix[k][k];
            for (size_t j = k; j < size; j++)
                matrix[i][j] -= factor * matrix[k][j];
            right[i] -= factor * right[k];
        }
    for (size_t k = size; k-- > 0;) {
        for (size_t j = k + 1; j < size; j++)
            right[k] -= matrix[k][j] * right[j];
        right[k] /= matrix[k][k];
    }
}

typedef struct problem {
    const double *rows, *row_weights;
    const bool *labels;
    size_t columns, count;
    scales scale;
    double ridge;
} problem;

/* A scaled row; the last column is the constant's. */
static void scaled_row(const problem *self, size_t i, double row[SIZE]) {
    for (size_t k = 0; k < self->columns; k++) {
        double deviation = self->scale.deviation[k];
        row[k] = deviation > 1e-9 ? (self->rows[i * self->columns + k] - self->scale.mean[k]) / deviation : 0;
    }
    row[self->columns] = 1;
}

/* One step; returns how far it went. */
static double step(const problem *self, double at[SIZE]) {
    double curves[SIZE][SIZE] = {{0}}, slopes[SIZE] = {0}, row[SIZE], farthest = 0;
    size_t size = self->columns + 1;
    for (size_t k = 0; k < size; k++) {
        double ridge = k < self->columns ? self->ridge : 0;
        slopes[k] = -ridge * at[k];
        curves[k][k] = ridge + 1e-9;
    }
    for (size_t i = 0; i < self->count; i++) {
        double logit = 0, weight = self->row_weights[i];
        if (weight <= 0)
            continue;
        scaled_row(self, i, row);
        for (size_t k = 0; k < size; k++)
            logit += at[k] * row[k];
        double p = 1 / (1 + exp(-logit));
        for (size_t k = 0; k < size; k++) {
            slopes[k] += weight * ((self->labels[i] ? 1 : 0) - p) * row[k];
            for (size_t j = 0; j < size; j++)
                curves[k][j] += weight * p * (1 - p) * row[k] * row[j];
        }
    }
    solve(curves, slopes, size);
    for (size_t k = 0; k < size; k++)
        farthest = fabs(slopes[k]) > farthest ? fabs(slopes[k]) : farthest;
    /* Where both kinds lie apart, a whole step may go too far. */
    double part = farthest > 4 ? 4 / farthest : 1;
    for (size_t k = 0; k < size; k++)
        at[k] += part * slopes[k];
    return farthest;
}

void tr_logistic_fit(const tr_logistic_rows *rows, double ridge, double *weights, double *constant) {
    size_t columns = rows->columns;
    problem self = {rows->values, rows->weights, rows->labels,
                    columns,      rows->count,   find_scales(rows->values, columns, rows->weights, rows->count),
                    ridge};
    double at[SIZE] = {0};
    for (int pass = 0; pass < PASSES && step(&self, at) > 1e-7; pass++)
        ;
    *constant = at[columns];
    for (size_t k = 0; k < columns; k++) {
        double deviation = self.scale.deviation[k];
        weights[k] = deviation > 1e-9 ? at[k] / deviation : 0;
        *constant -= weights[k] * self.scale.mean[k];
    }
}
