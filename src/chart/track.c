/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        if (datum->breaks && y > 0) {
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
    const struct tb_extent extent = tb_measure(sheet->canvas, label->text, face);
    return tb_place_near(obstacles, tb_track_spot(axes, track, y), extent.ink, TB_MAIN_POINT + 0.6, 0.3, valley,
                         TB_AROUND, within, &label->x, &label->baseline);
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
