/*
 * The words behind hashed features, as the page spells them, for people who read
 * explanations. The classifier knows hashes only.
 */
#ifndef DHK_SEEN_WORDS_H
#define DHK_SEEN_WORDS_H

#include "features/features.h"

/* If feature `index` of line `line` of the extractor's page is a word of the line, of its label or of an attribute:
 * writes it to `value`, cut to whole characters and zero-terminated; an id as "#top", a role or itemprop as "role main".
 * Leaves other features' values alone. */
void dhk_seen_word(const dhk_extractor *extractor, uint32_t line, uint32_t index, char *value, size_t size);

#endif
