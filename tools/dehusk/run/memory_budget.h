/*
 * Bytes that pages in flight may hold together.
 *
 * Who works on a job asks before memory is taken, and waits until others have
 * given back enough. The oldest job that is not yet written never waits, so that
 * there is always one that goes on; the others get half of the limit and leave it
 * the rest. So the limit holds wherever one page takes no more than half of it.
 */
#ifndef DEHUSK_TOOL_MEMORY_BUDGET_H
#define DEHUSK_TOOL_MEMORY_BUDGET_H

#include <stddef.h>
#include <stdint.h>

typedef struct memory_budget memory_budget;

/* NULL: out of memory. */
memory_budget *memory_budget_new(size_t limit);
void memory_budget_free(memory_budget *budget);

size_t memory_budget_limit(const memory_budget *budget);

/* Waits until `bytes` fit, or job `job` is the oldest, and counts them. */
void memory_budget_take(memory_budget *budget, uint64_t job, size_t bytes);

/* `from` bytes that are counted become `to`: waits if these are more. */
void memory_budget_change(memory_budget *budget, uint64_t job, size_t from, size_t to);

/* Bytes that were counted are counted no more. */
void memory_budget_give(memory_budget *budget, size_t bytes);

/* Job `job` is written; the next one is the oldest. */
void memory_budget_written(memory_budget *budget, uint64_t job);

/* Nobody waits any more: the run is to end. */
void memory_budget_lift(memory_budget *budget);

#endif
