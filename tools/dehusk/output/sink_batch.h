/*
 * Files that are complete and wait to be put on the disk together.
 *
 * Waiting for the disk takes as long for one small file as for a hundred. So
 * files that follow each other fast are synchronised by one call, and get their
 * names then; one that comes alone gets it at once. None has its name before it is
 * on the disk.
 */
#ifndef DEHUSK_TOOL_SINK_BATCH_H
#define DEHUSK_TOOL_SINK_BATCH_H

#include "output/output_sink.h"

enum { SINK_BATCH_MAX = 64 };

/* Begin with all zero. */
typedef struct sink_batch {
    output_sink sinks[SINK_BATCH_MAX];
    size_t count;
    uint64_t bytes;
    double last;  /* when the last ones got their names, in seconds of some clock */
    char *failed; /* the path of the file that could not be completed */
} sink_batch;

/* Functions here that give a `const char *` return NULL, or what went wrong as a
 * phrase that is never freed; `failed` is the path then. */

/* Takes over a sink to which all is written. */
const char *sink_batch_add(sink_batch *batch, output_sink *sink);

/* Gives all files their names. */
const char *sink_batch_commit(sink_batch *batch);

/* Frees the memory of a batch that has been committed. */
void sink_batch_free(sink_batch *batch);

#endif
