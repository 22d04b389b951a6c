/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The phrases of a catalogue, 办理案件{}件, and one figure read by them: the words around it, its unit and scale.
 */
#ifndef LOAD_PHRASE_H
#define LOAD_PHRASE_H

#include "load/prose.h"
#include "trendbook/panel.h"

/** One alternative of a phrase, as letters that count. */
struct phrase {
    char *left, *right; /* UTF-8; `right` without a scale such as 万 */
    char *rest;         /* of `right` behind the unit; NULL when it does not begin with the unit */
    bool either_way;    /* 增减 stands at the end of `left`, and is cut off */
    size_t left_letters;
};

/** One indicator with all there is to find it by. */
struct sought {
    uint32_t indicator;
    struct phrase *phrase;
    size_t n;
    char *unit_text;  /* its letters */
    const char *unit; /* without scale; "" when the catalogue has none */
    int zeros;        /* of the unit's scale: 万元 has 4 */
    /* words were there, but the figure did not fit: for the message */
    const struct prose *near_prose;
    size_t near_at, near_end;
    const char *near_kind;
};

/** What stands in the place of {}. */
struct reading {
    double value;
    enum tb_state state;
    size_t at, end;              /* letters of the number; `end` is behind what belongs to it */
    struct prose_number *number; /* NULL when it is in words */
    bool digits_lost;
};

/** Letters with which a figure can begin, when no words stand before it; each once. */
struct beginnings {
    uint32_t letter[128];
    size_t n;
};

/** Reads the phrases of an indicator, with bars between them, and its unit.  False when out of memory. */
bool phrase_read(struct sought *sought, const char *text, const char *unit);
void phrase_free(struct sought *sought, size_t n);

/** Reads the figure at `i`, behind the left side of the phrase, and the right side behind it. */
bool phrase_figure(struct sought *sought, const struct prose *prose, const struct phrase *phrase, size_t i,
                   struct reading *reading);
/** The digits of a number with `zeros` behind them. */
bool phrase_value(const struct prose *prose, const struct prose_number *number, int zeros, struct reading *reading);

/** The first letter of a text, 0 when it has none. */
uint32_t phrase_first_letter(const char *text);
void phrase_beginnings(struct beginnings *set);

#endif
