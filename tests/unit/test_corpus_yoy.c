/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The changes that the corpus of inputs expects, and the located warnings of those that cannot be numbers. */
#include "trendbook/load.h"
#include "trendbook/number.h"
#include "trendbook/stats.h"

#include <csv.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t passed, failed;

static void check(bool fine, const char *file, const char *id, long year, const char *what, double got)
{
    if (fine) {
        passed++;
        return;
    }
    failed++;
    printf("%s: %s %ld: %s, got %.17g\n", file, id, year, what, got);
}

/* An absent number is null; present ones agree to 1e-9, or to the difference on paper where that is finer. */
static bool agrees(const json_t *expected, double got)
{
    if (json_is_null(expected))
        return isnan(got);
    const double wanted = json_number_value(expected);
    return fabs(got - wanted) <= 1e-9 * fabs(wanted);
}

static double value_at(const struct tb_results *results, uint32_t series, const char *statistic, int year)
{
    const struct tb_result *row = tb_results_at(results, series, statistic, year - 1, year);
    return row ? row->value : NAN;
}

static void check_changes(const char *file, const json_t *expected, const struct tb_panel *panel,
                          const struct tb_results *results)
{
    size_t i;
    json_t *change;
    json_array_foreach(json_object_get(expected, "yoy"), i, change)
    {
        const char *id = json_string_value(json_array_get(change, 0));
        const int year = (int)json_integer_value(json_array_get(change, 1));
        const uint32_t indicator = tb_panel_find_indicator(panel, id, strlen(id));
        const uint32_t series = indicator == TB_NOWHERE ? TB_NOWHERE : tb_panel_find_series(panel, indicator, 0);
        if (series == TB_NOWHERE) {
            check(false, file, id, year, "no such series", NAN);
            continue;
        }
        const double difference = value_at(results, series, "yoy_abs", year);
        const double percent = value_at(results, series, "yoy_pct", year);
        check(agrees(json_array_get(change, 2), difference), file, id, year, "change", difference);
        check(agrees(json_array_get(change, 3), percent), file, id, year, "rate", percent);
    }
}

static void check_warnings(const char *file, const json_t *expected, struct tb_log *log)
{
    size_t i;
    json_t *at;
    json_array_foreach(json_object_get(expected, "at"), i, at)
    {
        const long where = (long)json_integer_value(json_object_get(at, "line"));
        const long column = (long)json_integer_value(json_object_get(at, "col"));
        bool found = false;
        for (size_t m = 0; m < tb_log_kept(log) && !found; m++) {
            const struct tb_message *message = tb_log_message(log, m);
            found = message->severity == TB_WARNING && (long)message->line == where && (long)message->column == column;
        }
        check(found, file, json_string_value(json_object_get(at, "kind")), where, "no warning there", (double)column);
    }
}

static void run_case(const char *file, const char *text)
{
    json_error_t error;
    json_t *expected = json_loads(text, 0, &error);
    if (!expected) {
        check(false, file, "manifest", error.line, error.text, NAN);
        return;
    }
    if (json_object_get(expected, "yoy")) {
        char path[1024];
        snprintf(path, sizeof path, SOURCE_DIR "/tests/corpus/%s", file);
        const char *const paths[] = {path};
        const struct tb_load_options load = {0};
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = NULL;
        struct tb_results *results = NULL;
        struct tb_stat_options options = tb_stat_defaults();
        const bool fine =
            tb_load(paths, 1, &load, &panel, log) == TB_OK && tb_compute(panel, &options, &results, log) == TB_OK;
        check(fine, file, "load and compute", 0, "failed", NAN);
        if (fine) {
            check_changes(file, expected, panel, results);
            check_warnings(file, expected, log);
        }
        tb_results_free(results);
        tb_panel_free(panel);
        tb_log_free(log);
    }
    json_decref(expected);
}

/* ---- the manifest: file,layout,class,reason,expected ---- */

struct row {
    char *cell[5];
    size_t n;
};

static void take_cell(void *data, size_t length, void *context)
{
    struct row *row = context;
    if (row->n < 5)
        row->cell[row->n++] = strndup(data, length);
}

static void take_row(int end, void *context)
{
    (void)end;
    struct row *row = context;
    if (row->n == 5 && strcmp(row->cell[0], "file") != 0)
        run_case(row->cell[0], row->cell[4]);
    for (size_t i = 0; i < row->n; i++)
        free(row->cell[i]);
    row->n = 0;
}

int main(void)
{
    FILE *input = fopen(SOURCE_DIR "/tests/corpus/manifest.csv", "r");
    struct csv_parser parser;
    if (!input || csv_init(&parser, CSV_STRICT) != 0)
        return 1;
    struct row row = {.n = 0};
    char buffer[65536];
    size_t n;
    while ((n = fread(buffer, 1, sizeof buffer, input)) > 0)
        if (csv_parse(&parser, buffer, n, take_cell, take_row, &row) != n)
            return 1;
    csv_fini(&parser, take_cell, take_row, &row);
    csv_free(&parser);
    fclose(input);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
