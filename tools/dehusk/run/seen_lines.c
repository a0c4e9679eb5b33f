/*
 * Lines that pages before had.
 */
#include "run/seen_lines.h"

#include "run/page_filter.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    TOKENS_MIN = 5,      /* what is shorter is said again in other texts: "Ingredients", "Yes, he said." */
    CELL_TOKENS_MAX = 40 /* longer cells are paragraphs */
};

struct seen_lines {
    pthread_mutex_t lock;
    pthread_cond_t turned;
    uint64_t turn;        /* the job whose turn it is */
    seen_digests digests; /* of pages that are written */
    seen_digests own;     /* of the page whose turn it is, besides */
};

seen_lines *seen_lines_new(void) {
    seen_lines *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->turned, NULL);
    return made;
}

void seen_lines_free(seen_lines *seen) {
    if (seen == NULL)
        return;
    pthread_cond_destroy(&seen->turned);
    pthread_mutex_destroy(&seen->lock);
    seen_digests_free(&seen->digests);
    seen_digests_free(&seen->own);
    free(seen);
}

/* False: the turn of the job has been. */
static bool wait_for_turn(seen_lines *seen, uint64_t job) {
    pthread_mutex_lock(&seen->lock);
    while (seen->turn < job)
        pthread_cond_wait(&seen->turned, &seen->lock);
    bool mine = seen->turn == job;
    pthread_mutex_unlock(&seen->lock);
    return mine;
}

static void end_turn(seen_lines *seen) {
    pthread_mutex_lock(&seen->lock);
    seen->turn++;
    pthread_cond_broadcast(&seen->turned);
    pthread_mutex_unlock(&seen->lock);
}

/* Lines that stay or go together. */
typedef struct unit {
    size_t begin, end;
    size_t tokens;  /* of those that are content */
    size_t longest; /* tokens of a line */
} unit;

static bool is_kept(const dehusk_line *line) {
    return line->label == DEHUSK_CONTENT && line->role != DEHUSK_ROLE_TITLE && line->kind != DEHUSK_KIND_PREFORMATTED;
}

static unit read_line(const dehusk_page *page, size_t index) {
    const dehusk_line *line = dehusk_page_line(page, index);
    size_t tokens = is_kept(line) ? page_filter_tokens(line->text, line->text_length) : 0;
    return (unit){index, index + 1, tokens, tokens};
}

/* A table is one, as cells that follow each other: without a few of them its rows would say something else. Cells that
 * hold a page together have paragraphs in them, and are lines like others. */
static unit read_unit(const dehusk_page *page, size_t begin) {
    unit read = read_line(page, begin);
    size_t count = dehusk_page_line_count(page);
    bool cell = dehusk_page_line(page, begin)->kind == DEHUSK_KIND_CELL;
    while (cell && read.end < count && dehusk_page_line(page, read.end)->kind == DEHUSK_KIND_CELL) {
        unit next = read_line(page, read.end++);
        read.tokens += next.tokens;
        read.longest = next.tokens > read.longest ? next.tokens : read.longest;
    }
    return read;
}

/* Looks whether a page before had the lines, and notes them; false for what is too short. */
static bool was_seen(seen_lines *seen, const dehusk_page *page, unit of) {
    if (of.tokens < TOKENS_MIN)
        return false;
    page_digest digest = page_filter_lines_digest(page, of.begin, of.end);
    return seen_digests_have(&seen->digests, digest) || seen_digests_add(&seen->own, digest);
}

static size_t drop(dehusk_context *context, const dehusk_page *page, unit of) {
    size_t dropped = 0;
    for (size_t i = of.begin; i < of.end; i++)
        if (is_kept(dehusk_page_line(page, i)))
            dropped += dehusk_set_label(context, i, DEHUSK_CHROME) == DEHUSK_OK;
    return dropped;
}

size_t seen_lines_drop(seen_lines *seen, uint64_t job, dehusk_context *context, const dehusk_page *page) {
    size_t dropped = 0;
    size_t count = dehusk_page_line_count(page);
    if (!wait_for_turn(seen, job))
        return 0;
    for (size_t i = 0; i < count;) {
        unit table = read_unit(page, i);
        size_t step = table.longest < CELL_TOKENS_MAX ? table.end - table.begin : 1;
        for (; i < table.end; i += step) {
            unit of = step > 1 ? table : read_line(page, i);
            if (was_seen(seen, page, of))
                dropped += drop(context, page, of);
        }
    }
    return dropped;
}

void seen_lines_settle(seen_lines *seen, uint64_t job, bool written) {
    if (!wait_for_turn(seen, job))
        return;
    for (size_t i = 0; written && i < seen->own.capacity; i++)
        if ((seen->own.slots[i].words[0] | seen->own.slots[i].words[1]) != 0)
            (void)seen_digests_add(&seen->digests, seen->own.slots[i]);
    seen_digests_clear(&seen->own);
    end_turn(seen);
}
