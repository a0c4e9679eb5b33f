/*
 * Is it UTF-8, and if not, how far from it?
 *
 * Most pages are valid UTF-8 that is mostly ASCII, so validation is on the path
 * of every page: ASCII goes 32 bytes a step, the rest by lead byte.
 */
#include "base/byte_block.h"
#include "charset/charset_parts.h"
#include "unicode/utf8.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

static uint64_t load64(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

size_t dhk_ascii_length(const unsigned char *bytes, size_t length) {
    size_t i = 0;

    while (length - i >= 32) {
        const unsigned char *at = bytes + i;
        if ((load64(at) | load64(at + 8) | load64(at + 16) | load64(at + 24)) & HIGH_BITS)
            break;
        i += 32;
    }
    while (length - i >= DHK_BLOCK_BYTES) { /* the first byte that is not, without a step for each before it */
        uint32_t high = dhk_block_mask(dhk_block_load(bytes + i));
        if (high != 0)
            return i + dhk_block_first(high);
        i += DHK_BLOCK_BYTES;
    }
    while (length - i >= 8 && (load64(bytes + i) & HIGH_BITS) == 0)
        i += 8;
    while (i < length && bytes[i] < 0x80)
        i++;
    return i;
}

size_t dhk_utf8_valid_length(const unsigned char *bytes, size_t length) {
    size_t i = 0;

    for (;;) {
        i += dhk_ascii_length(bytes + i, length - i);
        /* Stay here for a while: in a text that is not English, words are. */
        while (i < length && bytes[i] >= 0x80) {
            uint32_t width;
            if (dhk_utf8_decode(bytes + i, bytes + length, &width) == DHK_MALFORMED)
                return i;
            i += width;
            /* A lone space between two words is no reason to go back. */
            if (length - i >= 2 && bytes[i] < 0x80 && bytes[i + 1] >= 0x80)
                i++;
        }
        if (i >= length)
            return length;
    }
}

void dhk_utf8_weigh(const unsigned char *bytes, size_t length, dhk_utf8_evidence *evidence) {
    size_t i = 0;

    memset(evidence, 0, sizeof *evidence);
    for (;;) {
        i += dhk_ascii_length(bytes + i, length - i);
        if (i >= length)
            return;
        uint32_t width;
        if (dhk_utf8_decode(bytes + i, bytes + length, &width) == DHK_MALFORMED) {
            evidence->malformed++;
        } else {
            evidence->sequences++;
            evidence->trails += width - 1;
        }
        evidence->not_ascii += width;
        i += width;
    }
}
