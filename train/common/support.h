/*
 * What every part of the trainer needs: memory that is there or ends the
 * program, error messages, random numbers that are the same everywhere, and
 * progress on stderr.
 */
#ifndef TR_SUPPORT_H
#define TR_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why something failed, for people, zero-terminated. */
typedef struct tr_error {
    char message[1024];
} tr_error;

/* Writes the message and returns false, so that callers can `return tr_fail(...)`. */
bool tr_fail(tr_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An offline tool cannot go on without memory: these end the program (exit 2)
 * where there is none. tr_resize takes NULL for a new block; tr_zeroed gives
 * zeroes. Free with free(). */
void *tr_resize(void *block, size_t count, size_t item_size);
void *tr_zeroed(size_t count, size_t item_size);
char *tr_copy_text(const char *text, size_t length); /* zero-terminated */

/* Room for `needed` items of a growing array. */
#define TR_RESERVE(items, capacity, needed)                                                                            \
    do {                                                                                                               \
        if ((needed) > (capacity)) {                                                                                   \
            size_t tr_wanted = (capacity) + (capacity) / 2 + 16;                                                       \
            (capacity) = tr_wanted < (needed) ? (needed) : tr_wanted;                                                  \
            (items) = tr_resize((items), (capacity), sizeof *(items));                                                 \
        }                                                                                                              \
    } while (0)

/* Mixes 64 bits so that each depends on all (the finaliser of splitmix64). */
static inline uint64_t tr_mix(uint64_t value) {
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

/* Hash of bytes; `seed` chains calls. */
uint64_t tr_hash(const void *bytes, size_t length, uint64_t seed);

/* A random number in (0, 1) that depends on `value` only. */
static inline double tr_unit(uint64_t value) {
    return ((double)(tr_mix(value) >> 11) + 0.5) * 0x1p-53;
}

/* A stage of the work on stderr: on a terminal a bar that is drawn anew twice a
 * second, else a line every ten seconds, both with the time that is left. */
typedef struct tr_progress tr_progress;

/* Begins a stage of `count` steps. `seconds`: how long it will take, as far as the caller knows; 0: as the steps tell.
 * A `label` of NULL shows nothing. */
tr_progress *tr_progress_begin(const char *label, size_t count, double seconds);
void tr_progress_step(tr_progress *progress); /* one more step is done; from any thread */
void tr_progress_end(tr_progress *progress, bool done);

/* How far a stage is. */
typedef struct tr_progress_state {
    const char *label;
    size_t done, count; /* steps */
    double elapsed;     /* seconds */
    double expected;    /* seconds in all; 0: not known */
} tr_progress_state;

/* What the bar says; zero-terminated. */
void tr_progress_text(char *text, size_t size, const tr_progress_state *state);

/* Runs `work(data, i)` for all i below `count` on `threads` threads, in any
 * order; what comes out must depend on i alone. `label` unless NULL is shown on
 * stderr with the share done and the time left. Stops early and returns false
 * if a call returns false. */
bool tr_parallel(size_t count, unsigned threads, const char *label, bool (*work)(void *data, unsigned thread, size_t i),
                 void *data);

/* Seconds of a clock that only goes forward. */
double tr_seconds(void);

#endif
