/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_part.h"

#include "workbook.h"

#include <math.h>
#include <stdio.h>

#define COLUMN_WIDTH 16

void chart_number(double value, char text[40])
{
    snprintf(text, 40, "%.16G", value);
}

/* Changes follow their values when somebody edits these. */
static void write_growth(const struct chart_view *view, struct brief_book *book, lxw_worksheet *sheet, size_t column,
                         size_t t, lxw_format *format)
{
    char formula[80];
    const size_t row = t + 2; /* of the year, counted from 1; the years before stand above */
    if (view->native->growth_in_points)
        snprintf(formula, sizeof formula, "=B%zu-B%zu", row, row - 1);
    else
        snprintf(formula, sizeof formula, "=(B%zu-B%zu)/B%zu*100", row, row - 1, row - 1);
    brief_book_formula(book, sheet, t + 1, column + 1, formula, chart_view_value(view, column, t), format);
}

enum tb_status chart_workbook(const struct chart_view *view, struct tb_bytes *bytes, struct tb_log *log)
{
    const struct native *native = view->native;
    struct brief_book *book =
        brief_book_new(native->language, tb_indicator_name(native->panel, native->indicator, native->language));
    if (!book)
        return tb_fail(log, TB_OUTPUT_FAILED, "workbook", NULL,
                       "cannot begin the workbook of a chart: out of memory or files");
    lxw_worksheet *sheet = brief_book_sheet(book, CHART_SHEET);
    if (sheet && worksheet_set_column(sheet, 0, (lxw_col_t)native->columns, COLUMN_WIDTH, NULL) != LXW_NO_ERROR)
        book->failed = true;
    for (size_t t = 0; t < native->times; t++) {
        if (view->category)
            brief_book_text(book, sheet, t + 1, 0, view->category[t], 0);
        else
            brief_book_number(book, sheet, t + 1, 0, native->time[t].year, brief_book_format(book, "0", 0));
    }
    for (size_t c = 0; c < native->columns; c++) {
        brief_book_text(book, sheet, 0, c + 1, view->name[c], BOOK_HEAD | BOOK_RIGHT);
        for (size_t t = 0; t < native->times; t++) {
            char pattern[CHART_PATTERN_SIZE];
            const double value = chart_view_value(view, c, t);
            if (isnan(value))
                continue;
            chart_view_pattern(view, c, t, pattern);
            lxw_format *format = brief_book_format(book, pattern, 0);
            if (native->column[c].role == NATIVE_GROWTH)
                write_growth(view, book, sheet, c, t, format);
            else
                brief_book_number(book, sheet, t + 1, c + 1, value, format);
        }
    }
    const enum tb_status status = brief_book_finish(book, bytes, log);
    brief_book_free(book);
    return status;
}
