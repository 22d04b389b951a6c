/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order statistics and the median beside qsort, over many lengths, with and without ties and infinite values. */
#include "run.h"

#include "stats/numeric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 400
};

static uint64_t seed = 5;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % below;
}

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Of one of several kinds: few or many different values, sorted, all equal, with infinite ends. */
static void fill(double *values, size_t n, unsigned kind)
{
    for (size_t i = 0; i < n; i++) {
        values[i] = (double)draw(kind % 2 ? 7 : 1000000) - 3;
        if (kind == 2)
            values[i] = (double)i;
        if (kind == 3)
            values[i] = -(double)i;
        if (kind == 4)
            values[i] = 12;
        if (kind >= 6 && draw(5) == 0)
            values[i] = draw(2) ? INFINITY : -INFINITY;
    }
}

/* values[k] has its place: none above it before, none below it behind, and nothing was lost. */
static void check_place(const double *values, const double *sorted, size_t n, size_t k)
{
    double copy[MOST];
    for (size_t i = 0; i < n; i++)
        assert_true(i < k ? values[i] <= values[k] : values[i] >= values[k]);
    memcpy(copy, values, n * sizeof *values);
    qsort(copy, n, sizeof *copy, ascending);
    assert_memory_equal(copy, sorted, n * sizeof *sorted);
}

static void order_statistics_are_those_of_sorting(void **state)
{
    (void)state;
    for (size_t n = 1; n <= MOST; n += n < 40 ? 1 : 17)
        for (unsigned kind = 0; kind < 8; kind++) {
            double values[MOST], sorted[MOST];
            fill(values, n, kind);
            memcpy(sorted, values, n * sizeof *values);
            qsort(sorted, n, sizeof *sorted, ascending);
            for (unsigned turn = 0; turn < 12; turn++) {
                const size_t k = turn == 0 ? 0 : turn == 1 ? n - 1 : draw((unsigned)n);
                assert_true(order_statistic(values, n, k) == sorted[k]);
                check_place(values, sorted, n, k);
                const size_t other = draw((unsigned)n);
                assert_true(order_statistic_beside(values, n, k, other) == sorted[other]);
                check_place(values, sorted, n, k);
                check_place(values, sorted, n, other);
            }
            const double a = sorted[(n - 1) / 2], b = sorted[n / 2], found = median(values, n);
            assert_true(a == b ? found == a : isnan(a / 2 + b / 2) ? isnan(found) : found == a / 2 + b / 2);
            check_place(values, sorted, n, (n - 1) / 2);
        }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(order_statistics_are_those_of_sorting),
};
RUN_TESTS(tests)
