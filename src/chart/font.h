/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The one font family of all charts, named and never guessed by each text anew. */
#ifndef CHART_FONT_H
#define CHART_FONT_H

#include "trendbook/error.h"

/** Finds the family; repeated calls are free.  A missing Chinese font is a warning, not an error. */
void tb_font_find(struct tb_log *log);
/** Family name; "sans" before tb_font_find. */
const char *tb_font_family(void);
/** The family and others like it, for a reader who has not got it: a CSS font-family list. */
const char *tb_font_fallbacks(void);
/** Family and file, for people. */
const char *tb_font_description(void);

#endif
