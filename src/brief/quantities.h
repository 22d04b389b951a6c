/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Numbers, years and changes as words, for sentences and tables alike. */
#ifndef BRIEF_QUANTITIES_H
#define BRIEF_QUANTITIES_H

#include "phrases.h"

/** Which of the yoy rows speaks for this series, and how. */
struct brief_change {
    const struct tb_result *row; /* NULL: nothing is said about a change */
    enum {
        BY_PERCENT,
        BY_POINTS,
        BY_AMOUNT
    } by;
    bool about;
};

/** A rounded number with as few decimals as asked, but enough that it does not become 0. */
void brief_add_number(struct tb_bytes *text, double value, int decimals, bool sign, enum tb_language language);

/** A unit behind its number: joined in Chinese and for % and ‰, with a blank in English. */
void brief_add_unit(struct tb_bytes *text, const char *unit, enum tb_language language);

/** The indicator of a series. */
const struct tb_indicator *brief_indicator_of(const struct tb_panel *panel, uint32_t series);

/** Is the series in % or ‰, so that its changes are in points? */
bool brief_in_percent(const struct tb_panel *panel, uint32_t series);

/** Does a value carry its unit?  English counts do without the word for "cases" that their name already holds; a scale
 * is never left out. */
bool brief_unit_is_said(const struct tb_panel *panel, uint32_t series, const struct tb_display *display);

/** The display without decimals that observation `i` was not printed with: 约43亿人, whatever the other years have. */
struct tb_display brief_own_display(const struct tb_panel *panel, size_t i, const struct tb_display *display);

/** Observation `i`, which has a value, as a sentence says it: "at most 0.23%", "至少4800辆次". */
void brief_add_value(struct tb_bytes *text, const struct tb_panel *panel, uint32_t series, size_t i,
                     const struct tb_display *display);

/** A year into a slot. */
void brief_set_year(struct brief_facts *facts, enum slot which, int year);

/** "2019–2024", "2019—2024年"; one year alone when both are equal. */
void brief_add_span(struct tb_bytes *text, int from, int to, enum tb_language language);

/** "2010, 2012–2014": the years first + k for which wanted[k] holds, k below n.  Returns how many runs of years. */
size_t brief_add_years(struct tb_bytes *text, const bool *wanted, int first, int n, enum tb_language language);

/** The change of observation `i` (may be NOWHERE) against the year before. */
struct brief_change brief_year_change(const struct tb_panel *panel, const struct tb_results *results, uint32_t series,
                                      size_t i);

/** Is there one number for the change? */
bool brief_is_exact(const struct brief_change *change);

/** Appends ", up 93.8% in a year" and the like.  Only exact changes; nothing else is a finding. */
void brief_add_exact_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                            uint32_t series, const struct brief_change *change, const struct tb_display *display);

/** The reason of a note without its caveats. */
void brief_add_note_reason(struct tb_bytes *text, const struct tb_panel *panel, const struct tb_note *note,
                           enum tb_language language);

/** The change where something is sure of it: exact, or at least what the bounds leave.  Nothing otherwise. */
void brief_add_sure_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                           uint32_t series, const struct brief_change *change, const struct tb_display *display);

/**
 * The change of observation `i` as a sentence says it: what is sure of it, or why there is none; behind a missing year
 * the figure before it.
 */
void brief_add_any_change(struct tb_bytes *text, struct brief_facts *facts, const struct tb_panel *panel,
                          const struct tb_results *results, uint32_t series, size_t i,
                          const struct brief_change *change, const struct tb_display *display);

/** Does a verdict stand only just: p from 0.01 on, or few years?  Its words are weaker then. */
bool brief_is_weak(const struct tb_result *verdict);

/** The verdict row of a series, or NULL. */
const struct tb_result *brief_verdict_of(const struct tb_results *results, uint32_t series);

#endif
