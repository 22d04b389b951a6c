/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The years to come, with prediction limits.  Never beyond a third of the years there are, nor five; never across a
 * break.  Nothing is chosen by the data: with so few years every choice would be noise.
 */
#include "stats/job.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

static const double HOLT_LEVEL = 0.5;
static const double HOLT_TREND = 0.3;
static const double INNER_TAIL = 0.1; /* beyond each of the inner limits: 80 % */
enum {
    LEAST_YEARS = 3,
    HOLT_YEARS = 8
};

int forecast_horizon(int years)
{
    return years / FORECAST_SHARE < FORECAST_YEARS ? years / FORECAST_SHARE : FORECAST_YEARS;
}

/* ---- rows ---- */

/* What the forecasts of a method rest on. */
struct basis {
    double deviation; /* of one step ahead, in the trend's scale */
    double quantile;  /* of t */
    bool exact;       /* the past is met without any error: no limits */
};

struct tb_result *job_row_ahead(struct tb_stat_job *job, int ahead)
{
    const struct trend *t = &job->trend;
    const int year = (t->n ? t->year[t->n - 1] : job->point[job->n_points - 1].year) + ahead;
    struct tb_result *row = job_row(job, year, year);
    row->n = t->n;
    row->note.caveats = t->caveats;
    return row;
}

bool job_can_forecast(struct tb_stat_job *job, int needed)
{
    const struct trend *t = &job->trend;
    if (!job_has_trend(job) || job->indicator->change_of != TB_NOWHERE)
        return false;
    if (t->n >= needed && t->exact)
        return true;
    struct tb_result *row = job_row_ahead(job, 1);
    if (t->n < needed)
        row_too_few(row, needed, t->n);
    else
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    return false;
}

/* The ends of what the indicator can be, in the trend's scale; none that the past has passed already. */
void job_possible_range(const struct tb_stat_job *job, double *least, double *most)
{
    const struct trend *t = &job->trend;
    const enum tb_kind kind = job->indicator->kind;
    const bool from_zero =
        kind == TB_COUNT || kind == TB_RATE || kind == TB_PROPORTION || kind == TB_LENGTH || kind == TB_AREA;
    *least = from_zero ? 0 : -INFINITY;
    *most = kind == TB_PROPORTION && job->unit.percent ? t->scale / job->unit.numerator_scale : INFINITY;
    for (int i = 0; i < t->n; i++) {
        if (t->lower[i] < *least)
            *least = -INFINITY;
        if (t->upper[i] > *most)
            *most = INFINITY;
    }
}

double job_keep_possible(double value, double least, double most, struct tb_result *row)
{
    const double kept = fmax(least, fmin(most, value));
    if (kept != value)
        row->note.caveats |= TB_CAVEAT_CUT;
    return kept;
}

static void set_forecast(struct tb_stat_job *job, int ahead, double value, double deviation, const struct basis *basis)
{
    const double scale = job->trend.scale;
    double least;
    double most;
    struct tb_result *row = job_row_ahead(job, ahead);
    job_possible_range(job, &least, &most);
    row->value = job_keep_possible(value, least, most, row) / scale;
    if (basis->exact) {
        row_note(row, job_line(job)->constant ? TB_NOTE_CONSTANT : TB_NOTE_PERFECT_FIT, 0);
        return;
    }
    row->se = deviation / scale;
    row->lower = job_keep_possible(value - basis->quantile * deviation, least, most, row) / scale;
    row->upper = job_keep_possible(value + basis->quantile * deviation, least, most, row) / scale;
}

/* Values as distances from the first, which keeps the digits of 1e15 and a little. */
static double risen(const struct trend *t, int i)
{
    return t->lower[i] - t->lower[0];
}

static struct basis basis_of(const struct tb_stat_job *job, double squares, int degrees, double tail)
{
    const struct trend *t = &job->trend;
    double furthest = 0;
    double largest = 0;
    for (int i = 0; i < t->n; i++) {
        furthest = fmax(furthest, fabs(risen(t, i)));
        largest = fmax(largest, fabs(t->lower[i]));
    }
    struct basis basis = {.deviation = sqrt(squares / degrees), .quantile = gsl_cdf_tdist_Qinv(tail, degrees)};
    /* what rounding alone leaves: of the sums, and of each value when it is no whole number */
    basis.exact = basis.deviation <= 8 * DBL_EPSILON * furthest + (t->whole ? 0 : 2 * DBL_EPSILON * largest);
    return basis;
}

/* ---- random walk, without and with drift; over real distances ---- */

static void random_walk(struct tb_stat_job *job, bool drifting, double tail)
{
    if (!job_can_forecast(job, LEAST_YEARS))
        return;
    const struct trend *t = &job->trend;
    const int last = t->n - 1;
    const double span = t->year[last] - t->year[0];
    const double drift = drifting ? risen(t, last) / span : 0;
    double squares = 0; /* a step over g years has g times the variance */
    for (int i = 1; i <= last; i++) {
        const double years = t->year[i] - t->year[i - 1];
        const double left = t->lower[i] - t->lower[i - 1] - drift * years;
        squares += left * left / years;
    }
    const struct basis basis = basis_of(job, squares, drifting ? last - 1 : last, tail);
    for (int h = 1; h <= forecast_horizon(t->n); h++)
        set_forecast(job, h, t->lower[last] + h * drift, basis.deviation * sqrt(drifting ? h * (1 + h / span) : h),
                     &basis);
}

void run_forecast_naive(struct tb_stat_job *job)
{
    random_walk(job, false, job->tail);
}

void run_forecast_drift(struct tb_stat_job *job)
{
    random_walk(job, true, job->tail);
}

void run_forecast_drift_80(struct tb_stat_job *job)
{
    random_walk(job, true, INNER_TAIL);
}

/* ---- straight line ---- */

static void straight_line(struct tb_stat_job *job, double tail)
{
    if (!job_can_forecast(job, FORECAST_LINE_YEARS))
        return;
    const struct trend *t = &job->trend;
    const struct line *line = job_line(job);
    const struct basis basis = {.quantile = gsl_cdf_tdist_Qinv(tail, t->n - 2), .exact = line->perfect};
    for (int h = 1; h <= forecast_horizon(t->n); h++) {
        const int year = t->year[t->n - 1] + h;
        set_forecast(job, h, line_at(line, year), line->perfect ? 0 : line_prediction(line, year), &basis);
    }
}

void run_forecast_linear(struct tb_stat_job *job)
{
    straight_line(job, job->tail);
}

void run_forecast_linear_80(struct tb_stat_job *job)
{
    straight_line(job, INNER_TAIL);
}

/* ---- Holt ---- */

void run_forecast_holt(struct tb_stat_job *job)
{
    if (!job_can_forecast(job, HOLT_YEARS))
        return;
    const struct trend *t = &job->trend;
    for (int i = 1; i < t->n; i++)
        if (t->year[i] != t->year[i - 1] + 1) {
            row_note(job_row_ahead(job, 1), TB_NOTE_YEAR_MISSING, t->year[i - 1] + 1);
            return;
        }
    double level = risen(t, 1);
    double trend = level;
    double squares = 0;
    for (int i = 2; i < t->n; i++) {
        const double error = risen(t, i) - level - trend;
        squares += error * error;
        level += trend + HOLT_LEVEL * error;
        trend += HOLT_LEVEL * HOLT_TREND * error;
    }
    const struct basis basis = basis_of(job, squares, t->n - 2, job->tail);
    double variance = 1;
    for (int h = 1; h <= forecast_horizon(t->n); h++) {
        set_forecast(job, h, t->lower[0] + level + h * trend, basis.deviation * sqrt(variance), &basis);
        const double weight = HOLT_LEVEL * (1 + h * HOLT_TREND);
        variance += weight * weight;
    }
}
