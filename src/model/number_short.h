/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The numbers that most cells hold, read all at once. */
#ifndef MODEL_NUMBER_SHORT_H
#define MODEL_NUMBER_SHORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/** In a word the lowest byte is the first character. */
enum {
    NUMBER_WORD = 8
};
static const uint64_t number_ones = UINT64_C(0x0101010101010101);

/** The place of the first point, or 0 with *any false. */
static inline unsigned number_point(uint64_t word, bool *any)
{
    const uint64_t differs = word ^ '.' * number_ones;
    const uint64_t points = (differs - number_ones) & ~differs & 0x80 * number_ones; /* the lowest mark is a point */
    *any = points != 0;
    return points ? (unsigned)__builtin_ctzll(points) & ~7U : 0;
}

/** Takes the point out that is at bit `at`; what was before it goes there, `first` comes into the lowest byte. */
static inline uint64_t number_close(uint64_t word, unsigned at, uint64_t first)
{
    const uint64_t before = (UINT64_C(1) << at) - 1;
    return (word & ~(before << 8 | 0xFF)) | (word & before) << 8 | first;
}

static inline bool number_digits(uint64_t word)
{
    const uint64_t high = 0xF0 * number_ones;
    return (word & high) == '0' * number_ones && ((word + 6 * number_ones) & high) == '0' * number_ones;
}

/** The value of eight digits: pairs of them, then fours, then all. */
static inline uint64_t number_value(uint64_t word)
{
    word -= '0' * number_ones;
    word = (word * (10 << 8 | 1)) >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    word = (word * (100 << 16 | 1)) >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    return (word * (UINT64_C(10000) << 32 | 1)) >> 32;
}
#endif

/**
 * Four to fifteen characters that are digits and at most one point between them, as tb_number_parse reads them, all at
 * once.  False, and nothing is written, when it is anything else.
 */
static inline bool number_short(const char *text, size_t length, double *value, int *decimals)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    static const double power[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13};
    const uint64_t zeros = '0' * number_ones;
    uint64_t low, high = zeros;
    unsigned missing; /* bits in front of the text in its first word */
    if (length < 4 || length > 15)
        return false;
    if (length > NUMBER_WORD) {
        memcpy(&low, text + length - NUMBER_WORD, sizeof low);
        memcpy(&high, text, sizeof high);
        missing = 8 * (2 * NUMBER_WORD - (unsigned)length);
        high = high << missing | (zeros & ((UINT64_C(1) << missing) - 1));
    } else {
        uint32_t front, back;
        memcpy(&front, text, sizeof front);
        memcpy(&back, text + length - sizeof back, sizeof back);
        missing = 8 * (NUMBER_WORD - (unsigned)length);
        low = (uint64_t)back << 32 | (uint32_t)((uint64_t)front << missing);
        low |= zeros & ((UINT64_C(1) << missing) - 1);
    }
    bool any;
    int after_point = 0;
    unsigned at = number_point(low, &any);
    if (any) {
        if (at == 56 || (length <= NUMBER_WORD && at <= missing))
            return false;
        after_point = 7 - (int)(at / 8);
        low = number_close(low, at, high >> 56);
        high = high << 8 | '0';
    } else if (length > NUMBER_WORD && (at = number_point(high, &any), any)) {
        if (at <= missing)
            return false;
        after_point = NUMBER_WORD + 7 - (int)(at / 8);
        high = number_close(high, at, '0');
    }
    if (!number_digits(low) || (length > NUMBER_WORD && !number_digits(high)))
        return false;
    uint64_t whole = number_value(low);
    if (length > NUMBER_WORD)
        whole += number_value(high) * 100000000;
    *value = (double)whole / power[after_point]; /* both are exact, so the one rounding is the right one */
    *decimals = after_point;
    return true;
#else
    (void)text, (void)length, (void)value, (void)decimals;
    return false;
#endif
}

#endif
