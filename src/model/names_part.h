/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names that grow by parts: what several threads have named becomes one list, without hashing or copying texts again.
 */
#ifndef MODEL_NAMES_PART_H
#define MODEL_NAMES_PART_H

#include "trendbook/names.h"

#include <stdbool.h>

/** Makes `part`, which is empty yet, hash as `names` does, so that it can be taken by it. */
void names_hash_like(struct tb_names *part, const struct tb_names *names);
/** No more texts are added to a part or looked up in it: what that needs is freed. */
void names_settle(struct tb_names *part);
/**
 * Adds `n` texts of a part from its number `first` on; map[first + k] receives their numbers.  The part keeps the texts
 * until names_inherit, and must last until then.  False when out of memory.
 */
bool names_take(struct tb_names *names, const struct tb_names *part, uint32_t first, uint32_t n, uint32_t *map);
/** Makes the texts that were taken from a part (its first `n`) independent of it; it can only be freed then. */
void names_inherit(struct tb_names *names, struct tb_names *part, const uint32_t *map, uint32_t n);

#endif
