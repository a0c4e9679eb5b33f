/*
 * Reading pages from folders, gzipped or not.
 */
#include "page_set.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { DEPTH_MAX = 16, PATH_SIZE = 4096 };

typedef struct path_list {
    char **paths;
    size_t count, capacity;
} path_list;

static char message[PATH_SIZE + 64];

static const char *fail(const char *path, const char *what) {
    snprintf(message, sizeof message, "%s: %s", path, what);
    return message;
}

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name);
    size_t wanted = strlen(ending);
    return length > wanted && strcmp(name + length - wanted, ending) == 0;
}

static bool is_page_name(const char *name) {
    return ends_with(name, ".html") || ends_with(name, ".htm") || ends_with(name, ".html.gz") ||
           ends_with(name, ".htm.gz");
}

static bool add_path(path_list *list, const char *path) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity * 2 + 64;
        char **paths = realloc(list->paths, capacity * sizeof *paths);
        if (paths == NULL)
            return false;
        list->paths = paths;
        list->capacity = capacity;
    }
    size_t size = strlen(path) + 1;
    list->paths[list->count] = malloc(size);
    if (list->paths[list->count] == NULL)
        return false;
    memcpy(list->paths[list->count++], path, size);
    return true;
}

static const char *find_pages(path_list *list, const char *path, int depth) {
    char inner[PATH_SIZE];
    const struct dirent *entry;
    struct stat facts;
    DIR *folder;
    const char *error = NULL;

    if (stat(path, &facts) != 0)
        return fail(path, "cannot be read");
    if (!S_ISDIR(facts.st_mode))
        return depth > 0 && !is_page_name(path) ? NULL : add_path(list, path) ? NULL : fail(path, "out of memory");
    folder = opendir(path);
    if (folder == NULL || depth == DEPTH_MAX) {
        if (folder != NULL)
            closedir(folder);
        return fail(path, "cannot be read");
    }
    while (error == NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if ((size_t)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) >= sizeof inner)
            error = fail(path, "the path is too long");
        else
            error = find_pages(list, inner, depth + 1);
    }
    closedir(folder);
    return error;
}

static int by_path(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* zlib reads plain files as they are. */
static const char *read_page(page_set *set, const char *path) {
    static unsigned char piece[1 << 16];
    unsigned char *bytes = NULL;
    size_t length = 0;
    size_t capacity = 0;
    int got;
    bool added;
    gzFile file = gzopen(path, "rb");
    if (file == NULL)
        return fail(path, "cannot be read");
    while ((got = gzread(file, piece, sizeof piece)) > 0) {
        if (length + (size_t)got > capacity) {
            unsigned char *grown;
            capacity = 2 * capacity + sizeof piece;
            grown = realloc(bytes, capacity);
            if (grown == NULL) {
                got = -1;
                break;
            }
            bytes = grown;
        }
        memcpy(bytes + length, piece, (size_t)got);
        length += (size_t)got;
    }
    if (gzclose(file) != Z_OK || got < 0) {
        free(bytes);
        return fail(path, "cannot be read to its end");
    }
    added = page_set_add(set, bytes, length);
    free(bytes);
    return added ? NULL : fail(path, "out of memory");
}

bool page_set_add(page_set *set, const void *bytes, size_t length) {
    bench_page page = {malloc(length > 0 ? length : 1), length};
    if (page.bytes == NULL)
        return false;
    if (length > 0)
        memcpy(page.bytes, bytes, length);
    if (set->count == set->capacity) {
        size_t capacity = set->capacity * 2 + 64;
        bench_page *pages = realloc(set->pages, capacity * sizeof *pages);
        if (pages == NULL) {
            free(page.bytes);
            return false;
        }
        set->pages = pages;
        set->capacity = capacity;
    }
    set->pages[set->count++] = page;
    set->bytes += length;
    set->largest = length > set->largest ? length : set->largest;
    return true;
}

const char *page_set_load(page_set *set, const char *path, size_t sample) {
    path_list list = {0};
    const char *error = find_pages(&list, path, 0);
    if (error == NULL && list.count > 0)
        qsort(list.paths, list.count, sizeof *list.paths, by_path);
    for (size_t i = 0; error == NULL && i < list.count; i += sample)
        error = read_page(set, list.paths[i]);
    for (size_t i = 0; i < list.count; i++)
        free(list.paths[i]);
    free(list.paths);
    return error;
}

typedef struct dense_page {
    bench_page page;
    size_t tags;
    size_t place; /* in the set, so that equals stay in order */
} dense_page;

static size_t count_tags(const bench_page *page) {
    const unsigned char *at = page->bytes;
    const unsigned char *end = at + page->length;
    size_t tags = 0;
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        tags++;
        at++;
    }
    return tags;
}

static int by_density(const void *one, const void *other) {
    const dense_page *a = one;
    const dense_page *b = other;
    uint64_t of_a = (uint64_t)a->tags * b->page.length;
    uint64_t of_b = (uint64_t)b->tags * a->page.length;
    if (of_a != of_b)
        return of_a > of_b ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

bool page_set_keep_dense(page_set *set) {
    size_t kept = (set->count + 3) / 4;
    dense_page *all = malloc((set->count > 0 ? set->count : 1) * sizeof *all);
    if (all == NULL)
        return false;
    for (size_t i = 0; i < set->count; i++)
        all[i] = (dense_page){set->pages[i], count_tags(&set->pages[i]), i};
    qsort(all, set->count, sizeof *all, by_density);
    set->bytes = set->largest = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (i >= kept) {
            free(all[i].page.bytes);
            continue;
        }
        set->pages[i] = all[i].page;
        set->bytes += all[i].page.length;
        set->largest = all[i].page.length > set->largest ? all[i].page.length : set->largest;
    }
    set->count = kept;
    free(all);
    return true;
}

void page_set_free(page_set *set) {
    for (size_t i = 0; i < set->count; i++)
        free(set->pages[i].bytes);
    free(set->pages);
    *set = (page_set){0};
}
