#include "features/extractor.h"

#include "base/memory.h"

#include <string.h>

/* Features of markup only are put in from sets whose members may come again. */
enum { STAMPS = DHK_HTML_COUNT };

dhk_extractor *dhk_extractor_new(const dehusk_allocator *allocator) {
    dehusk_allocator chosen;
    dhk_extractor *extractor;
    if (!dhk_allocator_or_default(&chosen, allocator))
        return NULL;
    extractor = dhk_allocate(&chosen, 1, sizeof *extractor);
    if (extractor == NULL)
        return NULL;
    memset(extractor, 0, sizeof *extractor);
    extractor->allocator = chosen;
    extractor->stats.keys = extractor->vocabulary.keys = &extractor->keys;
    extractor->containers.keys = extractor->copies.keys = &extractor->keys;
    extractor->stamps = dhk_allocate(&chosen, STAMPS, sizeof *extractor->stamps);
    if (extractor->stamps == NULL) {
        dhk_release(&chosen, extractor, 1, sizeof *extractor);
        return NULL;
    }
    memset(extractor->stamps, 0, STAMPS * sizeof *extractor->stamps);
    return extractor;
}

void dhk_extractor_scatter(dhk_extractor *extractor, uint64_t hash_key) {
    extractor->keys.map.hash_key = hash_key;
}

void dhk_extractor_free(dhk_extractor *extractor) {
    if (extractor == NULL)
        return;
    dehusk_allocator allocator = extractor->allocator;
    dhk_line_stats_free(&extractor->stats, &allocator);
    dhk_vocabulary_free(&extractor->vocabulary, &allocator);
    dhk_containers_free(&extractor->containers, &allocator);
    dhk_hidden_copies_free(&extractor->copies, &allocator);
    dhk_ancestor_sums_free(&extractor->sums, &allocator);
    dhk_key_counter_free(&extractor->keys, &allocator);
    dhk_release(&allocator, extractor->heading_before, extractor->heading_capacity, sizeof *extractor->heading_before);
    dhk_release(&allocator, extractor->stamps, STAMPS, sizeof *extractor->stamps);
    dhk_release(&allocator, extractor, 1, sizeof *extractor);
}

static bool find_headings(dhk_extractor *extractor, const dhk_document *document) {
    bool text = document->format == DEHUSK_FORMAT_TEXT;
    uint32_t last = UINT32_MAX;
    if (!DHK_RESERVE(&extractor->allocator, extractor->heading_before, extractor->heading_capacity,
                     document->line_count))
        return false;
    extractor->first_h1 = UINT32_MAX;
    extractor->summed_label = UINT32_MAX;
    for (uint32_t i = 0; i < document->line_count; i++) {
        extractor->heading_before[i] = last;
        if (text ? !dhk_is_label(extractor, i) : document->lines[i].heading_level == 0)
            continue;
        last = i;
        if (document->lines[i].heading_level == 1 && extractor->first_h1 == UINT32_MAX)
            extractor->first_h1 = i;
    }
    return true;
}

bool dhk_extractor_page(dhk_extractor *extractor, const dhk_document *document) {
    extractor->document = document;
    if (document->line_count == 0)
        return true;
    return dhk_line_stats_page(&extractor->stats, &extractor->allocator, document) &&
           dhk_vocabulary_page(&extractor->vocabulary, &extractor->allocator, document, &extractor->stats) &&
           (document->format != DEHUSK_FORMAT_HTML || /* text has no containers */
            dhk_containers_page(&extractor->containers, &extractor->allocator, document, &extractor->stats,
                                extractor->vocabulary.title_line)) &&
           find_headings(extractor, document);
}

bool dhk_extractor_hidden_copies(dhk_extractor *extractor, uint8_t *marks) {
    const dhk_document *document = extractor->document;
    return document->line_count == 0 ||
           dhk_hidden_copies_find(&extractor->copies, &extractor->allocator, document, &extractor->vocabulary, marks);
}

uint32_t dhk_extractor_title_line(const dhk_extractor *extractor) {
    return extractor->vocabulary.title_line;
}

static void begin_vector(dhk_extractor *extractor, uint32_t *indices) {
    if (++extractor->stamp == 0) {
        memset(extractor->stamps, 0, STAMPS * sizeof *extractor->stamps);
        extractor->stamp = 1;
    }
    extractor->next = indices;
    extractor->end = indices + DHK_VECTOR_MAX;
}

uint32_t dhk_extractor_line(dhk_extractor *extractor, uint32_t line, uint32_t indices[DHK_VECTOR_MAX]) {
    begin_vector(extractor, indices);
    dhk_extract_common(extractor, line);
    if (extractor->document->format == DEHUSK_FORMAT_HTML) {
        dhk_extract_markup(extractor, line);
        dhk_extract_ancestors(extractor, extractor->document->lines[line].element);
    } else {
        dhk_extract_words(extractor, line);
    }
    return (uint32_t)(extractor->next - indices);
}

bool dhk_extractor_weigh(dhk_extractor *extractor, const dhk_weights *weights) {
    extractor->weights = *weights;
    extractor->summed_label = UINT32_MAX; /* with other weights */
    return extractor->document->format != DEHUSK_FORMAT_HTML ||
           dhk_ancestor_sums_page(&extractor->sums, &extractor->allocator, extractor->document, weights->html);
}

dhk_line_scores dhk_extractor_scores(dhk_extractor *extractor, uint32_t line) {
    uint32_t indices[DHK_VECTOR_MAX];
    int32_t score; /* of at most DHK_VECTOR_MAX weights of 2^15: no overflow, in any order */
    if (extractor->document->format != DEHUSK_FORMAT_HTML)
        return dhk_text_scores(extractor, line);
    begin_vector(extractor, indices);
    score = dhk_sum_ancestors(extractor, extractor->document->lines[line].element);
    dhk_extract_common(extractor, line);
    dhk_extract_markup(extractor, line);
    for (const uint32_t *index = indices; index < extractor->next; index++)
        score += extractor->weights.html[*index];
    return (dhk_line_scores){.content = score};
}

uint32_t dhk_feature_count(dehusk_format format) {
    return format == DEHUSK_FORMAT_HTML ? (uint32_t)DHK_HTML_COUNT : (uint32_t)DHK_TEXT_COUNT;
}
