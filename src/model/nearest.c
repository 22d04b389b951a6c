/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/error.h"

#include <string.h>

enum {
    MOST_BYTES = 63
};

/* Levenshtein distance; SIZE_MAX for long texts. */
static size_t distance(const char *a, const char *b)
{
    const size_t la = strlen(a), lb = strlen(b);
    if (la > MOST_BYTES || lb > MOST_BYTES)
        return SIZE_MAX;
    size_t row[MOST_BYTES + 1];
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            const size_t up = row[j];
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            if (up + 1 < best)
                best = up + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = up;
            row[j] = best;
        }
    }
    return row[lb];
}

struct tb_nearest tb_nearest_to(const char *wanted)
{
    return (struct tb_nearest){.wanted = wanted, .distance = 1 + strlen(wanted) / 2};
}

void tb_nearest_offer(struct tb_nearest *nearest, const char *candidate)
{
    const size_t d = distance(nearest->wanted, candidate);
    if (d < nearest->distance) {
        nearest->distance = d;
        nearest->text = candidate;
    }
}
