/*
 * The corpus as the solver and the evaluator see it: for each page its lines,
 * labels and binary feature vectors, made by the very code that the runtime
 * classifies pages with.
 */
#ifndef TR_DATASET_H
#define TR_DATASET_H

#include "align/align.h"
#include "align/align_cache.h"
#include "corpus/corpus.h"
#include "features/frame.h"
#include "lines/document.h"
#include "roles/roles.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum tr_gold {
    TR_GOLD_GOOD = 0,
    TR_GOLD_BAD = 1,  /* even the best choice of lines stays under TR_ORACLE_MIN: not trained on, not in figures */
    TR_GOLD_EMPTY = 2 /* the page has no main content */
} tr_gold;

/* A page whose perfectly labelled lines reach less token F1 than this has a gold text of some other page. */
#define TR_ORACLE_MIN 0.8

/* What the line of HTML was that a line of text was taken from. */
enum { TR_ORIGIN_TITLE = 1 /* an h1 */, TR_ORIGIN_CAPTION = 2 /* in a figcaption */, TR_ORIGIN_COMMENT = 4 };

typedef struct tr_document {
    const tr_page *page;
    dhk_document lines; /* lines, elements and text only: what dhk_decide looks at */
    uint32_t line_count;
    uint8_t *covered;           /* for each line: percent of its tokens aligned with the gold */
    uint32_t *token_counts;     /* for each line, by tr_tokenize */
    uint32_t *common_starts;    /* line_count + 1: where its tokens stand in `common` */
    uint32_t *common;           /* tokens of the lines that the gold has too, as numbers below gold_word_count */
    uint32_t *gold_word_counts; /* how often the gold has each of its different tokens */
    uint32_t gold_word_count;
    uint32_t gold_token_count;
    uint32_t *vector_starts; /* line_count + 1 */
    uint32_t *vectors;       /* feature indices of all lines */
    dhk_frame frame;         /* of HTML, made with the vectors: what the second stage looks at */
    uint8_t *copies;         /* for each line of HTML, made with the vectors: hidden, and shown elsewhere; else NULL */
    dhk_role_evidence *evidence; /* of all lines, made with the vectors; no logits until somebody detects */
    uint8_t *masked;  /* for each line: not 0 if it is neither content nor chrome, as the set's terms want it;
                                    NULL: none is */
    uint8_t *origins; /* for each line of text: TR_ORIGIN_... bits; NULL if it was not taken from HTML */
    double oracle;    /* page F1 of the lines labelled content by the alignment */
    tr_gold gold;
} tr_document;

typedef struct tr_dataset {
    const tr_corpus *corpus;
    dehusk_format format;
    uint32_t feature_count;
    const uint8_t *left_out; /* by feature: not 0 for those that no vector gets; NULL: none */
    tr_document *documents;  /* one for each page of the corpus, in its order */
    size_t document_count;
    size_t line_count;
    size_t feature_total; /* in all vectors */
    size_t bad_gold_count, empty_gold_count;
    size_t wrong_charset_count; /* the list's charset was unknown and left out */
} tr_dataset;

/* malloc and free for the library's structures that the trainer keeps. */
extern const dehusk_allocator tr_allocator;

/* How a corpus is read. */
typedef struct tr_reading {
    dehusk_format format;
    bool vectors;            /* false: no features are extracted */
    const uint8_t *left_out; /* as in tr_dataset */
    tr_align_cache *cache;   /* NULL: none */
    unsigned threads;
} tr_reading;

/* Reads all pages of the corpus in a mode. In DEHUSK_FORMAT_TEXT each page that
 * is not a text file is read as HTML, and its lines, one a row, are read as one. */
bool tr_dataset_read(tr_dataset *dataset, const tr_corpus *corpus, const tr_reading *how, tr_error *error);
void tr_dataset_free(tr_dataset *dataset);

static inline bool tr_is_content(const tr_document *document, uint32_t line) {
    return document->covered[line] >= TR_CONTENT_PERCENT;
}

/* Room for what is decided on the lines of any page of a dataset, one page at a time. */
typedef struct tr_page_scratch {
    int32_t *logits;
    uint32_t *order;
    uint8_t *labels;
} tr_page_scratch;

tr_page_scratch tr_page_scratch_of(const tr_dataset *dataset);
void tr_page_scratch_free(tr_page_scratch *scratch);

/* Token F1 of the lines with a label other than 0 against the gold. */
tr_bag_score tr_document_score(const tr_document *document, const uint8_t *labels);

#endif
