/* SPDX-License-Identifier: GPL-3.0-or-later */
/** One series in a plot, drawn the same way by every chart over the years: links, points, and labels that keep off
 * them. */
#ifndef CHART_TRACK_H
#define CHART_TRACK_H

#include "mark.h"
#include "place.h"

/** Where the value of year index `y` stands. */
struct tb_spot tb_track_spot(const struct tb_axes *axes, const struct tb_track *track, int y);

/**
 * The points of a series.
 *   joined  lines between neighbouring years; where years stand close, only the points that say something are drawn
 */
void tb_draw_track(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                   const struct tb_look *look, bool joined);

/** The same marks, and the breaks of the series, as what labels must not touch. */
void tb_track_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track,
                        bool joined, struct tb_obstacles *obstacles);

/** The value of a point, placed near it. */
struct tb_point_label {
    char text[TB_LABEL_SIZE];
    double x, baseline;
};
/** Places the label of year `y` (its value when label->text is ""), below in a valley; false where there is no room. */
bool tb_place_label(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_track *track, int y,
                    struct tb_face face, struct tb_box within, struct tb_obstacles *obstacles,
                    struct tb_point_label *label);
/** Ground under labels, for grid lines to give way; call before the data is drawn. */
void tb_clear_labels(struct tb_sheet *sheet, const struct tb_point_label *label, size_t n, struct tb_face face);
void tb_draw_labels(struct tb_sheet *sheet, const struct tb_point_label *label, size_t n, struct tb_face face);

/** A fill cut at the upper and lower edge of the plot; at most 4 corners. */
void tb_draw_within(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_spot corner[4],
                    tb_colour colour);

/** Words at the top of the plot, at most two lines; returns the height they take. */
double tb_set_words(struct tb_sheet *sheet, const char *words, bool draw);

#endif
