/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two years side by side: one line a region, its value at both ends; and ranks over the years, one line a region. */
#include "ends.h"
#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- what a slope shows ---- */

/* The first year with a value for the whole year in at least half as many series as in the last common one. */
static int first_common(const struct tb_sheet *sheet, int last)
{
    int best = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int y = 0; y < last; y++) {
            int both = 0;
            for (size_t s = 0; s < sheet->n_tracks; s++) {
                const struct tb_datum *a = &sheet->track[s].datum[y], *b = &sheet->track[s].datum[last];
                both += a->has_value && !a->period && b->has_value && !b->period;
            }
            if (pass == 0)
                best = both > best ? both : best;
            else if (both > 0 && 2 * both >= best)
                return y;
        }
    }
    return -1;
}

/* Leaves the two years alone; a new basis in between stands with the second. */
static void keep_two(struct tb_sheet *sheet, int first, int last)
{
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        struct tb_datum *datum = sheet->track[s].datum;
        bool breaks = false;
        for (int y = first + 1; y <= last; y++)
            breaks = breaks || datum[y].breaks;
        const struct tb_datum begin = datum[first], end = datum[last];
        datum[0] = begin;
        datum[1] = end;
        datum[1].breaks = breaks;
    }
    sheet->last_year = sheet->first_year + last;
    sheet->first_year += first;
    sheet->stride = last - first;
    sheet->n_years = 2;
}

enum tb_status tb_prepare_slope_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    const int last = tb_sheet_last_common(sheet), first = last > 0 ? first_common(sheet, last) : -1;
    if (first < 0)
        return tb_fail(log, TB_BAD_DATA, "chart-too-few", NULL, "no series has values in two years to be compared");
    keep_two(sheet, first, last);
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        const struct tb_datum *datum = sheet->track[s].datum;
        if (datum[0].has_value && datum[1].has_value)
            continue;
        tb_sheet_drop(sheet, s);
        sheet->left_out++;
    }
    if (sheet->left_out)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    tb_sheet_no_target(sheet);
    return TB_OK;
}

/* ---- names at both sides, common to both charts ---- */

struct plan {
    struct tb_axes axes;
    struct tb_ends left, right;
    double years;
};

/* Colour says the direction: of quality where the catalogue says what is better, else of the value. */
static struct tb_look slope_look(const struct tb_sheet *sheet, size_t s)
{
    const struct tb_track *track = &sheet->track[s];
    const struct tb_indicator *indicator =
        &sheet->chart->panel->indicators[sheet->chart->panel->series[track->series].indicator];
    const double change = track->datum[1].value - track->datum[0].value;
    const bool open = tb_is_upper(&track->datum[0]) || tb_is_lower(&track->datum[0]) || tb_is_upper(&track->datum[1]) ||
                      tb_is_lower(&track->datum[1]) || track->datum[1].breaks;
    const struct tb_hue hue = open ? tb_direction_hue(sheet->page, 0)
                              : indicator->better == TB_NEUTRAL
                                  ? tb_direction_hue(sheet->page, change)
                                  : tb_quality_hue(sheet->page, indicator->better == TB_LOWER ? -change : change);
    struct tb_look look = tb_series_look(sheet, 0, 1);
    look.colour = hue.mark;
    look.words = hue.words;
    look.line = TB_OTHER_LINE;
    if (sheet->colours->shapes && change < 0) {
        look.on = 1.4;
        look.off = 0.9;
    }
    return look;
}

static struct tb_look look_of(const struct tb_sheet *sheet, size_t s, bool ranks)
{
    if (!ranks)
        return slope_look(sheet, s);
    struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks > 3 ? TB_SERIES_COLOURS + 1 : sheet->n_tracks);
    look.line = fmax(look.line, TB_OTHER_LINE);
    look.radius = TB_MAIN_POINT;
    return look;
}

static void side_label(const struct tb_sheet *sheet, size_t s, int y, bool ranks, struct tb_end *end)
{
    char label[TB_LABEL_SIZE];
    tb_datum_label(sheet, &sheet->track[s].datum[y], sheet->suffix, label);
    const int year = tb_year_of(sheet, y);
    if (ranks && y != 0 && y != sheet->n_years - 1) /* its ranks begin later or end earlier */
        snprintf(end->value, sizeof end->value, "%s%s%d%s", label, tb_either(sheet, " (", "（"), year,
                 tb_either(sheet, ")", "年）"));
    else
        snprintf(end->value, sizeof end->value, "%s", label);
}

static void make_sides(struct tb_sheet *sheet, struct plan *plan, bool ranks)
{
    plan->left = tb_ends_new(sheet->n_tracks);
    plan->right = tb_ends_new(sheet->n_tracks);
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        const struct tb_look look = look_of(sheet, s, ranks);
        const int priority = s < 2 ? 2 - (int)s : 0;
        plan->left.end[s] =
            (struct tb_end){.name = "", .look = look, .priority = priority, .far = track->first_value > 0};
        plan->right.end[s] =
            (struct tb_end){.name = track->name,
                            .look = look,
                            .strong = look.line > TB_CONTEXT_LINE && look.colour != sheet->colours->context,
                            .priority = priority,
                            .far = track->last_value < sheet->n_years - 1};
        side_label(sheet, s, track->first_value, ranks, &plan->left.end[s]);
        side_label(sheet, s, track->last_value, ranks, &plan->right.end[s]);
    }
    tb_ends_wrap(sheet, &plan->left, 0.2 * sheet->canvas->width);
    tb_ends_wrap(sheet, &plan->right, fmin(0.32 * sheet->canvas->width, 15 * sheet->type.label));
}

static void place_sides(struct tb_sheet *sheet, struct plan *plan)
{
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        plan->left.end[s].from = tb_track_spot(&plan->axes, track, track->first_value);
        plan->right.end[s].from = tb_track_spot(&plan->axes, track, track->last_value);
    }
}

/* The years spread over what the names leave; two years stand no further apart than is easy to follow. */
static void lay_years(struct tb_sheet *sheet, struct plan *plan)
{
    struct tb_axes *axes = &plan->axes;
    axes->area.left += plan->left.width + 2.4;
    axes->area.right -= plan->right.width + 2.4;
    const double widest = 1.1 * sheet->canvas->height, spare = axes->area.right - axes->area.left - widest;
    if (sheet->n_years == 2 && spare > 0) {
        axes->area.left += spare / 2;
        axes->area.right -= spare / 2;
    }
    axes->pitch = (axes->area.right - axes->area.left) / fmax(1, sheet->n_years - 1);
    axes->left = axes->area.left - axes->pitch / 2;
    plan->years = tb_years_height(sheet, axes->pitch);
    axes->area.bottom -= plan->years + sheet->type.label / 2;
    axes->area.top += sheet->type.label / 2;
}

static void draw_sides(struct tb_sheet *sheet, struct plan *plan, bool ranks)
{
    struct tb_axes *axes = &plan->axes;
    for (int y = 0; y < sheet->n_years && !ranks; y++)
        tb_draw_upright(sheet->canvas, tb_axes_x(axes, y), axes->area.top, axes->area.bottom, TB_GRID_LINE,
                        sheet->colours->grid);
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        const struct tb_look look = look_of(sheet, s, ranks);
        tb_draw_track(sheet, axes, &sheet->track[s], &look, true);
    }
    const double bottom = sheet->plot.bottom - plan->years;
    tb_ends_draw(sheet, &plan->left, axes->area.left - 1.8, TB_END, sheet->plot.top, bottom);
    const int unlabelled = sheet->unlabelled;
    tb_ends_draw(sheet, &plan->right, axes->area.right + 1.8, TB_START, sheet->plot.top, bottom);
    sheet->unlabelled = unlabelled > sheet->unlabelled ? unlabelled : sheet->unlabelled;
    struct tb_axes under = *axes; /* the first and last year stand under their values, which lie at the edges */
    under.area.right = sheet->plot.right;
    tb_draw_years(sheet, &under, sheet->plot.bottom - plan->years);
    tb_ends_free(&plan->left);
    tb_ends_free(&plan->right);
}

void tb_draw_slope_chart(struct tb_sheet *sheet)
{
    struct plan plan = {.axes = {.area = sheet->plot, .divisor = sheet->display.divisor}};
    double least = sheet->least / plan.axes.divisor, most = sheet->most / plan.axes.divisor;
    if (most - least < 1e-9 * fmax(fabs(most), fabs(least)) || most <= least) {
        const double around = least == 0 ? 1 : 0.1 * fabs(least);
        least -= around;
        most += around;
    }
    plan.axes.scale = (struct tb_scale){.low = least, .high = most};
    make_sides(sheet, &plan, false);
    lay_years(sheet, &plan);
    place_sides(sheet, &plan);
    draw_sides(sheet, &plan, false);
}

/* ---- ranks over the years ---- */

enum tb_status tb_prepare_bump_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    int first = -1, last = -1;
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        bool any = false;
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_result *row = tb_sheet_result(sheet, s, "rank", y);
            struct tb_datum *datum = &sheet->track[s].datum[y];
            datum->has_value = datum->has_value && !datum->period && row && isfinite(row->value);
            datum->value = datum->has_value ? row->value : NAN;
            datum->breaks = false; /* a place among the regions of a year is a place on any basis */
            datum->state = datum->has_value ? TB_EXACT : datum->state;
            if (!datum->has_value)
                continue;
            any = true;
            first = first < 0 || y < first ? y : first;
            last = y > last ? y : last;
        }
        if (!any) {
            tb_sheet_drop(sheet, s);
            sheet->left_out++;
        }
    }
    if (sheet->n_tracks < 3 || last - first < 1)
        return tb_fail(log, TB_BAD_DATA, "chart-too-few", NULL, "ranks over the years need 3 regions in 2 years");
    if (sheet->left_out)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    tb_sheet_narrow(sheet, first, last);
    tb_sheet_display(sheet, "", 0);
    /* in colour: who is first, and who rose most since the first year */
    const int end = last - first;
    size_t lead = 0, riser = 0;
    double best = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = sheet->track[s].datum;
        if (datum[end].has_value &&
            (!sheet->track[lead].datum[end].has_value || datum[end].value < sheet->track[lead].datum[end].value))
            lead = s;
    }
    tb_sheet_move(sheet, lead, 0);
    for (size_t s = 1; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = sheet->track[s].datum;
        const double gain = datum[0].has_value && datum[end].has_value ? datum[0].value - datum[end].value : 0;
        if (gain > best) {
            best = gain;
            riser = s;
        }
    }
    if (riser > 0)
        tb_sheet_move(sheet, riser, 1);
    for (int y = 0; y <= end; y++)
        for (size_t a = 0; a < sheet->n_tracks; a++)
            for (size_t b = a + 1; b < sheet->n_tracks; b++)
                if (sheet->track[a].datum[y].has_value && sheet->track[b].datum[y].has_value &&
                    sheet->track[a].datum[y].value == sheet->track[b].datum[y].value)
                    tb_sheet_says(sheet, TB_SAYS_TIES);
    return TB_OK;
}

void tb_draw_bump_chart(struct tb_sheet *sheet)
{
    /* place 1 is on top: the scale runs down */
    struct plan plan = {.axes = {.area = sheet->plot,
                                 .divisor = 1,
                                 .scale = {.low = fmax(sheet->most, sheet->least + 1), .high = sheet->least}}};
    make_sides(sheet, &plan, true);
    lay_years(sheet, &plan);
    place_sides(sheet, &plan);
    draw_sides(sheet, &plan, true);
}
