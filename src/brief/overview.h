/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The words of a page that shows all indicators of a section (chart type dashboard). */
#ifndef BRIEF_OVERVIEW_H
#define BRIEF_OVERVIEW_H

#include "quantities.h"

/** "路网：12项指标中10项呈上升趋势、1项呈下降趋势" */
void brief_overview_title(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                          const uint32_t *series, size_t n, enum tb_language language);
void brief_overview_subtitle(struct tb_bytes *text, enum tb_language language);
/** What stands there, for those who cannot see it. */
void brief_overview_alt(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                        const uint32_t *series, size_t n, enum tb_language language);

#endif
