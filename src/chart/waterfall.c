/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each part added to the growth of the whole from one year to the next, in percentage points, step by step. */
#include "parts.h"
#include "rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct tb_result *row_of(const struct tb_sheet *sheet, uint32_t series, const char *statistic, int from)
{
    return sheet->chart->results ? tb_results_at(sheet->chart->results, series, statistic, from, from + 1) : NULL;
}

/* Growth of the whole and exact contributions of all its parts, from `from` to the year after. */
static bool is_known(const struct tb_sheet *sheet, int from)
{
    const struct tb_result *growth = row_of(sheet, sheet->whole.series, "yoy_pct", from);
    size_t known = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_result *row = row_of(sheet, sheet->track[s].series, "contribution_pp", from);
        known += row && isfinite(row->value);
    }
    return growth && isfinite(growth->value) && known == sheet->n_tracks;
}

enum tb_status tb_prepare_waterfall_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    tb_parts_take_whole(sheet);
    if (!sheet->whole.datum)
        return tb_fail(log, TB_BAD_DATA, "chart-no-whole", NULL,
                       "contributions need an indicator with its parts in the catalogue (parts)");
    int from = sheet->last_year - 1;
    while (from >= sheet->first_year && !is_known(sheet, from))
        from--;
    if (from < sheet->first_year)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL,
                       "no two neighbouring years have exact values of the whole and all its parts");
    /* the year before stays in view, for its marks belong to the change */
    tb_sheet_narrow(sheet, from - sheet->first_year, from + 1 - sheet->first_year);
    double sum = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_datum *datum = sheet->track[s].datum;
        datum[1].value = row_of(sheet, sheet->track[s].series, "contribution_pp", from)->value;
        datum[0].has_value = false;
        sum += datum[1].value;
    }
    const double growth = row_of(sheet, sheet->whole.series, "yoy_pct", from)->value;
    for (size_t to = 0; to < sheet->n_tracks; to++) {
        size_t most = to;
        for (size_t s = to + 1; s < sheet->n_tracks; s++)
            if (sheet->track[s].datum[1].value > sheet->track[most].datum[1].value)
                most = s;
        tb_sheet_move(sheet, most, to);
    }
    if (fabs(growth - sum) >= 0.05) {
        struct tb_track *rest = tb_sheet_add(sheet, tb_either(sheet, "Not itemised", "未列明"));
        rest->datum[1] = (struct tb_datum){.listed = true, .has_value = true, .value = growth - sum};
        tb_sheet_says(sheet, TB_SAYS_SUM_BELOW);
    }
    /* the last row is the whole */
    struct tb_track *whole = tb_sheet_add(sheet, sheet->whole.name);
    whole->series = sheet->whole.series;
    whole->datum[1] = (struct tb_datum){.listed = true, .has_value = true, .value = growth};
    tb_sheet_display(sheet, tb_either(sheet, "percentage points", "个百分点"), 1);
    for (int y = 0; y < 2; y++) { /* gaps and marks of the values are not marks of these numbers */
        for (size_t s = 0; s < sheet->n_tracks; s++)
            if (!sheet->track[s].datum[y].has_value)
                sheet->track[s].datum[y] = (struct tb_datum){0};
    }
    return TB_OK;
}

static void label_of(const struct tb_sheet *sheet, double value, char label[TB_LABEL_SIZE])
{
    int decimals = sheet->display.decimals;
    while (value != 0 && fabs(value) < 0.5 * pow(10, -decimals) && decimals < 6)
        decimals++;
    const size_t n = tb_display_fixed(value, decimals, true, sheet->language, label, TB_LABEL_SIZE);
    tb_keep_or_power(value, n, label, TB_LABEL_SIZE);
}

static struct tb_reach reach_of(struct tb_sheet *sheet, const struct tb_rows *rows)
{
    double sum = 0, widest = 0;
    struct tb_reach reach = {0};
    for (size_t s = 0; s + 1 < sheet->n_tracks; s++) {
        sum += sheet->track[s].datum[1].value;
        reach.low = fmin(reach.low, sum);
        reach.high = fmax(reach.high, sum);
    }
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        char label[TB_LABEL_SIZE];
        label_of(sheet, sheet->track[s].datum[1].value, label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_label_face(sheet, 0)).width + 1.4);
    }
    if (reach.high <= reach.low)
        reach.high = reach.low + 1;
    reach.left = rows->area.left + widest;
    reach.right = fmax(rows->area.right - widest, reach.left + 1);
    return reach;
}

void tb_draw_waterfall_chart(struct tb_sheet *sheet)
{
    const char **name = calloc(sheet->n_tracks, sizeof *name);
    if (!name)
        abort(); /* inside a chart process: the caller reports it */
    for (size_t s = 0; s < sheet->n_tracks; s++)
        name[s] = sheet->track[s].name;
    const struct tb_rows rows = tb_rows_lay(sheet, sheet->plot, name, sheet->n_tracks, sheet->n_tracks, 0.3, 12, false);
    const struct tb_reach reach = reach_of(sheet, &rows);
    const double half = fmin(0.34 * rows.pitch, 4), digit = tb_digit_height(sheet->canvas) * sheet->type.label;
    const double zero = tb_reach_x(&reach, 0);
    double sum = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const bool whole = i + 1 == sheet->n_tracks;
        const struct tb_datum *datum = &sheet->track[i].datum[1];
        const double from = whole ? 0 : sum, to = from + datum->value, y = tb_row_y(&rows, i);
        const struct tb_hue hue = tb_direction_hue(sheet->page, datum->value);
        struct tb_look look = tb_series_look(sheet, 0, 1);
        look.colour = whole ? sheet->colours->text : hue.mark;
        const double a = tb_reach_x(&reach, fmin(from, to)), b = tb_reach_x(&reach, fmax(from, to));
        if (i > 0 || whole) /* where the last step ended */
            tb_draw_upright(sheet->canvas, tb_reach_x(&reach, sum), y - rows.pitch + half, y - half, TB_GRID_LINE * 1.5,
                            sheet->colours->context);
        const struct tb_datum plain = {.has_value = true};
        tb_draw_part(sheet, &plain, &look, (struct tb_box){a, y - half, fmax(b, a + 0.3), y + half});
        char label[TB_LABEL_SIZE];
        label_of(sheet, datum->value, label);
        struct tb_face face = tb_label_face(sheet, whole ? sheet->colours->text : hue.words);
        face.strong = true;
        tb_draw_text(sheet->canvas, label, face, datum->value < 0 ? a - 0.7 : fmax(b, a + 0.3) + 0.7, y + digit / 2,
                     datum->value < 0 ? TB_END : TB_START);
        tb_row_name(sheet, &rows, i, name[i], "", whole);
        sum = whole ? sum : to;
    }
    tb_draw_upright(sheet->canvas, zero, rows.area.top, rows.area.bottom, TB_ZERO_LINE, sheet->colours->secondary);
    sheet->undrawn = (int)(sheet->n_tracks - rows.n);
    if (sheet->undrawn)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    free(name);
}
