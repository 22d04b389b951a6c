/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One or several series as lines, each named at its end; and one series as points with its fitted line. */
#include "ends.h"
#include "fit.h"
#include "track.h"
#include "type.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct plan {
    bool trend; /* points and the fitted line instead of a line through the points */
    struct tb_axes axes;
    struct tb_ends ends;
    enum names {
        AT_ENDS,
        IN_ROWS,
        NOWHERE
    } names;                 /* where the series are named; in rows: the page is narrow */
    double head;             /* height of the names or the verdict above the plot */
    double years;            /* height of the row of years */
    struct tb_bytes verdict; /* one line of words above a trend */
};

/* The row that holds the interval of one year, or NULL. */
static const struct tb_result *interval_of(const struct tb_sheet *sheet, const struct tb_track *track, int y)
{
    static const char *const with_limits[] = {"rate", "proportion"};
    const struct tb_datum *datum = &track->datum[y];
    if (!sheet->chart->results || !datum->has_value || tb_is_upper(datum) || tb_is_lower(datum))
        return NULL;
    for (size_t i = 0; i < sizeof with_limits / sizeof *with_limits; i++) {
        const struct tb_result *row = tb_results_at(sheet->chart->results, track->series, with_limits[i],
                                                    sheet->first_year + y, sheet->first_year + y);
        const unsigned from_bounds =
            TB_CAVEAT_BOUND | TB_CAVEAT_ALL_BOUNDS; /* what the bounds allow is no interval of chance */
        if (row && isfinite(row->lower) && isfinite(row->upper) && !(row->note.caveats & from_bounds))
            return row;
    }
    return NULL;
}

static bool shows_intervals(const struct tb_sheet *sheet, bool trend)
{
    return sheet->n_tracks == 1 && !trend; /* several ribbons would hide one another */
}

/* A scale for the values, the intervals and 0 where it is near. */
static struct tb_scale line_scale(const struct tb_sheet *sheet, bool trend)
{
    const struct tb_natural_limits limits = tb_natural_limits(sheet);
    double least = sheet->least, most = sheet->most;
    least = fmin(least, sheet->reference); /* NaN has no say */
    most = fmax(most, sheet->reference);
    if (trend)
        tb_fit_extent(sheet, limits.low, limits.high, &least, &most);
    for (int y = 0; shows_intervals(sheet, trend) && y < sheet->n_years; y++) {
        const struct tb_result *row = interval_of(sheet, sheet->track, y);
        if (row) {
            least = fmin(least, row->lower);
            most = fmax(most, row->upper);
        }
    }
    return tb_free_scale(sheet, least, most);
}

/* ---- planning ---- */

static void make_ends(struct tb_sheet *sheet, struct plan *plan)
{
    struct tb_axes *axes = &plan->axes;
    size_t *number = calloc(sheet->n_tracks, sizeof *number);
    if (!number)
        abort();
    plan->ends = tb_ends_new(sheet->n_tracks);
    tb_ends_of_tracks(sheet, &plan->ends, number);
    const bool narrow = sheet->n_tracks > 1 && sheet->canvas->width < 110;
    if (!narrow)
        tb_ends_wrap(sheet, &plan->ends, fmin(0.24 * sheet->canvas->width, 15 * sheet->type.label));
    const double room = axes->area.right - axes->area.left - plan->ends.width;
    plan->names = !narrow && plan->ends.width > 0 && room >= 0.4 * sheet->canvas->width ? AT_ENDS
                  : sheet->n_tracks > 1                                                 ? IN_ROWS
                                                                                        : NOWHERE;
    axes->area.right -= plan->names == AT_ENDS ? plan->ends.width + 2.2 : 1;
    tb_axes_spread(sheet, axes);
    for (size_t i = 0; i < plan->ends.n; i++)
        plan->ends.end[i].from.x = tb_axes_x(axes, sheet->track[number[i]].last_value);
    plan->years = tb_years_height(sheet, axes->pitch);
    axes->area.bottom -= plan->years;
    if (plan->names == IN_ROWS)
        plan->head = tb_ends_rows(sheet, &plan->ends, sheet->plot.top, false);
    if (plan->trend) {
        tb_fit_words(sheet, &plan->verdict);
        plan->head = tb_set_words(sheet, (const char *)plan->verdict.data, false);
    }
    axes->area.top += plan->head + sheet->type.axis / 2;
    if (!axes->scale.has_zero)
        axes->area.bottom -= 2; /* the zigzag */
    for (size_t i = 0; i < plan->ends.n; i++) {
        const struct tb_track *track = &sheet->track[number[i]];
        plan->ends.end[i].from = tb_track_spot(axes, track, track->last_value);
    }
    free(number);
}

static void make_plan(struct tb_sheet *sheet, bool trend, struct plan *plan)
{
    *plan = (struct plan){
        .trend = trend,
        .axes = {.area = sheet->plot, .divisor = sheet->display.divisor, .scale = line_scale(sheet, trend)}};
    plan->axes.area.left += tb_ticks_width(sheet, &plan->axes.scale) + 1;
    make_ends(sheet, plan);
}

/* ---- drawing ---- */

static void draw_ribbon(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                        const struct tb_look *look)
{
    bool any = false;
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_result *here = interval_of(sheet, track, y);
        if (!here)
            continue;
        any = true;
        const struct tb_result *next =
            y + 1 < sheet->n_years && tb_joined(track, y, y + 1) ? interval_of(sheet, track, y + 1) : NULL;
        const bool follows = y > 0 && tb_joined(track, y - 1, y) && interval_of(sheet, track, y - 1);
        const bool alone = !next && !follows;
        const double x = tb_axes_x(axes, y);
        if (next) {
            const double right = tb_axes_x(axes, y + 1), left = x - (follows ? TB_BAND_OVERLAP : 0);
            const struct tb_spot corner[] = {{left, tb_axes_y(axes, here->lower)},
                                             {left, tb_axes_y(axes, here->upper)},
                                             {right, tb_axes_y(axes, next->upper)},
                                             {right, tb_axes_y(axes, next->lower)}};
            tb_draw_fill(sheet->canvas, corner, 4, look->ribbon);
        } else if (alone) {
            tb_draw_upright(sheet->canvas, x, tb_axes_y(axes, here->upper), tb_axes_y(axes, here->lower),
                            TB_WHISKER_LINE, look->colour);
        }
    }
    if (any) {
        sheet->level = (int)lround(100 * (sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95));
        tb_sheet_says(sheet, TB_SAYS_BAND);
    }
}

/* Whiskers and the edges of the ribbon. */
static void ribbon_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                             struct tb_obstacles *obstacles)
{
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_result *here = interval_of(sheet, track, y);
        const struct tb_result *next =
            here && y + 1 < sheet->n_years && tb_joined(track, y, y + 1) ? interval_of(sheet, track, y + 1) : NULL;
        if (!here)
            continue;
        const double x = tb_axes_x(axes, y), lower = tb_axes_y(axes, here->lower), upper = tb_axes_y(axes, here->upper);
        if (!next) {
            tb_obstacle_line(obstacles, (struct tb_spot){x, lower}, (struct tb_spot){x, upper});
            continue;
        }
        const double right = tb_axes_x(axes, y + 1);
        tb_obstacle_line(obstacles, (struct tb_spot){x, lower}, (struct tb_spot){right, tb_axes_y(axes, next->lower)});
        tb_obstacle_line(obstacles, (struct tb_spot){x, upper}, (struct tb_spot){right, tb_axes_y(axes, next->upper)});
    }
}

/* Which points of the main series have a label: all of up to 12, else first, highest and lowest. */
static bool is_labelled(const struct tb_sheet *sheet, const struct tb_track *track, int y, int n_values,
                        bool named_at_end)
{
    if (!track->datum[y].has_value || (named_at_end && y == track->last_value))
        return false;
    if (n_values <= 12)
        return true;
    double least = INFINITY, most = -INFINITY;
    for (int k = 0; k < sheet->n_years; k++) {
        if (track->datum[k].has_value) {
            least = fmin(least, track->datum[k].value);
            most = fmax(most, track->datum[k].value);
        }
    }
    const double value = track->datum[y].value;
    return y == track->first_value || y == track->last_value || value == least || value == most;
}

static size_t place_labels(struct tb_sheet *sheet, const struct plan *plan, struct tb_point_label *label)
{
    const struct tb_axes *axes = &plan->axes;
    const struct tb_track *track = &sheet->track[0];
    const struct tb_face face = {.size = sheet->type.axis};
    int n_values = 0;
    for (int y = 0; y < sheet->n_years; y++)
        n_values += track->datum[y].has_value;
    struct tb_obstacles obstacles = {0};
    for (size_t s = 0; s < sheet->n_tracks; s++)
        tb_track_obstacles(sheet, axes, &sheet->track[s], !plan->trend, &obstacles);
    tb_zigzag_obstacle(axes, &obstacles);
    if (plan->trend)
        tb_fit_obstacles(sheet, axes, &obstacles);
    obstacles.n_hard = obstacles.n_lines;
    if (plan->trend)
        tb_band_obstacles(sheet, axes, &obstacles);
    else if (shows_intervals(sheet, plan->trend))
        ribbon_obstacles(sheet, axes, track, &obstacles);
    const struct tb_box within = {axes->area.left + 0.3, sheet->plot.top + plan->head, axes->area.right + 0.8,
                                  axes->area.bottom - 0.2};
    size_t n = 0;
    const bool labels = n_values && !sheet->base_year; /* indices are read against 100 and at the ends */
    for (int y = 0; y < sheet->n_years && labels; y++) {
        if (!is_labelled(sheet, track, y, n_values, plan->names == AT_ENDS))
            continue;
        label[n].text[0] = '\0';
        n += tb_place_label(sheet, axes, track, y, face, within, &obstacles, &label[n]);
    }
    obstacles.n_hard = 0;
    tb_place_target(sheet, axes, &obstacles);
    tb_place_breaks(sheet, axes, &obstacles);
    tb_obstacles_free(&obstacles);
    return n;
}

static void draw_lines(struct tb_sheet *sheet, bool trend)
{
    struct plan plan;
    make_plan(sheet, trend, &plan);
    const struct tb_axes *axes = &plan.axes;
    struct tb_point_label *label = calloc((size_t)sheet->n_years, sizeof *label);
    if (!label)
        abort();
    const size_t n_labels = place_labels(sheet, &plan, label);
    const struct tb_face face = {.size = sheet->type.axis, .colour = tb_series_look(sheet, 0, sheet->n_tracks).words};

    tb_draw_ticks(sheet, axes);
    tb_clear_labels(sheet, label, n_labels, face);
    const struct tb_look alone = tb_series_look(sheet, 0, 1);
    if (shows_intervals(sheet, trend))
        draw_ribbon(sheet, axes, &sheet->track[0], &alone);
    if (trend) {
        tb_draw_fit(sheet, axes, &alone);
        tb_set_words(sheet, (const char *)plan.verdict.data, true);
    }
    if (isfinite(sheet->reference))
        tb_draw_level(sheet->canvas, axes->area.left, axes->area.right, tb_axes_y(axes, sheet->reference), TB_ZERO_LINE,
                      sheet->colours->secondary);
    tb_draw_target(sheet, axes); /* over the bands */
    tb_draw_breaks(sheet, axes, axes->area.top, axes->area.bottom);
    for (size_t s = sheet->n_tracks; s-- > 0;) { /* the main series lies on top */
        const struct tb_look look = tb_series_look(sheet, s, sheet->n_tracks);
        tb_draw_track(sheet, axes, &sheet->track[s], &look, !trend);
    }
    tb_draw_break_words(sheet);
    tb_draw_labels(sheet, label, n_labels, face);
    if (plan.names == IN_ROWS)
        tb_ends_rows(sheet, &plan.ends, sheet->plot.top, true);
    else if (plan.names == AT_ENDS)
        tb_ends_draw(sheet, &plan.ends, axes->area.right + 1.6, TB_START, sheet->plot.top,
                     axes->area.bottom + plan.years);
    tb_draw_years(sheet, axes, sheet->plot.bottom - plan.years);
    free(label);
    tb_ends_free(&plan.ends);
    tb_bytes_free(&plan.verdict);
}

/* Of many lines two stand out in colour: the highest and the lowest of the last common year, which the words name. */
enum tb_status tb_prepare_line_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    (void)log;
    const int y = tb_sheet_last_common(sheet);
    if (sheet->n_tracks <= TB_SERIES_COLOURS || y < 0)
        return TB_OK;
    for (int lowest = 0; lowest < 2; lowest++) {
        size_t first = sheet->n_tracks;
        double best = 0;
        for (size_t s = (size_t)lowest; s < sheet->n_tracks; s++) {
            const struct tb_datum *datum = &sheet->track[s].datum[y];
            if (datum->has_value &&
                (first == sheet->n_tracks || (lowest ? datum->value < best : datum->value > best))) {
                first = s;
                best = datum->value;
            }
        }
        if (first < sheet->n_tracks)
            tb_sheet_move(sheet, first, (size_t)lowest);
    }
    return TB_OK;
}

void tb_draw_line_chart(struct tb_sheet *sheet)
{
    draw_lines(sheet, false);
}

void tb_draw_trend_chart(struct tb_sheet *sheet)
{
    draw_lines(sheet, true);
}
