/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the years of one basis look like together: their number, mean, spread, middle and ends. */
#include "stats/job.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
    MOST_TRIED = 12
}; /* unknown values whose ends are all tried for the largest spread */

/* A new row over the years of the trend; NULL when it needs more years, and the row says so. */
static struct tb_result *described(struct tb_stat_job *job, int years_needed)
{
    if (!job_has_trend(job))
        return NULL;
    struct tb_result *row = job_trend_row(job);
    if (job->trend.n >= years_needed)
        return row;
    row_too_few(row, years_needed, job->trend.n);
    return NULL;
}

/* An interval of the trend's scale into a row. */
static void set_scaled(const struct tb_stat_job *job, struct tb_result *row, double lower, double upper)
{
    const struct trend *t = &job->trend;
    row_set_interval(row, lower / t->scale, upper / t->scale, 0);
    if (row->note.code == TB_NOTE_ONLY_BOUND)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
}

void run_n(struct tb_stat_job *job)
{
    struct tb_result *row = described(job, 0);
    if (row)
        row->value = job->trend.n;
}

/* ---- mean ---- */

/* Sum around the first value, which keeps the digits of 1e15 and a little; then the mean. */
static double mean_of(const double *value, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += value[i];
    if (fabs(sum) <= 9007199254740992.0 || !isfinite(sum)) /* whole numbers up to 2^53 add exactly */
        return sum / n;
    double away = 0;
    for (int i = 0; i < n; i++)
        away += (value[i] - value[0]) / n;
    return value[0] + away;
}

void run_mean(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = described(job, 1);
    if (row)
        set_scaled(job, row, mean_of(t->lower, t->n), mean_of(t->upper, t->n));
}

/* ---- standard deviation ---- */

static double squares_around_mean(const double *value, int n)
{
    double mean = 0;
    for (int i = 0; i < n; i++)
        mean += (value[i] - value[0]) / n;
    double squares = 0;
    double off = 0;
    for (int i = 0; i < n; i++) {
        const double away = value[i] - value[0] - mean;
        squares += away * away;
        off += away;
    }
    return squares - off * off / n; /* what rounding left in the mean */
}

/* Least spread there can be: every value as near as it may be to a common centre, which is the mean of them all. */
static double least_squares(const struct trend *t, double *value)
{
    double low = INFINITY;
    double high = -INFINITY;
    for (int i = 0; i < t->n; i++) {
        low = fmin(low, isfinite(t->lower[i]) ? t->lower[i] : t->upper[i]);
        high = fmax(high, isfinite(t->upper[i]) ? t->upper[i] : t->lower[i]);
    }
    double squares = INFINITY;
    for (int round = 0; round < 200; round++) { /* the mean of the nearest values moves only towards the centre */
        const double centre = low + (high - low) / 2;
        double drift = 0;
        for (int i = 0; i < t->n; i++) {
            value[i] = fmin(fmax(centre, t->lower[i]), t->upper[i]);
            drift += value[i] - centre;
        }
        squares = squares_around_mean(value, t->n);
        if (drift == 0 || high - low <= DBL_EPSILON * fmax(fabs(low), fabs(high)))
            break;
        *(drift > 0 ? &low : &high) = centre;
    }
    return squares;
}

/* Largest spread: at the ends of the intervals.  Beyond a dozen unknown values a bound that is never too small. */
static double most_squares(const struct trend *t, double *value)
{
    int unknown[MOST_TRIED];
    int n_unknown = 0;
    bool few = true;
    for (int i = 0; i < t->n; i++) {
        if (isinf(t->lower[i]) || isinf(t->upper[i]))
            return INFINITY;
        value[i] = t->lower[i];
        if (t->lower[i] == t->upper[i])
            continue;
        few = few && n_unknown < MOST_TRIED;
        if (few)
            unknown[n_unknown++] = i;
    }
    double most = 0;
    if (few) {
        for (unsigned ends = 0; ends < 1u << n_unknown; ends++) {
            for (int k = 0; k < n_unknown; k++)
                value[unknown[k]] = ends >> k & 1 ? t->upper[unknown[k]] : t->lower[unknown[k]];
            most = fmax(most, squares_around_mean(value, t->n));
        }
        return most;
    }
    const double centre = (mean_of(t->lower, t->n) + mean_of(t->upper, t->n)) / 2;
    for (int i = 0; i < t->n; i++) {
        const double away = fmax(centre - t->lower[i], t->upper[i] - centre);
        most += away * away;
    }
    return most;
}

void run_sd(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = described(job, 2);
    if (!row)
        return;
    const double least = t->exact ? squares_around_mean(t->lower, t->n) : least_squares(t, job->work);
    const double most = t->exact ? least : most_squares(t, job->work);
    set_scaled(job, row, sqrt(fmax(0, least) / (t->n - 1)), sqrt(fmax(0, most) / (t->n - 1)));
}

/* ---- middle and ends ---- */

static double median_of(struct tb_stat_job *job, const double *value)
{
    memcpy(job->work, value, (size_t)job->trend.n * sizeof *value);
    return median(job->work, (size_t)job->trend.n);
}

void run_median(struct tb_stat_job *job)
{
    struct tb_result *row = described(job, 1);
    if (row)
        set_scaled(job, row, median_of(job, job->trend.lower), median_of(job, job->trend.upper));
}

/* The end that `sign` points to: -1 the smallest, 1 the largest; with the first year that has it. */
static void extreme(struct tb_stat_job *job, double sign)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = described(job, 1);
    if (!row)
        return;
    double lower = t->lower[0];
    double upper = t->upper[0];
    int year = t->year[0];
    for (int i = 1; i < t->n; i++) {
        if (sign * t->lower[i] > sign * lower) {
            lower = t->lower[i];
            year = t->year[i];
        }
        if (sign * t->upper[i] > sign * upper)
            upper = t->upper[i];
    }
    set_scaled(job, row, lower, upper);
    if (!isnan(row->value))
        row->note.year = (int16_t)year;
}

void run_min(struct tb_stat_job *job)
{
    extreme(job, -1);
}

void run_max(struct tb_stat_job *job)
{
    extreme(job, 1);
}
