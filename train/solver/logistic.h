/*
 * Logistic regression over a few dense columns, by Newton's method.
 */
#ifndef TR_LOGISTIC_H
#define TR_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

enum { TR_LOGISTIC_COLUMNS_MAX = 32 };

/* Fits `constant` and `weights`, one a column, to `count` rows of `columns` values each, with labels and weights, by
 * maximum likelihood less ridge / 2 times the squares of the weights of columns scaled to a deviation of 1. A column
 * that does not vary gets 0. The same arguments give the same numbers. */
void tr_logistic_fit(const double *rows, size_t columns, const bool *labels, const double *row_weights, size_t count,
                     double ridge, double *weights, double *constant);

#endif
