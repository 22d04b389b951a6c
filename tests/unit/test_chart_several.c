/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of several series: what each type makes of its series, and that no text meets another on any page. */
#include "chart/type.h"
#include "chart_fixture.h"
#include "define.h"

#include "trendbook/stats.h"

/* The panel finished and the statistics computed, as a command does it. */
static void compute(struct fixture *fixture)
{
    assert_int_equal(tb_panel_finish(fixture->panel, fixture->log), TB_OK);
    const struct tb_stat_options options = tb_stat_defaults();
    tb_results_free(fixture->results);
    struct tb_log *quiet = tb_log_new(0); /* changes without a base are not the matter here */
    assert_int_equal(tb_compute(fixture->panel, &options, &fixture->results, quiet), TB_OK);
    tb_log_free(quiet);
}

enum {
    MOST = 60
};

static const uint32_t numbers[MOST] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
                                       20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
                                       40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59};

static struct tb_chart chart_of(const struct fixture *fixture, const char *type, size_t n)
{
    return (struct tb_chart){.type = type,
                             .panel = fixture->panel,
                             .results = fixture->results,
                             .series = numbers,
                             .n_series = n,
                             .language = TB_CHINESE};
}

static const struct tb_page page = {.width = 1600, .height = 900, .inches = 7.5};

/* What the type makes of its series, before it draws them. */
static struct tb_sheet open_sheet(const struct fixture *fixture, const struct tb_chart *chart)
{
    struct tb_sheet sheet;
    const struct tb_drawing *drawing = tb_drawing_find(chart->type);
    assert_non_null(drawing);
    const enum tb_status status = tb_sheet_open(&sheet, chart, &page, drawing, fixture->log);
    assert_silent(fixture->log);
    assert_int_equal(status, TB_OK);
    return sheet;
}

static bool says(const struct tb_sheet *sheet, enum tb_sheet_note note)
{
    return sheet->says >> note & 1;
}

static void assert_near(double got, double wanted)
{
    if (fabs(got - wanted) > 1e-9 * fmax(1, fabs(wanted)))
        print_error("got %.12g, wanted %.12g\n", got, wanted);
    assert_true(fabs(got - wanted) <= 1e-9 * fmax(1, fabs(wanted)));
}

/* ---- index ---- */

static void an_index_stands_on_the_first_common_exact_year(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t roads = add_indicator(&fixture, "roads", "公路", "公里", TB_LENGTH);
    const uint32_t cars = add_indicator(&fixture, "cars", "汽车", "辆", TB_COUNT);
    const double km[] = {50, 100, 120}, n[] = {400, 500};
    add_values(&fixture, roads, "", 2018, km, 3, 0);
    add_cell(&fixture, cars, "", (struct cell){.year = 2018, .value = 300, .state = TB_AT_LEAST});
    add_values(&fixture, cars, "", 2019, n, 2, 0);
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "index", 2);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.base_year, 2019); /* 2018 is only a bound for one of them */
    assert_near(sheet.track[0].datum[0].value, 50);
    assert_near(sheet.track[0].datum[1].value, 100);
    assert_near(sheet.track[0].datum[2].value, 120);
    assert_near(sheet.track[1].datum[0].value, 75); /* at least 300 of 400 */
    assert_near(sheet.track[1].datum[2].value, 125);
    assert_true(tb_is_lower(&sheet.track[1].datum[0]));
    assert_string_equal(sheet.display.unit, "");
    tb_sheet_close(&sheet);
    struct tb_chart_facts facts;
    assert_true(tb_chart_facts(&chart, &facts));
    assert_int_equal(facts.base_year, 2019);
    fixture_free(&fixture);
}

static void no_common_base_is_said(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t a = add_indicator(&fixture, "a", "甲", "件", TB_COUNT),
                   b = add_indicator(&fixture, "b", "乙", "人", TB_COUNT);
    const double early[] = {3, 4}, late[] = {5, 6};
    add_values(&fixture, a, "", 2010, early, 2, 0);
    add_values(&fixture, b, "", 2020, late, 2, 0);
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "index", 2);
    struct tb_sheet sheet;
    assert_int_equal(tb_sheet_open(&sheet, &chart, &page, tb_drawing_find("index"), fixture.log), TB_BAD_DATA);
    assert_int_equal(count_kind(fixture.log, "chart-no-base"), 1);
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

/* ---- parts of a whole ---- */

/* A whole and n parts of it in one year and the next. */
static void add_whole(struct fixture *fixture, const double *whole, const double part[][2], uint32_t n)
{
    const uint32_t total = add_indicator(fixture, "total", "总数", "件", TB_COUNT);
    uint32_t *parts = calloc(n, sizeof *parts);
    assert_non_null(parts);
    for (uint32_t k = 0; k < n; k++) {
        char id[32], name[32];
        snprintf(id, sizeof id, "p%u", k);
        snprintf(name, sizeof name, "部分%u", k + 1);
        parts[k] = add_indicator(fixture, id, name, "件", TB_COUNT);
    }
    add_values(fixture, total, "", 2023, whole, 2, 0);
    for (uint32_t k = 0; k < n; k++)
        add_values(fixture, parts[k], "", 2023, part[k], 2, 0);
    define(fixture->panel, &fixture->panel->indicators[total])->parts = parts; /* the panel's from here */
    define(fixture->panel, &fixture->panel->indicators[total])->n_parts = n;
    compute(fixture);
}

static void parts_are_sorted_and_the_rest_is_named(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double whole[] = {100, 110}, part[][2] = {{30, 33}, {60, 66}};
    add_whole(&fixture, whole, part, 2);
    const struct tb_chart chart = chart_of(&fixture, "stacked", 3);
    assert_int_equal(tb_chart_whole(&chart), 0);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 3); /* the two, largest first, and what they leave */
    assert_near(sheet.track[0].datum[1].value, 66);
    assert_near(sheet.track[1].datum[1].value, 33);
    assert_near(sheet.track[2].datum[1].value, 11);
    assert_string_equal(sheet.track[2].name, "未列明");
    assert_true(says(&sheet, TB_SAYS_SUM_BELOW));
    tb_sheet_close(&sheet);
    const struct tb_chart shares = chart_of(&fixture, "share", 3);
    sheet = open_sheet(&fixture, &shares);
    assert_near(sheet.track[0].datum[1].value, 60); /* of 110 */
    assert_near(sheet.track[1].datum[1].value, 30);
    assert_near(sheet.track[2].datum[1].value, 10);
    assert_string_equal(sheet.display.unit, "%");
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void parts_above_the_whole_are_said(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double whole[] = {100, 100}, part[][2] = {{50, 70}, {50, 60}};
    add_whole(&fixture, whole, part, 2);
    const struct tb_chart chart = chart_of(&fixture, "stacked", 3);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 2);
    assert_true(says(&sheet, TB_SAYS_SUM_ABOVE));
    assert_false(says(&sheet, TB_SAYS_SUM_BELOW));
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void small_parts_become_one(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double whole[] = {28, 28}, part[][2] = {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 7}};
    add_whole(&fixture, whole, part, 7);
    const struct tb_chart chart = chart_of(&fixture, "stacked", 8);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 5);
    assert_near(sheet.track[0].datum[0].value, 7);
    assert_near(sheet.track[3].datum[0].value, 4);
    assert_near(sheet.track[4].datum[0].value, 1 + 2 + 3);
    assert_string_equal(sheet.track[4].name, "其他");
    assert_true(says(&sheet, TB_SAYS_REST));
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void a_year_without_one_part_has_no_column(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t a = add_indicator(&fixture, "a", "甲", "件", TB_COUNT),
                   b = add_indicator(&fixture, "b", "乙", "件", TB_COUNT);
    const double both[] = {3, 4, 5};
    add_values(&fixture, a, "", 2020, both, 3, 0);
    add_values(&fixture, b, "", 2021, both, 2, 0);
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "share", 2);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    for (size_t s = 0; s < 2; s++)
        assert_false(sheet.track[s].datum[0].has_value);
    assert_near(sheet.track[0].datum[1].value + sheet.track[1].datum[1].value, 100);
    assert_true(says(&sheet, TB_SAYS_INCOMPLETE));
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

/* 100 to 110: parts 60 to 66 and 40 to 44 give 6 and 4 points. */
static void contributions_add_up_to_the_growth(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const double whole[] = {100, 110}, part[][2] = {{40, 44}, {60, 66}};
    add_whole(&fixture, whole, part, 2);
    const struct tb_chart chart = chart_of(&fixture, "waterfall", 3);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 3);
    assert_near(sheet.track[0].datum[1].value, 6);
    assert_near(sheet.track[1].datum[1].value, 4);
    assert_near(sheet.track[2].datum[1].value, 10);
    assert_string_equal(sheet.track[2].name, "总数");
    assert_int_equal(sheet.first_year, 2023);
    assert_int_equal(sheet.last_year, 2024);
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

/* ---- regions ---- */

static void a_rank_is_sorted_by_what_is_better(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t rate = add_indicator(&fixture, "r", "超限率", "%", TB_RATE);
    fixture.panel->indicators[rate].better = TB_LOWER;
    static const char *const region[] = {"全区", "甲", "乙", "丙", "丁"};
    const double value[] = {2.5, 3, 1, 4, 1};
    for (size_t k = 0; k < 5; k++)
        add_cell(&fixture, rate, region[k], (struct cell){.year = 2024, .value = value[k]});
    add_cell(&fixture, rate, "戊", (struct cell){.year = 2024, .state = TB_NOT_AVAILABLE});
    add_cell(&fixture, rate, "甲", (struct cell){.year = 2023, .value = 9});
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "rank", 6);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.first_year, 2024);
    assert_int_equal(sheet.last_year, 2024);
    assert_int_equal(sheet.n_tracks, 4); /* the row of all is what they are compared with */
    assert_near(sheet.reference, 2.5);
    assert_string_equal(sheet.reference_name, "全区");
    static const char *const order[] = {"乙", "丁", "甲", "丙"};
    for (size_t k = 0; k < 4; k++)
        assert_string_equal(sheet.track[k].name, order[k]);
    assert_true(says(&sheet, TB_SAYS_TIES));
    assert_int_equal(sheet.left_out, 1);
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void a_rank_of_counts_is_compared_with_the_mean(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = add_indicator(&fixture, "c", "案件", "件", TB_COUNT);
    static const char *const region[] = {"合计", "甲", "乙", "丙"};
    const double value[] = {60, 10, 20, 30};
    for (size_t k = 0; k < 4; k++)
        add_cell(&fixture, cases, region[k], (struct cell){.year = 2024, .value = value[k]});
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "rank", 4);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 3);
    assert_near(sheet.reference, 20);
    assert_true(says(&sheet, TB_SAYS_MEAN));
    assert_string_equal(sheet.track[0].name, "丙");
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void a_slope_joins_two_years_and_no_break(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = add_indicator(&fixture, "c", "案件", "件", TB_COUNT);
    const double up[] = {1, 5, 3}, down[] = {9, 8, 7};
    add_values(&fixture, cases, "甲", 2020, up, 3, 0);
    add_values(&fixture, cases, "乙", 2020, down, 3, 0);
    add_cell(&fixture, cases, "丙", (struct cell){.year = 2020, .value = 4});
    add_cell(&fixture, cases, "丙", (struct cell){.year = 2021, .value = 4, .flags = TB_FLAG_BREAK});
    add_cell(&fixture, cases, "丙", (struct cell){.year = 2022, .value = 4});
    add_cell(&fixture, cases, "丁", (struct cell){.year = 2021, .value = 2});
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "slope", 4);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 3);
    assert_int_equal(sheet.left_out, 1);
    assert_int_equal(sheet.n_years, 2);
    assert_int_equal(tb_year_of(&sheet, 0), 2020);
    assert_int_equal(tb_year_of(&sheet, 1), 2022);
    assert_near(sheet.track[0].datum[1].value, 3);
    assert_true(tb_joined(&sheet.track[0], 0, 1));
    assert_false(tb_joined(&sheet.track[2], 0, 1)); /* the new basis of 2021 lies between */
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void a_bump_chart_shows_places(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = add_indicator(&fixture, "c", "案件", "件", TB_COUNT);
    const double a[] = {30, 10}, b[] = {20, 20}, c[] = {10, 30};
    add_values(&fixture, cases, "甲", 2023, a, 2, 0);
    add_values(&fixture, cases, "乙", 2023, b, 2, 0);
    add_values(&fixture, cases, "丙", 2023, c, 2, 0);
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "bump", 3);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_string_equal(sheet.track[0].name, "丙"); /* first now, and it rose most */
    assert_near(sheet.track[0].datum[0].value, 3);
    assert_near(sheet.track[0].datum[1].value, 1);
    assert_false(says(&sheet, TB_SAYS_TIES));
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

/* Of many lines the two in colour are those that the title names. */
static void the_extremes_of_many_lines_come_first(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t cases = add_indicator(&fixture, "c", "案件", "件", TB_COUNT);
    static const char *const region[] = {"甲", "乙", "丙", "丁", "戊", "己"};
    const double last[] = {5, 2, 9, 7, 1, 6};
    for (size_t k = 0; k < 6; k++) {
        const double value[] = {4, last[k]};
        add_values(&fixture, cases, region[k], 2023, value, 2, 0);
    }
    compute(&fixture);
    const struct tb_chart chart = chart_of(&fixture, "line", 6);
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_string_equal(sheet.track[0].name, "丙");
    assert_string_equal(sheet.track[1].name, "戊");
    assert_string_equal(sheet.track[2].name, "甲");
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

static void a_funnel_carries_its_overall_rate(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    const uint32_t deaths = add_indicator(&fixture, "d", "死亡", "人", TB_COUNT);
    const uint32_t people = add_indicator(&fixture, "p", "人口", "人", TB_COUNT);
    const uint32_t rate = add_indicator(&fixture, "r", "死亡率", "%", TB_PROPORTION);
    fixture.panel->indicators[rate].numerator = deaths;
    fixture.panel->indicators[rate].denominator = people;
    static const char *const region[] = {"甲", "乙", "丙", "丁", "戊"};
    const double n[] = {100, 200, 300, 400, 1000}, d[] = {11, 19, 30, 40, 100};
    for (size_t k = 0; k < 5; k++) {
        add_cell(&fixture, deaths, region[k], (struct cell){.year = 2024, .value = d[k]});
        add_cell(&fixture, people, region[k], (struct cell){.year = 2024, .value = n[k]});
        add_cell(&fixture, rate, region[k], (struct cell){.year = 2024, .value = 100 * d[k] / n[k], .decimals = 2});
    }
    compute(&fixture);
    struct tb_chart chart = chart_of(&fixture, "funnel", 5);
    chart.series = numbers + 10; /* the rates */
    struct tb_sheet sheet = open_sheet(&fixture, &chart);
    assert_int_equal(sheet.n_tracks, 5);
    assert_near(sheet.reference, 10); /* 200 of 2000 */
    tb_sheet_close(&sheet);
    fixture_free(&fixture);
}

/* ---- auto ---- */

static const char *pick_of(size_t regions, size_t indicators, int years, bool one_unit)
{
    struct fixture fixture = fixture_new();
    for (size_t i = 0; i < indicators; i++) {
        char id[32];
        snprintf(id, sizeof id, "i%zu", i);
        const uint32_t number = add_indicator(&fixture, id, id, one_unit || i == 0 ? "件" : "人", TB_COUNT);
        for (size_t r = 0; r < regions; r++) {
            char region[32];
            snprintf(region, sizeof region, "r%zu", r);
            for (int y = 0; y < years; y++)
                add_cell(&fixture, number, regions > 1 ? region : "",
                         (struct cell){.year = 2025 - years + y, .value = 10 + (double)(r + i) + y});
        }
    }
    compute(&fixture);
    const char *why,
        *type = tb_chart_pick(fixture.panel, fixture.results, numbers, fixture.panel->n_series, TB_CHINESE, &why);
    assert_true(*why);
    fixture_free(&fixture);
    return type;
}

static void auto_chooses_by_regions_units_and_years(void **state)
{
    (void)state;
    assert_string_equal(pick_of(7, 1, 1, true), "rank");
    assert_string_equal(pick_of(7, 1, 2, true), "slope");
    assert_string_equal(pick_of(2, 1, 4, true), "grouped");
    assert_string_equal(pick_of(4, 1, 8, true), "line");
    assert_string_equal(pick_of(9, 1, 8, true), "line");
    assert_string_equal(pick_of(20, 1, 8, true), "multiples");
    assert_string_equal(pick_of(30, 1, 8, true), "heat");
    assert_string_equal(pick_of(1, 4, 8, false), "index");
    assert_string_equal(pick_of(1, 3, 8, true), "line");
    assert_null(pick_of(1, 3, 1, true));
}

/* ---- every page ---- */

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

static const char *const types[] = {"index", "stacked", "share",     "grouped",   "rank",   "slope",
                                    "bump",  "heat",    "multiples", "waterfall", "funnel", "line"};
enum {
    TYPES = sizeof types / sizeof types[0]
};
static const char *const names[] = {
    "区", "城关街道", "C# share",
    "a very long indicator name that goes on and on for a hundred and twenty letters or so and still does not end here",
    "行政审批服务事项按时办结率以及群众满意度综合评价得分（含乡镇街道和各委办局并按新口径追溯调整以后的全年累计数据）"};
static const double sizes[] = {1e-9, 1e-3, 1, 100, 12345, 4e6, 1e9, 1e15};
static const struct {
    int width, height;
} pages[] = {{1600, 900}, {1200, 900}, {900, 900}, {320, 200}, {800, 1600}, {3840, 2160}, {1600, 700}, {200, 200}};

static struct cell random_cell(double size, int decimals, int year, unsigned shape)
{
    static const enum tb_state states[] = {TB_AT_MOST,       TB_AT_LEAST,     TB_ABOUT,
                                           TB_NOT_AVAILABLE, TB_CONFIDENTIAL, TB_NEGLIGIBLE};
    static const unsigned flags[] = {TB_FLAG_BREAK, TB_FLAG_PROVISIONAL, TB_FLAG_UNRELIABLE, TB_FLAG_REVISED};
    struct cell cell = {.year = year, .decimals = decimals, .value = size * (0.2 + share())};
    if (shape == 1)
        cell.value = size;
    else if (shape == 2)
        cell.value = 0;
    else if (shape == 3)
        cell.value = size * (share() - 0.5);
    const unsigned which = pick(30);
    if (which < 6)
        cell.state = states[which];
    else if (which < 10)
        cell.flags = flags[which - 6];
    else if (which == 10)
        cell.period = "01-09";
    return cell;
}

/* Region or indicator names of their own. */
static void add_random_series(struct fixture *fixture, const char *type, size_t n, int years, double size, int decimals,
                              unsigned shape)
{
    const bool several = strcmp(type, "index") == 0 || strcmp(type, "heat") == 0 || strcmp(type, "multiples") == 0 ||
                         strcmp(type, "stacked") == 0 || strcmp(type, "share") == 0 || strcmp(type, "waterfall") == 0;
    const bool units = strcmp(type, "index") == 0 || strcmp(type, "heat") == 0 || strcmp(type, "multiples") == 0;
    const bool funnel = strcmp(type, "funnel") == 0;
    static const char *const unit[] = {"件", "%", "万元", "人次/百平方公里", ""};
    uint32_t indicator = 0, people = 0, rate = 0;
    for (size_t s = 0; s < n; s++) {
        char id[32], name[640];
        snprintf(id, sizeof id, "i%zu", s);
        snprintf(name, sizeof name, "%s%zu", names[pick(5)], s);
        if (several || s == 0)
            indicator =
                add_indicator(fixture, id, several ? name : names[pick(5)], unit[units ? pick(5) : 0], TB_COUNT);
        if (funnel && s == 0) {
            people = add_indicator(fixture, "people", names[pick(5)], "人", TB_COUNT);
            rate = add_indicator(fixture, "rate", names[pick(5)], "%", TB_PROPORTION);
            fixture->panel->indicators[rate].numerator = indicator;
            fixture->panel->indicators[rate].denominator = people;
        }
        for (int y = 0; y < years; y++) {
            const int year = 2025 - years + y;
            if (funnel) {
                const double all = floor(50 + 1e5 * share() * share()), some = floor(all * share() * 0.2);
                add_cell(fixture, indicator, name, (struct cell){.year = year, .value = some});
                add_cell(fixture, people, name, (struct cell){.year = year, .value = all});
                add_cell(fixture, rate, name, (struct cell){.year = year, .value = 100 * some / all, .decimals = 2});
            } else if (y == 0 || y == years - 1 || pick(10))
                add_cell(fixture, indicator, several ? "" : name, random_cell(size, decimals, year, shape));
        }
    }
    if ((strcmp(type, "stacked") == 0 && pick(2)) || strcmp(type, "waterfall") == 0) {
        const uint32_t total = add_indicator(fixture, "total", names[pick(5)], "件", TB_COUNT);
        uint32_t *parts = calloc(n, sizeof *parts);
        assert_non_null(parts);
        for (uint32_t k = 0; k < n; k++)
            parts[k] = k;
        for (int y = 0; y < years; y++)
            add_cell(fixture, total, "",
                     (struct cell){.year = 2025 - years + y, .value = size * (double)n * (0.5 + 0.5 * share())});
        define(fixture->panel, &fixture->panel->indicators[total])->parts = parts;
        define(fixture->panel, &fixture->panel->indicators[total])->n_parts = (uint32_t)n;
    }
}

static void draw_random(unsigned seed)
{
    static const int year_counts[] = {1, 2, 3, 5, 8, 19, 30, 120};
    random_state = seed * 2654435761u + 7;
    const char *type = types[pick(TYPES)];
    const size_t most = tb_drawing_find(type)->most_series;
    const bool whole = strcmp(type, "waterfall") == 0 || strcmp(type, "stacked") == 0;
    const size_t n = 2 + pick((unsigned)(most < 12 || pick(3) == 0 ? most - 1 - whole : 6));
    const int years = year_counts[pick(strcmp(type, "funnel") == 0 ? 2 : 8)];
    const double size = sizes[pick(sizeof sizes / sizeof sizes[0])];
    const unsigned shape = pick(4);
    struct fixture fixture = fixture_new();
    add_random_series(&fixture, type, n, years, size, size < 1e-6 ? 11 : (int)pick(3), shape);
    compute(&fixture);
    struct tb_chart chart = chart_of(&fixture, type, fixture.panel->n_series);
    if (strcmp(type, "funnel") == 0) {
        chart.series = numbers + 2 * n > numbers + MOST - n ? numbers : numbers + 2 * n;
        chart.n_series = n;
    }
    chart.language = pick(2) ? TB_CHINESE : TB_ENGLISH;
    chart.title = pick(5) ? "行政处罚案件五年增长3.1倍，2024年达403件，同比增长96.6%，为近十年最高" : names[3];
    chart.foot = pick(4) ? "来源：区交通运输局统计年报" : NULL;
    const unsigned p = pick(sizeof pages / sizeof pages[0]);
    struct tb_page random_page = {.width = pages[p].width,
                                  .height = pages[p].height,
                                  .theme = (enum tb_theme)pick(3),
                                  .bare = pick(4) == 0,
                                  .inches = pick(5) ? 7.5 : 3};
    if (random_page.bare && pick(3) == 0)
        random_page.u =
            (random_page.width < random_page.height ? random_page.width : random_page.height) / (50 + 50 * share());
    struct tb_chart_facts facts;
    const bool can = tb_chart_facts(&chart, &facts);
    struct tb_chart_job job = {.chart = &chart, .page = &random_page, .format = pick(4) ? TB_SVG : TB_PNG, .name = "x"};
    struct tb_log *log = tb_log_new(0);
    tb_chart_draw(&job, 1, 1, NULL, NULL, NULL, log);
    if (can ? tb_log_kept(log) > 0 : tb_log_kept(log) != 1)
        print_error("seed %u: %s, %zu series, %d years, size %g, shape %u, page %d x %d%s, %s\n", seed, type,
                    chart.n_series, years, size, shape, random_page.width, random_page.height,
                    random_page.bare ? " bare" : "", chart.language == TB_CHINESE ? "zh" : "en");
    if (can) {
        assert_silent(log);
        assert_int_equal(job.status, TB_OK);
        assert_true(job.output.n > 100);
    } else { /* refused with one error that names the reason */
        assert_int_equal(tb_log_kept(log), 1);
        char *text = tb_message_text(tb_log_message(log, 0), TB_ENGLISH);
        if (strstr(text, "process"))
            print_error("seed %u: %s: %s\n", seed, type, text);
        assert_null(strstr(text, "process")); /* it did not crash */
        free(text);
        assert_int_not_equal(job.status, TB_OK);
    }
    free_job(&job);
    tb_log_free(log);
    fixture_free(&fixture);
}

/* STRESS_CHARTS=20000 in the environment draws more. */
static void no_text_meets_another(void **state)
{
    (void)state;
    const char *wish = getenv("STRESS_CHARTS"), *first = getenv("STRESS_FIRST");
    const unsigned n = wish ? (unsigned)strtoul(wish, NULL, 10) : 400;
    const unsigned from = first ? (unsigned)strtoul(first, NULL, 10) : 0;
    for (unsigned seed = from; seed < from + n; seed++)
        draw_random(seed);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_index_stands_on_the_first_common_exact_year),
    cmocka_unit_test(no_common_base_is_said),
    cmocka_unit_test(parts_are_sorted_and_the_rest_is_named),
    cmocka_unit_test(parts_above_the_whole_are_said),
    cmocka_unit_test(small_parts_become_one),
    cmocka_unit_test(a_year_without_one_part_has_no_column),
    cmocka_unit_test(contributions_add_up_to_the_growth),
    cmocka_unit_test(a_rank_is_sorted_by_what_is_better),
    cmocka_unit_test(a_rank_of_counts_is_compared_with_the_mean),
    cmocka_unit_test(a_slope_joins_two_years_and_no_break),
    cmocka_unit_test(a_bump_chart_shows_places),
    cmocka_unit_test(the_extremes_of_many_lines_come_first),
    cmocka_unit_test(a_funnel_carries_its_overall_rate),
    cmocka_unit_test(auto_chooses_by_regions_units_and_years),
    cmocka_unit_test(no_text_meets_another),
};
RUN_TESTS(tests)
