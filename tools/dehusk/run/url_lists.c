/*
 * Lists of URLs: sorted once, searched by halves.
 */
#include "run/url_lists.h"

#include "common/message.h"

#include <stdlib.h>
#include <string.h>

/* A file of so many bytes, some fifteen million URLs, is no list that somebody made. */
enum { LIST_BYTES_MAX = 1 << 30 };

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t scheme_length(const char *text, size_t length) {
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t of = strlen(schemes[i]);
        size_t same = 0;
        while (same < of && same < length &&
               ((unsigned char)text[same] | 0x20u) == ((unsigned char)schemes[i][same] | 0x20u))
            same++;
        if (same == of)
            return of;
    }
    return 0;
}

/* What counts of a URL: neither white space around it, nor http or https, nor a fragment. */
static listed_url what_counts(const char *text, size_t length) {
    const char *fragment = memchr(text, '#', length);
    size_t scheme;
    if (fragment != NULL)
        length = (size_t)(fragment - text);
    while (length > 0 && is_space(*text)) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1]))
        length--;
    scheme = scheme_length(text, length);
    return (listed_url){text + scheme, length - scheme};
}

static int by_text(const void *one, const void *other) {
    const listed_url *first = one;
    const listed_url *second = other;
    size_t shorter = first->length < second->length ? first->length : second->length;
    int order = memcmp(first->text, second->text, shorter);
    return order != 0 ? order : (first->length > second->length) - (first->length < second->length);
}

/* The rows of the file that are not empty. Returns what went wrong, NULL: nothing. */
static const char *take_rows(url_list *list) {
    const char *at = list->file.bytes;
    const char *end = at + list->file.length;
    size_t rows = 1;
    for (const char *byte = at; byte < end; byte++)
        rows += *byte == '\n';
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) /* as some editors begin files */
        at += 3;
    list->urls = calloc(rows, sizeof *list->urls);
    if (list->urls == NULL)
        return "out of memory";
    while (at < end) {
        const char *found = memchr(at, '\n', (size_t)(end - at));
        const char *stop = found != NULL ? found : end;
        listed_url url = what_counts(at, (size_t)(stop - at));
        if (url.length > 0)
            list->urls[list->count++] = url;
        at = stop + (found != NULL);
    }
    if (list->count > 0)
        qsort(list->urls, list->count, sizeof *list->urls, by_text);
    return NULL;
}

static bool read_list(url_list *list, const char *path) {
    const char *problem;
    if (path == NULL)
        return true;
    problem = input_read(&list->file, path, LIST_BYTES_MAX);
    if (problem == NULL && list->file.length == LIST_BYTES_MAX)
        problem = "too long for a list of URLs";
    if (problem == NULL && list->file.length > 0)
        problem = take_rows(list);
    if (problem != NULL)
        message_say(path, problem);
    return problem == NULL;
}

bool url_lists_read(url_lists *lists, const cli_settings *settings) {
    return read_list(&lists->wanted, settings->include_url_file) &&
           read_list(&lists->unwanted, settings->exclude_url_file);
}

bool url_list_has(const url_list *list, const char *url) {
    listed_url wanted = what_counts(url, strlen(url));
    return list->count > 0 && bsearch(&wanted, list->urls, list->count, sizeof *list->urls, by_text) != NULL;
}

static void free_list(url_list *list) {
    free(list->urls);
    input_free(&list->file);
}

void url_lists_free(url_lists *lists) {
    free_list(&lists->wanted);
    free_list(&lists->unwanted);
    memset(lists, 0, sizeof *lists);
}
