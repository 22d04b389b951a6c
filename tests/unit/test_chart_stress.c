/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every kind of data on every kind of page: no fault, no text off the page, no two texts that meet.
 * The drawing process itself measures each text it sets (warnings text-cut and text-collides).
 */
#include "chart_fixture.h"
#include "define.h"

static unsigned random_state;
static unsigned pick(unsigned n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}
static double share(void)
{
    return pick(1u << 20) / (double)(1u << 20);
}

static const int year_counts[] = {1, 2, 3, 5, 8, 19, 30, 120};
static const double sizes[] = {1e-9, 1e-3, 1, 100, 12345, 4e6, 1e9, 1e15, 1e297, 1e-300};
static const char *const units[] = {"件", "%", "万元", "公里", "", "人次/百平方公里"};
static const char *const names[] = {
    "区", "城关街道", "C# share",
    "a very long indicator name that goes on and on for a hundred and twenty letters or so and still does not end here",
    "行政审批服务事项按时办结率以及群众满意度综合评价得分（含乡镇街道和各委办局并按新口径追溯调整以后的全年累计数据）"};
static const struct {
    int width, height;
} pages[] = {{1600, 900}, {1200, 900}, {900, 900}, {320, 200}, {800, 1600}, {3840, 2160}, {1600, 700}, {200, 200}};

enum shape {
    PLAIN,
    EQUAL,
    ZERO,
    NEGATIVE,
    SKEWED,
    SHAPES
};

static struct cell random_cell(enum shape shape, double size, int decimals, int year)
{
    struct cell cell = {.year = year, .decimals = decimals};
    switch (shape) {
    case EQUAL:
        cell.value = size;
        break;
    case ZERO:
        cell.value = 0;
        break;
    case NEGATIVE:
        cell.value = size * (share() - 0.6);
        break;
    case SKEWED:
        cell.value = pick(6) == 0 ? size * 30 : size * share();
        break;
    default:
        cell.value = size * (0.4 + share());
    }
    switch (pick(24)) { /* two thirds are plain */
    case 0:
        cell.state = TB_AT_MOST;
        break;
    case 1:
        cell.state = TB_AT_LEAST;
        break;
    case 2:
        cell.state = TB_ABOUT;
        break;
    case 3:
        cell.state = TB_NOT_AVAILABLE;
        break;
    case 4:
        cell.state = TB_CONFIDENTIAL;
        break;
    case 5:
        cell.state = TB_NEGLIGIBLE;
        break;
    case 6:
        cell.flags = TB_FLAG_BREAK;
        break;
    case 7:
        cell.flags = TB_FLAG_PROVISIONAL;
        break;
    case 8:
        cell.flags = TB_FLAG_UNRELIABLE;
        break;
    case 9:
        cell.period = "01-09";
        break;
    default:;
    }
    return cell;
}

/* Changes, limits and years ahead of any size, as the statistics might give them. */
static void add_comparisons(struct fixture *fixture, uint32_t series, bool points, int years)
{
    const struct tb_panel *panel = fixture->panel;
    const struct tb_series *one = &panel->series[series];
    const double base = panel->value[one->first];
    add_growth(fixture, series, points);
    if (!isfinite(base) || pick(4) == 0)
        return;
    add_control(fixture, series, base, fabs(base) * share(), 5 + (int)pick(12),
                pick(2) ? panel->year[one->first + pick(one->n)] : 0);
    add_forecast(fixture, series, base * (0.5 + share()), fabs(base) * share(), 1 + (int)pick(5), years);
}

static void draw_random(unsigned seed)
{
    random_state = seed * 2654435761u + 1;
    struct fixture fixture = fixture_new();
    const size_t n_series = pick(3) ? 1 : 1 + pick(12);
    const int years = year_counts[pick(sizeof year_counts / sizeof year_counts[0])];
    const double size = sizes[pick(sizeof sizes / sizeof sizes[0])];
    const enum shape shape = (enum shape)pick(SHAPES);
    const int decimals = size < 1e-6 ? 11 : size > 1e16 ? -100 : (int)pick(3);
    const char *unit = units[pick(sizeof units / sizeof units[0])], *name = names[pick(5)];
    const uint32_t indicator = add_indicator(&fixture, "x", name, unit, strcmp(unit, "%") ? TB_COUNT : TB_PROPORTION);
    if (pick(3) == 0) {
        struct tb_indicator *about = &fixture.panel->indicators[indicator];
        about->better = (uint8_t)pick(3);
        define(fixture.panel, about)->target = size * (0.2 + share());
        define(fixture.panel, about)->target_op = (uint8_t)(TB_BELOW + pick(4));
        define(fixture.panel, about)->target_year = pick(2) ? (int16_t)(2020 + pick(12)) : 0;
    }
    uint32_t series[12];
    for (size_t s = 0; s < n_series; s++) {
        char region[600];
        snprintf(region, sizeof region, "%s%zu", names[pick(5)], s);
        for (int y = 0; y < years; y++) {
            if (y > 0 && y < years - 1 && pick(12) == 0)
                continue;
            add_cell(&fixture, indicator, n_series == 1 ? "" : region,
                     y == 0
                         ? (struct cell){.year = 2025 - years, .value = shape == ZERO ? 0 : size, .decimals = decimals}
                         : random_cell(shape, size, decimals, 2025 - years + y));
        }
        series[s] = (uint32_t)s;
    }
    assert_int_equal(tb_panel_finish(fixture.panel, fixture.log), TB_OK);
    for (size_t s = 0; s < n_series; s++)
        add_comparisons(&fixture, (uint32_t)s, strcmp(unit, "%") == 0, years);
    finish_rows(&fixture);

    static const char *const types[] = {"column", "line", "trend", "control", "forecast", "figure", "dashboard"};
    static const char *const types_of_many[] = {"line", "dashboard"};
    const unsigned p = pick(sizeof pages / sizeof pages[0]);
    struct tb_page page = {.width = pages[p].width,
                           .height = pages[p].height,
                           .theme = (enum tb_theme)pick(3),
                           .bare = pick(4) == 0,
                           .inches = pick(5) ? 7.5 : 3};
    if (page.bare && pick(3) == 0) /* part of a slide that is up to twice as high */
        page.u = (page.width < page.height ? page.width : page.height) / (50 + 50 * share());
    struct tb_chart chart = {
        .type = n_series > 1 ? types_of_many[pick(2)] : types[pick(sizeof types / sizeof types[0])],
        .panel = fixture.panel,
        .results = fixture.results,
        .series = series,
        .n_series = n_series,
        .language = pick(2) ? TB_CHINESE : TB_ENGLISH,
        .title = pick(5) ? "行政处罚案件五年增长3.1倍，2024年达403件，同比增长96.6%，为近十年最高" : name,
        .subtitle = pick(2) ? NULL : name,
        .foot = pick(4) ? "来源：区交通运输局统计年报" : NULL,
        .alt = name,
    };
    struct tb_chart_job job = {.chart = &chart, .page = &page, .format = pick(4) ? TB_SVG : TB_PNG, .name = "x"};
    tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, fixture.log);
    if (tb_log_kept(fixture.log) > 0)
        print_error("seed %u: %s, %zu series, %d years, size %g, page %d x %d%s, %s\n", seed, chart.type, n_series,
                    years, size, page.width, page.height, page.bare ? " bare" : "",
                    chart.language == TB_CHINESE ? "zh" : "en");
    assert_silent(fixture.log);
    assert_int_equal(job.status, TB_OK);
    assert_true(job.output.n > 100);
    free_job(&job);
    fixture_free(&fixture);
}

enum {
    CHARTS = 400
};

/* STRESS_CHARTS=20000 in the environment draws more. */
static void no_text_meets_another(void **state)
{
    (void)state;
    const char *wish = getenv("STRESS_CHARTS"), *first = getenv("STRESS_FIRST");
    const unsigned n = wish ? (unsigned)strtoul(wish, NULL, 10) : CHARTS;
    const unsigned from = first ? (unsigned)strtoul(first, NULL, 10) : 0;
    for (unsigned seed = from; seed < from + n; seed++)
        draw_random(seed);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_text_meets_another),
};
RUN_TESTS(tests)
