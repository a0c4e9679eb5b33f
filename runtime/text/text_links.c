#include "text/text_links.h"

#include "base/ascii.h"
#include "base/byte_block.h"

#include <stddef.h>
#include <string.h>

/* A link's text is looked for in this many bytes, an address in "<>" in this many, and brackets in brackets this deep,
 * so that rows of opening brackets cost linear time. */
enum { TEXT_MAX = 512, ANGLED_MAX = 2048, BRACKETS_MAX = 3 };

/* A label as in "[text][label]"; the digits and the words of "[12]text", whose end lynx does not show. */
enum { LABEL_MAX = 64, NUMBER_MAX = 4, MARKED_WORDS = 5 };

static bool begins_with(const unsigned char *bytes, uint32_t begin, uint32_t end, const char *word) {
    size_t length = strlen(word);
    return end - begin > length && bytes[begin + 1] == (unsigned char)word[1] &&
           memcmp(bytes + begin, word, length) == 0;
}

static bool is_letter(unsigned char byte) {
    return byte >= 0x80 || dhk_is_letter(byte);
}

/* Behind the scheme that `at` begins; `at` if none does. */
static uint32_t scheme_end(const unsigned char *bytes, uint32_t at, uint32_t end) {
    if (bytes[at] == 'h' && begins_with(bytes, at, end, "http://"))
        return at + 4;
    if (bytes[at] == 'h' && begins_with(bytes, at, end, "https://"))
        return at + 5;
    return bytes[at] == 'w' && begins_with(bytes, at, end, "www.") ? at + 3 : at;
}

uint32_t dhk_text_address_end(const unsigned char *bytes, uint32_t at, uint32_t end) {
    uint32_t begin = at;
    uint32_t open = 0;
    if (scheme_end(bytes, at, end) == at)
        return at;
    for (; at < end && bytes[at] > ' ' && bytes[at] < 0x7F && bytes[at] != '<' && bytes[at] != '>' &&
           bytes[at] != '"' && bytes[at] != '[' && bytes[at] != ']' && bytes[at] != '|';
         at++) {
        if (bytes[at] == ')' && open == 0)
            break;
        open += bytes[at] == '(';
        open -= bytes[at] == ')';
    }
    /* What ends the sentence is not of it. */
    while (at > begin && strchr(".,;:!?'*_", bytes[at - 1]) != NULL)
        at--;
    return at;
}

uint32_t dhk_text_link_skip(const unsigned char *bytes, uint32_t at, uint32_t end) {
    while (end - at > DHK_BLOCK_BYTES) {
        dhk_block block = dhk_block_load(bytes + at);
        dhk_block next = dhk_block_load(bytes + at + 1);
        uint32_t found = dhk_block_mask(
            dhk_block_or(dhk_block_equal(block, '['),
                         dhk_block_or(dhk_block_and(dhk_block_equal(block, 'h'), dhk_block_equal(next, 't')),
                                      dhk_block_and(dhk_block_equal(block, 'w'), dhk_block_equal(next, 'w')))));
        if (found != 0)
            return at + dhk_block_first(found);
        at += DHK_BLOCK_BYTES;
    }
    while (at < end && bytes[at] != '[' && bytes[at] != 'h' && bytes[at] != 'w')
        at++;
    return at;
}

/* Past white space with one row end in it at most; `limit` if a blank row follows. */
static uint32_t skip_space(const unsigned char *bytes, uint32_t at, uint32_t limit) {
    uint32_t row_ends = 0;
    for (; at < limit && dhk_is_blank(bytes[at]); at++)
        row_ends += bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < limit && bytes[at + 1] != '\n');
    return row_ends > 1 ? limit : at;
}

/* The bracket that closes the one at `at`; `limit` if there is none, or a blank row before it. */
static uint32_t find_close(const unsigned char *bytes, uint32_t at, uint32_t limit) {
    uint32_t depth = 0;
    if (limit - at > TEXT_MAX)
        limit = at + TEXT_MAX;
    for (; at < limit; at++) {
        if (bytes[at] == '[' && ++depth > BRACKETS_MAX)
            break;
        if (bytes[at] == ']' && --depth == 0)
            return at;
        if (bytes[at] == '\n' && skip_space(bytes, at, limit) == limit)
            break;
        if (bytes[at] == '\\' && at + 1 < limit)
            at++;
    }
    return UINT32_MAX;
}

/* Behind the title in quotes that `at` begins; `at` if none does. */
static uint32_t title_end(const unsigned char *bytes, uint32_t at, uint32_t limit) {
    unsigned char quote = bytes[at] == '(' ? ')' : bytes[at];
    uint32_t begin = at;
    if (limit - at > TEXT_MAX)
        limit = at + TEXT_MAX;
    if (quote != '"' && quote != '\'' && quote != ')')
        return at;
    for (at++; at < limit && bytes[at] != quote; at++)
        if (bytes[at] == '\n' && skip_space(bytes, at, limit) == limit)
            return begin;
    return at < limit ? at + 1 : begin;
}

/* Behind "(address)" or "(address "title")", which begins at `at`; UINT32_MAX: it is none. Programs that wrap text break
 * addresses behind a hyphen or a slash. */
static uint32_t target_end(const unsigned char *bytes, uint32_t at, uint32_t limit) {
    uint32_t open = 0;
    at = skip_space(bytes, at + 1, limit);
    if (at < limit && bytes[at] == '<') {
        uint32_t stop = limit - at > ANGLED_MAX ? at + ANGLED_MAX : limit;
        while (at < stop && bytes[at] != '>' && !(bytes[at] == '\n' && skip_space(bytes, at, limit) == limit))
            at++;
        if (at == stop)
            return UINT32_MAX;
        at++;
    }
    for (; at < limit; at++) {
        unsigned char byte = bytes[at];
        if (byte == ')' && open == 0)
            return at + 1;
        if (byte == '(' && ++open > BRACKETS_MAX)
            break;
        open -= byte == ')';
        if (!dhk_is_blank(byte))
            continue;
        uint32_t next = skip_space(bytes, at, limit);
        uint32_t title;
        if (next == limit)
            break;
        title = title_end(bytes, next, limit);
        if (title > next)
            next = skip_space(bytes, title, limit);
        if (next < limit && bytes[next] == ')')
            return next + 1;
        if (title > next || bytes[at] != '\n' || at == 0 || strchr("-/?&=_%", bytes[at - 1]) == NULL)
            break;
        at = next - 1;
    }
    return UINT32_MAX;
}

static bool all_digits(const unsigned char *bytes, uint32_t at, uint32_t end) {
    uint32_t begin = at;
    while (at < end && dhk_is_digit(bytes[at]))
        at++;
    return at == end && at > begin;
}

/* "[12]text" of lynx: where the text ends is not said. */
static bool marked_text(const unsigned char *bytes, uint32_t start, uint32_t at, uint32_t close, uint32_t end,
                        dhk_text_link *link) {
    uint32_t words = 0;
    uint32_t stop = close + 1;
    if (close - at - 1 > NUMBER_MAX || !all_digits(bytes, at + 1, close) || stop >= end)
        return false;
    if (at > start && (is_letter(bytes[at - 1]) || strchr(".,;:!?)\"'", bytes[at - 1]) != NULL))
        return false; /* a note's number stands behind its word */
    if (dhk_is_blank(bytes[stop]) || strchr("](:.,;!?)", bytes[stop]) != NULL ||
        (bytes[stop] == '[' && stop + 1 < end && dhk_is_digit(bytes[stop + 1])))
        return false;
    for (; stop < end && bytes[stop] != '[' && bytes[stop] != '|'; stop++) {
        bool ends = stop + 1 == end || dhk_is_blank(bytes[stop + 1]);
        if (ends && strchr(".,;:!?", bytes[stop]) != NULL)
            break;
        if (ends && ++words == MARKED_WORDS) {
            stop++;
            break;
        }
    }
    while (stop > close + 1 && dhk_is_blank(bytes[stop - 1]))
        stop--;
    *link = (dhk_text_link){at, stop, close + 1, stop};
    return true;
}

/* A link that the bracket at `at` begins. */
static bool bracket_link(const unsigned char *bytes, uint32_t start, uint32_t at, uint32_t end, uint32_t limit,
                         dhk_text_link *link) {
    uint32_t close = find_close(bytes, at, limit);
    uint32_t stop = UINT32_MAX;
    if (close == UINT32_MAX || (at > start && bytes[at - 1] == '\\'))
        return false;
    *link = (dhk_text_link){at, 0, at + 1, close};
    if (at > start && bytes[at - 1] == '!')
        link->begin--;
    if (bytes[at + 1] == '[' && bytes[close - 1] == ']' && close > at + 3) {
        const unsigned char *bar = memchr(bytes + at, '|', close - at);
        link->text_begin = bar != NULL ? (uint32_t)(bar - bytes) + 1 : at + 2;
        link->text_end = close - 1;
        stop = close + 1;
        if (memchr(bytes + at + 2, '[', close - at - 2) != NULL || memchr(bytes + at + 2, ']', close - at - 3) != NULL)
            stop = UINT32_MAX; /* brackets in brackets of another kind */
    }
    if (close + 1 < limit && bytes[close + 1] == '(') {
        link->text_begin = at + 1;
        link->text_end = close;
        stop = target_end(bytes, close + 1, limit);
    } else if (close + 1 < limit && bytes[close + 1] == '[' && !all_digits(bytes, at + 1, close)) {
        uint32_t label = find_close(bytes, close + 1, limit);
        if (label != UINT32_MAX && label - close <= LABEL_MAX)
            stop = label + 1;
    }
    if (stop == UINT32_MAX)
        return at < end && marked_text(bytes, start, at, close, end, link);
    link->end = stop;
    return true;
}

static bool bare_link(const unsigned char *bytes, uint32_t start, uint32_t at, uint32_t end, dhk_text_link *link) {
    uint32_t stop = dhk_text_address_end(bytes, at, end);
    if (stop == at || (at > start && is_letter(bytes[at - 1]) && bytes[at - 1] < 0x80))
        return false;
    *link = (dhk_text_link){at, stop, at, scheme_end(bytes, at, end)};
    if (at > start && bytes[at - 1] == '<' && stop < end && bytes[stop] == '>') {
        link->begin--;
        link->end++;
    }
    return true;
}

bool dhk_text_link_find(const unsigned char *bytes, uint32_t start, uint32_t begin, uint32_t end, uint32_t limit,
                        dhk_text_link *link) {
    for (uint32_t at = dhk_text_link_skip(bytes, begin, end); at < end; at = dhk_text_link_skip(bytes, at + 1, end)) {
        bool found = bytes[at] == '[' ? bracket_link(bytes, start, at, end, limit, link)
                                      : bare_link(bytes, start, at, end, link);
        if (found && link->begin >= begin)
            return true;
        if (found) { /* its first mark stands before, and is no mark then */
            link->begin = begin;
            return true;
        }
    }
    return false;
}
