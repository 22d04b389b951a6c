/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Panels and results from short texts, for the tests of the briefing. */
#ifndef TESTS_BRIEF_FIXTURE_H
#define TESTS_BRIEF_FIXTURE_H

#include "trendbook/brief.h"

#include "define.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct tb_panel *panel;
    struct tb_results results;
    struct tb_log *log;
    uint32_t input;
    size_t line;
};

static inline uint32_t fixture_name(struct fixture *f, const char *text)
{
    return text ? tb_names_add(f->panel->names, text, strlen(text)) : 0;
}

static inline void fixture_open(struct fixture *f, const char *path)
{
    *f = (struct fixture){.panel = tb_panel_new(), .log = tb_log_new(0)};
    const struct tb_input input = {.path = fixture_name(f, path), .layout = "year", .why = "", .encoding = "UTF-8"};
    f->input = tb_panel_add_input(f->panel, &input);
}

/** Adds an indicator; the fields that matter to a test are set on what is returned. */
static inline struct tb_indicator *fixture_indicator(struct fixture *f, const char *id, const char *zh, const char *en,
                                                     const char *unit, enum tb_kind kind)
{
    const uint32_t number = tb_panel_indicator(f->panel, id, strlen(id)); /* may move the array */
    struct tb_indicator *indicator = &f->panel->indicators[number];
    indicator->name_zh = fixture_name(f, zh);
    indicator->name_en = fixture_name(f, en);
    indicator->unit = fixture_name(f, unit);
    indicator->kind = (uint8_t)kind;
    return indicator;
}

/**
 * Observations as text: `2023:208 2024:<=403,b 2025/H1:~55,p`: year, part of the year, mark, number, flag letters; a
 * `-` instead of the number is a blank cell.
 */
static inline void fixture_data(struct fixture *f, const char *id, const char *region, const char *source,
                                const char *data)
{
    static const struct {
        const char *mark;
        enum tb_state state;
    } marks[] = {{"<=", TB_AT_MOST}, {">=", TB_AT_LEAST}, {"<", TB_BELOW}, {">", TB_ABOVE}, {"~", TB_ABOUT}};
    char *copy = strdup(data), *rest = copy;
    const uint32_t indicator = tb_panel_indicator(f->panel, id, strlen(id));
    for (char *token; (token = strsep(&rest, " "));) {
        if (!*token)
            continue;
        char *colon = strchr(token, ':'), *slash = strchr(token, '/'), *comma = strchr(token, ',');
        assert(colon);
        *colon = '\0';
        if (slash && slash < colon)
            *slash = '\0';
        else
            slash = NULL;
        if (comma)
            *comma = '\0';
        struct tb_observation seen = {.year = atoi(token),
                                      .period = slash ? fixture_name(f, slash + 1) : 0,
                                      .source = fixture_name(f, source),
                                      .input = f->input,
                                      .line = ++f->line,
                                      .column = 2};
        const char *number = colon + 1;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (strncmp(number, marks[i].mark, strlen(marks[i].mark)) == 0) {
                seen.state = marks[i].state;
                number += strlen(marks[i].mark);
                break;
            }
        if (strcmp(number, "-") == 0) {
            seen.state = TB_BLANK;
            seen.value = NAN;
        } else {
            const bool good = tb_number_parse(number, strlen(number), &seen.value, &seen.decimals);
            assert(good);
            (void)good;
        }
        for (const char *letter = comma ? comma + 1 : ""; *letter; letter++)
            for (size_t i = 0; i < tb_n_flag_rows; i++)
                if (tb_flag_rows[i].letter == *letter)
                    seen.flags |= tb_flag_rows[i].flag;
        const enum tb_status status = tb_panel_add(f->panel, indicator, fixture_name(f, region), &seen);
        assert(status == TB_OK);
        (void)status;
    }
    free(copy);
}

/** Ends the data; rows follow. */
static inline void fixture_finish(struct fixture *f)
{
    const enum tb_status status = tb_panel_finish(f->panel, f->log);
    assert(status == TB_OK);
    (void)status;
    f->results = (struct tb_results){.n_series = f->panel->n_series,
                                     .first = calloc(f->panel->n_series + 1, sizeof *f->results.first)};
}

/**
 * Result rows of series `series`, which must be added in order: `yoy_pct 2023 2024 93.75; verdict 2010 2024 1 note=5
 * n=15`. The value may be `-` (absent); keys: lower upper p n note year a b c caveats.
 */
static inline void fixture_rows(struct fixture *f, uint32_t series, const char *rows)
{
    static const char *const known[] = {"yoy_pct",       "yoy_pp",       "yoy_abs",          "cagr_pct", "verdict",
                                        "audit_rate",    "audit_change", "audit_parts",      "value",    "ols_slope",
                                        "target_met",    "xmr_outside",  "total_change_pct", "index",    "rank",
                                        "annualised_pct"};
    char *copy = strdup(rows), *rest = copy;
    for (char *text; (text = strsep(&rest, ";"));) {
        char statistic[32], value[32];
        int from, to, used;
        if (sscanf(text, " %31s %d %d %31s%n", statistic, &from, &to, value, &used) != 4)
            continue;
        struct tb_result row = {.series = series,
                                .from = (int16_t)from,
                                .to = (int16_t)to,
                                .method = "",
                                .lower = NAN,
                                .upper = NAN,
                                .se = NAN,
                                .p = NAN,
                                .value = strcmp(value, "-") ? atof(value) : NAN};
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            if (strcmp(known[i], statistic) == 0)
                row.statistic = known[i];
        assert(row.statistic);
        if (strcmp(statistic, "verdict") == 0)
            row.method = "exact Mann-Kendall test";
        char key[16];
        double number;
        for (int more; sscanf(text + used, " %15[a-z]=%lf%n", key, &number, &more) == 2; used += more) {
            const struct {
                const char *key;
                double *to;
            } doubles[] = {{"lower", &row.lower}, {"upper", &row.upper}, {"p", &row.p},
                           {"a", &row.note.a},    {"b", &row.note.b},    {"c", &row.note.c}};
            for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++)
                if (strcmp(key, doubles[i].key) == 0)
                    *doubles[i].to = number;
            if (strcmp(key, "n") == 0)
                row.n = (int32_t)number;
            if (strcmp(key, "note") == 0)
                row.note.code = (uint16_t)number;
            if (strcmp(key, "year") == 0)
                row.note.year = (int16_t)number;
            if (strcmp(key, "caveats") == 0)
                row.note.caveats = (uint32_t)number;
        }
        f->results.row = realloc(f->results.row, (f->results.n + 1) * sizeof row);
        f->results.row[f->results.n++] = row;
    }
    for (size_t s = series + 1; s <= f->results.n_series; s++)
        f->results.first[s] = f->results.n;
    free(copy);
}

static inline void fixture_close(struct fixture *f)
{
    free(f->results.row);
    free(f->results.first);
    tb_panel_free(f->panel);
    tb_log_free(f->log);
}

#endif
