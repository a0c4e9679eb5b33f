/*
 * Site counts in parts: what counters write when they are full, and the sum.
 */
#ifndef DEHUSK_TOOL_COUNT_PARTS_H
#define DEHUSK_TOOL_COUNT_PARTS_H

#include "dehusk.h"
#include "output/output_sink.h"

#include <stddef.h>
#include <stdio.h>

/* Files of counts. Those of a counter have no names and go when they are closed. Begin with all zero, end with
 * count_parts_free(). */
typedef struct count_parts {
    FILE **files;
    size_t count;
    size_t capacity;
} count_parts;

/* The functions return NULL, or what went wrong as a phrase that is never freed. */

/* Writes the counter to a temporary file (in TMPDIR, or /tmp), which becomes a part, and empties it. */
const char *count_parts_spill(count_parts *parts, dehusk_site_counter *counter);

/* Adds a file that is there, or standard input for "-". */
const char *count_parts_open(count_parts *parts, const char *path);

/* Moves all parts of `from` to `to`. */
const char *count_parts_take(count_parts *to, count_parts *from);

/* Writes the sum of all parts. `*failed` is the part that is at fault, `count` if none is. */
const char *count_parts_merge(const count_parts *parts, output_sink *sink, size_t *failed);

void count_parts_free(count_parts *parts);

#endif
