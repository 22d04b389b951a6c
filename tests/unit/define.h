/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a catalogue would say of an indicator, said by a test. */
#ifndef TESTS_DEFINE_H
#define TESTS_DEFINE_H

#include "trendbook/panel.h"

#include <stdlib.h>

static inline struct tb_definition *define(struct tb_panel *panel, const struct tb_indicator *indicator)
{
    struct tb_definition *definition = tb_panel_define(panel, (uint32_t)(indicator - panel->indicators));
    if (!definition)
        abort();
    return definition;
}

#endif
