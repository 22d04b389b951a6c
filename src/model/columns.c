/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/columns.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const struct column columns_all[] = {
    {offsetof(struct tb_panel, value), sizeof(double), false},
    {offsetof(struct tb_panel, year), sizeof(int16_t), false},
    {offsetof(struct tb_panel, state), sizeof(uint8_t), false},
    {offsetof(struct tb_panel, decimals), sizeof(int8_t), false},
    {offsetof(struct tb_panel, origin), sizeof(uint32_t), true},
    {offsetof(struct tb_panel, column), sizeof(uint16_t), true},
    {offsetof(struct tb_panel, flags), sizeof(uint16_t), true},
    {offsetof(struct tb_panel, period), sizeof(uint32_t), true},
    {offsetof(struct tb_panel, source), sizeof(uint32_t), true},
    {offsetof(struct tb_panel, note), sizeof(uint32_t), true},
    {offsetof(struct tb_panel, pre_break), sizeof(struct tb_pre_break), true},
};
const size_t columns_n = sizeof columns_all / sizeof columns_all[0];

void columns_free(struct tb_panel *panel)
{
    for (size_t c = 0; c < columns_n; c++)
        free(*columns_of(panel, &columns_all[c]));
}

void columns_copy(struct tb_panel *panel, size_t to, size_t from)
{
    for (size_t c = 0; c < columns_n; c++) {
        char *column = *columns_of(panel, &columns_all[c]);
        const size_t size = columns_all[c].size;
        if (column)
            memcpy(column + to * size, column + from * size, size);
    }
}

bool columns_need(struct tb_panel *panel, const struct tb_observation *o)
{
    const size_t n = panel->n ? panel->n : 1;
    if (o->flags && !panel->flags)
        panel->flags = calloc(n, sizeof *panel->flags);
    if (o->period && !panel->period)
        panel->period = calloc(n, sizeof *panel->period);
    if (o->source && !panel->source)
        panel->source = calloc(n, sizeof *panel->source);
    if (o->note && !panel->note)
        panel->note = calloc(n, sizeof *panel->note);
    if (o->pre_break.given && !panel->pre_break)
        panel->pre_break = calloc(n, sizeof *panel->pre_break);
    return (!o->flags || panel->flags) && (!o->period || panel->period) && (!o->source || panel->source) &&
           (!o->note || panel->note) && (!o->pre_break.given || panel->pre_break);
}

bool columns_grow(struct tb_panel *panel, size_t n)
{
    for (size_t c = 0; c < columns_n; c++) {
        void **column = columns_of(panel, &columns_all[c]);
        if (!*column && columns_all[c].optional)
            continue;
        void *grown = realloc(*column, n * columns_all[c].size);
        if (!grown)
            return false;
        *column = grown;
    }
    return true;
}

void columns_set(struct tb_panel *panel, size_t i, const struct tb_observation *o)
{
    panel->value[i] = o->state >= TB_NEGLIGIBLE ? NAN : o->value;
    panel->year[i] = (int16_t)o->year;
    panel->state[i] = (uint8_t)o->state;
    panel->decimals[i] = (int8_t)(o->decimals < INT8_MIN ? INT8_MIN : o->decimals > INT8_MAX ? INT8_MAX : o->decimals);
    if (panel->origin)
        panel->origin[i] = UINT32_MAX;
    if (panel->column)
        panel->column[i] = 0;
    if (panel->flags)
        panel->flags[i] = (uint16_t)o->flags;
    if (panel->period)
        panel->period[i] = o->period;
    if (panel->source)
        panel->source[i] = o->source;
    if (panel->note)
        panel->note[i] = o->note;
    if (panel->pre_break)
        panel->pre_break[i] = o->pre_break;
}
