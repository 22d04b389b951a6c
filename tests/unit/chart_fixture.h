/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Small panels and results for the chart tests. */
#ifndef TESTS_CHART_FIXTURE_H
#define TESTS_CHART_FIXTURE_H

#include "chart/draw.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct tb_panel *panel;
    struct tb_results *results;
    struct tb_log *log;
};

static inline struct fixture fixture_new(void)
{
    struct fixture fixture = {
        .panel = tb_panel_new(), .results = calloc(1, sizeof(struct tb_results)), .log = tb_log_new(0)};
    assert_non_null(fixture.panel);
    assert_non_null(fixture.log);
    assert_non_null(fixture.results);
    return fixture;
}

static inline void fixture_free(struct fixture *fixture)
{
    tb_panel_free(fixture->panel);
    tb_results_free(fixture->results);
    tb_log_free(fixture->log);
}

static inline uint32_t add_name(struct fixture *fixture, const char *text)
{
    return tb_names_add(fixture->panel->names, text, strlen(text));
}

static inline uint32_t add_indicator(struct fixture *fixture, const char *id, const char *name, const char *unit,
                                     enum tb_kind kind)
{
    const uint32_t number = tb_panel_indicator(fixture->panel, id, strlen(id));
    struct tb_indicator *indicator = &fixture->panel->indicators[number];
    indicator->name_zh = indicator->name_en = add_name(fixture, name);
    indicator->unit = add_name(fixture, unit);
    indicator->kind = (uint8_t)kind;
    return number;
}

struct cell {
    int year;
    double value;
    enum tb_state state;
    int decimals;
    unsigned flags;
    const char *period;
};

static inline void add_cell(struct fixture *fixture, uint32_t indicator, const char *region, struct cell cell)
{
    const struct tb_observation observation = {
        .year = cell.year,
        .value = cell.state >= TB_NEGLIGIBLE ? NAN : cell.value,
        .state = cell.state,
        .decimals = cell.decimals,
        .flags = cell.flags,
        .period = cell.period ? add_name(fixture, cell.period) : 0,
        .input = TB_NOWHERE,
    };
    assert_int_equal(tb_panel_add(fixture->panel, indicator, add_name(fixture, region), &observation), TB_OK);
}

static inline void add_values(struct fixture *fixture, uint32_t indicator, const char *region, int first,
                              const double *value, size_t n, int decimals)
{
    for (size_t i = 0; i < n; i++)
        add_cell(fixture, indicator, region,
                 (struct cell){.year = first + (int)i, .value = value[i], .decimals = decimals});
}

static inline void add_row(struct fixture *fixture, uint32_t series, int from, int to, const char *statistic,
                           double value, double lower, double upper, int n, enum tb_note_code note)
{
    struct tb_results *results = fixture->results;
    if (results->n == results->capacity) {
        results->capacity = results->capacity ? 2 * results->capacity : 64;
        results->row = realloc(results->row, results->capacity * sizeof *results->row);
        assert_non_null(results->row);
    }
    results->row[results->n++] = (struct tb_result){
        .series = series,
        .from = (int16_t)from,
        .to = (int16_t)to,
        .n = n,
        .statistic = statistic,
        .method = "",
        .value = value,
        .lower = lower,
        .upper = upper,
        .se = NAN,
        .p = NAN,
        .note = {.code = (uint16_t)note},
    };
}

/** Rows must have been added series by series. */
static inline void finish_rows(struct fixture *fixture)
{
    struct tb_results *results = fixture->results;
    results->n_series = fixture->panel->n_series;
    free(results->first);
    results->first = calloc(results->n_series + 1, sizeof *results->first);
    assert_non_null(results->first);
    size_t row = 0;
    for (size_t s = 0; s <= results->n_series; s++) {
        while (row < results->n && results->row[row].series < s)
            row++;
        results->first[s] = row;
    }
}

/** Growth rates on the year before for whole neighbouring years, as the statistics give them. */
static inline void add_growth(struct fixture *fixture, uint32_t series, bool points)
{
    const struct tb_panel *panel = fixture->panel;
    const struct tb_series *one = &panel->series[series];
    for (size_t i = one->first + 1; i < one->first + one->n; i++) {
        if (panel->state[i] != TB_EXACT || panel->state[i - 1] != TB_EXACT ||
            panel->year[i] != panel->year[i - 1] + 1 || tb_period(panel, i) || (tb_flags(panel, i) & TB_FLAG_BREAK) ||
            !(panel->value[i - 1] > 0))
            continue;
        const double change = panel->value[i] - panel->value[i - 1];
        add_row(fixture, series, panel->year[i - 1], panel->year[i], points ? "yoy_pp" : "yoy_pct",
                points ? change : 100 * change / panel->value[i - 1], NAN, NAN, 2, TB_NOTE_NONE);
    }
}

/** A centre and limits over the years of a series, and one year above them. */
static inline void add_control(struct fixture *fixture, uint32_t series, double centre, double width, int n,
                               int outside)
{
    const struct tb_panel *panel = fixture->panel;
    const struct tb_series *one = &panel->series[series];
    const int from = panel->year[one->first], to = panel->year[one->first + one->n - 1];
    add_row(fixture, series, from, to, "median", centre, NAN, NAN, n, TB_NOTE_NONE);
    add_row(fixture, series, from, to, "xmr_centre", centre, NAN, NAN, n, TB_NOTE_NONE);
    add_row(fixture, series, from, to, "xmr_lower", centre - width, NAN, NAN, n, TB_NOTE_NONE);
    add_row(fixture, series, from, to, "xmr_upper", centre + width, NAN, NAN, n, TB_NOTE_NONE);
    if (outside)
        add_row(fixture, series, outside, outside, "xmr_outside", 1, NAN, NAN, n, TB_NOTE_OUTSIDE_LIMITS);
}

/** Years ahead with two pairs of limits that open by `width` and half of it a year. */
static inline void add_forecast(struct fixture *fixture, uint32_t series, double value, double width, int ahead, int n)
{
    static const char *const statistics[] = {"forecast_linear", "forecast_linear_80"};
    const struct tb_panel *panel = fixture->panel;
    const struct tb_series *one = &panel->series[series];
    const int last = panel->year[one->first + one->n - 1];
    for (int i = 0; i < 2; i++) {
        for (int h = 1; h <= ahead; h++)
            add_row(fixture, series, last + h, last + h, statistics[i], value, value - h * width / (1 + i),
                    value + h * width / (1 + i), n, TB_NOTE_NONE);
    }
}

static inline void free_job(struct tb_chart_job *job)
{
    tb_bytes_free(&job->output);
    tb_bytes_free(&job->notes);
}

static inline size_t count_kind(struct tb_log *log, const char *kind)
{
    size_t n = 0;
    for (size_t i = 0; i < tb_log_kept(log); i++)
        n += strcmp(tb_log_message(log, i)->kind, kind) == 0;
    return n;
}

/** Fails with every message when there is any. */
static inline void assert_silent(struct tb_log *log)
{
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        char *text = tb_message_text(tb_log_message(log, i), TB_ENGLISH);
        print_error("%s\n", text);
        free(text);
    }
    assert_int_equal(tb_log_kept(log), 0);
}

#endif
