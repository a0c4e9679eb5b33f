/*
 * A model in memory: for each mode the weights of the linear classifier, its
 * calibration and its decision constants. Integers throughout: scores, logits
 * and probabilities come out the same on every machine.
 */
#ifndef DHK_MODEL_H
#define DHK_MODEL_H

#include "dehusk.h"
#include "model/model_format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One mode's classifier. The score of a line is bias + the weights of the
 * features that hold; logit = (slope * score >> 12) + offset. */
typedef struct dhk_classifier {
    bool present;
    uint32_t schema; /* hash of the feature registry it was trained with */
    uint32_t feature_count;
    int32_t bias;           /* in 2^-12 */
    int32_t slope;          /* in 2^-12 */
    int32_t offset;         /* in 2^-12 */
    int32_t shift;          /* added to the logits that the decision uses, in 2^-12 */
    int32_t verdict_slope;  /* slope of the logit that the page has main content, by verdict.c's evidence; in 2^-12 */
    int32_t verdict_offset; /* constant of the logit that the page has main content; in 2^-12 */
    const int16_t *weights; /* feature_count of them, in 2^-12 */
} dhk_classifier;

/* What the pages of a site add, see sites/site_stage.h: score' = score + the
 * weights of two bins, and slope and offset of its own. */
typedef struct dhk_site_stage {
    bool present;
    int32_t slope;          /* in 2^-12 */
    int32_t offset;         /* in 2^-12 */
    const int16_t *weights; /* DHK_SITE_BINS of them, in 2^-12 */
} dhk_site_stage;

/* A calibration by what the other lines of the page are: with q the log-odds of their mean probability,
 * logit' = constant + of_mean q + (slope + of_both q) logit. All in 2^-12. */
typedef struct dhk_page_calibration {
    int32_t constant, slope, of_mean, of_both;
} dhk_page_calibration;

/* A calibration by the facts of a text: logit' = constant + sum of facts times of_facts + (slope + sum of facts times
 * of_both) logit. All in 2^-12. */
typedef struct dhk_fact_calibration {
    int32_t constant, slope;
    int32_t of_facts[DHK_GATE_FACTS], of_both[DHK_GATE_FACTS];
} dhk_fact_calibration;

/* The least slope that such a calibration gives, 1/4: order stays, and so does most of its weight. */
enum { DHK_CALIBRATION_SLOPE_MIN = 1024 };

/* What stands around a line of plain text, see classify/text_around.h: logit' = constant + keep logit + the columns times
 * their weights, all in 2^-12. */
typedef struct dhk_around_stage {
    bool present;
    int32_t constant, keep;
    int32_t weights[DHK_AROUND_COLUMNS];
} dhk_around_stage;

/* What plain text has beside its classifier, that of pages, see classify/text_regime.h. */
typedef struct dhk_text_regimes {
    bool present;
    dhk_classifier extract;            /* without verdict */
    dhk_page_calibration page;         /* of the classifier of pages */
    dhk_fact_calibration extract_page; /* of the classifier of extracts */
    int32_t gate_bias;                 /* logit that a text is an extract, in 2^-12 */
    int32_t gate[DHK_GATE_FACTS];      /* what each fact of the text adds to it */
    int32_t nothing_bias;              /* logit that an extract has no content, in 2^-12 */
    int32_t nothing[DHK_GATE_FACTS];   /* what each fact adds to it, as the classifier of extracts has them */
    dhk_around_stage around;           /* of extracts, after their calibration */
    dhk_around_stage page_around;      /* of pages, after their calibration */
} dhk_text_regimes;

/* A column of the second stage. */
typedef struct dhk_stack_column {
    int32_t mean;   /* of its values */
    int32_t scale;  /* one by the deviation of its values, in 2^-12 */
    int32_t weight; /* in 2^-12 */
    int32_t limit;  /* five deviations: no value counts as farther from the mean; see dhk_stack_column_complete */
    int64_t factor; /* scale times weight; see dhk_stack_column_complete */
} dhk_stack_column;

/* The second stage, see stacking/stack_stage.h: score' = keep * score + bias +
 * the columns' weights times their standardised values, and slope and offset of
 * its own. */
typedef struct dhk_stack_stage {
    bool present;
    int32_t slope, offset, keep, bias; /* in 2^-12 */
    dhk_stack_column columns[DHK_STACK_COLUMN_COUNT];
} dhk_stack_stage;

/* Fills what follows from scale and weight. */
static inline void dhk_stack_column_complete(dhk_stack_column *column) {
    column->limit = column->scale > 0 ? (int32_t)((INT64_C(5) << 24) / column->scale) : 0;
    column->factor = (int64_t)column->scale * column->weight;
}

/* The classifier of short pages, see classify/empty_page.h. */
typedef struct dhk_empty_stage {
    bool present;
    int32_t bias; /* in 2^-12 */
    const int16_t *weights;
} dhk_empty_stage;

struct dehusk_model {
    dehusk_allocator allocator;
    dhk_classifier html;
    dhk_classifier text;
    /* Detectors over the features of plain text: is the line an <h1>, is it in a <figcaption>? No shift, no verdict. */
    dhk_classifier title, caption;
    dhk_text_regimes regimes;
    dhk_stack_stage html_stack;
    dhk_empty_stage html_empty;
    dhk_site_stage html_site;
    dhk_site_stage text_site;
    int16_t *weights; /* of all */
    size_t weight_count;
    struct dhk_interleaved_weights *interleaved; /* of text, title and caption; NULL without text */
    char *info;                                  /* "key\0value\0..." */
    size_t info_length;
};

/* CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320), as in zlib. */
uint32_t dhk_crc32(const void *bytes, size_t length);

#endif
