/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A sheet to fill in: the figures of a year that are still to come, one row a series, beside those of the year before.
 *
 * It is a `<year>.csv` or `<year>.xlsx` that is read as it is.  Columns whose names begin with # are for people and are
 * not read: section, name, unit, the year before, and in the workbook the change and a hint as the figure is typed.
 */
#ifndef TRENDBOOK_FORM_H
#define TRENDBOOK_FORM_H

#include "output.h"
#include "panel.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tb_form_options {
    int year;                  /* 0: the year after the last one with a value */
    enum tb_language language; /* of names, headings and help */
    const bool *series;        /* which series of the panel are asked for; NULL: all */
};

/** The year that the form is for: options->year, or the year after the last one with a value; 0 when none has. */
int tb_form_year(const struct tb_panel *panel, const struct tb_form_options *options);

/**
 * The form as CSV in UTF-8 with a byte order mark, so that spreadsheets see the Chinese, or as a workbook.
 *
 * Rows stand in the order of the catalogue: every series with figures of its own, and without a choice of series every
 * indicator of the catalogue that has none yet.  What trendbook computes from other indicators is not asked for.
 * Figures of the year that are there already are filled in.  bytes  receives the file; the caller frees it.
 * Returns the number of rows by *rows.  Fails with TB_BAD_DATA when there is nothing to ask for.
 */
enum tb_status tb_form_csv(const struct tb_panel *panel, const struct tb_form_options *options, struct tb_bytes *bytes,
                           size_t *rows, struct tb_log *log);
enum tb_status tb_form_xlsx(const struct tb_panel *panel, const struct tb_form_options *options, struct tb_bytes *bytes,
                            size_t *rows, struct tb_log *log);

#ifdef __cplusplus
}
#endif

#endif
