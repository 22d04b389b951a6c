/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/numeric.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

static double mean_of_years(const int *year, int n, double *spread)
{
    if (year[n - 1] - year[0] == n - 1) { /* without gaps: quarters of whole numbers, which the sums below would meet */
        *spread = (double)n * ((double)n * n - 1) / 12;
        return year[0] + (n - 1) / 2.0;
    }
    int64_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += year[i] - year[0];
    const double mean = year[0] + (double)sum / n;
    *spread = 0;
    for (int i = 0; i < n; i++)
        *spread += (year[i] - mean) * (year[i] - mean);
    return mean;
}

/* Student's quantile; the series of a panel mostly ask for the same few again. */
static double student_quantile(double tail, int degrees)
{
    enum {
        KEPT = 64
    };
    static _Thread_local struct {
        double tail, quantile;
        int degrees;
    } kept[KEPT];
    const int k = degrees % KEPT;
    if (kept[k].tail != tail || kept[k].degrees != degrees) {
        kept[k].quantile = gsl_cdf_tdist_Qinv(tail, degrees);
        kept[k].tail = tail;
        kept[k].degrees = degrees;
    }
    return kept[k].quantile;
}

void line_fit(const int *year, const double *value, int n, double confidence, bool rounded, struct line *line)
{
    *line = (struct line){.n = n,
                          .first_year = year[0],
                          .se = NAN,
                          .lower = NAN,
                          .upper = NAN,
                          .residual = NAN,
                          .quantile = NAN,
                          .constant = true};
    line->mean_year = mean_of_years(year, n, &line->spread);

    /* values as distances from the first, which keeps the digits of 1e15 and a little */
    const double origin = value[0];
    double mean = 0;
    double furthest = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
        const double away = fabs(value[i] - origin), size = fabs(value[i]);
        mean += value[i] - origin;
        furthest = away > furthest ? away : furthest;
        largest = size > largest ? size : largest;
    }
    mean /= n;
    line->constant = furthest == 0;

    /* twice: the second round fits what the first left and so wins back the digits it lost */
    double slope = 0;
    double level = mean;
    for (int round = 0; round < 2; round++) {
        double along = 0;
        double off = 0;
        for (int i = 0; i < n; i++) {
            const double left = value[i] - origin - level - slope * (year[i] - line->mean_year);
            along += (year[i] - line->mean_year) * left;
            off += left;
        }
        slope += along / line->spread;
        level += off / n;
    }
    line->slope = slope;
    line->level = origin + level;
    line->origin = origin;
    line->rise = level;

    double squares = 0;
    for (int i = 0; i < n; i++) {
        const double left = value[i] - origin - level - slope * (year[i] - line->mean_year);
        squares += left * left;
    }
    /* what rounding alone leaves: of the sums, and of each value when it is no whole number */
    const double noise = 4 * DBL_EPSILON * furthest + (rounded ? DBL_EPSILON * largest : 0);
    line->perfect = n > 2 && sqrt(squares / n) <= noise;
    if (n < 3 || line->perfect)
        return;

    line->residual = sqrt(squares / (n - 2));
    line->se = line->residual / sqrt(line->spread);
    line->quantile = student_quantile((1 - confidence) / 2, n - 2);
    line->lower = slope - line->quantile * line->se;
    line->upper = slope + line->quantile * line->se;
}

double line_left(const struct line *line, int year, double value)
{
    return value - line->origin - line->rise - line->slope * (year - line->mean_year);
}

double line_p(const struct line *line)
{
    return isnan(line->se) ? NAN : 2 * gsl_cdf_tdist_Q(fabs(line->slope) / line->se, line->n - 2);
}

double line_at(const struct line *line, int year)
{
    return line->level + line->slope * (year - line->mean_year);
}

double line_band(const struct line *line, int year)
{
    const double away = year - line->mean_year;
    return line->quantile * line->residual * sqrt(1.0 / line->n + away * away / line->spread);
}

double line_prediction(const struct line *line, int year)
{
    const double away = year - line->mean_year;
    return line->residual * sqrt(1 + 1.0 / line->n + away * away / line->spread);
}

void line_slope_range(const int *year, const double *lower, const double *upper, int n, double *slope_lower,
                      double *slope_upper)
{
    double spread;
    const double mean = mean_of_years(year, n, &spread);
    *slope_lower = *slope_upper = 0;
    for (int i = 0; i < n; i++) {
        const double weight = (year[i] - mean) / spread;
        if (weight == 0)
            continue; /* the middle year does not turn the line, even when it is unbounded */
        *slope_lower += weight * (weight > 0 ? lower[i] : upper[i]);
        *slope_upper += weight * (weight > 0 ? upper[i] : lower[i]);
    }
}

void sen_slopes(const int *year, const double *from, const double *to, int n, double *slope)
{
    for (int j = 1; j < n; j++)
        for (int i = 0; i < j; i++)
            *slope++ = (to[j] - from[i]) / (year[j] - year[i]);
}

/* How many of the sorted values are below x, or (with `or_equal`) not above it. */
static int count_below(const double *sorted, int n, double x, bool or_equal)
{
    int low = 0;
    int high = n;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (sorted[middle] < x || (or_equal && sorted[middle] == x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double rank_correlation(const double *value, int n, double *work)
{
    memcpy(work, value, (size_t)n * sizeof *work);
    gsl_sort(work, 1, (size_t)n);
    double products = 0; /* of doubled ranks around their mean: whole numbers, so a perfect order is exactly 1 */
    double year_squares = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
        const double year = 2 * i + 1 - n;
        const double rank = count_below(work, n, value[i], false) + count_below(work, n, value[i], true) - n;
        products += year * rank;
        year_squares += year * year;
        squares += rank * rank;
    }
    return products / sqrt(year_squares * squares);
}

double lag1_of_residuals(const int *year, const double *value, int n, double slope)
{
    if (n < 8)
        return NAN;
    double mean = 0;
    for (int i = 0; i < n; i++)
        mean += value[i] - value[0] - slope * (year[i] - year[0]);
    mean /= n;
    double squares = 0;
    double products = 0;
    int pairs = 0;
    double before = 0;
    for (int i = 0; i < n; i++) {
        const double left = value[i] - value[0] - slope * (year[i] - year[0]) - mean;
        squares += left * left;
        if (i > 0 && year[i] == year[i - 1] + 1) {
            products += left * before;
            pairs++;
        }
        before = left;
    }
    return pairs < 7 || !(squares > 0) ? NAN : products / pairs / (squares / n);
}

struct residuals line_residuals(const struct line *line, const int *year, const double *value, int n)
{
    struct residuals sums = {0};
    double before = 0;
    for (int i = 0; i < n; i++) {
        const double left = line_left(line, year[i], value[i]);
        sums.squares += left * left;
        if (i > 0 && year[i] == year[i - 1] + 1) {
            sums.differences += (left - before) * (left - before);
            sums.products += left * before;
            sums.pairs++;
        }
        before = left;
    }
    return sums;
}
