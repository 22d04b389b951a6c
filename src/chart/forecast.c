/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years so far and the years ahead: a dashed path in two bands of prediction limits, behind an edge that says so.
 */
#include "forecast.h"

#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_SIDE = 3
};

/* A model of the result table. */
struct tb_forecast_model {
    const char *statistic, *inner; /* with limits at the confidence asked for, and at 80 % */
    const char *english, *chinese;
};
enum {
    LINE,
    WALK,
    N_MODELS
};
static const struct tb_forecast_model models[N_MODELS] = {
    [LINE] = {"forecast_linear", "forecast_linear_80", "straight line by least squares", "最小二乘直线"},
    [WALK] = {"forecast_drift", "forecast_drift_80",
              "last value and mean change so far, as the years stray from a line",
              "各年连续偏离直线，故自最近一年按历年平均增减外推"},
};

bool tb_has_limits(const struct tb_sheet *sheet, const struct tb_result *row)
{
    return tb_is_drawable(sheet, row->lower) && tb_is_drawable(sheet, row->upper);
}

/* Below this a Durbin-Watson statistic speaks of years that follow one another (Savin & White 1977: 5 % at 13 years).
 */
static const double dependent = 1.0;

/*
 * The line, unless the years stray from it for years on end: then it would start away from the last value, and the walk
 * goes on from there.
 */
static size_t first_model(const struct tb_sheet *sheet)
{
    size_t n = 0;
    const struct tb_result *row = tb_results_of(sheet->chart->results, sheet->track->series, "durbin_watson", &n);
    return n && row->value < dependent ? WALK : LINE;
}

struct tb_outlook tb_forecast_outlook(const struct tb_sheet *sheet)
{
    const struct tb_results *results = sheet->chart->results;
    const uint32_t series = sheet->track->series;
    struct tb_outlook outlook = {0};
    for (size_t m = results ? first_model(sheet) : N_MODELS; m < N_MODELS; m++) {
        size_t n = 0, n_inner = 0;
        const struct tb_result *row = tb_results_of(results, series, models[m].statistic, &n);
        const struct tb_result *inner = tb_results_of(results, series, models[m].inner, &n_inner);
        if (n && !tb_is_drawable(sheet, row->value))
            outlook.why = &row->note;
        int ahead = 0; /* the years right behind the last one */
        while (ahead < TB_YEARS_AHEAD && (size_t)ahead < n && row[ahead].from == sheet->last_year + 1 + ahead &&
               tb_is_drawable(sheet, row[ahead].value))
            ahead++;
        if (ahead) {
            outlook.model = &models[m];
            outlook.row = row;
            outlook.inner = n_inner == n ? inner : NULL;
            outlook.n = ahead;
            return outlook;
        }
    }
    return outlook;
}

/* ---- words ---- */

static void put_value(const struct tb_sheet *sheet, double value, const char *suffix, char label[TB_LABEL_SIZE])
{
    const struct tb_datum datum = {.has_value = true, .value = value};
    tb_datum_label(sheet, &datum, suffix, label);
}

static int level_of(const struct tb_sheet *sheet)
{
    return (int)lround(100 * (sheet->chart->confidence > 0 ? sheet->chart->confidence : 0.95));
}

/* "2027年预计61272人（95%预测区间54826—67719）" */
static void add_last(const struct tb_sheet *sheet, const struct tb_result *row, struct tb_bytes *words)
{
    char value[TB_LABEL_SIZE], lower[TB_LABEL_SIZE], upper[TB_LABEL_SIZE];
    put_value(sheet, row->value, sheet->suffix, value);
    if (sheet->language == TB_CHINESE)
        tb_bytes_format(words, "若趋势不变，%d年为%s", row->from, value);
    else
        tb_bytes_format(words, "If it goes on like this, %s in %d", value, row->from);
    if (!tb_has_limits(sheet, row))
        return;
    put_value(sheet, row->lower, sheet->suffix, lower);
    put_value(sheet, row->upper, sheet->suffix, upper);
    if (sheet->language == TB_CHINESE)
        tb_bytes_format(words, "（%d%%预测区间%s～%s）", level_of(sheet), lower, upper);
    else
        tb_bytes_format(words, " (%d%% prediction interval %s to %s)", level_of(sheet), lower, upper);
}

/* "达到2027年目标≥900的概率为83%" */
static void add_target(const struct tb_sheet *sheet, const struct tb_outlook *outlook, struct tb_bytes *words)
{
    size_t n = 0;
    const struct tb_result *row = tb_results_of(sheet->chart->results, sheet->track->series, "target_probability", &n);
    if (!n || !isfinite(row->value) || !sheet->target_year || outlook->model != &models[LINE]) /* it is the line's */
        return;
    char target[2 * TB_LABEL_SIZE], share[TB_LABEL_SIZE];
    tb_target_words(sheet, target, sizeof target);
    const double percent = 100 * row->value; /* 0 and 100 are never certain */
    tb_display_fixed(fmin(fmax(percent, 1), 99), 0, false, sheet->language, share, sizeof share);
    const char *sign = percent < 1 ? "<" : percent > 99 ? ">" : "";
    if (sheet->language == TB_CHINESE)
        tb_bytes_format(words, "；%d年实现%s的概率为%s%s%%", row->to, target, sign, share);
    else
        tb_bytes_format(words, "; %s of %d met with probability %s%s%%", target, row->to, sign, share);
}

void tb_forecast_words(const struct tb_sheet *sheet, const struct tb_outlook *outlook, struct tb_bytes *words)
{
    if (outlook->n) {
        add_last(sheet, &outlook->row[outlook->n - 1], words);
        add_target(sheet, outlook, words);
    } else {
        tb_bytes_text(words, tb_either(sheet, "No forecast", "不作预测"));
        char why[300] = "";
        if (outlook->why) {
            struct tb_note reason = *outlook->why;
            reason.caveats = 0;
            tb_note_text(sheet->chart->panel, &reason, sheet->language, why, sizeof why);
        }
        if (why[0])
            tb_bytes_format(words, "%s%s", tb_either(sheet, ": ", "："), why);
    }
    tb_bytes_add(words, "", 1);
    if (words->failed)
        abort();
}

static void say_model(struct tb_sheet *sheet, const struct tb_outlook *outlook)
{
    if (!outlook->n)
        return;
    const int n = outlook->row->n, level = level_of(sheet);
    const bool bands = tb_has_limits(sheet, outlook->row);
    char band[160] = "";
    if (bands && outlook->inner && sheet->language == TB_CHINESE)
        snprintf(band, sizeof band, "；深浅两带为80%%和%d%%预测区间", level);
    else if (bands && outlook->inner)
        snprintf(band, sizeof band, "; bands: 80%% and %d%% prediction intervals", level);
    else if (bands && sheet->language == TB_CHINESE)
        snprintf(band, sizeof band, "；浅色带为%d%%预测区间", level);
    else if (bands)
        snprintf(band, sizeof band, "; band: %d%% prediction interval", level);
    if (sheet->language == TB_CHINESE)
        tb_sheet_says_own(sheet, "预测模型：%s（n=%d）%s", outlook->model->chinese, n, band);
    else
        tb_sheet_says_own(sheet, "forecast: %s (n = %d)%s", outlook->model->english, n, band);
}

/* ---- drawing ---- */

/* A band that opens from the last value: over the upper limits and back under the lower ones. */
static void draw_band(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_result *row, int n,
                      tb_colour colour)
{
    struct tb_spot corner[2 * TB_YEARS_AHEAD + 1];
    const struct tb_track *track = sheet->track;
    size_t m = 0;
    corner[m++] = tb_track_spot(axes, track, track->last_value);
    for (int i = 0; i < n && tb_has_limits(sheet, &row[i]); i++)
        corner[m++] = (struct tb_spot){tb_axes_x(axes, row[i].from - sheet->first_year), tb_axes_y(axes, row[i].upper)};
    for (int i = (int)m - 2; i >= 0; i--)
        corner[m++] = (struct tb_spot){tb_axes_x(axes, row[i].from - sheet->first_year), tb_axes_y(axes, row[i].lower)};
    tb_draw_fill(sheet->canvas, corner, m, colour);
}

static void draw_path(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_outlook *outlook,
                      const struct tb_look *look)
{
    const struct tb_datum ahead = {.listed = true, .has_value = true, .flags = TB_FLAG_FORECAST};
    const struct tb_track *track = sheet->track;
    struct tb_spot before = tb_track_spot(axes, track, track->last_value);
    for (int i = 0; i < outlook->n; i++) {
        const struct tb_spot at = {tb_axes_x(axes, outlook->row[i].from - sheet->first_year),
                                   tb_axes_y(axes, outlook->row[i].value)};
        tb_draw_link(sheet, &ahead, &ahead, look, before, at);
        before = at;
    }
    for (int i = 0; i < outlook->n; i++)
        tb_draw_point(sheet, &ahead, look,
                      (struct tb_spot){tb_axes_x(axes, outlook->row[i].from - sheet->first_year),
                                       tb_axes_y(axes, outlook->row[i].value)});
}

/* The edge between what was and what may come. */
static double edge_of(const struct tb_sheet *sheet, const struct tb_axes *axes)
{
    return axes->left + axes->pitch * (sheet->last_year - sheet->first_year + 1);
}

/* The word right of the edge, or left of it where the years ahead are narrow. */
static struct tb_box draw_edge(struct tb_sheet *sheet, const struct tb_axes *axes, bool draw)
{
    const double x = edge_of(sheet, axes);
    const struct tb_face face = tb_axis_face(sheet);
    const char *word = tb_either(sheet, "forecast", "预测");
    const double baseline = axes->area.top + 0.5 * face.size;
    const bool right = x + 0.8 + tb_measure(sheet->canvas, word, face).width <= axes->area.right + 0.5;
    const double at = right ? x + 0.8 : x - 0.8;
    const enum tb_align align = right ? TB_START : TB_END;
    const struct tb_box box = tb_text_box(sheet->canvas, word, face, at, baseline, align);
    if (draw) {
        tb_draw_upright(sheet->canvas, x, axes->area.top - 0.4 * face.size, axes->area.bottom, TB_GRID_LINE,
                        sheet->colours->secondary);
        if (box.left > axes->area.left) {
            tb_draw_rectangle(sheet->canvas, tb_box_grown(box, 0.25), sheet->colours->ground);
            tb_draw_text(sheet->canvas, word, face, at, baseline, align);
        }
    }
    return box;
}

static size_t side_labels(const struct tb_sheet *sheet, const struct tb_outlook *outlook,
                          struct tb_side_label side[MOST_SIDE])
{
    if (!outlook->n)
        return 0;
    const struct tb_result *last = &outlook->row[outlook->n - 1];
    const struct tb_look look = tb_series_look(sheet, 0, 1);
    const double value[MOST_SIDE] = {last->upper, last->value, last->lower};
    size_t n = 0;
    for (int i = 0; i < MOST_SIDE; i++) {
        if (!tb_is_drawable(sheet, value[i]))
            continue;
        char number[TB_LABEL_SIZE];
        put_value(sheet, value[i], sheet->suffix, number);
        struct tb_side_label *label = &side[n++];
        *label = (struct tb_side_label){
            .value = value[i],
            .face = {.size = i == 1 ? sheet->type.label : sheet->type.axis,
                     .strong = i == 1,
                     .colour = i == 1 ? look.words : sheet->colours->secondary},
            .priority = i == 1,
        };
        snprintf(label->text, sizeof label->text, "%s", number);
    }
    return n;
}

/* Labels of the last value, then of the first and the extremes. */
static size_t place_labels(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_outlook *outlook,
                           struct tb_box edge, struct tb_point_label *label, struct tb_face face)
{
    const struct tb_track *track = sheet->track;
    const struct tb_box within = {axes->area.left + 0.3, axes->area.top - 1.2, axes->area.right + 0.8,
                                  axes->area.bottom - 0.2};
    struct tb_obstacles obstacles = {0};
    tb_zigzag_obstacle(axes, &obstacles);
    tb_track_obstacles(sheet, axes, track, true, &obstacles);
    tb_obstacle_box(&obstacles, tb_box_grown(edge, 0.25));
    if (outlook->n)
        tb_obstacle_line(&obstacles, (struct tb_spot){edge_of(sheet, axes), axes->area.top},
                         (struct tb_spot){edge_of(sheet, axes), axes->area.bottom});
    struct tb_spot before = tb_track_spot(axes, track, track->last_value);
    for (int i = 0; i < outlook->n; i++) {
        const struct tb_result *row = &outlook->row[i];
        const double x = tb_axes_x(axes, row->from - sheet->first_year);
        const struct tb_spot at = {x, tb_axes_y(axes, row->value)};
        tb_obstacle_line(&obstacles, before, at);
        if (tb_has_limits(sheet, row)) /* words do not stand on a band */
            tb_obstacle_box(&obstacles, (struct tb_box){before.x, fmin(tb_axes_y(axes, row->upper), at.y), x,
                                                        fmax(tb_axes_y(axes, row->lower), at.y)});
        before = at;
    }
    tb_place_target(sheet, axes, &obstacles);
    size_t n = 0;
    for (int round = 0; round < 2; round++) {
        for (int y = track->last_value; y >= track->first_value; y--) {
            const double value = track->datum[y].value;
            const bool wanted = round == 0 ? y == track->last_value
                                           : y != track->last_value && (y == track->first_value ||
                                                                        value == sheet->most || value == sheet->least);
            if (!track->datum[y].has_value || !wanted)
                continue;
            label[n].text[0] = '\0';
            n += tb_place_label(sheet, axes, track, y, face, within, &obstacles, &label[n]);
        }
    }
    tb_place_breaks(sheet, axes, &obstacles);
    tb_obstacles_free(&obstacles);
    return n;
}

void tb_draw_forecast_chart(struct tb_sheet *sheet)
{
    const struct tb_outlook outlook = tb_forecast_outlook(sheet);
    tb_sheet_look_ahead(sheet, outlook.n);
    say_model(sheet, &outlook);
    struct tb_bytes words = {0};
    tb_forecast_words(sheet, &outlook, &words);
    const struct tb_natural_limits limits = tb_natural_limits(sheet);
    double least = sheet->least, most = sheet->most;
    for (int i = 0; i < outlook.n; i++) {
        const struct tb_result *row = &outlook.row[i];
        least = fmin(least, tb_has_limits(sheet, row) ? fmax(row->lower, limits.low) : row->value);
        most = fmax(most, tb_has_limits(sheet, row) ? fmin(row->upper, limits.high) : row->value);
    }
    struct tb_side_label side[MOST_SIDE];
    struct tb_year_plot plot = {.axes.scale = tb_free_scale(sheet, least, most),
                                .words = (const char *)words.data,
                                .side = side,
                                .n_side = side_labels(sheet, &outlook, side)};
    tb_plan_year_plot(sheet, &plot);
    const struct tb_axes *axes = &plot.axes;
    const struct tb_look look = tb_series_look(sheet, 0, 1);
    const struct tb_face face = {.size = sheet->type.axis, .colour = look.words};
    struct tb_point_label *label = calloc((size_t)sheet->n_years, sizeof *label);
    if (!label)
        abort();
    const struct tb_box edge = outlook.n ? draw_edge(sheet, axes, false) : (struct tb_box){0};
    const size_t n = place_labels(sheet, axes, &outlook, edge, label, face);

    tb_draw_year_plot(sheet, &plot);
    tb_clear_labels(sheet, label, n, face);
    if (outlook.n) {
        draw_band(sheet, axes, outlook.row, outlook.n, look.ribbon);
        if (outlook.inner)
            draw_band(sheet, axes, outlook.inner, outlook.n, look.pale);
        draw_edge(sheet, axes, true);
    }
    tb_draw_target(sheet, axes);
    tb_draw_breaks(sheet, axes, axes->area.top, axes->area.bottom);
    tb_draw_track(sheet, axes, sheet->track, &look, true);
    draw_path(sheet, axes, &outlook, &look);
    tb_draw_labels(sheet, label, n, face);
    tb_draw_break_words(sheet);
    tb_draw_side(sheet, &plot);
    free(label);
    tb_bytes_free(&words);
}
