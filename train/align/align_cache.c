/*
 * The file of kept alignments: a first line that names the revision, then
 * records of key (8 bytes), line count (4 bytes) and one byte a line, in the
 * machine's own byte order, since the file never leaves it.
 */
#define _POSIX_C_SOURCE 200809L

#include "align/align_cache.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of what is kept without having been asked for, the file carries no more than this. */
enum { UNUSED_BYTES_MAX = 64 * 1024 * 1024 };

typedef struct record {
    uint64_t key;
    uint8_t *covered; /* NULL: an empty slot */
    uint32_t line_count;
    bool used;
} record;

struct tr_align_cache {
    pthread_mutex_t lock;
    char *path;
    record *slots;
    size_t capacity, count;
    bool changed;
};

static void write_first_line(char *line, size_t capacity) {
    snprintf(line, capacity, "dehusk-train alignments %d\n", TR_ALIGN_REVISION);
}

static record *find_slot(record *slots, size_t capacity, uint64_t key) {
    size_t at = (size_t)tr_mix(key) & (capacity - 1);
    while (slots[at].covered != NULL && slots[at].key != key)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

/* Takes over `covered` unless the key is there already. */
static void insert(tr_align_cache *cache, uint64_t key, uint8_t *covered, uint32_t line_count, bool used) {
    if (2 * (cache->count + 1) > cache->capacity) {
        size_t wider = 2 * cache->capacity;
        record *slots = tr_zeroed(wider, sizeof *slots);
        for (size_t i = 0; i < cache->capacity; i++)
            if (cache->slots[i].covered != NULL)
                *find_slot(slots, wider, cache->slots[i].key) = cache->slots[i];
        free(cache->slots);
        cache->slots = slots;
        cache->capacity = wider;
    }
    record *slot = find_slot(cache->slots, cache->capacity, key);
    if (slot->covered != NULL) {
        free(covered);
        return;
    }
    *slot = (record){key, covered, line_count, used};
    cache->count++;
}

static void load(tr_align_cache *cache) {
    char expected[64], found[64];
    FILE *file = fopen(cache->path, "rb");
    if (file == NULL)
        return;
    write_first_line(expected, sizeof expected);
    if (fgets(found, sizeof found, file) != NULL && strcmp(found, expected) == 0) {
        uint64_t key;
        uint32_t line_count;
        while (fread(&key, sizeof key, 1, file) == 1 && fread(&line_count, sizeof line_count, 1, file) == 1 &&
               line_count <= 1u << 24) {
            uint8_t *covered = tr_resize(NULL, line_count, 1);
            if (fread(covered, 1, line_count, file) != line_count) {
                free(covered);
                break;
            }
            insert(cache, key, covered, line_count, false);
        }
    }
    fclose(file);
}

tr_align_cache *tr_align_cache_open(const char *folder, tr_error *error) {
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        tr_fail(error, "%s: %s", folder, strerror(errno));
        return NULL;
    }
    tr_align_cache *cache = tr_zeroed(1, sizeof *cache);
    size_t length = strlen(folder) + 32;
    cache->path = tr_resize(NULL, length, 1);
    snprintf(cache->path, length, "%s/alignments.cache", folder);
    cache->capacity = 1024;
    cache->slots = tr_zeroed(cache->capacity, sizeof *cache->slots);
    pthread_mutex_init(&cache->lock, NULL);
    load(cache);
    return cache;
}

uint64_t tr_align_cache_key(const tr_line_tokens *page, const uint64_t *gold, size_t gold_count) {
    size_t token_count = page->starts[page->line_count];
    uint64_t key = tr_hash(gold, gold_count * sizeof *gold, TR_ALIGN_REVISION);
    key = tr_hash(page->starts, (page->line_count + 1) * sizeof *page->starts, key);
    return tr_hash(page->tokens, token_count * sizeof *page->tokens, key);
}

bool tr_align_cache_get(tr_align_cache *cache, uint64_t key, uint8_t *covered, size_t line_count) {
    pthread_mutex_lock(&cache->lock);
    record *slot = find_slot(cache->slots, cache->capacity, key);
    bool found = slot->covered != NULL && slot->line_count == line_count;
    if (found) {
        memcpy(covered, slot->covered, line_count);
        slot->used = true;
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void tr_align_cache_put(tr_align_cache *cache, uint64_t key, const uint8_t *covered, size_t line_count) {
    uint8_t *copy = tr_resize(NULL, line_count, 1);
    memcpy(copy, covered, line_count);
    pthread_mutex_lock(&cache->lock);
    insert(cache, key, copy, (uint32_t)line_count, true);
    cache->changed = true;
    pthread_mutex_unlock(&cache->lock);
}

/* To a file beside it, which then takes its place: a run that is stopped leaves the old one whole. */
static void save(const tr_align_cache *cache) {
    size_t length = strlen(cache->path) + 32;
    char *temporary = tr_resize(NULL, length, 1);
    char first_line[64];
    snprintf(temporary, length, "%s.%ld", cache->path, (long)getpid());
    FILE *file = fopen(temporary, "wb");
    if (file != NULL) {
        size_t unused = 0;
        write_first_line(first_line, sizeof first_line);
        fputs(first_line, file);
        for (size_t i = 0; i < cache->capacity; i++) {
            const record *one = &cache->slots[i];
            if (one->covered == NULL)
                continue;
            if (!one->used && (unused += one->line_count) > UNUSED_BYTES_MAX)
                continue;
            fwrite(&one->key, sizeof one->key, 1, file);
            fwrite(&one->line_count, sizeof one->line_count, 1, file);
            fwrite(one->covered, 1, one->line_count, file);
        }
        bool failed = ferror(file) != 0;
        failed = fclose(file) != 0 || failed;
        if (failed || rename(temporary, cache->path) != 0)
            remove(temporary);
    }
    free(temporary);
}

void tr_align_cache_close(tr_align_cache *cache) {
    if (cache == NULL)
        return;
    if (cache->changed)
        save(cache);
    for (size_t i = 0; i < cache->capacity; i++)
        free(cache->slots[i].covered);
    free(cache->slots);
    free(cache->path);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}
