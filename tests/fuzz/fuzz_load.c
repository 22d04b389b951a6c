/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The whole loader on a file in memory.  The first byte chooses the name of the file, so that every layout and the
 * catalogue are reached.  It is read again with libcsv for every line, and again in pieces by two threads: all must
 * give the same panel and the same messages.
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

/* What every panel promises. */
static void check(const struct tb_panel *panel, struct tb_log *log)
{
    must(tb_log_count(log, TB_ERROR) == 0);
    for (size_t s = 0; s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        const char *id = tb_text(panel, panel->indicators[series->indicator].id);
        const char *region = tb_text(panel, series->region);
        must(load_id_fault(id, strlen(id)) == NULL);
        must(!*region || load_id_fault(region, strlen(region)) == NULL);
        for (size_t i = series->first; i < series->first + series->n; i++) {
            must(panel->year[i] >= 1800 && panel->year[i] <= 2200);
            must(tb_has_value(panel, i) ? panel->value[i] - panel->value[i] == 0 : panel->value[i] != panel->value[i]);
            must(tb_panel_place(panel, i).line > 0);
        }
    }
}

static void same(struct tb_panel *a, struct tb_panel *b, struct tb_log *log_a, struct tb_log *log_b)
{
    must(!a == !b);
    must(tb_log_kept(log_a) == tb_log_kept(log_b));
    for (size_t i = 0; i < tb_log_kept(log_a); i++) {
        const struct tb_message *x = tb_log_message(log_a, i), *y = tb_log_message(log_b, i);
        must(x->line == y->line && x->column == y->column && strcmp(x->kind, y->kind) == 0);
        must(strcmp(x->text, y->text) == 0);
    }
    if (!a)
        return;
    must(a->n == b->n && a->n_series == b->n_series && a->n_indicators == b->n_indicators);
    for (size_t i = 0; i < a->n; i++)
        must(memcmp(&a->value[i], &b->value[i], sizeof a->value[i]) == 0 && a->year[i] == b->year[i] &&
             a->state[i] == b->state[i] && strcmp(tb_text(a, tb_note_of(a, i)), tb_text(b, tb_note_of(b, i))) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const names[] = {"table.csv", "2023.csv", "indicators.csv", "2023\u5E74.csv"};
    struct tb_panel *panel[3] = {NULL, NULL, NULL};
    struct tb_log *log[3];
    const char *name = n ? names[bytes[0] % 4] : names[0];
    if (n) {
        bytes++;
        n--;
    }
    for (int i = 0; i < 3; i++) {
        log[i] = tb_log_new(20);
        if (!log[i])
            abort();
        const struct tb_load_options options = {.threads = i == 2 ? 2 : 1};
        const struct load_manner manner = {.only_libcsv = i == 1, .piece = 16};
        load_bytes(name, bytes, n, &options, &manner, &panel[i], log[i]);
        if (panel[i])
            check(panel[i], log[i]);
        else
            must(tb_log_count(log[i], TB_ERROR) > 0); /* a refusal is always explained */
    }
    same(panel[0], panel[1], log[0], log[1]);
    same(panel[0], panel[2], log[0], log[2]);
    for (int i = 0; i < 3; i++) {
        tb_panel_free(panel[i]);
        tb_log_free(log[i]);
    }
    return 0;
}
