/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the finders share: the exact whole-year values of a series, and how a finding is put down. */
#ifndef STATS_FIND_H
#define STATS_FIND_H

#include "trendbook/findings.h"
#include "trendbook/number.h"

enum find_code {
    FIND_PART_ABOVE_WHOLE,
    FIND_NUMERATOR_ABOVE,
    FIND_SHARE_ABOVE_100,
    FIND_COUNT_DECIMALS,
    FIND_SWAPPED,
    FIND_UNIT_SLIP,
    FIND_UNIT_SLIP_END,
    FIND_UNIT_SLIP_FROM,
    FIND_JUMP,
    FIND_SIGN,
    FIND_SAME_YEARS,
    FIND_SAME_FIGURES,
    FIND_LAST_DIGITS,
    FIND_UNEVEN_YEAR,
    FIND_STOPS,
    FIND_TOTAL_DIFFERS,
    FIND_HIDDEN_TOTAL,
    FIND_TOTAL,
    FIND_CHANGES,
    FIND_NEW_BASIS,
    FIND_CODES
};

enum find_clause {
    FIND_NO_CLAUSE,
    FIND_OTHER_UNIT, /* written in {word2} instead of {word}? */
    FIND_MOVED_POINT,
    FIND_OF_INDICATOR,
    FIND_OF_REGION,
    FIND_CLAUSES
};

/** One exact value of a whole year. */
struct spot {
    int year;
    double value;
    size_t i;
    bool new_basis;
};

struct find {
    const struct tb_panel *panel;
    struct tb_findings *found;
    uint8_t *explained; /* by observation: a finding points at it */
    struct spot *spot;  /* of the series taken last */
    size_t n, capacity;
    bool failed; /* out of memory */
};

/** The exact or approximate whole-year values of a series, by year, into find->spot. */
void find_take(struct find *find, uint32_t series);
/** A new finding, all empty but for its kind and series; never NULL: when out of memory a spare row. */
struct tb_finding *find_add(struct find *find, enum find_code code, uint32_t series);
/** Lets the finding point at this value of its series; no other finding about a single value will do so too. */
void find_point_at(struct find *find, struct tb_finding *finding, size_t observation);
/** Whether trendbook made the series itself. */
bool find_is_computed(const struct tb_panel *panel, uint32_t series);
/** The series behind the last one of the same indicator. */
uint32_t find_end_of_indicator(const struct tb_panel *panel, uint32_t first);
/** Half of the last printed unit of an observation. */
double find_half_unit(const struct tb_panel *panel, size_t i);
/** Whether values of this indicator add up over regions: no rate, score or index, no unit with a denominator. */
bool find_adds_up(const struct tb_panel *panel, uint32_t indicator);
/** A copy of a text for a finding. */
char *find_copy(struct find *find, const char *text);

/* the finders, in find_series.c, find_between.c and find_words.c */
void find_in_series(struct find *find);
void find_swapped(struct find *find);
void find_wholes(struct find *find);
void find_copies(struct find *find);
void find_last_digits(struct find *find);
void find_uneven(struct find *find);
void find_totals(struct find *find);
void find_printed_changes(struct find *find);
void find_new_basis(struct find *find);

#endif
