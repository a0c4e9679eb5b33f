#include "features/containers.h"

#include "base/hash.h"
#include "base/memory.h"
#include "features/bins.h"

#include <string.h>

/* Shares of the page's sentences, in percent, that the two core elements hold. More than half, so that there is but
 * one deepest element. */
static const uint64_t core_percent[2] = {60, 85};

static uint32_t class_group_key(const dhk_document *document, const dhk_element *element) {
    uint32_t classes = dhk_hash_pair(element->class_key, document->elements[element->parent].class_key);
    return dhk_hash_pair(element->path, classes);
}

/* Sums up the lines, then the elements from the last to the first: children come after their parents. */
static void sum_up(dhk_containers *containers, const dhk_document *document, const dhk_line_stats *stats) {
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line *line = &document->lines[i];
        dhk_container *container = &containers->elements[line->element];
        container->units += line->measure.units;
        container->link_units += line->link_units;
        container->sentence_units += stats->lines[i].sentence ? line->measure.units : 0;
        container->line_count++;
    }
}

static bool sum_groups(dhk_containers *containers, const dehusk_allocator *allocator, const dhk_document *document) {
    for (size_t i = 0; i < document->element_count; i++) {
        dhk_container *container = &containers->elements[i];
        const dhk_element *element = &document->elements[i];
        uint32_t keys[2];
        if (container->line_count == 0)
            continue;
        keys[0] = element->path;
        keys[1] = class_group_key(document, element) ^ 0x5bd1e995u; /* apart from the paths */
        for (size_t k = 0; k < 2; k++) {
            uint32_t known = containers->keys->map.count;
            uint32_t group;
            dhk_group *sums;
            if (!dhk_key_map_reserve(&containers->keys->map, allocator) ||
                !DHK_RESERVE(allocator, containers->groups, containers->group_capacity, (size_t)known + 1))
                return false;
            group = dhk_key_map_add(&containers->keys->map, keys[k]);
            sums = &containers->groups[group];
            if (group == known)
                memset(sums, 0, sizeof *sums);
            sums->units += container->units;
            sums->link_units += container->link_units;
            sums->sentence_units += container->sentence_units;
            sums->line_count += container->line_count;
            if (k == 0)
                container->path_group = group;
            else
                container->class_group = group;
        }
    }
    containers->group_count = containers->keys->map.count;
    return true;
}

static uint8_t plus_one(uint8_t levels) {
    return levels == 255 ? 255 : (uint8_t)(levels + 1);
}

static void find_core(dhk_containers *containers, const dhk_document *document, size_t which) {
    uint64_t all = containers->elements[0].sentence_units;
    uint32_t core = 0;
    for (uint32_t i = 0; i < document->element_count; i++) {
        containers->elements[i].core_up[which] = 255;
        if (containers->elements[i].sentence_units * 100 >= all * core_percent[which] && all > 0)
            core = i; /* the deepest comes last */
    }
    /* The path from the core up to the root, then everything else from its parent. */
    uint8_t levels = 0;
    for (uint32_t at = core;; at = document->elements[at].parent) {
        containers->elements[at].core_up[which] = levels;
        containers->elements[at].core_down[which] = 0;
        levels = levels < 254 ? (uint8_t)(levels + 1) : levels;
        if (at == 0)
            break;
    }
    for (uint32_t i = 1; i < document->element_count; i++) {
        dhk_container *container = &containers->elements[i];
        const dhk_container *parent = &containers->elements[document->elements[i].parent];
        if (container->core_up[which] == 255) {
            container->core_up[which] = parent->core_up[which];
            container->core_down[which] = plus_one(parent->core_down[which]);
        }
    }
}

/* The path from the title's element up to the root; everything else shares with it what its parent does. */
static void find_title_levels(dhk_containers *containers, const dhk_document *document, uint32_t title) {
    uint8_t levels = 0;
    for (uint32_t i = 0; i < document->element_count; i++)
        containers->elements[i].title_up = 255;
    for (uint32_t at = title;; at = document->elements[at].parent) {
        containers->elements[at].title_up = levels;
        levels = levels < 254 ? (uint8_t)(levels + 1) : levels;
        if (at == 0)
            break;
    }
    for (uint32_t i = 1; i < document->element_count; i++)
        if (containers->elements[i].title_up == 255)
            containers->elements[i].title_up = containers->elements[document->elements[i].parent].title_up;
}

static void find_landmarks(dhk_containers *containers, const dhk_document *document) {
    containers->has_main = false;
    containers->article_count = 0;
    for (size_t i = 0; i < document->element_count; i++) {
        const dhk_element *element = &document->elements[i];
        const dhk_container *parent = &containers->elements[element->parent];
        dhk_container *container = &containers->elements[i];
        container->in_main = element->tag == DHK_TAG_MAIN || (i > 0 && parent->in_main);
        container->in_article = element->tag == DHK_TAG_ARTICLE || (i > 0 && parent->in_article);
        containers->has_main |= element->tag == DHK_TAG_MAIN;
        containers->article_count += element->tag == DHK_TAG_ARTICLE;
    }
}

/* Once for every element and group, however many lines look at them. */
static void find_bins(dhk_containers *containers, const dhk_document *document) {
    const dhk_container *root = &containers->elements[0];
    for (size_t i = 0; i < document->element_count; i++) {
        dhk_container *container = &containers->elements[i];
        container->length_bin = (uint8_t)dhk_text_bin(container->units);
        container->link_bin = (uint8_t)dhk_share_bin(container->link_units, container->units);
        container->sentence_bin = (uint8_t)dhk_share_bin(container->sentence_units, root->sentence_units);
        container->density_bin = (uint8_t)dhk_share_bin(container->sentence_units, container->units);
    }
    for (uint32_t i = 0; i < containers->group_count; i++) {
        dhk_group *group = &containers->groups[i];
        uint64_t mean = group->line_count == 0 ? 0 : group->units / group->line_count;
        group->count_bin = (uint8_t)dhk_count_bin(group->line_count, DHK_COUNT_BINS);
        group->length_bin = (uint8_t)dhk_length_bin(mean);
        group->link_bin = (uint8_t)dhk_share_bin(group->link_units, group->units);
        group->sentence_bin = (uint8_t)dhk_share_bin(group->sentence_units, root->sentence_units);
        group->text_bin = (uint8_t)dhk_share_bin(group->units, root->units);
    }
}

bool dhk_containers_page(dhk_containers *containers, const dehusk_allocator *allocator, const dhk_document *document,
                         const dhk_line_stats *stats, uint32_t title_line) {
    size_t count = document->element_count;
    if (!DHK_RESERVE(allocator, containers->elements, containers->element_capacity, count) ||
        !dhk_key_map_begin(&containers->keys->map, allocator, 2 * count))
        return false;
    containers->group_count = 0;
    if (count == 0)
        return true;
    memset(containers->elements, 0, count * sizeof *containers->elements);
    sum_up(containers, document, stats);
    if (!sum_groups(containers, allocator, document)) /* of lines directly in the elements */
        return false;
    for (size_t i = count - 1; i > 0; i--) {
        const dhk_container *container = &containers->elements[i];
        dhk_container *parent = &containers->elements[document->elements[i].parent];
        parent->units += container->units;
        parent->link_units += container->link_units;
        parent->sentence_units += container->sentence_units;
        parent->line_count += container->line_count;
    }
    find_core(containers, document, 0);
    find_core(containers, document, 1);
    if (title_line != UINT32_MAX)
        find_title_levels(containers, document, document->lines[title_line].element);
    find_landmarks(containers, document);
    find_bins(containers, document);
    return true;
}

void dhk_containers_free(dhk_containers *containers, const dehusk_allocator *allocator) {
    dhk_release(allocator, containers->elements, containers->element_capacity, sizeof *containers->elements);
    dhk_release(allocator, containers->groups, containers->group_capacity, sizeof *containers->groups);
}

uint32_t dhk_levels_to_common(const dhk_document *document, uint32_t a, uint32_t b) {
    uint32_t levels = 0;
    while (a != b) {
        /* A parent has a smaller index than its child. */
        if (a > b) {
            a = document->elements[a].parent;
            levels++;
        } else {
            b = document->elements[b].parent;
        }
    }
    return levels;
}
