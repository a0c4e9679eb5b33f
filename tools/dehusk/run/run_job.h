/*
 * One record on its way through a run.
 */
#ifndef DEHUSK_TOOL_RUN_JOB_H
#define DEHUSK_TOOL_RUN_JOB_H

#include "common/output_buffer.h"
#include "dehusk.h"
#include "input/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHARSET_ROOM = 32, /* for the longest WHATWG name */
    DATE_ROOM = 40     /* for a WARC-Date; a longer one is none */
};

/* Where a job stands in the input that it is from. */
typedef enum job_event {
    JOB_RECORD,
    JOB_INPUT_ENDS,  /* there are no more records; the record's fields mean nothing */
    JOB_INPUT_FAILED /* the input cannot be opened: `reason` */
} job_event;

/* Why a page is not written, as the user wants it. */
typedef enum page_left_out {
    PAGE_WRITTEN,
    PAGE_NO_CONTENT, /* --only-content */
    PAGE_SHORT,      /* --min-tokens */
    PAGE_INCOMPLETE, /* --require */
    PAGE_LANGUAGE,   /* --only-language */
    PAGE_DUPLICATE,  /* --deduplicate, --deduplicate-lines */
    PAGE_LEFT_OUT_COUNT
} page_left_out;

/* Stands for the content of a page. */
typedef struct page_digest {
    uint64_t words[2];
} page_digest;

/* Filled by the reader, then by a worker, for the writer. */
typedef struct run_job {
    uint64_t number; /* in the order of the input */
    size_t counted;  /* bytes that the budget has for it */
    job_event event;
    size_t input;       /* its index in the plan */
    input_kind kind;    /* of the input */
    uint64_t read_done; /* bytes of the input that were read when the record was */
    record record;

    record_result result;
    const char *reason; /* of a failure */
    record_skip skip;   /* of a record that is no page */
    char *id;           /* of a failed one, if it is known */
    bool system_failed; /* the failure is the system's, not the data's */

    /* Of a page. */
    output_buffer made;    /* what is to be written, with the text between pages */
    output_buffer packed;  /* what is to be written, compressed */
    size_t summary_length; /* bytes of `made` that are the page's summary, in html output */
    size_t separator;      /* bytes at the beginning of `made` that stand between pages */
    char date[DATE_ROOM];
    char charset[CHARSET_ROOM];
    dehusk_verdict verdict;
    page_left_out left_out;
    size_t repeated_lines; /* left out, with --deduplicate-lines */
    page_digest digest;    /* of the content, where pages are compared */
    unsigned truncated;    /* bits */
    size_t page_bytes;
    size_t text_bytes;    /* of all lines */
    size_t content_bytes; /* of those that are content */
} run_job;

/* The bytes that record and output have room for. */
size_t run_job_held(const run_job *job);

/* Begin with all zero. Makes the job fit to be filled again; if it has more than `most_kept` bytes, they are given
 * back. */
void run_job_clear(run_job *job, size_t most_kept);

void run_job_free(run_job *job);

#endif
