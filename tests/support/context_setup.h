/*
 * Made-up models and a context of each: one for all of a program's tests, or one of a test's own.
 */
#ifndef TS_CONTEXT_SETUP_H
#define TS_CONTEXT_SETUP_H

#include "support/model_bytes.h"

extern dehusk_model *ts_model;
extern dehusk_context *ts_context;

/* Opens a made-up model and a context: a setup of cmocka's. */
int ts_context_open(void **state);

/* Frees both: a teardown of cmocka's. */
int ts_context_close(void **state);

typedef struct ts_bench {
    dehusk_model *model;
    dehusk_context *context;
} ts_bench;

ts_bench ts_bench_open(ts_model_plan plan);
void ts_bench_close(ts_bench *bench);

#endif
