/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of years and series, each cell with its value and shaded by its place between the least and most of its row.
 */
#include "rows.h"
#include "type.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double gap = 0.25; /* between cells */

enum tb_status tb_prepare_heat_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    (void)log;
    tb_sheet_drop_empty(sheet);
    tb_sheet_no_target(sheet);
    tb_sheet_says(sheet, TB_SAYS_ROW_SCALE);
    return TB_OK;
}

/* "（万公里）" behind the name where the rows differ in unit, else "". */
static char *row_unit(const struct tb_sheet *sheet, const struct tb_display *display)
{
    char *unit = NULL;
    size_t n = strlen(display->unit);
    while (n > 0 && display->unit[n - 1] == ' ')
        n--;
    const bool own = sheet->several_units && n > 0;
    if (asprintf(&unit, "%s%.*s%s", own ? tb_either(sheet, " (", "（") : "", own ? (int)n : 0, display->unit,
                 own ? tb_either(sheet, ")", "）") : "") < 0)
        abort(); /* inside a chart process: the caller reports it */
    return unit;
}

static char *row_name(const struct tb_sheet *sheet, const struct tb_track *track, const struct tb_display *display)
{
    char *unit = row_unit(sheet, display), *name = NULL;
    if (asprintf(&name, "%s%s", track->name, unit) < 0)
        abort();
    free(unit);
    return name;
}

struct range {
    double least, most;
};

static struct range range_of(const struct tb_sheet *sheet, const struct tb_track *track)
{
    struct range range = {INFINITY, -INFINITY};
    for (int y = 0; y < sheet->n_years; y++) {
        if (track->datum[y].has_value) {
            range.least = fmin(range.least, track->datum[y].value);
            range.most = fmax(range.most, track->datum[y].value);
        }
    }
    return range;
}

/* The least value has the palest shade, the most the deepest; equal values the middle. */
static tb_colour shade(const struct tb_sheet *sheet, struct range range, double value)
{
    const double share = range.most > range.least ? (value - range.least) / (range.most - range.least) : 0.4;
    const int step = (int)fmin(TB_HEAT_COLOURS - 1, floor(share * TB_HEAT_COLOURS));
    return sheet->colours->heat[step < 0 ? 0 : step];
}

/* Which cells of a row have their value: all, or where they have no room its ends and extremes, or none. */
enum said {
    NONE,
    KEYS,
    ALL
};

static bool says(const struct tb_track *track, int y, struct range range, enum said said)
{
    const double value = track->datum[y].value;
    return track->datum[y].has_value &&
           (said == ALL || (said == KEYS && (y == track->first_value || y == track->last_value ||
                                             value == range.least || value == range.most)));
}

/* How a row writes its values: its own unit and decimals, fewer decimals or smaller print where the cells are narrow.
 */
struct print {
    struct tb_display display;
    struct tb_face face;
    enum said said;
};

static void cell_label(struct tb_sheet *sheet, const struct print *print, const struct tb_track *track, int y,
                       char label[TB_LABEL_SIZE])
{
    const struct tb_track shown = {.datum = track->datum, .display = print->display};
    tb_track_label(sheet, &shown, y, "", label);
}

static bool fits(struct tb_sheet *sheet, const struct print *print, const struct tb_track *track, double width)
{
    const struct range range = range_of(sheet, track);
    for (int y = 0; y < sheet->n_years; y++) {
        char label[TB_LABEL_SIZE];
        cell_label(sheet, print, track, y, label);
        if (says(track, y, range, print->said) && tb_measure(sheet->canvas, label, print->face).width > width)
            return false;
    }
    return true;
}

/* The next larger unit: 万辆 to 亿辆, km to thousand km. */
static void enlarge(struct tb_display *display)
{
    static const struct {
        enum tb_language language;
        const char *from, *to;
        double factor;
    } steps[] = {
        {TB_CHINESE, "万亿", NULL, 1}, /* the largest */
        {TB_CHINESE, "万", "亿", 1e4},
        {TB_CHINESE, "亿", "万亿", 1e4},
        {TB_CHINESE, "", "万", 1e4},
        {TB_ENGLISH, "trillion", NULL, 1},
        {TB_ENGLISH, "billion", "trillion", 1e3},
        {TB_ENGLISH, "million", "billion", 1e3},
        {TB_ENGLISH, "", "thousand ", 1e3},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const size_t n = strlen(steps[i].from);
        if (steps[i].language != display->language || strncmp(display->unit, steps[i].from, n) != 0)
            continue;
        if (!steps[i].to)
            return;
        char rest[sizeof display->unit];
        snprintf(rest, sizeof rest, "%s", display->unit + n);
        if (strlen(steps[i].to) + strlen(rest) >= sizeof display->unit)
            return;
        snprintf(display->unit, sizeof display->unit, "%.16s%.79s", steps[i].to, rest);
        display->divisor *= steps[i].factor;
        display->decimals = 2;
        return;
    }
}

static bool fits_somehow(struct tb_sheet *sheet, struct print *print, const struct tb_track *track, double size,
                         double width, int least_decimals)
{
    const double sizes[] = {size, fmin(size, sheet->type.foot)};
    for (int decimals = print->display.decimals; decimals >= least_decimals; decimals--) {
        for (int i = 0; i < 2; i++) {
            struct print trial = *print;
            trial.face.size = sizes[i];
            trial.display.decimals = decimals;
            if (fits(sheet, &trial, track, width)) {
                *print = trial;
                return true;
            }
        }
    }
    return false;
}

static struct print print_of(struct tb_sheet *sheet, const struct tb_track *track, double size, double width)
{
    const struct print plain = {
        .display = sheet->several_units ? track->display : sheet->display, .face.size = size, .said = ALL};
    struct print print = plain;
    if (fits_somehow(sheet, &print, track, size, width, 0))
        return print;
    if (sheet->several_units && range_of(sheet, track).most >= 1e4 * plain.display.divisor &&
        track->display.unit[0] != '%') {
        enlarge(&print.display);
        if (fits_somehow(sheet, &print, track, size, width,
                         range_of(sheet, track).most >= 10 * print.display.divisor ? 0 : 1))
            return print;
    }
    print = plain;
    print.said = KEYS;
    if (!fits_somehow(sheet, &print, track, size, width, 0))
        print.said = NONE;
    return print;
}

static void draw_row(struct tb_sheet *sheet, const struct tb_rows *rows, const struct tb_axes *axes, size_t i,
                     const struct print *print)
{
    const struct tb_track *track = &sheet->track[i];
    const struct range range = range_of(sheet, track);
    const double y0 = tb_row_y(rows, i), half = rows->pitch / 2 - gap / 2, width = axes->pitch - gap;
    struct tb_face face = print->face;
    for (int y = 0; y < sheet->n_years; y++) {
        const struct tb_datum *datum = &track->datum[y];
        const double x = tb_axes_x(axes, y);
        const struct tb_box cell = {tb_snap(sheet->canvas, x - width / 2), tb_snap(sheet->canvas, y0 - half),
                                    tb_snap(sheet->canvas, x + width / 2), tb_snap(sheet->canvas, y0 + half)};
        if (!datum->has_value && !(datum->listed && datum->state == TB_NEGLIGIBLE)) {
            tb_draw_hatch(sheet->canvas, cell, 1.1, TB_GRID_LINE, sheet->colours->context);
            tb_sheet_says(sheet, TB_SAYS_HATCHED);
            continue;
        }
        const tb_colour fill = datum->has_value ? shade(sheet, range, datum->value) : sheet->colours->ground;
        tb_draw_rectangle(sheet->canvas, cell, fill);
        char label[TB_LABEL_SIZE];
        cell_label(sheet, print, track, y, label);
        face.colour = datum->has_value ? tb_ink_on(fill) : sheet->colours->text;
        const double baseline = y0 + tb_digit_height(sheet->canvas) * face.size / 2;
        if (tb_measure(sheet->canvas, label, face).width <= width &&
            (says(track, y, range, print->said) || !datum->has_value))
            tb_draw_text(sheet->canvas, label, face, x, baseline, TB_CENTRE);
        if (datum->breaks && y > 0) {
            const struct tb_spot line[] = {{x - axes->pitch / 2, cell.top}, {x - axes->pitch / 2, cell.bottom}};
            tb_draw_dashes(sheet->canvas, line, 2, 1.6 * TB_BREAK_LINE, sheet->colours->text, 0.6, 0.5);
        }
    }
    if (print->said != ALL)
        tb_sheet_says(sheet, TB_SAYS_SHADED);
    char *unit = row_unit(sheet, &print->display);
    tb_row_name(sheet, rows, i, track->name, unit, false);
    free(unit);
}

void tb_draw_heat_chart(struct tb_sheet *sheet)
{
    const size_t n = sheet->n_tracks;
    char **name = calloc(n, sizeof *name);
    struct print *print = calloc(n, sizeof *print);
    if (!name || !print)
        abort();
    struct tb_box box = sheet->plot;
    box.bottom -= sheet->type.axis * 2.65; /* the years, with a row for what they are */
    struct tb_rows rows = {0};
    struct tb_axes axes = {.divisor = 1};
    for (size_t s = 0; s < n; s++)
        print[s].display = sheet->track[s].display;
    for (int pass = 0; pass < 2; pass++) { /* the units that fit the cells may change the names beside them */
        for (size_t s = 0; s < n; s++) {
            free(name[s]);
            name[s] = row_name(sheet, &sheet->track[s], &print[s].display);
        }
        rows = tb_rows_lay(sheet, box, (const char *const *)name, n, n, 0.26, 7, true);
        axes.area = rows.area;
        axes.left = rows.area.left;
        axes.area.right -= 0.5;
        axes.pitch = fmin((axes.area.right - axes.area.left) / sheet->n_years, 16);
        for (size_t s = 0; s < n; s++)
            print[s] = print_of(sheet, &sheet->track[s], rows.face.size, axes.pitch - gap - 0.1);
    }
    for (size_t i = 0; i < rows.n; i++)
        draw_row(sheet, &rows, &axes, i, &print[i]);
    tb_draw_years(sheet, &axes, rows.area.bottom);
    sheet->undrawn = (int)(n - rows.n);
    if (sheet->undrawn)
        tb_sheet_says(sheet, TB_SAYS_LEFT_OUT);
    for (size_t s = 0; s < n; s++)
        free(name[s]);
    free(name);
    free(print);
}
