/*
 * Figures of a run.
 */
#include "run/run_stats.h"

#include "output/json_writer.h"
#include "output/output.h"
#include "output/output_sink.h"
#include "run/page_filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void count_charset(run_stats *stats, const char *name) {
    size_t i = 0;
    while (i < stats->charset_count && strcmp(stats->charsets[i].name, name) != 0)
        i++;
    if (i == CHARSETS_COUNTED)
        return;
    if (i == stats->charset_count) {
        memcpy(stats->charsets[i].name, name, strlen(name) + 1);
        stats->charset_count++;
    }
    stats->charsets[i].pages++;
}

void run_stats_count(run_stats *stats, const run_job *job) {
    stats->has_archives = stats->has_archives || job->kind >= INPUT_WARC;
    if (job->result == RECORD_FAILED) {
        stats->failed++;
        stats->bytes_failed += job->record.length;
    }
    if (job->result == RECORD_SKIPPED)
        stats->skipped[job->skip]++;
    if (job->result != RECORD_PAGE)
        return;
    stats->pages++;
    stats->repeated_lines += job->repeated_lines;
    stats->pages_without_content += job->content_bytes == 0;
    stats->verdicts[job->verdict]++;
    if (job->left_out != PAGE_WRITTEN)
        stats->left_out[job->left_out]++;
    stats->page_bytes += job->page_bytes;
    stats->text_bytes += job->text_bytes;
    stats->content_bytes += job->content_bytes;
    count_charset(stats, job->charset);
    for (size_t i = 0; i < truncation_count && i < TRUNCATION_ROOM; i++)
        stats->truncated[i] += (job->truncated & truncations[i].bit) != 0;
}

double run_stats_removed(const run_stats *stats) {
    return stats->text_bytes > 0 ? 1.0 - (double)stats->content_bytes / (double)stats->text_bytes : 0.0;
}

static uint64_t total_skipped(const run_stats *stats) {
    uint64_t all = 0;
    for (size_t i = 0; i < RECORD_SKIP_COUNT; i++)
        all += stats->skipped[i];
    return all;
}

static const char *plural(uint64_t count) {
    return count == 1 ? "" : "s";
}

void run_stats_say(const run_stats *stats) {
    double seconds = stats->seconds > 0.001 ? stats->seconds : 0.001;
    fprintf(stderr, "dehusk: %" PRIu64 " page%s in %.1f s (%.0f pages/s, %.1f MB/s)", stats->pages,
            plural(stats->pages), stats->seconds, (double)stats->pages / seconds,
            (double)stats->page_bytes / 1e6 / seconds);
    if (!stats->counting)
        fprintf(stderr, ", %.1f%% of the text removed", 100.0 * run_stats_removed(stats));
    uint64_t cut = 0;
    for (size_t i = 0; i < TRUNCATION_ROOM; i++)
        cut += stats->truncated[i];
    if (cut > 0)
        fprintf(stderr, "; %" PRIu64 " over a limit or cut short", cut);
    if (stats->verdicts[DEHUSK_VERDICT_NOT_A_PAGE] > 0)
        fprintf(stderr, "; %" PRIu64 " neither HTML nor text", stats->verdicts[DEHUSK_VERDICT_NOT_A_PAGE]);
    if (total_skipped(stats) > 0) {
        fprintf(stderr, "; %" PRIu64 " skipped (", total_skipped(stats));
        const char *between = "";
        for (size_t i = 0; i < RECORD_SKIP_COUNT; i++) {
            if (stats->skipped[i] == 0)
                continue;
            fprintf(stderr, "%s%s %" PRIu64, between, record_skip_name((record_skip)i), stats->skipped[i]);
            between = ", ";
        }
        fputs(")", stderr);
    }
    for (int i = PAGE_WRITTEN + 1; i < PAGE_LEFT_OUT_COUNT; i++)
        if (stats->left_out[i] > 0)
            fprintf(stderr, "; %" PRIu64 " left out (%s)", stats->left_out[i], page_left_out_name((page_left_out)i));
    if (stats->repeated_lines > 0)
        fprintf(stderr, "; %" PRIu64 " repeated line%s left out", stats->repeated_lines, plural(stats->repeated_lines));
    if (stats->inputs_done_before > 0)
        fprintf(stderr, "; %" PRIu64 " input%s done before", stats->inputs_done_before,
                plural(stats->inputs_done_before));
    fprintf(stderr, "; %" PRIu64 " failed\n", stats->failed);
}

void run_stats_say_no_pages(const run_stats *stats) {
    uint64_t count = stats->verdicts[DEHUSK_VERDICT_NOT_A_PAGE];
    if (count > 0)
        fprintf(stderr, "dehusk: %" PRIu64 " of %" PRIu64 " page%s: neither HTML nor text, so without lines\n", count,
                stats->pages, plural(stats->pages));
}

/* Charsets are found in the order of the pages; they are shown in that of
 * their names. */
static int by_name(const void *one, const void *other) {
    const charset_count *first = one;
    const charset_count *second = other;
    return strcmp(first->name, second->name);
}

static void put_counts(const run_stats *stats, output_buffer *to) {
    json_put_name(to, "skipped");
    put_char(to, '{');
    for (size_t i = 0; i < RECORD_SKIP_COUNT; i++)
        json_member_number(to, record_skip_name((record_skip)i), stats->skipped[i]);
    put_char(to, '}');
    json_put_name(to, "left_out");
    put_char(to, '{');
    for (int i = PAGE_WRITTEN + 1; i < PAGE_LEFT_OUT_COUNT; i++)
        json_member_number(to, page_left_out_name((page_left_out)i), stats->left_out[i]);
    put_char(to, '}');
    json_member_number(to, "repeated_lines", stats->repeated_lines);
    json_put_name(to, "truncated");
    put_char(to, '{');
    for (size_t i = 0; i < truncation_count && i < TRUNCATION_ROOM; i++)
        json_member_number(to, truncations[i].name, stats->truncated[i]);
    put_char(to, '}');
    json_put_name(to, "verdicts");
    put_char(to, '{');
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_member_number(to, dehusk_verdict_name((dehusk_verdict)i), stats->verdicts[i]);
    put_char(to, '}');

    charset_count sorted[CHARSETS_COUNTED];
    memcpy(sorted, stats->charsets, sizeof sorted);
    qsort(sorted, stats->charset_count, sizeof *sorted, by_name);
    json_put_name(to, "charsets");
    put_char(to, '{');
    for (size_t i = 0; i < stats->charset_count; i++)
        json_member_number(to, sorted[i].name, sorted[i].pages);
    put_char(to, '}');
}

static void put_stats(const run_stats *stats, const cli_settings *settings, const char *model_name, output_buffer *to) {
    put_char(to, '{');
    json_member_word(to, "dehusk", dehusk_version());
    json_member_word(to, "model", model_name);
    json_member_number(to, "jobs", settings->jobs);
    json_member_number(to, "inputs", stats->inputs);
    json_member_number(to, "inputs_done_before", stats->inputs_done_before);
    json_member_number(to, "inputs_failed", stats->inputs_failed);
    json_member_number(to, "pages", stats->pages);
    json_member_number(to, "pages_without_content", stats->pages_without_content);
    json_member_number(to, "failed", stats->failed);
    put_counts(stats, to);
    json_member_number(to, "bytes_read", stats->bytes_read);
    json_member_number(to, "bytes_failed", stats->bytes_failed);
    json_member_number(to, "page_bytes", stats->page_bytes);
    json_member_number(to, "text_bytes", stats->text_bytes);
    json_member_number(to, "content_bytes", stats->content_bytes);
    json_member_number(to, "bytes_written", stats->bytes_written);
    json_member_share(to, "removed", run_stats_removed(stats));
    json_put_name(to, "seconds");
    put_format(to, "%.3f", stats->seconds);
    put_text(to, "}\n");
}

const char *run_stats_write(const run_stats *stats, const char *path, const cli_settings *settings,
                            const char *model_name) {
    output_buffer text = {0};
    output_sink sink;
    put_stats(stats, settings, model_name, &text);
    const char *problem = text.failed ? "out of memory" : NULL;
    if (problem == NULL) {
        problem = sink_open(&sink, path, false);
        if (problem == NULL)
            problem = sink_write(&sink, text.held.bytes, text.held.length);
        if (problem == NULL)
            problem = sink_commit(&sink);
        if (problem != NULL)
            sink_abandon(&sink);
    }
    output_buffer_free(&text);
    return problem;
}
