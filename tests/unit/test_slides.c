/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and cards of a deck: their small lines, tables side by side, letters as large as there is room. */
#include "deck_fixture.h"
#include "run.h"

#include <limits.h>

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
            cells += (size_t)count_of(package.part[i].xml,
                                      "//a:tc[1][string(.) = '办理执法案件']/../a:tc[4][string(.) != '']");
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

/* 60 figures of 2024 and 60 of 2014: the older ones are counted, not shown. */
static void test_newest_years(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    struct package package;
    size_t slides, new = 0, old = 0, told = 0;
    fixture_open(&f, "data/panel.csv");
    for (int i = 0; i < 120; i++) {
        char id[32];
        snprintf(id, sizeof id, "i%d", i);
        fixture_indicator(&f, id, NULL, i % 2 ? "New" : "Old", "km", TB_LENGTH);
    }
    for (int i = 0; i < 120; i++) {
        char id[32];
        snprintf(id, sizeof id, "i%d", i);
        fixture_data(&f, id, NULL, "source", i % 2 ? "2024:7" : "2014:7");
    }
    fixture_finish(&f);
    make_deck(&f, TB_ENGLISH, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    assert_int_equal(package.n_faults, 0);
    for (size_t i = 0; i < package.n; i++)
        if (is_part(&package.part[i], "ppt/slides/")) {
            new += (size_t)count_of(package.part[i].xml, "//a:tc[string(.) = 'New']");
            old += (size_t)count_of(package.part[i].xml, "//a:tc[string(.) = 'Old']");
            told += (size_t)count_of(package.part[i].xml, "//a:p[contains(string(.), '60 older figures')]");
        }
    assert_int_equal(new, 60);
    assert_int_equal(old, 0);
    assert_true(told > 0);
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* However many rows there are, the last slide of a table is not left with one or two of them. */
static void test_last_slide(void **state)
{
    (void)state;
    for (size_t rows = 40; rows <= 64; rows += 3) {
        struct fixture f;
        struct tb_bytes bytes = {0};
        struct package package;
        size_t slides;
        int least = INT_MAX, most = 0;
        fill(&f, rows, 0, "办理执法案件", "来源");
        make_deck(&f, TB_CHINESE, &bytes, &slides);
        check_presentation(&package, bytes.data, bytes.n);
        for (size_t i = 0; i < package.n; i++) {
            const int n = is_part(&package.part[i], "ppt/slides/")
                              ? (int)count_of(package.part[i].xml, "//a:tr[a:tc[4][string(.) > 0]]")
                              : 0;
            least = n && n < least ? n : least;
            most = n > most ? n : most;
        }
        assert_true(most > 0 && 3 * least >= 2 * most);
        package_free(&package);
        tb_bytes_free(&bytes);
        fixture_close(&f);
    }
}

/* Key points that need two slides stand on both in equal number. */
static void test_points_on_two_slides(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes bytes = {0};
    struct package package;
    size_t slides, n = 0;
    int points[2] = {0};
    fixture_open(&f, "data/panel.csv");
    for (char letter = 'a'; letter < 'a' + 12; letter++) {
        char id[] = {letter, '\0'}, name[100];
        snprintf(name, sizeof name, "Length of roads of kind %c that the district keeps, and bridges", letter);
        fixture_indicator(&f, id, NULL, name, "km", TB_LENGTH);
        fixture_data(&f, id, NULL, "source", "2021:10 2022:127");
    }
    fixture_finish(&f);
    for (uint32_t k = 0; k < 12; k++)
        fixture_rows(&f, k, "yoy_pct 2021 2022 1170");
    make_deck(&f, TB_ENGLISH, &bytes, &slides);
    check_presentation(&package, bytes.data, bytes.n);
    for (size_t i = 0; i < package.n; i++) {
        const int ranks = is_part(&package.part[i], "ppt/slides/")
                              ? (int)count_of(package.part[i].xml, "//p:cNvPr[starts-with(@name, 'Rank ')]")
                              : 0;
        assert_true(!ranks || n < 2);
        if (ranks)
            points[n++] = ranks;
    }
    assert_int_equal(n, 2);
    assert_int_equal(points[0], 6);
    assert_int_equal(points[1], 6);
    package_free(&package);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_shapes),     cmocka_unit_test(test_side_by_side),         cmocka_unit_test(test_newest_years),
    cmocka_unit_test(test_last_slide), cmocka_unit_test(test_points_on_two_slides),
};
RUN_TESTS(tests)
