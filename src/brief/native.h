/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A chart as office programs draw it: a table of years (or regions, or parts) and columns, and what each column is.
 *
 * The slides and the workbook write the same table, each in its own way.  What a line must not join stands in a column
 * of its own.  Which chart types have such a form, and when a form would say more than the data, is decided here.
 */
#ifndef BRIEF_NATIVE_H
#define BRIEF_NATIVE_H

#include "times.h"
#include "trendbook/chart.h"
#include "words.h"

/** Bases of one series that are told apart. */
#define NATIVE_SEGMENTS_MOST 6

enum native_plot {
    NATIVE_COLUMNS, /* of one series, or side by side of several */
    NATIVE_LINES,
    NATIVE_STACKS, /* columns of parts on top of one another */
    NATIVE_ROWS,   /* bars from the left, a name before each */
    NATIVE_STEPS,  /* the same, each beginning where the one above it ends */
    NATIVE_SIDES,  /* lines with their values at both ends */
    NATIVE_FIELD,  /* points over what they are measured against */
    NATIVE_TABLE   /* no chart: shaded cells */
};

enum native_role {
    NATIVE_VALUES, /* numbers on one basis */
    NATIVE_BOUNDS,
    NATIVE_PARTS,     /* of a year */
    NATIVE_FIT,       /* the fitted line */
    NATIVE_BAND_LOW,  /* lower limit of an interval: bands stack on it */
    NATIVE_BAND,      /* its width, so that it stacks on the lower limit */
    NATIVE_CORE,      /* the same of an inner interval */
    NATIVE_GROWTH,    /* change on the year before */
    NATIVE_TOTAL,     /* of the parts; seen as a number only */
    NATIVE_CENTRE,    /* a level that values are compared with */
    NATIVE_LIMIT,     /* what they keep within by chance */
    NATIVE_FAR_LIMIT, /* what they keep within all but surely */
    NATIVE_EDGE,      /* limit of a band, seen as a number only */
    NATIVE_RINGED,    /* values that stand out, once more */
    NATIVE_PATH,      /* what is foreseen */
    NATIVE_SIZE,      /* what the points of a field are measured against; not drawn */
    NATIVE_STEP,      /* the steps as numbers; not drawn */
    NATIVE_BASE,      /* what a step stands on; not seen */
    NATIVE_RISE,      /* a step up, as far as it lies above 0 */
    NATIVE_RISE_BELOW,
    NATIVE_FALL,
    NATIVE_FALL_BELOW,
    NATIVE_WHOLE,   /* all steps together */
    NATIVE_STEP_END /* behind each step, not seen: carries its number */
};

/** What the colour of a column says beyond whose it is. */
enum native_tone {
    NATIVE_PLAIN,
    NATIVE_QUIET,
    NATIVE_BETTER,
    NATIVE_WORSE
};

struct native_column {
    enum native_role role;
    size_t series, segment; /* of the figure; of its bases */
    int since;              /* year in which the basis began; 0 for the first */
    double *value;          /* one a row, in the unit of the data; NaN where none */
    size_t *observation;    /* behind it, or NOWHERE */
    char *name;             /* of the column; NULL: made from role and series */
    enum native_tone tone;
    bool at_end; /* named at its last value */
};

/** Shades of a table, from the least value of a row to its most. */
#define NATIVE_SHADES 6

struct native_cell {
    char *text;
    int shade;    /* 1 .. NATIVE_SHADES; 0: none */
    bool missing; /* there is no value to show */
    bool breaks;  /* a new basis begins here */
};

#define NATIVE_LEADS 2

struct native {
    const struct tb_panel *panel;
    const struct tb_results *results;
    const uint32_t *series; /* of the figure */
    size_t n;
    uint32_t indicator;
    enum tb_language language;
    enum native_plot plot;
    bool points; /* of a trend: not joined */
    struct brief_time *time;
    size_t times;                 /* rows of the table */
    char **row;                   /* names of the rows; NULL: they are the times */
    char *row_head;               /* what they are; NULL: years */
    struct native_column *column; /* values, bounds and parts by series, then the others */
    size_t columns;
    bool *breaks;             /* a new basis begins with this time */
    struct native_cell *cell; /* of a table: by rows, in each so many */
    size_t cells;
    struct tb_display display;
    bool made; /* values are computed from observations and shown as they are */
    bool growth_in_points;
    double target;             /* of every year, in the unit of the data; NaN when there is none */
    char *target_name;         /* NULL: it is the target */
    double least, most;        /* what values can be at all, in the unit of the display; else infinite */
    int decimals;              /* printed decimals of the values, in the unit of the display */
    size_t lead[NATIVE_LEADS]; /* of more series than the theme has colours these are in colour, all others grey */
    bool downward;             /* the least value on top */
    char *words;               /* a sentence in the plot; or NULL */
    size_t foreseen;           /* the first time that lies ahead; 0: none */
    struct tb_display along;   /* unit of the sizes of a field */
    const char *picture;       /* NULL, or why only a drawn chart says all of it; static text */
};

/** The data of a chart: type, series and language are read.  NULL when out of memory. */
struct native *brief_native_new(const struct tb_chart *chart);
/**
 * What the chart shows of its data, where that is not the data alone: shares, ranks, limits, years ahead.
 * *made receives it, NULL where the data is all there is to show.  False when out of memory.
 */
bool brief_native_made(const struct tb_chart *chart, struct native **made);
void brief_native_free(struct native *native);

/** The column of a role, or NULL. */
const struct native_column *brief_native_find(const struct native *native, enum native_role role);

/** What stands above a column of the table; `unit` adds the unit of the display. */
void brief_native_heading(const struct native *native, const struct native_column *column, struct tb_bytes *text);

#endif
