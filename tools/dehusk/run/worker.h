/*
 * From a record to what is written for it.
 */
#ifndef DEHUSK_TOOL_WORKER_H
#define DEHUSK_TOOL_WORKER_H

#include "common/settings.h"
#include "dehusk.h"
#include "output/output.h"
#include "output/output_packer.h"
#include "run/count_parts.h"
#include "run/job_memory.h"
#include "run/run_job.h"
#include "run/seen_lines.h"
#include "run/url_lists.h"

/* What one thread needs; nothing of it is shared but settings, model and lists. Begin
 * with all zero, end with worker_free(). */
typedef struct worker {
    const cli_settings *settings;
    context_memory memory; /* of the context, or counter */
    size_t context_kept;   /* a context that has more after a page is trimmed */
    dehusk_context *context;
    page_output output;
    output_buffer text;                    /* a page's content, while its language is found out */
    output_packer *packer;                 /* NULL: output is not compressed */
    const dehusk_site_counts *site_counts; /* NULL: none */
    seen_lines *seen;                      /* of all workers; NULL: lines may repeat */
    const url_lists *urls;                 /* of all workers */

    /* Of a worker that counts, which has none of the above but the settings. */
    dehusk_site_counter *counter;
    count_parts parts;
    const char *failed; /* counts were lost, and why; NULL: none */
} worker;

/* The status is OK, or says why there is no worker. */
dehusk_status worker_begin(worker *self, const cli_settings *settings, const dehusk_model *model,
                           const dehusk_site_counts *counts, const dehusk_options *options, memory_budget *budget);

/* Decodes and labels (or counts) the job's record, named `source` in the output, and makes
 * what is to be written for it. */
void worker_label(worker *self, run_job *job, const char *source);

/* Fills a request with what the settings say of pages. */
void worker_request(const cli_settings *settings, dehusk_request *request);

void worker_free(worker *self);

#endif
