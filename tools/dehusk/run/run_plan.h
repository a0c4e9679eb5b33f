/*
 * What a run is to do: its inputs, and where their output goes.
 */
#ifndef DEHUSK_TOOL_RUN_PLAN_H
#define DEHUSK_TOOL_RUN_PLAN_H

#include "common/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct run_input {
    char *path;    /* "-": standard input */
    char *output;  /* its own file (--output-dir), or NULL */
    size_t inner;  /* where in the path what is below an input folder begins, or a file's own name */
    int naming;    /* an output_naming */
    uint64_t size; /* bytes; 0: not known */
    bool done;     /* --resume: its output is there */
} run_input;

/* Begin with all zero, end with run_plan_free(). */
typedef struct run_plan {
    run_input *inputs;
    size_t count;
    size_t capacity;
    size_t done;         /* inputs that are done already */
    uint64_t total_size; /* of those that are not; 0: one of them is not known */
} run_plan;

/* Is told of an input that cannot be read. */
typedef void plan_complaint(void *user, const char *path, const char *reason);

/* Makes the plan: names from the command line and from lists, folders walked,
 * outputs named. False, after a message, if there is something about it that
 * forbids to begin. */
bool run_plan_make(run_plan *plan, const cli_settings *settings, plan_complaint *complain, void *user);

void run_plan_free(run_plan *plan);

#endif
