/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Pieces of DrawingML that series, axes and shapes of a native chart share. */
#ifndef BRIEF_CHART_XML_H
#define BRIEF_CHART_XML_H

#include "chart_colour.h"
#include "chart_view.h"
#include "xml.h"

/* Strokes in points, as CHARTS has them on a page of 540 points. */
#define MAIN_LINE    2.97
#define OTHER_LINE   1.89
#define CONTEXT_LINE 1.35
#define GRID_LINE    0.65
#define ZERO_LINE    1.08
#define OUTLINE      1.35
#define SEAM         0.81

#define NO_LINE "<a:ln><a:noFill/></a:ln>"

long chart_emu(const struct chart_view *view, double points);
void chart_write_colour(struct tb_xml *xml, struct chart_colour colour);
void chart_write_line(struct tb_xml *xml, const struct chart_view *view, double width, struct chart_colour colour,
                      const char *dash);
/** Properties of text: one level, as every text of the chart has them. */
void chart_write_text_style(struct tb_xml *xml, const struct chart_view *view, double size, bool bold,
                            struct chart_colour colour);
void chart_write_pattern(struct tb_xml *xml, const char *pattern);

/** One c:ser. */
void chart_write_bar(struct tb_xml *xml, const struct chart_view *view, size_t column);
void chart_write_area(struct tb_xml *xml, const struct chart_view *view, size_t column);
void chart_write_polyline(struct tb_xml *xml, const struct chart_view *view, size_t column);

#endif
