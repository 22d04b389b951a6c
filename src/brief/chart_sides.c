/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A native chart of lines with their values at both ends: two years side by side, or ranks over the years. */
#include "chart_place.h"

#include "measure.h"

#include <math.h>

#define NAMES_SHARE 0.34
#define TWO_WIDEST  560 /* between two years: further apart they are hard to follow */
#define EDGE        12  /* above the highest and below the lowest point */

static void mark_labels(struct chart_view *view)
{
    const struct native *native = view->native;
    for (size_t k = 0; k < native->n; k++) {
        size_t c = 0, t = 0, first = 0;
        if (!chart_find_end(native, k, &c, &t))
            continue;
        view->label[c][t] = LABEL_END;
        while (first < t && isnan(native->column[c].value[first]))
            first++;
        if (first == 0 && first < t) /* a line that begins later would have its label in the plot */
            view->label[c][first] = LABEL_START;
    }
}

static double widest_start(const struct chart_view *view)
{
    double widest = 0;
    for (size_t c = 0; c < view->native->columns; c++) {
        char label[64];
        if (view->label[c][0] != LABEL_START)
            continue;
        chart_value_label(view, c, 0, label);
        widest = fmax(widest, chart_text_width(label, CHART_LABEL_SIZE, true) +
                                  chart_text_width(chart_suffix(view->native), CHART_LABEL_SIZE, true));
    }
    return widest;
}

void chart_place_sides(struct chart_view *view)
{
    const struct native *native = view->native;
    const double spans = (double)(native->times > 1 ? native->times - 1 : 1);
    double least, most;
    chart_range(view, &least, &most);
    if (!(most > least)) {
        const double around = least == 0 ? 1 : 0.1 * fabs(least);
        least -= around;
        most += around;
    }
    mark_labels(view);
    const double before = fmax(widest_start(view) + END_GAP + 6, 24),
                 behind = chart_measure_ends(view, NAMES_SHARE) + 6;
    double room = view->width - before - behind;
    view->first = 0; /* the years stand at the edges of the plot */
    if (native->times == 2)
        room = fmin(room, TWO_WIDEST);
    view->left = before + (view->width - before - behind - room) / 2;
    view->right = view->left + room;
    view->pitch = room / spans;
    view->top = 2;
    view->bottom = view->height - YEARS_HEIGHT;
    const double unit = (most - least) / (view->bottom - view->top - 2 * EDGE);
    view->low = least - EDGE * unit;
    view->high = most + EDGE * unit;
    chart_part_labels(view, LABEL_START, view->bottom);
    chart_part_labels(view, LABEL_END, view->bottom);
    for (size_t t = 0; native->times == 2 && t < 2; t++)
        chart_add_shape(view, (struct chart_shape){.kind = SHAPE_ZERO,
                                                   .left = chart_x(view, t),
                                                   .right = chart_x(view, t),
                                                   .top = view->top,
                                                   .bottom = view->bottom});
}
