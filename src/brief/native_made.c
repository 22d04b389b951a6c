/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of native charts from the sheet of the drawn one: what all of them need. */
#include "native_made.h"

#include "xml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

char *native_words(const char *text)
{
    return brief_safe_text(text);
}

struct native_column *native_add_named(struct native *native, enum native_role role, size_t series, const char *name)
{
    struct native_column *column = native_add(native, role, series, 0);
    if (column)
        column->name = native_words(name);
    return column && column->name ? column : NULL;
}

bool native_take_years(struct native *native, const struct tb_sheet *sheet)
{
    native->times = (size_t)sheet->n_years;
    native->time = calloc(native->times + 1, sizeof *native->time);
    native->breaks = calloc(native->times + 1, sizeof *native->breaks);
    if (!native->time || !native->breaks)
        return false;
    for (int y = 0; y < sheet->n_years; y++)
        native->time[y] = (struct brief_time){.year = tb_year_of(sheet, y), .period = ""};
    return true;
}

bool native_take_rows(struct native *native, size_t n, const char *head)
{
    native->row = calloc(n + 1, sizeof *native->row);
    native->breaks = calloc(n + 1, sizeof *native->breaks);
    native->row_head = native_words(head);
    native->times = n;
    return native->row && native->breaks && native->row_head;
}

size_t native_observation(const struct tb_sheet *sheet, size_t track, int y)
{
    const struct tb_panel *panel = sheet->chart->panel;
    const uint32_t series = sheet->track[track].series;
    const struct tb_datum *datum = &sheet->track[track].datum[y];
    if (series == TB_NOWHERE || !datum->listed)
        return NOWHERE;
    const struct tb_series *one = &panel->series[series];
    for (size_t i = one->first; i < one->first + one->n; i++)
        if (panel->year[i] == tb_year_of(sheet, y) && tb_period(panel, i) == datum->period && tb_has_value(panel, i))
            return i;
    return NOWHERE;
}

bool native_take_tracks(struct native *native, const struct tb_sheet *sheet, bool segments)
{
    for (size_t s = 0; s < sheet->n_tracks; s++) {
        const struct tb_track *track = &sheet->track[s];
        size_t segment = 0, first = native->columns;
        int since = 0;
        for (int y = 0; y < sheet->n_years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            if (datum->breaks && y > 0) {
                native->breaks[y] = true;
                if (segments && segment + 1 < NATIVE_SEGMENTS_MOST) {
                    segment++;
                    since = tb_year_of(sheet, y);
                }
            }
            if (!datum->has_value)
                continue;
            const enum native_role role = tb_is_upper(datum) || tb_is_lower(datum) ? NATIVE_BOUNDS
                                          : datum->period && segments              ? NATIVE_PARTS
                                                                                   : NATIVE_VALUES;
            const size_t of = role == NATIVE_VALUES ? segment : 0;
            struct native_column *column = NULL;
            for (size_t c = first; c < native->columns; c++)
                if (native->column[c].role == role && native->column[c].segment == of)
                    column = &native->column[c];
            if (!column) {
                column = native_add_named(native, role, s, track->name);
                if (!column)
                    return false;
                column->segment = of;
                column->since = role == NATIVE_VALUES ? since : 0;
            }
            column->value[y] = datum->value;
            column->observation[y] = native_observation(sheet, s, y);
        }
    }
    return true;
}
