/*
 * The percentile bootstrap, with each cluster reduced to its sum and its count.
 */
#include "evaluate/bootstrap.h"

#include "common/support.h"

#include <math.h>
#include <stdlib.h>

typedef struct cluster {
    uint32_t number;
    double sum;
    double count;
} cluster;

typedef struct drawn {
    cluster *clusters;
    size_t count;
    double weight; /* of all weights together 1 */
} drawn;

static int compare_clusters(const void *left, const void *right) {
    const cluster *a = left, *b = right;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int compare_numbers(const void *left, const void *right) {
    const double *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* Values with the same cluster number become one item. */
static drawn gather(const tr_stratum *stratum) {
    drawn out = {tr_resize(NULL, stratum->count, sizeof *out.clusters), 0, stratum->weight};
    for (size_t i = 0; i < stratum->count; i++)
        out.clusters[i] = (cluster){stratum->clusters[i], stratum->values[i], 1};
    qsort(out.clusters, stratum->count, sizeof *out.clusters, compare_clusters);
    for (size_t i = 0; i < stratum->count; i++) {
        if (out.count > 0 && out.clusters[out.count - 1].number == out.clusters[i].number) {
            out.clusters[out.count - 1].sum += out.clusters[i].sum;
            out.clusters[out.count - 1].count += 1;
        } else {
            out.clusters[out.count++] = out.clusters[i];
        }
    }
    return out;
}

static double mean_of(const drawn *stratum) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < stratum->count; i++) {
        sum += stratum->clusters[i].sum;
        count += stratum->clusters[i].count;
    }
    return sum / count;
}

/* The mean of as many clusters as there are, drawn with replacement. */
static double draw_mean(const drawn *stratum, uint64_t *state) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < stratum->count; i++) {
        size_t at = (size_t)(tr_unit((*state)++) * (double)stratum->count);
        sum += stratum->clusters[at].sum;
        count += stratum->clusters[at].count;
    }
    return sum / count;
}

static double percentile(const double *sorted, size_t count, double share) {
    double at = share * (double)(count - 1);
    size_t below = (size_t)floor(at);
    size_t above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}

tr_interval tr_bootstrap(const tr_stratum *strata, size_t stratum_count, unsigned resamples, uint64_t seed) {
    tr_interval out = {0};
    drawn *all = tr_resize(NULL, stratum_count, sizeof *all);
    double *means = tr_zeroed(resamples, sizeof *means), total = 0;
    uint64_t state = tr_mix(seed);
    for (size_t k = 0; k < stratum_count; k++) {
        all[k] = gather(&strata[k]);
        total += all[k].weight;
        out.clusters += all[k].count;
    }
    for (size_t k = 0; k < stratum_count; k++) {
        all[k].weight /= total;
        out.mean += all[k].weight * mean_of(&all[k]);
    }
    for (unsigned i = 0; i < resamples; i++)
        for (size_t k = 0; k < stratum_count; k++)
            means[i] += all[k].weight * draw_mean(&all[k], &state);
    out.low = out.high = out.mean;
    if (resamples > 0) {
        qsort(means, resamples, sizeof *means, compare_numbers);
        out.low = percentile(means, resamples, 0.025);
        out.high = percentile(means, resamples, 0.975);
    }
    for (size_t k = 0; k < stratum_count; k++)
        free(all[k].clusters);
    free(all);
    free(means);
    return out;
}
