/*
 * Labelling all inputs.
 *
 * The three steps of the pipeline, and what comes before and after it. The
 * fields of a run belong to one of the steps each, as marked, so that only the
 * pipeline needs a lock.
 */
#include "run/run.h"

#include "common/machine_memory.h"
#include "common/message.h"
#include "input/record.h"
#include "output/output.h"
#include "output/output_html.h"
#include "output/output_packer.h"
#include "output/output_sink.h"
#include "output/sink_batch.h"
#include "run/error_log.h"
#include "run/file_roles.h"
#include "run/job_memory.h"
#include "run/page_filter.h"
#include "run/pipeline.h"
#include "run/progress.h"
#include "run/run_job.h"
#include "run/run_plan.h"
#include "run/run_stats.h"
#include "run/worker.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char out_of_memory[] = "out of memory";

typedef struct run {
    /* What all steps look at. */
    const cli_settings *settings;
    const dehusk_model *model;             /* NULL: pages are counted, not labelled */
    const dehusk_site_counts *site_counts; /* NULL: none */
    size_t max_bytes;
    run_plan plan;
    url_lists urls;
    memory_budget *budget;
    size_t job_kept; /* bytes that a job that is written keeps for the next record */

    /* The reader's. */
    record_source *source;
    size_t next_input;
    uint64_t next_job;

    /* The workers', by number, and what they share. */
    worker *workers;
    seen_lines *seen_lines; /* NULL without --deduplicate-lines */

    /* The writer's. */
    output_sink sink;
    bool sink_open;
    sink_batch complete;    /* with an output for each input: those that wait for their names */
    bool any_page;          /* one was written to the sink */
    output_totals totals;   /* of the sink */
    atomic_bool full;       /* it is a report that takes no more lines; the workers look at it */
    bool input_skipped;     /* what stands under the name of its output is no file */
    bool input_broken;      /* the present input could not be read to its end, and another time might */
    bool some_broken;       /* one was not read to its end because the system failed */
    uint64_t read_before;   /* bytes of the inputs before the present one */
    output_packer *packer;  /* NULL: output is not compressed */
    output_buffer scratch;  /* what the writer itself puts */
    output_buffer squeezed; /* what the writer itself puts, compressed */
    seen_digests seen;      /* with --deduplicate */
    error_log errors;
    run_stats stats;
    progress progress;
} run;

static const char *name_of(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* -- Reader -------------------------------------------------------------- */

static void close_source(run *self) {
    record_source_close(self->source);
    self->source = NULL;
    self->next_input++;
}

static bool read_job(run *self, run_job *job) {
    job->read_done = 0;
    if (self->source == NULL) {
        while (self->next_input < self->plan.count && self->plan.inputs[self->next_input].done)
            self->next_input++;
        if (self->next_input == self->plan.count)
            return false;
        const char *path = self->plan.inputs[self->next_input].path;
        job->input = self->next_input;
        job->reason = record_source_open(strcmp(path, "-") == 0 ? NULL : path, self->settings->input, self->max_bytes,
                                         &self->source);
        if (job->reason != NULL) {
            job->event = JOB_INPUT_FAILED;
            self->next_input++;
            return true;
        }
        record_source_name_fields(self->source, self->settings->page_field, self->settings->url_field);
    }
    job->event = JOB_RECORD;
    job->input = self->next_input;
    job->kind = record_source_kind(self->source);
    job->result = record_source_next(self->source, &job->record);
    job->skip = job->record.skip;
    uint64_t all = 0;
    record_source_progress(self->source, &job->read_done, &all);
    if (job->result == RECORD_FAILED) {
        job->reason = job->record.reason;
        job->system_failed = job->record.error_number != 0;
    }
    if (job->result == RECORD_END) {
        job->event = JOB_INPUT_ENDS;
        close_source(self);
    }
    return true;
}

static bool read_record(void *user, void *slot) {
    run *self = user;
    run_job *job = slot;
    run_job_clear(job, self->job_kept);
    if (!read_job(self, job))
        return false;
    job->number = self->next_job++;
    job_memory_count(self->budget, job, 0);
    return true;
}

/* -- Workers ------------------------------------------------------------- */

static void label_record(void *user, size_t number, void *slot) {
    run *self = user;
    run_job *job = slot;
    worker_label(&self->workers[number], job, self->plan.inputs[job->input].path);
}

/* -- Writer -------------------------------------------------------------- */

/* The functions return false, after a message, if the output fails. */

static bool fail_output(run *self, const char *problem) {
    const char *path = self->sink.path;
    if (path == NULL)
        path = self->settings->output_file != NULL ? self->settings->output_file : "standard output";
    progress_hide(&self->progress);
    message_say(path, problem);
    return false;
}

/* Begins with a sink that was opened, or says why it was not. */
static bool use_sink(run *self, const char *path, const char *problem) {
    if (problem != NULL) {
        if (self->sink.path == NULL && path != NULL) {
            message_say(path, problem);
            return false;
        }
        return fail_output(self, problem);
    }
    self->sink_open = true;
    self->any_page = false;
    memset(&self->totals, 0, sizeof self->totals);
    return true;
}

static bool write_bytes(run *self, const char *bytes, size_t length) {
    const char *problem = sink_write(&self->sink, bytes, length);
    return problem == NULL || fail_output(self, problem);
}

/* Writes what no worker has compressed. */
static bool write_loose(run *self, const char *bytes, size_t length) {
    if (self->packer == NULL)
        return write_bytes(self, bytes, length);
    output_buffer_clear(&self->squeezed);
    if (!packer_pack(self->packer, bytes, length, &self->squeezed))
        return fail_output(self, out_of_memory);
    return write_bytes(self, self->squeezed.held.bytes, self->squeezed.held.length);
}

static bool write_scratch(run *self) {
    if (self->scratch.failed)
        return fail_output(self, out_of_memory);
    return self->scratch.held.length == 0 || write_loose(self, self->scratch.held.bytes, self->scratch.held.length);
}

static bool write_head(run *self, const char *date) {
    output_buffer_clear(&self->scratch);
    output_head(self->settings, date, dehusk_model_info(self->model, "name"), &self->scratch);
    return write_scratch(self);
}

static bool write_tail(run *self) {
    output_buffer_clear(&self->scratch);
    output_tail(self->settings, &self->totals, &self->scratch);
    return write_scratch(self);
}

static bool write_page(run *self, const run_job *job) {
    const byte_buffer *made = &job->made.held;
    bool is_first = !self->any_page;
    if (made->length == 0)
        return true;
    self->any_page = true;
    if (is_first && !write_head(self, job->date))
        return false;
    size_t begin = is_first ? job->separator : 0;
    size_t end = output_admit(self->settings, &self->totals, made->length, job->summary_length);
    if (self->settings->output == OUTPUT_HTML && output_html_is_full(&self->totals))
        atomic_store_explicit(&self->full, true, memory_order_relaxed);
    if (end <= begin)
        return true;
    if (begin > 0 || end < made->length)
        return write_loose(self, made->bytes + begin, end - begin);
    const byte_buffer *written = self->packer != NULL ? &job->packed.held : made;
    return write_bytes(self, written->bytes, written->length);
}

/* A report does not hold the lines of all pages; who looks for one should not have to find that out. */
static void tell_left_out(const run *self) {
    const output_totals *totals = &self->totals;
    char text[160];
    if (self->settings->output != OUTPUT_HTML || self->settings->quiet || totals->shown == totals->pages)
        return;
    snprintf(text, sizeof text, "the report is full: it has the lines of %llu pages; those of %llu are left out",
             (unsigned long long)totals->shown, (unsigned long long)(totals->pages - totals->shown));
    message_say(self->sink.path, text);
}

/* Completes the output and closes it. */
static bool commit_sink(run *self) {
    if (!self->any_page && !write_head(self, NULL))
        return false;
    if (!write_tail(self))
        return false;
    tell_left_out(self);
    /* An empty file is no gzip file. */
    if (self->packer != NULL && self->sink.written == 0 && !write_loose(self, "", 0))
        return false;
    uint64_t written = self->sink.written;
    bool together = self->settings->output_folder != NULL && self->sink.temporary != NULL;
    const char *problem = together ? sink_batch_add(&self->complete, &self->sink) : sink_commit(&self->sink);
    if (problem != NULL && together) {
        message_say(self->complete.failed, problem);
        return false;
    }
    if (problem != NULL)
        return fail_output(self, problem);
    self->stats.bytes_written += written;
    self->sink_open = false;
    return true;
}

/* The outputs that wait for their names get them. */
static bool commit_complete(run *self) {
    const char *problem = self->complete.count > 0 ? sink_batch_commit(&self->complete) : NULL;
    if (problem != NULL) {
        progress_hide(&self->progress);
        message_say(self->complete.failed, problem);
    }
    return problem == NULL;
}

static void abandon_sink(run *self) {
    sink_abandon(&self->sink);
    self->sink_open = false;
}

static void warn_truncated(const char *file, unsigned bits) {
    for (size_t i = 0; i < truncation_count; i++)
        if ((bits & truncations[i].bit) != 0) {
            message_begin(file);
            fprintf(stderr, "warning: %s", truncations[i].sentence);
            message_end();
        }
}

/* Opens the output of an input. What is no file under its name costs that input alone. */
static bool open_own_sink(run *self, const run_input *input) {
    const char *problem = sink_open(&self->sink, input->output, true);
    if (problem == NULL || !self->sink.taken)
        return use_sink(self, input->output, problem);
    progress_hide(&self->progress);
    error_log_input(&self->errors, input->output, input->path, problem);
    abandon_sink(self);
    self->stats.failed++;
    self->input_skipped = true;
    self->input_broken = true;
    return true;
}

/* The record's page, or what is to be said of the record. */
static bool write_record(run *self, run_job *job) {
    const run_input *input = &self->plan.inputs[job->input];
    bool is_archive = job->kind >= INPUT_WARC;
    if (self->settings->deduplicate && job->result == RECORD_PAGE && job->content_bytes > 0 &&
        job->left_out == PAGE_WRITTEN && seen_digests_add(&self->seen, job->digest))
        job->left_out = PAGE_DUPLICATE;
    run_stats_count(&self->stats, job);
    if (job->result == RECORD_PAGE) {
        if (job->left_out == PAGE_WRITTEN && !write_page(self, job))
            return false;
        /* Of the many pages of an archive the summary tells. */
        if (!is_archive && !self->settings->quiet && job->truncated != 0) {
            progress_hide(&self->progress);
            warn_truncated(name_of(input->path), job->truncated);
        }
    } else if (job->result == RECORD_FAILED) {
        progress_hide(&self->progress);
        error_log_record(&self->errors, name_of(input->path), input->path, job);
        self->input_broken = self->input_broken || job->system_failed || !is_archive;
        self->some_broken = self->some_broken || job->system_failed;
    }
    return true;
}

static bool end_input(run *self, const run_job *job) {
    if (self->errors.reason_count > 0)
        progress_hide(&self->progress);
    error_log_end_input(&self->errors, name_of(self->plan.inputs[job->input].path));
    self->stats.inputs++;
    self->stats.inputs_failed += self->input_broken;
    self->stats.bytes_read += job->read_done;
    self->read_before += job->read_done;
    bool fine = true;
    if (self->settings->output_folder != NULL && self->sink_open) {
        if (self->input_broken)
            abandon_sink(self);
        else
            fine = commit_sink(self);
    }
    self->input_broken = false;
    self->input_skipped = false;
    return fine;
}

static bool write_one(run *self, run_job *job) {
    const run_input *input = &self->plan.inputs[job->input];
    bool fine = true;
    if (job->event == JOB_INPUT_FAILED) {
        progress_hide(&self->progress);
        error_log_input(&self->errors, name_of(input->path), input->path, job->reason);
        self->stats.failed++;
        self->input_broken = true;
        return end_input(self, job);
    }
    if (!self->sink_open && input->output != NULL && !self->input_skipped)
        fine = open_own_sink(self, input);
    if (fine && !(self->input_skipped && job->event == JOB_RECORD))
        fine = job->event == JOB_RECORD ? write_record(self, job) : end_input(self, job);
    if (fine)
        progress_show(&self->progress, &self->stats,
                      self->read_before + (job->event == JOB_RECORD ? job->read_done : 0));
    return fine;
}

static bool write_job(void *user, void *slot) {
    run *self = user;
    run_job *job = slot;
    bool fine = write_one(self, job);
    run_job_clear(job, self->job_kept);
    job_memory_count(self->budget, job, 0);
    memory_budget_written(self->budget, job->number);
    if (!fine)
        memory_budget_lift(self->budget);
    return fine;
}

/* -- The run ------------------------------------------------------------- */

static int write_nowhere(void *user, const void *bytes, size_t length) {
    (void)user;
    (void)bytes;
    (void)length;
    return 0;
}

/* What becomes of an empty page, of which nothing stays. */
static dehusk_status try_request(worker *one, dehusk_request *request) {
    const dehusk_page *page;
    if (one->counter == NULL)
        return dehusk_classify(one->context, "", 0, request, &page);
    request->host = "localhost";
    dehusk_status status = dehusk_site_counter_add(one->counter, "", 0, request);
    return status == DEHUSK_OK ? dehusk_site_counter_write(one->counter, write_nowhere, NULL) : status;
}

/* An unknown charset is told before the first page, once: workers then do without it. */
static void check_charset(const run *self) {
    dehusk_request request;
    worker_request(self->settings, &request);
    dehusk_status status = try_request(&self->workers[0], &request);
    if (status != DEHUSK_UNKNOWN_CHARSET && status != DEHUSK_UNSUPPORTED_CHARSET)
        return;
    message_begin(NULL);
    fputs("--charset: '", stderr);
    message_put(request.charset);
    fprintf(stderr, "': %s; it is found out", dehusk_status_message(status));
    message_end();
}

/* A folder or file named that cannot be walked, before the run begins. */
static void note_unreadable(void *user, const char *path, const char *reason) {
    run *self = user;
    error_log_input(&self->errors, path, path, reason);
    self->stats.failed++;
}

/* For each worker the job it has and one to go on with, and some more: results are written in order, so that behind a page
 * that takes as long as ten others the ring fills and the other workers wait. Two workers would stand still for 3.5% of the
 * time with 6 jobs, 0.1% with 12, by the sizes of every fourth page of the corpus (2026-11-30); each takes some memory. */
static size_t ring_size(const cli_settings *settings) {
    return settings->jobs > 1 ? 2 * settings->jobs + 8 : 1;
}

static bool begin_workers(run *self) {
    const cli_settings *settings = self->settings;
    dehusk_options options;
    dehusk_options_init(&options);
    if (settings->max_bytes > 0)
        options.max_bytes = settings->max_bytes;
    self->max_bytes = options.max_bytes;
    self->workers = calloc(settings->jobs, sizeof *self->workers);
    machine_memory_returns();
    self->budget = memory_budget_new(settings->memory);
    self->job_kept = job_memory_kept(settings->memory, ring_size(settings));
    if (settings->deduplicate_lines)
        self->seen_lines = seen_lines_new();
    bool made =
        self->workers != NULL && self->budget != NULL && (self->seen_lines != NULL || !settings->deduplicate_lines);
    dehusk_status status = made ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
    bool several = self->plan.count > 1 && settings->output_folder == NULL;
    for (size_t i = 0; i < settings->jobs && status == DEHUSK_OK; i++) {
        status = worker_begin(&self->workers[i], settings, self->model, self->site_counts, &options, self->budget);
        if (self->workers[i].context != NULL)
            output_begin(&self->workers[i].output, settings, self->workers[i].context, several);
        self->workers[i].seen = self->seen_lines;
        self->workers[i].urls = &self->urls;
        /* With a report for each input, the workers may be at the next one already. */
        self->workers[i].output.full = settings->output_folder == NULL ? &self->full : NULL;
    }
    if (status == DEHUSK_OK && settings->pack > PACK_NONE) {
        self->packer = packer_new(settings->pack);
        status = self->packer != NULL ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
    }
    if (status != DEHUSK_OK)
        message_say(NULL, dehusk_status_message(status));
    if (status == DEHUSK_OK && settings->charset != NULL)
        check_charset(self);
    return status == DEHUSK_OK;
}

static void free_run(run *self) {
    record_source_close(self->source);
    for (size_t i = 0; self->workers != NULL && i < self->settings->jobs; i++)
        worker_free(&self->workers[i]);
    free(self->workers);
    seen_lines_free(self->seen_lines);
    memory_budget_free(self->budget);
    packer_free(self->packer);
    output_buffer_free(&self->scratch);
    output_buffer_free(&self->squeezed);
    run_plan_free(&self->plan);
    url_lists_free(&self->urls);
    seen_digests_free(&self->seen);
    sink_batch_free(&self->complete);
}

static pipeline_end run_pipeline(run *self) {
    static const char no_start[] = "the threads of --jobs cannot be started";
    const pipeline_steps steps = {.user = self, .read = read_record, .work = label_record, .write = write_job};
    size_t count = ring_size(self->settings);
    run_job *jobs = calloc(count, sizeof *jobs);
    void **ring = calloc(count, sizeof *ring);
    pipeline_end end = PIPELINE_NO_START;
    for (size_t i = 0; jobs != NULL && ring != NULL && i < count; i++)
        ring[i] = &jobs[i];
    if (jobs != NULL && ring != NULL)
        end = pipeline_run(&steps, self->settings->jobs, ring, count);
    if (end == PIPELINE_NO_START)
        message_say(NULL, jobs != NULL && ring != NULL ? no_start : out_of_memory);
    if (end == PIPELINE_STOPPED && self->settings->jobs > 1) {
        /* The reader may be waiting for standard input. */
        abandon_sink(self);
        commit_complete(self);
        error_log_close(&self->errors);
        _exit(EXIT_SOME_FAILED);
    }
    for (size_t i = 0; jobs != NULL && i < count; i++)
        run_job_free(&jobs[i]);
    free(jobs);
    free(ring);
    return end;
}

/* Adds up what the workers have counted. */
static bool write_counts(run *self) {
    count_parts all = {0};
    const char *problem = NULL;
    size_t failed;
    for (size_t i = 0; i < self->settings->jobs && problem == NULL; i++) {
        worker *one = &self->workers[i];
        problem = one->failed;
        if (problem == NULL)
            problem = count_parts_spill(&one->parts, one->counter);
        if (problem == NULL)
            problem = count_parts_take(&all, &one->parts);
    }
    if (problem == NULL)
        problem = count_parts_merge(&all, &self->sink, &failed);
    count_parts_free(&all);
    return problem == NULL || fail_output(self, problem);
}

/* Completes the output that all inputs share, if it is. */
static bool end_common_output(run *self) {
    if (!self->sink_open)
        return true;
    /* What is missing is told, and the rest is there; nothing at all is no output. */
    bool nothing_read = self->stats.inputs > 0 && self->stats.inputs == self->stats.inputs_failed;
    if ((!self->some_broken && !nothing_read) || self->settings->output_file == NULL)
        return (self->settings->action != ACTION_SITE_COUNT || write_counts(self)) && commit_sink(self);
    message_say(self->settings->output_file, nothing_read ? "not written, because none of its input could be read"
                                                          : "not written, because reading its input failed");
    abandon_sink(self);
    return true;
}

static int end_run(run *self) {
    const cli_settings *settings = self->settings;
    bool fine = end_common_output(self) && commit_complete(self);
    progress_hide(&self->progress);
    self->stats.seconds = progress_clock() - self->progress.begun;
    if (settings->stats != NULL) {
        const char *problem =
            run_stats_write(&self->stats, settings->stats, settings, dehusk_model_info(self->model, "name"));
        if (problem != NULL)
            message_say(settings->stats, problem);
        fine = fine && problem == NULL;
    }
    if (!settings->quiet && (self->stats.has_archives || self->stats.inputs_done_before > 0))
        run_stats_say(&self->stats);
    else if (!settings->quiet)
        run_stats_say_no_pages(&self->stats);
    return fine && self->stats.failed == 0 ? EXIT_DONE : EXIT_SOME_FAILED;
}

/* With everything prepared. */
static int label_all(run *self) {
    const cli_settings *settings = self->settings;
    self->stats.inputs_done_before = self->plan.done;
    self->stats.counting = settings->action == ACTION_SITE_COUNT;
    progress_begin(&self->progress, settings->quiet, self->workers[0].output.terminal, self->plan.total_size);
    bool nothing_left = settings->resume && self->plan.done == self->plan.count && self->plan.count > 0;
    if (!nothing_left && settings->output_folder == NULL &&
        !use_sink(self, settings->output_file, sink_open(&self->sink, settings->output_file, false))) {
        abandon_sink(self);
        return EXIT_SOME_FAILED;
    }
    pipeline_end end = run_pipeline(self);
    if (end == PIPELINE_STOPPED)
        commit_complete(self);
    int result = end == PIPELINE_DONE ? end_run(self) : end == PIPELINE_STOPPED ? EXIT_SOME_FAILED : EXIT_NOTHING_DONE;
    abandon_sink(self);
    return result;
}

int run_label(const cli_settings *settings, const dehusk_model *model, const dehusk_site_counts *counts) {
    run whole = {.settings = settings, .model = model, .site_counts = counts};
    int result = EXIT_NOTHING_DONE;
    error_log_begin(&whole.errors, settings->errors);
    if (run_plan_make(&whole.plan, settings, note_unreadable, &whole) && file_roles_check(settings, &whole.plan) &&
        url_lists_read(&whole.urls, settings) && error_log_open(&whole.errors, settings->resume) &&
        begin_workers(&whole))
        result = label_all(&whole);
    free_run(&whole);
    if (!error_log_close(&whole.errors) && result == EXIT_DONE)
        result = EXIT_SOME_FAILED;
    return result;
}
