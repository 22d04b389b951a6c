/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * How wide a text will be on a slide, before any program draws it.
 *
 * The slides name Arial and Microsoft YaHei, which need not be on this machine, so the widths are the advance widths of
 * Arial for ASCII, one em for everything East Asian and a cautious value for the rest.
 */
#ifndef BRIEF_MEASURE_H
#define BRIEF_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One character of well-formed UTF-8 at *text; moves *text behind it.  A broken byte reads as U+FFFD; 0 at the end. */
uint32_t brief_utf8_next(const char **text);

/** Width in ems of one line. */
double brief_text_width(const char *text, bool bold);

/**
 * Ems that some programs put between East Asian characters and Latin letters or digits beside them, over the whole
 * text.
 */
double brief_text_gaps(const char *text);

/** Lines that `text` needs at `size` points in a column of `width` points, broken as a slide program breaks. */
size_t brief_text_lines(const char *text, double size, double width, bool bold);

/**
 * A copy that needs at most `lines` lines: the text itself where it fits, else its beginning and an ellipsis, never cut
 * inside a character with its marks.  The caller frees it; NULL when out of memory.
 */
char *brief_text_fit(const char *text, double size, double width, size_t lines, bool bold);

/**
 * Puts a line end into a text of two lines, after a comma or the like, where that leaves both lines room and neither
 * much shorter than the other; a blank there goes.  A text that has no such place stays as it is. text  from
 * brief_text_fit, whose copies have a byte to spare
 */
void brief_text_balance(char *text, double size, double width, bool bold);

#endif
