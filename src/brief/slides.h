/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The places on a slide that other files need to know. */
#ifndef BRIEF_SLIDES_H
#define BRIEF_SLIDES_H

#include "deck_page.h"
#include "trendbook/chart.h"

/** Lines of a chart slide's title with this finding: 1 or 2. */
size_t brief_title_lines(const struct deck_page *page, const char *finding);

/** Where the chart of such a slide stands. */
struct deck_box brief_plot_box(const struct deck_page *page, size_t title_lines);

/** The page of the bare picture on a slide whose title has so many lines; theme and colours from `look`. */
struct tb_page brief_bare_page(const struct tb_page *look, const struct deck_page *page, size_t title_lines);

#endif
