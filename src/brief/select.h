/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a briefing puts first: every figure is weighed by a table of reasons, and says them.
 *
 * The score only sorts.  It is no statistic, has no unit and is compared inside one briefing alone.
 */
#ifndef BRIEF_SELECT_H
#define BRIEF_SELECT_H

#include "plan.h"

/** Charts on slides where the user names no number. */
#define BRIEF_SLIDES_USUAL 12

/**
 * Sets score, rank, reasons and on_slide of every figure, and plan->ranked.
 * The first options->top figures get a slide.  False when out of memory.
 */
bool brief_select(struct brief_plan *plan);

#endif
