/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel: sorting, repeated values, places, computed series, choice by pattern. */
#include "trendbook/panel.h"

#include "define.h"
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t name(struct tb_panel *panel, const char *text)
{
    return tb_names_add(panel->names, text, strlen(text));
}

static struct tb_panel *two_files(void)
{
    struct tb_panel *panel = tb_panel_new();
    assert_non_null(panel);
    for (int file = 0; file < 2; file++) {
        const struct tb_input input = {.path = name(panel, file ? "2024.csv" : "2023.csv"), .layout = "year"};
        assert_int_equal(tb_panel_add_input(panel, &input), file);
        const uint32_t headers[] = {name(panel, "id"), name(panel, "value")};
        assert_true(tb_panel_input_headers(panel, (uint32_t)file, headers, 2));
    }
    return panel;
}

static void add(struct tb_panel *panel, const char *id, const char *region, int year, double value, uint32_t input,
                size_t line)
{
    const struct tb_observation o = {.value = value, .year = year, .input = input, .line = line, .column = 2};
    assert_int_equal(tb_panel_add(panel, tb_panel_indicator(panel, id, strlen(id)), name(panel, region), &o), TB_OK);
}

static void observations_come_sorted_with_their_places(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    add(panel, "b", "", 2023, 1, 0, 3);
    add(panel, "a", "south", 2023, 2, 0, 4);
    add(panel, "a", "", 2023, 3, 0, 5);
    add(panel, "b", "", 2024, 4, 1, 2);
    add(panel, "a", "", 2022, 5, 1, 7);
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    assert_int_equal(panel->n_series, 3);
    assert_int_equal(panel->n, 5);
    const double expected[] = {1, 4, 5, 3, 2}; /* b 2023 2024; a 2022 2023; a south 2023 */
    for (size_t i = 0; i < 5; i++)
        assert_true(panel->value[i] == expected[i]);
    const struct tb_place place = tb_panel_place(panel, 1);
    assert_string_equal(place.file, "2024.csv");
    assert_int_equal(place.line, 2);
    assert_string_equal(place.header, "value");
    assert_int_equal(tb_panel_find_series(panel, 1, name(panel, "south")), 2);
    assert_int_equal(tb_panel_find_series(panel, 0, name(panel, "south")), TB_NOWHERE);
    tb_log_free(log);
    tb_panel_free(panel);
}

static void the_same_value_twice_warns_a_different_one_is_an_error(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    add(panel, "a", "", 2023, 1, 0, 2);
    add(panel, "a", "", 2023, 1, 0, 3);
    add(panel, "a", "", 2023, 2, 1, 9);
    assert_int_equal(tb_panel_finish(panel, log), TB_BAD_DATA);
    assert_int_equal(tb_log_count(log, TB_WARNING), 1);
    assert_int_equal(tb_log_count(log, TB_ERROR), 1);
    char *text = tb_message_text(tb_log_message(log, 1), TB_ENGLISH);
    assert_string_equal(
        text, "2024.csv:9:2: error: value: a of 2023 is \"2\" here but \"1\" at 2023.csv:2; keep the right one, or say "
              "which source holds: --prefer 2023.csv");
    free(text);
    tb_log_free(log);
    tb_panel_free(panel);
}

/* Adds a value printed with so many decimals, or in a state, with flags and a note. */
static void give(struct tb_panel *panel, int year, double value, int decimals, enum tb_state state, unsigned flags,
                 const char *note, uint32_t input)
{
    const struct tb_observation o = {.value = value,
                                     .year = year,
                                     .decimals = decimals,
                                     .state = state,
                                     .flags = flags,
                                     .note = name(panel, note),
                                     .input = input,
                                     .line = (size_t)(10 * input) + (size_t)(year - 2000),
                                     .column = 2};
    assert_int_equal(tb_panel_add(panel, tb_panel_indicator(panel, "a", 1), 0, &o), TB_OK);
}

static void two_sources_are_merged(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    panel->inputs[0].rank = 1;                                  /* the second one holds */
    give(panel, 2001, 5.5, 1, TB_EXACT, TB_FLAG_BREAK, "x", 0); /* 5.46 rounds to 5.5 */
    give(panel, 2002, 5.4, 1, TB_EXACT, 0, "", 0);              /* 5.46 does not round to 5.4 */
    give(panel, 2003, 3, 0, TB_AT_MOST, 0, "", 0);              /* a bound is no value */
    give(panel, 2004, 0, 0, TB_BLANK, 0, "", 0);
    give(panel, 2005, 12034, 0, TB_EXACT, 0, "same", 0); /* printed as 1.2 wan beside it */
    give(panel, 2006, 8, 0, TB_ABOUT, 0, "", 0);
    give(panel, 2001, 5.46, 2, TB_EXACT, TB_FLAG_PROVISIONAL, "y", 1);
    give(panel, 2002, 5.46, 2, TB_EXACT, 0, "", 1);
    give(panel, 2003, 3, 0, TB_EXACT, 0, "", 1);
    give(panel, 2004, 7, 0, TB_EXACT, 0, "", 1);
    give(panel, 2005, 12000, -3, TB_EXACT, 0, "same", 1);
    give(panel, 2006, 0, 0, TB_NOT_AVAILABLE, 0, "", 1);
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    assert_int_equal(tb_log_count(log, TB_ERROR) + tb_log_count(log, TB_WARNING), 0);
    assert_int_equal(panel->n, 6);
    const double kept[] = {5.46, 5.46, 3, 7, 12000, 8};
    for (size_t i = 0; i < 6; i++)
        assert_true(panel->value[i] == kept[i]);
    assert_int_equal(panel->flags[0], TB_FLAG_BREAK | TB_FLAG_PROVISIONAL);
    assert_string_equal(tb_text(panel, panel->note[0]), "y; x");
    assert_string_equal(tb_text(panel, panel->note[4]), "same");
    assert_int_equal(panel->n_overlaps, 1);
    assert_int_equal(panel->overlaps[0].equal, 2);
    assert_int_equal(panel->overlaps[0].revised, 2);
    assert_int_equal(panel->overlaps[0].filled, 2);
    assert_int_equal(panel->n_revisions, 2);
    const struct tb_revision *r = &panel->revisions[1];
    assert_true(r->year == 2003 && r->state[0] == TB_AT_MOST && r->state[1] == TB_EXACT);
    assert_true(r->input[0] == 0 && r->line[0] == 3 && r->input[1] == 1 && r->line[1] == 13);
    assert_string_equal(tb_panel_place(panel, 1).file, "2024.csv");
    tb_log_free(log);
    tb_panel_free(panel);
}

static void computed_series_join_a_finished_panel(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    tb_panel_indicator(panel, "rate", 4); /* first in the catalogue, without data */
    add(panel, "a", "", 2023, 1, 0, 2);
    add(panel, "a", "", 2024, 2, 1, 2);
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    const struct tb_observation made[] = {{.value = 7, .year = 2023, .flags = TB_FLAG_COMPUTED},
                                          {.value = 8, .year = 2024, .flags = TB_FLAG_COMPUTED}};
    const struct tb_new_series series = {.indicator = 0, .observations = made, .n = 2};
    assert_int_equal(tb_panel_append(panel, &series, 1), TB_OK);
    assert_int_equal(panel->n_series, 2);
    assert_true(panel->value[0] == 7 && panel->value[3] == 2);
    assert_int_equal(tb_flags(panel, 0), TB_FLAG_COMPUTED);
    assert_int_equal(tb_flags(panel, 2), 0);
    assert_null(tb_panel_place(panel, 0).file);
    assert_int_equal(tb_panel_place(panel, 3).line, 2);
    tb_panel_keep_years(panel, 2024, 2030);
    assert_int_equal(panel->n, 2);
    assert_true(panel->value[0] == 8 && panel->value[1] == 2);
    tb_log_free(log);
    tb_panel_free(panel);
}

/*
 * Many more than stand in one block, in any order; every value, place and flag says where it belongs.  Plain ones have
 * neither flags nor notes and stand in one column.
 */
static void check_any_order(size_t n_series, size_t years, bool plain, unsigned threads)
{
    const size_t n = n_series * years;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    char id[24];
    for (size_t k = 0; k < n; k++) {
        const size_t which = k * 50021 % n; /* prime to n: each comes once */
        const uint32_t input = k >= n / 3;
        const struct tb_observation o = {.value = (double)which,
                                         .year = 30000 - (int)(which % years),
                                         .state = which % 11 == 0 ? TB_ABOUT : TB_EXACT,
                                         .decimals = (int)(which % 5),
                                         .flags = !plain && which % 7 == 0 ? TB_FLAG_ESTIMATED : 0,
                                         .note = !plain && which % 1000 == 1 ? name(panel, "a note") : 0,
                                         .input = input,
                                         .line = 2 + 3 * k,
                                         .column = !plain && which % 13 == 0 ? 1 : 2};
        snprintf(id, sizeof id, "i%zu", which / years % 20);
        const uint32_t indicator = tb_panel_indicator(panel, id, strlen(id));
        snprintf(id, sizeof id, "r%zu", which / years);
        assert_int_equal(tb_panel_add(panel, indicator, name(panel, id), &o), TB_OK);
    }
    tb_panel_use_threads(panel, threads);
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    assert_int_equal(panel->n_series, n_series);
    assert_int_equal(panel->n, n);
    for (uint32_t s = 0; s < n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        const size_t number = strtoul(tb_text(panel, series->region) + 1, NULL, 10);
        assert_true(s == 0 || series[-1].indicator < series->indicator ||
                    (series[-1].indicator == series->indicator && series[-1].region < series->region));
        assert_int_equal(series->n, years);
        for (size_t i = series->first; i < series->first + years; i++) {
            const size_t which = number * years + (size_t)(30000 - panel->year[i]);
            assert_int_equal(panel->year[i], 30000 - (int)years + 1 + (int)(i - series->first));
            assert_true(panel->value[i] == (double)which);
            assert_int_equal(panel->state[i], which % 11 == 0 ? TB_ABOUT : TB_EXACT);
            assert_int_equal(panel->decimals[i], which % 5);
            assert_int_equal(tb_flags(panel, i), !plain && which % 7 == 0 ? TB_FLAG_ESTIMATED : 0);
            assert_string_equal(tb_text(panel, tb_note_of(panel, i)), !plain && which % 1000 == 1 ? "a note" : "");
            const struct tb_place place = tb_panel_place(panel, i);
            const size_t k = (place.line - 2) / 3;
            assert_int_equal(k * 50021 % n, which);
            assert_string_equal(place.file, k >= n / 3 ? "2024.csv" : "2023.csv");
            assert_int_equal(place.column, !plain && which % 13 == 0 ? 1 : 2);
        }
    }
    tb_log_free(log);
    tb_panel_free(panel);
}

static void any_number_in_any_order(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads++) {
        check_any_order(601, 160, false, threads);
        check_any_order(907, 160, false, threads); /* so many that they go by way of buckets */
        check_any_order(907, 160, true, threads);
        check_any_order(5, 30000, true, threads); /* many in one bucket */
    }
}

/* Years near and far from each other, given once and twice, whole and in parts: they come in order and once. */
static void years_of_any_distance_come_in_order(void **state)
{
    static const struct {
        int year[6];
        const char *period; /* of the last one */
        unsigned warnings;
    } series[] = {
        {{2005, 2001, 2004, 2002, 2003, 2000}, "", 0},
        {{2000, 1936, 1999, 2020, 1937, 1990}, "", 0},   /* 64 years and more */
        {{2000, 1938, 2001, 1980, 1970, 1960}, "", 0},   /* 63 */
        {{2001, 2000, 2001, 1999, 2000, 1998}, "", 2},   /* twice */
        {{2000, 2001, 2002, 2003, 2003, 2004}, "", 1},   /* twice, in order */
        {{2003, 2002, 2001, 2000, 1999, 2003}, "Q1", 0}, /* a part behind its year */
    };
    enum {
        MANY = sizeof series / sizeof series[0]
    };
    (void)state;
    for (int which = 0; which < MANY; which++) {
        struct tb_panel *panel = two_files();
        struct tb_log *log = tb_log_new(0);
        for (size_t k = 0; k < 6; k++) {
            const int year = series[which].year[k];
            const struct tb_observation o = {.value = year,
                                             .year = year,
                                             .decimals = year % 3,
                                             .flags = year % 2 ? TB_FLAG_ESTIMATED : 0,
                                             .period = name(panel, k == 5 ? series[which].period : ""),
                                             .line = 2 + k,
                                             .column = 2};
            assert_int_equal(tb_panel_add(panel, tb_panel_indicator(panel, "a", 1), 0, &o), TB_OK);
        }
        assert_int_equal(tb_panel_finish(panel, log), TB_OK);
        assert_int_equal(tb_log_count(log, TB_WARNING), series[which].warnings);
        assert_int_equal(panel->n, 6 - series[which].warnings);
        for (size_t i = 0; i < panel->n; i++) {
            assert_true(i == 0 || panel->year[i - 1] < panel->year[i] || tb_period(panel, i));
            assert_true(panel->value[i] == panel->year[i]);
            assert_int_equal(panel->decimals[i], panel->year[i] % 3);
            assert_int_equal(tb_flags(panel, i), panel->year[i] % 2 ? TB_FLAG_ESTIMATED : 0);
            assert_int_equal(series[which].year[tb_panel_place(panel, i).line - 2], panel->year[i]);
        }
        tb_log_free(log);
        tb_panel_free(panel);
    }
}

/* Tables with years side by side: the year says the column, as long as two years of an input do not contradict. */
static void columns_follow_from_years(void **state)
{
    static const struct {
        int years[2]; /* of each file, from 1950 on; its columns begin with 2 in the one and with 3 in the other */
        int apart;    /* columns from one year to the next */
        bool kept;
    } tables[] = {{{20, 30}, 1, false}, {{64, 64}, 3, false}, {{65, 1}, 1, true}, {{20, 130}, 2, true}};
    (void)state;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        struct tb_panel *panel = two_files();
        struct tb_log *log = tb_log_new(0);
        size_t n = 0;
        for (int file = 0; file < 2; file++)
            for (int line = 2; line < 5; line++)
                for (int year = 0; year < tables[t].years[file]; year++, n++) {
                    const struct tb_observation o = {.value = file,
                                                     .year = 1950 + year,
                                                     .input = (uint32_t)file,
                                                     .line = (size_t)line,
                                                     .column = (unsigned)(2 + file + year * tables[t].apart)};
                    char id[] = "a0";
                    id[1] = (char)('0' + 3 * file + line);
                    assert_int_equal(tb_panel_add(panel, tb_panel_indicator(panel, id, 2), 0, &o), TB_OK);
                }
        assert_int_equal(tb_panel_finish(panel, log), TB_OK);
        assert_int_equal(panel->n, n);
        assert_int_equal(panel->column != NULL, tables[t].kept);
        for (size_t i = 0; i < panel->n; i++)
            assert_int_equal(tb_panel_place(panel, i).column,
                             2 + (int)panel->value[i] + (panel->year[i] - 1950) * tables[t].apart);
        tb_log_free(log);
        tb_panel_free(panel);
    }
}

static void bounds_are_intervals(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    add(panel, "share", "", 2023, 98, 0, 2);
    add(panel, "free", "", 2023, 5, 0, 3);
    panel->indicators[0].kind = TB_PROPORTION;
    panel->indicators[0].unit = name(panel, "%");
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    double lower, upper;
    panel->state[0] = TB_AT_LEAST;
    assert_true(tb_panel_interval(panel, 0, 0, &lower, &upper) && lower == 98 && upper == 100);
    panel->state[0] = TB_AT_MOST;
    assert_true(tb_panel_interval(panel, 0, 0, &lower, &upper) && lower == 0 && upper == 98);
    panel->state[1] = TB_AT_MOST; /* kind unknown: nothing says it cannot be negative */
    assert_true(tb_panel_interval(panel, 1, 1, &lower, &upper) && isinf(lower) && upper == 5);
    panel->state[1] = TB_BLANK;
    assert_false(tb_panel_interval(panel, 1, 1, &lower, &upper));
    tb_log_free(log);
    tb_panel_free(panel);
}

static void patterns_choose_and_misses_get_a_hint(void **state)
{
    (void)state;
    struct tb_panel *panel = two_files();
    struct tb_log *log = tb_log_new(0);
    add(panel, "penalty_cases", "", 2023, 1, 0, 2);
    add(panel, "fines_total", "", 2023, 1, 0, 3);
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    panel->indicators[0].section = tb_names_add(panel->names, "enforcement", 11);
    define(panel, &panel->indicators[0])->section_zh = tb_names_add(panel->names, "执法", strlen("执法"));
    bool chosen[2];
    const char *const globs[] = {"pen*", NULL}, *const typo[] = {"penalty_case", NULL};
    assert_int_equal(tb_panel_match(panel, &(struct tb_choice){.indicators = globs}, chosen, log), TB_OK);
    assert_true(chosen[0] && !chosen[1]);
    const char *const sections[] = {"执*", NULL}, *const near[] = {"enforcemnt", NULL};
    assert_int_equal(tb_panel_match(panel, &(struct tb_choice){.sections = sections}, chosen, log), TB_OK);
    assert_true(chosen[0] && !chosen[1]);
    assert_int_equal(tb_panel_match(panel, &(struct tb_choice){.indicators = typo}, chosen, log), TB_BAD_OPTION);
    assert_non_null(strstr(tb_log_message(log, 0)->text, "did you mean \"penalty_cases\"?"));
    assert_int_equal(tb_panel_match(panel, &(struct tb_choice){.sections = near}, chosen, log), TB_BAD_OPTION);
    assert_non_null(strstr(tb_log_message(log, 1)->text, "did you mean \"enforcement\"?"));
    tb_log_free(log);
    tb_panel_free(panel);
}

/* Years that come round and round, that break off, that go anywhere; empty cells, and from some point on other states.
 */
static void years_and_states_are_those_that_came(void **state)
{
    enum {
        MANY = 100000,
        EACH = 20
    };
    (void)state;
    for (int pattern = 0; pattern < 4; pattern++) {
        struct tb_panel *panel = tb_panel_new();
        struct tb_log *log = tb_log_new(20);
        const struct tb_input input = {.path = name(panel, "table.csv")};
        const uint32_t number = tb_panel_add_input(panel, &input), indicator = tb_panel_indicator(panel, "a", 1);
        const int each = pattern == 3 ? 1 : EACH;
        int *year = malloc(MANY * sizeof *year);
        assert_non_null(year);
        for (int i = 0; i < MANY; i++) {
            char region[16];
            snprintf(region, sizeof region, "r%06d", i / each);
            year[i] = pattern == 3   ? 2010
                      : pattern == 2 ? 1900 + i / EACH * 37 % 60 + i % EACH
                                     : 2000 + i % EACH + (pattern == 1 && i >= 70000);
            const struct tb_observation o = {
                .value = i,
                .year = year[i],
                .state = i % 7 == 0                      ? TB_BLANK
                         : i % 1000 == 5 && i > MANY / 2 ? TB_BELOW
                                                         : TB_EXACT,
                .decimals = i % 3,
                .input = number,
                .line = (size_t)i / EACH + 2,
                .column = (unsigned)(i % EACH) + 2,
            };
            assert_int_equal(tb_panel_add(panel, indicator, name(panel, region), &o), TB_OK);
        }
        assert_int_equal(tb_panel_finish(panel, log), TB_OK);
        assert_int_equal(panel->n, MANY);
        for (size_t i = 0; i < MANY; i++) {
            const enum tb_state expected = i % 7 == 0 ? TB_BLANK : i % 1000 == 5 && i > MANY / 2 ? TB_BELOW : TB_EXACT;
            const struct tb_place place = tb_panel_place(panel, i);
            assert_int_equal(panel->year[i], year[i]);
            assert_int_equal(panel->state[i], expected);
            assert_true(expected == TB_BLANK ? isnan(panel->value[i]) : panel->value[i] == (double)i);
            assert_int_equal(panel->decimals[i], i % 3);
            assert_int_equal(place.line, i / EACH + 2);
            assert_int_equal(place.column, i % EACH + 2);
        }
        free(year);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(years_and_states_are_those_that_came),
    cmocka_unit_test(observations_come_sorted_with_their_places),
    cmocka_unit_test(the_same_value_twice_warns_a_different_one_is_an_error),
    cmocka_unit_test(two_sources_are_merged),
    cmocka_unit_test(computed_series_join_a_finished_panel),
    cmocka_unit_test(any_number_in_any_order),
    cmocka_unit_test(years_of_any_distance_come_in_order),
    cmocka_unit_test(columns_follow_from_years),
    cmocka_unit_test(bounds_are_intervals),
    cmocka_unit_test(patterns_choose_and_misses_get_a_hint),
};
RUN_TESTS(tests)
