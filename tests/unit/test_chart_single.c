/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of one series beside its past: what they mark, what they say, and what they leave out. */
#include "chart_fixture.h"
#include "define.h"

#include <png.h>

static const double steady[] = {50, 54, 48, 52, 47, 53, 51, 90, 49, 52, 50, 48};

/* Twelve years from 2012, the eighth far out; limits over the last `n` of them as if computed. */
static struct fixture twelve(enum tb_better better, int n)
{
    struct fixture fixture = fixture_new();
    const uint32_t indicator = add_indicator(&fixture, "x", "投诉件数", "件", TB_COUNT);
    fixture.panel->indicators[indicator].better = (uint8_t)better;
    add_values(&fixture, indicator, "", 2012, steady, 12, 0);
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    add_control(&fixture, 0, 53, 25, n, 2019);
    add_forecast(&fixture, 0, 55, 10, 4, 12);
    finish_rows(&fixture);
    return fixture;
}

static struct tb_chart_job draw(const struct fixture *fixture, const char *type, enum tb_language language,
                                const struct tb_page *page)
{
    static const uint32_t series = 0;
    const struct tb_chart chart = {.type = type,
                                   .panel = fixture->panel,
                                   .results = fixture->results,
                                   .series = &series,
                                   .n_series = 1,
                                   .language = language};
    struct tb_chart_job job = {.chart = &chart, .page = page, .format = TB_PNG, .name = "x"};
    assert_int_equal(tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture->log), TB_OK);
    assert_silent(fixture->log);
    job.chart = NULL;
    job.page = NULL;
    return job;
}

/* Soft edges of letters may hit a colour by chance. */
enum {
    STRAY = 100
};

/* Pixels of one colour. */
static size_t pixels_of(const struct tb_chart_job *job, unsigned colour)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, job->output.data, job->output.n));
    image.format = PNG_FORMAT_RGB;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(pixels);
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    size_t n = 0;
    for (size_t i = 0; i < (size_t)image.width * image.height; i++) {
        const unsigned char *p = pixels + 3 * i;
        n += ((unsigned)p[0] << 16 | (unsigned)p[1] << 8 | p[2]) == colour;
    }
    free(pixels);
    return n;
}

static void assert_says(const struct tb_chart_job *job, const char *words)
{
    if (!strstr((const char *)job->notes.data, words))
        print_error("\"%s\" is not in \"%s\"\n", words, (const char *)job->notes.data);
    assert_non_null(strstr((const char *)job->notes.data, words));
}

/* A ring and a point have some 250 pixels: orange where more is worse, blue where it is better. */
static void a_year_outside_is_marked_by_what_it_means(void **state)
{
    (void)state;
    static const struct {
        enum tb_better better;
        unsigned colour, other;
    } cases[] = {{TB_LOWER, 0xCC4F03, 0x005DA8}, {TB_HIGHER, 0x005DA8, 0xCC4F03}};
    const struct tb_page page = tb_page_default();
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture = twelve(cases[i].better, 12);
        struct tb_chart_job job = draw(&fixture, "control", TB_CHINESE, &page);
        assert_true(pixels_of(&job, cases[i].colour) > 150);
        assert_true(pixels_of(&job, cases[i].other) < STRAY);
        assert_says(&job, "虚线为控制限：2012—2023年均值±2.66×平均移动极差，n=12");
        free_job(&job);
        fixture_free(&fixture);
    }
}

static void limits_of_few_years_are_provisional(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 11);
    struct tb_chart_job job = draw(&fixture, "control", TB_ENGLISH, &page);
    assert_says(&job, "provisional limits");
    assert_says(&job, "under 12 years");
    free_job(&job);
    fixture_free(&fixture);
}

/* Seven years: a run chart around the median; nothing is judged. */
static void too_few_years_have_no_limits(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 7);
    struct tb_chart_job job = draw(&fixture, "control", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0xCC4F03) < STRAY);
    assert_null(strstr((const char *)job.notes.data, "控制限"));
    free_job(&job);
    fixture_free(&fixture);
}

static void a_trend_is_no_steady_level(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 12);
    add_row(&fixture, 0, 2012, 2023, "verdict", 1, NAN, NAN, 12, TB_NOTE_RISING);
    finish_rows(&fixture);
    struct tb_chart_job job = draw(&fixture, "control", TB_CHINESE, &page);
    assert_says(&job, "控制限假定水平不变，而本数列有趋势");
    free_job(&job);
    fixture_free(&fixture);
}

/* The outer band in the ribbon's blue, the inner one in the pale blue, both wide. */
static void a_forecast_has_both_bands_and_its_model(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 12);
    struct tb_chart_job job = draw(&fixture, "forecast", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0xBFD6E9) > 3000);
    assert_true(pixels_of(&job, 0x99BEDC) > 3000);
    assert_says(&job, "预测模型：最小二乘直线（n=12）；深浅两带为80%和95%预测区间");
    free_job(&job);
    fixture_free(&fixture);
}

/* Durbin-Watson far below 2: the years stray from the line, so the walk is drawn; without it nothing is. */
static void years_that_stray_from_the_line_are_not_forecast_by_it(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 12);
    add_row(&fixture, 0, 2012, 2023, "durbin_watson", 0.5, NAN, NAN, 12, TB_NOTE_NONE);
    finish_rows(&fixture);
    struct tb_chart_job job = draw(&fixture, "forecast", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0xBFD6E9) < STRAY);
    free_job(&job);
    add_row(&fixture, 0, 2024, 2024, "forecast_drift", 48, 40, 56, 12, TB_NOTE_NONE);
    finish_rows(&fixture);
    job = draw(&fixture, "forecast", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0xBFD6E9) > 1000);
    assert_says(&job, "各年连续偏离直线");
    free_job(&job);
    fixture_free(&fixture);
}

/* No rows: the years alone, and no band. */
static void no_forecast_is_no_guess(void **state)
{
    (void)state;
    const struct tb_page page = tb_page_default();
    struct fixture fixture = twelve(TB_LOWER, 12);
    fixture.results->n = 0;
    finish_rows(&fixture);
    struct tb_chart_job job = draw(&fixture, "forecast", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0xBFD6E9) < STRAY);
    assert_null(strstr((const char *)job.notes.data, "预测"));
    free_job(&job);
    fixture_free(&fixture);
}

/* A target of one year is a bar over that year alone: dark pixels that a chart without one does not have. */
static void a_target_of_one_year_is_drawn_there(void **state)
{
    (void)state;
    static const char *const types[] = {"column", "line", "control", "forecast"};
    const struct tb_page page = {.width = 1600, .height = 900, .bare = true};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct fixture fixture = twelve(TB_LOWER, 12);
        struct tb_indicator *indicator = &fixture.panel->indicators[0];
        define(fixture.panel, indicator)->target = NAN;
        struct tb_chart_job without = draw(&fixture, types[i], TB_CHINESE, &page);
        define(fixture.panel, indicator)->target = 40;
        define(fixture.panel, indicator)->target_op = TB_AT_MOST;
        define(fixture.panel, indicator)->target_year = 2022;
        struct tb_chart_job with = draw(&fixture, types[i], TB_CHINESE, &page);
        assert_true(pixels_of(&with, 0x1A1F26) > pixels_of(&without, 0x1A1F26) + 100);
        assert_says(&with, "2022年目标为≤40");
        free_job(&without);
        free_job(&with);

        define(fixture.panel, indicator)->target_year = 2035; /* beyond the page: said, not drawn */
        with = draw(&fixture, types[i], TB_CHINESE, &page);
        assert_says(&with, "2035年目标为≤40");
        free_job(&with);
        fixture_free(&fixture);
    }
}

/* Two indicators in different units on one page: a rise that is good in blue, one that is bad in orange; in the habit
 * of red for a rise both are red. */
static void a_dashboard_judges_changes(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double value[] = {100, 120};
    const uint32_t good = add_indicator(&fixture, "a", "好转", "件", TB_COUNT);
    const uint32_t bad = add_indicator(&fixture, "b", "恶化", "公里", TB_LENGTH);
    fixture.panel->indicators[good].better = TB_HIGHER;
    fixture.panel->indicators[bad].better = TB_LOWER;
    add_values(&fixture, good, "", 2022, value, 2, 0);
    add_values(&fixture, bad, "", 2022, value, 2, 0);
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    add_growth(&fixture, 0, false);
    add_growth(&fixture, 1, false);
    finish_rows(&fixture);
    static const uint32_t series[] = {0, 1};
    struct tb_page page = tb_page_default();
    const struct tb_chart chart = {.type = "dashboard",
                                   .panel = fixture.panel,
                                   .results = fixture.results,
                                   .series = series,
                                   .n_series = 2,
                                   .language = TB_CHINESE};
    struct tb_chart_job job = {.chart = &chart, .page = &page, .format = TB_PNG, .name = "x"};
    assert_int_equal(tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    assert_true(pixels_of(&job, 0xB84700) > STRAY); /* words in orange: the figure and its arrow */
    assert_true(pixels_of(&job, 0xB3121D) < STRAY);
    free_job(&job);
    page.red_rise = true;
    assert_int_equal(tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture.log), TB_OK);
    assert_true(pixels_of(&job, 0xB84700) < STRAY);
    assert_true(pixels_of(&job, 0xB3121D) > STRAY);
    free_job(&job);
    assert_silent(fixture.log);
    fixture_free(&fixture);
}

/* The figure stands in house blue, far larger than any other letter. */
static void a_figure_is_large(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double value[] = {403};
    add_values(&fixture, add_indicator(&fixture, "a", "行政处罚案件", "件", TB_COUNT), "", 2024, value, 1, 0);
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    finish_rows(&fixture);
    const struct tb_page page = tb_page_default();
    struct tb_chart_job job = draw(&fixture, "figure", TB_CHINESE, &page);
    assert_true(pixels_of(&job, 0x005DA8) > 5000);
    free_job(&job);
    fixture_free(&fixture);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_dashboard_judges_changes),
    cmocka_unit_test(a_figure_is_large),
    cmocka_unit_test(a_year_outside_is_marked_by_what_it_means),
    cmocka_unit_test(limits_of_few_years_are_provisional),
    cmocka_unit_test(too_few_years_have_no_limits),
    cmocka_unit_test(a_trend_is_no_steady_level),
    cmocka_unit_test(a_forecast_has_both_bands_and_its_model),
    cmocka_unit_test(years_that_stray_from_the_line_are_not_forecast_by_it),
    cmocka_unit_test(no_forecast_is_no_guess),
    cmocka_unit_test(a_target_of_one_year_is_drawn_there),
};
RUN_TESTS(tests)
