/*
 * Words of a line, for plain text. Hashed, so that no language needs a list.
 * First and last words, pairs of words and whole lines as features of their own
 * gained nothing on top of them (cross-validation, 2026-11).
 */
#include "features/extractor.h"

static bool is_among(const uint32_t *buckets, uint32_t count, uint32_t bucket) {
    for (uint32_t i = 0; i < count; i++)
        if (buckets[i] == bucket)
            return true;
    return false;
}

uint32_t dhk_line_word_buckets(const dhk_extractor *extractor, uint32_t index, uint32_t buckets[DHK_LINE_WORDS_MAX]) {
    const dhk_line_words *line = &extractor->vocabulary.lines[index];
    const uint32_t *words = extractor->vocabulary.words + line->first_word;
    uint64_t seen[4] = {0}; /* a bit for every 256th bucket: what is not there is new */
    uint32_t count = 0;
    for (uint32_t i = 0; i < line->word_count && i < DHK_LINE_WORDS_MAX; i++) {
        uint32_t bucket = words[i] % DHK_WORD_BUCKETS;
        uint64_t bit = UINT64_C(1) << (bucket & 63);
        uint64_t *bits = &seen[bucket >> 6 & 3];
        if ((*bits & bit) != 0 && is_among(buckets, count, bucket))
            continue;
        *bits |= bit;
        buckets[count++] = bucket;
    }
    return count;
}

void dhk_extract_words(dhk_extractor *extractor, uint32_t index) {
    uint32_t buckets[DHK_LINE_WORDS_MAX];
    uint32_t count = dhk_line_word_buckets(extractor, index, buckets);
    for (uint32_t i = 0; i < count; i++)
        dhk_put(extractor, DHK_F_WORDS + buckets[i]);
}
