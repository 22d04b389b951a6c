/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heat table as a table of the slide: cells with their values, shaded by their place in the row. */
#include "native_made.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The name of a row, with its unit where the rows differ in it. */
static char *row_name(const struct tb_sheet *sheet, const struct tb_track *track)
{
    char *name = native_words(track->name), *unit = native_words(track->display.unit), *both = NULL;
    size_t n = 0;
    for (size_t k = 0; unit && unit[k]; k++)
        n = unit[k] == ' ' ? n : k + 1;
    const bool own = sheet->several_units && n > 0;
    if (name && unit &&
        asprintf(&both, "%s%s%.*s%s", name, own ? tb_either(sheet, " (", "（") : "", own ? (int)n : 0, unit,
                 own ? tb_either(sheet, ")", "）") : "") < 0)
        both = NULL;
    free(name);
    free(unit);
    return both;
}

/* The least value has the palest shade, the most the deepest; equal values the middle. */
static int shade_of(const struct tb_sheet *sheet, const struct tb_track *track, int y)
{
    double least = INFINITY, most = -INFINITY;
    for (int k = 0; k < sheet->n_years; k++)
        if (track->datum[k].has_value) {
            least = fmin(least, track->datum[k].value);
            most = fmax(most, track->datum[k].value);
        }
    const double share = most > least ? (track->datum[y].value - least) / (most - least) : 0.4;
    const int step = (int)fmin(NATIVE_SHADES - 1, floor(share * NATIVE_SHADES));
    return 1 + (step < 0 ? 0 : step);
}

bool native_heat(struct native *native, struct tb_sheet *sheet)
{
    const size_t rows = sheet->n_tracks, years = (size_t)sheet->n_years;
    if (!native_take_rows(native, rows, ""))
        return false;
    native->time = calloc(years + 1, sizeof *native->time);
    native->cells = years;
    native->cell = calloc(rows * years + 1, sizeof *native->cell);
    if (!native->time || !native->cell)
        return false;
    for (size_t y = 0; y < years; y++)
        native->time[y] = (struct brief_time){.year = tb_year_of(sheet, (int)y), .period = ""};
    for (size_t s = 0; s < rows; s++) {
        const struct tb_track *track = &sheet->track[s];
        native->row[s] = row_name(sheet, track);
        if (!native->row[s])
            return false;
        for (size_t y = 0; y < years; y++) {
            const struct tb_datum *datum = &track->datum[y];
            struct native_cell *cell = &native->cell[s * years + y];
            char label[TB_LABEL_SIZE] = "";
            if (datum->has_value || (datum->listed && datum->state == TB_NEGLIGIBLE))
                tb_track_label(sheet, track, (int)y, "", label);
            cell->text = native_words(label);
            cell->shade = datum->has_value ? shade_of(sheet, track, (int)y) : 0;
            cell->missing = !label[0];
            cell->breaks = datum->breaks && y > 0;
            if (!cell->text)
                return false;
        }
    }
    return true;
}
