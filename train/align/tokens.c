/*
 * Cuts text into tokens and hashes them.
 *
 * Nearly all text is ASCII or CJK ideographs, for which casefolding is a table
 * or nothing at all; utf8proc, which allocates for each call, only sees the rest.
 */
#include "align/tokens.h"

#include "common/support.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A token longer than this is cut, which keeps a page of base64 from costing more than it is worth. */
enum { TOKEN_BYTES_MAX = 1024 };

/* What is known of the token that is being read. */
typedef struct reader {
    tr_tokens *tokens;
    char bytes[TOKEN_BYTES_MAX]; /* ASCII already in lower case */
    size_t length;
    bool folded; /* needs no casefolding */
} reader;

static void end_token(reader *state) {
    if (state->length == 0)
        return;
    uint64_t hash;
    utf8proc_uint8_t *form = NULL;
    utf8proc_ssize_t form_length = -1;
    if (!state->folded)
        form_length = utf8proc_map((const utf8proc_uint8_t *)state->bytes, (utf8proc_ssize_t)state->length, &form,
                                   (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                       UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
    if (form_length >= 0) {
        hash = tr_hash(form, (size_t)form_length, 0);
        free(form);
    } else {
        hash = tr_hash(state->bytes, state->length, 0);
    }
    TR_RESERVE(state->tokens->hashes, state->tokens->capacity, state->tokens->count + 1);
    state->tokens->hashes[state->tokens->count++] = hash;
    state->length = 0;
    state->folded = true;
}

static void add_character(reader *state, const unsigned char *bytes, uint32_t length) {
    if (state->length + length > TOKEN_BYTES_MAX)
        return;
    memcpy(state->bytes + state->length, bytes, length);
    state->length += length;
}

/* Ideographs that NFKC and casefolding leave alone. */
static bool is_plain_ideograph(uint32_t character) {
    return (character >= 0x4e00 && character <= 0x9fff) || (character >= 0x3400 && character <= 0x4dbf);
}

void tr_tokenize(tr_tokens *tokens, const char *text, size_t length) {
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    reader state;
    state.tokens = tokens;
    state.length = 0;
    state.folded = true;
    while (at < end) {
        uint32_t bytes;
        uint32_t character = dhk_utf8_decode(at, end, &bytes);
        if (character < 0x80) {
            if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) {
                add_character(&state, at, 1);
            } else if (character >= 'A' && character <= 'Z') {
                unsigned char lower = (unsigned char)(character | 0x20);
                add_character(&state, &lower, 1);
            } else {
                end_token(&state);
            }
        } else if (character == DHK_MALFORMED) {
            end_token(&state);
        } else {
            const dhk_char *facts = dhk_char_of(character);
            if ((facts->flags & DHK_CHAR_UNSPACED) != 0) {
                end_token(&state);
                state.folded = is_plain_ideograph(character);
                add_character(&state, at, bytes);
                /* Marks belong to the character that they stand on. */
                while (at + bytes < end) {
                    uint32_t more;
                    uint32_t next = dhk_utf8_decode(at + bytes, end, &more);
                    if (next == DHK_MALFORMED || dhk_char_of(next)->class_ != DHK_CHAR_MARK)
                        break;
                    state.folded = false;
                    add_character(&state, at + bytes, more);
                    bytes += more;
                }
                end_token(&state);
            } else if ((facts->flags & DHK_CHAR_WORD) != 0) {
                /* A mark with nothing to stand on begins no token. */
                if (facts->class_ != DHK_CHAR_MARK || state.length > 0) {
                    state.folded = false;
                    add_character(&state, at, bytes);
                }
            } else if (facts->class_ != DHK_CHAR_INVISIBLE) {
                /* Soft hyphens and joiners stand within words; folding drops them. */
                end_token(&state);
            } else if (state.length > 0) {
                state.folded = false;
                add_character(&state, at, bytes);
            }
        }
        at += bytes;
    }
    end_token(&state);
}

void tr_tokens_free(tr_tokens *tokens) {
    free(tokens->hashes);
    *tokens = (tr_tokens){0};
}

void tr_vocabulary_make(tr_vocabulary *vocabulary, const uint64_t *hashes, size_t count) {
    size_t capacity = 16;
    while (capacity < 2 * count)
        capacity *= 2;
    vocabulary->slots = tr_zeroed(capacity, sizeof *vocabulary->slots);
    vocabulary->values = tr_resize(NULL, capacity, sizeof *vocabulary->values);
    vocabulary->mask = (uint32_t)(capacity - 1);
    vocabulary->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hashes[i] != 0 ? hashes[i] : 1;
        uint32_t at = (uint32_t)hash & vocabulary->mask;
        while (vocabulary->slots[at] != 0 && vocabulary->slots[at] != hash)
            at = (at + 1) & vocabulary->mask;
        if (vocabulary->slots[at] == 0) {
            vocabulary->slots[at] = hash;
            vocabulary->values[at] = vocabulary->count++;
        }
    }
}

uint32_t tr_vocabulary_find(const tr_vocabulary *vocabulary, uint64_t hash) {
    if (hash == 0)
        hash = 1;
    for (uint32_t at = (uint32_t)hash & vocabulary->mask; vocabulary->slots[at] != 0; at = (at + 1) & vocabulary->mask)
        if (vocabulary->slots[at] == hash)
            return vocabulary->values[at];
    return TR_NO_TOKEN;
}

void tr_vocabulary_free(tr_vocabulary *vocabulary) {
    free(vocabulary->slots);
    free(vocabulary->values);
    *vocabulary = (tr_vocabulary){0};
}
