/*
 * Texts beside the pages of a corpus, for plain text alone: what people have is
 * seldom a page's lines one a row.
 *
 * A page may have forms: its gold text, which for a page of own_pages.h is its
 * content lines; its main content with what stands among and after it; what
 * other tools make of it, from a folder that datasets/renderings/render.py
 * writes:
 *
 *     RENDERINGS/FORM/SET/ID.txt.gz   UTF-8, or ID.txt; a FORM x-... is an extractor's
 *
 * And there are sets of texts whose lines people labelled:
 *
 *     LINES/SET/pages.tsv             id, lang, domain, type, url; more columns do no harm
 *     LINES/SET/lines/ID.tsv          1 content, 0 not, ? not labelled; a tab; the line
 *
 * Forms of a page are of its site, so that a fold has all of them or none.
 */
#ifndef TR_FORMS_H
#define TR_FORMS_H

#include "corpus/corpus.h"

/* Adds forms of all pages that have a gold text: the two that need no file, and unless `renderings` is NULL those of
 * that folder; of own HTML pages the two alone. Each form is a set of its own, but counts what its page's set does. */
bool tr_forms_add(tr_corpus *corpus, const char *renderings, tr_error *error);

/* Adds all sets of labelled texts below `folder`; each text is a site of its own, but for those with the same lines. */
bool tr_forms_add_lines(tr_corpus *corpus, const char *folder, tr_error *error);

/* Chooses a part of a page's main content, the same on every run, with some of what stands around and among it, for
 * TR_FORM_CUT. `content` says of each of `count` lines whether it is main content; writes for each line whether it
 * stays. False: there is no content. */
bool tr_forms_cut(const tr_page *page, const uint8_t *content, size_t count, uint8_t *stays);

/* A copy of a row with spaces where addresses and numbers of references stand that a tool put between the words, as
 * long as the row. */
void tr_forms_blank_addresses(const char *row, size_t length, char *out);

#endif
