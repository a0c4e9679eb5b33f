/*
 * Site counts in parts.
 */
#define _XOPEN_SOURCE 700 /* mkstemp(), fdopen() */

#include "run/count_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARTS_MAX = 256 /* then they become one: files that are open at a time are few */ };

static const char out_of_memory[] = "out of memory";
static const char no_temporary[] = "no temporary file can be made (TMPDIR, or /tmp)";

static const char *reason_of(int error_number) {
    return error_number != 0 ? strerror(error_number) : "cannot be written";
}

static const char *add(count_parts *parts, FILE *file) {
    if (parts->count == parts->capacity) {
        size_t capacity = parts->capacity > 0 ? 2 * parts->capacity : 16;
        FILE **files = realloc(parts->files, capacity * sizeof *files);
        if (files == NULL) {
            fclose(file);
            return out_of_memory;
        }
        parts->files = files;
        parts->capacity = capacity;
    }
    parts->files[parts->count++] = file;
    return NULL;
}

/* A file without a name. */
static FILE *temporary_file(void) {
    static const char name[] = "/dehusk-counts-XXXXXX";
    const char *folder = getenv("TMPDIR");
    if (folder == NULL || folder[0] == '\0')
        folder = "/tmp";
    size_t length = strlen(folder);
    char *path = malloc(length + sizeof name);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, length);
    memcpy(path + length, name, sizeof name);
    int descriptor = mkstemp(path);
    if (descriptor >= 0)
        unlink(path);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w+b") : NULL;
    if (file == NULL && descriptor >= 0)
        close(descriptor);
    free(path);
    return file;
}

static int write_file(void *user, const void *bytes, size_t length) {
    return fwrite(bytes, 1, length, user) == length ? 0 : 1;
}

static int read_file(void *user, void *bytes, size_t capacity, size_t *length) {
    *length = fread(bytes, 1, capacity, user);
    return *length == 0 && ferror((FILE *)user) != 0 ? 1 : 0;
}

/* Reads all parts from their beginnings; standard input has been touched by nobody yet. */
static const char *merge_to(const count_parts *parts, dehusk_write_function write, void *user, size_t *failed) {
    dehusk_site_source *sources = calloc(parts->count + 1, sizeof *sources);
    *failed = parts->count;
    if (sources == NULL)
        return out_of_memory;
    for (size_t i = 0; i < parts->count; i++)
        sources[i] = (dehusk_site_source){parts->files[i], read_file};
    size_t at = 0;
    errno = 0;
    dehusk_status status = dehusk_site_merge(sources, parts->count, NULL, write, user, &at);
    free(sources);
    if (status == DEHUSK_OK)
        return NULL;
    if (status == DEHUSK_IO || status >= DEHUSK_COUNTS_NOT_COUNTS)
        *failed = at;
    if (status == DEHUSK_IO)
        return errno != 0 ? strerror(errno) : "cannot be read";
    return status == DEHUSK_WRITE ? reason_of(errno) : dehusk_status_message(status);
}

/* Many parts become one. */
static const char *join(count_parts *parts) {
    size_t failed;
    FILE *file = temporary_file();
    if (file == NULL)
        return no_temporary;
    const char *problem = merge_to(parts, write_file, file, &failed);
    if (problem == NULL && fflush(file) != 0)
        problem = reason_of(errno);
    if (problem != NULL) {
        fclose(file);
        return problem;
    }
    rewind(file);
    while (parts->count > 0)
        fclose(parts->files[--parts->count]);
    return add(parts, file);
}

const char *count_parts_spill(count_parts *parts, dehusk_site_counter *counter) {
    if (parts->count >= PARTS_MAX) {
        const char *problem = join(parts);
        if (problem != NULL)
            return problem;
    }
    errno = 0;
    FILE *file = temporary_file();
    if (file == NULL)
        return no_temporary;
    dehusk_status status = dehusk_site_counter_write(counter, write_file, file);
    if (status != DEHUSK_OK || fflush(file) != 0) {
        const char *problem = reason_of(errno);
        fclose(file);
        return problem;
    }
    rewind(file);
    return add(parts, file);
}

const char *count_parts_open(count_parts *parts, const char *path) {
    errno = 0;
    FILE *file = strcmp(path, "-") == 0 ? fdopen(dup(STDIN_FILENO), "rb") : fopen(path, "rb");
    return file != NULL ? add(parts, file) : reason_of(errno);
}

const char *count_parts_take(count_parts *to, count_parts *from) {
    while (from->count > 0) {
        const char *problem = add(to, from->files[--from->count]);
        if (problem != NULL)
            return problem;
    }
    return NULL;
}

/* A sink, and what it said last. */
typedef struct sink_user {
    output_sink *sink;
    const char *problem;
} sink_user;

static int write_sink(void *user, const void *bytes, size_t length) {
    sink_user *to = user;
    to->problem = sink_write(to->sink, bytes, length);
    return to->problem == NULL ? 0 : 1;
}

const char *count_parts_merge(const count_parts *parts, output_sink *sink, size_t *failed) {
    sink_user to = {sink, NULL};
    const char *problem = merge_to(parts, write_sink, &to, failed);
    return to.problem != NULL ? to.problem : problem;
}

void count_parts_free(count_parts *parts) {
    while (parts->count > 0)
        fclose(parts->files[--parts->count]);
    free(parts->files);
    memset(parts, 0, sizeof *parts);
}
