/*
 * Files of site counts: opened, looked up, merged, all of which must agree.
 * Options: [bits, see below]
 */
#include "fuzz.h"
#include "sites/site_counts.h"
#include "sites/site_format.h"

#include <stdlib.h>
#include <string.h>

enum {
    WITH_HEAD = 1, /* magic and version stand before the input, */
    WITH_END = 2   /* and a right end behind it */
};

typedef struct file {
    unsigned char *at;
    size_t length, capacity;
    size_t read;
    size_t piece; /* bytes that are read at once */
} file;

static int put(void *user, const void *bytes, size_t length) {
    file *to = user;
    if (to->length + length > to->capacity) {
        to->capacity = 2 * (to->length + length);
        to->at = realloc(to->at, to->capacity);
        FZ_CHECK(to->at != NULL);
    }
    if (length > 0)
        memcpy(to->at + to->length, bytes, length);
    to->length += length;
    return 0;
}

static int take(void *user, void *bytes, size_t capacity, size_t *length) {
    file *from = user;
    size_t count = from->length - from->read;
    count = count < from->piece ? count : from->piece;
    *length = count < capacity ? count : capacity;
    if (*length > 0)
        memcpy(bytes, from->at + from->read, *length);
    from->read += *length;
    return 0;
}

static void put_word(file *to, uint64_t word) {
    unsigned char bytes[DHK_SITE_WORD];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(word >> (8 * i) & 0xff);
    put(to, bytes, sizeof bytes);
}

/* Number of hosts and checksum, if all that stands before is right. */
static void put_end(file *to) {
    dhk_site_parser parser = {.state = DHK_SITE_AT_MAGIC};
    for (size_t at = 0; to->length - at >= DHK_SITE_WORD; at += DHK_SITE_WORD)
        if (dhk_site_parse(&parser, dhk_load_little_endian(to->at + at, DHK_SITE_WORD)) != DEHUSK_OK)
            return;
    put_word(to, parser.hosts);
    put_word(to, (uint64_t)dhk_hash_end(dhk_hash_step(parser.checksum, parser.hosts)) << 32);
}

static void look_up(const dehusk_site_counts *counts) {
    for (size_t i = 0; i < counts->host_count; i++) {
        dhk_site_host host = dhk_site_find_host(counts, counts->places[i].host);
        FZ_CHECK(host.pages > 0);
        for (size_t k = 0; k < host.line_count; k++) {
            uint64_t word = dhk_load_little_endian(host.lines + DHK_SITE_WORD * k, DHK_SITE_WORD);
            uint32_t count = dhk_site_find_line(&host, (uint32_t)word);
            FZ_CHECK(count == word >> 32 && count > 0 && count <= host.pages);
        }
        FZ_CHECK(dhk_site_find_line(&host, 0) == 0);
    }
    FZ_CHECK(dhk_site_find_host(counts, 0).pages == 0);
}

/* The file alone gives itself; with itself, another right one. */
static void merge(const file *input, dehusk_status expected) {
    for (size_t count = 1; count <= 2; count++) {
        file readings[2] = {*input, *input};
        file sum = {NULL, 0, 0, 0, 0};
        dehusk_site_source sources[2] = {{&readings[0], take}, {&readings[1], take}};
        dehusk_site_counts *counts = NULL;
        readings[0].piece = 13;
        readings[1].piece = 4096;
        FZ_CHECK(dehusk_site_merge(sources, count, NULL, put, &sum, NULL) == expected);
        if (expected == DEHUSK_OK) {
            FZ_CHECK(sum.length == input->length);
            FZ_CHECK(count == 2 || memcmp(sum.at, input->at, sum.length) == 0);
            FZ_CHECK(dehusk_site_counts_open_memory(sum.at, sum.length, NULL, &counts, NULL) == DEHUSK_OK);
            dehusk_site_counts_close(counts);
        }
        free(sum.at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_input input = {data, size};
    fz_account account = {0, 0};
    dehusk_allocator allocator = fz_allocator(&account);
    dehusk_site_counts *counts = NULL;
    size_t error_offset = SIZE_MAX;
    file made = {NULL, 0, 0, 0, 0};
    uint8_t bits = fz_take(&input);
    if (bits & WITH_HEAD) {
        put(&made, DHK_SITE_MAGIC, DHK_SITE_WORD);
        put_word(&made, DHK_SITE_VERSION);
    }
    put(&made, input.at, input.left);
    if (bits & WITH_END)
        put_end(&made);
    dehusk_status status = dehusk_site_counts_open_memory(made.at, made.length, &allocator, &counts, &error_offset);
    if (status == DEHUSK_OK) {
        FZ_CHECK(counts != NULL && error_offset == 0);
        look_up(counts);
        dehusk_site_counts_close(counts);
    } else {
        FZ_CHECK(counts == NULL && status >= DEHUSK_COUNTS_NOT_COUNTS && status <= DEHUSK_COUNTS_CORRUPT);
        FZ_CHECK(error_offset <= made.length);
    }
    FZ_CHECK(account.bytes == 0);
    merge(&made, status);
    free(made.at);
    return 0;
}
