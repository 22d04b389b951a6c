/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/merge.h"

#include "model/columns.h"
#include "model/memory.h"
#include "trendbook/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one input twice ---- */

/* A value as it is written in messages: ">=4800", "12.50". */
struct shown {
    char text[2 * TB_NUMBER_SIZE + 40];
};

static struct shown show(const struct tb_panel *panel, size_t i)
{
    struct shown shown;
    char number[TB_NUMBER_SIZE];
    tb_number_exact(panel->value[i], number);
    const int n = snprintf(shown.text, sizeof shown.text, "%s%s", tb_state_marks[panel->state[i]], number);
    if (panel->pre_break && panel->pre_break[i].given) {
        tb_number_exact(panel->pre_break[i].value, number);
        snprintf(shown.text + n, sizeof shown.text - (size_t)n, " (pre_break %s%s)",
                 tb_state_marks[panel->pre_break[i].state], number);
    }
    return shown;
}

/* Two values before the break never contradict each other when only one of them is given. */
static bool same_pre_break(const struct tb_panel *panel, size_t a, size_t b)
{
    if (!panel->pre_break || !panel->pre_break[a].given || !panel->pre_break[b].given)
        return true;
    return panel->pre_break[a].value == panel->pre_break[b].value &&
           panel->pre_break[a].state == panel->pre_break[b].state;
}

static bool identical(const struct tb_panel *panel, size_t a, size_t b)
{
    const bool both_missing = !tb_has_value(panel, a) && !tb_has_value(panel, b);
    return panel->state[a] == panel->state[b] && (both_missing || panel->value[a] == panel->value[b]);
}

/* Observation i repeats observation `kept` of the same input; false when their values differ. */
static bool report_twice(const struct tb_panel *panel, const struct tb_series *series, size_t kept, size_t i,
                         struct tb_log *log)
{
    struct tb_place place = tb_panel_place(panel, i);
    const struct tb_place first = tb_panel_place(panel, kept);
    const char *id = tb_text(panel, panel->indicators[series->indicator].id);
    if (identical(panel, kept, i) && same_pre_break(panel, kept, i)) {
        place.column = 0;
        place.header = NULL;
        tb_log_add(log, TB_WARNING, "duplicate", &place, "%s of %d is given twice with the same value, first at %s:%zu",
                   id, panel->year[i], first.file, first.line);
        return true;
    }
    tb_log_add(log, TB_ERROR, "conflict", &place, "%s of %d is \"%s\" here but \"%s\" at %s:%zu; keep the right one",
               id, panel->year[i], show(panel, i).text, show(panel, kept).text, first.file, first.line);
    return false;
}

/* ---- two inputs ---- */

/* Equal as far as both are printed: 5.46 and 5.5. */
static bool agree(const struct tb_panel *panel, size_t a, size_t b)
{
    const bool points = panel->state[a] <= TB_ABOUT && panel->state[b] <= TB_ABOUT;
    if (!points || panel->decimals[a] == panel->decimals[b])
        return identical(panel, a, b) || (points && panel->value[a] == panel->value[b]);
    const int fewer = panel->decimals[a] < panel->decimals[b] ? panel->decimals[a] : panel->decimals[b];
    const double half = 0.5 * pow(10, -fewer);
    const double size = fmax(fabs(panel->value[a]), fabs(panel->value[b]));
    return fabs(panel->value[a] - panel->value[b]) <= half + 1e-12 * size;
}

/* Joins two notes; 0 when out of memory or empty. */
static uint32_t join(struct tb_panel *panel, uint32_t a, uint32_t b)
{
    if (!a || !b || a == b)
        return a ? a : b;
    char *text = NULL;
    if (asprintf(&text, "%s; %s", tb_text(panel, a), tb_text(panel, b)) < 0)
        return a;
    const uint32_t name = tb_names_add(panel->names, text, strlen(text));
    free(text);
    return name == TB_NO_NAME ? a : name;
}

/* What is said beside two equal values belongs to the one that stays. */
static void unite(struct tb_panel *panel, size_t stays, size_t goes)
{
    if (panel->flags)
        panel->flags[stays] |= panel->flags[goes];
    if (panel->source && !panel->source[stays])
        panel->source[stays] = panel->source[goes];
    if (panel->pre_break && !panel->pre_break[stays].given)
        panel->pre_break[stays] = panel->pre_break[goes];
    if (panel->note)
        panel->note[stays] = join(panel, panel->note[stays], panel->note[goes]);
}

static void exchange(struct tb_panel *panel, size_t a, size_t b)
{
    for (size_t c = 0; c < columns_n; c++) {
        char *column = *columns_of(panel, &columns_all[c]);
        char saved[16];
        const size_t size = columns_all[c].size;
        if (!column)
            continue;
        memcpy(saved, column + a * size, size);
        memcpy(column + a * size, column + b * size, size);
        memcpy(column + b * size, saved, size);
    }
}

/* The overlap of two inputs, added when new; NULL when out of memory. */
static struct tb_overlap *overlap_of(struct tb_panel *panel, uint32_t a, uint32_t b)
{
    for (size_t i = panel->n_overlaps; i-- > 0;)
        if (panel->overlaps[i].first == a && panel->overlaps[i].second == b)
            return &panel->overlaps[i];
    if (!tb_grow_by_one(&panel->overlaps, panel->n_overlaps, sizeof *panel->overlaps))
        return NULL;
    panel->overlaps[panel->n_overlaps] = (struct tb_overlap){.first = a, .second = b};
    return &panel->overlaps[panel->n_overlaps++];
}

static bool add_revision(struct tb_panel *panel, const struct tb_series *series, size_t stays, size_t goes)
{
    if (!tb_grow(&panel->revisions, &panel->revisions_capacity, panel->n_revisions + 1, sizeof *panel->revisions))
        return false;
    const struct tb_place new_place = tb_panel_place(panel, stays), old_place = tb_panel_place(panel, goes);
    panel->revisions[panel->n_revisions++] = (struct tb_revision){
        .indicator = series->indicator,
        .region = series->region,
        .year = panel->year[stays],
        .period = tb_period(panel, stays),
        .value = {panel->value[goes], panel->value[stays]},
        .state = {panel->state[goes], panel->state[stays]},
        .decimals = {panel->decimals[goes], panel->decimals[stays]},
        .input = {tb_panel_input_of(panel, goes), tb_panel_input_of(panel, stays)},
        .line = {old_place.line, new_place.line},
        .column = {old_place.column, new_place.column},
    };
    return true;
}

/* Observations `kept` and i, of two inputs, become `kept`. */
static enum tb_status merge_two(struct tb_panel *panel, const struct tb_series *series, size_t kept, size_t i,
                                struct tb_log *log)
{
    const uint32_t a = tb_panel_input_of(panel, kept), b = tb_panel_input_of(panel, i);
    const bool both = tb_has_value(panel, kept) && tb_has_value(panel, i);
    const bool equal = (both ? agree(panel, kept, i) : true) && /* a value beside an empty cell contradicts nothing */
                       same_pre_break(panel, kept, i);
    const uint32_t rank_a = panel->inputs[a].rank, rank_b = panel->inputs[b].rank;
    struct tb_overlap *overlap = overlap_of(panel, a, b);
    if (!overlap)
        return TB_NO_MEMORY;
    if (!equal && rank_a == rank_b) {
        const struct tb_place place = tb_panel_place(panel, i), first = tb_panel_place(panel, kept);
        return tb_fail(log, TB_BAD_DATA, "conflict", &place,
                       "%s of %d is \"%s\" here but \"%s\" at %s:%zu; keep the right one, or say which source holds: "
                       "--prefer %s",
                       tb_text(panel, panel->indicators[series->indicator].id), panel->year[i], show(panel, i).text,
                       show(panel, kept).text, first.file, first.line, first.file);
    }
    overlap->equal += both && equal;
    overlap->revised += both && !equal;
    overlap->filled += !both && tb_has_value(panel, kept) != tb_has_value(panel, i);
    const bool more_precise = equal && both && panel->decimals[i] > panel->decimals[kept];
    if (!tb_has_value(panel, kept) ? tb_has_value(panel, i)
                                   : both && (rank_b < rank_a || (rank_a == rank_b && more_precise)))
        exchange(panel, kept, i); /* `kept` is what stays */
    if (equal && both)
        unite(panel, kept, i);
    return equal || add_revision(panel, series, kept, i) ? TB_OK : TB_NO_MEMORY;
}

enum tb_status merge_repeated(struct tb_panel *panel, struct tb_log *log)
{
    enum tb_status status = TB_OK;
    size_t to = 0;
    for (size_t s = 0; s < panel->n_series; s++) {
        struct tb_series *series = &panel->series[s];
        const size_t first = series->first, end = first + series->n;
        series->first = (uint32_t)to;
        for (size_t i = first; i < end; i++) {
            const bool again = to > series->first && panel->year[to - 1] == panel->year[i] &&
                               tb_period(panel, to - 1) == tb_period(panel, i);
            if (!again) {
                if (to != i)
                    columns_copy(panel, to, i);
                to++;
                continue;
            }
            const uint32_t a = tb_panel_input_of(panel, to - 1), b = tb_panel_input_of(panel, i);
            enum tb_status one = TB_OK;
            if (a == b || a == TB_NOWHERE || b == TB_NOWHERE)
                one = report_twice(panel, series, to - 1, i, log) ? TB_OK : TB_BAD_DATA;
            else
                one = merge_two(panel, series, to - 1, i, log);
            status = one && status != TB_NO_MEMORY ? one : status;
        }
        series->n = (uint32_t)(to - series->first);
    }
    panel->n = to;
    return status;
}
