#include "text/text_links.h"

#include "base/byte_block.h"

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

bool dhk_text_link_find(const unsigned char *bytes, uint32_t begin, uint32_t end, uint32_t *link_begin,
                        uint32_t *link_end) {
    for (uint32_t at = dhk_text_link_skip(bytes, begin, end); at < end; at = dhk_text_link_skip(bytes, at + 1, end)) {
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
