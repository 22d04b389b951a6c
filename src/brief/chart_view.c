/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_place.h"

#include "chart/scale.h"
#include "measure.h"
#include "model/memory.h"
#include "phrases.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double chart_text_width(const char *text, double size, bool bold)
{
    return brief_text_width(text, bold) * size * 1.04; /* letters of the reader's fonts may be wider */
}

/* ---- numbers ---- */

double chart_view_value(const struct chart_view *view, size_t column, size_t t)
{
    const struct native_column *shown = &view->native->column[column];
    return shown->role == NATIVE_GROWTH ? shown->value[t]
           : shown->role == NATIVE_SIZE ? shown->value[t] / view->native->along.divisor
                                        : shown->value[t] / view->native->display.divisor;
}

bool chart_view_is_named(const struct chart_view *view, size_t column)
{
    const struct native_column *shown = &view->native->column[column];
    return shown->role <= NATIVE_PARTS ? view->native->n > 1
                                       : shown->role >= NATIVE_CENTRE && shown->role <= NATIVE_FAR_LIMIT;
}

/* Is the value the one that was observed?  Shares and ranks are not. */
static bool is_observed(const struct native *native, size_t column, size_t t)
{
    const size_t i = native->column[column].observation[t];
    return i != NOWHERE && (!native->made || native->panel->value[i] == native->column[column].value[t]);
}

/* "%" or "‰" behind a value that stands alone, else "". */
const char *chart_suffix(const struct native *native)
{
    return strcmp(native->display.unit, "%") == 0 ? "%" : strcmp(native->display.unit, "‰") == 0 ? "‰" : "";
}

/* before#,##0.0after, with the minus that is as wide as a digit; a plus where `sign`. */
static void number_pattern(enum tb_language language, int decimals, bool sign, const char *before, const char *after,
                           char pattern[CHART_PATTERN_SIZE])
{
    char digits[40], marks[2][56] = {"", ""};
    const int places = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
    snprintf(digits, sizeof digits, "%s%s%.*s", language == TB_CHINESE ? "0" : "#,##0", places ? "." : "", places,
             "000000000000000");
    if (before[0])
        snprintf(marks[0], sizeof marks[0], "\"%s\"", before);
    if (after[0])
        snprintf(marks[1], sizeof marks[1], "\"%s\"", after);
    snprintf(pattern, CHART_PATTERN_SIZE, "%s%s%s%s;%s\"−\"%s%s;%s%s%s", sign ? "+" : "", marks[0], digits, marks[1],
             marks[0], digits, marks[1], marks[0], digits, marks[1]);
}

/* A number that counts away from 0 on either side, with the sign of its step. */
static void step_pattern(enum tb_language language, int decimals, double step, char pattern[CHART_PATTERN_SIZE])
{
    char plain[CHART_PATTERN_SIZE];
    number_pattern(language, decimals, false, "", "", plain);
    const int digits = (int)strcspn(plain, ";");
    const char *sign = step < 0 ? "\"−\"" : step > 0 ? "+" : "";
    snprintf(pattern, CHART_PATTERN_SIZE, "%s%.*s;%s%.*s", sign, digits, plain, sign, digits, plain);
}

/* The label of one point: its number with what must be said of it. */
void chart_view_pattern(const struct chart_view *view, size_t column, size_t t, char pattern[CHART_PATTERN_SIZE])
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const size_t i = is_observed(native, column, t) ? shown->observation[t] : NOWHERE;
    char before[16] = "", after[48] = "", year[24] = "";
    if (shown->role == NATIVE_GROWTH) {
        number_pattern(native->language, view->growth_decimals, true, "", native->growth_in_points ? "" : "%", pattern);
        return;
    }
    const bool about = i != NOWHERE && native->panel->state[i] == TB_ABOUT;
    const bool unsure = i != NOWHERE && (tb_flags(native->panel, i) & TB_FLAG_UNRELIABLE);
    const bool lines = native->plot == NATIVE_LINES || native->plot == NATIVE_SIDES;
    const bool alone = native->plot == NATIVE_ROWS ||
                       (lines && (view->label[column][t] == LABEL_END || view->label[column][t] == LABEL_START));
    snprintf(before, sizeof before, "%s%s", unsure ? "(" : "",
             about ? brief_state_word(TB_ABOUT, true, native->language) : "");
    if (view->label[column][t] == LABEL_END && lines && t + 1 < native->times &&
        native->n > 1) /* named behind a later year */
        snprintf(year, sizeof year, native->language == TB_CHINESE ? "（%d年）" : " (%d)", native->time[t].year);
    snprintf(after, sizeof after, "%s%s%s", alone ? chart_suffix(native) : "", unsure ? ")" : "", year);
    int decimals = native->display.decimals;
    if (shown->role == NATIVE_SIZE)
        decimals = native->along.decimals;
    if (shown->role == NATIVE_STEP_END) { /* its sign is that of the step, wherever it stands */
        const double step = brief_native_find(native, NATIVE_STEP)->value[t];
        while (step != 0 && fabs(step) < 0.5 * pow(10, -decimals) && decimals < 6)
            decimals++;
        step_pattern(native->language, decimals, step, pattern);
        return;
    }
    if (about) {
        char label[64];
        tb_display_about(&native->display, native->panel->value[i], label, sizeof label);
        const char *point = strchr(label, '.');
        decimals = point ? (int)strlen(point + 1) : 0;
    }
    number_pattern(native->language, decimals, false, before, after, pattern);
}

void chart_view_tick_pattern(const struct chart_view *view, char pattern[CHART_PATTERN_SIZE])
{
    char plain[CHART_PATTERN_SIZE];
    number_pattern(view->native->language, view->tick_decimals, false, "", chart_suffix(view->native), plain);
    if (isfinite(view->ticks_most)) /* the strip above has no ticks */
        snprintf(pattern, CHART_PATTERN_SIZE, "[>%.15g]\"\";%.*s", view->ticks_most * (1 + 1e-9),
                 (int)strcspn(plain, ";"), plain);
    else
        snprintf(pattern, CHART_PATTERN_SIZE, "%s", plain);
}

void chart_view_along_pattern(const struct chart_view *view, char pattern[CHART_PATTERN_SIZE])
{
    int decimals = 0;
    while (decimals < 6 &&
           fabs(view->along_step * pow(10, decimals) - round(view->along_step * pow(10, decimals))) > 1e-9)
        decimals++;
    number_pattern(view->native->language, decimals, false, "", "", pattern);
}

/* ---- words ---- */

void chart_add_shape(struct chart_view *view, struct chart_shape shape)
{
    if (!tb_grow_by_one(&view->shape, view->shapes, sizeof *view->shape)) {
        free(shape.text);
        view->failed = true;
        return;
    }
    view->shape[view->shapes++] = shape;
    view->failed |= shape.kind == SHAPE_TEXT && !shape.text;
}

char *chart_copy_text(struct tb_bytes *bytes)
{
    char *copy = bytes->failed ? NULL : strdup(brief_text(bytes));
    tb_bytes_free(bytes);
    return copy;
}

/* The observation of one series at a time, NOWHERE when there is none. */
static size_t observation_at(const struct native *native, size_t series, size_t t)
{
    for (size_t c = 0; c < native->columns; c++)
        if (native->column[c].role <= NATIVE_PARTS && native->column[c].series == series &&
            native->column[c].observation[t] != NOWHERE)
            return native->column[c].observation[t];
    return NOWHERE;
}

/* Years as numbers where all are plain; else words: 2024初步, 2025上半年. */
static void make_categories(struct chart_view *view)
{
    const struct native *native = view->native;
    char **words = calloc(native->times + 1, sizeof *words);
    bool plain = !native->row;
    if (!words) {
        view->failed = true;
        return;
    }
    for (size_t t = 0; native->row && t < native->times; t++) {
        words[t] = strdup(native->row[t]);
        view->failed |= !words[t];
    }
    for (size_t t = 0; !native->row && t < native->times; t++) {
        struct tb_bytes text = {0};
        size_t i = NOWHERE;
        for (size_t k = 0; k < native->n && i == NOWHERE; k++)
            i = native->n == 1 || native->time[t].period[0] ? observation_at(native, k, t) : NOWHERE;
        if (i != NOWHERE)
            brief_cell_year(native->panel, i, native->language, &text);
        else
            tb_bytes_format(&text, "%d", native->time[t].year);
        char year[16];
        snprintf(year, sizeof year, "%d", native->time[t].year);
        plain = plain && strcmp(brief_text(&text), year) == 0;
        words[t] = chart_copy_text(&text);
        view->failed |= !words[t];
    }
    view->category = words;
    if (plain) {
        for (size_t t = 0; t < native->times; t++)
            free(words[t]);
        free(words);
        view->category = NULL;
    }
}

static double widest_year(const struct chart_view *view)
{
    double widest = chart_text_width("2024", CHART_AXIS_SIZE, false);
    for (size_t t = 0; view->category && t < view->native->times; t++)
        if (view->category[t])
            widest = fmax(widest, chart_text_width(view->category[t], CHART_AXIS_SIZE, false));
    return widest;
}

/* ---- labels of the values ---- */

void chart_value_label(const struct chart_view *view, size_t column, size_t t, char label[64])
{
    const struct native *native = view->native;
    const size_t i = is_observed(native, column, t) ? native->column[column].observation[t] : NOWHERE;
    struct tb_bytes text = {0};
    label[0] = '\0';
    if (i == NOWHERE && !isnan(native->column[column].value[t])) {
        tb_display_value(&native->display, native->column[column].value[t], false, label, 64);
        return;
    }
    if (i != NOWHERE)
        brief_cell_value(native->panel, i, &native->display, &text);
    snprintf(label, 64, "%s", brief_text(&text));
    tb_bytes_free(&text);
}

double chart_widest_value(const struct chart_view *view)
{
    double widest = 0;
    for (size_t c = 0; c < view->native->columns; c++)
        for (size_t t = 0; view->native->column[c].role <= NATIVE_PARTS && t < view->native->times; t++) {
            char label[64];
            chart_value_label(view, c, t, label);
            widest = fmax(widest, chart_text_width(label, CHART_LABEL_SIZE, false));
        }
    return widest;
}

/* The range of all values, intervals and the target, in the unit of the display. */
void chart_range(const struct chart_view *view, double *least, double *most)
{
    const struct native *native = view->native;
    *least = INFINITY;
    *most = -INFINITY;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            const enum native_role role = native->column[c].role;
            double value = native->column[c].value[t];
            if (isnan(value) || role == NATIVE_GROWTH || role == NATIVE_SIZE)
                continue;
            /* bands stand on the lower limit, with the columns before them */
            for (size_t k = c;
                 k > 0 && (native->column[k].role == NATIVE_BAND || native->column[k].role == NATIVE_CORE);)
                value += native->column[--k].value[t];
            *least = fmin(*least, value);
            *most = fmax(*most, value);
        }
    *least = fmin(*least, native->target) / native->display.divisor; /* fmin, fmax: a NaN target has no say */
    *most = fmax(*most, native->target) / native->display.divisor;
}

/* The first, last, highest and lowest value of a column. */
bool chart_is_key(const struct native_column *column, size_t times, size_t t)
{
    size_t first = NOWHERE, last = NOWHERE;
    double least = INFINITY, most = -INFINITY;
    for (size_t k = 0; k < times; k++)
        if (!isnan(column->value[k])) {
            first = first == NOWHERE ? k : first;
            last = k;
            least = fmin(least, column->value[k]);
            most = fmax(most, column->value[k]);
        }
    return t == first || t == last || column->value[t] == least || column->value[t] == most;
}

/* ---- marks of both ---- */

static void mark_breaks(struct chart_view *view)
{
    for (size_t t = 1; t < view->native->times; t++) {
        const double x = view->left + ((double)t - 0.5 + view->first) * view->pitch;
        if (view->native->breaks[t])
            chart_add_shape(view,
                            (struct chart_shape){
                                .kind = SHAPE_BREAK, .left = x, .right = x, .top = view->top, .bottom = view->bottom});
    }
}

static void mark_target(struct chart_view *view)
{
    const struct native *native = view->native;
    if (!isfinite(native->target) || native->plot == NATIVE_ROWS || native->plot == NATIVE_FIELD)
        return; /* rows have their own */
    const struct tb_indicator *indicator = &native->panel->indicators[native->indicator];
    char number[48];
    struct tb_bytes text = {0};
    tb_display_value(&native->display, native->target, false, number, sizeof number);
    tb_bytes_format(&text, "%s %s%s%s", native->language == TB_CHINESE ? "目标" : "Target",
                    brief_state_word(indicator->definition->target_op, true, native->language), number,
                    chart_suffix(native));
    const double share = (native->target / native->display.divisor - view->low) / (view->high - view->low);
    const double y = view->bottom - share * (view->bottom - view->top);
    const double wide = chart_text_width(brief_text(&text), CHART_AXIS_SIZE, false) + 6;
    chart_add_shape(view, (struct chart_shape){
                              .kind = SHAPE_TARGET, .left = view->left, .right = view->right, .top = y, .bottom = y});
    /* beside the line where nothing is named there, else above its end; lines have their names at the right */
    const bool lines = native->plot == NATIVE_LINES, beside = !lines && view->right + wide + 4 <= view->width;
    const double left = beside ? view->right + 4 : lines ? view->left : view->right - wide;
    chart_add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                               .left = left,
                                               .right = left + wide,
                                               .top = beside ? y - 10 : y - 21,
                                               .bottom = beside ? y + 10 : y - 1,
                                               .to_left = !beside && !lines,
                                               .text = chart_copy_text(&text)});
}

/* Every so many years are labelled that the last is among them where that costs little. */
static void thin_years(struct chart_view *view)
{
    const size_t times = view->native->times;
    size_t step = (size_t)tb_label_step(widest_year(view) + 0.5 * CHART_AXIS_SIZE, view->pitch);
    for (size_t wider = step; step > 1 && wider <= 2 * step; wider++)
        if ((times - 1) % wider == 0) {
            step = wider;
            break;
        }
    view->year_step = step;
}

bool chart_view_make(struct chart_view *view, const struct native *native, double width, double height, double scale)
{
    *view = (struct chart_view){.native = native,
                                .width = width,
                                .height = height,
                                .scale = scale,
                                .first = 0.5,
                                .year_step = 1,
                                .ticks_most = INFINITY};
    static void (*const places[])(struct chart_view *) = {
        [NATIVE_COLUMNS] = chart_place_columns, [NATIVE_LINES] = chart_place_lines,
        [NATIVE_STACKS] = chart_place_stacks,   [NATIVE_ROWS] = chart_place_rows,
        [NATIVE_STEPS] = chart_place_rows,      [NATIVE_SIDES] = chart_place_sides,
        [NATIVE_FIELD] = chart_place_field,
    };
    view->label = calloc(native->columns + 1, sizeof *view->label);
    view->name = calloc(native->columns + 1, sizeof *view->name);
    view->shift = calloc(native->columns + 1, sizeof *view->shift);
    view->ahead = calloc(native->columns + 1, sizeof *view->ahead);
    view->start = calloc(native->columns + 1, sizeof *view->start);
    view->failed = !view->label || !view->name || !view->shift || !view->ahead || !view->start;
    for (size_t c = 0; !view->failed && c < native->columns; c++) {
        struct tb_bytes text = {0};
        brief_native_heading(native, &native->column[c], &text);
        view->name[c] = chart_copy_text(&text);
        view->label[c] = calloc(native->times + 1, sizeof *view->label[c]);
        view->failed |= !view->name[c] || !view->label[c];
    }
    if (!view->failed) {
        make_categories(view);
        if (!view->failed)
            places[native->plot](view);
        mark_breaks(view);
        mark_target(view);
        if (!native->row)
            thin_years(view);
    }
    return !view->failed;
}

void chart_view_free(struct chart_view *view)
{
    assert(view->native);
    for (size_t c = 0; c < view->native->columns; c++) {
        if (view->name)
            free(view->name[c]);
        if (view->label)
            free(view->label[c]);
    }
    for (size_t t = 0; view->category && t < view->native->times; t++)
        free(view->category[t]);
    for (size_t i = 0; i < view->shapes; i++)
        free(view->shape[i].text);
    free(view->category);
    free(view->name);
    free(view->label);
    free(view->shift);
    free(view->ahead);
    free(view->start);
    free(view->shape);
}
