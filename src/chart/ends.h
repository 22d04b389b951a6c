/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names beside the marks they belong to: at the ends of lines, or in rows above the plot where the page is narrow. */
#ifndef CHART_ENDS_H
#define CHART_ENDS_H

#include "mark.h"
#include "place.h"

enum {
    TB_END_LINES = 2
};

/** One name with its value.  The name wraps once and is cut after that; the value always stands whole. */
struct tb_end {
    const char *name; /* "" for a value alone */
    char value[TB_LABEL_SIZE + 24];
    struct tb_look look; /* of the mark, for its sample in a row */
    bool strong;
    struct tb_spot from; /* the mark; its height is where the label would like to stand */
    bool far;            /* the mark ends before the column of names: always with a leader */
    int priority;        /* the lowest is left out first */
    char *line[TB_END_LINES];
    size_t n_lines;
    double width;
};

struct tb_ends {
    struct tb_end *end;
    size_t n;
    double width; /* of the widest, after tb_ends_wrap */
};

/** Room for n ends; abort when out of memory. */
struct tb_ends tb_ends_new(size_t n);
void tb_ends_free(struct tb_ends *ends);
/** Name, last value and look of every series that has a value; `from` is left to the caller.  track[i]: its series. */
void tb_ends_of_tracks(const struct tb_sheet *sheet, struct tb_ends *ends, size_t *track);

/** Breaks the names to a width; a value alone is never broken. */
void tb_ends_wrap(struct tb_sheet *sheet, struct tb_ends *ends, double most_width);
/**
 * Sets them in one column that starts (TB_START: names right of the marks) or ends (TB_END) at x, between top and
 * bottom. What has no room is left out and said.
 */
void tb_ends_draw(struct tb_sheet *sheet, const struct tb_ends *ends, double x, enum tb_align align, double top,
                  double bottom);
/** In rows with samples, as many as leave more than half of the height below to the plot; returns the height taken. */
double tb_ends_rows(struct tb_sheet *sheet, const struct tb_ends *ends, double top, bool draw);

#endif
