/*
 * Files that are complete and wait to be put on the disk together.
 */
#ifdef __linux__
#define _GNU_SOURCE /* syncfs() */
#endif

#include "output/sink_batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BYTES_MAX = 16 << 20 }; /* more than a disk writes while it is waited for once */
static const double LONGEST_WAIT = 0.1;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Are this file and all that its file system was given before it on the disk now? Where
 * there is no such call, each file is put there by itself: they are not `together`. */
static const char *sync_system(const output_sink *sink, bool *together) {
#ifdef __linux__
    if (*together && syncfs(sink->descriptor) == 0)
        return NULL;
    if (*together && errno != ENOSYS)
        return strerror(errno);
#endif
    *together = false;
    return sink_sync(sink);
}

static bool is_synced(const sink_batch *batch, size_t number, const struct stat *about) {
    struct stat before;
    for (size_t i = 0; i < number; i++)
        if (fstat(batch->sinks[i].descriptor, &before) == 0 && before.st_dev == about->st_dev)
            return true;
    return false;
}

static const char *sync_all(sink_batch *batch, size_t *number) {
    bool together = batch->count > 1;
    for (*number = 0; *number < batch->count; ++*number) {
        struct stat about;
        const output_sink *sink = &batch->sinks[*number];
        if (together && fstat(sink->descriptor, &about) == 0 && is_synced(batch, *number, &about))
            continue;
        const char *problem = sync_system(sink, &together);
        if (problem != NULL)
            return problem;
    }
    return NULL;
}

const char *sink_batch_commit(sink_batch *batch) {
    size_t number;
    const char *problem = sync_all(batch, &number);
    if (problem == NULL)
        for (number = 0; number < batch->count && problem == NULL; number++) {
            free(batch->failed);
            batch->failed = strdup(batch->sinks[number].path);
            problem = sink_name(&batch->sinks[number]);
        }
    else
        batch->failed = strdup(batch->sinks[number].path);
    for (size_t i = 0; problem != NULL && i < batch->count; i++)
        sink_abandon(&batch->sinks[i]); /* those that have their names are all zero */
    batch->count = 0;
    batch->bytes = 0;
    batch->last = now();
    return problem;
}

const char *sink_batch_add(sink_batch *batch, output_sink *sink) {
    batch->bytes += sink->written;
    batch->sinks[batch->count++] = *sink;
    memset(sink, 0, sizeof *sink);
    if (batch->count < SINK_BATCH_MAX && batch->bytes < BYTES_MAX && now() - batch->last < LONGEST_WAIT)
        return NULL;
    return sink_batch_commit(batch);
}

void sink_batch_free(sink_batch *batch) {
    free(batch->failed);
    batch->failed = NULL;
}
