/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/series_table.h"

#include "model/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    INDICATOR_BITS = 2,
    REGION_BITS = 1,
    TILE = 1 << (INDICATOR_BITS + REGION_BITS),
};

struct series_tile {
    uint64_t key;
    uint32_t series[TILE];
};

static uint64_t tile_key(struct series_key key)
{
    return (uint64_t)(key.indicator >> INDICATOR_BITS) << 32 | key.region >> REGION_BITS;
}

static size_t within_tile(struct series_key key)
{
    return (key.indicator & ((1U << INDICATOR_BITS) - 1)) << REGION_BITS | (key.region & ((1U << REGION_BITS) - 1));
}

static size_t mix(uint64_t key)
{
    key *= 0x9E3779B97F4A7C15u;
    return (size_t)(key ^ (key >> 29));
}

/* The slot of the tile, or the empty one where it belongs. */
static size_t slot_of(const struct series_table *table, uint64_t key)
{
    size_t at = mix(key) & (table->n_slots - 1);
    while (table->slot[at] != TB_NOWHERE && table->tile[table->slot[at]].key != key)
        at = (at + 1) & (table->n_slots - 1);
    return at;
}

static bool room_for_one(struct series_table *table)
{
    if (2 * (table->n_tiles + 1) > table->n_slots) {
        const size_t n_slots = table->n_slots ? 2 * table->n_slots : 256;
        uint32_t *slot = malloc(n_slots * sizeof *slot);
        if (!slot)
            return false;
        memset(slot, 0xFF, n_slots * sizeof *slot);
        free(table->slot);
        table->slot = slot;
        table->n_slots = n_slots;
        for (uint32_t t = 0; t < table->n_tiles; t++)
            slot[slot_of(table, table->tile[t].key)] = t;
    }
    return tb_grow(&table->tile, &table->capacity, table->n_tiles + 1, sizeof *table->tile);
}

uint32_t *series_table_find(struct series_table *table, struct series_key key)
{
    const uint64_t wanted = tile_key(key);
    size_t at = table->n_slots ? slot_of(table, wanted) : 0;
    if (!table->n_slots || table->slot[at] == TB_NOWHERE) {
        if (!room_for_one(table))
            return NULL;
        struct series_tile *fresh = &table->tile[table->n_tiles];
        fresh->key = wanted;
        memset(fresh->series, 0xFF, sizeof fresh->series);
        at = slot_of(table, wanted);
        table->slot[at] = (uint32_t)table->n_tiles++;
    }
    return &table->tile[table->slot[at]].series[within_tile(key)];
}

void series_table_near(const struct series_table *table, const struct series_key *key, size_t n)
{
    if (!table->n_slots)
        return;
    for (size_t k = 0; k < n; k++)
        __builtin_prefetch(&table->slot[mix(tile_key(key[k])) & (table->n_slots - 1)]);
    for (size_t k = 0; k < n; k++) { /* nearly all stand in their first slot */
        const uint32_t tile = table->slot[mix(tile_key(key[k])) & (table->n_slots - 1)];
        if (tile != TB_NOWHERE)
            __builtin_prefetch(&table->tile[tile].series[within_tile(key[k])]);
    }
}

void series_table_free(struct series_table *table)
{
    free(table->slot);
    free(table->tile);
    *table = (struct series_table){0};
}
