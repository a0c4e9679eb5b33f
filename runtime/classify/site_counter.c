/*
 * Counts pages. What is counted stands in one array, by host and line: a line's key
 * is never 0, so that of a host without a line counts its pages. New counts are put
 * behind the others; when there is no room they are all sorted, and equal ones added
 * up. Whoever writes pages cannot make that slow, as he could a hash table.
 */
#include "base/heapsort.h"
#include "base/memory.h"
#include "classify/context.h"
#include "sites/site_format.h"

#include <stddef.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

typedef struct slot {
    uint64_t host;
    uint32_t line;
    uint32_t count;
} slot;

struct dehusk_site_counter {
    dehusk_allocator allocator;
    dehusk_context *reader;
    dhk_site_writer *writer;
    size_t slots_max;
    slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t used;     /* some stand there several times until they are sorted */
    uint32_t *lines; /* of the page at hand */
    size_t line_capacity;
};

/* -- Sorting ---------------------------------------------------------------- */

static bool slot_before(const slot *a, const slot *b) {
    return a->host != b->host ? a->host < b->host : a->line < b->line;
}

static void sift_down(slot *slots, size_t root, size_t count) {
    slot moved = slots[root];
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && slot_before(&slots[child], &slots[child + 1]))
            child++;
        if (!slot_before(&moved, &slots[child]))
            break;
        slots[root] = slots[child];
    }
    slots[root] = moved;
}

/* Heapsort: in place, no recursion, n log n at worst. */
static void sort_slots(slot *slots, size_t count) {
    for (size_t i = count / 2; i-- > 0;)
        sift_down(slots, i, count);
    while (count > 1) {
        slot last = slots[--count];
        slots[count] = slots[0];
        slots[0] = last;
        sift_down(slots, 0, count);
    }
}

static bool key_before(const void *data, uint32_t a, uint32_t b) {
    (void)data;
    return a < b;
}

/* Sorts, and keeps one of each. */
static size_t sort_lines(uint32_t *lines, size_t count) {
    size_t kept = 0;
    dhk_heapsort(lines, count, key_before, NULL);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || lines[i] != lines[kept - 1])
            lines[kept++] = lines[i];
    return kept;
}

/* -- The counts ------------------------------------------------------------- */

/* For which there is room. */
static void add_count(dehusk_site_counter *counter, uint64_t host, uint32_t line) {
    counter->slots[counter->used++] = (slot){host, line, 1};
}

/* Sorts, and keeps one of each. */
static void sum_up(dehusk_site_counter *counter) {
    slot *slots = counter->slots;
    size_t kept = 0;
    if (counter->used > 1)
        sort_slots(slots, counter->used);
    for (size_t i = 0; i < counter->used; i++)
        if (kept > 0 && slots[kept - 1].host == slots[i].host && slots[kept - 1].line == slots[i].line)
            slots[kept - 1].count = dhk_site_sum(slots[kept - 1].count, slots[i].count);
        else
            slots[kept++] = slots[i];
    counter->used = kept;
}

/* Room for so many more. Three of four slots are in use at most when all are summed up, so that a quarter is filled
 * before the next time: the time for a count grows with the logarithm of their number. */
static dehusk_status reserve(dehusk_site_counter *counter, size_t more) {
    size_t wanted = counter->capacity > 0 ? counter->capacity : FIRST_SLOTS;
    slot *made;
    if (counter->capacity - counter->used >= more)
        return DEHUSK_OK;
    sum_up(counter);
    while (wanted / 4 * 3 < counter->used + more) {
        if (wanted > counter->slots_max / 2)
            return DEHUSK_COUNTER_FULL;
        wanted *= 2;
    }
    if (wanted == counter->capacity)
        return DEHUSK_OK;
    if (wanted > counter->slots_max)
        return DEHUSK_COUNTER_FULL;
    made = dhk_allocate(&counter->allocator, wanted, sizeof *made);
    if (made == NULL)
        return DEHUSK_OUT_OF_MEMORY;
    if (counter->used > 0)
        memcpy(made, counter->slots, counter->used * sizeof *made);
    dhk_release(&counter->allocator, counter->slots, counter->capacity, sizeof *counter->slots);
    counter->slots = made;
    counter->capacity = wanted;
    return DEHUSK_OK;
}

/* -- The interface ---------------------------------------------------------- */

dehusk_status dehusk_site_counter_new(const dehusk_options *options, size_t max_memory, dehusk_site_counter **counter) {
    dehusk_context *reader;
    dehusk_allocator memory;
    dehusk_status status;
    dehusk_site_counter *made;
    if (counter == NULL)
        return DEHUSK_BAD_ARGUMENT;
    status = dhk_context_new_reader(options, &reader);
    if (status != DEHUSK_OK)
        return status;
    memory = reader->options.allocator;
    made = dhk_allocate(&memory, 1, sizeof *made);
    if (made == NULL) {
        dehusk_context_free(reader);
        return DEHUSK_OUT_OF_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->allocator = memory;
    made->reader = reader;
    made->slots_max = FIRST_SLOTS;
    /* A table and the one that it grows into are there at the same time. */
    while (made->slots_max <= max_memory / sizeof(slot) / 3)
        made->slots_max *= 2;
    made->writer = dhk_allocate(&memory, 1, sizeof *made->writer);
    if (made->writer == NULL) {
        dehusk_site_counter_free(made);
        return DEHUSK_OUT_OF_MEMORY;
    }
    *counter = made;
    return DEHUSK_OK;
}

void dehusk_site_counter_free(dehusk_site_counter *counter) {
    if (counter == NULL)
        return;
    dehusk_allocator memory = counter->allocator;
    dehusk_context_free(counter->reader);
    dhk_release(&memory, counter->writer, 1, sizeof *counter->writer);
    dhk_release(&memory, counter->slots, counter->capacity, sizeof *counter->slots);
    dhk_release(&memory, counter->lines, counter->line_capacity, sizeof *counter->lines);
    dhk_release(&memory, counter, 1, sizeof *counter);
}

dehusk_status dehusk_site_counter_add(dehusk_site_counter *counter, const void *bytes, size_t length,
                                      const dehusk_request *request) {
    const dhk_document *document;
    uint64_t host;
    size_t count;
    dehusk_status status;
    if (counter == NULL || request == NULL || request->size < offsetof(dehusk_request, host_counted))
        return DEHUSK_BAD_ARGUMENT;
    host = dhk_site_host_key(request->host);
    if (host == 0)
        return DEHUSK_BAD_ARGUMENT;
    status = dhk_context_read(counter->reader, bytes, length, request);
    if (status != DEHUSK_OK)
        return status;
    if (!counter->reader->kind.is_page)
        return DEHUSK_OK;
    document = &counter->reader->document;
    if (!DHK_RESERVE(&counter->allocator, counter->lines, counter->line_capacity, document->line_count))
        return DEHUSK_OUT_OF_MEMORY;
    for (size_t i = 0; i < document->line_count; i++)
        counter->lines[i] = dhk_site_line_key(&document->lines[i]);
    count = sort_lines(counter->lines, document->line_count);
    status = reserve(counter, count + 1);
    if (status != DEHUSK_OK)
        return status;
    add_count(counter, host, 0);
    for (size_t i = 0; i < count; i++)
        add_count(counter, host, counter->lines[i]);
    return DEHUSK_OK;
}

/* Writes slots in order: for each host its pages, then its lines. */
static bool write_slots(dhk_site_writer *writer, const slot *slots, size_t count) {
    bool fine = dhk_site_write_begin(writer);
    for (size_t i = 0; i < count && fine; i++)
        if (slots[i].line == 0)
            fine = (i == 0 || dhk_site_write_host_end(writer)) &&
                   dhk_site_write_host(writer, slots[i].host, slots[i].count);
        else
            fine = dhk_site_write_line(writer, slots[i].line, slots[i].count);
    return fine && (count == 0 || dhk_site_write_host_end(writer)) && dhk_site_write_end(writer);
}

dehusk_status dehusk_site_counter_write(dehusk_site_counter *counter, dehusk_write_function write, void *user) {
    bool fine;
    if (counter == NULL || write == NULL)
        return DEHUSK_BAD_ARGUMENT;
    sum_up(counter);
    memset(counter->writer, 0, sizeof *counter->writer);
    counter->writer->write = write;
    counter->writer->user = user;
    fine = write_slots(counter->writer, counter->slots, counter->used);
    counter->used = 0;
    return fine ? DEHUSK_OK : DEHUSK_WRITE;
}
