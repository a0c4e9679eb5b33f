/*
 * A file as it is stored, or standard input, read from front to back.
 *
 * Plain read() into one buffer: mapping would let another process kill this
 * one by truncating the file, and pipes cannot be mapped at all.
 */
#include "input/byte_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *byte_stream_open(byte_stream *stream, const char *path) {
    struct stat about;
    memset(stream, 0, sizeof *stream);
    stream->descriptor = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (stream->descriptor < 0)
        return strerror(errno);
    const char *problem = NULL;
    if (fstat(stream->descriptor, &about) != 0)
        problem = strerror(errno);
    else if ((fcntl(stream->descriptor, F_GETFL) & O_ACCMODE) == O_WRONLY)
        problem = strerror(EBADF); /* a closed standard input, whose number is taken */
    else if (S_ISDIR(about.st_mode))
        problem = "is a directory";
    else if ((stream->buffer = malloc(BYTE_STREAM_CAPACITY + BYTE_STREAM_HISTORY)) == NULL)
        problem = "out of memory";
    if (problem != NULL)
        byte_stream_close(stream);
    else if (S_ISREG(about.st_mode) && about.st_size > 0)
        stream->size = (uint64_t)about.st_size;
    return problem;
}

/* Makes room behind `end`; what has just been read stays in front of `begin`. */
static void move_to_front(byte_stream *stream) {
    size_t kept = stream->begin < BYTE_STREAM_HISTORY ? stream->begin : BYTE_STREAM_HISTORY;
    memmove(stream->buffer, stream->buffer + stream->begin - kept, stream->end - stream->begin + kept);
    stream->end -= stream->begin - kept;
    stream->begin = kept;
}

size_t byte_stream_fill(byte_stream *stream, size_t want) {
    enum { ALL = BYTE_STREAM_CAPACITY + BYTE_STREAM_HISTORY };
    if ((stream->begin == stream->end && stream->begin >= ALL / 2) ||
        (stream->end - stream->begin < want && ALL - stream->begin < want))
        move_to_front(stream);
    while (stream->end - stream->begin < want && !stream->at_end) {
        ssize_t got = read(stream->descriptor, stream->buffer + stream->end, ALL - stream->end);
        if (got > 0) {
            stream->end += (size_t)got;
            stream->bytes_read += (uint64_t)got;
        } else if (got == 0 || errno != EINTR) {
            stream->error_number = got == 0 ? 0 : errno;
            stream->at_end = true;
        }
    }
    return stream->end - stream->begin;
}

void byte_stream_back(byte_stream *stream, size_t length) {
    stream->begin -= length < stream->begin ? length : stream->begin;
}

uint64_t byte_stream_offset(const byte_stream *stream) {
    return stream->bytes_read - (stream->end - stream->begin);
}

void byte_stream_close(byte_stream *stream) {
    if (stream->descriptor > STDIN_FILENO)
        close(stream->descriptor);
    free(stream->buffer);
    memset(stream, 0, sizeof *stream);
}
