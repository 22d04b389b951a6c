/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The regions of one year as bars from 0, the best on top, with a line to be compared with. */
#include "rows.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ONE_COLUMN = 25 /* more bars stand in two columns */
};

/* ---- what is shown ---- */

static bool comes_before(const struct tb_sheet *sheet, size_t a, size_t b)
{
    const struct tb_result *ra = tb_sheet_result(sheet, a, "rank", 0), *rb = tb_sheet_result(sheet, b, "rank", 0);
    if (ra && rb && isfinite(ra->value) && isfinite(rb->value))
        return ra->value < rb->value;
    const struct tb_indicator *indicator =
        &sheet->chart->panel->indicators[sheet->chart->panel->series[sheet->track[a].series].indicator];
    const double p = sheet->track[a].datum[0].value, q = sheet->track[b].datum[0].value;
    return indicator->better == TB_LOWER && ra ? p < q : p > q; /* bounds by the bound */
}

/* The row for all regions has no rank among them: it is what they are compared with, unless it is their sum. */
static void take_total(struct tb_sheet *sheet)
{
    const enum tb_kind kind =
        (enum tb_kind)sheet->chart->panel->indicators[sheet->chart->panel->series[sheet->track->series].indicator].kind;
    const bool sums = kind == TB_COUNT || kind == TB_AMOUNT || kind == TB_LENGTH || kind == TB_AREA;
    bool ranked = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        ranked = ranked || tb_sheet_result(sheet, s, "rank", 0);
    for (size_t s = sheet->n_tracks; ranked && s-- > 0;) {
        if (tb_sheet_result(sheet, s, "rank", 0))
            continue;
        if (!sums && kind != TB_KIND_UNKNOWN && sheet->track[s].datum[0].has_value) {
            sheet->reference = sheet->track[s].datum[0].value;
            sheet->reference_name = sheet->track[s].name;
        }
        tb_sheet_drop(sheet, s);
    }
}

static void take_mean(struct tb_sheet *sheet)
{
    double sum = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[0];
        if (datum->state != TB_EXACT)
            return;
        sum += datum->value;
    }
    sheet->reference = sum / (double)sheet->n_tracks;
    sheet->reference_name = tb_either(sheet, "mean", "平均");
    tb_sheet_says(sheet, TB_SAYS_MEAN);
}

enum tb_status tb_prepare_rank_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    const int year = tb_sheet_last_common(sheet);
    if (year < 0)
        return tb_fail(log, TB_BAD_DATA, "chart-empty", NULL, "no year has a value to draw");
    tb_sheet_narrow(sheet, year, year);
    take_total(sheet);
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        if (sheet->track[s].datum[0].has_value)
            continue;
        tb_sheet_drop(sheet, s);
        sheet->left_out++;
    }
    if (sheet->n_tracks < 2)
        return tb_fail(log, TB_BAD_DATA, "chart-too-few", NULL, "%d has fewer than 2 regions with a value",
                       sheet->first_year);
    for (size_t to = 0; to < sheet->n_tracks; to++) {
        size_t first = to;
        for (size_t s = to + 1; s < sheet->n_tracks; s++)
            if (comes_before(sheet, s, first))
                first = s;
        tb_sheet_move(sheet, first, to);
    }
    for (size_t s = 1; s < sheet->n_tracks; s++) {
        const struct tb_result *a = tb_sheet_result(sheet, s - 1, "rank", 0), *b = tb_sheet_result(sheet, s, "rank", 0);
        if (a && b && a->value == b->value)
            tb_sheet_says(sheet, TB_SAYS_TIES);
    }
    if (isnan(sheet->reference) && isnan(sheet->target))
        take_mean(sheet);
    if (sheet->left_out)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    return TB_OK;
}

/* ---- drawing ---- */

static double place_width(struct tb_sheet *sheet)
{
    bool any = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        any = any || tb_sheet_result(sheet, s, "rank", 0);
    return any ? tb_measure(sheet->canvas, "00", tb_axis_face(sheet)).width + 0.8 : 0;
}

static void place_label(const struct tb_sheet *sheet, size_t s, char label[TB_LABEL_SIZE])
{
    const struct tb_result *row = tb_sheet_result(sheet, s, "rank", 0);
    label[0] = '\0';
    if (row && isfinite(row->value))
        snprintf(label, TB_LABEL_SIZE, "%.0f", row->value);
}

static struct tb_reach reach_of(struct tb_sheet *sheet, const struct tb_rows *rows)
{
    double below = 0, above = 0; /* widths of labels beyond the bars */
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[0];
        char label[TB_LABEL_SIZE];
        tb_datum_label(sheet, datum, sheet->suffix, label);
        const double width = tb_measure(sheet->canvas, label, tb_label_face(sheet, 0)).width + 1.2;
        if (datum->value < 0)
            below = fmax(below, width);
        else
            above = fmax(above, width);
    }
    struct tb_reach reach = {.low = fmin(0, sheet->least), .high = fmax(0, sheet->most)};
    reach.low = fmin(reach.low, fmin(sheet->reference, sheet->target)); /* NaN has no say */
    reach.high = fmax(reach.high, fmax(sheet->reference, sheet->target));
    if (reach.high <= reach.low)
        reach.high = reach.low + 1;
    reach.left = rows->area.left + below;
    reach.right = fmax(rows->area.right - above, reach.left + 1);
    return reach;
}

static void draw_row(struct tb_sheet *sheet, const struct tb_rows *rows, const struct tb_reach *reach, size_t i,
                     size_t s)
{
    const struct tb_datum *datum = &sheet->track[s].datum[0];
    const struct tb_look look = tb_series_look(sheet, 0, 1);
    const double y = tb_row_y(rows, i), half = fmin(0.36 * rows->pitch, 2.4), zero = tb_reach_x(reach, 0);
    const double end = tb_reach_x(reach, datum->value), digit = tb_digit_height(sheet->canvas);
    const bool left = datum->value < 0;
    struct tb_box bar = {fmin(zero, end), y - half, fmax(zero, end), y + half};
    if (bar.right - bar.left < 0.3)
        *(left ? &bar.left : &bar.right) = left ? zero - 0.3 : zero + 0.3;
    tb_draw_part(sheet, datum, &look, bar);
    char label[TB_LABEL_SIZE];
    tb_datum_label(sheet, datum, sheet->suffix, label);
    const struct tb_face face = tb_label_face(sheet, sheet->colours->text);
    const double compared = isfinite(sheet->target) ? sheet->target : sheet->reference;
    const double line = isfinite(compared) ? tb_reach_x(reach, compared) : -1;
    if (line > bar.left && line < bar.right) /* the line to compare with goes through the bar */
        tb_draw_upright(sheet->canvas, line, bar.top, bar.bottom, TB_BREAK_LINE, sheet->colours->ground);
    const double x = left ? bar.left - 0.8 : bar.right + 0.8, base = y + digit * face.size / 2;
    const enum tb_align align = left ? TB_END : TB_START;
    tb_draw_rectangle(sheet->canvas, tb_box_grown(tb_text_box(sheet->canvas, label, face, x, base, align), 0.3),
                      sheet->colours->ground);
    tb_draw_text(sheet->canvas, label, face, x, base, align);
    tb_row_name(sheet, rows, i, sheet->track[s].name, "", false);
    place_label(sheet, s, label);
    const struct tb_face quiet = tb_axis_face(sheet);
    if (label[0])
        tb_draw_text(sheet->canvas, label, quiet, rows->left - 0.8, y + digit * quiet.size / 2, TB_END);
}

/* The line to compare with, behind the bars' labels; its words stand above it. */
static void draw_line(struct tb_sheet *sheet, const struct tb_rows *rows, const struct tb_reach *reach, double value,
                      const char *name, bool first)
{
    const double x = tb_reach_x(reach, value);
    const struct tb_spot line[] = {{x, rows->area.top - 0.4}, {x, rows->area.bottom}};
    tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->text, 0.6, 0.6);
    if (!first || sheet->type.axis * 1.4 > rows->area.top - sheet->plot.top + 1e-9)
        return;
    char number[TB_LABEL_SIZE], label[3 * TB_LABEL_SIZE];
    const struct tb_datum datum = {.has_value = true, .value = value};
    tb_datum_label(sheet, &datum, sheet->suffix, number);
    snprintf(label, sizeof label, "%.100s %s", name, number);
    char *plain = tb_plain_text(label, 100), *cut[1];
    if (!plain)
        abort();
    const struct tb_face face = tb_axis_face(sheet);
    const size_t n = tb_wrap(sheet->canvas, plain, face, 0.6 * (sheet->plot.right - sheet->plot.left), 1, false, cut);
    free(plain);
    if (!n)
        return;
    const double half = tb_measure(sheet->canvas, cut[0], face).width / 2;
    const double middle = fmin(fmax(x, sheet->plot.left + half), sheet->plot.right - half);
    tb_draw_text(sheet->canvas, cut[0], face, middle, rows->area.top - 0.9, TB_CENTRE);
    free(cut[0]);
}

void tb_draw_rank_chart(struct tb_sheet *sheet)
{
    const bool two = sheet->n_tracks > ONE_COLUMN && sheet->canvas->width >= 110;
    const size_t columns = two ? 2 : 1, each = (sheet->n_tracks + columns - 1) / columns;
    const char **name = calloc(sheet->n_tracks, sizeof *name);
    if (!name)
        abort();
    for (size_t s = 0; s < sheet->n_tracks; s++)
        name[s] = sheet->track[s].name;
    const bool has_line = isfinite(sheet->reference) || isfinite(sheet->target);
    const double places = place_width(sheet), gap = 4;
    const double width = (sheet->plot.right - sheet->plot.left - (two ? gap : 0)) / (double)columns;
    size_t drawn = 0;
    for (size_t c = 0; c < columns; c++) {
        struct tb_box box = sheet->plot;
        box.left += (width + gap) * (double)c;
        box.right = box.left + width;
        box.left += places;
        box.top += has_line ? 1.4 * sheet->type.axis : 0;
        struct tb_rows rows = tb_rows_lay(sheet, box, name, sheet->n_tracks, each, 0.34, 8, false);
        const struct tb_reach reach = reach_of(sheet, &rows);
        const size_t n = drawn + rows.n < sheet->n_tracks ? rows.n : sheet->n_tracks - drawn;
        rows.area.bottom = rows.area.top + rows.pitch * (double)n;
        if (isfinite(sheet->target))
            draw_line(sheet, &rows, &reach, sheet->target, tb_either(sheet, "target", "目标"), c == 0);
        else if (isfinite(sheet->reference))
            draw_line(sheet, &rows, &reach, sheet->reference, sheet->reference_name, c == 0);
        for (size_t i = 0; i < n; i++)
            draw_row(sheet, &rows, &reach, i, drawn + i);
        tb_draw_upright(sheet->canvas, tb_reach_x(&reach, 0), rows.area.top, rows.area.bottom, TB_ZERO_LINE,
                        sheet->colours->secondary);
        drawn += n;
    }
    sheet->undrawn = (int)(sheet->n_tracks - drawn);
    if (sheet->undrawn)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    free(name);
}
