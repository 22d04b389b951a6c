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
    struct series_slot {
        uint32_t mark; /* more of its hash: a tile is only looked at when it is nearly sure to be the right one */
        uint32_t tile; /* its number, or TB_NOWHERE */
    } * slot;
    size_t n_slots; /* a power of two, more than n_tiles by half or more; 0: none yet */
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
enum {
    SERIES_TOGETHER = 64
};
/**
 * The numbers of at most SERIES_TOGETHER series; TB_NOWHERE of those that are new, and perhaps of one that is not: it
 * has to be asked for by itself.
 */
void series_table_find_all(const struct series_table *table, const struct series_key *key, size_t n, uint32_t *number);
void series_table_free(struct series_table *table);

#endif
