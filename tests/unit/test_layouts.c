/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Published layouts: what is understood of each specimen under tests/data.
 *
 * Every number here was read in the file by eye.  The second table is about real files of the publishers themselves,
 * which are not part of the repository; it is checked where they lie beside it.
 */
#include "load/loader.h"

#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NONE NAN /* a value that the file does not give */

struct spot {
    const char *indicator, *region;
    int year;
    double value;
    unsigned flags;
};

struct specimen {
    const char *file, *layout, *encoding;
    size_t series, observations, ignored, warnings;
    int first_year, last_year;
    const char *unit, *source, *note; /* of the first spot; the note's beginning */
    struct spot spot[5];
};

static const struct specimen specimens[] = {
    {"nbs-regions-gb18030.csv",
     "nbs",
     "GB18030",
     3,
     15,
     6,
     0,
     2021,
     2025,
     "万吨",
     "虚构统计局",
     "1.自2023年起，按新口径统计",
     {{"公路货运量", "东河区", 2021, 998.2, 0},
      {"公路货运量", "东河区", 2024, 1208.4, 0},
      {"公路货运量", "东河区", 2025, NONE, 0},
      {"公路货运量", "西山县", 2022, NONE, 0},
      {"公路货运量", "南湖县", 2024, -4, 0}}},
    {"nbs-regions-unicode-text.txt",
     "nbs",
     "UTF-16LE with BOM",
     3,
     15,
     6,
     0,
     2021,
     2025,
     "万吨",
     "虚构统计局",
     "1.自2023年起，按新口径统计",
     {{"公路货运量", "东河区", 2021, 998.2, 0}, {"公路货运量", "南湖县", 2025, NONE, 0}}},
    {"nbs-indicators-tab.csv",
     "nbs",
     "UTF-8 with BOM",
     3,
     12,
     4,
     0,
     2021,
     2024,
     "公里",
     "虚构统计局",
     "1. 里程为年末数，含村道。",
     {{"公路里程", "", 2021, 1490.75, 0},
      {"公路里程", "", 2024, 1512.25, 0},
      {"旅客周转量", "", 2024, NONE, 0},
      {"旅客周转量", "", 2023, 820.31, 0},
      {"交通事故起数比上年增长", "", 2023, -3.5, 0}}},
    {"nbs-years-down.csv",
     "nbs",
     "UTF-8 with BOM",
     3,
     9,
     0,
     0,
     2021,
     2023,
     "起",
     "",
     "",
     {{"交通事故起数总计", "", 2021, 273, 0},
      {"死亡人数总计", "", 2022, NONE, 0},
      {"死亡人数总计", "", 2023, 61, 0},
      {"直接财产损失", "", 2021, 145, 0}}},
    {"nbs-regions-across-quoted.csv",
     "nbs",
     "UTF-8",
     3,
     9,
     0,
     1,
     2021,
     2023,
     "",
     "",
     "",
     {{"nbs-regions-across-quoted", "东河区", 2021, 5267, 0},
      {"nbs-regions-across-quoted", "南湖县", 2022, NONE, 0},
      {"nbs-regions-across-quoted", "南湖县", 2023, 8773, 0}}},
    {"nbs-resaved.csv",
     "nbs",
     "GB18030",
     2,
     6,
     1,
     1,
     2022,
     2024,
     "",
     "虚构统计局",
     "",
     {{"nbs-resaved", "东河区", 2022, 41045.6, 0},
      {"nbs-resaved", "西山县", 2023, 16132, 0},
      {"nbs-resaved", "西山县", 2024, NONE, 0}}},
    {"worldbank.csv",
     "worldbank",
     "UTF-8 with BOM",
     4,
     16,
     2,
     0,
     2019,
     2022,
     "%",
     "World Development Indicators",
     "",
     {{"Roads, paved (% of total roads)", "Oakland Isles", 2019, 61.5, 0},
      {"Roads, paved (% of total roads)", "Oakland Isles", 2021, NONE, 0},
      {"Roads, paved (% of total roads)", "Rivermark, Rep", 2022, NONE, 0},
      {"Roads, paved (% of total roads)", "World", 2022, 55.9, 0},
      {"Road freight", "Oakland Isles", 2022, 1310.75, 0}}},
    {"owid-one.csv",
     "owid",
     "UTF-8",
     2,
     4,
     1,
     1,
     1990,
     2001,
     "",
     "Our World in Data",
     "",
     {{"Road deaths per 100₀ people (reported)", "Oakland Isles", 1990, 8.25, 0},
      {"Road deaths per 100₀ people (reported)", "Oakland Isles", 2001, NONE, 0},
      {"Road deaths per 100₀ people (reported)", "World", 2001, 6.5, 0}}},
    {"owid-many.csv",
     "owid",
     "UTF-8",
     6,
     9,
     0,
     0,
     2001,
     2003,
     "%",
     "Our World in Data",
     "",
     {{"Share of lorries", "World", 2001, 4.5, 0},
      {"Deaths, all roads", "World", 2003, NONE, 0},
      {"Accidents", "Rivermark", 2003, 2, 0},
      {"Share of lorries", "Rivermark", 2003, 0, 0}}},
    {"fred.csv",
     "fred",
     "UTF-8",
     1,
     3,
     0,
     0,
     2019,
     2021,
     "",
     "FRED",
     "",
     {{"ROADMILES", "", 2019, 1191.124, 0}, {"ROADMILES", "", 2020, NONE, 0}, {"ROADMILES", "", 2021, 1019.977, 0}}},
    {"semicolon-decimal-comma.csv",
     "down",
     "UTF-8",
     6,
     12,
     0,
     1,
     1952,
     1957,
     "",
     "",
     "",
     {{"lifeExp", "Oakland Isles", 1952, 28.801, 0},
      {"pop", "Rivermark", 1952, 1282697, 0},
      {"gdpPercap", "Oakland Isles", 1952, 1779.4453145, 0},
      {"gdpPercap", "Oakland Isles", 1957, 820.8530296, 0},
      {"gdpPercap", "Rivermark", 1957, -0.5, 0}}},
    {"semicolon-wide.csv",
     "across",
     "UTF-8",
     2,
     6,
     0,
     1,
     2021,
     2023,
     "",
     "",
     "",
     {{"semicolon-wide", "Nordstadt", 2021, 12.5, 0},
      {"semicolon-wide", "Nordstadt", 2023, NONE, 0},
      {"semicolon-wide", "Südstadt", 2021, 1012.5, 0},
      {"semicolon-wide", "Südstadt", 2023, 0.5, 0}}},
    {"sheet-merged.csv",
     "across",
     "UTF-8",
     5,
     20,
     1,
     0,
     2020,
     2023,
     "亿元",
     "",
     "",
     {{"一般公路支出", "东河区", 2020, NONE, 0},
      {"一般公路支出", "西山县", 2020, 12, 0},
      {"一般公路支出", "合计", 2023, 3443.65, 0},
      {"养护支出", "东河区", 2021, 193.21, 0},
      {"养护支出", "西山县", 2020, 519.02, 0}}},
    {"years-down.csv",
     "down",
     "UTF-8",
     2,
     6,
     4,
     1,
     2019,
     2021,
     "公里",
     "虚构年鉴",
     "疫情影响",
     {{"公路里程", "", 2020, 101.25, 0},
      {"公路里程", "", 2019, 100.5, 0},
      {"公路里程", "", 2021, NONE, 0},
      {"货运量", "", 2020, NONE, 0},
      {"货运量", "", 2021, 2100, 0}}},
    {"yearbook.csv",
     "across",
     "UTF-8",
     4,
     8,
     5,
     2,
     2022,
     2023,
     "公里",
     "",
     "1.不含村道。",
     {{"里程", "", 2022, 1498.5, 0},
      {"高速公路", "", 2023, 62, 0},
      {"泊位", "", 2022, NONE, 0},
      {"泊位", "", 2023, 14, 0},
      {"吞吐量", "", 2023, 820.5, 0}}},
    {"yearbook-one.csv",
     "across",
     "UTF-8",
     2,
     4,
     2,
     0,
     2022,
     2023,
     "公里",
     "",
     "",
     {{"公路里程", "全市", 2022, 1498.5, 0}, {"公路里程", "东河区", 2023, 310, 0}}},
    {"eurostat-old.tsv",
     "eurostat",
     "UTF-8",
     3,
     12,
     0,
     0,
     2008,
     2011,
     "",
     "Eurostat",
     "",
     {{"JAN", "XA", 2008, 83137, 0},
      {"JAN", "XA", 2009, 84484, TB_FLAG_BREAK},
      {"JAN", "XA", 2011, NONE, 0},
      {"JAN", "XB", 2010, 100.5, TB_FLAG_BREAK | TB_FLAG_ESTIMATED | TB_FLAG_PROVISIONAL},
      {"JAN", "XC", 2008, NONE, TB_FLAG_CONFIDENTIAL}}},
    {"eurostat-new.tsv",
     "eurostat",
     "UTF-8",
     4,
     8,
     1,
     1,
     2021,
     2022,
     "THS_T",
     "Eurostat",
     "",
     {{"THS_T.TOTAL", "XA", 2022, 3591874, TB_FLAG_PROVISIONAL},
      {"THS_T.TOTAL", "XB", 2021, 12.5, 0},
      {"PC_TOT.TOTAL", "XA", 2021, 61.25, 0},
      {"PC_TOT.TOTAL", "XB", 2022, NONE, 0}}},
    {"sdmx-eurostat.csv",
     "sdmx",
     "UTF-8",
     2,
     4,
     1,
     1,
     2021,
     2022,
     "%",
     "",
     "",
     {{"PC_GDP.B1GQ", "XA", 2021, 1.5, 0},
      {"PC_GDP.B1GQ", "XA", 2022, -0.75, TB_FLAG_ESTIMATED | TB_FLAG_PROVISIONAL},
      {"MIO_EUR.B1GQ", "XA", 2021, 310.25, TB_FLAG_BREAK},
      {"MIO_EUR.B1GQ", "XA", 2022, NONE, TB_FLAG_CONFIDENTIAL}}},
    {"sdmx-pairs.csv",
     "sdmx",
     "UTF-8",
     2,
     5,
     1,
     1,
     2020,
     2022,
     "Tonne-kilometres",
     "",
     "",
     {{"FREIGHT.TKM", "Oakland Isles", 2020, 1234500000, 0},
      {"FREIGHT.TKM", "Oakland Isles", 2021, 1300000000, TB_FLAG_PROVISIONAL},
      {"FREIGHT.TKM", "Oakland Isles", 2022, NONE, 0},
      {"FREIGHT.TKM", "Rivermark", 2021, 12, TB_FLAG_ESTIMATED},
      {"FREIGHT.TKM", "Rivermark", 2020, 11.5, TB_FLAG_BREAK}}},
    {"sdmx2-labels-semicolon.csv",
     "sdmx",
     "UTF-8",
     1,
     2,
     0,
     0,
     2014,
     2015,
     "",
     "",
     "",
     {{"A.B", "", 2014, 12.4, 0}, {"A.B", "", 2015, 1010.8, 0}}},
    {"oecd-legacy.csv",
     "oecd",
     "UTF-8 with BOM",
     3,
     5,
     2,
     1,
     2000,
     2001,
     "%",
     "OECD",
     "",
     {{"ROADS.TOT.PC_GDP", "Oakland Isles", 2000, 2.363, 0},
      {"ROADS.TOT.PC_GDP", "Oakland Isles", 2001, 2.5, TB_FLAG_BREAK},
      {"ROADS.TOT.PC_GDP", "Rivermark", 2001, NONE, 0},
      {"ROADS.TOT.MLN_USD", "Rivermark", 2000, 7125000, TB_FLAG_PROVISIONAL}}},
};

/* Real files, where they are: names as their publishers' downloads were stored. */
static const struct specimen samples[] = {
    {"nbs_province_gdp_2006-2024_gb18030_crlf.csv",
     "nbs",
     "GB18030",
     31,
     589,
     5,
     0,
     2006,
     2024,
     "亿元",
     "国家统计局",
     "按照我国国民经济核算数据修订制度",
     {{"地区生产总值", "北京市", 2006, 8618.9, 0},
      {"地区生产总值", "北京市", 2024, 49670.2, 0},
      {"地区生产总值", "新疆维吾尔自治区", 2006, 2984.5, 0},
      {"地区生产总值", "新疆维吾尔自治区", 2024, 20492.4, 0}}},
    {"derived_excel_unicode_text_utf16le_tab.txt",
     "nbs",
     "UTF-16LE with BOM",
     31,
     589,
     5,
     0,
     2006,
     2024,
     "亿元",
     "国家统计局",
     "按照我国国民经济核算数据修订制度",
     {{"地区生产总值", "北京市", 2006, 8618.9, 0}, {"地区生产总值", "新疆维吾尔自治区", 2024, 20492.4, 0}}},
    {"nbs_province_popsample_2006-2025_break2015_gb18030.csv",
     "nbs",
     "GB18030",
     31,
     620,
     6,
     0,
     2006,
     2025,
     "人",
     "国家统计局",
     "1.2005年、2015年为1%人口抽样调查样本数据",
     {{"人口数(人口抽样调查)", "北京市", 2006, 14294, 0},
      {"人口数(人口抽样调查)", "北京市", 2015, 335775, 0},
      {"人口数(人口抽样调查)", "北京市", 2020, NONE, 0},
      {"人口数(人口抽样调查)", "北京市", 2025, NONE, 0},
      {"人口数(人口抽样调查)", "新疆维吾尔自治区", 2024, 26995, 0}}},
    {"nbs_province_investgrowth_pct_2006-2025_gb18030.csv",
     "nbs",
     "GB18030",
     31,
     620,
     4,
     0,
     2006,
     2025,
     "%",
     "国家统计局",
     "",
     {{"固定资产投资(不含农户)实际到位资金_比上年增长", "北京市", 2024, -4.7, 0},
      {"固定资产投资(不含农户)实际到位资金_比上年增长", "北京市", 2017, NONE, 0},
      {"固定资产投资(不含农户)实际到位资金_比上年增长", "新疆维吾尔自治区", 2018, -20.7, 0}}},
    {"nbs_national_traffic_accidents_2015-2023_utf8bom_transposed.csv",
     "nbs",
     "UTF-8 with BOM",
     3,
     27,
     0,
     0,
     2015,
     2023,
     "起",
     "",
     "",
     {{"交通事故发生数总计", "", 2015, 187781, 0},
      {"交通事故发生数总计", "", 2023, 254738, 0},
      {"交通事故直接财产损失总计", "", 2015, 103692, 0}}},
    {"nbs_budget_2016-2024_utf8bom_tab_before_comma_notes.csv",
     "nbs",
     "UTF-8 with BOM",
     21,
     189,
     4,
     0,
     2016,
     2024,
     "亿元",
     "国家统计局",
     "1. 地方财政支出均为本级支出",
     {{"地方财政一般公共预算支出", "", 2016, 6406.77, 0},
      {"地方财政一般公共预算支出", "", 2024, 8396.49, 0},
      {"地方财政国防支出", "", 2024, NONE, 0},
      {"地方财政其他支出", "", 2023, 163.41, 0}}},
    {"nbs_province_gdp_2003-2022_quoted_trailing_space.csv",
     "nbs",
     "UTF-8",
     31,
     620,
     0,
     1,
     2003,
     2022,
     "",
     "",
     "",
     {{"nbs_province_gdp_2003-2022_quoted_trailing_space", "北京市", 2003, 5267, 0},
      {"nbs_province_gdp_2003-2022_quoted_trailing_space", "天津市", 2013, 9945, 0}}},
    {"excel_resaved_province_2019-2023_gb18030_padded_note.csv",
     "nbs",
     "GB18030",
     31,
     155,
     1,
     1,
     2019,
     2023,
     "",
     "国家统计局",
     "",
     {{"excel_resaved_province_2019-2023_gb18030_padded_note", "北京市", 2019, 35445.1, 0},
      {"excel_resaved_province_2019-2023_gb18030_padded_note", "北京市", 2023, NONE, 0},
      {"excel_resaved_province_2019-2023_gb18030_padded_note", "新疆维吾尔自治区", 2022, 18042.7, 0}}},
    {"worldbank_wdi_population_1960-2019_utf8bom_crlf_preamble.csv",
     "worldbank",
     "UTF-8 with BOM",
     264,
     15840,
     2,
     0,
     1960,
     2019,
     "",
     "World Development Indicators",
     "",
     {{"Population, total", "Aruba", 1960, 54211, 0},
      {"Population, total", "Afghanistan", 1965, 9956320, 0},
      {"Population, total", "Zimbabwe", 1960, 3776681, 0},
      {"Population, total", "Zimbabwe", 2019, NONE, 0}}},
    {"owid_co2_per_capita_long.csv",
     "owid",
     "UTF-8",
     8,
     1391,
     11,
     1,
     1800,
     2024,
     "",
     "Our World in Data",
     "",
     {{"Annual CO₂ emissions (per capita)", "Afghanistan", 1949, 0.0019921463, 0},
      {"Annual CO₂ emissions (per capita)", "World", 2024, 4.729075, 0}}},
    {"owid_aviation_accidents_1942-2018_wide_measures.csv",
     "owid",
     "UTF-8",
     10,
     770,
     0,
     0,
     1942,
     2018,
     "",
     "Our World in Data",
     "",
     {{"En route accidents", "World", 1942, 15, 0}, {"Landing fatalities", "World", 1947, 39, 0}}},
    {"fred_gdpca_1929-2025_observation_date.csv",
     "fred",
     "UTF-8",
     1,
     97,
     0,
     0,
     1929,
     2025,
     "",
     "FRED",
     "",
     {{"GDPCA", "", 1929, 1191.124, 0}, {"GDPCA", "", 1934, 972.263, 0}}},
    {"semicolon_decimal_comma_gapminder.csv",
     "down",
     "UTF-8",
     426,
     5112,
     0,
     1,
     1952,
     2007,
     "",
     "",
     "",
     {{"lifeExp", "Afghanistan", 1952, 28.801, 0},
      {"pop", "Afghanistan", 1952, 8425333, 0},
      {"gdpPercap", "Zimbabwe", 2007, 469.7092981, 0}}},
    {"frictionless_gdp_top_economies_2000-2022.csv",
     "down",
     "UTF-8",
     10,
     230,
     0,
     0,
     2000,
     2022,
     "",
     "",
     "",
     {{"gdp_trillion", "United States", 2000, 10.251, 0}, {"gdp_trillion", "United States", 2005, 13.0392, 0}}},
    {"csvw_country_slice.csv",
     "down",
     "UTF-8",
     1,
     3,
     0,
     0,
     1960,
     1962,
     "",
     "",
     "",
     {{"population", "AF", 1960, 9616353, 0}, {"population", "AF", 1962, 9989846, 0}}},
    {"eurostat_tps00001_population_2008-2019_flags.tsv",
     "eurostat",
     "UTF-8",
     55,
     660,
     0,
     0,
     2008,
     2019,
     "",
     "Eurostat",
     "",
     {{"JAN", "AD", 2008, 83137, 0},
      {"JAN", "AD", 2011, 78115, TB_FLAG_BREAK},
      {"JAN", "AD", 2014, NONE, 0},
      {"JAN", "AD", 2018, 74794, TB_FLAG_ESTIMATED},
      {"JAN", "AZ", 2019, 9981457, 0}}},
    {"eurostat_sdg_08_10_gdp_per_head_two_units.tsv",
     "eurostat",
     "UTF-8",
     74,
     1480,
     0,
     0,
     2000,
     2019,
     "CLV10_EUR_HAB",
     "Eurostat",
     "",
     {{"CLV10_EUR_HAB.B1GQ", "AT", 2000, 31710, 0},
      {"CLV10_EUR_HAB.B1GQ", "CY", 2019, 24250, 0},
      {"CLV_PCH_PRE_HAB.B1GQ", "SI", 2009, -8.4, 0},
      {"CLV_PCH_PRE_HAB.B1GQ", "UK", 2019, 0.8, 0}}},
    {"oecd_legacy_property_tax_1965-2021_utf8bom_flagcodes.csv",
     "oecd",
     "UTF-8 with BOM",
     78,
     3703,
     0,
     0,
     1965,
     2021,
     "",
     "OECD",
     "",
     {{"TAXPROPERTY.TOT.PC_GDP", "AUS", 1965, 2.363, 0}, {"TAXPROPERTY.TOT.PC_TOT_TAX", "CRI", 2021, 1.978, 0}}},
    {"derived_wps_budget_sheet1_utf8.csv",
     "across",
     "UTF-8",
     62,
     1240,
     0,
     0,
     2005,
     2024,
     "亿元",
     "",
     "",
     {{"一般公共预算支出", "北京", 2007, 1649.5, 0},
      {"一般公共预算支出", "北京", 2005, NONE, 0},
      {"一般公共预算支出", "江苏", 2024, 15293.57, 0},
      {"财政支出", "新疆", 2006, 678.47, 0}}},
};

/* ---- comparing ---- */

static size_t place_of(const struct tb_panel *panel, const struct spot *spot)
{
    const uint32_t indicator = tb_panel_find_indicator(panel, spot->indicator, strlen(spot->indicator));
    const uint32_t region = tb_names_find(panel->names, spot->region, strlen(spot->region));
    if (indicator == TB_NOWHERE || region == TB_NO_NAME)
        return SIZE_MAX;
    const uint32_t series = tb_panel_find_series(panel, indicator, region);
    if (series == TB_NOWHERE)
        return SIZE_MAX;
    const struct tb_series *found = &panel->series[series];
    for (size_t i = found->first; i < found->first + found->n; i++)
        if (panel->year[i] == spot->year)
            return i;
    return SIZE_MAX;
}

/* Names of both languages together hold the label; each indicator of these layouts has one. */
static void check_names(const struct tb_panel *panel)
{
    for (size_t i = 0; i < panel->n_indicators; i++)
        assert_true(panel->indicators[i].name_zh || panel->indicators[i].name_en);
}

static void check_specimen(const char *folder, const struct specimen *specimen)
{
    char path[1024];
    const char *paths[] = {path};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(0);
    snprintf(path, sizeof path, "%s/%s", folder, specimen->file);
    const enum tb_status status = tb_load(paths, 1, NULL, &panel, log);
    for (size_t i = 0; i < tb_log_kept(log) && status; i++) {
        char *text = tb_message_text(tb_log_message(log, i), TB_ENGLISH);
        print_message("%s\n", text);
        free(text);
    }
    assert_int_equal(status, TB_OK);
    const struct tb_input *input = &panel->inputs[0];
    print_message("%s\n", specimen->file);
    assert_string_equal(input->layout, specimen->layout);
    assert_string_equal(input->encoding, specimen->encoding);
    assert_int_equal(panel->n_series, specimen->series);
    assert_int_equal(panel->n, specimen->observations);
    assert_int_equal(input->observations, specimen->observations);
    assert_int_equal(input->ignored_lines, specimen->ignored);
    assert_int_equal(tb_log_count(log, TB_WARNING), specimen->warnings);
    check_names(panel);
    int first = 9999, last = 0;
    for (size_t i = 0; i < panel->n; i++) {
        first = panel->year[i] < first ? panel->year[i] : first;
        last = panel->year[i] > last ? panel->year[i] : last;
    }
    assert_int_equal(first, specimen->first_year);
    assert_int_equal(last, specimen->last_year);
    for (size_t k = 0; k < 5 && specimen->spot[k].indicator; k++) {
        const struct spot *spot = &specimen->spot[k];
        const size_t i = place_of(panel, spot);
        print_message("  %s %s %d\n", spot->indicator, spot->region, spot->year);
        assert_true(i != SIZE_MAX);
        assert_int_equal(isnan(panel->value[i]), isnan(spot->value));
        assert_true(isnan(spot->value) || panel->value[i] == spot->value);
        assert_int_equal(tb_flags(panel, i), spot->flags);
        if (k)
            continue;
        const struct tb_indicator *indicator =
            &panel->indicators[tb_panel_find_indicator(panel, spot->indicator, strlen(spot->indicator))];
        const char *note = tb_text(panel, tb_note_of(panel, i));
        assert_string_equal(tb_text(panel, indicator->unit), specimen->unit);
        assert_string_equal(tb_text(panel, tb_source(panel, i)), specimen->source);
        assert_int_equal(strncmp(note, specimen->note, strlen(specimen->note)), 0);
        assert_true(*specimen->note || !*note);
    }
    tb_panel_free(panel);
    tb_log_free(log);
}

static void every_specimen_is_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof specimens / sizeof specimens[0]; i++)
        check_specimen(SOURCE_DIR "/tests/data", &specimens[i]);
}

static void real_files_are_understood_where_they_are(void **state)
{
    static const char folder[] = SOURCE_DIR "/../shared/data/samples";
    struct stat about;
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0] && stat(folder, &about) == 0; i++)
        check_specimen(folder, &samples[i]);
}

static void a_label_of_the_catalogue_is_its_indicator(void **state)
{
    const char *paths[] = {SOURCE_DIR "/tests/data/named-by-catalogue"};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(0);
    (void)state;
    assert_int_equal(tb_load(paths, 1, NULL, &panel, log), TB_OK);
    assert_int_equal(tb_log_kept(log), 0);
    assert_int_equal(panel->n_indicators, 1);
    assert_string_equal(tb_text(panel, panel->indicators[0].id), "freight");
    assert_int_equal(panel->n, 2);
    assert_string_equal(panel->inputs[1].layout, "nbs");
    assert_int_equal(panel->inputs[1].header_line, 4);
    tb_panel_free(panel);
    tb_log_free(log);
}

/* What the description of a download says is named and not read; beside the data it does no harm. */
static void descriptions_are_named(void **state)
{
    const char *paths[] = {SOURCE_DIR "/tests/data/worldbank.csv", SOURCE_DIR "/tests/data/worldbank-metadata.csv"};
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(0);
    (void)state;
    assert_int_equal(tb_load(paths, 2, NULL, &panel, log), TB_OK);
    assert_int_equal(tb_log_kept(log), 1);
    assert_string_equal(tb_log_message(log, 0)->kind, "side-file");
    assert_int_equal(panel->inputs[1].ignored_lines, 1);
    assert_int_equal(panel->n, 16);
    tb_panel_free(panel);
    tb_log_free(log);
}

static void wrong_tables_are_refused_in_their_place(void **state)
{
    static const struct {
        const char *text, *kind;
        size_t line;
        unsigned column;
    } cases[] = {
        {"地区,2024年\n东河区,abc\n", "bad-number", 2, 2},
        {"地区,2024年,2024\n东河区,1,1\n", "header", 1, 3},
        {"地区,2024年\n东河区\n", "ragged", 2, 0},
        {"地区,2024年\n东河区,1,2\n", "ragged", 2, 3},
        {"指标,2024年\n里程(公里),1\n里程(万公里),2\n", "unit", 3, 1},
        {"单位：件\n指标,2024年\n里程(公里),1\n", "unit", 3, 1},
        {"指标,2024年\nA/B,1\nA:B,2\n", "id-collision", 3, 1},
        {"指标,地区,2024年\n,东河区,1\n", "empty-id", 2, 1},
        {"observation_date,X\n2020-01-01,1\n2020-02-01,2\n", "bad-year", 3, 1},
        {"country;year;x\nA;2020;1,5\nA;2021;12.4\n", "bad-number", 3, 3},
        {"country,year,x\nA,2020,1\nA,20x1,2\nA,2022,1\n", "bad-year", 3, 2},
        {"country,sex,year,x\nA,m,2020,1\nA,f,2020,2\n", "conflict", 3, 4},
        {"省份,地区,2023,2024\n甲省,东河区,1,\n乙省,西山县,2,2\n乙省,东河区,,3\n", "two-places", 4, 2},
        {"省份,地区,指标,2023\n甲省,城区,里程,1\n,郊区,里程,2\n乙省,城区,桥梁,3\n", "two-places", 4, 2},
        {"指标,2024年一季度,2024年二季度\n里程,1,2\n", "part-year", 1, 2},
        {"指标,年份,甲,乙\nA,2020,1,2\n", "header", 1, 0},
        {"indicator\tyear\tvalue\nA\t2020\t1\n", "delimiter", 1, 0},
        {"indicator;2020;2021\nA;1,5;2\n", "delimiter", 1, 0},
        {"unit,geo\\time\t2020 \nA\t1 \n", "ragged", 2, 1},
        {"unit,geo\\time\t2020 \nA,B,C\t1 \n", "ragged", 2, 1},
        {"unit,geo\\time\t2020 \t2020 \nA,B\t1 \t1 \n", "header", 1, 3},
        {"unit,geo\\time\t2020 \nA,B\tx \n", "bad-number", 2, 2},
        {"FREQ,GEO,TIME_PERIOD,OBS_VALUE\nQ,XA,2020-Q1,5\n", "part-year", 2, 0},
        {"FREQ,GEO,TIME_PERIOD,OBS_VALUE\nA,XA,202x,5\n", "bad-year", 2, 3},
        {"GEO,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nXA,2020,5,0.5\n", "unit", 2, 4},
        {"GEO,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nXA,2020,1e3,6\n", "bad-number", 2, 3},
        {"GEO,TIME_PERIOD,OBS_VALUE\nXA,2020,1\nXA,2020,2\n", "conflict", 3, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tb_panel *panel = NULL;
        struct tb_log *log = tb_log_new(0);
        print_message("%s", cases[i].text);
        assert_int_equal(load_bytes("table.csv", cases[i].text, strlen(cases[i].text), NULL, NULL, &panel, log),
                         TB_BAD_DATA);
        assert_int_equal(tb_log_count(log, TB_ERROR), 1);
        for (size_t k = 0; k < tb_log_kept(log); k++) {
            const struct tb_message *message = tb_log_message(log, k);
            if (message->severity != TB_ERROR)
                continue;
            assert_string_equal(message->kind, cases[i].kind);
            assert_int_equal(message->line, cases[i].line);
            assert_int_equal(message->column, cases[i].column);
        }
        tb_log_free(log);
    }
}

/* Labels that are no ids as they stand: what becomes of them. */
static void labels_become_ids(void **state)
{
    static const struct {
        const char *label, *id, *unit;
        enum load_bracket bracket;
    } cases[] = {
        {"地区生产总值(亿元)", "地区生产总值", "亿元", LOAD_BRACKET_TEXT},
        {"人口数(人口抽样调查)(人)", "人口数(人口抽样调查)", "人", LOAD_BRACKET_TEXT},
        {"一般公共预算支出（亿元）i", "一般公共预算支出", "亿元", LOAD_BRACKET_TEXT},
        {"　　#其中：工业（万元/人）①", "工业", "万元/人", LOAD_BRACKET_TEXT},
        {"增长速度（比上年，%）*", "增长速度（比上年，%）", "%", LOAD_BRACKET_TEXT},
        {"里程(公里(折合))", "里程", "公里(折合)", LOAD_BRACKET_TEXT},
        {"GDP (current US$)", "GDP", "current US$", LOAD_BRACKET_UNIT},
        {"GDP (current US$)", "GDP (current US$)", "", LOAD_BRACKET_TEXT},
        {"Share of roads (%)", "Share of roads", "%", LOAD_BRACKET_TEXT},
        {"Area in km²", "Area in km²", "", LOAD_BRACKET_TEXT},
        {"Deaths²", "Deaths²", "", LOAD_BRACKET_TEXT},
        {"Imports/exports: total", "Imports-exports-total", "", LOAD_BRACKET_TEXT},
        {"=cmd", "cmd", "", LOAD_BRACKET_TEXT},
        {"CON", "_CON", "", LOAD_BRACKET_TEXT},
        {"a\u200Bb\u202Ec", "abc", "", LOAD_BRACKET_TEXT},
        {"...", "", "", LOAD_BRACKET_TEXT},
        {"()", "()", "", LOAD_BRACKET_UNIT},
    };
    struct load_label label, other;
    char text[400];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        load_label_read(cases[i].label, strlen(cases[i].label), cases[i].bracket, &label);
        print_message("%s: %s, %s\n", cases[i].label, label.id, label.unit);
        assert_string_equal(label.id, cases[i].id);
        assert_string_equal(label.unit, cases[i].unit);
        assert_int_equal(label.id_length, strlen(label.id));
    }
    memset(text, 'x', sizeof text);
    load_label_read(text, 200, LOAD_BRACKET_TEXT, &label);
    load_label_read(text, 201, LOAD_BRACKET_TEXT, &other);
    assert_true(label.id_length <= 120 && other.id_length <= 120);
    assert_string_not_equal(label.id, other.id); /* cut, and still two */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_specimen_is_understood),
    cmocka_unit_test(real_files_are_understood_where_they_are),
    cmocka_unit_test(a_label_of_the_catalogue_is_its_indicator),
    cmocka_unit_test(descriptions_are_named),
    cmocka_unit_test(wrong_tables_are_refused_in_their_place),
    cmocka_unit_test(labels_become_ids),
};

RUN_TESTS(tests)
