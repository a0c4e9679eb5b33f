/*
 * The extractor's inside, shared by the files that put features into vectors.
 */
#ifndef DHK_EXTRACTOR_H
#define DHK_EXTRACTOR_H

#include "features/ancestor_sums.h"
#include "features/containers.h"
#include "features/features.h"
#include "features/hidden_copies.h"
#include "features/interleaved_weights.h"
#include "features/line_stats.h"
#include "features/registry.h"
#include "features/vocabulary.h"

struct dhk_extractor {
    dehusk_allocator allocator;
    const dhk_document *document;
    dhk_key_counter keys; /* scratch of the parts, one after another */
    dhk_line_stats stats;
    dhk_vocabulary vocabulary;
    dhk_containers containers;
    uint32_t *heading_before; /* by line: the last heading (in plain text, label) before it, UINT32_MAX: none */
    size_t heading_capacity;
    dhk_hidden_copies copies;
    uint32_t first_h1; /* line of the first h1, UINT32_MAX: none */

    /* scoring */
    dhk_weights weights;
    dhk_ancestor_sums sums; /* of the page of markup, with those weights */
    uint32_t summed_label;  /* in plain text: the label that the sums below are of, UINT32_MAX: none yet */
    dhk_line_scores label_sums;

    /* the vector under way */
    uint32_t *next; /* where its next feature goes; a pointer, which no store of an index can change */
    const uint32_t *end;
    uint32_t length_class; /* of the line */
    uint16_t stamp;        /* of the line under way */
    uint16_t *stamps;      /* by feature: the stamp of the last line that had it, so that none stands twice */
};

/* How often a feature is put into a vector at most. */
#define DHK_PUTS(id, bins, by_length, scale, group, name, description)                                                 \
    +(DHK_SCALE_##scale == DHK_SCALE_LEVEL_LENGTH || DHK_SCALE_##scale == DHK_SCALE_LEVEL_SHARE ? DHK_LEVELS           \
      : DHK_SCALE_##scale == DHK_SCALE_INLINE                                                   ? (bins)               \
                                                                                                : 1)
_Static_assert(40 DHK_FEATURES_COMMON(DHK_PUTS) DHK_FEATURES_HTML(DHK_PUTS) <= DHK_VECTOR_MAX,
               "all but sets have room");
#undef DHK_PUTS

/* Adds a feature that cannot have been added before. Sets come last, so there is room. */
static inline void dhk_put(dhk_extractor *extractor, uint32_t index) {
    *extractor->next++ = index;
}

/* Adds a feature of a set unless it is there, or there is no room. */
static inline void dhk_put_once(dhk_extractor *extractor, uint32_t index) {
    if (extractor->stamps[index] != extractor->stamp) {
        extractor->stamps[index] = extractor->stamp;
        if (extractor->next < extractor->end)
            dhk_put(extractor, index);
    }
}

/* Adds a bin of a feature; one that is crossed with length has bins of its own for each range of lengths. */
static inline void dhk_put_bin(dhk_extractor *extractor, uint32_t first, uint32_t bin, bool by_length) {
    dhk_put(extractor, by_length ? first + bin * DHK_LENGTH_CLASSES + extractor->length_class : first + bin);
}

/* 0 if it holds; else it does not compile. */
#define DHK_HOLDS(condition) (0 * (uint32_t)sizeof(char[(condition) ? 1 : -1]))

/* A feature's first index, where `bins` is how many answers the code that asks has for it: the registry says as many. */
#define DHK_FIRST(id, bins) ((uint32_t)DHK_F_##id + DHK_HOLDS((int)DHK_BINS_##id == (int)(bins)))

/* DHK_FIRST for tables and sets, which compiles only if the feature is not crossed with length. */
#define DHK_FIRST_PLAIN(id, bins) (DHK_FIRST(id, bins) + DHK_HOLDS(!DHK_CROSSED_##id))

/* Answer `bin` out of `bins` to the question of a feature. */
#define DHK_PUT(extractor, id, bins, bin)                                                                              \
    dhk_put_bin((extractor), DHK_FIRST(id, bins), (uint32_t)(bin), DHK_CROSSED_##id)

/* Answers that are a number, in the bins that the registry gives the feature, or a share of a whole. */
#define DHK_PUT_COUNT(extractor, id, value) DHK_PUT(extractor, id, DHK_BINS_##id, dhk_count_bin((value), DHK_BINS_##id))
#define DHK_PUT_SHARE(extractor, id, part, whole) DHK_PUT(extractor, id, DHK_SHARE_BINS, dhk_share_bin((part), (whole)))

/* Answers to questions of a set, each once: a tag or a hash. */
#define DHK_PUT_ONCE(extractor, id, bins, bin) dhk_put_once((extractor), DHK_FIRST_PLAIN(id, bins) + (bin))

/* Adds the text and the place of line `index`. */
void dhk_extract_common(dhk_extractor *extractor, uint32_t index);

/* Adds the markup of line `index`, but for the tags and words of its ancestors. */
void dhk_extract_markup(dhk_extractor *extractor, uint32_t index);

/* Adds the tags and words of a line's ancestors, from `element` on, in which it stands. */
void dhk_extract_ancestors(dhk_extractor *extractor, uint32_t element);

/* The sum of the weights of what dhk_extract_ancestors adds. */
int32_t dhk_sum_ancestors(dhk_extractor *extractor, uint32_t element);

/* How many words of a line of plain text are looked at: the first ones. */
enum { DHK_LINE_WORDS_MAX = 40 };

/* Writes the buckets of the words of line `index`, none twice, and returns their number. */
uint32_t dhk_line_word_buckets(const dhk_extractor *extractor, uint32_t index, uint32_t buckets[DHK_LINE_WORDS_MAX]);

/* Whether line `index` of a plain text may head what follows it. */
bool dhk_is_label(const dhk_extractor *extractor, uint32_t index);

/* The label that line `index` of a plain text stands under; UINT32_MAX: none. */
uint32_t dhk_label_of(const dhk_extractor *extractor, uint32_t index);

/* Writes the buckets of the words of line `label`, under which others stand, none twice, and returns their number. */
uint32_t dhk_label_word_buckets(const dhk_extractor *extractor, uint32_t label, uint32_t buckets[DHK_LINE_WORDS_MAX]);

/* Adds the words of line `index` of a plain text, and those of the line that it stands under. */
void dhk_extract_words(dhk_extractor *extractor, uint32_t index);

#endif
