/*
 * Checks a corpus: lists, files, texts, and pages that occur twice.
 *
 * The lists are read by the reader that training uses, which is told to go on
 * after a fault; so the two agree on what is one.
 */
#define _POSIX_C_SOURCE 200809L

#include "commands/check.h"

#include "align/tokens.h"
#include "charset/charset.h"
#include "classify/context.h"
#include "common/names.h"
#include "corpus/corpus.h"
#include "matrix/dataset.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SHOWN = 10 /* findings of a kind, unless all are asked for */ };

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

/* A page of a list, and what reading its files has shown. */
typedef struct row {
    const tr_page *page;
    size_t order; /* among all rows */
    bool usable;  /* both files are there */
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

typedef struct worker {
    dehusk_context *context;
    tr_bytes html, gold;
    tr_tokens page_tokens, gold_tokens;
} worker;

typedef struct check {
    const tr_check_options *options;
    tr_check_counts *counts;
    tr_corpus corpus;
    const char **unread_sets; /* whose lists could not be read */
    size_t unread_count, unread_capacity;
    size_t *incomplete; /* pages without one of their files */
    size_t incomplete_count, incomplete_capacity;
    row *rows; /* one for each page of the corpus */
    size_t row_count;
    finding *findings;
    size_t finding_count, finding_capacity;
    worker *workers;
} check;

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

static bool take_fault(void *data, tr_list_fault fault, const char *message) {
    static const tr_check_kind kind_of[] = {[TR_FAULT_UNREADABLE_LIST] = TR_CHECK_LIST,
                                            [TR_FAULT_LIST] = TR_CHECK_LIST,
                                            [TR_FAULT_ROW] = TR_CHECK_ROW,
                                            [TR_FAULT_REPEATED_ID] = TR_CHECK_REPEATED_ID,
                                            [TR_FAULT_MISSING_FILE] = TR_CHECK_MISSING_FILE};
    check *self = data;
    report(self, kind_of[fault], "%s", message);
    if (fault == TR_FAULT_MISSING_FILE) {
        TR_RESERVE(self->incomplete, self->incomplete_capacity, self->incomplete_count + 1);
        self->incomplete[self->incomplete_count++] = self->corpus.page_count - 1;
    }
    if (fault == TR_FAULT_UNREADABLE_LIST) {
        TR_RESERVE(self->unread_sets, self->unread_capacity, self->unread_count + 1);
        self->unread_sets[self->unread_count++] = self->corpus.sets[self->corpus.set_count - 1];
    }
    return true;
}

static bool read_lists(check *self, tr_error *error) {
    tr_fault_taker faults = {take_fault, self};
    if (!tr_corpus_read_lists(&self->corpus, self->options->folder, self->options->sets, &faults, error))
        return false;
    self->row_count = self->corpus.page_count;
    self->rows = tr_zeroed(self->row_count, sizeof *self->rows);
    for (size_t i = 0; i < self->row_count; i++) {
        self->rows[i].page = &self->corpus.pages[i];
        self->rows[i].order = i;
        self->rows[i].usable = true;
    }
    for (size_t i = 0; i < self->incomplete_count; i++)
        self->rows[self->incomplete[i]].usable = false;
    return true;
}

/* Folders that look like sets and have no list. */
static void find_unlisted_folders(check *self) {
    const char *folder = self->options->folder;
    tr_names names = {0};
    if (!tr_names_of_folder(&names, folder))
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *list = join("%s/%s/pages.tsv", folder, names.items[i]);
        char *html = join("%s/%s/html", folder, names.items[i]);
        struct stat facts;
        if (stat(list, &facts) != 0 && tr_is_folder(html))
            report(self, TR_CHECK_NO_LIST, "%s is missing: nothing reads this folder", list);
        free(list);
        free(html);
    }
    tr_names_free(&names);
}

static void find_extra_files(check *self, const char *set, const char *part, const char *suffix) {
    tr_names names = {0}, expected = {0};
    char *path = join("%s/%s/%s", self->options->folder, set, part);
    for (size_t i = 0; i < self->row_count; i++)
        if (strcmp(self->rows[i].page->set, set) == 0)
            tr_names_add(&expected, join("%s%s", self->rows[i].page->id, suffix));
    tr_names_sort(&expected);
    if (tr_names_of_folder(&names, path))
        for (size_t i = 0; i < names.count; i++)
            if (!tr_names_have(&expected, names.items[i]))
                report(self, TR_CHECK_EXTRA_FILE, "%s/%s is in no row", path, names.items[i]);
    tr_names_free(&names);
    tr_names_free(&expected);
    free(path);
}

static void find_all_extra_files(check *self) {
    for (size_t i = 0; i < self->corpus.set_count; i++) {
        bool unread = false;
        for (size_t k = 0; k < self->unread_count; k++)
            unread = unread || self->unread_sets[k] == self->corpus.sets[i];
        if (unread)
            continue;
        find_extra_files(self, self->corpus.sets[i], "html", ".html.gz");
        find_extra_files(self, self->corpus.sets[i], "gold", ".txt");
    }
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
    worker *self = &all->workers[thread];
    row *each = &all->rows[i];
    const tr_page *page = each->page;
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
    const dhk_document *lines = &self->context->document;
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
    self->workers = tr_zeroed(threads, sizeof *self->workers);
    for (unsigned i = 0; i < threads && fine; i++) {
        dehusk_status status = dhk_context_new_reader(NULL, &self->workers[i].context);
        fine = status == DEHUSK_OK || tr_fail(error, "no context: %s", dehusk_status_message(status));
    }
    if (fine && self->row_count > 0)
        tr_parallel(self->row_count, threads, self->options->progress, read_row, self);
    for (unsigned i = 0; i < threads; i++) {
        worker *each = &self->workers[i];
        dehusk_context_free(each->context);
        tr_bytes_free(&each->html);
        tr_bytes_free(&each->gold);
        tr_tokens_free(&each->page_tokens);
        tr_tokens_free(&each->gold_tokens);
    }
    free(self->workers);
    return fine;
}

static bool has_bad_gold(const row *each) {
    return each->gold_tokens > 0 && (double)each->found_tokens < share_min * (double)each->gold_tokens;
}

static void judge_row(check *self, const row *each) {
    const tr_page *page = each->page;
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
    int order = strcmp(a->page->site, b->page->site);
    return order != 0 ? order : a->order < b->order ? -1 : a->order > b->order;
}

static void find_same_pages(check *self, row **rows, size_t count) {
    const row **originals = tr_zeroed(self->row_count, sizeof *originals);
    if (count > 1)
        qsort(rows, count, sizeof *rows, compare_rows_by_bytes);
    for (size_t i = 1, first = 0; i < count; i++)
        if (rows[i]->hash != rows[first]->hash || rows[i]->html_length != rows[first]->html_length)
            first = i;
        else if (rows[i]->html_length > 0)
            originals[rows[i]->order] = rows[first];
    /* In the order of the lists, not of the hashes. */
    for (size_t i = 0; i < self->row_count; i++) {
        const tr_page *page = self->rows[i].page;
        if (originals[i] == NULL)
            continue;
        const tr_page *original = originals[i]->page;
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
        char *sets = tr_copy_text(rows[first]->page->set, strlen(rows[first]->page->set));
        for (end = first + 1; end < count && strcmp(rows[end]->page->site, rows[first]->page->site) == 0; end++) {
            if (rows[end]->page->set_index == rows[end - 1]->page->set_index)
                continue;
            char *more = join("%s, %s", sets, rows[end]->page->set);
            free(sets);
            sets = more;
            set_count++;
        }
        if (set_count > 1)
            report(self, TR_CHECK_SITE_IN_SETS, "%s has pages in %s", rows[first]->page->site, sets);
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
    tr_names languages = {0};
    for (size_t i = 0; i < self->row_count; i++)
        if (self->rows[i].read && self->rows[i].page->set_index == set_index) {
            const char *lang = self->rows[i].page->lang[0] != '\0' ? self->rows[i].page->lang : "?";
            tr_names_add(&languages, tr_copy_text(lang, strlen(lang)));
        }
    tr_names_sort(&languages);
    for (size_t first = 0, end; first < languages.count; first = end) {
        for (end = first + 1; end < languages.count && strcmp(languages.items[end], languages.items[first]) == 0;)
            end++;
        fprintf(out, "%s%s %zu", first > 0 ? ", " : "", languages.items[first], end - first);
    }
    tr_names_free(&languages);
}

static void print_summary(const check *self, FILE *out) {
    fprintf(out, "%-16s %6s %8s %10s %9s %9s  %s\n", "set", "pages", "MB", "empty gold", "bad gold", "on page",
            "languages");
    for (uint32_t set = 0; set < self->corpus.set_count; set++) {
        size_t pages = 0, empty = 0, bad = 0, with_gold = 0;
        double bytes = 0, share = 0;
        for (size_t i = 0; i < self->row_count; i++) {
            const row *each = &self->rows[i];
            if (!each->read || each->page->set_index != set)
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
        fprintf(out, "%-16s %6zu %8.1f %10zu %9zu %8.1f%%  ", self->corpus.sets[set], pages, bytes / 1e6, empty, bad,
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
    bool fine = read_lists(&self, error);
    if (fine) {
        counts->sets = self.corpus.set_count;
        if (options->sets == NULL)
            find_unlisted_folders(&self);
        find_all_extra_files(&self);
        fine = read_rows(&self, error);
    }
    if (fine) {
        for (size_t i = 0; i < self.row_count; i++)
            judge_row(&self, &self.rows[i]);
        compare_pages(&self);
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
    free(self.incomplete);
    free(self.unread_sets);
    tr_corpus_close(&self.corpus);
    return fine;
}
