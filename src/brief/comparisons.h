/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What can be said of several series in one chart: who is highest, what grew most, what share, who rose in rank. */
#ifndef BRIEF_COMPARISONS_H
#define BRIEF_COMPARISONS_H

#include "phrases.h"

/** The finding of a chart of 2 or more series, without a full stop; it follows the type of the chart. */
void brief_say_comparison(struct tb_bytes *text, const struct tb_chart *chart);

/** What they are: "Penalty cases, 7 regions", "公路总里程等4项指标"; the whole, where the others are its parts. */
void brief_comparison_subject(struct tb_bytes *text, const struct tb_chart *chart);

#endif
