/*
 * Opens files of site counts, and looks hosts and lines up. All of a file is
 * checked before any of it is used.
 */
#include "sites/site_counts.h"

#include "base/file_bytes.h"
#include "base/memory.h"
#include "sites/site_format.h"

#include <string.h>

static uint64_t word_at(const unsigned char *words, size_t index) {
    return dhk_load_little_endian(words + DHK_SITE_WORD * index, DHK_SITE_WORD);
}

static dehusk_status add_place(dehusk_site_counts *counts, uint64_t host, size_t first) {
    if (!DHK_RESERVE(&counts->allocator, counts->places, counts->place_capacity, counts->host_count + 1))
        return DEHUSK_OUT_OF_MEMORY;
    counts->places[counts->host_count++] = (dhk_site_place){host, first};
    return DEHUSK_OK;
}

/* Checks all words and makes the index. */
static dehusk_status index_words(dehusk_site_counts *counts, size_t *error_offset) {
    dhk_site_parser parser = {.state = DHK_SITE_AT_MAGIC};
    for (size_t word = 0; parser.event != DHK_SITE_END; word++) {
        dehusk_status status;
        *error_offset = DHK_SITE_WORD * word;
        if (counts->length - *error_offset < DHK_SITE_WORD) {
            size_t begin = *error_offset;
            *error_offset = counts->length;
            return dhk_site_cut(&parser, counts->bytes + begin, counts->length - begin);
        }
        status = dhk_site_parse(&parser, word_at(counts->bytes, word));
        if (status == DEHUSK_OK && (parser.event == DHK_SITE_HOST || parser.event == DHK_SITE_END))
            status = add_place(counts, parser.host, word + 1);
        if (status != DEHUSK_OK)
            return status;
    }
    *error_offset += DHK_SITE_WORD;
    counts->host_count--; /* the one at the end is none */
    return *error_offset == counts->length ? DEHUSK_OK : DEHUSK_COUNTS_CORRUPT;
}

/* Takes `bytes` over, whatever comes of it. */
static dehusk_status open_bytes(unsigned char *bytes, size_t length, size_t capacity, const dehusk_allocator *memory,
                                dehusk_site_counts **counts, size_t *error_offset) {
    size_t wrong = 0;
    dehusk_status status;
    dehusk_site_counts *made = dhk_allocate(memory, 1, sizeof *made);
    if (made == NULL) {
        dhk_release(memory, bytes, capacity, 1);
        return DEHUSK_OUT_OF_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->allocator = *memory;
    made->bytes = bytes;
    made->length = length;
    made->capacity = capacity;
    status = index_words(made, &wrong);
    if (status == DEHUSK_OK) {
        *counts = made;
        return DEHUSK_OK;
    }
    dehusk_site_counts_close(made);
    if (error_offset != NULL && status != DEHUSK_OUT_OF_MEMORY)
        *error_offset = wrong;
    return status;
}

dehusk_status dehusk_site_counts_open_memory(const void *bytes, size_t length, const dehusk_allocator *allocator,
                                             dehusk_site_counts **counts, size_t *error_offset) {
    dehusk_allocator memory;
    unsigned char *copy;
    if (error_offset != NULL)
        *error_offset = 0;
    if (counts == NULL || (bytes == NULL && length > 0) || !dhk_allocator_or_default(&memory, allocator))
        return DEHUSK_BAD_ARGUMENT;
    copy = dhk_allocate(&memory, length, 1);
    if (copy == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    if (length > 0)
        memcpy(copy, bytes, length);
    return open_bytes(copy, length, length, &memory, counts, error_offset);
}

dehusk_status dehusk_site_counts_open_file(const char *path, const dehusk_allocator *allocator,
                                           dehusk_site_counts **counts, size_t *error_offset) {
    dehusk_allocator memory;
    unsigned char *bytes;
    size_t length, capacity;
    dehusk_status status;
    if (error_offset != NULL)
        *error_offset = 0;
    if (path == NULL || counts == NULL || !dhk_allocator_or_default(&memory, allocator))
        return DEHUSK_BAD_ARGUMENT;
    status = dhk_file_read(path, SIZE_MAX, &memory, &bytes, &length, &capacity);
    return status == DEHUSK_OK ? open_bytes(bytes, length, capacity, &memory, counts, error_offset) : status;
}

void dehusk_site_counts_close(dehusk_site_counts *counts) {
    if (counts == NULL)
        return;
    dehusk_allocator memory = counts->allocator; /* outlives what it frees */
    dhk_release(&memory, counts->bytes, counts->capacity, 1);
    dhk_release(&memory, counts->places, counts->place_capacity, sizeof *counts->places);
    dhk_release(&memory, counts, 1, sizeof *counts);
}

dhk_site_host dhk_site_find_host(const dehusk_site_counts *counts, uint64_t host) {
    dhk_site_host found = {0, NULL, 0};
    size_t low = 0;
    size_t high = counts->host_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (counts->places[middle].host < host)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < counts->host_count && counts->places[low].host == host) {
        size_t first = (size_t)counts->places[low].first;
        found.pages = (uint32_t)word_at(counts->bytes, first - 1);
        found.lines = counts->bytes + DHK_SITE_WORD * first;
        found.line_count = (size_t)counts->places[low + 1].first - first - 3; /* its end, and the next one's head */
    }
    return found;
}

uint32_t dhk_site_find_line(const dhk_site_host *host, uint32_t line) {
    size_t low = 0;
    size_t high = host->line_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t word = word_at(host->lines, middle);
        if ((uint32_t)word == line)
            return (uint32_t)(word >> 32);
        if ((uint32_t)word < line)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}
