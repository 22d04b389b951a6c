/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small panel a series, the years the same in all; in one unit the same scale, and the others grey behind. */
#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct grid {
    size_t columns, rows;
    double width, height; /* of a panel with its space */
};

enum tb_status tb_prepare_multiples_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    (void)log;
    tb_sheet_drop_empty(sheet);
    if (sheet->several_units)
        tb_sheet_says(sheet, TB_SAYS_PANEL_SCALE);
    tb_sheet_no_target(sheet);
    return TB_OK;
}

/* As many columns as make panels near to 3 by 2; rows that have no room for a plot are not there. */
static struct grid lay_grid(struct tb_sheet *sheet)
{
    const double width = sheet->plot.right - sheet->plot.left, height = sheet->plot.bottom - sheet->plot.top;
    const double least_height = 7.2 * sheet->type.axis, least_width = 8 * sheet->type.axis;
    struct grid best = {0};
    double best_cost = INFINITY;
    for (size_t columns = 1; columns <= sheet->n_tracks; columns++) {
        if (columns > 1 && width / (double)columns < least_width)
            break;
        size_t rows = (sheet->n_tracks + columns - 1) / columns;
        const size_t room = (size_t)fmax(1, floor((height + 2) / (least_height + 2)));
        rows = rows < room ? rows : room;
        const struct grid grid = {columns, rows, width / (double)columns, height / (double)rows};
        const size_t lost = sheet->n_tracks > columns * rows ? sheet->n_tracks - columns * rows : 0;
        const double empty = columns * rows > sheet->n_tracks ? (double)(columns * rows - sheet->n_tracks) : 0;
        const double cost = fabs(log(grid.width / fmax(grid.height, 0.1) / 1.7)) + 0.12 * empty + 3 * (double)lost;
        if (cost < best_cost) {
            best_cost = cost;
            best = grid;
        }
    }
    return best;
}

/* "549.0万公里（2021年）" */
static void last_value(const struct tb_sheet *sheet, const struct tb_track *track, struct tb_bytes *text)
{
    char value[TB_LABEL_SIZE];
    if (sheet->several_units)
        tb_track_label(sheet, track, track->last_value, track->suffix, value);
    else
        tb_datum_label(sheet, &track->datum[track->last_value], sheet->suffix, value);
    tb_bytes_text(text, value);
    if (sheet->several_units && !track->suffix[0] && track->display.unit[0])
        tb_bytes_format(text, "%s%s", tb_either(sheet, " ", ""), track->display.unit);
    if (track->last_value < sheet->n_years - 1)
        tb_bytes_format(text, "%s%d%s", tb_either(sheet, " (", "（"), tb_year_of(sheet, track->last_value),
                        tb_either(sheet, ")", "年）"));
    tb_bytes_add(text, "", 1);
}

/* One line of a panel's head, cut where it must be. */
static void draw_line(struct tb_sheet *sheet, const char *text, struct tb_face face, struct tb_box panel,
                      double baseline)
{
    char *line[1], *plain = tb_plain_text(text, 120);
    if (!plain)
        abort(); /* inside a chart process: the caller reports it */
    if (tb_wrap(sheet->canvas, plain, face, panel.right - panel.left, 1, false, line)) {
        tb_draw_text(sheet->canvas, line[0], face, panel.left, baseline, TB_START);
        free(line[0]);
    }
    free(plain);
}

/* Name above last value, or both in one line where all names are short. */
static void draw_title(struct tb_sheet *sheet, const struct tb_track *track, struct tb_box panel, bool two_lines)
{
    struct tb_face name = {.size = sheet->type.axis, .strong = true, .colour = sheet->colours->text};
    const struct tb_face plain = {.size = sheet->type.axis, .colour = sheet->colours->text};
    struct tb_bytes value = {0};
    last_value(sheet, track, &value);
    if (value.failed)
        abort();
    const double baseline = panel.top + 0.95 * name.size;
    draw_line(sheet, track->name, name, panel, baseline);
    double x = panel.left, below = baseline + 1.25 * name.size;
    if (!two_lines) {
        x += tb_measure(sheet->canvas, track->name, name).width + 0.4 * name.size;
        below = baseline;
    }
    panel.left = x;
    draw_line(sheet, (const char *)value.data, plain, panel, below);
    tb_bytes_free(&value);
}

static bool needs_two_lines(struct tb_sheet *sheet, double width)
{
    const struct tb_face face = {.size = sheet->type.axis, .strong = true};
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_bytes text = {0};
        tb_bytes_format(&text, "%s  ", sheet->track[s].name);
        last_value(sheet, &sheet->track[s], &text);
        char *plain = text.failed ? NULL : tb_plain_text((const char *)text.data, 200);
        if (!plain)
            abort();
        const bool wide = tb_measure(sheet->canvas, plain, face).width > width;
        free(plain);
        tb_bytes_free(&text);
        if (wide)
            return true;
    }
    return false;
}

static struct tb_scale own_scale(const struct tb_sheet *sheet, const struct tb_track *track, double divisor)
{
    double least = INFINITY, most = -INFINITY;
    for (int y = 0; y < sheet->n_years; y++) {
        if (track->datum[y].has_value) {
            least = fmin(least, track->datum[y].value);
            most = fmax(most, track->datum[y].value);
        }
    }
    struct tb_scale scale;
    tb_scale_choose(least / divisor, most / divisor, TB_FREE, track->display.decimals, INFINITY, &scale);
    return scale;
}

/* First and last year below the panel. */
static void draw_ends(struct tb_sheet *sheet, const struct tb_axes *axes)
{
    const struct tb_face face = tb_axis_face(sheet);
    const double baseline = axes->area.bottom + 1.25 * face.size;
    char first[16], last[16];
    snprintf(first, sizeof first, "%d", sheet->first_year);
    snprintf(last, sizeof last, "%d", sheet->last_year);
    const double room = axes->area.right - axes->area.left, width = tb_measure(sheet->canvas, last, face).width;
    if (width <= room)
        tb_draw_text(sheet->canvas, last, face, axes->area.right, baseline, TB_END);
    if (sheet->n_years > 1 && 2.4 * width < room)
        tb_draw_text(sheet->canvas, first, face, axes->area.left, baseline, TB_START);
}

/* Label of one end of a scale. */
static void end_label(const struct tb_sheet *sheet, const struct tb_scale *scale, long tick, char label[TB_LABEL_SIZE])
{
    const double value = tb_scale_tick(scale, tick);
    const size_t n = tb_display_fixed(value, tb_scale_decimals(scale), false, sheet->language, label, TB_LABEL_SIZE);
    tb_keep_or_power(value, n, label, TB_LABEL_SIZE);
}

/* The least and the most of the scale, and 0 where it lies between; their labels stand left of the panel, in `room`. */
static void draw_scale(struct tb_sheet *sheet, const struct tb_axes *axes, double room)
{
    const struct tb_scale *scale = &axes->scale;
    const long ends[] = {scale->first, scale->last};
    const struct tb_face face = tb_axis_face(sheet);
    for (int i = 0; i < 2 && ends[0] <= ends[1]; i++) { /* in a range of less than a printed digit there is no tick */
        if (i == 1 && ends[0] == ends[1])
            break;
        const double y = tb_axes_y(axes, tb_scale_tick(scale, ends[i]) * axes->divisor);
        tb_draw_level(sheet->canvas, axes->area.left, axes->area.right, y, ends[i] == 0 ? TB_ZERO_LINE : TB_GRID_LINE,
                      ends[i] == 0 ? sheet->colours->secondary : sheet->colours->grid);
        char label[TB_LABEL_SIZE];
        end_label(sheet, scale, ends[i], label);
        if (tb_measure(sheet->canvas, label, face).width <= room + 1e-9)
            tb_draw_text(sheet->canvas, label, face, axes->area.left - 0.7,
                         y + tb_digit_height(sheet->canvas) * face.size / 2, TB_END);
    }
    if (scale->first < 0 && scale->last > 0)
        tb_draw_level(sheet->canvas, axes->area.left, axes->area.right, tb_axes_y(axes, 0), TB_ZERO_LINE,
                      sheet->colours->secondary);
}

static double scale_width(struct tb_sheet *sheet, const struct tb_scale *scale)
{
    double widest = 0;
    const long ends[] = {scale->first, scale->last};
    for (int i = 0; i < 2 && ends[0] <= ends[1]; i++) {
        char label[TB_LABEL_SIZE];
        end_label(sheet, scale, ends[i], label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_axis_face(sheet)).width);
    }
    return widest;
}

static void draw_behind(struct tb_sheet *sheet, const struct tb_axes *axes, size_t except)
{
    struct tb_look grey = tb_series_look(sheet, TB_SERIES_COLOURS, TB_SERIES_COLOURS + 1);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        for (int y = 1; y < sheet->n_years && s != except; y++) {
            if (!tb_joined(track, y - 1, y))
                continue;
            const struct tb_spot line[] = {tb_track_spot(axes, track, y - 1), tb_track_spot(axes, track, y)};
            tb_draw_line(sheet->canvas, line, 2, 0.2, grey.pale);
        }
    }
}

static void draw_panel(struct tb_sheet *sheet, struct tb_box panel, size_t s, const struct tb_scale *common,
                       double labels, bool two_lines)
{
    const struct tb_track *track = &sheet->track[s];
    const struct tb_display *display = sheet->several_units ? &track->display : &sheet->display;
    struct tb_axes axes = {.area = panel, .divisor = display->divisor};
    axes.scale = common ? *common : own_scale(sheet, track, axes.divisor);
    const struct tb_look look = {.colour = tb_series_look(sheet, 0, 1).colour,
                                 .pale = tb_series_look(sheet, 0, 1).pale,
                                 .line = 0.45,
                                 .radius = 0.6};
    axes.area.left += labels + 0.7;
    axes.area.top += (two_lines ? 3.3 : 2.05) * sheet->type.axis;
    axes.area.bottom -= 1.5 * sheet->type.axis;
    axes.pitch = (axes.area.right - axes.area.left - 1.2) / fmax(1, sheet->n_years - 1);
    axes.left = axes.area.left + 0.6 - axes.pitch / 2;
    if (sheet->n_years == 1)
        axes.left = (axes.area.left + axes.area.right) / 2 - axes.pitch / 2;
    const bool roomy = axes.area.bottom - axes.area.top >= 2.6 * sheet->type.axis;
    if (!roomy) { /* a page that holds no panel: the line alone */
        axes.area.bottom = panel.bottom;
        axes.area.top = fmin(panel.top + (two_lines ? 2.8 : 1.5) * sheet->type.axis, axes.area.bottom - 1);
    } else
        draw_scale(sheet, &axes, labels);
    if (!axes.scale.has_zero)
        tb_sheet_says(sheet, TB_SAYS_AXIS);
    for (int y = 1; y < sheet->n_years; y++) {
        const double x = axes.left + axes.pitch * y;
        const struct tb_spot line[] = {{x, axes.area.bottom}, {x, axes.area.top}};
        if (track->datum[y].breaks)
            tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->secondary, 0.8, 0.6);
    }
    if (common)
        draw_behind(sheet, &axes, s);
    tb_draw_track(sheet, &axes, track, &look, true);
    draw_title(sheet, track, panel, two_lines);
    if (roomy)
        draw_ends(sheet, &axes);
}

void tb_draw_multiples_chart(struct tb_sheet *sheet)
{
    const struct grid grid = lay_grid(sheet);
    struct tb_scale common;
    if (!sheet->several_units)
        common = tb_free_scale(sheet, sheet->least, sheet->most);
    double labels = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_scale own =
            sheet->several_units ? own_scale(sheet, &sheet->track[s], sheet->track[s].display.divisor) : common;
        labels = fmax(labels, scale_width(sheet, &own));
    }
    labels = fmin(labels, 0.4 * grid.width);
    const size_t n = grid.columns * grid.rows < sheet->n_tracks ? grid.columns * grid.rows : sheet->n_tracks;
    const bool two_lines = needs_two_lines(sheet, grid.width - 3);
    for (size_t s = 0; s < n; s++) {
        const size_t column = s % grid.columns, row = s / grid.columns;
        const double left = sheet->plot.left + grid.width * (double)column;
        const double top = sheet->plot.top + grid.height * (double)row;
        const struct tb_box panel = {left, top, left + grid.width - 3, top + grid.height - 1.5};
        draw_panel(sheet, panel, s, sheet->several_units ? NULL : &common, labels, two_lines);
    }
    sheet->undrawn = (int)(sheet->n_tracks - n);
    if (sheet->undrawn)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
}
