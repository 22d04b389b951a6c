/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Any phrase and unit on any report: no crash, and what is found is a finite figure with a place. */
#include "trendbook/extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

enum part {
    LEFT,
    RIGHT,
    UNIT,
    REPORT,
    PARTS
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (!n)
        return 0;
    /* left side of the phrase, right side, unit, report: each ends in a NUL but the last */
    const char *part[PARTS] = {(const char *)bytes};
    for (int i = 1; i < PARTS; i++) {
        const char *end = memchr(part[i - 1], 0, n - (size_t)(part[i - 1] - (const char *)bytes));
        if (!end || end - part[i - 1] > 60 || strpbrk(part[i - 1], "{}|"))
            return 0; /* the catalogue lets no such phrase through */
        part[i] = end + 1;
    }
    const char *unit = part[UNIT];
    const size_t left = n - (size_t)(part[REPORT] - (const char *)bytes);
    char phrase[128], name[] = "/dev/shm/fuzz-extract-XXXXXX";
    snprintf(phrase, sizeof phrase, "%s{}%s", part[LEFT], part[RIGHT]);
    const int file = mkstemp(name);
    must(file >= 0 && write(file, part[REPORT], left) == (ssize_t)left);
    close(file);

    struct tb_log *log = tb_log_new(0);
    struct tb_panel *panel = tb_panel_new();
    struct tb_extract *result = NULL;
    const char *const reports[] = {name};
    must(log && panel);
    const uint32_t number = tb_panel_indicator(panel, "a", 1);
    struct tb_definition *definition = tb_panel_define(panel, number);
    must(definition);
    definition->phrase_zh = tb_names_add(panel->names, phrase, strlen(phrase));
    panel->indicators[number].unit = tb_names_add(panel->names, unit, strlen(unit));
    must(tb_panel_finish(panel, log) == TB_OK);
    if (tb_extract(reports, 1, panel, 2023, &result, log) == TB_OK) {
        must(result->n_found <= 1);
        for (size_t i = 0; i < result->n_found; i++) {
            must(result->found[i].value - result->found[i].value == 0); /* finite */
            must(result->found[i].state < TB_NEGLIGIBLE && result->found[i].line > 0 && result->found[i].column > 0);
        }
    }
    unlink(name);
    tb_extract_free(result);
    tb_panel_free(panel);
    tb_log_free(log);
    return 0;
}
