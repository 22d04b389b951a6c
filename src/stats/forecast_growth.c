/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts that keep to what the indicator can be: on the logarithm, on the log odds, and of counts. */
#include "stats/job.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* ---- a line on another scale ---- */

/* Takes the trend's values to the scale of the line, into job->work.  False with the year of one that has no place. */
typedef bool to_scale_fn(const struct tb_stat_job *job, double *scaled, int *year);
typedef double from_scale_fn(double at, double most);

static bool to_log(const struct tb_stat_job *job, double *scaled, int *year)
{
    const struct trend *t = &job->trend;
    for (int i = 0; i < t->n; i++) {
        *year = t->year[i];
        if (!(t->lower[i] > 0))
            return false;
        scaled[i] = log(t->lower[i] / t->scale);
    }
    return true;
}

static double from_log(double at, double most)
{
    (void)most;
    return exp(at);
}

/* The value of all: 100 for a proportion in percent; infinite where there is none. */
static double all_of(const struct tb_stat_job *job)
{
    const bool proportion = job->indicator->kind == TB_PROPORTION && job->unit.percent;
    return proportion ? 1 / job->unit.numerator_scale : INFINITY;
}

static bool to_logit(const struct tb_stat_job *job, double *scaled, int *year)
{
    const struct trend *t = &job->trend;
    const double most = all_of(job);
    for (int i = 0; i < t->n; i++) {
        const double value = t->lower[i] / t->scale;
        *year = t->year[i];
        if (!(value > 0 && value < most))
            return false;
        scaled[i] = log(value / (most - value));
    }
    return true;
}

static double from_logit(double at, double most)
{
    return most / (1 + exp(-at));
}

static void scaled_line(struct tb_stat_job *job, to_scale_fn *to, from_scale_fn *from, enum tb_note_code refused)
{
    const struct trend *t = &job->trend;
    double *const scaled = job->work;
    int year;
    if (!job_can_forecast(job, FORECAST_LINE_YEARS))
        return;
    if (!to(job, scaled, &year)) {
        row_note(job_row_ahead(job, 1), refused, year);
        return;
    }
    struct line line;
    line_fit(t->year, scaled, t->n, job->options->confidence, true, &line);
    const double most = all_of(job);
    for (int h = 1; h <= forecast_horizon(t->n); h++) {
        const int ahead = t->year[t->n - 1] + h;
        struct tb_result *row = job_row_ahead(job, h);
        const double at = line_at(&line, ahead);
        row->value = from(at, most);
        if (line.perfect) {
            row_note(row, line.constant ? TB_NOTE_CONSTANT : TB_NOTE_PERFECT_FIT, 0);
            continue;
        }
        const double width = line.quantile * line_prediction(&line, ahead);
        row->lower = from(at - width, most);
        row->upper = from(at + width, most);
    }
}

void run_forecast_loglinear(struct tb_stat_job *job)
{
    if (job_has_growth(job))
        scaled_line(job, to_log, from_log, TB_NOTE_NOT_POSITIVE);
}

void run_forecast_logit(struct tb_stat_job *job)
{
    if (isfinite(all_of(job)))
        scaled_line(job, to_logit, from_logit, TB_NOTE_NOT_INSIDE);
}

/* ---- counts ---- */

/* The count of one coming year: the mean that the fit gives, its limits, and those of counts around it. */
static void set_count(const struct counts *counts, const struct count_slope *slope, double spread, double quantile,
                      double time, double unit, struct tb_result *row)
{
    double past = 0; /* exp of the slope over the past, against that of the coming year */
    double middle = 0;
    for (int i = 0; i < counts->n; i++) {
        past += exp(slope->slope * (counts->time[i] - time));
        middle += counts->events[i] * counts->time[i] / counts->all_events;
    }
    const double mean = counts->all_events / past;
    const double away = time - middle;
    const double of_mean = sqrt(slope->dispersion * (1 + away * away / spread) / counts->all_events); /* of its log */
    const double of_count = quantile * sqrt(slope->dispersion * mean);
    const double below = hypot(-mean * expm1(-quantile * of_mean), of_count);
    const double above = hypot(mean * expm1(quantile * of_mean), of_count);
    row->value = mean / unit;
    row->lower = job_keep_possible(mean - below, 0, INFINITY, row) / unit;
    row->upper = (mean + above) / unit;
    if (slope->overdispersed)
        row->note.caveats |= TB_CAVEAT_OVERDISPERSED;
}

void run_forecast_poisson(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct two_sides sides;
    struct counts counts;
    struct count_slope slope;
    bool rate;
    if (!job_counts_events(job, &sides, &rate) || rate || !job_can_forecast(job, FORECAST_LINE_YEARS))
        return;
    struct tb_result *row = job_row_ahead(job, 1);
    const int next = row->from;
    const bool taken = job_take_counts(job, NULL, false, FORECAST_LINE_YEARS, &counts, row);
    row->from = row->to = (int16_t)next;
    if (!taken)
        return;
    double *const work = job->work + 3 * job->trend_capacity;
    if (!poisson_slope(counts.time, counts.events, NULL, counts.n, job->tail, work, &slope)) {
        row_note(row, TB_NOTE_NO_FINITE_SLOPE, 0);
        return;
    }
    const double spread = poisson_information(counts.time, NULL, counts.n, slope.slope, work);
    const double quantile = gsl_cdf_tdist_Qinv(job->tail, counts.n - 2);
    for (int h = 1; h <= forecast_horizon(t->n); h++) {
        if (h > 1)
            row = job_row_ahead(job, h);
        set_count(&counts, &slope, spread, quantile, h, job->unit.numerator_scale, row);
    }
}
