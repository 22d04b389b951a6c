/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The line that the statistics fitted to a series: rows, extent, band and words. */
#ifndef CHART_FIT_H
#define CHART_FIT_H

#include "mark.h"
#include "place.h"

/** Rows of the fitted line (value and confidence band, one a year); none where the verdict forbids a line. */
const struct tb_result *tb_fit_rows(const struct tb_sheet *sheet, size_t *n);
/** Widens least .. most to the line and its band, which is cut at low and high. */
void tb_fit_extent(const struct tb_sheet *sheet, double low, double high, double *least, double *most);
/** The band, then the line, over the years that were used. */
void tb_draw_fit(struct tb_sheet *sheet, const struct tb_axes *axes, const struct tb_look *look);
/** The line as what labels must not touch. */
void tb_fit_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles);
/** The edges of its band likewise. */
void tb_band_obstacles(const struct tb_sheet *sheet, const struct tb_axes *axes, struct tb_obstacles *obstacles);
/** "Rising, +4.12 a year on average (2006–2024, n = 19)" with its NUL. */
void tb_fit_words(const struct tb_sheet *sheet, struct tb_bytes *words);

/** Pieces of one band lie over each other by this much, or a pale seam would show between them. */
#define TB_BAND_OVERLAP 0.15

#endif
