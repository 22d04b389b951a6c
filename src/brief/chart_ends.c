/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the ends of lines and columns in a native chart, and what it needs of the plot. */
#include "chart_place.h"

#include "chart/scale.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_SAFE 1.16 /* a sentence is wrapped by the program, in letters that may be wider */

double chart_y(const struct chart_view *view, double value)
{
    const double share = (value - view->low) / (view->high - view->low);
    return view->native->downward ? view->top + share * (view->bottom - view->top)
                                  : view->bottom - share * (view->bottom - view->top);
}

double chart_x(const struct chart_view *view, size_t t)
{
    return view->left + ((double)t + view->first) * view->pitch;
}

bool chart_find_end(const struct native *native, size_t series, size_t *column, size_t *time)
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

/* Name and value of one label at an end; the name is cut to the room. */
static double measure_end(struct chart_view *view, size_t c, size_t t, double room)
{
    const struct native *native = view->native;
    const bool field = native->plot == NATIVE_FIELD;
    char label[64] = "";
    double wide = 0;
    if (!field) {
        chart_value_label(view, c, t, label);
        wide = chart_text_width(label, CHART_LABEL_SIZE, true) +
               chart_text_width(chart_suffix(native), CHART_LABEL_SIZE, true);
    }
    if (chart_view_is_named(view, c) && view->name[c]) {
        char *fitted = brief_text_fit(view->name[c], CHART_LABEL_SIZE * 1.04, room - wide - 6, 1, true);
        view->failed |= !fitted;
        if (fitted) {
            free(view->name[c]);
            view->name[c] = fitted;
            wide += chart_text_width(fitted, CHART_LABEL_SIZE, true) + 6;
        }
    }
    if (native->n > 1 && t + 1 < native->times)
        wide += chart_text_width(native->language == TB_CHINESE ? "（2024年）" : " (2024)", CHART_LABEL_SIZE, true);
    return wide;
}

double chart_measure_ends(struct chart_view *view, double share)
{
    const struct native *native = view->native;
    double widest = 0;
    bool any = false;
    for (size_t c = 0; c < native->columns; c++)
        any |= native->column[c].at_end;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            if (view->label[c][t] != LABEL_END)
                continue;
            const double wide = measure_end(view, c, t, share * view->width);
            if (native->n > 1 || any || t + 1 == native->times)
                widest = fmax(widest, wide + END_GAP + 4);
        }
    return widest;
}

static int by_wanted(const void *a, const void *b)
{
    const struct chart_end *p = a, *q = b;
    if (p->wanted != q->wanted)
        return p->wanted < q->wanted ? -1 : 1;
    return p->column < q->column ? -1 : p->column > q->column;
}

void chart_part_ends(struct chart_end *end, size_t n, double top, double bottom)
{
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
    const double lowest = bottom - END_HEIGHT / 2.0 - (double)(n ? n - 1 : 0) * END_HEIGHT;
    for (size_t i = 0; i < n; i++)
        end[i].centre = fmax(fmin(end[i].centre, lowest), top + END_HEIGHT / 2.0) + (double)i * END_HEIGHT;
}

void chart_part_labels(struct chart_view *view, enum chart_label kind, double bottom)
{
    const struct native *native = view->native;
    struct chart_end *end = calloc(native->columns + 1, sizeof *end);
    size_t n = 0;
    if (!end) {
        view->failed = true;
        return;
    }
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++)
            if (view->label[c][t] == kind)
                end[n++] =
                    (struct chart_end){.column = c, .time = t, .wanted = chart_y(view, chart_view_value(view, c, t))};
    if (n > 1 || native->n > 1)
        chart_part_ends(end, n, 0, bottom);
    else if (n)
        end[0].centre = end[0].wanted;
    for (size_t i = 0; i < n; i++) {
        const size_t c = end[i].column;
        (kind == LABEL_START ? view->start : view->shift)[c] = end[i].centre - end[i].wanted;
        if (kind == LABEL_END && native->plot != NATIVE_FIELD && (n > 1 || native->n > 1))
            view->ahead[c] = (double)(native->times - 1 - end[i].time) * view->pitch; /* all behind the last year */
    }
    free(end);
}

double chart_choose_ticks(struct chart_view *view, double least, double most)
{
    const struct native *native = view->native;
    struct tb_scale scale;
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
    return ticks;
}

void chart_place_words(struct chart_view *view, double left, double right)
{
    enum {
        LINE = 19,
        MOST = 2
    };
    if (!view->native->words || !view->native->words[0])
        return;
    char *fitted = brief_text_fit(view->native->words, CHART_AXIS_SIZE * WORDS_SAFE, right - left, MOST, false);
    const double lines =
        fitted ? (double)brief_text_lines(fitted, CHART_AXIS_SIZE * WORDS_SAFE, right - left, false) : 0;
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = left,
                                               .right = right,
                                               .top = 0,
                                               .bottom = lines * LINE,
                                               .wraps = true,
                                               .text = fitted});
    view->top += lines * LINE;
}
