/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printed figures against figures computed from the others, within what rounding can explain. */
#include "stats/job.h"

#include <math.h>
#include <string.h>

struct range {
    double lower, upper;
};

/* ---- what a printed figure can stand for ---- */

/* Place of the last digit that is not 0: 1000 for 60000 is 10000, of 535 it is 1. */
static double last_digit_place(double value)
{
    double place = 1;
    double rest = fabs(value);
    while (rest >= 10 && fmod(rest, 10) == 0) {
        rest /= 10;
        place *= 10;
    }
    return place;
}

/*
 * The numbers that are printed as this one: rounded to its last digit or cut there, so from half a unit below to a
 * whole unit above (in size).  A count and a computed number stand for themselves, a bound for its interval, and
 * "about" for half a unit of the last digit that is not 0 to either side.
 */
static struct range stands_for(const struct tb_panel *panel, uint32_t series, const struct point *p)
{
    double count;
    if (!p->exact || tb_flags(panel, p->i) & TB_FLAG_COMPUTED || exact_count(panel, series, p, &count))
        return (struct range){p->lower, p->upper};
    const double unit = decimal_power(-p->decimals);
    if (p->caveats & TB_CAVEAT_ABOUT) {
        const double half = fmax(unit, last_digit_place(p->value) / 2);
        return (struct range){p->value - half, p->value + half};
    }
    if (p->value < 0)
        return (struct range){p->value - unit, p->value + unit / 2};
    return (struct range){p->value - unit / 2, p->value + unit};
}

static struct point as_point(const struct point *p, struct range range)
{
    struct point wide = *p;
    wide.lower = range.lower;
    wide.upper = range.upper;
    wide.exact = range.lower == range.upper;
    if (!wide.exact)
        wide.decimals = INT8_MAX; /* ends of a range are no printed decimals */
    return wide;
}

static bool meet(struct range a, struct range b)
{
    const double slack = 1e-12 * fmax(fmax(fabs(a.lower), fabs(a.upper)), fmax(fabs(b.lower), fabs(b.upper)));
    return a.lower <= b.upper + (isfinite(slack) ? slack : 0) && b.lower <= a.upper + (isfinite(slack) ? slack : 0);
}

/* One number for a point or a range in a note: the end nearest to the other side. */
static double shown(double value, struct range range, double near)
{
    if (!isnan(value))
        return value;
    const double end = near > range.upper || isinf(range.lower) ? range.upper : range.lower;
    return isinf(end) ? near : end;
}

/* The row of one comparison; `value` is NaN when only the range of the computed number is known. */
static struct tb_result *audit_row(struct tb_stat_job *job, const struct point *printed, double value,
                                   struct range computed, int from, int n, unsigned caveats)
{
    struct tb_result *row = job_row(job, from, printed->year);
    const struct range paper = stands_for(job->panel, job->series, printed);
    const double a = printed->exact                           ? printed->value
                     : isinf(paper.lower) || paper.lower == 0 ? paper.upper
                                                              : paper.lower;
    row->n = n;
    row->note.caveats = printed->caveats | caveats;
    row->value = value;
    row->lower = computed.lower;
    row->upper = computed.upper;
    row_note_numbers(row, meet(paper, computed) ? TB_NOTE_AGREES : TB_NOTE_DIFFERS, a, shown(value, computed, a), 0);
    return row;
}

static void refuse(struct tb_stat_job *job, const struct point *printed, int from, enum tb_note_code why, int year,
                   uint32_t name)
{
    struct tb_result *row = job_row(job, from, printed->year);
    row->note.caveats = printed->caveats;
    row_note(row, why, year);
    row->note.name = name;
}

static bool is_printed(const struct tb_stat_job *job, const struct point *p)
{
    return p->known && !(tb_flags(job->panel, p->i) & (TB_FLAG_COMPUTED | TB_FLAG_LINKED));
}

/* Linked values are no printed figures: what they went into is not held against one. */
static bool linked(unsigned caveats)
{
    return caveats & TB_CAVEAT_LINKED;
}

/* ---- rates ---- */

/* The numerator with which the printed rate would hold, to the numerator's decimals; NaN when none near it does. */
static double numerator_that_holds(const struct tb_stat_job *job, const struct point *printed, uint32_t above,
                                   const struct point *numerator, const struct point *denominator, double factor)
{
    if (!printed->exact || !numerator->exact || !denominator->exact)
        return NAN;
    struct point other = *numerator;
    other.value =
        decimal_round(printed->value * denominator->value / factor, numerator->decimals > 0 ? numerator->decimals : 0);
    other.lower = other.upper = other.value;
    if (!(other.value > 0) || other.value == numerator->value)
        return NAN;
    const struct point wide = as_point(&other, stands_for(job->panel, above, &other));
    const uint32_t below = same_region(job->panel, job->series, job->indicator->denominator);
    const struct point wide_denominator = as_point(denominator, stands_for(job->panel, below, denominator));
    struct range range;
    enum tb_note_code why;
    if (!ratio_interval(&wide, &wide_denominator, factor, &range.lower, &range.upper, &why) ||
        !meet(range, stands_for(job->panel, job->series, printed)))
        return NAN;
    return other.value;
}

void run_audit_rate(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    if (job->indicator->numerator == TB_NOWHERE || job->indicator->denominator == TB_NOWHERE)
        return;
    const uint32_t above = same_region(panel, job->series, job->indicator->numerator);
    const uint32_t below = same_region(panel, job->series, job->indicator->denominator);
    if (above == TB_NOWHERE || below == TB_NOWHERE)
        return;
    const double factor = rate_factor(panel, job->indicator);
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *printed = &job->point[k];
        struct point numerator;
        struct point denominator;
        if (!is_printed(job, printed) || !point_at(panel, above, printed->year, printed->period, &numerator) ||
            !point_at(panel, below, printed->year, printed->period, &denominator) || !numerator.known ||
            !denominator.known || linked(numerator.caveats | denominator.caveats))
            continue;
        const struct point wide_numerator = as_point(&numerator, stands_for(panel, above, &numerator));
        const struct point wide_denominator = as_point(&denominator, stands_for(panel, below, &denominator));
        double lower;
        double upper;
        struct range range;
        enum tb_note_code why;
        if (!ratio_interval(&numerator, &denominator, factor, &lower, &upper, &why) ||
            !ratio_interval(&wide_numerator, &wide_denominator, factor, &range.lower, &range.upper, &why)) {
            refuse(job, printed, printed->year, why, printed->year, 0);
            continue;
        }
        struct tb_result *row = audit_row(job, printed, lower == upper ? lower : NAN, range, printed->year, 3,
                                          numerator.caveats | denominator.caveats);
        const double holds = row->note.code == TB_NOTE_DIFFERS
                                 ? numerator_that_holds(job, printed, above, &numerator, &denominator, factor)
                                 : NAN;
        if (!isnan(holds))
            row_note_numbers(row, TB_NOTE_DIFFERS_NUMERATOR, row->note.a, row->note.b, holds);
    }
}

/* ---- printed changes ---- */

enum change {
    CHANGE_ABSOLUTE,
    CHANGE_PERCENT,
    CHANGE_UNKNOWN
};

/* What a row with `change_of` says, from its unit and the unit of its base; `scale` puts the base's unit into its own.
 */
static enum change kind_of_change(const struct tb_stat_job *job, double *scale)
{
    const struct tb_panel *panel = job->panel;
    const uint32_t base = job->indicator->change_of;
    struct tb_unit base_unit;
    tb_unit_parse(tb_text(panel, panel->indicators[base].unit), &base_unit);
    *scale = 1;
    const char *const texts[] = {tb_text(panel, job->indicator->name_zh), tb_text(panel, job->indicator->name_en),
                                 tb_text(panel, job->indicator->definition->phrase_zh),
                                 tb_text(panel, job->indicator->definition->note)};
    bool points = job->unit.points;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        points = points || strstr(texts[i], "百分点") || strstr(texts[i], "percentage point");
    if (base_unit.percent && points) {
        *scale = base_unit.numerator_scale / 0.01;
        return CHANGE_ABSOLUTE;
    }
    if (job->unit.percent) {
        *scale = 0.01 / job->unit.numerator_scale;
        return CHANGE_PERCENT;
    }
    double ratio;
    const bool same = same_measure(panel, base, panel->series[job->series].indicator, &ratio);
    if (!same && job->indicator->unit != 0 && panel->indicators[base].unit != 0)
        return CHANGE_UNKNOWN;
    *scale = same ? ratio : 1;
    return CHANGE_ABSOLUTE;
}

/* The change between two years in the unit of the printed one. */
static bool change_range(enum change kind, double scale, const struct point *later, const struct point *earlier,
                         double *lower, double *upper)
{
    if (kind == CHANGE_ABSOLUTE) {
        *lower = decimal_difference(later->lower, later->decimals, earlier->upper, earlier->decimals) * scale;
        *upper = decimal_difference(later->upper, later->decimals, earlier->lower, earlier->decimals) * scale;
        return true;
    }
    if (!(earlier->lower > 0) || later->lower < 0)
        return false;
    *lower = isinf(earlier->upper)
                 ? -100 * scale
                 : decimal_percent_change(later->lower, later->decimals, earlier->upper, earlier->decimals) * scale;
    *upper = decimal_percent_change(later->upper, later->decimals, earlier->lower, earlier->decimals) * scale;
    return true;
}

/* The base from which the printed change would hold: a whole count, or a number of the base's decimals; NaN when none.
 */
static double base_that_holds(const struct tb_stat_job *job, enum change kind, double scale,
                              const struct point *printed, uint32_t base_series, const struct point *later,
                              const struct point *earlier)
{
    const double printed_change = printed->value / scale;
    if (!printed->exact || !later->exact || !earlier->exact || (kind == CHANGE_PERCENT && !(printed_change > -100)))
        return NAN;
    const double base = decimal_round(kind == CHANGE_ABSOLUTE ? later->value - printed_change
                                                              : later->value / (1 + printed_change / 100),
                                      earlier->decimals > 0 ? earlier->decimals : 0);
    struct point other = *earlier;
    other.value = other.lower = other.upper = base;
    if (!(base > 0) || base == earlier->value)
        return NAN;
    double count;
    const bool counts = exact_count(job->panel, base_series, earlier, &count);
    const struct point wide_later = as_point(later, stands_for(job->panel, base_series, later));
    const struct point wide_other = counts ? other : as_point(&other, stands_for(job->panel, base_series, &other));
    struct range range;
    if (!change_range(kind, scale, &wide_later, &wide_other, &range.lower, &range.upper) ||
        !meet(range, stands_for(job->panel, job->series, printed)))
        return NAN;
    return base;
}

static void audit_one_change(struct tb_stat_job *job, enum change kind, double scale, uint32_t base_series,
                             const struct point *printed)
{
    const struct tb_panel *panel = job->panel;
    const int year = printed->year;
    const uint32_t base_indicator = job->indicator->change_of;
    struct point later;
    struct point earlier;
    struct point before;
    const bool known = point_at(panel, base_series, year, printed->period, &later) && later.known;
    if (known && later.new_basis && point_before_break(panel, base_series, later.i, &before))
        later = before;
    if (!known)
        refuse(job, printed, year - 1, TB_NOTE_PART_MISSING, year, base_indicator);
    else if (!point_at(panel, base_series, year - 1, printed->period, &earlier) || !earlier.known)
        refuse(job, printed, year - 1, TB_NOTE_PART_MISSING, year - 1, base_indicator);
    else if (later.new_basis)
        refuse(job, printed, year - 1, TB_NOTE_NEW_BASIS, year, base_indicator);
    else if (linked(later.caveats | earlier.caveats))
        return;
    else if (kind == CHANGE_UNKNOWN)
        refuse(job, printed, year - 1, TB_NOTE_UNITS_DIFFER, year, base_indicator);
    else {
        const struct point wide_later = as_point(&later, stands_for(panel, base_series, &later));
        const struct point wide_earlier = as_point(&earlier, stands_for(panel, base_series, &earlier));
        double lower;
        double upper;
        struct range range;
        if (!change_range(kind, scale, &later, &earlier, &lower, &upper) ||
            !change_range(kind, scale, &wide_later, &wide_earlier, &range.lower, &range.upper)) {
            refuse(job, printed, year - 1,
                   earlier.upper < 0                     ? TB_NOTE_BASE_NEGATIVE
                   : earlier.exact && earlier.value == 0 ? TB_NOTE_BASE_ZERO
                   : later.exact && later.value < 0      ? TB_NOTE_VALUE_NEGATIVE
                                                         : TB_NOTE_ONLY_BOUND,
                   year - 1, base_indicator);
            return;
        }
        struct tb_result *row =
            audit_row(job, printed, lower == upper ? lower : NAN, range, year - 1, 3, later.caveats | earlier.caveats);
        if (row->note.code != TB_NOTE_DIFFERS)
            return;
        const double base = base_that_holds(job, kind, scale, printed, base_series, &later, &earlier);
        if (!isnan(base))
            row_note_numbers(row, TB_NOTE_DIFFERS_BASE, row->note.a, row->note.b, base);
    }
}

void run_audit_change(struct tb_stat_job *job)
{
    if (job->indicator->change_of == TB_NOWHERE)
        return;
    double scale;
    const enum change kind = kind_of_change(job, &scale);
    const uint32_t base = same_region(job->panel, job->series, job->indicator->change_of);
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *printed = &job->point[k];
        if (!is_printed(job, printed))
            continue;
        if (base == TB_NOWHERE)
            refuse(job, printed, printed->year - 1, TB_NOTE_PART_MISSING, printed->year, job->indicator->change_of);
        else
            audit_one_change(job, kind, scale, base, printed);
    }
}

/* ---- parts ---- */

/* One part of a sum so far; false when it has no value in this year. */
static bool add_part(const struct tb_stat_job *job, uint32_t part, const struct point *printed, struct point *of_part,
                     struct range *wide, double *scale)
{
    const struct tb_panel *panel = job->panel;
    const uint32_t series = same_region(panel, job->series, part);
    if (series == TB_NOWHERE || !point_at(panel, series, printed->year, printed->period, of_part) || !of_part->known)
        return false;
    *wide = stands_for(panel, series, of_part);
    if (!same_measure(panel, part, panel->series[job->series].indicator, scale))
        *scale = NAN;
    return true;
}

/* Adds x to a sum as on paper. */
static void add_decimal(double *sum, int *decimals, double x, int x_decimals)
{
    *sum = decimal_difference(*sum, *decimals, -x, x_decimals);
    if (x_decimals > *decimals)
        *decimals = x_decimals;
}

/* A sum on paper: what its numbers say, and what they can stand for. */
struct paper_sum {
    struct range said, wide;
    int lower_decimals, upper_decimals;
    unsigned caveats;
};

static void add_to(struct paper_sum *sum, int sign, const struct point *p, struct range wide, double scale)
{
    const int decimals = p->decimals - (int)lround(log10(scale));
    add_decimal(&sum->said.lower, &sum->lower_decimals, sign * (sign > 0 ? p->lower : p->upper) * scale, decimals);
    add_decimal(&sum->said.upper, &sum->upper_decimals, sign * (sign > 0 ? p->upper : p->lower) * scale, decimals);
    sum->wide.lower += sign * (sign > 0 ? wide.lower : wide.upper) * scale;
    sum->wide.upper += sign * (sign > 0 ? wide.upper : wide.lower) * scale;
    sum->caveats |= p->caveats;
}

void run_audit_parts(struct tb_stat_job *job)
{
    for (size_t k = 0; k < job->n_points && job->indicator->definition->n_parts > 0; k++) {
        const struct point *printed = &job->point[k];
        if (!is_printed(job, printed))
            continue;
        struct paper_sum sum = {.caveats = 0};
        bool complete = true;
        uint32_t misfit = TB_NOWHERE;
        for (uint32_t i = 0; i < job->indicator->definition->n_parts && complete; i++) {
            const uint32_t part = job->indicator->definition->parts[i];
            struct point p;
            struct range wide;
            double scale = 1;
            complete = add_part(job, part, printed, &p, &wide, &scale);
            if (!complete)
                break;
            if (isnan(scale)) {
                misfit = part;
                continue;
            }
            add_to(&sum, 1, &p, wide, scale);
        }
        if (!complete || linked(sum.caveats))
            continue;
        if (misfit != TB_NOWHERE)
            refuse(job, printed, printed->year, TB_NOTE_UNITS_DIFFER, printed->year, misfit);
        else
            audit_row(job, printed, sum.said.lower == sum.said.upper ? sum.said.lower : NAN, sum.wide, printed->year,
                      (int)job->indicator->definition->n_parts + 1, sum.caveats);
    }
}

/* ---- stock and flows ---- */

/* The stock of the year before from which the printed one would hold; the flows alone are in `flows`. */
static double stock_that_holds(const struct point *printed, const struct paper_sum *flows)
{
    if (!printed->exact || flows->said.lower != flows->said.upper)
        return NAN;
    return decimal_difference(printed->value, printed->decimals, flows->said.lower, flows->lower_decimals);
}

static void audit_one_stock(struct tb_stat_job *job, const struct point *printed, const struct point *earlier)
{
    const struct tb_panel *panel = job->panel;
    struct paper_sum flows = {.caveats = earlier->caveats};
    for (uint32_t i = 0; i < job->indicator->definition->n_flows; i++) {
        const struct tb_flow *flow = &job->indicator->definition->flows[i];
        struct point p;
        struct range wide;
        double scale;
        if (!add_part(job, flow->indicator, printed, &p, &wide, &scale)) {
            refuse(job, printed, printed->year - 1, TB_NOTE_PART_MISSING, printed->year, flow->indicator);
            return;
        }
        if (isnan(scale)) {
            refuse(job, printed, printed->year - 1, TB_NOTE_UNITS_DIFFER, printed->year, flow->indicator);
            return;
        }
        add_to(&flows, flow->sign, &p, wide, scale);
    }
    struct paper_sum stock = flows;
    add_to(&stock, 1, earlier, stands_for(panel, job->series, earlier), 1);
    if (linked(stock.caveats))
        return;
    struct tb_result *row =
        audit_row(job, printed, stock.said.lower == stock.said.upper ? stock.said.lower : NAN, stock.wide,
                  printed->year - 1, (int)job->indicator->definition->n_flows + 2, stock.caveats);
    const double base = stock_that_holds(printed, &flows);
    if (row->note.code == TB_NOTE_DIFFERS && base > 0)
        row_note_numbers(row, TB_NOTE_DIFFERS_BASE, row->note.a, row->note.b, base);
}

void run_audit_stock(struct tb_stat_job *job)
{
    for (size_t k = 1; k < job->n_points && job->indicator->definition->n_flows > 0; k++) {
        const struct point *printed = &job->point[k];
        struct point earlier;
        if (!is_printed(job, printed))
            continue;
        if (!point_at(job->panel, job->series, printed->year - 1, printed->period, &earlier) || !earlier.known)
            refuse(job, printed, printed->year - 1, TB_NOTE_YEAR_MISSING, printed->year - 1, 0);
        else if (printed->new_basis)
            refuse(job, printed, printed->year - 1, TB_NOTE_NEW_BASIS, printed->year, 0);
        else
            audit_one_stock(job, printed, &earlier);
    }
}
