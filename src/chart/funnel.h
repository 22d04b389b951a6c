/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a funnel shows of each region. */
#ifndef CHART_FUNNEL_H
#define CHART_FUNNEL_H

#include "sheet.h"

/** One region: its denominator, and its limits at the level asked for and at 99.8 %. */
struct tb_funnel_region {
    size_t track;
    double size, value, low, high, far_low, far_high;
};

/** The regions of a sheet of one year in the order of their size; false when out of memory. */
bool tb_funnel_regions(const struct tb_sheet *sheet, struct tb_funnel_region **region);
/** Outside its limits; far: outside those of 99.8 %. */
bool tb_is_outside(const struct tb_funnel_region *region, bool far);
/** Number of the indicator that counts the sizes; *display: how these are shown. */
uint32_t tb_funnel_sizes(const struct tb_sheet *sheet, const struct tb_funnel_region *region,
                         struct tb_display *display);

#endif
