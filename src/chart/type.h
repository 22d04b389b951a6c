/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The chart types.  Adding one is a function here and a row in registry.c. */
#ifndef CHART_TYPE_H
#define CHART_TYPE_H

#include "sheet.h"

/** Fills sheet->plot; called once to measure and once to draw. */
typedef void tb_draw_chart(struct tb_sheet *sheet);

/** Chooses years, order and values among the series that were gathered; runs once, without a canvas. */
typedef enum tb_status tb_prepare_chart(struct tb_sheet *sheet, struct tb_log *log);

struct tb_drawing {
    struct tb_chart_type type;
    enum tb_mark_form form;
    bool several_units; /* the series may differ in unit */
    size_t least_series, most_series;
    tb_prepare_chart *prepare; /* NULL: the series as they are */
    tb_draw_chart *draw;
};

tb_draw_chart tb_draw_column_chart, tb_draw_line_chart, tb_draw_trend_chart, tb_draw_stacked_chart;
tb_draw_chart tb_draw_grouped_chart, tb_draw_rank_chart, tb_draw_slope_chart, tb_draw_bump_chart;
tb_draw_chart tb_draw_heat_chart, tb_draw_multiples_chart, tb_draw_waterfall_chart, tb_draw_funnel_chart;
tb_draw_chart tb_draw_control_chart, tb_draw_forecast_chart, tb_draw_dashboard, tb_draw_figure;
tb_prepare_chart tb_prepare_line_chart, tb_prepare_index_chart, tb_prepare_stacked_chart, tb_prepare_share_chart;
tb_prepare_chart tb_prepare_grouped_chart, tb_prepare_rank_chart, tb_prepare_slope_chart, tb_prepare_bump_chart;
tb_prepare_chart tb_prepare_heat_chart, tb_prepare_multiples_chart, tb_prepare_waterfall_chart, tb_prepare_funnel_chart;

const struct tb_drawing *tb_drawing_find(const char *id);

/**
 * Place of the series that is the whole of the others, which are its parts by the catalogue (of the same region);
 * chart->n_series when there is none.
 */
size_t tb_chart_whole(const struct tb_chart *chart);

/** Draws one chart in this process: for the forked worker, and for tests. */
enum tb_status tb_chart_render(const struct tb_chart *chart, const struct tb_page *page, enum tb_chart_format format,
                               struct tb_log *log, struct tb_bytes *notes, struct tb_bytes *output);

#endif
