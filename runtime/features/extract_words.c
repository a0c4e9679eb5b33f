/*
 * Words of a line, for plain text. Hashed, so that no language needs a list.
 * First and last words, pairs of words and whole lines as features of their own
 * gained nothing on top of them (cross-validation, 2026-11).
 */
#include "features/extractor.h"

/* Of a line this many words are looked at, the first ones. */
enum { WORDS_MAX = 40 };

void dhk_extract_words(dhk_extractor *extractor, uint32_t index) {
    const dhk_line_words *line = &extractor->vocabulary.lines[index];
    const uint32_t *words = extractor->vocabulary.words + line->first_word;
    for (uint32_t i = 0; i < line->word_count && i < WORDS_MAX; i++)
        dhk_put_once(extractor, DHK_F_WORDS + words[i] % DHK_WORD_BUCKETS);
}
