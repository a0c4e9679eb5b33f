/*
 * An allocator for tests: it keeps account of every byte, checks the sizes that
 * it is told, and fails on demand.
 */
#ifndef TS_COUNTING_ALLOCATOR_H
#define TS_COUNTING_ALLOCATOR_H

#include "dehusk.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ts_account {
    size_t bytes; /* handed out now */
    size_t blocks;
    size_t calls;     /* of resize, so far */
    size_t fail_at;   /* the call that fails, counted from 1; 0: none */
    bool fail_onward; /* every call from there on fails too */
    bool failed;      /* a call has failed */
} ts_account;

/* An allocator that books on `account`, which must outlive it. Blocks are filled
 * with rubbish, so that nobody relies on zeros; a block that grows always moves. */
dehusk_allocator ts_counting_allocator(ts_account *account);

/* Counts calls from here on: the `call`-th fails (0: none does). */
void ts_fail_at(ts_account *account, size_t call, bool onward);

/* How many calls have failed that way, in all accounts. */
extern size_t ts_failed_calls;

#endif
