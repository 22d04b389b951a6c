/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of two or three series side by side, year by year. */
#include "ends.h"
#include "type.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_COLUMNS = 15
};

enum tb_status tb_prepare_grouped_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    if ((int)sheet->n_tracks * sheet->n_years > MOST_COLUMNS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-many", NULL,
                       "%zu series of %d years are more than the %d columns that groups can hold; choose years with -y",
                       sheet->n_tracks, sheet->n_years, MOST_COLUMNS);
    return TB_OK;
}

struct plan {
    struct tb_axes axes;
    struct tb_ends keys;
    double column, head, years;
    bool all; /* every column has its label: no value axis */
};

/* Where column s of year y stands: columns of a year touch, years stand a column apart. */
static double column_x(const struct tb_sheet *sheet, const struct plan *plan, int y, size_t s)
{
    return tb_axes_x(&plan->axes, y) + plan->column * ((double)s - ((double)sheet->n_tracks - 1) / 2);
}

static double widest_label(struct tb_sheet *sheet)
{
    double widest = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (int y = 0; y < sheet->n_years; y++) {
            char label[TB_LABEL_SIZE];
            tb_datum_label(sheet, &sheet->track[s].datum[y], "", label);
            widest = fmax(widest, tb_measure(sheet->canvas, label, tb_label_face(sheet, 0)).width);
        }
    }
    return widest;
}

static void lay_columns(const struct tb_sheet *sheet, struct plan *plan)
{
    struct tb_axes *axes = &plan->axes;
    const double widest = TB_COLUMN_WIDEST * ((double)sheet->n_tracks + 1);
    axes->pitch = fmin((axes->area.right - axes->area.left) / sheet->n_years, widest);
    plan->column = axes->pitch / ((double)sheet->n_tracks + 1);
    const double block = axes->pitch * sheet->n_years;
    axes->left = axes->area.left + (axes->area.right - axes->area.left - block) / 2;
}

static void make_plan(struct tb_sheet *sheet, struct plan *plan)
{
    *plan = (struct plan){.axes = {.area = sheet->plot, .divisor = sheet->display.divisor}};
    struct tb_axes *axes = &plan->axes;
    plan->keys = tb_ends_new(sheet->n_tracks);
    assert(plan->keys.end); /* it aborts rather than give none */
    for (size_t s = 0; s < sheet->n_tracks; s++)
        plan->keys.end[s] = (struct tb_end){
            .name = sheet->track[s].name, .look = tb_series_look(sheet, s, sheet->n_tracks), .strong = true};
    plan->head = tb_ends_rows(sheet, &plan->keys, sheet->plot.top, false) + 1;
    const double least = fmin(fmin(0, sheet->least), sheet->target) / axes->divisor;
    const double most = fmax(fmax(0, sheet->most), sheet->target) / axes->divisor;
    lay_columns(sheet, plan);
    plan->all = widest_label(sheet) + 0.5 <= plan->column;
    if (plan->all)
        axes->scale = (struct tb_scale){.low = least, .high = most > least ? most : least + 1, .has_zero = true};
    else {
        tb_scale_choose(least, most, TB_FROM_ZERO, sheet->decimals, INFINITY, &axes->scale);
        axes->area.left += tb_ticks_width(sheet, &axes->scale) + 1;
        lay_columns(sheet, plan);
    }
    bool arrows = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        for (int y = 0; y < sheet->n_years; y++)
            arrows = arrows || tb_is_lower(&sheet->track[s].datum[y]);
    const double room = tb_digit_height(sheet->canvas) * sheet->type.label + 1.2 + (arrows ? 2.4 : 0);
    plan->years = tb_years_height(sheet, axes->pitch);
    axes->area.top += plan->head + (plan->all ? room : sheet->type.axis / 2);
    axes->area.bottom -= plan->years + (sheet->least < 0 ? room : 0);
}

/* The value above its column, below where it is negative; the reason where there is none. */
static void label_column(struct tb_sheet *sheet, const struct plan *plan, int y, size_t s)
{
    const struct tb_datum *datum = &sheet->track[s].datum[y];
    const double zero = tb_axes_y(&plan->axes, 0), digit = tb_digit_height(sheet->canvas);
    struct tb_face face = datum->has_value ? tb_label_face(sheet, sheet->colours->text) : tb_axis_face(sheet);
    char label[TB_LABEL_SIZE];
    tb_datum_label(sheet, datum, "", label);
    double baseline = zero - 1;
    if (datum->has_value) {
        const double end = tb_axes_y(&plan->axes, datum->value), arrow = tb_is_lower(datum) ? 2.4 : 0;
        baseline = datum->value < 0 ? fmax(end, zero + 0.3) + 0.8 + arrow + digit * face.size
                                    : fmin(end, zero - 0.3) - 0.8 - arrow;
    }
    const double x = column_x(sheet, plan, y, s);
    const struct tb_box box = tb_text_box(sheet->canvas, label, face, x, baseline, TB_CENTRE);
    if (box.right - box.left + 0.3 > plan->column)
        return;
    if (!plan->all) /* grid lines give way */
        tb_draw_rectangle(sheet->canvas, tb_box_grown(box, 0.15), sheet->colours->ground);
    tb_draw_text(sheet->canvas, label, face, x, baseline, TB_CENTRE);
}

/* No series has a value in that year, nor says anything but that it is missing. */
static bool is_empty(const struct tb_sheet *sheet, int y)
{
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[y];
        if (datum->has_value || (datum->listed && datum->state != sheet->track[0].datum[y].state))
            return false;
    }
    return true;
}

void tb_draw_grouped_chart(struct tb_sheet *sheet)
{
    struct plan plan;
    make_plan(sheet, &plan);
    const struct tb_axes *axes = &plan.axes;
    if (!plan.all)
        tb_draw_ticks(sheet, axes);
    tb_draw_breaks(sheet, axes, sheet->plot.top + plan.head, sheet->plot.bottom - plan.years);
    tb_draw_target(sheet, axes);
    const double zero = tb_axes_y(axes, 0);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks);
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &sheet->track[s].datum[y];
            const bool negligible = datum->listed && datum->state == TB_NEGLIGIBLE;
            if (datum->has_value || negligible)
                tb_draw_column(sheet, datum, &look, column_x(sheet, &plan, y, s), plan.column - 0.15, zero,
                               negligible ? zero : tb_axes_y(axes, datum->value));
        }
    }
    tb_draw_level(sheet->canvas, axes->left, axes->left + axes->pitch * sheet->n_years, zero, TB_ZERO_LINE,
                  sheet->colours->secondary);
    for (int y = 0; y < sheet->n_years; y++) {
        if (is_empty(sheet, y)) { /* said once */
            char label[TB_LABEL_SIZE];
            tb_datum_label(sheet, &sheet->track[0].datum[y], "", label);
            tb_draw_text(sheet->canvas, label, tb_axis_face(sheet), tb_axes_x(axes, y), zero - 1, TB_CENTRE);
            continue;
        }
        for (size_t s = 0; s < sheet->n_tracks; s++)
            label_column(sheet, &plan, y, s);
    }
    tb_ends_rows(sheet, &plan.keys, sheet->plot.top, true);
    tb_draw_years(sheet, axes, sheet->plot.bottom - plan.years);
    tb_ends_free(&plan.keys);
}
