/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Observations that arrived in any order, to their places by way of buckets that the processor's caches hold. */
#ifndef MODEL_SCATTER_H
#define MODEL_SCATTER_H

#include "model/arrivals.h"

/** Whether the observations stand so mixed that buckets are worth while. */
bool scatter_pays(const struct arrivals *arrivals);
/**
 * Moves the columns that every panel has, as arrivals_place does; the others stay where they are.  False when out of
 * memory.
 */
bool scatter_place(struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number, unsigned threads);

#endif
