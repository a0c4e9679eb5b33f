/*
 * Files of site counts: for hosts, how many pages of each were counted, and how
 * many of those hold each line. Read, merged and written as 64-bit words, in
 * order; runtime/SITE_COUNTS_FORMAT.md is the specification.
 */
#ifndef DHK_SITE_FORMAT_H
#define DHK_SITE_FORMAT_H

#include "base/hash.h"
#include "dehusk.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DHK_SITE_MAGIC "DEHUSKS\n" /* 8 bytes */

enum {
    DHK_SITE_VERSION = 1,
    DHK_SITE_WORD = 8,
    DHK_SITE_CHUNK = 8192 /* words that are read or written at once */
};

/* What stands for a host: 0 for none (NULL, empty). Case, a leading "www." and a final dot do not matter. */
uint64_t dhk_site_host_key(const char *host);

/* What stands for a line: its text with each run of digits as one 0. Never 0. */
static inline uint32_t dhk_site_line_key(const dhk_line *line) {
    return line->masked_hash != 0 ? line->masked_hash : 1;
}

/* Counts stay at what they can hold at most, so that sums do not depend on their order. */
static inline uint32_t dhk_site_sum(uint32_t a, uint32_t b) {
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* What a word said. */
typedef enum dhk_site_event {
    DHK_SITE_NOTHING = 0, /* not complete without the next */
    DHK_SITE_HOST,        /* host and pages are set */
    DHK_SITE_LINE,        /* line and count are set */
    DHK_SITE_HOST_END,
    DHK_SITE_END /* nothing may follow */
} dhk_site_event;

typedef enum dhk_site_state {
    DHK_SITE_AT_MAGIC = 0,
    DHK_SITE_AT_VERSION,
    DHK_SITE_AT_HOST,
    DHK_SITE_AT_PAGES,
    DHK_SITE_AT_LINE,
    DHK_SITE_AT_END
} dhk_site_state;

/* Checks a file word by word; all zeros to begin with. */
typedef struct dhk_site_parser {
    dhk_site_state state;
    dhk_site_event event; /* of the last word */
    uint64_t checksum;    /* of the words before the last */
    uint64_t hosts;       /* so far */
    uint64_t host, last_host;
    uint32_t pages; /* of the host */
    uint32_t line, count;
} dhk_site_parser;

/* Takes the next word and sets `event`. */
dehusk_status dhk_site_parse(dhk_site_parser *parser, uint64_t word);

/* What is wrong with a file that ends with `length` bytes, less than a word, behind what was parsed: one that ends within
 * its first word is a cut one only if it begins like one. */
dehusk_status dhk_site_cut(const dhk_site_parser *parser, const unsigned char *rest, size_t length);

/* Writes a file by way of the caller's function. Begins as all zeros, with `write` and `user` set. */
typedef struct dhk_site_writer {
    dehusk_write_function write;
    void *user;
    uint64_t checksum;
    uint64_t hosts;
    size_t filled; /* bytes */
    unsigned char bytes[DHK_SITE_CHUNK * DHK_SITE_WORD];
} dhk_site_writer;

/* In order: begin, for each host (ascending) its head, its lines (ascending) and its end, and the end. False: the
 * caller's function failed. */
bool dhk_site_write_begin(dhk_site_writer *writer);
bool dhk_site_write_host(dhk_site_writer *writer, uint64_t host, uint32_t pages);
bool dhk_site_write_line(dhk_site_writer *writer, uint32_t line, uint32_t count);
bool dhk_site_write_host_end(dhk_site_writer *writer);
bool dhk_site_write_end(dhk_site_writer *writer);

#endif
