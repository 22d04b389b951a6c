/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control limits over the years (XmR) and over the regions of one year (funnel). */
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "model/memory.h"

/* ---- individual values and moving ranges ---- */

static const double LIMITS[] = {2.66, 3 / 1.128}; /* by TB_CONTROL_FACTOR: as the charts print it, as d2 says */
static const double RANGE_LIMIT = 3.267;          /* a moving range beyond so many means is left out, once */
enum {
    XMR_YEARS = 5,
    XMR_PAIRS = 3,
    SETTLED_YEARS = 12, /* below this the limits are provisional */
    RUN_YEARS = 7
};

struct xmr {
    double centre, width, least, most; /* in the trend's scale; limits are centre -+ width, within least and most */
};

/* Mean of the moving ranges of neighbouring years up to `most`. */
static double mean_range(const struct trend *t, double most, int *pairs)
{
    double sum = 0;
    *pairs = 0;
    for (int i = 1; i < t->n; i++) {
        const double range = fabs(t->lower[i] - t->lower[i - 1]);
        if (t->year[i] != t->year[i - 1] + 1 || range > most)
            continue;
        sum += range;
        ++*pairs;
    }
    return *pairs ? sum / *pairs : 0;
}

/* A row of the chart; NULL when there is none, and the row (if the chart applies) says why. */
static struct tb_result *xmr_row(struct tb_stat_job *job, struct xmr *xmr)
{
    if (!job_has_trend(job))
        return NULL;
    const struct trend *t = &job->trend;
    struct tb_result *row = job_trend_row(job);
    if (t->n < XMR_YEARS) {
        row_too_few(row, XMR_YEARS, t->n);
        return NULL;
    }
    if (!t->exact) {
        row_note(row, TB_NOTE_DEPENDS_ON_BOUND, 0);
        return NULL;
    }
    int pairs;
    double range = mean_range(t, INFINITY, &pairs);
    if (pairs < XMR_PAIRS) {
        row_note_numbers(row, TB_NOTE_TOO_FEW_PAIRS, XMR_PAIRS, pairs, 0);
        return NULL;
    }
    const double screened = mean_range(t, RANGE_LIMIT * range, &pairs);
    range = screened > 0 ? screened : range; /* one step among equal years would leave nothing */
    if (range == 0) {
        row_note(row, TB_NOTE_NO_SPREAD, 0);
        return NULL;
    }
    double mean = 0;
    for (int i = 0; i < t->n; i++)
        mean += (t->lower[i] - t->lower[0]) / t->n;
    *xmr = (struct xmr){.centre = t->lower[0] + mean, .width = LIMITS[job_choice(job, TB_CONTROL_FACTOR)] * range};
    job_possible_range(job, &xmr->least, &xmr->most);
    if (t->n < SETTLED_YEARS)
        row->note.caveats |= TB_CAVEAT_FEW_YEARS;
    if (job_choice(job, TB_CONTROL_FACTOR))
        row->method = "mean; limits 3 / 1.128 mean moving ranges of neighbouring years away, those beyond 3.267 means "
                      "left out once";
    return row;
}

void run_xmr_centre(struct tb_stat_job *job)
{
    struct xmr xmr;
    struct tb_result *row = xmr_row(job, &xmr);
    if (row)
        row->value = xmr.centre / job->trend.scale;
}

void run_xmr_lower(struct tb_stat_job *job)
{
    struct xmr xmr;
    struct tb_result *row = xmr_row(job, &xmr);
    if (row)
        row->value = job_keep_possible(xmr.centre - xmr.width, xmr.least, xmr.most, row) / job->trend.scale;
}

void run_xmr_upper(struct tb_stat_job *job)
{
    struct xmr xmr;
    struct tb_result *row = xmr_row(job, &xmr);
    if (row)
        row->value = job_keep_possible(xmr.centre + xmr.width, xmr.least, xmr.most, row) / job->trend.scale;
}

/* ---- which years stand out ---- */

struct signal {
    enum tb_note_code rule; /* TB_NOTE_NONE: none */
    int side;               /* 1 above or upwards, -1 below or downwards */
};

/* Puts a rule to the years first .. last that no rule of more weight has taken. */
static void mark(struct signal *signal, int first, int last, enum tb_note_code rule, int side)
{
    for (int i = first; i <= last; i++)
        if (signal[i].rule == TB_NOTE_NONE)
            signal[i] = (struct signal){rule, side};
}

static int side_of(double value, double centre)
{
    return (value > centre) - (value < centre);
}

/* Runs of years: on one side of the centre, or each beyond the one before.  A gap ends a run. */
static void mark_runs(const struct trend *t, double centre, bool one_way, struct signal *signal)
{
    int first = 0;
    int side = 0;
    for (int i = 0; i <= t->n; i++) {
        const bool joined = i > 0 && i < t->n && t->year[i] == t->year[i - 1] + 1;
        const int now = i == t->n ? 0
                        : one_way ? joined ? side_of(t->lower[i], t->lower[i - 1]) : 0
                                  : side_of(t->lower[i], centre);
        if (joined && now != 0 && now == side)
            continue;
        if (side != 0 && i - first >= RUN_YEARS)
            mark(signal, first, i - 1, one_way ? TB_NOTE_RUN_ONE_WAY : TB_NOTE_RUN_ONE_SIDE, side);
        first = one_way && now != 0 ? i - 1 : i; /* the first step of a way has two years */
        side = now;
    }
}

static void mark_signals(const struct trend *t, const struct xmr *xmr, struct signal *signal)
{
    for (int i = 0; i < t->n; i++) {
        signal[i] = (struct signal){TB_NOTE_NONE, 0};
        if (fabs(t->lower[i] - xmr->centre) > xmr->width)
            mark(signal, i, i, TB_NOTE_OUTSIDE_LIMITS, side_of(t->lower[i], xmr->centre));
    }
    mark_runs(t, xmr->centre, false, signal);
    mark_runs(t, xmr->centre, true, signal);
    for (int i = 2; i < t->n; i++) {
        if (t->year[i] != t->year[i - 2] + 2)
            continue;
        for (int side = -1; side <= 1; side += 2) {
            int outer = 0;
            for (int k = i - 2; k <= i; k++)
                outer += side * (t->lower[k] - xmr->centre) > xmr->width * 2 / 3;
            for (int k = i - 2; k <= i && outer >= 2; k++)
                if (side * (t->lower[k] - xmr->centre) > xmr->width * 2 / 3)
                    mark(signal, k, k, TB_NOTE_OUTER_THIRD, side);
        }
    }
}

void run_xmr_outside(struct tb_stat_job *job)
{
    struct xmr xmr;
    const struct trend *t = &job->trend;
    struct tb_result *row = xmr_row(job, &xmr);
    if (!row)
        return;
    if (!tb_grow(&job->signal, &job->signal_capacity, (size_t)t->n, sizeof *job->signal)) {
        job->failed = true;
        return;
    }
    mark_signals(t, &xmr, job->signal);
    const unsigned caveats = row->note.caveats;
    bool first = true;
    for (int i = 0; i < t->n; i++) {
        const struct signal *signal = &job->signal[i];
        if (signal->rule == TB_NOTE_NONE)
            continue;
        if (!first) /* the row at hand becomes that of the first signal */
            row = job_row(job, t->year[i], t->year[i]);
        first = false;
        row->from = row->to = (int16_t)t->year[i];
        row->n = t->n;
        row->value = signal->side;
        row->note.caveats = caveats;
        row_note_numbers(row, signal->rule, RUN_YEARS, 0, 0);
    }
    if (first) {
        row->value = 0;
        row_note(row, TB_NOTE_NO_SIGNAL, 0);
    }
}

/* ---- funnel ---- */

static const double FAR_TAIL = 0.001; /* 99.8 % */
enum {
    FUNNEL_REGIONS = 5
};

struct funnel_point {
    int year;
    uint32_t period;
    double events, trials; /* trials: in units of one for a proportion, as given for a rate */
};

struct funnel_year {
    int year, n;
    uint32_t period;
    double centre;     /* events for each of the trials, over all regions */
    double dispersion; /* 1, or the factor by which the regions scatter more than counts do */
};

static int by_year(const void *left, const void *right)
{
    const struct funnel_point *a = left;
    const struct funnel_point *b = right;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    return (a->period > b->period) - (a->period < b->period);
}

static int by_size(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* One region's sides in one year, as counts. */
static bool funnel_point_at(const struct tb_stat_job *job, uint32_t above, uint32_t below, size_t i,
                            struct funnel_point *at)
{
    const struct tb_panel *panel = job->panel;
    const struct point events = point_of(panel, above, i);
    struct point trials;
    if (!exact_count(panel, above, &events, &at->events) || at->events < 0 ||
        !point_at(panel, below, events.year, events.period, &trials) || !trials.exact || !(trials.value > 0))
        return false;
    at->year = events.year;
    at->period = events.period;
    at->trials = trials.value;
    return job->indicator->kind != TB_PROPORTION ||
           (exact_count(panel, below, &trials, &at->trials) && at->events <= at->trials);
}

/* The factor of Spiegelhalter (2005): mean square of z, the outer tenths pulled in; 1 where it is within chance. */
static double dispersion_of(const struct funnel_point *point, int n, double centre, bool proportion, double *z)
{
    for (int i = 0; i < n; i++) {
        const double expected = point[i].trials * centre;
        const double variance = proportion ? expected * (1 - centre) : expected;
        z[i] = (point[i].events - expected) / sqrt(variance);
    }
    qsort(z, (size_t)n, sizeof *z, by_size);
    const int outer = n / 10;
    double squares = 0;
    for (int i = 0; i < n; i++) {
        const double kept = z[i < outer ? outer : i >= n - outer ? n - 1 - outer : i];
        squares += kept * kept;
    }
    const double dispersion = squares / n;
    return dispersion > 1 + 2 * sqrt(2.0 / n) ? dispersion : 1;
}

/* The regions of one year, point[0 .. n - 1], into a funnel. */
static struct funnel_year funnel_of(const struct funnel_point *point, int n, bool proportion, double *z)
{
    double events = 0;
    double trials = 0;
    for (int i = 0; i < n; i++) {
        events += point[i].events;
        trials += point[i].trials;
    }
    struct funnel_year funnel = {
        .year = point->year, .period = point->period, .n = n, .centre = events / trials, .dispersion = 1};
    if (events > 0 && !(proportion && events == trials))
        funnel.dispersion = dispersion_of(point, n, funnel.centre, proportion, z);
    return funnel;
}

/* The funnels of all years of the job's indicator, made once for all its regions. */
static bool take_funnels(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    const uint32_t indicator = panel->series[job->series].indicator;
    if (job->funnels_of == indicator)
        return true;
    job->funnels_of = indicator;
    job->n_funnels = 0;
    struct funnel_point *point = NULL;
    double *z = NULL;
    size_t n = 0;
    size_t capacity = 0;
    bool fine = true;
    uint32_t first = job->series;
    while (first > 0 && panel->series[first - 1].indicator == indicator)
        first--;
    for (uint32_t s = first; s < panel->n_series && panel->series[s].indicator == indicator && fine; s++) {
        const uint32_t above = same_region(panel, s, job->indicator->numerator);
        const uint32_t below = same_region(panel, s, job->indicator->denominator);
        if (above == TB_NOWHERE || below == TB_NOWHERE || region_stands_for_all(panel, s))
            continue;
        const struct tb_series *series = &panel->series[above];
        fine = tb_grow(&point, &capacity, n + series->n, sizeof *point);
        for (size_t i = series->first; i < series->first + series->n && fine; i++)
            n += funnel_point_at(job, above, below, i, &point[n]);
    }
    if (n == 0 || !fine)
        goto done;
    qsort(point, n, sizeof *point, by_year);
    z = malloc(n * sizeof *z);
    fine = z != NULL;
    for (size_t i = 0, end; i < n && fine; i = end) {
        for (end = i + 1; end < n && by_year(&point[i], &point[end]) == 0;)
            end++;
        fine = tb_grow(&job->funnel, &job->funnel_capacity, job->n_funnels + 1, sizeof *job->funnel);
        if (fine)
            job->funnel[job->n_funnels++] =
                funnel_of(&point[i], (int)(end - i), job->indicator->kind == TB_PROPORTION, z);
    }
done:
    free(z);
    free(point);
    return fine;
}

static const struct funnel_year *funnel_at(const struct tb_stat_job *job, const struct point *p)
{
    for (size_t i = 0; i < job->n_funnels; i++)
        if (job->funnel[i].year == p->year && job->funnel[i].period == p->period)
            return &job->funnel[i];
    return NULL;
}

/* One limit for `trials`, as a rate per one of them. */
static double funnel_limit(const struct funnel_year *funnel, double trials, bool proportion, double probability)
{
    const double limit = count_limit(funnel->centre * trials, proportion ? trials : 0, probability) / trials;
    return fmax(0, funnel->centre + (limit - funnel->centre) * sqrt(funnel->dispersion));
}

static void funnel_limits(struct tb_stat_job *job, bool upper)
{
    const struct tb_panel *panel = job->panel;
    struct two_sides sides;
    if (!rate_sides(job, &sides) || panel->indicators[job->indicator->numerator].kind != TB_COUNT ||
        region_stands_for_all(panel, job->series))
        return;
    if (!take_funnels(job)) {
        job->failed = true;
        return;
    }
    const bool proportion = job->indicator->kind == TB_PROPORTION;
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *p = &job->point[k];
        const struct funnel_year *funnel = funnel_at(job, p);
        struct point trials;
        double count;
        if (!funnel || funnel->n < FUNNEL_REGIONS || !point_at(panel, sides.denominator, p->year, p->period, &trials) ||
            !trials.exact || !(trials.value > 0))
            continue;
        if (proportion && !exact_count(panel, sides.denominator, &trials, &count))
            continue;
        struct tb_result *row = pair_row(job, p, p->year);
        row->n = funnel->n;
        if (funnel->centre == 0) {
            row_note(row, TB_NOTE_ALL_ZERO, 0);
            continue;
        }
        if (proportion && funnel->centre == 1) {
            row_note(row, TB_NOTE_CONSTANT, 0);
            continue;
        }
        const double of = proportion ? count : trials.value;
        const double per = proportion ? rate_whole(job, &sides) : rate_of_one(job, &sides);
        const double most = proportion ? 1 : INFINITY;
        row->value = per * fmin(most, funnel_limit(funnel, of, proportion, upper ? 1 - job->tail : job->tail));
        *(upper ? &row->upper : &row->lower) =
            per * fmin(most, funnel_limit(funnel, of, proportion, upper ? 1 - FAR_TAIL : FAR_TAIL));
        row->note.a = per * funnel->centre;
        if (funnel->dispersion > 1)
            row->note.caveats |= TB_CAVEAT_OVERDISPERSED;
    }
}

void run_funnel_lower(struct tb_stat_job *job)
{
    funnel_limits(job, false);
}

void run_funnel_upper(struct tb_stat_job *job)
{
    funnel_limits(job, true);
}
