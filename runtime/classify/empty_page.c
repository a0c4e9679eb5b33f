#include "classify/empty_page.h"

#include "base/fixed_point.h"
#include "base/hash.h"
#include "classify/decide.h"
#include "features/vocabulary.h"
#include "html/html_names.h"

#include <stdbool.h>

/* The model is asked about pages of which no more than this would be kept, in tenths of letters: some 200 words. Of the
 * generated pages without content one in a hundred is a fourth as long; but the longer pages with content teach what
 * content is. With half of it, a page of news-zh comes to nothing that else does not (out of fold, 2026-11-29). */
enum { KEPT_UNITS_MAX = 12000 };

/* The words of all lines count where the page has no more tokens than this: most of those of a large page are its menus. */
enum { WORDS_OF_ALL_MAX = 400 };

/* Of each kind of words, at most so many are looked at. */
enum { WORDS_MAX = 250, LEVELS_MAX = 32 };

enum { HALF = 2048, LOGIT_BINS = 24, FEW_BINS = 8, LENGTH_BINS = 18, SHARE_BINS = 11 };

/* Where each kind of feature begins. */
enum {
    BEST_OF_FIRST = 0,
    BEST_OF_ALL = BEST_OF_FIRST + LOGIT_BINS,
    KEPT_UNITS = BEST_OF_ALL + LOGIT_BINS,
    LONGEST = KEPT_UNITS + LENGTH_BINS,
    PAGE_TOKENS = LONGEST + LENGTH_BINS,
    KEPT_LINES = PAGE_TOKENS + LENGTH_BINS,
    PAGE_LINES = KEPT_LINES + FEW_BINS,
    KEPT_SHARE = PAGE_LINES + LENGTH_BINS,
    KEPT_LINKS = KEPT_SHARE + SHARE_BINS,
    PAGE_LINKS = KEPT_LINKS + SHARE_BINS,
    SENTENCES = PAGE_LINKS + SHARE_BINS,
    LIKELY = SENTENCES + FEW_BINS,
    TAGS = LIKELY + FEW_BINS,
    DENSE = TAGS + 256
};
_Static_assert((int)DENSE <= (int)DHK_EMPTY_DENSE, "the format has as many bins");
_Static_assert((int)DHK_TAG_COUNT <= 256, "a bin for each tag");

/* Kinds of words; those of a kind that sound alike in another are others. */
typedef enum word_kind { WORD_KEPT = 1, WORD_OF_PAGE, WORD_OF_TITLE, WORD_OF_CLASS } word_kind;

typedef struct vector {
    uint32_t *features;
    uint32_t count;
    uint32_t left; /* of the words of the kind */
    word_kind kind;
    uint64_t seen[(DHK_EMPTY_FEATURES + 63) / 64];
} vector;

static void add(vector *to, uint32_t feature) {
    if (to->count >= DHK_EMPTY_VECTOR_MAX || (to->seen[feature / 64] >> (feature % 64) & 1) != 0)
        return;
    to->seen[feature / 64] |= UINT64_C(1) << (feature % 64);
    to->features[to->count++] = feature;
}

static void add_bin(vector *to, uint32_t first, uint32_t bins, int64_t bin) {
    add(to, first + (uint32_t)(bin < 0 ? 0 : bin >= (int64_t)bins ? bins - 1 : bin));
}

static void add_share(vector *to, uint32_t first, uint64_t part, uint64_t whole) {
    add_bin(to, first, SHARE_BINS, whole == 0 ? 0 : (int64_t)(part * (SHARE_BINS - 1) / whole));
}

static void add_length(vector *to, uint32_t first, uint64_t length) {
    add_bin(to, first, LENGTH_BINS, dhk_log2_plus_one(length) / 4096);
}

/* Halves of logits from -6 on. */
static void add_logit(vector *to, uint32_t first, int32_t logit) {
    add_bin(to, first, LOGIT_BINS, ((int64_t)logit + 12 * HALF) / HALF);
}

static void begin_words(vector *to, word_kind kind) {
    to->kind = kind;
    to->left = WORDS_MAX;
}

static bool take_word(void *data, uint32_t hash, dhk_text_run run) {
    vector *to = data;
    (void)run;
    if (to->left == 0)
        return false;
    to->left--;
    add(to, DHK_EMPTY_DENSE + dhk_hash_pair(to->kind, hash) % DHK_EMPTY_WORDS);
    return true;
}

/* What the page and what is kept of it add up to. */
typedef struct page_sums {
    uint64_t units, kept_units, links, kept_links, tokens, kept_tokens;
    uint32_t longest, kept_lines, sentences, likely;
    int32_t best;
} page_sums;

static page_sums sum_up(const dhk_empty_page *page) {
    page_sums sums = {.best = INT32_MIN};
    for (size_t i = 0; i < page->document->line_count; i++) {
        const dhk_line *line = &page->document->lines[i];
        const dhk_measure *measure = &line->measure;
        sums.units += measure->units;
        sums.links += line->link_units;
        sums.tokens += measure->tokens;
        sums.best = page->logits[i] > sums.best ? page->logits[i] : sums.best;
        sums.likely += page->logits[i] > 0;
        if (page->labels[i] == 0)
            continue;
        sums.kept_units += measure->units;
        sums.kept_links += line->link_units;
        sums.kept_tokens += measure->tokens;
        sums.kept_lines++;
        sums.longest = measure->units > sums.longest ? measure->units : sums.longest;
        sums.sentences += measure->last_class == DHK_CHAR_SENTENCE_END;
    }
    return sums;
}

static void add_bins(const dhk_empty_page *page, const page_sums *sums, vector *to) {
    add_logit(to, BEST_OF_FIRST, page->best);
    add_logit(to, BEST_OF_ALL, sums->best);
    add_length(to, KEPT_UNITS, sums->kept_units);
    add_length(to, LONGEST, sums->longest);
    add_length(to, PAGE_TOKENS, sums->tokens);
    add_bin(to, KEPT_LINES, FEW_BINS, sums->kept_lines);
    add_length(to, PAGE_LINES, page->document->line_count);
    add_share(to, KEPT_SHARE, sums->kept_tokens, sums->tokens);
    add_share(to, KEPT_LINKS, sums->kept_links, sums->kept_units);
    add_share(to, PAGE_LINKS, sums->links, sums->units);
    add_bin(to, SENTENCES, FEW_BINS, sums->sentences);
    add_bin(to, LIKELY, FEW_BINS, sums->likely);
    for (size_t i = 0; i < page->document->element_count; i++)
        add(to, TAGS + page->document->elements[i].tag % 256u);
}

/* Of what is kept, or of all lines. */
static void add_text_words(const dhk_empty_page *page, bool kept, vector *to) {
    const dhk_document *document = page->document;
    begin_words(to, kept ? WORD_KEPT : WORD_OF_PAGE);
    for (size_t i = 0; i < document->line_count && to->left > 0; i++)
        if (page->labels[i] != 0 || !kept)
            dhk_vocabulary_walk(document->text + document->lines[i].text, document->lines[i].text_length, take_word,
                                to);
}

/* Of what is kept, and of the elements around it. */
static void add_class_words(const dhk_empty_page *page, vector *to) {
    const dhk_document *document = page->document;
    begin_words(to, WORD_OF_CLASS);
    for (size_t i = 0; i < document->line_count && to->left > 0 && document->words != NULL; i++) {
        uint32_t at = document->lines[i].element;
        for (int level = 0; level < LEVELS_MAX && at != 0 && page->labels[i] != 0; level++) {
            const dhk_element *element = &document->elements[at];
            for (uint32_t k = 0; k < element->word_count; k++)
                take_word(to, document->words[element->first_word + k], (dhk_text_run){0, 0});
            at = element->parent;
        }
    }
}

uint32_t dhk_empty_features(const dhk_empty_page *page, uint32_t features[DHK_EMPTY_VECTOR_MAX]) {
    const dhk_document *document = page->document;
    page_sums sums = sum_up(page);
    vector to = {0};
    to.features = features;
    if (sums.kept_lines == 0 || sums.kept_units > KEPT_UNITS_MAX)
        return 0;
    add_bins(page, &sums, &to);
    begin_words(&to, WORD_OF_TITLE);
    dhk_vocabulary_walk(document->text + document->title.text, document->title.text_length, take_word, &to);
    add_text_words(page, true, &to);
    if (sums.tokens <= WORDS_OF_ALL_MAX)
        add_text_words(page, false, &to);
    add_class_words(page, &to);
    return to.count;
}

int32_t dhk_emptiness(const dhk_empty_stage *stage, const dhk_empty_page *page) {
    uint32_t features[DHK_EMPTY_VECTOR_MAX];
    uint32_t count = dhk_empty_features(page, features);
    int32_t score = stage->bias;
    if (count == 0)
        return dhk_no_line_is_likely(page->document, page->best);
    for (uint32_t i = 0; i < count; i++)
        score += stage->weights[features[i]];
    return score;
}
