/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The places of a report that become placeholders of a template. */
#ifndef LOAD_MARK_H
#define LOAD_MARK_H

#include "load/prose.h"

/**
 * Marks the letters first .. end - 1; those that reach over a line's end are left as they are.
 *   kind  "" for the number alone, "phrase " for words with it
 * False when out of memory.
 */
bool mark_add(struct tb_extract *extract, const struct prose *prose, uint32_t report, uint32_t indicator, size_t first,
              size_t end, const char *kind, const char *id);
/** Marks the years `year` and the one before it where they stand alone. */
bool mark_years(struct tb_extract *extract, const struct prose *prose, uint32_t report, int year);
/** Puts the marks in order and leaves the shorter of two that overlap. */
void mark_sort(struct tb_extract *extract);
void mark_free(struct tb_extract *extract);

#endif
