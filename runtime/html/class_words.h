/*
 * Words of class, id, role and itemprop attributes: "postBody-main_text" holds
 * post, body, main and text, and the pairs post+body, body+main and main+text.
 * What stands on both sides of a space is no pair. Both are kept as hashes.
 */
#ifndef DHK_CLASS_WORDS_H
#define DHK_CLASS_WORDS_H

#include "html/html_tokenizer.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stdint.h>

/* No element has more words and pairs than this; the rest is passed over. */
enum { DHK_CLASS_WORDS_MAX = 40 };

/* Tell the words of an id, and those of role and itemprop, from class words. */
#define DHK_SALT_ID 0x51ED270Bu
#define DHK_SALT_ROLE 0xB5297A4Du

/* Adds the words and pairs of a raw attribute value to the document, at most until the
 * element, whose words begin at `first`, has DHK_CLASS_WORDS_MAX. `salt` tells
 * attributes apart. False: out of memory. */
bool dhk_class_words_add(const dehusk_allocator *allocator, dhk_document *document, size_t first,
                         const unsigned char *bytes, dhk_range value, uint32_t salt);

/* The words and the key of the class values seen last: a page has few of them, and uses them again and again. Kept in
 * the reader, emptied for every page. */
enum { DHK_CLASS_MEMORY_SLOTS = 128 };
typedef struct dhk_class_memory {
    struct dhk_class_slot {
        dhk_range value; /* in the page's bytes; empty: the slot is free */
        uint32_t first_word;
        uint32_t word_count;
        uint32_t key;
    } slots[DHK_CLASS_MEMORY_SLOTS];
} dhk_class_memory;

/* The slot that belongs to a value: it holds this very value, or has to be filled. */
struct dhk_class_slot *dhk_class_memory_find(dhk_class_memory *memory, const unsigned char *bytes, dhk_range value,
                                             bool *known);

/* Hash of the first three names of a class attribute, in any order, with digits
 * left out; 0 for an empty value. Elements of one kind share it. */
uint32_t dhk_class_key(const unsigned char *bytes, dhk_range value);

#endif
