/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The figures that stand large at the front of slides and page. */
#ifndef BRIEF_KEY_FIGURES_H
#define BRIEF_KEY_FIGURES_H

#include "plan.h"

/**
 * The series whose latest values call most for attention; without charts the first indicator of each section, then the
 * second.  Returns how many there are, at most `most`.
 */
size_t brief_key_figures(const struct brief_plan *plan, size_t most, uint32_t *series);

/** Is the change of observation `i` on the year before for the better (1) or worse (-1) by the catalogue?  0: it does
 * not say, or there is no one change. */
int brief_change_quality(const struct tb_panel *panel, const struct tb_results *results, uint32_t series, size_t i);

#endif
