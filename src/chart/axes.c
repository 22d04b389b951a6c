/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years below a plot, and the value axis beside it. */
#include "sheet.h"

#include "words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct tb_face tb_label_face(const struct tb_sheet *sheet, tb_colour colour)
{
    return (struct tb_face){.size = sheet->type.label, .colour = colour};
}

struct tb_face tb_axis_face(const struct tb_sheet *sheet)
{
    return (struct tb_face){.size = sheet->type.axis, .colour = sheet->colours->secondary};
}

double tb_axes_x(const struct tb_axes *axes, int index)
{
    return axes->left + axes->pitch * (index + 0.5);
}

static double shown_y(const struct tb_axes *axes, double shown)
{
    const double share = (shown - axes->scale.low) / (axes->scale.high - axes->scale.low);
    return axes->area.bottom - share * (axes->area.bottom - axes->area.top);
}

double tb_axes_y(const struct tb_axes *axes, double value)
{
    return shown_y(axes, value / axes->divisor);
}

/* What stands behind a year: all its values are provisional, estimated, forecast or of a part of the year. */
static void year_suffix(const struct tb_sheet *sheet, int y, char *text, size_t size)
{
    const char *common = NULL;
    char own[TB_LABEL_SIZE];
    text[0] = '\0';
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_datum *datum = &sheet->track[s].datum[y];
        if (!datum->has_value)
            continue;
        tb_year_words(tb_text(sheet->chart->panel, datum->period), datum->flags, sheet->language, own, sizeof own);
        if (common && strcmp(text, own) != 0) {
            text[0] = '\0';
            return;
        }
        snprintf(text, size, "%s", own);
        common = text;
    }
}

struct year_plan {
    int step;
    bool inline_suffix, second_row;
};

static struct year_plan plan_years(struct tb_sheet *sheet, double pitch)
{
    const struct tb_face face = tb_axis_face(sheet);
    struct year_plan plan = {.step = 1, .inline_suffix = true};
    double widest_year = 0, widest_both = 0;
    bool any = false;
    for (int y = 0; y < sheet->n_years; y++) {
        char year[16], both[TB_LABEL_SIZE + 16], suffix[TB_LABEL_SIZE];
        snprintf(year, sizeof year, "%d", tb_year_of(sheet, y));
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(both, sizeof both, "%s%s", year, suffix);
        any = any || suffix[0];
        widest_year = fmax(widest_year, tb_measure(sheet->canvas, year, face).width);
        widest_both = fmax(widest_both, tb_measure(sheet->canvas, both, face).width);
    }
    const double gap = 0.35 * face.size;
    plan.inline_suffix = widest_both + gap <= pitch;
    plan.step = tb_label_step(widest_year + gap, pitch);
    plan.second_row = any && !plan.inline_suffix;
    return plan;
}

void tb_axes_spread(struct tb_sheet *sheet, struct tb_axes *axes)
{
    const double width = axes->area.right - axes->area.left;
    double pad = 0;
    for (int y = 0; y<sheet->n_years; y += sheet->n_years> 1 ? sheet->n_years - 1 : 1) {
        char label[TB_LABEL_SIZE + 16], suffix[TB_LABEL_SIZE];
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(label, sizeof label, "%d%s", tb_year_of(sheet, y), suffix);
        pad = fmax(pad, tb_measure(sheet->canvas, label, tb_axis_face(sheet)).width / 2);
    }
    pad = fmin(pad + 0.2, width / 4);
    axes->pitch = sheet->n_years > 1 ? (width - 2 * pad) / (sheet->n_years - 1) : width;
    axes->left = axes->area.left + pad - axes->pitch / 2;
    if (sheet->n_years == 1)
        axes->left = axes->area.left;
}

double tb_years_height(struct tb_sheet *sheet, double pitch)
{
    const struct year_plan plan = plan_years(sheet, pitch);
    return sheet->type.axis * (plan.second_row ? 2.65 : 1.45);
}

/* A text centred at x, moved inwards where it would pass an edge by less than its half; left out when it still does not
 * fit. */
static void set_between(struct tb_sheet *sheet, const char *text, struct tb_face face, double x, double baseline,
                        double left, double right, double *taken)
{
    const double half = tb_measure(sheet->canvas, text, face).width / 2;
    const double moved = fmin(fmax(x, left + half), right - half);
    if (moved - half < left - 1e-9 || fabs(moved - x) > half)
        return;
    *taken = tb_draw_text(sheet->canvas, text, face, moved, baseline, TB_CENTRE).left;
}

void tb_draw_years(struct tb_sheet *sheet, const struct tb_axes *axes, double top)
{
    const struct year_plan plan = plan_years(sheet, axes->pitch);
    const struct tb_face face = tb_axis_face(sheet);
    const double baseline = top + face.size * 1.3;
    const double left = sheet->plot.left - 1, right = axes->area.right + 1, gap = 0.35 * face.size;
    double taken = INFINITY, taken_below = INFINITY; /* left edges of what stands already: the last year comes first */
    for (int y = sheet->n_years - 1; y >= 0; y--) {
        char year[16], suffix[TB_LABEL_SIZE], both[TB_LABEL_SIZE + 16];
        snprintf(year, sizeof year, "%d", tb_year_of(sheet, y));
        year_suffix(sheet, y, suffix, sizeof suffix);
        snprintf(both, sizeof both, "%s%s", year, plan.inline_suffix ? suffix : "");
        const double x = tb_axes_x(axes, y);
        if ((sheet->n_years - 1 - y) % plan.step == 0)
            set_between(sheet, both, face, x, baseline, left, fmin(right, taken - gap), &taken);
        if (plan.second_row && suffix[0])
            set_between(sheet, suffix, face, x, baseline + face.size * 1.2, left, fmin(right, taken_below - gap),
                        &taken_below);
    }
}

bool tb_has_break(const struct tb_sheet *sheet, int y)
{
    bool breaks = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        breaks = breaks || sheet->track[s].datum[y].breaks || sheet->track[s].datum[y].links;
    return breaks;
}

void tb_draw_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, double top, double bottom)
{
    for (int y = 1; y < sheet->n_years; y++) {
        if (!tb_has_break(sheet, y))
            continue;
        const double x = axes->left + axes->pitch * y;
        const struct tb_spot line[] = {{x, bottom}, {x, top}};
        tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->secondary, 1.2, 0.9);
    }
}

void tb_break_words(const struct tb_sheet *sheet, int y, bool brief, char *text, size_t size)
{
    bool breaks = false;
    for (size_t s = 0; s < sheet->n_tracks; s++)
        breaks = breaks || sheet->track[s].datum[y].breaks;
    if (!breaks)
        snprintf(text, size, "%s", tb_either(sheet, "linked", "口径衔接"));
    else if (brief)
        snprintf(text, size, "%s", tb_either(sheet, "new basis", "新口径"));
    else if (sheet->language == TB_CHINESE)
        snprintf(text, size, "%d年起新口径", sheet->first_year + y);
    else
        snprintf(text, size, "new basis from %d", sheet->first_year + y);
}

void tb_draw_break_words(struct tb_sheet *sheet)
{
    const struct tb_face face = tb_axis_face(sheet);
    for (size_t i = 0; i < sheet->n_break_labels; i++) {
        const struct tb_break_label *label = &sheet->break_label[i];
        char words[TB_LABEL_SIZE];
        tb_break_words(sheet, label->y, label->brief, words, sizeof words);
        const struct tb_box box = tb_text_box(sheet->canvas, words, face, label->at.x, label->at.y, TB_START);
        tb_draw_rectangle(sheet->canvas, tb_box_grown(box, 0.2), sheet->colours->ground);
        tb_draw_text(sheet->canvas, words, face, label->at.x, label->at.y, TB_START);
    }
}

void tb_draw_target(struct tb_sheet *sheet, const struct tb_axes *axes)
{
    if (!isfinite(sheet->target))
        return;
    const double y = tb_axes_y(axes, sheet->target);
    struct tb_spot line[] = {{axes->area.left, y}, {axes->area.right, y}};
    if (sheet->target_year) {
        const double x = tb_axes_x(axes, sheet->target_year - sheet->first_year), half = fmin(0.45 * axes->pitch, 6);
        line[0].x = fmax(x - half, axes->area.left);
        line[1].x = x + half;
        tb_draw_line(sheet->canvas, line, 2, 2 * TB_BREAK_LINE, sheet->colours->text);
    } else {
        tb_draw_dashes(sheet->canvas, line, 2, TB_BREAK_LINE, sheet->colours->text, 0.6, 0.6);
    }
    if (sheet->target_label.right > sheet->target_label.left) {
        char words[2 * TB_LABEL_SIZE];
        tb_target_words(sheet, words, sizeof words);
        const struct tb_face face = {.size = sheet->type.axis, .colour = sheet->colours->text};
        const struct tb_extent extent = tb_measure(sheet->canvas, words, face);
        tb_draw_rectangle(sheet->canvas, tb_box_grown(sheet->target_label, 0.2), sheet->colours->ground);
        tb_draw_text(sheet->canvas, words, face, sheet->target_label.left - extent.ink.left,
                     sheet->target_label.top - extent.ink.top, TB_START);
    }
}

static void tick_label(const struct tb_sheet *sheet, const struct tb_scale *scale, long i, bool top,
                       char label[TB_LABEL_SIZE])
{
    char number[TB_LABEL_SIZE - 8];
    /* the scale is in display units already */
    const double tick = tb_scale_tick(scale, i);
    const size_t n = tb_display_fixed(tick, tb_scale_decimals(scale), false, sheet->language, number, sizeof number);
    tb_keep_or_power(tick, n, number, sizeof number);
    snprintf(label, TB_LABEL_SIZE, "%s%s", number, top ? sheet->suffix : "");
}

double tb_ticks_width(struct tb_sheet *sheet, const struct tb_scale *scale)
{
    double widest = 0;
    for (long i = scale->first; i <= scale->last; i++) {
        char label[TB_LABEL_SIZE];
        tick_label(sheet, scale, i, i == scale->last, label);
        widest = fmax(widest, tb_measure(sheet->canvas, label, tb_axis_face(sheet)).width);
    }
    return widest;
}

/* A short zigzag at the foot of an axis that does not begin at 0. */
static void draw_zigzag(struct tb_sheet *sheet, double x, double y)
{
    const struct tb_spot line[] = {{x, y}, {x + 0.6, y + 0.45}, {x - 0.6, y + 1.35}, {x, y + 1.8}};
    tb_draw_line(sheet->canvas, line, 4, TB_BREAK_LINE, sheet->colours->secondary);
}

/* Every how manieth tick has room for its label; 1 on any page that is not very low. */
static long tick_stride(const struct tb_sheet *sheet, const struct tb_axes *axes)
{
    const double apart = shown_y(axes, tb_scale_tick(&axes->scale, 0)) - shown_y(axes, tb_scale_tick(&axes->scale, 1));
    return tb_label_step(1.15 * sheet->type.axis, fmax(apart, 0.01));
}

void tb_draw_ticks(struct tb_sheet *sheet, const struct tb_axes *axes)
{
    const struct tb_face face = tb_axis_face(sheet);
    const double right = axes->area.left - 1, drop = tb_digit_height(sheet->canvas) * face.size / 2;
    const long stride = tick_stride(sheet, axes);
    for (long i = axes->scale.first; i <= axes->scale.last; i++) {
        if (i % stride != 0)
            continue;
        char label[TB_LABEL_SIZE];
        tick_label(sheet, &axes->scale, i, i + stride > axes->scale.last, label);
        const double y = shown_y(axes, tb_scale_tick(&axes->scale, i));
        tb_draw_level(sheet->canvas, axes->area.left, axes->area.right, y, i == 0 ? TB_ZERO_LINE : TB_GRID_LINE,
                      i == 0 ? sheet->colours->secondary : sheet->colours->grid);
        tb_draw_text(sheet->canvas, label, face, right, y + drop, TB_END);
    }
    if (!axes->scale.has_zero) {
        tb_sheet_says(sheet, TB_SAYS_AXIS);
        draw_zigzag(sheet, axes->area.left + 0.6, axes->area.bottom - 1.5);
    }
}
