/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What must be said beside the figures: printed figures that do not agree, marks of the data, sources. */
#ifndef BRIEF_REMARKS_H
#define BRIEF_REMARKS_H

#include "quantities.h"
#include "trendbook/findings.h"
#include "words.h"

/**
 * The sentences about each printed figure that does not agree and touches the chart: its own, or a printed change of
 * it. At most `most` of them, with `between` in between.  Returns how many there are.
 */
size_t brief_add_disputes(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_results *results,
                          const uint32_t *series, size_t n, enum tb_language language, const char *between,
                          size_t most);

/**
 * Sources of all values, where none is given the names of the files they stand in.
 *   whole  full texts for the notes; else hosts of addresses, for a foot
 */
void brief_add_sources(struct tb_bytes *text, const struct tb_panel *panel, const uint32_t *series, size_t n,
                       enum tb_language language, bool whole, const char *between, size_t most);

/**
 * The newest year of a series after `from`, up to `to`, for which a note announces a new basis that no flag sets
 * (findings.h).  False when there is none.
 */
bool brief_announced(const struct tb_panel *panel, uint32_t series, int from, int to, struct tb_announced *announced);
/** What the newest such note of the series says, for a foot.  Returns whether there is one. */
bool brief_add_announced(struct tb_bytes *text, const struct tb_panel *panel, const uint32_t *series, size_t n,
                         enum tb_language language);
/** How changes, trends and checks are made: one paragraph each. */
const struct tb_phrase *brief_methods(size_t *n);

#endif
