/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Lines that need no CSV parser: each field is plain, or in quotes with no quote inside.  What is found is what libcsv
 * would find; a line that is not so simple is left to it.
 */
#ifndef LOAD_SPLIT_H
#define LOAD_SPLIT_H

#include "load/rows.h"

/** What is dropped around a field. */
static inline bool split_blank(char c)
{
    return c == ' ' || c == '\t';
}

/** Splits a line into rows->field, from rows->first_field on.  False when it is libcsv's work. */
bool split_line(struct load_rows *rows, const struct load_line *line);
/**
 * Splits several lines at once, when nothing has to be said of them and all of the text is in memory; rows->ahead is
 * empty when the next line has to be read by itself.  Names in those lines that are known have their number.  Only for
 * rows that know `names`.
 */
void split_ahead(struct load_rows *rows);

/** Appends a field; false when out of memory, or when there are too many. */
bool split_add_field(struct load_rows *rows, const char *text, size_t length, size_t line);
void split_out_of_memory(struct load_rows *rows);

#endif
