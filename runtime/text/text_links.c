#include "text/text_links.h"

#include "html/html_words.h"

#include <stddef.h>
#include <string.h>

/* A link's text and address are looked for in this many bytes, so that rows of
 * opening brackets cost linear time. */
enum { LINK_BYTES_MAX = 512 };

static bool begins_with(const unsigned char *bytes, uint32_t begin, uint32_t end, const char *word) {
    size_t length = strlen(word);
    return end - begin >= length && bytes[begin + 1] == (unsigned char)word[1] &&
           memcmp(bytes + begin, word, length) == 0;
}

static uint32_t find_byte(const unsigned char *bytes, uint32_t begin, uint32_t end, unsigned char byte) {
    const unsigned char *found = begin < end ? memchr(bytes + begin, byte, end - begin) : NULL;
    return found != NULL ? (uint32_t)(found - bytes) : end;
}

static uint32_t address_end(const unsigned char *bytes, uint32_t at, uint32_t end) {
    while (at < end && bytes[at] > ' ' && bytes[at] < 0x80 && bytes[at] != '<' && bytes[at] != '>' &&
           bytes[at] != '"' && bytes[at] != ')')
        at++;
    return at;
}

/* The first byte that a link can begin with, or `end`. */
static uint32_t find_first_byte(const unsigned char *bytes, uint32_t at, uint32_t end) {
    for (; end - at >= 8; at += 8) {
        uint64_t word = dhk_word_load(bytes + at);
        uint64_t marks = dhk_word_equal(word, '[') | dhk_word_equal(word, 'h') | dhk_word_equal(word, 'w');
        if (marks != 0)
            return at + dhk_word_index(marks);
    }
    while (at < end && bytes[at] != '[' && bytes[at] != 'h' && bytes[at] != 'w')
        at++;
    return at;
}

bool dhk_text_link_find(const unsigned char *bytes, uint32_t begin, uint32_t end, uint32_t *link_begin,
                        uint32_t *link_end) {
    for (uint32_t at = find_first_byte(bytes, begin, end); at < end; at = find_first_byte(bytes, at + 1, end)) {
        if (bytes[at] == '[') {
            uint32_t limit = end - at > LINK_BYTES_MAX ? at + LINK_BYTES_MAX : end;
            bool wiki = at + 1 < end && bytes[at + 1] == '[';
            uint32_t close = find_byte(bytes, at + 1, limit, ']');
            uint32_t stop = limit;
            if (close + 1 < limit && wiki && bytes[close + 1] == ']')
                stop = close + 1;
            else if (close + 1 < limit && bytes[close + 1] == '(')
                stop = find_byte(bytes, close + 2, limit, ')');
            if (stop < limit) {
                *link_begin = at;
                *link_end = stop + 1;
                return true;
            }
        } else if ((bytes[at] == 'h' &&
                    (begins_with(bytes, at, end, "http://") || begins_with(bytes, at, end, "https://"))) ||
                   (bytes[at] == 'w' && begins_with(bytes, at, end, "www."))) {
            *link_begin = at;
            *link_end = address_end(bytes, at, end);
            return true;
        }
    }
    return false;
}
