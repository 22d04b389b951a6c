/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles of charts of several series, each from figures that can be followed by hand. */
#include "chart_fixture.h"
#include "define.h"

#include "trendbook/brief.h"
#include "trendbook/stats.h"

static void compute(struct fixture *fixture)
{
    assert_int_equal(tb_panel_finish(fixture->panel, fixture->log), TB_OK);
    const struct tb_stat_options options = tb_stat_defaults();
    tb_results_free(fixture->results);
    assert_int_equal(tb_compute(fixture->panel, &options, &fixture->results, fixture->log), TB_OK);
}

static uint32_t named(struct fixture *fixture, const char *id, const char *chinese, const char *english,
                      const char *unit)
{
    const uint32_t number = add_indicator(fixture, id, chinese, unit, TB_COUNT);
    fixture->panel->indicators[number].name_en = add_name(fixture, english);
    return number;
}

static const uint32_t numbers[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                                   20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39};

static void check(struct fixture *fixture, const char *type, size_t n, const char *chinese, const char *english)
{
    const char *const wanted[] = {[TB_CHINESE] = chinese, [TB_ENGLISH] = english};
    for (int language = 0; language < 2; language++) {
        struct tb_words words;
        assert_int_equal(tb_words_make(fixture->panel, fixture->results, type, numbers, n, (enum tb_language)language,
                                       &words, fixture->log),
                         TB_OK);
        assert_string_equal(words.finding, wanted[language]);
        tb_words_free(&words);
    }
}

/* 200 of 100 is 200; 150 of 120 is 125. */
static void an_index(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double roads[] = {100, 200}, cars[] = {120, 150};
    add_values(&fixture, named(&fixture, "roads", "公路", "Roads", "公里"), "", 2023, roads, 2, 0);
    add_values(&fixture, named(&fixture, "cars", "汽车", "Cars", "辆"), "", 2023, cars, 2, 0);
    compute(&fixture);
    check(&fixture, "index", 2, "以2023年为100，2024年公路最高，为200；汽车最低，为125",
          "Roads grew most: to 200 in 2024 (2023 = 100); Cars least, to 125");
    fixture_free(&fixture);
}

/* 60 of 80 is 75 %; from 50 to 80 the whole grows by 30 / 50 = 60 %, and the first part by 40 / 50 = 80 points. */
static void parts(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double whole[] = {50, 80}, first[] = {20, 60}, second[] = {30, 20};
    const uint32_t total = named(&fixture, "all", "总数", "Total", "件");
    uint32_t *part = calloc(2, sizeof *part);
    assert_non_null(part);
    part[0] = named(&fixture, "a", "甲类", "Kind A", "件");
    part[1] = named(&fixture, "b", "乙类", "Kind B", "件");
    add_values(&fixture, total, "", 2023, whole, 2, 0);
    add_values(&fixture, part[0], "", 2023, first, 2, 0);
    add_values(&fixture, part[1], "", 2023, second, 2, 0);
    define(fixture.panel, &fixture.panel->indicators[total])->parts = part;
    define(fixture.panel, &fixture.panel->indicators[total])->n_parts = 2;
    compute(&fixture);
    check(&fixture, "stacked", 3, "总数2024年为80件，其中甲类占75.0%",
          "Total came to 80 in 2024; Kind A made up 75.0% of it");
    check(&fixture, "share", 3, "2024年甲类占总数的75.0%，居各部分首位", "Kind A made up 75.0% of the whole in 2024");
    check(&fixture, "waterfall", 3, "总数2024年同比增长60.0%，其中甲类拉动80.0个百分点",
          "Total grew by 60.0% in 2024; Kind A gave 80.0 points of it");
    fixture_free(&fixture);
}

static void regions(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = named(&fixture, "c", "案件", "Cases", "件");
    const double a[] = {30, 10}, b[] = {20, 20}, c[] = {10, 30};
    add_values(&fixture, cases, "甲", 2023, a, 2, 0);
    add_values(&fixture, cases, "乙", 2023, b, 2, 0);
    add_values(&fixture, cases, "丙", 2023, c, 2, 0);
    compute(&fixture);
    check(&fixture, "rank", 3, "案件2024年3个地区中丙最高，为30件；甲最低，为10件",
          "Cases in 2024, 3 regions: highest in 丙 (30), lowest in 甲 (10)");
    check(&fixture, "slope", 3, "案件：2024年与2023年相比，3个地区中1个上升、1个下降",
          "Cases: of 3 regions 1 rose and 1 fell from 2023 to 2024");
    check(&fixture, "bump", 3, "案件：2024年丙居首位，2023年为第3位",
          "Cases: 丙 ranked first in 2024, up from 3 in 2023");
    fixture_free(&fixture);
}

/* A bound may be the highest: nobody is named. */
static void a_bound_leaves_it_open(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = named(&fixture, "c", "案件", "Cases", "件");
    add_cell(&fixture, cases, "甲", (struct cell){.year = 2024, .value = 5, .state = TB_AT_LEAST});
    add_cell(&fixture, cases, "乙", (struct cell){.year = 2024, .value = 7});
    compute(&fixture);
    check(&fixture, "rank", 2, "案件：2个地区，2024年", "Cases, 2 regions, 2024");
    fixture_free(&fixture);
}

/* Of 45 regions a chart holds 40; the extremes are those of all. */
static void extremes_are_of_all_regions(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = named(&fixture, "c", "案件", "Cases", "件");
    for (int r = 0; r < 45; r++) {
        char region[16];
        snprintf(region, sizeof region, "区%d", r + 1);
        const double value[] = {100, 145 - r};
        add_values(&fixture, cases, region, 2023, value, 2, 0);
    }
    compute(&fixture);
    check(&fixture, "line", 40, "案件2024年45个地区中区1最高，为145件；区45最低，为101件",
          "Cases in 2024, 45 regions: highest in 区1 (145), lowest in 区45 (101)");
    fixture_free(&fixture);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_index),
    cmocka_unit_test(parts),
    cmocka_unit_test(regions),
    cmocka_unit_test(a_bound_leaves_it_open),
    cmocka_unit_test(extremes_are_of_all_regions),
};
RUN_TESTS(tests)
