/*
 * Bytes that pages in flight may hold together.
 */
#include "run/memory_budget.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct memory_budget {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t limit;
    size_t held;
    uint64_t oldest; /* jobs before it are written */
    bool lifted;
};

memory_budget *memory_budget_new(size_t limit) {
    memory_budget *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->limit = limit;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    return made;
}

void memory_budget_free(memory_budget *budget) {
    if (budget == NULL)
        return;
    pthread_cond_destroy(&budget->changed);
    pthread_mutex_destroy(&budget->lock);
    free(budget);
}

size_t memory_budget_limit(const memory_budget *budget) {
    return budget->limit;
}

static bool fits(const memory_budget *budget, uint64_t job, size_t bytes) {
    return budget->lifted || job <= budget->oldest ||
           (budget->held <= budget->limit / 2 && bytes <= budget->limit / 2 - budget->held);
}

void memory_budget_take(memory_budget *budget, uint64_t job, size_t bytes) {
    pthread_mutex_lock(&budget->lock);
    while (!fits(budget, job, bytes))
        pthread_cond_wait(&budget->changed, &budget->lock);
    budget->held += bytes;
    pthread_mutex_unlock(&budget->lock);
}

void memory_budget_change(memory_budget *budget, uint64_t job, size_t from, size_t to) {
    if (to > from)
        memory_budget_take(budget, job, to - from);
    else if (to < from)
        memory_budget_give(budget, from - to);
}

void memory_budget_give(memory_budget *budget, size_t bytes) {
    pthread_mutex_lock(&budget->lock);
    budget->held -= bytes;
    pthread_cond_broadcast(&budget->changed);
    pthread_mutex_unlock(&budget->lock);
}

void memory_budget_written(memory_budget *budget, uint64_t job) {
    pthread_mutex_lock(&budget->lock);
    budget->oldest = job + 1;
    pthread_cond_broadcast(&budget->changed);
    pthread_mutex_unlock(&budget->lock);
}

void memory_budget_lift(memory_budget *budget) {
    pthread_mutex_lock(&budget->lock);
    budget->lifted = true;
    pthread_cond_broadcast(&budget->changed);
    pthread_mutex_unlock(&budget->lock);
}
