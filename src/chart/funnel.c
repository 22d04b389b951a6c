/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates of regions against what they are a rate of, with the limits that chance alone would keep them in. */
#include "funnel.h"

#include "place.h"
#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LEAST_REGIONS = 5
};

/* The denominator of a series in the year of the chart, NaN when it is not in the panel. */
static double size_of(const struct tb_sheet *sheet, size_t s)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const struct tb_series *series = &panel->series[sheet->track[s].series];
    const uint32_t below = panel->indicators[series->indicator].denominator;
    const uint32_t other = below == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, below, series->region);
    if (other == TB_NOWHERE)
        return NAN;
    const struct tb_series *sizes = &panel->series[other];
    for (size_t i = sizes->first; i < sizes->first + sizes->n; i++)
        if (panel->year[i] == sheet->first_year && !tb_period(panel, i) && panel->state[i] == TB_EXACT)
            return panel->value[i];
    return NAN;
}

static bool take_region(const struct tb_sheet *sheet, size_t s, int y, struct tb_funnel_region *region)
{
    const struct tb_result *low = tb_sheet_result(sheet, s, "funnel_lower", y);
    const struct tb_result *high = tb_sheet_result(sheet, s, "funnel_upper", y);
    const struct tb_datum *datum = &sheet->track[s].datum[y];
    if (!datum->has_value || datum->period || !low || !high || !isfinite(low->value) || !isfinite(high->value))
        return false;
    *region = (struct tb_funnel_region){.track = s,
                                        .value = datum->value,
                                        .low = low->value,
                                        .far_low = low->lower,
                                        .high = high->value,
                                        .far_high = high->upper};
    return true;
}

enum tb_status tb_prepare_funnel_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    struct tb_funnel_region region;
    int year = sheet->n_years;
    size_t n = 0;
    while (year-- > 0) {
        n = 0;
        for (size_t s = 0; s < sheet->n_tracks; s++)
            n += take_region(sheet, s, year, &region);
        if (n >= LEAST_REGIONS)
            break;
    }
    if (n < LEAST_REGIONS)
        return tb_fail(log, TB_BAD_DATA, "chart-too-few", NULL,
                       "a funnel needs a rate of counts (numerator, denominator) with %d regions in a year",
                       LEAST_REGIONS);
    tb_sheet_narrow(sheet, year, year);
    for (size_t s = sheet->n_tracks; s-- > 0;) {
        if (take_region(sheet, s, 0, &region) && isfinite(size_of(sheet, s))) {
            sheet->reference = tb_sheet_result(sheet, s, "funnel_lower", 0)->note.a;
            continue;
        }
        tb_sheet_drop(sheet, s);
        sheet->left_out++;
    }
    if (!sheet->n_tracks)
        return tb_fail(log, TB_BAD_DATA, "chart-no-size", NULL, "the denominator of this rate is not in the data");
    if (sheet->left_out)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    tb_sheet_no_target(sheet);
    return TB_OK;
}

static int by_size(const void *left, const void *right)
{
    const double a = ((const struct tb_funnel_region *)left)->size, b = ((const struct tb_funnel_region *)right)->size;
    return (a > b) - (a < b);
}

bool tb_funnel_regions(const struct tb_sheet *sheet, struct tb_funnel_region **result)
{
    const size_t n = sheet->n_tracks;
    struct tb_funnel_region *region = calloc(n + 1, sizeof *region);
    if (!region)
        return false;
    for (size_t s = 0; s < n; s++) {
        take_region(sheet, s, 0, &region[s]);
        region[s].size = size_of(sheet, s);
    }
    qsort(region, n, sizeof *region, by_size);
    *result = region;
    return true;
}

uint32_t tb_funnel_sizes(const struct tb_sheet *sheet, const struct tb_funnel_region *region,
                         struct tb_display *display)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const uint32_t number = panel->indicators[panel->series[sheet->track->series].indicator].denominator;
    double *size = calloc(sheet->n_tracks + 1, sizeof *size);
    for (size_t i = 0; size && i < sheet->n_tracks; i++)
        size[i] = region[i].size;
    tb_display_choose(size, size ? sheet->n_tracks : 0, 0, tb_text(panel, panel->indicators[number].unit),
                      sheet->language, display);
    free(size);
    return number;
}

/* ---- drawing ---- */

/* Both axes of the plot: sizes along, rates up. */
struct field {
    struct tb_axes axes;
    struct tb_scale along;
    double divisor; /* of the sizes as shown */
};

static double along_x(const struct field *field, double size)
{
    const struct tb_box *area = &field->axes.area;
    return area->left + (size / field->divisor - field->along.low) / (field->along.high - field->along.low) *
                            (area->right - area->left);
}

static void draw_limit(struct tb_sheet *sheet, const struct field *field, const struct tb_funnel_region *region,
                       size_t n, size_t offset, double on, double off, struct tb_obstacles *obstacles)
{
    for (size_t i = 1; i < n; i++) {
        const double a = *(const double *)((const char *)&region[i - 1] + offset);
        const double b = *(const double *)((const char *)&region[i] + offset);
        const struct tb_spot line[] = {{along_x(field, region[i - 1].size), tb_axes_y(&field->axes, a)},
                                       {along_x(field, region[i].size), tb_axes_y(&field->axes, b)}};
        tb_draw_dashes(sheet->canvas, line, 2, TB_OTHER_LINE, sheet->colours->context, on, off);
        tb_obstacle_line(obstacles, line[0], line[1]);
    }
}

/* The axis of sizes: round numbers, and the name of what they count. */
static void draw_along(struct tb_sheet *sheet, const struct field *field, uint32_t number,
                       const struct tb_display *display, double top)
{
    const struct tb_face face = tb_axis_face(sheet);
    const double baseline = top + 1.3 * face.size;
    double taken = -INFINITY;
    for (long i = field->along.first; i <= field->along.last; i++) {
        char label[TB_LABEL_SIZE];
        const double tick = tb_scale_tick(&field->along, i);
        const size_t n =
            tb_display_fixed(tick, tb_scale_decimals(&field->along), false, sheet->language, label, sizeof label);
        tb_keep_or_power(tick, n, label, sizeof label);
        const double x = along_x(field, tick * field->divisor), half = tb_measure(sheet->canvas, label, face).width / 2;
        if (x - half < taken || x + half > sheet->plot.right + 1 || x < field->axes.area.left - 0.1)
            continue;
        tb_draw_text(sheet->canvas, label, face, x, baseline, TB_CENTRE);
        taken = x + half + 0.8 * face.size;
    }
    char text[512], *line[1];
    const char *name = tb_indicator_name(sheet->chart->panel, number, sheet->language);
    snprintf(text, sizeof text, "%.300s%s%s%s", name, display->unit[0] ? tb_either(sheet, " (", "（") : "",
             display->unit, display->unit[0] ? tb_either(sheet, ")", "）") : "");
    char *plain = tb_plain_text(text, 200);
    if (!plain)
        abort();
    if (tb_wrap(sheet->canvas, plain, face, field->axes.area.right - field->axes.area.left, 1, false, line)) {
        tb_draw_text(sheet->canvas, line[0], face, field->axes.area.right, baseline + 1.3 * face.size, TB_END);
        free(line[0]);
    }
    free(plain);
}

bool tb_is_outside(const struct tb_funnel_region *region, bool far)
{
    return far ? region->value > region->far_high || region->value < region->far_low
               : region->value > region->high || region->value < region->low;
}

/* Names of the regions outside, those beyond 99.8 % first; inside nobody is named. */
static void name_outside(struct tb_sheet *sheet, const struct field *field, const struct tb_funnel_region *region,
                         size_t n, struct tb_obstacles *obstacles)
{
    const struct tb_face face = tb_label_face(sheet, sheet->colours->text);
    const struct tb_box within = {field->axes.area.left, sheet->plot.top, sheet->plot.right, field->axes.area.bottom};
    sheet->unlabelled = 0;
    for (int far = 1; far >= 0; far--) {
        for (size_t i = 0; i < n; i++) {
            if (!tb_is_outside(&region[i], false) || tb_is_outside(&region[i], true) != (far == 1))
                continue;
            char *plain = tb_plain_text(sheet->track[region[i].track].name, 40), *line[1];
            if (!plain)
                abort();
            const size_t lines = tb_wrap(sheet->canvas, plain, face, 0.3 * sheet->canvas->width, 1, false, line);
            free(plain);
            if (!lines)
                continue;
            const struct tb_spot at = {along_x(field, region[i].size), tb_axes_y(&field->axes, region[i].value)};
            const struct tb_box ink = tb_measure(sheet->canvas, line[0], face).ink;
            const size_t lines_there = obstacles->n_lines;
            double x, baseline;
            bool placed = false;
            for (int over = 0; over < 2 && !placed; over++) { /* a limit gives way where it must */
                obstacles->n_lines = over ? 0 : lines_there;
                placed = tb_place_near(obstacles, at, ink, TB_MAIN_POINT + 0.6, 0.3, region[i].value < region[i].low,
                                       TB_AROUND, within, &x, &baseline);
                if (placed && over)
                    tb_draw_rectangle(
                        sheet->canvas,
                        tb_box_grown(tb_text_box(sheet->canvas, line[0], face, x, baseline, TB_START), 0.2),
                        sheet->colours->ground);
            }
            obstacles->n_lines = lines_there;
            if (placed)
                tb_draw_text(sheet->canvas, line[0], face, x, baseline, TB_START);
            else
                sheet->unlabelled++;
            free(line[0]);
        }
    }
    if (sheet->unlabelled)
        tb_sheet_says(sheet, TB_SAYS_UNLABELLED);
}

/* What the lines are, at their right ends. */
static void name_lines(struct tb_sheet *sheet, const struct field *field, const struct tb_funnel_region *last,
                       struct tb_obstacles *obstacles)
{
    char near[16];
    const double level = sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95;
    snprintf(near, sizeof near, "%.4g%%", 100 * level);
    const struct {
        double value;
        const char *text;
        int priority;
    } line[] = {{last->far_high, "99.8%", 3},
                {last->high, near, 1},
                {sheet->reference, tb_either(sheet, "overall", "总体"), 2},
                {last->low, near, 1},
                {last->far_low, "99.8%", 3}};
    enum {
        LINES = sizeof line / sizeof line[0]
    };
    const struct tb_face face = tb_axis_face(sheet);
    const double digit = tb_digit_height(sheet->canvas) * face.size, x = along_x(field, last->size) + 2;
    struct tb_end_label label[LINES];
    for (int i = 0; i < LINES; i++)
        label[i] = (struct tb_end_label){
            .wanted = tb_axes_y(&field->axes, line[i].value), .height = 1.1 * face.size, .priority = line[i].priority};
    tb_place_ends(label, LINES, sheet->plot.top, field->axes.area.bottom, 0.2);
    for (int i = 0; i < LINES; i++)
        if (label[i].kept)
            tb_obstacle_box(obstacles,
                            tb_draw_text(sheet->canvas, line[i].text, face, x, label[i].centre + digit / 2, TB_START));
}

void tb_draw_funnel_chart(struct tb_sheet *sheet)
{
    const size_t n = sheet->n_tracks;
    struct tb_funnel_region *region = NULL;
    if (!tb_funnel_regions(sheet, &region))
        abort(); /* inside a chart process: the caller reports it */
    double least = fmin(sheet->least, sheet->reference), most = fmax(sheet->most, sheet->reference), largest = 0;
    for (size_t s = 0; s < n; s++) {
        largest = fmax(largest, region[s].size);
        least = fmin(least, fmin(region[s].low, region[s].far_low));
        most = fmax(most, fmax(region[s].high, region[s].far_high));
    }
    const double divisor = sheet->display.divisor;
    struct field field = {.axes = {.area = sheet->plot, .divisor = divisor}};
    tb_scale_choose(least / divisor, most / divisor, TB_FREE, sheet->decimals, sheet->suffix[0] == '%' ? 100 : INFINITY,
                    &field.axes.scale);
    struct tb_display display;
    const uint32_t number = tb_funnel_sizes(sheet, region, &display);
    field.divisor = display.divisor;
    tb_scale_choose(0, largest / field.divisor, TB_FROM_ZERO, display.decimals, INFINITY, &field.along);
    const struct tb_face quiet = tb_axis_face(sheet);
    const double side = fmax(tb_measure(sheet->canvas, "99.99%", quiet).width,
                             tb_measure(sheet->canvas, tb_either(sheet, "overall", "总体"), quiet).width);
    struct tb_box *area = &field.axes.area;
    area->left += tb_ticks_width(sheet, &field.axes.scale) + 1;
    area->right -= side + 2.4;
    area->top += sheet->type.axis / 2;
    area->bottom -= 2.9 * sheet->type.axis;
    tb_draw_ticks(sheet, &field.axes);

    struct tb_obstacles obstacles = {0};
    draw_limit(sheet, &field, region, n, offsetof(struct tb_funnel_region, low), 1.4, 0.9, &obstacles);
    draw_limit(sheet, &field, region, n, offsetof(struct tb_funnel_region, high), 1.4, 0.9, &obstacles);
    draw_limit(sheet, &field, region, n, offsetof(struct tb_funnel_region, far_low), 0.5, 0.6, &obstacles);
    draw_limit(sheet, &field, region, n, offsetof(struct tb_funnel_region, far_high), 0.5, 0.6, &obstacles);
    const double first = along_x(&field, region[0].size), last = along_x(&field, region[n - 1].size);
    tb_draw_level(sheet->canvas, first, last, tb_axes_y(&field.axes, sheet->reference), TB_BREAK_LINE,
                  sheet->colours->text);

    for (size_t i = 0; i < n; i++) {
        const struct tb_spot at = {along_x(&field, region[i].size), tb_axes_y(&field.axes, region[i].value)};
        struct tb_look look = tb_series_look(sheet, 0, 1);
        const struct tb_hue hue = tb_direction_hue(sheet->page, tb_is_outside(&region[i], true) ? -1 : 0);
        look.colour = tb_is_outside(&region[i], true)    ? hue.mark
                      : tb_is_outside(&region[i], false) ? look.colour
                                                         : hue.mark;
        look.shape = tb_is_outside(&region[i], true) ? 3 : 0;
        tb_draw_point(sheet, &sheet->track[region[i].track].datum[0], &look, at);
        tb_obstacle_box(&obstacles, tb_box_grown((struct tb_box){at.x, at.y, at.x, at.y}, TB_MAIN_POINT));
    }
    name_lines(sheet, &field, &region[n - 1], &obstacles);
    name_outside(sheet, &field, region, n, &obstacles);
    tb_sheet_says(sheet, TB_SAYS_FUNNEL);
    draw_along(sheet, &field, number, &display, area->bottom);
    tb_obstacles_free(&obstacles);
    free(region);
}
