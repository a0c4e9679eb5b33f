/*
 * One record on its way through a run.
 */
#include "run/run_job.h"

#include <stdlib.h>

size_t run_job_held(const run_job *job) {
    const record *item = &job->record;
    return item->head.capacity + item->block.capacity + item->decoded.capacity + item->spare.capacity +
           item->strings.capacity + job->made.held.capacity + job->packed.held.capacity;
}

void run_job_clear(run_job *job, size_t most_kept) {
    if (run_job_held(job) > most_kept) {
        record_free(&job->record);
        output_buffer_free(&job->made);
        output_buffer_free(&job->packed);
    }
    output_buffer_clear(&job->made);
    output_buffer_clear(&job->packed);
    free(job->id);
    job->id = NULL;
    job->reason = NULL;
    job->system_failed = false;
    job->left_out = PAGE_WRITTEN;
    job->repeated_lines = 0;
}

void run_job_free(run_job *job) {
    record_free(&job->record);
    output_buffer_free(&job->made);
    output_buffer_free(&job->packed);
    free(job->id);
}
