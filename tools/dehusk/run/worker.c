/*
 * From a record to what is written for it.
 */
#include "run/worker.h"

#include "common/language.h"
#include "input/url_host.h"
#include "run/page_filter.h"

#include <string.h>

/* How much memory the counts of all workers get, in bytes, and how much one gets at least. */
static const size_t COUNT_MEMORY = (size_t)1 << 30;
static const size_t COUNT_MEMORY_LEAST = (size_t)48 << 20;

dehusk_status worker_begin(worker *self, const cli_settings *settings, const dehusk_model *model,
                           const dehusk_site_counts *counts, const dehusk_options *options, memory_budget *budget) {
    dehusk_options own = *options;
    self->settings = settings;
    self->site_counts = counts;
    self->memory.budget = budget;
    self->context_kept = context_memory_kept(budget, settings->jobs);
    own.allocator = context_memory_allocator(&self->memory);
    if (settings->action == ACTION_SITE_COUNT) {
        size_t half = settings->memory / 2;
        size_t memory = (half < COUNT_MEMORY ? half : COUNT_MEMORY) / settings->jobs;
        return dehusk_site_counter_new(&own, memory > COUNT_MEMORY_LEAST ? memory : COUNT_MEMORY_LEAST, &self->counter);
    }
    dehusk_status status = dehusk_context_new(model, &own, &self->context);
    if (status != DEHUSK_OK)
        return status;
    if (settings->pack <= PACK_NONE)
        return DEHUSK_OK;
    self->packer = packer_new(settings->pack);
    return self->packer != NULL ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
}

void worker_request(const cli_settings *settings, dehusk_request *request) {
    dehusk_request_init(request);
    request->charset = settings->charset;
    request->threshold = settings->threshold;
    request->keep = settings->keep;
    request->text_kind = settings->text_kind;
    request->hidden = settings->hidden;
    request->markup = output_wants_markup(settings);
    request->metadata = output_wants_metadata(settings);
    if (settings->threshold < 0.0)
        request->favor = settings->favor;
}

/* Classifies, or counts. */
static dehusk_status take_page(const worker *self, const page_input *input, const dehusk_request *request,
                               const dehusk_page **page) {
    if (self->counter != NULL)
        return dehusk_site_counter_add(self->counter, input->bytes, input->length, request);
    return dehusk_classify(self->context, input->bytes, input->length, request, page);
}

/* `host` may be NULL; it lasts as long as the request is used. */
static dehusk_status classify(const worker *self, const page_input *input, const char *host, dehusk_request *request,
                              const dehusk_page **page) {
    worker_request(self->settings, request);
    request->format = input->format;
    request->media_type = input->media_type;
    request->site_counts = self->site_counts;
    request->host = host;
    request->host_counted = 1;
    if (input->charset != NULL) {
        request->charset = input->charset;
        dehusk_status status = take_page(self, input, request, page);
        if (status != DEHUSK_UNKNOWN_CHARSET && status != DEHUSK_UNSUPPORTED_CHARSET)
            return status;
        request->charset = self->settings->charset; /* the server made it up */
    }
    dehusk_status status = take_page(self, input, request, page);
    if (request->charset == NULL || (status != DEHUSK_UNKNOWN_CHARSET && status != DEHUSK_UNSUPPORTED_CHARSET))
        return status;
    request->charset = NULL; /* of --charset it was said when the run began */
    return take_page(self, input, request, page);
}

/* The host of the page's URL, or the one that the user named. */
static const char *host_of(const worker *self, const page_input *input, char room[HOST_ROOM]) {
    return url_host(input->url, room) ? room : self->settings->host;
}

/* Counts the page; NULL, or what went wrong. */
static const char *count_page(worker *self, run_job *job, const page_input *input) {
    char room[HOST_ROOM];
    dehusk_request request;
    const char *host = host_of(self, input, room);
    if (host == NULL)
        return "no URL tells the page's host (--host)";
    dehusk_status status = classify(self, input, host, &request, NULL);
    if (status == DEHUSK_COUNTER_FULL) {
        const char *problem = count_parts_spill(&self->parts, self->counter);
        if (problem != NULL) {
            self->failed = problem;
            return problem;
        }
        status = classify(self, input, host, &request, NULL);
    }
    job->page_bytes = input->length;
    return status == DEHUSK_OK ? NULL : dehusk_status_message(status);
}

/* Notes what is told of the page when it is written. */
static void take_facts(run_job *job, const labelled_page *labelled) {
    const dehusk_summary *summary = dehusk_page_summary(labelled->page);
    const char *date = labelled->input->date;
    size_t date_length = date != NULL ? strlen(date) : 0;
    size_t charset_length = strlen(summary->charset);
    if (date_length >= sizeof job->date)
        date_length = 0;
    if (date_length > 0)
        memcpy(job->date, date, date_length);
    job->date[date_length] = '\0';
    if (charset_length >= sizeof job->charset)
        charset_length = sizeof job->charset - 1;
    memcpy(job->charset, summary->charset, charset_length);
    job->charset[charset_length] = '\0';

    job->verdict = summary->verdict;
    job->truncated = output_truncated(labelled);
    job->page_bytes = labelled->input->length;
    job->text_bytes = 0;
    job->content_bytes = 0;
    size_t count = dehusk_page_line_count(labelled->page);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(labelled->page, i);
        job->text_bytes += line->text_length;
        if (line->label == DEHUSK_CONTENT)
            job->content_bytes += line->text_length;
    }
}

/* The language of what is kept; NULL where it is not clear. */
static const char *content_language(worker *self, const dehusk_page *page) {
    output_buffer *text = &self->text;
    size_t count = dehusk_page_line_count(page);
    output_buffer_clear(text);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        put_bytes(text, line->text, line->text_length);
        put_char(text, '\n');
    }
    return text->held.length > 0 && !text->failed ? language_of(text->held.bytes, text->held.length) : NULL;
}

static dehusk_status make(worker *self, run_job *job, const page_input *input, const char *source) {
    char room[HOST_ROOM];
    dehusk_request request;
    labelled_page labelled = {.source = source, .from = &job->record, .input = input, .request = &request};
    dehusk_status status = classify(self, input, host_of(self, input, room), &request, &labelled.page);
    if (status != DEHUSK_OK)
        return status;
    take_facts(job, &labelled);
    job->left_out = page_filter_judge(self->settings, labelled.page);
    if (job->left_out != PAGE_WRITTEN)
        return DEHUSK_OK;
    if (self->settings->language || self->settings->only_language != NULL)
        labelled.language = content_language(self, labelled.page);
    if (self->settings->only_language != NULL &&
        !language_is_listed(labelled.language, self->settings->only_language)) {
        job->left_out = PAGE_LANGUAGE;
        return DEHUSK_OK;
    }
    if (self->settings->deduplicate)
        job->digest = page_filter_digest(labelled.page);
    if (self->seen != NULL) {
        job->repeated_lines = seen_lines_drop(self->seen, job->number, self->context, labelled.page);
        job->left_out = page_filter_judge_rest(self->settings, labelled.page, job->repeated_lines);
        seen_lines_settle(self->seen, job->number, job->left_out == PAGE_WRITTEN);
        if (job->left_out != PAGE_WRITTEN)
            return DEHUSK_OK;
    }

    job_memory_expect_output(self->memory.budget, job, input->length, dehusk_page_line_count(labelled.page),
                             self->settings->explain);
    const char *separator = output_separator(self->settings);
    job->separator = strlen(separator);
    put_text(&job->made, separator);
    status = output_page(&self->output, &labelled, &job->made);
    job->summary_length = self->output.summary_length;
    if (status != DEHUSK_OK)
        return status;
    if (job->made.held.length == job->separator) {
        job->made.held.length = 0; /* nothing is written for this page */
        return DEHUSK_OK;
    }
    if (self->packer != NULL && !packer_pack(self->packer, job->made.held.bytes, job->made.held.length, &job->packed))
        return DEHUSK_OUT_OF_MEMORY;
    return DEHUSK_OK;
}

static void label(worker *self, run_job *job, const char *source) {
    page_input input = {0};
    job_memory_expect_page(self->memory.budget, job);
    job->result = record_decode(&job->record, &input);
    job_memory_count(self->memory.budget, job, 0);
    job->skip = job->record.skip;
    job->reason = job->record.reason;
    if (job->result == RECORD_PAGE && !page_filter_url(self->settings, self->urls, input.url)) {
        job->result = RECORD_SKIPPED;
        job->skip = SKIP_URL;
    }
    if (job->result == RECORD_PAGE && self->counter != NULL) {
        job->reason = count_page(self, job, &input);
        if (job->reason != NULL)
            job->result = RECORD_FAILED;
    } else if (job->result == RECORD_PAGE) {
        dehusk_status status = make(self, job, &input, source);
        if (status != DEHUSK_OK) {
            job->result = RECORD_FAILED;
            job->reason = dehusk_status_message(status);
        }
    }
    /* What does not decode has no page_input, but its header was read, or the name that it stands behind. */
    if (job->result == RECORD_FAILED && job->record.kind >= RECORD_WARC_RESPONSE && job->record.header.id.bytes != NULL)
        job->id = strndup(job->record.header.id.bytes, job->record.header.id.length);
    else if (job->result == RECORD_FAILED && input.id != NULL)
        job->id = strdup(input.id);
}

/* Does the work of a record that may be a page. */
static void label_record(worker *self, run_job *job, const char *source) {
    self->memory.job = job->number;
    label(self, job, source);
    job_memory_count(self->memory.budget, job, 0);
    if (self->memory.held > self->context_kept)
        dehusk_context_trim(self->context); /* NULL in one that counts */
}

void worker_label(worker *self, run_job *job, const char *source) {
    if (job->event == JOB_RECORD && job->result == RECORD_PAGE)
        label_record(self, job, source);
    if (self->seen != NULL)
        seen_lines_settle(self->seen, job->number, false);
}

void worker_free(worker *self) {
    output_end(&self->output);
    output_buffer_free(&self->text);
    packer_free(self->packer);
    dehusk_context_free(self->context);
    dehusk_site_counter_free(self->counter);
    count_parts_free(&self->parts);
    memset(self, 0, sizeof *self);
}
