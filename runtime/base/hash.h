/*
 * The one hash of the library: 32 bits of a run of bytes, the same on every
 * machine. It names texts, class words and tag paths; it protects nothing.
 *
 * Eight bytes at a time are multiplied into the state (a 64-bit
 * multiply-and-fold, as in the wyhash family), read as little-endian numbers.
 */
#ifndef DHK_HASH_H
#define DHK_HASH_H

#include <stddef.h>
#include <stdint.h>

#define DHK_HASH_MULTIPLIER UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t dhk_load_little_endian_4(const unsigned char *bytes) {
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24;
}

/* `length` is at most 8. Compilers make one load of eight bytes; fewer are two that overlap. */
static inline uint64_t dhk_load_little_endian(const unsigned char *bytes, size_t length) {
    if (length == 8)
        return dhk_load_little_endian_4(bytes) | dhk_load_little_endian_4(bytes + 4) << 32;
    if (length >= 4)
        return dhk_load_little_endian_4(bytes) | dhk_load_little_endian_4(bytes + length - 4) << (8 * (length - 4));
    if (length == 0)
        return 0;
    return (uint64_t)bytes[0] | (uint64_t)bytes[length / 2] << (8 * (length / 2)) |
           (uint64_t)bytes[length - 1] << (8 * (length - 1));
}

static inline uint64_t dhk_hash_step(uint64_t state, uint64_t value) {
    state = (state ^ value) * DHK_HASH_MULTIPLIER;
    return state ^ (state >> 29);
}

static inline uint32_t dhk_hash_end(uint64_t state) {
    state *= UINT64_C(0xBF58476D1CE4E5B9);
    return (uint32_t)(state >> 32);
}

static inline uint32_t dhk_hash_bytes(const void *data, size_t length) {
    const unsigned char *bytes = data;
    uint64_t state = DHK_HASH_MULTIPLIER + length;
    for (; length >= 8; bytes += 8, length -= 8)
        state = dhk_hash_step(state, dhk_load_little_endian(bytes, 8));
    if (length > 0)
        state = dhk_hash_step(state, dhk_load_little_endian(bytes, length));
    return dhk_hash_end(state);
}

/* Joins two hashes, in this order. */
static inline uint32_t dhk_hash_pair(uint32_t first, uint32_t second) {
    return dhk_hash_end(dhk_hash_step(DHK_HASH_MULTIPLIER, (uint64_t)first << 32 | second));
}

#endif
