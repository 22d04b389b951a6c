/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line chart of characters: braille dots, or plain letters where the terminal has no others. */
#include "cli/cli.h"

#include "chart/scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 10,
    DOTS_ACROSS = 2,
    DOTS_DOWN = 4,
    YEAR_WIDTH = 4
};

/* One cell: dots of the line, or a sign of its own over them. */
struct cell {
    unsigned char dots; /* braille: bit n is dot n + 1 */
    char sign;          /* 0: none */
};

struct curve {
    const struct tb_panel *panel;
    const struct tb_series *series;
    const struct tb_display *display;
    bool plain; /* letters only */
    int first_year, years;
    double *value; /* one a year in display units; NaN: none */
    size_t *at;    /* its observation */
    struct tb_scale scale;
    int columns, left; /* cells of the plot, and of the tick labels */
    struct cell *cell; /* ROWS x columns */
};

static struct cell *cell_at(const struct curve *curve, int row, int column)
{
    return &curve->cell[row * curve->columns + column];
}

/* Whole years with a value; false when there are fewer than two. */
static bool gather(struct curve *curve)
{
    const struct tb_panel *panel = curve->panel;
    const size_t first = curve->series->first, end = first + curve->series->n;
    int n = 0, last_year = 0;
    for (size_t i = first; i < end; i++) {
        if (!tb_has_value(panel, i) || tb_period(panel, i) || !(fabs(panel->value[i]) < TB_LARGEST))
            continue;
        if (n++ == 0)
            curve->first_year = panel->year[i];
        last_year = panel->year[i];
    }
    curve->years = last_year - curve->first_year + 1;
    if (n < 2 || curve->years < 2)
        return false;
    curve->value = malloc((size_t)curve->years * sizeof *curve->value);
    curve->at = calloc((size_t)curve->years, sizeof *curve->at);
    if (!curve->value || !curve->at)
        return false;
    for (int y = 0; y < curve->years; y++)
        curve->value[y] = NAN;
    double least = INFINITY, most = -INFINITY;
    int decimals = 0;
    for (size_t i = first; i < end; i++) {
        if (!tb_has_value(panel, i) || tb_period(panel, i) || !(fabs(panel->value[i]) < TB_LARGEST))
            continue;
        const int y = panel->year[i] - curve->first_year;
        curve->value[y] = panel->value[i] / curve->display->divisor;
        curve->at[y] = i;
        least = fmin(least, curve->value[y]);
        most = fmax(most, curve->value[y]);
        decimals = panel->decimals[i] > decimals ? panel->decimals[i] : decimals;
    }
    decimals += (int)lround(log10(curve->display->divisor));
    const bool percent = strcmp(curve->display->unit, "%") == 0 && least >= 0 && most <= 100;
    tb_scale_choose(least, most, TB_FREE, decimals, percent ? 100 : INFINITY, &curve->scale);
    return true;
}

static void tick_text(const struct curve *curve, long i, char *text, size_t size)
{
    tb_display_fixed(tb_scale_tick(&curve->scale, i), tb_scale_decimals(&curve->scale), false, curve->display->language,
                     text, size);
}

/* ---- places ---- */

static double dot_x(const struct curve *curve, double y)
{
    return (curve->columns * DOTS_ACROSS - 1) * y / (curve->years - 1);
}

static double dot_y(const struct curve *curve, double value)
{
    const double share = (value - curve->scale.low) / (curve->scale.high - curve->scale.low);
    return (ROWS * DOTS_DOWN - 1) * (1 - share);
}

static int row_of(const struct curve *curve, double value)
{
    return (int)lround(dot_y(curve, value)) / DOTS_DOWN;
}

static int column_of(const struct curve *curve, double y)
{
    return (int)lround(dot_x(curve, y)) / DOTS_ACROSS;
}

static void set_dot(struct curve *curve, int x, int y)
{
    static const unsigned char bits[DOTS_DOWN][DOTS_ACROSS] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x >= 0 && x < curve->columns * DOTS_ACROSS && y >= 0 && y < ROWS * DOTS_DOWN)
        cell_at(curve, y / DOTS_DOWN, x / DOTS_ACROSS)->dots |= bits[y % DOTS_DOWN][x % DOTS_ACROSS];
}

static void draw_segment(struct curve *curve, double x0, double y0, double x1, double y1)
{
    const int steps = (int)ceil(fmax(fabs(x1 - x0), fabs(y1 - y0))) + 1;
    for (int i = 0; i <= steps; i++)
        set_dot(curve, (int)lround(x0 + (x1 - x0) * i / steps), (int)lround(y0 + (y1 - y0) * i / steps));
}

/* ---- the series ---- */

static char sign_of(const struct curve *curve, int y)
{
    const size_t i = curve->at[y];
    switch (curve->panel->state[i]) {
    case TB_BELOW:
    case TB_AT_MOST:
        return 'v';
    case TB_ABOVE:
    case TB_AT_LEAST:
        return '^';
    default:
        return tb_flags(curve->panel, i) & (TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST) ? 'o'
               : curve->plain                                                                           ? '*'
                                                                                                        : 0;
    }
}

static bool breaks_at(const struct curve *curve, int y)
{
    return !isnan(curve->value[y]) && (tb_flags(curve->panel, curve->at[y]) & TB_FLAG_BREAK);
}

static void draw(struct curve *curve)
{
    for (int y = 1; y < curve->years; y++) {
        if (isnan(curve->value[y - 1]) || isnan(curve->value[y]) || breaks_at(curve, y))
            continue;
        draw_segment(curve, dot_x(curve, y - 1), dot_y(curve, curve->value[y - 1]), dot_x(curve, y),
                     dot_y(curve, curve->value[y]));
    }
    for (int y = 0; y < curve->years; y++) {
        if (y > 0 && breaks_at(curve, y)) {
            for (int row = 0; row < ROWS; row++) {
                struct cell *cell = cell_at(curve, row, column_of(curve, y - 0.5));
                cell->sign = cell->dots ? cell->sign : ':';
            }
        }
        if (isnan(curve->value[y]))
            continue;
        const double x = dot_x(curve, y), at = dot_y(curve, curve->value[y]);
        const bool lone = (y == 0 || isnan(curve->value[y - 1]) || breaks_at(curve, y)) &&
                          (y + 1 == curve->years || isnan(curve->value[y + 1]) || breaks_at(curve, y + 1));
        set_dot(curve, (int)lround(x), (int)lround(at));
        if (lone) { /* a single dot is easily overlooked */
            set_dot(curve, (int)lround(x), (int)lround(at) + 1);
            set_dot(curve, (int)lround(x) + 1, (int)lround(at));
            set_dot(curve, (int)lround(x) + 1, (int)lround(at) + 1);
        }
        const char sign = sign_of(curve, y);
        if (sign)
            cell_at(curve, row_of(curve, curve->value[y]), column_of(curve, y))->sign = sign;
    }
}

/* ---- printing ---- */

static void put_cell(const struct curve *curve, const struct cell *cell)
{
    if (cell->sign)
        putchar(cell->sign);
    else if (!cell->dots)
        putchar(' ');
    else if (curve->plain)
        putchar('.');
    else /* U+2800 + dots in UTF-8 */
        printf("\xE2%c%c", 0xA0 | cell->dots >> 6, 0x80 | (cell->dots & 0x3F));
}

/* The tick in a row, or no text. */
static void row_label(const struct curve *curve, int row, char *text, size_t size)
{
    text[0] = '\0';
    for (long i = curve->scale.first; i <= curve->scale.last; i++) {
        if (row_of(curve, tb_scale_tick(&curve->scale, i)) == row)
            tick_text(curve, i, text, size);
    }
}

static void put_rows(const struct curve *curve, bool styled)
{
    for (int row = 0; row < ROWS; row++) {
        char label[64];
        row_label(curve, row, label, sizeof label);
        put_right(label, curve->left);
        fputs(curve->plain ? label[0] ? " +" : " |" : label[0] ? " \u2524" : " \u2502", stdout);
        fputs(styled ? "\033[34m" : "", stdout);
        int end = curve->columns;
        while (end > 0 && !cell_at(curve, row, end - 1)->dots && !cell_at(curve, row, end - 1)->sign)
            end--; /* no blanks at the end of a line */
        for (int column = 0; column < end; column++)
            put_cell(curve, cell_at(curve, row, column));
        puts(styled ? "\033[0m" : "");
    }
}

/* Years below the axis, counted back from the last, as many as stand apart. */
static void put_years(const struct curve *curve)
{
    printf("%*s %s", curve->left, "", curve->plain ? "+" : "\u2514");
    for (int column = 0; column < curve->columns; column++)
        fputs(curve->plain ? "-" : "\u2500", stdout);
    putchar('\n');
    const double pitch = (double)curve->columns / (curve->years - 1);
    const int step = tb_label_step(YEAR_WIDTH + 2, pitch), margin = curve->left + 2;
    const size_t room = (size_t)margin + (size_t)curve->columns + 2 * (size_t)YEAR_WIDTH;
    char *line = malloc(room);
    if (!line)
        return;
    memset(line, ' ', room);
    int end = 0;
    for (int y = curve->years - 1; y >= 0; y -= step) {
        int start = margin + column_of(curve, y) - YEAR_WIDTH / 2;
        if (start > margin + curve->columns - YEAR_WIDTH)
            start = margin + curve->columns - YEAR_WIDTH;
        start = start < 0 ? 0 : start;
        char year[16];
        const int n = snprintf(year, sizeof year, "%d", curve->first_year + y);
        memcpy(line + start, year, (size_t)n);
        end = start + n > end ? start + n : end;
    }
    printf("%.*s\n", end, line);
    free(line);
}

bool put_curve(const struct tb_panel *panel, const struct tb_series *series, const struct tb_display *display,
               bool styled)
{
    struct curve curve = {
        .panel = panel, .series = series, .display = display, .plain = !screen_has_dots(), .columns = 0};
    bool drawn = gather(&curve);
    if (drawn) {
        char label[64];
        for (long i = curve.scale.first; i <= curve.scale.last; i++) {
            tick_text(&curve, i, label, sizeof label);
            curve.left = screen_columns(label) > curve.left ? screen_columns(label) : curve.left;
        }
        const int widest = (int)screen_width() - curve.left - 3, wanted = 8 * (curve.years - 1);
        curve.columns = wanted < 48 ? 48 : wanted;
        curve.columns = curve.columns < widest ? curve.columns : widest;
        drawn = curve.columns >= 16;
    }
    if (drawn)
        curve.cell = calloc((size_t)ROWS * (size_t)curve.columns, sizeof *curve.cell);
    drawn = drawn && curve.cell;
    if (drawn) {
        draw(&curve);
        put_rows(&curve, styled);
        put_years(&curve);
    }
    free(curve.value);
    free(curve.at);
    free(curve.cell);
    return drawn;
}
