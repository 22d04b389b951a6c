/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a template: it is filled in, or every mistake has its place in the text. */
#include "trendbook/brief.h"
#include "trendbook/stats.h"

#include <stdlib.h>
#include <string.h>

static struct tb_panel *panel;
static struct tb_results *results;

static void add(const char *id, const char *region, int year, double value, enum tb_state state)
{
    const uint32_t indicator = tb_panel_indicator(panel, id, strlen(id));
    const struct tb_observation seen = {.year = year, .value = value, .state = state, .input = TB_NOWHERE};
    if (tb_panel_add(panel, indicator, tb_names_add(panel->names, region, strlen(region)), &seen) != TB_OK)
        abort();
}

static void make_figures(void)
{
    struct tb_log *log = tb_log_new(0);
    panel = tb_panel_new();
    for (int year = 2019; year <= 2024; year++) {
        add("penalty_cases", "", year, year % 7 + 200, TB_EXACT);
        add("a.b@c[d]:e", "", year, year % 5 - 2, TB_EXACT);
        add("regions", "x", year, year % 3, TB_EXACT);
        add("regions", "y]", year, year % 3, TB_AT_LEAST);
    }
    add("year", "", 2024, -22, TB_AT_MOST);
    struct tb_definition *definition = tb_panel_define(panel, 0);
    if (!definition)
        abort();
    definition->phrase_zh = tb_names_add(panel->names, "a{}b", 4);
    const struct tb_stat_options options = tb_stat_defaults();
    if (tb_panel_finish(panel, log) != TB_OK || tb_compute(panel, &options, &results, log) != TB_OK)
        abort();
    tb_log_free(log);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!panel)
        make_figures();
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    struct tb_log *log = tb_log_new(0);
    struct tb_bytes out = {0};
    const struct tb_brief_options options = {.language = size % 2 ? TB_CHINESE : TB_ENGLISH,
                                             .page = tb_page_default(),
                                             .template_text = text,
                                             .template_name = "report.md"};
    const enum tb_status status = tb_brief_fill(panel, results, &options, TB_REPORT_MARKDOWN, &out, log);
    if ((status == TB_OK) != (tb_log_count(log, TB_ERROR) == 0))
        abort();
    for (size_t i = 0; i < tb_log_kept(log); i++)
        if (!tb_log_message(log, i)->line || !tb_log_message(log, i)->column)
            abort();
    tb_bytes_free(&out);
    tb_log_free(log);
    free(text);
    return 0;
}
