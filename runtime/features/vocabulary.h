/*
 * Words of lines, as hashes: their stems, which tell whether a line is about
 * what the page's sentences are about, and the words themselves, for plain
 * text. A stem is a word's first letters, or two neighbouring characters of a
 * script written without spaces.
 */
#ifndef DHK_VOCABULARY_H
#define DHK_VOCABULARY_H

#include "features/key_map.h"
#include "features/line_stats.h"
#include "lines/document.h"

typedef struct dhk_line_words {
    uint32_t first_stem; /* in dhk_vocabulary.stems */
    uint32_t stem_count;
    uint32_t first_word; /* in dhk_vocabulary.words */
    uint32_t word_count;
    uint32_t topical;        /* stems that other lines of sentences hold too */
    uint32_t shared_before;  /* stems that one of the 3 lines before has too */
    uint32_t shared_after;   /* stems that one of the 3 lines after has too */
    uint32_t same_beginning; /* other lines with the same first word */
    uint32_t same_ending;    /* other lines with the same last word */
    uint32_t in_title;       /* stems that the title has */
    uint32_t title_covered;  /* different stems of the title that it has */
    uint32_t in_description;
} dhk_line_words;

typedef struct dhk_vocabulary {
    dhk_line_words *lines;
    size_t line_capacity;
    uint32_t *stems;
    size_t stem_count, stem_capacity;
    uint32_t *words;
    size_t word_count, word_capacity;
    struct dhk_stem_use *uses; /* by number of the stem */
    size_t use_capacity;
    dhk_key_counter *keys;      /* the extractor's: all its parts use it, one after another */
    uint32_t title_stems;       /* different stems of the title, 0 without one */
    uint32_t description_stems; /* different stems of the description, 0 without one */
    uint32_t title_line;        /* the line that holds the page's title, UINT32_MAX: none */
} dhk_vocabulary;

bool dhk_vocabulary_page(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const dhk_document *document,
                         const dhk_line_stats *stats);
/* Hands over the words of a text, as hashes and runs of it, in its order, until `take` returns false. */
typedef bool dhk_word_taker(void *data, uint32_t hash, dhk_text_run run);
void dhk_vocabulary_walk(const char *text, uint32_t length, dhk_word_taker *take, void *data);

/* The first word of a text whose hash leaves `rest` when divided by `modulus`, as a run of the text. False: none. */
bool dhk_vocabulary_find(const char *text, uint32_t length, uint32_t modulus, uint32_t rest, dhk_text_run *found);
void dhk_vocabulary_free(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator);

#endif
