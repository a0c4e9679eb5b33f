/*
 * Which pages are written.
 */
#include "run/page_filter.h"

#include "common/characters.h"

#include <fnmatch.h>
#include <sha1.h>
#include <stdlib.h>
#include <string.h>

/* 32 million different pages, or lines, in 768 MiB; of pages that is more than a process has of a crawl: archives have fifty thousand each. */
enum { SEEN_MAX = 1 << 25, FIRST_SLOTS = 1 << 10 };

const char *page_left_out_name(page_left_out why) {
    static const char *const names[PAGE_LEFT_OUT_COUNT] = {"",           "no-content", "short",
                                                           "incomplete", "language",   "duplicate"};
    return names[why];
}

static bool matches(const file_patterns *patterns, const char *url) {
    for (size_t i = 0; i < patterns->count; i++)
        if (fnmatch(patterns->globs[i], url, 0) == 0)
            return true;
    return false;
}

bool page_filter_url(const cli_settings *settings, const url_lists *lists, const char *url) {
    bool all = settings->include_url.count == 0 && settings->include_url_file == NULL;
    if (url == NULL)
        return all;
    return (all || matches(&settings->include_url, url) || url_list_has(&lists->wanted, url)) &&
           !matches(&settings->exclude_url, url) && !url_list_has(&lists->unwanted, url);
}

/* Does a token end behind each character? Han, kana, Thai, Lao, Burmese, Khmer. */
static bool is_alone(uint32_t character) {
    return (character >= 0x0E00 && character <= 0x0EFF) || (character >= 0x1000 && character <= 0x109F) ||
           (character >= 0x1780 && character <= 0x17FF) || (character >= 0x3040 && character <= 0x30FF) ||
           (character >= 0x3400 && character <= 0x9FFF) || (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x3FFFF);
}

size_t page_filter_tokens(const char *text, size_t length) {
    size_t tokens = 0;
    bool within = false;
    for (size_t at = 0, taken; at < length; at += taken) {
        uint32_t character = character_read(text + at, length - at, &taken);
        if (character <= ' ' || character == 0xA0 || (character >= 0x3000 && character <= 0x3003)) {
            within = false;
        } else if (is_alone(character)) {
            tokens++;
            within = false;
        } else {
            tokens += !within;
            within = true;
        }
    }
    return tokens;
}

static bool is_short(const dehusk_page *page, size_t least) {
    size_t tokens = 0;
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count && tokens < least; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label == DEHUSK_CONTENT)
            tokens += page_filter_tokens(line->text, line->text_length);
    }
    return tokens < least;
}

/* Does the page say all of these things of itself? */
static bool says(const dehusk_page *page, unsigned facts) {
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++)
        if ((facts >> name & 1) != 0 && dehusk_page_metadata(page, (dehusk_metadata_name)name).value == NULL)
            return false;
    return true;
}

page_left_out page_filter_judge(const cli_settings *settings, const dehusk_page *page) {
    dehusk_verdict verdict = dehusk_page_summary(page)->verdict;
    if (settings->only_content && (verdict == DEHUSK_VERDICT_NONE || verdict == DEHUSK_VERDICT_NOT_A_PAGE))
        return PAGE_NO_CONTENT;
    if (settings->min_tokens > 0 && is_short(page, settings->min_tokens))
        return PAGE_SHORT;
    if (!says(page, settings->require))
        return PAGE_INCOMPLETE;
    return PAGE_WRITTEN;
}

/* Is there a line of content besides titles? */
static bool has_text(const dehusk_page *page) {
    size_t count = dehusk_page_line_count(page);
    for (size_t i = 0; i < count; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label == DEHUSK_CONTENT && line->role != DEHUSK_ROLE_TITLE)
            return true;
    }
    return false;
}

page_left_out page_filter_judge_rest(const cli_settings *settings, const dehusk_page *page, size_t repeats) {
    if (repeats > 0 && !has_text(page))
        return PAGE_DUPLICATE;
    return settings->min_tokens > 0 && is_short(page, settings->min_tokens) ? PAGE_SHORT : PAGE_WRITTEN;
}

page_digest page_filter_digest(const dehusk_page *page) {
    return page_filter_lines_digest(page, 0, dehusk_page_line_count(page));
}

page_digest page_filter_lines_digest(const dehusk_page *page, size_t begin, size_t end) {
    SHA1_CTX state;
    uint8_t bytes[SHA1_DIGEST_LENGTH];
    page_digest digest;
    SHA1Init(&state);
    for (size_t i = begin; i < end; i++) {
        const dehusk_line *line = dehusk_page_line(page, i);
        if (line->label != DEHUSK_CONTENT)
            continue;
        SHA1Update(&state, (const uint8_t *)line->text, line->text_length);
        SHA1Update(&state, (const uint8_t *)"\n", 1);
    }
    SHA1Final(bytes, &state);
    memcpy(digest.words, bytes, sizeof digest.words);
    return digest;
}

/* The slot of a digest, or the one that it would have. There is always a free one. */
static page_digest *find(page_digest *slots, size_t capacity, page_digest digest) {
    size_t at = (size_t)digest.words[0] & (capacity - 1);
    while ((slots[at].words[0] | slots[at].words[1]) != 0 &&
           (slots[at].words[0] != digest.words[0] || slots[at].words[1] != digest.words[1]))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(seen_digests *seen) {
    size_t capacity = seen->capacity > 0 ? 2 * seen->capacity : FIRST_SLOTS;
    page_digest *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < seen->capacity; i++)
        if ((seen->slots[i].words[0] | seen->slots[i].words[1]) != 0)
            *find(slots, capacity, seen->slots[i]) = seen->slots[i];
    free(seen->slots);
    seen->slots = slots;
    seen->capacity = capacity;
    return true;
}

bool seen_digests_have(const seen_digests *seen, page_digest digest) {
    digest.words[1] |= (digest.words[0] | digest.words[1]) == 0;
    if (seen->capacity == 0)
        return false;
    const page_digest *slot = find(seen->slots, seen->capacity, digest);
    return (slot->words[0] | slot->words[1]) != 0;
}

bool seen_digests_add(seen_digests *seen, page_digest digest) {
    digest.words[1] |= (digest.words[0] | digest.words[1]) == 0;
    if (seen_digests_have(seen, digest))
        return true;
    if (seen->count >= SEEN_MAX || (4 * (seen->count + 1) > 3 * seen->capacity && !grow(seen)))
        return false;
    *find(seen->slots, seen->capacity, digest) = digest;
    seen->count++;
    return false;
}

void seen_digests_clear(seen_digests *seen) {
    if (seen->capacity > FIRST_SLOTS)
        seen_digests_free(seen);
    else if (seen->count > 0)
        memset(seen->slots, 0, seen->capacity * sizeof *seen->slots);
    seen->count = 0;
}

void seen_digests_free(seen_digests *seen) {
    free(seen->slots);
    memset(seen, 0, sizeof *seen);
}
