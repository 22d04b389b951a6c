/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small line of a series: its years with their distance, gaps and breaks open; and its shape on a slide. */
#include "brief/course.h"
#include "deck_fixture.h"
#include "run.h"

/* "x,y" of each point to two places; "-" before one that is joined to the point before, "o" behind one not final. */
static void assert_course(const char *data, const char *expected)
{
    struct fixture f;
    struct course course;
    char seen[256] = "";
    size_t n = 0;
    fixture_open(&f, "data/panel.csv");
    fixture_data(&f, "a", NULL, NULL, data);
    fixture_finish(&f);
    if (!brief_course(f.panel, 0, &course))
        assert_int_equal(course.n, 0);
    for (size_t i = 0; i < course.n; i++)
        n += (size_t)snprintf(seen + n, sizeof seen - n, "%s%s%.2f,%.2f%s", i ? " " : "",
                              course.point[i].joined ? "-" : "", course.point[i].x, course.point[i].y,
                              course.point[i].plain ? "" : "o");
    assert_string_equal(seen, expected);
    fixture_close(&f);
}

static void test_points(void **state)
{
    (void)state;
    assert_course("2020:1 2021:3 2022:2", "0.00,0.00 -0.50,1.00 -1.00,0.50");
    assert_course("2020:5 2021:5 2022:5", "0.00,0.50 -0.50,0.50 -1.00,0.50");
    assert_course("2020:-4 2021:0 2022:-2", "0.00,0.00 -0.50,1.00 -1.00,0.50");
    assert_course("2020:1 2021:2", ""); /* too few */
    assert_course("2020:1 2021:- 2022:3", "");
}

static void test_gaps_and_breaks(void **state)
{
    (void)state;
    assert_course("2020:0 2021:1 2023:3 2024:4", "0.00,0.00 -0.25,0.25 0.75,0.75 -1.00,1.00");
    assert_course("2020:0 2021:- 2022:2 2024:4", "0.00,0.00 0.50,0.50 1.00,1.00");
    assert_course("2020:0 2021:1 2022:3,b 2023:4", "0.00,0.00 -0.33,0.25 0.67,0.75 -1.00,1.00");
    assert_course("2020:0 2021:-,b 2022:2 2023:4 2024:1", "0.00,0.00 0.50,0.50 -0.75,1.00 -1.00,0.25");
    /* parts of a year are no years */
    assert_course("2020:0 2021:1 2022:2 2023/H1:9", "0.00,0.00 -0.50,0.50 -1.00,1.00");
}

static void test_last_ten_years(void **state)
{
    (void)state;
    assert_course("2005:99 2013:50 2014:1 2015:0 2024:2", ""); /* 2015 to 2024 have two */
    assert_course("2005:99 2014:50 2016:1 2020:0 2024:2", "0.00,0.50 0.50,0.00 1.00,1.00");
    assert_course("2005:99 2015:4 2020:0 2024:2 2025:-", "0.00,1.00 0.56,0.00 1.00,0.50");
}

static void test_figures_that_are_not_final(void **state)
{
    (void)state;
    assert_course("2020:0 2021:<=1 2022:~2 2023:3,p 2024:4",
                  "0.00,0.00 -0.25,0.25o -0.50,0.50o -0.75,0.75o -1.00,1.00");
}

/* On the slide: one shape for each series with a course, in the card and in the row of the table. */
static void test_shapes(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    struct package package;
    size_t slides, shapes = 0, lone = 0;
    fixture_open(&f, "data/panel.csv");
    fixture_indicator(&f, "long", NULL, "Long", "km", TB_LENGTH);
    fixture_indicator(&f, "short", NULL, "Short", "km", TB_LENGTH);
    fixture_data(&f, "long", NULL, "source", "2018:1 2020:2 2021:4 2022:5,p");
    fixture_data(&f, "short", NULL, "source", "2021:4 2022:5");
    fixture_finish(&f);
    make_deck(&f, TB_ENGLISH, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    assert_int_equal(package.n_faults, 0);
    for (size_t i = 0; i < package.n; i++) {
        if (!is_part(&package.part[i], "ppt/slides/"))
            continue;
        const char *course = "//p:sp[p:nvSpPr/p:cNvPr/@descr='Long, 2018–2022']/p:spPr/a:custGeom/a:pathLst";
        char path[200];
        snprintf(path, sizeof path, "%s/a:path[1][count(a:moveTo) = 2][count(a:lnTo) = 2]", course);
        shapes += (size_t)count_of(package.part[i].xml, path);
        snprintf(path, sizeof path, "%s/a:path[@fill='norm'][count(a:close) = 1]/../a:path[3][count(a:close) = 1]",
                 course);
        lone += (size_t)count_of(package.part[i].xml, path); /* 2018 full, 2022 open */
        assert_int_equal(count_of(package.part[i].xml, "//p:cNvPr[contains(@descr, 'Short, 20')]"), 0);
    }
    assert_int_equal(shapes, 2);
    assert_int_equal(lone, 2);
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Figures of one year stand in two tables side by side where they fill more than a slide. */
static void test_side_by_side(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    struct package package;
    size_t slides, tables = 0, cells = 0, large = 0;
    fill(&f, 60, 0, "办理执法案件", "来源");
    make_deck(&f, TB_CHINESE, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    assert_int_equal(package.n_faults, 0);
    for (size_t i = 0; i < package.n; i++)
        if (is_part(&package.part[i], "ppt/slides/")) {
            tables += (size_t)count_of(package.part[i].xml, "/p:sld[count(.//a:tbl) = 2]");
            cells += (size_t)count_of(package.part[i].xml, "//a:tc[1][string(.) = '办理执法案件']/../a:tc[4][string(.) != '']");
        }
    assert_true(tables >= 2);
    assert_int_equal(cells, 60); /* none lost between the tables */
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);

    fill(&f, 3, 0, "办理执法案件", "来源"); /* a few lines are written large */
    make_deck(&f, TB_CHINESE, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    for (size_t i = 0; i < package.n; i++)
        if (is_part(&package.part[i], "ppt/slides/"))
            large += (size_t)count_of(package.part[i].xml, "//a:tbl//a:rPr[@sz='1800']");
    assert_true(large > 0);
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_points),         cmocka_unit_test(test_gaps_and_breaks),
    cmocka_unit_test(test_last_ten_years), cmocka_unit_test(test_figures_that_are_not_final),
    cmocka_unit_test(test_shapes),         cmocka_unit_test(test_side_by_side),
};
RUN_TESTS(tests)
