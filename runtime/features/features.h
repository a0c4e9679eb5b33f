/*
 * The feature extractor: a page's lines in, for each line the list of binary
 * features that hold. Trainer and runtime link this same code.
 */
#ifndef DHK_FEATURES_H
#define DHK_FEATURES_H

#include "dehusk.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

/* No line has more features than this: some 140 of its own, those of its 24 innermost ancestors (24 tags, 960 words and
 * pairs of words), and 40 own and 120 near ones. */
enum { DHK_VECTOR_MAX = 1344 };

/* Working memory for one page at a time; opaque, kept by a context. An allocator
 * of NULL means malloc. */
typedef struct dhk_extractor dhk_extractor;

dhk_extractor *dhk_extractor_new(const dehusk_allocator *allocator); /* NULL: out of memory */

/* Scatters the keys of the extractor's hash maps by `hash_key`, on which no result depends. To be called before the first
 * page. */
void dhk_extractor_scatter(dhk_extractor *extractor, uint64_t hash_key);

void dhk_extractor_free(dhk_extractor *extractor); /* NULL is allowed */

/* Makes `document` the present one, which must stay unchanged as long as its lines
 * are asked for, and computes what features of single lines need to know of the
 * whole. False: out of memory. */
bool dhk_extractor_page(dhk_extractor *extractor, const dhk_document *document);

/* Writes for each line of the present document 1 if it is hidden and the page shows most of it elsewhere, else 0. False:
 * out of memory. */
bool dhk_extractor_hidden_copies(dhk_extractor *extractor, uint8_t *marks);

/* The line of the present document that holds the page's title, UINT32_MAX: none. */
uint32_t dhk_extractor_title_line(const dhk_extractor *extractor);

/* Writes the features of line `line` of the present document, each below
 * dhk_feature_count(document->format), none twice, in the same order every time. */
uint32_t dhk_extractor_line(dhk_extractor *extractor, uint32_t line, uint32_t indices[DHK_VECTOR_MAX]);

/* What the scores of a page's lines are sums of; unchanged as long as scores are asked for. */
typedef struct dhk_weights {
    const int16_t *html;                        /* of the features of markup; may be NULL where pages are plain text */
    const struct dhk_interleaved_weights *text; /* of the features of plain text; may be NULL where pages are markup */
} dhk_weights;

/* The detectors' scores are 0 on a page of markup, which has elements to tell titles and captions by. */
typedef struct dhk_line_scores {
    int32_t content;
    int32_t extract; /* by the second regime of plain text, see classify/text_regime.h; 0 without it */
    int32_t title;
    int32_t caption;
} dhk_line_scores;

/* Prepares scores of the present document's lines. False: out of memory. */
bool dhk_extractor_weigh(dhk_extractor *extractor, const dhk_weights *weights);

/* The sums of the weights of the features that dhk_extractor_line gives for `line`, without their vector: the one way to
 * scores. The trainer's vectors are the proof of it, see test_scores.c. */
dhk_line_scores dhk_extractor_scores(dhk_extractor *extractor, uint32_t line);

/* Size of the feature space of DEHUSK_FORMAT_HTML or DEHUSK_FORMAT_TEXT. */
uint32_t dhk_feature_count(dehusk_format format);

/* Hash of all that gives a feature its meaning: registry, bins, revision and
 * the Unicode version of the tables. */
uint32_t dhk_feature_schema(dehusk_format format);

/* Name, description, group and value of feature `index` in `reason`; its weight is left alone. Of a hashed word the value is
 * a number: see seen_words.h. */
void dhk_feature_describe(dehusk_format format, uint32_t index, dehusk_reason *reason);

#endif
