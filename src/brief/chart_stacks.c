/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A native chart of parts on top of one another: their values inside, their names beside the last column. */
#include "chart_place.h"

#include "chart/scale.h"
#include "chart_colour.h"
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN       10
#define NAMES_SHARE  0.26
#define TOTAL_HEIGHT 24
#define STACK_SHARE  0.8 /* of the pitch */
#define STACK_WIDEST 92
#define PITCH_WIDEST 184
#define LABEL_ROOM   18 /* height of a part that holds its value */

static double widest_of(const struct chart_view *view, enum native_role role)
{
    double widest = 0;
    for (size_t c = 0; c < view->native->columns; c++)
        for (size_t t = 0; view->native->column[c].role == role && t < view->native->times; t++) {
            char label[64];
            chart_value_label(view, c, t, label);
            widest = fmax(widest, chart_text_width(label, CHART_LABEL_SIZE, role == NATIVE_TOTAL));
        }
    return widest;
}

/* Height of all parts of a time, in the unit of the display; -1 where there is no column. */
static double height_of(const struct chart_view *view, size_t t)
{
    double sum = 0;
    bool any = false;
    for (size_t c = 0; c < view->native->columns; c++)
        if (view->native->column[c].role == NATIVE_VALUES && !isnan(view->native->column[c].value[t])) {
            sum += chart_view_value(view, c, t);
            any = true;
        }
    return any ? sum : -1;
}

/* Cuts the names to their room; returns the widest. */
static double measure_names(struct chart_view *view)
{
    double widest = 0;
    for (size_t c = 0; c < view->native->columns; c++) {
        if (view->native->column[c].role != NATIVE_VALUES || !view->name[c])
            continue;
        char *fitted = brief_text_fit(view->name[c], CHART_LABEL_SIZE * 1.04, NAMES_SHARE * view->width, 1, true);
        view->failed |= !fitted;
        if (!fitted)
            return 0;
        free(view->name[c]);
        view->name[c] = fitted;
        widest = fmax(widest, chart_text_width(fitted, CHART_LABEL_SIZE, true));
    }
    return widest;
}

static void name_parts(struct chart_view *view, size_t last, double left, double width)
{
    const struct native *native = view->native;
    struct chart_end *end = calloc(native->columns + 1, sizeof *end);
    size_t n = 0;
    double below = 0;
    if (!end) {
        view->failed = true;
        return;
    }
    for (size_t c = 0; c < native->columns; c++) {
        if (native->column[c].role != NATIVE_VALUES || isnan(native->column[c].value[last]))
            continue;
        const double value = chart_view_value(view, c, last);
        end[n++] = (struct chart_end){.column = c, .wanted = chart_y(view, below + value / 2)};
        below += value;
    }
    chart_part_ends(end, n, 0, view->bottom + 6);
    for (size_t i = 0; i < n; i++) {
        const struct chart_colour colour = chart_words_colour(native, end[i].column);
        chart_add_shape(
            view, (struct chart_shape){.kind = SHAPE_TEXT,
                                       .left = left,
                                       .right = left + width,
                                       .top = end[i].centre - END_HEIGHT / 2.0,
                                       .bottom = end[i].centre + END_HEIGHT / 2.0,
                                       .strong = true,
                                       .colour = colour.name,
                                       .darker = colour.by,
                                       .text = view->name[end[i].column] ? strdup(view->name[end[i].column]) : NULL});
    }
    free(end);
}

void chart_place_stacks(struct chart_view *view)
{
    const struct native *native = view->native;
    const struct native_column *total = brief_native_find(native, NATIVE_TOTAL);
    const double times = (double)native->times;
    size_t last = 0;
    double most = 0;
    for (size_t t = 0; t < native->times; t++)
        if (height_of(view, t) >= 0) {
            most = fmax(most, height_of(view, t));
            last = t;
        }
    most = most > 0 ? most : 1;
    view->bottom = view->height - YEARS_HEIGHT;
    const double names = measure_names(view);
    double room = view->width - 2 * MARGIN - names - 12, ticks = 0;
    view->pitch = fmin(room / times, PITCH_WIDEST);
    const double column = fmin(view->pitch * STACK_SHARE, STACK_WIDEST);
    const bool totals = total && widest_of(view, NATIVE_TOTAL) + 4 <= view->pitch;
    const bool parts = widest_of(view, NATIVE_VALUES) + 3 <= column;
    view->ticks = total ? !totals : !parts;
    view->low = 0;
    view->high = most;
    view->top = view->ticks ? 12 : 2;
    if (view->ticks) {
        ticks = chart_choose_ticks(view, 0, most) + 12;
        view->low = 0;
        view->high = fmax(view->high, most);
        room -= ticks;
        view->pitch = fmin(room / times, PITCH_WIDEST);
    }
    view->left = MARGIN + ticks + (room - view->pitch * times) / 2;
    view->right = view->left + view->pitch * times;
    const double wide = fmin(view->pitch * STACK_SHARE, STACK_WIDEST);
    view->gap_width = (int)lround(fmin(100 * (view->pitch - wide) / wide, 500));
    if (totals)
        view->high += view->high / (view->bottom - view->top - TOTAL_HEIGHT) * TOTAL_HEIGHT;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            const double value = chart_view_value(view, c, t);
            if (isnan(value))
                continue;
            if (native->column[c].role == NATIVE_TOTAL)
                view->label[c][t] = totals ? LABEL_ABOVE : LABEL_NONE;
            else if (parts && value / view->high * (view->bottom - view->top) >= LABEL_ROOM)
                view->label[c][t] = LABEL_INSIDE;
        }
    name_parts(view, last, chart_x(view, last) + wide / 2 + 8, names + 4);
}
