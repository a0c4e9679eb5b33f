/*
 * What a job and the context that works on it hold, as the budget counts it.
 */
#ifndef DEHUSK_TOOL_JOB_MEMORY_H
#define DEHUSK_TOOL_JOB_MEMORY_H

#include "dehusk.h"
#include "run/memory_budget.h"
#include "run/run_job.h"

/* The memory of a worker's context. Every block of it is asked of the budget. */
typedef struct context_memory {
    memory_budget *budget;
    uint64_t job; /* that the worker is at */
    size_t held;
} context_memory;

/* The C library's functions, counted; `memory` must outlive the context. */
dehusk_allocator context_memory_allocator(context_memory *memory);

/* How much a context may keep for the next page. */
size_t context_memory_kept(const memory_budget *budget, size_t workers);

/* How much each of `jobs` jobs may keep for its next record. */
size_t job_memory_kept(size_t limit, size_t jobs);

/* Counts what the job's record and output hold now, and `more` bytes that are about to be asked of the system. */
void job_memory_count(memory_budget *budget, run_job *job, size_t more);

/* Counts, before a page is decoded, what that may take at most. */
void job_memory_expect_page(memory_budget *budget, run_job *job);

/* Counts, before the output of a page is made, what that may take at most. */
void job_memory_expect_output(memory_budget *budget, run_job *job, size_t page_bytes, size_t lines, bool explained);

#endif
