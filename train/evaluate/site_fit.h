/*
 * What repetition across a site's pages adds: weights of the bins of
 * runtime/sites/site_stage.h, fitted with out-of-fold scores of the lines as
 * offsets, so that they correct what the classifier gets wrong on sites that it
 * has not seen.
 */
#ifndef TR_SITE_FIT_H
#define TR_SITE_FIT_H

#include "calibrate/crossval.h"
#include "evaluate/evaluate.h"
#include "sites/site_stage.h"

#include <stdio.h>

enum {
    TR_SITE_OTHERS_MAX = 32, /* other pages that one is compared to */
    TR_SITE_PAGES_MIN = 4    /* of the sites that figures are made of */
};

/* A stage and its weights. */
typedef struct tr_site_fit {
    dhk_site_stage stage; /* has the weights of this struct; not present where no site has two pages */
    int16_t weights[DHK_SITE_BINS];
} tr_site_fit;

/* Cross-validates by the recipe's folds for slope and offset of `fit`'s stage,
 * then fits its weights to all pages. `without` has out-of-fold scores and their
 * calibration. Unless `others` is 0, prints the page F1 that counts from so many
 * other pages give beside that without, on sites of TR_SITE_PAGES_MIN pages or
 * more. Point the stage's weights to `fit`'s before it is written. */
void tr_site_fit_make(const tr_evaluation *without, const tr_recipe *recipe, unsigned others, tr_site_fit *fit,
                      FILE *out);

#endif
