/*
 * The model and the context of tests that need one of each.
 */
#ifndef TS_CONTEXT_SETUP_H
#define TS_CONTEXT_SETUP_H

#include "dehusk.h"

extern dehusk_model *ts_model;
extern dehusk_context *ts_context;

/* Opens a made-up model and a context: a setup of cmocka's. */
int ts_context_open(void **state);

/* Frees both: a teardown of cmocka's. */
int ts_context_close(void **state);

#endif
