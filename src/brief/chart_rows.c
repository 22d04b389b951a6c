/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native charts of rows: bars from 0 with what they are compared with, and steps that add up. */
#include "chart_place.h"

#include "measure.h"
#include "phrases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_SHARE 0.34
#define ROW_HIGHEST 62
#define BAR_HIGHEST 38
#define BAR_SHARE   0.72
#define LINE_HEIGHT 26 /* of the words above the line that bars are compared with */
#define LABEL_GAP   8

/* Cuts the names of the rows to their room; returns the widest. */
static double measure_names(struct chart_view *view)
{
    double widest = 0;
    for (size_t t = 0; view->category && t < view->native->times; t++) {
        char *fitted = brief_text_fit(view->category[t], CHART_AXIS_SIZE * 1.04, NAMES_SHARE * view->width, 1, false);
        view->failed |= !fitted;
        if (!fitted)
            return 0;
        free(view->category[t]);
        view->category[t] = fitted;
        widest = fmax(widest, chart_text_width(fitted, CHART_AXIS_SIZE, false));
    }
    return widest;
}

/* How far the bars reach, and the widest label on either side of 0. */
static void measure_bars(const struct chart_view *view, double reach[2], double wide[2])
{
    const struct native *native = view->native;
    const bool steps = native->plot == NATIVE_STEPS;
    double sum = 0;
    reach[0] = reach[1] = wide[0] = wide[1] = 0;
    for (size_t t = 0; t < native->times; t++) {
        char label[64];
        const struct native_column *values = brief_native_find(native, steps ? NATIVE_STEP : NATIVE_VALUES);
        const double value = values->value[t] / native->display.divisor;
        const bool whole = steps && t + 1 == native->times;
        const double from = steps && !whole ? sum : 0, to = from + value;
        sum = to;
        reach[0] = fmin(reach[0], fmin(from, to));
        reach[1] = fmax(reach[1], fmax(from, to));
        chart_value_label(view, (size_t)(values - native->column), t, label);
        const double width = chart_text_width(label, CHART_LABEL_SIZE, steps) +
                             chart_text_width(steps ? "+0" : chart_suffix(native), CHART_LABEL_SIZE, steps) + LABEL_GAP;
        double *side = &wide[fmax(from, to) > 0];
        *side = fmax(*side, width);
    }
}

/* From where to where the label of a row stands. */
static void label_span(const struct chart_view *view, size_t t, double *left, double *right)
{
    char label[64];
    const double value = chart_view_value(view, 0, t);
    const double end = view->left + (value - view->low) / (view->high - view->low) * (view->right - view->left);
    chart_value_label(view, 0, t, label);
    const double wide = chart_text_width(label, CHART_LABEL_SIZE, false) +
                        chart_text_width(chart_suffix(view->native), CHART_LABEL_SIZE, false) + LABEL_GAP;
    *left = value < 0 ? end - wide : end;
    *right = value < 0 ? end : end + wide;
}

/* The line that bars are compared with, and its words above it; it gives way to labels that it would cross. */
static void mark_line(struct chart_view *view)
{
    const struct native *native = view->native;
    char number[48];
    struct tb_bytes text = {0};
    const struct tb_indicator *indicator = &native->panel->indicators[native->indicator];
    const double share = (native->target / native->display.divisor - view->low) / (view->high - view->low);
    const double x = view->left + share * (view->right - view->left);
    struct tb_display display = native->display;
    const double shown = native->target / display.divisor;
    while (native->target_name && shown != 0 && fabs(shown) < 0.5 * pow(10, -display.decimals) && display.decimals < 6)
        display.decimals++; /* a mean is never rounded to 0 */
    tb_display_value(&display, native->target, false, number, sizeof number);
    tb_bytes_format(&text, "%s %s%s%s",
                    native->target_name              ? native->target_name
                    : native->language == TB_CHINESE ? "目标"
                                                     : "target",
                    native->target_name ? ""
                                        : brief_state_word(indicator->definition->target_op, true, native->language),
                    number, chart_suffix(native));
    double top = view->top - 3;
    for (size_t t = 0; t <= native->times; t++) {
        const double row = view->top + view->pitch * (double)t;
        double left = 0, right = 0;
        if (t < native->times)
            label_span(view, t, &left, &right);
        const bool crosses = t < native->times && x > left - 1 && x < right + 1;
        if (!crosses && t < native->times)
            continue;
        if (row > top + 1)
            chart_add_shape(
                view, (struct chart_shape){.kind = SHAPE_TARGET, .left = x, .right = x, .top = top, .bottom = row});
        top = row + view->pitch;
    }
    const double half = chart_text_width(brief_text(&text), CHART_AXIS_SIZE, false) / 2 + 3;
    const double middle = fmin(fmax(x, half), view->width - half);
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = middle - half,
                                               .right = middle + half,
                                               .top = view->top - LINE_HEIGHT + 1,
                                               .bottom = view->top - 4,
                                               .centred = true,
                                               .text = chart_copy_text(&text)});
}

void chart_place_rows(struct chart_view *view)
{
    const struct native *native = view->native;
    const bool line = isfinite(native->target);
    double reach[2], wide[2];
    const double names = measure_names(view);
    measure_bars(view, reach, wide);
    if (line) {
        reach[0] = fmin(reach[0], native->target / native->display.divisor);
        reach[1] = fmax(reach[1], native->target / native->display.divisor);
    }
    if (reach[1] <= reach[0])
        reach[1] = reach[0] + 1;
    view->left = 6 + names + 10;
    view->right = view->width - 8;
    view->top = line ? LINE_HEIGHT + 2 : 2;
    view->pitch = fmin((view->height - view->top - 4) / (double)native->times, ROW_HIGHEST);
    view->bottom = view->top + view->pitch * (double)native->times;
    /* the bars take what their labels leave */
    const double unit = (reach[1] - reach[0]) / fmax(view->right - view->left - wide[0] - wide[1], 20);
    view->low = reach[0] - unit * wide[0];
    view->high = reach[1] + unit * wide[1];
    const double bar = fmin(BAR_SHARE * view->pitch, BAR_HIGHEST);
    view->gap_width = (int)lround(fmin(100 * (view->pitch - bar) / bar, 500));
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++)
            if (!isnan(native->column[c].value[t]))
                view->label[c][t] = native->column[c].role == NATIVE_VALUES     ? LABEL_ABOVE
                                    : native->column[c].role == NATIVE_STEP_END ? LABEL_BASE
                                                                                : LABEL_NONE;
    if (line)
        mark_line(view);
}
