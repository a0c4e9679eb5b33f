/*
 * The corpus on disk: sets of pages with their main content as plain text.
 *
 *     CORPUS/SET/pages.tsv        id, lang, domain, type, charset, url
 *     CORPUS/SET/html/ID.html.gz  the page's bytes
 *     CORPUS/SET/gold/ID.txt      its main content, one block a line
 */
#ifndef TR_CORPUS_H
#define TR_CORPUS_H

#include "common/support.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a text is to the page that it is a form of: see forms.h. */
typedef enum tr_form {
    TR_FORM_PAGE = 0,  /* the page itself; in text mode its lines, one a row */
    TR_FORM_RENDERED,  /* the whole page as some tool makes text of it: html_path is that text */
    TR_FORM_EXTRACTED, /* what an extractor left of it: html_path is that text */
    TR_FORM_CUT,       /* its main content with what stands among and after it */
    TR_FORM_CLEAN,     /* its gold text: all of it is content */
    TR_FORM_LABELLED   /* no page: a text whose lines people labelled, labels_path */
} tr_form;

/* A page; its texts are zero-terminated and belong to the corpus. */
typedef struct tr_page {
    const char *set;
    const char *id;
    const char *lang;
    const char *domain;
    const char *type;
    const char *charset; /* what the server said; "" if unknown */
    const char *url;
    const char *site; /* what folds keep together: see tr_site_of_domain; "SET/ID/" for a page without domain */
    const char *html_path;
    const char *gold_path;
    const char *labels_path; /* a page of own_pages.h: its labels in place of a gold text; else NULL */
    bool is_text;            /* a page of own_pages.h that is a plain-text file, at html_path */
    tr_form form;            /* other than TR_FORM_PAGE: a text */
    uint32_t source;     /* of a form, the place in tr_corpus.pages of the page that it is one of; of a page, its own */
    uint32_t site_index; /* of tr_corpus.site_count */
    uint32_t group_index; /* of tr_corpus.group_count: one for each pair of set and language */
    uint32_t set_index;   /* in tr_corpus.sets */
} tr_page;

/* How a set is used, see set_terms.h. */
typedef struct tr_set_terms {
    double weight;      /* what its pages count, beside what all pages count; 0: their lines are not trained on */
    bool train_only;    /* its pages are in no figure */
    bool mask_comments; /* lines of comments that its gold does not have are not trained on */
} tr_set_terms;

typedef struct tr_corpus {
    tr_page *pages; /* by set name, then as in pages.tsv; forms of pages come after all pages */
    size_t page_count, page_capacity;
    char **sets;
    size_t set_count, set_capacity;
    size_t listed_set_count; /* the first ones, from lists; folders follow */
    tr_set_terms *terms;     /* of the sets; NULL until somebody takes them */
    uint32_t site_count;
    uint32_t group_count;
    void **blocks; /* all texts, to be freed */
    size_t block_count, block_capacity;
} tr_corpus;

/* Bytes of a file. */
typedef struct tr_bytes {
    char *at;
    size_t length, capacity;
} tr_bytes;

/* What can be wrong with the lists. */
typedef enum tr_list_fault {
    TR_FAULT_UNREADABLE_LIST, /* nothing was taken from it */
    TR_FAULT_LIST,            /* it has another header, its set is named twice, or no list names a page */
    TR_FAULT_ROW,             /* without six fields, or an id that can be a file name: it is passed over */
    TR_FAULT_REPEATED_ID,     /* for the second time in its set: it is passed over */
    TR_FAULT_MISSING_FILE     /* of the page that was added last */
} tr_list_fault;

/* Who is told of faults; `take` returns false to stop the reading. */
typedef struct tr_fault_taker {
    bool (*take)(void *data, tr_list_fault fault, const char *message);
    void *data;
} tr_fault_taker;

/* Reads lists as tr_corpus_open does, but leaves it to `faults` whether to go on after a fault. False with a message
 * if there is no such folder, or no set in it, and without one if `faults` stopped it. Sites and groups are not
 * numbered. */
bool tr_corpus_read_lists(tr_corpus *corpus, const char *folder, const char *sets, const tr_fault_taker *faults,
                          tr_error *error);

/* Reads the lists of all sets under `folder`, or only of those named in `sets`
 * ("wcxb,daniel"; NULL means all), and checks that each page has its files. A
 * message names the file and the line. Close in any case. */
bool tr_corpus_open(tr_corpus *corpus, const char *folder, const char *sets, tr_error *error);
void tr_corpus_close(tr_corpus *corpus);

/* How a page's set is used. */
static inline tr_set_terms tr_corpus_terms(const tr_corpus *corpus, const tr_page *page) {
    return corpus->terms != NULL ? corpus->terms[page->set_index] : (tr_set_terms){.weight = 1};
}

/* The page's bytes, its gold text, its labels; `out` is reused and freed by tr_bytes_free. */
bool tr_corpus_read_html(const tr_page *page, tr_bytes *out, tr_error *error);
bool tr_corpus_read_gold(const tr_page *page, tr_bytes *out, tr_error *error);
bool tr_corpus_read_labels(const tr_page *page, tr_bytes *out, tr_error *error); /* of own_pages.h */
void tr_bytes_free(tr_bytes *bytes);

/* For own_pages.c and forms.c: a copy of a text that lives as long as the corpus; a new set,
 * that the next pages are of; numbers for all pages' sites and groups. */
char *tr_corpus_keep(tr_corpus *corpus, const char *text, size_t length);
void tr_corpus_add_set(tr_corpus *corpus, char *name);
void tr_corpus_number(tr_corpus *corpus);

/* Writes the site of a domain or URL to `site`: without scheme, user, port,
 * path and "www.", in lower case, cut down to the part that is registered: the
 * last two labels, or three under a country's "co.uk", "com.cn", ... No list of
 * public suffixes: where the rule is wrong, it joins sites rather than
 * splitting one. */
void tr_site_of_domain(const char *domain, char *site, size_t capacity);

#endif
