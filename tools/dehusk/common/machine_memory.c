/*
 * How much memory there is to use.
 */
#include "common/machine_memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "common/characters.h"

enum { LARGE_BLOCK = 1 << 20 };

static uint64_t less(uint64_t one, uint64_t other) {
    return one < other ? one : other;
}

/* What a container may use: the file of Linux's control groups, version 2. */
static uint64_t group_limit(void) {
    char text[32] = "";
    FILE *file = fopen("/sys/fs/cgroup/memory.max", "r");
    if (file == NULL)
        return UINT64_MAX;
    bool is_number = fgets(text, sizeof text, file) != NULL && is_digit(text[0]); /* or "max" */
    fclose(file);
    return is_number ? strtoull(text, NULL, 10) : UINT64_MAX;
}

size_t machine_memory(void) {
    long pages = sysconf(_SC_PHYS_PAGES);
    long page_size = sysconf(_SC_PAGESIZE);
    uint64_t memory = pages > 0 && page_size > 0 ? (uint64_t)pages * (uint64_t)page_size : UINT64_C(1) << 32;
    struct rlimit limit;
    memory = less(memory, group_limit());
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        memory = less(memory, limit.rlim_cur);
    return (size_t)less(memory, SIZE_MAX);
}

void machine_memory_returns(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
#endif
}
