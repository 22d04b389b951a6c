/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The order of a panel: series by indicator and region, observations of a series by year. */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "trendbook/panel.h"

/**
 * Puts the series in order and sets where each begins.  *number receives for each old number the new one (the caller
 * frees it), or NULL when they were in order.  False when out of memory.
 */
bool order_series(struct tb_panel *panel, uint32_t **number);
/**
 * Puts the observations of each series in order: year, whole years before parts, order of arrival.  *repeated: some
 * series has a year and period twice.
 */
bool order_years(struct tb_panel *panel, unsigned threads, bool *repeated);
/** Puts series in order together with their observations, which stand together already.  False: out of memory. */
bool order_slices(struct tb_panel *panel);

#endif
