/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series with breaks, all of their years: what the segments on one basis have in common. */
#include "stats/job.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "model/memory.h"

/* The usable years of all segments, one segment behind the other. */
struct segments {
    int n, parts;      /* years, segments */
    int *size, *first; /* of each segment: its years, and the year it begins; in job->score */
    double *year, *value;
    bool exact;
    unsigned caveats;
};

/* False when the series has no break; or memory ran out. */
static bool take_segments(struct tb_stat_job *job, struct segments *segments)
{
    if (!job_has_trend(job) || !job->trend.break_year)
        return false;
    if (!tb_grow(&job->score, &job->score_capacity, 2 * job->n_points, sizeof *job->score)) {
        job->failed = true;
        return false;
    }
    *segments = (struct segments){.size = job->score,
                                  .first = job->score + job->n_points,
                                  .year = job->work,
                                  .value = job->work + job->trend_capacity,
                                  .exact = true};
    bool broken = true; /* the next usable year begins a segment */
    for (size_t i = 0; i < job->n_points; i++) {
        const struct point *p = &job->point[i];
        broken = broken || p->new_basis;
        if (!p->known || p->forecast || p->period != job->trend.period)
            continue;
        if (broken) {
            segments->size[segments->parts] = 0;
            segments->first[segments->parts++] = p->year;
        } else if (p->year != (int)segments->year[segments->n - 1] + 1)
            segments->caveats |= TB_CAVEAT_GAPS;
        broken = false;
        segments->size[segments->parts - 1]++;
        segments->year[segments->n] = p->year;
        segments->value[segments->n++] = p->value;
        segments->exact = segments->exact && p->exact;
        segments->caveats |= p->caveats;
    }
    return true;
}

/* A row over all segments; NULL when the series has one basis, or bounds, which the row says. */
static struct tb_result *segments_row(struct tb_stat_job *job, struct segments *segments)
{
    if (!take_segments(job, segments))
        return NULL;
    struct tb_result *row = job_row(job, (int)segments->year[0], (int)segments->year[segments->n - 1]);
    row->n = segments->n;
    row->note.caveats = segments->caveats;
    if (segments->exact)
        return row;
    row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    return NULL;
}

void run_mann_kendall_segments(struct tb_stat_job *job)
{
    struct segments segments;
    struct tb_result *row = segments_row(job, &segments);
    if (!row)
        return;
    struct kendall_sum sum;
    if (!kendall_segments(job->tables, segments.value, segments.size, segments.parts, job->side, &sum)) {
        job->failed = true;
        return;
    }
    row->value = (double)sum.s;
    row->p = sum.p;
    row->method =
        segments.n <= KENDALL_EXACT_YEARS
            ? job_method(job)
            : SIDED(job, "S added over the segments; normal approximation with continuity correction (over 60 "
                         "years)");
    if (sum.pairs == 0)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else if (sum.smallest_p > job->level) {
        int needed = segments.n; /* more years of the last basis */
        double p = sum.smallest_p;
        for (int last = segments.size[segments.parts - 1]; p > job->level; needed++)
            p /= ++last;
        row_too_few(row, needed, segments.n);
    }
}

/* ---- common slope and steps ---- */

struct jump {
    double slope, spread, residual; /* residual: standard deviation, NaN without degrees of freedom */
    int degrees;
    bool perfect;
};

/* Mean distance from the first of them: that keeps the digits of 1e15 and a little. */
static double mean_away(const double *value, int n)
{
    double away = 0;
    for (int i = 0; i < n; i++)
        away += value[i] - value[0];
    return away / n;
}

/* Least squares of one slope and a level for each segment.  False with the reason in the row. */
static bool fit_jump(const struct segments *segments, struct jump *jump, struct tb_result *row)
{
    *jump = (struct jump){.residual = NAN, .degrees = segments->n - segments->parts - 1};
    double along = 0;
    double largest = 0;
    for (int s = 0, at = 0; s < segments->parts; at += segments->size[s++]) {
        const double year = mean_away(segments->year + at, segments->size[s]);
        const double level = mean_away(segments->value + at, segments->size[s]);
        for (int i = at; i < at + segments->size[s]; i++) {
            const double away = segments->year[i] - segments->year[at] - year;
            along += away * (segments->value[i] - segments->value[at] - level);
            jump->spread += away * away;
            largest = fmax(largest, fabs(segments->value[i]));
        }
    }
    if (jump->spread == 0) {
        row_too_few(row, segments->parts + 1, segments->n);
        return false;
    }
    jump->slope = along / jump->spread;
    double squares = 0;
    for (int s = 0, at = 0; s < segments->parts; at += segments->size[s++]) {
        const double year = mean_away(segments->year + at, segments->size[s]);
        const double level = mean_away(segments->value + at, segments->size[s]);
        for (int i = at; i < at + segments->size[s]; i++) {
            const double left = segments->value[i] - segments->value[at] - level -
                                jump->slope * (segments->year[i] - segments->year[at] - year);
            squares += left * left;
        }
    }
    jump->perfect = sqrt(squares / segments->n) <= 8 * DBL_EPSILON * largest;
    if (jump->degrees > 0 && !jump->perfect)
        jump->residual = sqrt(squares / jump->degrees);
    return true;
}

/* An estimate with its t limits; where there are none, the reason. */
static void set_estimate(const struct tb_stat_job *job, const struct segments *segments, const struct jump *jump,
                         double estimate, double variance, struct tb_result *row)
{
    row->value = estimate;
    row->method = job->statistic->method;
    if (jump->degrees < 1)
        row_too_few(row, segments->parts + 2, segments->n);
    else if (jump->perfect)
        row_note(row, TB_NOTE_PERFECT_FIT, 0);
    else {
        const double quantile = gsl_cdf_tdist_Qinv(job->tail, jump->degrees);
        row->se = jump->residual * sqrt(variance);
        row->p = 2 * gsl_cdf_tdist_Q(fabs(estimate) / row->se, jump->degrees);
        row->lower = estimate - quantile * row->se;
        row->upper = estimate + quantile * row->se;
    }
}

void run_jump_slope(struct tb_stat_job *job)
{
    struct segments segments;
    struct jump jump;
    struct tb_result *row = segments_row(job, &segments);
    if (row && fit_jump(&segments, &jump, row))
        set_estimate(job, &segments, &jump, jump.slope, 1 / jump.spread, row);
}

void run_jump_step(struct tb_stat_job *job)
{
    struct segments segments;
    struct jump jump;
    struct tb_result *row = segments_row(job, &segments);
    if (!row || !fit_jump(&segments, &jump, row))
        return;
    for (int s = 1, at = 0; s < segments.parts; at += segments.size[s - 1], s++) {
        const int before = segments.size[s - 1];
        const int after = segments.size[s];
        const double *year = segments.year + at;
        const double *value = segments.value + at;
        const double years = year[before] - year[0] + mean_away(year + before, after) - mean_away(year, before);
        const double rise = value[before] - value[0] + mean_away(value + before, after) - mean_away(value, before);
        if (s > 1) {
            row = job_row(job, 0, 0);
            row->n = segments.n;
            row->note.caveats = segments.caveats;
        }
        row->from = row->to = (int16_t)segments.first[s];
        set_estimate(job, &segments, &jump, rise - jump.slope * years,
                     1.0 / before + 1.0 / after + years * years / jump.spread, row);
    }
}
