#include "features/vocabulary.h"

#include "base/hash.h"
#include "base/memory.h"
#include "unicode/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum {
    STEM_LETTERS = 5,  /* of a word make its stem; inflected forms share it in most languages */
    STEM_WORD_MIN = 4, /* letters of a word that has a stem: shorter ones are mostly function words */
    NEIGHBOURS = 3     /* lines before and after that words are compared with */
};

/* In sentence_line below. */
#define NO_LINE UINT32_MAX
#define SEVERAL_LINES (UINT32_MAX - 1)

/* Where a stem has been seen on the page. */
struct dhk_stem_use {
    uint32_t sentence_line; /* the line of sentences with it */
    uint32_t last_line;     /* the last line with it so far */
    uint32_t times;         /* how often that line has it */
    uint32_t covered_by;    /* the last line that was counted as covering it */
    bool near;              /* another line with the stem stands shortly before */
    bool in_title;
    bool in_description;
};

/* Letters without case that have a lower case all the same (Georgian, Cherokee, Roman numerals) stand here. */
enum { CASELESS_LOWERED_FIRST = 0x10A0, CASELESS_LOWERED_LAST = 0x216F };

/* The lower case of a character beyond ASCII that words are made of. Most are in it, or know no other. */
static uint32_t lower(uint32_t character, const dhk_char *properties) {
    if (properties->class_ != DHK_CHAR_UPPER &&
        (properties->class_ != DHK_CHAR_LETTER || character < CASELESS_LOWERED_FIRST ||
         character > CASELESS_LOWERED_LAST))
        return character;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)character);
}

/* Letters in lower case and digits; 0 for what is neither. */
#define FOLDED(upper) [upper] = (upper) + 32, [(upper) + 32] = (upper) + 32
static const uint8_t ascii_folded[256] = {
    FOLDED('A'), FOLDED('B'), FOLDED('C'), FOLDED('D'), FOLDED('E'), FOLDED('F'), FOLDED('G'), FOLDED('H'), FOLDED('I'),
    FOLDED('J'), FOLDED('K'), FOLDED('L'), FOLDED('M'), FOLDED('N'), FOLDED('O'), FOLDED('P'), FOLDED('Q'), FOLDED('R'),
    FOLDED('S'), FOLDED('T'), FOLDED('U'), FOLDED('V'), FOLDED('W'), FOLDED('X'), FOLDED('Y'), FOLDED('Z'), ['0'] = '0',
    ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
};
#undef FOLDED

static bool reserve_words(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, size_t more) {
    return DHK_RESERVE(allocator, vocabulary->stems, vocabulary->stem_capacity, vocabulary->stem_count + more) &&
           DHK_RESERVE(allocator, vocabulary->words, vocabulary->word_capacity, vocabulary->word_count + more);
}

/* Letters are too many and too short for a full step each: what one leaves high up, the next ones and the end carry on. */
static inline uint64_t add_letter(uint64_t state, uint32_t folded) {
    return (state ^ folded) * DHK_HASH_MULTIPLIER;
}

static inline uint32_t end_letters(uint64_t state) {
    return dhk_hash_end(state ^ (state >> 32));
}

/* The word under way. */
typedef struct word_state {
    uint64_t word; /* state of its hash, 0: there is none */
    uint64_t stem;
    uint32_t letters; /* in the stem */
    bool apart;       /* it has a mark, so that its hash is not the stem's any more */
    uint32_t *words;  /* where the next word goes */
    uint32_t *stems;  /* where the next stem goes */
} word_state;

static inline void end_word(word_state *state) {
    if (state->word == 0)
        return;
    *state->words++ = end_letters(state->word);
    if (state->letters >= STEM_WORD_MIN)
        *state->stems++ = end_letters(state->stem);
    state->word = 0;
    state->letters = 0;
    state->apart = false;
}

/* Takes letters and digits of ASCII; as long as no mark has come, one hash is the word's and, up to its length, the
 * stem's. */
static inline const unsigned char *take_ascii(const unsigned char *at, const unsigned char *end, word_state *state) {
    uint64_t word = state->word == 0 ? DHK_HASH_MULTIPLIER : state->word;
    uint32_t folded;
    if (state->letters < STEM_LETTERS) {
        const unsigned char *begin = at;
        const unsigned char *full = at + (STEM_LETTERS - state->letters);
        const unsigned char *stop = end - at < full - at ? end : full;
        while (at < stop && (folded = ascii_folded[*at]) != 0) {
            word = add_letter(word, folded);
            at++;
        }
        state->stem = word;
        state->letters += (uint32_t)(at - begin);
    }
    while (at < end && (folded = ascii_folded[*at]) != 0) {
        word = add_letter(word, folded);
        at++;
    }
    state->word = word;
    return at;
}

static void take_letter(word_state *state, uint32_t character, const dhk_char *properties) {
    uint32_t folded = lower(character, properties);
    state->word = add_letter(state->word == 0 ? DHK_HASH_MULTIPLIER : state->word, folded);
    if (properties->class_ == DHK_CHAR_MARK) {
        state->apart = true;
    } else if (state->letters < STEM_LETTERS) {
        state->stem = add_letter(state->letters == 0 ? DHK_HASH_MULTIPLIER : state->stem, folded);
        state->letters++;
    }
}

/* Splits text into words and stems, which are added to the vocabulary. */
static bool split(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const char *text, uint32_t length) {
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + length;
    word_state state = {0};
    uint32_t neighbour = 0; /* the character before, of a script without spaces */

    /* A character makes at most one word and one stem, the end of the text one more. */
    if (!reserve_words(vocabulary, allocator, (size_t)length + 1))
        return false;
    state.words = vocabulary->words + vocabulary->word_count;
    state.stems = vocabulary->stems + vocabulary->stem_count;
    while (at < end) {
        uint32_t width, character;
        const dhk_char *properties;
        if (*at < 0x80 && !state.apart) {
            neighbour = 0;
            if (ascii_folded[*at] != 0) {
                at = take_ascii(at, end, &state);
            } else {
                end_word(&state);
                at++;
            }
            continue;
        }
        character = dhk_utf8_decode(at, end, &width);
        at += width;
        properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
        if ((properties->flags & DHK_CHAR_UNSPACED) != 0) {
            end_word(&state);
            if (neighbour != 0) {
                uint32_t pair = dhk_hash_pair(neighbour, character);
                *state.stems++ = pair;
                *state.words++ = pair;
            }
            neighbour = character;
        } else if ((properties->flags & DHK_CHAR_WORD) != 0) {
            take_letter(&state, character, properties);
            if (properties->class_ != DHK_CHAR_MARK)
                neighbour = 0;
        } else if (properties->class_ != DHK_CHAR_INVISIBLE) {
            end_word(&state);
            neighbour = 0;
        }
    }
    end_word(&state);
    vocabulary->word_count = (size_t)(state.words - vocabulary->words);
    vocabulary->stem_count = (size_t)(state.stems - vocabulary->stems);
    return true;
}

/* split() once more, with places for hashes; for single lines that somebody looks at, and for short pages. */
void dhk_vocabulary_walk(const char *text, uint32_t length, dhk_word_taker *take, void *data) {
    const unsigned char *begin = (const unsigned char *)text, *end = begin + length, *word = NULL;
    uint64_t hash = 0;
    uint32_t neighbour = 0;
    const unsigned char *neighbour_at = begin, *at = begin;
    for (bool over = false; !over;) {
        const unsigned char *here = at;
        uint32_t width = 0, character = ' '; /* behind the last character, which ends a word */
        over = at == end;
        if (!over)
            character = dhk_utf8_decode(at, end, &width);
        at += width;
        const dhk_char *properties = dhk_char_of(character == DHK_MALFORMED ? 0xFFFD : character);
        bool unspaced = (properties->flags & DHK_CHAR_UNSPACED) != 0;
        bool letter = !unspaced && (properties->flags & DHK_CHAR_WORD) != 0;
        if (letter) {
            word = hash == 0 ? here : word;
            hash = add_letter(hash == 0 ? DHK_HASH_MULTIPLIER : hash, lower(character, properties));
            if (properties->class_ != DHK_CHAR_MARK)
                neighbour = 0;
            continue;
        }
        if (!unspaced && properties->class_ == DHK_CHAR_INVISIBLE)
            continue;
        if (hash != 0 &&
            !take(data, end_letters(hash), (dhk_text_run){(uint32_t)(word - begin), (uint32_t)(here - word)}))
            return;
        hash = 0;
        if (unspaced && neighbour != 0 &&
            !take(data, dhk_hash_pair(neighbour, character),
                  (dhk_text_run){(uint32_t)(neighbour_at - begin), (uint32_t)(at - neighbour_at)}))
            return;
        neighbour = unspaced ? character : 0;
        neighbour_at = here;
    }
}

/* A word that is looked for. */
typedef struct word_search {
    uint32_t modulus, rest;
    dhk_text_run found;
    bool is_found;
} word_search;

static bool is_other(void *data, uint32_t hash, dhk_text_run run) {
    word_search *search = data;
    search->is_found = hash % search->modulus == search->rest;
    search->found = run;
    return !search->is_found;
}

bool dhk_vocabulary_find(const char *text, uint32_t length, uint32_t modulus, uint32_t rest, dhk_text_run *found) {
    word_search search = {.modulus = modulus, .rest = rest};
    dhk_vocabulary_walk(text, length, is_other, &search);
    if (search.is_found)
        *found = search.found;
    return search.is_found;
}

static bool split_lines(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const dhk_document *document) {
    vocabulary->stem_count = 0;
    vocabulary->word_count = 0;
    for (size_t i = 0; i < document->line_count; i++) {
        dhk_line_words *words = &vocabulary->lines[i];
        memset(words, 0, sizeof *words);
        words->first_stem = (uint32_t)vocabulary->stem_count;
        words->first_word = (uint32_t)vocabulary->word_count;
        if (!split(vocabulary, allocator, document->text + document->lines[i].text, document->lines[i].text_length))
            return false;
        words->stem_count = (uint32_t)vocabulary->stem_count - words->first_stem;
        words->word_count = (uint32_t)vocabulary->word_count - words->first_word;
    }
    return true;
}

/* NULL: out of memory. */
static inline struct dhk_stem_use *number_stem(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator,
                                               size_t stem) {
    dhk_key_map *map = &vocabulary->keys->map;
    uint32_t known = map->count;
    uint32_t number;
    if (!dhk_key_map_reserve(map, allocator))
        return NULL;
    number = dhk_key_map_add(map, vocabulary->stems[stem]);
    vocabulary->stems[stem] = number;
    if (number == known) {
        if (!DHK_RESERVE(allocator, vocabulary->uses, vocabulary->use_capacity, (size_t)known + 1))
            return NULL;
        vocabulary->uses[number] = (struct dhk_stem_use){NO_LINE, NO_LINE, 0, NO_LINE, false, false, false};
    }
    return &vocabulary->uses[number];
}

/* Numbers the stems of all lines in place, and notes which lines of sentences use them. */
static bool number_stems(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const dhk_document *document,
                         const dhk_line_stats *stats, size_t title_begin, size_t description_begin) {
    if (!dhk_key_map_begin(&vocabulary->keys->map, allocator, vocabulary->stem_count))
        return false;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line_words *words = &vocabulary->lines[i];
        bool sentence = stats->lines[i].sentence;
        for (uint32_t k = 0; k < words->stem_count; k++) {
            struct dhk_stem_use *use = number_stem(vocabulary, allocator, words->first_stem + k);
            uint32_t line;
            if (use == NULL)
                return false;
            line = use->sentence_line == NO_LINE || use->sentence_line == i ? i : SEVERAL_LINES;
            use->sentence_line = sentence ? line : use->sentence_line;
        }
    }
    for (size_t k = title_begin; k < description_begin; k++) {
        struct dhk_stem_use *use = number_stem(vocabulary, allocator, k);
        if (use == NULL)
            return false;
        vocabulary->title_stems += !use->in_title;
        use->in_title = true;
    }
    for (size_t k = description_begin; k < vocabulary->stem_count; k++) {
        struct dhk_stem_use *use = number_stem(vocabulary, allocator, k);
        if (use == NULL)
            return false;
        vocabulary->description_stems += !use->in_description;
        use->in_description = true;
    }
    return true;
}

/* A stem of line `i`: where else is it? What a line has in common with one further down is noted when that one comes. */
static inline void count_stem(dhk_vocabulary *vocabulary, struct dhk_stem_use *use, uint32_t i) {
    dhk_line_words *words = &vocabulary->lines[i];
    if (use->last_line != i) {
        bool near = use->last_line != NO_LINE && i - use->last_line <= NEIGHBOURS;
        vocabulary->lines[near ? use->last_line : i].shared_after += near ? use->times : 0;
        use->near = near;
        use->last_line = i;
        use->times = 0;
    }
    use->times++;
    words->shared_before += use->near;
    words->topical += use->sentence_line != NO_LINE && use->sentence_line != i;
}

static void count_shared(dhk_vocabulary *vocabulary, const dhk_document *document) {
    bool described = vocabulary->title_stems > 0 || vocabulary->description_stems > 0;
    for (uint32_t i = 0; i < document->line_count; i++) {
        dhk_line_words *words = &vocabulary->lines[i];
        const uint32_t *stems = vocabulary->stems + words->first_stem;
        for (uint32_t k = 0; k < words->stem_count; k++) {
            struct dhk_stem_use *use = &vocabulary->uses[stems[k]];
            count_stem(vocabulary, use, i);
            if (!described)
                continue;
            words->in_title += use->in_title;
            words->in_description += use->in_description;
            if (use->in_title && use->covered_by != i) {
                use->covered_by = i;
                words->title_covered++;
            }
        }
    }
}

/* Counts the other lines that begin (or end) with a line's first (or last) word. */
static bool count_same(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const dhk_document *document,
                       bool ending) {
    dhk_key_counter *keys = vocabulary->keys;
    if (!dhk_key_map_begin(&keys->map, allocator, document->line_count) ||
        !DHK_RESERVE(allocator, keys->counts, keys->count_capacity, document->line_count))
        return false;
    for (size_t i = 0; i < document->line_count; i++) {
        dhk_line_words *words = &vocabulary->lines[i];
        uint32_t known = keys->map.count;
        uint32_t number;
        if (words->word_count == 0)
            continue;
        if (!dhk_key_map_reserve(&keys->map, allocator))
            return false;
        number =
            dhk_key_map_add(&keys->map, vocabulary->words[words->first_word + (ending ? words->word_count - 1 : 0)]);
        keys->counts[number] = number == known ? 1 : keys->counts[number] + 1;
        *(ending ? &words->same_ending : &words->same_beginning) = number; /* until all are counted */
    }
    for (size_t i = 0; i < document->line_count; i++) {
        dhk_line_words *words = &vocabulary->lines[i];
        uint32_t *field = ending ? &words->same_ending : &words->same_beginning;
        if (words->word_count > 0)
            *field = keys->counts[*field] - 1;
    }
    return true;
}

/* The line that holds the page's title: the first h1 or h2, else the first line, among those that have nearly the most
 * of its words, at least half of them, and few others. */
static uint32_t find_title_line(const dhk_vocabulary *vocabulary, const dhk_document *document) {
    uint32_t best = 0;
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < document->line_count; i++)
        if (vocabulary->lines[i].in_title * 10 > vocabulary->lines[i].stem_count * 6 &&
            vocabulary->lines[i].title_covered > best)
            best = vocabulary->lines[i].title_covered;
    if (best * 2 < vocabulary->title_stems || best == 0)
        return UINT32_MAX;
    for (uint32_t i = 0; i < document->line_count; i++) {
        const dhk_line_words *words = &vocabulary->lines[i];
        bool heading = document->lines[i].heading_level == 1 || document->lines[i].heading_level == 2;
        if (words->title_covered * 5 < best * 4 || words->in_title * 10 <= words->stem_count * 6)
            continue;
        if (heading)
            return i;
        if (found == UINT32_MAX)
            found = i;
    }
    return found;
}

bool dhk_vocabulary_page(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator, const dhk_document *document,
                         const dhk_line_stats *stats) {
    const dhk_text_run *title = document->og_title.text_length > 0 ? &document->og_title : &document->title;
    size_t title_begin;
    size_t description_begin;

    vocabulary->title_stems = 0;
    vocabulary->description_stems = 0;
    if (!DHK_RESERVE(allocator, vocabulary->lines, vocabulary->line_capacity, document->line_count) ||
        !split_lines(vocabulary, allocator, document))
        return false;
    title_begin = vocabulary->stem_count;
    if (!split(vocabulary, allocator, document->text + title->text, title->text_length))
        return false;
    description_begin = vocabulary->stem_count;
    if (!split(vocabulary, allocator, document->text + document->description.text, document->description.text_length) ||
        !number_stems(vocabulary, allocator, document, stats, title_begin, description_begin))
        return false;
    count_shared(vocabulary, document);
    vocabulary->title_line = find_title_line(vocabulary, document);
    return count_same(vocabulary, allocator, document, false) && count_same(vocabulary, allocator, document, true);
}

void dhk_vocabulary_free(dhk_vocabulary *vocabulary, const dehusk_allocator *allocator) {
    dhk_release(allocator, vocabulary->lines, vocabulary->line_capacity, sizeof *vocabulary->lines);
    dhk_release(allocator, vocabulary->stems, vocabulary->stem_capacity, sizeof *vocabulary->stems);
    dhk_release(allocator, vocabulary->words, vocabulary->word_capacity, sizeof *vocabulary->words);
    dhk_release(allocator, vocabulary->uses, vocabulary->use_capacity, sizeof *vocabulary->uses);
}
