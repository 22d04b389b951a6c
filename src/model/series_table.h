/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The numbers of series by (indicator, region), for millions of them in any order.
 *
 * Eight neighbours (four indicators, two regions) share a tile: files are mostly in some order, and a tile is near once
 * one of them was asked for.  Whoever has many questions says them all first (series_table_near), so that the processor
 * fetches while it works, and does not wait for each.
 */
#ifndef MODEL_SERIES_TABLE_H
#define MODEL_SERIES_TABLE_H

#include "trendbook/panel.h"

struct series_tile;

/** Empty when zeroed. */
struct series_table {
    uint32_t *slot; /* number of a tile by hash, or TB_NOWHERE */
    size_t n_slots; /* a power of two, at least twice n_tiles; 0: none yet */
    struct series_tile *tile;
    size_t n_tiles, capacity;
};

/** Two numbers that name a series. */
struct series_key {
    uint32_t indicator, region;
};

/**
 * Where the number of this series stands: TB_NOWHERE when it is new, for the caller to set.  NULL when out of memory.
 * It stays there until the next question.
 */
uint32_t *series_table_find(struct series_table *table, struct series_key key);
/** Fetches what the questions after these keys will read; changes nothing. */
void series_table_near(const struct series_table *table, const struct series_key *key, size_t n);
void series_table_free(struct series_table *table);

#endif
