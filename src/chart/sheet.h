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
    TB_MOST_TRACKS = TB_CHART_SERIES_MOST,
    TB_BREAK_LABELS = 6
};

/** One year of one series. */
struct tb_datum {
    bool listed; /* the year stands in the data */
    bool has_value;
    bool breaks;   /* from this year on a new basis */
    bool overlaps; /* such a year that is known on the old basis too */
    bool links;    /* the years before were put on the basis of this one */
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
    struct tb_display display;   /* of this series alone, for charts of several units */
    const char *suffix;
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
    TB_SAYS_OVERLAP,
    TB_SAYS_LINK,
    TB_SAYS_GAP,
    TB_SAYS_CONFIDENTIAL,
    TB_SAYS_NEGLIGIBLE,
    TB_SAYS_SKEWED,
    TB_SAYS_BAND,
    TB_SAYS_TARGET,
    TB_SAYS_YEAR_TARGET,
    TB_SAYS_AXIS,
    TB_SAYS_UNLABELLED,
    TB_SAYS_LEFT_OUT,
    TB_SAYS_MEAN,
    TB_SAYS_REST,
    TB_SAYS_SUM_BELOW,
    TB_SAYS_SUM_ABOVE,
    TB_SAYS_INCOMPLETE,
    TB_SAYS_TIES,
    TB_SAYS_ROW_SCALE,
    TB_SAYS_PANEL_SCALE,
    TB_SAYS_HATCHED,
    TB_SAYS_SHADED,
    TB_SAYS_NO_BASE,
    TB_SAYS_FUNNEL,
    TB_SHEET_NOTES
};

/** How the marks of a chart type look, for the words that explain them. */
enum tb_mark_form {
    TB_AS_COLUMNS,
    TB_AS_POINTS,
    TB_AS_CELLS
};

struct tb_drawing;

struct tb_sheet {
    struct tb_canvas *canvas;
    const struct tb_theme_colours *colours;
    struct tb_type_sizes type;
    const struct tb_chart *chart;
    const struct tb_page *page;
    enum tb_language language;
    enum tb_mark_form form;
    const struct tb_drawing *drawing;

    struct tb_track *track; /* room for two more than the chart has series */
    size_t n_tracks;
    struct tb_track whole;              /* what the tracks are parts of; datum NULL: none */
    int first_year, last_year, n_years; /* n_years counts the years ahead too, which lie behind last_year */
    int stride;         /* years from one index to the next: 1, or the whole way between two years that are compared */
    double least, most; /* over all values */
    double target;      /* NaN when there is none, or none for the years of this chart */
    int target_year;    /* the one year it is for; 0: every year */
    struct tb_box target_label; /* where its words stand; empty: nowhere */
    struct tb_break_label {
        int y;             /* the first year on the new basis */
        bool brief;        /* "新口径" instead of "2022年起新口径" */
        struct tb_spot at; /* start and baseline */
    } break_label[TB_BREAK_LABELS];
    size_t n_break_labels; /* placed by tb_place_breaks */
    double reference;      /* a line that values are read against: 100 of an index, the mean of a rank; NaN when none */
    int base_year;         /* of an index; 0 when none */
    const char *reference_name;
    int left_out; /* how many series have no value for this chart */
    int undrawn;  /* for how many it has no room; set while drawing */
    int decimals; /* printed decimals of the values as shown */
    struct tb_display display;
    const char *suffix; /* "%" or the like behind a value that stands alone, else "" */
    bool several_units; /* then display and decimals are those of the first series */

    struct tb_box plot; /* left for the type; left and right are the page's margins */
    double foot_top;
    uint64_t says;  /* mask of 1 << enum tb_sheet_note */
    int unlabelled; /* how many series have no label */
    int level;      /* confidence level in percent, for TB_SAYS_BAND */
    char own[400];  /* a note of the chart type's own, behind the others */
};

/** The calendar year of index y. */
static inline int tb_year_of(const struct tb_sheet *sheet, int y)
{
    return sheet->first_year + y * sheet->stride;
}

/** Language's choice. */
static inline const char *tb_either(const struct tb_sheet *sheet, const char *english, const char *chinese)
{
    return sheet->language == TB_CHINESE ? chinese : english;
}

/**
 * Gathers the series and lets the type prepare them.  Fails with TB_BAD_DATA when there is nothing to draw or the units
 * differ and the type needs one.
 */
enum tb_status tb_sheet_open(struct tb_sheet *sheet, const struct tb_chart *chart, const struct tb_page *page,
                             const struct tb_drawing *drawing, struct tb_log *log);
void tb_sheet_close(struct tb_sheet *sheet);
/** Room for `ahead` years behind the last one; repeated calls change nothing.  Aborts when out of memory. */
void tb_sheet_look_ahead(struct tb_sheet *sheet, int ahead);

/* ---- what a type may do to its series before they are drawn (tb_drawing.prepare) ---- */

/** Leaves the years first .. last (indices). */
void tb_sheet_narrow(struct tb_sheet *sheet, int first, int last);
/** Leaves out series s. */
void tb_sheet_drop(struct tb_sheet *sheet, size_t s);
/** Leaves out the series without any value, and says how many. */
void tb_sheet_drop_empty(struct tb_sheet *sheet);
/** Moves series s to place `to`; the others keep their order. */
void tb_sheet_move(struct tb_sheet *sheet, size_t s, size_t to);
/** The target does not belong to what is drawn. */
void tb_sheet_no_target(struct tb_sheet *sheet);
/** Values of another unit stand in the tracks now: how they are shown. */
void tb_sheet_display(struct tb_sheet *sheet, const char *unit, int decimals);
/** Row of a statistic for one series and year index (from = to), or NULL. */
const struct tb_result *tb_sheet_result(const struct tb_sheet *sheet, size_t s, const char *statistic, int y);
/** A new last series of the same years, its data empty; `name` outlives the sheet. */
struct tb_track *tb_sheet_add(struct tb_sheet *sheet, const char *name);
/** The last year in which at least two series have a value for the whole year, and half as many as in the best one; -1:
 * none. */
int tb_sheet_last_common(const struct tb_sheet *sheet);

/** Title, subtitle and foot; what is left is sheet->plot.  Call at the start of each run. */
void tb_sheet_frame(struct tb_sheet *sheet, struct tb_canvas *canvas);
/** Adds a note to the foot. */
void tb_sheet_says(struct tb_sheet *sheet, enum tb_sheet_note note);
/** Sets the note that the chart type words itself: its model, its limits. */
void tb_sheet_says_own(struct tb_sheet *sheet, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** All the notes as one text, "" when there are none. */
void tb_sheet_notes(const struct tb_sheet *sheet, struct tb_bytes *text);
/** The subtitle with its unit, as it is drawn. */
void tb_sheet_subtitle(const struct tb_sheet *sheet, struct tb_bytes *text);

/** A value that finds a place on an axis in the units of this chart. */
bool tb_is_drawable(const struct tb_sheet *sheet, double value);

/* ---- reading a year ---- */
bool tb_is_pale(const struct tb_datum *datum);  /* provisional, estimated, forecast, or part of a year */
bool tb_is_upper(const struct tb_datum *datum); /* the truth is at or below the value */
bool tb_is_lower(const struct tb_datum *datum);
/** The label of a value: ≤98, 约4800, (12.3), 缺数, ...; `suffix` behind a number. */
void tb_datum_label(const struct tb_sheet *sheet, const struct tb_datum *datum, const char *suffix,
                    char label[TB_LABEL_SIZE]);
/** The same with the unit and decimals of the series itself. */
void tb_track_label(const struct tb_sheet *sheet, const struct tb_track *track, int y, const char *suffix,
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
/** Whether some series begins a new basis in this year, or was linked there. */
bool tb_has_break(const struct tb_sheet *sheet, int y);
/** Dashed uprights between the years where a new basis begins, in one colour. */
void tb_draw_breaks(struct tb_sheet *sheet, const struct tb_axes *axes, double top, double bottom);
/** "2022年起新口径", or only "新口径": what stands at a break. */
void tb_break_words(const struct tb_sheet *sheet, int y, bool brief, char *text, size_t size);
/** The words at the breaks, where they were placed (tb_place_breaks); call after the data is drawn. */
void tb_draw_break_words(struct tb_sheet *sheet);
/** "目标 ≥95%" */
void tb_target_words(const struct tb_sheet *sheet, char *text, size_t size);
/** The target as a line of short dashes, or a short bar over its one year, with its words where they were placed
 * (tb_place_target); call before the data is drawn. */
void tb_draw_target(struct tb_sheet *sheet, const struct tb_axes *axes);
/** Widest tick label. */
double tb_ticks_width(struct tb_sheet *sheet, const struct tb_scale *scale);
/** Grid, zero line and tick labels; `right` is where the grid ends. */
void tb_draw_ticks(struct tb_sheet *sheet, const struct tb_axes *axes);

struct tb_face tb_label_face(const struct tb_sheet *sheet, tb_colour colour);
struct tb_face tb_axis_face(const struct tb_sheet *sheet);

#endif
