/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mann-Kendall where neighbouring years depend on each other.  Only long series know their dependence well enough:
 * below 20 years the corrections do more harm than good (Bayazit & Onoz 2007).
 */
#include "stats/job.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

enum {
    LEAST_YEARS = 20
};

/* A row over neighbouring exact years, enough of them and not all equal; NULL with the reason in it. */
static struct tb_result *neighbours_row(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return NULL;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    row->method = job_method(job);
    if (t->n < LEAST_YEARS)
        row_too_few(row, LEAST_YEARS, t->n);
    else if (!t->exact)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    else if (job_line(job)->constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else {
        for (int i = 1; i < t->n; i++)
            if (t->year[i] != t->year[i - 1] + 1) {
                row_note(row, TB_NOTE_YEAR_MISSING, t->year[i - 1] + 1);
                return NULL;
            }
        return row;
    }
    return NULL;
}

/* Autocorrelation at one lag, around the mean, with the divisor n. */
static double autocorrelation(const double *value, int n, int lag)
{
    double mean = 0;
    for (int i = 0; i < n; i++)
        mean += (value[i] - value[0]) / n;
    mean += value[0];
    double products = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
        squares += (value[i] - mean) * (value[i] - mean);
        if (i >= lag)
            products += (value[i] - mean) * (value[i - lag] - mean);
    }
    return squares > 0 ? products / squares : 0;
}

/* How many times the variance of S is that of independent years; never less than once. */
static double variance_factor(const double *rank, int n)
{
    const double limit = gsl_cdf_ugaussian_Pinv(0.975) / sqrt(n);
    double sum = 0;
    for (int lag = 1; lag < n; lag++) {
        const double r = autocorrelation(rank, n, lag);
        if (fabs(r) > limit)
            sum += (double)(n - lag) * (n - lag - 1) * (n - lag - 2) * r;
    }
    return fmax(1, 1 + 2 * sum / ((double)n * (n - 1) * (n - 2)));
}

void run_mk_hamed_rao(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = neighbours_row(job);
    if (!row || !job_slopes(job))
        return;
    const double slope = median(job->slope_lower, job->n_slopes);
    double *const left = job->work;
    double *const rank = job->work + job->trend_capacity;
    for (int i = 0; i < t->n; i++)
        left[i] = t->lower[i] - t->lower[0] - slope * (t->year[i] - t->year[0]);
    double furthest = 0;
    for (int i = 0; i < t->n; i++)
        furthest = fmax(furthest, fmax(fabs(left[i]), fabs(t->lower[i] - t->lower[0])));
    const double noise = 64 * DBL_EPSILON * furthest; /* equal but for the rounding of the slope */
    double tied = 0;
    for (int i = 0; i < t->n; i++) {
        int equal = 0;
        rank[i] = 0; /* twice the mean rank */
        for (int j = 0; j < t->n; j++) {
            rank[i] += (left[j] < left[i] - noise) + (left[j] <= left[i] + noise);
            equal += t->lower[j] == t->lower[i];
        }
        tied += (equal - 1.0) * (2 * equal + 5); /* each of a group adds its share of t (t - 1) (2 t + 5) */
    }
    const double n = t->n;
    const double variance = (n * (n - 1) * (2 * n + 5) - tied) / 18 * variance_factor(rank, t->n);
    const long s = job_kendall(job)->s_lower;
    row->value = (double)s;
    const double from = (double)(job->side == BOTH_SIDES ? labs(s) : job->side == RISING_SIDE ? s : -s) - 1;
    row->p = fmin(1, (job->side == BOTH_SIDES ? 2 : 1) * gsl_cdf_ugaussian_Q(from / sqrt(variance)));
}

void run_mk_prewhitened(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = neighbours_row(job);
    if (!row)
        return;
    double *const whitened = job->work;
    const double r = autocorrelation(t->lower, t->n, 1);
    for (int i = 1; i < t->n; i++)
        whitened[i - 1] = t->lower[i] - r * t->lower[i - 1];
    struct kendall_result result;
    if (!kendall_test(job->tables, whitened, whitened, NULL, t->n - 1, job->level, job->side, &result)) {
        job->failed = true;
        return;
    }
    row->value = (double)result.s_lower;
    row->p = result.p_upper;
}
