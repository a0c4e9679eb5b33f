/*
 * Features of the elements that a line stands in.
 */
#include "base/hash.h"
#include "features/bins.h"
#include "features/extractor.h"

static uint32_t bucket(uint32_t first, uint32_t hash, uint32_t buckets) {
    return first + hash % buckets;
}

static void put_tags(dhk_extractor *extractor, uint32_t index) {
    const dhk_page *page = extractor->page;
    const dhk_line *line = &page->lines[index];
    const dhk_element *element = &page->elements[line->element];
    const dhk_element *parent = &page->elements[element->parent];
    const dhk_element *grandparent = &page->elements[parent->parent];
    uint32_t pair = dhk_hash_pair(element->tag, parent->tag);
    dhk_put(extractor, DHK_F_TAG + element->tag);
    DHK_PUT(extractor, TAG_BY_LENGTH, line->kind);
    dhk_put(extractor, DHK_F_PARENT_TAG + parent->tag);
    dhk_put(extractor, bucket(DHK_F_TAG_PAIR, pair, DHK_TAG_BUCKETS));
    dhk_put(extractor, bucket(DHK_F_TAG_TRIPLE, dhk_hash_pair(pair, grandparent->tag), DHK_TAG_BUCKETS));
    for (uint32_t bit = 0; bit < 11; bit++)
        if (line->inline_tags & 1u << bit)
            dhk_put(extractor, DHK_F_INLINE_TAGS + bit);
    DHK_PUT_COUNT(extractor, BREAKS, line->breaks);
    dhk_put(extractor, DHK_F_AFTER_BREAK + (line->after_break ? 1u : 0u));
    DHK_PUT(extractor, HIDDEN, line->hidden ? 1 : 0);
    dhk_put(extractor, DHK_F_NOSCRIPT + (element->flags & DHK_ELEMENT_NOSCRIPT ? 1u : 0u));
    DHK_PUT_COUNT(extractor, DEPTH, element->depth);
}

/* Levels up from this line and from its neighbour to what they share. */
static uint32_t join_bin(const dhk_page *page, uint32_t own, uint32_t other) {
    uint32_t up = dhk_levels_to_common(page, own, other);
    uint32_t down = dhk_levels_to_common(page, other, own);
    return dhk_capped(up, DHK_JOIN_BINS) * 3 + dhk_capped(down, 3);
}

static void put_neighbours(dhk_extractor *extractor, uint32_t index) {
    const dhk_page *page = extractor->page;
    uint32_t own = page->lines[index].element;
    if (index > 0) {
        uint32_t other = page->lines[index - 1].element;
        dhk_put(extractor, DHK_F_PREVIOUS_TAG + page->elements[other].tag);
        dhk_put(extractor, DHK_F_JOIN_PREVIOUS + join_bin(page, own, other));
    }
    if (index + 1 < page->line_count) {
        uint32_t other = page->lines[index + 1].element;
        dhk_put(extractor, DHK_F_NEXT_TAG + page->elements[other].tag);
        dhk_put(extractor, DHK_F_JOIN_NEXT + join_bin(page, own, other));
    }
}

static void put_containers(dhk_extractor *extractor, uint32_t element) {
    const dhk_page *page = extractor->page;
    for (uint32_t level = 0; level < DHK_LEVELS; level++) {
        const dhk_container *container = &extractor->containers.elements[element];
        dhk_put(extractor, DHK_F_CONTAINER_LENGTH + level * DHK_LEVEL_LENGTH_BINS + container->length_bin);
        dhk_put(extractor, DHK_F_CONTAINER_LINKS + level * DHK_SHARE_BINS + container->link_bin);
        dhk_put(extractor, DHK_F_CONTAINER_SENTENCES + level * DHK_SHARE_BINS + container->sentence_bin);
        dhk_put(extractor, DHK_F_CONTAINER_DENSITY + level * DHK_SHARE_BINS + container->density_bin);
        element = page->elements[element].parent;
    }
}

typedef struct group_features {
    uint32_t count, length, links, sentences, text, shape;
} group_features;

static void put_group(dhk_extractor *extractor, const dhk_group *group, const group_features *first) {
    dhk_put(extractor, first->count + group->count_bin * DHK_LENGTH_CLASSES + extractor->length_class);
    dhk_put(extractor, first->length + group->length_bin);
    dhk_put(extractor, first->links + group->link_bin);
    dhk_put(extractor, first->sentences + group->sentence_bin);
    dhk_put(extractor, first->text + group->text_bin);
    dhk_put(extractor, first->shape + group->count_bin / 2u * DHK_LEVEL_LENGTH_BINS +
                           dhk_capped(group->length_bin / 2u, DHK_LEVEL_LENGTH_BINS));
}

static void put_core(dhk_extractor *extractor, const dhk_container *container) {
    static const uint32_t first[2] = {DHK_F_CORE_60, DHK_F_CORE_85};
    for (size_t k = 0; k < 2; k++)
        dhk_put(extractor, first[k] + dhk_capped(container->core_up[k], DHK_JOIN_BINS) * DHK_JOIN_BINS +
                               dhk_capped(container->core_down[k], DHK_JOIN_BINS));
}

static void put_landmarks(dhk_extractor *extractor, uint32_t index, const dhk_container *container) {
    const dhk_containers *containers = &extractor->containers;
    uint32_t articles = containers->article_count == 0   ? 0
                        : containers->article_count == 1 ? 1
                        : containers->article_count <= 4 ? 2
                                                         : 3;
    uint32_t heading = extractor->heading_before[index];
    dhk_put(extractor, DHK_F_MAIN + (!containers->has_main ? 0u : container->in_main ? 2u : 1u));
    dhk_put(extractor, DHK_F_ARTICLE + (container->in_article ? 2u : 1u) * 4 * (articles > 0) + articles);
    dhk_put(extractor, DHK_F_FIRST_HEADING + (extractor->first_h1 == UINT32_MAX
                                                  ? (uint32_t)DHK_DISTANCE_BINS - 1
                                                  : dhk_distance_bin((int64_t)index - extractor->first_h1)));
    if (heading == UINT32_MAX) {
        dhk_put(extractor, DHK_F_HEADING_LEVEL + 7);
    } else {
        uint32_t level = extractor->page->lines[heading].heading_level;
        dhk_put(extractor,
                DHK_F_LAST_HEADING + dhk_count_bin(index - heading, DHK_COUNT_BINS) * 2 + (level < 3 ? 0 : 1));
        dhk_put(extractor, DHK_F_HEADING_LEVEL + level);
    }
}

static void put_title(dhk_extractor *extractor, uint32_t index) {
    const dhk_vocabulary *vocabulary = &extractor->vocabulary;
    const dhk_line_words *words = &vocabulary->lines[index];
    if (vocabulary->title_stems > 0 && words->stem_count > 0) {
        DHK_PUT(extractor, TITLE_SHARE, dhk_share_bin(words->in_title, words->stem_count));
        dhk_put(extractor, DHK_F_TITLE_COVERED + dhk_share_bin(words->title_covered, vocabulary->title_stems));
    }
    if (vocabulary->title_line == UINT32_MAX) {
        dhk_put(extractor, DHK_F_TITLE_DISTANCE + DHK_DISTANCE_BINS - 1);
        dhk_put(extractor, DHK_F_TITLE_LEVELS + DHK_JOIN_BINS);
    } else {
        uint32_t levels = extractor->containers.elements[extractor->page->lines[index].element].title_up;
        dhk_put(extractor, DHK_F_TITLE_DISTANCE + dhk_distance_bin((int64_t)index - vocabulary->title_line));
        dhk_put(extractor, DHK_F_TITLE_LEVELS + dhk_capped(levels, DHK_JOIN_BINS));
    }
    if (vocabulary->description_stems > 0 && words->stem_count > 0)
        dhk_put(extractor, DHK_F_DESCRIPTION_SHARE + dhk_share_bin(words->in_description, words->stem_count));
}

void dhk_extract_ancestors(dhk_extractor *extractor, uint32_t element) {
    const dhk_page *page = extractor->page;
    for (uint32_t level = 0; level < DHK_ANCESTORS_MAX; level++) {
        const dhk_element *ancestor = &page->elements[element];
        const uint32_t *words = ancestor->word_count > 0 ? page->words + ancestor->first_word : NULL;
        dhk_put_once(extractor, DHK_F_ANCESTOR_TAGS + ancestor->tag);
        for (uint32_t k = 0; k < ancestor->word_count; k++) {
            if (level == 0)
                dhk_put_once(extractor, bucket(DHK_F_OWN_WORDS, words[k], DHK_CLASS_BUCKETS));
            if (level <= DHK_NEAR_LEVELS)
                dhk_put_once(extractor, bucket(DHK_F_NEAR_WORDS, words[k], DHK_CLASS_BUCKETS));
            dhk_put_once(extractor, bucket(DHK_F_ANCESTOR_WORDS, words[k], DHK_CLASS_BUCKETS));
        }
        if (element == 0)
            break;
        element = ancestor->parent;
    }
}

/* The same as dhk_extract_ancestors for a feature of a set: its weight if it is not there yet. */
static int32_t weight_once(dhk_extractor *extractor, uint32_t feature) {
    if (extractor->stamps[feature] == extractor->stamp)
        return 0;
    extractor->stamps[feature] = extractor->stamp;
    return extractor->weights[feature];
}

int32_t dhk_sum_ancestors(dhk_extractor *extractor, uint32_t element) {
    const dhk_page *page = extractor->page;
    dhk_ancestor_sum *known = &extractor->sums.elements[element];
    if (!known->complete) {
        known->complete = true;
        known->all = known->around;
        for (uint32_t level = 0; level <= DHK_NEAR_LEVELS; level++) {
            const dhk_element *ancestor = &page->elements[element];
            for (uint32_t k = 0; k < ancestor->word_count; k++) {
                uint32_t word = page->words[ancestor->first_word + k] % DHK_CLASS_BUCKETS;
                if (level == 0)
                    known->all += weight_once(extractor, DHK_F_OWN_WORDS + word);
                known->all += weight_once(extractor, DHK_F_NEAR_WORDS + word);
            }
            if (element == 0)
                break;
            element = ancestor->parent;
        }
    }
    return known->all;
}

void dhk_extract_markup(dhk_extractor *extractor, uint32_t index) {
    static const group_features path = {DHK_F_PATH_COUNT,     DHK_F_PATH_LENGTH, DHK_F_PATH_LINKS,
                                        DHK_F_PATH_SENTENCES, DHK_F_PATH_TEXT,   DHK_F_PATH_SHAPE};
    static const group_features class_ = {DHK_F_CLASS_COUNT,     DHK_F_CLASS_LENGTH, DHK_F_CLASS_LINKS,
                                          DHK_F_CLASS_SENTENCES, DHK_F_CLASS_TEXT,   DHK_F_CLASS_SHAPE};
    const dhk_line *line = &extractor->page->lines[index];
    const dhk_container *container = &extractor->containers.elements[line->element];
    extractor->length_class = dhk_length_class(line->measure.units);
    put_tags(extractor, index);
    put_neighbours(extractor, index);
    put_containers(extractor, line->element);
    put_core(extractor, container);
    put_group(extractor, &extractor->containers.groups[container->path_group], &path);
    put_group(extractor, &extractor->containers.groups[container->class_group], &class_);
    put_landmarks(extractor, index, container);
    put_title(extractor, index);
}
