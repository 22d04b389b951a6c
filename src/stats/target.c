/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures against the target that the catalogue sets. */
#include "stats/job.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

enum answer {
    NO,
    YES,
    DEPENDS
};

enum {
    TARGET_DECIMALS = 9
}; /* a target is a short decimal number */

static bool has_target(const struct tb_stat_job *job)
{
    return job_has_trend(job) && !isnan(job->indicator->definition->target);
}

/* Whether what is known of a year meets the target; "< 0.23" is below 0.23 and not 0.23. */
static enum answer meets(const struct tb_stat_job *job, const struct point *p)
{
    const double target = job->indicator->definition->target;
    const enum tb_state state = job->panel->state[p->i];
    const bool below = p->upper < target || (p->upper == target && state == TB_BELOW);
    const bool above = p->lower > target || (p->lower == target && state == TB_ABOVE);
    bool yes;
    bool no;
    switch (job->indicator->definition->target_op) {
    case TB_AT_MOST:
        yes = p->upper <= target;
        no = above;
        break;
    case TB_BELOW:
        yes = below;
        no = p->lower >= target;
        break;
    case TB_AT_LEAST:
        yes = p->lower >= target;
        no = below;
        break;
    case TB_ABOVE:
        yes = above;
        no = p->upper <= target;
        break;
    default:
        yes = p->exact && p->lower == target;
        no = below || above;
    }
    return yes ? YES : no ? NO : DEPENDS;
}

void run_target_met(struct tb_stat_job *job)
{
    for (size_t k = 0; k < job->n_points && has_target(job); k++) {
        const struct point *p = &job->point[k];
        struct tb_result *row = pair_row(job, p, p->year);
        if (!p->known) {
            row_note(row, TB_NOTE_NO_VALUE, p->year);
            continue;
        }
        row->n = 1;
        const enum answer answer = meets(job, p);
        if (answer == DEPENDS) {
            row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
            continue;
        }
        row->value = answer == YES;
        row_note(row, answer == YES ? TB_NOTE_TARGET_MET : TB_NOTE_TARGET_MISSED, 0);
    }
}

/* The last year of the trend, or NULL. */
static const struct point *last_year(const struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    return t->n ? job_point(job, t->year[t->n - 1]) : NULL;
}

/* ---- share of the way ---- */

void run_target_share(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    if (!has_target(job))
        return;
    struct tb_result *row = job_trend_row(job);
    const struct point *base = NULL;
    for (int i = 0; i < t->n && !base; i++)
        if (t->lower[i] == t->upper[i])
            base = job_point(job, t->year[i]);
    const struct point *last = last_year(job);
    row->note.caveats = t->break_year ? TB_CAVEAT_LAST_SEGMENT : 0;
    if (!base || base == last) {
        row_too_few(row, 2, base != NULL);
        return;
    }
    row->from = (int16_t)base->year;
    row->n = 2;
    row->note.caveats |= base->caveats | last->caveats;
    if (meets(job, base) == YES) {
        row_note(row, TB_NOTE_NO_WAY_TO_GO, base->year);
        return;
    }
    const double way =
        decimal_difference(job->indicator->definition->target, TARGET_DECIMALS, base->value, base->decimals);
    double ends[2] = {last->lower, last->upper};
    for (int i = 0; i < 2; i++)
        ends[i] = decimal_ratio(decimal_difference(ends[i], last->decimals, base->value, base->decimals),
                                TARGET_DECIMALS, way, TARGET_DECIMALS, 100);
    row_set_interval(row, way > 0 ? ends[0] : ends[1], way > 0 ? ends[1] : ends[0], last->year);
}

/* ---- pace ---- */

static const double ON_PACE = 95; /* Eurostat's categories, in % of the pace asked for */
static const double NEAR_PACE = 60;

/* Growth a year, or change a year where there is no growth from 0 or to 0. */
static double pace(double from, double to, int years, bool growth)
{
    return growth ? pow(to / from, 1.0 / years) - 1 : (to - from) / years;
}

void run_target_pace(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    const double target = job->indicator->definition->target;
    const int year = job->indicator->definition->target_year;
    const struct point *last = last_year(job);
    if (!has_target(job) || job->indicator->definition->target_op == TB_EXACT || !year || !last)
        return;
    struct tb_result *row = job_trend_row(job);
    const struct point *base = t->lower[0] == t->upper[0] ? job_point(job, t->year[0]) : NULL;
    if (t->n < 2) {
        row_too_few(row, 2, t->n);
        return;
    }
    if (!base || !last->exact) {
        row_note(row, TB_NOTE_ONLY_BOUND, base ? last->year : t->year[0]);
        return;
    }
    row->n = 2;
    row->note.caveats = base->caveats | last->caveats | (t->break_year ? TB_CAVEAT_LAST_SEGMENT : 0);
    if (meets(job, base) == YES || year <= base->year) {
        row_note(row, TB_NOTE_NO_WAY_TO_GO, base->year);
        return;
    }
    const bool growth = base->value > 0 && target > 0 && last->value >= 0;
    if (!growth)
        row->method =
            "100 x change a year so far / change a year that the target needs from the first year on; from or "
            "to 0 there is no growth";
    row->value = 100 * pace(base->value, last->value, last->year - base->year, growth) /
                 pace(base->value, target, year - base->year, growth);
    row_note(row,
             row->value >= ON_PACE     ? TB_NOTE_ON_TRACK
             : row->value >= NEAR_PACE ? TB_NOTE_SLOW
             : row->value >= 0         ? TB_NOTE_TOO_SLOW
                                       : TB_NOTE_MOVED_AWAY,
             0);
}

/* ---- required change a year ---- */

/* What is missing at a value, by the target's direction. */
static double missing(const struct tb_stat_job *job, double value, int decimals)
{
    const double rest = decimal_difference(job->indicator->definition->target, TARGET_DECIMALS, value, decimals);
    switch (job->indicator->definition->target_op) {
    case TB_AT_MOST:
    case TB_BELOW:
        return fmin(0, rest);
    case TB_AT_LEAST:
    case TB_ABOVE:
        return fmax(0, rest);
    default:
        return rest;
    }
}

void run_target_required(struct tb_stat_job *job)
{
    const struct point *last = last_year(job);
    const int year = job->indicator->definition->target_year;
    if (!has_target(job) || !last || year <= last->year)
        return;
    struct tb_result *row = pair_row(job, last, last->year);
    row->to = (int16_t)year;
    row->n = 1;
    const int years = year - last->year;
    row_set_interval(row, missing(job, last->upper, last->decimals) / years,
                     missing(job, last->lower, last->decimals) / years, last->year);
    if (meets(job, last) == YES)
        row_note(row, TB_NOTE_TARGET_MET, 0);
}

/* ---- probability ---- */

void run_target_probability(struct tb_stat_job *job)
{
    const struct trend *t = &job->trend;
    const struct point *last = last_year(job);
    const int year = job->indicator->definition->target_year;
    if (!has_target(job) || job->indicator->definition->target_op == TB_EXACT || !last || year <= last->year)
        return;
    struct tb_result *row = job_trend_row(job);
    row->from = (int16_t)last->year;
    row->to = (int16_t)year;
    const int ahead = year - last->year;
    const struct line *line = job_line(job);
    if (ahead > FORECAST_YEARS)
        row_note(row, TB_NOTE_TOO_FAR, year);
    else if (t->n < FORECAST_LINE_YEARS || ahead > forecast_horizon(t->n)) {
        const int needed = FORECAST_SHARE * ahead;
        row_too_few(row, needed > FORECAST_LINE_YEARS ? needed : FORECAST_LINE_YEARS, t->n);
    } else if (!line)
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
    else if (line->perfect)
        row_note(row, line->constant ? TB_NOTE_CONSTANT : TB_NOTE_PERFECT_FIT, 0);
    else {
        const double away =
            (job->indicator->definition->target * t->scale - line_at(line, year)) / line_prediction(line, year);
        const bool at_most =
            job->indicator->definition->target_op == TB_AT_MOST || job->indicator->definition->target_op == TB_BELOW;
        row->value = at_most ? gsl_cdf_tdist_P(away, t->n - 2) : gsl_cdf_tdist_Q(away, t->n - 2);
    }
}
