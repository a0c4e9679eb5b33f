#include "features/joint_weights.h"

#include "features/extractor.h"

_Static_assert((int64_t)DHK_VECTOR_MAX << 15 < DHK_JOINT_TITLE / 2, "a sum of 16 bits stays below the next one");
_Static_assert((int64_t)DHK_VECTOR_MAX << 7 < DHK_JOINT_CAPTION / DHK_JOINT_TITLE / 2, "and one of 8 bits");
_Static_assert((int64_t)DHK_VECTOR_MAX << 7 < INT64_MAX / DHK_JOINT_CAPTION, "the last one within the word");

static int8_t small_weight(const int16_t *weights, uint32_t index, unsigned scale) {
    if (weights == NULL)
        return 0;
    return (int8_t)(weights[index] / (1 << scale));
}

static int64_t join(int64_t text, int64_t title, int64_t caption) {
    return text + title * DHK_JOINT_TITLE + caption * DHK_JOINT_CAPTION;
}

void dhk_joint_weights_fill(dhk_joint_weights *joint, const int16_t *text, const int16_t *title, unsigned title_scale,
                            const int16_t *caption, unsigned caption_scale) {
    joint->title_scale = title_scale;
    joint->caption_scale = caption_scale;
    for (uint32_t i = 0; i < DHK_COMMON_COUNT; i++)
        joint->common[i] = join(text[i], small_weight(title, i, title_scale), small_weight(caption, i, caption_scale));
    for (uint32_t i = 0; i < DHK_WORD_BUCKETS; i++) {
        uint32_t feature = DHK_F_WORDS + i;
        joint->words[i] = (dhk_word_weights){text[feature], small_weight(title, feature, title_scale),
                                             small_weight(caption, feature, caption_scale)};
    }
}

/* Takes a field of `width` bits off the lower end of a sum of fields with signs. */
static int32_t take_field(int64_t *sum, unsigned width) {
    int64_t half = INT64_C(1) << (width - 1);
    int64_t low = (int64_t)(((uint64_t)*sum + (uint64_t)half) & ((UINT64_C(1) << width) - 1)) - half;
    *sum = (*sum - low) / (INT64_C(1) << width); /* without a rest */
    return (int32_t)low;
}

dhk_joint_scores dhk_extractor_joint_scores(dhk_extractor *extractor, const dhk_joint_weights *joint, uint32_t line) {
    uint32_t indices[DHK_VECTOR_MAX];
    uint32_t buckets[DHK_LINE_WORDS_MAX];
    uint32_t count = dhk_line_word_buckets(extractor, line, buckets);
    dhk_joint_scores scores;
    int64_t sum = 0;
    int32_t text = 0, title = 0, caption = 0;
#if defined(__GNUC__)
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&joint->words[buckets[i]]);
#endif
    extractor->next = indices;
    dhk_extract_common(extractor, line);
    for (const uint32_t *index = indices; index < extractor->next; index++)
        sum += joint->common[*index];
    for (uint32_t i = 0; i < count; i++) {
        const dhk_word_weights *weights = &joint->words[buckets[i]];
        text += weights->text;
        title += weights->title;
        caption += weights->caption;
    }
    scores.text = text + take_field(&sum, 27);
    title += take_field(&sum, 18);
    scores.title = title * (1 << joint->title_scale);
    scores.caption = (caption + (int32_t)sum) * (1 << joint->caption_scale);
    return scores;
}
