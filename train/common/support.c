/*
 * Memory, messages, hashing, threads and progress of the trainer.
 */
#define _POSIX_C_SOURCE 200809L

#include "common/support.h"

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

struct tr_progress {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t ticker;
    const char *label;
    size_t done, count;
    double begun, expected;
    bool terminal, ticking, over;
};

void tr_progress_text(char *text, size_t size, const tr_progress_state *state) {
    enum { WIDTH = 20 };
    static const char full[] = "####################", empty[] = "--------------------";
    size_t done = state->done, count = state->count;
    double elapsed = state->elapsed, expected = state->expected;
    double share = count > 0 ? (double)done / (double)count : 1;
    if (expected > 0 && done < count)
        share = elapsed < 0.99 * expected ? elapsed / expected : 0.99;
    int filled = (int)(share * WIDTH);
    int at = snprintf(text, size, "%s [%.*s%.*s] ", state->label, filled, full, WIDTH - filled, empty);
    if (at < 0 || (size_t)at >= size)
        return;
    if (count > 1)
        at += snprintf(text + at, size - (size_t)at, "%zu of %zu, ", done, count);
    if ((size_t)at >= size)
        return;
    if (done >= count || share <= 0)
        snprintf(text + at, size - (size_t)at, "%.0f s", elapsed);
    else
        snprintf(text + at, size - (size_t)at, "%.0f s, about %.0f s left", elapsed, elapsed * (1 - share) / share);
}

/* Writes how far the work is; the caller holds the lock. */
static void draw_progress(const tr_progress *all) {
    char text[256];
    tr_progress_state state = {all->label, all->done, all->count, tr_seconds() - all->begun, all->expected};
    tr_progress_text(text, sizeof text, &state);
    /* Spaces cover what was longer before. */
    fprintf(stderr, all->terminal ? "\r%-78s" : "%s\n", text);
    fflush(stderr);
}

static void *run_ticker(void *argument) {
    tr_progress *all = argument;
    pthread_mutex_lock(&all->lock);
    while (!all->over) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += all->terminal ? 500000000 : 0;
        until.tv_sec += all->terminal ? until.tv_nsec / 1000000000 : 10;
        until.tv_nsec %= 1000000000;
        if (all->terminal)
            draw_progress(all);
        int woken = pthread_cond_timedwait(&all->ended, &all->lock, &until);
        if (!all->terminal && !all->over && woken != 0)
            draw_progress(all);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

tr_progress *tr_progress_begin(const char *label, size_t count, double seconds) {
    if (label == NULL)
        return NULL;
    tr_progress *all = tr_zeroed(1, sizeof *all);
    all->label = label;
    all->count = count;
    all->begun = tr_seconds();
    all->expected = seconds;
    all->terminal = isatty(STDERR_FILENO) == 1;
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->ended, NULL);
    all->ticking = pthread_create(&all->ticker, NULL, run_ticker, all) == 0;
    return all;
}

void tr_progress_step(tr_progress *progress) {
    if (progress == NULL)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->done++;
    pthread_mutex_unlock(&progress->lock);
}

void tr_progress_end(tr_progress *progress, bool done) {
    if (progress == NULL)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->over = true;
    pthread_cond_signal(&progress->ended);
    pthread_mutex_unlock(&progress->lock);
    if (progress->ticking)
        pthread_join(progress->ticker, NULL);
    if (done) {
        progress->done = progress->count;
        draw_progress(progress);
    }
    if (progress->terminal)
        fputc('\n', stderr);
    pthread_cond_destroy(&progress->ended);
    pthread_mutex_destroy(&progress->lock);
    free(progress);
}

/* Work shared out one index at a time, so that slow items even out. */
typedef struct crew {
    pthread_mutex_t lock;
    size_t next, count;
    bool failed;
    tr_progress *progress;
    bool (*work)(void *data, unsigned thread, size_t i);
    void *data;
} crew;

typedef struct worker {
    crew *crew;
    unsigned thread;
} worker;

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
        tr_progress_step(all->progress);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

bool tr_parallel(size_t count, unsigned threads, const char *label, bool (*work)(void *data, unsigned thread, size_t i),
                 void *data) {
    crew all = {.count = count, .work = work, .data = data};
    worker workers[THREADS_MAX];
    pthread_t handles[THREADS_MAX];
    bool started[THREADS_MAX] = {false};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    pthread_mutex_init(&all.lock, NULL);
    all.progress = tr_progress_begin(label, count, 0);
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
    tr_progress_end(all.progress, !all.failed);
    pthread_mutex_destroy(&all.lock);
    return !all.failed;
}
