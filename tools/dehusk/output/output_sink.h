/*
 * Where output goes: standard output, or a file that is there only when it is
 * complete.
 *
 * A file is written under another name in the same folder, ".NAME.part", and
 * renamed when everything is on the disk. Such a file that was left over is
 * written anew; one that another process is writing is left to it.
 */
#ifndef DEHUSK_TOOL_OUTPUT_SINK_H
#define DEHUSK_TOOL_OUTPUT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begin with all zero. */
typedef struct output_sink {
    int descriptor;
    bool open;
    bool taken;      /* after a failure: something that is no file has the name, or the one until it is complete */
    char *path;      /* NULL: standard output */
    char *temporary; /* NULL: written in place, as a device or pipe is */
    uint64_t written;
} output_sink;

/* "FOLDER/NAME" to "FOLDER/.NAME.part". To be freed; NULL without memory. */
char *sink_temporary_name(const char *path);

/* Functions here that give a `const char *` return NULL, or what went wrong as a
 * phrase that is never freed. After a failure call sink_abandon(). */

/* Opens standard output for NULL. `path` is copied. With `make_folders` it is one
 * of many in a folder, which is made if it is missing: what is no file there is
 * neither opened nor waited for. */
const char *sink_open(output_sink *sink, const char *path, bool make_folders);

const char *sink_write(output_sink *sink, const char *bytes, size_t length);

/* Waits until all is on the disk. */
const char *sink_sync(const output_sink *sink);

/* Closes the sink, and gives the file its name; the sink is all zero then. */
const char *sink_name(output_sink *sink);

/* sink_sync, and then sink_name. */
const char *sink_commit(output_sink *sink);

/* Closes the sink, and removes the file. */
void sink_abandon(output_sink *sink);

#endif
