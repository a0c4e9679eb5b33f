/*
 * Work on many cores whose results come in the order of the input.
 *
 *     reader --> workers --> writer
 *
 * Jobs go around in a ring: the reader fills the next free one, any worker does
 * it, and the writer, which is the caller's own thread, takes them in the order
 * in which they were filled and sets them free. So there are never more jobs
 * than the ring has, and results do not depend on the number of workers.
 */
#ifndef DEHUSK_TOOL_PIPELINE_H
#define DEHUSK_TOOL_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum pipeline_end {
    PIPELINE_DONE,    /* everything was read, done and written */
    PIPELINE_STOPPED, /* write() gave false */
    PIPELINE_NO_START /* a thread could not be started; nothing was done */
} pipeline_end;

/* What is done with a job. */
typedef struct pipeline_steps {
    void *user;                                         /* first argument of all three */
    bool (*read)(void *user, void *job);                /* one job after the other; false: there are no more */
    void (*work)(void *user, size_t worker, void *job); /* the worker's number: 0 to workers - 1 */
    bool (*write)(void *user, void *job);               /* false: stop */
} pipeline_steps;

/* Takes jobs through the steps until there are no more. `jobs` is the ring.
 * With one worker everything happens in the calling thread. With more, the
 * reader may be waiting for input that never comes when write() says to stop:
 * it is not waited for, goes on using its job, and the process is to end soon. */
pipeline_end pipeline_run(const pipeline_steps *steps, size_t workers, void *const *jobs, size_t job_count);

#endif
