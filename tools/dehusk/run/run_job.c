/*
 * One record on its way through a run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "run/run_job.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_KEPT = 8 << 20 /* bytes that a record keeps for the next one; few need as many */
};

static size_t held(const record *item) {
    return item->head.capacity + item->block.capacity + item->decoded.capacity + item->spare.capacity +
           item->strings.capacity;
}

void run_job_clear(run_job *job) {
    if (held(&job->record) > MOST_KEPT)
        record_free(&job->record);
    output_buffer_clear(&job->made);
    output_buffer_clear(&job->packed);
    free(job->id);
    job->id = NULL;
    job->reason = NULL;
    job->system_failed = false;
    job->left_out = PAGE_WRITTEN;
}

void run_job_free(run_job *job) {
    record_free(&job->record);
    output_buffer_free(&job->made);
    output_buffer_free(&job->packed);
    free(job->id);
}
