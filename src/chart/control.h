/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a control chart says of its series: limits, stretches of years, years that stand out. */
#ifndef CHART_CONTROL_H
#define CHART_CONTROL_H

#include "sheet.h"

enum tb_control_level {
    TB_CONTROL_CENTRE,
    TB_CONTROL_LOWER,
    TB_CONTROL_UPPER,
    TB_CONTROL_LEVELS
};
enum {
    TB_CONTROL_STRETCHES = 16
};

/** One stretch of years on one basis with its limits; lower and upper are NULL on a run chart. */
struct tb_stretch {
    const struct tb_result *level[TB_CONTROL_LEVELS];
};

/** The stretches that have limits, else the last one with its median. */
size_t tb_control_stretches(const struct tb_sheet *sheet, struct tb_stretch stretch[TB_CONTROL_STRETCHES]);
/** The row of a year that a rule names, or NULL; only where limits are drawn. */
const struct tb_result *tb_control_signal(const struct tb_sheet *sheet, const struct tb_stretch *last, int y);
/** Of a value above (side > 0) or below the centre: 1 better, -1 worse, 0 the catalogue does not say. */
int tb_control_quality(const struct tb_sheet *sheet, double side);
/** The last year of a stretch that is neither provisional nor a bound: no limit stands over those. */
int tb_control_settled(const struct tb_sheet *sheet, const struct tb_stretch *stretch);
/** What stands out, in words.  last: NULL = there is none */
void tb_control_words(const struct tb_sheet *sheet, const struct tb_stretch *last, struct tb_bytes *words);
/** "upper", "上限": what a level is called beside it. */
const char *tb_control_name(const struct tb_sheet *sheet, const struct tb_stretch *stretch,
                            enum tb_control_level level);

#endif
