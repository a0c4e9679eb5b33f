#include "features/interleaved_weights.h"

#include "features/extractor.h"

/* No line has more common features: most are put once, none more than twice. */
#define ONE(id, bins, by_length, scale, group, name, description) +1
enum { COMMON_MAX = 2 * (DHK_FEATURES_COMMON(ONE)) };
#undef ONE
_Static_assert((int64_t)COMMON_MAX << 15 < DHK_INTERLEAVED_TITLE / 2, "a sum of 16 bits stays below the next one");
_Static_assert((int64_t)COMMON_MAX << 7 < DHK_INTERLEAVED_CAPTION / DHK_INTERLEAVED_TITLE / 2, "and one of 8 bits");
_Static_assert((int64_t)COMMON_MAX << 7 < INT64_MAX / DHK_INTERLEAVED_CAPTION, "the last one within the word");

static int8_t small_weight(const int16_t *weights, uint32_t index, unsigned scale) {
    if (weights == NULL)
        return 0;
    return (int8_t)(weights[index] / (1 << scale));
}

static int64_t join(int64_t text, int64_t title, int64_t caption) {
    return text + title * DHK_INTERLEAVED_TITLE + caption * DHK_INTERLEAVED_CAPTION;
}

void dhk_interleaved_weights_fill(dhk_interleaved_weights *interleaved, const dhk_separate_weights *from) {
    const int16_t *text = from->text, *extract = from->extract, *title = from->title, *caption = from->caption;
    unsigned title_scale = from->title_scale, caption_scale = from->caption_scale;
    interleaved->title_scale = title_scale;
    interleaved->caption_scale = caption_scale;
    for (uint32_t i = 0; i < DHK_COMMON_COUNT; i++) {
        interleaved->common[i] =
            join(text[i], small_weight(title, i, title_scale), small_weight(caption, i, caption_scale));
        interleaved->extract[i] = extract != NULL ? extract[i] : 0;
    }
    for (uint32_t i = 0; i < DHK_WORD_BUCKETS + DHK_LABEL_BUCKETS; i++) {
        bool word = i < DHK_WORD_BUCKETS;
        uint32_t feature = word ? DHK_FIRST_PLAIN(WORDS, DHK_WORD_BUCKETS) + i
                                : DHK_FIRST_PLAIN(LABEL_WORDS, DHK_LABEL_BUCKETS) + (i - DHK_WORD_BUCKETS);
        dhk_word_weights *weights = word ? &interleaved->words[i] : &interleaved->labels[i - DHK_WORD_BUCKETS];
        *weights = (dhk_word_weights){text[feature], extract != NULL ? extract[feature] : (int16_t)0,
                                      small_weight(title, feature, title_scale),
                                      small_weight(caption, feature, caption_scale)};
    }
}

static void add_words(dhk_line_scores *scores, const dhk_word_weights *table, const uint32_t *buckets, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        scores->content += table[buckets[i]].text;
        scores->extract += table[buckets[i]].extract;
        scores->title += table[buckets[i]].title;
        scores->caption += table[buckets[i]].caption;
    }
}

/* What a label adds to each line under it, summed up once. */
static dhk_line_scores sum_label(dhk_extractor *extractor, const dhk_interleaved_weights *interleaved, uint32_t line) {
    uint32_t label = dhk_label_of(extractor, line);
    if (label == UINT32_MAX)
        return (dhk_line_scores){0, 0, 0, 0};
    if (label != extractor->summed_label) {
        uint32_t buckets[DHK_LINE_WORDS_MAX];
        uint32_t count = dhk_label_word_buckets(extractor, label, buckets);
        extractor->summed_label = label;
        extractor->label_sums = (dhk_line_scores){0, 0, 0, 0};
        add_words(&extractor->label_sums, interleaved->labels, buckets, count);
    }
    return extractor->label_sums;
}

/* Takes a field of `width` bits off the lower end of a sum of fields with signs. */
static int32_t take_field(int64_t *sum, unsigned width) {
    int64_t half = INT64_C(1) << (width - 1);
    int64_t low = (int64_t)(((uint64_t)*sum + (uint64_t)half) & ((UINT64_C(1) << width) - 1)) - half;
    *sum = (*sum - low) / (INT64_C(1) << width); /* without a rest */
    return (int32_t)low;
}

dhk_line_scores dhk_text_scores(dhk_extractor *extractor, uint32_t line) {
    const dhk_interleaved_weights *interleaved = extractor->weights.text;
    uint32_t indices[DHK_VECTOR_MAX];
    uint32_t buckets[DHK_LINE_WORDS_MAX];
    uint32_t count = dhk_line_word_buckets(extractor, line, buckets);
    dhk_line_scores scores = sum_label(extractor, interleaved, line);
    int64_t sum = 0;
#if defined(__GNUC__)
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&interleaved->words[buckets[i]]);
#endif
    extractor->next = indices;
    dhk_extract_common(extractor, line);
    for (const uint32_t *index = indices; index < extractor->next; index++)
        sum += interleaved->common[*index];
    for (const uint32_t *index = indices; index < extractor->next; index++)
        scores.extract += interleaved->extract[*index];
    add_words(&scores, interleaved->words, buckets, count);
    scores.content += take_field(&sum, 27);
    scores.title = (scores.title + take_field(&sum, 18)) * (1 << interleaved->title_scale);
    scores.caption = (scores.caption + (int32_t)sum) * (1 << interleaved->caption_scale);
    return scores;
}
