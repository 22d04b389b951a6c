/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_view.h"

#include "chart/scale.h"
#include "measure.h"
#include "phrases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room, in points. */
#define YEARS_HEIGHT    26 /* of the row of years */
#define LABEL_HEIGHT    22 /* of a value above its column */
#define FIGURES_HEIGHT  24 /* of a row of changes */
#define STRIP_SHARE     0.24
#define STRIP_NAME      20
#define PITCH_WIDEST    184
#define COLUMN_WIDEST   76
#define COLUMN_SHARE    0.62
#define NAMES_SHARE     0.24 /* of the width, for names at the ends of lines */
#define END_HEIGHT      19   /* of one of them */
#define END_GAP         9    /* from the point to its name */
#define LABELLED_MOST   12   /* points of a line that are all labelled */
#define FIGURES_MOST    4    /* changes that stand as figures, not as a line */
#define SKEWED_BY       5    /* so many times the next: a line would show one point */
#define CHANGE_DECIMALS 6

static double text_width(const char *text, double size, bool bold)
{
    return brief_text_width(text, bold) * size * 1.04; /* letters of the reader's fonts may be wider */
}

/* ---- numbers ---- */

double chart_view_value(const struct chart_view *view, size_t column, size_t t)
{
    const struct native_column *shown = &view->native->column[column];
    return shown->role == NATIVE_GROWTH ? shown->value[t] : shown->value[t] / view->native->display.divisor;
}

/* "%" or "‰" behind a value that stands alone, else "". */
static const char *suffix_of(const struct native *native)
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

/* The label of one point: its number with what must be said of it. */
void chart_view_pattern(const struct chart_view *view, size_t column, size_t t, char pattern[CHART_PATTERN_SIZE])
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const size_t i = shown->observation[t];
    char before[16] = "", after[48] = "", year[24] = "";
    if (shown->role == NATIVE_GROWTH) {
        number_pattern(native->language, view->growth_decimals, true, "", native->growth_in_points ? "" : "%", pattern);
        return;
    }
    const bool about = i != NOWHERE && native->panel->state[i] == TB_ABOUT;
    const bool unsure = i != NOWHERE && (tb_flags(native->panel, i) & TB_FLAG_UNRELIABLE);
    const bool alone = native->plot == NATIVE_LINES && view->label[column][t] == LABEL_END;
    snprintf(before, sizeof before, "%s%s", unsure ? "(" : "",
             about ? brief_state_word(TB_ABOUT, true, native->language) : "");
    if (alone && t + 1 < native->times && native->n > 1) /* the name stands behind a later year */
        snprintf(year, sizeof year, native->language == TB_CHINESE ? "（%d年）" : " (%d)", native->time[t].year);
    snprintf(after, sizeof after, "%s%s%s", alone ? suffix_of(native) : "", unsure ? ")" : "", year);
    number_pattern(native->language, native->display.decimals, false, before, after, pattern);
}

void chart_view_tick_pattern(const struct chart_view *view, char pattern[CHART_PATTERN_SIZE])
{
    char plain[CHART_PATTERN_SIZE];
    number_pattern(view->native->language, view->tick_decimals, false, "", suffix_of(view->native), plain);
    if (isfinite(view->ticks_most)) /* the strip above has no ticks */
        snprintf(pattern, CHART_PATTERN_SIZE, "[>%.15g]\"\";%.*s", view->ticks_most * (1 + 1e-9),
                 (int)strcspn(plain, ";"), plain);
    else
        snprintf(pattern, CHART_PATTERN_SIZE, "%s", plain);
}

/* ---- words ---- */

static void add_shape(struct chart_view *view, struct chart_shape shape)
{
    struct chart_shape *larger = reallocarray(view->shape, view->shapes + 1, sizeof *larger);
    if (!larger) {
        free(shape.text);
        view->failed = true;
        return;
    }
    view->shape = larger;
    view->shape[view->shapes++] = shape;
    view->failed |= shape.kind == SHAPE_TEXT && !shape.text;
}

static char *copy_bytes(struct tb_bytes *bytes)
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
    bool plain = true;
    if (!words) {
        view->failed = true;
        return;
    }
    for (size_t t = 0; t < native->times; t++) {
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
        words[t] = copy_bytes(&text);
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
    double widest = text_width("2024", CHART_AXIS_SIZE, false);
    for (size_t t = 0; view->category && t < view->native->times; t++)
        if (view->category[t])
            widest = fmax(widest, text_width(view->category[t], CHART_AXIS_SIZE, false));
    return widest;
}

/* ---- labels of the values ---- */

static void value_label(const struct chart_view *view, size_t column, size_t t, char label[64])
{
    const struct native *native = view->native;
    const size_t i = native->column[column].observation[t];
    struct tb_bytes text = {0};
    if (i != NOWHERE)
        brief_cell_value(native->panel, i, &native->display, &text);
    snprintf(label, 64, "%s", brief_text(&text));
    tb_bytes_free(&text);
}

static double widest_value(const struct chart_view *view)
{
    double widest = 0;
    for (size_t c = 0; c < view->native->columns; c++)
        for (size_t t = 0; view->native->column[c].role <= NATIVE_PARTS && t < view->native->times; t++) {
            char label[64];
            value_label(view, c, t, label);
            widest = fmax(widest, text_width(label, CHART_LABEL_SIZE, false));
        }
    return widest;
}

/* The range of all values, intervals and the target, in the unit of the display. */
static void find_range(const struct chart_view *view, double *least, double *most)
{
    const struct native *native = view->native;
    *least = INFINITY;
    *most = -INFINITY;
    for (size_t c = 0; c < native->columns; c++)
        for (size_t t = 0; t < native->times; t++) {
            double value = native->column[c].value[t];
            if (isnan(value) || native->column[c].role == NATIVE_GROWTH)
                continue;
            if (native->column[c].role == NATIVE_BAND) /* stands on the lower limit, the column before */
                value += native->column[c - 1].value[t];
            *least = fmin(*least, value);
            *most = fmax(*most, value);
        }
    *least = fmin(*least, native->target) / native->display.divisor; /* fmin, fmax: a NaN target has no say */
    *most = fmax(*most, native->target) / native->display.divisor;
}

/* The first, last, highest and lowest value of a column. */
static bool is_key(const struct native_column *column, size_t times, size_t t)
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
        widest = fmax(widest, text_width(label, CHART_AXIS_SIZE, false));
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
    const bool all = widest_change(view, growth) + 4 <= view->pitch;
    double free_from = INFINITY;
    for (size_t t = native->times; t-- > 0;) {
        if (isnan(growth->value[t]))
            continue;
        const bool shown = all || (view->strip == STRIP_LINE ? is_key(growth, native->times, t) : true);
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
        if (text.n && text_width(brief_text(&text), CHART_AXIS_SIZE, false) <= view->pitch)
            add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                                 .left = centre - view->pitch / 2,
                                                 .right = centre + view->pitch / 2,
                                                 .top = zero - 22,
                                                 .bottom = zero - 2,
                                                 .text = copy_bytes(&text),
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
    add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                         .left = view->left,
                                         .right = view->left + text_width(name, CHART_AXIS_SIZE, false) + 8,
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
           text_width(name, CHART_AXIS_SIZE, false) + 10;
}

static void place_columns(struct chart_view *view)
{
    const struct native *native = view->native;
    const double times = (double)native->times;
    double least, most;
    find_range(view, &least, &most);
    least = fmin(0, least);
    most = fmax(0, most);
    if (most <= least)
        most = least + 1;
    const double margin = 10;
    view->top = 2;
    view->bottom = view->height - YEARS_HEIGHT;
    double room = view->width - 2 * margin;
    view->pitch = fmin(room / times, PITCH_WIDEST);
    const bool all = widest_value(view) + 4 <= view->pitch;
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
            ticks_width = fmax(ticks_width, text_width(label, CHART_AXIS_SIZE, false) + 12);
        }
        room -= ticks_width;
        view->pitch = fmin(room / times, PITCH_WIDEST);
    }
    view->left = margin + ticks_width + (room - view->pitch * times) / 2;
    view->right = view->left + view->pitch * times;
    const double column = fmin(view->pitch * COLUMN_SHARE, COLUMN_WIDEST);
    view->gap_width = (int)lround(fmin(100 * (view->pitch - column) / column, 500));

    make_strip(view);
    const struct native_column *growth = brief_native_find(native, NATIVE_GROWTH);
    const double whole = view->bottom - view->top;
    double strip = 0, name_row = 0;
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
    if (view->ticks && strip == 0)
        view->ticks_most = INFINITY;
    for (size_t t = 0; t < native->times; t++)
        if (!isnan(native->column[0].value[t]) && (all || is_key(&native->column[0], native->times, t)))
            view->label[0][t] = LABEL_ABOVE;
    if (view->strip != STRIP_NONE) {
        place_strip(view, view->top + name_row, strip - name_row - (view->strip == STRIP_LINE ? 8 : 0));
        name_strip(view, view->top + (view->strip == STRIP_FIGURES && !name_row ? 2 : 0));
    }
    say_missing(view);
}

/* ---- lines ---- */

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
        value_label(view, c, t, label);
        double wide = text_width(label, CHART_LABEL_SIZE, true) + text_width(suffix_of(native), CHART_LABEL_SIZE, true);
        if (native->n > 1 && view->name[c]) {
            const double room = NAMES_SHARE * view->width - wide - 6;
            char *fitted = brief_text_fit(view->name[c], CHART_LABEL_SIZE * 1.04, room, 1, true);
            view->failed |= !fitted;
            if (fitted) {
                free(view->name[c]);
                view->name[c] = fitted;
                wide += text_width(fitted, CHART_LABEL_SIZE, true) + 6;
            }
        }
        view->label[c][t] = LABEL_END;
        if (native->n > 1 && t + 1 < native->times)
            wide += text_width(native->language == TB_CHINESE ? "（2024年）" : " (2024)", CHART_LABEL_SIZE, true);
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
    const bool all = values <= LABELLED_MOST && widest_value(view) + 2 <= view->pitch;
    for (size_t c = 0; c < native->columns; c++) {
        const struct native_column *column = &native->column[c];
        for (size_t t = 0; column->role <= NATIVE_PARTS && t < native->times; t++)
            if (!isnan(column->value[t]) && view->label[c][t] == LABEL_NONE &&
                (all || is_key(column, native->times, t)))
                view->label[c][t] = is_lower_side(native, column, t) ? LABEL_BELOW : LABEL_ABOVE;
    }
}

static void place_lines(struct chart_view *view)
{
    const struct native *native = view->native;
    double least, most;
    struct tb_scale scale;
    find_range(view, &least, &most);
    const enum tb_kind kind = native->panel->indicators[native->indicator].kind;
    const bool proportion = kind == TB_PROPORTION && strcmp(suffix_of(native), "%") == 0 && least >= 0 && most <= 100;
    tb_scale_choose(least, most, TB_FREE, native->decimals, proportion ? 100 : INFINITY, &scale);
    view->step = tb_scale_tick(&scale, 1);
    view->tick_decimals = tb_scale_decimals(&scale);
    view->low = floor(scale.low / view->step + 1e-9) * view->step; /* ticks are counted from the lower end */
    view->low = fmax(view->low, native->least);
    view->high = fmin(scale.high, fmax(native->most, most));
    view->ticks = true;
    view->ticks_most = INFINITY;
    double ticks = 0;
    for (double value = view->low; value <= view->high + view->step / 1e6; value += view->step) {
        char label[80];
        const size_t n = tb_display_fixed(value, view->tick_decimals, false, native->language, label, sizeof label - 8);
        snprintf(label + n, 8, "%s", suffix_of(native));
        ticks = fmax(ticks, text_width(label, CHART_AXIS_SIZE, false));
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

/* ---- both ---- */

static void mark_breaks(struct chart_view *view)
{
    for (size_t t = 1; t < view->native->times; t++) {
        const double x = view->left + (double)t * view->pitch;
        if (view->native->breaks[t])
            add_shape(view, (struct chart_shape){
                                .kind = SHAPE_BREAK, .left = x, .right = x, .top = view->top, .bottom = view->bottom});
    }
}

static void mark_target(struct chart_view *view)
{
    const struct native *native = view->native;
    if (!isfinite(native->target))
        return;
    const struct tb_indicator *indicator = &native->panel->indicators[native->indicator];
    char number[48];
    struct tb_bytes text = {0};
    tb_display_value(&native->display, native->target, false, number, sizeof number);
    tb_bytes_format(&text, "%s %s%s%s", native->language == TB_CHINESE ? "目标" : "Target",
                    brief_state_word(indicator->target_op, true, native->language), number, suffix_of(native));
    const double share = (native->target / native->display.divisor - view->low) / (view->high - view->low);
    const double y = view->bottom - share * (view->bottom - view->top);
    const double wide = text_width(brief_text(&text), CHART_AXIS_SIZE, false) + 6;
    add_shape(view, (struct chart_shape){
                        .kind = SHAPE_TARGET, .left = view->left, .right = view->right, .top = y, .bottom = y});
    const bool beside = view->right + wide + 4 <= view->width; /* else above the line, at its right end */
    add_shape(view, (struct chart_shape){.kind = SHAPE_TEXT,
                                         .left = beside ? view->right + 4 : view->right - wide,
                                         .right = beside ? view->right + 4 + wide : view->right,
                                         .top = beside ? y - 10 : y - 21,
                                         .bottom = beside ? y + 10 : y - 1,
                                         .to_left = !beside,
                                         .text = copy_bytes(&text)});
}

/* Every so many years are labelled that the last is among them where that costs little. */
static void thin_years(struct chart_view *view)
{
    const size_t times = view->native->times;
    size_t step = (size_t)tb_label_step(widest_year(view) + 0.35 * CHART_AXIS_SIZE, view->pitch);
    for (size_t wider = step; step > 1 && wider <= 2 * step; wider++)
        if ((times - 1) % wider == 0) {
            step = wider;
            break;
        }
    view->year_step = step;
}

bool chart_view_make(struct chart_view *view, const struct native *native, double width, double height)
{
    *view = (struct chart_view){.native = native, .width = width, .height = height, .ticks_most = INFINITY};
    view->label = calloc(native->columns + 1, sizeof *view->label);
    view->name = calloc(native->columns + 1, sizeof *view->name);
    view->shift = calloc(native->columns + 1, sizeof *view->shift);
    view->ahead = calloc(native->columns + 1, sizeof *view->ahead);
    view->failed = !view->label || !view->name || !view->shift || !view->ahead;
    for (size_t c = 0; !view->failed && c < native->columns; c++) {
        struct tb_bytes text = {0};
        brief_native_heading(native, &native->column[c], &text);
        view->name[c] = copy_bytes(&text);
        view->label[c] = calloc(native->times + 1, sizeof *view->label[c]);
        view->failed |= !view->name[c] || !view->label[c];
    }
    if (!view->failed) {
        make_categories(view);
        if (native->plot == NATIVE_COLUMNS)
            place_columns(view);
        else
            place_lines(view);
        mark_breaks(view);
        mark_target(view);
        thin_years(view);
    }
    return !view->failed;
}

void chart_view_free(struct chart_view *view)
{
    for (size_t c = 0; view->native && c < view->native->columns; c++) {
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
    free(view->shape);
}
