/*
 * How far a run is, on a terminal.
 */
#ifndef DEHUSK_TOOL_PROGRESS_H
#define DEHUSK_TOOL_PROGRESS_H

#include "run/run_stats.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
    bool wanted;
    bool shown;           /* the row is on the terminal */
    double begun;         /* seconds on a clock that never goes back */
    double last;          /* when the row was shown, or the run began */
    uint64_t total_bytes; /* of all inputs as stored; 0: not known */
} progress;

/* Seconds on that clock. */
double progress_clock(void);

/* Shows nothing if stderr is no terminal, `output_on_terminal`, or `quiet`. */
void progress_begin(progress *self, bool quiet, bool output_on_terminal, uint64_t total_bytes);

/* Shows the row, if the last time is long enough ago. */
void progress_show(progress *self, const run_stats *stats, uint64_t read_bytes);

/* Takes the row away, so that something else can be said. */
void progress_hide(progress *self);

#endif
