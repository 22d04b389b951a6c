/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native tables of a whole and its parts, and of the regions of one year. */
#include "chart/parts.h"
#include "native_made.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- parts on top of one another, as amounts or as shares ---- */

/* The total of a year: as it was given, else the sum of the parts. */
static double total_of(const struct tb_sheet *sheet, int y)
{
    const bool given = sheet->whole.datum && sheet->whole.datum[y].has_value;
    return given ? sheet->whole.datum[y].value : tb_parts_sum(sheet, y);
}

bool native_stacked(struct native *native, struct tb_sheet *sheet)
{
    const bool shares = sheet->suffix[0] == '%';
    if (!native_take_years(native, sheet) || !native_take_tracks(native, sheet, false))
        return false;
    for (size_t c = 0; c < native->columns; c++) {
        struct native_column *column = &native->column[c];
        if (sheet->track[column->series].series == TB_NOWHERE || column->series >= TB_SERIES_COLOURS)
            column->tone = NATIVE_QUIET; /* what stands for several or for the rest */
        for (int y = 0; y < sheet->n_years; y++)
            if (!tb_parts_complete(sheet, y)) /* not drawn: it would look like a smaller whole */
                column->value[y] = NAN;
    }
    if (shares) {
        native->most = 100;
        return true;
    }
    struct native_column *total = native_add(native, NATIVE_TOTAL, 0, 0);
    if (!total)
        return false;
    for (int y = 0; y < sheet->n_years; y++)
        if (tb_parts_complete(sheet, y) && tb_parts_sum(sheet, y) > 0)
            total->value[y] = total_of(sheet, y);
    return true;
}

/* ---- steps of growth ---- */

/* From 0 to the part of [low, high] that lies above it: what a bar above 0 shows. */
static double above(double value)
{
    return fmax(value, 0);
}

bool native_waterfall(struct native *native, struct tb_sheet *sheet)
{
    static const enum native_role roles[] = {NATIVE_STEP, NATIVE_BASE,       NATIVE_RISE,  NATIVE_RISE_BELOW,
                                             NATIVE_FALL, NATIVE_FALL_BELOW, NATIVE_WHOLE, NATIVE_STEP_END};
    enum {
        ROLES = sizeof roles / sizeof roles[0]
    };
    const size_t n = sheet->n_tracks;
    if (!native_take_rows(native, n, tb_either(sheet, "Part", "部分")))
        return false;
    for (size_t r = 0; r < ROLES; r++)
        if (!native_add(native, roles[r], 0, 0))
            return false;
    const struct native_column *const column = native->column;
    double before = 0;
    for (size_t s = 0; s < n; s++) {
        const bool whole = s + 1 == n;
        const double step = sheet->track[s].datum[1].value, from = whole ? 0 : before, to = from + step;
        const double low = fmin(from, to), high = fmax(from, to);
        native->row[s] = native_words(sheet->track[s].name);
        if (!native->row[s])
            return false;
        column[0].value[s] = step;
        if (whole) {
            column[6].value[s] = step;
        } else {
            column[1].value[s] = above(low) - above(-high);
            column[step < 0 ? 4 : 2].value[s] = above(high) - above(low);
            column[step < 0 ? 5 : 3].value[s] = above(-high) - above(-low); /* below 0: a negative length */
            column[step < 0 ? 2 : 4].value[s] = 0;
            column[step < 0 ? 3 : 5].value[s] = 0;
        }
        column[7].value[s] = high > 0 ? fabs(step) : -fabs(step); /* behind the bar, away from 0 */
        before = to;
    }
    return true;
}

/* ---- the regions of one year ---- */

bool native_rank(struct native *native, struct tb_sheet *sheet)
{
    const size_t n = sheet->n_tracks;
    if (!native_take_rows(native, n, tb_either(sheet, "Region", "地区")))
        return false;
    struct native_column *values = native_add_named(
        native, NATIVE_VALUES, 0, tb_indicator_name(native->panel, native->indicator, native->language));
    if (!values)
        return false;
    native->n = 1;
    for (size_t s = 0; s < n; s++) {
        const struct tb_result *place = tb_sheet_result(sheet, s, "rank", 0);
        char *name = native_words(sheet->track[s].name), *numbered = NULL;
        const int made = !name                             ? -1
                         : place && isfinite(place->value) ? asprintf(&numbered, "%.0f  %s", place->value, name)
                                                           : asprintf(&numbered, "%s", name);
        free(name);
        if (made < 0)
            return false;
        native->row[s] = numbered;
        values->value[s] = sheet->track[s].datum[0].value;
        values->observation[s] = native_observation(sheet, s, 0);
    }
    if (!isfinite(native->target) && isfinite(sheet->reference)) {
        native->target = sheet->reference;
        native->target_name = native_words(sheet->reference_name);
        return native->target_name != NULL;
    }
    return true;
}
