/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_part.h"

#include "workbook.h"

#include <math.h>
#include <stdio.h>

#define COLUMN_WIDTH 16
#define FORMULA_SIZE 200

void chart_number(double value, char text[40])
{
    snprintf(text, 40, "%.16G", value);
}

/* The column that a role has in the sheet, in letters; "" when there is none. */
static void letters_of(const struct native *native, enum native_role role, size_t nth, char letters[8])
{
    letters[0] = '\0';
    for (size_t c = 0; c < native->columns; c++)
        if (native->column[c].role == role && nth-- == 0) {
            brief_book_letters(c + 1, letters);
            return;
        }
}

/* The column with the same value in the same row that comes from the data. */
static bool find_source(const struct native *native, size_t column, size_t t, char letters[8])
{
    for (size_t c = 0; c < native->columns; c++)
        if (c != column && native->column[c].role <= NATIVE_PARTS &&
            native->column[c].value[t] == native->column[column].value[t]) {
            brief_book_letters(c + 1, letters);
            return true;
        }
    return false;
}

/*
 * The steps in column B, from s = all before to e = s + this one: a bar above 0 and a bar below 0 from the lower to the
 * higher of the two.
 */
static bool step_formula(const struct native *native, enum native_role role, size_t t, char formula[FORMULA_SIZE])
{
    const size_t row = t + 2;
    char from[32], to[32];
    if (t + 1 == native->times) { /* the whole stands on 0 */
        if (role != NATIVE_WHOLE && role != NATIVE_STEP_END)
            return false;
        snprintf(formula, FORMULA_SIZE, "=B%zu", row);
        return true;
    }
    snprintf(from, sizeof from, t ? "SUM(B$2:B%zu)" : "0", row - 1);
    snprintf(to, sizeof to, "SUM(B$2:B%zu)", row);
    switch (role) {
    case NATIVE_BASE:
        snprintf(formula, FORMULA_SIZE, "=MAX(MIN(%s,%s),0)+MIN(MAX(%s,%s),0)", from, to, from, to);
        return true;
    case NATIVE_RISE:
    case NATIVE_FALL:
        snprintf(formula, FORMULA_SIZE, "=IF(B%zu%s0,MAX(%s,%s,0)-MAX(MIN(%s,%s),0),0)", row,
                 role == NATIVE_RISE ? ">=" : "<", from, to, from, to);
        return true;
    case NATIVE_RISE_BELOW:
    case NATIVE_FALL_BELOW:
        snprintf(formula, FORMULA_SIZE, "=IF(B%zu%s0,MIN(%s,%s,0)-MIN(MAX(%s,%s),0),0)", row,
                 role == NATIVE_RISE_BELOW ? ">=" : "<", from, to, from, to);
        return true;
    case NATIVE_STEP_END:
        snprintf(formula, FORMULA_SIZE, "=IF(MAX(%s,%s)>0,1,-1)*ABS(B%zu)", from, to, row);
        return true;
    default:
        return false;
    }
}

/*
 * What follows from other cells is a formula over them, so that it follows when somebody edits these: changes, totals,
 * places of steps, widths of bands, points that stand out.  False: it is a number.
 */
static bool formula_of(const struct chart_view *view, size_t column, size_t t, char formula[FORMULA_SIZE])
{
    const struct native *native = view->native;
    const struct native_column *shown = &native->column[column];
    const size_t row = t + 2; /* counted from 1; what is before stands above */
    char a[8], b[8];
    switch (shown->role) {
    case NATIVE_GROWTH:
        if (native->growth_in_points)
            snprintf(formula, FORMULA_SIZE, "=B%zu-B%zu", row, row - 1);
        else
            snprintf(formula, FORMULA_SIZE, "=(B%zu-B%zu)/B%zu*100", row, row - 1, row - 1);
        return true;
    case NATIVE_TOTAL: {
        double sum = 0;
        for (size_t c = 0; c < column; c++)
            sum += isnan(native->column[c].value[t]) ? 0 : native->column[c].value[t];
        if (fabs(sum - shown->value[t]) > 1e-9 * fabs(sum)) /* as it was given */
            return false;
        brief_book_letters(column, b);
        snprintf(formula, FORMULA_SIZE, "=SUM(B%zu:%s%zu)", row, b, row);
        return true;
    }
    case NATIVE_RINGED:
    case NATIVE_PATH:
        if (shown->role == NATIVE_PATH && t >= native->foreseen)
            return false;
        if (!find_source(native, column, t, a))
            return false;
        snprintf(formula, FORMULA_SIZE, "=%s%zu", a, row);
        return true;
    case NATIVE_BAND_LOW:
    case NATIVE_BAND:
    case NATIVE_CORE: {
        if (!native->foreseen) /* those of a trend have no columns of their limits */
            return false;
        size_t limits = 0, band = 0;
        for (size_t c = 0; c < native->columns; c++)
            limits += native->column[c].role == NATIVE_EDGE;
        for (size_t c = column; c > 0 && native->column[c].role != NATIVE_BAND_LOW; c--)
            band++;
        if (t + 1 < native->foreseen) { /* bands without width, on the line of the years so far */
            if (band || !find_source(native, column, t, a))
                return false;
            snprintf(formula, FORMULA_SIZE, "=%s%zu", a, row);
            return true;
        }
        /* limits stand as outer lower, outer upper, inner lower, inner upper */
        static const size_t four[] = {0, 2, 3, 1}, two[] = {0, 1};
        const size_t *const order = limits == 4 ? four : two;
        letters_of(native, NATIVE_EDGE, order[band], a);
        if (band == 0) {
            snprintf(formula, FORMULA_SIZE, "=%s%zu", a, row);
            return true;
        }
        letters_of(native, NATIVE_EDGE, order[band - 1], b);
        snprintf(formula, FORMULA_SIZE, "=%s%zu-%s%zu", a, row, b, row);
        return true;
    }
    default:
        return step_formula(native, shown->role, t, formula);
    }
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
    if (native->row_head)
        brief_book_text(book, sheet, 0, 0, native->row_head, BOOK_HEAD);
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
            char formula[FORMULA_SIZE];
            if (formula_of(view, c, t, formula))
                brief_book_formula(book, sheet, t + 1, c + 1, formula, value, format);
            else
                brief_book_number(book, sheet, t + 1, c + 1, value, format);
        }
    }
    const enum tb_status status = brief_book_finish(book, bytes, log);
    brief_book_free(book);
    return status;
}
