/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Rows with their names at the left: bars, steps and cells stand beside them. */
#ifndef CHART_ROWS_H
#define CHART_ROWS_H

#include "mark.h"

struct tb_rows {
    struct tb_box area;  /* beside the names */
    double left, names;  /* left and right edge of the column of names */
    double pitch;        /* height of a row */
    size_t n;            /* rows that have room */
    struct tb_face face; /* of the names */
};

/**
 * Lays out n rows in a box: as wide a column of names as the longest of n_names needs, at most `share` of the box.
 *   most    the highest that a row is drawn, u
 *   tight   rows may be as low as small print; else as the labels of values
 */
struct tb_rows tb_rows_lay(struct tb_sheet *sheet, struct tb_box box, const char *const *name, size_t n_names, size_t n,
                           double share, double most, bool tight);
/** Middle of row i. */
double tb_row_y(const struct tb_rows *rows, size_t i);
/**
 * The name of row i, in one line or two, cut where it must be; ends at the right edge of the names.
 *   tail    stands behind the name, as its unit; the name gives way to it
 */
void tb_row_name(struct tb_sheet *sheet, const struct tb_rows *rows, size_t i, const char *name, const char *tail,
                 bool strong);

/** Values along a row: from 0, or through it. */
struct tb_reach {
    double left, right; /* of the bars, u */
    double low, high;   /* values there */
};
double tb_reach_x(const struct tb_reach *reach, double value);

#endif
