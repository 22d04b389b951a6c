/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/panel.h"

#include "model/arrivals.h"
#include "model/columns.h"
#include "model/growth.h"
#include "model/memory.h"
#include "model/merge.h"
#include "model/names_part.h"
#include "model/order.h"
#include "model/series_table.h"
#include "trendbook/number.h"

#include <assert.h>
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct tb_flag_row tb_flag_rows[] = {
    {'b', TB_FLAG_BREAK, "break in series: new basis from this year", "从本年起新口径"},
    {'p', TB_FLAG_PROVISIONAL, "provisional", "初步数"},
    {'e', TB_FLAG_ESTIMATED, "estimated", "估计数"},
    {'r', TB_FLAG_REVISED, "revised", "修订数"},
    {'u', TB_FLAG_UNRELIABLE, "unreliable", "可靠性低"},
    {'c', TB_FLAG_CONFIDENTIAL, "confidential", "保密"},
    {'d', TB_FLAG_DEFINITION, "definition differs", "定义不同"},
    {'f', TB_FLAG_FORECAST, "forecast", "预测数"},
    {'n', TB_FLAG_SMALL, "not significant, small", "数值很小"},
    {'s', TB_FLAG_EUROSTAT, "estimated by Eurostat", "欧盟统计局估计"},
    {'z', TB_FLAG_NOT_APPLICABLE, "not applicable", "不适用"},
    {'m', TB_FLAG_COMPUTED, "computed from numerator and denominator", "由分子和分母计算"},
    {'l', TB_FLAG_LINKED, "linked: put on the basis of later years", "已衔接到以后年份的口径"},
    {'k', TB_FLAG_LINK, "the years before are linked to this one", "以前年份衔接到本年"},
};
const size_t tb_n_flag_rows = sizeof tb_flag_rows / sizeof tb_flag_rows[0];

const char *const tb_kind_names[] = {"",       "count", "amount", "rate",  "proportion", "score",
                                     "length", "area",  "index",  "label", NULL};
const char *const tb_state_marks[] = {"", "~", "<", "<=", ">", ">=", "\u2026", "", "-", "NA", "c"};

enum {
    WAITING = SERIES_TOGETHER /* observations of so many series are looked up at once */
};

/* What is only needed while the panel grows. */
struct tb_panel_build {
    struct arrivals arrivals;
    struct series_table table;
    /* whose observations have arrived last, before their series are looked up */
    struct series_key waiting[WAITING];
    struct arrivals_group waiting_group[WAITING];
    size_t n_waiting;
    uint32_t *count; /* by series: observations that have arrived; so near to each other that a cache holds many */
    size_t count_capacity;
    uint32_t *indicator_of; /* by name: the indicator that has it for its id, or TB_NOWHERE */
    size_t n_names, names_capacity;
    size_t series_capacity, input_capacity, indicator_capacity;
    unsigned threads;
    const struct tb_panel
        *base; /* of a part: its series have the numbers below n_base, those of the part come behind */
    uint32_t n_base;
    uint32_t expected; /* the series of the base that comes next, in a file like the one before it */
    struct map {       /* of arrivals that came from other panels */
        uint32_t *number;
        size_t n_series; /* 0: its numbers are names */
    } * maps;
    size_t n_maps, maps_capacity;
};

/* ---- making and freeing ---- */

struct tb_panel *tb_panel_new(void)
{
    struct tb_panel *panel = calloc(1, sizeof *panel);
    if (!panel)
        return NULL;
    panel->names = tb_names_new();
    panel->build = calloc(1, sizeof *panel->build);
    if (!panel->names || !panel->build) {
        tb_panel_free(panel);
        return NULL;
    }
    return panel;
}

static void free_build(struct tb_panel *panel)
{
    if (!panel->build)
        return;
    arrivals_free(&panel->build->arrivals);
    for (size_t i = 0; i < panel->build->n_maps; i++)
        free(panel->build->maps[i].number);
    free(panel->build->maps);
    series_table_free(&panel->build->table);
    free(panel->build->count);
    free(panel->build->indicator_of);
    free(panel->build);
    panel->build = NULL;
}

static void free_indicators(struct tb_panel *panel)
{
    for (size_t i = 0; i < panel->n_definitions; i++) {
        free(panel->definitions[i]->parts);
        free(panel->definitions[i]->flows);
        free(panel->definitions[i]);
    }
    free(panel->definitions);
    panel->definitions = NULL;
    panel->n_definitions = 0;
    free(panel->indicators);
    panel->indicators = NULL;
    panel->n_indicators = 0;
}

void tb_panel_free(struct tb_panel *panel)
{
    if (!panel)
        return;
    free_build(panel);
    columns_free(panel);
    free_indicators(panel);
    for (size_t i = 0; i < panel->n_inputs; i++)
        free(panel->inputs[i].headers);
    free(panel->series);
    free(panel->inputs);
    free(panel->revisions);
    free(panel->overlaps);
    tb_names_free(panel->names);
    free(panel);
}

/* ---- inputs and places ---- */

uint32_t tb_panel_add_input(struct tb_panel *panel, const struct tb_input *input)
{
    struct tb_panel_build *build = panel->build;
    assert(build);
    if (!tb_grow(&panel->inputs, &build->input_capacity, panel->n_inputs + 1, sizeof *panel->inputs))
        return TB_NOWHERE;
    struct tb_input *added = &panel->inputs[panel->n_inputs];
    *added = *input;
    if (!added->file)
        added->file = added->path;
    added->headers = NULL;
    added->n_headers = 0;
    added->first_origin = UINT32_MAX; /* set by its first observation */
    return (uint32_t)panel->n_inputs++;
}

bool tb_panel_input_headers(struct tb_panel *panel, uint32_t input, const uint32_t *headers, size_t n)
{
    assert(input < panel->n_inputs);
    struct tb_input *to = &panel->inputs[input];
    uint32_t *copy = malloc((n ? n : 1) * sizeof *copy);
    if (!copy)
        return false;
    if (n)
        memcpy(copy, headers, n * sizeof *copy);
    free(to->headers);
    to->headers = copy;
    to->n_headers = (uint32_t)n;
    return true;
}

/* The series of an observation. */
static const struct tb_series *series_at(const struct tb_panel *panel, size_t i)
{
    size_t low = 0, high = panel->n_series;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (panel->series[middle].first <= i)
            low = middle;
        else
            high = middle;
    }
    return &panel->series[low];
}

static uint32_t origin_of(const struct tb_panel *panel, size_t i)
{
    return panel->origin ? panel->origin[i] : series_at(panel, i)->origin;
}

/* The input of an origin, or TB_NOWHERE. */
static uint32_t input_of(const struct tb_panel *panel, uint32_t origin)
{
    uint32_t found = TB_NOWHERE;
    for (uint32_t k = 0; k < panel->n_inputs && origin != UINT32_MAX; k++)
        if (panel->inputs[k].first_origin <= origin && panel->inputs[k].first_origin != UINT32_MAX &&
            (found == TB_NOWHERE || panel->inputs[k].first_origin > panel->inputs[found].first_origin))
            found = k;
    return found;
}

uint32_t tb_panel_input_of(const struct tb_panel *panel, size_t i)
{
    return input_of(panel, origin_of(panel, i));
}

struct tb_place tb_panel_place(const struct tb_panel *panel, size_t i)
{
    struct tb_place place = {0};
    const uint32_t origin = origin_of(panel, i), number = input_of(panel, origin);
    if (number == TB_NOWHERE)
        return place;
    const struct tb_input *input = &panel->inputs[number];
    place.file = tb_text(panel, input->path);
    place.line = origin - input->first_origin;
    place.column = panel->column ? panel->column[i] : input->column_of[tb_column_year(panel->year[i])];
    if (place.column && place.column <= input->n_headers)
        place.header = tb_text(panel, input->headers[place.column - 1]);
    return place;
}

/* ---- indicators ---- */

static const struct tb_definition undefined = {.file = TB_NOWHERE, .per = NAN, .target = NAN};

uint32_t growth_find_indicator(const struct tb_panel *panel, uint32_t name)
{
    return name < panel->build->n_names ? panel->build->indicator_of[name] : TB_NOWHERE;
}

/* Remembers which indicator has this name for its id. */
static bool remember_indicator(struct tb_panel_build *build, uint32_t name, uint32_t indicator)
{
    if (!tb_grow(&build->indicator_of, &build->names_capacity, (size_t)name + 1, sizeof *build->indicator_of))
        return false;
    for (; build->n_names <= name; build->n_names++)
        build->indicator_of[build->n_names] = TB_NOWHERE;
    build->indicator_of[name] = indicator;
    return true;
}

static struct tb_indicator new_indicator(uint32_t name)
{
    return (struct tb_indicator){
        .id = name,
        .numerator = TB_NOWHERE,
        .denominator = TB_NOWHERE,
        .change_of = TB_NOWHERE,
        .definition = &undefined,
    };
}

uint32_t growth_indicator(struct tb_panel *panel, uint32_t name)
{
    struct tb_panel_build *build = panel->build;
    const uint32_t known = growth_find_indicator(panel, name), added = (uint32_t)panel->n_indicators;
    if (known != TB_NOWHERE)
        return known;
    if (panel->n_indicators >= TB_NOWHERE - 1 ||
        !tb_grow(&panel->indicators, &build->indicator_capacity, panel->n_indicators + 1, sizeof *panel->indicators) ||
        !remember_indicator(build, name, added))
        return TB_NOWHERE;
    panel->indicators[panel->n_indicators++] = new_indicator(name);
    return added;
}

struct tb_definition *tb_panel_define(struct tb_panel *panel, uint32_t indicator)
{
    struct tb_indicator *row = &panel->indicators[indicator];
    if (row->definition != &undefined)
        return (struct tb_definition *)row->definition;
    struct tb_definition *own = malloc(sizeof *own);
    if (!own || !tb_grow(&panel->definitions, &panel->definitions_capacity, panel->n_definitions + 1,
                         sizeof(struct tb_definition *))) {
        free(own);
        return NULL;
    }
    *own = undefined;
    panel->definitions[panel->n_definitions++] = own;
    row->definition = own;
    return own;
}

uint32_t tb_panel_indicator(struct tb_panel *panel, const char *id, size_t length)
{
    assert(panel->build);
    const uint32_t name = tb_names_add(panel->names, id, length);
    return name == TB_NO_NAME ? TB_NOWHERE : growth_indicator(panel, name);
}

uint32_t tb_panel_find_indicator(const struct tb_panel *panel, const char *id, size_t length)
{
    const uint32_t name = tb_names_find(panel->names, id, length);
    if (name == TB_NO_NAME)
        return TB_NOWHERE;
    if (panel->build)
        return growth_find_indicator(panel, name);
    for (uint32_t i = 0; i < panel->n_indicators; i++)
        if (panel->indicators[i].id == name)
            return i;
    return TB_NOWHERE;
}

const char *tb_indicator_name(const struct tb_panel *panel, uint32_t indicator, enum tb_language language)
{
    const struct tb_indicator *i = &panel->indicators[indicator];
    const uint32_t first = language == TB_CHINESE ? i->name_zh : i->name_en;
    const uint32_t second = language == TB_CHINESE ? i->name_en : i->name_zh;
    return tb_text(panel, first ? first : second ? second : i->id);
}

/* ---- observations ---- */

/* The number of a series, added when new; TB_NOWHERE when out of memory. */
static uint32_t series_of(struct tb_panel *panel, struct series_key key)
{
    struct tb_panel_build *build = panel->build;
    uint32_t *number = series_table_find(&build->table, key);
    if (number && *number != TB_NOWHERE)
        return *number;
    const size_t all = build->n_base + panel->n_series;
    if (!number || all >= TB_NOWHERE - 1 ||
        !tb_grow(&panel->series, &build->series_capacity, panel->n_series + 1, sizeof *panel->series) ||
        !tb_grow(&build->count, &build->count_capacity, all + 1, sizeof *build->count))
        return TB_NOWHERE;
    build->count[all] = 0;
    panel->series[panel->n_series++] = (struct tb_series){.indicator = key.indicator, .region = key.region};
    *number = (uint32_t)all;
    return *number;
}

/* How many series come as they follow each other in the base; their numbers. */
static size_t find_expected(struct tb_panel_build *build, const struct series_key *key, size_t n, uint32_t *number)
{
    size_t k = 0;
    for (; k < n && build->expected < build->n_base; k++) {
        const struct tb_series *series = &build->base->series[build->expected];
        if (series->indicator != key[k].indicator || series->region != key[k].region)
            break;
        number[k] = build->expected++;
    }
    return k;
}

/* The numbers of series that are known; TB_NOWHERE of others. */
static void find_series(struct tb_panel_build *build, const struct series_key *key, size_t n, uint32_t *number)
{
    uint32_t own[WAITING];
    size_t n_found = 0;
    if (build->n_base) {
        const size_t easy = find_expected(build, key, n, number);
        key += easy;
        number += easy;
        n -= easy;
        series_table_find_all(&build->base->build->table, key, n, number);
        for (size_t k = 0; k < n; k++)
            n_found += number[k] != TB_NOWHERE;
        if (n_found)
            build->expected = number[n - 1] + 1; /* TB_NOWHERE: the first one */
    }
    if (n_found == n)
        return;
    series_table_find_all(&build->table, key, n, own);
    for (size_t k = 0; k < n; k++)
        number[k] = n_found && number[k] != TB_NOWHERE ? number[k] : own[k];
}

/* Gives the observations that wait to their series. */
static bool settle(struct tb_panel *panel)
{
    struct tb_panel_build *build = panel->build;
    const size_t n = build->n_waiting;
    uint32_t series[WAITING];
    find_series(build, build->waiting, n, series);
    for (size_t k = 0; k < n; k++) {
        series[k] = series[k] != TB_NOWHERE ? series[k] : series_of(panel, build->waiting[k]);
        if (series[k] == TB_NOWHERE)
            return false;
        __builtin_prefetch(&build->count[series[k]], 1);
    }
    for (size_t k = 0; k < n; k++) {
        build->count[series[k]] += build->waiting_group[k].n;
        arrivals_own(&build->arrivals, series[k], &build->waiting_group[k]);
    }
    build->n_waiting = 0;
    return true;
}

enum tb_status tb_panel_add(struct tb_panel *panel, uint32_t indicator, uint32_t region, const struct tb_observation *o)
{
    struct tb_panel_build *build = panel->build;
    assert(build && indicator < panel->n_indicators);
    const size_t last = build->n_waiting - 1;
    const bool another =
        !build->n_waiting || build->waiting[last].indicator != indicator || build->waiting[last].region != region;
    const bool full = arrivals_full(&build->arrivals, o);
    if (((another && build->n_waiting == WAITING) || full) && !settle(panel))
        return TB_NO_MEMORY;
    if (panel->n >= UINT32_MAX - 1 || (full && !arrivals_open(&build->arrivals, o)))
        return TB_NO_MEMORY;
    if (another || !build->n_waiting) {
        build->waiting[build->n_waiting] = (struct series_key){indicator, region};
        build->waiting_group[build->n_waiting++] = (struct arrivals_group){.line = o->line};
    }
    struct arrivals_group *group = &build->waiting_group[build->n_waiting - 1];
    if (group->line != o->line && !build->arrivals.last->has_lines)
        arrivals_part_lines(&build->arrivals, build->waiting_group, build->n_waiting);
    arrivals_add(&build->arrivals, o);
    group->n++;
    panel->n++;
    return TB_OK;
}

enum tb_status tb_panel_add_texts(struct tb_panel *panel, size_t first, uint32_t source, uint32_t note)
{
    assert(panel->build);
    arrivals_fill_texts(&panel->build->arrivals, first, source, note);
    return TB_OK;
}

void tb_panel_use_threads(struct tb_panel *panel, unsigned threads)
{
    panel->build->threads = threads;
}

/* ---- growing by parts ---- */

bool growth_cut(struct tb_panel *part, struct arrivals *cut)
{
    if (!settle(part))
        return false;
    *cut = part->build->arrivals;
    part->build->arrivals = (struct arrivals){0};
    return true;
}

bool growth_build_on(struct tb_panel *part, const struct tb_panel *panel)
{
    struct tb_panel_build *build = part->build;
    const struct tb_panel_build *known = panel->build;
    names_build_on(part->names, panel->names);
    build->base = panel;
    build->n_base = (uint32_t)panel->n_series;
    if (!tb_grow(&build->count, &build->count_capacity, panel->n_series, sizeof *build->count) ||
        !tb_grow(&part->indicators, &build->indicator_capacity, panel->n_indicators, sizeof *part->indicators) ||
        !tb_grow(&build->indicator_of, &build->names_capacity, known->n_names, sizeof *build->indicator_of))
        return false;
    if (panel->n_series)
        memset(build->count, 0, panel->n_series * sizeof *build->count);
    for (size_t i = 0; i < panel->n_indicators; i++) {
        const struct tb_indicator *of = &panel->indicators[i];
        part->indicators[i] = new_indicator(of->id);
        part->indicators[i].unit = of->unit;
        part->indicators[i].kind = of->kind;
        part->indicators[i].change_of = of->change_of;
    }
    if (known->n_names)
        memcpy(build->indicator_of, known->indicator_of, known->n_names * sizeof *build->indicator_of);
    part->n_indicators = panel->n_indicators;
    build->n_names = known->n_names;
    return true;
}

/* Tells the panel's own series how many observations have arrived; no more come. */
static void count_observations(struct tb_panel *panel)
{
    const struct tb_panel_build *build = panel->build;
    for (size_t s = 0; s < panel->n_series && build->count; s++)
        panel->series[s].n += build->count[build->n_base + s];
}

void growth_settle(struct tb_panel *part)
{
    count_observations(part);
    series_table_free(&part->build->table);
    free(part->build->indicator_of);
    part->build->indicator_of = NULL;
    part->build->n_names = 0;
    free_indicators(part);
    names_settle(part->names);
}

void growth_drop(struct tb_panel *part, struct arrivals *arrivals)
{
    for (const struct arrivals_block *block = arrivals->first; block; block = block->next)
        for (uint32_t run = 0; run < block->n_runs; run++) {
            const uint32_t series = block->run_series[run];
            if (series < part->build->n_base)
                part->build->count[series] -= block->run_n[run];
            else
                part->series[series - part->build->n_base].n -= block->run_n[run];
        }
    arrivals_free(arrivals);
}

void growth_count(struct tb_panel *panel, const struct tb_panel *part)
{
    uint32_t *count = panel->build->count;
    const uint32_t *arrived = part->build->count;
    for (size_t s = 0; s < part->build->n_base; s++)
        count[s] += arrived[s];
}

bool growth_keep_map(struct tb_panel *panel, uint32_t *map, size_t n_series)
{
    struct tb_panel_build *build = panel->build;
    if (!tb_grow(&build->maps, &build->maps_capacity, build->n_maps + 1, sizeof *build->maps))
        return false;
    build->maps[build->n_maps].number = map;
    build->maps[build->n_maps++].n_series = n_series;
    return true;
}

bool growth_series(struct tb_panel *panel, const struct tb_series *of, size_t n, const uint32_t *indicator_map,
                   const struct part_map *name_map, uint32_t *number)
{
    struct series_key key[WAITING];
    for (size_t done = 0, many; done < n; done += many) {
        many = n - done < WAITING ? n - done : WAITING;
        for (size_t k = 0; k < many; k++)
            key[k] =
                (struct series_key){indicator_map[of[done + k].indicator], part_number(name_map, of[done + k].region)};
        series_table_find_all(&panel->build->table, key, many, number + done);
        for (size_t k = 0; k < many; k++) {
            if (number[done + k] == TB_NOWHERE)
                number[done + k] = series_of(panel, key[k]);
            if (number[done + k] == TB_NOWHERE)
                return false;
            panel->series[number[done + k]].n += of[done + k].n;
        }
    }
    return true;
}

bool growth_take(struct tb_panel *panel, struct arrivals *arrivals, uint32_t input, const struct part_map *series_map,
                 const struct part_map *name_map)
{
    if (!settle(panel)) /* those that wait stand in the last block, which is another one from here on */
        return false;
    for (struct arrivals_block *block = arrivals->first; block; block = block->next) {
        block->input = input;
        block->series_map = *series_map;
        block->name_map = *name_map;
        panel->n += block->n;
    }
    arrivals_join(&panel->build->arrivals, arrivals);
    return panel->n < UINT32_MAX;
}

/* ---- sorting ---- */

/* Gives every input the numbers of its lines.  False when they do not fit. */
static bool number_lines(struct tb_panel *panel)
{
    uint64_t next = 0;
    for (const struct arrivals_block *block = panel->build->arrivals.first; block; block = block->next) {
        if (block->input == TB_NOWHERE)
            continue;
        struct tb_input *input = &panel->inputs[block->input];
        if (input->first_origin == UINT32_MAX)
            input->first_origin = (uint32_t)next;
        for (unsigned y = 0; y < TB_COLUMN_YEARS; y++)
            if (!input->column_of[y] && block->column_met >> y & 1)
                input->column_of[y] = block->column_of[y];
        const uint64_t last = input->first_origin + block->last_line;
        if (last >= UINT32_MAX)
            return false;
        next = last < next ? next : last + 1;
        input->observations += block->n;
    }
    return true;
}

/* *repeated: some series has a year twice. */
static bool sort_observations(struct tb_panel *panel, bool *repeated)
{
    if (!settle(panel) || !number_lines(panel))
        return false;
    count_observations(panel);
    free(panel->build->count);
    panel->build->count = NULL;
    series_table_free(&panel->build->table); /* no more series come, and placing takes room */
    uint32_t *number;
    if (!order_series(panel, &number))
        return false;
    for (size_t i = 0; number && i < panel->build->n_maps; i++)
        for (size_t s = 0; s < panel->build->maps[i].n_series; s++)
            panel->build->maps[i].number[s] = number[panel->build->maps[i].number[s]];
    if (!arrivals_have_own(&panel->build->arrivals)) {
        free(number);
        number = NULL;
    }
    const bool placed = arrivals_place(&panel->build->arrivals, panel, number, panel->build->threads);
    free(number);
    return placed && order_years(panel, panel->build->threads, repeated);
}

/* Gives every observation an origin of its own: some of them are about to go. */
static bool origin_of_each(struct tb_panel *panel)
{
    if (panel->origin)
        return true;
    panel->origin = malloc((panel->n ? panel->n : 1) * sizeof *panel->origin);
    for (size_t s = 0; panel->origin && s < panel->n_series; s++)
        for (size_t k = 0; k < panel->series[s].n; k++)
            panel->origin[panel->series[s].first + k] = panel->series[s].origin;
    return panel->origin != NULL;
}

enum tb_status tb_panel_finish(struct tb_panel *panel, struct tb_log *log)
{
    assert(panel->build);
    bool repeated;
    if (!sort_observations(panel, &repeated))
        return tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory with %zu values", panel->n);
    const enum tb_status status = !repeated ? TB_OK : origin_of_each(panel) ? merge_repeated(panel, log) : TB_NO_MEMORY;
    free_build(panel);
    return status == TB_NO_MEMORY
               ? tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory with %zu values", panel->n)
               : status;
}

/* The arrays of `panel` with room for `n` more observations in series of their own; those are added by the caller. */
static bool make_room(struct tb_panel *panel, const struct tb_new_series *series, size_t n_series, size_t n)
{
    struct tb_series *grown = realloc(panel->series, (panel->n_series + n_series) * sizeof *grown);
    if (!grown)
        return false;
    panel->series = grown;
    for (size_t s = 0; s < n_series; s++)
        for (size_t i = 0; i < series[s].n; i++)
            if (!columns_need(panel, &series[s].observations[i]))
                return false;
    return columns_grow(panel, panel->n + n);
}

enum tb_status tb_panel_append(struct tb_panel *panel, const struct tb_new_series *series, size_t n)
{
    assert(!panel->build);
    size_t added = 0;
    for (size_t s = 0; s < n; s++)
        added += series[s].n;
    if (!added)
        return TB_OK;
    if (!make_room(panel, series, n, added))
        return TB_NO_MEMORY;
    for (size_t s = 0; s < n; s++) {
        if (!series[s].n)
            continue;
        panel->series[panel->n_series++] = (struct tb_series){.indicator = series[s].indicator,
                                                              .region = series[s].region,
                                                              .first = (uint32_t)panel->n,
                                                              .n = (uint32_t)series[s].n,
                                                              .origin = UINT32_MAX};
        for (size_t i = 0; i < series[s].n; i++)
            columns_set(panel, panel->n++, &series[s].observations[i]);
    }
    return order_slices(panel) ? TB_OK : TB_NO_MEMORY;
}

void tb_panel_keep_years(struct tb_panel *panel, int first_year, int last_year)
{
    assert(!panel->build);
    size_t to = 0, kept_series = 0;
    bool all = true;
    for (size_t s = 0; s < panel->n_series && all; s++) { /* the years of a series are in order */
        const struct tb_series *series = &panel->series[s];
        all = series->n && panel->year[series->first] >= first_year &&
              panel->year[series->first + series->n - 1] <= last_year;
    }
    if (all)
        return;
    for (size_t s = 0; s < panel->n_series; s++) {
        struct tb_series series = panel->series[s];
        const size_t first = series.first, end = first + series.n;
        series.first = (uint32_t)to;
        for (size_t i = first; i < end; i++)
            if (panel->year[i] >= first_year && panel->year[i] <= last_year) {
                if (to != i)
                    columns_copy(panel, to, i);
                to++;
            }
        series.n = (uint32_t)(to - series.first);
        if (series.n)
            panel->series[kept_series++] = series;
    }
    panel->n = to;
    panel->n_series = kept_series;
}

/* ---- finding ---- */

uint32_t tb_panel_find_series(const struct tb_panel *panel, uint32_t indicator, uint32_t region)
{
    size_t low = 0, high = panel->n_series;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct tb_series *series = &panel->series[middle];
        if (series->indicator < indicator || (series->indicator == indicator && series->region < region))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < panel->n_series && panel->series[low].indicator == indicator && panel->series[low].region == region)
        return (uint32_t)low;
    return TB_NOWHERE;
}

static bool matches_one(const char *const *patterns, const char *text)
{
    for (; *patterns; patterns++)
        if (strcmp(*patterns, text) == 0 || fnmatch(*patterns, text, 0) == 0)
            return true;
    return false;
}

/* What a pattern is held against. */
enum match_by {
    BY_INDICATOR,
    BY_REGION,
    BY_SECTION
};

static const char *match_text(const struct tb_panel *panel, const struct tb_series *series, enum match_by by)
{
    const struct tb_indicator *indicator = &panel->indicators[series->indicator];
    return tb_text(panel, by == BY_INDICATOR ? indicator->id : by == BY_REGION ? series->region : indicator->section);
}

/* Everything has its identifier; an indicator may be called by its names too, a section by its Chinese heading. */
static bool matches_series(const struct tb_panel *panel, const struct tb_series *series, const char *const *patterns,
                           enum match_by by)
{
    const struct tb_indicator *indicator = &panel->indicators[series->indicator];
    const uint32_t name[] = {by == BY_INDICATOR ? indicator->name_zh
                             : by == BY_SECTION ? indicator->definition->section_zh
                                                : 0,
                             by == BY_INDICATOR ? indicator->name_en : 0};
    return matches_one(patterns, match_text(panel, series, by)) ||
           (name[0] && matches_one(patterns, tb_text(panel, name[0]))) ||
           (name[1] && matches_one(patterns, tb_text(panel, name[1])));
}

static void offer_series(struct tb_nearest *nearest, const struct tb_panel *panel, const struct tb_series *series,
                         enum match_by by)
{
    const struct tb_indicator *indicator = &panel->indicators[series->indicator];
    const char *text = match_text(panel, series, by);
    tb_nearest_offer(nearest, text);
    if (by == BY_INDICATOR && indicator->name_zh)
        tb_nearest_offer_as(nearest, tb_text(panel, indicator->name_zh), text);
    if (by == BY_INDICATOR && indicator->name_en)
        tb_nearest_offer_as(nearest, tb_text(panel, indicator->name_en), text);
    if (by == BY_SECTION && indicator->definition->section_zh)
        tb_nearest_offer_as(nearest, tb_text(panel, indicator->definition->section_zh), text);
}

/* Fails when some pattern fits none of the series. */
static enum tb_status check_patterns(const struct tb_panel *panel, const char *const *patterns, enum match_by by,
                                     struct tb_log *log)
{
    static const char *const names[] = {"indicator with data", "region", "section"};
    enum tb_status status = TB_OK;
    for (; patterns && *patterns; patterns++) {
        const char *one[] = {*patterns, NULL};
        struct tb_nearest nearest = tb_nearest_to(*patterns);
        bool found = false;
        for (size_t s = 0; s < panel->n_series && !found; s++)
            found = matches_series(panel, &panel->series[s], one, by);
        for (size_t s = 0; s < panel->n_series && !found; s++)
            offer_series(&nearest, panel, &panel->series[s], by);
        if (!found)
            status = tb_fail(log, TB_BAD_OPTION, "no-match", NULL, "no %s matches \"%s\"%s%s%s", names[by], *patterns,
                             TB_DID_YOU_MEAN(nearest));
    }
    return status;
}

enum tb_status tb_panel_match(const struct tb_panel *panel, const struct tb_choice *choice, bool *chosen,
                              struct tb_log *log)
{
    const char *const *const lists[] = {choice->indicators, choice->regions, choice->sections};
    enum tb_status status = TB_OK;
    for (size_t s = 0; s < panel->n_series; s++)
        chosen[s] = true;
    for (unsigned by = BY_INDICATOR; by <= BY_SECTION; by++) {
        const enum tb_status bad = check_patterns(panel, lists[by], (enum match_by)by, log);
        status = status ? status : bad;
        for (size_t s = 0; s < panel->n_series && lists[by]; s++)
            chosen[s] = chosen[s] && matches_series(panel, &panel->series[s], lists[by], (enum match_by)by);
    }
    return status;
}

/* ---- what a value can be ---- */

static bool never_negative(const struct tb_indicator *indicator)
{
    if (indicator->change_of != TB_NOWHERE)
        return false;
    switch ((enum tb_kind)indicator->kind) {
    case TB_COUNT:
    case TB_RATE:
    case TB_PROPORTION:
    case TB_LENGTH:
    case TB_AREA:
        return true;
    default:
        return false;
    }
}

static bool interval_of(const struct tb_panel *panel, uint32_t series, enum tb_state state, double value, double *lower,
                        double *upper)
{
    const struct tb_indicator *indicator = &panel->indicators[panel->series[series].indicator];
    const double least = never_negative(indicator) ? 0 : -INFINITY;
    struct tb_unit unit;
    tb_unit_parse(tb_text(panel, indicator->unit), &unit);
    const double most = indicator->kind == TB_PROPORTION && unit.percent ? 1 / unit.numerator_scale : INFINITY;
    switch (state) {
    case TB_EXACT:
    case TB_ABOUT:
        *lower = *upper = value;
        return true;
    case TB_BELOW:
    case TB_AT_MOST:
        *lower = fmin(least, value);
        *upper = value;
        return true;
    case TB_ABOVE:
    case TB_AT_LEAST:
        *lower = value;
        *upper = fmax(most, value);
        return true;
    case TB_NEGLIGIBLE:
        *lower = 0;
        *upper = INFINITY;
        return true;
    default:
        return false;
    }
}

bool tb_panel_interval(const struct tb_panel *panel, uint32_t series, size_t i, double *lower, double *upper)
{
    return interval_of(panel, series, (enum tb_state)panel->state[i], panel->value[i], lower, upper);
}

bool tb_panel_pre_break(const struct tb_panel *panel, uint32_t series, size_t i, double *lower, double *upper)
{
    if (!panel->pre_break || !panel->pre_break[i].given)
        return false;
    return interval_of(panel, series, (enum tb_state)panel->pre_break[i].state, panel->pre_break[i].value, lower,
                       upper);
}
