/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What check does behind the loader: findings with their sentences in both languages, and a draft of the catalogue that
 * must read back, by itself and with the data.
 */
#include "load/loader.h"
#include "trendbook/findings.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void check_findings(const struct tb_panel *panel, struct tb_log *log)
{
    struct tb_findings *findings = NULL;
    must(tb_find(panel, &findings, log) == TB_OK);
    for (size_t i = 0; i < findings->n; i++) {
        const struct tb_finding *f = &findings->row[i];
        must(f->observation == TB_NO_OBSERVATION || f->observation < panel->n);
        must(f->series == TB_NOWHERE || f->series < panel->n_series);
        must(!f->suggestion || (f->file && f->header));
        for (int language = TB_ENGLISH; language <= TB_CHINESE; language++) {
            char *text = tb_finding_text(panel, f, (enum tb_language)language);
            must(text && *text);
            free(text);
        }
        tb_finding_place(panel, f);
    }
    tb_findings_free(findings);
}

static void check_draft(const struct tb_panel *panel)
{
    struct tb_bytes csv = {0};
    struct tb_panel *again = NULL;
    struct tb_log *log = tb_log_new(20);
    must(log && tb_draft_catalogue(panel, TB_CHINESE, &csv));
    must(load_bytes("indicators.csv", csv.data, csv.n, NULL, false, &again, log) == TB_OK || !panel->n_indicators);
    must(!again || again->n_indicators == panel->n_indicators);
    tb_panel_free(again);
    tb_log_free(log);
    tb_bytes_free(&csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const names[] = {"table.csv", "2023.csv", "indicators.csv"};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(20);
    must(log != NULL);
    const char *name = n ? names[bytes[0] % 3] : names[0];
    if (load_bytes(name, bytes + (n > 0), n - (n > 0), NULL, false, &panel, log) == TB_OK) {
        check_findings(panel, log);
        check_draft(panel);
    }
    tb_panel_free(panel);
    tb_log_free(log);
    return 0;
}
