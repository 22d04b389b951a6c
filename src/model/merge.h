/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The same year of a series given more than once: in one input, or in several. */
#ifndef MODEL_MERGE_H
#define MODEL_MERGE_H

#include "trendbook/panel.h"

/** Leaves one observation of each series, year and period of a sorted panel; see tb_panel_finish. */
enum tb_status merge_repeated(struct tb_panel *panel, struct tb_log *log);

#endif
