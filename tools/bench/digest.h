/*
 * Hashes of what comes of pages: the same before and after a change that is to change nothing.
 */
#ifndef DEHUSK_BENCH_DIGEST_H
#define DEHUSK_BENCH_DIGEST_H

#include "dehusk.h"
#include "page_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct digest {
    uint64_t lines_hash; /* of all lines: text, place, kind */
    uint64_t scores;     /* hash of all scores and probabilities */
    uint64_t labels;     /* hash of all labels, and of what is said of the pages */
    uint64_t features;   /* hash of all lines' vectors, in order */
    size_t lines;
} digest;

bool take_digest(const dehusk_model *model, const page_set *set, dehusk_format format, digest *out);

#endif
