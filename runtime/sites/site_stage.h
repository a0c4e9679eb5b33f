/*
 * What repetition across the pages of a site adds to a line's score: the
 * weights of two bins, one of the line itself and one of the lines around it.
 * Trainer and runtime share them.
 */
#ifndef DHK_SITE_STAGE_H
#define DHK_SITE_STAGE_H

#include "dehusk.h"
#include "lines/document.h"
#include "model/model.h"
#include "sites/site_counts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The two bins of line `line`; `holding` says for each line of the page how many of `pages` (1 or more) other pages of
 * the site hold it. */
void dhk_site_bins(const dhk_document *document, const uint32_t *holding, uint32_t pages, uint32_t line,
                   uint32_t bins[2]);

/* What is known of the present page's lines. */
typedef struct dhk_site_repeats {
    uint32_t pages;    /* other pages of the site that were counted; 0: nothing is known, or not used */
    uint32_t *holding; /* for each line, how many of those other pages hold it */
    size_t capacity;
} dhk_site_repeats;

/* Looks the page's lines up. False: out of memory. */
bool dhk_site_repeats_find(dhk_site_repeats *repeats, const dehusk_allocator *allocator, const dhk_document *document,
                           const dehusk_site_counts *counts, const char *host, bool counted);

/* What is added to the line's score. */
int32_t dhk_site_weight(const dhk_site_stage *stage, const dhk_document *document, const dhk_site_repeats *repeats,
                        uint32_t line);

/* "3 of 4 other pages" */
void dhk_site_describe(const dhk_site_repeats *repeats, uint32_t line, dehusk_reason *reason);

#endif
