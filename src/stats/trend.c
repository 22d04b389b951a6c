/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, Sen's slope, Mann-Kendall and the verdict, all over the years of job->trend. */
#include "stats/job.h"

#include <math.h>

#include "model/memory.h"

enum {
    FEW_YEARS = 8
}; /* a verdict from fewer years says so */

/* ---- made once a series ---- */

const struct kendall_result *job_kendall(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    if (!job->has_kendall &&
        !kendall_test(job->tables, t->lower, t->upper, t->open, t->n, job->level, job->side, &job->kendall))
        job->failed = true;
    job->has_kendall = true;
    return &job->kendall;
}

const struct line *job_line(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    if (t->n < 2 || !t->exact)
        return NULL;
    if (!job->has_line)
        line_fit(t->year, t->lower, t->n, job->options->confidence, !t->whole, &job->line);
    job->has_line = true;
    return &job->line;
}

double job_p(const struct tb_stat_job *job, const struct line *line)
{
    return job->options->without_p ? NAN : line_p(line);
}

bool job_slopes(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    if (t->n < 2)
        return false;
    if (job->has_slopes)
        return true;
    const size_t n = (size_t)t->n * (size_t)(t->n - 1) / 2;
    size_t capacity = job->slope_capacity; /* both arrays grow alike */
    if (!tb_grow(&job->slope_lower, &capacity, n, sizeof *job->slope_lower) ||
        !tb_grow(&job->slope_upper, &job->slope_capacity, n, sizeof *job->slope_upper)) {
        job->failed = true;
        return false;
    }
    sen_slopes(t->year, t->upper, t->lower, t->n, job->slope_lower);
    if (!t->exact)
        sen_slopes(t->year, t->lower, t->upper, t->n, job->slope_upper);
    job->n_slopes = n;
    job->has_slopes = true;
    return true;
}

/* ---- helpers ---- */

/* The years that different values need to reach the level at all: 5 for 95 %. */
static int years_for_limits(const struct tb_stat_job *job)
{
    const struct kendall_order none = {.n = 0};
    return kendall_years_needed(&none, job->level, job->side);
}

/* ---- straight line ---- */

void run_ols_slope(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    const struct line *line = job_line(job);
    if (t->n < 2)
        row_too_few(row, 2, t->n);
    else if (!line) {
        line_slope_range(t->year, t->lower, t->upper, t->n, &row->lower, &row->upper);
        row->lower /= t->scale;
        row->upper /= t->scale;
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    } else {
        row->value = line->slope / t->scale;
        row->se = line->se / t->scale;
        row->p = job_p(job, line);
        double lower = line->lower;
        double upper = line->upper;
        job_take_side(job, line->slope, line->se, t->n - 2, &row->p, &lower, &upper);
        row->method = job_method(job);
        row->lower = lower / t->scale;
        row->upper = upper / t->scale;
        if (t->n < 3)
            row_too_few(row, 3, t->n);
        else if (line->constant)
            row_note(row, TB_NOTE_CONSTANT, 0);
        else if (line->perfect)
            row_note(row, TB_NOTE_PERFECT_FIT, 0);
    }
}

void run_ols_fit(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    const struct line *line = job_line(job);
    for (int i = 0; i < t->n && t->n >= 2; i++) {
        struct tb_result *row = job_row(job, t->year[i], t->year[i]);
        row->n = t->n;
        row->note.caveats = t->caveats;
        if (!line) {
            row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
            continue;
        }
        const double at = line_at(line, t->year[i]);
        row->value = at / t->scale;
        if (t->n < 3)
            row_too_few(row, 3, t->n);
        else if (line->perfect)
            row_note(row, line->constant ? TB_NOTE_CONSTANT : TB_NOTE_PERFECT_FIT, 0);
        else {
            const double band = line_band(line, t->year[i]);
            row->lower = (at - band) / t->scale;
            row->upper = (at + band) / t->scale;
        }
    }
}

/* ---- how well the line fits ---- */

enum {
    LEAST_PAIRS = 3
};

/* A row of the line's residuals, or NULL when there is no line with residuals, and the row says why. */
static struct tb_result *residual_row(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return NULL;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    const struct line *line = job_line(job);
    if (t->n < 3)
        row_too_few(row, 3, t->n);
    else if (!line)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    else if (line->constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else
        return row;
    return NULL;
}

void run_ols_r2(struct tb_stat_job *job)
{
    struct tb_result *row = residual_row(job);
    if (!row)
        return;
    const struct line *line = &job->line;
    const double explained = line->slope * line->slope * line->spread;
    const double left = line->perfect ? 0 : line->residual * line->residual * (line->n - 2);
    row->value = explained / (explained + left);
}

/* The sums of neighbouring residuals; false with the reason in the row. */
static bool neighbours(struct tb_stat_job *job, struct tb_result *row, struct residuals *sums)
{
    const struct trend *t = &job->trend;
    if (job->line.perfect) {
        row_note(row, TB_NOTE_PERFECT_FIT, 0);
        return false;
    }
    *sums = line_residuals(&job->line, t->year, t->lower, t->n);
    if (sums->pairs >= LEAST_PAIRS)
        return true;
    row_note_numbers(row, TB_NOTE_TOO_FEW_PAIRS, LEAST_PAIRS, sums->pairs, 0);
    return false;
}

void run_durbin_watson(struct tb_stat_job *job)
{
    struct tb_result *row = residual_row(job);
    struct residuals sums;
    if (row && neighbours(job, row, &sums)) /* across gaps nothing is known: the mean pair stands for all n - 1 */
        row->value = sums.differences / sums.pairs * (job->trend.n - 1) / sums.squares;
}

void run_acf1(struct tb_stat_job *job)
{
    struct tb_result *row = residual_row(job);
    struct residuals sums;
    if (row && neighbours(job, row, &sums))
        row->value = sums.products / sums.pairs * (job->trend.n - 1) / sums.squares;
}

/* ---- Sen ---- */

/* The limits of a rank among the slopes, of which the median stands in its place. */
static void exact_limits(const struct tb_stat_job *job, size_t rank, double *lower, double *upper)
{
    const size_t n = job->n_slopes, middle = (n - 1) / 2;
    *lower = order_statistic_beside(job->slope_lower, n, middle, rank);
    *upper = order_statistic_beside(job->slope_lower, n, middle, n - 1 - rank);
}

/* The outermost that bounds allow.  False when out of memory. */
static bool bounded_limits(struct tb_stat_job *job, long rank, double *lower, double *upper)
{
    const struct trend *t = &job->trend;
    if (intervals_are_few(t->lower, t->upper, t->n))
        return slopes_of_intervals(t->year, t->lower, t->upper, t->n, rank, lower, upper);
    *lower = order_statistic(job->slope_lower, job->n_slopes, (size_t)rank);
    *upper = order_statistic(job->slope_upper, job->n_slopes, job->n_slopes - 1 - (size_t)rank);
    return true;
}

void run_sen_slope(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    if (!job_slopes(job)) {
        row_too_few(row, 2, t->n);
        return;
    }
    row->method = job_method(job);
    long rank; /* on one side all of the level is at that end */
    if (!kendall_sen_rank(job->tables, t->n, job->side == BOTH_SIDES ? job->level : 2 * job->level, &rank)) {
        job->failed = true;
        return;
    }
    if (t->exact)
        row->value = median(job->slope_lower, job->n_slopes) / t->scale;
    double lower = NAN;
    double upper = NAN;
    if (rank >= 0 && !t->exact)
        job->failed = !bounded_limits(job, rank, &lower, &upper);
    else if (rank >= 0 && !job->options->without_limits)
        exact_limits(job, (size_t)rank, &lower, &upper);
    if (job->failed)
        return;
    if (job->side != FALLING_SIDE)
        row->lower = lower / t->scale;
    if (job->side != RISING_SIDE)
        row->upper = upper / t->scale;
    if (!t->exact) {
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
        return;
    }
    row->p = job_kendall(job)->p_upper;
    if (rank < 0)
        row_too_few(row, years_for_limits(job), t->n);
}

/* ---- Mann-Kendall ---- */

void run_mann_kendall(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    const struct kendall_result *k = job_kendall(job);
    row->method = t->n <= KENDALL_EXACT_YEARS ? job_method(job)
                                              : SIDED(job, "S; normal approximation with continuity correction and "
                                                           "tie-corrected variance (over 60 years)");
    if (t->n < 2) {
        row_too_few(row, k->needed, t->n);
        return;
    }
    row->p = k->p_upper;
    if (k->s_lower == k->s_upper)
        row->value = (double)k->s_lower;
    else {
        row->lower = (double)k->s_lower;
        row->upper = (double)k->s_upper;
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    }
    if (k->constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else if (k->smallest_p > job->level)
        row_too_few(row, k->needed, t->n);
}

void run_mk_min_p(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    struct tb_result *row = job_trend_row(job);
    const struct kendall_result *k = job_kendall(job);
    if (job->trend.n < 2) {
        row_too_few(row, k->needed, job->trend.n);
        return;
    }
    row->value = k->smallest_p;
    row->method = job_method(job);
    if (k->constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else if (k->smallest_p > job->level)
        row_too_few(row, k->needed, job->trend.n);
}

void run_kendall_tau_a(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    struct tb_result *row = job_trend_row(job);
    const struct kendall_result *k = job_kendall(job);
    const double pairs = (double)job->trend.n * (job->trend.n - 1) / 2;
    if (job->trend.n < 2) {
        row_too_few(row, 2, job->trend.n);
        return;
    }
    row->p = k->p_upper;
    row->method = job_method(job);
    row_set_interval(row, (double)k->s_lower / pairs, (double)k->s_upper / pairs, 0);
    if (row->note.code == TB_NOTE_ONLY_BOUND)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
}

void run_kendall_tau_b(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    struct tb_result *row = job_trend_row(job);
    const struct kendall_result *k = job_kendall(job);
    if (job->trend.n < 2)
        row_too_few(row, 2, job->trend.n);
    else if (k->tau_lower > k->tau_upper)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else {
        row->p = k->p_upper;
        row->method = job_method(job);
        row_set_interval(row, k->tau_lower, k->tau_upper, 0);
        if (row->note.code == TB_NOTE_ONLY_BOUND)
            row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    }
}

void run_spearman_rho(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    if (t->n < 2)
        row_too_few(row, 2, t->n);
    else if (!t->exact)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    else if (job_line(job)->constant)
        row_note(row, TB_NOTE_CONSTANT, 0);
    else
        row->value = rank_correlation(t->lower, t->n, job->work);
}

/* ---- verdict ---- */

/* Neighbouring years alike beyond what the line explains: one-sided 5 % of white noise. */
static bool autocorrelated(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    if (!t->exact || !job_slopes(job))
        return false;
    const double slope = median(job->slope_lower, job->n_slopes);
    return lag1_of_residuals(t->year, t->lower, t->n, slope) > 1.645 / sqrt(t->n);
}

void run_verdict(struct tb_stat_job *job)
{
    if (!job_has_trend(job))
        return;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    const struct kendall_result *k = job_kendall(job);
    const int least = years_for_limits(job);
    /* equal values are a finding of their own, but not before different ones could have been one */
    const bool enough = k->constant ? t->n >= least : k->smallest_p <= job->level;
    if (!enough) {
        if (t->break_year && t->n_all >= least && t->n < least)
            row_note(row, TB_NOTE_BROKEN, t->break_year);
        else
            row_note_numbers(row, TB_NOTE_VERDICT_TOO_FEW, k->constant ? least : k->needed, t->n, 0);
        return;
    }
    row->p = k->p_upper;
    row->method = job_method(job);
    if (t->n < FEW_YEARS)
        row->note.caveats |= TB_CAVEAT_FEW_YEARS;
    if (autocorrelated(job))
        row->note.caveats |= TB_CAVEAT_AUTOCORRELATED;
    if (k->rising + k->falling + k->unclear > 1) {
        row_note_numbers(row, TB_NOTE_DEPENDS_ON_BOUND, k->p_lower, k->p_upper, 0);
        return;
    }
    row->value = k->rising - k->falling;
    row_note(row, k->rising ? TB_NOTE_RISING : k->falling ? TB_NOTE_FALLING : TB_NOTE_NO_CLEAR_CHANGE, 0);
    if (!k->exact)
        row->note.caveats |= TB_CAVEAT_ALL_BOUNDS;
}
