/*
 * Folders of labelled pages, and their label files.
 *
 * Texts have to be the same to the byte: a label that has slipped by a line would
 * teach the opposite of what was meant, and nobody would see it.
 */
#define _POSIX_C_SOURCE 200809L

#include "corpus/own_pages.h"

#include "common/names.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- Folders -- */

static bool has_file(const tr_names *files, const char *stem, size_t length, const char *ending) {
    char name[1024];
    int needed = snprintf(name, sizeof name, "%.*s%s", (int)length, stem, ending);
    return needed > 0 && (size_t)needed < sizeof name && tr_names_have(files, name);
}

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), of_ending = strlen(ending);
    return length > of_ending && strcmp(name + length - of_ending, ending) == 0;
}

static char *join(tr_corpus *corpus, const char *first, const char *second, const char *third) {
    char text[4096];
    int length = snprintf(text, sizeof text, "%s/%s%s", first, second, third);
    return tr_corpus_keep(corpus, text, length < 0 ? 0 : strlen(text));
}

static void add_page(tr_corpus *corpus, const char *folder, const char *set, const char *file, bool is_text) {
    const char *stem = tr_corpus_keep(corpus, file, (size_t)(strrchr(file, '.') - file));
    TR_RESERVE(corpus->pages, corpus->page_capacity, corpus->page_count + 1);
    const char *site = tr_corpus_keep(corpus, stem, strcspn(stem, "."));
    uint32_t source = (uint32_t)corpus->page_count;
    corpus->pages[corpus->page_count++] = (tr_page){.set = set,
                                                    .id = stem,
                                                    .lang = "und",
                                                    .domain = "",
                                                    .type = is_text ? "text" : "html",
                                                    .charset = "",
                                                    .url = "",
                                                    .site = join(corpus, set, site, "/"),
                                                    .is_text = is_text,
                                                    .source = source,
                                                    .html_path = join(corpus, folder, file, ""),
                                                    .labels_path = join(corpus, folder, stem, ".labels"),
                                                    .set_index = (uint32_t)(corpus->set_count - 1)};
}

/* One file of a folder: the page that it is goes to `page`, NULL if it is none; labels must have one. */
static bool find_page(const char *folder, const tr_names *files, const char *name, const char **page, tr_error *error) {
    bool is_html = ends_with(name, ".html"), is_text = ends_with(name, ".txt"), is_labels = ends_with(name, ".labels");
    const char *dot = strrchr(name, '.');
    size_t stem = dot != NULL ? (size_t)(dot - name) : 0;
    if (is_labels && !has_file(files, name, stem, ".html") && !has_file(files, name, stem, ".txt"))
        return tr_fail(error, "%s/%s: there is no page for it, neither .html nor .txt", folder, name);
    *page = is_html || is_text ? name : NULL;
    if (*page == NULL)
        return true;
    if (!has_file(files, name, stem, ".labels"))
        return tr_fail(error, "%s/%s: has no %.*s.labels beside it", folder, name, (int)stem, name);
    if (is_text && has_file(files, name, stem, ".html"))
        return tr_fail(error, "%s/%s: there is a %.*s.html as well, and one file of labels", folder, name, (int)stem,
                       name);
    return true;
}

/* The last part of the path, or all of it where a set is called that already. */
static char *set_name(tr_corpus *corpus, const char *folder) {
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    size_t begin = length;
    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    char *name = tr_corpus_keep(corpus, folder + begin, length - begin);
    for (size_t i = 0; i < corpus->set_count; i++)
        if (strcmp(corpus->sets[i], name) == 0)
            return tr_corpus_keep(corpus, folder, length);
    return name;
}

bool tr_corpus_add_folder(tr_corpus *corpus, const char *folder, bool texts, tr_error *error) {
    tr_names files = {0};
    size_t before = corpus->page_count;
    bool fine = tr_names_of_folder(&files, folder) || tr_fail(error, "%s: %s", folder, strerror(errno));
    if (fine) {
        char *set = set_name(corpus, folder);
        for (size_t i = 0; i < corpus->set_count && fine; i++)
            if (strcmp(corpus->sets[i], set) == 0)
                fine = tr_fail(error, "%s: there is a set of this name already", folder);
        if (fine)
            tr_corpus_add_set(corpus, set);
        for (size_t i = 0; i < files.count && fine; i++) {
            const char *page = NULL;
            fine = find_page(folder, &files, files.items[i], &page, error);
            bool is_text = fine && page != NULL && ends_with(page, ".txt");
            if (fine && page != NULL && (texts || !is_text))
                add_page(corpus, folder, set, page, is_text);
        }
    }
    if (fine && corpus->page_count == before) {
        /* Text files are nothing to read as HTML, but no mistake either. */
        bool any = false;
        for (size_t i = 0; i < files.count; i++)
            any = any || ends_with(files.items[i], ".txt");
        corpus->set_count--;
        fine = any || tr_fail(error, "%s: no labelled page in it (NAME.html or NAME.txt with NAME.labels)", folder);
    }
    tr_names_free(&files);
    if (fine)
        tr_corpus_number(corpus);
    return fine;
}

/* -- Label files -- */

/* Where a text begins and how long it is without Unicode's spaces, control
 * characters and invisible ones around it: what is no part of a line either. */
static void trim(const char *text, size_t *begin, size_t *length) {
    const unsigned char *bytes = (const unsigned char *)text + *begin, *end = bytes + *length;
    size_t first = *length, last = 0;
    for (const unsigned char *at = bytes; at < end;) {
        uint32_t width, character = dhk_utf8_decode(at, end, &width);
        bool space =
            character <= ' ' || (character != DHK_MALFORMED && dhk_char_of(character)->class_ == DHK_CHAR_SPACE);
        if (!space) {
            first = first == *length ? (size_t)(at - bytes) : first;
            last = (size_t)(at - bytes) + width;
        }
        at += width;
    }
    *begin += first < *length ? first : 0;
    *length = first < *length ? last - first : 0;
}

static void append_text(tr_labels *labels, const char *text, size_t length) {
    TR_RESERVE(labels->text, labels->text_capacity, labels->text_length + length + 1);
    memcpy(labels->text + labels->text_length, text, length);
    labels->text_length += length;
}

static bool parse_row(tr_labels *labels, const char *path, const char *at, size_t length, size_t row, tr_error *error) {
    if (length == 0 || at[0] == '#' || at[0] == ' ')
        return true;
    const char *tab = memchr(at, '\t', length);
    if (strchr("+-|", at[0]) == NULL)
        return tr_fail(error, "%s:%zu: expected a row that begins with +, -, | or #", path, row);
    if (tab == NULL)
        return tr_fail(error, "%s:%zu: there is no tab before the text", path, row);
    if (at[0] == '|' && labels->count == 0)
        return tr_fail(error, "%s:%zu: there is no line that could go on", path, row);
    if (at[0] == '|') {
        append_text(labels, "\n", 1);
    } else {
        TR_RESERVE(labels->items, labels->capacity, labels->count + 1);
        labels->items[labels->count++] = (tr_label){labels->text_length, 0, row, at[0] == '+'};
    }
    append_text(labels, tab + 1, length - (size_t)(tab + 1 - at));
    labels->items[labels->count - 1].length = labels->text_length - labels->items[labels->count - 1].text;
    return true;
}

bool tr_labels_parse(tr_labels *labels, const char *path, const char *bytes, size_t length, tr_error *error) {
    labels->count = labels->text_length = 0;
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t row = 1; at < length; row++) {
        const char *newline = memchr(bytes + at, '\n', length - at);
        size_t next = newline != NULL ? (size_t)(newline - bytes) + 1 : length;
        size_t end = newline != NULL ? next - 1 : length;
        if (memchr(bytes + at, '\0', end - at) != NULL)
            return tr_fail(error, "%s:%zu: holds a zero byte", path, row);
        if (end > at && bytes[end - 1] == '\r')
            end--;
        if (!parse_row(labels, path, bytes + at, end - at, row, error))
            return false;
        at = next;
    }
    for (size_t i = 0; i < labels->count; i++)
        trim(labels->text, &labels->items[i].text, &labels->items[i].length);
    return true;
}

void tr_labels_free(tr_labels *labels) {
    free(labels->items);
    free(labels->text);
    *labels = (tr_labels){0};
}

static size_t blank_length(const char *text, size_t length) {
    size_t taken = 0;
    while (taken < length && (text[taken] == ' ' || text[taken] == '\t' || text[taken] == '\0'))
        taken++;
    return taken;
}

/* Rows are shown as they were, and people's labels may have one space for several. */
static bool same_but_for_blanks(const char *left, size_t left_length, const char *right, size_t right_length) {
    size_t i = 0, k = 0;
    while (i < left_length && k < right_length) {
        size_t left_blank = blank_length(left + i, left_length - i);
        size_t right_blank = blank_length(right + k, right_length - k);
        if ((left_blank > 0) != (right_blank > 0) || (left_blank == 0 && left[i] != right[k]))
            return false;
        i += left_blank + (left_blank == 0);
        k += right_blank + (right_blank == 0);
    }
    return i == left_length && k == right_length;
}

/* How much of a text a message shows: whole characters, up to the first newline. */
static int shown_length(const char *text, size_t length) {
    size_t shown = length < 80 ? length : 80;
    const char *newline = memchr(text, '\n', shown);
    if (newline != NULL)
        return (int)(newline - text);
    return (int)(shown < length ? dhk_utf8_cut(text, shown) : shown);
}

bool tr_labels_match(const tr_labels *labels, const char *path, const dhk_document *document, tr_error *error) {
    bool rows = document->format == DEHUSK_FORMAT_TEXT;
    size_t count = rows ? document->row_count : document->line_count;
    for (size_t i = 0; i < count || i < labels->count; i++) {
        size_t begin = 0, length = 0;
        if (i < count) {
            begin = rows ? document->rows[i].text : document->lines[i].text;
            length = rows ? document->rows[i].text_length : document->lines[i].text_length;
            trim(document->text, &begin, &length);
        }
        const char *found = document->text + begin;
        if (i >= labels->count)
            return tr_fail(error, "%s: ends after %zu lines, the page has %zu; the next is '%.*s'", path, labels->count,
                           count, shown_length(found, length), found);
        const tr_label *label = &labels->items[i];
        const char *wanted = labels->text + label->text;
        if (i >= count)
            return tr_fail(error, "%s:%zu: '%.*s', but the page has no more than %zu lines", path, label->row,
                           shown_length(wanted, label->length), wanted, count);
        if (!same_but_for_blanks(found, length, wanted, label->length))
            return tr_fail(error, "%s:%zu: '%.*s', but line %zu of the page is '%.*s'", path, label->row,
                           shown_length(wanted, label->length), wanted, i + 1, shown_length(found, length), found);
    }
    return true;
}
