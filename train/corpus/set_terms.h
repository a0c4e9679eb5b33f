/*
 * Terms of single sets: what their pages weigh, which of them are trained on
 * but not measured, and whose comments are neither content nor chrome.
 */
#ifndef TR_SET_TERMS_H
#define TR_SET_TERMS_H

#include "corpus/corpus.h"

/* As the command line gives them; NULL: none. */
typedef struct tr_set_options {
    const char *weights;       /* "SET=1.6,SET=0.5" */
    const char *train_only;    /* "SET,SET" */
    const char *mask_comments; /* "SET,SET" */
} tr_set_options;

/* Notes them in the corpus, whose sets and folders are all there. A set that it does not have is an error. */
bool tr_set_terms_take(tr_corpus *corpus, const tr_set_options *options, tr_error *error);

#endif
