/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statistics of the real figures in data/: what the printed reports say, checked by hand against them. */
#include "run.h"

#include "trendbook/load.h"
#include "trendbook/stats.h"

#include <math.h>
#include <string.h>

struct run {
    struct tb_panel *panel;
    struct tb_results *results;
};

static struct run run_folder(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, SOURCE_DIR "/data/%s", name);
    const char *const paths[] = {path};
    const struct tb_load_options load = {0};
    struct tb_stat_options options = tb_stat_defaults();
    struct tb_log *log = tb_log_new(0);
    struct run run = {0};
    assert_int_equal(tb_load(paths, 1, &load, &run.panel, log), TB_OK);
    assert_int_equal(tb_complete(run.panel, log), TB_OK);
    assert_int_equal(tb_compute(run.panel, &options, &run.results, log), TB_OK);
    tb_log_free(log);
    return run;
}

static void drop(struct run *run)
{
    tb_results_free(run->results);
    tb_panel_free(run->panel);
}

static const struct tb_result *at(const struct run *run, const char *id, const char *statistic, int from, int to)
{
    const uint32_t indicator = tb_panel_find_indicator(run->panel, id, strlen(id));
    assert_int_not_equal(indicator, TB_NOWHERE);
    return tb_results_at(run->results, tb_panel_find_series(run->panel, indicator, 0), statistic, from, to);
}

static void assert_value(const struct tb_result *row, double value, double within)
{
    assert_non_null(row);
    assert_true(fabs(row->value - value) <= within);
}

static void assert_note(const struct tb_result *row, enum tb_note_code code)
{
    assert_non_null(row);
    assert_int_equal(row->note.code, code);
}

static void district_bureau(void **state)
{
    (void)state;
    struct run run = run_folder("baodi-transport");
    assert_value(at(&run, "penalty_cases", "yoy_abs", 2023, 2024), 195, 0);
    assert_value(at(&run, "penalty_cases", "yoy_pct", 2023, 2024), 93.75, 0);
    assert_value(at(&run, "fines_total", "yoy_abs", 2023, 2024), 220.54, 0);
    assert_value(at(&run, "fines_per_case", "value", 2023, 2023), 0.24235576923, 1e-11);
    assert_value(at(&run, "fines_per_case", "value", 2024, 2024), 0.67233250620, 1e-11);
    assert_int_equal(at(&run, "fines_per_case", "value", 2024, 2024)->note.caveats, TB_CAVEAT_COMPUTED);

    const struct tb_result *growth = at(&run, "penalty_cases_yoy", "audit_change", 2023, 2024);
    assert_note(growth, TB_NOTE_DIFFERS_BASE);
    assert_value(growth, 93.75, 0);
    assert_true(growth->note.a == 96.6 && growth->note.c == 205);
    const struct tb_result *change = at(&run, "penalty_cases_change", "audit_change", 2023, 2024);
    assert_note(change, TB_NOTE_DIFFERS_BASE);
    assert_true(change->note.a == 198 && change->note.b == 195 && change->note.c == 205);
    assert_note(at(&run, "officers_change", "audit_change", 2023, 2024), TB_NOTE_AGREES);
    const struct tb_result *published = at(&run, "penalty_publication_rate", "audit_rate", 2023, 2023);
    assert_note(published, TB_NOTE_DIFFERS_NUMERATOR);
    assert_value(published, 98.557692307692, 1e-11);
    assert_true(published->note.a == 100);
    assert_note(at(&run, "penalty_entry_rate", "audit_rate", 2024, 2024), TB_NOTE_AGREES);
    assert_note(at(&run, "enforcement_cases_total", "audit_parts", 2024, 2024), TB_NOTE_AGREES);

    const struct tb_result *overload = at(&run, "overload_rate", "value", 2023, 2023);
    assert_note(overload, TB_NOTE_ONLY_BOUND);
    assert_true(isnan(overload->value) && overload->upper == 0.23 && overload->lower == 0);

    /* two years never make a trend */
    for (size_t i = 0; i < run.results->n; i++)
        if (strcmp(run.results->row[i].statistic, "verdict") == 0)
            assert_int_equal(run.results->row[i].note.code, TB_NOTE_VERDICT_TOO_FEW);
    /* a structural label has its value and nothing else */
    assert_value(at(&run, "rectification_stages", "value", 2023, 2023), 4, 0);
    assert_null(at(&run, "rectification_stages", "index", 2023, 2023));
    drop(&run);
}

/* No pair of years, trend or index of the table crosses a year flagged b. */
static void nothing_crosses_a_break(const struct run *run)
{
    size_t breaks = 0;
    for (uint32_t s = 0; s < run->panel->n_series; s++) {
        const struct tb_series *series = &run->panel->series[s];
        for (size_t i = series->first + 1; i < series->first + series->n; i++) {
            if (!(tb_flags(run->panel, i) & TB_FLAG_BREAK))
                continue;
            breaks++;
            for (size_t r = run->results->first[s]; r < run->results->first[s + 1]; r++) {
                const struct tb_result *row = &run->results->row[r];
                if (strcmp(row->statistic, "mann_kendall_segments") == 0 || strcmp(row->statistic, "jump_slope") == 0)
                    continue; /* all segments, none compared with another */
                if (row->from < run->panel->year[i] && row->to >= run->panel->year[i])
                    assert_true(isnan(row->value) && isnan(row->lower) && isnan(row->upper));
            }
        }
    }
    assert_true(breaks > 20);
}

static void national_figures(void **state)
{
    (void)state;
    struct run run = run_folder("china-transport");
    nothing_crosses_a_break(&run);

    /* 2009 is missing: no change to 2010, but a growth a year across it.  ((400.82 / 373.02)^(1/2) - 1) by Python. */
    const struct tb_result *gap = at(&run, "road_total", "yoy_abs", 2009, 2010);
    assert_note(gap, TB_NOTE_YEAR_MISSING);
    assert_int_equal(gap->note.year, 2009);
    assert_value(at(&run, "road_total", "annualised_pct", 2008, 2010), 3.6593862138, 1e-9);
    assert_value(at(&run, "road_total", "yoy_abs", 2007, 2008), 14.65, 0);

    /* deaths 2007 to 2023 without 2013 and 2014: S and p over 15 years by counting all orders in whole numbers (Python)
     */
    const uint32_t deaths = tb_panel_find_indicator(run.panel, "traffic_deaths", strlen("traffic_deaths"));
    size_t n;
    const struct tb_result *verdict =
        tb_results_of(run.results, tb_panel_find_series(run.panel, deaths, 0), "verdict", &n);
    assert_int_equal(n, 1);
    assert_note(verdict, TB_NOTE_FALLING);
    assert_int_equal(verdict->n, 15);
    assert_true(fabs(verdict->p - 0.0028582293753424705) <= 1e-12);
    const struct tb_result *test =
        tb_results_of(run.results, tb_panel_find_series(run.panel, deaths, 0), "mann_kendall", &n);
    assert_value(test, -59, 0);
    /* 62387 deaths over 225 million vehicles */
    assert_value(at(&run, "deaths_per_10k_vehicles", "rate", 2011, 2011), 2.77275555555, 1e-10);
    drop(&run);
}

static void districts(void **state)
{
    (void)state;
    struct run run = run_folder("tianjin-districts");
    assert_true(run.panel->n_series > 100);
    for (size_t i = 0; i < run.results->n; i++) {
        const struct tb_result *row = &run.results->row[i];
        assert_true(!isnan(row->value) || row->note.code != TB_NOTE_NONE);
        assert_false(isinf(row->value) || isinf(row->lower) || isinf(row->upper));
    }
    drop(&run);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(district_bureau),
    cmocka_unit_test(national_figures),
    cmocka_unit_test(districts),
};
RUN_TESTS(tests)
