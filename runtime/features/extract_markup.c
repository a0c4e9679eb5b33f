/*
 * Features of the elements that a line stands in.
 */
#include "base/hash.h"
#include "features/bins.h"
#include "features/extractor.h"

static void put_tags(dhk_extractor *extractor, uint32_t index) {
    const dhk_document *document = extractor->document;
    const dhk_line *line = &document->lines[index];
    const dhk_element *element = &document->elements[line->element];
    const dhk_element *parent = &document->elements[element->parent];
    const dhk_element *grandparent = &document->elements[parent->parent];
    uint32_t pair = dhk_hash_pair(element->tag, parent->tag);
    DHK_PUT(extractor, TAG, DHK_TAG_COUNT, element->tag);
    DHK_PUT(extractor, TAG_BY_LENGTH, DEHUSK_KIND_CONTROL + 1, line->kind);
    DHK_PUT(extractor, PARENT_TAG, DHK_TAG_COUNT, parent->tag);
    DHK_PUT(extractor, TAG_PAIR, DHK_TAG_BUCKETS, pair % DHK_TAG_BUCKETS);
    DHK_PUT(extractor, TAG_TRIPLE, DHK_TAG_BUCKETS, dhk_hash_pair(pair, grandparent->tag) % DHK_TAG_BUCKETS);
    for (uint32_t bit = 0; bit < DHK_INLINE_BINS; bit++)
        if (line->inline_tags & 1u << bit)
            DHK_PUT(extractor, INLINE_TAGS, DHK_INLINE_BINS, bit);
    DHK_PUT_COUNT(extractor, BREAKS, line->breaks);
    DHK_PUT(extractor, AFTER_BREAK, 2, line->after_break ? 1 : 0);
    DHK_PUT(extractor, HIDDEN, 2, line->hidden ? 1 : 0);
    DHK_PUT(extractor, NOSCRIPT, 2, element->flags & DHK_ELEMENT_NOSCRIPT ? 1 : 0);
    DHK_PUT_COUNT(extractor, DEPTH, element->depth);
}

/* Levels up from this line and from its neighbour to what they share. */
static uint32_t join_bin(const dhk_document *document, uint32_t own, uint32_t other) {
    uint32_t up = dhk_levels_to_common(document, own, other);
    uint32_t down = dhk_levels_to_common(document, other, own);
    return dhk_capped(up, DHK_JOIN_BINS) * DHK_JOIN_DOWN_BINS + dhk_capped(down, DHK_JOIN_DOWN_BINS);
}

static void put_neighbours(dhk_extractor *extractor, uint32_t index) {
    const dhk_document *document = extractor->document;
    uint32_t own = document->lines[index].element;
    if (index > 0) {
        uint32_t other = document->lines[index - 1].element;
        DHK_PUT(extractor, PREVIOUS_TAG, DHK_TAG_COUNT, document->elements[other].tag);
        DHK_PUT(extractor, JOIN_PREVIOUS, DHK_JOIN_BINS * DHK_JOIN_DOWN_BINS, join_bin(document, own, other));
    }
    if (index + 1 < document->line_count) {
        uint32_t other = document->lines[index + 1].element;
        DHK_PUT(extractor, NEXT_TAG, DHK_TAG_COUNT, document->elements[other].tag);
        DHK_PUT(extractor, JOIN_NEXT, DHK_JOIN_BINS * DHK_JOIN_DOWN_BINS, join_bin(document, own, other));
    }
}

static void put_containers(dhk_extractor *extractor, uint32_t element) {
    const dhk_document *document = extractor->document;
    for (uint32_t level = 0; level < DHK_LEVELS; level++) {
        const dhk_container *container = &extractor->containers.elements[element];
        uint32_t share = level * DHK_SHARE_BINS;
        DHK_PUT(extractor, CONTAINER_LENGTH, DHK_LEVELS * DHK_LEVEL_LENGTH_BINS,
                level * DHK_LEVEL_LENGTH_BINS + container->length_bin);
        DHK_PUT(extractor, CONTAINER_LINKS, DHK_LEVELS * DHK_SHARE_BINS, share + container->link_bin);
        DHK_PUT(extractor, CONTAINER_SENTENCES, DHK_LEVELS * DHK_SHARE_BINS, share + container->sentence_bin);
        DHK_PUT(extractor, CONTAINER_DENSITY, DHK_LEVELS * DHK_SHARE_BINS, share + container->density_bin);
        element = document->elements[element].parent;
    }
}

/* The six features of a group of lines, whose names begin with `id`. */
#define PUT_GROUP(extractor, id, group)                                                                                \
    do {                                                                                                               \
        DHK_PUT(extractor, id##_COUNT, DHK_COUNT_BINS, (group)->count_bin);                                            \
        DHK_PUT(extractor, id##_LENGTH, DHK_LENGTH_BINS, (group)->length_bin);                                         \
        DHK_PUT(extractor, id##_LINKS, DHK_SHARE_BINS, (group)->link_bin);                                             \
        DHK_PUT(extractor, id##_SENTENCES, DHK_SHARE_BINS, (group)->sentence_bin);                                     \
        DHK_PUT(extractor, id##_TEXT, DHK_SHARE_BINS, (group)->text_bin);                                              \
        DHK_PUT(extractor, id##_SHAPE, DHK_COUNT_BINS / 2 * DHK_LEVEL_LENGTH_BINS, shape_bin(group));                  \
    } while (0)

static uint32_t shape_bin(const dhk_group *group) {
    return group->count_bin / 2u * DHK_LEVEL_LENGTH_BINS + dhk_capped(group->length_bin / 2u, DHK_LEVEL_LENGTH_BINS);
}

static void put_core(dhk_extractor *extractor, const dhk_container *container) {
    static const uint32_t first[2] = {DHK_FIRST_PLAIN(CORE_60, DHK_JOIN_BINS * DHK_JOIN_BINS),
                                      DHK_FIRST_PLAIN(CORE_85, DHK_JOIN_BINS * DHK_JOIN_BINS)};
    for (size_t k = 0; k < 2; k++)
        dhk_put(extractor, first[k] + dhk_capped(container->core_up[k], DHK_JOIN_BINS) * DHK_JOIN_BINS +
                               dhk_capped(container->core_down[k], DHK_JOIN_BINS));
}

static void put_landmarks(dhk_extractor *extractor, uint32_t index, const dhk_container *container) {
    enum { NO_HEADING = 7 }; /* behind the levels */
    const dhk_containers *containers = &extractor->containers;
    uint32_t articles = containers->article_count == 0   ? 0
                        : containers->article_count == 1 ? 1
                        : containers->article_count <= 4 ? 2
                                                         : 3;
    uint32_t heading = extractor->heading_before[index];
    DHK_PUT(extractor, MAIN, DHK_LANDMARK_BINS, !containers->has_main ? 0 : container->in_main ? 2 : 1);
    DHK_PUT(extractor, ARTICLE, DHK_LANDMARK_BINS * DHK_ARTICLE_COUNTS,
            (container->in_article ? 2u : 1u) * DHK_ARTICLE_COUNTS * (articles > 0) + articles);
    DHK_PUT(extractor, FIRST_HEADING, DHK_DISTANCE_BINS,
            extractor->first_h1 == UINT32_MAX ? DHK_DISTANCE_BINS - 1
                                              : dhk_distance_bin((int64_t)index - extractor->first_h1));
    if (heading == UINT32_MAX) {
        DHK_PUT(extractor, HEADING_LEVEL, NO_HEADING + 1, NO_HEADING);
    } else {
        uint32_t level = extractor->document->lines[heading].heading_level;
        DHK_PUT(extractor, LAST_HEADING, DHK_COUNT_BINS * 2,
                dhk_count_bin(index - heading, DHK_COUNT_BINS) * 2 + (level < 3 ? 0 : 1));
        DHK_PUT(extractor, HEADING_LEVEL, NO_HEADING + 1, level);
    }
}

static void put_title(dhk_extractor *extractor, uint32_t index) {
    const dhk_vocabulary *vocabulary = &extractor->vocabulary;
    const dhk_line_words *words = &vocabulary->lines[index];
    if (vocabulary->title_stems > 0 && words->stem_count > 0) {
        DHK_PUT_SHARE(extractor, TITLE_SHARE, words->in_title, words->stem_count);
        DHK_PUT_SHARE(extractor, TITLE_COVERED, words->title_covered, vocabulary->title_stems);
    }
    if (vocabulary->title_line == UINT32_MAX) {
        DHK_PUT(extractor, TITLE_DISTANCE, DHK_DISTANCE_BINS, DHK_DISTANCE_BINS - 1);
        DHK_PUT(extractor, TITLE_LEVELS, DHK_JOIN_BINS + 1, DHK_JOIN_BINS);
    } else {
        uint32_t levels = extractor->containers.elements[extractor->document->lines[index].element].title_up;
        DHK_PUT(extractor, TITLE_DISTANCE, DHK_DISTANCE_BINS,
                dhk_distance_bin((int64_t)index - vocabulary->title_line));
        DHK_PUT(extractor, TITLE_LEVELS, DHK_JOIN_BINS + 1, dhk_capped(levels, DHK_JOIN_BINS));
    }
    if (vocabulary->description_stems > 0 && words->stem_count > 0)
        DHK_PUT_SHARE(extractor, DESCRIPTION_SHARE, words->in_description, words->stem_count);
}

void dhk_extract_ancestors(dhk_extractor *extractor, uint32_t element) {
    const dhk_document *document = extractor->document;
    for (uint32_t level = 0; level < DHK_ANCESTORS_MAX; level++) {
        const dhk_element *ancestor = &document->elements[element];
        const uint32_t *words = ancestor->word_count > 0 ? document->words + ancestor->first_word : NULL;
        DHK_PUT_ONCE(extractor, ANCESTOR_TAGS, DHK_TAG_COUNT, ancestor->tag);
        for (uint32_t k = 0; k < ancestor->word_count; k++) {
            if (level == 0)
                DHK_PUT_ONCE(extractor, OWN_WORDS, DHK_CLASS_BUCKETS, words[k] % DHK_CLASS_BUCKETS);
            if (level <= DHK_NEAR_LEVELS)
                DHK_PUT_ONCE(extractor, NEAR_WORDS, DHK_CLASS_BUCKETS, words[k] % DHK_CLASS_BUCKETS);
            DHK_PUT_ONCE(extractor, ANCESTOR_WORDS, DHK_CLASS_BUCKETS, words[k] % DHK_CLASS_BUCKETS);
        }
        if (element == 0)
            break;
        element = ancestor->parent;
    }
}

/* The weight of a feature of a set, 0 if the line has it already. */
static int32_t weight_once(dhk_extractor *extractor, uint32_t feature) {
    if (extractor->stamps[feature] == extractor->stamp)
        return 0;
    extractor->stamps[feature] = extractor->stamp;
    return extractor->weights.html[feature];
}

int32_t dhk_sum_ancestors(dhk_extractor *extractor, uint32_t element) {
    const dhk_document *document = extractor->document;
    dhk_ancestor_sum *known = &extractor->sums.elements[element];
    if (!known->complete) {
        known->complete = true;
        known->all = known->around;
        for (uint32_t level = 0; level <= DHK_NEAR_LEVELS; level++) {
            const dhk_element *ancestor = &document->elements[element];
            for (uint32_t k = 0; k < ancestor->word_count; k++) {
                uint32_t word = document->words[ancestor->first_word + k] % DHK_CLASS_BUCKETS;
                if (level == 0)
                    known->all += weight_once(extractor, DHK_FIRST_PLAIN(OWN_WORDS, DHK_CLASS_BUCKETS) + word);
                known->all += weight_once(extractor, DHK_FIRST_PLAIN(NEAR_WORDS, DHK_CLASS_BUCKETS) + word);
            }
            if (element == 0)
                break;
            element = ancestor->parent;
        }
    }
    return known->all;
}

void dhk_extract_markup(dhk_extractor *extractor, uint32_t index) {
    const dhk_line *line = &extractor->document->lines[index];
    const dhk_container *container = &extractor->containers.elements[line->element];
    extractor->length_class = dhk_length_class(line->measure.units);
    put_tags(extractor, index);
    put_neighbours(extractor, index);
    put_containers(extractor, line->element);
    put_core(extractor, container);
    PUT_GROUP(extractor, PATH, &extractor->containers.groups[container->path_group]);
    PUT_GROUP(extractor, CLASS, &extractor->containers.groups[container->class_group]);
    put_landmarks(extractor, index, container);
    put_title(extractor, index);
}
