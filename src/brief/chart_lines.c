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
#define END_HEIGHT    19   /* of one of them */
#define END_GAP       9    /* from the point to its name */
#define LABELLED_MOST 12   /* points of a line that are all labelled */

/* ---- names at the ends ---- */

/* The last column of a series and the last time with a value in it. */
static bool find_end(const struct native *native, size_t series, size_t *column, size_t *time)
{
    bool found = false;
    *column = *time = 0;
    for (size_t c = 0; c < native->columns; c++) {
        const struct native_column *shown = &native->column[c];
        if (shown->role > NATIVE_PARTS || shown->series != series)
            continue;
        for (size_t t = 0; t < native->times; t++)
            if (!isnan(shown->value[t]) && t >= *time) {
                *column = c;
                *time = t;
                found = true;
            }
    }
    return found;
}

/* Names and last values; returns what they need right of the last point. */
static double measure_ends(struct chart_view *view)
{
    const struct native *native = view->native;
    double widest = 0;
    for (size_t k = 0; k < native->n; k++) {
        size_t c = 0, t = 0;
        if (!find_end(native, k, &c, &t))
            continue;
        char label[64];
        chart_value_label(view, c, t, label);
        double wide = chart_text_width(label, CHART_LABEL_SIZE, true) +
                      chart_text_width(chart_suffix(native), CHART_LABEL_SIZE, true);
        if (native->n > 1 && view->name[c]) {
            const double room = NAMES_SHARE * view->width - wide - 6;
            char *fitted = brief_text_fit(view->name[c], CHART_LABEL_SIZE * 1.04, room, 1, true);
            view->failed |= !fitted;
            if (fitted) {
                free(view->name[c]);
                view->name[c] = fitted;
                wide += chart_text_width(fitted, CHART_LABEL_SIZE, true) + 6;
            }
        }
        view->label[c][t] = LABEL_END;
        if (native->n > 1 && t + 1 < native->times)
            wide += chart_text_width(native->language == TB_CHINESE ? "（2024年）" : " (2024)", CHART_LABEL_SIZE, true);
        if (native->n > 1 || t + 1 == native->times)
            widest = fmax(widest, wide + END_GAP + 4);
    }
    return widest;
}

struct end {
    size_t column;
    double wanted, centre;
};

static int by_wanted(const void *a, const void *b)
{
    const struct end *p = a, *q = b;
    if (p->wanted != q->wanted)
        return p->wanted < q->wanted ? -1 : 1;
    return p->column < q->column ? -1 : p->column > q->column;
}

/* Moves the names at the last year apart: isotonic regression keeps their order and shifts them least. */
static void part_ends(struct chart_view *view)
{
    const struct native *native = view->native;
    struct end *end = calloc(native->n + 1, sizeof *end);
    size_t n = 0;
    if (!end) {
        view->failed = true;
        return;
    }
    for (size_t k = 0; k < native->n; k++) {
        size_t c = 0, t = 0;
        if (!find_end(native, k, &c, &t))
            continue;
        view->ahead[c] = (double)(native->times - 1 - t) * view->pitch; /* all names stand behind the last year */
        const double share = (chart_view_value(view, c, t) - view->low) / (view->high - view->low);
        end[n++] = (struct end){.column = c, .wanted = view->bottom - share * (view->bottom - view->top)};
    }
    qsort(end, n, sizeof *end, by_wanted);
    for (size_t i = 0; i < n; i++)
        end[i].centre = end[i].wanted - (double)i * END_HEIGHT;
    for (size_t i = 0; i < n;) { /* pools of equal height take the mean of what they want */
        size_t from = i, to = i + 1;
        double mean = end[i].centre;
        while (from > 0 && end[from - 1].centre >= mean) {
            const double before = end[from - 1].centre;
            size_t first = from - 1;
            while (first > 0 && end[first - 1].centre == before)
                first--;
            mean = (mean * (double)(to - from) + before * (double)(from - first)) / (double)(to - first);
            from = first;
        }
        for (size_t j = from; j < to; j++)
            end[j].centre = mean;
        i = to;
    }
    const double lowest = view->bottom + YEARS_HEIGHT - END_HEIGHT / 2.0 - (double)(n ? n - 1 : 0) * END_HEIGHT;
    for (size_t i = 0; i < n; i++) {
        const double centre = fmax(fmin(end[i].centre, lowest), END_HEIGHT / 2.0) + (double)i * END_HEIGHT;
        view->shift[end[i].column] = centre - end[i].wanted;
    }
    free(end);
}

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

void chart_place_lines(struct chart_view *view)
{
    const struct native *native = view->native;
    double least, most;
    struct tb_scale scale;
    chart_range(view, &least, &most);
    const enum tb_kind kind = native->panel->indicators[native->indicator].kind;
    const bool proportion =
        kind == TB_PROPORTION && strcmp(chart_suffix(native), "%") == 0 && least >= 0 && most <= 100;
    tb_scale_choose(least, most, TB_FREE, native->decimals, proportion ? 100 : INFINITY, &scale);
    view->step = tb_scale_tick(&scale, 1);
    view->tick_decimals = tb_scale_decimals(&scale);
    view->low = floor(scale.low / view->step + 1e-9) * view->step; /* ticks are counted from the lower end */
    view->low = fmax(view->low, native->least);
    view->high = fmin(scale.high, fmax(native->most, most));
    view->ticks = true;
    view->ticks_most = INFINITY;
    double ticks = 0;
    const long last = lround(floor((view->high - view->low) / view->step + 1e-6));
    for (long i = 0; i <= last; i++) {
        char label[80];
        const size_t n = tb_display_fixed(view->low + (double)i * view->step, view->tick_decimals, false,
                                          native->language, label, sizeof label - 8);
        snprintf(label + n, 8, "%s", chart_suffix(native));
        ticks = fmax(ticks, chart_text_width(label, CHART_AXIS_SIZE, false));
    }
    view->left = 10 + ticks + 8;
    view->top = 12;
    view->bottom = view->height - YEARS_HEIGHT;
    const double ends = measure_ends(view), room = view->width - 6 - view->left;
    /* the name begins at the last point, half a pitch before the end of the plot */
    view->pitch = fmin(room / (double)native->times, (room - ends) / ((double)native->times - 0.5));
    view->right = view->left + view->pitch * (double)native->times;
    if (native->n == 1)
        label_points(view);
    else
        part_ends(view);
}
