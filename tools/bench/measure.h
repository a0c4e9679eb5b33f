/*
 * Measurements: seconds by stage and round, allocations.
 */
#ifndef DEHUSK_BENCH_MEASURE_H
#define DEHUSK_BENCH_MEASURE_H

#include "dehusk.h"
#include "page_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(id, name) */
#define BENCH_STAGES(X)                                                                                                \
    X(MEMCHR, "floor: memchr('<')")                                                                                    \
    X(UTF8, "floor: UTF-8 validation")                                                                                 \
    X(CHARSET, "charset")                                                                                              \
    X(TOKENIZER, "tokenizer alone")                                                                                    \
    X(LINES, "tokenizer, tree, lines")                                                                                 \
    X(PAGE_FEATURES, "features of the page")                                                                           \
    X(SCORES, "features and scores of lines")                                                                          \
    X(STACK, "second stage")                                                                                           \
    X(DECIDE, "decide")                                                                                                \
    X(ROLES, "roles")                                                                                                  \
    X(WHOLE, "dehusk_classify")                                                                                        \
    X(VECTORS, "vectors of lines (trainer)")                                                                           \
    X(TO_TEXT, "page to text")                                                                                         \
    X(TO_MARKDOWN, "page to Markdown")

typedef enum bench_stage {
#define BENCH_STAGE_ID(id, name) STAGE_##id,
    BENCH_STAGES(BENCH_STAGE_ID)
#undef BENCH_STAGE_ID
        STAGE_COUNT
} bench_stage;

extern const char *const bench_stage_names[STAGE_COUNT];

enum { ROUNDS_MAX = 101 };

typedef struct bench_times {
    size_t rounds;
    double seconds[STAGE_COUNT][ROUNDS_MAX];
    size_t lines; /* of all pages */
} bench_times;

typedef struct spread {
    double median, best, worst;
} spread;

spread spread_of(const double *values, size_t count);

/* Does a page of this format have the stage? Text has no tokens and no markup. */
bool bench_has_stage(dehusk_format format, bench_stage stage);

/* Every stage over all pages, one warm-up round and then `rounds` of them. */
bool measure_stages(const dehusk_model *model, const page_set *set, dehusk_format format, size_t rounds,
                    bench_times *times);

/* One stage alone, `rounds` times over all pages without warm-up or clock: for
 * counters of instructions. */
bool run_stage(const dehusk_model *model, const page_set *set, dehusk_format format, size_t rounds, bench_stage stage);

typedef struct memory_use {
    size_t peak;         /* bytes of the context after all pages */
    size_t first_calls;  /* of the allocator in the first pass */
    size_t second_calls; /* of the allocator in the second pass */
} memory_use;

bool measure_memory(const dehusk_model *model, const page_set *set, dehusk_format format, memory_use *use);

/* Seconds of a pass over all pages with so many threads, each with a context of its own. */
bool measure_threads(const dehusk_model *model, const page_set *set, size_t threads, double *seconds);

/* The pages' lines, one a row, as pages of plain text. */
bool make_text_pages(const dehusk_model *model, const page_set *set, page_set *texts);

#endif
