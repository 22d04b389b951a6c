/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A chart as office programs draw it: a table of years and columns, and what each column is.
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
    NATIVE_LINES
};

enum native_role {
    NATIVE_VALUES, /* numbers on one basis */
    NATIVE_BOUNDS,
    NATIVE_PARTS,    /* of a year */
    NATIVE_FIT,      /* the fitted line */
    NATIVE_BAND_LOW, /* lower limit of an interval */
    NATIVE_BAND,     /* its width, so that it stacks on the lower limit */
    NATIVE_GROWTH    /* change on the year before */
};

struct native_column {
    enum native_role role;
    size_t series, segment; /* of the figure; of its bases */
    int since;              /* year in which the basis began; 0 for the first */
    double *value;          /* one a time, in the unit of the data; NaN where none */
    size_t *observation;    /* behind it, or NOWHERE */
};

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
    size_t times;
    struct native_column *column; /* values, bounds and parts by series, then the others */
    size_t columns;
    bool *breaks; /* a new basis begins with this time */
    struct tb_display display;
    bool growth_in_points;
    double target;       /* of every year, in the unit of the data; NaN when there is none */
    double least, most;  /* what values can be at all, in the unit of the display; else infinite */
    int decimals;        /* printed decimals of the values, in the unit of the display */
    const char *picture; /* NULL, or why only a drawn chart says all of it; static text */
};

/** One chart to make natively: type, series and language are read. */
struct native *brief_native_new(const struct tb_chart *chart);
void brief_native_free(struct native *native);

/** The column of a role, or NULL. */
const struct native_column *brief_native_find(const struct native *native, enum native_role role);

/** What stands above a column of the table; `unit` adds the unit of the display. */
void brief_native_heading(const struct native *native, const struct native_column *column, struct tb_bytes *text);

#endif
