/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the points of a sparkline stand, and what is joined: by hand from the rules of spark.h. */
#include "brief_fixture.h"
#include "trendbook/spark.h"

#include "run.h"

#include <string.h>

static void make(const char *data, int from, int to, double target, struct tb_spark *spark, struct tb_bytes *svg)
{
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_data(&f, "cases", NULL, NULL, data);
    fixture_finish(&f);
    tb_spark_make(f.panel, 0, from, to, target, spark);
    tb_spark_svg(spark, svg);
    tb_bytes_add(svg, "", 1);
    fixture_close(&f);
}

static const struct {
    const char *data;
    int from, to;
    const char *points; /* year, height in percent, then marks: - joined to the one before, ~ loose, o lone, ! last */
} rows[] = {
    {"2020:100 2021:150 2022:200", 2020, 2022, "2020:0 2021:50- 2022:100-!"},
    /* a missing year, a year that is not in the data, a new basis: nothing is joined across */
    {"2018:10 2019:- 2020:30 2022:20 2023:30,b 2024:30", 2018, 2024, "2018:0o 2020:100o 2022:50o 2023:100 2024:100-!"},
    /* a bound, an estimate: at its number, loose; about is a plain point */
    {"2020:1 2021:<=3 2022:~2 2023:3,e", 2020, 2023, "2020:0 2021:100-~ 2022:50- 2023:100-~!"},
    /* part of a year: never joined, never the last where there is a whole one */
    {"2022:0 2023:40 2024/H1:20", 2022, 2024, "2022:0 2023:100-! 2024:50~o"},
    /* a whole year beside its part: the whole one */
    {"2023:0 2024/H1:20 2024:40", 2023, 2024, "2023:0 2024:100-!"},
    {"2022:5 2023:5", 2022, 2023, "2022:50 2023:50-!"},
    {"2022:-4 2023:4 2024:0", 2022, 2024, "2022:0 2023:100- 2024:50-!"},
    /* only the years asked for */
    {"2019:1000 2020:1 2021:2 2022:500", 2020, 2021, "2020:0 2021:100-!"},
    {"2022:-", 2022, 2024, ""},
};

static void test_points(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_spark spark;
        struct tb_bytes svg = {0}, found = {0};
        make(rows[i].data, rows[i].from, rows[i].to, NAN, &spark, &svg);
        for (size_t k = 0; k < spark.n; k++) {
            const struct tb_spark_point *point = &spark.point[k];
            tb_bytes_format(&found, "%s%d:%d%s%s%s%s", k ? " " : "", point->year, (int)lround(100 * point->height),
                            point->joined ? "-" : "", point->loose ? "~" : "", point->lone ? "o" : "",
                            k == spark.last ? "!" : "");
        }
        tb_bytes_add(&found, "", 1);
        assert_string_equal((const char *)found.data, rows[i].points);
        tb_bytes_free(&found);
        tb_bytes_free(&svg);
    }
}

static void test_many_years(void **state)
{
    (void)state;
    struct tb_bytes data = {0}, svg = {0};
    for (int year = 1950; year <= 2024; year++)
        tb_bytes_format(&data, "%d:%d ", year, year);
    tb_bytes_add(&data, "", 1);
    struct tb_spark spark;
    make((const char *)data.data, 1950, 2024, NAN, &spark, &svg);
    assert_int_equal(spark.n, TB_SPARK_YEARS);
    assert_int_equal(spark.point[0].year, 2024 - TB_SPARK_YEARS + 1);
    assert_int_equal(spark.point[spark.last].year, 2024);
    tb_bytes_free(&svg);
    tb_bytes_free(&data);
}

/* Near: inside the values, or less than their span beyond them. */
static void test_target(void **state)
{
    (void)state;
    static const struct {
        double target, height;
    } targets[] = {{15, 0.5}, {20, 1}, {29, 1}, {31, NAN}, {1, 0}, {-1, NAN}};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct tb_spark spark;
        struct tb_bytes svg = {0};
        make("2022:10 2023:20", 2022, 2023, targets[i].target, &spark, &svg);
        assert_true(isnan(targets[i].height) ? isnan(spark.target) : fabs(spark.target - targets[i].height) < 1e-12);
        assert_true((strstr((const char *)svg.data, "class=\"target\"") != NULL) == !isnan(targets[i].height));
        tb_bytes_free(&svg);
    }
    struct tb_spark spark; /* a target beyond the values moves them: 10 and 20 stand at 0 and 10/19 of 10 .. 29 */
    struct tb_bytes svg = {0};
    make("2022:10 2023:20", 2022, 2023, 29, &spark, &svg);
    assert_true(fabs(spark.point[1].height - 10.0 / 19) < 1e-12);
    tb_bytes_free(&svg);
}

/* The picture is 120 by 28 with margins of 4: years from 4 to 116, heights from 24 up to 4. */
static void test_picture(void **state)
{
    (void)state;
    static const struct {
        const char *data, *inside;
    } pictures[] = {
        {"2020:0 2021:10 2022:20",
         "<path class=\"line\" d=\"M4 24L60 14L116 4\"/><circle class=\"last\" cx=\"116\" cy=\"4\" r=\"3\"/>"},
        /* a gap, then a link towards a provisional value */
        {"2020:0 2022:10 2023:20 2024:10,p",
         "<path class=\"line\" d=\"M60 14L88 4\"/><path class=\"loose\" d=\"M88 4L116 14\"/>"
         "<circle class=\"lone\" cx=\"4\" cy=\"24\" r=\"2\"/><circle class=\"last open\" cx=\"116\" cy=\"14\" "
         "r=\"3\"/>"},
        {"2024:7", "<circle class=\"last\" cx=\"116\" cy=\"14\" r=\"3\"/>"},
    };
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct tb_spark spark;
        struct tb_bytes svg = {0};
        make(pictures[i].data, 2020, i ? 2024 : 2022, NAN, &spark, &svg);
        char whole[1000];
        snprintf(whole, sizeof whole, "<svg class=\"spark\" viewBox=\"0 0 120 28\" aria-hidden=\"true\">%s</svg>",
                 pictures[i].inside);
        assert_string_equal((const char *)svg.data, whole);
        tb_bytes_free(&svg);
    }
    struct tb_spark none;
    struct tb_bytes svg = {0};
    make("2024:-", 2020, 2024, NAN, &none, &svg);
    assert_string_equal((const char *)svg.data, "");
    tb_bytes_free(&svg);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_points),
    cmocka_unit_test(test_many_years),
    cmocka_unit_test(test_target),
    cmocka_unit_test(test_picture),
};
RUN_TESTS(tests)
