/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names and series of a part that goes on from a panel: those of the panel keep their numbers, its own get new ones.
 */
#ifndef MODEL_PART_MAP_H
#define MODEL_PART_MAP_H

#include <stdint.h>

/** The panel's numbers for those of a part. */
struct part_map {
    const uint32_t *number; /* of those from `base` on; NULL: nothing came from a part */
    uint32_t base;          /* smaller ones are the same */
};

static inline uint32_t part_number(const struct part_map *map, uint32_t number)
{
    return number < map->base ? number : map->number[number - map->base];
}

#endif
