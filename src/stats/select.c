/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Order statistics by partition (Hoare 1961), without branches that depend on the values: which side of a pivot a value
 * is on is chance, and a processor that guesses wrong half the time takes four times as long.
 */
#include "stats/numeric.h"

#include <string.h>

enum {
    SHORT = 16, /* so many are sorted */
    SAMPLE = 5  /* that a pivot is taken from */
};

/* Sorts at most SHORT values: each goes where the number of smaller ones says; of equal ones the earlier first. */
static void sort_short(double *values, size_t n)
{
    double copy[SHORT];
    memcpy(copy, values, n * sizeof *values);
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        for (size_t k = 0; k < i; k++)
            before += copy[k] <= copy[i];
        for (size_t k = i + 1; k < n; k++)
            before += copy[k] < copy[i];
        values[before] = copy[i];
    }
}

/* A value that stands about where the k-th of n does. */
static double choose_pivot(const double *values, size_t n, size_t k)
{
    double sample[SAMPLE];
    for (size_t i = 0; i < SAMPLE; i++)
        sample[i] = values[(2 * i + 1) * n / (2 * (size_t)SAMPLE)];
    sort_short(sample, SAMPLE);
    return sample[k * SAMPLE / n];
}

/* Brings the values below the pivot, and with `or_equal` those equal to it, to the front; returns how many. */
static inline size_t bring_to_front(double *values, size_t n, double pivot, bool or_equal)
{
    size_t front = 0;
    for (size_t i = 0; i < n; i++) {
        const double value = values[i];
        values[i] = values[front];
        values[front] = value;
        front += or_equal ? value <= pivot : value < pivot;
    }
    return front;
}

double order_statistic(double *values, size_t n, size_t k)
{
    double *from = values, *const wanted = values + k;
    while (n > SHORT) {
        const double pivot = choose_pivot(from, n, (size_t)(wanted - from));
        const size_t below = bring_to_front(from, n, pivot, false);
        if (wanted < from + below) {
            n = below;
            continue;
        }
        from += below;
        n -= below;
        const size_t equal = bring_to_front(from, n, pivot, true); /* the pivot at least */
        if (wanted < from + equal)
            return pivot;
        from += equal;
        n -= equal;
    }
    sort_short(from, n);
    return *wanted;
}

double order_statistic_beside(double *values, size_t n, size_t known, size_t k)
{
    if (k == known)
        return values[k];
    return k < known ? order_statistic(values, known, k)
                     : order_statistic(values + known + 1, n - known - 1, k - known - 1);
}

/* The smallest, over several at a time: a chain of comparisons would wait for each. */
static double smallest(const double *values, size_t n)
{
    enum {
        CHAINS = 4
    };
    double least[CHAINS];
    for (size_t c = 0; c < CHAINS; c++)
        least[c] = values[c < n ? c : 0];
    for (size_t i = CHAINS; i < n; i++)
        least[i % CHAINS] = values[i] < least[i % CHAINS] ? values[i] : least[i % CHAINS];
    for (size_t c = 1; c < CHAINS; c++)
        least[0] = least[c] < least[0] ? least[c] : least[0];
    return least[0];
}

double median(double *values, size_t n)
{
    const double a = order_statistic(values, n, (n - 1) / 2);
    const double b = n % 2 ? a : smallest(values + n / 2, n - n / 2);
    return a == b ? a : a / 2 + b / 2;
}
