/*
 * A set of pages with gold texts, in the layout of a corpus, for tests that learn from it.
 */
#ifndef TS_TRAIN_SET_H
#define TS_TRAIN_SET_H

#include <stdio.h>

typedef struct ts_set {
    const char *folder; /* see ts_path() */
    unsigned page_count;
    FILE *list, *html, *gold; /* html and gold: of the last page */
} ts_set;

/* Begins the list of pages; the set's folder and in it html and gold are there already. */
void ts_set_begin(ts_set *set, const char *folder);

/* Adds "page0" and so on, of the site with this number, and opens its two files to be written. */
void ts_set_page(ts_set *set, const char *lang, unsigned site);

/* Writes a paragraph of the page that its gold text has as well, or an item of a menu that it has not. */
void ts_set_sentence(ts_set *set, unsigned seed);
void ts_set_menu_item(ts_set *set, unsigned seed);

/* Writes three to five such paragraphs about a page's ferries, of different lengths lest they look hard-wrapped. */
void ts_set_ferries(ts_set *set, unsigned page);

void ts_set_end(ts_set *set);

#endif
