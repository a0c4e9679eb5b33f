/*
 * Reads the corpus lists and files.
 *
 * A training run takes minutes and its figures are compared for months, so a
 * list that is not exactly as expected stops it at once, with the file and line
 * to look at, rather than training on what happens to be readable.
 */
#define _POSIX_C_SOURCE 200809L

#include "corpus/corpus.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { COLUMN_COUNT = 6 };

static const char *const column_names[COLUMN_COUNT] = {"id", "lang", "domain", "type", "charset", "url"};

char *tr_corpus_keep(tr_corpus *corpus, const char *text, size_t length) {
    char *copy = tr_copy_text(text, length);
    TR_RESERVE(corpus->blocks, corpus->block_capacity, corpus->block_count + 1);
    corpus->blocks[corpus->block_count++] = copy;
    return copy;
}

static char *join_path(tr_corpus *corpus, const char *folder, const char *set, const char *middle, const char *id,
                       const char *suffix) {
    size_t length = strlen(folder) + strlen(set) + strlen(middle) + strlen(id) + strlen(suffix) + 2;
    char *path = tr_resize(NULL, length + 1, 1);
    snprintf(path, length + 1, "%s/%s/%s%s%s", folder, set, middle, id, suffix);
    TR_RESERVE(corpus->blocks, corpus->block_capacity, corpus->block_count + 1);
    corpus->blocks[corpus->block_count++] = path;
    return path;
}

/* Whole file, through zlib, which passes on what is not compressed. */
static bool read_file(const char *path, tr_bytes *out, tr_error *error) {
    gzFile file = gzopen(path, "rb");
    out->length = 0;
    if (file == NULL)
        return tr_fail(error, "%s: %s", path, errno != 0 ? strerror(errno) : "cannot be opened");
    gzbuffer(file, 128 * 1024);
    for (;;) {
        TR_RESERVE(out->at, out->capacity, out->length + 256 * 1024);
        int got = gzread(file, out->at + out->length, 255 * 1024);
        if (got < 0) {
            int code;
            tr_fail(error, "%s: %s", path, gzerror(file, &code));
            gzclose(file);
            return false;
        }
        if (got == 0)
            break;
        out->length += (size_t)got;
    }
    /* A cut file reads as if it ended there; only closing tells. */
    if (gzclose(file) != Z_OK)
        return tr_fail(error, "%s: the compressed data ends too early", path);
    out->at[out->length] = '\0';
    return true;
}

bool tr_corpus_read_html(const tr_page *page, tr_bytes *out, tr_error *error) {
    return read_file(page->html_path, out, error);
}

bool tr_corpus_read_gold(const tr_page *page, tr_bytes *out, tr_error *error) {
    return read_file(page->gold_path, out, error);
}

bool tr_corpus_read_labels(const tr_page *page, tr_bytes *out, tr_error *error) {
    return read_file(page->labels_path, out, error);
}

void tr_bytes_free(tr_bytes *bytes) {
    free(bytes->at);
    *bytes = (tr_bytes){0};
}

void tr_site_of_domain(const char *domain, char *site, size_t capacity) {
    const char *scheme = strstr(domain, "://");
    const char *begin = scheme != NULL ? scheme + 3 : domain;
    size_t length = strcspn(begin, "/?#");
    const char *user = memchr(begin, '@', length);
    if (user != NULL) {
        length -= (size_t)(user + 1 - begin);
        begin = user + 1;
    }
    const char *port = memchr(begin, ':', length);
    if (port != NULL)
        length = (size_t)(port - begin);
    while (length > 0 && begin[length - 1] == '.')
        length--;
    if (length >= 4 && (begin[0] == 'w' || begin[0] == 'W') && (begin[1] == 'w' || begin[1] == 'W') &&
        (begin[2] == 'w' || begin[2] == 'W') && begin[3] == '.') {
        begin += 4;
        length -= 4;
    }
    /* From the right: where the last, the second and the third label begin. */
    size_t starts[3] = {0, 0, 0}, labels = 0;
    for (size_t i = length; i-- > 0 && labels < 3;)
        if (i == 0 || begin[i - 1] == '.')
            starts[labels++] = i;
    size_t cut = 0;
    bool address = length > 0 && isdigit((unsigned char)begin[length - 1]);
    if (labels >= 2 && !address) {
        size_t last = length - starts[0], second = starts[0] - 1 - starts[1];
        bool under_country = last == 2 && second <= 3;
        cut = !under_country ? starts[1] : labels == 3 ? starts[2] : 0;
    }
    size_t at = 0;
    for (size_t i = cut; i < length && at + 1 < capacity; i++)
        site[at++] = (char)tolower((unsigned char)begin[i]);
    site[at] = '\0';
}

/* An open-addressed set of texts that gives each an index in order of first
 * appearance. */
typedef struct name_table {
    const char **names;
    uint32_t *indices;
    size_t capacity, count;
} name_table;

static void name_table_grow(name_table *table) {
    name_table wider = {.capacity = table->capacity > 0 ? 2 * table->capacity : 1024};
    wider.names = tr_zeroed(wider.capacity, sizeof *wider.names);
    wider.indices = tr_zeroed(wider.capacity, sizeof *wider.indices);
    wider.count = table->count;
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->names[i] == NULL)
            continue;
        size_t at = (size_t)tr_hash(table->names[i], strlen(table->names[i]), 0) & (wider.capacity - 1);
        while (wider.names[at] != NULL)
            at = (at + 1) & (wider.capacity - 1);
        wider.names[at] = table->names[i];
        wider.indices[at] = table->indices[i];
    }
    free(table->names);
    free(table->indices);
    *table = wider;
}

/* False if it was there; `*index` is set in either case. */
static bool name_table_add(name_table *table, const char *name, uint32_t *index) {
    if (2 * (table->count + 1) > table->capacity)
        name_table_grow(table);
    size_t at = (size_t)tr_hash(name, strlen(name), 0) & (table->capacity - 1);
    while (table->names[at] != NULL && strcmp(table->names[at], name) != 0)
        at = (at + 1) & (table->capacity - 1);
    if (table->names[at] != NULL) {
        *index = table->indices[at];
        return false;
    }
    table->names[at] = name;
    table->indices[at] = (uint32_t)table->count;
    *index = (uint32_t)table->count++;
    return true;
}

static void name_table_free(name_table *table) {
    free(table->names);
    free(table->indices);
}

/* Cuts a line at its tabs. Returns the number of fields, at most one more than fit. */
static size_t split_line(char *line, char *fields[COLUMN_COUNT]) {
    size_t count = 0;
    for (char *at = line;;) {
        if (count < COLUMN_COUNT)
            fields[count] = at;
        count++;
        at = strchr(at, '\t');
        if (at == NULL || count > COLUMN_COUNT)
            return count;
        *at++ = '\0';
    }
}

static bool check_page_file(const char *list, size_t line, const char *what, const char *path, tr_error *error) {
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode))
        return true;
    return tr_fail(error, "%s:%zu: %s %s is missing", list, line, what, path);
}

static bool read_page(tr_corpus *corpus, const char *folder, const char *set, char *text, const char *list, size_t line,
                      name_table *ids, tr_error *error) {
    char *fields[COLUMN_COUNT];
    size_t count = split_line(text, fields);
    if (count != COLUMN_COUNT)
        return tr_fail(error, "%s:%zu: expected %d fields separated by tabs, found %s%zu", list, line, COLUMN_COUNT,
                       count > COLUMN_COUNT ? "at least " : "", count);
    if (fields[0][0] == '\0')
        return tr_fail(error, "%s:%zu: the id is empty", list, line);
    if (strchr(fields[0], '/') != NULL || fields[0][0] == '.')
        return tr_fail(error, "%s:%zu: id '%s' cannot be a file name", list, line, fields[0]);
    uint32_t index;
    if (!name_table_add(ids, fields[0], &index))
        return tr_fail(error, "%s:%zu: id '%s' occurs a second time", list, line, fields[0]);
    TR_RESERVE(corpus->pages, corpus->page_capacity, corpus->page_count + 1);
    tr_page *page = &corpus->pages[corpus->page_count];
    char site[512];
    *page = (tr_page){.set = set,
                      .id = fields[0],
                      .lang = fields[1],
                      .domain = fields[2],
                      .type = fields[3],
                      .charset = fields[4],
                      .url = fields[5]};
    page->set_index = (uint32_t)(corpus->set_count - 1);
    page->source = (uint32_t)corpus->page_count;
    page->html_path = join_path(corpus, folder, set, "html/", page->id, ".html.gz");
    page->gold_path = join_path(corpus, folder, set, "gold/", page->id, ".txt");
    tr_site_of_domain(page->domain, site, sizeof site);
    page->site =
        site[0] != '\0' ? tr_corpus_keep(corpus, site, strlen(site)) : join_path(corpus, set, page->id, "", "", "");
    corpus->page_count++;
    return check_page_file(list, line, "the page", page->html_path, error) &&
           check_page_file(list, line, "the gold text", page->gold_path, error);
}

static bool read_list(tr_corpus *corpus, const char *folder, const char *set, tr_error *error) {
    const char *list = join_path(corpus, folder, set, "", "pages", ".tsv");
    tr_bytes bytes = {0};
    name_table ids = {0};
    bool fine = read_file(list, &bytes, error);
    if (fine && bytes.at != NULL && memchr(bytes.at, '\0', bytes.length) != NULL)
        fine = tr_fail(error, "%s: holds a zero byte", list);
    /* The list is cut in place and kept: its fields are the pages' texts. */
    char *at = fine ? tr_corpus_keep(corpus, bytes.at, bytes.length) : NULL;
    for (size_t line = 1; fine && at != NULL && *at != '\0'; line++) {
        char *next = strchr(at, '\n');
        if (next != NULL)
            *next++ = '\0';
        size_t length = strlen(at);
        if (length > 0 && at[length - 1] == '\r')
            at[length - 1] = '\0';
        if (line == 1) {
            char *fields[COLUMN_COUNT];
            fine = split_line(at, fields) == COLUMN_COUNT;
            for (size_t i = 0; i < COLUMN_COUNT && fine; i++)
                fine = strcmp(fields[i], column_names[i]) == 0;
            if (!fine)
                tr_fail(error, "%s:1: expected the header id, lang, domain, type, charset, url", list);
        } else if (at[0] != '\0') {
            fine = read_page(corpus, folder, set, at, list, line, &ids, error);
        }
        at = next;
    }
    name_table_free(&ids);
    tr_bytes_free(&bytes);
    return fine;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void add_set(tr_corpus *corpus, char ***names, size_t *count, size_t *capacity, const char *name,
                    size_t length) {
    TR_RESERVE(*names, *capacity, *count + 1);
    (*names)[(*count)++] = tr_corpus_keep(corpus, name, length);
}

/* All folders that hold a list, or those that were named. */
static bool list_sets(tr_corpus *corpus, const char *folder, const char *sets, char ***names, size_t *count,
                      tr_error *error) {
    size_t capacity = 0;
    if (sets != NULL) {
        for (const char *at = sets; *at != '\0';) {
            size_t length = strcspn(at, ",");
            if (length > 0)
                add_set(corpus, names, count, &capacity, at, length);
            at += length + (at[length] == ',');
        }
    } else {
        DIR *directory = opendir(folder);
        if (directory == NULL)
            return tr_fail(error, "%s: %s", folder, strerror(errno));
        for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
            struct stat facts;
            if (entry->d_name[0] != '.' &&
                stat(join_path(corpus, folder, entry->d_name, "", "pages", ".tsv"), &facts) == 0)
                add_set(corpus, names, count, &capacity, entry->d_name, strlen(entry->d_name));
        }
        closedir(directory);
    }
    if (*count == 0)
        return tr_fail(error, "%s: no set in it (a folder with a pages.tsv)", folder);
    qsort(*names, *count, sizeof **names, compare_names);
    for (size_t i = 1; i < *count; i++)
        if (strcmp((*names)[i - 1], (*names)[i]) == 0)
            return tr_fail(error, "set '%s' is named twice", (*names)[i]);
    return true;
}

/* Numbers sites and groups in the order of the pages. */
void tr_corpus_number(tr_corpus *corpus) {
    name_table sites = {0}, groups = {0};
    for (size_t i = 0; i < corpus->page_count; i++) {
        tr_page *page = &corpus->pages[i];
        name_table_add(&sites, page->site, &page->site_index);
        name_table_add(&groups, join_path(corpus, page->set, page->lang, "", "", ""), &page->group_index);
    }
    corpus->site_count = (uint32_t)sites.count;
    corpus->group_count = (uint32_t)groups.count;
    name_table_free(&sites);
    name_table_free(&groups);
}

void tr_corpus_add_set(tr_corpus *corpus, char *name) {
    TR_RESERVE(corpus->sets, corpus->set_capacity, corpus->set_count + 1);
    corpus->sets[corpus->set_count++] = name;
}

bool tr_corpus_open(tr_corpus *corpus, const char *folder, const char *sets, tr_error *error) {
    *corpus = (tr_corpus){0};
    char **names = NULL;
    size_t count = 0;
    bool fine = list_sets(corpus, folder, sets, &names, &count, error);
    for (size_t i = 0; fine && i < count; i++) {
        tr_corpus_add_set(corpus, names[i]);
        fine = read_list(corpus, folder, names[i], error);
    }
    free(names);
    if (fine && corpus->page_count == 0)
        fine = tr_fail(error, "%s: its lists name no page", folder);
    corpus->listed_set_count = corpus->set_count;
    if (fine)
        tr_corpus_number(corpus);
    return fine;
}

void tr_corpus_close(tr_corpus *corpus) {
    for (size_t i = 0; i < corpus->block_count; i++)
        free(corpus->blocks[i]);
    free(corpus->blocks);
    free(corpus->pages);
    free(corpus->sets);
    free(corpus->terms);
    *corpus = (tr_corpus){0};
}
