/*
 * Loaded before the C library: what DEHUSK_FAILING names ("fsync", "syncfs" or "close") fails, as on a disk
 * that breaks, or is full after all was written; with "fsync-alone" fsync does, and there is no syncfs. Only regular files that are open
 * for writing fail to close; closed they are.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_to_fail(const char *name) {
    const char *wanted = getenv("DEHUSK_FAILING");
    return wanted != NULL && strcmp(wanted, name) == 0;
}

static int fail_or_do(const char *name, int descriptor, bool fails) {
    int (*next)(int);
    *(void **)&next = dlsym(RTLD_NEXT, name);
    int result = next(descriptor);
    if (!fails)
        return result;
    errno = EIO;
    return -1;
}

/* The C library's names of the parameters are its own. NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
int fsync(int descriptor) {
    return fail_or_do("fsync", descriptor, is_to_fail("fsync") || is_to_fail("fsync-alone"));
}

int syncfs(int descriptor) {
    if (is_to_fail("fsync-alone")) {
        errno = ENOSYS;
        return -1;
    }
    return fail_or_do("syncfs", descriptor, is_to_fail("syncfs"));
}

int close(int descriptor) {
    struct stat about;
    bool fails = is_to_fail("close") && fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) &&
                 (fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_WRONLY;
    return fail_or_do("close", descriptor, fails);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
