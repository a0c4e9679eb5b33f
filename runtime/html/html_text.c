/*
 * Text of a page piece by piece: runs that are what they are, and the few
 * things between them that stand for something else.
 */
#include "html/html_charref.h"
#include "html/html_words.h"

#include <string.h>

/* What a mode has to look at. */
static inline bool reads_references(dhk_text_mode mode) {
    return mode == DHK_TEXT_DATA || mode == DHK_TEXT_RCDATA;
}

static inline bool replaces_nul(dhk_text_mode mode) {
    return mode != DHK_TEXT_DATA && mode != DHK_TEXT_CDATA;
}

/* The first of three bytes, or end. Not memchr: each call would run to the end
 * of the text for the byte that is not there, which is quadratic. */
static inline const unsigned char *find_any(const unsigned char *p, const unsigned char *end, unsigned a, unsigned b,
                                            unsigned c) {
    while (end - p >= 8) {
        uint64_t word = dhk_word_load(p);
        uint64_t marks = dhk_word_equal(word, a) | dhk_word_equal(word, b) | dhk_word_equal(word, c);
        if (marks != 0)
            return p + dhk_word_index(marks);
        p += 8;
    }
    while (p < end && *p != a && *p != b && *p != c)
        p++;
    return p;
}

/* The end of the run of plain bytes that goes on at p. */
static const unsigned char *plain_end(const unsigned char *p, const unsigned char *end, dhk_text_mode mode) {
    if (mode == DHK_TEXT_DATA) /* nearly all text; compiled for itself, with two bytes to find */
        return find_any(p, end, '\r', '&', '&');
    unsigned reference = reads_references(mode) ? '&' : '\r';
    unsigned nul = replaces_nul(mode) ? 0 : '\r';
    return find_any(p, end, '\r', reference, nul);
}

void dhk_text_next(const unsigned char *page, dhk_range text, dhk_text_mode mode, uint32_t *position,
                   dhk_text_piece *piece) {
    const unsigned char *p = page + *position;
    const unsigned char *end = page + text.end;
    size_t taken = 0;

    piece->bytes = piece->decoded;
    piece->length = 1;
    if (*p == '&' && reads_references(mode)) {
        taken = dhk_charref_read(p, end, false, piece->decoded, &piece->length);
    } else if (*p == '\r') {
        piece->decoded[0] = '\n';
        taken = end - p > 1 && p[1] == '\n' ? 2 : 1;
    } else if (*p == 0 && replaces_nul(mode)) {
        memcpy(piece->decoded, "\xEF\xBF\xBD", 3);
        piece->length = 3;
        taken = 1;
    }
    if (taken == 0) { /* what follows the first byte decides how far the run goes */
        taken = (size_t)(plain_end(p + 1, end, mode) - p);
        piece->bytes = p;
        piece->length = (uint32_t)taken;
    }
    piece->source.begin = *position;
    piece->source.end = *position + (uint32_t)taken;
    *position = piece->source.end;
}
