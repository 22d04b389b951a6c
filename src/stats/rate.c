/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates and proportions with their exact limits. */
#include "stats/job.h"

#include <math.h>
#include <string.h>

bool ratio_interval(const struct point *numerator, const struct point *denominator, double factor, double *lower,
                    double *upper, enum tb_note_code *why)
{
    if (denominator->exact && denominator->value == 0)
        *why = TB_NOTE_DENOMINATOR_ZERO;
    else if (denominator->upper <= 0)
        *why = TB_NOTE_BASE_NEGATIVE;
    else if (denominator->lower < 0)
        *why = TB_NOTE_ONLY_BOUND;
    else {
        const double low_base = numerator->lower >= 0 ? denominator->upper : denominator->lower;
        const double high_base = numerator->upper > 0 ? denominator->lower : denominator->upper;
        *lower = isinf(low_base) ? 0
                 : low_base == 0
                     ? -INFINITY
                     : decimal_ratio(numerator->lower, numerator->decimals, low_base, denominator->decimals, factor);
        *upper = isinf(high_base) ? 0
                 : high_base == 0
                     ? INFINITY
                     : decimal_ratio(numerator->upper, numerator->decimals, high_base, denominator->decimals, factor);
        return true;
    }
    return false;
}

uint32_t same_region(const struct tb_panel *panel, uint32_t series, uint32_t indicator)
{
    return tb_panel_find_series(panel, indicator, panel->series[series].region);
}

static const char *unit_text(const struct tb_panel *panel, uint32_t indicator)
{
    return tb_text(panel, panel->indicators[indicator].unit);
}

double rate_factor(const struct tb_panel *panel, const struct tb_indicator *rate)
{
    return tb_rate_factor(unit_text(panel, rate->numerator), unit_text(panel, rate->denominator),
                          tb_text(panel, rate->unit), rate->definition->per);
}

static double unit_scale(const struct tb_panel *panel, uint32_t series)
{
    struct tb_unit unit;
    tb_unit_parse(unit_text(panel, panel->series[series].indicator), &unit);
    return unit.numerator_scale;
}

bool same_measure(const struct tb_panel *panel, uint32_t indicator, uint32_t other, double *scale)
{
    struct tb_unit a;
    struct tb_unit b;
    tb_unit_parse(unit_text(panel, indicator), &a);
    tb_unit_parse(unit_text(panel, other), &b);
    *scale = a.numerator_scale / b.numerator_scale * (b.denominator_scale / a.denominator_scale);
    return a.percent == b.percent && a.points == b.points &&
           (a.percent || a.points || (a.word_length == b.word_length && memcmp(a.word, b.word, a.word_length) == 0));
}

bool exact_count(const struct tb_panel *panel, uint32_t series, const struct point *point, double *count)
{
    if (panel->indicators[panel->series[series].indicator].kind != TB_COUNT || !point->exact ||
        point->caveats & TB_CAVEAT_ABOUT || tb_flags(panel, point->i) & (TB_FLAG_COMPUTED | TB_FLAG_LINKED))
        return false;
    const double scale = unit_scale(panel, series);
    if (scale * decimal_power(-point->decimals) > 1.0000001) /* the last digit stands for more than one */
        return false;
    const double counted = point->value * scale;
    *count = nearbyint(counted);
    return fabs(*count) < 9e15 && fabs(counted - *count) <= 1e-9 * fmax(1, fabs(*count));
}

double rate_whole(const struct tb_stat_job *job, const struct two_sides *sides)
{
    return sides->factor * unit_scale(job->panel, sides->denominator) / unit_scale(job->panel, sides->numerator);
}

double rate_of_one(const struct tb_stat_job *job, const struct two_sides *sides)
{
    return sides->factor / unit_scale(job->panel, sides->numerator);
}

bool rate_sides(const struct tb_stat_job *job, struct two_sides *sides)
{
    if (job->indicator->numerator == TB_NOWHERE || job->indicator->denominator == TB_NOWHERE)
        return false;
    *sides = (struct two_sides){.numerator = same_region(job->panel, job->series, job->indicator->numerator),
                                .denominator = same_region(job->panel, job->series, job->indicator->denominator),
                                .factor = rate_factor(job->panel, job->indicator)};
    return sides->numerator != TB_NOWHERE && sides->denominator != TB_NOWHERE;
}

enum {
    OHID_EXACT_BELOW = 10, /* events */
    RELIABLE_EVENTS = 10,
    RELIABLE_TRIALS = 30
};
static const double WIDEST_RATE = 1.6;              /* limits from end to end, as a multiple of the rate */
static const double WIDEST_PROPORTION = 0.3;        /* as a share of all */
static const double NARROW_PROPORTION = 0.05;       /* below this the next is not asked */
static const double WIDEST_OF_ITS_PROPORTION = 1.3; /* as a multiple of the proportion or of its rest */

/* NCHS, Series 2, no. 200 (2023): a rate of fewer than 10 events, or with limits wider than 160 % of it. */
static bool few_for_rate(double events, const struct tb_result *row)
{
    return events < RELIABLE_EVENTS || row->upper - row->lower > WIDEST_RATE * row->value;
}

/* NCHS, Series 2, no. 175 (2017): fewer than 30 in all, or limits too wide; as shares of all. */
static bool few_for_proportion(double trials, double value, double lower, double upper)
{
    const double width = upper - lower;
    const double nearer = fmin(value, 1 - value);
    return trials < RELIABLE_TRIALS || width >= WIDEST_PROPORTION ||
           (width > NARROW_PROPORTION && nearer > 0 && width > WIDEST_OF_ITS_PROPORTION * nearer);
}

/* Limits around the value of a row that is exact. */
static void poisson_limits(struct tb_stat_job *job, const struct two_sides *sides, const struct point *numerator,
                           const struct point *denominator, struct tb_result *row)
{
    double events;
    if (!exact_count(job->panel, sides->numerator, numerator, &events) || events < 0) {
        row_note(row, TB_NOTE_NOT_COUNTS, 0);
        return;
    }
    const double per = rate_of_one(job, sides) / denominator->value;
    if (job_choice(job, TB_COUNT_LIMITS) == 1) {
        row->method = "quotient; Byar's limits, exact Poisson limits below 10 events (OHID)";
        if (events >= OHID_EXACT_BELOW) {
            row->lower = byar_lower(events, job->tail) * per;
            row->upper = byar_upper(events, job->tail) * per;
        }
    }
    if (isnan(row->lower)) {
        row->lower = poisson_lower(job->solver, events, job->tail) * per;
        row->upper = poisson_upper(job->solver, events, job->tail) * per;
    }
    if (few_for_rate(events, row))
        row->note.caveats |= TB_CAVEAT_FEW_EVENTS;
}

static void wilson_limits(struct tb_stat_job *job, const struct two_sides *sides, const struct point *numerator,
                          const struct point *denominator, struct tb_result *row)
{
    double events;
    double trials;
    if (!exact_count(job->panel, sides->numerator, numerator, &events) ||
        !exact_count(job->panel, sides->denominator, denominator, &trials) || events > trials) {
        row_note(row, TB_NOTE_NOT_COUNTS, 0);
        return;
    }
    const double whole = rate_whole(job, sides);
    if (job_choice(job, TB_PROPORTION_LIMITS) == 1) {
        row->method = "quotient; Clopper-Pearson limits";
        exact_proportion_limits(job->solver, events, trials, job->tail, &row->lower, &row->upper);
    } else
        proportion_limits(events, trials, job->tail, &row->lower, &row->upper);
    if (few_for_proportion(trials, events / trials, row->lower, row->upper))
        row->note.caveats |= TB_CAVEAT_FEW_EVENTS;
    row->lower *= whole;
    row->upper *= whole;
}

/* One year of which both sides are known. */
static void rate_row(struct tb_stat_job *job, const struct two_sides *sides, const struct point *numerator,
                     const struct point *denominator)
{
    const bool part = job->indicator->kind == TB_PROPORTION;
    struct tb_result *row = job_row(job, numerator->year, numerator->year);
    row->n = 2;
    row->note.caveats = numerator->caveats | denominator->caveats;
    const struct point *printed = job_point(job, numerator->year);
    if (!printed || tb_flags(job->panel, printed->i) & TB_FLAG_COMPUTED)
        row->note.caveats |= TB_CAVEAT_COMPUTED;

    double lower;
    double upper;
    enum tb_note_code why;
    const double whole = rate_whole(job, sides);
    if (!ratio_interval(numerator, denominator, sides->factor, &lower, &upper, &why)) {
        row_note(row, why, denominator->year);
        return;
    }
    if (part && lower > whole * (1 + 1e-12)) {
        row_note(row, TB_NOTE_NUMERATOR_ABOVE, numerator->year);
        return;
    }
    if (part && upper > whole)
        upper = lower > whole ? lower : whole;
    row_set_interval(row, lower, upper, bound_year(numerator, denominator));
    if (isnan(row->value))
        return;
    if (part && numerator->lower < 0)
        row_note(row, TB_NOTE_NEGATIVE_PART, numerator->year);
    else if (part)
        wilson_limits(job, sides, numerator, denominator, row);
    else
        poisson_limits(job, sides, numerator, denominator, row);
}

/* The first part of the year (the whole year first) of which both sides are known makes the year's row. */
static void rates(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    struct two_sides sides;
    if (!rate_sides(job, &sides))
        return;
    const struct tb_series *s = &panel->series[sides.numerator];
    int done = INT16_MIN;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const struct point numerator = point_of(panel, sides.numerator, i);
        struct point denominator;
        if (numerator.year == done || !numerator.known ||
            !point_at(panel, sides.denominator, numerator.year, numerator.period, &denominator) || !denominator.known)
            continue;
        rate_row(job, &sides, &numerator, &denominator);
        done = numerator.year;
    }
}

void run_rate(struct tb_stat_job *job)
{
    if (job->indicator->kind != TB_PROPORTION)
        rates(job);
}

void run_proportion(struct tb_stat_job *job)
{
    if (job->indicator->kind == TB_PROPORTION)
        rates(job);
}
