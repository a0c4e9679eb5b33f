/*
 * What a job and the context that works on it hold, as the budget counts it.
 */
#include "run/job_memory.h"

#include <stdlib.h>

enum {
    LINE_IN_OUTPUT = 300,  /* bytes of a line's fields in JSON; few have more */
    LINE_EXPLAINED = 8192, /* bytes of a line in JSON with all of its reasons: --explain=0 gives some 130 */
    /* What is kept for the next page. With 16 and 64 MiB, eight jobs came to hold 74 MB on 1,527 pages of news and other
     * sites, since each had met a page of some MiB; few pages need more than this, and those take some time themselves. */
    JOB_KEPT_MAX = 1 << 20,    /* a record and its output */
    CONTEXT_KEPT_MAX = 4 << 20 /* a context that has more after a page is trimmed */
};

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    context_memory *memory = user;
    if (new_size > old_size)
        memory_budget_take(memory->budget, memory->job, new_size - old_size);
    void *made = realloc(block, new_size);
    if (made == NULL) {
        if (new_size > old_size)
            memory_budget_give(memory->budget, new_size - old_size);
        return NULL;
    }
    if (new_size < old_size)
        memory_budget_give(memory->budget, old_size - new_size);
    memory->held += new_size - old_size; /* modulo 2^n, which gives the right sum */
    return made;
}

static void release(void *user, void *block, size_t size) {
    context_memory *memory = user;
    free(block);
    memory->held -= size;
    memory_budget_give(memory->budget, size);
}

dehusk_allocator context_memory_allocator(context_memory *memory) {
    return (dehusk_allocator){.user = memory, .resize = resize, .release = release};
}

/* A quarter of the limit at most is kept by those that wait: contexts an eighth, jobs an eighth. */
static size_t share_of(size_t limit, size_t count, size_t most) {
    size_t share = limit / 8 / count;
    return share < most ? share : most;
}

size_t context_memory_kept(const memory_budget *budget, size_t workers) {
    return share_of(memory_budget_limit(budget), workers, CONTEXT_KEPT_MAX);
}

size_t job_memory_kept(size_t limit, size_t jobs) {
    return share_of(limit, jobs, JOB_KEPT_MAX);
}

void job_memory_count(memory_budget *budget, run_job *job, size_t more) {
    size_t now = run_job_held(job) + more;
    memory_budget_change(budget, job->number, job->counted, now);
    job->counted = now;
}

void job_memory_expect_page(memory_budget *budget, run_job *job) {
    job_memory_count(budget, job, record_decode_bound(&job->record));
}

void job_memory_expect_output(memory_budget *budget, run_job *job, size_t page_bytes, size_t lines, bool explained) {
    size_t line = explained ? LINE_EXPLAINED : LINE_IN_OUTPUT;
    job_memory_count(budget, job, 2 * page_bytes + line * lines);
}
