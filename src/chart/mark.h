/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Marks for one value: what it is (plain, bound, provisional, ...) decides how it looks, the same in every chart. */
#ifndef CHART_MARK_H
#define CHART_MARK_H

#include "sheet.h"

/** How one series looks. */
struct tb_look {
    tb_colour colour, pale, ribbon, words;
    double line, radius;
    double on, off; /* dashes of the line; 0: solid */
    bool hatched;   /* fills are hatched: the colour alone does not tell */
    int shape;      /* 0 disc, 1 square, 2 triangle, 3 diamond */
};

/** Look of series `i` of `n`: 1 to 4 in colour; of 5 and more the first two, the others grey. */
struct tb_look tb_series_look(const struct tb_sheet *sheet, size_t i, size_t n);

/** A filled box: a column, a bar or a part of one; hatched for an upper bound, pale where the value is not final. */
void tb_draw_part(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look, struct tb_box box);
/** A column from `zero` to `end` (y in u) around x. */
void tb_draw_column(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look, double x,
                    double width, double zero, double end);
void tb_draw_point(struct tb_sheet *sheet, const struct tb_datum *datum, const struct tb_look *look,
                   struct tb_spot spot);
/** The line from one year to the next; dashed when an end is a bound or provisional. */
void tb_draw_link(struct tb_sheet *sheet, const struct tb_datum *from, const struct tb_datum *to,
                  const struct tb_look *look, struct tb_spot a, struct tb_spot b);

#endif
