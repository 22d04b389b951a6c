/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/marks.h"

#include "model/memory.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Sixteen bytes; what a comparison finds true is a byte of ones. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* A bit for each byte that is not 0, the lowest for the first. */
static uint64_t bits_of(bytes16 truths)
{
#ifdef __SSE2__
    return (uint64_t)_mm_movemask_epi8((__m128i)truths);
#else
    uint64_t bits = 0;
    for (int i = 0; i < 16; i++)
        bits |= (uint64_t)(truths[i] & 1) << i;
    return bits;
#endif
}

static uint64_t marks_of(const char text[64], char delimiter)
{
    uint64_t marks = 0;
    for (int i = 0; i < 64; i += 16) {
        bytes16 byte;
        memcpy(&byte, text + i, sizeof byte);
        const bytes16 found = (bytes16)(byte == (unsigned char)delimiter) | (bytes16)(byte == '"') |
                              (bytes16)(byte == '\n') | (bytes16)(byte == '\r');
        marks |= bits_of(found) << i;
    }
    return marks;
}

bool load_marks_find(struct load_marks *marks, const char *text, size_t n, char delimiter)
{
    marks->n = 0;
    if (!tb_grow(&marks->word, &marks->capacity, n / 64 + 1, sizeof *marks->word))
        return false;
    marks->text = text;
    marks->n = n;
    size_t i = 0;
    for (; n - i >= 64; i += 64)
        marks->word[i / 64] = marks_of(text + i, delimiter);
    char rest[64] = {0};
    if (n > i)
        memcpy(rest, text + i, n - i);
    marks->word[i / 64] = marks_of(rest, delimiter) | UINT64_C(1) << n % 64;
    return true;
}

void load_marks_free(struct load_marks *marks)
{
    free(marks->word);
    *marks = (struct load_marks){0};
}

/* ---- counting ---- */

static size_t sum_of(bytes16 bytes)
{
    size_t sum = 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        sum += bytes[i];
    return sum;
}

/* In runs so short that a byte holds the sums. */
struct load_count load_marks_count(const void *text, size_t n)
{
    enum {
        LANES = sizeof(bytes16),
        RUN = 255
    };
    struct load_count count = {0};
    const unsigned char *at = text;
    while (n >= LANES) {
        bytes16 quotes = {0}, feeds = {0};
        for (int k = 0; k < RUN && n >= LANES; k++, at += LANES, n -= LANES) {
            bytes16 byte;
            memcpy(&byte, at, sizeof byte);
            quotes -= (bytes16)(byte == '"'); /* true is -1 */
            feeds -= (bytes16)(byte == '\n');
        }
        count.quotes += sum_of(quotes);
        count.feeds += sum_of(feeds);
    }
    for (; n; n--, at++) {
        count.quotes += *at == '"';
        count.feeds += *at == '\n';
    }
    return count;
}
