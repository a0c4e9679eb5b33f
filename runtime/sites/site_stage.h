/*
 * What repetition across the pages of a site adds to a line's score: the
 * weights of two bins, one of the line itself and one of the lines around it.
 * Trainer and runtime share them.
 */
#ifndef DHK_SITE_STAGE_H
#define DHK_SITE_STAGE_H

#include "dehusk.h"
#include "lines/page.h"
#include "model/model.h"
#include "sites/site_counts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DHK_SITE_PAGE_STEPS = 5,   /* other pages: 1, 2, 3 to 4, 5 to 8, 9 or more */
    DHK_SITE_SHARE_STEPS = 6,  /* of them that hold the line: 0, to 1/8, to 3/8, to 5/8, less than all, all */
    DHK_SITE_LENGTH_STEPS = 7, /* dhk_length_class */
    DHK_SITE_NEAR_STEPS = 6,   /* share of repeated text around it: 0, to 1/8, 3/8, 5/8, 7/8, more */
    DHK_SITE_NEAR_LINES = 3,   /* so many lines on each side */
    DHK_SITE_NEAR_CLASSES = 3, /* of the line: on no other page, on less than 3/8, on more */
    DHK_SITE_LINE_BINS = DHK_SITE_PAGE_STEPS * DHK_SITE_SHARE_STEPS * DHK_SITE_LENGTH_STEPS,
    DHK_SITE_NEAR_BINS = DHK_SITE_PAGE_STEPS * DHK_SITE_NEAR_CLASSES * DHK_SITE_NEAR_STEPS,
    DHK_SITE_BINS = DHK_SITE_LINE_BINS + DHK_SITE_NEAR_BINS,
    DHK_SITE_REVISION = 1 /* goes up when a bin's meaning changes */
};

/* The two bins of line `line`; `holding` says for each line of the page how many of `pages` (1 or more) other pages of
 * the site hold it. */
void dhk_site_bins(const dhk_page *page, const uint32_t *holding, uint32_t pages, uint32_t line, uint32_t bins[2]);

/* What is known of the present page's lines. */
typedef struct dhk_site_repeats {
    uint32_t pages;    /* other pages of the site that were counted; 0: nothing is known, or not used */
    uint32_t *holding; /* of those, a line each */
    size_t capacity;
} dhk_site_repeats;

/* Looks the page's lines up. False: out of memory. */
bool dhk_site_repeats_find(dhk_site_repeats *repeats, const dehusk_allocator *allocator, const dhk_page *page,
                           const dehusk_site_counts *counts, const char *host, bool counted);

/* What is added to the line's score. */
int32_t dhk_site_weight(const dhk_site_stage *stage, const dhk_page *page, const dhk_site_repeats *repeats,
                        uint32_t line);

/* "3 of 4 other pages" */
void dhk_site_describe(const dhk_site_repeats *repeats, uint32_t line, dehusk_reason *reason);

struct dehusk_context;

/* Adds to the scores of the context's page, and calibrates them anew, where the request has counts of the page's site
 * and the model weights for them. False: out of memory. */
bool dhk_site_stage_apply(struct dehusk_context *context, const dehusk_request *request);

#endif
