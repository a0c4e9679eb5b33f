/*
 * Reading an input whole.
 *
 * Plain read() into one buffer that is kept. Mapping a file would save a copy,
 * which costs next to nothing beside the labelling, and would let another
 * process kill this one by truncating the file.
 */
#include "input/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST_CAPACITY = 65536,   /* for pipes; a pipe's usual capacity */
    IN_ONE_READ_MAX = 1 << 30 /* read() of more than 2 GiB is refused by some systems */
};

static const char out_of_memory[] = "out of memory";

static const char *grow(input_buffer *buffer, size_t capacity) {
    if (capacity <= buffer->capacity)
        return NULL;
    char *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL)
        return out_of_memory;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return NULL;
}

static const char *read_all(input_buffer *buffer, int descriptor, size_t limit) {
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return strerror(errno);
    if (S_ISDIR(about.st_mode))
        return "is a directory";

    /* A regular file says how long it is, a pipe does not; neither is trusted.
     * The one byte more lets the read that finds the end fit. */
    size_t first = FIRST_CAPACITY;
    if (S_ISREG(about.st_mode) && about.st_size >= FIRST_CAPACITY)
        first = (uintmax_t)about.st_size < limit ? (size_t)about.st_size + 1 : limit;
    const char *problem = grow(buffer, first < limit ? first : limit);
    while (problem == NULL && buffer->length < limit) {
        size_t end = buffer->capacity < limit ? buffer->capacity : limit;
        if (buffer->length == end) {
            problem = grow(buffer, end <= limit / 2 ? end * 2 : limit);
            continue;
        }
        size_t room = end - buffer->length;
        ssize_t got = read(descriptor, buffer->bytes + buffer->length, room < IN_ONE_READ_MAX ? room : IN_ONE_READ_MAX);
        if (got == 0)
            break;
        if (got > 0)
            buffer->length += (size_t)got;
        else if (errno != EINTR)
            problem = strerror(errno);
    }
    return problem;
}

const char *input_read(input_buffer *buffer, const char *path, size_t limit) {
    buffer->length = 0;
    if (path == NULL)
        return read_all(buffer, STDIN_FILENO, limit);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return strerror(errno);
    const char *problem = read_all(buffer, descriptor, limit);
    close(descriptor);
    return problem;
}

void input_free(input_buffer *buffer) {
    free(buffer->bytes);
    memset(buffer, 0, sizeof *buffer);
}
