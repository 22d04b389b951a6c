/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names that grow by parts: what several threads have named becomes one list, without hashing or copying texts again.
 */
#ifndef MODEL_NAMES_PART_H
#define MODEL_NAMES_PART_H

#include "trendbook/names.h"

#include <stdbool.h>

/**
 * Makes `part`, which is empty yet, go on from `names`: the names that are there keep their numbers, its own ones come
 * behind them.  `names` must stay as it is until the part is settled, and last as long as the part.
 */
void names_build_on(struct tb_names *part, const struct tb_names *names);
/** How many names the part has from elsewhere. */
uint32_t names_base(const struct tb_names *part);
/** No more texts are added to a part or looked up in it: what that needs is freed. */
void names_settle(struct tb_names *part);
/**
 * Adds `n` of the part's own texts, from the `first` of them on; map[first + k] receives their numbers.  It keeps them
 * until names_inherit, and must last until then.  False when out of memory.
 */
bool names_take(struct tb_names *names, const struct tb_names *part, uint32_t first, uint32_t n, uint32_t *map);
/** Makes the texts that were taken from a part (its first `n`) independent of it; it can only be freed then. */
void names_inherit(struct tb_names *names, struct tb_names *part, const uint32_t *map, uint32_t n);

#endif
