#include "html/class_words.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "base/memory.h"

#include <string.h>

enum { WORD_BYTES_MAX = 32 };

static bool is_word_byte(unsigned char byte) {
    return dhk_is_letter(byte) || byte >= 0x80;
}

/* A word or a pair of words. */
typedef struct name_word {
    uint32_t hash;
    uint32_t length;
    const unsigned char *bytes; /* what people are shown of the hash */
} name_word;

static bool add_word(const dehusk_allocator *allocator, dhk_document *document, size_t first, name_word word,
                     uint32_t salt) {
    uint32_t hash = word.hash ^ salt, length = word.length;
    dhk_name_sort sort = salt == DHK_SALT_ID ? DHK_NAME_ID : salt == DHK_SALT_ROLE ? DHK_NAME_ROLE : DHK_NAME_CLASS;
    for (size_t i = first; i < document->word_count; i++)
        if (document->words[i] == hash)
            return true;
    if (!DHK_RESERVE(allocator, document->words, document->word_capacity, document->word_count + 1) ||
        !DHK_RESERVE(allocator, document->names, document->name_capacity, document->word_count + 1) ||
        !DHK_RESERVE(allocator, document->name_text, document->name_text_capacity, document->name_text_length + length))
        return false;
    memcpy(document->name_text + document->name_text_length, word.bytes, length);
    document->names[document->word_count] =
        (dhk_name){(uint32_t)document->name_text_length, (uint16_t)length, (uint16_t)sort};
    document->name_text_length += length;
    document->words[document->word_count++] = hash;
    return true;
}

bool dhk_class_words_add(const dehusk_allocator *allocator, dhk_document *document, size_t first,
                         const unsigned char *bytes, dhk_range value, uint32_t salt) {
    uint32_t at = value.begin;
    uint32_t before = 0; /* the word before in the same name, 0: none */
    uint32_t before_length = 0;
    unsigned char pair[2 * WORD_BYTES_MAX + 1]; /* that word, if there is one, a hyphen, and the word under way */
    while (at < value.end && document->word_count - first < DHK_CLASS_WORDS_MAX) {
        unsigned char *word = pair + (before != 0 ? before_length + 1 : 0);
        uint32_t length = 0;
        uint32_t hash;
        if (!is_word_byte(bytes[at])) {
            before = dhk_is_html_space(bytes[at]) ? 0 : before;
            at++;
            continue;
        }
        /* A word is a run of letters, cut before an upper-case letter that follows a lower-case one. */
        do {
            unsigned char byte = bytes[at++];
            bool upper = dhk_is_upper(byte);
            if (length < WORD_BYTES_MAX)
                word[length++] = upper ? (unsigned char)(byte | 0x20) : byte;
            while (at < value.end && (unsigned)bytes[at] - 'a' < 26 && length < WORD_BYTES_MAX) {
                word[length++] = bytes[at++]; /* nearly all that there is */
                upper = false;
            }
            if (at < value.end && dhk_is_upper(bytes[at]) && !upper)
                break;
        } while (at < value.end && is_word_byte(bytes[at]));
        if (length < 2)
            continue;
        hash = dhk_hash_bytes(word, length);
        if (!add_word(allocator, document, first, (name_word){hash, length, word}, salt))
            return false;
        if (before != 0) {
            pair[before_length] = '-';
            if (document->word_count - first < DHK_CLASS_WORDS_MAX &&
                !add_word(allocator, document, first,
                          (name_word){dhk_hash_pair(before, hash), before_length + 1 + length, pair}, salt))
                return false;
            memmove(pair, word, length);
        }
        before = hash;
        before_length = length;
    }
    return true;
}

uint32_t dhk_class_key(const unsigned char *bytes, dhk_range value) {
    uint32_t at = value.begin;
    uint32_t names = 0;
    uint32_t key = 0;
    while (at < value.end && names < 3) {
        uint64_t state = DHK_HASH_MULTIPLIER;
        bool letters = false;
        if (dhk_is_html_space(bytes[at])) {
            at++;
            continue;
        }
        for (; at < value.end && !dhk_is_html_space(bytes[at]); at++) {
            if (dhk_is_digit(bytes[at]))
                continue;
            state = (state ^ bytes[at]) * DHK_HASH_MULTIPLIER;
            letters = true;
        }
        if (letters) {
            key += dhk_hash_end(state); /* a sum: the order of names means nothing */
            names++;
        }
    }
    return names == 0 ? 0 : key | 1u;
}

struct dhk_class_slot *dhk_class_memory_find(dhk_class_memory *memory, const unsigned char *bytes, dhk_range value,
                                             bool *known) {
    uint32_t length = value.end - value.begin;
    struct dhk_class_slot *slot = &memory->slots[dhk_hash_bytes(bytes + value.begin, length) % DHK_CLASS_MEMORY_SLOTS];
    *known = slot->value.end - slot->value.begin == length &&
             memcmp(bytes + slot->value.begin, bytes + value.begin, length) == 0;
    return slot;
}
