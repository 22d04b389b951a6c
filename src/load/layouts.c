/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The registry of layouts, and the three plain ones.  A new layout is a pair of functions and a row at the end. */
#include "load/loader.h"

#include <stdlib.h>
#include <string.h>

/* ---- one record an observation: <year>.csv and long ---- */

enum role {
    INDICATOR,
    YEAR,
    VALUE,
    REGION,
    QUALIFIER,
    FLAG,
    PERIOD,
    SOURCE,
    NOTE,
    UNIT,
    PRE_BREAK,
    ROLES
};

static const struct load_column year_columns[] = {
    [INDICATOR] = {"id", true},         [YEAR] = {NULL, false},
    [VALUE] = {"value", true},          [REGION] = {"region", false},
    [QUALIFIER] = {"qualifier", false}, [FLAG] = {"flag", false},
    [PERIOD] = {"period", false},       [SOURCE] = {"source", false},
    [NOTE] = {"note", false},           [UNIT] = {NULL, false},
    [PRE_BREAK] = {"pre_break", false},
};
static const struct load_column long_columns[] = {
    [INDICATOR] = {"indicator", true},  [YEAR] = {"year", true},
    [VALUE] = {"value", true},          [REGION] = {"region", false},
    [QUALIFIER] = {"qualifier", false}, [FLAG] = {"flag", false},
    [PERIOD] = {"period", false},       [SOURCE] = {"source", false},
    [NOTE] = {"note", false},           [UNIT] = {"unit", false},
    [PRE_BREAK] = {"pre_break", false},
};

/* What stands in a column that not every file has.  False (reported) when it is wrong. */
typedef bool take_cell(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                       struct tb_observation *observation);

static bool take_source(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                        struct tb_observation *observation)
{
    (void)indicator;
    return load_take_text(reader, cell, column, &observation->source);
}

static bool take_note(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                      struct tb_observation *observation)
{
    (void)indicator;
    return load_take_text(reader, cell, column, &observation->note);
}

static bool take_period(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                        struct tb_observation *observation)
{
    (void)indicator;
    return load_take_period(reader, cell, column, &observation->period);
}

static bool take_qualifier(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                           struct tb_observation *observation)
{
    (void)indicator;
    return load_take_qualifier(reader, cell, column, observation);
}

static bool take_flags(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                       struct tb_observation *observation)
{
    (void)indicator;
    load_take_flags(reader, cell, column, observation);
    return true;
}

static bool take_unit(struct load_reader *reader, const struct load_field *cell, size_t column, uint32_t indicator,
                      struct tb_observation *observation)
{
    (void)observation;
    return indicator == TB_NOWHERE || load_take_unit(reader, cell, column, indicator);
}

/* In the order in which they are looked at: a qualifier comes behind value and note, a break behind the flags. */
static const struct {
    enum role role;
    take_cell *take;
} others[] = {
    {SOURCE, take_source},       {NOTE, take_note},  {PERIOD, take_period},
    {QUALIFIER, take_qualifier}, {FLAG, take_flags}, {PRE_BREAK, load_take_pre_break},
    {UNIT, take_unit},
};
enum {
    OTHERS = sizeof others / sizeof others[0]
};

/* Which column is what. */
struct record_plan {
    size_t place[ROLES]; /* of each role: its column, or 0 */
    struct {
        size_t column;
        take_cell *take;
    } other[OTHERS]; /* those that the file has */
    size_t n_others;
};

/* Columns are counted from 1. */
static const struct load_field *cell_of(const struct load_row *row, size_t column)
{
    return &row->field[column - 1];
}

/* One record of either.  Every cell is looked at, so that all its problems are told at once. */
static void read_record(struct load_reader *reader, const struct load_row *row, const void *plan_of_file)
{
    const struct record_plan *plan = plan_of_file;
    const size_t id = plan->place[INDICATOR], year = plan->place[YEAR], value = plan->place[VALUE],
                 place = plan->place[REGION];
    struct tb_observation observation = {.year = reader->year};
    uint32_t region = 0;
    const uint32_t indicator = load_take_indicator(reader, cell_of(row, id), id);
    bool fine = indicator != TB_NOWHERE;
    if (year)
        fine = load_take_year(reader, cell_of(row, year), year, &observation.year) && fine;
    fine = load_take_value(reader, cell_of(row, value), value, indicator, &observation) && fine;
    if (place && cell_of(row, place)->length)
        fine = load_take_region(reader, cell_of(row, place), place, &region) && fine;
    for (size_t i = 0; i < plan->n_others; i++) {
        const size_t column = plan->other[i].column;
        if (cell_of(row, column)->length)
            fine = plan->other[i].take(reader, cell_of(row, column), column, indicator, &observation) && fine;
    }
    if (fine)
        load_add(reader, indicator, region, &observation, cell_of(row, value), value);
}

/* How many columns at the beginning name the series. */
static size_t count_leading(const size_t *place)
{
    size_t n = 0;
    while (n + 1 == place[INDICATOR] || n + 1 == place[REGION])
        n++;
    return n;
}

/* The cells of this column are looked up among the names, of several lines at once. */
static void looks_up(struct load_rows *rows, size_t column)
{
    if (column)
        rows->name_column[rows->n_name_columns++] = column - 1;
}

static void read_records(struct load_reader *reader, const struct load_column *columns, size_t n)
{
    struct record_plan plan = {0};
    if (!load_read_header(reader) || !load_find_columns(reader, columns, n, plan.place))
        return;
    for (size_t i = 0; i < OTHERS; i++) {
        if (!plan.place[others[i].role])
            continue;
        plan.other[plan.n_others].column = plan.place[others[i].role];
        plan.other[plan.n_others++].take = others[i].take;
    }
    reader->rows->leading = count_leading(plan.place);
    looks_up(reader->rows, plan.place[INDICATOR]);
    looks_up(reader->rows, plan.place[REGION]);
    load_each_record(reader, read_record, &plan);
}

static bool has(const struct load_opening *opening, const char *key)
{
    return load_header_find(opening->header, key) >= 0;
}

static enum load_match is_year(struct load_opening *opening)
{
    if (has(opening, "id") && has(opening, "value"))
        return LOAD_MATCH;
    return (has(opening, "id") || has(opening, "value")) && !has(opening, "indicator") ? LOAD_NEARLY : LOAD_NO_MATCH;
}

static void read_year(struct load_reader *reader)
{
    const struct tb_place whole = {.file = reader->file};
    if (!reader->year) {
        tb_log_add(reader->log, TB_ERROR, "file-name", &whole,
                   "the columns are those of a year file, but the name is not a year; call it <year>.csv, for example "
                   "2024.csv, or add the columns indicator and year");
        return;
    }
    if (reader->year_form)
        tb_log_add(reader->log, TB_WARNING, "year-form", &whole, "the name is read as the year %d; call it %d.csv",
                   reader->year, reader->year);
    read_records(reader, year_columns, sizeof year_columns / sizeof year_columns[0]);
}

static enum load_match is_long(struct load_opening *opening)
{
    const int found = has(opening, "indicator") + has(opening, "year") + has(opening, "value");
    return found == 3 ? LOAD_MATCH : found == 2 ? LOAD_NEARLY : LOAD_NO_MATCH;
}

static void read_long(struct load_reader *reader)
{
    read_records(reader, long_columns, sizeof long_columns / sizeof long_columns[0]);
}

/* ---- wide: one record an indicator, one column a year ---- */

static enum load_match is_wide(struct load_opening *opening)
{
    unsigned ignored;
    const char *advice;
    if (!has(opening, "indicator") || has(opening, "year") || has(opening, "value"))
        return LOAD_NO_MATCH;
    for (size_t i = 0; i < opening->header->n; i++) { /* with more labels beside the indicator it is read as across */
        const enum load_word word = load_word_of(opening->header->key[i]);
        if (word != LOAD_WORD_NONE && word != LOAD_WORD_INDICATOR)
            return LOAD_NO_MATCH;
    }
    for (size_t i = 0; i < opening->header->n; i++) {
        const char *name = opening->header->name[i];
        if (load_year_read(name, strlen(name), &ignored, &advice))
            return LOAD_MATCH;
    }
    return LOAD_NEARLY;
}

/* The year of each column, 0 for the indicator's and for columns without a name.  False when a name is wrong. */
static bool find_years(struct load_reader *reader, int *year, size_t *indicator)
{
    const struct load_header *header = &reader->header;
    const struct load_column columns[] = {{"indicator", true}};
    bool fine = true;
    *indicator = 0;
    for (size_t c = 1; c <= header->n; c++) {
        const char *name = header->name[c - 1];
        const struct load_field cell = load_field_at(name, strlen(name), header->line);
        const struct tb_place *at = LOAD_AT(reader, header->line, c);
        unsigned remarks = 0;
        const char *advice = NULL;
        year[c - 1] = 0;
        if (!*name) {
            tb_log_add(reader->log, TB_WARNING, "empty-column", at,
                       "the column has no name and is ignored as long as it is empty");
            continue;
        }
        if (!*indicator && strcmp(header->key[c - 1], columns[0].key) == 0) {
            *indicator = c;
            continue;
        }
        year[c - 1] = load_year_read(name, cell.length, &remarks, &advice);
        if (!year[c - 1]) {
            tb_log_add(reader->log, TB_ERROR, "header", at,
                       "\"%s\" is not a year; beside the column indicator every column is one year (for regions, notes "
                       "and flags use the columns indicator,year,value,region,...)",
                       load_show(name, cell.length).text);
            fine = false;
            continue;
        }
        load_say_remarks(reader, remarks, &cell, c);
        for (size_t k = 1; k < c; k++)
            if (year[k - 1] == year[c - 1]) {
                tb_log_add(reader->log, TB_ERROR, "header", at,
                           "the year %d is there twice, first as column %zu; keep one", year[c - 1], k);
                fine = false;
                break;
            }
    }
    return fine;
}

/* Which column is what in a wide file. */
struct wide {
    size_t indicator;
    int *year; /* by column; 0 = none */
};

static void read_wide_record(struct load_reader *reader, const struct load_row *row, const void *plan)
{
    const struct wide *wide = plan;
    const uint32_t indicator = load_take_indicator(reader, &row->field[wide->indicator - 1], wide->indicator);
    for (size_t c = 1; c <= reader->header.n; c++) {
        struct tb_observation observation = {.year = wide->year[c - 1]};
        const struct load_field *cell = &row->field[c - 1];
        if (wide->year[c - 1] && load_take_value(reader, cell, c, indicator, &observation) && indicator != TB_NOWHERE)
            load_add(reader, indicator, 0, &observation, cell, c);
    }
}

static void read_wide(struct load_reader *reader)
{
    struct wide wide = {0};
    if (!load_read_header(reader))
        return;
    wide.year = calloc(reader->header.n, sizeof *wide.year);
    if (!wide.year)
        load_out_of_memory(reader->loader);
    else if (find_years(reader, wide.year, &wide.indicator)) {
        looks_up(reader->rows, wide.indicator);
        load_each_record(reader, read_wide_record, &wide);
    }
    free(wide.year);
}

/* ---- the catalogue ---- */

static enum load_match is_catalogue(struct load_opening *opening)
{
    static const char *const only_here[] = {"name_zh",     "name_en", "unit",      "section",   "kind",
                                            "numerator",   "per",     "parts",     "change_of", "better",
                                            "denominator", "target",  "phrase_zh", "flows"};
    if (load_is_catalogue_name(opening->base))
        return LOAD_MATCH;
    if (!has(opening, "id") || has(opening, "value") || opening->year)
        return LOAD_NO_MATCH;
    for (size_t i = 0; i < sizeof only_here / sizeof only_here[0]; i++)
        if (has(opening, only_here[i]))
            return LOAD_MATCH;
    return LOAD_NO_MATCH;
}

/* ---- the registry ---- */

static const struct tb_layout_code catalogue_code = {is_catalogue, load_read_catalogue};
static const struct tb_layout_code year_code = {is_year, read_year};
static const struct tb_layout_code long_code = {is_long, read_long};
static const struct tb_layout_code wide_code = {is_wide, read_wide};

static const struct tb_layout layouts[] = {
    {"catalogue", "catalogue of indicators", "指标目录", "the name indicators.csv, or id with name_zh, kind, unit, ...",
     "id,name_zh,name_en,unit,section,section_zh,kind,numerator,denominator,per,parts,flows,change_of,better,target,"
     "phrase_"
     "zh,note",
     &catalogue_code},
    {"year", "one file a year, <year>.csv", "每年一个文件", "the columns id and value, and a year as file name",
     "id,value,region,qualifier,flag,pre_break,period,source,note", &year_code},
    {"long", "one line a value", "长表：每行一个数值", "the columns indicator, year and value",
     "indicator,year,value,region,qualifier,flag,pre_break,period,source,note,unit", &long_code},
    {"wide", "years across", "宽表：年份横排", "the column indicator, and years as the names of the others",
     "indicator,2022,2023,2024", &wide_code},
    {"worldbank", "World Bank, World Development Indicators", "世界银行 WDI",
     "the columns Country Name and Indicator Name, and years as the names of the others",
     "Country Name,Country Code,Indicator Name,Indicator Code,2022,2023", &load_worldbank_code},
    {"worldbank-metadata", "World Bank, description of a download", "世界银行下载的说明文件",
     "the columns INDICATOR_CODE and SOURCE_NOTE, or Country Code and IncomeGroup",
     "INDICATOR_CODE,INDICATOR_NAME,SOURCE_NOTE,SOURCE_ORGANIZATION", &load_metadata_code},
    {"nbs", "export of the National Bureau of Statistics of China", "国家统计局数据导出",
     "the lines 指标, 时间 or 数据库 above the header, or 地区 or 指标 as its first word and years written 2024年",
     "地区,2024年,2023年", &load_nbs_code},
    {"owid", "Our World in Data", "Our World in Data", "the columns Entity and Year", "Entity,Code,Year,Road deaths",
     &load_owid_code},
    {"fred", "FRED, Federal Reserve Bank of St. Louis", "美国圣路易斯联储 FRED",
     "the column observation_date, or DATE and VALUE", "observation_date,GDPCA", &load_fred_code},
    {"eurostat", "Eurostat, tab-separated", "欧盟统计局 TSV",
     "a first column whose name ends in \\time or \\TIME_PERIOD", "unit,geo\\TIME_PERIOD\t2022 \t2023 ",
     &load_eurostat_code},
    {"sdmx", "SDMX-CSV of the OECD, Eurostat, ECB and others", "SDMX-CSV", "the columns TIME_PERIOD and OBS_VALUE",
     "DATAFLOW,FREQ,UNIT_MEASURE,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS", &load_sdmx_code},
    {"oecd", "OECD, older CSV", "经合组织旧版 CSV", "the columns TIME and Value, and LOCATION or Flag Codes",
     "LOCATION,INDICATOR,MEASURE,FREQUENCY,TIME,Value,Flag Codes", &load_oecd_code},
    {"across", "years across, as in yearbooks", "年鉴表：年份横排",
     "years as the names of columns, words in front of them", "省份,2022,2023", &load_across_code},
    {"down", "years down, measures across", "年份竖排，指标横排", "a column of years, and numbers beside it",
     "year,road_km,lorries", &load_down_code},
};

const struct tb_layout *tb_layouts(size_t *n)
{
    *n = sizeof layouts / sizeof layouts[0];
    return layouts;
}

const char *const load_column_names[] = {"id", "indicator", "year", "value", "name_zh", NULL};

const struct tb_layout *load_recognise(struct load_opening *opening, enum load_match *match)
{
    const struct tb_layout *best = NULL;
    const struct load_preview *table = NULL;
    *match = LOAD_NO_MATCH;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        opening->table = NULL;
        const enum load_match found = layouts[i].code->recognise(opening);
        if (found > *match) {
            best = &layouts[i];
            *match = found;
            table = opening->table;
        }
    }
    opening->table = table;
    return best;
}
