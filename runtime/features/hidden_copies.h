/*
 * Hidden text that the page shows elsewhere: copies for small screens, for
 * printing, for dialogs that were not opened.
 */
#ifndef DHK_HIDDEN_COPIES_H
#define DHK_HIDDEN_COPIES_H

#include "features/key_map.h"
#include "features/vocabulary.h"
#include "lines/document.h"

typedef struct dhk_hidden_copies {
    dhk_key_counter *keys; /* the extractor's, for three words in a row in hidden lines */
    uint8_t *seen;         /* by number: in a visible line, too */
    size_t seen_capacity;
} dhk_hidden_copies;

/* Writes for each line 1 if it is hidden, and most of what it says stands in visible lines, else 0. False: out of
 * memory. */
bool dhk_hidden_copies_find(dhk_hidden_copies *copies, const dehusk_allocator *allocator, const dhk_document *document,
                            const dhk_vocabulary *vocabulary, uint8_t *marks);
void dhk_hidden_copies_free(dhk_hidden_copies *copies, const dehusk_allocator *allocator);

#endif
