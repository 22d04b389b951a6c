/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates and proportions of two neighbouring years against each other. */
#include "stats/job.h"

#include <math.h>

/* Both sides of a rate in two neighbouring years. */
struct two_years {
    struct two_sides sides;
    struct point numerator, denominator, base_numerator, base_denominator;
};

static bool side_at(const struct tb_stat_job *job, uint32_t series, const struct point *of, struct point *side,
                    struct tb_result *row)
{
    if (point_at(job->panel, series, of->year, of->period, side) && side->known) {
        row->note.caveats |= side->caveats;
        return true;
    }
    row_note(row, TB_NOTE_PART_MISSING, of->year);
    row->note.name = job->panel->series[series].indicator;
    return false;
}

/* A side that begins a new basis becomes what it is on the old one; false when that is not known. */
static bool side_before(const struct tb_stat_job *job, uint32_t series, struct point *side)
{
    return !side->new_basis || point_before_break(job->panel, series, side->i, side);
}

/* False with the reason in the row. */
static bool take_years(const struct tb_stat_job *job, const struct point *later, struct two_years *years,
                       struct tb_result *row)
{
    struct point until = *later;
    struct point earlier;
    if (!pair_change(job, &until, later->year - 1, &earlier, row) ||
        !side_at(job, years->sides.numerator, later, &years->numerator, row) ||
        !side_at(job, years->sides.denominator, later, &years->denominator, row) ||
        !side_at(job, years->sides.numerator, &earlier, &years->base_numerator, row) ||
        !side_at(job, years->sides.denominator, &earlier, &years->base_denominator, row))
        return false;
    const bool broken = until.caveats & TB_CAVEAT_OLD_BASIS; /* then a side has to say how it was before */
    const bool same_sides = !years->numerator.new_basis && !years->denominator.new_basis;
    if ((broken && same_sides) || !side_before(job, years->sides.numerator, &years->numerator) ||
        !side_before(job, years->sides.denominator, &years->denominator)) {
        row_note(row, TB_NOTE_NEW_BASIS, later->year);
        return false;
    }
    pair_use(row, &earlier);
    /* the printed rate itself did not go in: only its sides have a say, and that the rate was computed */
    row->note.caveats = ((row->note.caveats & TB_CAVEAT_COMPUTED) | years->numerator.caveats |
                         years->denominator.caveats | years->base_numerator.caveats | years->base_denominator.caveats);
    return true;
}

/* Both rates, each a point or an interval.  False with the reason in the row. */
static bool both_rates(const struct two_years *years, struct point *rate, struct point *base, struct tb_result *row)
{
    const double factor = years->sides.factor;
    enum tb_note_code why;
    *rate = years->numerator;
    *base = years->base_numerator;
    if (!ratio_interval(&years->numerator, &years->denominator, factor, &rate->lower, &rate->upper, &why))
        row_note(row, why, rate->year);
    else if (!ratio_interval(&years->base_numerator, &years->base_denominator, factor, &base->lower, &base->upper,
                             &why))
        row_note(row, why, base->year);
    else {
        rate->exact = rate->lower == rate->upper;
        base->exact = base->lower == base->upper;
        return true;
    }
    return false;
}

typedef void two_years_fn(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row);

/* A row for each year after the first, from the year before. */
static void each_pair(struct tb_stat_job *job, two_years_fn *compare)
{
    struct two_years years;
    if (!rate_sides(job, &years.sides))
        return;
    for (size_t k = 1; k < job->n_points; k++) {
        const struct point *later = &job->point[k];
        struct tb_result *row = pair_row(job, later, later->year - 1);
        if (take_years(job, later, &years, row))
            compare(job, &years, row);
    }
}

static bool counts_kind(const struct tb_stat_job *job, uint32_t indicator)
{
    return indicator != TB_NOWHERE && job->panel->indicators[indicator].kind == TB_COUNT;
}

/* ---- ratio of two rates ---- */

static void compare_rates(struct tb_stat_job *job, const struct two_years *years, bool mid, struct tb_result *row)
{
    struct point rate;
    struct point base;
    double events;
    double base_events;
    if (!both_rates(years, &rate, &base, row))
        return;
    const bool counts = exact_count(job->panel, years->sides.numerator, &years->numerator, &events) &&
                        exact_count(job->panel, years->sides.numerator, &years->base_numerator, &base_events) &&
                        events >= 0 && base_events >= 0 && years->denominator.exact && years->base_denominator.exact;
    if (counts) { /* stands also where the base is 0: then only the upper limit is open */
        const double exposure = years->denominator.value / years->base_denominator.value;
        row->p = rate_ratio_test(job->solver, events, base_events, exposure, job->tail, mid, &row->lower, &row->upper);
        row->value = base_events > 0 ? events / base_events / exposure : NAN;
        if (base_events == 0)
            row_note(row, TB_NOTE_BASE_ZERO, base.year);
        return;
    }
    if (base.upper <= 0)
        row_note(row, base.exact && base.upper == 0 ? TB_NOTE_BASE_ZERO : TB_NOTE_BASE_NEGATIVE, base.year);
    else if (base.lower < 0 || rate.lower < 0)
        row_note(row, TB_NOTE_VALUE_NEGATIVE, base.lower < 0 ? base.year : rate.year);
    else {
        row_set_interval(row, isinf(base.upper) ? 0 : rate.lower / base.upper,
                         base.lower == 0 ? INFINITY : rate.upper / base.lower, bound_year(&rate, &base));
        if (row->note.code == TB_NOTE_NONE)
            row_note(row, TB_NOTE_NOT_COUNTS, 0);
    }
}

static void compare_central(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    compare_rates(job, years, false, row);
}

static void compare_mid(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    compare_rates(job, years, true, row);
}

static bool rate_of_counts(const struct tb_stat_job *job)
{
    return job->indicator->kind != TB_PROPORTION && counts_kind(job, job->indicator->numerator);
}

void run_rate_ratio(struct tb_stat_job *job)
{
    if (rate_of_counts(job))
        each_pair(job, compare_central);
}

void run_rate_ratio_mid(struct tb_stat_job *job)
{
    if (rate_of_counts(job))
        each_pair(job, compare_mid);
}

/* ---- difference of two proportions ---- */

static void compare_proportions(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    struct point rate;
    struct point base;
    if (!both_rates(years, &rate, &base, row))
        return;
    const double points = 100 / rate_whole(job, &years->sides);
    const uint32_t above = years->sides.numerator;
    const uint32_t below = years->sides.denominator;
    double events;
    double trials;
    double base_events;
    double base_trials;
    const bool counts = exact_count(job->panel, above, &years->numerator, &events) &&
                        exact_count(job->panel, above, &years->base_numerator, &base_events) &&
                        exact_count(job->panel, below, &years->denominator, &trials) &&
                        exact_count(job->panel, below, &years->base_denominator, &base_trials);
    const double whole = 100 * (1 + 1e-12);
    if (rate.lower * points > whole || base.lower * points > whole)
        row_note(row, TB_NOTE_NUMERATOR_ABOVE, rate.lower * points > whole ? rate.year : base.year);
    else if (rate.upper < 0 || base.upper < 0)
        row_note(row, TB_NOTE_NEGATIVE_PART, rate.upper < 0 ? rate.year : base.year);
    else if (!counts) {
        const double most = fmin(rate.upper * points, 100);
        const double base_most = fmin(base.upper * points, 100);
        row_set_interval(row, rate.lower * points - base_most, most - base.lower * points, bound_year(&rate, &base));
        if (row->note.code == TB_NOTE_NONE)
            row_note(row, TB_NOTE_NOT_COUNTS, 0);
    } else {
        row->value = 100 * (events / trials - base_events / base_trials);
        row->p = fisher_central_p(events, trials, base_events, base_trials);
        difference_limits(events, trials, base_events, base_trials, job->tail, &row->lower, &row->upper);
        row->lower *= 100;
        row->upper *= 100;
        const bool excluded = row->lower > 0 || row->upper < 0;
        if (excluded != (row->p <= job->level))
            row_note(row, TB_NOTE_BORDERLINE, 0);
    }
}

void run_difference_pp(struct tb_stat_job *job)
{
    if (job->indicator->kind == TB_PROPORTION && counts_kind(job, job->indicator->numerator) &&
        counts_kind(job, job->indicator->denominator))
        each_pair(job, compare_proportions);
}

/* ---- what a change comes from ---- */

struct split {
    double numerator, base_numerator, denominator, base_denominator;
};

/* The three parts of Kitagawa's split; x over n, n above 0.  Each is linear in every x and moves one way with every n.
 */
static double from_numerator(const struct split *s)
{
    return (s->numerator - s->base_numerator) * (1 / s->denominator + 1 / s->base_denominator) / 2;
}

static double from_denominator(const struct split *s)
{
    return (s->numerator + s->base_numerator) / 2 * (1 / s->denominator - 1 / s->base_denominator);
}

static double from_rate(const struct split *s)
{
    return (s->numerator / s->denominator - s->base_numerator / s->base_denominator) *
           (s->denominator + s->base_denominator) / 2;
}

static void split_change(const struct two_years *years, double (*part)(const struct split *), double factor,
                         struct tb_result *row)
{
    const struct point *const sides[] = {&years->numerator, &years->base_numerator, &years->denominator,
                                         &years->base_denominator};
    for (int i = 2; i < 4; i++)
        if (sides[i]->lower <= 0) {
            row_note(row,
                     sides[i]->exact ? sides[i]->value == 0 ? TB_NOTE_DENOMINATOR_ZERO : TB_NOTE_BASE_NEGATIVE
                                     : TB_NOTE_ONLY_BOUND,
                     sides[i]->year);
            return;
        }
    double lower = INFINITY;
    double upper = -INFINITY;
    for (unsigned ends = 0; ends < 16; ends++) {
        double at[4];
        for (int i = 0; i < 4; i++)
            at[i] = ends >> i & 1 ? sides[i]->upper : sides[i]->lower;
        const struct split s = {at[0], at[1], at[2], at[3]};
        const double value = factor * part(&s);
        if (isnan(value)) { /* infinity against infinity: anything */
            lower = -INFINITY;
            upper = INFINITY;
            break;
        }
        lower = fmin(lower, value);
        upper = fmax(upper, value);
    }
    int year = years->numerator.year;
    for (int i = 0; i < 4; i++)
        if (!sides[i]->exact)
            year = sides[i]->year;
    row_set_interval(row, lower, upper, year);
}

static void compare_numerators(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    (void)job;
    split_change(years, from_numerator, years->sides.factor, row);
}

static void compare_denominators(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    (void)job;
    split_change(years, from_denominator, years->sides.factor, row);
}

static void compare_by_rate(struct tb_stat_job *job, const struct two_years *years, struct tb_result *row)
{
    (void)job;
    split_change(years, from_rate, 1, row);
}

void run_numerator_effect(struct tb_stat_job *job)
{
    each_pair(job, compare_numerators);
}

void run_denominator_effect(struct tb_stat_job *job)
{
    each_pair(job, compare_denominators);
}

void run_rate_effect(struct tb_stat_job *job)
{
    each_pair(job, compare_by_rate);
}
