/* SPDX-License-Identifier: GPL-3.0-or-later */
/** One series in a plot, drawn the same way by every chart over the years: links, points, and labels that keep off
 * them. */
#ifndef CHART_TRACK_H
#define CHART_TRACK_H

#include "mark.h"
#include "place.h"

/** What values can be at all: a band beyond that is not drawn.  Infinite where there is no end. */
struct tb_natural_limits {
    double low, high;
};
struct tb_natural_limits tb_natural_limits(const struct tb_sheet *sheet);
/** A scale for values from least to most and the target, with 0 where it is near. */
struct tb_scale tb_free_scale(const struct tb_sheet *sheet, double least, double most);

/** A label right of the plot, at the height of what it names. */
struct tb_side_label {
    char text[2 * TB_LABEL_SIZE];
    double value; /* of the axis */
    struct tb_face face;
    int priority; /* the lowest is left out first */
};

/** A plot over the years with words above and labels at its right. */
struct tb_year_plot {
    struct tb_axes axes;
    const char *words;                /* at the top, at most two lines; may be "" */
    const struct tb_side_label *side; /* NULL: none */
    size_t n_side;
    double years; /* height of the row of years */
};
/** Shares out sheet->plot; plot->axes.scale, words and side are given. */
void tb_plan_year_plot(struct tb_sheet *sheet, struct tb_year_plot *plot);
/** Words, ticks and years; call before the data is drawn. */
void tb_draw_year_plot(struct tb_sheet *sheet, const struct tb_year_plot *plot);
/** The labels at the right, with a leader where they stand off. */
void tb_draw_side(struct tb_sheet *sheet, const struct tb_year_plot *plot);

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

/** The zigzag at the foot of an axis that does not begin at 0. */
void tb_zigzag_obstacle(const struct tb_axes *axes, struct tb_obstacles *obstacles);

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

/**
 * Finds room for the words of the target over or under its line, at the left where it can be; nowhere when there is
 * none: the foot says it too.  Adds them to the obstacles.
 */
void tb_place_target(struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles);

/** Finds room beside each break, from the top of the plot down, for the words that say so; the foot says it too. */
void tb_place_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles);

/** A fill cut at the upper and lower edge of the plot; at most 4 corners. */
void tb_draw_within(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_spot corner[4],
                    tb_colour colour);

/** Words at the top of the plot, at most two lines; returns the height they take. */
double tb_set_words(struct tb_sheet *sheet, const char *words, bool draw);

#endif
