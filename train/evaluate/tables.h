/*
 * Figures added up by set, by language and by page type.
 *
 * Pages with bad gold are counted and left out everywhere. Pages without main
 * content are in the page figures (1 if nothing is kept, else 0).
 */
#ifndef TR_TABLES_H
#define TR_TABLES_H

#include "matrix/dataset.h"

#include <stdio.h>

enum {
    TR_NAME_MAX = 64,
    /* A set counts by its languages in the mean over sets if each has at least so many pages:
     * a set put together of five corpora is not one corpus. */
    TR_LANGUAGE_PAGES_MIN = 50
};

/* What came out of one page. */
typedef struct tr_outcome {
    tr_bag_score score;
    double kept_right, kept_wrong, lost; /* tokens of lines */
    uint64_t kept_tokens;
    dehusk_verdict verdict;
    double verdict_probability;
} tr_outcome;

/* Sums of one row. */
typedef struct tr_tally {
    char name[TR_NAME_MAX];
    size_t pages, bad, empty;
    double f1, precision, recall, oracle;
    double kept_right, kept_wrong, lost; /* tokens of lines */
} tr_tally;

/* Rows by first appearance. */
typedef struct tr_table {
    tr_tally *rows;
    size_t count, capacity;
} tr_table;

typedef struct tr_tables {
    tr_table sets;      /* "SET" */
    tr_table languages; /* "SET/LANGUAGE" */
    tr_table types;     /* "SET:TYPE" */
    tr_table all;       /* one row */
} tr_tables;

void tr_tables_add(tr_tables *tables, const tr_document *document, const tr_outcome *outcome);
void tr_tables_free(tr_tables *tables);

/* For people: small rows and those that repeat their set are not shown. */
void tr_tables_print(const tr_tables *tables, const tr_corpus *corpus, FILE *out);

/* For programs: all rows as TSV, with a header where the file is empty yet. */
void tr_tables_write(const tr_tables *tables, const tr_corpus *corpus, dehusk_format format, FILE *out);

/* Mean of the page F1 over sets, where a set of several large languages is the mean of those. Folders of own pages are
 * in it only where there is no other set. */
double tr_tables_mean(const tr_tables *tables, const tr_corpus *corpus);

#endif
