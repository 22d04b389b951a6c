/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The numbers that most cells hold, read all at once. */
#ifndef MODEL_NUMBER_SHORT_H
#define MODEL_NUMBER_SHORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * Four to eight characters that are digits and at most one point between them, as tb_number_parse reads them: in a word
 * whose lowest byte is the first character.  False, and nothing is written, when it is anything else.
 */
static inline bool number_short(const char *text, size_t length, double *value, int *decimals)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    static const double power[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    const uint64_t ones = UINT64_C(0x0101010101010101), zeros = '0' * ones;
    uint32_t front, back;
    if (length < 4 || length > 8)
        return false;
    memcpy(&front, text, 4);
    memcpy(&back, text + length - 4, 4);
    const unsigned missing = 8 * (8 - (unsigned)length); /* bits in front of the text */
    uint64_t word = (uint64_t)back << 32 | (uint32_t)((uint64_t)front << missing);
    word |= zeros & ((UINT64_C(1) << missing) - 1);
    const uint64_t differs = word ^ '.' * ones;
    const uint64_t points = (differs - ones) & ~differs & 0x80 * ones; /* the lowest mark is a point */
    int after_point = 0;
    if (points) {
        const unsigned at = (unsigned)__builtin_ctzll(points) & ~7U;
        if (at <= missing || at == 56)
            return false;
        after_point = 7 - (int)(at / 8);
        const uint64_t before = (UINT64_C(1) << at) - 1;
        word = (word & ~(before << 8 | 0xFF)) | (word & before) << 8 | '0';
    }
    if ((word & 0xF0 * ones) != zeros || ((word + 6 * ones) & 0xF0 * ones) != zeros)
        return false;
    word -= zeros;
    word = (word * (10 << 8 | 1)) >> 8 & UINT64_C(0x00FF00FF00FF00FF); /* pairs of digits, then fours, then eight */
    word = (word * (100 << 16 | 1)) >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    word = (word * (UINT64_C(10000) << 32 | 1)) >> 32;
    *value = (double)word / power[after_point]; /* both are exact, so the one rounding is the right one */
    *decimals = after_point;
    return true;
#else
    (void)text, (void)length, (void)value, (void)decimals;
    return false;
#endif
}

#endif
