/*
 * Arithmetic in integers where others use floating point, so that results are
 * the same on every machine. One is 2^12 (DHK_WEIGHT_FRACTION_BITS).
 */
#ifndef DHK_FIXED_POINT_H
#define DHK_FIXED_POINT_H

#include <stdint.h>

/* log2 of 1 + value, in 2^-12; exact at powers of two, linear between them (at most 0.086 below). */
static inline int32_t dhk_log2_plus_one(uint64_t value) {
    int32_t exponent = 0;
    uint64_t mantissa;
    value = value == UINT64_MAX ? value : value + 1;
#if defined(__GNUC__)
    exponent = 63 - (int32_t)__builtin_clzll(value);
#else
    while (exponent < 63 && value >> (exponent + 1) != 0)
        exponent++;
#endif
    mantissa = exponent >= 12 ? value >> (exponent - 12) : value << (12 - exponent);
    return exponent * 4096 + (int32_t)(mantissa & 0xFFF);
}

/* a * b in 2^-12, rounded down, kept within int32_t. */
static inline int32_t dhk_fixed_multiply(int32_t a, int32_t b) {
    int64_t product = (int64_t)a * b;
    int64_t shifted = product >= 0 ? product / 4096 : -((-product + 4095) / 4096);
    return shifted > INT32_MAX ? INT32_MAX : shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

static inline int32_t dhk_fixed_add(int32_t a, int32_t b) {
    int64_t sum = (int64_t)a + b;
    return sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : (int32_t)sum;
}

#endif
