/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/error.h"

#include <stdint.h>
#include <string.h>

enum {
    MOST_CHARACTERS = 63
};

/* A text as characters: each its UTF-8 bytes side by side, small letters for capitals. */
struct letters {
    uint32_t letter[MOST_CHARACTERS];
    size_t n;
};

/* False for texts that are too long. */
static bool read_letters(const char *text, struct letters *letters)
{
    letters->n = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if ((*c & 0xC0) == 0x80 && letters->n)
            letters->letter[letters->n - 1] = letters->letter[letters->n - 1] << 8 | *c;
        else if (letters->n == MOST_CHARACTERS)
            return false;
        else
            letters->letter[letters->n++] = *c >= 'A' && *c <= 'Z' ? *c + 32U : *c; /* small ones stand 32 behind */
    }
    return true;
}

/* Levenshtein distance. */
static size_t distance(const struct letters *a, const struct letters *b)
{
    size_t row[MOST_CHARACTERS + 1];
    for (size_t j = 0; j <= b->n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            const size_t up = row[j];
            size_t best = diagonal + (a->letter[i - 1] != b->letter[j - 1]);
            if (up + 1 < best)
                best = up + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = up;
            row[j] = best;
        }
    }
    return row[b->n];
}

/* Whether the shorter text stands in the longer one, and says something: two Chinese characters, three letters. */
static bool holds(const struct letters *a, const struct letters *b)
{
    const struct letters *longer = a->n >= b->n ? a : b, *shorter = a->n >= b->n ? b : a;
    if (shorter->n < 2 || (shorter->n < 3 && shorter->letter[0] < 0x80))
        return false;
    for (size_t i = 0; i + shorter->n <= longer->n; i++)
        if (memcmp(longer->letter + i, shorter->letter, shorter->n * sizeof shorter->letter[0]) == 0)
            return true;
    return false;
}

struct tb_nearest tb_nearest_to(const char *wanted)
{
    struct letters letters;
    const size_t n = read_letters(wanted, &letters) ? letters.n : 0;
    return (struct tb_nearest){.wanted = wanted, .distance = 2 * (1 + n / 2)};
}

void tb_nearest_offer(struct tb_nearest *nearest, const char *candidate)
{
    tb_nearest_offer_as(nearest, candidate, candidate);
}

void tb_nearest_offer_as(struct tb_nearest *nearest, const char *candidate, const char *shown)
{
    struct letters wanted, offered;
    if (!read_letters(nearest->wanted, &wanted) || !read_letters(candidate, &offered))
        return;
    const size_t apart = wanted.n > offered.n ? wanted.n - offered.n : offered.n - wanted.n;
    size_t d = SIZE_MAX;
    if (2 * apart <= nearest->distance) /* no use otherwise, and a million names are to be quick */
        d = 2 * distance(&wanted, &offered);
    if (d > 0 && holds(&wanted, &offered))
        d = 1; /* nearer than a letter that differs */
    if (d < nearest->distance || (d == nearest->distance && nearest->text && apart < nearest->apart)) {
        nearest->distance = d;
        nearest->apart = apart;
        nearest->text = shown;
    }
}
