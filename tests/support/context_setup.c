#include "support/context_setup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

dehusk_model *ts_model;
dehusk_context *ts_context;

int ts_context_open(void **state) {
    ts_bench bench = ts_bench_open((ts_model_plan){.html = true, .text = true});
    (void)state;
    ts_model = bench.model;
    ts_context = bench.context;
    return 0;
}

int ts_context_close(void **state) {
    (void)state;
    ts_bench_close(&(ts_bench){ts_model, ts_context});
    return 0;
}

ts_bench ts_bench_open(ts_model_plan plan) {
    ts_bench bench = {ts_model_open_plan(plan), NULL};
    assert_int_equal(dehusk_context_new(bench.model, NULL, &bench.context), DEHUSK_OK);
    return bench;
}

void ts_bench_close(ts_bench *bench) {
    dehusk_context_free(bench->context);
    dehusk_model_close(bench->model);
}
