/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "type.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- gathering ---- */

static void take(struct tb_datum *datum, const struct tb_panel *panel, size_t i)
{
    /* whole years stand before part years of the same year: the first whole one stays, else the last part */
    if (datum->listed && datum->period == 0)
        return;
    const unsigned flags = tb_flags(panel, i);
    *datum = (struct tb_datum){
        .listed = true,
        .has_value = tb_has_value(panel, i) && isfinite(panel->value[i]),
        .breaks = (flags & TB_FLAG_BREAK) != 0,
        .overlaps = (flags & TB_FLAG_BREAK) && panel->pre_break && panel->pre_break[i].given,
        .links = (flags & TB_FLAG_LINK) != 0,
        .state = panel->state[i],
        .flags = (uint16_t)flags,
        .period = tb_period(panel, i),
        .value = panel->value[i],
    };
}

static const char *track_name(const struct tb_chart *chart, uint32_t series)
{
    const struct tb_panel *panel = chart->panel;
    const struct tb_series *one = &panel->series[series];
    bool one_indicator = true, one_region = true;
    for (size_t i = 0; i < chart->n_series; i++) {
        const struct tb_series *other = &panel->series[chart->series[i]];
        one_indicator = one_indicator && other->indicator == one->indicator;
        one_region = one_region && other->region == one->region;
    }
    if (one_indicator && !one_region)
        return one->region ? tb_text(panel, one->region) : chart->language == TB_CHINESE ? "全部" : "All";
    return tb_indicator_name(panel, one->indicator, chart->language);
}

static enum tb_status find_years(struct tb_sheet *sheet, struct tb_log *log)
{
    const struct tb_panel *panel = sheet->chart->panel;
    int first = INT16_MAX, last = INT16_MIN;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_series *series = &panel->series[sheet->chart->series[s]];
        if (series->n == 0)
            continue;
        if (panel->year[series->first] < first)
            first = panel->year[series->first];
        if (panel->year[series->first + series->n - 1] > last)
            last = panel->year[series->first + series->n - 1];
    }
    if (first > last)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "there is no year to draw");
    if (last - first >= TB_MOST_YEARS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-long", NULL, "%d to %d are %d years, a chart holds at most %d",
                       first, last, last - first + 1, TB_MOST_YEARS);
    sheet->first_year = first;
    sheet->last_year = last;
    sheet->n_years = last - first + 1;
    return TB_OK;
}

static enum tb_status gather(struct tb_sheet *sheet, struct tb_log *log)
{
    const struct tb_panel *panel = sheet->chart->panel;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->series = sheet->chart->series[s];
        track->name = track_name(sheet->chart, track->series);
        assert(sheet->n_years > 0);
        track->datum = calloc((size_t)sheet->n_years, sizeof *track->datum);
        if (!track->datum)
            return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while reading a series");
        const struct tb_series *series = &panel->series[track->series];
        for (size_t i = series->first; i < series->first + series->n; i++)
            take(&track->datum[panel->year[i] - sheet->first_year], panel, i);
    }
    return TB_OK;
}

/* First and last year with a value of each series, least and most of all. */
static enum tb_status measure(struct tb_sheet *sheet, struct tb_log *log)
{
    sheet->least = INFINITY;
    sheet->most = -INFINITY;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->first_value = track->last_value = -1;
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            if (!datum->has_value)
                continue;
            if (fabs(datum->value) >= TB_LARGEST)
                return tb_fail(log, TB_BAD_DATA, "chart-too-large", NULL, "%g of %d is too large to draw", datum->value,
                               tb_year_of(sheet, y));
            if (track->first_value < 0)
                track->first_value = y;
            track->last_value = y;
            sheet->least = fmin(sheet->least, datum->value);
            sheet->most = fmax(sheet->most, datum->value);
        }
    }
    if (sheet->least > sheet->most)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no year has a value to draw");
    return TB_OK;
}

/* The marks that occur, from the data alone. */
static void note_states(struct tb_sheet *sheet)
{
    static const struct {
        unsigned flag;
        enum tb_sheet_note note;
    } flagged[] = {
        {TB_FLAG_PROVISIONAL, TB_SAYS_PROVISIONAL}, {TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT, TB_SAYS_ESTIMATED},
        {TB_FLAG_FORECAST, TB_SAYS_FORECAST},       {TB_FLAG_UNRELIABLE, TB_SAYS_UNRELIABLE},
        {TB_FLAG_REVISED, TB_SAYS_REVISED},
    };
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            for (size_t f = 0; datum->has_value && f < sizeof flagged / sizeof *flagged; f++) {
                if (datum->flags & flagged[f].flag)
                    tb_sheet_says(sheet, flagged[f].note);
            }
            if (datum->has_value && datum->period)
                tb_sheet_says(sheet, TB_SAYS_PART);
            if (datum->breaks && y > 0)
                tb_sheet_says(sheet, datum->overlaps ? TB_SAYS_OVERLAP : TB_SAYS_BREAK);
            if (datum->links && y > 0)
                tb_sheet_says(sheet, TB_SAYS_LINK);
            if (tb_is_upper(datum))
                tb_sheet_says(sheet, TB_SAYS_UPPER);
            else if (tb_is_lower(datum))
                tb_sheet_says(sheet, TB_SAYS_LOWER);
            else if (datum->has_value && datum->state == TB_ABOUT)
                tb_sheet_says(sheet, TB_SAYS_ABOUT);
            else if (datum->listed && datum->state == TB_NEGLIGIBLE)
                tb_sheet_says(sheet, TB_SAYS_NEGLIGIBLE);
            else if (datum->listed && datum->state == TB_CONFIDENTIAL)
                tb_sheet_says(sheet, TB_SAYS_CONFIDENTIAL);
            else if (!datum->has_value && y > track->first_value && y < track->last_value)
                tb_sheet_says(sheet, TB_SAYS_GAP);
        }
    }
}

/* How the values of some series are shown; returns their largest number of printed decimals. */
static int choose_display(const struct tb_chart *chart, const uint32_t *series, size_t n_series,
                          struct tb_display *display)
{
    const struct tb_panel *panel = chart->panel;
    size_t room = 1, n = 0;
    for (size_t s = 0; s < n_series; s++)
        room += panel->series[series[s]].n;
    double *values = malloc(room * sizeof *values);
    int decimals = INT8_MIN;
    for (size_t s = 0; values && s < n_series; s++) {
        const struct tb_series *one = &panel->series[series[s]];
        for (size_t i = one->first; i < one->first + one->n; i++) {
            if (!tb_has_value(panel, i))
                continue;
            values[n++] = panel->value[i];
            decimals = (int)fmax(decimals, panel->decimals[i]);
        }
    }
    decimals = n ? decimals : 0;
    const char *unit = n_series ? tb_text(panel, panel->indicators[panel->series[series[0]].indicator].unit) : "";
    tb_display_choose(values, n, decimals, unit, chart->language, display);
    free(values);
    return decimals;
}

static const char *suffix_of(const struct tb_display *display)
{
    return strcmp(display->unit, "%") == 0 ? "%" : strcmp(display->unit, "‰") == 0 ? "‰" : "";
}

static void choose_displays(struct tb_sheet *sheet)
{
    const struct tb_chart *chart = sheet->chart;
    sheet->decimals = choose_display(chart, chart->series, sheet->several_units ? 1 : chart->n_series, &sheet->display);
    sheet->decimals += (int)lround(log10(sheet->display.divisor));
    sheet->suffix = suffix_of(&sheet->display);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        choose_display(chart, &track->series, 1, &track->display);
        track->suffix = suffix_of(&track->display);
    }
}

bool tb_is_drawable(const struct tb_sheet *sheet, double value)
{
    return isfinite(value) && fabs(value) < TB_LARGEST && fabs(value / sheet->display.divisor) < TB_LARGEST;
}

/* The target, when all series are of one indicator; one of a single year only where that year is drawn. */
static void find_target(struct tb_sheet *sheet)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const uint32_t first = panel->series[sheet->track->series].indicator;
    const struct tb_indicator *indicator = &panel->indicators[first];
    sheet->target = NAN;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        if (panel->series[sheet->track[s].series].indicator != first)
            return;
    }
    if (!tb_is_drawable(sheet, indicator->definition->target))
        return;
    tb_sheet_says(sheet, indicator->definition->target_year ? TB_SAYS_YEAR_TARGET : TB_SAYS_TARGET);
    sheet->target_year = indicator->definition->target_year;
    const int at = sheet->target_year - sheet->first_year;
    if (sheet->target_year == 0 || (at >= 0 && at < sheet->n_years))
        sheet->target = indicator->definition->target;
}

/* ---- for the types ---- */

void tb_sheet_narrow(struct tb_sheet *sheet, int first, int last)
{
    for (size_t s = 0; s < sheet->n_tracks; s++)
        memmove(sheet->track[s].datum, sheet->track[s].datum + first,
                (size_t)(last - first + 1) * sizeof *sheet->track[s].datum);
    sheet->last_year = sheet->first_year + last;
    sheet->first_year += first;
    sheet->n_years = last - first + 1;
}

void tb_sheet_drop(struct tb_sheet *sheet, size_t s)
{
    free(sheet->track[s].datum);
    sheet->n_tracks--;
    memmove(sheet->track + s, sheet->track + s + 1, (sheet->n_tracks - s) * sizeof *sheet->track);
}

void tb_sheet_drop_empty(struct tb_sheet *sheet)
{
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        bool any = false;
        for (int y = 0; y < sheet->n_years; y++)
            any = any || sheet->track[s].datum[y].has_value;
        if (any)
            continue;
        tb_sheet_drop(sheet, s);
        sheet->left_out++;
    }
    if (sheet->left_out)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
}

void tb_sheet_move(struct tb_sheet *sheet, size_t s, size_t to)
{
    const struct tb_track moved = sheet->track[s];
    memmove(sheet->track + s, sheet->track + s + 1, (sheet->n_tracks - s - 1) * sizeof moved);
    memmove(sheet->track + to + 1, sheet->track + to, (sheet->n_tracks - to - 1) * sizeof moved);
    sheet->track[to] = moved;
}

void tb_sheet_no_target(struct tb_sheet *sheet)
{
    sheet->target = NAN;
    sheet->says &= ~(UINT64_C(1) << TB_SAYS_TARGET | UINT64_C(1) << TB_SAYS_YEAR_TARGET);
}

void tb_sheet_display(struct tb_sheet *sheet, const char *unit, int decimals)
{
    sheet->display = (struct tb_display){.divisor = 1, .decimals = decimals, .language = sheet->language};
    sheet->decimals = decimals;
    snprintf(sheet->display.unit, sizeof sheet->display.unit, "%s", unit);
    sheet->suffix = suffix_of(&sheet->display);
    sheet->several_units = false;
    tb_sheet_no_target(sheet);
}

const struct tb_result *tb_sheet_result(const struct tb_sheet *sheet, size_t s, const char *statistic, int y)
{
    const int year = tb_year_of(sheet, y);
    const struct tb_results *results = sheet->chart->results;
    return results ? tb_results_at(results, sheet->track[s].series, statistic, year, year) : NULL;
}

struct tb_track *tb_sheet_add(struct tb_sheet *sheet, const char *name)
{
    struct tb_track *track = &sheet->track[sheet->n_tracks++];
    *track = (struct tb_track){.series = TB_NOWHERE,
                               .name = name,
                               .datum = calloc((size_t)sheet->n_years, sizeof *track->datum),
                               .display = sheet->display,
                               .suffix = sheet->suffix};
    if (!track->datum)
        abort(); /* inside a chart process: the caller reports it */
    return track;
}

int tb_sheet_last_common(const struct tb_sheet *sheet)
{
    int best = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int y = sheet->n_years - 1; y >= 0; y--) {
            int n = 0;
            for (size_t s = 0; s < sheet->n_tracks; s++)
                n += sheet->track[s].datum[y].has_value && sheet->track[s].datum[y].period == 0;
            if (pass == 0)
                best = n > best ? n : best;
            else if (2 * n >= best && n >= (best > 1 ? 2 : 1))
                return y;
        }
    }
    return -1;
}

void tb_sheet_look_ahead(struct tb_sheet *sheet, int ahead)
{
    const int before = sheet->n_years, years = sheet->last_year - sheet->first_year + 1 + ahead;
    if (years <= before)
        return;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->datum = realloc(track->datum, (size_t)years * sizeof *track->datum);
        if (!track->datum)
            abort(); /* inside a chart process: the caller reports it */
        memset(track->datum + before, 0, (size_t)(years - before) * sizeof *track->datum);
    }
    sheet->n_years = years;
    find_target(sheet);
}

/* ---- opening ---- */

static enum tb_status check_units(struct tb_sheet *sheet, struct tb_log *log)
{
    const struct tb_chart *chart = sheet->chart;
    const struct tb_panel *panel = chart->panel;
    const uint32_t first = panel->series[chart->series[0]].indicator;
    for (size_t s = 1; s < chart->n_series; s++) {
        const uint32_t other = panel->series[chart->series[s]].indicator;
        if (panel->indicators[other].unit == panel->indicators[first].unit)
            continue;
        sheet->several_units = true;
        if (!sheet->drawing->several_units)
            return tb_fail(
                log, TB_BAD_DATA, "chart-units", NULL, "%s and %s have different units and cannot share an axis",
                tb_indicator_name(panel, first, chart->language), tb_indicator_name(panel, other, chart->language));
    }
    return TB_OK;
}

enum tb_status tb_sheet_open(struct tb_sheet *sheet, const struct tb_chart *chart, const struct tb_page *page,
                             const struct tb_drawing *drawing, struct tb_log *log)
{
    *sheet = (struct tb_sheet){
        .chart = chart,
        .page = page,
        .language = chart->language,
        .form = drawing->form,
        .drawing = drawing,
        .n_tracks = chart->n_series,
        .colours = tb_theme_colours(page->theme),
        .type = tb_type_sizes(page),
        .reference = NAN,
        .stride = 1,
    };
    if (chart->n_series == 0)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no series was given to draw");
    if (chart->n_series > drawing->most_series)
        return tb_fail(log, TB_BAD_OPTION, "chart-too-many", NULL,
                       "the chart type %s shows at most %zu series, not %zu", drawing->type.id, drawing->most_series,
                       chart->n_series);
    if (chart->n_series < drawing->least_series)
        return tb_fail(log, TB_BAD_OPTION, "chart-too-few", NULL,
                       "the chart type %s shows at least %zu series, not %zu", drawing->type.id, drawing->least_series,
                       chart->n_series);
    enum tb_status status = check_units(sheet, log);
    if (status)
        return status;
    sheet->track = calloc(chart->n_series + 2, sizeof *sheet->track);
    if (!sheet->track)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while opening a chart");
    status = find_years(sheet, log);
    if (!status)
        status = gather(sheet, log);
    if (!status)
        status = measure(sheet, log);
    if (status)
        return status;
    choose_displays(sheet);
    find_target(sheet);
    if (drawing->prepare) {
        status = drawing->prepare(sheet, log);
        if (!status)
            status = measure(sheet, log);
    }
    if (!status)
        note_states(sheet);
    return status;
}

bool tb_chart_facts(const struct tb_chart *chart, struct tb_chart_facts *facts)
{
    const struct tb_page page = tb_page_default();
    const struct tb_drawing *drawing = tb_drawing_find(chart->type);
    struct tb_log *log = tb_log_new(1);
    struct tb_sheet sheet = {0};
    *facts = (struct tb_chart_facts){0};
    const bool whole = log && drawing && tb_sheet_open(&sheet, chart, &page, drawing, log) == TB_OK;
    if (whole)
        *facts = (struct tb_chart_facts){.display = sheet.display,
                                         .first_year = sheet.first_year,
                                         .last_year = sheet.last_year,
                                         .base_year = sheet.base_year};
    else
        choose_display(chart, chart->series, chart->n_series, &facts->display);
    if (whole && sheet.several_units)
        facts->display.unit[0] = '\0';
    tb_sheet_close(&sheet);
    tb_log_free(log);
    return whole;
}

void tb_chart_display(const struct tb_chart *chart, struct tb_display *display)
{
    struct tb_chart_facts facts;
    tb_chart_facts(chart, &facts);
    *display = facts.display;
}

void tb_sheet_close(struct tb_sheet *sheet)
{
    for (size_t s = 0; sheet->track && s < sheet->n_tracks; s++)
        free(sheet->track[s].datum);
    free(sheet->whole.datum);
    free(sheet->track);
    sheet->track = NULL;
    sheet->whole.datum = NULL;
}
