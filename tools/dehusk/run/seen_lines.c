/*
 * Lines that pages before had.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "run/seen_lines.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "run/page_filter.h"

enum { LEAST_TOKENS = 5 }; /* shorter lines are said again in other texts: "Ingredients", "Yes, he said." */

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

static bool counts(const dehusk_line *line) {
    return line->label == DEHUSK_CONTENT && line->role != DEHUSK_ROLE_TITLE && line->kind != DEHUSK_KIND_PREFORMATTED &&
           page_filter_tokens(line->text, line->text_length) >= LEAST_TOKENS;
}

size_t seen_lines_drop(seen_lines *seen, uint64_t job, dehusk_context *context, const dehusk_page *page) {
    size_t dropped = 0;
    size_t count = dehusk_page_line_count(page);
    if (!wait_for_turn(seen, job))
        return 0;
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (!counts(line))
            continue;
        page_digest digest = page_filter_text_digest(line->text, line->text_length);
        if (seen_digests_have(&seen->digests, digest) || seen_digests_add(&seen->own, digest))
            dropped += dehusk_set_label(context, i, DEHUSK_CHROME) == DEHUSK_OK;
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
