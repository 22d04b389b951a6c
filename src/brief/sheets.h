/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the sheets of the workbook share: where each series and each year stands on the sheet of data. */
#ifndef BRIEF_SHEETS_H
#define BRIEF_SHEETS_H

#include "plan.h"
#include "quantities.h"
#include "times.h"
#include "workbook.h"

/** Series and years on the sheets of data and changes; what is more stands in statistics.csv. */
#define SHEET_SERIES_MOST 20000
#define SHEET_TIMES_MOST  2000
/** Rows on the sheet of statistics. */
#define SHEET_RESULTS_MOST 50000

struct sheets {
    const struct brief_plan *plan;
    const struct tb_panel *panel;
    struct brief_book *book;
    enum tb_language language;
    const char *data_name, *charts_name;
    lxw_worksheet *data, *changes, *charts;
    struct brief_time *time;
    size_t times;
    size_t first_time;    /* column of time[0] */
    bool regions;         /* some series has one, so there is a column for them */
    size_t *row_of;       /* row of each series on the sheet of data; 0 = not there */
    size_t *chart_row;    /* row of each figure on the sheet of charts */
    size_t rows_left_out; /* of the sheets of data and changes */
};

/** Writes a time as a heading: a year is a number. */
void brief_sheet_heading(struct sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column,
                         const struct brief_time *time, unsigned style);
/** The unit of the numbers on the sheets, which are never rescaled: "万公里", "10,000 km". */
void brief_sheet_unit(const struct tb_panel *panel, uint32_t series, enum tb_language language, struct tb_bytes *text);
/** Looks of observation `i`: pale where provisional, a line where a new basis starts. */
unsigned brief_sheet_style(const struct tb_panel *panel, size_t i);
/** Observation `i` is a number that stands as one: neither missing nor a bound. */
bool brief_sheet_is_number(const struct tb_panel *panel, size_t i);

/** Fills sheets->charts: a block for each figure of the plan, its native chart with its numbers beside it. */
void brief_sheet_charts(struct sheets *sheets);

#endif
