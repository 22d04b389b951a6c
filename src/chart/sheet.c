/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include <math.h>
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
    sheet->least = INFINITY;
    sheet->most = -INFINITY;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_track *track = &sheet->track[s];
        track->series = sheet->chart->series[s];
        track->name = track_name(sheet->chart, track->series);
        track->first_value = track->last_value = -1;
        track->datum = calloc((size_t)sheet->n_years, sizeof *track->datum);
        if (!track->datum)
            return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while reading a series");
        const struct tb_series *series = &panel->series[track->series];
        for (size_t i = series->first; i < series->first + series->n; i++)
            take(&track->datum[panel->year[i] - sheet->first_year], panel, i);
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            if (!datum->has_value)
                continue;
            if (fabs(datum->value) >= TB_LARGEST)
                return tb_fail(log, TB_BAD_DATA, "chart-too-large", NULL, "%g of %d is too large to draw", datum->value,
                               sheet->first_year + y);
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
                tb_sheet_says(sheet, TB_SAYS_BREAK);
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

/* All values of the chart one after another (room for all of them is the caller's), and their printed decimals. */
static size_t list_values(const struct tb_chart *chart, double *values, int *decimals)
{
    const struct tb_panel *panel = chart->panel;
    size_t n = 0;
    *decimals = INT8_MIN;
    for (size_t s = 0; s < chart->n_series; s++) {
        const struct tb_series *series = &panel->series[chart->series[s]];
        for (size_t i = series->first; i < series->first + series->n; i++) {
            if (!tb_has_value(panel, i))
                continue;
            values[n++] = panel->value[i];
            *decimals = (int)fmax(*decimals, panel->decimals[i]);
        }
    }
    if (n == 0)
        *decimals = 0;
    return n;
}

static int choose_display(const struct tb_chart *chart, struct tb_display *display)
{
    const struct tb_panel *panel = chart->panel;
    size_t room = 1;
    for (size_t s = 0; s < chart->n_series; s++)
        room += panel->series[chart->series[s]].n;
    double *values = malloc(room * sizeof *values);
    int decimals = 0;
    const size_t n = values ? list_values(chart, values, &decimals) : 0;
    const char *unit =
        chart->n_series ? tb_text(panel, panel->indicators[panel->series[chart->series[0]].indicator].unit) : "";
    tb_display_choose(values, n, decimals, unit, chart->language, display);
    free(values);
    return decimals;
}

void tb_chart_display(const struct tb_chart *chart, struct tb_display *display)
{
    choose_display(chart, display);
}

/* A target of every year, when all series are of one indicator. */
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
    if (indicator->target_year == 0 && isfinite(indicator->target) && fabs(indicator->target) < TB_LARGEST) {
        sheet->target = indicator->target;
        tb_sheet_says(sheet, TB_SAYS_TARGET);
    }
}

enum tb_status tb_sheet_open(struct tb_sheet *sheet, const struct tb_chart *chart, const struct tb_page *page,
                             enum tb_mark_form form, struct tb_log *log)
{
    *sheet = (struct tb_sheet){
        .chart = chart,
        .page = page,
        .language = chart->language,
        .form = form,
        .n_tracks = chart->n_series,
        .colours = tb_theme_colours(page->theme),
        .type = tb_type_sizes(page),
    };
    if (chart->n_series == 0)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no series was given to draw");
    if (chart->n_series > TB_MOST_TRACKS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-many", NULL, "%zu series are too many for one chart, at most %d",
                       chart->n_series, TB_MOST_TRACKS);
    const struct tb_panel *panel = chart->panel;
    const uint32_t first = panel->series[chart->series[0]].indicator;
    for (size_t s = 1; s < chart->n_series; s++) {
        const uint32_t other = panel->series[chart->series[s]].indicator;
        if (panel->indicators[other].unit != panel->indicators[first].unit)
            return tb_fail(
                log, TB_BAD_DATA, "chart-units", NULL, "%s and %s have different units and cannot share an axis",
                tb_indicator_name(panel, first, chart->language), tb_indicator_name(panel, other, chart->language));
    }
    sheet->track = calloc(chart->n_series, sizeof *sheet->track);
    if (!sheet->track)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while opening a chart");
    enum tb_status status = find_years(sheet, log);
    if (!status)
        status = gather(sheet, log);
    if (status)
        return status;
    sheet->decimals = choose_display(chart, &sheet->display);
    sheet->decimals += (int)lround(log10(sheet->display.divisor));
    sheet->suffix = strcmp(sheet->display.unit, "%") == 0 ? "%" : strcmp(sheet->display.unit, "‰") == 0 ? "‰" : "";
    note_states(sheet);
    find_target(sheet);
    return TB_OK;
}

void tb_sheet_close(struct tb_sheet *sheet)
{
    for (size_t s = 0; sheet->track && s < sheet->n_tracks; s++)
        free(sheet->track[s].datum);
    free(sheet->track);
    sheet->track = NULL;
}
