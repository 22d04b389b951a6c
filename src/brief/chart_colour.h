/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Colours of native charts: those of the theme, so that a house's own template colours the charts. */
#ifndef BRIEF_CHART_COLOUR_H
#define BRIEF_CHART_COLOUR_H

#include "native.h"

struct chart_colour {
    const char *name;   /* in the theme */
    const char *change; /* "alpha", "lumMod"; NULL: as it is */
    int by;             /* per cent */
};

/** Of the marks of a column. */
struct chart_colour chart_mark_colour(const struct native *native, size_t column);
/** Of words that name or value it: with the contrast that letters need. */
struct chart_colour chart_words_colour(const struct native *native, size_t column);
/** Of words on a mark. */
struct chart_colour chart_ink_colour(const struct native *native, size_t column);
/** Is it of the series that comes first: the first of few, the one that leads many? */
bool chart_is_main(const struct native *native, size_t column);
/** Is a column one of many that stand back? */
bool chart_is_context(const struct native *native, size_t column);

#endif
