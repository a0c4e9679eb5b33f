/*
 * Figures of a run.
 */
#ifndef DEHUSK_TOOL_RUN_STATS_H
#define DEHUSK_TOOL_RUN_STATS_H

#include "common/settings.h"
#include "dehusk.h"
#include "run/run_job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VERDICT_COUNT = DEHUSK_VERDICT_NOT_A_PAGE + 1,
    TRUNCATION_ROOM = 8,  /* at least as many as output.h has truncations */
    CHARSETS_COUNTED = 64 /* the Encoding Standard has 39 */
};

typedef struct charset_count {
    char name[CHARSET_ROOM];
    uint64_t pages;
} charset_count;

/* Begin with all zero. */
typedef struct run_stats {
    uint64_t inputs;
    uint64_t inputs_done_before; /* --resume */
    uint64_t inputs_failed;      /* not read to their end */
    uint64_t pages;
    uint64_t pages_without_content;
    uint64_t repeated_lines;                /* left out of pages */
    uint64_t left_out[PAGE_LEFT_OUT_COUNT]; /* pages that the user did not want, by reason */
    uint64_t failed;                        /* records; a whole input counts as one */
    uint64_t bytes_failed;                  /* of the records, as stored, where they have bytes for themselves */
    uint64_t skipped[RECORD_SKIP_COUNT];
    uint64_t truncated[TRUNCATION_ROOM]; /* pages, by truncation */
    uint64_t verdicts[VERDICT_COUNT];
    charset_count charsets[CHARSETS_COUNTED];
    size_t charset_count;
    uint64_t bytes_read;    /* of inputs, as stored */
    uint64_t page_bytes;    /* of pages, as decoded */
    uint64_t text_bytes;    /* of all lines */
    uint64_t content_bytes; /* of those that are content */
    uint64_t bytes_written;
    double seconds;
    bool counting;     /* pages are counted, not labelled */
    bool has_archives; /* an input held many records */
} run_stats;

/* Counts a record that a worker is through with. */
void run_stats_count(run_stats *stats, const run_job *job);

/* The share of the text that is not content, 0 to 1. */
double run_stats_removed(const run_stats *stats);

/* The line at the end of a run, on stderr. */
void run_stats_say(const run_stats *stats);

/* Says, at the end of a run without run_stats_say, how many pages were none, if there were any. */
void run_stats_say_no_pages(const run_stats *stats);

/* Writes the figures as JSON; NULL, or what went wrong as a phrase. */
const char *run_stats_write(const run_stats *stats, const char *path, const cli_settings *settings,
                            const char *model_name);

#endif
