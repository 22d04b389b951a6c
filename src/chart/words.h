/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The words that charts add on their own, in both languages. */
#ifndef CHART_WORDS_H
#define CHART_WORDS_H

#include "sheet.h"

/** What a mark means; {years}, {year}, {target} and {n} are filled in by the sheet.  several: more than one series. */
const char *tb_note_words(enum tb_sheet_note note, enum tb_mark_form form, bool several, enum tb_language language);

/** What stands behind a year: 初步, 估, 预测, 上半年, 1—9月; "" for a plain year. */
void tb_year_words(const char *period, unsigned flags, enum tb_language language, char *text, size_t size);

/**
 * Chinese title text made ready: thin spaces between Han characters and Latin letters or digits, and word joiners that
 * keep a number with its unit and 年.  Returns an allocated string, or NULL when out of memory.
 */
char *tb_spaced(const char *text);

#endif
