/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A native chart of lines: the scale, the names at their ends, the labels of points. */
#include "chart_place.h"

#include "chart/scale.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_SHARE   0.24 /* of the width, for names at the ends of lines */
#define RING_ROOM     9    /* from the middle of a ringed point to its label */
#define LABELLED_MOST 12   /* points of a line that are all labelled */

/* ---- labels of points ---- */

/* A valley reads better with its label below. */
static bool is_valley(const struct native_column *column, size_t times, size_t t)
{
    const bool before = t > 0 && !isnan(column->value[t - 1]), after = t + 1 < times && !isnan(column->value[t + 1]);
    return (before || after) && (!before || column->value[t - 1] > column->value[t]) &&
           (!after || column->value[t + 1] > column->value[t]);
}

/* Labels keep off the line: below a point under the fitted line, below a valley of a joined one. */
static bool is_lower_side(const struct native *native, const struct native_column *column, size_t t)
{
    const struct native_column *fit = brief_native_find(native, NATIVE_FIT);
    return fit && isfinite(fit->value[t]) ? column->value[t] < fit->value[t] : is_valley(column, native->times, t);
}

static void label_points(struct chart_view *view)
{
    const struct native *native = view->native;
    size_t values = 0;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; native->column[c].role <= NATIVE_PARTS && t < native->times; t++)
            values += isnan(native->column[c].value[t]) ? 0 : 1;
    const bool all = values <= LABELLED_MOST && chart_widest_value(view) + 2 <= view->pitch;
    for (size_t c = 0; c < native->columns; c++) {
        const struct native_column *column = &native->column[c];
        for (size_t t = 0; column->role <= NATIVE_PARTS && t < native->times; t++)
            if (!isnan(column->value[t]) && view->label[c][t] == LABEL_NONE &&
                (all || chart_is_key(column, native->times, t)))
                view->label[c][t] = is_lower_side(native, column, t) ? LABEL_BELOW : LABEL_ABOVE;
    }
}

/* The last value of each series, and of what is said at its end. */
static void mark_ends(struct chart_view *view)
{
    const struct native *native = view->native;
    const bool ahead = brief_native_find(native, NATIVE_PATH) != NULL; /* the path goes on where the label would be */
    for (size_t k = 0; k < native->n && !ahead; k++) {
        size_t c = 0, t = 0;
        if (chart_find_end(native, k, &c, &t))
            view->label[c][t] = LABEL_END;
    }
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = native->times; native->column[c].at_end && t-- > 0;)
            if (!isnan(native->column[c].value[t])) {
                view->label[c][t] = LABEL_END;
                break;
            }
}

/* Lowest and highest limit of a time. */
static void limits_of(const struct native *native, size_t t, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t c = 0; c < native->columns; c++)
        if (native->column[c].role == NATIVE_LIMIT) {
            *low = fmin(*low, native->column[c].value[t]);
            *high = fmax(*high, native->column[c].value[t]);
        }
}

/*
 * Years beyond the limits have their value beside them, the newest first, as long as it meets no other; those that only
 * run on one side are not labelled, they would be too many.
 */
static void label_ringed(struct chart_view *view)
{
    const struct native *native = view->native;
    const double wide = chart_widest_value(view) + 6, high_label = 22;
    double taken = INFINITY, taken_y = 0;
    for (size_t t = native->times; t-- > 0;) {
        double low, high;
        limits_of(native, t, &low, &high);
        for (size_t c = 0; c < native->columns && low < high; c++) {
            const double value = native->column[c].value[t];
            if (native->column[c].role != NATIVE_RINGED || isnan(value) || (value <= high && value >= low))
                continue;
            const double x = chart_x(view, t), y = chart_y(view, chart_view_value(view, c, t));
            const bool above = value > high || y + RING_ROOM + high_label > view->bottom;
            const double at = above ? y - RING_ROOM - high_label / 2 : y + RING_ROOM + high_label / 2;
            const bool at_end = t + 1 == native->times; /* the last value stands at the end of the line */
            if (!at_end && (x + wide / 2 < taken || fabs(at - taken_y) > high_label)) {
                view->label[c][t] = above ? LABEL_ABOVE : LABEL_BELOW;
                taken = x - wide / 2;
                taken_y = at;
            }
        }
    }
}

/* The edge between what was and what may come. */
static void mark_edge(struct chart_view *view)
{
    const struct native *native = view->native;
    if (!native->foreseen)
        return;
    const double x = view->left + (double)native->foreseen * view->pitch;
    view->nudge = fmin(0, view->pitch / 2 - chart_widest_value(view) / 2 - 3); /* no label stands across the edge */
    const char *word = native->language == TB_CHINESE ? "预测" : "forecast";
    const double wide = chart_text_width(word, CHART_AXIS_SIZE, false);
    const bool fits = x + 4 + wide <= view->width;
    chart_add_shape(view, (struct chart_shape){
                              .kind = SHAPE_ZERO, .left = x, .right = x, .top = view->top, .bottom = view->bottom});
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = fits ? x + 4 : x - 4 - wide,
                                               .right = fits ? x + 4 + wide : x - 4,
                                               .top = view->bottom - 22,
                                               .bottom = view->bottom - 2,
                                               .to_left = !fits,
                                               .text = strdup(word)});
}

void chart_place_lines(struct chart_view *view)
{
    const struct native *native = view->native;
    double least, most;
    chart_range(view, &least, &most);
    const double ticks = chart_choose_ticks(view, least, most);
    view->left = 10 + ticks + 8;
    view->top = 12;
    view->bottom = view->height - YEARS_HEIGHT;
    mark_ends(view);
    const double ends = chart_measure_ends(view, NAMES_SHARE), room = view->width - 6 - view->left;
    /* the name begins at the last point, half a pitch before the end of the plot */
    view->pitch = fmin(room / (double)native->times, (room - ends) / ((double)native->times - 0.5));
    view->right = view->left + view->pitch * (double)native->times;
    chart_place_words(view, view->left, view->width - 6);
    if (native->n == 1 && !brief_native_find(native, NATIVE_LIMIT))
        label_points(view);
    chart_part_labels(view, LABEL_END, view->bottom + YEARS_HEIGHT);
    label_ringed(view);
    mark_edge(view);
}
