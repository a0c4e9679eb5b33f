/*
 * Words of a line, for plain text: which words short lines hold, and what lines
 * begin and end with. Hashed, so that no language needs a list.
 */
#include "features/extractor.h"
#include "lines/hash.h"

enum {
    WORDS_MAX = 40,      /* of a line that are looked at: the first ones */
    WHOLE_LINE_WORDS = 8 /* lines of up to this many words are known as a whole */
};

static uint32_t bucket(uint32_t first, uint32_t hash) {
    return first + hash % DHK_WORD_BUCKETS;
}

void dhk_extract_words(dhk_extractor *extractor, uint32_t index) {
    const dhk_line_words *line = &extractor->vocabulary.lines[index];
    const uint32_t *words = extractor->vocabulary.words + line->first_word;
    uint32_t taken = line->word_count < WORDS_MAX ? line->word_count : WORDS_MAX;
    if (line->word_count == 0)
        return;
    for (uint32_t i = 0; i < taken; i++)
        dhk_put_once(extractor, bucket(DHK_F_WORDS, words[i]));
    dhk_put_once(extractor, bucket(DHK_F_FIRST_WORDS, words[0]));
    if (line->word_count > 1)
        dhk_put_once(extractor, bucket(DHK_F_FIRST_WORDS, dhk_hash_pair(words[0], words[1])));
    dhk_put(extractor, bucket(DHK_F_LAST_WORD, words[line->word_count - 1]));
    if (line->word_count <= WHOLE_LINE_WORDS)
        dhk_put(extractor, bucket(DHK_F_WHOLE_LINE, extractor->page->lines[index].masked_hash));
}
