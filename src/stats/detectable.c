/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much so many years could show: the growth that a test would find in this series with 80 % power. */
#include "stats/job.h"

#include <math.h>

#include "model/memory.h"

static const double POWER = 0.8;
enum {
    LEAST_YEARS = 3
};

/* How a series scatters around its growth. */
struct scatter {
    int degrees;
    bool counts;
    struct counts of;  /* when counts */
    double dispersion; /* of counts, 1 or more */
    double deviation;  /* of the logarithm of one year */
    double spread;     /* of the years */
    const int *year;   /* from any first one */
};

/* Exact counts of events that rise or fall at a finite rate. */
static bool scatter_of_counts(struct tb_stat_job *job, struct scatter *scatter, struct tb_result *row)
{
    struct two_sides sides;
    struct count_slope slope;
    bool rate;
    struct counts *const of = &scatter->of;
    double *const work = job->work + 3 * job->trend_capacity;
    if (!job_counts_events(job, &sides, &rate) ||
        !job_take_counts(job, rate ? &sides : NULL, false, LEAST_YEARS, of, row) ||
        !poisson_slope(of->time, of->events, of->exposure, of->n, job->tail, work, &slope))
        return false;
    if (!tb_grow(&job->score, &job->score_capacity, (size_t)of->n, sizeof *job->score)) {
        job->failed = true;
        return false;
    }
    for (int i = 0; i < of->n; i++)
        job->score[i] = (int)of->time[i];
    scatter->year = job->score;
    scatter->counts = true;
    scatter->dispersion = slope.dispersion;
    scatter->degrees = of->n - 2;
    scatter->deviation = sqrt(slope.dispersion * of->n / of->all_events);
    scatter->spread = of->n * poisson_information(of->time, NULL, of->n, 0, work);
    return true;
}

/* By counts where the series is one of events, else by the logarithms.  False with the reason in the row. */
static bool take_scatter(struct tb_stat_job *job, struct scatter *scatter, struct tb_result *row)
{
    const struct trend *t = &job->trend;
    const struct tb_result empty = *row;
    struct line line;
    *scatter = (struct scatter){.counts = false};
    if (!t->exact) {
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
        return false;
    }
    if (t->n < LEAST_YEARS) {
        row_too_few(row, LEAST_YEARS, t->n);
        return false;
    }
    if (scatter_of_counts(job, scatter, row))
        return true;
    *row = empty;
    double *lower;
    double *upper;
    if (!job_logarithms(job, &lower, &upper, row))
        return false;
    line_fit(t->year, lower, t->n, job->options->confidence, true, &line);
    if (line.perfect) {
        row_note(row, line.constant ? TB_NOTE_CONSTANT : TB_NOTE_PERFECT_FIT, 0);
        return false;
    }
    scatter->degrees = t->n - 2;
    scatter->deviation = line.residual;
    scatter->spread = line.spread;
    scatter->year = t->year;
    return true;
}

/* Puts slopes of the logarithm, each above 0, into the row. */
static void set_growths(const struct tb_stat_job *job, double rise, double fall, struct tb_result *row)
{
    if (job->side != FALLING_SIDE)
        row->value = row->upper = 100 * expm1(rise);
    if (job->side != RISING_SIDE)
        row->lower = 100 * expm1(-fall);
    if (job->side == FALLING_SIDE)
        row->value = row->lower;
}

struct count_equation {
    const struct counts *counts;
    double *work, squares; /* squares: of the slope in standard errors, times the dispersion */
    int sign;
};

/* rises with the slope until the counts crowd at one end */
static double slope_difference(double slope, void *parameters)
{
    const struct count_equation *e = parameters;
    const struct counts *c = e->counts;
    return slope * slope * c->all_events * poisson_information(c->time, c->exposure, c->n, e->sign * slope, e->work) -
           e->squares;
}

/* The least slope of this sign that so many standard errors are found of, at the total of the series; NaN for none. */
static double slope_of_counts(const struct tb_stat_job *job, const struct counts *counts, double squares, int sign)
{
    struct count_equation equation = {
        .counts = counts, .work = job->work + 3 * job->trend_capacity, .squares = squares, .sign = sign};
    gsl_function function = {.function = slope_difference, .params = &equation};
    const double span = counts->time[counts->n - 1] - counts->time[0];
    const double step =
        0.05 / span; /* of the ratio of the ends; from 4 on the information falls faster than the square rises */
    double high = step;
    while (slope_difference(high, &equation) < 0 && high * span < 8)
        high += step;
    return high * span < 8 ? root_between(job->solver, &function, high - step, high, 0) : NAN;
}

void run_detectable_apc(struct tb_stat_job *job)
{
    struct scatter scatter;
    struct tb_result *row = job_has_growth(job) ? job_trend_row(job) : NULL;
    if (!row || !take_scatter(job, &scatter, row))
        return;
    const bool both = job->side == BOTH_SIDES;
    const struct t_power test = {.degrees = scatter.degrees,
                                 .tail = both ? job->tail : 2 * job->tail,
                                 .floor = scatter.counts ? 1 / sqrt(scatter.dispersion) : 0,
                                 .power = POWER,
                                 .both_sides = both};
    const double errors = detectable_by_t(job->power, job->solver, test);
    double rise = errors * scatter.deviation / sqrt(scatter.spread);
    double fall = rise;
    if (scatter.counts) {
        const double squares = errors * errors * scatter.dispersion;
        rise = slope_of_counts(job, &scatter.of, squares, 1);
        fall = slope_of_counts(job, &scatter.of, squares, -1);
    }
    if (isnan(rise) || isnan(fall) || rise > 20 || fall > 20) {
        row_note_numbers(row, TB_NOTE_NOTHING_SHOWS, 0, scatter.degrees + 2, 0);
        return;
    }
    row->method = scatter.counts
                      ? SIDED(job, "growth found with 80 % power by the quasi-Poisson t test at the dispersion and "
                                   "total of the series")
                      : SIDED(job, "growth found with 80 % power by the t test of the log-linear slope at the residual "
                                   "scatter of the series");
    set_growths(job, rise, fall, row);
}

void run_detectable_apc_mk(struct tb_stat_job *job)
{
    struct scatter scatter;
    struct tb_result *row = job_has_growth(job) ? job_trend_row(job) : NULL;
    if (!row || !take_scatter(job, &scatter, row))
        return;
    const int n = scatter.degrees + 2;
    const struct kendall_order none = {.n = 0};
    const int needed = kendall_years_needed(&none, job->level, job->side);
    const double level = job->side == BOTH_SIDES ? job->level : 2 * job->level;
    if (n < needed) {
        row_too_few(row, needed, n);
        return;
    }
    long rank;
    if (!kendall_sen_rank(job->tables, n < KENDALL_EXACT_YEARS ? n : KENDALL_EXACT_YEARS, level, &rank)) {
        job->failed = true;
        return;
    }
    const double slope =
        scatter.deviation * detectable_by_ranks(job->power, scatter.year, n, scatter.spread, rank, POWER, job->seed);
    row->method = job_method(job);
    set_growths(job, slope, slope, row);
}
