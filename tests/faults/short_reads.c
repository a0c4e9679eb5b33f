/*
 * Loaded before the C library: read() gives a few bytes at a time, and every
 * third call is interrupted, as pipes, terminals and signals would have it.
 * With SHORT_READS_ONLY in the environment no call is interrupted.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

enum { READ_MAX = 977 };

/* The C library's names of the parameters are its own. NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
ssize_t read(int descriptor, void *bytes, size_t length) {
    static ssize_t (*next)(int, void *, size_t);
    static unsigned calls;
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "read");
    if (++calls % 3 == 0 && getenv("SHORT_READS_ONLY") == NULL) {
        errno = EINTR;
        return -1;
    }
    return next(descriptor, bytes, length > READ_MAX ? READ_MAX : length);
}
