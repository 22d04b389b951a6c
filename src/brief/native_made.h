/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Native charts of what a chart type makes of its data.  Each is a function here and a row in native.c. */
#ifndef BRIEF_NATIVE_MADE_H
#define BRIEF_NATIVE_MADE_H

#include "chart/sheet.h"
#include "native.h"

/** Fills the table from the sheet of the drawn chart, so that both show the same numbers, and may make room in it for
 * years ahead; false when out of memory. */
typedef bool native_make(struct native *native, struct tb_sheet *sheet);

native_make native_stacked, native_waterfall, native_rank, native_heat;
native_make native_index, native_slope, native_bump, native_control, native_forecast, native_funnel;

/** A column of blanks behind the others; NULL when out of memory. */
struct native_column *native_add(struct native *native, enum native_role role, size_t series, size_t segment);
/** The same with a name of its own. */
struct native_column *native_add_named(struct native *native, enum native_role role, size_t series, const char *name);
/** The years of the sheet as rows. */
bool native_take_years(struct native *native, const struct tb_sheet *sheet);
/** Names as rows, n of them; `head` is what they are. */
bool native_take_rows(struct native *native, size_t n, const char *head);
/** All series of the sheet; where `segments`, each basis its own column. */
bool native_take_tracks(struct native *native, const struct tb_sheet *sheet, bool segments);
/** Observation of a series of the sheet in its year y, or NOWHERE. */
size_t native_observation(const struct tb_sheet *sheet, size_t track, int y);
/** A copy of plain words; NULL when out of memory. */
char *native_words(const char *text);

#endif
