/*
 * Bytes of a page eight at a time, as one word whose lowest byte comes first in
 * the page on every machine.
 */
#ifndef DHK_HTML_WORDS_H
#define DHK_HTML_WORDS_H

#include <stdint.h>

#define DHK_WORD_ONES UINT64_C(0x0101010101010101)
#define DHK_WORD_TOPS UINT64_C(0x8080808080808080)

/* Compilers make one load of it. */
static inline uint64_t dhk_word_load(const unsigned char *bytes) {
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
           (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 | (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

/* The following three mark bytes by their top bit. Only the lowest mark is
 * sure: a borrow may set others above it. */
static inline uint64_t dhk_word_below(uint64_t word, unsigned limit) { /* bytes < limit <= 128 */
    return (word - DHK_WORD_ONES * limit) & ~word & DHK_WORD_TOPS;
}

static inline uint64_t dhk_word_zero(uint64_t word) {
    return dhk_word_below(word, 1);
}

static inline uint64_t dhk_word_equal(uint64_t word, unsigned byte) {
    return dhk_word_zero(word ^ DHK_WORD_ONES * byte);
}

/* All bits of the bytes below the lowest mark; marks must not be 0. */
static inline uint64_t dhk_word_before(uint64_t marks) {
    return ((marks & (~marks + 1)) >> 7) - 1;
}

/* How many bytes stand before the lowest mark. */
static inline unsigned dhk_word_index(uint64_t marks) {
    return (unsigned)((dhk_word_before(marks) & DHK_WORD_ONES) * DHK_WORD_ONES >> 56);
}

#endif
