/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A native chart of points over what they are measured against, with the limits that chance would keep them in. */
#include "chart_place.h"

#include "chart/scale.h"
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_SHARE 0.2
#define TITLE       22 /* height of what the sizes are */
#define NEAR        8  /* from a point to its name */

struct box {
    double left, top, right, bottom;
};

static bool meet(const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static double along(const struct chart_view *view, double size)
{
    return view->left + size / view->along_high * (view->right - view->left);
}

static struct box around(const struct chart_view *view, size_t t, enum chart_label label, double width)
{
    const struct native *native = view->native;
    const size_t size = (size_t)(brief_native_find(native, NATIVE_SIZE) - native->column);
    const size_t values = (size_t)(brief_native_find(native, NATIVE_VALUES) - native->column);
    const double x = along(view, chart_view_value(view, size, t)), y = chart_y(view, chart_view_value(view, values, t));
    const double height = END_HEIGHT, half = width / 2;
    switch (label) {
    case LABEL_RIGHT:
        return (struct box){x + NEAR, y - height / 2, x + NEAR + width, y + height / 2};
    case LABEL_LEFT:
        return (struct box){x - NEAR - width, y - height / 2, x - NEAR, y + height / 2};
    case LABEL_ABOVE:
        return (struct box){x - half, y - NEAR - height, x + half, y - NEAR};
    default:
        return (struct box){x - half, y + NEAR, x + half, y + NEAR + height};
    }
}

/* How much of a place other points, other names and the edge of the plot take. */
static size_t count_taken(const struct chart_view *view, size_t t, const struct box *place, const struct box *named,
                          size_t names)
{
    size_t taken = place->left < view->left || place->right > view->right + 20 || place->top < view->top - 10 ||
                           place->bottom > view->bottom
                       ? 3
                       : 0;
    for (size_t k = 0; k < view->native->times; k++) {
        const struct box point = around(view, k, LABEL_RIGHT, 0);
        const struct box mark = {point.left - NEAR - 5, point.top + 5, point.left - NEAR + 5, point.bottom - 5};
        taken += k != t && meet(place, &mark);
    }
    for (size_t k = 0; k < names; k++)
        taken += 4 * (size_t)meet(place, &named[k]);
    return taken;
}

static void name_points(struct chart_view *view)
{
    const struct native *native = view->native;
    static const enum chart_label places[] = {LABEL_ABOVE, LABEL_RIGHT, LABEL_LEFT, LABEL_BELOW};
    struct box *named = calloc(native->columns + 1, sizeof *named);
    size_t names = 0;
    view->failed |= !named;
    for (size_t c = 0; named && c < native->columns; c++)
        for (size_t t = 0; native->column[c].role == NATIVE_RINGED && t < native->times; t++) {
            if (isnan(native->column[c].value[t]))
                continue;
            size_t best = SIZE_MAX;
            for (size_t p = 0; p < 4; p++) {
                const struct box place =
                    around(view, t, places[p], chart_text_width(view->name[c], CHART_LABEL_SIZE, false));
                const size_t taken = count_taken(view, t, &place, named, names);
                if (taken >= best)
                    continue;
                best = taken;
                named[names] = place;
                view->label[c][t] = places[p];
            }
            names++;
        }
    free(named);
}

void chart_place_field(struct chart_view *view)
{
    const struct native *native = view->native;
    const struct native_column *size = brief_native_find(native, NATIVE_SIZE);
    double least, most, largest = 0;
    struct tb_scale scale;
    chart_range(view, &least, &most);
    for (size_t t = 0; t < native->times; t++)
        largest = fmax(largest, size->value[t] / native->along.divisor);
    tb_scale_choose(0, largest, TB_FROM_ZERO, native->along.decimals, INFINITY, &scale);
    view->along_step = tb_scale_tick(&scale, 1);
    view->along_high = scale.high;
    const double ticks = chart_choose_ticks(view, least, most);
    for (size_t c = 0; c < native->columns; c++)
        if (native->column[c].at_end)
            view->label[c][native->times - 1] = LABEL_END;
    const double ends = chart_measure_ends(view, NAMES_SHARE);
    view->left = 10 + ticks + 8;
    view->top = 12;
    view->bottom = view->height - YEARS_HEIGHT - TITLE;
    /* the names of the limits begin behind the last point, not at the end of the plot */
    const double last = size->value[native->times - 1] / native->along.divisor / view->along_high;
    view->right = view->left + fmin(view->width - 12 - view->left, (view->width - 6 - ends - view->left) / last);
    chart_part_labels(view, LABEL_END, view->bottom);
    name_points(view);
    const char *title = view->name[size - native->column];
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = view->left,
                                               .right = view->right,
                                               .top = view->height - TITLE,
                                               .bottom = view->height - 2,
                                               .centred = true,
                                               .text = strdup(title ? title : "")});
}
