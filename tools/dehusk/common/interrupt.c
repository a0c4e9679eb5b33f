/*
 * Signals that end the program.
 *
 * The one global variable of the command is here: a signal handler is given
 * nothing else.
 */
#include "common/interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

enum { SIGNAL_COUNT = sizeof signals / sizeof signals[0] };

static _Atomic(const char *) to_remove[INTERRUPT_MAX];

_Static_assert(ATOMIC_POINTER_LOCK_FREE == 2, "a signal handler may use it");

/* Only what is safe in a handler: unlink(), and the signal once more, which now
 * ends the program as soon as the handler returns. */
static void end(int number) {
    for (size_t i = 0; i < INTERRUPT_MAX; i++) {
        const char *path = atomic_load(&to_remove[i]);
        if (path != NULL)
            unlink(path);
    }
    raise(number);
}

void interrupt_prepare(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = end;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaddset(&action.sa_mask, signals[i]);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        struct sigaction before;
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
    /* A file that grows over its limit is an error of write(), like a full disk. */
    signal(SIGXFSZ, SIG_IGN);
}

/* Puts `path` in a place where `before` is. */
static void replace(const char *before, const char *path) {
    for (size_t i = 0; i < INTERRUPT_MAX; i++)
        if (atomic_load(&to_remove[i]) == before) {
            atomic_store(&to_remove[i], path);
            return;
        }
}

void interrupt_removes(const char *path) {
    replace(NULL, path);
}

void interrupt_keeps(const char *path) {
    replace(path, NULL);
}
