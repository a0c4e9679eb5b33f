/*
 * What failed, told on stderr and, if asked for, in a file.
 */
#ifndef DEHUSK_TOOL_ERROR_LOG_H
#define DEHUSK_TOOL_ERROR_LOG_H

#include "run/run_job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REASONS_COUNTED = 64 /* more than readers have; those beyond are told each */ };

/* How often a record of the present input failed for a reason. */
typedef struct reason_count {
    const char *reason;
    uint64_t records;
} reason_count;

/* Begin with all zero. */
typedef struct error_log {
    const char *path; /* NULL: there is no file */
    int descriptor;
    byte_buffer waiting; /* rows noted before the file was opened */
    bool open;
    bool failed; /* the file could not be written, as stderr was told */
    reason_count reasons[REASONS_COUNTED];
    size_t reason_count;
} error_log;

/* Names the file (NULL: none). It is opened when it is known that nothing is in the way; rows wait until then. */
void error_log_begin(error_log *log, const char *path);

/* Opens the file; `append` keeps what is in it. False after a message. */
bool error_log_open(error_log *log, bool append);

/* An input that cannot be read at all. `name` is what people know it by,
 * `source` what it was given as. */
void error_log_input(error_log *log, const char *name, const char *source, const char *reason);

/* A record that failed. Of many that failed alike in one input the first ones are told on stderr; the file has them all. */
void error_log_record(error_log *log, const char *name, const char *source, const run_job *job);

/* The input ends: tells how many records were not told. */
void error_log_end_input(error_log *log, const char *name);

/* False if the file is not complete; stderr has been told. */
bool error_log_close(error_log *log);

#endif
