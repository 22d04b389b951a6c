/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, changes between years, growth and index. */
#include "stats/job.h"

#include <math.h>

/* ---- when two years can be compared ---- */

bool pair_earlier(const struct tb_stat_job *job, const struct point *later, int year, struct point *earlier,
                  struct tb_result *row)
{
    const struct point *any = job_point(job, year);
    const int new_basis = job_break_between(job, year, later->year);
    if (!any)
        row_note(row, TB_NOTE_YEAR_MISSING, year);
    else if (!later->known)
        row_note(row, TB_NOTE_NO_VALUE, later->year);
    else if (!point_at(job->panel, job->series, year, later->period, earlier))
        row_note(row, TB_NOTE_PERIOD_DIFFERS, later->period ? later->year : year);
    else if (!earlier->known)
        row_note(row, TB_NOTE_NO_VALUE, year);
    else if (new_basis)
        row_note(row, TB_NOTE_NEW_BASIS, new_basis);
    else
        return true;
    return false;
}

bool pair_change(const struct tb_stat_job *job, struct point *later, int year, struct point *earlier,
                 struct tb_result *row)
{
    struct point before;
    if (!later->known || job_break_between(job, year, later->year) != later->year ||
        !point_before_break(job->panel, job->series, later->i, &before))
        return pair_earlier(job, later, year, earlier, row);
    const struct point *any = job_point(job, year);
    if (!any)
        row_note(row, TB_NOTE_YEAR_MISSING, year);
    else if (!point_at(job->panel, job->series, year, later->period, earlier))
        row_note(row, TB_NOTE_PERIOD_DIFFERS, later->period ? later->year : year);
    else if (!earlier->known)
        row_note(row, TB_NOTE_NO_VALUE, year);
    else {
        *later = before;
        row->note.caveats = before.caveats;
        return true;
    }
    return false;
}

/* Percent from `earlier` to `later`, a point or an interval.  False with the reason in the row. */
static bool growth(const struct point *later, const struct point *earlier, double *lower, double *upper,
                   struct tb_result *row)
{
    if (earlier->exact && earlier->value == 0)
        row_note(row, TB_NOTE_BASE_ZERO, 0);
    else if (earlier->upper <= 0)
        row_note(row, TB_NOTE_BASE_NEGATIVE, 0);
    else if (earlier->lower < 0) /* the base may be above or below 0 */
        row_note(row, TB_NOTE_ONLY_BOUND, earlier->year);
    else {
        /* rises with the later value; with the base it falls, or rises while the later value is below 0 */
        const double low_base = later->lower >= 0 ? earlier->upper : earlier->lower;
        const double high_base = later->upper > 0 ? earlier->lower : earlier->upper;
        *lower = isinf(low_base) ? -100
                 : low_base == 0 ? -INFINITY
                                 : decimal_percent_change(later->lower, later->decimals, low_base, earlier->decimals);
        *upper = later->exact && earlier->exact ? *lower
                 : isinf(high_base)             ? -100
                 : high_base == 0               ? INFINITY
                                  : decimal_percent_change(later->upper, later->decimals, high_base, earlier->decimals);
        return true;
    }
    return false;
}

/* Percent over `years` as percent a year: 100 ((1 + g/100)^(1/years) - 1). */
static double a_year(double percent, int years)
{
    return years == 1 ? percent : 100 * expm1(log1p(percent / 100) / years);
}

/* Growth a year between two points into a row. */
static void set_yearly_growth(const struct point *later, const struct point *earlier, struct tb_result *row)
{
    double lower;
    double upper;
    if (!growth(later, earlier, &lower, &upper, row))
        return;
    const int years = later->year - earlier->year;
    if (years > 1 && later->upper < 0)
        row_note(row, TB_NOTE_VALUE_NEGATIVE, later->year);
    else if (years > 1 && later->lower < 0 && later->exact)
        row_note(row, TB_NOTE_VALUE_NEGATIVE, later->year);
    else if (years > 1 && later->lower < 0)
        row_note(row, TB_NOTE_ONLY_BOUND, later->year);
    else
        row_set_interval(row, a_year(lower, years), a_year(upper, years), bound_year(later, earlier));
}

struct tb_result *pair_row(struct tb_stat_job *job, const struct point *later, int from)
{
    struct tb_result *row = job_row(job, from, later->year);
    row->note.caveats = later->caveats;
    return row;
}

void pair_use(struct tb_result *row, const struct point *earlier)
{
    row->n = 2;
    row->note.caveats |= earlier->caveats;
}

/* ---- values ---- */

void run_value(struct tb_stat_job *job)
{
    const struct tb_series *s = &job->panel->series[job->series];
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const struct point p = point_of(job->panel, job->series, i);
        struct tb_result *row = job_row(job, p.year, p.year);
        row->note.caveats = p.caveats;
        if (p.known)
            row_set_interval(row, p.lower, p.upper, p.year);
        else
            row_note(row, TB_NOTE_NO_VALUE, p.year);
        row->n = p.known;
    }
}

/* ---- year on year ---- */

static bool is_label(const struct tb_stat_job *job)
{
    return job->indicator->kind == TB_LABEL;
}

/* The row of point k beside the year before; NULL where there is no change to tell, which the row then says. */
static struct tb_result *year_on_year(struct tb_stat_job *job, size_t k, struct point *later, struct point *earlier)
{
    *later = job->point[k];
    struct tb_result *row = pair_row(job, later, later->year - 1);
    if (!pair_change(job, later, later->year - 1, earlier, row))
        return NULL;
    pair_use(row, earlier);
    return row;
}

/* Differences to the year before, divided by `unit`. */
static void differences(struct tb_stat_job *job, double unit)
{
    for (size_t k = 1; k < job->n_points; k++) {
        struct point later, earlier;
        struct tb_result *row = year_on_year(job, k, &later, &earlier);
        if (!row)
            continue;
        const double lower = decimal_difference(later.lower, later.decimals, earlier.upper, earlier.decimals);
        const double upper = decimal_difference(later.upper, later.decimals, earlier.lower, earlier.decimals);
        row_set_interval(row, lower / unit, upper / unit, bound_year(&later, &earlier));
    }
}

void run_yoy_abs(struct tb_stat_job *job)
{
    if (!is_label(job) && !job_in_percent(job))
        differences(job, 1);
}

void run_yoy_pp(struct tb_stat_job *job)
{
    if (!is_label(job) && job_in_percent(job))
        differences(job, job->unit.percent && job->unit.numerator_scale < 0.01 ? 10 : 1);
}

void run_yoy_pct(struct tb_stat_job *job)
{
    for (size_t k = 1; k < job->n_points && job_has_growth(job); k++) {
        struct point later, earlier;
        struct tb_result *row = year_on_year(job, k, &later, &earlier);
        if (row)
            set_yearly_growth(&later, &earlier, row);
    }
}

/* ---- over several years ---- */

void run_annualised_pct(struct tb_stat_job *job)
{
    const struct point *before = NULL; /* last year with a value */
    for (size_t k = 0; k < job->n_points && job_has_growth(job); k++) {
        const struct point *later = &job->point[k];
        if (!later->known)
            continue;
        if (before && later->year > before->year + 1) {
            struct tb_result *row = pair_row(job, later, before->year);
            struct point until = *later;
            struct point earlier;
            if (pair_change(job, &until, before->year, &earlier, row)) {
                pair_use(row, &earlier);
                row->note.caveats |= TB_CAVEAT_GAPS;
                set_yearly_growth(&until, &earlier, row);
            }
        }
        before = later;
    }
}

/* A row from the first to the last exact year of the trend; false when there is no such pair, or nothing applies. */
static bool over_all_years(struct tb_stat_job *job, struct tb_result **row, const struct point **first,
                           const struct point **last)
{
    const struct trend *trend = &job->trend;
    if (!job_has_growth(job) || trend->n_all == 0)
        return false;
    int n = 0, from = 0, to = 0;
    if (trend->exact) {
        n = trend->n;
        to = n - 1;
    }
    for (int i = 0; i < trend->n && !trend->exact; i++)
        if (trend->lower[i] == trend->upper[i]) {
            to = i;
            from = n++ ? from : i;
        }
    *row = job_trend_row(job);
    (*row)->note.caveats = trend->break_year ? TB_CAVEAT_LAST_SEGMENT : 0;
    (*row)->n = n < 2 ? n : 2;
    if (n < 2) {
        row_too_few(*row, 2, n);
        return false;
    }
    *first = job_point(job, trend->year[from]);
    *last = job_point(job, trend->year[to]);
    (*row)->from = (int16_t)(*first)->year;
    (*row)->to = (int16_t)(*last)->year;
    (*row)->note.caveats |= (*first)->caveats | (*last)->caveats;
    return true;
}

void run_cagr_pct(struct tb_stat_job *job)
{
    struct tb_result *row;
    const struct point *first;
    const struct point *last;
    if (over_all_years(job, &row, &first, &last))
        set_yearly_growth(last, first, row);
}

void run_total_change_pct(struct tb_stat_job *job)
{
    struct tb_result *row;
    const struct point *first;
    const struct point *last;
    double lower;
    double upper;
    if (over_all_years(job, &row, &first, &last) && growth(last, first, &lower, &upper, row))
        row_set_interval(row, lower, upper, last->year);
}

/* ---- rolling mean ---- */

enum {
    WINDOW = 3
};

/* Fills the window that ends at `last`.  False with the reason in the row. */
static bool take_window(const struct tb_stat_job *job, const struct point *last, struct point *window,
                        struct tb_result *row)
{
    window[WINDOW - 1] = *last;
    for (int back = WINDOW - 1; back >= 1; back--) { /* the earliest gap is told */
        if (!pair_earlier(job, last, last->year - back, &window[WINDOW - 1 - back], row))
            return false;
    }
    return true;
}

void run_rolling_mean(struct tb_stat_job *job)
{
    for (size_t k = 0; k < job->n_points && !is_label(job); k++) {
        const struct point *last = &job->point[k];
        if (last->year < job->point[0].year + WINDOW - 1)
            continue;
        struct tb_result *row = pair_row(job, last, last->year - WINDOW + 1);
        struct point window[WINDOW];
        if (!take_window(job, last, window, row))
            continue;
        double lower[WINDOW];
        double upper[WINDOW];
        int decimals[WINDOW];
        int bound = 0;
        for (int i = 0; i < WINDOW; i++) {
            lower[i] = window[i].lower;
            upper[i] = window[i].upper;
            decimals[i] = window[i].decimals;
            row->note.caveats |= window[i].caveats;
            bound = window[i].exact ? bound : window[i].year;
        }
        row->n = WINDOW;
        row_set_interval(row, decimal_sum(lower, decimals, WINDOW) / WINDOW,
                         decimal_sum(upper, decimals, WINDOW) / WINDOW, bound);
    }
}

/* ---- index ---- */

static const struct point *index_base(const struct tb_stat_job *job)
{
    if (job->options->index_base)
        return job_point(job, job->options->index_base);
    const struct point *provisional = NULL;
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *p = &job->point[k];
        if (!p->exact || p->forecast)
            continue;
        if (!(p->caveats & TB_CAVEAT_PROVISIONAL))
            return p;
        provisional = provisional ? provisional : p;
    }
    return provisional;
}

void run_index(struct tb_stat_job *job)
{
    if (!job_has_growth(job))
        return;
    const struct point *base = index_base(job);
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *p = &job->point[k];
        struct tb_result *row = pair_row(job, p, p->year);
        const int base_year = base ? base->year : job->options->index_base;
        const int new_basis = base ? base->year < p->year ? job_break_between(job, base->year, p->year)
                                                          : job_break_between(job, p->year, base->year)
                                   : 0;
        if (!p->known)
            row_note(row, TB_NOTE_NO_VALUE, p->year);
        else if (!base && base_year)
            row_note(row, TB_NOTE_YEAR_MISSING, base_year);
        else if (!base || (base->known && !base->exact))
            row_note(row, TB_NOTE_ONLY_BOUND, base ? base->year : p->year);
        else if (!base->known)
            row_note(row, TB_NOTE_NO_VALUE, base->year);
        else if (base->period != p->period)
            row_note(row, TB_NOTE_PERIOD_DIFFERS, p->period ? p->year : base->year);
        else if (new_basis)
            row_note(row, TB_NOTE_NEW_BASIS, new_basis);
        else if (base->value == 0)
            row_note(row, TB_NOTE_BASE_ZERO, base->year);
        else if (base->value < 0)
            row_note(row, TB_NOTE_BASE_NEGATIVE, base->year);
        else {
            pair_use(row, base);
            row->n = base == p ? 1 : 2;
            row->note.year = (int16_t)base->year; /* the base, also where nothing is to be said */
            row_set_interval(row, decimal_ratio(p->lower, p->decimals, base->value, base->decimals, 100),
                             decimal_ratio(p->upper, p->decimals, base->value, base->decimals, 100), p->year);
        }
    }
}
