/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/series_table.h"

#include "model/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    INDICATOR_BITS = 2,
    REGION_BITS = 1,
    TILE = 1 << (INDICATOR_BITS + REGION_BITS),
    NEIGHBOURS_BITS = 3, /* tiles of neighbouring regions have slots beside each other: they are mostly met together */
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

/* Where the search for a tile begins, and the mark of its slot. */
struct start {
    size_t slot;
    uint32_t mark;
};

static struct start start_of(const struct series_table *table, uint64_t key)
{
    const uint64_t within = key & ((1U << NEIGHBOURS_BITS) - 1);
    uint64_t mixed = (key >> NEIGHBOURS_BITS) * 0x9E3779B97F4A7C15u;
    mixed ^= mixed >> 29;
    return (struct start){(size_t)(mixed << NEIGHBOURS_BITS | within) & (table->n_slots - 1),
                          (uint32_t)(mixed >> 32 << NEIGHBOURS_BITS | within)};
}

/* The slot after one that is another's: beyond its neighbours, which are mostly there too.  All slots come in turn. */
static size_t next_slot(const struct series_table *table, size_t at)
{
    return (at + (1U << NEIGHBOURS_BITS) + 1) & (table->n_slots - 1);
}

/* The slot of the tile, or the empty one where it belongs. */
static struct series_slot *slot_of(const struct series_table *table, uint64_t key)
{
    const struct start start = start_of(table, key);
    size_t at = start.slot;
    while (table->slot[at].tile != TB_NOWHERE &&
           (table->slot[at].mark != start.mark || table->tile[table->slot[at].tile].key != key))
        at = next_slot(table, at);
    return &table->slot[at];
}

static bool room_for_one(struct series_table *table)
{
    if (3 * (table->n_tiles + 1) > 2 * table->n_slots) {
        const size_t n_slots = table->n_slots ? 2 * table->n_slots : 256;
        struct series_slot *slot = malloc(n_slots * sizeof *slot);
        if (!slot)
            return false;
        memset(slot, 0xFF, n_slots * sizeof *slot);
        free(table->slot);
        table->slot = slot;
        table->n_slots = n_slots;
        for (uint32_t t = 0; t < table->n_tiles; t++)
            *slot_of(table, table->tile[t].key) = (struct series_slot){start_of(table, table->tile[t].key).mark, t};
    }
    return tb_grow(&table->tile, &table->capacity, table->n_tiles + 1, sizeof *table->tile);
}

uint32_t *series_table_find(struct series_table *table, struct series_key key)
{
    const uint64_t wanted = tile_key(key);
    struct series_slot *slot = table->n_slots ? slot_of(table, wanted) : NULL;
    if (!slot || slot->tile == TB_NOWHERE) {
        if (!room_for_one(table))
            return NULL;
        struct series_tile *fresh = &table->tile[table->n_tiles];
        fresh->key = wanted;
        memset(fresh->series, 0xFF, sizeof fresh->series);
        slot = slot_of(table, wanted);
        *slot = (struct series_slot){start_of(table, wanted).mark, (uint32_t)table->n_tiles++};
    }
    return &table->tile[slot->tile].series[within_tile(key)];
}

/* Step by step for all of them, so that the processor need not wait for one before it asks for the next. */
void series_table_find_all(const struct series_table *table, const struct series_key *key, size_t n, uint32_t *number)
{
    assert(n <= SERIES_TOGETHER);
    struct start start[SERIES_TOGETHER];
    uint32_t tile[SERIES_TOGETHER];
    if (!table->n_slots) {
        memset(number, 0xFF, n * sizeof *number);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        start[k] = start_of(table, tile_key(key[k]));
        __builtin_prefetch(&table->slot[start[k].slot]);
    }
    for (size_t k = 0; k < n; k++) {
        size_t at = start[k].slot;
        while (table->slot[at].mark != start[k].mark && table->slot[at].tile != TB_NOWHERE)
            at = next_slot(table, at);
        tile[k] = table->slot[at].tile;
        if (tile[k] == TB_NOWHERE)
            continue;
        __builtin_prefetch(&table->tile[tile[k]].key); /* it may lie in two lines of the cache */
        __builtin_prefetch(&table->tile[tile[k]].series[within_tile(key[k])]);
    }
    for (size_t k = 0; k < n; k++) {
        number[k] = TB_NOWHERE;
        if (tile[k] != TB_NOWHERE && table->tile[tile[k]].key == tile_key(key[k]))
            number[k] = table->tile[tile[k]].series[within_tile(key[k])];
    }
}

void series_table_free(struct series_table *table)
{
    free(table->slot);
    free(table->tile);
    *table = (struct series_table){0};
}
