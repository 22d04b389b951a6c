/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates that the catalogue defines and no file prints, added to the panel as series of their own. */
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/memory.h"

struct additions {
    struct tb_new_series *series;
    size_t n, capacity;
};

static void free_additions(struct additions *added)
{
    for (size_t i = 0; i < added->n; i++)
        free((void *)added->series[i].observations);
    free(added->series);
    *added = (struct additions){0};
}

/* A quotient as an observation: exact, about, or a bound.  False when nothing is known, or it is no proportion. */
static bool observe(const struct point *numerator, const struct point *denominator, double factor, double most,
                    struct tb_observation *o)
{
    double lower;
    double upper;
    enum tb_note_code why;
    if (!ratio_interval(numerator, denominator, factor, &lower, &upper, &why) || lower > most * (1 + 1e-12))
        return false;
    upper = fmin(upper, fmax(most, lower));
    if (lower == upper) {
        o->state = (numerator->caveats | denominator->caveats) & TB_CAVEAT_ABOUT ? TB_ABOUT : TB_EXACT;
        o->value = lower;
    } else if (isfinite(upper) && upper < most) {
        o->state = TB_AT_MOST; /* when both ends are known this one says more about a rate */
        o->value = upper;
    } else if (isfinite(lower) && lower > 0) {
        o->state = TB_AT_LEAST;
        o->value = lower;
    } else
        return false;
    if (!isfinite(o->value))
        return false;
    o->decimals = decimal_digits_to_show(o->value);
    return true;
}

/* The rate of a break's year on the basis before it, where every side that breaks there is known on both. */
static void observe_before_break(const struct tb_panel *panel, uint32_t above, const struct point *numerator,
                                 uint32_t below, const struct point *denominator, double factor, double most,
                                 struct tb_observation *o)
{
    struct point old_numerator = *numerator;
    struct point old_denominator = *denominator;
    struct tb_observation before = {0};
    if ((numerator->new_basis && !point_before_break(panel, above, numerator->i, &old_numerator)) ||
        (denominator->new_basis && !point_before_break(panel, below, denominator->i, &old_denominator)) ||
        !(numerator->new_basis || denominator->new_basis) ||
        !observe(&old_numerator, &old_denominator, factor, most, &before))
        return;
    o->pre_break = (struct tb_pre_break){
        .value = before.value, .given = true, .state = (uint8_t)before.state, .decimals = (int8_t)before.decimals};
}

/* Whether a series starts on a new basis after `from`, up to `to`. */
static bool breaks_between(const struct tb_panel *panel, uint32_t series, int from, int to)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] > from && panel->year[i] <= to && tb_flags(panel, i) & TB_FLAG_BREAK)
            return true;
    return false;
}

/* One region of one rate.  *n stays 0 when no year has both sides.  A rate that has no value in any of them stands
 * without values, so that its rows say why. */
static bool compute_series(const struct tb_panel *panel, const struct tb_indicator *rate, uint32_t above,
                           uint32_t below, struct tb_observation **result, size_t *n)
{
    const struct tb_series *s = &panel->series[above];
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, rate->unit), &unit);
    const double factor = rate_factor(panel, rate);
    const double most = rate->kind == TB_PROPORTION && unit.percent ? 1 / unit.numerator_scale : INFINITY;
    *result = malloc(((size_t)s->n + 1) * sizeof **result);
    *n = 0;
    if (!*result)
        return false;
    size_t values = 0;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const struct point numerator = point_of(panel, above, i);
        struct point denominator;
        if (!numerator.known || !point_at(panel, below, numerator.year, numerator.period, &denominator) ||
            !denominator.known)
            continue;
        struct tb_observation o = {
            .year = numerator.year,
            .flags = tb_flags(panel, numerator.i) | tb_flags(panel, denominator.i) | TB_FLAG_COMPUTED,
            .period = numerator.period,
            .source = tb_source(panel, numerator.i),
            .input = TB_NOWHERE,
        };
        if (observe(&numerator, &denominator, factor, most, &o)) {
            if (values++ == 0)
                *n = 0; /* years without a value are kept only while there is none with one */
        } else if (values == 0) {
            o.state = TB_NOT_AVAILABLE;
            o.value = NAN;
        } else
            continue;
        /* a break in a year that gives no rate lies before the next one that does */
        const int before = *n ? (*result)[*n - 1].year : numerator.year - 1;
        if (breaks_between(panel, above, before, o.year) || breaks_between(panel, below, before, o.year))
            o.flags |= TB_FLAG_BREAK;
        if (o.flags & TB_FLAG_BREAK)
            observe_before_break(panel, above, &numerator, below, &denominator, factor, most, &o);
        (*result)[(*n)++] = o;
    }
    return true;
}

static bool units_fit(const struct tb_panel *panel, const struct tb_indicator *rate)
{
    struct tb_unit unit;
    double scale;
    tb_unit_parse(tb_text(panel, rate->unit), &unit);
    return !unit.percent || panel->indicators[rate->numerator].unit == 0 ||
           panel->indicators[rate->denominator].unit == 0 ||
           same_measure(panel, rate->numerator, rate->denominator, &scale);
}

static void warn_units(const struct tb_panel *panel, const struct tb_indicator *rate, struct tb_log *log)
{
    struct tb_place place = {.line = rate->definition->line};
    if (rate->definition->file != TB_NOWHERE && rate->definition->file < panel->n_inputs)
        place.file = tb_text(panel, panel->inputs[rate->definition->file].path);
    tb_log_add(log, TB_WARNING, "units-differ", place.file ? &place : NULL,
               "%s is in %s but counts \"%s\" over \"%s\"; check that its two sides are counted alike",
               tb_text(panel, rate->id), tb_text(panel, rate->unit),
               tb_text(panel, panel->indicators[rate->numerator].unit),
               tb_text(panel, panel->indicators[rate->denominator].unit));
}

/* The first series of an indicator, or where it would stand. */
static uint32_t first_series(const struct tb_panel *panel, uint32_t indicator)
{
    uint32_t low = 0;
    uint32_t high = (uint32_t)panel->n_series;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (panel->series[middle].indicator < indicator)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether values of neighbouring years that differ are the same at so many decimals. */
static bool hides_a_change(const struct tb_new_series *series, size_t n, int decimals)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = 1; i < series[k].n; i++) {
            const double before = series[k].observations[i - 1].value, now = series[k].observations[i].value;
            const double far = fabs(before - now);
            if (far > 1e-9 * fabs(now) && far < decimal_power(-decimals) &&
                decimal_round(before, decimals) == decimal_round(now, decimals))
                return true;
        }
    return false;
}

/*
 * One number of decimals for all years and regions of a rate: four digits of its largest value, two at least of its
 * smallest, more where a change would be hidden.  Titles, labels and tables then round a value alike.
 */
static void align_decimals(struct tb_new_series *series, size_t n)
{
    double largest = 0, smallest = INFINITY;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < series[k].n; i++) {
            const double size = fabs(series[k].observations[i].value);
            if (isfinite(size) && size > 0) {
                largest = fmax(largest, size);
                smallest = fmin(smallest, size);
            }
        }
    if (largest == 0)
        return;
    const int most = decimal_digits_to_show(smallest), least = decimal_digits_to_show(largest);
    int decimals = most - 2 > least ? most - 2 : least;
    while (decimals < most && hides_a_change(series, n, decimals))
        decimals++;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < series[k].n; i++) {
            struct tb_observation *o = (struct tb_observation *)&series[k].observations[i];
            if (o->value != 0 && isfinite(o->value))
                o->decimals = decimals;
        }
}

/* Every region of a rate that has both sides and no data of its own. */
static bool compute_rate(const struct tb_panel *panel, uint32_t indicator, struct additions *added)
{
    const struct tb_indicator *rate = &panel->indicators[indicator];
    const size_t before = added->n;
    for (uint32_t above = first_series(panel, rate->numerator);
         above < panel->n_series && panel->series[above].indicator == rate->numerator; above++) {
        const uint32_t below = same_region(panel, above, rate->denominator);
        if (below == TB_NOWHERE || same_region(panel, above, indicator) != TB_NOWHERE)
            continue;
        struct tb_observation *observations;
        size_t n;
        if (!compute_series(panel, rate, above, below, &observations, &n) ||
            (n && !tb_grow(&added->series, &added->capacity, added->n + 1, sizeof *added->series))) {
            free(observations);
            return false;
        }
        if (n)
            added->series[added->n++] = (struct tb_new_series){
                .indicator = indicator, .region = panel->series[above].region, .observations = observations, .n = n};
        else
            free(observations);
    }
    align_decimals(added->series + before, added->n - before);
    return true;
}

enum tb_status tb_complete(struct tb_panel *panel, struct tb_log *log)
{
    enum {
        ROUNDS = 8
    }; /* a rate may be made of rates; a circle of them ends here */
    struct additions added = {0};
    enum tb_status status = TB_OK;
    for (int round = 0; round < ROUNDS && !status; round++) {
        for (uint32_t i = 0; i < panel->n_indicators && !status; i++) {
            const struct tb_indicator *rate = &panel->indicators[i];
            if (rate->numerator == TB_NOWHERE || rate->denominator == TB_NOWHERE)
                continue;
            if (round == 0 && !units_fit(panel, rate))
                warn_units(panel, rate, log);
            if (!compute_rate(panel, i, &added))
                status = TB_NO_MEMORY;
        }
        if (added.n == 0)
            break;
        if (!status)
            status = tb_panel_append(panel, added.series, added.n);
        free_additions(&added);
    }
    free_additions(&added);
    return status ? tb_fail(log, status, "memory", NULL, "out of memory while computing rates") : TB_OK;
}
