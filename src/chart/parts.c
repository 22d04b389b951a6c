/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts.h"

#include <math.h>
#include <stdlib.h>

size_t tb_chart_whole(const struct tb_chart *chart)
{
    const struct tb_panel *panel = chart->panel;
    for (size_t w = 0; w < chart->n_series; w++) {
        const struct tb_series *whole = &panel->series[chart->series[w]];
        const struct tb_indicator *indicator = &panel->indicators[whole->indicator];
        size_t parts = 0;
        for (size_t s = 0; s < chart->n_series; s++) {
            const struct tb_series *part = &panel->series[chart->series[s]];
            for (uint32_t k = 0; k < indicator->definition->n_parts && s != w; k++)
                parts += indicator->definition->parts[k] == part->indicator && part->region == whole->region;
        }
        if (parts && parts == chart->n_series - 1)
            return w;
    }
    return chart->n_series;
}

void tb_parts_take_whole(struct tb_sheet *sheet)
{
    const size_t w = tb_chart_whole(sheet->chart);
    if (w == sheet->chart->n_series)
        return;
    sheet->whole = sheet->track[w];
    sheet->track[w].datum = NULL;
    tb_sheet_drop(sheet, w);
}

bool tb_parts_complete(const struct tb_sheet *sheet, int y)
{
    for (size_t s = 0; s < sheet->n_tracks; s++)
        if (!sheet->track[s].datum[y].has_value && sheet->track[s].series != TB_NOWHERE)
            return false;
    return true;
}

double tb_parts_sum(const struct tb_sheet *sheet, int y)
{
    double sum = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        sum += sheet->track[s].datum[y].has_value ? sheet->track[s].datum[y].value : 0;
    return sum;
}

struct tb_look tb_part_look(const struct tb_sheet *sheet, size_t s)
{
    struct tb_look look = tb_series_look(sheet, s < TB_SERIES_COLOURS ? s : 0, TB_SERIES_COLOURS);
    if (s >= TB_SERIES_COLOURS || sheet->track[s].series == TB_NOWHERE) {
        look.colour = sheet->colours->context;
        look.pale = sheet->colours->grid;
        look.words = sheet->colours->secondary;
    } else
        look.hatched = sheet->colours->shapes && s == 3; /* the fourth is as dark as the first */
    return look;
}

/* ---- stacked and share ---- */

static int last_complete(const struct tb_sheet *sheet)
{
    for (int y = sheet->n_years - 1; y >= 0; y--)
        if (tb_parts_complete(sheet, y))
            return y;
    return -1;
}

/* Largest first, by the last complete year; the others keep the order of the catalogue. */
static void sort_parts(struct tb_sheet *sheet, int y)
{
    for (size_t to = 0; to < sheet->n_tracks; to++) {
        size_t largest = to;
        for (size_t s = to + 1; s < sheet->n_tracks; s++)
            if (sheet->track[s].datum[y].value > sheet->track[largest].datum[y].value)
                largest = s;
        tb_sheet_move(sheet, largest, to);
    }
}

/* One value for several; a bound among them bounds the sum, bounds of both kinds leave nothing. */
static void add_datum(struct tb_datum *sum, const struct tb_datum *part)
{
    const bool upper = tb_is_upper(sum) || tb_is_upper(part), lower = tb_is_lower(sum) || tb_is_lower(part);
    sum->listed |= part->listed;
    sum->breaks |= part->breaks;
    sum->has_value = sum->has_value && part->has_value && !(upper && lower);
    sum->flags = (uint16_t)(sum->flags | part->flags);
    sum->period = part->period ? part->period : sum->period;
    sum->value += part->value;
    sum->state = upper                                               ? TB_AT_MOST
                 : lower                                             ? TB_AT_LEAST
                 : sum->state == TB_ABOUT || part->state == TB_ABOUT ? TB_ABOUT
                 : sum->has_value                                    ? TB_EXACT
                                                                     : TB_NOT_AVAILABLE;
}

/* The smaller parts beyond the fourth become one. */
static void merge_small(struct tb_sheet *sheet)
{
    if (sheet->n_tracks <= TB_MOST_PARTS)
        return;
    struct tb_track *others = &sheet->track[TB_SERIES_COLOURS];
    while (sheet->n_tracks > TB_MOST_PARTS) {
        for (int y = 0; y < sheet->n_years; y++)
            add_datum(&others->datum[y], &sheet->track[TB_MOST_PARTS].datum[y]);
        tb_sheet_drop(sheet, TB_MOST_PARTS);
    }
    others->name = tb_either(sheet, "Other", "其他");
    tb_sheet_says(sheet, TB_SAYS_REST);
}

/* Does the audit find that the parts add up, within the rounding of their digits? */
static bool agrees(const struct tb_sheet *sheet, int y)
{
    const int year = tb_year_of(sheet, y);
    const struct tb_result *row =
        sheet->chart->results ? tb_results_at(sheet->chart->results, sheet->whole.series, "audit_parts", year, year)
                              : NULL;
    return row && row->note.code == TB_NOTE_AGREES;
}

/* What the parts leave of the whole, beyond the rounding of their last digits. */
static void add_rest(struct tb_sheet *sheet)
{
    if (!sheet->whole.datum)
        return;
    const double unit = pow(10, -sheet->decimals) * sheet->display.divisor;
    const double rounding = 0.5 * unit * (double)(sheet->chart->n_series + 1);
    struct tb_track *rest = NULL;
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_datum *whole = &sheet->whole.datum[y];
        if (!whole->has_value || whole->state != TB_EXACT || !tb_parts_complete(sheet, y) || agrees(sheet, y))
            continue;
        const double left = whole->value - tb_parts_sum(sheet, y);
        if (left < -rounding)
            tb_sheet_says(sheet, TB_SAYS_SUM_ABOVE);
        if (left <= rounding)
            continue;
        if (!rest)
            rest = tb_sheet_add(sheet, tb_either(sheet, "Not itemised", "未列明"));
        rest->datum[y] = (struct tb_datum){.listed = true, .has_value = true, .value = left, .flags = whole->flags};
        tb_sheet_says(sheet, TB_SAYS_SUM_BELOW);
    }
}

enum tb_status tb_prepare_stacked_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    tb_parts_take_whole(sheet);
    for (size_t s = 0; s < sheet->n_tracks; s++)
        for (int y = 0; y < sheet->n_years; y++)
            if (sheet->track[s].datum[y].has_value && sheet->track[s].datum[y].value < 0)
                return tb_fail(log, TB_BAD_DATA, "chart-negative", NULL, "%s is below 0 in %d and cannot be stacked",
                               sheet->track[s].name, tb_year_of(sheet, y));
    const int last = last_complete(sheet);
    if (last < 0)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no year has all the parts");
    sort_parts(sheet, last);
    merge_small(sheet);
    add_rest(sheet);
    tb_sheet_no_target(sheet);
    for (int y = 0; y < sheet->n_years; y++) { /* a year with a part missing is not drawn */
        for (size_t s = 0; s < sheet->n_tracks && !tb_parts_complete(sheet, y); s++) {
            if (sheet->track[s].datum[y].has_value)
                tb_sheet_says(sheet, TB_SAYS_INCOMPLETE);
        }
    }
    return TB_OK;
}

enum tb_status tb_prepare_share_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    const enum tb_status status = tb_prepare_stacked_chart(sheet, log);
    if (status)
        return status;
    double *sum = calloc((size_t)sheet->n_years, sizeof *sum);
    if (!sum)
        return TB_NO_MEMORY;
    bool any = false;
    for (int y = 0; y < sheet->n_years; y++) {
        sum[y] = tb_parts_complete(sheet, y) ? tb_parts_sum(sheet, y) : 0;
        any = any || sum[y] > 0;
    }
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (int y = 0; y < sheet->n_years; y++) {
            struct tb_datum *datum = &sheet->track[s].datum[y];
            datum->has_value = datum->has_value && sum[y] > 0;
            datum->value = datum->has_value ? 100 * datum->value / sum[y] : NAN;
        }
    }
    free(sum);
    if (!any)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no year has parts above 0");
    tb_sheet_display(sheet, "%", 1);
    free(sheet->whole.datum);
    sheet->whole.datum = NULL;
    return TB_OK;
}
