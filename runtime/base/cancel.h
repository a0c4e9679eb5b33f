/*
 * Asks the caller whether to go on, often enough for a limit on time and seldom
 * enough to cost nothing.
 */
#ifndef DHK_CANCEL_H
#define DHK_CANCEL_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

enum { DHK_CANCEL_BYTES = 65536, DHK_CANCEL_LINES = 1024 };

/* True if the caller wants an end. */
static inline bool dhk_cancelled(const dehusk_options *options) {
    return options->cancel != NULL && options->cancel(options->cancel_user) != 0;
}

/* Whether the caller gives up: asked only where `at` has reached `*next`, which is then moved on by `step`. */
static inline bool dhk_cancelled_at(const dehusk_options *options, size_t at, size_t *next, size_t step) {
    if (at < *next)
        return false;
    *next = at + step;
    return dhk_cancelled(options);
}

#endif
