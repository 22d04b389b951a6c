/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Sparklines: the course of one series on a scale of its own, small enough to stand in a row of a table.
 *
 * Where the points stand and which of them are joined is said here once; the dashboard, the page and whatever else
 * shows one draw it in their own way.
 */
#ifndef TRENDBOOK_SPARK_H
#define TRENDBOOK_SPARK_H

#include "output.h"
#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Years of a sparkline at most. */
#define TB_SPARK_YEARS 40

struct tb_spark_point {
    int year;
    double height; /* 0: the lowest of the values shown, 1: the highest; all equal: 0.5 */
    bool joined;   /* to the point before: the year before, on one basis, both whole years */
    bool loose;    /* a bound, or not final: provisional, estimated, forecast, part of a year */
    bool lone;     /* joined to nothing */
};

struct tb_spark {
    int from, to; /* years from edge to edge */
    struct tb_spark_point point[TB_SPARK_YEARS];
    size_t n;      /* points: the years with a value */
    size_t last;   /* the point of the last whole year, else the last one */
    double target; /* its height; NaN where it is so far off that it would press the line flat, and where none is */
};

/**
 * The sparkline of a series.
 *   from, to  years; at most TB_SPARK_YEARS, the last ones are taken
 *   target    a value to be shown with it where it is near; NaN: none
 */
void tb_spark_make(const struct tb_panel *panel, uint32_t series, int from, int to, double target,
                   struct tb_spark *spark);

/**
 * Appends it as an <svg class="spark"> of 120 by 28, for a page whose style sheet gives the colours: paths line, loose
 * (dashed) and target, circles last, lone and open (a bound, or not final).  Nothing without a point.
 */
void tb_spark_svg(const struct tb_spark *spark, struct tb_bytes *page);

#ifdef __cplusplus
}
#endif

#endif
