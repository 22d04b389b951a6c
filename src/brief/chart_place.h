/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the layouts of columns and lines share while a native chart is laid out. */
#ifndef BRIEF_CHART_PLACE_H
#define BRIEF_CHART_PLACE_H

#include "chart_view.h"

#define YEARS_HEIGHT 26 /* points, of the row of years */

/** Width of a text in points, with some room for other fonts. */
double chart_text_width(const char *text, double size, bool bold);
/** "%" or "‰" behind a value that stands alone, else "". */
const char *chart_suffix(const struct native *native);
/** Adds a shape and takes its text. */
void chart_add_shape(struct chart_view *view, struct chart_shape shape);
/** A copy of the text, which is freed; NULL when out of memory. */
char *chart_copy_text(struct tb_bytes *bytes);
/** The value of a cell as its label has it. */
void chart_value_label(const struct chart_view *view, size_t column, size_t t, char label[64]);
double chart_widest_value(const struct chart_view *view);
/** The range of all values, intervals and the target, in the unit of the display. */
void chart_range(const struct chart_view *view, double *least, double *most);
/** The first, last, highest and lowest value of a column. */
bool chart_is_key(const struct native_column *column, size_t times, size_t t);

/** Where a value and a row stand. */
double chart_y(const struct chart_view *view, double value);
double chart_x(const struct chart_view *view, size_t t);

#define END_HEIGHT 19 /* points, of a label at the end of a line */
#define END_GAP    9  /* from the point to it */

/** Something that would like to stand at the height `wanted`; `centre` is where it does. */
struct chart_end {
    size_t column, time;
    double wanted, centre;
};
/** The last column of a series and the last time with a value in it. */
bool chart_find_end(const struct native *native, size_t series, size_t *column, size_t *time);
/** Moves them apart between top and bottom: isotonic regression keeps their order and shifts them least. */
void chart_part_ends(struct chart_end *end, size_t n, double top, double bottom);
/** Parts the labels of one kind (LABEL_END or LABEL_START) where they stand in one column. */
void chart_part_labels(struct chart_view *view, enum chart_label kind, double bottom);
/** Cuts the names of the columns that are labelled at their ends; returns what name and value need, in points. */
double chart_measure_ends(struct chart_view *view, double share);
/** The axis of values with its ticks: range, step and the width of the widest label. */
double chart_choose_ticks(struct chart_view *view, double least, double most);
/** Words at the top of the plot, which begins below them. */
void chart_place_words(struct chart_view *view, double left, double right);

void chart_place_columns(struct chart_view *view);
void chart_place_lines(struct chart_view *view);
void chart_place_stacks(struct chart_view *view);
void chart_place_rows(struct chart_view *view);
void chart_place_sides(struct chart_view *view);
void chart_place_field(struct chart_view *view);

#endif
