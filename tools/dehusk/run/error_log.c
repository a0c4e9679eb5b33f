/*
 * What failed.
 *
 * Rows are written at once and whole: who looks at the file while the run goes
 * on, or after it was killed, finds all failures so far.
 */
#include "run/error_log.h"

#include "common/message.h"
#include "output/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    ALL_MAY_READ_AND_WRITE = 0666, /* less the umask */
    TOLD_MAX = 20                  /* records of an input that failed alike */
};

static void complain(error_log *log, const char *reason) {
    if (!log->failed)
        message_say(log->path, reason);
    log->failed = true;
}

static void write_bytes(error_log *log, const char *bytes, size_t length) {
    while (length > 0 && !log->failed) {
        ssize_t done = write(log->descriptor, bytes, length);
        if (done >= 0) {
            bytes += done;
            length -= (size_t)done;
        } else if (errno != EINTR) {
            complain(log, strerror(errno));
        }
    }
}

static void write_row(error_log *log, const output_buffer *row) {
    bool fits = !row->failed;
    if (fits && !log->open)
        fits = byte_buffer_append(&log->waiting, row->held.bytes, row->held.length);
    if (!fits)
        complain(log, "out of memory");
    else if (log->open)
        write_bytes(log, row->held.bytes, row->held.length);
}

void error_log_begin(error_log *log, const char *path) {
    log->path = path;
}

bool error_log_open(error_log *log, bool append) {
    if (log->path == NULL)
        return true;
    log->descriptor = open(log->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_APPEND | (append ? 0 : O_TRUNC),
                           ALL_MAY_READ_AND_WRITE);
    log->open = log->descriptor >= 0;
    if (log->open)
        write_bytes(log, log->waiting.bytes, log->waiting.length);
    else
        message_say(log->path, strerror(errno));
    return log->open;
}

/* `item` NULL: the whole input. */
static void note(error_log *log, const char *source, const record *item, const char *id, const char *reason) {
    if (log->path == NULL)
        return;
    output_buffer row = {0};
    put_char(&row, '{');
    json_member_word(&row, "source", source);
    if (item != NULL)
        json_member_number(&row, "offset", item->offset);
    else
        json_member_word(&row, "offset", NULL);
    if (item != NULL)
        json_member_number(&row, "length", item->length);
    if (item != NULL && item->line > 0)
        json_member_number(&row, "line", item->line);
    json_member_word(&row, "id", id);
    json_member_word(&row, "reason", reason);
    put_text(&row, "}\n");
    write_row(log, &row);
    output_buffer_free(&row);
}

void error_log_input(error_log *log, const char *name, const char *source, const char *reason) {
    message_say(name, reason);
    note(log, source, NULL, NULL, reason);
}

/* Counts a record. Is it one of the first of its kind? */
static bool is_told(error_log *log, const char *reason) {
    size_t i = 0;
    while (i < log->reason_count && strcmp(log->reasons[i].reason, reason) != 0)
        i++;
    if (i == REASONS_COUNTED)
        return true;
    if (i == log->reason_count)
        log->reasons[log->reason_count++] = (reason_count){reason, 0};
    return ++log->reasons[i].records <= TOLD_MAX;
}

static void tell_record(const char *name, const run_job *job) {
    const record *item = &job->record;
    message_begin(name);
    if (item->line > 0)
        fprintf(stderr, "line %" PRIu64, item->line);
    else
        fprintf(stderr, "byte %" PRIu64, item->offset);
    if (job->id != NULL) {
        fputs(" (", stderr);
        message_put(job->id);
        fputc(')', stderr);
    }
    fprintf(stderr, ": %s", job->reason);
    message_end();
}

void error_log_record(error_log *log, const char *name, const char *source, const run_job *job) {
    if (job->kind < INPUT_WARC) {
        error_log_input(log, name, source, job->reason);
        return;
    }
    if (is_told(log, job->reason))
        tell_record(name, job);
    note(log, source, &job->record, job->id, job->reason);
}

void error_log_end_input(error_log *log, const char *name) {
    for (size_t i = 0; i < log->reason_count; i++) {
        const reason_count *kind = &log->reasons[i];
        if (kind->records <= TOLD_MAX)
            continue;
        message_begin(name);
        fprintf(stderr, "and %" PRIu64 " more: %s", kind->records - TOLD_MAX, kind->reason);
        message_end();
    }
    log->reason_count = 0;
}

bool error_log_close(error_log *log) {
    if (log->open && close(log->descriptor) != 0)
        complain(log, strerror(errno));
    byte_buffer_free(&log->waiting);
    log->open = false;
    log->path = NULL;
    return !log->failed;
}
