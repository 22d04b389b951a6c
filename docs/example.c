/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library in one page: load, compute, print.  Built and run by the tests as docs/library.md says:
 *     cc example.c $(pkg-config --cflags --libs trendbook) -o example && ./example data/baodi-transport yoy_pct */
#include <trendbook/load.h>
#include <trendbook/stats.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What the library has to say: it prints nothing itself. */
static void print_log(struct tb_log *log)
{
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        char *text = tb_message_text(tb_log_message(log, i), TB_ENGLISH);
        fprintf(stderr, "%s\n", text ? text : "out of memory");
        free(text);
    }
}

static void print_row(const struct tb_panel *panel, const struct tb_result *row)
{
    const struct tb_series *series = &panel->series[row->series];
    char note[512];
    tb_note_text(panel, &row->note, TB_ENGLISH, note, sizeof note);
    printf("%s %d-%d %s ", tb_text(panel, panel->indicators[series->indicator].id), row->from, row->to, row->statistic);
    if (isnan(row->value)) /* an absent value always has its reason */
        printf("none: %s\n", note);
    else
        printf("%.6g\n", row->value);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: example DATA STATISTIC\n", stderr);
        return TB_BAD_OPTION;
    }
    const char *const paths[] = {argv[1]}, *const statistics[] = {argv[2], NULL};
    const struct tb_load_options how = {.threads = 1};
    struct tb_stat_options options = tb_stat_defaults();
    struct tb_log *log = tb_log_new(20);
    struct tb_panel *panel = NULL;
    struct tb_results *results = NULL;
    options.statistics = statistics;
    options.threads = 1;

    enum tb_status status = log ? tb_load(paths, 1, &how, &panel, log) : TB_NO_MEMORY;
    if (!status)
        status = tb_complete(panel, log); /* rates that follow from their numerators and denominators */
    if (!status)
        status = tb_compute(panel, &options, &results, log);
    for (size_t i = 0; !status && i < results->n; i++)
        print_row(panel, &results->row[i]);
    if (log)
        print_log(log);
    tb_results_free(results);
    tb_panel_free(panel);
    tb_log_free(log);
    return (int)status;
}
