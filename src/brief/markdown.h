/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Pieces of Markdown: the briefing and the reports made from templates are put together from them. */
#ifndef BRIEF_MARKDOWN_H
#define BRIEF_MARKDOWN_H

#include "plan.h"

/** Text of the data as Markdown text: nothing in it acts, in CommonMark, GitHub's dialect or pandoc's. */
void brief_markdown_text(struct tb_bytes *bytes, const char *text);

/** Years of one series: value and change. */
void brief_markdown_years(struct tb_bytes *bytes, const struct brief_plan *plan, uint32_t series, bool folded);

/** The last value of several series, one a row: of those in one figure, of those in none (NOWHERE), or of all. */
#define BRIEF_ANY_FIGURE (SIZE_MAX - 1)
void brief_markdown_latest(struct tb_bytes *bytes, const struct brief_plan *plan, const struct brief_row *row, size_t n,
                           size_t figure);

/** The picture of a figure, "svg" or "png", with its alternative text. */
void brief_markdown_picture(struct tb_bytes *bytes, const struct brief_figure *figure, const char *format);

/** The address of a figure's picture, as brief_markdown_picture writes it for a "png". */
void brief_markdown_target(struct tb_bytes *bytes, const struct brief_figure *figure);

/** The figure whose picture an address of ours shows, or NULL. */
const struct brief_figure *brief_markdown_figure(const struct brief_plan *plan, const char *target);

/** Printed figures that do not agree, one a list item; nothing when there are none. */
void brief_markdown_disputes(struct tb_bytes *bytes, const struct brief_plan *plan);

#endif
