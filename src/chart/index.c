/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several series on one scale: each as a percentage of its own value in one common base year. */
#include "type.h"

#include <math.h>

/* The value of a series' index in a year: that of the table, which may stand on another base. */
static double on_base(const struct tb_sheet *sheet, size_t s, int base, int y)
{
    const struct tb_result *here = tb_sheet_result(sheet, s, "index", y);
    const struct tb_result *there = tb_sheet_result(sheet, s, "index", base);
    if (!here || !there || !(there->value > 0))
        return NAN;
    const struct tb_datum *datum = &sheet->track[s].datum[y];
    const double value = tb_is_upper(datum) ? here->upper : tb_is_lower(datum) ? here->lower : here->value;
    return there->value == 100 ? value : value / there->value * 100;
}

/* A year that can be the base of a series: exact, final, with an index above 0. */
static bool can_be_base(const struct tb_sheet *sheet, size_t s, int y)
{
    const struct tb_datum *datum = &sheet->track[s].datum[y];
    const struct tb_result *row = tb_sheet_result(sheet, s, "index", y);
    return datum->has_value && datum->state == TB_EXACT && !tb_is_pale(datum) && row && row->value > 0;
}

/* The base that the user asked for, which the table has, or the first year that can be the base of all. */
static int find_base(const struct tb_sheet *sheet)
{
    for (int y = 0; y < sheet->n_years; y++) {
        size_t n = 0;
        while (n < sheet->n_tracks && can_be_base(sheet, n, y))
            n++;
        if (n == sheet->n_tracks)
            return y;
    }
    return -1;
}

/* When --base was given, the tables of all series stand on one base: their common row of exactly 100 in note.year. */
static int given_base(const struct tb_sheet *sheet)
{
    int base = 0;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        int own = 0;
        for (int y = 0; y < sheet->n_years && !own; y++) {
            const struct tb_result *row = tb_sheet_result(sheet, s, "index", y);
            own = row && isfinite(row->value) ? row->note.year : 0;
        }
        if (!own || (base && own != base))
            return -1;
        base = own;
    }
    return base >= sheet->first_year && base <= sheet->last_year ? base - sheet->first_year : -1;
}

enum tb_status tb_prepare_index_chart(struct tb_sheet *sheet, struct tb_log *log)
{
    const int given = given_base(sheet), base = given >= 0 ? given : find_base(sheet);
    if (base < 0)
        return tb_fail(log, TB_BAD_DATA, "chart-no-base", NULL,
                       "an index needs a year in which every series has an exact value above 0 on its present basis");
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (int y = 0; y < sheet->n_years; y++) {
            struct tb_datum *datum = &sheet->track[s].datum[y];
            if (!datum->has_value)
                continue;
            datum->value = on_base(sheet, s, base, y);
            datum->has_value = isfinite(datum->value);
            if (!datum->has_value)
                tb_sheet_says(sheet, TB_SAYS_NO_BASE);
        }
    }
    tb_sheet_display(sheet, "", 0);
    double least = INFINITY, most = -INFINITY;
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        for (int y = 0; y < sheet->n_years; y++) {
            least = fmin(least, sheet->track[s].datum[y].has_value ? sheet->track[s].datum[y].value : NAN);
            most = fmax(most, sheet->track[s].datum[y].has_value ? sheet->track[s].datum[y].value : NAN);
        }
    }
    if (most - least < 20) /* close together: whole numbers would read as equal */
        tb_sheet_display(sheet, "", 1);
    sheet->base_year = sheet->first_year + base;
    sheet->reference = 100;
    return tb_prepare_line_chart(sheet, log);
}
