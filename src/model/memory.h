/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Growing arrays: the one place that decides how much more to ask for. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Makes room for `need` elements of `size` bytes in *array, doubling from 4.
 * False when out of memory; *array and *capacity are then as before.
 */
bool tb_grow(void *array, size_t *capacity, size_t need, size_t size);
/**
 * Makes room for one more behind `n` elements, where an array stays so short that nobody keeps its capacity.
 * False when out of memory; *array is then as before.
 */
bool tb_grow_by_one(void *array, size_t n, size_t size);
/**
 * Nobody needs the first `to` bytes of an array any more: gives their pages back to the system before the array can be
 * freed.  `from`: how many have been given back before.
 */
void memory_give_back(void *array, size_t from, size_t to);

#endif
