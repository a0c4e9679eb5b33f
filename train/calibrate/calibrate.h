/*
 * Platt's calibration: probability = 1 / (1 + exp(-(slope * score + offset))).
 */
#ifndef TR_CALIBRATE_H
#define TR_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tr_platt {
    double slope, offset;
} tr_platt;

/* Fits both numbers to scores, labels (true: positive) and weights (NULL: all
 * 1) by maximum likelihood. Targets are smoothed by the number of examples, as
 * in Lin, Lin and Weng 2007, so that separable data give finite numbers. With
 * only one label the slope is 0. */
tr_platt tr_platt_fit(const double *scores, const bool *labels, const double *weights, size_t count);

/* In 2^-12, within what a model file may hold; slope at least `slope_min`. */
void tr_platt_quantise(const tr_platt *platt, int32_t slope_min, int32_t *slope, int32_t *offset);

#endif
