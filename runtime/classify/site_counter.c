/*
 * Counts pages. What is counted stands in one hash table, by host and line: a
 * line's key is never 0, so that of a host without a line counts its pages.
 */
#include "base/heapsort.h"
#include "base/memory.h"
#include "classify/context.h"
#include "sites/site_format.h"

#include <stddef.h>
#include <string.h>

/* What is left of a table of so many slots before it has to grow. */
enum { FIRST_SLOTS = 1024 };

typedef struct slot {
    uint64_t host;
    uint32_t line;
    uint32_t count; /* 0: nothing is here */
} slot;

struct dehusk_site_counter {
    dehusk_allocator allocator;
    dehusk_context *reader;
    dhk_site_writer *writer;
    size_t slots_max;
    slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t used;
    uint64_t factor; /* odd, and not known to those who write pages */
    uint32_t *lines; /* of the page at hand */
    size_t line_capacity;
};

/* -- The table -------------------------------------------------------------- */

static size_t slot_of(const dehusk_site_counter *counter, uint64_t host, uint32_t line) {
    uint64_t state = dhk_hash_step(host ^ counter->factor, line) * counter->factor;
    return (size_t)(state >> 20) & (counter->capacity - 1);
}

static void add_count(dehusk_site_counter *counter, uint64_t host, uint32_t line, uint32_t count) {
    size_t at = slot_of(counter, host, line);
    while (counter->slots[at].count != 0 && (counter->slots[at].host != host || counter->slots[at].line != line))
        at = (at + 1) & (counter->capacity - 1);
    if (counter->slots[at].count == 0) {
        counter->slots[at].host = host;
        counter->slots[at].line = line;
        counter->used++;
    }
    counter->slots[at].count = dhk_site_sum(counter->slots[at].count, count);
}

static bool use_slots(dehusk_site_counter *counter, size_t capacity) {
    slot *old = counter->slots;
    size_t old_capacity = counter->capacity;
    slot *made = dhk_allocate(&counter->allocator, capacity, sizeof *made);
    if (made == NULL)
        return false;
    memset(made, 0, capacity * sizeof *made);
    counter->slots = made;
    counter->capacity = capacity;
    counter->used = 0;
    counter->factor = dhk_hash_step((uintptr_t)made, capacity) | 1; /* from an address */
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].count != 0)
            add_count(counter, old[i].host, old[i].line, old[i].count);
    dhk_release(&counter->allocator, old, old_capacity, sizeof *old);
    return true;
}

/* Room for so many slots more, three of four in use at most. */
static dehusk_status reserve(dehusk_site_counter *counter, size_t more) {
    size_t wanted = counter->capacity > 0 ? counter->capacity : FIRST_SLOTS;
    while (wanted / 4 * 3 < counter->used + more) {
        if (wanted > counter->slots_max / 2)
            return DEHUSK_COUNTER_FULL;
        wanted *= 2;
    }
    if (wanted == counter->capacity)
        return DEHUSK_OK;
    if (wanted > counter->slots_max)
        return DEHUSK_COUNTER_FULL;
    return use_slots(counter, wanted) ? DEHUSK_OK : DEHUSK_OUT_OF_MEMORY;
}

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
    const dhk_page *page;
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
    page = &counter->reader->page;
    if (!DHK_RESERVE(&counter->allocator, counter->lines, counter->line_capacity, page->line_count))
        return DEHUSK_OUT_OF_MEMORY;
    for (size_t i = 0; i < page->line_count; i++)
        counter->lines[i] = dhk_site_line_key(&page->lines[i]);
    count = sort_lines(counter->lines, page->line_count);
    status = reserve(counter, count + 1);
    if (status != DEHUSK_OK)
        return status;
    add_count(counter, host, 0, 1);
    for (size_t i = 0; i < count; i++)
        add_count(counter, host, counter->lines[i], 1);
    return DEHUSK_OK;
}

/* Writes slots in order: for each host its pages, then its lines. */
static bool write_slots(dhk_site_writer *writer, const slot *slots, size_t count) {
    bool fine = dhk_site_write_begin(writer);
    for (size_t i = 0; i < count && fine; i++) {
        if (slots[i].line == 0)
            fine = (i == 0 || dhk_site_write_host_end(writer)) &&
                   dhk_site_write_host(writer, slots[i].host, slots[i].count);
        else
            fine = dhk_site_write_line(writer, slots[i].line, slots[i].count);
    }
    return fine && (count == 0 || dhk_site_write_host_end(writer)) && dhk_site_write_end(writer);
}

dehusk_status dehusk_site_counter_write(dehusk_site_counter *counter, dehusk_write_function write, void *user) {
    size_t count = 0;
    bool fine;
    if (counter == NULL || write == NULL)
        return DEHUSK_BAD_ARGUMENT;
    for (size_t i = 0; i < counter->capacity; i++)
        if (counter->slots[i].count != 0)
            counter->slots[count++] = counter->slots[i];
    if (count > 1)
        sort_slots(counter->slots, count);
    memset(counter->writer, 0, sizeof *counter->writer);
    counter->writer->write = write;
    counter->writer->user = user;
    fine = write_slots(counter->writer, counter->slots, count);
    if (counter->capacity > 0)
        memset(counter->slots, 0, counter->capacity * sizeof *counter->slots);
    counter->used = 0;
    return fine ? DEHUSK_OK : DEHUSK_WRITE;
}
