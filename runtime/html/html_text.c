/*
 * Text of a page piece by piece: runs that are what they are, and the few
 * things between them that stand for something else.
 */
#include "base/byte_block.h"
#include "html/html_charref.h"

#include <string.h>

/* What a mode has to look at. */
static inline bool reads_references(dhk_text_mode mode) {
    return mode == DHK_TEXT_DATA || mode == DHK_TEXT_RCDATA;
}

static inline bool replaces_nul(dhk_text_mode mode) {
    return mode != DHK_TEXT_DATA && mode != DHK_TEXT_CDATA;
}

/* A bit for each byte of the block that is one of three. */
static inline uint32_t marks_of(dhk_block block, unsigned char a, unsigned char b, unsigned char c) {
    return dhk_block_mask(
        dhk_block_or(dhk_block_equal(block, a), dhk_block_or(dhk_block_equal(block, b), dhk_block_equal(block, c))));
}

/* The first of three bytes, or end. Not memchr: each call would run to the end
 * of the text for the byte that is not there, which is quadratic. */
static inline const unsigned char *find_any(const unsigned char *p, const unsigned char *end, unsigned char a,
                                            unsigned char b, unsigned char c) {
    uint32_t marks = 0;
    for (; end - p >= DHK_BLOCK_BYTES; p += DHK_BLOCK_BYTES) {
        marks = marks_of(dhk_block_load(p), a, b, c);
        if (marks != 0)
            return p + dhk_block_first(marks);
    }
    marks = marks_of(dhk_block_load_part(p, (size_t)(end - p)), a, b, c) & ((UINT32_C(1) << (end - p)) - 1);
    return marks != 0 ? p + dhk_block_first(marks) : end;
}

/* The end of the run of plain bytes that goes on at p. */
static const unsigned char *plain_end(const unsigned char *p, const unsigned char *end, dhk_text_mode mode) {
    if (mode == DHK_TEXT_DATA) /* nearly all text; compiled for itself, with two bytes to find */
        return find_any(p, end, '\r', '&', '&');
    unsigned char reference = reads_references(mode) ? '&' : '\r';
    unsigned char nul = replaces_nul(mode) ? 0 : '\r';
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
