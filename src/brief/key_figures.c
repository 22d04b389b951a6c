/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key_figures.h"

#include "quantities.h"
#include "words.h"

static bool stands_alone(const struct tb_panel *panel, uint32_t series)
{
    return brief_indicator_of(panel, series)->kind != TB_LABEL && brief_latest(panel, series) != NOWHERE;
}

size_t brief_key_figures(const struct brief_plan *plan, size_t most, uint32_t *series)
{
    size_t n = 0;
    for (size_t rank = 0; rank < plan->figures && n < most; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        if (figure->n == 1 && stands_alone(plan->panel, figure->series[0]))
            series[n++] = figure->series[0];
    }
    for (size_t round = 0; !plan->figures && n < most && round < plan->rows; round++)
        for (size_t k = 0; k < plan->sections && n < most; k++) {
            if (round >= plan->section[k].rows)
                continue;
            const uint32_t next = plan->row[plan->section[k].first_row + round].series;
            if (stands_alone(plan->panel, next))
                series[n++] = next;
        }
    return n;
}

int brief_change_quality(const struct tb_panel *panel, const struct tb_results *results, uint32_t series, size_t i)
{
    const struct brief_change change = brief_year_change(panel, results, series, i);
    const unsigned better = brief_indicator_of(panel, series)->better;
    if (!brief_is_exact(&change) || better == TB_NEUTRAL || change.row->value == 0)
        return 0;
    return (change.row->value > 0) == (better == TB_HIGHER) ? 1 : -1;
}
