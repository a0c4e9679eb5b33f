/*
 * Work on many cores whose results come in the order of the input.
 *
 * One lock is enough: it is held for some instructions a job, and a job takes
 * a hundred thousand or more.
 */
#include "run/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

/* Jobs are numbered as they are filled; job n is in place n % job_count of the
 * ring. Always written <= taken <= filled <= written + job_count. */
typedef struct pipeline {
    const pipeline_steps *steps;
    void *const *jobs;
    size_t job_count;
    pthread_mutex_t lock;
    pthread_cond_t free_job;   /* for the reader */
    pthread_cond_t filled_job; /* for the workers */
    pthread_cond_t done_job;   /* for the writer */
    bool *done;                /* by place: the worker is through with it */
    size_t filled;
    size_t taken;
    size_t written;
    size_t next_worker;
    bool all_read;
    bool stopped;
} pipeline;

static void *read_jobs(void *argument) {
    pipeline *self = argument;
    pthread_mutex_lock(&self->lock);
    while (!self->stopped) {
        if (self->filled - self->written == self->job_count) {
            pthread_cond_wait(&self->free_job, &self->lock);
            continue;
        }
        void *job = self->jobs[self->filled % self->job_count];
        pthread_mutex_unlock(&self->lock);
        bool more = self->steps->read(self->steps->user, job);
        pthread_mutex_lock(&self->lock);
        if (!more)
            break;
        self->filled++;
        pthread_cond_signal(&self->filled_job);
    }
    self->all_read = true;
    pthread_cond_broadcast(&self->filled_job);
    pthread_cond_signal(&self->done_job);
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

static void *work_on_jobs(void *argument) {
    pipeline *self = argument;
    pthread_mutex_lock(&self->lock);
    size_t worker = self->next_worker++;
    for (;;) {
        while (!self->stopped && !self->all_read && self->taken == self->filled)
            pthread_cond_wait(&self->filled_job, &self->lock);
        if (self->stopped || self->taken == self->filled)
            break;
        size_t place = self->taken++ % self->job_count;
        pthread_mutex_unlock(&self->lock);
        self->steps->work(self->steps->user, worker, self->jobs[place]);
        pthread_mutex_lock(&self->lock);
        self->done[place] = true;
        if (place == self->written % self->job_count)
            pthread_cond_signal(&self->done_job);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

static void write_jobs(pipeline *self) {
    pthread_mutex_lock(&self->lock);
    for (;;) {
        size_t place = self->written % self->job_count;
        bool any = self->written < self->filled;
        if (!any && self->all_read)
            break;
        if (!any || !self->done[place]) {
            pthread_cond_wait(&self->done_job, &self->lock);
            continue;
        }
        pthread_mutex_unlock(&self->lock);
        bool go_on = self->steps->write(self->steps->user, self->jobs[place]);
        pthread_mutex_lock(&self->lock);
        self->done[place] = false;
        self->written++;
        pthread_cond_signal(&self->free_job);
        if (!go_on) {
            self->stopped = true;
            pthread_cond_signal(&self->free_job);
            pthread_cond_broadcast(&self->filled_job);
            break;
        }
    }
    pthread_mutex_unlock(&self->lock);
}

/* For threads that are to end before they have done anything. */
static void stop(pipeline *self) {
    pthread_mutex_lock(&self->lock);
    self->stopped = true;
    pthread_cond_broadcast(&self->filled_job);
    pthread_mutex_unlock(&self->lock);
}

static pipeline_end run_in_threads(pipeline *self, pthread_t *workers, size_t worker_count) {
    pthread_t reader;
    size_t started = 0;
    while (started < worker_count && pthread_create(&workers[started], NULL, work_on_jobs, self) == 0)
        started++;
    bool all_started = started == worker_count && pthread_create(&reader, NULL, read_jobs, self) == 0;
    if (all_started)
        write_jobs(self);
    else
        stop(self);
    for (size_t i = 0; i < started; i++)
        pthread_join(workers[i], NULL);
    if (!all_started)
        return PIPELINE_NO_START;
    if (self->stopped) {
        pthread_detach(reader);
        return PIPELINE_STOPPED;
    }
    pthread_join(reader, NULL);
    return PIPELINE_DONE;
}

static pipeline_end run_alone(const pipeline_steps *steps, void *job) {
    while (steps->read(steps->user, job)) {
        steps->work(steps->user, 0, job);
        if (!steps->write(steps->user, job))
            return PIPELINE_STOPPED;
    }
    return PIPELINE_DONE;
}

pipeline_end pipeline_run(const pipeline_steps *steps, size_t workers, void *const *jobs, size_t job_count) {
    if (workers == 1)
        return run_alone(steps, jobs[0]);

    /* Not on the stack: after a stop the reader outlives this function. */
    pipeline *self = calloc(1, sizeof *self);
    bool *done = calloc(job_count, sizeof *done);
    pthread_t *threads = calloc(workers, sizeof *threads);
    pipeline_end end = PIPELINE_NO_START;
    if (self != NULL && done != NULL && threads != NULL) {
        self->steps = steps;
        self->jobs = jobs;
        self->job_count = job_count;
        self->done = done;
        pthread_mutex_init(&self->lock, NULL);
        pthread_cond_init(&self->free_job, NULL);
        pthread_cond_init(&self->filled_job, NULL);
        pthread_cond_init(&self->done_job, NULL);
        end = run_in_threads(self, threads, workers);
    }
    free(threads);
    if (end == PIPELINE_STOPPED)
        return end;
    if (self != NULL && self->done != NULL) {
        pthread_mutex_destroy(&self->lock);
        pthread_cond_destroy(&self->free_job);
        pthread_cond_destroy(&self->filled_job);
        pthread_cond_destroy(&self->done_job);
    }
    free(done);
    free(self);
    return end;
}
