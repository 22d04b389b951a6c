/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A native chart as the parts of a presentation: DrawingML chart (ECMA-376 part 1, 21.2), its shapes, its workbook. */
#ifndef BRIEF_CHART_PART_H
#define BRIEF_CHART_PART_H

#include "chart_view.h"

/** Relationships of the chart's part, in this order. */
#define CHART_WORKBOOK_ID "rId1"
#define CHART_SHAPES_ID   "rId2"

struct chart_parts {
    struct tb_bytes chart, workbook;
    struct tb_bytes shapes; /* empty when there are none */
};
void chart_parts_free(struct chart_parts *parts);

/** Makes the parts of a chart of this size in points; scale: points of the paper to one of these.  Fails with
 * TB_NO_MEMORY or TB_OUTPUT_FAILED. */
enum tb_status chart_parts_make(const struct native *native, double width, double height, double scale,
                                struct chart_parts *parts, struct tb_log *log);

/** The workbook behind the chart: one sheet, years down, a column for each of the chart's. */
#define CHART_SHEET "Sheet1"
enum tb_status chart_workbook(const struct chart_view *view, struct tb_bytes *bytes, struct tb_log *log);

/** A number as sheet and chart both write it. */
void chart_number(double value, char text[40]);

#endif
