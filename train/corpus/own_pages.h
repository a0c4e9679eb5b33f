/*
 * Pages that somebody labelled line by line: a folder of NAME.html and NAME.txt
 * with a NAME.labels beside each.
 *
 * A label file lists the lines of its page in order, as datasets/pages/ has
 * them and as `dehusk --output annotated` writes them:
 *
 *     + anything<TAB>text    content; what stands between sign and first tab is not looked at
 *     - anything<TAB>text    chrome
 *     |<TAB>text             the line's text goes on after a newline
 *
 * Rows that are empty or begin with # or a space (the reasons of an annotated
 * page) do not count. There is no gold text: it is the content lines themselves.
 */
#ifndef TR_OWN_PAGES_H
#define TR_OWN_PAGES_H

#include "corpus/corpus.h"
#include "lines/document.h"

/* Adds the folder's pages to a corpus, which is open or zeroed, as a set that is
 * called like the folder; text files only if `texts`, and no set if none of its
 * pages is left. Each page is a site of its own. A page without labels, or labels
 * without a page, are an error. */
bool tr_corpus_add_folder(tr_corpus *corpus, const char *folder, bool texts, tr_error *error);

/* A line that a label file lists. */
typedef struct tr_label {
    size_t text, length; /* in tr_labels.text, without the space around it */
    size_t row;          /* of the file, from 1 */
    bool content;
} tr_label;

typedef struct tr_labels {
    tr_label *items;
    size_t count, capacity;
    char *text;
    size_t text_length, text_capacity;
} tr_labels;

/* `path` is for messages. `labels` is zeroed or filled before; free it in any case. */
bool tr_labels_parse(tr_labels *labels, const char *path, const char *bytes, size_t length, tr_error *error);
void tr_labels_free(tr_labels *labels);

/* True if the labels' texts are those of the document's lines (of a text file: of
 * its rows), in order. A message names the file and its row. */
bool tr_labels_match(const tr_labels *labels, const char *path, const dhk_document *document, tr_error *error);

#endif
