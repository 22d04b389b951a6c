/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/order.h"

#include "model/columns.h"
#include "model/crew.h"

#include <stdlib.h>
#include <string.h>

/* ---- series ---- */

static uint32_t key_of(const struct tb_series *series, bool by_region)
{
    return by_region ? series->region : series->indicator;
}

/* Whether each series comes behind the one before it. */
static bool in_order(const struct tb_panel *panel)
{
    for (size_t s = 1; s < panel->n_series; s++) {
        const struct tb_series *a = &panel->series[s - 1], *b = &panel->series[s];
        if (a->indicator > b->indicator || (a->indicator == b->indicator && a->region > b->region))
            return false;
    }
    return true;
}

/* Sorts `rank` by one key by counting; equal keys keep their order. */
static bool sort_by(const struct tb_panel *panel, uint32_t *rank, uint32_t *other, bool by_region)
{
    const size_t keys = (by_region ? tb_names_count(panel->names) : panel->n_indicators) + 1;
    uint32_t *next = calloc(keys + 1, sizeof *next);
    if (!next)
        return false;
    for (size_t s = 0; s < panel->n_series; s++)
        next[key_of(&panel->series[s], by_region) + 1]++;
    for (size_t k = 1; k < keys; k++)
        next[k] += next[k - 1];
    for (size_t s = 0; s < panel->n_series; s++)
        other[next[key_of(&panel->series[rank[s]], by_region)]++] = rank[s];
    memcpy(rank, other, panel->n_series * sizeof *rank);
    free(next);
    return true;
}

/* The series in their order, by their old numbers. */
static uint32_t *rank_series(const struct tb_panel *panel)
{
    const size_t n = panel->n_series;
    uint32_t *rank = malloc((n + 1) * sizeof *rank), *other = malloc((n + 1) * sizeof *other);
    bool enough = rank && other;
    for (uint32_t s = 0; enough && s < n; s++)
        rank[s] = s;
    if (enough && !in_order(panel))
        enough = sort_by(panel, rank, other, true) && sort_by(panel, rank, other, false);
    free(other);
    if (enough)
        return rank;
    free(rank);
    return NULL;
}

/*
 * Regions mostly come in order, indicators by turns: then one step is enough.  Gives each series its place and number;
 * false when regions are out of order too, or out of memory.
 */
static bool order_by_turns(const struct tb_panel *panel, struct tb_series *ordered, uint32_t *number)
{
    struct turn {
        uint32_t next, region;
    } *turn = calloc(panel->n_indicators + 2, sizeof *turn); /* by indicator */
    bool fits = turn != NULL;
    for (size_t s = 0; fits && s < panel->n_series; s++)
        turn[panel->series[s].indicator + 1].next++;
    for (size_t i = 1; fits && i <= panel->n_indicators; i++)
        turn[i].next += turn[i - 1].next;
    for (size_t s = 0; fits && s < panel->n_series; s++) {
        struct turn *own = &turn[panel->series[s].indicator];
        fits = own->region <= panel->series[s].region;
        own->region = panel->series[s].region;
        number[s] = own->next++;
        ordered[number[s]] = panel->series[s];
    }
    free(turn);
    return fits;
}

/* Sets where each series begins. */
static void number_places(struct tb_panel *panel)
{
    uint32_t first = 0;
    for (size_t s = 0; s < panel->n_series; s++) {
        panel->series[s].first = first;
        first += panel->series[s].n;
    }
}

bool order_series(struct tb_panel *panel, uint32_t **number)
{
    const size_t n = panel->n_series;
    *number = NULL;
    if (!in_order(panel)) {
        struct tb_series *ordered = malloc((n + 1) * sizeof *ordered);
        uint32_t *rank = NULL;
        *number = malloc((n + 1) * sizeof **number);
        bool enough = ordered && *number;
        if (enough && !order_by_turns(panel, ordered, *number)) {
            rank = rank_series(panel);
            enough = rank != NULL;
        }
        if (!enough) {
            free(ordered);
            return false;
        }
        for (uint32_t s = 0; rank && s < n; s++) {
            ordered[s] = panel->series[rank[s]];
            (*number)[rank[s]] = s;
        }
        free(rank);
        free(panel->series);
        panel->series = ordered;
    }
    number_places(panel);
    return true;
}

bool order_slices(struct tb_panel *panel)
{
    uint32_t *rank = rank_series(panel);
    struct tb_series *ordered = malloc((panel->n_series + 1) * sizeof *ordered);
    bool enough = rank && ordered;
    for (size_t c = 0; c < columns_n && enough; c++) {
        void **column = columns_of(panel, &columns_all[c]);
        const size_t size = columns_all[c].size;
        if (!*column)
            continue;
        char *moved = malloc((panel->n ? panel->n : 1) * size), *to = moved;
        enough = moved != NULL;
        for (size_t s = 0; s < panel->n_series && enough; s++) {
            const struct tb_series *series = &panel->series[rank[s]];
            memcpy(to, (char *)*column + series->first * size, series->n * size);
            to += series->n * size;
        }
        if (enough) {
            free(*column);
            *column = moved;
        }
    }
    for (size_t s = 0; s < panel->n_series && enough; s++)
        ordered[s] = panel->series[rank[s]];
    if (enough) {
        free(panel->series);
        panel->series = ordered;
        ordered = NULL;
        number_places(panel);
    }
    free(rank);
    free(ordered);
    return enough;
}

/* ---- years ---- */

/* One thread: it sorts the observations of neighbouring series. */
struct sorter {
    struct tb_panel *panel;
    size_t from, to; /* series */
    struct by_year {
        uint64_t key; /* year, then period */
        uint32_t i;
    } * entry;
    uint32_t *order; /* of a series: which observation comes first, and so on */
    char *moved;
    size_t capacity;
    bool failed, repeated;
};

static uint64_t year_key(const struct tb_panel *panel, size_t i)
{
    return (uint64_t)(uint16_t)panel->year[i] << 32 | tb_period(panel, i);
}

static int compare(const void *left, const void *right)
{
    const struct by_year *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->i < b->i ? -1 : a->i > b->i;
}

static bool sorted(const struct tb_panel *panel, const struct tb_series *series, bool *repeated)
{
    for (size_t i = series->first + 1; i < series->first + series->n; i++) {
        if (panel->year[i - 1] < panel->year[i])
            continue;
        const uint64_t before = year_key(panel, i - 1), now = year_key(panel, i);
        if (before > now)
            return false;
        *repeated = *repeated || before == now;
    }
    return true;
}

static bool sorter_room(struct sorter *sorter, size_t n)
{
    enum {
        WIDEST = sizeof(struct tb_pre_break)
    }; /* of the values of a column */
    if (sorter->moved && n <= sorter->capacity)
        return true;
    struct by_year *entry = realloc(sorter->entry, 2 * n * sizeof *entry);
    sorter->entry = entry ? entry : sorter->entry;
    uint32_t *order = realloc(sorter->order, 2 * n * sizeof *order);
    sorter->order = order ? order : sorter->order;
    char *moved = realloc(sorter->moved, 2 * n * WIDEST);
    sorter->moved = moved ? moved : sorter->moved;
    if (entry && order && moved)
        sorter->capacity = 2 * n;
    return entry && order && moved;
}

/* A few entries by insertion, many by the library. */
static void sort_entries(struct by_year *entry, uint32_t n)
{
    if (n > 64) {
        qsort(entry, n, sizeof *entry, compare);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        const struct by_year moving = entry[i];
        uint32_t k = i;
        for (; k > 0 && entry[k - 1].key > moving.key; k--)
            entry[k] = entry[k - 1];
        entry[k] = moving;
    }
}

static void order_any(struct sorter *sorter, const struct tb_series *series)
{
    for (uint32_t i = 0; i < series->n; i++)
        sorter->entry[i] = (struct by_year){year_key(sorter->panel, series->first + i), i};
    sort_entries(sorter->entry, series->n);
    for (uint32_t i = 0; i < series->n; i++) {
        sorter->order[i] = sorter->entry[i].i;
        sorter->repeated = sorter->repeated || (i && sorter->entry[i - 1].key == sorter->entry[i].key);
    }
}

/* The usual case without comparing: whole years, each of them once and not far from each other.  False for others. */
static bool order_near(const struct sorter *sorter, const struct tb_series *series)
{
    enum {
        FAR = 64
    };
    const int16_t *year = sorter->panel->year + series->first;
    uint8_t at[FAR] = {0}; /* by year: the observation, from 1 */
    int first = year[0];
    if (series->n > FAR || sorter->panel->period)
        return false;
    for (uint32_t i = 1; i < series->n; i++)
        first = year[i] < first ? year[i] : first;
    for (uint32_t i = 0; i < series->n; i++) {
        if (year[i] - first >= FAR || at[year[i] - first])
            return false;
        at[year[i] - first] = (uint8_t)(i + 1);
    }
    for (uint32_t y = 0, k = 0; k < series->n; y++)
        if (at[y])
            sorter->order[k++] = at[y] - 1U;
    return true;
}

/* Puts `n` elements into order; `size` is known where this is called. */
static inline void gather(void *to, const void *from, size_t size, const uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        memcpy((char *)to + i * size, (const char *)from + order[i] * size, size);
}

static void put_in_order(void *column, size_t size, struct sorter *sorter, uint32_t n)
{
    if (memcmp(column, (char *)column + size, (n - 1) * size) == 0) /* all are the same */
        return;
    if (size == 1)
        gather(sorter->moved, column, 1, sorter->order, n);
    else if (size == 2)
        gather(sorter->moved, column, 2, sorter->order, n);
    else if (size == 4)
        gather(sorter->moved, column, 4, sorter->order, n);
    else if (size == 8)
        gather(sorter->moved, column, 8, sorter->order, n);
    else
        gather(sorter->moved, column, size, sorter->order, n);
    memcpy(column, sorter->moved, n * size);
}

static bool sort_series(struct sorter *sorter, const struct tb_series *series)
{
    struct tb_panel *panel = sorter->panel;
    if (!sorter_room(sorter, series->n))
        return false;
    if (!order_near(sorter, series))
        order_any(sorter, series);
    for (size_t c = 0; c < columns_n; c++) {
        char *column = *columns_of(panel, &columns_all[c]);
        if (column)
            put_in_order(column + series->first * columns_all[c].size, columns_all[c].size, sorter, series->n);
    }
    return true;
}

static void *sort_range(void *context)
{
    struct sorter *sorter = context;
    for (size_t s = sorter->from; s < sorter->to && !sorter->failed; s++)
        if (!sorted(sorter->panel, &sorter->panel->series[s], &sorter->repeated))
            sorter->failed = !sort_series(sorter, &sorter->panel->series[s]);
    free(sorter->entry);
    free(sorter->order);
    free(sorter->moved);
    return NULL;
}

bool order_years(struct tb_panel *panel, unsigned threads, bool *repeated)
{
    enum {
        WORTH_IT = 10000 /* series, before a second thread pays */
    };
    struct sorter sorter[CREW_MOST];
    const size_t n = crew_size(threads, panel->n_series / WORTH_IT + 1);
    bool failed = false;
    *repeated = false;
    for (size_t k = 0; k < n; k++)
        sorter[k] =
            (struct sorter){.panel = panel, .from = panel->n_series * k / n, .to = panel->n_series * (k + 1) / n};
    crew_work(sort_range, sorter, sizeof *sorter, n);
    for (size_t k = 0; k < n; k++) {
        failed = failed || sorter[k].failed;
        *repeated = *repeated || sorter[k].repeated;
    }
    return !failed;
}
