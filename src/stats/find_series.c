/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looks wrong inside one series, and between two that were exchanged. */
#include "stats/find.h"

#include "model/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LARGEST_POWER = 8,
    YEARS_FOR_A_JUMP = 8,
    YEARS_FOR_A_SIGN = 5,
};
static const double steady = 0.3;             /* neighbours agree: within a factor of 2 */
static const double very_steady = 0.15;       /* 1.4 */
static const double slack_at_end = 0.2;       /* 1.6 */
static const double least_beyond = 0.3364722; /* log 1.4 */
static const double spreads_for_jump = 8;     /* median distances */
static const double least_jump = 0.4054651;   /* log 1.5 */

/* ---- a factor of ten ---- */

/* The power of ten, 1 to 8 or -1 to -8, that a distance in log10 comes near to; 0 when to none. */
static int near_power(double distance, double slack)
{
    const double power = round(distance);
    return power != 0 && fabs(power) <= LARGEST_POWER && fabs(distance - power) <= slack ? (int)power : 0;
}

/* Whether the smaller of two values has digits enough for a factor of 10 to mean something: 2 beside 20 cases does not.
 */
static bool digits_enough(const struct tb_panel *panel, const struct spot *a, const struct spot *b, int power)
{
    const struct spot *small = a->value < b->value ? a : b;
    const double units = small->value / (2 * find_half_unit(panel, small->i));
    return units >= (abs(power) == 1 ? 20 : abs(power) == 2 ? 5 : 1);
}

/* The unit with another scale in words: 万元 for 亿元 and 1e4; NULL when no prefix says it. */
static char *unit_of_scale(const struct tb_unit *unit, double scale)
{
    static const struct {
        double scale;
        const char *chinese, *english;
    } prefixes[] = {{1, "", ""},       {1e3, "千", "thousand "}, {1e4, "万", NULL},   {1e6, "百万", "million "},
                    {1e8, "亿", NULL}, {1e9, NULL, "billion "},  {1e12, "万亿", NULL}};
    const bool chinese = (unsigned char)*unit->word >= 0xE3;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        const char *prefix = chinese ? prefixes[i].chinese : prefixes[i].english;
        char *text = NULL;
        if (prefix && fabs(scale / prefixes[i].scale - 1) < 1e-9)
            return asprintf(&text, "%s%s", prefix, unit->word) < 0 ? NULL : text;
    }
    return NULL;
}

/* Adds the likely cause of a factor 10^power: another unit, or a moved point. */
static void guess_cause(struct find *find, struct tb_finding *f, int power)
{
    const struct tb_panel *panel = find->panel;
    const char *text = tb_text(panel, panel->indicators[panel->series[f->series].indicator].unit);
    struct tb_unit unit;
    tb_unit_parse(text, &unit);
    f->number[3] = pow(10, abs(power));
    f->clause = FIND_MOVED_POINT;
    if (!*text || unit.percent || unit.points || abs(power) < 3 || !*unit.word)
        return;
    f->word2 = unit_of_scale(&unit, unit.numerator_scale * pow(10, -power));
    if (f->word2) {
        f->word = find_copy(find, text);
        f->clause = FIND_OTHER_UNIT;
    }
}

/* The largest step in log10 between neighbours, leaving out those that touch spot `a` or `b`. */
static double largest_step(const struct find *find, size_t a, size_t b)
{
    double largest = 0;
    for (size_t i = 1; i < find->n; i++)
        if (i != a && i - 1 != a && i != b && i - 1 != b)
            largest = fmax(largest, fabs(log10(find->spot[i].value / find->spot[i - 1].value)));
    return largest;
}

/* A value unlike both its neighbours, which are like each other. */
static void slip_between(struct find *find, uint32_t series, size_t k)
{
    const struct spot *before = &find->spot[k - 1], *at = &find->spot[k], *after = &find->spot[k + 1];
    const double apart = fabs(log10(before->value / after->value));
    const double distance = log10(at->value) - (log10(before->value) + log10(after->value)) / 2;
    const int power = near_power(distance, apart / 2 + 0.1);
    if (!power || apart > steady || at->new_basis || after->new_basis ||
        !digits_enough(find->panel, at, before, power) || find->explained[at->i])
        return;
    if (abs(power) == 1 && (find->n < 4 || largest_step(find, k, k) > steady))
        return;
    struct tb_finding *f = find_add(find, FIND_UNIT_SLIP, series);
    find_point_at(find, f, at->i);
    f->number[0] = at->value;
    f->number[1] = before->value;
    f->number[2] = after->value;
    guess_cause(find, f, power);
}

/* A value that is a power of ten off the one beside it. */
static void add_slip(struct find *find, enum find_code code, uint32_t series, const struct spot *at,
                     const struct spot *beside, int power)
{
    struct tb_finding *f = find_add(find, code, series);
    find_point_at(find, f, at->i);
    f->year2 = (int16_t)beside->year;
    f->number[0] = at->value;
    f->number[1] = beside->value;
    guess_cause(find, f, power);
}

/*
 * How large, in log10, the other steps of a series may be beside a step of 10^power at its end.  The last value has
 * just been typed: a step of a thousand is asked about where none of the others is above ten.
 */
static double most_beside(int power, bool last)
{
    return abs(power) == 1 ? very_steady : abs(power) == 2 || !last ? steady : (abs(power) - 1) / 2.0;
}

/* The first or last value, unlike the one beside it and the others. */
static void slip_at_end(struct find *find, uint32_t series, size_t k, size_t beside)
{
    const struct spot *at = &find->spot[k], *next = &find->spot[beside];
    const double others = largest_step(find, k, k);
    const int power = near_power(log10(at->value / next->value), fmin(1.5 * others + 0.1, slack_at_end));
    const struct spot *later = k > beside ? at : next;
    if (!power || later->new_basis || !digits_enough(find->panel, at, next, power) || find->explained[at->i])
        return;
    const size_t values_needed = abs(power) == 1 ? 5 : abs(power) == 2 ? 4 : 2;
    if (find->n < values_needed || others > most_beside(power, k > beside))
        return;
    add_slip(find, FIND_UNIT_SLIP_END, series, at, next, power);
}

/* One large step, small ones before and behind it. */
static void slip_from(struct find *find, uint32_t series, size_t k)
{
    const struct spot *before = &find->spot[k - 1], *at = &find->spot[k];
    double others = 0;
    for (size_t i = 1; i < find->n; i++)
        if (i != k)
            others = fmax(others, fabs(log10(find->spot[i].value / find->spot[i - 1].value)));
    const int power = near_power(log10(at->value / before->value), fmin(1.5 * others + 0.1, slack_at_end));
    if (abs(power) < 2 || others > steady || at->new_basis || !digits_enough(find->panel, at, before, power))
        return;
    add_slip(find, FIND_UNIT_SLIP_FROM, series, at, before, power);
}

static void find_slips(struct find *find, uint32_t series)
{
    for (size_t k = 1; k + 1 < find->n; k++)
        slip_between(find, series, k);
    if (find->n >= 2) {
        slip_at_end(find, series, 0, 1);
        slip_at_end(find, series, find->n - 1, find->n - 2);
    }
    for (size_t k = 2; k + 1 < find->n; k++) /* two years at least on either side */
        slip_from(find, series, k);
}

/* ---- far from its neighbours, by the series' own spread ---- */

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Distance in logs from the line between the neighbours. */
static double off_line(const struct spot *s)
{
    const double share = (double)(s[0].year - s[-1].year) / (s[1].year - s[-1].year);
    return log(s[0].value) - ((1 - share) * log(s[-1].value) + share * log(s[1].value));
}

/* How far a value lies beyond the nearer of its neighbours, in logs; below 0 in between. */
static double beyond(const struct spot *s)
{
    const double low = fmin(s[-1].value, s[1].value), high = fmax(s[-1].value, s[1].value);
    return fmax(log(s->value / high), log(low / s->value));
}

static void find_jumps(struct find *find, uint32_t series)
{
    if (find->n < YEARS_FOR_A_JUMP)
        return;
    const size_t n = find->n - 2;
    double *off = calloc(2 * n, sizeof *off), *sorted = off + n;
    if (!off) {
        find->failed = true;
        return;
    }
    for (size_t k = 0; k < n; k++)
        sorted[k] = fabs(off[k] = off_line(&find->spot[k + 1]));
    qsort(sorted, n, sizeof *sorted, ascending);
    const double usual = fmax(n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2, 0.01);
    for (size_t k = 0; k < n; k++) {
        const struct spot *at = &find->spot[k + 1];
        const bool top = (k == 0 || fabs(off[k]) > fabs(off[k - 1])) && (k + 1 == n || fabs(off[k]) > fabs(off[k + 1]));
        if (!top || fabs(off[k]) < least_jump || fabs(off[k]) < spreads_for_jump * usual || beyond(at) < least_beyond ||
            at[1].year - at[-1].year > 4 || at->new_basis || at[1].new_basis || find->explained[at->i])
            continue;
        struct tb_finding *f = find_add(find, FIND_JUMP, series);
        find_point_at(find, f, at->i);
        f->number[0] = at->value;
        f->number[1] = at[-1].value;
        f->number[2] = at[1].value;
        f->number[3] = round(1000 * expm1(usual)) / 10;
    }
    free(off);
}

/* ---- sign and decimals ---- */

static void find_sign(struct find *find, uint32_t series)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[series].indicator];
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator->unit), &unit);
    size_t negative = 0, positive = 0, odd = 0;
    for (size_t k = 0; k < find->n; k++) {
        negative += find->spot[k].value < 0;
        positive += find->spot[k].value > 0;
    }
    if (find->n < YEARS_FOR_A_SIGN || negative + positive < find->n || (negative != 1 && positive != 1) ||
        unit.percent || unit.points || indicator->change_of != TB_NOWHERE)
        return;
    while ((find->spot[odd].value < 0) != (negative == 1))
        odd++;
    const double size = fabs(find->spot[odd].value);
    const size_t before = odd ? odd - 1 : 2, after = odd + 1 < find->n ? odd + 1 : odd - 2;
    const double low = fmin(fabs(find->spot[before].value), fabs(find->spot[after].value));
    const double high = fmax(fabs(find->spot[before].value), fabs(find->spot[after].value));
    if (size < low / 1.5 || size > high * 1.5)
        return;
    struct tb_finding *f = find_add(find, FIND_SIGN, series);
    find_point_at(find, f, find->spot[odd].i);
    f->number[0] = find->spot[odd].value;
    f->number[1] = find->spot[before].value;
    f->number[2] = find->spot[after].value;
}

static void find_decimals(struct find *find, uint32_t series)
{
    const struct tb_panel *panel = find->panel;
    const struct tb_indicator *indicator = &panel->indicators[panel->series[series].indicator];
    const char *text = tb_text(panel, indicator->unit);
    struct tb_unit unit;
    tb_unit_parse(text, &unit);
    size_t broken = 0, first = 0;
    if (indicator->kind != TB_COUNT || unit.numerator_scale != 1 || unit.percent || unit.points || strchr(text, '/'))
        return;
    for (size_t k = 0; k < find->n; k++)
        if (find->spot[k].value != floor(find->spot[k].value) && broken++ == 0)
            first = k;
    if (!broken)
        return;
    struct tb_finding *f = find_add(find, FIND_COUNT_DECIMALS, series);
    f->observation = find->spot[first].i;
    f->year = (int16_t)find->spot[first].year;
    f->number[0] = find->spot[first].value;
    f->number[1] = (double)broken;
    f->number[2] = (double)find->n;
}

void find_in_series(struct find *find)
{
    const struct tb_panel *panel = find->panel;
    for (uint32_t s = 0; s < panel->n_series && !find->failed; s++) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        if (find_is_computed(panel, s) || indicator->kind == TB_LABEL)
            continue;
        find_take(find, s);
        find_sign(find, s);
        find_decimals(find, s);
        bool positive = true;
        for (size_t k = 0; k < find->n && positive; k++)
            positive = find->spot[k].value > 0;
        if (positive && indicator->change_of == TB_NOWHERE) {
            find_slips(find, s);
            find_jumps(find, s);
        }
    }
}

/* ---- two rows exchanged ---- */

/* A value far from neighbours that agree, with what would fit there. */
struct misfit {
    uint32_t series;
    size_t i;
    int year;
    double value, fits;
};

static int by_year(const void *left, const void *right)
{
    const struct misfit *a = left, *b = right;
    return a->year != b->year ? a->year - b->year : a->series < b->series ? -1 : a->series > b->series;
}

static bool close_to(double a, double b)
{
    return fabs(log(a / b)) <= 0.14; /* within 15 % */
}

/* The largest step in log10 over two years: what one odd value between them leaves untouched. */
static double largest_step_twice(const struct find *find)
{
    double steps[2] = {0, 0}; /* the largest two: an odd value spoils two of them */
    double third = 0;
    for (size_t k = 2; k < find->n; k++) {
        double step = find->spot[k].value > 0 && find->spot[k - 2].value > 0
                          ? fabs(log10(find->spot[k].value / find->spot[k - 2].value))
                          : INFINITY;
        for (size_t i = 0; i < 2; i++)
            if (step > steps[i]) {
                const double smaller = steps[i];
                steps[i] = step;
                step = smaller;
            }
        third = fmax(third, step);
    }
    return third;
}

static void take_misfits(struct find *find, uint32_t series, struct misfit **misfit, size_t *n, size_t *capacity)
{
    const struct tb_indicator *indicator = &find->panel->indicators[find->panel->series[series].indicator];
    struct tb_unit unit;
    tb_unit_parse(tb_text(find->panel, indicator->unit), &unit);
    if (unit.percent || unit.points || indicator->change_of != TB_NOWHERE || largest_step_twice(find) > steady)
        return; /* nothing fits anywhere */
    for (size_t k = 1; k + 1 < find->n && !find->failed; k++) {
        const struct spot *s = &find->spot[k];
        if (!(s[-1].value > 0 && s[0].value > 0 && s[1].value > 0) || s[0].new_basis || s[1].new_basis ||
            fabs(log(s[-1].value / s[1].value)) > least_jump)
            continue;
        const double off = off_line(s);
        if (fabs(off) < least_jump || fabs(off) < 2 * fabs(log(s[-1].value / s[1].value)))
            continue;
        if (!tb_grow(misfit, capacity, *n + 1, sizeof **misfit)) {
            find->failed = true;
            return;
        }
        (*misfit)[(*n)++] = (struct misfit){series, s->i, s->year, s->value, s->value / exp(off)};
    }
}

/* Rows that could be mixed up: two regions of an indicator, or two indicators of a region in one unit. */
static bool could_be_exchanged(const struct tb_panel *panel, uint32_t a, uint32_t b)
{
    const struct tb_series *s = &panel->series[a], *t = &panel->series[b];
    if (s->indicator == t->indicator)
        return true;
    return s->region == t->region && panel->indicators[s->indicator].unit == panel->indicators[t->indicator].unit;
}

void find_swapped(struct find *find)
{
    enum {
        MOST_A_YEAR = 500
    };
    struct misfit *misfit = NULL;
    size_t n = 0, capacity = 0;
    for (uint32_t s = 0; s < find->panel->n_series && !find->failed; s++)
        if (!find_is_computed(find->panel, s)) {
            find_take(find, s);
            take_misfits(find, s, &misfit, &n, &capacity);
        }
    if (n)
        qsort(misfit, n, sizeof *misfit, by_year);
    for (size_t i = 0; i < n && !find->failed; i++)
        for (size_t j = i + 1; j < n && misfit[j].year == misfit[i].year && j - i < MOST_A_YEAR; j++) {
            const struct misfit *a = &misfit[i], *b = &misfit[j];
            if (!close_to(a->value, b->fits) || !close_to(b->value, a->fits) || close_to(a->fits, b->fits) ||
                !could_be_exchanged(find->panel, a->series, b->series))
                continue;
            struct tb_finding *f = find_add(find, FIND_SWAPPED, a->series);
            f->other = b->series;
            find_point_at(find, f, b->i);
            find_point_at(find, f, a->i);
            f->observation2 = b->i;
            f->number[0] = a->value;
            f->number[1] = b->value;
            f->number[2] = round(a->fits * 1e3) / 1e3;
            f->number[3] = round(b->fits * 1e3) / 1e3;
        }
    free(misfit);
}
