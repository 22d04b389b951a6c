/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A native chart of columns: their labels, and the strip of changes above them. */
#include "chart_place.h"

#include "chart/scale.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEGEND_HEIGHT   36
#define LABEL_HEIGHT    22 /* of a value above its column */
#define FIGURES_HEIGHT  24 /* of a row of changes */
#define STRIP_SHARE     0.24
#define STRIP_NAME      20
#define PITCH_WIDEST    184
#define COLUMN_WIDEST   76
#define COLUMN_SHARE    0.62
#define FIGURES_MOST    4 /* changes that stand as figures, not as a line */
#define SKEWED_BY       5 /* so many times the next: a line would show one point */
#define CHANGE_DECIMALS 6

/* ---- the strip of changes above the columns ---- */

static int by_size(const void *a, const void *b)
{
    const double p = fabs(*(const double *)a), q = fabs(*(const double *)b);
    return p > q ? -1 : p < q;
}

static void make_strip(struct chart_view *view)
{
    const struct native *native = view->native;
    const struct native_column *growth = brief_native_find(native, NATIVE_GROWTH);
    double *sorted = growth ? calloc(native->times + 1, sizeof *sorted) : NULL;
    size_t n = 0;
    if (!sorted) {
        view->failed |= growth != NULL;
        return;
    }
    int decimals = native->growth_in_points && native->decimals > 0 ? native->decimals : 1;
    for (size_t t = 0; t < native->times; t++) {
        const double size = fabs(growth->value[t]);
        if (isnan(size))
            continue;
        sorted[n++] = size;
        while (size > 0 && decimals < CHANGE_DECIMALS && size < 0.5 * pow(10, -decimals))
            decimals++;
    }
    qsort(sorted, n, sizeof *sorted, by_size);
    const bool skewed = n >= 2 && sorted[1] != 0 && sorted[0] > SKEWED_BY * sorted[1];
    view->strip = n <= FIGURES_MOST || skewed ? STRIP_FIGURES : STRIP_LINE;
    view->growth_decimals = decimals;
    free(sorted);
}

static double widest_change(const struct chart_view *view, const struct native_column *growth)
{
    double widest = 0;
    for (size_t t = 0; t < view->native->times; t++) {
        char label[64];
        if (isnan(growth->value[t]))
            continue;
        const size_t n = tb_display_fixed(growth->value[t], view->growth_decimals, true, view->native->language, label,
                                          sizeof label - 2);
        if (!view->native->growth_in_points && n + 2 < sizeof label)
            memcpy(label + n, "%", 2);
        widest = fmax(widest, chart_text_width(label, CHART_AXIS_SIZE, false));
    }
    return widest;
}

/* An axis on which the changes lie in the strip: its whole length is the plot's. */
static void place_strip(struct chart_view *view, double top, double height)
{
    const struct native *native = view->native;
    const size_t c = (size_t)(brief_native_find(native, NATIVE_GROWTH) - native->column);
    const struct native_column *growth = &native->column[c];
    const double whole = view->bottom - view->top;
    double least = 0, most = 0;
    for (size_t t = 0; t < native->times; t++)
        if (!isnan(growth->value[t])) {
            least = fmin(least, growth->value[t]);
            most = fmax(most, growth->value[t]);
        }
    const double range = most > least ? most - least : 1;
    double from = top + height / 2, span = 0.5; /* figures: all at one height, as near as half a point */
    if (view->strip == STRIP_LINE) {
        const double above = most > 0 ? 18 : 3, below = least < 0 ? 18 : 3;
        from = top + height - below;
        span = fmax(height - above - below, 4);
    }
    /* the point of the change r lies at from - (r - least) / range x span */
    view->strip_low = least - (view->bottom - from) / span * range;
    view->strip_high = view->strip_low + whole / span * range;
    const double zero = from + least / range * span;
    if (view->strip == STRIP_LINE)
        chart_add_shape(view,
                        (struct chart_shape){
                            .kind = SHAPE_ZERO, .left = view->left, .right = view->right, .top = zero, .bottom = zero});
    const bool all = widest_change(view, growth) + 4 <= view->pitch;
    double free_from = INFINITY;
    for (size_t t = native->times; t-- > 0;) {
        if (isnan(growth->value[t]))
            continue;
        const bool shown = all || (view->strip == STRIP_LINE ? chart_is_key(growth, native->times, t) : true);
        const double centre = view->left + ((double)t + 0.5) * view->pitch, half = widest_change(view, growth) / 2;
        if (!shown || centre + half + 3 > free_from)
            continue;
        view->label[c][t] = view->strip == STRIP_LINE && growth->value[t] < 0 ? LABEL_BELOW : LABEL_ABOVE;
        if (!all && view->strip == STRIP_FIGURES)
            free_from = centre - half;
    }
}

/* ---- columns ---- */

static void say_missing(struct chart_view *view)
{
    const struct native *native = view->native;
    const struct native_column *values = &native->column[0];
    size_t first = native->times, last = 0;
    for (size_t t = 0; t < native->times; t++)
        if (!isnan(values->value[t])) {
            first = t < first ? t : first;
            last = t;
        }
    const struct tb_series *s = &native->panel->series[native->series[0]];
    for (size_t t = 0; t < native->times; t++) {
        if (!isnan(values->value[t]) || native->time[t].period[0])
            continue;
        struct tb_bytes text = {0};
        for (size_t i = s->first; i < s->first + s->n; i++)
            if (native->panel->year[i] == native->time[t].year && !tb_period(native->panel, i))
                brief_cell_value(native->panel, i, &native->display, &text);
        if (!text.n && t > first && t < last)
            tb_bytes_text(&text, native->language == TB_CHINESE ? "缺数" : "n/a");
        const double zero = view->bottom + view->low / (view->high - view->low) * (view->bottom - view->top);
        const double centre = view->left + ((double)t + 0.5) * view->pitch;
        if (text.n && chart_text_width(brief_text(&text), CHART_AXIS_SIZE, false) <= view->pitch)
            chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                                       .left = centre - view->pitch / 2,
                                                       .right = centre + view->pitch / 2,
                                                       .top = zero - 22,
                                                       .bottom = zero - 2,
                                                       .text = chart_copy_text(&text),
                                                       .centred = true});
        tb_bytes_free(&text);
    }
}

static void name_strip(struct chart_view *view, double top)
{
    const struct native *native = view->native;
    const char *name = native->growth_in_points
                           ? (native->language == TB_CHINESE ? "比上年增减（个百分点）" : "Change on year, pp")
                           : (native->language == TB_CHINESE ? "比上年增长" : "Change on year");
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = view->left,
                                               .right = view->left + chart_text_width(name, CHART_AXIS_SIZE, false) + 8,
                                               .top = top,
                                               .bottom = top + STRIP_NAME,
                                               .text = strdup(name)});
}

/* Is there room for the strip's name beside its first figure? */
static bool name_fits(const struct chart_view *view, const struct native_column *growth)
{
    size_t first = 0;
    while (first + 1 < view->native->times && isnan(growth->value[first]))
        first++;
    const char *name = view->native->language == TB_CHINESE ? "比上年增减（个百分点）" : "Change on year, pp";
    return ((double)first + 0.5) * view->pitch - widest_change(view, growth) / 2 >
           chart_text_width(name, CHART_AXIS_SIZE, false) + 10;
}

void chart_place_columns(struct chart_view *view)
{
    const struct native *native = view->native;
    const double times = (double)native->times;
    double least, most;
    chart_range(view, &least, &most);
    least = fmin(0, least);
    most = fmax(0, most);
    if (most <= least)
        most = least + 1;
    const double margin = 10;
    view->top = 2;
    view->bottom = view->height - YEARS_HEIGHT;
    double room = view->width - 2 * margin;
    /* columns of a group touch, groups stand a column apart */
    const double members = native->n > 1 ? (double)native->n + 1 : 1;
    const double widest = native->n > 1 ? COLUMN_WIDEST * members : PITCH_WIDEST;
    view->pitch = fmin(room / times, widest);
    const bool all = chart_widest_value(view) + 4 <= view->pitch / members;
    view->ticks = !all;
    struct tb_scale scale = {0};
    double ticks_width = 0;
    if (view->ticks) {
        tb_scale_choose(least, most, TB_FROM_ZERO, native->decimals, INFINITY, &scale);
        view->step = tb_scale_tick(&scale, 1);
        view->tick_decimals = tb_scale_decimals(&scale);
        least = floor(least / view->step + 1e-9) * view->step; /* ticks are counted from the lower end */
        char label[64];
        for (long i = scale.first; i <= scale.last; i++) {
            tb_display_fixed(tb_scale_tick(&scale, i), view->tick_decimals, false, native->language, label,
                             sizeof label);
            ticks_width = fmax(ticks_width, chart_text_width(label, CHART_AXIS_SIZE, false) + 12);
        }
        room -= ticks_width;
        view->pitch = fmin(room / times, widest);
    }
    view->left = margin + ticks_width + (room - view->pitch * times) / 2;
    view->right = view->left + view->pitch * times;
    const double column = fmin(view->pitch * COLUMN_SHARE, COLUMN_WIDEST);
    view->gap_width = native->n > 1 ? 100 : (int)lround(fmin(100 * (view->pitch - column) / column, 500));
    view->legend = native->n > 1;

    make_strip(view);
    const struct native_column *growth = brief_native_find(native, NATIVE_GROWTH);
    const double whole = view->bottom - view->top;
    double strip = view->legend ? LEGEND_HEIGHT : 0, name_row = 0;
    if (view->strip == STRIP_FIGURES) {
        name_row = name_fits(view, growth) ? 0 : STRIP_NAME;
        strip = FIGURES_HEIGHT + name_row;
    } else if (view->strip == STRIP_LINE) {
        name_row = STRIP_NAME;
        strip = STRIP_SHARE * whole + 8;
    }
    /* the columns take what the labels and the strip leave */
    const double below = least < 0 && !view->ticks ? LABEL_HEIGHT : 0;
    const double unit = (most - least) / (whole - strip - LABEL_HEIGHT - below);
    view->low = least - unit * below;
    view->high = most + unit * (strip + LABEL_HEIGHT);
    view->ticks_most = view->ticks && strip > 0 ? fmax(most, tb_scale_tick(&scale, scale.last)) : INFINITY;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; native->column[c].role <= NATIVE_PARTS && t < native->times; t++)
            if (!isnan(native->column[c].value[t]) && (all || chart_is_key(&native->column[c], native->times, t)))
                view->label[c][t] = LABEL_ABOVE;
    if (view->strip != STRIP_NONE) {
        place_strip(view, view->top + name_row, strip - name_row - (view->strip == STRIP_LINE ? 8 : 0));
        name_strip(view, view->top + (view->strip == STRIP_FIGURES && name_row == 0 ? 2.0 : 0.0));
    }
    if (native->n == 1)
        say_missing(view);
}
