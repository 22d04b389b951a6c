/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What two sources of one figure say: how much they agree, and which values gave way. */
#include "cli/check.h"

#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool revision_percent(const struct tb_revision *revision, double *percent)
{
    *percent = 100 * (revision->value[1] - revision->value[0]) / fabs(revision->value[0]);
    return isfinite(*percent) && revision->state[0] <= TB_ABOUT && revision->state[1] <= TB_ABOUT;
}

/* "12.50" as it is printed, with its mark. */
static void add_value(struct table *table, const struct tb_revision *revision, int which)
{
    char number[TB_NUMBER_SIZE], text[TB_NUMBER_SIZE + 8];
    tb_number_exact(revision->value[which], number);
    if (revision->decimals[which] > 0 && revision->decimals[which] <= 15 && !strchr(number, 'e'))
        snprintf(number, sizeof number, "%.*f", revision->decimals[which], revision->value[which]);
    snprintf(text, sizeof text, "%s%s", tb_state_marks[revision->state[which]], number);
    table_text(table, text);
}

static void add_place(struct table *table, const struct tb_panel *panel, const struct tb_revision *revision, int which)
{
    char *text = NULL;
    const char *file = tb_text(panel, panel->inputs[revision->input[which]].path);
    if (asprintf(&text, "%s:%zu:%s", file, revision->line[which],
                 tb_column_text(file, revision->column[which], (char[16]){""})) < 0)
        text = NULL;
    table_text(table, text ? text : file);
    free(text);
}

bool print_revisions(const struct session *session)
{
    static const struct table_column columns[][8] = {
        {{"indicator", "REVISED", CELL_TEXT, FITS},
         {"region", "REGION", CELL_TEXT, FITS},
         {"year", "YEAR", CELL_NUMBER, FITS},
         {"old", "OLD", CELL_TEXT, FITS},
         {"new", "HOLDS", CELL_TEXT, FITS},
         {"percent", "%", CELL_TEXT, FITS},
         {"old_place", "OLD AT", CELL_TEXT, FITS},
         {"new_place", "HOLDS AT", CELL_TEXT, FITS}},
        {{"indicator", "修订指标", CELL_TEXT, FITS},
         {"region", "地区", CELL_TEXT, FITS},
         {"year", "年份", CELL_NUMBER, FITS},
         {"old", "原数", CELL_TEXT, FITS},
         {"new", "采用数", CELL_TEXT, FITS},
         {"percent", "相差%", CELL_TEXT, FITS},
         {"old_place", "原数位置", CELL_TEXT, FITS},
         {"new_place", "采用数位置", CELL_TEXT, FITS}},
    };
    const struct tb_panel *panel = session->panel;
    if (!panel->n_revisions)
        return true;
    struct table *table =
        table_new("table", session->language, columns[session->language], sizeof columns[0] / sizeof columns[0][0]);
    for (size_t i = 0; table && i < panel->n_revisions; i++) {
        const struct tb_revision *revision = &panel->revisions[i];
        double percent;
        char text[32] = "";
        if (tb_panel_find_series(panel, revision->indicator, revision->region) == TB_NOWHERE)
            continue; /* not chosen */
        if (revision_percent(revision, &percent))
            tb_display_fixed(percent,
                             fabs(percent) < 0.1  ? 3
                             : fabs(percent) < 10 ? 2
                                                  : 1,
                             true, session->language, text, sizeof text);
        table_text(table, tb_text(panel, panel->indicators[revision->indicator].id));
        table_text(table, tb_text(panel, revision->region));
        table_integer(table, revision->year);
        add_value(table, revision, 0);
        add_value(table, revision, 1);
        table_text(table, text);
        add_place(table, panel, revision, 0);
        add_place(table, panel, revision, 1);
    }
    return table_print(table);
}

void print_overlaps(const struct session *session)
{
    const struct tb_panel *panel = session->panel;
    for (size_t i = 0; i < panel->n_overlaps; i++) {
        const struct tb_overlap *overlap = &panel->overlaps[i];
        char *text = tb_say(session->language,
                            "%s and %s both give %zu values: %zu equal as far as printed, %zu revised; %zu empty cells "
                            "filled",
                            tb_text(panel, panel->inputs[overlap->first].path),
                            tb_text(panel, panel->inputs[overlap->second].path), overlap->equal + overlap->revised,
                            overlap->equal, overlap->revised, overlap->filled);
        printf("%s\n", text ? text : "");
        free(text);
    }
    if (panel->n_overlaps)
        putchar('\n');
}
