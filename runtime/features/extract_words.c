/*
 * Words of a line, for plain text, and of the label that it stands under: the
 * last short line before it without a sentence, which on many pages is what
 * heads a part of the page ("Comments", "Most read"). Hashed, so that no
 * language needs a list. First and last words, pairs of words and whole lines
 * as features of their own gained nothing on top of them; words of the lines
 * before and after gained as much as labels do, but lost where few pages are in
 * a language (cross-validation, 2026-11).
 */
#include "features/extractor.h"

enum {
    LABEL_WORDS_MAX = 6,
    LABEL_REACH = 25 /* lines below a label that still stand under it */
};

static bool is_among(const uint32_t *buckets, uint32_t count, uint32_t bucket) {
    for (uint32_t i = 0; i < count; i++)
        if (buckets[i] == bucket)
            return true;
    return false;
}

static uint32_t find_buckets(const dhk_vocabulary *vocabulary, uint32_t index, uint32_t modulus, uint32_t *buckets) {
    const dhk_line_words *line = &vocabulary->lines[index];
    const uint32_t *words = vocabulary->words + line->first_word;
    uint64_t seen[4] = {0}; /* a bit for every 256th bucket: what is not there is new */
    uint32_t count = 0;
    for (uint32_t i = 0; i < line->word_count && i < DHK_LINE_WORDS_MAX; i++) {
        uint32_t bucket = words[i] % modulus;
        uint64_t bit = UINT64_C(1) << (bucket & 63);
        uint64_t *bits = &seen[bucket >> 6 & 3];
        if ((*bits & bit) != 0 && is_among(buckets, count, bucket))
            continue;
        *bits |= bit;
        buckets[count++] = bucket;
    }
    return count;
}

uint32_t dhk_line_word_buckets(const dhk_extractor *extractor, uint32_t index, uint32_t buckets[DHK_LINE_WORDS_MAX]) {
    return find_buckets(&extractor->vocabulary, index, DHK_WORD_BUCKETS, buckets);
}

uint32_t dhk_label_word_buckets(const dhk_extractor *extractor, uint32_t label, uint32_t buckets[DHK_LINE_WORDS_MAX]) {
    return find_buckets(&extractor->vocabulary, label, DHK_LABEL_BUCKETS, buckets);
}

/* Few words and no sentence; up to six words, since a headline has more. */
bool dhk_is_label(const dhk_extractor *extractor, uint32_t index) {
    uint32_t words = extractor->vocabulary.lines[index].word_count;
    return words > 0 && words <= LABEL_WORDS_MAX && !extractor->stats.lines[index].sentence;
}

uint32_t dhk_label_of(const dhk_extractor *extractor, uint32_t index) {
    uint32_t label = extractor->heading_before[index];
    return label != UINT32_MAX && index - label <= LABEL_REACH ? label : UINT32_MAX;
}

void dhk_extract_words(dhk_extractor *extractor, uint32_t index) {
    uint32_t buckets[DHK_LINE_WORDS_MAX];
    uint32_t label = dhk_label_of(extractor, index);
    uint32_t count = dhk_line_word_buckets(extractor, index, buckets);
    for (uint32_t i = 0; i < count; i++)
        DHK_PUT(extractor, WORDS, DHK_WORD_BUCKETS, buckets[i]);
    if (label == UINT32_MAX)
        return;
    count = dhk_label_word_buckets(extractor, label, buckets);
    for (uint32_t i = 0; i < count; i++)
        DHK_PUT(extractor, LABEL_WORDS, DHK_LABEL_BUCKETS, buckets[i]);
}
