/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/arrivals.h"

#include "model/crew.h"
#include "model/scatter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void arrivals_own(struct arrivals *arrivals, uint32_t series, const struct arrivals_group *group)
{
    struct arrivals_block *block = arrivals->last;
    const uint32_t last = block->n_runs - 1;
    const uint16_t line = (uint16_t)(group->line - block->first_line);
    if (block->n_runs && block->run_series[last] == series && (block->has_lines || block->run_line[last] == line)) {
        block->run_n[last] = (uint16_t)(block->run_n[last] + group->n); /* a block is shorter than a run can be */
        return;
    }
    block->run_series[block->n_runs] = series;
    block->run_line[block->n_runs] = line;
    block->run_n[block->n_runs++] = (uint16_t)group->n;
}

/* Writes the line of each run for all its observations; returns how many there are. */
static uint32_t spread_lines(const struct arrivals_block *block, uint16_t *line)
{
    uint32_t i = 0;
    for (uint32_t run = 0; run < block->n_runs; run++)
        for (uint32_t k = 0; k < block->run_n[run]; k++)
            line[i++] = block->run_line[run];
    return i;
}

void arrivals_part_lines(struct arrivals *arrivals, const struct arrivals_group *group, size_t n)
{
    struct arrivals_block *block = arrivals->last;
    uint32_t i = spread_lines(block, block->line);
    for (size_t g = 0; g < n; g++)
        for (uint32_t k = 0; k < group[g].n; k++)
            block->line[i++] = (uint16_t)(group[g].line - block->first_line);
    block->has_lines = true;
}

_Static_assert(ARRIVALS_ROOM <= UINT16_MAX, "a run may be as long as its block");

bool arrivals_open(struct arrivals *arrivals, const struct tb_observation *o)
{
    struct arrivals_block *block =
        mmap(NULL, sizeof *block, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) // NOLINT(performance-no-int-to-ptr): so mmap says it failed
        return false;
    block->input = o->input;
    block->first_line = o->line;
    memset(block->column_of, 0xFF, sizeof block->column_of); /* none is met yet */
    struct arrivals one = {block, block};
    arrivals_join(arrivals, &one);
    return true;
}

/* Writes the years of the first n observations, which come round and round, behind those that are written already. */
static void go_round(const struct arrivals_block *block, uint32_t n, int16_t *year)
{
    for (uint32_t i = block->round; i < n; i++)
        year[i] = year[i - block->round];
}

void arrivals_add_year(struct arrivals_block *block, uint32_t i, int year)
{
    if (!block->round && i && year == block->year[0]) {
        block->round = i;
        block->at = i > 1;
        return;
    }
    if (block->round) {
        go_round(block, i, block->year);
        block->round = 0;
        block->has_years = true;
    }
    block->year[i] = (int16_t)year;
}

const int16_t *arrivals_years(const struct arrivals_block *block, int16_t *room)
{
    if (!block->round)
        return block->year;
    memcpy(room, block->year, block->round * sizeof *room);
    go_round(block, block->n, room);
    return room;
}

/* In a table of a line for each value all columns are the same, in one of a line for each series those of a year. */
static void note_column(struct arrivals_block *block, uint32_t i, const struct tb_observation *o)
{
    const unsigned year = tb_column_year(o->year);
    if (!(block->column_met >> year & 1)) {
        block->column_met |= UINT64_C(1) << year;
        block->column_of[year] = (uint16_t)o->column;
        return;
    }
    block->column_bits[i] = (uint16_t)(o->column ^ block->column_of[year]);
    block->has_column = true;
}

_Static_assert(TB_COLUMN_YEARS == 64, "column_met has a bit for each");

void arrivals_add_rare(struct arrivals_block *block, uint32_t i, const struct tb_observation *o)
{
    if (o->column != block->column_of[tb_column_year(o->year)])
        note_column(block, i, o);
    if (o->flags) {
        block->flags[i] = (uint16_t)o->flags;
        block->has_flags = true;
    }
    if (o->period) {
        block->period[i] = o->period;
        block->has_period = true;
    }
    if (o->source) {
        block->source[i] = o->source;
        block->has_source = true;
    }
    if (o->note) {
        block->note[i] = o->note;
        block->has_note = true;
    }
    if (o->pre_break.given) {
        block->pre_break[i] = o->pre_break;
        block->has_pre_break = true;
    }
}

void arrivals_join(struct arrivals *arrivals, struct arrivals *more)
{
    if (!more->first)
        return;
    if (arrivals->last)
        arrivals->last->next = more->first;
    else
        arrivals->first = more->first;
    arrivals->last = more->last;
    *more = (struct arrivals){0};
}

void arrivals_free(struct arrivals *arrivals)
{
    for (struct arrivals_block *block = arrivals->first, *next; block; block = next) {
        next = block->next;
        munmap(block, sizeof *block);
    }
    *arrivals = (struct arrivals){0};
}

static void fill_text(uint32_t *column, bool *has, uint32_t from, uint32_t n, uint32_t text)
{
    if (!text || from >= n)
        return;
    *has = true;
    for (uint32_t i = from; i < n; i++)
        column[i] = column[i] ? column[i] : text;
}

void arrivals_fill_texts(struct arrivals *arrivals, size_t first, uint32_t source, uint32_t note)
{
    for (struct arrivals_block *block = arrivals->first; block; block = block->next) {
        const uint32_t from = first < block->n ? (uint32_t)first : block->n;
        first -= from;
        fill_text(block->source, &block->has_source, from, block->n, source);
        fill_text(block->note, &block->has_note, from, block->n, note);
    }
}

/* ---- to their places ---- */

bool arrivals_have_own(const struct arrivals *arrivals)
{
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next)
        if (!block->series_map.number || block->series_map.base)
            return true;
    return false;
}

void arrivals_series(const struct arrivals_block *block, const uint32_t *number, uint32_t *series)
{
    const struct part_map map = block->series_map;
    const uint32_t *const run_series = block->run_series;
    if (!map.number && !number)
        memcpy(series, run_series, block->n_runs * sizeof *series);
    else if (!map.number || !map.base)
        for (uint32_t run = 0; run < block->n_runs; run++)
            series[run] = (map.number ? map.number : number)[run_series[run]];
    else
        for (uint32_t run = 0; run < block->n_runs; run++) {
            const uint32_t one = run_series[run];
            series[run] = one >= map.base ? map.number[one - map.base] : number ? number[one] : one;
        }
}

void arrivals_split(const struct arrivals *arrivals, size_t n, struct arrivals_block **begin)
{
    size_t blocks = 0, at = 0;
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next)
        blocks++;
    begin[0] = arrivals->first;
    for (size_t k = 1; k <= n; k++)
        for (begin[k] = begin[k - 1]; at < blocks * k / n; at++)
            begin[k] = begin[k]->next;
}

/* One thread: it moves the observations of neighbouring blocks. */
struct mover {
    struct tb_panel *panel;
    struct arrivals_block *from, *end;
    const uint32_t *number; /* of a series now, by its number when its observations arrived; NULL: the same */
    uint32_t *next;         /* by series: first how many it has here, then the place of the next one */
    uint32_t *to;           /* by run of the block: where its observations go */
    int16_t *year;          /* room for those of a block */
    bool only_optional;     /* the columns that every panel has are moved */
};

static void *count(void *member)
{
    const struct mover *mover = member;
    for (const struct arrivals_block *block = mover->from; block != mover->end; block = block->next) {
        arrivals_series(block, mover->number, mover->to);
        for (uint32_t run = 0; run < block->n_runs; run++)
            mover->next[mover->to[run]] += block->run_n[run];
    }
    return NULL;
}

/* Step by step for the whole block, so that the processor need not wait for one run before it looks for the next. */
static void find_places(const struct mover *mover, const struct arrivals_block *block)
{
    uint32_t *to = mover->to;
    arrivals_series(block, mover->number, to);
    for (uint32_t run = 0; run < block->n_runs; run++) {
        uint32_t *next = &mover->next[to[run]];
        to[run] = *next;
        *next += block->run_n[run];
    }
}

/* Moves the elements of one column; `size` is known where this is called. */
static inline void scatter(void *column, const void *from, size_t size, const struct arrivals_block *block,
                           const uint32_t *to)
{
    const char *next = from;
    for (uint32_t run = 0; run < block->n_runs; run++) {
        const size_t n = block->run_n[run];
        char *place = (char *)column + to[run] * size;
        if (n == 1) /* in any order: a copy of known size is one move */
            memcpy(place, next, size);
        else
            memcpy(place, next, n * size);
        next += n * size;
    }
}

/* The same of names, by their numbers in the panel. */
static void scatter_names(uint32_t *column, const uint32_t *from, const struct arrivals_block *block,
                          const uint32_t *to)
{
    for (uint32_t run = 0, i = 0; run < block->n_runs; run++)
        for (uint32_t k = 0; k < block->run_n[run]; k++, i++)
            column[to[run] + k] = block->name_map.number ? part_number(&block->name_map, from[i]) : from[i];
}

/* The origin of line 0 of a block, whose observations are not computed. */
static uint32_t first_origin(const struct tb_panel *panel, const struct arrivals_block *block)
{
    return panel->inputs[block->input].first_origin + (uint32_t)block->first_line; /* fits: was counted */
}

static void scatter_origins(struct tb_panel *panel, const struct arrivals_block *block, const uint32_t *to)
{
    const bool computed = block->input == TB_NOWHERE;
    const uint32_t origin = computed ? 0 : first_origin(panel, block);
    for (uint32_t run = 0, i = 0; run < block->n_runs; run++)
        for (uint32_t k = 0; k < block->run_n[run]; k++, i++) {
            const uint16_t line = block->has_lines ? block->line[i] : block->run_line[run];
            panel->origin[to[run] + k] = computed ? UINT32_MAX : origin + line;
        }
}

/*
 * Whether all observations of each series stand in one line of one input, as they do in tables of years across: the
 * series know it then.  `series` has room for a block's runs.
 */
static bool one_line_each(const struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number,
                          uint32_t *series)
{
    for (size_t s = 0; s < panel->n_series; s++)
        panel->series[s].origin = UINT32_MAX;
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next) {
        if (block->input == TB_NOWHERE || block->has_lines)
            return false;
        arrivals_series(block, number, series);
        const uint32_t origin = first_origin(panel, block);
        for (uint32_t run = 0; run < block->n_runs; run++) {
            uint32_t *known = &panel->series[series[run]].origin;
            if (*known != UINT32_MAX && *known != origin + block->run_line[run])
                return false;
            *known = origin + block->run_line[run];
        }
    }
    return true;
}

/* The column begins as exact ones. */
static void scatter_states(struct tb_panel *panel, const struct arrivals_block *block, const uint32_t *to)
{
    const double *value = block->value;
    for (uint32_t run = 0, i = 0; run < block->n_runs; run++) {
        uint8_t *state = panel->state + to[run];
        const uint32_t n = block->run_n[run];
        for (uint32_t k = 0; k < n && !block->has_state; k++)
            if (isnan(value[i + k]))
                state[k] = TB_BLANK;
        for (uint32_t k = 0; k < n && block->has_state; k++)
            state[k] = arrivals_state(block, i + k);
        i += n;
    }
}

static void scatter_others(struct tb_panel *panel, const struct arrivals_block *block, const int16_t *year,
                           const uint32_t *to)
{
    scatter(panel->year, year, sizeof *year, block, to);
    if (block->has_state || block->has_blank)
        scatter_states(panel, block, to);
    scatter(panel->decimals, block->decimals, sizeof *block->decimals, block, to);
    if (panel->origin)
        scatter_origins(panel, block, to);
}

static void scatter_optional(struct tb_panel *panel, const struct arrivals_block *block, const int16_t *year,
                             const uint32_t *to)
{
    for (uint32_t run = 0, i = 0; panel->column && run < block->n_runs; run++)
        for (uint32_t k = 0; k < block->run_n[run]; k++, i++)
            panel->column[to[run] + k] = (uint16_t)(block->column_of[tb_column_year(year[i])] ^ block->column_bits[i]);
    if (block->has_flags)
        scatter(panel->flags, block->flags, sizeof *block->flags, block, to);
    if (block->has_period)
        scatter_names(panel->period, block->period, block, to);
    if (block->has_source)
        scatter_names(panel->source, block->source, block, to);
    if (block->has_note)
        scatter_names(panel->note, block->note, block, to);
    if (block->has_pre_break)
        scatter(panel->pre_break, block->pre_break, sizeof *block->pre_break, block, to);
}

static void *move(void *member)
{
    const struct mover *mover = member;
    struct tb_panel *panel = mover->panel;
    for (struct arrivals_block *block = mover->from, *next; block != mover->end; block = next) {
        next = block->next;
        find_places(mover, block);
        const int16_t *year = arrivals_years(block, mover->year);
        if (!mover->only_optional) {
            scatter(panel->value, block->value, sizeof *block->value, block, mover->to);
            scatter_others(panel, block, year, mover->to);
        }
        scatter_optional(panel, block, year, mover->to);
        munmap(block, sizeof *block);
    }
    return NULL;
}

/* Whether the columns of a block are those of its input. */
static bool same_columns(const struct arrivals_block *block, const struct tb_panel *panel)
{
    const struct tb_input *input = &panel->inputs[block->input];
    for (unsigned y = 0; y < TB_COLUMN_YEARS; y++)
        if (block->column_met >> y & 1 && block->column_of[y] != input->column_of[y])
            return false;
    return true;
}

/* `origin`: observations have one of their own. */
static bool new_columns(const struct arrivals *arrivals, struct tb_panel *panel, bool origin)
{
    const size_t n = panel->n ? panel->n : 1;
    bool column = false, flags = false, period = false, source = false, note = false, pre_break = false;
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next) {
        column = column || block->has_column || (block->input != TB_NOWHERE && !same_columns(block, panel));
        flags = flags || block->has_flags;
        period = period || block->has_period;
        source = source || block->has_source;
        note = note || block->has_note;
        pre_break = pre_break || block->has_pre_break;
    }
    panel->value = malloc(n * sizeof *panel->value);
    panel->year = malloc(n * sizeof *panel->year);
    panel->state = calloc(n, sizeof *panel->state); /* exact, mostly: pages that are never written cost nothing */
    panel->decimals = malloc(n * sizeof *panel->decimals);
    panel->origin = origin ? malloc(n * sizeof *panel->origin) : NULL;
    panel->column = column ? calloc(n, sizeof *panel->column) : NULL;
    panel->flags = flags ? calloc(n, sizeof *panel->flags) : NULL;
    panel->period = period ? calloc(n, sizeof *panel->period) : NULL;
    panel->source = source ? calloc(n, sizeof *panel->source) : NULL;
    panel->note = note ? calloc(n, sizeof *panel->note) : NULL;
    panel->pre_break = pre_break ? calloc(n, sizeof *panel->pre_break) : NULL;
    return panel->value && panel->year && panel->state && panel->decimals && (!origin || panel->origin) &&
           (!column || panel->column) && (!flags || panel->flags) && (!period || panel->period) &&
           (!source || panel->source) && (!note || panel->note) && (!pre_break || panel->pre_break);
}

/* Moves the observations directly. */
static bool move_all(struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number, unsigned threads,
                     bool only_optional)
{
    enum {
        MOVERS = 4 /* each knows a place of every series, which takes room */
    };
    struct mover mover[MOVERS];
    struct arrivals_block *begin[MOVERS + 1];
    const size_t n = crew_size(threads, MOVERS);
    bool enough = true;
    arrivals_split(arrivals, n, begin);
    for (size_t m = 0; m < n; m++) {
        mover[m] = (struct mover){
            .panel = panel, .from = begin[m], .end = begin[m + 1], .number = number, .only_optional = only_optional};
        mover[m].next = calloc(panel->n_series + 1, sizeof *mover[m].next);
        mover[m].to = malloc(ARRIVALS_ROOM * sizeof *mover[m].to);
        mover[m].year = malloc(ARRIVALS_ROOM * sizeof *mover[m].year);
        enough = enough && mover[m].next && mover[m].to && mover[m].year;
    }
    if (enough) {
        crew_work(count, mover, sizeof *mover, n - 1); /* behind those of the last one comes nothing */
        for (size_t s = 0; s < panel->n_series; s++) {
            uint32_t place = (uint32_t)panel->series[s].first;
            for (size_t m = 0; m < n; m++) {
                const uint32_t own = mover[m].next[s];
                mover[m].next[s] = place;
                place += own;
            }
        }
        crew_work(move, mover, sizeof *mover, n);
        *arrivals = (struct arrivals){0};
    }
    for (size_t m = 0; m < n; m++) {
        free(mover[m].next);
        free(mover[m].to);
        free(mover[m].year);
    }
    return enough;
}

bool arrivals_place(struct arrivals *arrivals, struct tb_panel *panel, const uint32_t *number, unsigned threads)
{
    const bool mixed = scatter_pays(arrivals);
    uint32_t *series = malloc(ARRIVALS_ROOM * sizeof *series);
    const bool origin = series && (mixed || !one_line_each(arrivals, panel, number, series));
    free(series);
    bool enough =
        series && new_columns(arrivals, panel, origin) && (!mixed || scatter_place(arrivals, panel, number, threads));
    const bool optional =
        panel->column || panel->flags || panel->period || panel->source || panel->note || panel->pre_break;
    if (enough && (!mixed || optional))
        enough = move_all(arrivals, panel, number, threads, mixed);
    arrivals_free(arrivals);
    return enough;
}
