/*
 * Newton's method with backtracking for Platt's two numbers (Lin, Lin and Weng,
 * "A note on Platt's probabilistic outputs for support vector machines", 2007).
 */
#include "calibrate/calibrate.h"

#include "model/model_format.h"

#include <math.h>

enum { STEPS_MAX = 100, HALVINGS_MAX = 34 };

/* What the reader of model files accepts. */
enum { SLOPE_LIMIT = 1 << 17, OFFSET_LIMIT = 1 << 24 };

typedef struct examples {
    const double *scores;
    const bool *labels;
    const double *weights;
    size_t count;
    double positive_target, negative_target;
} examples;

static double weight_of(const examples *all, size_t i) {
    return all->weights != NULL ? all->weights[i] : 1;
}

static double target_of(const examples *all, size_t i) {
    return all->labels[i] ? all->positive_target : all->negative_target;
}

/* Cross-entropy, written so that no exponential overflows. */
static double loss_of(const examples *all, double slope, double offset) {
    double loss = 0;
    for (size_t i = 0; i < all->count; i++) {
        double logit = slope * all->scores[i] + offset, target = target_of(all, i);
        double one = logit >= 0 ? (1 - target) * logit + log1p(exp(-logit)) : -target * logit + log1p(exp(logit));
        loss += weight_of(all, i) * one;
    }
    return loss;
}

tr_platt tr_platt_fit(const double *scores, const bool *labels, const double *weights, size_t count) {
    examples all = {.scores = scores, .labels = labels, .weights = weights, .count = count};
    double positive = 0, negative = 0;
    for (size_t i = 0; i < count; i++)
        *(labels[i] ? &positive : &negative) += weight_of(&all, i);
    all.positive_target = (positive + 1) / (positive + 2);
    all.negative_target = 1 / (negative + 2);
    tr_platt fit = {0, log((positive + 1) / (negative + 1))};
    if (positive <= 0 || negative <= 0)
        return fit;
    double loss = loss_of(&all, fit.slope, fit.offset);
    for (int step = 0; step < STEPS_MAX; step++) {
        /* Gradient and Hessian; the small diagonal keeps it invertible. */
        double g1 = 0, g2 = 0, h11 = 1e-12, h22 = 1e-12, h12 = 0;
        for (size_t i = 0; i < count; i++) {
            double logit = fit.slope * scores[i] + fit.offset, weight = weight_of(&all, i);
            double p = logit >= 0 ? 1 / (1 + exp(-logit)) : exp(logit) / (1 + exp(logit));
            double error = weight * (p - target_of(&all, i)), curve = weight * p * (1 - p);
            g1 += error * scores[i];
            g2 += error;
            h11 += curve * scores[i] * scores[i];
            h22 += curve;
            h12 += curve * scores[i];
        }
        double total = positive + negative;
        if (fabs(g1) < 1e-9 * total && fabs(g2) < 1e-9 * total)
            break;
        double determinant = h11 * h22 - h12 * h12;
        double d1 = -(h22 * g1 - h12 * g2) / determinant, d2 = -(h11 * g2 - h12 * g1) / determinant;
        double descent = g1 * d1 + g2 * d2;
        bool moved = false;
        for (int halvings = 0; halvings < HALVINGS_MAX && !moved; halvings++) {
            double length = ldexp(1, -halvings);
            double next = loss_of(&all, fit.slope + length * d1, fit.offset + length * d2);
            if (next < loss + 1e-4 * length * descent) {
                fit.slope += length * d1;
                fit.offset += length * d2;
                loss = next;
                moved = true;
            }
        }
        if (!moved)
            break;
    }
    return fit;
}

static int32_t quantise(double value, int32_t low, int32_t high) {
    double scaled = nearbyint(value * (1 << DHK_WEIGHT_FRACTION_BITS));
    return scaled < low ? low : scaled > high ? high : (int32_t)scaled;
}

void tr_platt_quantise(const tr_platt *platt, int32_t slope_min, int32_t *slope, int32_t *offset) {
    *slope = quantise(platt->slope, slope_min, SLOPE_LIMIT);
    *offset = quantise(platt->offset, -OFFSET_LIMIT, OFFSET_LIMIT);
}
