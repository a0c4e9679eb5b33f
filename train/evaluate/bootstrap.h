/*
 * How sure a mean difference is: the bootstrap over clusters.
 *
 * Pages of one site stand or fall together, so sites are drawn, not pages: with
 * replacement, as many as there are, each with all its pages. What is drawn
 * depends on the seed alone.
 */
#ifndef TR_BOOTSTRAP_H
#define TR_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

enum { TR_RESAMPLES = 2000 };

/* Values with the number of the cluster that each belongs to (any numbers). */
typedef struct tr_stratum {
    const double *values;
    const uint32_t *clusters;
    size_t count; /* at least 1 */
    double weight;
} tr_stratum;

typedef struct tr_interval {
    double mean;
    double low, high; /* of the 95% in the middle */
    size_t clusters;  /* in all strata; with one in each, low and high say nothing */
} tr_interval;

/* The weighted mean of the strata's means; each stratum's clusters are drawn by
 * themselves. Percentiles are interpolated. */
tr_interval tr_bootstrap(const tr_stratum *strata, size_t stratum_count, unsigned resamples, uint64_t seed);

#endif
