/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart_colour.h"

#include <string.h>

static const char *const accents[] = {"accent1", "accent2", "accent3", "accent4"};
#define ACCENTS (sizeof accents / sizeof accents[0])

/* Which accent a series has: its own of few, the first ones of those that lead many; ACCENTS and more: none. */
static size_t accent_of(const struct native *native, size_t series)
{
    if (native->n <= ACCENTS)
        return series;
    size_t k = 0;
    while (k < NATIVE_LEADS && native->lead[k] != series)
        k++;
    return k < NATIVE_LEADS ? k : ACCENTS;
}

bool chart_is_main(const struct native *native, size_t column)
{
    return accent_of(native, native->column[column].series) == 0;
}

bool chart_is_context(const struct native *native, size_t column)
{
    const struct native_column *shown = &native->column[column];
    if (shown->role > NATIVE_PARTS || native->plot == NATIVE_STACKS)
        return false;
    return shown->tone == NATIVE_QUIET || (shown->tone == NATIVE_PLAIN && accent_of(native, shown->series) >= ACCENTS);
}

struct chart_colour chart_mark_colour(const struct native *native, size_t column)
{
    const struct native_column *shown = &native->column[column];
    switch (shown->role) {
    case NATIVE_GROWTH:
    case NATIVE_CENTRE:
    case NATIVE_LIMIT:
    case NATIVE_FAR_LIMIT:
    case NATIVE_EDGE:
        return (struct chart_colour){"tx2", NULL, 0};
    case NATIVE_TOTAL:
    case NATIVE_WHOLE:
        return (struct chart_colour){"tx1", NULL, 0};
    case NATIVE_FALL:
    case NATIVE_FALL_BELOW:
        return (struct chart_colour){accents[1], NULL, 0};
    case NATIVE_BAND:
        return (struct chart_colour){accents[0], "alpha", 25};
    case NATIVE_CORE:
        return (struct chart_colour){accents[0], "alpha", 45};
    default:
        break;
    }
    if (native->plot == NATIVE_STACKS && shown->tone == NATIVE_QUIET)
        return (struct chart_colour){"tx2", "alpha", 55};
    if (shown->tone == NATIVE_BETTER || shown->tone == NATIVE_WORSE)
        return (struct chart_colour){accents[shown->tone == NATIVE_WORSE], NULL, 0};
    if (shown->role == NATIVE_RINGED)
        return (struct chart_colour){native->plot == NATIVE_FIELD ? accents[0] : "tx1", NULL, 0};
    if (chart_is_context(native, column))
        return (struct chart_colour){"tx2", NULL, 0};
    const size_t accent = accent_of(native, shown->series);
    return (struct chart_colour){accents[accent < ACCENTS ? accent : shown->series % ACCENTS], NULL, 0};
}

struct chart_colour chart_words_colour(const struct native *native, size_t column)
{
    struct chart_colour colour = chart_mark_colour(native, column);
    const bool dark = strcmp(colour.name, accents[0]) == 0 || colour.name[0] == 't';
    colour.change = dark ? NULL : "lumMod";
    colour.by = dark ? 0 : 80;
    return colour;
}

struct chart_colour chart_ink_colour(const struct native *native, size_t column)
{
    const struct chart_colour colour = chart_mark_colour(native, column);
    const bool light = colour.change || strcmp(colour.name, accents[2]) == 0; /* where white has less contrast */
    return (struct chart_colour){light ? "tx1" : "bg1", NULL, 0};
}
