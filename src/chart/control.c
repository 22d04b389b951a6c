/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A control chart of single values: the years around their centre, the limits within which they move by chance, and
 * the years that stand out.  With few years a run chart: the values around their median.
 */
#include "control.h"

#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIMIT_YEARS = 8,    /* fewer years: no limits are drawn */
    SETTLED_YEARS = 12, /* fewer: they are called provisional */
    MOST_SIDE = 3
};

static const struct tb_result *row_of(const struct tb_sheet *sheet, const char *statistic, int from, int to)
{
    const struct tb_result *row = tb_results_at(sheet->chart->results, sheet->track->series, statistic, from, to);
    return row && tb_is_drawable(sheet, row->value) ? row : NULL;
}

size_t tb_control_stretches(const struct tb_sheet *sheet, struct tb_stretch stretch[TB_CONTROL_STRETCHES])
{
    if (!sheet->chart->results)
        return 0;
    const uint32_t series = sheet->track->series;
    size_t n_rows = 0, n = 0;
    const struct tb_result *row = tb_results_of(sheet->chart->results, series, "xmr_centre", &n_rows);
    for (size_t i = 0; i < n_rows && n < TB_CONTROL_STRETCHES; i++) {
        if (!tb_is_drawable(sheet, row[i].value) || row[i].n < LIMIT_YEARS)
            continue;
        const struct tb_stretch found = {{&row[i], row_of(sheet, "xmr_lower", row[i].from, row[i].to),
                                          row_of(sheet, "xmr_upper", row[i].from, row[i].to)}};
        if (found.level[TB_CONTROL_LOWER] && found.level[TB_CONTROL_UPPER])
            stretch[n++] = found;
    }
    if (n)
        return n;
    row = tb_results_of(sheet->chart->results, series, "median", &n_rows);
    for (size_t i = 0; i < n_rows && n < 1; i++) {
        if (tb_is_drawable(sheet, row[i].value))
            stretch[n++] = (struct tb_stretch){{&row[i]}};
    }
    return n;
}

/* ---- the years that stand out ---- */

const struct tb_result *tb_control_signal(const struct tb_sheet *sheet, const struct tb_stretch *last, int y)
{
    if (!last || !last->level[TB_CONTROL_UPPER])
        return NULL;
    const int year = sheet->first_year + y;
    const struct tb_result *row = row_of(sheet, "xmr_outside", year, year);
    return row && row->value != 0 && sheet->track->datum[y].has_value ? row : NULL;
}

int tb_control_quality(const struct tb_sheet *sheet, double side)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const enum tb_better better = panel->indicators[panel->series[sheet->track->series].indicator].better;
    return better == TB_NEUTRAL ? 0 : (side > 0) == (better == TB_HIGHER) ? 1 : -1;
}

static struct tb_hue hue_of(const struct tb_sheet *sheet, const struct tb_result *signal)
{
    const int quality = tb_control_quality(sheet, signal->value);
    return quality ? tb_quality_hue(sheet->page, quality) : (struct tb_hue){sheet->colours->text, sheet->colours->text};
}

/* "2019", "2006—2012年" */
static void add_span(const struct tb_sheet *sheet, int from, int to, struct tb_bytes *text)
{
    tb_bytes_format(text, "%d", from);
    if (to > from)
        tb_bytes_format(text, "%s%d", tb_either(sheet, "–", "—"), to);
    tb_bytes_text(text, tb_either(sheet, "", "年"));
}

static void add_signal(const struct tb_sheet *sheet, const struct tb_result *signal, int from, int to,
                       struct tb_bytes *text)
{
    static const struct {
        enum tb_note_code rule;
        const char *english[2], *chinese[2]; /* below or falling, above or rising */
    } rules[] = {
        {TB_NOTE_OUTSIDE_LIMITS,
         {" below the lower limit", " above the upper limit"},
         {"低于控制下限", "高于控制上限"}},
        {TB_NOTE_RUN_ONE_SIDE,
         {" one after another below the centre", " one after another above the centre"},
         {"连续低于中心线", "连续高于中心线"}},
        {TB_NOTE_RUN_ONE_WAY, {" falling year by year", " rising year by year"}, {"连年下降", "连年上升"}},
        {TB_NOTE_OUTER_THIRD, {" near the lower limit", " near the upper limit"}, {"接近控制下限", "接近控制上限"}},
    };
    static const char *const judged[2][3] = {{" (worse)", "", " (better)"}, {"（不利）", "", "（有利）"}};
    const bool chinese = sheet->language == TB_CHINESE;
    tb_bytes_text(text, text->n ? tb_either(sheet, "; ", "；") : "");
    add_span(sheet, from, to, text);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].rule == signal->note.code)
            tb_bytes_text(text, chinese ? rules[i].chinese[signal->value > 0] : rules[i].english[signal->value > 0]);
    }
    tb_bytes_text(text, judged[chinese][1 + tb_control_quality(sheet, signal->value)]);
}

static void add_run_words(const struct tb_sheet *sheet, int years, struct tb_bytes *words)
{
    if (sheet->language == TB_CHINESE)
        tb_bytes_format(words, "仅%d年，不足以确定控制限；横线为中位数", years);
    else
        tb_bytes_format(words, "Too few years for limits (%d); the line is the median", years);
}

/* One piece for each stretch of neighbouring years under one rule. */
void tb_control_words(const struct tb_sheet *sheet, const struct tb_stretch *last, struct tb_bytes *words)
{
    for (int y = 0; y < sheet->n_years;) {
        const struct tb_result *signal = tb_control_signal(sheet, last, y);
        int end = y + 1;
        if (!signal) {
            y = end;
            continue;
        }
        for (const struct tb_result *next; end < sheet->n_years && (next = tb_control_signal(sheet, last, end)) != NULL;
             end++) {
            if (next->note.code != signal->note.code || next->value != signal->value)
                break;
        }
        add_signal(sheet, signal, sheet->first_year + y, sheet->first_year + end - 1, words);
        y = end;
    }
    if (!last)
        tb_bytes_text(words, tb_either(sheet, "No centre or limits: too few years with exact values",
                                       "数值确切的年份太少，不画中心线和控制限"));
    else if (!last->level[TB_CONTROL_UPPER])
        add_run_words(sheet, last->level[TB_CONTROL_CENTRE]->n, words);
    else if (!words->n)
        tb_bytes_text(words, tb_either(sheet, "No year stands out from the usual variation", "未见超出常规波动的年份"));
    tb_bytes_add(words, "", 1);
    if (words->failed)
        abort();
}

/* ---- limits ---- */

int tb_control_settled(const struct tb_sheet *sheet, const struct tb_stretch *stretch)
{
    int y = stretch->level[TB_CONTROL_CENTRE]->to - sheet->first_year;
    const int first = stretch->level[TB_CONTROL_CENTRE]->from - sheet->first_year;
    for (; y > first; y--) {
        const struct tb_datum *datum = &sheet->track->datum[y];
        if (datum->has_value && !tb_is_pale(datum) && !tb_is_upper(datum) && !tb_is_lower(datum))
            break;
    }
    return y;
}

static void draw_limits(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_stretch *stretch)
{
    const double reach = fmin(axes->pitch / 2, 2);
    const double left = tb_axes_x(axes, stretch->level[TB_CONTROL_CENTRE]->from - sheet->first_year) - reach;
    const double right = tb_axes_x(axes, tb_control_settled(sheet, stretch)) + reach;
    for (size_t i = 0; i < TB_CONTROL_LEVELS; i++) {
        if (!stretch->level[i])
            continue;
        const double y = tb_axes_y(axes, stretch->level[i]->value);
        const struct tb_spot line[] = {{left, y}, {right, y}};
        if (i == TB_CONTROL_CENTRE)
            tb_draw_level(sheet->canvas, left, right, y, TB_BREAK_LINE, sheet->colours->secondary);
        else
            tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->secondary, 1.4, 0.9);
    }
}

const char *tb_control_name(const struct tb_sheet *sheet, const struct tb_stretch *stretch, enum tb_control_level level)
{
    switch (level) {
    case TB_CONTROL_UPPER:
        return tb_either(sheet, "upper", "上限");
    case TB_CONTROL_LOWER:
        return tb_either(sheet, "lower", "下限");
    default:
        return stretch->level[TB_CONTROL_UPPER] ? tb_either(sheet, "centre", "中心")
                                                : tb_either(sheet, "median", "中位数");
    }
}

static size_t side_labels(const struct tb_sheet *sheet, const struct tb_stretch *last,
                          struct tb_side_label side[MOST_SIDE])
{
    static const enum tb_control_level order[MOST_SIDE] = {TB_CONTROL_UPPER, TB_CONTROL_CENTRE, TB_CONTROL_LOWER};
    size_t n = 0;
    for (size_t i = 0; i < MOST_SIDE; i++) {
        const struct tb_result *row = last->level[order[i]];
        if (!row)
            continue;
        char value[TB_LABEL_SIZE];
        const struct tb_datum datum = {.has_value = true, .value = row->value};
        tb_datum_label(sheet, &datum, sheet->suffix, value);
        struct tb_side_label *label = &side[n++];
        *label = (struct tb_side_label){.value = datum.value,
                                        .face = {.size = sheet->type.axis, .colour = sheet->colours->secondary},
                                        .priority = i == 1 ? 2 : 1};
        snprintf(label->text, sizeof label->text, "%s %s", tb_control_name(sheet, last, order[i]), value);
    }
    return n;
}

static bool has_trend(const struct tb_sheet *sheet)
{
    size_t n = 0;
    const struct tb_result *verdict = tb_results_of(sheet->chart->results, sheet->track->series, "verdict", &n);
    return n && (verdict->note.code == TB_NOTE_RISING || verdict->note.code == TB_NOTE_FALLING);
}

static void say_limits(struct tb_sheet *sheet, const struct tb_stretch *last)
{
    if (!last || !last->level[TB_CONTROL_UPPER])
        return;
    const struct tb_result *row = last->level[TB_CONTROL_CENTRE];
    const bool provisional = row->n < SETTLED_YEARS, moves = has_trend(sheet);
    if (sheet->language == TB_CHINESE)
        tb_sheet_says_own(sheet, "虚线为%s控制限：%d—%d年均值±2.66×平均移动极差，n=%d%s%s", provisional ? "暂定" : "",
                          row->from, row->to, row->n, provisional ? "，不足12年" : "",
                          moves ? "；控制限假定水平不变，而本数列有趋势" : "");
    else
        tb_sheet_says_own(sheet, "dashed lines: %slimits, mean ± 2.66 x mean moving range of %d–%d, n = %d%s%s",
                          provisional ? "provisional " : "", row->from, row->to, row->n,
                          provisional ? ", under 12 years" : "",
                          moves ? "; they suppose a steady level, and this series has a trend" : "");
}

/* ---- the whole ---- */

static void draw_ring(struct tb_sheet *sheet, struct tb_spot at, tb_colour colour)
{
    tb_draw_disc(sheet->canvas, at, TB_MAIN_POINT * 1.9, colour);
    tb_draw_disc(sheet->canvas, at, TB_MAIN_POINT * 1.9 - 0.32, sheet->colours->ground);
}

/* Labels of the years outside the limits, named with their year, then of the last year. */
static size_t place_labels(struct tb_sheet *sheet, const struct tb_year_plot *plot, const struct tb_stretch *last,
                           struct tb_point_label *label, tb_colour *colour)
{
    const struct tb_track *track = sheet->track;
    const struct tb_axes *axes = &plot->axes;
    const struct tb_face face = {.size = sheet->type.axis};
    const struct tb_box within = {axes->area.left + 0.3, axes->area.top - 1.2, axes->area.right + 0.8,
                                  axes->area.bottom - 0.2};
    struct tb_obstacles obstacles = {0};
    tb_zigzag_obstacle(axes, &obstacles);
    tb_track_obstacles(sheet, axes, track, true, &obstacles);
    for (size_t i = 0; last && i < TB_CONTROL_LEVELS; i++) {
        if (!last->level[i])
            continue;
        const double y = tb_axes_y(axes, last->level[i]->value);
        tb_obstacle_line(&obstacles, (struct tb_spot){axes->area.left, y}, (struct tb_spot){axes->area.right, y});
    }
    for (int y = 0; y < sheet->n_years; y++) {
        if (!tb_control_signal(sheet, last, y))
            continue;
        const struct tb_spot at = tb_track_spot(axes, track, y);
        tb_obstacle_box(&obstacles, tb_box_grown((struct tb_box){at.x, at.y, at.x, at.y}, 1.6));
    }
    tb_place_target(sheet, axes, &obstacles);
    size_t n = 0;
    for (int y = sheet->n_years - 1; y >= 0; y--) {
        const struct tb_result *signal = tb_control_signal(sheet, last, y);
        const bool outside = signal && signal->note.code == TB_NOTE_OUTSIDE_LIMITS;
        if (!outside && y != track->last_value)
            continue;
        char value[TB_LABEL_SIZE];
        tb_datum_label(sheet, &track->datum[y], "", value);
        if (!outside)
            snprintf(label[n].text, sizeof label[n].text, "%s", value);
        else if (sheet->language == TB_CHINESE)
            snprintf(label[n].text, sizeof label[n].text, "%d年 %.40s", sheet->first_year + y, value);
        else
            snprintf(label[n].text, sizeof label[n].text, "%.40s in %d", value, sheet->first_year + y);
        bool placed = tb_place_label(sheet, axes, track, y, face, within, &obstacles, &label[n]);
        if (!placed && outside) {
            label[n].text[0] = '\0';
            placed = tb_place_label(sheet, axes, track, y, face, within, &obstacles, &label[n]);
        }
        colour[n] = signal ? hue_of(sheet, signal).words : sheet->colours->text;
        n += placed;
    }
    tb_place_breaks(sheet, axes, &obstacles);
    tb_obstacles_free(&obstacles);
    return n;
}

static void draw_values(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_stretch *last)
{
    const struct tb_look common = {.colour = sheet->colours->context,
                                   .pale = sheet->colours->grid,
                                   .line = TB_OTHER_LINE,
                                   .radius = TB_OTHER_POINT};
    tb_draw_track(sheet, axes, sheet->track, &common, true);
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_result *signal = tb_control_signal(sheet, last, y);
        if (!signal)
            continue;
        const struct tb_spot at = tb_track_spot(axes, sheet->track, y);
        struct tb_look look = tb_series_look(sheet, 0, 1);
        look.colour = hue_of(sheet, signal).mark;
        draw_ring(sheet, at, look.colour);
        tb_draw_point(sheet, &sheet->track->datum[y], &look, at);
    }
}

void tb_draw_control_chart(struct tb_sheet *sheet)
{
    struct tb_stretch stretch[TB_CONTROL_STRETCHES];
    const size_t n = tb_control_stretches(sheet, stretch);
    const struct tb_stretch *last = n ? &stretch[n - 1] : NULL;
    struct tb_bytes words = {0};
    struct tb_side_label side[MOST_SIDE];
    tb_control_words(sheet, last, &words);
    say_limits(sheet, last);

    double least = sheet->least, most = sheet->most;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < TB_CONTROL_LEVELS; k++) {
            const struct tb_result *row = stretch[i].level[k];
            least = fmin(least, row ? row->value : INFINITY);
            most = fmax(most, row ? row->value : -INFINITY);
        }
    }
    struct tb_year_plot plot = {.axes.scale = tb_free_scale(sheet, least, most),
                                .words = (const char *)words.data,
                                .side = side,
                                .n_side = last ? side_labels(sheet, last, side) : 0};
    tb_plan_year_plot(sheet, &plot);

    struct tb_point_label *label = calloc((size_t)sheet->n_years, sizeof *label);
    tb_colour *colour = calloc((size_t)sheet->n_years, sizeof *colour);
    if (!label || !colour)
        abort();
    const size_t n_labels = place_labels(sheet, &plot, last, label, colour);
    struct tb_face face = {.size = sheet->type.axis};
    tb_draw_year_plot(sheet, &plot);
    tb_clear_labels(sheet, label, n_labels, face);
    tb_draw_target(sheet, &plot.axes);
    tb_draw_breaks(sheet, &plot.axes, plot.axes.area.top, plot.axes.area.bottom);
    for (size_t i = 0; i < n; i++)
        draw_limits(sheet, &plot.axes, &stretch[i]);
    draw_values(sheet, &plot.axes, last);
    for (size_t i = 0; i < n_labels; i++) {
        face.colour = colour[i];
        tb_draw_labels(sheet, &label[i], 1, face);
    }
    tb_draw_break_words(sheet);
    tb_draw_side(sheet, &plot);
    free(label);
    free(colour);
    tb_bytes_free(&words);
}
