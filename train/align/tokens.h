/*
 * Tokens: what texts are compared by. A token is a run of letters and digits
 * (marks continue it), or a single character of a script written without
 * spaces. It is known by a hash of its NFKC-casefolded form.
 *
 * These are the same units as dhk_measure.tokens counts, so that what the
 * runtime expects of a line and what the evaluator measures agree.
 */
#ifndef TR_TOKENS_H
#define TR_TOKENS_H

#include <stddef.h>
#include <stdint.h>

typedef struct tr_tokens {
    uint64_t *hashes;
    size_t count, capacity;
} tr_tokens;

/* Appends the tokens of UTF-8 text. Malformed bytes separate tokens. */
void tr_tokenize(tr_tokens *tokens, const char *text, size_t length);

void tr_tokens_free(tr_tokens *tokens);

/* A set of tokens with a number each, 0 to count - 1. */
typedef struct tr_vocabulary {
    uint64_t *slots; /* 0: empty; a token that hashes to 0 is kept as 1 */
    uint32_t *values;
    uint32_t mask;
    uint32_t count;
} tr_vocabulary;

enum { TR_NO_TOKEN = 0xffffffff };

/* All different tokens of an array, numbered by first appearance. */
void tr_vocabulary_make(tr_vocabulary *vocabulary, const uint64_t *hashes, size_t count);
void tr_vocabulary_free(tr_vocabulary *vocabulary);

/* The token's number, or TR_NO_TOKEN. */
uint32_t tr_vocabulary_find(const tr_vocabulary *vocabulary, uint64_t hash);

#endif
