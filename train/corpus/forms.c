#define _POSIX_C_SOURCE 200809L

#include "corpus/forms.h"

#include "base/ascii.h"
#include "common/names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* -- Forms of pages -- */

static char *join(tr_corpus *corpus, const char *parts[], size_t count) {
    char text[4096];
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        for (const char *at = parts[i]; *at != '\0' && length < sizeof text; at++)
            text[length++] = *at;
    return tr_corpus_keep(corpus, text, length);
}

static bool is_file(const char *path) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

static tr_page *add_form(tr_corpus *corpus, size_t source, tr_form form) {
    TR_RESERVE(corpus->pages, corpus->page_capacity, corpus->page_count + 1);
    tr_page *made = &corpus->pages[corpus->page_count++];
    *made = corpus->pages[source];
    made->form = form;
    made->set = corpus->sets[corpus->set_count - 1];
    made->type = corpus->pages[source].set;
    made->set_index = (uint32_t)(corpus->set_count - 1);
    return made;
}

/* Of pages that somebody labelled, too; what stands in text files is no page's. */
static void add_of_all(tr_corpus *corpus, size_t pages, const char *name, tr_form form) {
    tr_corpus_add_set(corpus, tr_corpus_keep(corpus, name, strlen(name)));
    for (size_t i = 0; i < pages; i++)
        if (corpus->pages[i].labels_path == NULL || !corpus->pages[i].is_text)
            add_form(corpus, i, form);
}

/* The file of one page's form; NULL: there is none. */
static const char *rendering_of(tr_corpus *corpus, const char *folder, const char *form, const tr_page *page) {
    static const char *const endings[] = {".txt.gz", ".txt"};
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        const char *parts[] = {folder, "/", form, "/", page->set, "/", page->id, endings[k]};
        const char *path = join(corpus, parts, sizeof parts / sizeof *parts);
        if (is_file(path))
            return path;
    }
    return NULL;
}

static void add_renderings_of(tr_corpus *corpus, size_t pages, const char *folder, const char *form) {
    tr_form kind = strncmp(form, "x-", 2) == 0 ? TR_FORM_EXTRACTED : TR_FORM_RENDERED;
    size_t before = corpus->page_count;
    tr_corpus_add_set(corpus, tr_corpus_keep(corpus, form, strlen(form)));
    for (size_t i = 0; i < pages; i++) {
        const char *path =
            corpus->pages[i].labels_path == NULL ? rendering_of(corpus, folder, form, &corpus->pages[i]) : NULL;
        if (path != NULL)
            add_form(corpus, i, kind)->html_path = path;
    }
    if (corpus->page_count == before)
        corpus->set_count--;
}

/* The folders in a folder, sorted. */
static bool list_folders(const char *folder, tr_names *folders, tr_error *error) {
    tr_names all = {0};
    if (!tr_names_of_folder(&all, folder))
        return tr_fail(error, "%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < all.count; i++) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", folder, all.items[i]);
        if (length > 0 && (size_t)length < sizeof path && tr_is_folder(path))
            tr_names_add(folders, tr_copy_text(all.items[i], strlen(all.items[i])));
    }
    tr_names_free(&all);
    return true;
}

bool tr_forms_add(tr_corpus *corpus, const char *renderings, tr_error *error) {
    size_t pages = corpus->page_count;
    tr_names names = {0};
    bool fine = renderings == NULL || list_folders(renderings, &names, error);
    if (fine) {
        add_of_all(corpus, pages, "clean", TR_FORM_CLEAN);
        add_of_all(corpus, pages, "cut", TR_FORM_CUT);
        for (size_t i = 0; i < names.count; i++)
            add_renderings_of(corpus, pages, renderings, names.items[i]);
        tr_corpus_number(corpus);
    }
    tr_names_free(&names);
    return fine;
}

/* -- Sets of labelled texts -- */

enum { LINE_COLUMNS = 5 };

/* Texts with the same lines, however labelled, are of one site: sets have texts twice, and no model is to be tested on
 * one that it was trained on. */
static bool find_site(tr_corpus *corpus, tr_page *page, tr_error *error) {
    enum { LABEL_SIZE = 2 }; /* and the tab */
    tr_bytes bytes = {0};
    char name[24];
    uint64_t hash = 0;
    if (!tr_corpus_read_labels(page, &bytes, error)) {
        tr_bytes_free(&bytes);
        return false;
    }
    for (size_t at = 0; at < bytes.length;) {
        const char *newline = memchr(bytes.at + at, '\n', bytes.length - at);
        size_t end = newline != NULL ? (size_t)(newline - bytes.at) : bytes.length;
        size_t begin = end - at < LABEL_SIZE ? end : at + LABEL_SIZE;
        hash = tr_hash(bytes.at + begin, end - begin, hash);
        at = end + 1;
    }
    tr_bytes_free(&bytes);
    snprintf(name, sizeof name, "%016llx", (unsigned long long)hash);
    const char *site[] = {page->set, "/", name, "/"};
    page->site = join(corpus, site, sizeof site / sizeof *site);
    return true;
}

/* A row of the list of the corpus's last set; `row` is cut at its tabs and kept. */
static bool add_labelled(tr_corpus *corpus, const char *folder, char *row, const char *list, size_t number,
                         tr_error *error) {
    const char *set = corpus->sets[corpus->set_count - 1];
    const char *fields[LINE_COLUMNS] = {row, "", "", "", ""};
    size_t found = 1;
    for (char *at = row; (at = strchr(at, '\t')) != NULL;) {
        *at++ = '\0';
        if (found < LINE_COLUMNS)
            fields[found] = at;
        found++;
    }
    if (found < 2 || fields[0][0] == '\0' || fields[0][0] == '.' || strchr(fields[0], '/') != NULL)
        return tr_fail(error, "%s:%zu: expected id, lang, domain, type and url, separated by tabs", list, number);
    const char *path[] = {folder, "/", set, "/lines/", fields[0], ".tsv"};
    TR_RESERVE(corpus->pages, corpus->page_capacity, corpus->page_count + 1);
    uint32_t source = (uint32_t)corpus->page_count;
    tr_page *page = &corpus->pages[corpus->page_count++];
    *page = (tr_page){.set = set,
                      .id = fields[0],
                      .lang = fields[1],
                      .domain = fields[2],
                      .type = fields[3],
                      .charset = "",
                      .url = fields[4],
                      .form = TR_FORM_LABELLED,
                      .source = source,
                      .set_index = (uint32_t)(corpus->set_count - 1)};
    page->labels_path = page->html_path = join(corpus, path, sizeof path / sizeof *path);
    if (!is_file(page->labels_path))
        return tr_fail(error, "%s:%zu: %s is missing", list, number, page->labels_path);
    return find_site(corpus, page, error);
}

static bool add_line_set(tr_corpus *corpus, const char *folder, const char *name, tr_error *error) {
    const char *parts[] = {folder, "/", name, "/pages.tsv"};
    const char *list = join(corpus, parts, sizeof parts / sizeof *parts);
    tr_page at_list = {.html_path = list};
    tr_bytes bytes = {0};
    if (!is_file(list))
        return true;
    bool fine = tr_corpus_read_html(&at_list, &bytes, error);
    char *set = tr_corpus_keep(corpus, name, strlen(name));
    tr_corpus_add_set(corpus, set);
    char *at = fine ? tr_corpus_keep(corpus, bytes.at, bytes.length) : NULL;
    for (size_t number = 1; fine && at != NULL && *at != '\0'; number++) {
        char *next = strchr(at, '\n');
        if (next != NULL)
            *next++ = '\0';
        at[strcspn(at, "\r")] = '\0';
        if (number == 1 && strncmp(at, "id\tlang\t", 8) != 0)
            fine = tr_fail(error, "%s:1: expected the header id, lang, domain, type, url", list);
        else if (number > 1 && at[0] != '\0')
            fine = add_labelled(corpus, folder, at, list, number, error);
        at = next;
    }
    tr_bytes_free(&bytes);
    return fine;
}

bool tr_forms_add_lines(tr_corpus *corpus, const char *folder, tr_error *error) {
    size_t before = corpus->page_count;
    tr_names names = {0};
    bool fine = list_folders(folder, &names, error);
    for (size_t i = 0; fine && i < names.count; i++)
        fine = add_line_set(corpus, folder, names.items[i], error);
    tr_names_free(&names);
    if (fine && corpus->page_count == before)
        return tr_fail(error, "%s: no set in it (a folder with a pages.tsv and lines/)", folder);
    if (fine)
        tr_corpus_number(corpus);
    return fine;
}

/* -- Cut texts -- */

/* What mediocre extractors leave: some of the lines before the first content line and after the last, and of what
 * stands between them all of it or short runs. How much of it there is comes from the page's name. */
bool tr_forms_cut(const tr_page *page, const uint8_t *content, size_t count, uint8_t *stays) {
    enum { BEFORE_MAX = 4, AFTER_MAX = 9, RUN_MAX = 4 };
    uint64_t dice = tr_hash(page->id, strlen(page->id), tr_hash(page->type, strlen(page->type), 0));
    size_t before = dice % BEFORE_MAX, after = dice / 16 % AFTER_MAX, run_max = dice / 256 % (RUN_MAX + 1);
    size_t first = 0, end = count, run = 0;
    while (first < count && content[first] == 0)
        first++;
    while (end > first && content[end - 1] == 0)
        end--;
    memset(stays, 0, count);
    for (size_t i = first > before ? first - before : 0; i < count && i < end + after; i++) {
        run = content[i] != 0 ? 0 : run + 1;
        stays[i] = i < first || i >= end || run == 0 || run_max == RUN_MAX || run <= run_max;
    }
    return first < end;
}

/* -- Addresses -- */

static size_t address_length(const char *at, size_t length) {
    static const char *const schemes[] = {"http://", "https://", "file://", "www."};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t begin = strlen(schemes[i]), end = begin;
        if (length <= begin || memcmp(at, schemes[i], begin) != 0)
            continue;
        while (end < length && !dhk_is_html_space((unsigned char)at[end]))
            end++;
        return end;
    }
    return 0;
}

/* From the bracket that ends a Markdown link's text to the end of its address, or to the end of the row. */
static size_t target_length(const char *at, size_t length) {
    size_t depth = 1, end = 2;
    if (length < 2 || at[0] != ']' || at[1] != '(')
        return 0;
    for (; end < length && depth > 0; end++)
        depth += at[end] == '(' ? 1 : at[end] == ')' ? SIZE_MAX : 0;
    return end;
}

static size_t reference_length(const char *at, size_t length) {
    size_t end = 1;
    if (length < 3 || at[0] != '[')
        return 0;
    while (end < length && dhk_is_digit(at[end]))
        end++;
    return end > 1 && end < length && at[end] == ']' ? end + 1 : 0;
}

void tr_forms_blank_addresses(const char *row, size_t length, char *out) {
    for (size_t at = 0; at < length;) {
        size_t skipped = address_length(row + at, length - at);
        skipped = skipped > 0 ? skipped : target_length(row + at, length - at);
        skipped = skipped > 0 ? skipped : reference_length(row + at, length - at);
        if (skipped > 0)
            memset(out + at, ' ', skipped);
        else
            out[at] = row[at];
        at += skipped > 0 ? skipped : 1;
    }
}
