/*
 * Logistic regression over a few dense columns, by Newton's method.
 */
#ifndef TR_LOGISTIC_H
#define TR_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

enum { TR_LOGISTIC_COLUMNS_MAX = 32 };

/* What is fitted to; all of it belongs to others. */
typedef struct tr_logistic_rows {
    const double *values;  /* `columns` a row */
    const double *weights; /* one a row */
    const bool *labels;    /* one a row */
    size_t columns, count;
} tr_logistic_rows;

/* Fits `constant` and `weights`, one a column, to rows by
 * maximum likelihood less ridge / 2 times the squares of the weights of columns scaled to a deviation of 1. A column
 * that does not vary gets 0. The same arguments give the same numbers. */
void tr_logistic_fit(const tr_logistic_rows *rows, double ridge, double *weights, double *constant);

#endif
