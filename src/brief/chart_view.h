/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Where everything of a native chart stands on its part of the slide: the plot, the axes, the labels, the words that
 * office programs do not write by themselves.  Lengths are points from the upper left corner of the chart.
 */
#ifndef BRIEF_CHART_VIEW_H
#define BRIEF_CHART_VIEW_H

#include "native.h"

#define CHART_LABEL_SIZE   15
#define CHART_AXIS_SIZE    14
#define CHART_PATTERN_SIZE 640

/** What a program does not draw by itself stands in the chart as a shape. */
struct chart_shape {
    enum {
        SHAPE_TEXT,
        SHAPE_ZERO,  /* thin: no change */
        SHAPE_BREAK, /* dashed upright: a new basis */
        SHAPE_TARGET /* short dashes across */
    } kind;
    double left, top, right, bottom;
    char *text;   /* of SHAPE_TEXT */
    bool to_left; /* the text ends at its right edge */
    bool centred;
    bool wraps;         /* in more than one line, from the top */
    bool strong;        /* bold, as labels of values are */
    const char *colour; /* of the theme; NULL: that of the axes */
    int darker;         /* per cent of its light; 0: as it is */
};

enum chart_label {
    LABEL_NONE,
    LABEL_ABOVE,
    LABEL_BELOW,
    LABEL_END,    /* right of the last point, with the name where there are several */
    LABEL_START,  /* left of the first */
    LABEL_INSIDE, /* in the middle of a part */
    LABEL_BASE,   /* behind the end of a step */
    LABEL_LEFT,
    LABEL_RIGHT
};

enum chart_strip {
    STRIP_NONE,
    STRIP_FIGURES, /* one row of figures */
    STRIP_LINE
};

struct chart_view {
    const struct native *native;
    double width, height;
    double scale;                    /* points of the paper to one of these */
    double left, top, right, bottom; /* of the plot */
    double pitch;                    /* of the years */
    double first;                    /* pitches from the edge of the plot to the first year */
    double low, high, step;          /* of the value axis, in the unit of the display */
    bool ticks;                      /* the value axis has labels */
    double ticks_most;               /* none above this one: there the strip begins */
    int tick_decimals;
    double along_high, along_step; /* the same of the sizes of a field, which begin at 0 */
    size_t year_step;              /* every how many years are labelled */
    int gap_width;                 /* between columns, percent of a column */
    bool legend;                   /* above the plot: which colour is whose */
    enum chart_strip strip;
    double strip_low, strip_high; /* of its axis */
    int growth_decimals;
    char **category;          /* words for the times; NULL where all are plain years */
    enum chart_label **label; /* of each column and time */
    double *shift;            /* of the label at the end of each column: down, in points */
    double *ahead;            /* the same: to the right */
    double nudge;             /* of the label of the last value before the years ahead: to the right */
    double *start;            /* of the label at the start of each column: down */
    char **name;              /* of the columns, cut to the room at the ends of the lines */
    struct chart_shape *shape;
    size_t shapes;
    bool failed; /* out of memory */
};

/** Lays out; chart_view_free releases what it holds.  False when out of memory. */
bool chart_view_make(struct chart_view *view, const struct native *native, double width, double height, double scale);
void chart_view_free(struct chart_view *view);

/** The value of a cell of the table, as the chart shows it. */
double chart_view_value(const struct chart_view *view, size_t column, size_t t);

/** Number format of the labels of a column's point; that of plain values when the point is nothing special. */
void chart_view_pattern(const struct chart_view *view, size_t column, size_t t, char pattern[CHART_PATTERN_SIZE]);
/** Is a column named at its last value? */
bool chart_view_is_named(const struct chart_view *view, size_t column);
/** Number format of the tick labels; along: of the sizes of a field. */
void chart_view_along_pattern(const struct chart_view *view, char pattern[CHART_PATTERN_SIZE]);
void chart_view_tick_pattern(const struct chart_view *view, char pattern[CHART_PATTERN_SIZE]);

#endif
