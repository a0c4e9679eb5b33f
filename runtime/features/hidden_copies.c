#include "features/hidden_copies.h"

#include "base/hash.h"
#include "base/memory.h"

#include <string.h>

enum {
    RUN = 3, /* words in a row that are compared */
    /* A hidden line of so many words and more is a copy if so much of its runs stand in visible lines. In WCXB with the
     * rule for pages without a likely line, page token F1 0.8791 with and 0.8792 without (cv, liblinear, 2026-11): it costs
     * nothing there, and pages that hide a second copy of their text for phones come out once. Fewer words, and labels
     * that a page repeats on purpose go. */
    WORDS_MIN = 12,
    PERCENT_MIN = 70
};

static bool is_asked_for(const dhk_line *line, const dhk_line_words *words) {
    return line->hidden && words->word_count >= WORDS_MIN;
}

static uint32_t run_key(const uint32_t *words) {
    return dhk_hash_pair(dhk_hash_pair(words[0], words[1]), words[2]);
}

/* Numbers the runs of hidden lines. */
static bool take_hidden(dhk_hidden_copies *copies, const dehusk_allocator *allocator, const dhk_document *document,
                        const dhk_vocabulary *vocabulary) {
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line_words *line = &vocabulary->lines[i];
        if (!is_asked_for(&document->lines[i], line))
            continue;
        for (uint32_t k = 0; k + RUN <= line->word_count; k++) {
            if (!dhk_key_map_reserve(&copies->keys->map, allocator))
                return false;
            dhk_key_map_add(&copies->keys->map, run_key(vocabulary->words + line->first_word + k));
        }
    }
    return true;
}

static void see_visible(dhk_hidden_copies *copies, const dhk_document *document, const dhk_vocabulary *vocabulary) {
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line_words *line = &vocabulary->lines[i];
        for (uint32_t k = 0; k + RUN <= line->word_count && !document->lines[i].hidden; k++) {
            uint32_t number = dhk_key_map_find(&copies->keys->map, run_key(vocabulary->words + line->first_word + k));
            if (number != UINT32_MAX)
                copies->seen[number] = 1;
        }
    }
}

bool dhk_hidden_copies_find(dhk_hidden_copies *copies, const dehusk_allocator *allocator, const dhk_document *document,
                            const dhk_vocabulary *vocabulary, uint8_t *marks) {
    size_t runs = 0;
    memset(marks, 0, document->line_count);
    for (size_t i = 0; i < document->line_count; i++)
        runs += is_asked_for(&document->lines[i], &vocabulary->lines[i]) ? vocabulary->lines[i].word_count : 0;
    if (runs == 0)
        return true;
    if (!dhk_key_map_begin(&copies->keys->map, allocator, runs) ||
        !take_hidden(copies, allocator, document, vocabulary) ||
        !DHK_RESERVE(allocator, copies->seen, copies->seen_capacity, copies->keys->map.count))
        return false;
    memset(copies->seen, 0, copies->keys->map.count);
    see_visible(copies, document, vocabulary);
    for (size_t i = 0; i < document->line_count; i++) {
        const dhk_line_words *line = &vocabulary->lines[i];
        uint64_t seen = 0;
        if (!is_asked_for(&document->lines[i], line))
            continue;
        for (uint32_t k = 0; k + RUN <= line->word_count; k++)
            seen +=
                copies->seen[dhk_key_map_find(&copies->keys->map, run_key(vocabulary->words + line->first_word + k))];
        marks[i] = seen * 100 >= (uint64_t)(line->word_count - RUN + 1) * PERCENT_MIN;
    }
    return true;
}

void dhk_hidden_copies_free(dhk_hidden_copies *copies, const dehusk_allocator *allocator) {
    dhk_release(allocator, copies->seen, copies->seen_capacity, sizeof *copies->seen);
    copies->seen = NULL;
    copies->seen_capacity = 0;
}
