/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The chart types.  Adding one is a function here and a row in registry.c. */
#ifndef CHART_TYPE_H
#define CHART_TYPE_H

#include "sheet.h"

/** Fills sheet->plot; called once to measure and once to draw. */
typedef void tb_draw_chart(struct tb_sheet *sheet);

struct tb_drawing {
    struct tb_chart_type type;
    enum tb_mark_form form;
    size_t most_series;
    tb_draw_chart *draw;
};

tb_draw_chart tb_draw_column_chart, tb_draw_line_chart, tb_draw_trend_chart;
tb_draw_chart tb_draw_control_chart, tb_draw_forecast_chart;

const struct tb_drawing *tb_drawing_find(const char *id);

/** Draws one chart in this process: for the forked child, and for tests. */
enum tb_status tb_chart_render(const struct tb_chart *chart, const struct tb_page *page, enum tb_chart_format format,
                               struct tb_log *log, struct tb_bytes *notes, struct tb_bytes *output);

#endif
