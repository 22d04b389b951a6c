/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years before a break on the basis after it, by the year that is known on both. */
#include "stats/job.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "trendbook/number.h"

enum {
    LINKED_SIZE = 256 /* bytes of the words that name the links of a series */
};

/* New over old in the year of a break; 0 where one of them is no value above 0. */
static double ratio_of(const struct tb_panel *panel, uint32_t series, size_t i)
{
    struct point before;
    const struct point after = point_of(panel, series, i);
    if (!after.exact || !point_before_break(panel, series, i, &before) || !before.exact ||
        !(after.value > 0 && before.value > 0))
        return 0;
    const double ratio = decimal_ratio(after.value, after.decimals, before.value, before.decimals, 1);
    return isfinite(ratio) ? ratio : 0;
}

/* "2022 (×1.08)" in front of the links of later years. */
static void name_link(char words[LINKED_SIZE], int year, double ratio)
{
    char rest[LINKED_SIZE];
    char number[TB_NUMBER_SIZE];
    const double power = pow(10, 3 - floor(log10(ratio)));
    const double rounded = nearbyint(ratio * power) / power; /* four digits are enough to know it by */
    tb_number_exact(isfinite(rounded) && rounded > 0 ? rounded : ratio, number);
    memcpy(rest, words, sizeof rest);
    if (strlen(rest) + 3 * sizeof number < LINKED_SIZE) /* many breaks: the first ones are not named */
        snprintf(words, LINKED_SIZE, "%d (×%s)%s%.*s", year, number, *rest ? ", " : "",
                 (int)(LINKED_SIZE - 2 * sizeof number), rest);
}

static void put_on_new_basis(struct tb_panel *panel, size_t i, double factor)
{
    panel->flags[i] |= TB_FLAG_LINKED;
    if (!tb_has_value(panel, i))
        return;
    panel->value[i] *= factor;
    if (isfinite(panel->value[i]))
        panel->decimals[i] = (int8_t)decimal_digits_to_show(panel->value[i]);
    else {
        panel->value[i] = NAN;
        panel->state[i] = TB_NOT_AVAILABLE;
    }
}

/* From the last year back: a year's values are looked at as printed before they are put on the basis of later years. */
static void link_series(struct tb_panel *panel, uint32_t series, char words[LINKED_SIZE])
{
    const struct tb_series *s = &panel->series[series];
    double factor = 1; /* from the basis of the year at hand to the one it is linked to */
    bool linked = false;
    for (size_t end = s->first + s->n; end > s->first;) {
        size_t first = end - 1; /* first .. end - 1 are of one year */
        while (first > s->first && panel->year[first - 1] == panel->year[end - 1])
            first--;
        bool breaks = false;
        double ratio = 0;
        for (size_t i = first; i < end; i++) {
            breaks = breaks || panel->flags[i] & TB_FLAG_BREAK;
            ratio = ratio > 0 ? ratio : ratio_of(panel, series, i);
        }
        for (size_t i = first; i < end && linked; i++)
            put_on_new_basis(panel, i, factor);
        if (breaks && ratio > 0 && first > s->first) {
            factor = linked ? factor * ratio : ratio;
            linked = true;
            for (size_t i = first; i < end; i++)
                panel->flags[i] = (uint16_t)((panel->flags[i] & ~(unsigned)TB_FLAG_BREAK) | TB_FLAG_LINK);
            name_link(words, panel->year[first], ratio);
        } else if (breaks)
            linked = false;
        end = first;
    }
}

enum tb_status tb_link(struct tb_panel *panel, struct tb_log *log)
{
    for (uint32_t s = 0; s < panel->n_series && panel->pre_break && panel->flags; s++) {
        const struct tb_indicator *indicator = &panel->indicators[panel->series[s].indicator];
        struct tb_unit unit;
        tb_unit_parse(tb_text(panel, indicator->unit), &unit);
        if (indicator->kind == TB_LABEL || unit.points || indicator->change_of != TB_NOWHERE)
            continue;
        char words[LINKED_SIZE] = "";
        link_series(panel, s, words);
        panel->series[s].linked = *words ? tb_names_add(panel->names, words, strlen(words)) : 0;
        if (panel->series[s].linked == TB_NO_NAME)
            return tb_fail(log, TB_NO_MEMORY, "memory", NULL, "out of memory while linking series");
    }
    return TB_OK;
}
