/*
 * Reads the corpus lists and files.
 *
 * A training run takes minutes and its figures are compared for months, so a
 * list that is not exactly as expected stops it at once, with the file and line
 * to look at, rather than training on what happens to be readable.
 */
#define _POSIX_C_SOURCE 200809L

#include "corpus/corpus.h"

#include "base/ascii.h"
#include "common/names.h"

#include <errno.h>
#include <stdarg.h>
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
    bool address = length > 0 && dhk_is_digit(begin[length - 1]);
    if (labels >= 2 && !address) {
        size_t last = length - starts[0], second = starts[0] - 1 - starts[1];
        bool under_country = last == 2 && second <= 3;
        cut = !under_country ? starts[1] : labels == 3 ? starts[2] : 0;
    }
    size_t at = 0;
    for (size_t i = cut; i < length && at + 1 < capacity; i++)
        site[at++] = (char)dhk_lower(begin[i]);
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

/* Cuts a line at its tabs. Returns the number of fields, of which the first six are kept. */
static size_t split_line(char *line, char *fields[COLUMN_COUNT]) {
    size_t count = 0;
    for (char *at = line; at != NULL; count++) {
        if (count < COLUMN_COUNT)
            fields[count] = at;
        at = strchr(at, '\t');
        if (at != NULL)
            *at++ = '\0';
    }
    return count;
}

/* A set's list that is being read. */
typedef struct list_reader {
    tr_corpus *corpus;
    const char *folder, *set;
    const char *path; /* of the list */
    size_t line;
    name_table ids;
    const tr_fault_taker *faults;
} list_reader;

__attribute__((format(printf, 3, 4))) static bool tell(const tr_fault_taker *faults, tr_list_fault fault,
                                                       const char *format, ...) {
    tr_error message;
    va_list values;
    va_start(values, format);
    vsnprintf(message.message, sizeof message.message, format, values);
    va_end(values);
    return faults->take(faults->data, fault, message.message);
}

static bool check_page_file(const list_reader *self, const char *what, const char *path) {
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode))
        return true;
    return tell(self->faults, TR_FAULT_MISSING_FILE, "%s:%zu: %s %s is missing", self->path, self->line, what, path);
}

static void add_page(list_reader *self, char *const fields[COLUMN_COUNT]) {
    tr_corpus *corpus = self->corpus;
    TR_RESERVE(corpus->pages, corpus->page_capacity, corpus->page_count + 1);
    tr_page *page = &corpus->pages[corpus->page_count];
    char site[512];
    *page = (tr_page){.set = self->set,
                      .id = fields[0],
                      .lang = fields[1],
                      .domain = fields[2],
                      .type = fields[3],
                      .charset = fields[4],
                      .url = fields[5]};
    page->set_index = (uint32_t)(corpus->set_count - 1);
    page->source = (uint32_t)corpus->page_count;
    page->html_path = join_path(corpus, self->folder, self->set, "html/", page->id, ".html.gz");
    page->gold_path = join_path(corpus, self->folder, self->set, "gold/", page->id, ".txt");
    tr_site_of_domain(page->domain, site, sizeof site);
    page->site = site[0] != '\0' ? tr_corpus_keep(corpus, site, strlen(site))
                                 : join_path(corpus, self->set, page->id, "", "", "");
    corpus->page_count++;
}

/* A row of the list, whose fields become the page's texts. False to stop. */
static bool read_row(list_reader *self, char *text) {
    char *fields[COLUMN_COUNT];
    size_t count = split_line(text, fields);
    uint32_t index;
    if (count != COLUMN_COUNT)
        return tell(self->faults, TR_FAULT_ROW, "%s:%zu: expected %d fields separated by tabs, found %zu", self->path,
                    self->line, COLUMN_COUNT, count);
    if (fields[0][0] == '\0')
        return tell(self->faults, TR_FAULT_ROW, "%s:%zu: the id is empty", self->path, self->line);
    if (strchr(fields[0], '/') != NULL || fields[0][0] == '.')
        return tell(self->faults, TR_FAULT_ROW, "%s:%zu: id '%s' cannot be a file name", self->path, self->line,
                    fields[0]);
    if (!name_table_add(&self->ids, fields[0], &index))
        return tell(self->faults, TR_FAULT_REPEATED_ID, "%s:%zu: id '%s' occurs a second time", self->path, self->line,
                    fields[0]);
    add_page(self, fields);
    const tr_page *page = &self->corpus->pages[self->corpus->page_count - 1];
    return check_page_file(self, "the page", page->html_path) &&
           check_page_file(self, "the gold text", page->gold_path);
}

static bool read_header(const list_reader *self, char *text) {
    char *fields[COLUMN_COUNT];
    bool fine = split_line(text, fields) == COLUMN_COUNT;
    for (size_t i = 0; i < COLUMN_COUNT && fine; i++)
        fine = strcmp(fields[i], column_names[i]) == 0;
    return fine || tell(self->faults, TR_FAULT_LIST, "%s:1: expected the header id, lang, domain, type, charset, url",
                        self->path);
}

static bool read_rows(list_reader *self, char *text) {
    bool going = true;
    for (char *at = text; going && *at != '\0';) {
        size_t length = strcspn(at, "\n"), rest = at[length] == '\n';
        at[length] = '\0';
        if (length > 0 && at[length - 1] == '\r')
            at[length - 1] = '\0';
        self->line++;
        if (self->line == 1)
            going = read_header(self, at);
        else if (at[0] != '\0')
            going = read_row(self, at);
        at += length + rest;
    }
    return going;
}

/* The list of the corpus's last set. False to stop. */
static bool read_list(tr_corpus *corpus, const char *folder, const tr_fault_taker *faults) {
    list_reader self = {
        .corpus = corpus, .folder = folder, .set = corpus->sets[corpus->set_count - 1], .faults = faults};
    tr_bytes bytes = {0};
    tr_error error;
    bool going;
    self.path = join_path(corpus, folder, self.set, "", "pages", ".tsv");
    if (!read_file(self.path, &bytes, &error))
        going = tell(faults, TR_FAULT_UNREADABLE_LIST, "%s", error.message);
    else if (bytes.length > 0 && memchr(bytes.at, '\0', bytes.length) != NULL)
        going = tell(faults, TR_FAULT_UNREADABLE_LIST, "%s: holds a zero byte", self.path);
    else /* the list is cut in place and kept: its fields are the pages' texts */
        going = read_rows(&self, tr_corpus_keep(corpus, bytes.at, bytes.length));
    name_table_free(&self.ids);
    tr_bytes_free(&bytes);
    return going;
}

/* All folders that hold a list, or those that were named; sorted. */
static bool list_sets(tr_corpus *corpus, const char *folder, const char *sets, tr_names *found, tr_error *error) {
    tr_names all = {0};
    for (const char *at = sets; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (length > 0)
            tr_names_add(found, tr_copy_text(at, length));
        at += length + (at[length] == ',');
    }
    if (sets == NULL && !tr_names_of_folder(&all, folder))
        return tr_fail(error, "%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < all.count; i++) {
        struct stat facts;
        if (stat(join_path(corpus, folder, all.items[i], "", "pages", ".tsv"), &facts) == 0)
            tr_names_add(found, tr_copy_text(all.items[i], strlen(all.items[i])));
    }
    tr_names_free(&all);
    tr_names_sort(found);
    return found->count > 0 || tr_fail(error, "%s: no set in it (a folder with a pages.tsv)", folder);
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

/* A taker in front of another one, which knows whether that one was told anything. */
typedef struct watch {
    const tr_fault_taker *faults;
    bool told;
} watch;

static bool take_and_note(void *data, tr_list_fault fault, const char *message) {
    watch *self = data;
    self->told = true;
    return self->faults->take(self->faults->data, fault, message);
}

bool tr_corpus_read_lists(tr_corpus *corpus, const char *folder, const char *sets, const tr_fault_taker *faults,
                          tr_error *error) {
    watch watched = {faults, false};
    tr_fault_taker watching = {take_and_note, &watched};
    tr_names found = {0};
    *corpus = (tr_corpus){0};
    bool going = list_sets(corpus, folder, sets, &found, error);
    for (size_t i = 0; going && i < found.count; i++) {
        if (i > 0 && strcmp(found.items[i - 1], found.items[i]) == 0) {
            going = tell(&watching, TR_FAULT_LIST, "set '%s' is named twice", found.items[i]);
            continue;
        }
        tr_corpus_add_set(corpus, tr_corpus_keep(corpus, found.items[i], strlen(found.items[i])));
        going = read_list(corpus, folder, &watching);
    }
    tr_names_free(&found);
    if (going && corpus->page_count == 0 && !watched.told)
        going = tell(&watching, TR_FAULT_LIST, "%s: its lists name no page", folder);
    corpus->listed_set_count = corpus->set_count;
    return going;
}

/* The first fault is the last: its message is that of the failure. */
static bool stop(void *data, tr_list_fault fault, const char *message) {
    (void)fault;
    return tr_fail(data, "%s", message);
}

bool tr_corpus_open(tr_corpus *corpus, const char *folder, const char *sets, tr_error *error) {
    tr_fault_taker faults = {stop, error};
    if (!tr_corpus_read_lists(corpus, folder, sets, &faults, error))
        return false;
    tr_corpus_number(corpus);
    return true;
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
