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

void chart_place_columns(struct chart_view *view);
void chart_place_lines(struct chart_view *view);

#endif
