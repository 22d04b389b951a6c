/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * One chart in the making: its years and values, its words, and the room that is left for the plot.
 *
 * A chart type is a function that fills sheet->plot.  It runs twice: once to measure (canvas->dry) and to find out
 * which notes it needs, once to draw.
 */
#ifndef CHART_SHEET_H
#define CHART_SHEET_H

#include "canvas.h"
#include "scale.h"

enum {
    TB_LABEL_SIZE = 64,
    TB_MOST_YEARS = 1000,
    TB_MOST_TRACKS = 40
};

/** One year of one series. */
struct tb_datum {
    bool listed; /* the year stands in the data */
    bool has_value;
    bool breaks;   /* from this year on a new basis */
    uint8_t state; /* enum tb_state */
    uint16_t flags;
    uint32_t period;
    double value;
};

struct tb_track {
    uint32_t series;
    const char *name;
    struct tb_datum *datum;      /* one a year, sheet->first_year .. last_year */
    int first_value, last_value; /* indices of the first and last year with a value; -1: none */
};

/** What the foot may have to say. */
enum tb_sheet_note {
    TB_SAYS_UPPER,
    TB_SAYS_LOWER,
    TB_SAYS_ABOUT,
    TB_SAYS_PROVISIONAL,
    TB_SAYS_ESTIMATED,
    TB_SAYS_FORECAST,
    TB_SAYS_PART,
    TB_SAYS_UNRELIABLE,
    TB_SAYS_REVISED,
    TB_SAYS_BREAK,
    TB_SAYS_GAP,
    TB_SAYS_CONFIDENTIAL,
    TB_SAYS_NEGLIGIBLE,
    TB_SAYS_SKEWED,
    TB_SAYS_BAND,
    TB_SAYS_TARGET,
    TB_SAYS_AXIS,
    TB_SAYS_UNLABELLED,
    TB_SHEET_NOTES
};

/** How the marks of a chart type look, for the words that explain them. */
enum tb_mark_form {
    TB_AS_COLUMNS,
    TB_AS_POINTS
};

struct tb_sheet {
    struct tb_canvas *canvas;
    const struct tb_theme_colours *colours;
    struct tb_type_sizes type;
    const struct tb_chart *chart;
    const struct tb_page *page;
    enum tb_language language;
    enum tb_mark_form form;

    struct tb_track *track;
    size_t n_tracks;
    int first_year, last_year, n_years;
    double least, most; /* over all values */
    double target;      /* of every year; NaN when there is none */
    int decimals;       /* printed decimals of the values as shown */
    struct tb_display display;
    const char *suffix; /* "%" or the like behind a value that stands alone, else "" */

    struct tb_box plot; /* left for the type; left and right are the page's margins */
    double foot_top;
    unsigned says;  /* mask of 1 << enum tb_sheet_note */
    int unlabelled; /* how many series have no label */
    int level;      /* confidence level in percent, for TB_SAYS_BAND */
};

/** Language's choice. */
static inline const char *tb_either(const struct tb_sheet *sheet, const char *english, const char *chinese)
{
    return sheet->language == TB_CHINESE ? chinese : english;
}

/** Gathers the series.  Fails with TB_BAD_DATA when there is nothing to draw or the units differ. */
enum tb_status tb_sheet_open(struct tb_sheet *sheet, const struct tb_chart *chart, const struct tb_page *page,
                             enum tb_mark_form form, struct tb_log *log);
void tb_sheet_close(struct tb_sheet *sheet);

/** Title, subtitle and foot; what is left is sheet->plot.  Call at the start of each run. */
void tb_sheet_frame(struct tb_sheet *sheet, struct tb_canvas *canvas);
/** Adds a note to the foot. */
void tb_sheet_says(struct tb_sheet *sheet, enum tb_sheet_note note);
/** All the notes as one text, "" when there are none. */
void tb_sheet_notes(const struct tb_sheet *sheet, struct tb_bytes *text);
/** The subtitle with its unit, as it is drawn. */
void tb_sheet_subtitle(const struct tb_sheet *sheet, struct tb_bytes *text);

/* ---- reading a year ---- */
bool tb_is_pale(const struct tb_datum *datum);  /* provisional, estimated, forecast, or part of a year */
bool tb_is_upper(const struct tb_datum *datum); /* the truth is at or below the value */
bool tb_is_lower(const struct tb_datum *datum);
/** The label of a value: ≤98, 约4800, (12.3), 缺数, ...; `suffix` behind a number. */
void tb_datum_label(const struct tb_sheet *sheet, const struct tb_datum *datum, const char *suffix,
                    char label[TB_LABEL_SIZE]);
/** Leaves a printed number of n bytes as it is, or writes it as a power of ten where it would be no label. */
void tb_keep_or_power(double shown, size_t n, char *label, size_t size);
/** Neighbouring years on one basis, both whole with a value: a line may join them. */
bool tb_joined(const struct tb_track *track, int from, int to);

/* ---- axes ---- */

struct tb_axes {
    struct tb_box area;
    double left, pitch;    /* of the years */
    struct tb_scale scale; /* in display units: value / divisor */
    double divisor;
};
double tb_axes_x(const struct tb_axes *axes, int index);
double tb_axes_y(const struct tb_axes *axes, double value);

/** Spreads the years over the area so that the first and last label end with it (lines; columns keep half a pitch). */
void tb_axes_spread(struct tb_sheet *sheet, struct tb_axes *axes);
/** Height that the row of years takes below the plot. */
double tb_years_height(struct tb_sheet *sheet, double pitch);
/** Years (thinned where they are tight) below `top`. */
void tb_draw_years(struct tb_sheet *sheet, const struct tb_axes *axes, double top);
/** Dashed uprights between the years where a new basis begins, in one colour. */
void tb_draw_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, double top, double bottom);
/** The target as a line of short dashes; call before the data is drawn. */
void tb_draw_target(struct tb_sheet *sheet, const struct tb_axes *axes);
/** Widest tick label. */
double tb_ticks_width(struct tb_sheet *sheet, const struct tb_scale *scale);
/** Grid, zero line and tick labels; `right` is where the grid ends. */
void tb_draw_ticks(struct tb_sheet *sheet, const struct tb_axes *axes);

struct tb_face tb_label_face(const struct tb_sheet *sheet, tb_colour colour);
struct tb_face tb_axis_face(const struct tb_sheet *sheet);

#endif
