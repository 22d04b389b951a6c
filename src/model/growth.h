/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A panel that grows by parts: what the threads of the loader have read becomes one panel, piece after piece. */
#ifndef MODEL_GROWTH_H
#define MODEL_GROWTH_H

#include "model/arrivals.h"

/**
 * Makes a part that is new go on from a panel: names, indicators and series that are there keep their numbers, its own
 * come behind them.  The panel must stay as it is until the part is settled, and last as long as the part.  False when
 * out of memory.
 */
bool growth_build_on(struct tb_panel *part, const struct tb_panel *panel);
/**
 * Takes away what has arrived in a part; its series, indicators and names stay, for what comes next.  False when out of
 * memory.
 */
bool growth_cut(struct tb_panel *part, struct arrivals *cut);
/** Nothing more is added to a part: frees what that needs, and its indicators, before the part itself can be freed. */
void growth_settle(struct tb_panel *part);
/** Frees what was cut from a part: its series do not count it any more. */
void growth_drop(struct tb_panel *part, struct arrivals *arrivals);
/** Counts in the panel what arrived in a part for series that it has from there: once, after pieces were dropped. */
void growth_count(struct tb_panel *panel, const struct tb_panel *part);
/** The indicator whose id is this name, or TB_NOWHERE. */
uint32_t growth_find_indicator(const struct tb_panel *panel, uint32_t name);
/** The same, added when new; TB_NOWHERE when out of memory. */
uint32_t growth_indicator(struct tb_panel *panel, uint32_t name);
/**
 * The numbers of a part's own series, added when new.  All that the part has counted for them counts here: it is taken
 * afterwards, or dropped before.  The maps are this panel's numbers for those of the part.  False when out of memory.
 */
bool growth_series(struct tb_panel *panel, const struct tb_series *of, size_t n, const uint32_t *indicator_map,
                   const struct part_map *name_map, uint32_t *number);
/**
 * Appends what arrived in a part.  `input` and the maps are this panel's numbers for those of the part; the numbers in
 * the maps must last until tb_panel_finish.  False when out of memory, or when there is no room for so many.
 */
bool growth_take(struct tb_panel *panel, struct arrivals *arrivals, uint32_t input, const struct part_map *series_map,
                 const struct part_map *name_map);
/**
 * Gives a map to the panel, which frees it when it is finished.  A map of series has so many numbers, a map of names 0.
 * False when out of memory; it is the caller's then.
 */
bool growth_keep_map(struct tb_panel *panel, uint32_t *map, size_t n_series);

#endif
