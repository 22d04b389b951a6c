/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of level and of growth inside a series, all over the years of job->trend. */
#include "stats/job.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "model/memory.h"

/* A row of exact years, at least `needed`; NULL when there is none, and the row (if shifts apply) says why. */
static struct tb_result *exact_row(struct tb_stat_job *job, int needed)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    if (t->n < needed)
        row_too_few(row, needed, t->n);
    else if (!t->exact)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    else
        return row;
    return NULL;
}

/* ---- Pettitt ---- */

static int pettitt_years(const struct tb_stat_job *job)
{
    int years = 2;
    while (pettitt_smallest_p(years) > job->level)
        years++;
    return years;
}

void run_pettitt(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = job_has_trend(job) ? exact_row(job, 3) : NULL;
    if (!row)
        return;
    if (job_line(job)->constant) {
        row_note(row, TB_NOTE_CONSTANT, 0);
        return;
    }
    struct pettitt result;
    if (!tb_grow(&job->score, &job->score_capacity, (size_t)t->n, sizeof *job->score) ||
        !pettitt_test(job->pettitt_tables, t->lower, t->n, job->seed, job->score, &result)) {
        job->failed = true;
        return;
    }
    row_set_interval(row, t->year[result.first], t->year[result.last], 0);
    row->p = result.p;
    row->note.caveats &= ~(uint32_t)TB_CAVEAT_BOUND; /* a range of years comes from no bound */
    const int needed = pettitt_years(job);
    if (t->n < needed)
        row_too_few(row, needed, t->n);
    else if (result.first != result.last)
        row_note(row, TB_NOTE_SEVERAL_YEARS, 0);
}

/* ---- mean shift ---- */

enum {
    SHIFT_YEARS = 6
};

void run_mean_shift(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = job_has_trend(job) ? exact_row(job, SHIFT_YEARS) : NULL;
    if (!row)
        return;
    const struct line *line = job_line(job);
    if (line->constant) {
        row_note(row, TB_NOTE_CONSTANT, 0);
        return;
    }
    const double left = line->perfect ? 0 : line->residual * line->residual * (t->n - 2);
    const struct mean_shift shift = mean_shift_fit(t->lower, t->n, left);
    if (shift.gain <= 0) {
        row_note(row, shift.line_is_better ? TB_NOTE_LINE_FITS_BETTER : TB_NOTE_ONE_LEVEL, 0);
        return;
    }
    row->value = shift.size / t->scale;
    row_note_numbers(row, TB_NOTE_NEW_LEVEL, shift.gain, 0, 0);
    row->note.year = (int16_t)t->year[shift.first];
}

/* ---- joinpoints ---- */

enum {
    JOINPOINT_YEARS = 7
};

/* The fit of the series, made at first need, and its first row; NULL when there is none, and a row says why. */
static const struct joinpoints *joinpoints_of(struct tb_stat_job *job, struct tb_result **begun)
{
    const struct trend *t = &job->trend;
    struct tb_result *row = job_has_growth(job) ? exact_row(job, JOINPOINT_YEARS) : NULL;
    if (!row)
        return NULL;
    *begun = row;
    const size_t room = (size_t)t->n * (size_t)t->n + 3 * (size_t)t->n;
    double *lower;
    double *upper;
    if (!job_logarithms(job, &lower, &upper, row))
        return NULL;
    if (job_line(job)->constant) {
        row_note(row, TB_NOTE_CONSTANT, 0);
        return NULL;
    }
    if (!job->has_joinpoints) {
        if (!tb_grow(&job->hinges, &job->hinge_capacity, room, sizeof *job->hinges)) {
            job->failed = true;
            return NULL;
        }
        struct line line;
        line_fit(t->year, lower, t->n, job->options->confidence, true, &line);
        joinpoint_fit(&line, t->year, lower, t->n, job->hinges, &job->joinpoints);
        job->has_joinpoints = true;
    }
    return &job->joinpoints;
}

void run_joinpoint_year(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row;
    const struct joinpoints *fit = joinpoints_of(job, &row);
    if (!fit)
        return;
    if (fit->k == 0)
        row_note(row, TB_NOTE_ONE_LINE, 0);
    for (int a = 0; a < fit->k; a++) {
        if (a > 0)
            row = job_trend_row(job);
        row->from = row->to = (int16_t)t->year[fit->at[a]];
        row->value = t->year[fit->at[a]];
    }
}

/* A slope of the logarithm as growth a year, with its t limits. */
static void set_growth(const struct tb_stat_job *job, const struct joinpoints *fit, double slope, double se,
                       struct tb_result *row)
{
    row->value = 100 * expm1(slope);
    if (fit->perfect) {
        row_note(row, TB_NOTE_PERFECT_FIT, 0);
        return;
    }
    const double quantile = gsl_cdf_tdist_Qinv(job->tail, fit->degrees);
    row->lower = 100 * expm1(slope - quantile * se);
    row->upper = 100 * expm1(slope + quantile * se);
    row->p = 2 * gsl_cdf_tdist_Q(fabs(slope) / se, fit->degrees);
}

void run_apc_segment(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    struct tb_result *row;
    const struct joinpoints *fit = joinpoints_of(job, &row);
    if (!fit)
        return;
    for (int segment = 0; segment <= fit->k; segment++) {
        const int first = segment == 0 ? 0 : fit->at[segment - 1];
        const int last = segment == fit->k ? t->n - 1 : fit->at[segment];
        if (segment > 0)
            row = job_trend_row(job);
        row->from = (int16_t)t->year[first];
        row->to = (int16_t)t->year[last];
        row->n = last - first + 1;
        set_growth(job, fit, fit->slope[segment], fit->se[segment], row);
    }
}

void run_aapc(struct tb_stat_job *job)
{
    struct tb_result *row;
    const struct joinpoints *fit = joinpoints_of(job, &row);
    if (fit)
        set_growth(job, fit, fit->average, fit->average_se, row);
}
