/*
 * Which pages are held out together. A site is never on both sides: its pages
 * share their template, and a model that has seen it is measured too well.
 */
#ifndef TR_FOLDS_H
#define TR_FOLDS_H

#include "corpus/corpus.h"

enum { TR_FOLDS_MAX = 64 };

/* Writes for each page of the corpus its fold, 0 to count - 1. Each set's pages
 * are spread as evenly as its sites allow. The same seed gives the same folds. */
void tr_folds_make(const tr_corpus *corpus, unsigned count, uint64_t seed, uint8_t *folds);

#endif
