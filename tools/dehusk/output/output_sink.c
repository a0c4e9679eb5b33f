/*
 * Where output goes.
 */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "output/output_sink.h"

#include "common/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ALL_MAY_READ_AND_WRITE = 0666, /* less the umask */
    ALL_MAY_DO_ALL = 0777,
    IN_ONE_WRITE_MAX = 1 << 30 /* write() of more than 2 GiB is refused by some systems */
};

static const char out_of_memory[] = "out of memory";
static const char not_ours[] = "the name that it bears until it is complete (.NAME.part) is taken by a link or pipe";

char *sink_temporary_name(const char *path) {
    static const char ending[] = ".part";
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    size_t name = strlen(path + folder);
    char *made = malloc(folder + 1 + name + sizeof ending);
    if (made == NULL)
        return NULL;
    memcpy(made, path, folder);
    made[folder] = '.';
    memcpy(made + folder + 1, path + folder, name);
    memcpy(made + folder + 1 + name, ending, sizeof ending);
    return made;
}

/* Makes the folders that `path` is in. */
static const char *make_folders_of(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(path, ALL_MAY_DO_ALL);
        int reason = errno;
        *slash = '/';
        if (made != 0 && reason != EEXIST)
            return strerror(reason);
    }
    return NULL;
}

/* Is the descriptor what the path names? */
static bool is_same_file(int descriptor, const char *path) {
    struct stat one;
    struct stat other;
    return fstat(descriptor, &one) == 0 && stat(path, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* Opens the temporary file for this process alone. The lock goes with the
 * process, however it ends. */
static const char *open_temporary(output_sink *sink) {
    for (;;) {
        /* Neither a link is followed, which may lead to anything, nor a pipe waited for. */
        int descriptor = open(sink->temporary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK,
                              ALL_MAY_READ_AND_WRITE);
        struct stat about;
        if (descriptor < 0)
            return errno == ELOOP || errno == ENXIO ? not_ours : strerror(errno);
        if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
            close(descriptor);
            return not_ours;
        }
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        if (fcntl(descriptor, F_SETLK, &lock) != 0 && (errno == EACCES || errno == EAGAIN)) {
            close(descriptor);
            return "is being written by another process";
        }
        /* Where the file system has no locks, there is none. */
        if (is_same_file(descriptor, sink->temporary)) {
            sink->descriptor = descriptor;
            sink->open = true;
            return ftruncate(descriptor, 0) == 0 ? NULL : strerror(errno);
        }
        /* Another process has just finished the file and renamed it. */
        close(descriptor);
    }
}

const char *sink_open(output_sink *sink, const char *path, bool make_folders) {
    memset(sink, 0, sizeof *sink);
    if (path == NULL) {
        sink->descriptor = STDOUT_FILENO;
        sink->open = true;
        return NULL;
    }
    struct stat about;
    bool exists = stat(path, &about) == 0;
    /* A pipe that somebody names is meant; one that lies in a folder of outputs would be waited for. */
    sink->taken = exists && (S_ISDIR(about.st_mode) || (make_folders && !S_ISREG(about.st_mode)));
    if (sink->taken)
        return S_ISDIR(about.st_mode) ? "is a directory" : "is a pipe, socket or device, and no file";
    /* What a link leads to is written, and the link stays. */
    sink->path = exists ? realpath(path, NULL) : strdup(path);
    if (sink->path == NULL)
        return exists ? strerror(errno) : out_of_memory;
    if (exists && !S_ISREG(about.st_mode)) {
        sink->descriptor = open(sink->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        sink->open = sink->descriptor >= 0;
        return sink->open ? NULL : strerror(errno);
    }
    const char *problem = make_folders ? make_folders_of(sink->path) : NULL;
    if (problem != NULL)
        return problem;
    sink->temporary = sink_temporary_name(sink->path);
    if (sink->temporary == NULL)
        return out_of_memory;
    problem = open_temporary(sink);
    sink->taken = problem == not_ours;
    if (sink->open)
        interrupt_removes(sink->temporary);
    return problem;
}

const char *sink_write(output_sink *sink, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t done = write(sink->descriptor, bytes, length < IN_ONE_WRITE_MAX ? length : IN_ONE_WRITE_MAX);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return strerror(errno);
        bytes += done;
        length -= (size_t)done;
        sink->written += (uint64_t)done;
    }
    return NULL;
}

static void forget(output_sink *sink) {
    free(sink->path);
    free(sink->temporary);
    memset(sink, 0, sizeof *sink);
}

/* Some file systems tell of a full disk on closing only; standard output is
 * closed when the program ends. */
static const char *close_sink(output_sink *sink) {
    if (sink->path == NULL)
        return NULL;
    sink->open = false;
    return close(sink->descriptor) == 0 ? NULL : strerror(errno);
}

const char *sink_sync(const output_sink *sink) {
    return sink->temporary == NULL || fsync(sink->descriptor) == 0 || errno == EINVAL ? NULL : strerror(errno);
}

const char *sink_name(output_sink *sink) {
    if (sink->temporary != NULL) {
        /* Renamed before it is closed: until then the lock keeps others off. */
        if (rename(sink->temporary, sink->path) != 0)
            return strerror(errno);
        interrupt_keeps(sink->temporary);
        free(sink->temporary);
        sink->temporary = NULL;
    }
    const char *problem = close_sink(sink);
    if (problem == NULL)
        forget(sink);
    return problem;
}

const char *sink_commit(output_sink *sink) {
    const char *problem = sink_sync(sink);
    return problem != NULL ? problem : sink_name(sink);
}

void sink_abandon(output_sink *sink) {
    if (sink->open && sink->temporary != NULL) {
        unlink(sink->temporary);
        interrupt_keeps(sink->temporary);
    }
    if (sink->open)
        (void)close_sink(sink);
    forget(sink);
}
