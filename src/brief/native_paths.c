/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native tables of lines: against a common base, at both ends, within limits, ahead; and points over their size. */
#include "chart/control.h"
#include "chart/forecast.h"
#include "chart/funnel.h"
#include "chart/track.h"
#include "native_made.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- several lines ---- */

bool native_index(struct native *native, struct tb_sheet *sheet)
{
    if (!native_take_years(native, sheet) || !native_take_tracks(native, sheet, true))
        return false;
    char name[80];
    snprintf(name, sizeof name, "%d%s", sheet->base_year, tb_either(sheet, " = 100", "年＝100"));
    struct native_column *base = native_add_named(native, NATIVE_CENTRE, 0, name);
    for (int y = 0; base && y < sheet->n_years; y++)
        base->value[y] = sheet->reference;
    return base != NULL;
}

/* Colour says the direction: of quality where the catalogue says what is better, else only that there is one. */
static enum native_tone tone_of(const struct tb_sheet *sheet, size_t s)
{
    const struct tb_track *track = &sheet->track[s];
    const struct tb_panel *panel = sheet->chart->panel;
    const enum tb_better better = panel->indicators[panel->series[track->series].indicator].better;
    const double change = track->datum[1].value - track->datum[0].value;
    if (change == 0 || track->datum[1].breaks)
        return NATIVE_QUIET;
    const bool rise = change > 0;
    return (better == TB_LOWER ? !rise : rise) ? NATIVE_BETTER : NATIVE_WORSE;
}

bool native_slope(struct native *native, struct tb_sheet *sheet)
{
    if (!native_take_years(native, sheet) || !native_take_tracks(native, sheet, false))
        return false;
    for (size_t c = 0; c < native->columns; c++)
        native->column[c].tone = tone_of(sheet, native->column[c].series);
    return true;
}

bool native_bump(struct native *native, struct tb_sheet *sheet)
{
    native->downward = true;
    return native_take_years(native, sheet) && native_take_tracks(native, sheet, false);
}

/* ---- within limits ---- */

static bool take_words(struct native *native, struct tb_bytes *words)
{
    native->words = words->failed ? NULL : native_words(brief_text(words));
    tb_bytes_free(words);
    return native->words != NULL;
}

static bool take_levels(struct native *native, const struct tb_sheet *sheet, const struct tb_stretch *stretch,
                        bool last)
{
    static const enum tb_control_level order[] = {TB_CONTROL_UPPER, TB_CONTROL_CENTRE, TB_CONTROL_LOWER};
    const struct tb_result *centre = stretch->level[TB_CONTROL_CENTRE];
    const int from = centre->from - sheet->first_year, to = tb_control_settled(sheet, stretch);
    for (size_t i = 0; i < 3; i++) {
        const struct tb_result *row = stretch->level[order[i]];
        char name[120];
        if (!row)
            continue;
        if (last)
            snprintf(name, sizeof name, "%s", tb_control_name(sheet, stretch, order[i]));
        else
            snprintf(name, sizeof name, "%s %d%s%d", tb_control_name(sheet, stretch, order[i]), centre->from,
                     tb_either(sheet, "–", "—"), centre->to);
        struct native_column *column =
            native_add_named(native, order[i] == TB_CONTROL_CENTRE ? NATIVE_CENTRE : NATIVE_LIMIT, 0, name);
        if (!column)
            return false;
        column->at_end = last;
        for (int y = from < 0 ? 0 : from; y <= to && y < sheet->n_years; y++)
            column->value[y] = row->value;
    }
    return true;
}

/* The years that stand out, once more, by what the catalogue thinks of them. */
static bool take_signals(struct native *native, const struct tb_sheet *sheet, const struct tb_stretch *last)
{
    const struct {
        int quality;
        enum native_tone tone;
        const char *name;
    } kinds[] = {{-1, NATIVE_WORSE, tb_either(sheet, "stands out (worse)", "异常（不利）")},
                 {0, NATIVE_PLAIN, tb_either(sheet, "stands out", "异常")},
                 {1, NATIVE_BETTER, tb_either(sheet, "stands out (better)", "异常（有利）")}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        struct native_column *column = NULL;
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_result *signal = tb_control_signal(sheet, last, y);
            if (!signal || tb_control_quality(sheet, signal->value) != kinds[k].quality)
                continue;
            if (!column)
                column = native_add_named(native, NATIVE_RINGED, 0, kinds[k].name);
            if (!column)
                return false;
            column->tone = kinds[k].tone;
            column->value[y] = sheet->track->datum[y].value;
            column->observation[y] = native_observation(sheet, 0, y);
        }
    }
    return true;
}

bool native_control(struct native *native, struct tb_sheet *sheet)
{
    struct tb_stretch stretch[TB_CONTROL_STRETCHES];
    const size_t n = tb_control_stretches(sheet, stretch);
    const struct tb_stretch *last = n ? &stretch[n - 1] : NULL;
    struct tb_bytes words = {0};
    tb_control_words(sheet, last, &words);
    if (!take_words(native, &words) || !native_take_years(native, sheet) || !native_take_tracks(native, sheet, true))
        return false;
    for (size_t c = 0; c < native->columns; c++)
        native->column[c].tone = NATIVE_QUIET; /* only what stands out is in colour */
    for (size_t i = 0; i < n; i++)
        if (!take_levels(native, sheet, &stretch[i], i + 1 == n))
            return false;
    return take_signals(native, sheet, last);
}

/* ---- ahead ---- */

/* Limits of one level, from the last value on. */
static bool take_limits(struct native *native, const struct tb_sheet *sheet, const struct tb_outlook *outlook,
                        const struct tb_result *row, const char *const name[2], bool at_end)
{
    const struct tb_natural_limits natural = tb_natural_limits(sheet);
    const int last = sheet->track->last_value;
    for (int upper = 0; upper <= 1; upper++) {
        struct native_column *column = native_add_named(native, NATIVE_EDGE, 0, name[upper]);
        if (!column)
            return false;
        column->at_end = at_end;
        column->value[last] = sheet->track->datum[last].value;
        for (int i = 0; i < outlook->n; i++)
            column->value[row[i].from - sheet->first_year] =
                upper ? fmin(row[i].upper, natural.high) : fmax(row[i].lower, natural.low);
    }
    return true;
}

/* What lies between two limits, as areas on top of one another; nothing before the last value. */
static bool take_bands(struct native *native, size_t edges, bool core, int last)
{
    static const enum native_role roles[] = {NATIVE_BAND_LOW, NATIVE_BAND, NATIVE_CORE, NATIVE_BAND};
    const size_t first = native->columns, n = core ? 4 : 2;
    for (size_t b = 0; b < n; b++)
        if (!native_add(native, roles[b], 0, 0))
            return false;
    /* limits from below: the outer lower one, the inner two, the outer upper one */
    const size_t inner[] = {edges, edges + 2, edges + 3, edges + 1}, outer[] = {edges, edges + 1};
    const size_t *const edge = core ? inner : outer;
    for (size_t t = 0; t < native->times; t++)
        for (size_t b = 0; b < n; b++) {
            const size_t at = t < (size_t)last ? (size_t)last : t; /* before it: bands without width */
            const double value = native->column[edge[b]].value[at];
            native->column[first + b].value[t] = b ? value - native->column[edge[b - 1]].value[at] : value;
        }
    /* some programs draw what has no width as a hair: it lies under the line of the years so far */
    double *low = native->column[first].value, seen = NAN;
    for (size_t t = 0; t < (size_t)last; t++) {
        for (size_t c = 0; c < edges; c++)
            if (native->column[c].role == NATIVE_VALUES && !isnan(native->column[c].value[t]))
                seen = native->column[c].value[t];
        low[t] = seen;
    }
    for (size_t t = (size_t)last; t-- > 0;)
        low[t] = isnan(low[t]) ? low[t + 1] : low[t];
    return true;
}

bool native_forecast(struct native *native, struct tb_sheet *sheet)
{
    const struct tb_outlook outlook = tb_forecast_outlook(sheet);
    struct tb_bytes words = {0};
    tb_sheet_look_ahead(sheet, outlook.n);
    tb_forecast_words(sheet, &outlook, &words);
    if (!take_words(native, &words) || !native_take_years(native, sheet) || !native_take_tracks(native, sheet, true))
        return false;
    if (!outlook.n)
        return true;
    const int last = sheet->track->last_value;
    native->foreseen = (size_t)(sheet->last_year + 1 - sheet->first_year);
    struct native_column *path = native_add(native, NATIVE_PATH, 0, 0);
    if (!path)
        return false;
    path->at_end = true;
    path->value[last] = sheet->track->datum[last].value;
    bool bands = true;
    for (int i = 0; i < outlook.n; i++) {
        path->value[outlook.row[i].from - sheet->first_year] = outlook.row[i].value;
        bands = bands && tb_has_limits(sheet, &outlook.row[i]);
    }
    if (!bands)
        return true;
    const size_t edges = native->columns;
    char level[2][48];
    const double confidence = sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95;
    snprintf(level[0], sizeof level[0], "%.4g%%%s", 100 * confidence, tb_either(sheet, " lower limit", "下限"));
    snprintf(level[1], sizeof level[1], "%.4g%%%s", 100 * confidence, tb_either(sheet, " upper limit", "上限"));
    const char *const outer[] = {level[0], level[1]};
    const char *const inner[] = {tb_either(sheet, "80% lower limit", "80%下限"),
                                 tb_either(sheet, "80% upper limit", "80%上限")};
    const bool core = outlook.inner && tb_has_limits(sheet, &outlook.inner[outlook.n - 1]);
    return take_limits(native, sheet, &outlook, outlook.row, outer, true) &&
           (!core || take_limits(native, sheet, &outlook, outlook.inner, inner, false)) &&
           take_bands(native, edges, core, last);
}

/* ---- over their size ---- */

static bool fill_field(struct native *native, const struct tb_sheet *sheet, const struct tb_funnel_region *region)
{
    char name[400], near[24];
    const uint32_t number = tb_funnel_sizes(sheet, region, &native->along);
    const double confidence = sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95;
    snprintf(near, sizeof near, "%.4g%%", 100 * confidence);
    snprintf(name, sizeof name, "%.300s%s%.60s%s", tb_indicator_name(native->panel, number, native->language),
             native->along.unit[0] ? tb_either(sheet, " (", "（") : "", native->along.unit,
             native->along.unit[0] ? tb_either(sheet, ")", "）") : "");
    const struct {
        enum native_role role;
        const char *name;
        size_t offset; /* in the region */
    } columns[] = {
        {NATIVE_SIZE, name, offsetof(struct tb_funnel_region, size)},
        {NATIVE_VALUES, tb_indicator_name(native->panel, native->indicator, native->language),
         offsetof(struct tb_funnel_region, value)},
        {NATIVE_CENTRE, tb_either(sheet, "overall", "总体"), SIZE_MAX},
        {NATIVE_LIMIT, near, offsetof(struct tb_funnel_region, low)},
        {NATIVE_LIMIT, near, offsetof(struct tb_funnel_region, high)},
        {NATIVE_FAR_LIMIT, "99.8%", offsetof(struct tb_funnel_region, far_low)},
        {NATIVE_FAR_LIMIT, "99.8%", offsetof(struct tb_funnel_region, far_high)},
    };
    const size_t n = sheet->n_tracks;
    for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
        struct native_column *column = native_add_named(native, columns[k].role, 0, columns[k].name);
        if (!column)
            return false;
        column->at_end = columns[k].role >= NATIVE_CENTRE && columns[k].role <= NATIVE_FAR_LIMIT;
        column->tone = columns[k].role == NATIVE_VALUES ? NATIVE_QUIET : NATIVE_PLAIN;
        for (size_t i = 0; i < n; i++) {
            column->value[i] = columns[k].offset == SIZE_MAX
                                   ? sheet->reference
                                   : *(const double *)(const void *)((const char *)&region[i] + columns[k].offset);
            if (columns[k].role == NATIVE_VALUES)
                column->observation[i] = native_observation(sheet, region[i].track, 0);
        }
    }
    for (size_t i = 0; i < n; i++) {
        native->row[i] = native_words(sheet->track[region[i].track].name);
        if (!native->row[i])
            return false;
        if (!tb_is_outside(&region[i], false))
            continue;
        struct native_column *column = native_add_named(native, NATIVE_RINGED, 0, native->row[i]);
        if (!column)
            return false;
        column->value[i] = region[i].value;
        column->tone = tb_is_outside(&region[i], true) ? NATIVE_WORSE : NATIVE_PLAIN;
    }
    return true;
}

bool native_funnel(struct native *native, struct tb_sheet *sheet)
{
    struct tb_funnel_region *region = NULL;
    native->n = 1;
    const bool done = native_take_rows(native, sheet->n_tracks, tb_either(sheet, "Region", "地区")) &&
                      tb_funnel_regions(sheet, &region) && fill_field(native, sheet, region);
    free(region);
    return done;
}
