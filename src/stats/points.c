/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/memory.h"

/* ---- one observation ---- */

struct flag_caveat {
    unsigned flag, caveat;
};

static const struct flag_caveat flag_caveats[] = {
    {TB_FLAG_PROVISIONAL, TB_CAVEAT_PROVISIONAL}, {TB_FLAG_ESTIMATED, TB_CAVEAT_ESTIMATED},
    {TB_FLAG_EUROSTAT, TB_CAVEAT_ESTIMATED},      {TB_FLAG_FORECAST, TB_CAVEAT_ESTIMATED},
    {TB_FLAG_UNRELIABLE, TB_CAVEAT_UNRELIABLE},   {TB_FLAG_REVISED, TB_CAVEAT_REVISED},
    {TB_FLAG_COMPUTED, TB_CAVEAT_COMPUTED},       {TB_FLAG_LINKED, TB_CAVEAT_LINKED},
};

static unsigned caveats_of(const struct tb_panel *panel, size_t i)
{
    unsigned caveats = 0;
    const unsigned flags = tb_flags(panel, i);
    for (size_t k = 0; flags && k < sizeof flag_caveats / sizeof flag_caveats[0]; k++)
        if (flags & flag_caveats[k].flag)
            caveats |= flag_caveats[k].caveat;
    if (panel->state[i] == TB_ABOUT)
        caveats |= TB_CAVEAT_ABOUT;
    if (tb_period(panel, i))
        caveats |= TB_CAVEAT_PART_YEAR;
    return caveats;
}

/*
 * Half of the smallest unit of a yearbook's column, where its ellipsis means "less than that".  The column prints its
 * numbers to that unit; a cut zero only makes the unit look larger, so the coarsest number is the safe one.
 */
static double half_unit(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *s = &panel->series[series];
    int8_t coarsest = INT8_MAX;
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->state[i] == TB_EXACT && panel->decimals[i] < coarsest)
            coarsest = panel->decimals[i];
    return coarsest == INT8_MAX ? INFINITY : decimal_power(-coarsest) / 2;
}

/* "<" and ">" do not reach their end */
static uint8_t open_ends(enum tb_state state)
{
    return state == TB_BELOW ? OPEN_UPPER : state == TB_ABOVE ? OPEN_LOWER : 0;
}

struct point point_of(const struct tb_panel *panel, uint32_t series, size_t i)
{
    struct point p = {.year = panel->year[i],
                      .i = i,
                      .value = NAN,
                      .lower = NAN,
                      .upper = NAN,
                      .decimals = panel->decimals[i],
                      .caveats = caveats_of(panel, i),
                      .new_basis = tb_flags(panel, i) & TB_FLAG_BREAK,
                      .forecast = tb_flags(panel, i) & TB_FLAG_FORECAST,
                      .period = tb_period(panel, i)};
    if (panel->state[i] <= TB_ABOUT) { /* most are points; tb_panel_interval reads the unit's text for each */
        p.known = p.exact = true;
        p.value = p.lower = p.upper = panel->value[i];
        return p;
    }
    if (panel->state[i] > TB_NEGLIGIBLE)
        return p;
    p.known = tb_panel_interval(panel, series, i, &p.lower, &p.upper);
    if (!p.known)
        return p;
    p.open = open_ends((enum tb_state)panel->state[i]);
    if (panel->state[i] == TB_NEGLIGIBLE)
        p.upper = half_unit(panel, series);
    p.exact = p.lower == p.upper;
    if (p.exact)
        p.value = p.lower;
    else
        p.caveats |= TB_CAVEAT_BOUND;
    return p;
}

bool point_before_break(const struct tb_panel *panel, uint32_t series, size_t i, struct point *point)
{
    double lower;
    double upper;
    if (!tb_panel_pre_break(panel, series, i, &lower, &upper))
        return false;
    struct point p = point_of(panel, series, i);
    p.new_basis = false;
    p.known = true;
    p.exact = lower == upper;
    p.value = p.exact ? lower : NAN;
    p.lower = lower;
    p.upper = upper;
    p.open = open_ends((enum tb_state)panel->pre_break[i].state);
    p.decimals = panel->pre_break[i].decimals;
    p.caveats &= ~(unsigned)(TB_CAVEAT_ABOUT | TB_CAVEAT_BOUND);
    p.caveats |= TB_CAVEAT_OLD_BASIS | (panel->pre_break[i].state == TB_ABOUT ? TB_CAVEAT_ABOUT : 0u) |
                 (p.exact ? 0u : TB_CAVEAT_BOUND);
    *point = p;
    return true;
}

/* the first observation of a year, or the end of the series */
static size_t first_of_year(const struct tb_panel *panel, uint32_t series, int year)
{
    size_t low = panel->series[series].first;
    size_t high = low + panel->series[series].n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (panel->year[middle] < year)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool point_at(const struct tb_panel *panel, uint32_t series, int year, uint32_t period, struct point *point)
{
    const size_t end = panel->series[series].first + panel->series[series].n;
    for (size_t i = first_of_year(panel, series, year); i < end && panel->year[i] == year; i++)
        if (tb_period(panel, i) == period) {
            *point = point_of(panel, series, i);
            return true;
        }
    return false;
}

/* ---- the years of a series ---- */

const struct point *job_point(const struct tb_stat_job *job, int year)
{
    size_t low = 0;
    size_t high = job->n_points;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (job->point[middle].year < year)
            low = middle + 1;
        else
            high = middle;
    }
    return low < job->n_points && job->point[low].year == year ? &job->point[low] : NULL;
}

int job_break_between(const struct tb_stat_job *job, int from, int to)
{
    for (size_t i = 0; i < job->n_points; i++)
        if (job->point[i].year > from && job->point[i].year <= to && job->point[i].new_basis)
            return job->point[i].year;
    return 0;
}

static void take_points(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    const struct tb_series *s = &panel->series[job->series];
    job->n_points = 0;
    for (size_t i = s->first; i < s->first + s->n; i++) {
        struct point *last = job->n_points ? &job->point[job->n_points - 1] : NULL;
        if (last && last->year == panel->year[i])
            last->new_basis =
                last->new_basis || (tb_flags(panel, i) & TB_FLAG_BREAK); /* a basis is of the whole year */
        else
            job->point[job->n_points++] = point_of(panel, job->series, i);
    }
}

/* Room for the trend; every array has one element for each year. */
static bool trend_room(struct tb_stat_job *job, size_t n)
{
    struct trend *trend = &job->trend;
    if (n <= job->trend_capacity)
        return true;
    const struct {
        void *array;
        size_t size;
    } all[] = {
        {&trend->year, sizeof *trend->year},        {&trend->lower, sizeof *trend->lower},
        {&trend->upper, sizeof *trend->upper},      {&trend->open, sizeof *trend->open},
        {&job->work, JOB_WORK * sizeof *job->work},
    };
    size_t capacity = job->trend_capacity;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        capacity = job->trend_capacity; /* they grow alike */
        if (!tb_grow(all[i].array, &capacity, n, all[i].size))
            return false;
    }
    job->trend_capacity = capacity;
    return true;
}

/*
 * Puts all values as whole numbers of their last printed place, so that slopes and sums are those of the decimals.
 * `work` has room for two numbers a year.
 */
static void scale_trend(struct trend *trend, int decimals, double *work)
{
    const size_t size = (size_t)trend->n * sizeof *work;
    trend->scale = 1;
    trend->whole = false;
    if (decimals < 0)
        decimals = 0;
    double *const lower = work, *const upper = trend->exact ? work : work + trend->n;
    if (trend->exact) {
        if (!decimal_scale_all(trend->lower, (size_t)trend->n, decimals, work))
            return;
    } else
        for (int i = 0; i < trend->n; i++) { /* as whole numbers; infinite ends stay */
            lower[i] = trend->lower[i];
            if (isfinite(lower[i]) && !decimal_scaled(lower[i], decimals, &lower[i]))
                return;
            upper[i] = trend->upper[i] == trend->lower[i] ? lower[i] : trend->upper[i];
            if (trend->upper[i] != trend->lower[i] && isfinite(upper[i]) &&
                !decimal_scaled(upper[i], decimals, &upper[i]))
                return;
        }
    memcpy(trend->lower, lower, size);
    memcpy(trend->upper, upper, size);
    trend->scale = decimal_power(decimals);
    trend->whole = true;
}

static void take_trend(struct tb_stat_job *job)
{
    struct trend *trend = &job->trend;
    trend->n = trend->n_all = trend->break_year = 0;
    trend->caveats = 0;
    trend->exact = true;

    /* whole years; a series that has none is compared over the part of the year it has last */
    uint32_t period = job->n_points ? job->point[job->n_points - 1].period : 0;
    for (size_t i = 0; i < job->n_points; i++)
        if (job->point[i].period == 0)
            period = 0;
    trend->period = period;
    for (size_t i = 0; i < job->n_points; i++) {
        const struct point *p = &job->point[i];
        const bool usable = p->known && !p->forecast && p->period == period;
        if (p->new_basis && trend->n_all > 0) /* before the first usable year a break cuts nothing off */
            trend->break_year = p->year;
        trend->n_all += usable;
    }

    int decimals = 0;
    for (size_t i = 0; i < job->n_points; i++) {
        const struct point *p = &job->point[i];
        if (!p->known || p->forecast || p->period != period || p->year < trend->break_year)
            continue;
        if (trend->n > 0 && p->year != trend->year[trend->n - 1] + 1)
            trend->caveats |= TB_CAVEAT_GAPS;
        trend->year[trend->n] = p->year;
        trend->lower[trend->n] = p->lower;
        trend->upper[trend->n] = p->upper;
        trend->open[trend->n] = p->exact ? 0 : p->open;
        trend->n++;
        trend->caveats |= p->caveats;
        trend->exact = trend->exact && p->exact;
        if (p->decimals > decimals)
            decimals = p->decimals;
    }
    if (trend->break_year)
        trend->caveats |= TB_CAVEAT_LAST_SEGMENT;
    scale_trend(trend, decimals, job->work);
}

/* Whether a series has exact values and empty years only, all of whole years and without flags. */
static bool is_plain(const struct tb_panel *panel, const struct tb_series *s)
{
    const size_t first = s->first, end = first + s->n;
    unsigned said = 0;
    for (size_t i = first; i < end; i++) /* TB_EXACT is 0; what has no value stands behind TB_NEGLIGIBLE */
        said |= (uint8_t)(panel->state[i] - 1) < TB_NEGLIGIBLE;
    for (size_t i = first; i < end && panel->flags; i++)
        said |= panel->flags[i];
    for (size_t i = first; i < end && panel->period; i++)
        said |= panel->period[i];
    return !said;
}

/* Points and trend of a plain series, as take_points and take_trend make them: nothing has to be asked of each year. */
static void take_plain(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    const struct tb_series *s = &panel->series[job->series];
    struct trend *trend = &job->trend;
    int n = 0, finest = 0;
    for (size_t k = 0; k < s->n; k++) {
        const size_t i = s->first + k;
        const bool known = panel->state[i] == TB_EXACT;
        const double value = known ? panel->value[i] : NAN;
        const int decimals = panel->decimals[i];
        job->point[k] = (struct point){.year = panel->year[i],
                                       .i = i,
                                       .known = known,
                                       .exact = known,
                                       .value = value,
                                       .lower = value,
                                       .upper = value,
                                       .decimals = decimals};
        trend->year[n] = panel->year[i]; /* the next one takes the place of an empty one */
        trend->lower[n] = value;
        n += known;
        finest = known && decimals > finest ? decimals : finest;
    }
    job->n_points = s->n;
    trend->n = trend->n_all = n;
    trend->caveats = n && trend->year[n - 1] - trend->year[0] != n - 1 ? TB_CAVEAT_GAPS : 0;
    trend->exact = true;
    trend->break_year = 0;
    trend->period = 0;
    memcpy(trend->upper, trend->lower, (size_t)n * sizeof *trend->upper);
    memset(trend->open, 0, (size_t)n * sizeof *trend->open);
    scale_trend(trend, finest, job->work);
}

bool job_take_series(struct tb_stat_job *job, uint32_t series)
{
    job->series = series;
    const struct tb_indicator *indicator = &job->panel->indicators[job->panel->series[series].indicator];
    if (!job->indicator || indicator->unit != job->indicator->unit) /* mostly the same as before */
        tb_unit_parse(tb_text(job->panel, indicator->unit), &job->unit);
    job->indicator = indicator;
    job->has_kendall = job->has_line = job->has_slopes = job->has_joinpoints = false;
    const size_t n = job->panel->series[series].n; /* as many years at most */
    if (!tb_grow(&job->point, &job->point_capacity, n + 1, sizeof *job->point) || !trend_room(job, n))
        return false;
    if (is_plain(job->panel, &job->panel->series[series]))
        take_plain(job); /* nearly all are */
    else {
        take_points(job);
        take_trend(job);
    }
    return true;
}

/* ---- rows ---- */

struct tb_result *job_row(struct tb_stat_job *job, int from, int to)
{
    struct tb_results *results = job->results;
    struct tb_result *row = &job->spare;
    if (tb_grow(&results->row, &results->capacity, results->n + 1, sizeof *results->row))
        row = &results->row[results->n++];
    else
        job->failed = true;
    *row = (struct tb_result){.series = job->series,
                              .from = (int16_t)from,
                              .to = (int16_t)to,
                              .statistic = job->statistic->id,
                              .method = job->statistic->method,
                              .value = NAN,
                              .lower = NAN,
                              .upper = NAN,
                              .se = NAN,
                              .p = NAN,
                              .note.linked = job->panel->series[job->series].linked};
    return row;
}

struct tb_result *job_trend_row(struct tb_stat_job *job)
{
    const struct trend *trend = &job->trend;
    const int from = trend->n ? trend->year[0] : job->point[0].year;
    const int to = trend->n ? trend->year[trend->n - 1] : job->point[job->n_points - 1].year;
    struct tb_result *row = job_row(job, from, to);
    row->n = trend->n;
    row->note.caveats = trend->caveats;
    return row;
}

void row_note(struct tb_result *row, enum tb_note_code code, int year)
{
    row->note.code = (uint16_t)code;
    row->note.year = (int16_t)year;
}

void row_note_numbers(struct tb_result *row, enum tb_note_code code, double a, double b, double c)
{
    row->note.code = (uint16_t)code;
    row->note.a = a;
    row->note.b = b;
    row->note.c = c;
}

void row_set_interval(struct tb_result *row, double lower, double upper, int year)
{
    if (lower == upper) {
        row->value = lower;
        return;
    }
    const bool crossed = lower > upper; /* ends rounded on two ways may cross by a hair */
    row->lower = crossed ? upper : lower;
    row->upper = crossed ? lower : upper;
    row->note.caveats |= TB_CAVEAT_BOUND;
    row_note(row, TB_NOTE_ONLY_BOUND, year);
}

int bound_year(const struct point *later, const struct point *earlier)
{
    return later->exact ? earlier->year : later->year;
}
