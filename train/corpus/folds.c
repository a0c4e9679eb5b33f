/*
 * Folds by site: the largest sites of a set first, each to the fold that has the
 * fewest pages of that set so far.
 */
#include "corpus/folds.h"

#include <stdlib.h>
#include <string.h>

enum { NO_FOLD = 255 };

typedef struct site_share {
    uint32_t site;
    uint32_t pages; /* of the set at hand */
    uint64_t order; /* among sites of the same size */
} site_share;

static int compare_shares(const void *left, const void *right) {
    const site_share *a = left, *b = right;
    if (a->pages != b->pages)
        return a->pages > b->pages ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static unsigned emptiest(const size_t *of_set, const size_t *of_all, unsigned count) {
    unsigned best = 0;
    for (unsigned i = 1; i < count; i++)
        if (of_set[i] < of_set[best] || (of_set[i] == of_set[best] && of_all[i] < of_all[best]))
            best = i;
    return best;
}

void tr_folds_make(const tr_corpus *corpus, unsigned count, uint64_t seed, uint8_t *folds) {
    uint8_t *site_folds = tr_resize(NULL, corpus->site_count, 1);
    site_share *shares = tr_resize(NULL, corpus->site_count, sizeof *shares);
    size_t of_all[TR_FOLDS_MAX] = {0};
    memset(site_folds, NO_FOLD, corpus->site_count);
    for (uint32_t set = 0; set < corpus->set_count; set++) {
        size_t of_set[TR_FOLDS_MAX] = {0};
        for (uint32_t site = 0; site < corpus->site_count; site++)
            shares[site] = (site_share){.site = site};
        for (size_t i = 0; i < corpus->page_count; i++) {
            const tr_page *page = &corpus->pages[i];
            site_share *share = &shares[page->site_index];
            share->pages += page->set_index == set;
            share->order = tr_hash(page->site, strlen(page->site), seed);
        }
        qsort(shares, corpus->site_count, sizeof *shares, compare_shares);
        /* Sites that another set has placed already count first. */
        for (uint32_t i = 0; i < corpus->site_count && shares[i].pages > 0; i++)
            if (site_folds[shares[i].site] != NO_FOLD)
                of_set[site_folds[shares[i].site]] += shares[i].pages;
        for (uint32_t i = 0; i < corpus->site_count && shares[i].pages > 0; i++) {
            uint8_t *fold = &site_folds[shares[i].site];
            if (*fold == NO_FOLD) {
                *fold = (uint8_t)emptiest(of_set, of_all, count);
                of_set[*fold] += shares[i].pages;
            }
            of_all[*fold] += shares[i].pages;
        }
    }
    for (size_t i = 0; i < corpus->page_count; i++)
        folds[i] = site_folds[corpus->pages[i].site_index];
    free(site_folds);
    free(shares);
}
