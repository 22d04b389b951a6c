/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growth a year: log-linear, of counts, of proportions. */
#include "stats/job.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

static double percent(double log_slope)
{
    return 100 * expm1(log_slope);
}

/* ---- log-linear ---- */

bool job_logarithms(struct tb_stat_job *job, double **lower, double **upper, struct tb_result *row)
{
    const struct trend *t = &job->trend;
    *lower = job->work;
    *upper = job->work + job->trend_capacity;
    for (int i = 0; i < t->n; i++) {
        if (t->upper[i] <= 0 || (t->lower[i] <= 0 && t->lower[i] == t->upper[i])) {
            row_note(row, TB_NOTE_NOT_POSITIVE, t->year[i]);
            return false;
        }
        (*lower)[i] = t->lower[i] > 0 ? log(t->lower[i] / t->scale) : -INFINITY;
        (*upper)[i] = log(t->upper[i] / t->scale);
    }
    return true;
}

void run_apc(struct tb_stat_job *job)
{
    if (!job_has_growth(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    double *lower;
    double *upper;
    if (t->n < 2) {
        row_too_few(row, 2, t->n);
        return;
    }
    if (!job_logarithms(job, &lower, &upper, row))
        return;
    if (!t->exact) {
        line_slope_range(t->year, lower, upper, t->n, &row->lower, &row->upper);
        row->lower = percent(row->lower); /* -100 where the slope has no lower end */
        row->upper = percent(row->upper);
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
        return;
    }
    struct line line;
    line_fit(t->year, lower, t->n, job->options->confidence, true, &line);
    row->value = percent(line.slope);
    if (t->n < 3)
        row_too_few(row, 3, t->n);
    else if (line.constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else if (line.perfect)
        row_note(row, TB_NOTE_PERFECT_FIT, 0);
    else {
        row->p = job_p(job, &line);
        job_take_side(job, line.slope, line.se, t->n - 2, &row->p, &line.lower, &line.upper);
        row->method = job_method(job);
        row->lower = isinf(line.lower) ? line.lower : percent(line.lower); /* a side not asked for is open */
        row->upper = percent(line.upper);
    }
}

/* ---- counts over the years of the trend ---- */

static bool needs_counts(struct tb_result *row, int year)
{
    row_note(row, TB_NOTE_NEEDS_COUNTS, year);
    return false;
}

/* Adds one year; a side on a new basis begins anew.  False with the reason in the row. */
static bool add_year(struct tb_stat_job *job, const struct two_sides *sides, bool of_all, int year,
                     struct counts *counts, struct tb_result *row)
{
    const struct tb_panel *panel = job->panel;
    const struct point *own = job_point(job, year);
    struct point events = *own;
    struct point exposure;
    if (sides) {
        if (!point_at(panel, sides->numerator, year, own->period, &events) || !events.known ||
            !point_at(panel, sides->denominator, year, own->period, &exposure) || !exposure.known) {
            row->note.caveats |= TB_CAVEAT_GAPS;
            return true;
        }
        row->note.caveats |= events.caveats | exposure.caveats;
        if (counts->n > 0 && (events.new_basis || exposure.new_basis)) {
            counts->n = 0;
            row->note.caveats |= TB_CAVEAT_LAST_SEGMENT;
        }
    }
    const int i = counts->n;
    if (!exact_count(panel, sides ? sides->numerator : job->series, &events, &counts->events[i]) ||
        counts->events[i] < 0)
        return needs_counts(row, year);
    if (of_all) {
        if (!exact_count(panel, sides->denominator, &exposure, &counts->exposure[i]))
            return needs_counts(row, year);
        if (counts->events[i] > counts->exposure[i]) {
            row_note(row, TB_NOTE_NUMERATOR_ABOVE, year);
            return false;
        }
    } else if (sides) {
        counts->exposure[i] = exposure.value;
        if (!exposure.exact) {
            row_note(row, TB_NOTE_ONLY_BOUND, year);
            return false;
        }
    }
    if (sides && !(counts->exposure[i] > 0)) {
        row_note(row, TB_NOTE_DENOMINATOR_ZERO, year);
        return false;
    }
    counts->time[i] = year - job->trend.year[job->trend.n - 1]; /* small numbers, whatever the calendar says */
    counts->n++;
    return true;
}

bool job_take_counts(struct tb_stat_job *job, const struct two_sides *sides, bool of_all, int needed,
                     struct counts *counts, struct tb_result *row)
{
    const struct trend *t = &job->trend;
    *counts = (struct counts){
        .time = job->work, .events = job->work + job->trend_capacity, .exposure = job->work + 2 * job->trend_capacity};
    for (int i = 0; i < t->n; i++)
        if (!add_year(job, sides, of_all, t->year[i], counts, row))
            return false;
    if (!sides)
        counts->exposure = NULL;
    row->n = counts->n;
    if (counts->n > 0) {
        const int last = t->year[t->n - 1];
        row->from = (int16_t)(last + (int)counts->time[0]);
        row->to = (int16_t)(last + (int)counts->time[counts->n - 1]);
    }
    if (counts->n < needed) {
        row_too_few(row, needed, counts->n);
        return false;
    }
    for (int i = 0; i < counts->n; i++) {
        counts->all_events += counts->events[i];
        counts->all_exposure += sides ? counts->exposure[i] : 0;
    }
    if (counts->all_events == 0)
        row_note(row, TB_NOTE_ALL_ZERO, 0);
    else if (of_all && counts->all_events == counts->all_exposure)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else
        return true;
    return false;
}

/* A slope of counts into a row, on the scale that `shown` puts it to. */
static void set_slope(const struct tb_stat_job *job, const struct count_slope *slope, double (*shown)(double),
                      struct tb_result *row)
{
    double lower = slope->lower;
    double upper = slope->upper;
    row->value = shown(slope->slope);
    row->p = slope->p;
    job_take_side(job, slope->slope, slope->se, row->n - 2, &row->p, &lower, &upper);
    row->lower = isinf(lower) ? lower : shown(lower);
    row->upper = shown(upper);
    if (slope->overdispersed)
        row->note.caveats |= TB_CAVEAT_OVERDISPERSED;
}

static bool is_count(const struct tb_stat_job *job, uint32_t indicator)
{
    return job->panel->indicators[indicator].kind == TB_COUNT;
}

bool job_counts_events(const struct tb_stat_job *job, struct two_sides *sides, bool *rate)
{
    const struct tb_indicator *indicator = job->indicator;
    *rate = indicator->kind != TB_PROPORTION && rate_sides(job, sides);
    return job_has_growth(job) && (*rate ? is_count(job, indicator->numerator) : indicator->kind == TB_COUNT);
}

void run_apc_negbin(struct tb_stat_job *job)
{
    struct two_sides sides;
    bool rate;
    if (!job_counts_events(job, &sides, &rate))
        return;
    struct tb_result *row = job_trend_row(job);
    struct counts counts;
    struct count_slope slope;
    double size;
    if (!job_take_counts(job, rate ? &sides : NULL, false, 4, &counts, row))
        return;
    if (!negbin_slope(job->solver, counts.time, counts.events, counts.exposure, counts.n, job->tail,
                      job->work + 3 * job->trend_capacity, &slope, &size)) {
        row_note(row, TB_NOTE_NO_FINITE_SLOPE, 0);
        return;
    }
    set_slope(job, &slope, percent, row);
    row->method = isfinite(size) ? job_method(job)
                                 : SIDED(job, "the counts scatter no more than Poisson: Poisson log-linear; t limits "
                                              "with n - 2 degrees");
}

void run_apc_poisson(struct tb_stat_job *job)
{
    struct two_sides sides;
    bool rate;
    if (!job_counts_events(job, &sides, &rate))
        return;
    struct tb_result *row = job_trend_row(job);
    row->method = rate ? job_method(job)
                       : SIDED(job, "quasi-Poisson log-linear; t limits with n - 2 degrees, dispersion at least 1");
    struct counts counts;
    struct count_slope slope;
    if (!job_take_counts(job, rate ? &sides : NULL, false, 3, &counts, row))
        return;
    if (poisson_slope(counts.time, counts.events, counts.exposure, counts.n, job->tail,
                      job->work + 3 * job->trend_capacity, &slope))
        set_slope(job, &slope, percent, row);
    else
        row_note(row, TB_NOTE_NO_FINITE_SLOPE, 0);
}

static double unchanged(double slope)
{
    return slope;
}

struct tb_result *job_proportion_row(struct tb_stat_job *job, struct two_sides *sides)
{
    const struct tb_indicator *indicator = job->indicator;
    if (!job_has_trend(job) || indicator->kind != TB_PROPORTION || !rate_sides(job, sides) ||
        !is_count(job, indicator->numerator) || !is_count(job, indicator->denominator))
        return NULL;
    return job_trend_row(job);
}

void run_logistic_slope(struct tb_stat_job *job)
{
    struct two_sides sides;
    struct counts counts;
    struct count_slope slope;
    struct tb_result *row = job_proportion_row(job, &sides);
    if (!row || !job_take_counts(job, &sides, true, 3, &counts, row))
        return;
    if (!logistic_slope(counts.time, counts.events, counts.exposure, counts.n, job->tail, &slope)) {
        row_note(row, TB_NOTE_NO_FINITE_SLOPE, 0);
        return;
    }
    set_slope(job, &slope, unchanged, row);
    row->method = job_method(job);
    row->se = slope.se;
}

void run_cochran_armitage(struct tb_stat_job *job)
{
    struct two_sides sides;
    struct counts counts;
    struct count_slope slope;
    struct tb_result *row = job_proportion_row(job, &sides);
    if (!row || !job_take_counts(job, &sides, true, 2, &counts, row))
        return;
    row->value = proportion_trend(counts.time, counts.events, counts.exposure, counts.n);
    row->p = job->side == BOTH_SIDES    ? 2 * gsl_cdf_ugaussian_Q(fabs(row->value))
             : job->side == RISING_SIDE ? gsl_cdf_ugaussian_Q(row->value)
                                        : gsl_cdf_ugaussian_P(row->value);
    row->method = job_method(job);
    if (counts.n > 2 && logistic_slope(counts.time, counts.events, counts.exposure, counts.n, job->tail, &slope) &&
        slope.overdispersed)
        row->note.caveats |= TB_CAVEAT_OVERDISPERSED;
}
