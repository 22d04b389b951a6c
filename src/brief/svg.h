/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Drawn charts inside a page: one document of many SVGs.
 *
 * Every chart numbers its glyphs and clips from 0, so ids are given a prefix and references follow them.  Glyphs are
 * the same in all charts of one size: they are kept once, in a sheet of shapes that all charts refer to.  Only drawing
 * elements and attributes pass, no style attribute (a strict content security policy refuses those), no text.
 */
#ifndef BRIEF_SVG_H
#define BRIEF_SVG_H

#include "trendbook/output.h"

/** The shapes shared by the charts of one page. */
struct brief_shapes;
/** NULL when out of memory. */
struct brief_shapes *brief_shapes_new(void);
void brief_shapes_free(struct brief_shapes *shapes);

/**
 * Appends a chart as an <svg> element.
 *   svg     the whole file, as drawn
 *   prefix  of its ids, unique in the page, a name of ASCII letters and digits; shapes are named s0, s1 ...
 *   label   what a screen reader says
 * False, with nothing appended, when the file is no well-formed SVG.
 */
bool brief_svg_inline(struct tb_bytes *page, const struct tb_bytes *svg, const char *prefix, const char *label,
                      struct brief_shapes *shapes);

/** Appends the sheet of shapes, an <svg> that takes no room.  After the last chart, in the same page. */
void brief_svg_shapes(struct tb_bytes *page, const struct brief_shapes *shapes);

#endif
