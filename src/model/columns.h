/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The columns of a panel's observations, in one table so that growing, moving and freeing cannot forget one. */
#ifndef MODEL_COLUMNS_H
#define MODEL_COLUMNS_H

#include "trendbook/panel.h"

struct column {
    size_t offset, size; /* of the pointer in the panel; of an element */
    bool optional;       /* NULL: 0 for all */
};
extern const struct column columns_all[];
extern const size_t columns_n;

static inline void **columns_of(struct tb_panel *panel, const struct column *column)
{
    return (void **)((char *)panel + column->offset);
}

void columns_free(struct tb_panel *panel);
/** Observation `to` becomes observation `from`. */
void columns_copy(struct tb_panel *panel, size_t to, size_t from);
/** Makes the optional columns that this observation needs.  False when out of memory. */
bool columns_need(struct tb_panel *panel, const struct tb_observation *observation);
/** Room for `n` observations in every column that there is.  False when out of memory. */
bool columns_grow(struct tb_panel *panel, size_t n);
/** Sets observation `i`, which comes from no input and whose columns there are. */
void columns_set(struct tb_panel *panel, size_t i, const struct tb_observation *observation);

#endif
