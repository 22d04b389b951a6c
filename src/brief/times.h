/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The years of several series as one axis: the categories of native charts, the columns of the sheets. */
#ifndef BRIEF_TIMES_H
#define BRIEF_TIMES_H

#include "trendbook/panel.h"

/** Years without any value keep their place as long as all years are no more than these. */
#define TIMES_SPAN_MOST 150

/** A year, or a part of one. */
struct brief_time {
    int year;
    const char *period; /* "" is the whole year */
};

/**
 * The years and parts of years of some series, in order; years between them that none has are there too.
 * Returns how many; *times is the caller's, NULL when out of memory.
 */
size_t brief_times(const struct tb_panel *panel, const uint32_t *series, size_t n, struct brief_time **times);

/** The place of observation `i` among them, or SIZE_MAX. */
size_t brief_time_of(const struct brief_time *times, size_t n, const struct tb_panel *panel, size_t i);

#endif
