/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of parts on top of one another: amounts with the whole above, or shares of 100 %. */
#include "ends.h"
#include "parts.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double seam = 0.15;

static bool has_column(const struct tb_sheet *sheet, int y)
{
    bool any = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        any = any || sheet->track[s].datum[y].has_value;
    return any && tb_parts_complete(sheet, y);
}

/* What stands above a column: the whole as it was given, else the sum of the parts. */
static void total_label(const struct tb_sheet *sheet, int y, char label[TB_LABEL_SIZE])
{
    struct tb_datum sum = {.listed = true, .has_value = true, .value = tb_parts_sum(sheet, y)};
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *part = &sheet->track[s].datum[y];
        if (tb_is_upper(part))
            sum.state = TB_AT_MOST;
        else if (tb_is_lower(part))
            sum.state = TB_AT_LEAST;
        else if (part->state == TB_ABOUT && sum.state == TB_EXACT)
            sum.state = TB_ABOUT;
    }
    const bool given = sheet->whole.datum && sheet->whole.datum[y].has_value;
    tb_datum_label(sheet, given ? &sheet->whole.datum[y] : &sum, "", label);
}

struct plan {
    struct tb_axes axes;
    struct tb_ends ends;
    bool shares, at_ends, totals, parts; /* totals, parts: labelled */
    bool axis;                           /* what the labels leave to be read from ticks */
    int last;                            /* last year with a column: the parts are named beside it */
    double head, years;
};

/* Names of the parts, the last year's place of each, top part first. */
static void make_ends(struct tb_sheet *sheet, struct plan *plan)
{
    size_t n = 0;
    plan->ends = tb_ends_new(sheet->n_tracks);
    assert(plan->ends.end); /* it aborts rather than give none */
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        const struct tb_datum *datum = &sheet->track[s].datum[plan->last];
        if (!datum->has_value && sheet->track[s].series != TB_NOWHERE)
            continue;
        plan->ends.end[n++] = (struct tb_end){.name = sheet->track[s].name,
                                              .look = tb_part_look(sheet, s),
                                              .strong = true,
                                              .priority = (int)(sheet->n_tracks - s)};
    }
    plan->ends.n = n;
}

static double share_of_scale(const struct tb_sheet *sheet, double *most)
{
    *most = 0;
    for (int y = 0; y < sheet->n_years; y++)
        if (has_column(sheet, y))
            *most = fmax(*most, tb_parts_sum(sheet, y));
    return *most;
}

/* Whether each value is as narrow as its column: a chart that names only the short ones would look at random. */
static bool parts_have_width(const struct tb_sheet *sheet, double width)
{
    const struct tb_face face = tb_axis_face(sheet);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &sheet->track[s].datum[y];
            char label[TB_LABEL_SIZE];
            if (!datum->has_value || !has_column(sheet, y))
                continue;
            tb_datum_label(sheet, datum, "", label);
            if (tb_measure(sheet->canvas, label, face).width > width - 0.4)
                return false;
        }
    }
    return true;
}

static double column_width(const struct tb_axes *axes)
{
    return fmin(0.8 * axes->pitch, TB_COLUMN_WIDEST);
}

static void make_plan(struct tb_sheet *sheet, struct plan *plan)
{
    *plan = (struct plan){.axes = {.area = sheet->plot, .divisor = sheet->display.divisor},
                          .shares = sheet->suffix[0] == '%'};
    struct tb_axes *axes = &plan->axes;
    for (int y = 0; y < sheet->n_years; y++)
        plan->last = has_column(sheet, y) ? y : plan->last;
    make_ends(sheet, plan);
    plan->at_ends = sheet->canvas->width >= 110;
    if (plan->at_ends) {
        tb_ends_wrap(sheet, &plan->ends, fmin(0.24 * sheet->canvas->width, 12 * sheet->type.label));
        axes->area.right -= plan->ends.width + 3;
    } else
        plan->head = tb_ends_rows(sheet, &plan->ends, sheet->plot.top, false);

    double most, widest = 0;
    most = share_of_scale(sheet, &most) / axes->divisor;
    axes->pitch = fmin((axes->area.right - axes->area.left) / sheet->n_years, TB_PITCH_WIDEST);
    for (int y = 0; y < sheet->n_years; y++) {
        char label[TB_LABEL_SIZE];
        if (!has_column(sheet, y))
            continue;
        total_label(sheet, y, label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_label_face(sheet, 0)).width);
    }
    plan->totals = !plan->shares && widest + 0.3 * sheet->type.label <= axes->pitch;
    plan->parts = parts_have_width(sheet, column_width(axes));
    plan->axis = plan->shares ? !plan->parts : !plan->totals;
    if (!plan->axis)
        axes->scale = (struct tb_scale){.low = 0, .high = most > 0 ? most : 1, .has_zero = true};
    else {
        tb_scale_choose(0, most, TB_FROM_ZERO, sheet->decimals, plan->shares ? 100 : INFINITY, &axes->scale);
        axes->area.left += tb_ticks_width(sheet, &axes->scale) + 1;
        axes->pitch = fmin((axes->area.right - axes->area.left) / sheet->n_years, TB_PITCH_WIDEST);
    }
    /* names stand right of the last column, so the block of columns stands at the right */
    const double block = axes->pitch * sheet->n_years, spare = axes->area.right - axes->area.left - block;
    axes->left = axes->area.left + (plan->at_ends ? spare : spare / 2);
    plan->years = tb_years_height(sheet, axes->pitch);
    axes->area.bottom -= plan->years;
    axes->area.top +=
        plan->head + (plan->totals ? tb_digit_height(sheet->canvas) * sheet->type.label + 1.2 : sheet->type.axis / 2);
}

/* A value inside its part, where it has room. */
static void label_part(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look,
                       struct tb_box box)
{
    char label[TB_LABEL_SIZE];
    tb_datum_label(sheet, datum, "", label);
    const bool open = look->hatched || tb_is_upper(datum) || tb_is_pale(datum);
    struct tb_face face = tb_axis_face(sheet);
    face.colour = open ? sheet->colours->text : tb_ink_on(look->colour);
    const double digit = tb_digit_height(sheet->canvas) * face.size, x = (box.left + box.right) / 2;
    const double baseline = (box.top + box.bottom) / 2 + digit / 2;
    const struct tb_box ink = tb_text_box(sheet->canvas, label, face, x, baseline, TB_CENTRE);
    if (box.bottom - box.top < 1.3 * face.size || ink.right - ink.left > box.right - box.left - 0.4)
        return;
    if (open)
        tb_draw_rectangle(sheet->canvas, tb_box_grown(ink, 0.3),
                          tb_is_pale(datum) ? look->pale : sheet->colours->ground);
    tb_draw_text(sheet->canvas, label, face, x, baseline, TB_CENTRE);
}

static void draw_column(struct tb_sheet *sheet, struct plan *plan, int y, double width)
{
    const struct tb_axes *axes = &plan->axes;
    const double x = tb_axes_x(axes, y);
    double below = 0;
    size_t named = plan->ends.n;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[y];
        const double value = datum->has_value ? datum->value : 0;
        const struct tb_look look = tb_part_look(sheet, s);
        struct tb_box box = {x - width / 2, tb_axes_y(axes, below + value), x + width / 2, tb_axes_y(axes, below)};
        below += value;
        if (y == plan->last && named > 0 && (datum->has_value || sheet->track[s].series == TB_NOWHERE))
            plan->ends.end[--named].from = (struct tb_spot){box.right, (box.top + box.bottom) / 2};
        if (s > 0 && box.bottom - box.top > 2 * seam)
            box.bottom -= seam;
        if (!datum->has_value || box.bottom - box.top < 0.05)
            continue;
        tb_draw_part(sheet, datum, &look, box);
        if (plan->parts)
            label_part(sheet, datum, &look, box);
    }
    if (!plan->totals)
        return;
    char label[TB_LABEL_SIZE];
    total_label(sheet, y, label);
    struct tb_face face = tb_label_face(sheet, sheet->colours->text);
    face.strong = true;
    tb_draw_text(sheet->canvas, label, face, x, tb_axes_y(axes, below) - 0.8, TB_CENTRE);
}

void tb_draw_stacked_chart(struct tb_sheet *sheet)
{
    struct plan plan;
    make_plan(sheet, &plan);
    const struct tb_axes *axes = &plan.axes;
    if (plan.axis)
        tb_draw_ticks(sheet, axes);
    tb_draw_breaks(sheet, axes, sheet->plot.top + plan.head, axes->area.bottom);
    const double width = column_width(axes);
    for (int y = 0; y < sheet->n_years; y++) {
        if (has_column(sheet, y))
            draw_column(sheet, &plan, y, width);
    }
    tb_draw_level(sheet->canvas, axes->left, axes->left + axes->pitch * sheet->n_years, tb_axes_y(axes, 0),
                  TB_ZERO_LINE, sheet->colours->secondary);
    if (plan.at_ends)
        tb_ends_draw(sheet, &plan.ends, axes->left + axes->pitch * sheet->n_years + 1.6, TB_START, sheet->plot.top,
                     axes->area.bottom);
    else
        tb_ends_rows(sheet, &plan.ends, sheet->plot.top, true);
    tb_draw_years(sheet, axes, axes->area.bottom);
    tb_ends_free(&plan.ends);
}
