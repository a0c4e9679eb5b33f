/*
 * Checks a corpus: lists, files, texts, and pages that occur twice.
 *
 * The lists are read here once more, because the reader in corpus.c stops at
 * the first fault and this must go on. So that the two agree on what is a fault,
 * a corpus in which nothing was found is opened by that reader at the end.
 */
#define _POSIX_C_SOURCE 200809L

#include "commands/check.h"

#include "align/tokens.h"
#include "charset/charset.h"
#include "classify/context.h"
#include "corpus/corpus.h"
#include "matrix/dataset.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    COLUMN_COUNT = 6,
    SHOWN = 10 /* findings of a kind, unless all are asked for */
};

static const char *const column_names[COLUMN_COUNT] = {"id", "lang", "domain", "type", "charset", "url"};

/* A page's F1 cannot exceed 2r / (1 + r) where r is the share of the gold's tokens that the page has. So with less than
 * this even the best choice of lines stays under TR_ORACLE_MIN, and training leaves the page out: that much can be said
 * without an alignment. */
static const double share_min = TR_ORACLE_MIN / (2 - TR_ORACLE_MIN);

static const struct {
    const char *name;
    bool fault;
} kinds[TR_CHECK_KIND_COUNT] = {
    [TR_CHECK_LIST] = {"lists that cannot be used", true},
    [TR_CHECK_ROW] = {"rows that cannot be used", true},
    [TR_CHECK_REPEATED_ID] = {"ids that occur twice", true},
    [TR_CHECK_MISSING_FILE] = {"files that are missing", true},
    [TR_CHECK_UNREADABLE] = {"files that cannot be read", true},
    [TR_CHECK_NO_LIST] = {"folders without a list", false},
    [TR_CHECK_EXTRA_FILE] = {"files that no list names", false},
    [TR_CHECK_EMPTY_PAGE] = {"pages without text", false},
    [TR_CHECK_CHARSET] = {"charsets that are not known", false},
    [TR_CHECK_GOLD_BYTES] = {"gold texts that are not UTF-8", false},
    [TR_CHECK_BAD_GOLD] = {"gold texts that are not on their page", false},
    [TR_CHECK_SAME_PAGE] = {"pages that occur twice in a set", false},
    [TR_CHECK_SAME_IN_SETS] = {"pages that occur in two sets", false},
    [TR_CHECK_SITE_IN_SETS] = {"sites that occur in several sets", false},
};

/* A row of a list, and what reading its files has shown. */
typedef struct row {
    tr_page page;
    size_t line;
    size_t order; /* among all rows */
    bool usable;  /* the id is the set's first of that name, and both files are there */
    bool read;
    bool unknown_charset;
    char *fault; /* why the files cannot be read, or NULL */
    uint64_t hash;
    size_t html_length, line_count;
    size_t gold_length, gold_valid; /* bytes, and how many of them are UTF-8 before the first that is not */
    size_t gold_tokens, found_tokens;
} row;

typedef struct finding {
    tr_check_kind kind;
    char *text;
} finding;

typedef struct name_list {
    char **names;
    size_t count, capacity;
} name_list;

typedef struct bench {
    dehusk_context *context;
    tr_bytes html, gold;
    tr_tokens page_tokens, gold_tokens;
} bench;

typedef struct check {
    const tr_check_options *options;
    tr_check_counts *counts;
    name_list sets;
    row *rows;
    size_t row_count, row_capacity;
    finding *findings;
    size_t finding_count, finding_capacity;
    name_list texts; /* all that rows point into, to be freed */
    bench *benches;
} check;

static void name_list_add(name_list *list, char *name) {
    TR_RESERVE(list->names, list->capacity, list->count + 1);
    list->names[list->count++] = name;
}

static void name_list_free(name_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->names[i]);
    free(list->names);
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_names(name_list *list) {
    if (list->count > 1)
        qsort(list->names, list->count, sizeof *list->names, compare_names);
}

static bool name_list_has(const name_list *sorted, const char *name) {
    return sorted->count > 0 &&
           bsearch(&name, sorted->names, sorted->count, sizeof *sorted->names, compare_names) != NULL;
}

__attribute__((format(printf, 1, 0))) static char *make_text(const char *format, va_list values) {
    va_list again;
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return tr_copy_text("", 0);
    char *text = tr_resize(NULL, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, values);
    return text;
}

__attribute__((format(printf, 1, 2))) static char *join(const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *text = make_text(format, values);
    va_end(values);
    return text;
}

__attribute__((format(printf, 3, 4))) static void report(check *self, tr_check_kind kind, const char *format, ...) {
    va_list values;
    va_start(values, format);
    TR_RESERVE(self->findings, self->finding_capacity, self->finding_count + 1);
    self->findings[self->finding_count++] = (finding){kind, make_text(format, values)};
    va_end(values);
    self->counts->kinds[kind]++;
    if (kinds[kind].fault)
        self->counts->faults++;
    else
        self->counts->warnings++;
}

static char *keep(check *self, char *text) {
    name_list_add(&self->texts, text);
    return text;
}

static bool is_file(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

static bool is_folder(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* The names in a folder, sorted; hidden ones are none. False with errno if it cannot be read. */
static bool list_folder(const char *path, name_list *names) {
    DIR *directory = opendir(path);
    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.')
            name_list_add(names, tr_copy_text(entry->d_name, strlen(entry->d_name)));
    closedir(directory);
    sort_names(names);
    return true;
}

static void take_named_sets(check *self) {
    for (const char *at = self->options->sets; *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (length > 0)
            name_list_add(&self->sets, tr_copy_text(at, length));
        at += length + (at[length] == ',');
    }
    sort_names(&self->sets);
    size_t kept = 0;
    for (size_t i = 0; i < self->sets.count; i++) {
        if (kept > 0 && strcmp(self->sets.names[kept - 1], self->sets.names[i]) == 0) {
            report(self, TR_CHECK_LIST, "set '%s' is named twice", self->sets.names[i]);
            free(self->sets.names[i]);
        } else {
            self->sets.names[kept++] = self->sets.names[i];
        }
    }
    self->sets.count = kept;
}

static bool find_sets(check *self, tr_error *error) {
    const char *folder = self->options->folder;
    name_list names = {0};
    if (self->options->sets != NULL) {
        take_named_sets(self);
    } else {
        if (!list_folder(folder, &names))
            return tr_fail(error, "%s: %s", folder, strerror(errno));
        for (size_t i = 0; i < names.count; i++) {
            char *list = join("%s/%s/pages.tsv", folder, names.names[i]);
            char *html = join("%s/%s/html", folder, names.names[i]);
            struct stat facts;
            if (stat(list, &facts) == 0)
                name_list_add(&self->sets, tr_copy_text(names.names[i], strlen(names.names[i])));
            else if (is_folder(html))
                report(self, TR_CHECK_NO_LIST, "%s is missing: nothing reads this folder", list);
            free(list);
            free(html);
        }
        name_list_free(&names);
    }
    return self->sets.count > 0 || tr_fail(error, "%s: no set in it (a folder with a pages.tsv)", folder);
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

static bool is_header(char *line) {
    char *fields[COLUMN_COUNT];
    bool fine = split_line(line, fields) == COLUMN_COUNT;
    for (size_t i = 0; i < COLUMN_COUNT && fine; i++)
        fine = strcmp(fields[i], column_names[i]) == 0;
    return fine;
}

static void add_row(check *self, uint32_t set_index, char *text, const char *list, size_t line) {
    const char *folder = self->options->folder, *set = self->sets.names[set_index];
    char *fields[COLUMN_COUNT], site[512];
    size_t count = split_line(text, fields);
    if (count != COLUMN_COUNT) {
        report(self, TR_CHECK_ROW, "%s:%zu: expected %d fields separated by tabs, found %zu", list, line, COLUMN_COUNT,
               count);
        return;
    }
    if (fields[0][0] == '\0') {
        report(self, TR_CHECK_ROW, "%s:%zu: the id is empty", list, line);
        return;
    }
    if (strchr(fields[0], '/') != NULL || fields[0][0] == '.') {
        report(self, TR_CHECK_ROW, "%s:%zu: id '%s' cannot be a file name", list, line, fields[0]);
        return;
    }
    TR_RESERVE(self->rows, self->row_capacity, self->row_count + 1);
    row *added = &self->rows[self->row_count];
    *added = (row){.line = line, .order = self->row_count};
    added->page = (tr_page){.set = set,
                            .set_index = set_index,
                            .id = fields[0],
                            .lang = fields[1],
                            .domain = fields[2],
                            .type = fields[3],
                            .charset = fields[4],
                            .url = fields[5]};
    added->page.html_path = keep(self, join("%s/%s/html/%s.html.gz", folder, set, fields[0]));
    added->page.gold_path = keep(self, join("%s/%s/gold/%s.txt", folder, set, fields[0]));
    tr_site_of_domain(fields[2], site, sizeof site);
    added->page.site = keep(self, tr_copy_text(site, strlen(site)));
    self->row_count++;
}

static int compare_rows_by_id(const void *left, const void *right) {
    const row *a = *(row *const *)left, *b = *(row *const *)right;
    int order = strcmp(a->page.id, b->page.id);
    return order != 0 ? order : a->order < b->order ? -1 : 1;
}

/* Finds repeated ids and missing files among a set's rows. */
static void check_rows(check *self, size_t first, const char *list) {
    size_t count = self->row_count - first;
    row **sorted = tr_resize(NULL, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &self->rows[first + i];
        sorted[i]->usable = true;
    }
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_rows_by_id);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i - 1]->page.id, sorted[i]->page.id) == 0)
            sorted[i]->usable = false;
    free(sorted);
    for (size_t i = first; i < self->row_count; i++) {
        row *each = &self->rows[i];
        if (!each->usable) {
            report(self, TR_CHECK_REPEATED_ID, "%s:%zu: id '%s' occurs a second time", list, each->line, each->page.id);
            continue;
        }
        if (!is_file(each->page.html_path)) {
            report(self, TR_CHECK_MISSING_FILE, "%s:%zu: the page %s is missing", list, each->line,
                   each->page.html_path);
            each->usable = false;
        }
        if (!is_file(each->page.gold_path)) {
            report(self, TR_CHECK_MISSING_FILE, "%s:%zu: the gold text %s is missing", list, each->line,
                   each->page.gold_path);
            each->usable = false;
        }
    }
}

static void find_extra_files(check *self, size_t first, const char *set, const char *part, const char *suffix) {
    name_list names = {0}, expected = {0};
    char *path = join("%s/%s/%s", self->options->folder, set, part);
    for (size_t i = first; i < self->row_count; i++)
        name_list_add(&expected, join("%s%s", self->rows[i].page.id, suffix));
    sort_names(&expected);
    if (list_folder(path, &names))
        for (size_t i = 0; i < names.count; i++)
            if (!name_list_has(&expected, names.names[i]))
                report(self, TR_CHECK_EXTRA_FILE, "%s/%s is in no row", path, names.names[i]);
    name_list_free(&names);
    name_list_free(&expected);
    free(path);
}

static void read_list(check *self, uint32_t set_index) {
    const char *set = self->sets.names[set_index];
    char *list = join("%s/%s/pages.tsv", self->options->folder, set);
    tr_page as_page = {.gold_path = list}; /* a file is a file */
    tr_bytes bytes = {0};
    tr_error error;
    size_t first = self->row_count;
    if (!tr_corpus_read_gold(&as_page, &bytes, &error)) {
        report(self, TR_CHECK_LIST, "%s", error.message);
    } else if (memchr(bytes.at, '\0', bytes.length) != NULL) {
        report(self, TR_CHECK_LIST, "%s: holds a zero byte", list);
    } else {
        char *next = NULL;
        size_t line = 1;
        for (char *at = keep(self, tr_copy_text(bytes.at, bytes.length)); at != NULL && *at != '\0';
             at = next, line++) {
            next = strchr(at, '\n');
            if (next != NULL)
                *next++ = '\0';
            size_t length = strlen(at);
            if (length > 0 && at[length - 1] == '\r')
                at[length - 1] = '\0';
            if (line == 1) {
                if (!is_header(at))
                    report(self, TR_CHECK_LIST, "%s:1: expected the header id, lang, domain, type, charset, url", list);
            } else if (at[0] != '\0') {
                add_row(self, set_index, at, list, line);
            }
        }
        check_rows(self, first, list);
        find_extra_files(self, first, set, "html", ".html.gz");
        find_extra_files(self, first, set, "gold", ".txt");
    }
    tr_bytes_free(&bytes);
    free(list);
}

/* How many of the gold's tokens the page has, a repeat counted as often as it is in both. */
static size_t count_common(const tr_tokens *page, const tr_tokens *gold) {
    tr_vocabulary words;
    size_t common = 0;
    tr_vocabulary_make(&words, gold->hashes, gold->count);
    uint32_t *left = tr_zeroed(words.count, sizeof *left);
    for (size_t i = 0; i < gold->count; i++)
        left[tr_vocabulary_find(&words, gold->hashes[i])]++;
    for (size_t i = 0; i < page->count; i++) {
        uint32_t word = tr_vocabulary_find(&words, page->hashes[i]);
        if (word != TR_NO_TOKEN && left[word] > 0) {
            left[word]--;
            common++;
        }
    }
    free(left);
    tr_vocabulary_free(&words);
    return common;
}

/* Reads a page as tr_dataset_read does; the rest of a check is done on what is kept here. */
static bool read_row(void *data, unsigned thread, size_t i) {
    check *all = data;
    bench *self = &all->benches[thread];
    row *each = &all->rows[i];
    const tr_page *page = &each->page;
    tr_error error;
    if (!each->usable)
        return true;
    if (!tr_corpus_read_html(page, &self->html, &error) || !tr_corpus_read_gold(page, &self->gold, &error)) {
        each->fault = tr_copy_text(error.message, strlen(error.message));
        return true;
    }
    each->html_length = self->html.length;
    each->hash = tr_hash(self->html.at, self->html.length, 0);
    each->gold_length = self->gold.length;
    each->gold_valid = dhk_utf8_valid_length((const unsigned char *)self->gold.at, self->gold.length);
    dehusk_request request;
    dehusk_request_init(&request);
    request.format = DEHUSK_FORMAT_HTML;
    request.charset = page->charset[0] != '\0' ? page->charset : NULL;
    dehusk_status status = dhk_context_read(self->context, self->html.at, self->html.length, &request);
    if (status == DEHUSK_UNKNOWN_CHARSET || status == DEHUSK_UNSUPPORTED_CHARSET) {
        each->unknown_charset = true;
        request.charset = NULL;
        status = dhk_context_read(self->context, self->html.at, self->html.length, &request);
    }
    if (status != DEHUSK_OK) {
        each->fault = join("%s: %s", page->html_path, dehusk_status_message(status));
        return true;
    }
    const dhk_page *lines = &self->context->page;
    each->line_count = lines->line_count;
    self->page_tokens.count = self->gold_tokens.count = 0;
    for (size_t k = 0; k < lines->line_count; k++)
        tr_tokenize(&self->page_tokens, lines->text + lines->lines[k].text, lines->lines[k].text_length);
    tr_tokenize(&self->gold_tokens, self->gold.at, self->gold.length);
    each->gold_tokens = self->gold_tokens.count;
    each->found_tokens = each->gold_tokens > 0 ? count_common(&self->page_tokens, &self->gold_tokens) : 0;
    each->read = true;
    return true;
}

static bool read_rows(check *self, tr_error *error) {
    unsigned threads = self->options->threads > 0 ? self->options->threads : 1;
    bool fine = true;
    self->benches = tr_zeroed(threads, sizeof *self->benches);
    for (unsigned i = 0; i < threads && fine; i++) {
        dehusk_status status = dhk_context_new_reader(NULL, &self->benches[i].context);
        fine = status == DEHUSK_OK || tr_fail(error, "no context: %s", dehusk_status_message(status));
    }
    if (fine && self->row_count > 0)
        tr_parallel(self->row_count, threads, self->options->progress, read_row, self);
    for (unsigned i = 0; i < threads; i++) {
        bench *each = &self->benches[i];
        dehusk_context_free(each->context);
        tr_bytes_free(&each->html);
        tr_bytes_free(&each->gold);
        tr_tokens_free(&each->page_tokens);
        tr_tokens_free(&each->gold_tokens);
    }
    free(self->benches);
    return fine;
}

static bool has_bad_gold(const row *each) {
    return each->gold_tokens > 0 && (double)each->found_tokens < share_min * (double)each->gold_tokens;
}

static void judge_row(check *self, const row *each) {
    const tr_page *page = &each->page;
    if (each->fault != NULL) {
        report(self, TR_CHECK_UNREADABLE, "%s", each->fault);
        return;
    }
    if (!each->read)
        return;
    self->counts->pages++;
    self->counts->empty_gold += each->gold_tokens == 0;
    if (each->html_length == 0)
        report(self, TR_CHECK_EMPTY_PAGE, "%s is empty", page->html_path);
    else if (each->line_count == 0)
        report(self, TR_CHECK_EMPTY_PAGE, "%s holds no line of text", page->html_path);
    if (each->unknown_charset)
        report(self, TR_CHECK_CHARSET, "%s/%s: charset '%s' is not one that can be decoded; it is detected instead",
               page->set, page->id, page->charset);
    if (each->gold_valid < each->gold_length)
        report(self, TR_CHECK_GOLD_BYTES, "%s is not UTF-8 from byte %zu on", page->gold_path, each->gold_valid);
    if (has_bad_gold(each))
        report(self, TR_CHECK_BAD_GOLD, "%s: %.0f%% of its %zu tokens are on the page", page->gold_path,
               100.0 * (double)each->found_tokens / (double)each->gold_tokens, each->gold_tokens);
}

static int compare_rows_by_bytes(const void *left, const void *right) {
    const row *a = *(row *const *)left, *b = *(row *const *)right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->html_length != b->html_length)
        return a->html_length < b->html_length ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_rows_by_site(const void *left, const void *right) {
    const row *a = *(row *const *)left, *b = *(row *const *)right;
    int order = strcmp(a->page.site, b->page.site);
    return order != 0 ? order : a->order < b->order ? -1 : a->order > b->order;
}

static void find_same_pages(check *self, row **rows, size_t count) {
    const row **originals = tr_zeroed(self->row_count, sizeof *originals);
    if (count > 1)
        qsort(rows, count, sizeof *rows, compare_rows_by_bytes);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (rows[i]->hash != rows[first]->hash || rows[i]->html_length != rows[first]->html_length)
            first = i;
        else if (rows[i]->html_length > 0)
            originals[rows[i]->order] = rows[first];
    }
    /* In the order of the lists, not of the hashes. */
    for (size_t i = 0; i < self->row_count; i++) {
        const tr_page *page = &self->rows[i].page;
        if (originals[i] == NULL)
            continue;
        const tr_page *original = &originals[i]->page;
        report(self, page->set_index == original->set_index ? TR_CHECK_SAME_PAGE : TR_CHECK_SAME_IN_SETS,
               "%s/%s has the bytes of %s/%s", page->set, page->id, original->set, original->id);
    }
    free(originals);
}

static void find_shared_sites(check *self, row **rows, size_t count) {
    if (count > 1)
        qsort(rows, count, sizeof *rows, compare_rows_by_site);
    for (size_t first = 0, end; first < count; first = end) {
        size_t set_count = 1;
        char *sets = tr_copy_text(rows[first]->page.set, strlen(rows[first]->page.set));
        for (end = first + 1; end < count && strcmp(rows[end]->page.site, rows[first]->page.site) == 0; end++) {
            if (rows[end]->page.set_index == rows[end - 1]->page.set_index)
                continue;
            char *more = join("%s, %s", sets, rows[end]->page.set);
            free(sets);
            sets = more;
            set_count++;
        }
        if (set_count > 1 && rows[first]->page.site[0] != '\0')
            report(self, TR_CHECK_SITE_IN_SETS, "%s has pages in %s", rows[first]->page.site, sets);
        free(sets);
    }
}

static void compare_pages(check *self) {
    row **rows = tr_resize(NULL, self->row_count, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < self->row_count; i++)
        if (self->rows[i].read)
            rows[count++] = &self->rows[i];
    find_same_pages(self, rows, count);
    find_shared_sites(self, rows, count);
    free(rows);
}

/* The reader that training uses has the last word. */
static void open_as_training_does(check *self) {
    tr_corpus corpus;
    tr_error error;
    if (!tr_corpus_open(&corpus, self->options->folder, self->options->sets, &error))
        report(self, TR_CHECK_LIST, "%s", error.message);
    tr_corpus_close(&corpus);
}

static void print_findings(const check *self, FILE *out) {
    for (tr_check_kind kind = 0; kind < TR_CHECK_KIND_COUNT; kind++) {
        size_t count = self->counts->kinds[kind], shown = 0;
        for (size_t i = 0; i < self->finding_count && (self->options->everything || shown < SHOWN); i++)
            if (self->findings[i].kind == kind) {
                fprintf(out, "%s: %s\n", kinds[kind].fault ? "fault" : "warning", self->findings[i].text);
                shown++;
            }
        if (shown < count)
            fprintf(out, "%s: ... and %zu more %s\n", kinds[kind].fault ? "fault" : "warning", count - shown,
                    kinds[kind].name);
    }
}

static void print_languages(const check *self, uint32_t set_index, FILE *out) {
    name_list languages = {0};
    for (size_t i = 0; i < self->row_count; i++)
        if (self->rows[i].read && self->rows[i].page.set_index == set_index) {
            const char *lang = self->rows[i].page.lang[0] != '\0' ? self->rows[i].page.lang : "?";
            name_list_add(&languages, tr_copy_text(lang, strlen(lang)));
        }
    sort_names(&languages);
    for (size_t first = 0, end; first < languages.count; first = end) {
        for (end = first + 1; end < languages.count && strcmp(languages.names[end], languages.names[first]) == 0;)
            end++;
        fprintf(out, "%s%s %zu", first > 0 ? ", " : "", languages.names[first], end - first);
    }
    name_list_free(&languages);
}

static void print_summary(const check *self, FILE *out) {
    fprintf(out, "%-16s %6s %8s %10s %9s %9s  %s\n", "set", "pages", "MB", "empty gold", "bad gold", "on page",
            "languages");
    for (uint32_t set = 0; set < self->sets.count; set++) {
        size_t pages = 0, empty = 0, bad = 0, with_gold = 0;
        double bytes = 0, share = 0;
        for (size_t i = 0; i < self->row_count; i++) {
            const row *each = &self->rows[i];
            if (!each->read || each->page.set_index != set)
                continue;
            pages++;
            bytes += (double)each->html_length;
            bad += has_bad_gold(each);
            if (each->gold_tokens == 0) {
                empty++;
                continue;
            }
            with_gold++;
            share += (double)each->found_tokens / (double)each->gold_tokens;
        }
        fprintf(out, "%-16s %6zu %8.1f %10zu %9zu %8.1f%%  ", self->sets.names[set], pages, bytes / 1e6, empty, bad,
                with_gold > 0 ? 100.0 * share / (double)with_gold : 0.0);
        print_languages(self, set, out);
        fputc('\n', out);
    }
    fputc('\n', out);
    for (tr_check_kind kind = 0; kind < TR_CHECK_KIND_COUNT; kind++)
        if (self->counts->kinds[kind] > 0)
            fprintf(out, "%6zu %s\n", self->counts->kinds[kind], kinds[kind].name);
    fprintf(out, "%zu pages in %zu sets: %zu faults, %zu warnings\n", self->counts->pages, self->counts->sets,
            self->counts->faults, self->counts->warnings);
}

bool tr_check_corpus(const tr_check_options *options, FILE *out, tr_check_counts *counts, tr_error *error) {
    check self = {.options = options, .counts = counts};
    *counts = (tr_check_counts){0};
    bool fine = find_sets(&self, error);
    if (fine) {
        counts->sets = self.sets.count;
        for (uint32_t i = 0; i < self.sets.count; i++)
            read_list(&self, i);
        fine = read_rows(&self, error);
    }
    if (fine) {
        for (size_t i = 0; i < self.row_count; i++)
            judge_row(&self, &self.rows[i]);
        compare_pages(&self);
        if (counts->faults == 0)
            open_as_training_does(&self);
        print_findings(&self, out);
        if (self.finding_count > 0)
            fputc('\n', out);
        print_summary(&self, out);
    }
    for (size_t i = 0; i < self.row_count; i++)
        free(self.rows[i].fault);
    for (size_t i = 0; i < self.finding_count; i++)
        free(self.findings[i].text);
    free(self.rows);
    free(self.findings);
    name_list_free(&self.texts);
    name_list_free(&self.sets);
    return fine;
}
