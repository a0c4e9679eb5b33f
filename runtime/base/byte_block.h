/*
 * Sixteen bytes at a time, and questions to all of them at once: with SSE2 or
 * NEON where the compiler's target has it (every x86-64 and every aarch64 has),
 * otherwise as two words. The answers are the same; DHK_PORTABLE_BLOCKS takes
 * the words everywhere, for tests.
 */
#ifndef DHK_BYTE_BLOCK_H
#define DHK_BYTE_BLOCK_H

#include "base/hash.h"

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__) && !defined(DHK_PORTABLE_BLOCKS)
#define DHK_BLOCKS_SSE2
#include <emmintrin.h>
typedef __m128i dhk_block;
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(DHK_PORTABLE_BLOCKS)
#define DHK_BLOCKS_NEON
#include <arm_neon.h>
typedef uint8x16_t dhk_block;
#else
typedef struct dhk_block {
    uint64_t words[2]; /* the lowest byte of a word comes first in the page */
} dhk_block;
#endif

enum { DHK_BLOCK_BYTES = 16 };

/* -- In words -------------------------------------------------------------- */

#if !defined(DHK_BLOCKS_SSE2) && !defined(DHK_BLOCKS_NEON)

#define DHK_BLOCK_ONES UINT64_C(0x0101010101010101)
#define DHK_BLOCK_TOPS UINT64_C(0x8080808080808080)

/* The top bits of the bytes below a limit of at most 128; no byte's sum reaches the next byte. */
static inline uint64_t dhk_block_word_below(uint64_t word, unsigned limit) {
    return ~(((word & ~DHK_BLOCK_TOPS) + DHK_BLOCK_ONES * (128 - limit)) | word) & DHK_BLOCK_TOPS;
}

/* The top bits of the bytes, side by side. */
static inline uint32_t dhk_block_word_mask(uint64_t word) {
    return (uint32_t)(((word & DHK_BLOCK_TOPS) >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

#endif

/* -- Blocks ------------------------------------------------------------------ */

/* `bytes` has sixteen. */
static inline dhk_block dhk_block_load(const unsigned char *bytes) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
#elif defined(DHK_BLOCKS_NEON)
    return vld1q_u8(bytes);
#else
    return (dhk_block){{dhk_load_little_endian(bytes, 8), dhk_load_little_endian(bytes + 8, 8)}};
#endif
}

static inline void dhk_block_store(unsigned char *bytes, dhk_block block) {
#if defined(DHK_BLOCKS_SSE2)
    _mm_storeu_si128((__m128i *)(void *)bytes, block);
#elif defined(DHK_BLOCKS_NEON)
    vst1q_u8(bytes, block);
#else
    for (unsigned i = 0; i < DHK_BLOCK_BYTES; i++)
        bytes[i] = (unsigned char)(block.words[i / 8] >> (8 * (i % 8)));
#endif
}

/* A block of fewer than sixteen bytes, and zeros behind them: bytes beyond the last one are not touched. */
static inline dhk_block dhk_block_load_part(const unsigned char *bytes, size_t length) {
    uint64_t low, high = 0;
    if (length >= 8) {
        low = dhk_load_little_endian(bytes, 8);
        if (length > 8)
            high = dhk_load_little_endian(bytes + length - 8, 8) >> (8 * (16 - length));
    } else {
        low = dhk_load_little_endian(bytes, length);
    }
#if defined(DHK_BLOCKS_SSE2)
    return _mm_set_epi64x((long long)high, (long long)low);
#elif defined(DHK_BLOCKS_NEON)
    return vreinterpretq_u8_u64(vcombine_u64(vcreate_u64(low), vcreate_u64(high)));
#else
    return (dhk_block){{low, high}};
#endif
}

/* A block of sixteen such bytes. */
static inline dhk_block dhk_block_of(unsigned char byte) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_set1_epi8((char)byte);
#elif defined(DHK_BLOCKS_NEON)
    return vdupq_n_u8(byte);
#else
    return (dhk_block){{DHK_BLOCK_ONES * byte, DHK_BLOCK_ONES * byte}};
#endif
}

/* Which bytes are `byte`? The answer is a block whose bytes have their top bit set where it is yes. */
static inline dhk_block dhk_block_equal(dhk_block block, unsigned char byte) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_cmpeq_epi8(block, _mm_set1_epi8((char)byte));
#elif defined(DHK_BLOCKS_NEON)
    return vceqq_u8(block, vdupq_n_u8(byte));
#else
    return (dhk_block){{dhk_block_word_below(block.words[0] ^ DHK_BLOCK_ONES * byte, 1),
                        dhk_block_word_below(block.words[1] ^ DHK_BLOCK_ONES * byte, 1)}};
#endif
}

/* Which bytes are below a limit of 1 to 128? */
static inline dhk_block dhk_block_below(dhk_block block, unsigned char limit) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8((char)(limit - 1))), block);
#elif defined(DHK_BLOCKS_NEON)
    return vcltq_u8(block, vdupq_n_u8(limit));
#else
    return (dhk_block){{dhk_block_word_below(block.words[0], limit), dhk_block_word_below(block.words[1], limit)}};
#endif
}

/* Which bytes are from `first` to `last`, both ASCII? */
static inline dhk_block dhk_block_in(dhk_block block, unsigned char first, unsigned char last) {
#if defined(DHK_BLOCKS_SSE2)
    return dhk_block_below(_mm_sub_epi8(block, _mm_set1_epi8((char)first)), (unsigned char)(last - first + 1));
#elif defined(DHK_BLOCKS_NEON)
    return vcltq_u8(vsubq_u8(block, vdupq_n_u8(first)), vdupq_n_u8((uint8_t)(last - first + 1)));
#else
    dhk_block low = dhk_block_below(block, first);
    dhk_block high = dhk_block_below(block, (unsigned char)(last + 1));
    return (dhk_block){{high.words[0] & ~low.words[0], high.words[1] & ~low.words[1]}};
#endif
}

static inline dhk_block dhk_block_or(dhk_block a, dhk_block b) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_or_si128(a, b);
#elif defined(DHK_BLOCKS_NEON)
    return vorrq_u8(a, b);
#else
    return (dhk_block){{a.words[0] | b.words[0], a.words[1] | b.words[1]}};
#endif
}

static inline dhk_block dhk_block_and(dhk_block a, dhk_block b) {
#if defined(DHK_BLOCKS_SSE2)
    return _mm_and_si128(a, b);
#elif defined(DHK_BLOCKS_NEON)
    return vandq_u8(a, b);
#else
    return (dhk_block){{a.words[0] & b.words[0], a.words[1] & b.words[1]}};
#endif
}

/* A bit for each byte of an answer, the first byte's lowest. */
static inline uint32_t dhk_block_mask(dhk_block answer) {
#if defined(DHK_BLOCKS_SSE2)
    return (uint32_t)_mm_movemask_epi8(answer);
#elif defined(DHK_BLOCKS_NEON)
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t set = vandq_u8(vtstq_u8(answer, vdupq_n_u8(0x80)), vld1q_u8(bits));
    return (uint32_t)vaddv_u8(vget_low_u8(set)) | (uint32_t)vaddv_u8(vget_high_u8(set)) << 8;
#else
    return dhk_block_word_mask(answer.words[0]) | dhk_block_word_mask(answer.words[1]) << 8;
#endif
}

/* The lowest bit that is set in a mask that is not 0. */
static inline uint32_t dhk_block_first(uint32_t mask) {
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctz(mask);
#else
    uint32_t bit = 0;
    while ((mask >> bit & 1) == 0)
        bit++;
    return bit;
#endif
}

#endif
