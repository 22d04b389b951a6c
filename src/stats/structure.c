/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks over regions, shares of a whole. */
#include "stats/job.h"

#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "model/memory.h"

/* ---- which row stands for all regions together ---- */

/* A row for the whole among rows for its parts is the trap of every ranking. */
static const char *const total_words[] = {"合计", "总计", "总和", "小计",  "全国", "全省",  "全市", "全区",
                                          "全县", "全州", "全部", "total", "all",  "world", "sum",  "all regions"};

bool region_stands_for_all(const struct tb_panel *panel, uint32_t series)
{
    const uint32_t region = panel->series[series].region;
    if (region == 0)
        return true;
    for (size_t i = 0; i < sizeof total_words / sizeof total_words[0]; i++)
        if (strcasecmp(tb_text(panel, region), total_words[i]) == 0)
            return true;
    return false;
}

/* ---- the regions of an indicator, sorted once ---- */

static int by_year_and_end(const void *left, const void *right)
{
    const struct region_value *a = left;
    const struct region_value *b = right;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->period != b->period)
        return a->period < b->period ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* how many stand before `key` */
static size_t before(const struct region_value *sorted, size_t n, int year, uint32_t period, double end, bool or_equal)
{
    const struct region_value key = {.year = year, .period = period, .end = end};
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = by_year_and_end(&sorted[middle], &key);
        if (order < 0 || (order == 0 && or_equal))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first and last series of the job's indicator; its total row; and, for ranks, both ends of all its values. */
static bool take_regions(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    const uint32_t indicator = panel->series[job->series].indicator;
    if (job->regions_of == indicator)
        return true;
    uint32_t first = job->series;
    uint32_t end = job->series;
    while (first > 0 && panel->series[first - 1].indicator == indicator)
        first--;
    while (end < panel->n_series && panel->series[end].indicator == indicator)
        end++;
    job->regions_of = indicator;
    job->total_series = TB_NOWHERE;
    job->n_regions = 0;
    for (uint32_t s = first; s < end && end - first > 1; s++) {
        if (region_stands_for_all(panel, s)) {
            if (job->total_series == TB_NOWHERE)
                job->total_series = s;
            continue;
        }
        const struct tb_series *series = &panel->series[s];
        const size_t room = job->n_regions + series->n;
        if (!tb_grow(&job->region_lower, &job->region_lower_capacity, room, sizeof *job->region_lower) ||
            !tb_grow(&job->region_upper, &job->region_upper_capacity, room, sizeof *job->region_upper))
            return false;
        for (size_t i = series->first; i < series->first + series->n; i++) {
            const struct point p = point_of(panel, s, i);
            if (!p.known)
                continue;
            struct region_value value = {.year = p.year, .period = p.period, .end = p.lower};
            job->region_lower[job->n_regions] = value;
            value.end = p.upper;
            job->region_upper[job->n_regions++] = value;
        }
    }
    if (job->n_regions) {
        qsort(job->region_lower, job->n_regions, sizeof *job->region_lower, by_year_and_end);
        qsort(job->region_upper, job->n_regions, sizeof *job->region_upper, by_year_and_end);
    }
    return true;
}

/* ---- rank ---- */

void run_rank(struct tb_stat_job *job)
{
    if (job->indicator->kind == TB_LABEL)
        return;
    if (!take_regions(job)) {
        job->failed = true;
        return;
    }
    if (region_stands_for_all(job->panel, job->series))
        return;
    const size_t all = job->n_regions;
    const bool smallest_first = job->indicator->better == TB_LOWER;
    for (size_t k = 0; k < job->n_points; k++) {
        const struct point *p = &job->point[k];
        const size_t first = before(job->region_lower, all, p->year, p->period, -INFINITY, false);
        const size_t end = before(job->region_lower, all, p->year, p->period, INFINITY, true);
        if (end - first < 2)
            continue; /* nobody to be compared with */
        struct tb_result *row = job_row(job, p->year, p->year);
        row->note.caveats = p->caveats;
        row->n = (int32_t)(end - first);
        if (smallest_first)
            row->method = "competition rank, smallest first; rows for all regions together are left out";
        if (!p->known) {
            row_note(row, TB_NOTE_NO_VALUE, p->year);
            continue;
        }
        /* surely ahead: their worst beats my best; possibly ahead: their best beats my worst */
        size_t surely;
        size_t possibly;
        if (smallest_first) {
            surely = before(job->region_upper, all, p->year, p->period, p->lower, false) - first;
            possibly = before(job->region_lower, all, p->year, p->period, p->upper, false) - first;
        } else {
            surely = end - before(job->region_lower, all, p->year, p->period, p->upper, true);
            possibly = end - before(job->region_upper, all, p->year, p->period, p->lower, true);
        }
        if (!p->exact)
            possibly--; /* it can be ahead of its own worst */
        row_set_interval(row, 1 + (double)surely, 1 + (double)possibly, p->year);
    }
}

/* ---- share ---- */

/* Values of different regions or parts add up. */
static bool adds_up(const struct tb_indicator *indicator)
{
    return indicator->kind == TB_COUNT || indicator->kind == TB_AMOUNT || indicator->kind == TB_LENGTH ||
           indicator->kind == TB_AREA;
}

/* The share of one year in the whole of the same year. */
static void share_row(struct tb_stat_job *job, const struct point *part, uint32_t whole_series, const char *method)
{
    const struct tb_panel *panel = job->panel;
    const uint32_t whole_indicator = panel->series[whole_series].indicator;
    struct tb_result *row = job_row(job, part->year, part->year);
    row->method = method;
    row->note.caveats = part->caveats;
    if (!part->known) {
        row_note(row, TB_NOTE_NO_VALUE, part->year);
        return;
    }
    struct point whole;
    if (!point_at(panel, whole_series, part->year, part->period, &whole) || !whole.known) {
        row_note(row, TB_NOTE_PART_MISSING, part->year);
        row->note.name = whole_indicator;
        return;
    }
    row->n = 2;
    row->note.caveats |= whole.caveats;
    double scale;
    double lower;
    double upper;
    enum tb_note_code why;
    if (!same_measure(panel, job->panel->series[job->series].indicator, whole_indicator, &scale)) {
        row_note(row, TB_NOTE_UNITS_DIFFER, part->year);
        row->note.name = whole_indicator;
    } else if (part->exact && part->value < 0)
        row_note(row, TB_NOTE_NEGATIVE_PART, part->year);
    else if (!ratio_interval(part, &whole, 100 * scale, &lower, &upper, &why))
        row_note(row, why, part->year);
    else if (lower > 100)
        row_note(row, TB_NOTE_NUMERATOR_ABOVE, part->year);
    else /* a part lies between nothing and the whole */
        row_set_interval(row, fmax(0, lower), fmin(100, upper), bound_year(part, &whole));
}

/* For each indicator the first one that it is a part of, at first need: there may be a million.  False when out of
 * memory. */
static bool find_wholes(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    if (job->whole_of)
        return true;
    job->whole_of = malloc((panel->n_indicators + 1) * sizeof *job->whole_of);
    if (!job->whole_of)
        return false;
    for (size_t i = 0; i < panel->n_indicators; i++)
        job->whole_of[i] = TB_NOWHERE;
    for (uint32_t i = 0; i < panel->n_indicators; i++)
        for (uint32_t k = 0; k < panel->indicators[i].definition->n_parts; k++)
            if (job->whole_of[panel->indicators[i].definition->parts[k]] == TB_NOWHERE)
                job->whole_of[panel->indicators[i].definition->parts[k]] = i;
    return true;
}

/*
 * The series that the job's series is a part of: of the indicator that names it among its parts, or, where values of
 * regions add up, the row for all regions.  TB_NOWHERE when there is none.
 */
static uint32_t whole_of(struct tb_stat_job *job, bool *of_regions)
{
    const struct tb_panel *panel = job->panel;
    *of_regions = false;
    if (!take_regions(job) || !find_wholes(job)) {
        job->failed = true;
        return TB_NOWHERE;
    }
    const uint32_t whole = job->whole_of[panel->series[job->series].indicator];
    const uint32_t series = whole == TB_NOWHERE ? TB_NOWHERE : same_region(panel, job->series, whole);
    if (series != TB_NOWHERE || !adds_up(job->indicator) || region_stands_for_all(panel, job->series))
        return series;
    *of_regions = true;
    return job->total_series;
}

void run_share_pct(struct tb_stat_job *job)
{
    bool of_regions;
    const uint32_t whole = whole_of(job, &of_regions);
    const char *method = of_regions ? "100 x value / value of the row for all regions" : job->statistic->method;
    for (size_t k = 0; k < job->n_points && whole != TB_NOWHERE; k++)
        share_row(job, &job->point[k], whole, method);
}

/* ---- contribution to the growth of the whole ---- */

/* The whole in the year before and in this one, on one basis.  False with the reason in the row. */
static bool whole_before(const struct tb_stat_job *job, uint32_t whole, const struct point *later, struct point *before,
                         struct tb_result *row)
{
    struct point now;
    const bool has_before = point_at(job->panel, whole, later->year - 1, later->period, before) && before->known;
    const bool has_now = point_at(job->panel, whole, later->year, later->period, &now) && now.known;
    if (!has_before || !has_now)
        row_note(row, TB_NOTE_PART_MISSING, has_before ? later->year : later->year - 1);
    else if (now.new_basis && !tb_panel_pre_break(job->panel, whole, now.i, &now.lower, &now.upper))
        row_note(row, TB_NOTE_NEW_BASIS, later->year);
    else {
        row->note.caveats |= before->caveats;
        return true;
    }
    row->note.name = job->panel->series[whole].indicator;
    return false;
}

void run_contribution_pp(struct tb_stat_job *job)
{
    const struct tb_panel *panel = job->panel;
    bool of_regions;
    const uint32_t whole = whole_of(job, &of_regions);
    for (size_t k = 1; k < job->n_points && whole != TB_NOWHERE; k++) {
        struct point later = job->point[k];
        struct tb_result *row = pair_row(job, &later, later.year - 1);
        if (of_regions)
            row->method = "100 x change of the region / total of all regions in the year before";
        struct point earlier;
        struct point base;
        if (!pair_change(job, &later, later.year - 1, &earlier, row) || !whole_before(job, whole, &later, &base, row))
            continue;
        pair_use(row, &earlier);
        row->n = 3;
        double scale;
        double lower;
        double upper;
        enum tb_note_code why;
        if (!same_measure(panel, panel->series[job->series].indicator, panel->series[whole].indicator, &scale)) {
            row_note(row, TB_NOTE_UNITS_DIFFER, later.year);
            row->note.name = panel->series[whole].indicator;
            continue;
        }
        struct point change = later;
        change.decimals = later.decimals > earlier.decimals ? later.decimals : earlier.decimals;
        change.lower = decimal_difference(later.lower, later.decimals, earlier.upper, earlier.decimals);
        change.upper = decimal_difference(later.upper, later.decimals, earlier.lower, earlier.decimals);
        if (!ratio_interval(&change, &base, 100 * scale, &lower, &upper, &why))
            row_note(row, why == TB_NOTE_DENOMINATOR_ZERO ? TB_NOTE_BASE_ZERO : why, base.year);
        else
            row_set_interval(row, lower, upper, base.exact ? bound_year(&later, &earlier) : base.year);
    }
}
