/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The range of S and of Sen's limits over intervals, against every value tried one by one. */
#include "run.h"

#include "stats/numeric.h"

#include <math.h>

enum {
    MOST = 7,
    CASES = 400
};

static uint64_t seed;

static int draw(int below)
{
    return (int)(random_next(&seed) % (unsigned)below);
}

struct sample {
    int n, year[MOST];
    double lower[MOST], upper[MOST];
    uint8_t open[MOST];
};

/* Small whole numbers, up to `unknown` of them bounds on one side or both. */
static struct sample random_sample(int values, int unknown)
{
    struct sample s = {.n = 3 + draw(MOST - 2)};
    int year = 2000;
    for (int i = 0; i < s.n; i++) {
        year += 1 + (draw(4) == 0);
        s.year[i] = year;
        s.lower[i] = s.upper[i] = draw(values);
    }
    for (int k = 0; k < unknown; k++) {
        const int i = draw(s.n);
        const int kind = s.lower[i] == s.upper[i] ? draw(4) : -1;
        if (kind < 0)
            continue;
        if (kind == 0)
            s.lower[i] = -INFINITY;
        else if (kind == 1)
            s.upper[i] = INFINITY;
        else
            s.lower[i] = s.upper[i] - 1 - draw(values);
        s.open[i] = (uint8_t)draw(4);
    }
    return s;
}

static int s_of(const double *value, int n)
{
    int s = 0;
    for (int j = 1; j < n; j++)
        for (int i = 0; i < j; i++)
            s += (value[j] > value[i]) - (value[j] < value[i]);
    return s;
}

/* Every value on a grid that has room for all orders inside each gap. */
static void try_values(const struct sample *s, int i, double *value, int *least, int *largest)
{
    if (i == s->n) {
        const int now = s_of(value, s->n);
        *least = now < *least ? now : *least;
        *largest = now > *largest ? now : *largest;
        return;
    }
    if (s->lower[i] == s->upper[i]) {
        value[i] = s->lower[i];
        try_values(s, i + 1, value, least, largest);
        return;
    }
    for (int step = -5 * 4; step <= 4 * 5; step++) {
        value[i] = step / 4.0; /* three unknown values at most */
        const bool above = s->open[i] & OPEN_LOWER ? value[i] > s->lower[i] : value[i] >= s->lower[i];
        const bool below = s->open[i] & OPEN_UPPER ? value[i] < s->upper[i] : value[i] <= s->upper[i];
        if (above && below)
            try_values(s, i + 1, value, least, largest);
    }
}

static void s_is_that_of_every_value(void **state)
{
    (void)state;
    seed = 1;
    for (int k = 0; k < CASES; k++) {
        const struct sample s = random_sample(4, 3);
        double value[MOST];
        int least = 1000;
        int largest = -1000;
        long low;
        long high;
        try_values(&s, 0, value, &least, &largest);
        assert_true(s_of_intervals(s.lower, s.upper, s.open, s.n, &low, &high));
        assert_int_equal(low, least);
        assert_int_equal(high, largest);
    }
}

static int slopes_up_to(const struct sample *s, const double *value, double slope)
{
    int n = 0;
    for (int j = 1; j < s->n; j++)
        for (int i = 0; i < j; i++)
            n += value[j] - value[i] <= slope * (s->year[j] - s->year[i]) + 1e-9;
    return n;
}

/* The most slopes up to one, each unknown value at its ends, or in line with an end of another at that slope. */
static int most_slopes(const struct sample *s, int i, double *value, double slope)
{
    if (i == s->n)
        return slopes_up_to(s, value, slope);
    int most = -1;
    for (int k = 0; k < 2 * s->n + 2; k++) {
        const int of = k / 2 < s->n ? k / 2 : i;
        double end = k / 2 == s->n ? (k % 2 ? 1e4 : -1e4) : k % 2 ? s->upper[of] : s->lower[of];
        if (!isfinite(end))
            continue;
        end += slope * (s->year[i] - s->year[of]);
        if (end < s->lower[i] - 1e-9 || end > s->upper[i] + 1e-9)
            continue;
        value[i] = end;
        const int now = most_slopes(s, i + 1, value, slope);
        most = now > most ? now : most;
        if (s->lower[i] == s->upper[i])
            break;
    }
    return most;
}

static int by_size(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* No value inside the intervals has a slope of the rank beyond the range. */
static void stays_within(const struct sample *s, long rank, double least, double largest)
{
    double value[MOST];
    double slope[MOST * MOST];
    for (int i = 0; i < s->n; i++) {
        const double low = fmax(s->lower[i], fmin(s->upper[i], 0) - 9);
        const double high = fmin(s->upper[i], fmax(s->lower[i], 0) + 9);
        value[i] = low + (high - low) * draw(13) / 12.0;
    }
    size_t n = 0;
    for (int j = 1; j < s->n; j++)
        for (int i = 0; i < j; i++)
            slope[n++] = (value[j] - value[i]) / (s->year[j] - s->year[i]);
    qsort(slope, n, sizeof *slope, by_size);
    assert_true(slope[rank] >= least - 1e-9);
    assert_true(slope[n - 1 - (size_t)rank] <= largest + 1e-9);
}

static void slopes_are_those_of_every_value(void **state)
{
    (void)state;
    seed = 2;
    int finite = 0;
    for (int k = 0; k < CASES; k++) {
        const struct sample s = random_sample(5, k % 5);
        const long rank = draw(s.n * (s.n - 1) / 4 + 1);
        double value[MOST];
        double least;
        double largest;
        assert_true(slopes_of_intervals(s.year, s.lower, s.upper, s.n, rank, &least, &largest));
        assert_true(least <= largest || rank > s.n * (s.n - 1) / 4 - 1);
        for (int try = 0; try < 200; try++)
            stays_within(&s, rank, least, largest);
        if (isinf(least)) {
            assert_true(most_slopes(&s, 0, value, -1e3) > rank);
            continue;
        }
        finite++;
        assert_true(most_slopes(&s, 0, value, least) > rank);
        assert_true(most_slopes(&s, 0, value, least - 1e-5) <= rank);
    }
    assert_in_range(finite, CASES / 4, CASES);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(s_is_that_of_every_value),
    cmocka_unit_test(slopes_are_those_of_every_value),
};
RUN_TESTS(tests)
