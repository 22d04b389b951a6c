/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Observations in the order in which they arrive, until they are put into series.
 *
 * They stand in blocks of columns.  A block is a mapping of its own: what is never written (flags, notes, the columns
 * of a table that has one) costs nothing, and a column that has been moved to its place is given back at once, so that
 * putting 20 million observations in order needs little more memory than holding them.
 */
#ifndef MODEL_ARRIVALS_H
#define MODEL_ARRIVALS_H

#include "model/part_map.h"
#include "trendbook/panel.h"

#include <math.h>

enum {
    ARRIVALS_ROOM = 1 << 15, /* observations of a block: each column fills whole pages */
    ARRIVALS_LINES = UINT16_MAX,
};

struct arrivals_block {
    struct arrivals_block *next;
    uint32_t n, n_runs;
    uint32_t input;    /* of all of them; TB_NOWHERE: computed */
    size_t first_line; /* lines are counted from here */
    size_t last_line;
    /* columns by the remainder of the year; those of other observations as the bits in which they differ */
    uint16_t column_of[TB_COLUMN_YEARS];
    uint64_t column_met; /* which of them are known */
    /* years that come round and round, as in the lines of a table: only the first `round` of them are written */
    uint32_t round, at; /* 0: all are written so far; which of them comes next */
    bool has_years;     /* they did not, and all are written */
    bool has_blank;     /* values that are no number and have no state are empty cells */
    bool has_lines;     /* some run has several: `line` is written; else each has one, in run_line */
    bool has_state, has_column, has_flags, has_period, has_source, has_note, has_pre_break;
    struct part_map series_map, name_map; /* their numbers belong to the panel */

    _Alignas(4096) double value[ARRIVALS_ROOM];
    uint32_t run_series[ARRIVALS_ROOM]; /* observations of one series, one after another */
    uint32_t period[ARRIVALS_ROOM], source[ARRIVALS_ROOM], note[ARRIVALS_ROOM];
    struct tb_pre_break pre_break[ARRIVALS_ROOM];
    uint16_t run_n[ARRIVALS_ROOM], run_line[ARRIVALS_ROOM];
    int16_t year[ARRIVALS_ROOM];
    uint16_t line[ARRIVALS_ROOM], column_bits[ARRIVALS_ROOM], flags[ARRIVALS_ROOM];
    uint8_t state[ARRIVALS_ROOM];
    int8_t decimals[ARRIVALS_ROOM];
};

struct arrivals {
    struct arrivals_block *first, *last;
};

/** Whether the next observation needs a new block; those before it must have their series before that is opened. */
static inline bool arrivals_full(const struct arrivals *arrivals, const struct tb_observation *next)
{
    const struct arrivals_block *block = arrivals->last;
    return !block || block->n == ARRIVALS_ROOM || block->input != next->input || next->line < block->first_line ||
           next->line - block->first_line > ARRIVALS_LINES || block->series_map.number;
}

/** A new block for observations of the input, and from the line, of `next`.  False when out of memory. */
bool arrivals_open(struct arrivals *arrivals, const struct tb_observation *next);
/** Another year than the one that was expected. */
void arrivals_add_year(struct arrivals_block *block, uint32_t i, int year);
void arrivals_add_rare(struct arrivals_block *block, uint32_t i, const struct tb_observation *observation);

/** Appends an observation to a block that is not full. */
static inline void arrivals_add(struct arrivals *arrivals, const struct tb_observation *o)
{
    struct arrivals_block *block = arrivals->last;
    const uint32_t i = block->n++;
    const int decimals = o->decimals < INT8_MIN ? INT8_MIN : o->decimals > INT8_MAX ? INT8_MAX : o->decimals;
    block->value[i] = o->state >= TB_NEGLIGIBLE ? NAN : o->value;
    if (block->round && block->year[block->at] == o->year)
        block->at = block->at + 1 == block->round ? 0 : block->at + 1;
    else if (block->has_years)
        block->year[i] = (int16_t)o->year;
    else
        arrivals_add_year(block, i, o->year);
    block->decimals[i] = (int8_t)decimals;
    if (block->has_lines)
        block->line[i] = (uint16_t)(o->line - block->first_line);
    block->last_line = o->line > block->last_line ? o->line : block->last_line;
    if (o->state == TB_BLANK) {
        block->has_blank = true;
    } else if (o->state) {
        block->state[i] = (uint8_t)o->state;
        block->has_state = true;
    }
    if ((o->column ^ block->column_of[tb_column_year(o->year)]) | o->flags | o->period | o->source | o->note |
        o->pre_break.given)
        arrivals_add_rare(block, i, o);
}

/** The state of observation i of a block. */
static inline uint8_t arrivals_state(const struct arrivals_block *block, uint32_t i)
{
    const uint8_t state = block->has_state ? block->state[i] : TB_EXACT;
    return state == TB_EXACT && block->has_blank && isnan(block->value[i]) ? TB_BLANK : state;
}

/** The years of a block's observations; `room` is for ARRIVALS_ROOM of them. */
const int16_t *arrivals_years(const struct arrivals_block *block, int16_t *room);

/** Observations that arrived one after another for one series, from one line unless their block has_lines. */
struct arrivals_group {
    size_t line;
    uint32_t n;
};
/** The observations that come next in the last block are those of this series of the panel that holds them. */
void arrivals_own(struct arrivals *arrivals, uint32_t series, const struct arrivals_group *group);
/** Gives each observation of the last block its line: those that have a series, then these groups. */
void arrivals_part_lines(struct arrivals *arrivals, const struct arrivals_group *group, size_t n);
/** Appends all of `more`, which is empty then. */
void arrivals_join(struct arrivals *arrivals, struct arrivals *more);
void arrivals_free(struct arrivals *arrivals);
/** Splits the blocks into `n` parts: part k goes from begin[k] to before begin[k + 1]. */
void arrivals_split(const struct arrivals *arrivals, size_t n, struct arrivals_block **begin);
/** Whether some block has no map of series. */
bool arrivals_have_own(const struct arrivals *arrivals);
/** The panel's number of the series of each run of a block; `number` as for arrivals_place. */
void arrivals_series(const struct arrivals_block *block, const uint32_t *number, uint32_t *series);
/** Gives source and note (names; 0 = none) to the observations from number `first` on that have none. */
void arrivals_fill_texts(struct arrivals *arrivals, size_t first, uint32_t source, uint32_t note);

/**
 * Moves the columns of all observations to their places in a panel whose series know where they begin: first come,
 * first placed.  The arrivals are empty then.  False when out of memory; the panel has then to be given up.
 *   number  the panel's number of each series by that when the observations arrived, for blocks without a map; NULL:
 *           they have not changed
 */
bool arrivals_place(struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number, unsigned threads);

#endif
