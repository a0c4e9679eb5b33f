/*
 * Scales that put numbers into bins. All are integers in, integers out.
 */
#ifndef DHK_BINS_H
#define DHK_BINS_H

#include "features/registry.h"

#include <stdint.h>

/* 0, 1, 2, 3, 4 to 5, 6 to 7, 8 to 11, 12 to 15, 16 to 23, ...: two bins an octave. */
static inline uint32_t dhk_half_octave(uint64_t value) {
    uint32_t exponent = 0;
    if (value < 2)
        return (uint32_t)value;
#if defined(__GNUC__)
    exponent = 63u - (uint32_t)__builtin_clzll(value);
#else
    while (value >> (exponent + 1) != 0)
        exponent++;
#endif
    return 2 * exponent + (uint32_t)(value >> (exponent - 1) & 1);
}

/* dhk_half_octave of the numbers below 256, which most numbers are. */
extern const uint8_t dhk_half_octaves[256];

static inline uint32_t dhk_capped(uint32_t bin, uint32_t bins) {
    return bin < bins ? bin : bins - 1;
}

/* A number in `bins` bins, the last one open. */
static inline uint32_t dhk_count_bin(uint64_t value, uint32_t bins) {
    enum { LARGEST = 15 }; /* of the table; so many bins ask for no more */
    if (bins <= LARGEST)
        return dhk_capped(dhk_half_octaves[value < 256 ? value : 255], bins);
    return dhk_capped(value < 256 ? dhk_half_octaves[value] : dhk_half_octave(value), bins);
}

/* Tenths of letters in DHK_LENGTH_BINS bins. */
static inline uint32_t dhk_length_bin(uint64_t units) {
    return dhk_count_bin(units / 10, DHK_LENGTH_BINS);
}

/* Tenths of letters in octaves, the first ones together: for long texts. */
static inline uint32_t dhk_text_bin(uint64_t units) {
    uint32_t octave = dhk_half_octave(units / 10) / 2;
    return octave < 3 ? 0 : dhk_capped(octave - 2, DHK_LEVEL_LENGTH_BINS);
}

/* Seven ranges of length: words, labels, headlines, short and long sentences, paragraphs. */
static inline uint32_t dhk_length_class(uint32_t units) {
    static const uint16_t limits[DHK_LENGTH_CLASSES - 1] = {80, 180, 350, 700, 1500, 3000};
    uint32_t class_ = 0;
    for (uint32_t i = 0; i < DHK_LENGTH_CLASSES - 1; i++)
        class_ += units >= limits[i]; /* no jump to guess wrong */
    return class_;
}

/* part / whole in twelve steps, closer together at both ends; a whole of 0 counts as a share of 0. */
static inline uint32_t dhk_share_bin(uint64_t part, uint64_t whole) {
    static const uint8_t bins[21] = {1, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 8, 8, 9, 9, 10, 10, 10};
    if (part == 0 || whole == 0)
        return 0;
    if (part >= whole)
        return 11;
    return bins[part * 20 / whole];
}

/* A signed distance in DHK_DISTANCE_BINS - 1 bins, 0 in the middle. */
static inline uint32_t dhk_distance_bin(int64_t distance) {
    enum { MIDDLE = (DHK_DISTANCE_BINS - 1) / 2 };
    uint32_t magnitude = dhk_capped(dhk_half_octave((uint64_t)(distance < 0 ? -distance : distance)), MIDDLE + 1);
    return distance < 0 ? MIDDLE - magnitude : MIDDLE + magnitude;
}

#endif
