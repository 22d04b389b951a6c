/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A whole and its parts: which is which, the smaller parts together, what the parts leave out. */
#ifndef CHART_PARTS_H
#define CHART_PARTS_H

#include "mark.h"
#include "type.h"

enum {
    TB_MOST_PARTS = 5 /* in colours that can be told apart */
};

/** Takes the whole, if the chart has one, out of the tracks into sheet->whole. */
void tb_parts_take_whole(struct tb_sheet *sheet);
/** All parts of year index y have a value. */
bool tb_parts_complete(const struct tb_sheet *sheet, int y);
/** Sum of the parts of a year that is complete. */
double tb_parts_sum(const struct tb_sheet *sheet, int y);
/** Look of part s: colours 1 to 4, grey for what stands for several or for the rest. */
struct tb_look tb_part_look(const struct tb_sheet *sheet, size_t s);

#endif
