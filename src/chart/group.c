/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which series of a panel make one chart, for each way in which a chart type takes them. */
#include "trendbook/chart.h"

#include "model/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Adds a group of n series, which it copies.  False when out of memory. */
static bool add_group(struct tb_chart_groups *groups, const uint32_t *series, size_t n, const char *name)
{
    if (!tb_grow_by_one(&groups->group, groups->n, sizeof *groups->group))
        return false;
    struct tb_chart_group *group = &groups->group[groups->n];
    *group = (struct tb_chart_group){.series = malloc((n + 1) * sizeof *series), .n = n, .name = strdup(name)};
    groups->n++; /* so that tb_chart_groups_free sees it */
    if (!group->series || !group->name)
        return false;
    memcpy(group->series, series, n * sizeof *series);
    return true;
}

static const char *id_of(const struct tb_panel *panel, uint32_t series)
{
    return tb_text(panel, panel->indicators[panel->series[series].indicator].id);
}

static bool add_region(struct tb_chart_groups *groups, const struct tb_panel *panel, uint32_t series)
{
    const char *region = tb_text(panel, panel->series[series].region);
    char *name = NULL;
    if (asprintf(&name, "%s%s%s", id_of(panel, series), *region ? "-" : "", region) < 0)
        return false;
    const bool done = add_group(groups, &series, 1, name);
    free(name);
    return done;
}

/* Each indicator its chart, or each series where the type shows one.  `series` are all, in their order. */
static bool group_each(const struct tb_panel *panel, enum tb_chart_takes takes, const uint32_t *series,
                       struct tb_chart_groups *groups)
{
    bool done = true;
    for (uint32_t first = 0, end; first < panel->n_series && done; first = end) {
        for (end = first + 1; end < panel->n_series && panel->series[end].indicator == panel->series[first].indicator;)
            end++;
        if (takes == TB_RATES && panel->indicators[panel->series[first].indicator].denominator == TB_NOWHERE)
            continue; /* here as the denominator of another */
        if (takes != TB_ONE_SERIES || end - first == 1)
            done = add_group(groups, &series[first], end - first, id_of(panel, first));
        for (uint32_t s = first; takes == TB_ONE_SERIES && end - first > 1 && s < end && done; s++)
            done = add_region(groups, panel, s);
    }
    return done;
}

/* Each whole with its parts. */
static bool group_wholes(const struct tb_panel *panel, struct tb_chart_groups *groups)
{
    for (uint32_t s = 0; s < panel->n_series; s++) {
        const struct tb_indicator *whole = &panel->indicators[panel->series[s].indicator];
        uint32_t *group = malloc((whole->definition->n_parts + 1) * sizeof *group);
        size_t n = 0;
        if (!group)
            return false;
        group[n++] = s;
        for (uint32_t k = 0; k < whole->definition->n_parts; k++) {
            const uint32_t part = tb_panel_find_series(panel, whole->definition->parts[k], panel->series[s].region);
            if (part != TB_NOWHERE)
                group[n++] = part;
        }
        const bool done = n < 3 || add_group(groups, group, n, id_of(panel, s));
        free(group);
        if (!done)
            return false;
    }
    return true;
}

static bool belongs_on_a_page(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *one = &panel->series[series];
    if (panel->indicators[one->indicator].kind == TB_LABEL)
        return false;
    for (size_t i = one->first; i < one->first + one->n; i++) {
        if (tb_has_value(panel, i) && !tb_period(panel, i))
            return true;
    }
    return false;
}

/* Section by section, so many rows a page: "dashboard-network", "dashboard-network-2". */
static bool group_sections(const struct tb_panel *panel, const char *type, uint32_t *room,
                           struct tb_chart_groups *groups)
{
    bool done = true;
    for (uint32_t first = 0, end; first < panel->n_series && done; first = end) {
        const uint32_t section = panel->indicators[panel->series[first].indicator].section;
        size_t n = 0;
        for (end = first; end < panel->n_series && panel->indicators[panel->series[end].indicator].section == section;
             end++) {
            if (belongs_on_a_page(panel, end))
                room[n++] = end;
        }
        for (size_t row = 0; row < n && done; row += TB_DASHBOARD_ROWS) {
            const size_t left = n - row, page = row / TB_DASHBOARD_ROWS + 1;
            const char *title = tb_text(panel, section);
            char number[24] = "", *name = NULL;
            if (page > 1)
                snprintf(number, sizeof number, "-%zu", page);
            if (asprintf(&name, "%s%s%s%s", type, *title ? "-" : "", title, number) < 0)
                return false;
            done = add_group(groups, room + row, left < TB_DASHBOARD_ROWS ? left : TB_DASHBOARD_ROWS, name);
            free(name);
        }
    }
    return done;
}

bool tb_chart_groups_make(const struct tb_panel *panel, const struct tb_chart_type *type, bool together,
                          struct tb_chart_groups *groups)
{
    const enum tb_chart_takes takes = type ? type->takes : TB_ONE_INDICATOR;
    uint32_t *all = malloc((panel->n_series + 1) * sizeof *all);
    *groups = (struct tb_chart_groups){0};
    bool done = all != NULL;
    if (done && takes == TB_PARTS)
        done = group_wholes(panel, groups);
    if (done && takes == TB_SECTIONS)
        done = group_sections(panel, type->id, all, groups);
    for (uint32_t s = 0; done && s < panel->n_series; s++)
        all[s] = s;
    const bool one = takes == TB_ALL_SERIES || takes == TB_PARTS || (together && takes == TB_ONE_INDICATOR);
    if (done && !groups->n && panel->n_series)
        done = one ? add_group(groups, all, panel->n_series,
                               type && takes != TB_ONE_INDICATOR ? type->id : id_of(panel, 0))
                   : group_each(panel, takes, all, groups);
    free(all);
    return done;
}

void tb_chart_groups_free(struct tb_chart_groups *groups)
{
    for (size_t i = 0; i < groups->n; i++) {
        free(groups->group[i].series);
        free(groups->group[i].name);
    }
    free(groups->group);
    *groups = (struct tb_chart_groups){0};
}
