/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Every layout: the first byte chooses one, whose header (the example of the registry) is put in front of the rest; the
 * last choice leaves the rest as it is.  Each recogniser and each reader is so reached whatever the rest is.
 */
#include "load/loader.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    size_t n_layouts;
    const struct tb_layout *layouts = tb_layouts(&n_layouts);
    struct tb_bytes file = {0};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(20);
    if (!n || !log) {
        tb_log_free(log);
        return 0;
    }
    const size_t choice = bytes[0] % (n_layouts + 1);
    const struct tb_layout *layout = choice < n_layouts ? &layouts[choice] : NULL;
    const char *name = "table.csv";
    if (layout) {
        name = strcmp(layout->id, "year") == 0        ? "2023.csv"
               : strcmp(layout->id, "catalogue") == 0 ? "indicators.csv"
                                                      : name;
        tb_bytes_add(&file, layout->example, strlen(layout->example));
        tb_bytes_add(&file, "\n", 1);
    }
    tb_bytes_add(&file, bytes + 1, n - 1);
    load_bytes(name, file.data, file.n, NULL, NULL, &panel, log);
    must(panel ? tb_log_count(log, TB_ERROR) == 0 : tb_log_count(log, TB_ERROR) > 0);
    for (size_t i = 0; panel && i < panel->n; i++) {
        must(panel->year[i] >= 1800 && panel->year[i] <= 2200);
        must(tb_has_value(panel, i) ? panel->value[i] - panel->value[i] == 0 : panel->value[i] != panel->value[i]);
    }
    tb_panel_free(panel);
    tb_log_free(log);
    tb_bytes_free(&file);
    return 0;
}
