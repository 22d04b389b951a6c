/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a forecast says of its series: the years ahead, by which model, within which limits. */
#ifndef CHART_FORECAST_H
#define CHART_FORECAST_H

#include "sheet.h"

enum {
    TB_YEARS_AHEAD = 5 /* at most */
};

struct tb_forecast_model;

struct tb_outlook {
    const struct tb_forecast_model *model; /* NULL: none has figures */
    const struct tb_result *row, *inner;   /* one a year ahead; inner NULL when not computed */
    int n;
    const struct tb_note *why; /* there is none; may be NULL */
};

struct tb_outlook tb_forecast_outlook(const struct tb_sheet *sheet);
/** Both limits of a row can be drawn. */
bool tb_has_limits(const struct tb_sheet *sheet, const struct tb_result *row);
/** Where it goes, or why nothing is said, in words. */
void tb_forecast_words(const struct tb_sheet *sheet, const struct tb_outlook *outlook, struct tb_bytes *words);

#endif
