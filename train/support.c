/*
 * Memory, messages, hashing, threads and progress of the trainer.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 64 };

bool tr_fail(tr_error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

static void *checked(void *block, size_t count, size_t item_size) {
    if (block == NULL) {
        fprintf(stderr, "dehusk-train: out of memory (%zu items of %zu bytes)\n", count, item_size);
        exit(2);
    }
    return block;
}

void *tr_resize(void *block, size_t count, size_t item_size) {
    if (count == 0)
        count = 1;
    if (count > SIZE_MAX / item_size)
        return checked(NULL, count, item_size);
    return checked(realloc(block, count * item_size), count, item_size);
}

void *tr_zeroed(size_t count, size_t item_size) {
    return checked(calloc(count > 0 ? count : 1, item_size), count, item_size);
}

char *tr_copy_text(const char *text, size_t length) {
    char *copy = tr_resize(NULL, length + 1, 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

uint64_t tr_hash(const void *bytes, size_t length, uint64_t seed) {
    const unsigned char *at = bytes;
    uint64_t hash = seed ^ (0x9e3779b97f4a7c15u * (length + 1));
    while (length >= 8) {
        uint64_t word = 0;
        for (int i = 7; i >= 0; i--)
            word = word << 8 | at[i];
        hash = tr_mix(hash ^ word);
        at += 8;
        length -= 8;
    }
    uint64_t rest = 0;
    while (length > 0)
        rest = rest << 8 | at[--length];
    return tr_mix(hash ^ rest);
}

double tr_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Work shared out one index at a time, so that slow items even out. */
typedef struct crew {
    pthread_mutex_t lock;
    size_t next, done, count;
    bool failed;
    const char *label;
    double begun, shown;
    bool (*work)(void *data, unsigned thread, size_t i);
    void *data;
} crew;

typedef struct worker {
    crew *crew;
    unsigned thread;
} worker;

/* On a terminal the line is rewritten twice a second; in a log one line every ten seconds is enough. */
static void show_progress(crew *all) {
    double now = tr_seconds();
    bool terminal = isatty(STDERR_FILENO) == 1;
    bool last = all->done == all->count;
    if (all->label == NULL || (!last && now - all->shown < (terminal ? 0.5 : 10.0)))
        return;
    all->shown = now;
    double left = (now - all->begun) * (double)(all->count - all->done) / (double)all->done;
    fprintf(stderr, "%s%s: %zu of %zu, %.0f s%s", terminal ? "\r" : "", all->label, all->done, all->count,
            last ? now - all->begun : left, last ? "       " : " left  ");
    if (!terminal || last)
        fputc('\n', stderr);
    fflush(stderr);
}

static void *run_worker(void *argument) {
    worker *self = argument;
    crew *all = self->crew;
    pthread_mutex_lock(&all->lock);
    while (all->next < all->count && !all->failed) {
        size_t i = all->next++;
        pthread_mutex_unlock(&all->lock);
        bool fine = all->work(all->data, self->thread, i);
        pthread_mutex_lock(&all->lock);
        all->failed = all->failed || !fine;
        all->done++;
        if (!all->failed)
            show_progress(all);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

bool tr_parallel(size_t count, unsigned threads, const char *label, bool (*work)(void *data, unsigned thread, size_t i),
                 void *data) {
    crew all = {.count = count, .label = label, .begun = tr_seconds(), .work = work, .data = data};
    worker workers[THREADS_MAX];
    pthread_t handles[THREADS_MAX];
    bool started[THREADS_MAX] = {false};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    all.shown = all.begun;
    pthread_mutex_init(&all.lock, NULL);
    /* The calling thread is the first worker; one that cannot be started is done without. */
    for (unsigned i = 1; i < threads; i++) {
        workers[i] = (worker){&all, i};
        started[i] = pthread_create(&handles[i], NULL, run_worker, &workers[i]) == 0;
    }
    workers[0] = (worker){&all, 0};
    run_worker(&workers[0]);
    for (unsigned i = 1; i < threads; i++)
        if (started[i])
            pthread_join(handles[i], NULL);
    pthread_mutex_destroy(&all.lock);
    return !all.failed;
}
