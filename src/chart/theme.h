/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Named choices for how charts look: colours, sizes of type, widths of strokes.  Lengths are in u (1/100 of the page).
 */
#ifndef CHART_THEME_H
#define CHART_THEME_H

#include "trendbook/chart.h"

/** 0xRRGGBB */
typedef uint32_t tb_colour;

#define TB_SERIES_COLOURS 4
#define TB_HEAT_COLOURS   6

/** One meaning in two shades: of marks, and of words on the ground, which need more contrast. */
struct tb_hue {
    tb_colour mark, words;
};

struct tb_theme_colours {
    tb_colour ground, text, secondary, context, grid;
    tb_colour series[TB_SERIES_COLOURS];       /* marks */
    tb_colour series_words[TB_SERIES_COLOURS]; /* words that name a mark */
    tb_colour pale[TB_SERIES_COLOURS];         /* provisional: 40 % on the ground */
    tb_colour ribbon[TB_SERIES_COLOURS];       /* intervals: 25 % on the ground */
    struct tb_hue better, worse;               /* judged by what the catalogue wants */
    struct tb_hue rise, fall;                  /* directions, without judging */
    struct tb_hue red, green;                  /* directions where red is the colour of a rise */
    tb_colour heat[TB_HEAT_COLOURS];           /* one direction, from least to most */
    bool shapes;                               /* tell series by shape and dashes as well (print without colour) */
};
const struct tb_theme_colours *tb_theme_colours(enum tb_theme theme);

/** Colour of a change: above 0 a rise, below 0 a fall, 0 or NaN neither.  Red and green where the page asks for it
 * (--red-rise).  Never the only carrier: an arrow or a sign stands with it. */
struct tb_hue tb_direction_hue(const struct tb_page *page, double change);
/** Colour of a judgement: above 0 better, below 0 worse, 0 or NaN neither. */
struct tb_hue tb_quality_hue(const struct tb_page *page, double quality);

/** Letters on a fill: dark or white, whichever has more contrast (WCAG 2). */
tb_colour tb_ink_on(tb_colour fill);

/** Pixels to 1 u on this page. */
double tb_page_unit(const struct tb_page *page);

/** Sizes of type in u, raised to the smallest legible size of the printed page. */
struct tb_type_sizes {
    double title, subtitle, label, axis, foot;
};
struct tb_type_sizes tb_type_sizes(const struct tb_page *page);

/* strokes and marks, in u */
#define TB_MAIN_LINE     0.55
#define TB_OTHER_LINE    0.35
#define TB_CONTEXT_LINE  0.25
#define TB_ZERO_LINE     0.2
#define TB_GRID_LINE     0.12
#define TB_BREAK_LINE    0.25
#define TB_WHISKER_LINE  0.25
#define TB_LEADER_LINE   0.12
#define TB_OUTLINE       0.25
#define TB_MAIN_POINT    0.9
#define TB_OTHER_POINT   0.7
#define TB_COLUMN_SHARE  0.62
#define TB_COLUMN_WIDEST 14.0
#define TB_PITCH_WIDEST  34.0

#endif
