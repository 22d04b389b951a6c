/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Headers of several lines, tables one below the other, and the years, units and labels of odd but usual tables.
 *
 * The specimens under tests/data are made up; every number here was read in the file by eye.
 */
#include "load/loader.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct spot {
    const char *indicator, *region;
    int year;
    double value;
    const char *unit;
    unsigned flags;
};

struct specimen {
    const char *file;
    size_t series, values, inputs;
    size_t header_line;
    unsigned header_lines;
    struct spot spot[7];
};

static const struct specimen specimens[] = {
    {"header-years-over-indicators.csv",
     4,
     12,
     1,
     1,
     2,
     {{"立案数", "东河区", 2022, 120, "", 0},
      {"结案数", "东河区", 2022, 115, "", 0},
      {"立案数", "西山县", 2024, 90, "", 0},
      {"结案数", "西山县", 2024, 88, "", 0}}},
    {"header-indicators-over-years.csv",
     4,
     12,
     1,
     1,
     2,
     {{"车辆数", "公交一公司", 2022, 310, "", 0},
      {"车辆数", "公交二公司", 2024, 214, "", 0},
      {"客运量", "公交一公司", 2022, 4010, "", 0},
      {"客运量", "公交二公司", 2024, 3300, "", 0}}},
    {"header-units-below.csv",
     3,
     9,
     1,
     1,
     2,
     {{"执法案件", "", 2021, 820, "件", 0},
      {"罚没金额", "", 2022, 201.3, "万元", 0},
      {"结案率", "", 2023, 97.4, "%", 0}}},
    {"header-regions-over-indicators.csv",
     4,
     12,
     1,
     1,
     2,
     {{"公路里程", "东河区", 2021, 300.5, "公里", 0},
      {"桥梁", "东河区", 2021, 41, "座", 0},
      {"公路里程", "西山县", 2023, 520.1, "公里", 0},
      {"桥梁", "西山县", 2023, 63, "座", 0}}},
    {"header-of-which.csv",
     4,
     12,
     1,
     1,
     2,
     {{"货运量", "", 2021, 1500, "万吨", 0},
      {"货运量-公路", "", 2021, 1200, "万吨", 0},
      {"货运量-水路", "", 2023, 340, "万吨", 0},
      {"客运量", "", 2023, 905, "万人", 0}}},
    {"header-title-and-unit.csv",
     4,
     8,
     1,
     3,
     2,
     {{"罚款", "东河区", 2022, 12.5, "万元", 0}, {"没收", "西山县", 2023, 0.6, "万元", 0}}},
    {"header-three-lines.csv",
     8,
     16,
     1,
     1,
     3,
     {{"检查次数-计划", "东河区", 2023, 100, "", 0},
      {"检查次数", "东河区", 2023, 98, "", 0},
      {"检查次数", "西山县", 2024, 96, "", 0},
      {"处罚件数-计划", "西山县", 2023, 30, "", 0},
      {"处罚件数", "西山县", 2024, 33, "", 0}}},
    {"header-growth-beside.csv",
     6,
     8,
     1,
     1,
     2,
     {{"公路里程", "", 2023, 1498.5, "公里", 0},
      {"公路里程", "", 2024, 1500, "公里", 0},
      {"公路里程-同比增长", "", 2024, 0.1, "%", 0},
      {"水运里程-占比", "", 2024, 40, "%", 0}}},
    {"header-financial-years.csv",
     4,
     8,
     1,
     1,
     2,
     {{"Potholes", "Ashford", 2022, 1200, "", 0}, {"Budget (£m)", "Dover", 2023, 2.2, "", 0}}},
    {"header-german.csv",
     4,
     8,
     1,
     1,
     2,
     {{"Unfälle", "Adorf", 2022, 1200, "", 0},
      {"Verletzte", "Adorf", 2022, 34.5, "", 0},
      {"Verletzte", "Bdorf", 2023, 22.25, "", 0}}},
    {"across-organisations.csv",
     2,
     6,
     1,
     1,
     1,
     {{"客运量", "公交一公司", 2020, 300, "", 0}, {"客运量", "公交二公司", 2022, 510, "", 0}}},
    {"across-regions.csv",
     2,
     6,
     1,
     1,
     1,
     {{"Roads km", "East", 2020, 300, "", 0}, {"Roads km", "West", 2022, 510, "", 0}}},
    {"across-groups.csv",
     4,
     8,
     1,
     1,
     1,
     {{"公路-里程", "", 2021, 100, "", 0},
      {"公路-桥梁", "", 2022, 11, "", 0},
      {"水路-里程", "", 2021, 50, "", 0},
      {"水路-码头", "", 2022, 6, "", 0}}},
    {"beside-halves.csv",
     2,
     10,
     2,
     3,
     1,
     {{"国道", "", 2019, 120, "公里", 0},
      {"国道", "", 2022, 126, "公里", 0},
      {"省道", "", 2021, 350, "公里", 0},
      {"省道", "", 2023, 360, "公里", 0}}},
    {"beside-regions.csv",
     3,
     6,
     2,
     1,
     1,
     {{"beside-regions", "西山县", 2023, 15, "", 0},
      {"beside-regions", "南湖县", 2022, 21, "", 0},
      {"beside-regions", "南湖县", 2023, 22, "", 0}}},
    {"blocks-titled.csv",
     4,
     12,
     2,
     2,
     1,
     {{"公路里程", "东河区", 2021, 300, "公里", 0},
      {"公路里程", "西山县", 2023, 511, "公里", 0},
      {"桥梁", "东河区", 2021, 40, "座", 0},
      {"桥梁", "西山县", 2023, 62, "座", 0}}},
    {"blocks-years.csv",
     2,
     12,
     2,
     1,
     1,
     {{"blocks-years", "东河区", 2018, 290, "", 0},
      {"blocks-years", "东河区", 2023, 310, "", 0},
      {"blocks-years", "西山县", 2020, 490, "", 0}}},
    {"eurostat-sheet.csv",
     2,
     6,
     1,
     7,
     2,
     {{"Population on 1 January [tps00001]", "Germany", 2021, 83155031, "Number", 0},
      {"Population on 1 January [tps00001]", "Germany", 2022, 83237124, "Number", TB_FLAG_BREAK},
      {"Population on 1 January [tps00001]", "France", 2021, 67656682, "Number", TB_FLAG_PROVISIONAL},
      {"Population on 1 January [tps00001]", "France", 2023, NAN, "Number", 0}}},
    {"form-numbered-columns.csv",
     2,
     4,
     1,
     1,
     2,
     {{"公路里程", "", 2021, 100, "公里", 0}, {"桥梁", "", 2022, 11, "座", 0}}},
    {"council-notes.csv",
     3,
     9,
     1,
     4,
     1,
     {{"Road condition by district", "Ashford", 2021, 1200, "", 0},
      {"Road condition by district", "Total", 2023, 2212, "", 0}}},
    {"down-days.csv", 1, 2, 1, 1, 1, {{"案件数", "", 2021, 100, "", 0}, {"案件数", "", 2022, 110, "", 0}}},
    {"down-apostrophes.csv",
     2,
     6,
     1,
     1,
     1,
     {{"Potholes repaired", "", 2021, 100, "", 0}, {"Street lights", "", 2023, 220, "", 0}}},
    {"percent-in-cells.csv", 2, 4, 1, 1, 1, {{"结案率", "", 2021, 96.5, "%", 0}, {"投诉率", "", 2022, 1.1, "‰", 0}}},
    {"workbooks/header-bureau.xlsx",
     6,
     18,
     1,
     3,
     2,
     {{"立案数", "东河区", 2022, 120, "件", 0},
      {"结案数", "东河区", 2024, 139, "件", 0},
      {"立案数", "合计", 2024, 230, "件", 0},
      {"结案数", "西山县", 2023, 85, "件", 0}}},
    {"workbooks/header-bureau.xls",
     6,
     18,
     1,
     3,
     2,
     {{"立案数", "东河区", 2022, 120, "件", 0},
      {"结案数", "东河区", 2024, 139, "件", 0},
      {"立案数", "合计", 2024, 230, "件", 0},
      {"结案数", "西山县", 2023, 85, "件", 0}}},
    {"workbooks/header-of-which.xlsx",
     4,
     12,
     1,
     1,
     3,
     {{"公路里程", "", 2021, 1500.5, "公里", 0},
      {"公路里程-高速公路", "", 2023, 131.5, "公里", 0},
      {"公路里程-一级公路", "", 2021, 300, "公里", 0},
      {"桥梁", "", 2023, 90, "座", 0}}},
    {"workbooks/header-plan.xlsx",
     6,
     12,
     1,
     1,
     2,
     {{"新改建里程-计划", "", 2023, 100, "公里", 0},
      {"新改建里程", "", 2024, 112, "公里", 0},
      {"新改建里程-完成率", "", 2024, 101.8, "%", 0},
      {"投资-完成率", "", 2023, 102, "%", 0}}},
    {"workbooks/header-merged-years.xlsx",
     4,
     8,
     1,
     1,
     1,
     {{"立案数", "西山县", 2022, 3, "", 0}, {"结案数", "东河区", 2023, 6, "", 0}}},
};

static size_t place_of(const struct tb_panel *panel, const struct spot *spot)
{
    const uint32_t indicator = tb_panel_find_indicator(panel, spot->indicator, strlen(spot->indicator));
    const uint32_t region = tb_names_find(panel->names, spot->region, strlen(spot->region));
    if (indicator == TB_NOWHERE || region == TB_NO_NAME)
        return SIZE_MAX;
    assert_string_equal(tb_text(panel, panel->indicators[indicator].unit), spot->unit);
    const uint32_t series = tb_panel_find_series(panel, indicator, region);
    if (series == TB_NOWHERE)
        return SIZE_MAX;
    const struct tb_series *found = &panel->series[series];
    for (size_t i = found->first; i < found->first + found->n; i++)
        if (panel->year[i] == spot->year)
            return i;
    return SIZE_MAX;
}

static void every_specimen_is_understood(void **state)
{
    (void)state;
    for (size_t s = 0; s < sizeof specimens / sizeof specimens[0]; s++) {
        const struct specimen *specimen = &specimens[s];
        char path[1024];
        const char *paths[] = {path};
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        snprintf(path, sizeof path, "%s/tests/data/%s", SOURCE_DIR, specimen->file);
        print_message("%s\n", specimen->file);
        assert_int_equal(tb_load(paths, 1, NULL, &panel, log), TB_OK);
        assert_int_equal(panel->n_series, specimen->series);
        assert_int_equal(panel->n, specimen->values);
        assert_int_equal(panel->n_inputs, specimen->inputs);
        assert_int_equal(panel->inputs[0].header_line, specimen->header_line);
        assert_int_equal(panel->inputs[0].header_lines, specimen->header_lines);
        for (size_t k = 0; k < 7 && specimen->spot[k].indicator; k++) {
            const struct spot *spot = &specimen->spot[k];
            print_message("  %s %s %d\n", spot->indicator, spot->region, spot->year);
            const size_t i = place_of(panel, spot);
            assert_true(i != SIZE_MAX);
            assert_true(isnan(spot->value) ? isnan(panel->value[i]) : panel->value[i] == spot->value);
            assert_int_equal(tb_flags(panel, i), spot->flags);
        }
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* What could be read in two ways is refused where it stands, and what is left out is named there. */
static void doubtful_tables_are_told_in_their_place(void **state)
{
    static const struct {
        const char *text, *kind;
        enum tb_severity severity;
        size_t line;
        unsigned column;
    } cases[] = {
        /* groups that stand over the middle of their columns */
        {"地区,,2022年,,,2023年,\n,立案,结案,其他,立案,结案,其他\n东河区,1,2,3,4,5,6\n", "header", TB_ERROR, 2, 2},
        {"年份,,货运量,,客运量\n,公路,水路,公路,水路\n2022,1,2,3,4\n", "header", TB_ERROR, 1, 2},
        {"地区,2022,,2023,\n,2021,2022,2021,2022\n东河区,1,2,3,4\n", "header", TB_ERROR, 2, 2},
        {"地区,2022,\n,立案,立案\n东河区,1,2\n", "header", TB_ERROR, 1, 3},
        {"指标,2022,,2023,\n,东河区,西山县,东河区,西山县\n里程,1,2,3\n", "ragged", TB_ERROR, 3, 0},
        {"地区,指标,2022,,2023,\n,,东河区,西山县,东河区,西山县\n南湖县,里程,1,2,3,4\n", "header", TB_ERROR, 1, 3},
        /* tables side by side: places are those of the file */
        {"年份,里程,,年份,里程\n2020,1,,2021,2\n2022,3,,2020,4\n", "conflict", TB_ERROR, 3, 5},
        {"年份,里程,年份,里程\n2020,1,2021,x\n2022,3,2023,4\n", "bad-number", TB_ERROR, 2, 4},
        {"年份,里程,年份,里程\n2020,1,2021,2,3\n", "ragged", TB_ERROR, 2, 5},
        /* a sum behind the last group */
        {"地区,2022,,2023,,\n,立案,结案,立案,结案,合计\n东河区,1,2,3,4,10\n", "sum", TB_WARNING, 1, 6},
        /* columns behind the years */
        {"地区,2021,2022,年均增长\n东河区,1,2,10\n", "unknown-column", TB_WARNING, 1, 4},
        {"指标,2021,2022,单位,增速\n里程,1,2,%,10\n", "unknown-column", TB_WARNING, 1, 5},
        {"指标,单位,2021,2022,单位\n里程,公里,1,2,%\n", "unknown-column", TB_WARNING, 1, 5},
        /* years of several kinds */
        {"Region,2021/22,2022/23,2023\nEast,1,2,3\n", "header", TB_ERROR, 1, 4},
        {"year,month,cases\n2021,1,10\n2022,1,11\n", "part-year", TB_ERROR, 1, 2},
        {"月份,2022年,2023年\n1月,1,2\n全年,4,6\n", "part-year", TB_WARNING, 2, 0},
        {"Year,Cases\n2021/22,1\n2022/23,2\n2023,3\n", "bad-year", TB_ERROR, 4, 1},
        {"Year,Cases\n2021/22,1\n2022/23,2\n", "financial-year", TB_WARNING, 1, 0},
        {"Region,FY2021,FY2022\nEast,1,2\n", "financial-year", TB_WARNING, 1, 0},
        {"年份,案件\n2021,1\n2022,2\n2023上半年,1\n", "part-year", TB_WARNING, 4, 0},
        {"年份,案件\n2021,1\n2022,2\n合计,3\n", "sum", TB_WARNING, 4, 0},
        {"日期,案件\n2021-01-01,1\n2021-07-01,2\n", "bad-year", TB_ERROR, 2, 1},
        {"指标,2023年,,2024年,\n,1-6月,全年,1-6月,全年\n客运量,1,2,3,4\n", "part-year", TB_WARNING, 1, 2},
        /* one unit or none */
        {"指标,2021,2022\n结案率,0.96,97.2%\n", "unit", TB_ERROR, 2, 3},
        {"指标,2021,2022\n结案率,96%,0.97\n", "unit", TB_ERROR, 2, 3},
        {"单位：公里、%\n指标,2021\n里程,1\n", "unit", TB_WARNING, 1, 1},
        /* labels */
        {"地区,2021\n东河区,1\n,2\n", "empty-id", TB_ERROR, 3, 1},
        {"Ort;2021\nStra\xDF"
         "e;1\n",
         "encoding", TB_ERROR, 2, 0},
        {"Ort;2021\nGr\xF6\xDF"
         "e \xFC"
         "ber Stra\xDF"
         "en;1\n",
         "encoding", TB_ERROR, 2, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        bool told = false;
        print_message("%s", cases[i].text);
        const enum tb_status status =
            load_bytes("table.csv", cases[i].text, strlen(cases[i].text), NULL, NULL, &panel, log);
        assert_int_equal(status, cases[i].severity == TB_ERROR ? TB_BAD_DATA : TB_OK);
        for (size_t k = 0; k < tb_log_kept(log); k++) {
            const struct tb_message *message = tb_log_message(log, k);
            print_message("  %zu:%u %s %s\n", message->line, message->column, message->kind, message->text);
            assert_non_null(message->text_zh);
            told = told || (message->severity == cases[i].severity && strcmp(message->kind, cases[i].kind) == 0 &&
                            message->line == cases[i].line && message->column == cases[i].column);
        }
        assert_true(told);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* That the file does not say what is counted is told once, of tables side by side too. */
static void what_nobody_names_is_told_once(void **state)
{
    static const struct {
        const char *text;
        size_t warnings;
    } cases[] = {
        {"地区,2001,2002,,地区,2003,2004\n甲县,10,11,,甲县,12,13\n乙县,1,2,,乙县,3,4\n", 1},
        {"地区,2001,2002\n甲县,10,11\n乙县,1,2\n", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        size_t told = 0;
        assert_int_equal(load_bytes("table.csv", cases[i].text, strlen(cases[i].text), NULL, NULL, &panel, log), TB_OK);
        for (size_t k = 0; k < tb_log_kept(log); k++)
            told += strcmp(tb_log_message(log, k)->kind, "unnamed-indicator") == 0;
        assert_int_equal(told, cases[i].warnings);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* Small tables that are read, and the one value that could have been misread. */
static void odd_tables_are_read(void **state)
{
    static const struct {
        const char *text;
        struct spot spot;
    } cases[] = {
        {"区域,项目,2020,2021\n东河区,里程,1,2\n,桥梁,3,4\n", {"桥梁", "东河区", 2021, 4, "", 0}},
        {"单位,2020年,2021年\n交管科,1,2\n法制科,3,4\n", {"table", "法制科", 2020, 3, "", 0}},
        {"指标,2022年实际,2023年计划\n客运量,1,2\n", {"客运量-计划", "", 2023, 2, "", 0}},
        {"指标,2022年,2023年（快报）\n客运量,1,2\n", {"客运量", "", 2023, 2, "", TB_FLAG_PROVISIONAL}},
        {"地区,2022年立案数,2022年结案数,2023年立案数\n东河区,1,2,3\n", {"立案数", "东河区", 2023, 3, "", 0}},
        {"District,Potholes 2022,Potholes 2023\nAshford,1,2\n", {"Potholes", "Ashford", 2023, 2, "", 0}},
        {"指标,\"2021\n年\",\"2022\n年\"\n\"客运\n量（万人）\",1,2\n", {"客运量", "", 2022, 2, "万人", 0}},
        {"年度,2021,2022\n里程（公里）,1,2\n桥梁（座）,3,4\n", {"桥梁", "", 2021, 3, "座", 0}},
        {"单位：万吨\n指标,2021\n货运量,1\n增长（%）,2\n", {"增长", "", 2021, 2, "%", 0}},
        {"地区,2010,2011\n东河区,2011,2012\n西山县,1999,2000\n", {"table", "西山县", 2011, 2000, "", 0}},
        {"地区,2021\n东河区,1\n地区,2021\n西山县,2\n", {"table", "西山县", 2021, 2, "", 0}},
        {"指标,2021\n里程,1\n填报单位：区交通局,\n", {"里程", "", 2021, 1, "", 0}},
        {"指标,2021,2022\n里程,1,2\n* 2022 is provisional,,\n", {"里程", "", 2022, 2, "", 0}},
        {"日期,案件\n31.12.2021,1\n31.12.2022,2\n", {"案件", "", 2022, 2, "", 0}},
        {"年份,2021年末,2022年末\n里程,1,2\n", {"里程", "", 2022, 2, "", 0}},
        {"指标,2021,2022\n人数,未统计,2\n", {"人数", "", 2021, NAN, "", 0}},
        {"地  区,2021年(万元),2022年(万元)\n东河区,1,2\n", {"table", "东河区", 2022, 2, "万元", 0}},
        {"指标,2021,2022\n,（万人）,（万人）\n客运量,1,2\n", {"客运量", "", 2021, 1, "万人", 0}},
        {"年 份 Year,里程 Length,桥梁\n2021,1,2\n2022,3,4\n", {"桥梁", "", 2022, 4, "", 0}},
        {"年份,案件,金额\n单位,件,万元\n2021,1,2\n2022,3,4\n", {"金额", "", 2022, 4, "万元", 0}},
        {"指 标,单　位,2021\n客运量,万人,1\n", {"客运量", "", 2021, 1, "万人", 0}},
        {"地区,2021,2022①,2023p\n东河区,1,2,3\n", {"table", "东河区", 2023, 3, "", TB_FLAG_PROVISIONAL}},
        {"指标,单位,2022年,2023年\n　1.里程,公里,1,2\n（二）桥梁,座,3,4\n", {"桥梁", "", 2023, 4, "座", 0}},
        {"项目,2022年,2023年,2023年比2022年±%\n客运量（万人）,1,2,100\n", {"客运量-比2022年", "", 2023, 100, "%", 0}},
        {"月份,2022年,2023年\n1月,1,2\n2月,3,4\n全年,4,6\n", {"全年", "", 2023, 6, "", 0}},
        {",,2021,2022\n公路,里程,1,2\n,桥梁,3,4\n水路,里程,5,6\n", {"公路-桥梁", "", 2021, 3, "", 0}},
        {",,2021\n公路,里程,1\n水路,里程,5\n合计,,6\n", {"合计", "", 2021, 6, "", 0}},
        {"指标,,2021\n客运量,公交,1\n,出租,2\n", {"客运量-出租", "", 2021, 2, "", 0}},
        {"类型,2021,2022\n省,1,2\n市,2010,2020\n县,5,6\n", {"县", "", 2022, 6, "", 0}},
        {",制表单位：交通局,,日期：1月,\n地区,2021,2022\n东河区,1,2\n", {"table", "东河区", 2022, 2, "", 0}},
        {"指标,2023年,\n,本月,累计\n客运量,1,12\n", {"客运量", "", 2023, 12, "", 0}},
        {"Region,Code,2021\nEast,101,5\nWest,102,6\n", {"table", "West", 2021, 6, "", 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        print_message("%s", cases[i].text);
        assert_int_equal(load_bytes("table.csv", cases[i].text, strlen(cases[i].text), NULL, NULL, &panel, log), TB_OK);
        const size_t at = place_of(panel, &cases[i].spot);
        assert_true(at != SIZE_MAX);
        assert_true(isnan(cases[i].spot.value) ? isnan(panel->value[at]) : panel->value[at] == cases[i].spot.value);
        assert_int_equal(tb_flags(panel, at), cases[i].spot.flags);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

static void years_are_told_from_other_words(void **state)
{
    static const struct {
        const char *text;
        enum load_year_form form;
        int year;
    } cases[] = {
        {"2024", LOAD_WHOLE_YEAR, 2024},
        {"2024年度", LOAD_WHOLE_YEAR, 2024},
        {"'2024", LOAD_WHOLE_YEAR, 2024},
        {"2024年末", LOAD_WHOLE_YEAR, 2024},
        {"2024年1-12月", LOAD_WHOLE_YEAR, 2024},
        {"2024年1-9月", LOAD_PART_OF_YEAR, 2024},
        {"2024年上半年", LOAD_PART_OF_YEAR, 2024},
        {"2024一季度", LOAD_PART_OF_YEAR, 2024},
        {"2024年前三季度", LOAD_PART_OF_YEAR, 2024},
        {"2024Q3", LOAD_PART_OF_YEAR, 2024},
        {"2024-Q3", LOAD_PART_OF_YEAR, 2024},
        {"2024-03", LOAD_PART_OF_YEAR, 2024},
        {"2024/25", LOAD_FINANCIAL_YEAR, 2024},
        {"2024/2025", LOAD_FINANCIAL_YEAR, 2024},
        {"2024-25", LOAD_FINANCIAL_YEAR, 2024},
        {"1999/00", LOAD_FINANCIAL_YEAR, 1999},
        {"2024/26", LOAD_NO_YEAR, 0},
        {"FY2024", LOAD_WHOLE_YEAR, 2024},
        {"31/12/2024", LOAD_WHOLE_YEAR, 2024},
        {"2024-06-30", LOAD_NO_YEAR, 0},
        {"2024年6月30日", LOAD_NO_YEAR, 0},
        {"2024年客运量", LOAD_YEAR_AND_TEXT, 2024},
        {"2016-2020", LOAD_NO_YEAR, 0},
        {"2016年-2020年", LOAD_NO_YEAR, 0},
        {"2000元以上", LOAD_NO_YEAR, 0},
        {"2000年以前", LOAD_NO_YEAR, 0},
        {"20245", LOAD_NO_YEAR, 0},
        {"2021-0188888888888888-01", LOAD_NO_YEAR, 0}, /* found by fuzzing */
        {"24年", LOAD_NO_YEAR, 0},
        {"一月", LOAD_NO_YEAR, 0},
        {"", LOAD_NO_YEAR, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct load_year_name name = load_year_name_read(cases[i].text, strlen(cases[i].text));
        print_message("%s\n", cases[i].text);
        assert_int_equal(name.form, cases[i].form);
        assert_int_equal(name.form ? name.year : 0, cases[i].year);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_specimen_is_understood),    cmocka_unit_test(doubtful_tables_are_told_in_their_place),
    cmocka_unit_test(what_nobody_names_is_told_once),  cmocka_unit_test(odd_tables_are_read),
    cmocka_unit_test(years_are_told_from_other_words),
};

RUN_TESTS(tests)
