/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of one series from 0, every one labelled, with the change on the year before in a strip of its own above. */
#include "mark.h"
#include "track.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the strip of growth ---- */

enum strip_form {
    NO_STRIP,
    STRIP_OF_FIGURES,
    STRIP_OF_LINE
};

struct growth {
    enum strip_form form;
    double *rate; /* one a year, NaN where there is none */
    int n;        /* how many there are */
    int decimals;
    bool points; /* percentage points */
    const char *name;
};

static const char *rate_statistic(const struct tb_sheet *sheet)
{
    return sheet->suffix[0] ? "yoy_pp" : "yoy_pct";
}

static int by_size(const void *a, const void *b)
{
    const double p = fabs(*(const double *)a), q = fabs(*(const double *)b);
    return p > q ? -1 : p < q;
}

static bool is_skewed(const double *value, int n_years, double times) /* beside a 0 nothing is */
{
    double *sorted = malloc((size_t)n_years * sizeof *sorted);
    size_t n = 0;
    for (int y = 0; sorted && y < n_years; y++) {
        if (isfinite(value[y]))
            sorted[n++] = value[y];
    }
    bool skewed = false;
    if (n >= 2) {
        qsort(sorted, n, sizeof *sorted, by_size);
        skewed = sorted[1] != 0 && fabs(sorted[0]) > times * fabs(sorted[1]);
    }
    free(sorted);
    return skewed;
}

/* "+96.6%"; from ten times the year before on "×15": nobody reads +1,400.0%. */
static void rate_label(const struct tb_sheet *sheet, const struct growth *growth, double rate,
                       char label[TB_LABEL_SIZE])
{
    if (!growth->points && rate >= 900) {
        const char sign[] = "×";
        memcpy(label, sign, sizeof sign);
        tb_display_fixed(1 + rate / 100, 0, false, sheet->language, label + strlen(sign), TB_LABEL_SIZE - sizeof sign);
        return;
    }
    const size_t n = tb_display_fixed(rate, growth->decimals, true, sheet->language, label, TB_LABEL_SIZE);
    if (!growth->points && n + 2 < TB_LABEL_SIZE)
        memcpy(label + n, "%", 2);
}

/* Rates are black; red and green where the page asks for it. */
static tb_colour rate_colour(const struct tb_sheet *sheet, double rate)
{
    return sheet->page->red_rise && rate != 0 ? tb_direction_hue(sheet->page, rate).words : sheet->colours->text;
}

/* The fewest decimals at which no rate but 0 reads as 0. */
static int rate_decimals(const struct growth *growth, int n_years, int least)
{
    int decimals = least;
    for (int y = 0; y < n_years; y++) {
        const double size = fabs(growth->rate[y]);
        while (size > 0 && decimals < 6 && size < 0.5 * pow(10, -decimals))
            decimals++;
    }
    return decimals;
}

static void find_growth(struct tb_sheet *sheet, struct growth *growth)
{
    *growth = (struct growth){.points = sheet->suffix[0] != '\0'};
    growth->rate = malloc((size_t)sheet->n_years * sizeof *growth->rate);
    if (!growth->rate)
        abort(); /* inside a chart process: the caller reports it */
    for (int y = 0; y < sheet->n_years; y++) {
        growth->rate[y] = NAN;
        const struct tb_result *row =
            sheet->chart->results && y > 0
                ? tb_results_at(sheet->chart->results, sheet->track->series, rate_statistic(sheet),
                                sheet->first_year + y - 1, sheet->first_year + y)
                : NULL;
        const bool crosses = !growth->points && sheet->track->datum[y].value < 0; /* −104 % of what? */
        if (row && isfinite(row->value) && fabs(row->value) < 1e9 && !crosses) {
            growth->rate[y] = row->value;
            growth->n++;
        }
    }
    if (growth->n == 0)
        return;
    growth->form = growth->n <= 4 || is_skewed(growth->rate, sheet->n_years, 5) ? STRIP_OF_FIGURES : STRIP_OF_LINE;
    growth->decimals =
        rate_decimals(growth, sheet->n_years, growth->points && sheet->decimals > 0 ? sheet->decimals : 1);
    growth->name = growth->points ? tb_either(sheet, "Change on year, pp", "比上年增减（个百分点）")
                                  : tb_either(sheet, "Change on year", "比上年增长");
}

/* Figures in one row over their columns; those that would meet their right neighbour are left out. */
static double draw_figures(struct tb_sheet *sheet, const struct tb_axes *axes, const struct growth *growth, double top)
{
    struct tb_face face = {.size = sheet->type.axis};
    const struct tb_face quiet = tb_axis_face(sheet);
    const double row = sheet->type.axis, name_width = tb_measure(sheet->canvas, growth->name, quiet).width;
    char label[TB_LABEL_SIZE];
    int first = 0;
    while (!isfinite(growth->rate[first]))
        first++;
    rate_label(sheet, growth, growth->rate[first], label);
    const double room = tb_axes_x(axes, first) - tb_measure(sheet->canvas, label, face).width / 2 - axes->left;
    double baseline = top + 0.9 * row;
    tb_draw_text(sheet->canvas, growth->name, quiet, axes->left, baseline, TB_START);
    if (room < name_width + row)
        baseline += 1.35 * row;
    double taken = INFINITY;
    for (int y = sheet->n_years - 1; y >= 0; y--) {
        if (!isfinite(growth->rate[y]))
            continue;
        rate_label(sheet, growth, growth->rate[y], label);
        const struct tb_box box = tb_text_box(sheet->canvas, label, face, tb_axes_x(axes, y), baseline, TB_CENTRE);
        if (box.right + 0.35 * row > taken || box.left < 0 || box.right > sheet->canvas->width)
            continue;
        face.colour = rate_colour(sheet, growth->rate[y]);
        tb_draw_text(sheet->canvas, label, face, tb_axes_x(axes, y), baseline, TB_CENTRE);
        taken = box.left;
    }
    return baseline + 1.2 * row;
}

struct rate_text {
    char text[TB_LABEL_SIZE];
    double x, baseline, rate;
    bool over_zero; /* stands across the zero line, which gives way */
};

/* Places the labels of the rates: the last year and the extremes choose first; none crosses the zero line if it can
 * help. */
static size_t place_rates(struct tb_sheet *sheet, const struct tb_axes *axes, const struct growth *growth,
                          struct tb_box within, struct tb_face face, struct rate_text *label)
{
    struct tb_obstacles obstacles = {0};
    const int n_years = sheet->n_years;
    double least = INFINITY, most = -INFINITY;
    for (int y = 0; y < n_years; y++) {
        if (!isfinite(growth->rate[y]))
            continue;
        const struct tb_spot at = {tb_axes_x(axes, y), tb_axes_y(axes, growth->rate[y])};
        if (y > 0 && isfinite(growth->rate[y - 1]))
            tb_obstacle_line(&obstacles, (struct tb_spot){tb_axes_x(axes, y - 1), tb_axes_y(axes, growth->rate[y - 1])},
                             at);
        tb_obstacle_box(&obstacles, tb_box_grown((struct tb_box){at.x, at.y, at.x, at.y}, TB_OTHER_POINT));
        least = fmin(least, growth->rate[y]);
        most = fmax(most, growth->rate[y]);
    }
    const double zero = tb_axes_y(axes, 0);
    tb_obstacle_line(&obstacles, (struct tb_spot){within.left, zero}, (struct tb_spot){within.right, zero});
    const size_t with_zero = obstacles.n_lines;
    size_t n = 0;
    for (int round = 0; round < 2; round++) {
        for (int y = n_years - 1; y >= 0; y--) {
            const double rate = growth->rate[y];
            if (!isfinite(rate) || (round == 0) != (y == n_years - 1 || rate == most || rate == least))
                continue;
            struct rate_text *next = &label[n];
            rate_label(sheet, growth, rate, next->text);
            const struct tb_box ink = tb_measure(sheet->canvas, next->text, face).ink;
            const struct tb_spot at = {tb_axes_x(axes, y), tb_axes_y(axes, rate)};
            next->over_zero = false;
            next->rate = rate;
            bool placed = tb_place_near(&obstacles, at, ink, 1.2, 0.25, rate < 0, TB_ABOVE_OR_BELOW, within, &next->x,
                                        &next->baseline);
            if (!placed) {
                obstacles.n_lines = with_zero - 1;
                placed = tb_place_near(&obstacles, at, ink, 1.2, 0.25, rate < 0, TB_ABOVE_OR_BELOW, within, &next->x,
                                       &next->baseline);
                obstacles.n_lines = with_zero;
                next->over_zero = placed;
            }
            n += placed;
        }
    }
    tb_obstacles_free(&obstacles);
    return n;
}

/* Rates as a line on its own zero line; returns the lower edge. */
static double draw_rate_line(struct tb_sheet *sheet, const struct tb_axes *columns, const struct growth *growth,
                             double top, double height)
{
    struct tb_canvas *canvas = sheet->canvas;
    const struct tb_face quiet = tb_axis_face(sheet);
    const struct tb_face face = {.size = sheet->type.axis, .colour = sheet->colours->text};
    const double digit = tb_digit_height(canvas) * face.size;
    tb_draw_text(canvas, growth->name, quiet, columns->left, top + 0.9 * quiet.size, TB_START);

    double least = 0, most = 0;
    for (int y = 0; y < sheet->n_years; y++) {
        if (isfinite(growth->rate[y])) {
            least = fmin(least, growth->rate[y]);
            most = fmax(most, growth->rate[y]);
        }
    }
    const struct tb_box within = {0.5, top + 1.25 * quiet.size, canvas->width - 0.5, top + height};
    struct tb_axes axes = *columns;
    axes.divisor = 1;
    axes.scale.low = least;
    axes.scale.high = most > least ? most : least + 1;
    axes.area.top = within.top + (most > 0 ? digit + 1.6 : 0.5);
    axes.area.bottom = within.bottom - (least < 0 ? digit + 1.6 : 0.5);

    struct rate_text *label = calloc((size_t)sheet->n_years, sizeof *label);
    if (!label)
        abort();
    size_t n = place_rates(sheet, &axes, growth, within, face, label);
    if (n < (size_t)growth->n && least >= 0) { /* the lowest, near to 0 between steep sides, has room below only */
        axes.area.bottom = within.bottom - (digit + 1.6);
        n = place_rates(sheet, &axes, growth, within, face, label);
    }

    const double zero = tb_axes_y(&axes, 0);
    const double right = columns->left + columns->pitch * sheet->n_years;
    tb_draw_level(canvas, columns->left, right, zero, TB_GRID_LINE, sheet->colours->context);
    for (size_t i = 0; i < n; i++) {
        if (label[i].over_zero)
            tb_draw_rectangle(
                canvas,
                tb_box_grown(tb_text_box(canvas, label[i].text, face, label[i].x, label[i].baseline, TB_START), 0.25),
                sheet->colours->ground);
    }
    struct tb_look look = tb_series_look(sheet, 0, 1);
    look.colour = sheet->colours->secondary;
    look.line = TB_OTHER_LINE;
    look.radius = TB_OTHER_POINT;
    const struct tb_datum plain = {.listed = true, .has_value = true};
    for (int pass = 0; pass < 2; pass++) {
        for (int y = 0; y < sheet->n_years; y++) {
            if (!isfinite(growth->rate[y]))
                continue;
            const struct tb_spot at = {tb_axes_x(&axes, y), tb_axes_y(&axes, growth->rate[y])};
            if (pass == 1)
                tb_draw_point(sheet, &plain, &look, at);
            else if (y > 0 && isfinite(growth->rate[y - 1]))
                tb_draw_link(sheet, &plain, &plain, &look,
                             (struct tb_spot){tb_axes_x(&axes, y - 1), tb_axes_y(&axes, growth->rate[y - 1])}, at);
        }
    }
    for (size_t i = 0; i < n; i++)
        tb_draw_text(canvas, label[i].text,
                     (struct tb_face){.size = face.size, .colour = rate_colour(sheet, label[i].rate)}, label[i].x,
                     label[i].baseline, TB_START);
    free(label);
    return top + height;
}

/* ---- labels of the columns ---- */

/* Widest label of the years with a value. */
static double widest_label(struct tb_sheet *sheet)
{
    double widest = 0;
    for (int y = 0; y < sheet->n_years; y++) {
        char label[TB_LABEL_SIZE];
        if (!sheet->track->datum[y].has_value)
            continue;
        tb_datum_label(sheet, &sheet->track->datum[y], "", label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_label_face(sheet, 0)).width);
    }
    return widest;
}

/* When not all labels fit: first, last, highest and lowest. */
static bool is_key_year(const struct tb_sheet *sheet, int y)
{
    const struct tb_track *track = sheet->track;
    const double value = track->datum[y].value;
    return y == track->first_value || y == track->last_value || value == sheet->most || value == sheet->least;
}

static bool crosses_target(const struct tb_sheet *sheet, const struct tb_axes *axes, int y, struct tb_box box)
{
    if (!isfinite(sheet->target) || (sheet->target_year && sheet->target_year != sheet->first_year + y))
        return false;
    const double at = tb_axes_y(axes, sheet->target);
    return at > box.top - 0.4 && at < box.bottom + 0.4;
}

static void label_column(struct tb_sheet *sheet, const struct tb_axes *axes, int y, bool ticks,
                         struct tb_obstacles *obstacles)
{
    const struct tb_datum *datum = &sheet->track->datum[y];
    const double zero = tb_axes_y(axes, 0), digit = tb_digit_height(sheet->canvas);
    char label[TB_LABEL_SIZE];
    tb_datum_label(sheet, datum, "", label);
    struct tb_face face = tb_label_face(sheet, sheet->colours->text);
    double baseline = zero - 1;
    if (datum->has_value) {
        const double end = tb_axes_y(axes, datum->value), arrow = tb_is_lower(datum) ? 2.4 : 0;
        baseline = datum->value < 0 ? fmax(end, zero + 0.3) + 0.8 + arrow + digit * face.size
                                    : fmin(end, zero - 0.3) - 0.8 - arrow;
    } else {
        face = tb_axis_face(sheet);
    }
    double x = tb_axes_x(axes, y);
    struct tb_box box = tb_text_box(sheet->canvas, label, face, x, baseline, TB_CENTRE);
    const double inwards = fmax(0, (ticks ? axes->area.left + 0.2 : 0.5) - box.left) -
                           fmax(0, box.right - (sheet->canvas->width - 0.5)); /* at the edges of the page */
    x += inwards;
    box.left += inwards;
    box.right += inwards;
    const bool above = ticks && box.top < axes->area.top - sheet->type.axis / 2; /* in the strip of growth */
    if (above || fabs(inwards) > axes->pitch / 2 || !tb_is_free(obstacles, tb_box_grown(box, 0.15)))
        return;
    tb_obstacle_box(obstacles, box);
    if (ticks || crosses_target(sheet, axes, y, box)) /* grid and break lines give way */
        tb_draw_rectangle(sheet->canvas, tb_box_grown(box, 0.15), sheet->colours->ground);
    tb_draw_text(sheet->canvas, label, face, x, baseline, TB_CENTRE);
}

/* The words of the target keep off columns and labels. */
static void place_target(struct tb_sheet *sheet, const struct tb_axes *axes, double width)
{
    struct tb_obstacles obstacles = {0};
    const double zero = tb_axes_y(axes, 0), above = tb_digit_height(sheet->canvas) * sheet->type.label + 1.2;
    for (int y = 0; y < sheet->n_years; y++) {
        if (!sheet->track->datum[y].has_value)
            continue;
        const double x = tb_axes_x(axes, y), end = tb_axes_y(axes, sheet->track->datum[y].value);
        const double half = fmax(width, axes->pitch - 1) / 2; /* the label of a column may be wider */
        tb_obstacle_box(&obstacles, (struct tb_box){x - half, fmin(zero, end) - above, x + half,
                                                    fmax(zero, end) + (end > zero ? above : 0)});
    }
    tb_place_target(sheet, axes, &obstacles);
    tb_obstacles_free(&obstacles);
}

/* The words at a break keep off columns, labels and target. */
static void place_break_words(struct tb_sheet *sheet, const struct tb_axes *axes, double width,
                              struct tb_obstacles *obstacles)
{
    const double zero = tb_axes_y(axes, 0);
    for (int y = 0; y < sheet->n_years; y++) {
        if (!sheet->track->datum[y].has_value)
            continue;
        const double x = tb_axes_x(axes, y), end = tb_axes_y(axes, sheet->track->datum[y].value);
        tb_obstacle_box(obstacles, (struct tb_box){x - width / 2, fmin(zero, end), x + width / 2, fmax(zero, end)});
    }
    if (isfinite(sheet->target)) {
        const double y = tb_axes_y(axes, sheet->target);
        tb_obstacle_line(obstacles, (struct tb_spot){axes->area.left, y}, (struct tb_spot){axes->area.right, y});
    }
    tb_place_breaks(sheet, axes, obstacles);
}

/* A year without a value inside the series has its place and says why. */
static bool says_why_empty(const struct tb_sheet *sheet, int y)
{
    const struct tb_datum *datum = &sheet->track->datum[y];
    return datum->listed || (y > sheet->track->first_value && y < sheet->track->last_value);
}

/* ---- the whole ---- */

static void note_skew(struct tb_sheet *sheet)
{
    double *value = malloc((size_t)sheet->n_years * sizeof *value);
    if (!value)
        abort();
    for (int y = 0; y < sheet->n_years; y++)
        value[y] = sheet->track->datum[y].has_value ? sheet->track->datum[y].value : NAN;
    if (is_skewed(value, sheet->n_years, 20))
        tb_sheet_says(sheet, TB_SAYS_SKEWED);
    free(value);
}

void tb_draw_column_chart(struct tb_sheet *sheet)
{
    struct tb_canvas *canvas = sheet->canvas;
    struct growth growth;
    find_growth(sheet, &growth);
    note_skew(sheet);

    struct tb_axes axes = {.area = sheet->plot, .divisor = sheet->display.divisor};
    const double least = fmin(fmin(0, sheet->least), sheet->target) / axes.divisor;
    const double most =
        fmax(fmax(0, sheet->most), sheet->target) / axes.divisor; /* fmin, fmax: a NaN target has no say */
    const double room = sheet->plot.right - sheet->plot.left;
    axes.pitch = fmin(room / sheet->n_years, TB_PITCH_WIDEST);
    const bool all = widest_label(sheet) + 0.3 * sheet->type.label <= axes.pitch;
    if (all) { /* every column says its value: no value axis */
        axes.scale = (struct tb_scale){.low = least, .high = most > least ? most : least + 1};
    } else {
        tb_scale_choose(least, most, TB_FROM_ZERO, sheet->decimals, INFINITY, &axes.scale);
        axes.area.left += tb_ticks_width(sheet, &axes.scale) + 1;
        axes.pitch = fmin((axes.area.right - axes.area.left) / sheet->n_years, TB_PITCH_WIDEST);
    }
    const double block = axes.pitch * sheet->n_years;
    axes.left = axes.area.left + (axes.area.right - axes.area.left - block) / 2;

    double top = sheet->plot.top;
    const double years = tb_years_height(sheet, axes.pitch), whole = sheet->plot.bottom - years - top;
    if (growth.form == STRIP_OF_FIGURES)
        top = draw_figures(sheet, &axes, &growth, top);
    else if (growth.form == STRIP_OF_LINE && whole > 30)
        top = draw_rate_line(sheet, &axes, &growth, top, fmax(0.23 * whole, 5.2 * sheet->type.axis)) + 1.5;

    const double digit = tb_digit_height(canvas) * sheet->type.label;
    bool arrows = false;
    for (int y = 0; y < sheet->n_years; y++)
        arrows = arrows || tb_is_lower(&sheet->track->datum[y]);
    const double label_room = digit + 1.2 + (arrows ? 2.4 : 0);
    axes.area.top = top + (all && sheet->most > 0 ? label_room : sheet->type.axis / 2);
    axes.area.bottom = sheet->plot.bottom - years - (sheet->least < 0 ? label_room : 0);

    if (!all)
        tb_draw_ticks(sheet, &axes);
    tb_draw_breaks(sheet, &axes, sheet->plot.top + (growth.form ? 1.3 * sheet->type.axis : 0),
                   sheet->plot.bottom - years);
    const struct tb_look look = tb_series_look(sheet, 0, 1);
    const double width = fmin(TB_COLUMN_SHARE * axes.pitch, TB_COLUMN_WIDEST), zero = tb_axes_y(&axes, 0);
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_datum *datum = &sheet->track->datum[y];
        const bool negligible = datum->listed && datum->state == TB_NEGLIGIBLE;
        if (datum->has_value || negligible)
            tb_draw_column(sheet, datum, &look, tb_axes_x(&axes, y), width, zero,
                           negligible ? zero : tb_axes_y(&axes, datum->value));
    }
    tb_draw_level(canvas, axes.left, axes.left + block, zero, TB_ZERO_LINE, sheet->colours->secondary);

    struct tb_obstacles obstacles = {0};
    place_target(sheet, &axes, width);
    tb_draw_target(sheet, &axes); /* over the columns, under their labels */
    if (sheet->target_label.right > sheet->target_label.left)
        tb_obstacle_box(&obstacles, sheet->target_label);
    for (int y = 0; y < sheet->n_years && !all; y++) { /* labels wider than their column keep off its neighbours */
        if (!sheet->track->datum[y].has_value)
            continue;
        const double x = tb_axes_x(&axes, y), end = tb_axes_y(&axes, sheet->track->datum[y].value);
        tb_obstacle_box(&obstacles, (struct tb_box){x - width / 2, fmin(zero, end), x + width / 2, fmax(zero, end)});
    }
    for (int round = 0; round < 2; round++) { /* key years first: they keep their labels where room is short */
        for (int y = sheet->n_years - 1; y >= 0; y--) {
            const bool value = sheet->track->datum[y].has_value, key = value && is_key_year(sheet, y);
            if (round == 0 ? key : value ? all && !key : says_why_empty(sheet, y))
                label_column(sheet, &axes, y, !all, &obstacles);
        }
    }
    place_break_words(sheet, &axes, width, &obstacles);
    tb_draw_break_words(sheet);
    tb_obstacles_free(&obstacles);
    tb_draw_years(sheet, &axes, sheet->plot.bottom - years);
    free(growth.rate);
}
