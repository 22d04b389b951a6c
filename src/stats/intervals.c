/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sharp range of S and of Sen's limits over all values that intervals allow.
 *
 * The order of the values alone counts.  So they are put down from the lowest level to the highest: the known ones
 * where they lie, the unknown ones on any level of their interval.  Which unknown values lie lower is all that the rest
 * of the way has to know: 2^unknown sets on each level, not levels^unknown orders.
 */
#include "stats/numeric.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>

enum {
    IMPOSSIBLE = INT_MAX / 2
};

/* Levels: 2 k + 1 is the k-th of the different finite ends, 2 k the gap below it. */
struct levels {
    int n, n_unknown, last_level;
    bool ties;         /* equal values count 0; else as the later one below the earlier one */
    double *end;       /* room for 2 n */
    int *first, *last; /* of each value the levels that it may take */
    unsigned *bit;     /* of an unknown value, else 0 */
    unsigned *earlier; /* for each value the unknown ones of earlier years */
    int *least;        /* least S by the set put down and, on the level at hand, how many unknown lie there */
    int *known;        /* 1 for each known value put down */
};

static int count_of(unsigned set)
{
    int n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

static bool levels_make(struct levels *l, int n, int n_unknown)
{
    const size_t years = (size_t)n;
    *l = (struct levels){.n = n, .n_unknown = n_unknown};
    l->end = malloc(2 * years * sizeof *l->end);
    l->first = malloc(3 * years * sizeof *l->first);
    l->bit = malloc(2 * years * sizeof *l->bit);
    l->least = calloc(((size_t)1 << n_unknown) * ((size_t)n_unknown + 1), sizeof *l->least);
    if (!l->end || !l->first || !l->bit || !l->least)
        return false;
    l->last = l->first + n;
    l->known = l->last + n;
    l->earlier = l->bit + n;
    return true;
}

static void levels_free(struct levels *l)
{
    free(l->end);
    free(l->first);
    free(l->bit);
    free(l->least);
}

static int level_of(const struct levels *l, int n_ends, double end)
{
    int low = 0;
    int high = n_ends;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (l->end[middle] < end)
            low = middle + 1;
        else
            high = middle;
    }
    return 2 * low + 1;
}

/* Puts each value to its levels.  open  as in kendall_test, or NULL. */
static void levels_take(struct levels *l, const double *lower, const double *upper, const uint8_t *open)
{
    size_t n_ends = 0;
    for (int i = 0; i < l->n; i++) {
        if (isfinite(lower[i]))
            l->end[n_ends++] = lower[i];
        if (isfinite(upper[i]) && upper[i] != lower[i])
            l->end[n_ends++] = upper[i];
    }
    gsl_sort(l->end, 1, n_ends);
    int different = 0;
    for (size_t k = 0; k < n_ends; k++)
        if (different == 0 || l->end[k] != l->end[different - 1])
            l->end[different++] = l->end[k];
    l->last_level = 2 * different;
    unsigned bits = 0;
    int unknown = 0;
    for (int i = 0; i < l->n; i++) {
        const bool known = lower[i] == upper[i];
        l->first[i] = isfinite(lower[i]) ? level_of(l, different, lower[i]) : 0;
        l->last[i] = isfinite(upper[i]) ? level_of(l, different, upper[i]) : l->last_level;
        if (!known && open) { /* the value is not its end, so in the gap beside it */
            l->first[i] += isfinite(lower[i]) && open[i] & OPEN_LOWER;
            l->last[i] -= isfinite(upper[i]) && open[i] & OPEN_UPPER;
        }
        l->earlier[i] = bits;
        l->bit[i] = known ? 0 : 1U << unknown++;
        bits |= l->bit[i];
    }
}

/* Puts value i down on a level, above the sets so far; `on_level` known values lie there already. */
static void put_down(struct levels *l, int i, int on_level, bool tied)
{
    const int room = l->n_unknown + 1;
    const unsigned sets = 1U << l->n_unknown;
    int known = 0; /* what the known values below it add: 1 for each earlier year, -1 for each later one */
    for (int k = 0; k < l->n; k++)
        known += k < i ? l->known[k] : -l->known[k];
    for (unsigned set = 0; set < sets; set++) {
        if (set & l->bit[i])
            continue;
        const int adds = known + 2 * count_of(set & l->earlier[i]) - count_of(set);
        int *const from = l->least + (size_t)set * (size_t)room;
        int *const to = l->least + (size_t)(set | l->bit[i]) * (size_t)room;
        for (int there = tied ? l->n_unknown - 1 + !l->bit[i] : 0; there >= 0; there--) {
            if (from[there] >= IMPOSSIBLE)
                continue;
            const int s = from[there] + adds + (tied ? on_level + there : 0); /* a tie was counted as -1 */
            int *const at = &to[tied && l->bit[i] ? there + 1 : there];
            if (!l->bit[i] || s < *at)
                *at = s;
        }
    }
    l->known[i] = !l->bit[i];
}

/* The least S.  On a level the later years go first, so that an earlier one on top of them counts -1. */
static int least_s(struct levels *l)
{
    const size_t room = (size_t)l->n_unknown + 1;
    const size_t sets = (size_t)1 << l->n_unknown;
    for (size_t k = 0; k < sets * room; k++)
        l->least[k] = IMPOSSIBLE;
    l->least[0] = 0;
    for (int i = 0; i < l->n; i++)
        l->known[i] = 0;
    for (int level = 0; level <= l->last_level; level++) {
        const bool tied = l->ties && level % 2 == 1;
        int on_level = 0;
        unsigned ending = 0;
        for (int i = l->n - 1; i >= 0; i--) {
            if (level < l->first[i] || level > l->last[i])
                continue;
            put_down(l, i, on_level, tied);
            on_level += !l->bit[i];
            ending |= level == l->last[i] ? l->bit[i] : 0;
        }
        for (size_t set = 0; set < sets; set++) { /* the level is left: how many lie there no longer counts */
            int *const least = l->least + set * room;
            for (size_t there = 1; there < room; there++) {
                least[0] = least[there] < least[0] ? least[there] : least[0];
                least[there] = IMPOSSIBLE;
            }
            if (((unsigned)set & ending) != ending)
                least[0] = IMPOSSIBLE;
        }
    }
    return l->least[(sets - 1) * room];
}

/* Turns the values round: what was the largest is the smallest. */
static void turned(const double *lower, const double *upper, const uint8_t *open, int n, double *low, double *high,
                   uint8_t *ends)
{
    for (int i = 0; i < n; i++) {
        low[i] = -upper[i];
        high[i] = -lower[i];
        if (open)
            ends[i] = (uint8_t)((open[i] & OPEN_LOWER ? OPEN_UPPER : 0) | (open[i] & OPEN_UPPER ? OPEN_LOWER : 0));
    }
}

static int unknown_of(const double *lower, const double *upper, int n)
{
    int unknown = 0;
    for (int i = 0; i < n; i++)
        unknown += lower[i] != upper[i];
    return unknown;
}

/* Differences and slopes of these stay finite. */
static bool within_range(const double *value, int n)
{
    for (int i = 0; i < n; i++)
        if (isfinite(value[i]) && fabs(value[i]) > 1e150)
            return false;
    return true;
}

bool intervals_are_few(const double *lower, const double *upper, int n)
{
    return within_range(lower, n) && within_range(upper, n) && n <= SHARP_YEARS &&
           unknown_of(lower, upper, n) <= SHARP_UNKNOWN;
}

bool s_of_intervals(const double *lower, const double *upper, const uint8_t *open, int n, long *least, long *largest)
{
    struct levels levels;
    double *low = malloc(2 * (size_t)n * sizeof *low);
    uint8_t *ends = malloc((size_t)n);
    const bool fine = levels_make(&levels, n, unknown_of(lower, upper, n)) && low && ends;
    if (fine) {
        levels.ties = true;
        levels_take(&levels, lower, upper, open);
        *least = least_s(&levels);
        turned(lower, upper, open, n, low, low + n, ends);
        levels_take(&levels, low, low + n, open ? ends : NULL);
        *largest = -least_s(&levels);
    }
    levels_free(&levels);
    free(low);
    free(ends);
    return fine;
}

/* ---- Sen ---- */

/*
 * Taken from the values, a slope leaves as many pairs that do not rise as there are slopes up to it.  So a slope can be
 * the one of a rank when the most pairs that need not rise, which is the least S with ties as falls, are more than the
 * rank.
 */
static bool slope_can_be(struct levels *l, const int *year, const double *lower, const double *upper, double slope,
                         long rank, double *low, double *high)
{
    for (int i = 0; i < l->n; i++) {
        const double taken = slope * (year[i] - year[0]);
        low[i] = lower[i] - taken;
        high[i] = upper[i] == lower[i] ? low[i] : upper[i] - taken;
    }
    levels_take(l, low, high, NULL);
    const long pairs = (long)l->n * (l->n - 1) / 2;
    return (pairs - least_s(l)) / 2 > rank;
}

/* The slopes between ends, sorted: where the order of ends changes. */
static size_t slopes_of_ends(const int *year, const double *lower, const double *upper, int n, double *slope)
{
    size_t count = 0;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            for (int ends = 0; ends < 4; ends++) {
                const double from = ends & 1 ? lower[i] : upper[i];
                const double to = ends & 2 ? lower[j] : upper[j];
                const bool twice = (ends & 1 && lower[i] == upper[i]) || (ends & 2 && lower[j] == upper[j]);
                if (isfinite(from) && isfinite(to) && !twice)
                    slope[count++] = (to - from) / (year[j] - year[i]);
            }
    gsl_sort(slope, 1, count);
    size_t different = 0;
    for (size_t k = 0; k < count; k++)
        if (different == 0 || slope[k] > slope[different - 1])
            slope[different++] = slope[k];
    return different;
}

/* The least slope of a rank; between two slopes of ends nothing changes, so it is looked for in the middle of them. */
static double least_of_rank(struct levels *l, const int *year, const double *lower, const double *upper, long rank,
                            double *slope, double *low, double *high)
{
    const size_t count = slopes_of_ends(year, lower, upper, l->n, slope);
    if (count == 0 || slope_can_be(l, year, lower, upper, slope[0] - fmax(1, fabs(slope[0])), rank, low, high))
        return -INFINITY;
    size_t cannot = 0; /* the answer is slope[cannot .. can]; beyond the last it is without end */
    size_t can = count;
    while (cannot < can) {
        const size_t middle = cannot + (can - cannot) / 2;
        const double at = middle + 1 < count ? slope[middle] + (slope[middle + 1] - slope[middle]) / 2
                                             : slope[middle] + fmax(1, fabs(slope[middle]));
        if (slope_can_be(l, year, lower, upper, at, rank, low, high))
            can = middle;
        else
            cannot = middle + 1;
    }
    return can < count ? slope[can] : INFINITY;
}

bool slopes_of_intervals(const int *year, const double *lower, const double *upper, int n, long rank, double *least,
                         double *largest)
{
    struct levels levels;
    const size_t years = (size_t)n;
    double *room = malloc((4 * years + 2 * years * (years - 1)) * sizeof *room);
    const bool fine = levels_make(&levels, n, unknown_of(lower, upper, n)) && room;
    if (fine) {
        double *const low = room;
        double *const high = low + n;
        double *const slope = room + 4 * years;
        *least = least_of_rank(&levels, year, lower, upper, rank, slope, low, high);
        turned(lower, upper, NULL, n, room + 2 * years, room + 3 * years, NULL);
        *largest = -least_of_rank(&levels, year, room + 2 * years, room + 3 * years, rank, slope, low, high);
    }
    levels_free(&levels);
    free(room);
    return fine;
}
