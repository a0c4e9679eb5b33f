/*
 * How far a run is, on a terminal.
 */
#include "run/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Short runs show nothing; longer ones five times a second. */
static const double first_after = 1.0;
static const double next_after = 0.2;

double progress_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void progress_begin(progress *self, bool quiet, bool output_on_terminal, uint64_t total_bytes) {
    self->wanted = !quiet && !output_on_terminal && isatty(STDERR_FILENO) == 1;
    self->shown = false;
    self->begun = progress_clock();
    self->last = self->begun;
    self->total_bytes = total_bytes;
}

static void show_time_left(double seconds) {
    unsigned long long left = (unsigned long long)(seconds + 0.5);
    if (left >= 3600)
        fprintf(stderr, ", %llu:%02llu:%02llu left", left / 3600, left / 60 % 60, left % 60);
    else
        fprintf(stderr, ", %llu:%02llu left", left / 60, left % 60);
}

void progress_show(progress *self, const run_stats *stats, uint64_t read_bytes) {
    if (!self->wanted)
        return;
    double now = progress_clock();
    if (now - self->last < (self->shown ? next_after : first_after))
        return;
    double seconds = now - self->begun;
    self->last = now;
    self->shown = true;
    fprintf(stderr, "\r%" PRIu64 " pages, %.0f pages/s, %.1f MB/s", stats->pages, (double)stats->pages / seconds,
            (double)stats->page_bytes / 1e6 / seconds);
    if (!stats->counting)
        fprintf(stderr, ", %.1f%% removed", 100.0 * run_stats_removed(stats));
    if (self->total_bytes > 0 && read_bytes > 0) {
        double share = (double)read_bytes / (double)self->total_bytes;
        fprintf(stderr, ", %.0f%%", 100.0 * (share < 1.0 ? share : 1.0));
        show_time_left(share < 1.0 ? seconds / share - seconds : 0.0);
    }
    fputs("\033[K", stderr); /* what is left of a longer row */
    fflush(stderr);
}

void progress_hide(progress *self) {
    if (!self->shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    self->shown = false;
    /* The next row comes as soon as it would have. */
    self->last -= first_after - next_after;
}
