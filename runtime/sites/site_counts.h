/*
 * Counts in memory: checked, and an index of hosts beside them.
 */
#ifndef DHK_SITE_COUNTS_H
#define DHK_SITE_COUNTS_H

#include "dehusk.h"

#include <stddef.h>
#include <stdint.h>

/* Where a host's lines begin, in words. */
typedef struct dhk_site_place {
    uint64_t host;
    uint64_t first;
} dhk_site_place;

struct dehusk_site_counts {
    dehusk_allocator allocator;
    unsigned char *bytes;
    size_t length, capacity;
    dhk_site_place *places; /* ascending by host, and one more where the next host would begin */
    size_t host_count, place_capacity;
};

/* One host's counts. */
typedef struct dhk_site_host {
    uint32_t pages;             /* 0: none were counted */
    const unsigned char *lines; /* words of line and count, ascending */
    size_t line_count;
} dhk_site_host;

dhk_site_host dhk_site_find_host(const dehusk_site_counts *counts, uint64_t host);

/* How many of the host's pages hold the line. */
uint32_t dhk_site_find_line(const dhk_site_host *host, uint32_t line);

#endif
