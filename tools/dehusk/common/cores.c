/*
 * How many cores there are to use.
 */
#ifdef __linux__
#define _GNU_SOURCE /* sched_getaffinity() */
#endif

#include "common/cores.h"

#ifdef __linux__
#include <sched.h>
#endif
#include <unistd.h>

size_t cores_count(void) {
#ifdef __linux__
    cpu_set_t usable;
    if (sched_getaffinity(0, sizeof usable, &usable) == 0)
        return CPU_COUNT(&usable) > 0 ? (size_t)CPU_COUNT(&usable) : 1;
#endif
    /* More cores than fit in the set, or another system. */
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (size_t)online : 1;
}
