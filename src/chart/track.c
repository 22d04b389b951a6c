/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "track.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct tb_natural_limits tb_natural_limits(const struct tb_sheet *sheet)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const enum tb_kind kind = panel->indicators[panel->series[sheet->track->series].indicator].kind;
    const bool positive =
        kind == TB_COUNT || kind == TB_RATE || kind == TB_PROPORTION || kind == TB_LENGTH || kind == TB_AREA;
    return (struct tb_natural_limits){
        .low = positive && sheet->least >= 0 ? 0 : -INFINITY,
        .high = kind == TB_PROPORTION && strcmp(sheet->suffix, "%") == 0 && sheet->most <= 100 ? 100 : INFINITY,
    };
}

struct tb_scale tb_free_scale(const struct tb_sheet *sheet, double least, double most)
{
    const struct tb_natural_limits limits = tb_natural_limits(sheet);
    if (isfinite(sheet->target)) {
        least = fmin(least, sheet->target);
        most = fmax(most, sheet->target);
    }
    const double divisor = sheet->display.divisor;
    struct tb_scale scale;
    tb_scale_choose(least / divisor, most / divisor, TB_FREE, sheet->decimals,
                    isfinite(limits.high) && least >= 0 && most <= limits.high ? limits.high : INFINITY, &scale);
    return scale;
}

struct tb_spot tb_track_spot(const struct tb_axes *axes, const struct tb_track *track, int y)
{
    return (struct tb_spot){tb_axes_x(axes, y), tb_axes_y(axes, track->datum[y].value)};
}

void tb_draw_track(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                   const struct tb_look *look, bool joined)
{
    for (int y = 1; joined && y < sheet->n_years; y++) {
        if (tb_joined(track, y - 1, y))
            tb_draw_link(sheet, &track->datum[y - 1], &track->datum[y], look, tb_track_spot(axes, track, y - 1),
                         tb_track_spot(axes, track, y));
    }
    const bool many = axes->pitch < 3 * look->radius;
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_datum *datum = &track->datum[y];
        if (!datum->has_value) {
            if (datum->listed && datum->state == TB_NEGLIGIBLE)
                tb_draw_point(sheet, datum, look, (struct tb_spot){tb_axes_x(axes, y), tb_axes_y(axes, 0)});
            continue;
        }
        const bool lone =
            !(y > 0 && tb_joined(track, y - 1, y)) && !(y + 1 < sheet->n_years && tb_joined(track, y, y + 1));
        const bool special = tb_is_upper(datum) || tb_is_lower(datum) || tb_is_pale(datum);
        if (!many || !joined || lone || special || y == track->last_value)
            tb_draw_point(sheet, datum, look, tb_track_spot(axes, track, y));
    }
}

void tb_track_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                        bool joined, struct tb_obstacles *obstacles)
{
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_datum *datum = &track->datum[y];
        if (!datum->has_value)
            continue;
        const struct tb_spot at = tb_track_spot(axes, track, y);
        const double r = TB_MAIN_POINT * 0.9, tail = 3 * TB_MAIN_POINT;
        tb_obstacle_box(obstacles, (struct tb_box){at.x - r, at.y - (tb_is_lower(datum) ? tail : r), at.x + r,
                                                   at.y + (tb_is_upper(datum) ? tail : r)});
        if (y > 0 && joined && tb_joined(track, y - 1, y))
            tb_obstacle_line(obstacles, tb_track_spot(axes, track, y - 1), at);
        if ((datum->breaks || datum->links) && y > 0) {
            const double x = axes->left + axes->pitch * y;
            tb_obstacle_line(obstacles, (struct tb_spot){x, axes->area.top}, (struct tb_spot){x, axes->area.bottom});
        }
    }
}

bool tb_place_label(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track, int y,
                    struct tb_face face, struct tb_box within, struct tb_obstacles *obstacles,
                    struct tb_point_label *label)
{
    if (!label->text[0])
        tb_datum_label(sheet, &track->datum[y], "", label->text);
    /* a valley reads better with its label below */
    const bool after = y + 1 < sheet->n_years && tb_joined(track, y, y + 1);
    const bool before = y > 0 && tb_joined(track, y - 1, y);
    const double value = track->datum[y].value;
    const bool valley = (before || after) && (!before || track->datum[y - 1].value > value) &&
                        (!after || track->datum[y + 1].value > value);
    const struct tb_box ink = tb_measure(sheet->canvas, label->text, face).ink;
    const struct tb_spot at = tb_track_spot(axes, track, y);
    const double clear = TB_MAIN_POINT + 0.6;
    if (tb_place_near(obstacles, at, ink, clear, 0.3, valley, TB_AROUND, within, &label->x, &label->baseline))
        return true;
    const size_t lines = obstacles->n_lines; /* across the edge of a band rather than nowhere */
    obstacles->n_lines = obstacles->n_hard ? obstacles->n_hard : lines;
    const bool placed =
        tb_place_near(obstacles, at, ink, clear, 0.3, valley, TB_AROUND, within, &label->x, &label->baseline);
    obstacles->n_lines = lines;
    return placed;
}

void tb_clear_labels(struct tb_sheet *sheet, const struct tb_point_label *label, size_t n, struct tb_face face)
{
    for (size_t i = 0; i < n; i++)
        tb_draw_rectangle(
            sheet->canvas,
            tb_box_grown(tb_text_box(sheet->canvas, label[i].text, face, label[i].x, label[i].baseline, TB_START),
                         0.25),
            sheet->colours->ground);
}

void tb_draw_labels(struct tb_sheet *sheet, const struct tb_point_label *label, size_t n, struct tb_face face)
{
    for (size_t i = 0; i < n; i++)
        tb_draw_text(sheet->canvas, label[i].text, face, label[i].x, label[i].baseline, TB_START);
}

void tb_zigzag_obstacle(const struct tb_axes *axes, struct tb_obstacles *obstacles)
{
    if (!axes->scale.has_zero)
        tb_obstacle_box(obstacles, (struct tb_box){axes->area.left - 0.3, axes->area.bottom - 1.8,
                                                   axes->area.left + 1.5, axes->area.bottom + 0.6});
}

void tb_place_target(struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles)
{
    sheet->target_label = (struct tb_box){0};
    if (!isfinite(sheet->target))
        return;
    char words[2 * TB_LABEL_SIZE];
    tb_target_words(sheet, words, sizeof words);
    const struct tb_face face = {.size = sheet->type.axis};
    const struct tb_box ink = tb_measure(sheet->canvas, words, face).ink;
    const double y = tb_axes_y(axes, sheet->target), height = ink.bottom - ink.top, width = ink.right - ink.left;
    const double last = axes->area.right - 0.3 - width, first = axes->area.left + 0.3;
    enum {
        TRIES = 9
    };
    const double centred = tb_axes_x(axes, sheet->target_year - sheet->first_year) - width / 2;
    const int tries = sheet->target_year ? 1 : TRIES; /* over its bar; else from the left */
    for (int i = 0; i < tries; i++) {
        const double left = sheet->target_year ? fmin(last, centred) : first + (last - first) * i / (TRIES - 1);
        if (left < first || left > last)
            continue;
        for (int under = 0; under < 2; under++) {
            const double top = under ? y + 0.6 : y - 0.6 - height;
            const struct tb_box box = {left, top, left + width, top + height};
            if (box.top < axes->area.top - 0.3 || box.bottom > axes->area.bottom - 0.2 ||
                !tb_is_free(obstacles, tb_box_grown(box, 0.3)))
                continue;
            sheet->target_label = box;
            tb_obstacle_box(obstacles, box);
            return;
        }
    }
}

/* Beside the break line at x, right of it or left, at the first free height. */
static bool place_beside(struct tb_sheet *sheet, const struct tb_axes *axes, double x, const char *words,
                         struct tb_obstacles *obstacles, struct tb_spot *at)
{
    const struct tb_face face = tb_axis_face(sheet);
    const struct tb_box ink = tb_measure(sheet->canvas, words, face).ink;
    const double width = ink.right - ink.left, height = ink.bottom - ink.top, aside = 0.9;
    const int steps = (int)ceil((axes->area.bottom - 0.3 - axes->area.top) / height) - 1;
    for (int step = 0; step < steps; step++) {
        const double top = axes->area.top + step * height;
        for (int side = 0; side < 2; side++) {
            const double left = side == 0 ? x + aside : x - aside - width;
            const struct tb_box box = {left, top, left + width, top + height};
            if (box.left < axes->area.left || box.right > axes->area.right + 0.5 ||
                !tb_is_free(obstacles, tb_box_grown(box, 0.3)))
                continue;
            tb_obstacle_box(obstacles, box);
            *at = (struct tb_spot){box.left - ink.left, box.top - ink.top};
            return true;
        }
    }
    return false;
}

void tb_place_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles)
{
    sheet->n_break_labels = 0;
    for (int y = 1; y < sheet->n_years && sheet->n_break_labels < TB_BREAK_LABELS; y++) {
        const bool breaks = tb_has_break(sheet, y);
        struct tb_break_label *label = &sheet->break_label[sheet->n_break_labels];
        bool placed = false;
        for (int brief = 0; breaks && brief < 2 && !placed; brief++) {
            char words[TB_LABEL_SIZE];
            *label = (struct tb_break_label){.y = y, .brief = brief};
            tb_break_words(sheet, y, brief, words, sizeof words);
            placed = place_beside(sheet, axes, axes->left + axes->pitch * y, words, obstacles, &label->at);
        }
        sheet->n_break_labels += placed;
    }
}

void tb_draw_within(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_spot corner[4],
                    tb_colour colour)
{
    enum {
        MOST = 8
    };
    struct tb_spot piece[MOST], cut[MOST];
    size_t n = 4;
    memcpy(piece, corner, 4 * sizeof *corner);
    const double edge[] = {axes->area.top, axes->area.bottom};
    for (int e = 0; e < 2; e++) { /* Sutherland and Hodgman, for two level edges */
        const double side = e == 0 ? 1 : -1;
        size_t m = 0;
        for (size_t i = 0; i < n; i++) {
            const struct tb_spot a = piece[i], b = piece[(i + 1) % n];
            const double from = side * (a.y - edge[e]), to = side * (b.y - edge[e]);
            if (from >= 0)
                cut[m++] = a;
            if ((from < 0) != (to < 0))
                cut[m++] = (struct tb_spot){a.x + (b.x - a.x) * from / (from - to), edge[e]};
        }
        n = m;
        memcpy(piece, cut, n * sizeof *cut);
    }
    tb_draw_fill(sheet->canvas, piece, n, colour);
}

double tb_set_words(struct tb_sheet *sheet, const char *words, bool draw)
{
    const struct tb_face face = {.size = sheet->type.axis, .colour = sheet->colours->text};
    char *plain = tb_plain_text(words, 300), *line[2];
    if (!plain)
        abort();
    const size_t n = tb_wrap(sheet->canvas, plain, face, sheet->plot.right - sheet->plot.left, 2, false, line);
    for (size_t i = 0; i < n; i++) {
        if (draw)
            tb_draw_text(sheet->canvas, line[i], face, sheet->plot.left,
                         sheet->plot.top + face.size * (0.9 + 1.35 * (double)i), TB_START);
        free(line[i]);
    }
    free(plain);
    return n ? face.size * (0.55 + 1.35 * (double)n) : 0;
}

/* ---- a plot with words above and labels at its right ---- */

void tb_plan_year_plot(struct tb_sheet *sheet, struct tb_year_plot *plot)
{
    struct tb_axes *axes = &plot->axes;
    axes->area = sheet->plot;
    axes->divisor = sheet->display.divisor;
    axes->area.left += tb_ticks_width(sheet, &axes->scale) + 1;
    double widest = 0;
    for (size_t i = 0; i < plot->n_side; i++)
        widest = fmax(widest, tb_measure(sheet->canvas, plot->side[i].text, plot->side[i].face).width);
    if (axes->area.right - axes->area.left - widest < 0.4 * sheet->canvas->width) {
        plot->n_side = 0; /* a stamp: the words and the foot must do */
        widest = 0;
    }
    axes->area.right -= widest > 0 ? widest + 2.2 : 1;
    tb_axes_spread(sheet, axes);
    plot->years = tb_years_height(sheet, axes->pitch);
    axes->area.bottom -= plot->years + (axes->scale.has_zero ? 0 : 2); /* the zigzag */
    axes->area.top += tb_set_words(sheet, plot->words, false) + sheet->type.axis / 2;
}

void tb_draw_year_plot(struct tb_sheet *sheet, const struct tb_year_plot *plot)
{
    tb_set_words(sheet, plot->words, true);
    tb_draw_ticks(sheet, &plot->axes);
    tb_draw_years(sheet, &plot->axes, sheet->plot.bottom - plot->years);
}

void tb_draw_side(struct tb_sheet *sheet, const struct tb_year_plot *plot)
{
    enum {
        MOST = 8
    };
    struct tb_end_label label[MOST];
    assert(plot->n_side <= MOST);
    for (size_t i = 0; i < plot->n_side; i++)
        label[i] = (struct tb_end_label){.wanted = tb_axes_y(&plot->axes, plot->side[i].value),
                                         .height = 1.15 * plot->side[i].face.size,
                                         .priority = plot->side[i].priority};
    tb_place_ends(label, plot->n_side, plot->axes.area.top - sheet->type.axis / 2, plot->axes.area.bottom + plot->years,
                  0.3);
    const double x = plot->axes.area.right + 1.6, digit = tb_digit_height(sheet->canvas);
    for (size_t i = 0; i < plot->n_side; i++) {
        if (!label[i].kept)
            continue;
        const struct tb_face face = plot->side[i].face;
        tb_draw_text(sheet->canvas, plot->side[i].text, face, x, label[i].centre + digit * face.size / 2, TB_START);
        if (fabs(label[i].centre - label[i].wanted) > 0.3 * label[i].height) {
            const struct tb_spot leader[] = {{x - 1.4, label[i].wanted}, {x - 0.4, label[i].centre}};
            tb_draw_line(sheet->canvas, leader, 2, TB_LEADER_LINE, sheet->colours->context);
        }
    }
}
