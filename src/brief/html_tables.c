/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the page: the overview, the years or regions behind a chart, printed figures that do not agree. */
#include "html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns ---- */

struct column {
    struct tb_phrase title; /* without one the column is left out */
    enum column_kind {
        WORDS,
        REGION,
        NUMBERS,
        UNIT,
        YEAR,    /* goes first where there is no room */
        SECTION, /* shown where rows do not stand under their section */
        SPARK,
        TREND,
    } kind;
};

static const char *const column_class[] = {
    [WORDS] = NULL,          [REGION] = "region",   [NUMBERS] = "number", [UNIT] = "unit",
    [YEAR] = "number minor", [SECTION] = "section", [SPARK] = "course",   [TREND] = "trend minor",
};

static void headings(struct page *page, const struct column *column, size_t n, bool sortable)
{
    raw(page, "<thead><tr>");
    for (size_t c = 0; c < n; c++) {
        if (!column[c].title.english)
            continue;
        raw(page, "<th scope=\"col\"");
        if (column_class[column[c].kind])
            tb_bytes_format(page->bytes, " class=\"%s\"", column_class[column[c].kind]);
        raw(page, ">");
        const char *title = brief_say(column[c].title, page->language);
        if (sortable && column[c].kind != SPARK)
            page_element(page, "button type=\"button\"", title);
        else
            text(page, title);
        raw(page, "</th>");
    }
    raw(page, "</tr></thead>\n");
}

static void word_cell(struct page *page, enum column_kind kind, const char *words)
{
    raw(page, "<td");
    if (column_class[kind])
        tb_bytes_format(page->bytes, " class=\"%s\"", column_class[kind]);
    raw(page, ">");
    text(page, words);
    raw(page, "</td>");
}

/* ---- numbers under each other by their decimal points ---- */

enum {
    DECIMALS_MOST = 3 /* more would push a column of whole numbers far from its edge */
};

/* Decimals of the last number in a cell: 2 in "≤0.23", 1 in "+0.4个百分点". */
static int decimals_of(const char *shown)
{
    const char *point = strrchr(shown, '.');
    const size_t n = point ? strspn(point + 1, "0123456789") : 0;
    return n > DECIMALS_MOST ? DECIMALS_MOST : (int)n;
}

static int value_decimals(const struct page *page, uint32_t series, size_t i)
{
    struct tb_display display;
    struct tb_bytes cell = {0};
    brief_series_display(page->panel, series, page->language, &display);
    brief_cell_value(page->panel, i, &display, &cell);
    const int decimals = decimals_of(brief_text(&cell));
    tb_bytes_free(&cell);
    return decimals;
}

/* The larger of `places` and the decimals of one more value of a column. */
static int widen(int places, const struct page *page, uint32_t series, size_t i)
{
    const int decimals = value_decimals(page, series, i);
    return decimals > places ? decimals : places;
}

/* Bytes of a change up to the end of its number; what follows is its unit. */
static size_t number_length(const char *shown)
{
    size_t n = 0;
    for (size_t i = 0; shown[i]; i++)
        n = shown[i] >= '0' && shown[i] <= '9' ? i + 1 : n;
    return n;
}

/*
 * A cell of figures.
 *   value   what it is sorted by; NaN: none
 *   name    more classes, each with a blank before it
 *   places  decimals of the column; -1: whatever stands in it ends at the edge
 *   unit    a change: its unit stands in a column of its own
 */
static void number_cell(struct page *page, double value, const char *name, int places, bool unit,
                        struct tb_bytes *shown)
{
    char exact[TB_NUMBER_SIZE];
    const char *words = brief_text(shown);
    const size_t n = number_length(words);
    const bool reason = !isfinite(value);
    tb_bytes_format(page->bytes, "<td class=\"number%s%s", reason ? " reason" : "", name);
    if (!reason && places > decimals_of(words))
        tb_bytes_format(page->bytes, " of%d has%d", places, decimals_of(words));
    raw(page, "\"");
    if (!reason) {
        tb_number_exact(value, exact);
        tb_bytes_format(page->bytes, " data-value=\"%s\"", exact);
    }
    raw(page, ">");
    if (!reason && unit && n) {
        char *number = strndup(words, n);
        if (number)
            text(page, number);
        page->bytes->failed |= !number;
        free(number);
        page_element(page, "span class=\"by\"", words + n);
    } else
        text(page, words);
    raw(page, "</td>");
    page->bytes->failed |= shown->failed;
    shown->n = 0;
}

static void year_cell(struct page *page, size_t i)
{
    struct tb_bytes cell = {0};
    brief_cell_year(page->panel, i, page->language, &cell);
    number_cell(page, page->panel->year[i], " minor", -1, false, &cell);
    tb_bytes_free(&cell);
}

static void value_cell(struct page *page, uint32_t series, size_t i, int places)
{
    const struct tb_panel *panel = page->panel;
    struct tb_display display;
    struct tb_bytes cell = {0};
    brief_series_display(panel, series, page->language, &display);
    brief_cell_value(panel, i, &display, &cell);
    number_cell(page, tb_has_value(panel, i) ? panel->value[i] : NAN, "", places, false, &cell);
    tb_bytes_free(&cell);
}

static void change_cell(struct page *page, uint32_t series, size_t i)
{
    struct tb_bytes cell = {0}, name = {0};
    const struct brief_change change = brief_year_change(page->panel, page->plan->results, series, i);
    const double size = !change.row               ? NAN
                        : brief_is_exact(&change) ? change.row->value
                        : change.row->lower > 0   ? change.row->lower
                        : change.row->upper < 0   ? change.row->upper
                                                  : NAN;
    brief_cell_change(page->panel, page->plan->results, series, i, page->language, &cell);
    page_change_class(page, series, i, &name);
    number_cell(page, size, brief_text(&name), -1, true, &cell);
    tb_bytes_free(&name);
    tb_bytes_free(&cell);
}

static void spark_cell(struct page *page, uint32_t series)
{
    if (!page->courses)
        return;
    raw(page, "<td class=\"course\">");
    page_spark(page, series, page->spark_from, page->spark_to);
    raw(page, "</td>");
}

/* Empty with too few years, as the words above the tables say; without any trend there is no such column. */
static void trend_cell(struct page *page, uint32_t series)
{
    const struct tb_results *results = page->plan->results;
    if (page->judged)
        word_cell(page, TREND,
                  brief_is_judged(results, series) ? brief_cell_verdict(results, series, page->language) : "");
}

static void open_table(struct page *page, const char *id)
{
    tb_bytes_format(page->bytes,
                    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-title\">"
                    "<table class=\"sortable%s\" aria-labelledby=\"%s-title\">",
                    id, page->plan->many_regions ? " regions" : "", id);
}

/* ---- overview ---- */

static void overview_row(struct page *page, size_t section, const struct brief_row *row, int places)
{
    const struct tb_panel *panel = page->panel;
    const struct tb_series *s = &panel->series[row->series];
    const size_t i = page_observation(panel, row->series);
    struct tb_display display;
    brief_series_display(panel, row->series, page->language, &display);
    tb_bytes_format(page->bytes, "<tr data-entry=\"\" data-section=\"%zu\" data-trend=\"%u\" data-id=\"", section + 1,
                    page_verdict(page, row->series));
    text(page, tb_text(panel, panel->indicators[s->indicator].id));
    raw(page, "\"><th scope=\"row\" data-unit=\"");
    text(page, display.unit);
    raw(page, "\">");
    if (row->figure != NOWHERE)
        tb_bytes_format(page->bytes, "<a href=\"#c%zu\">", row->figure + 1);
    text(page, tb_indicator_name(panel, s->indicator, page->language));
    raw(page, row->figure != NOWHERE ? "</a></th>" : "</th>");
    if (page->plan->many_regions)
        word_cell(page, REGION, tb_text(panel, s->region));
    word_cell(page, SECTION, page->plan->section[section].title);
    spark_cell(page, row->series);
    year_cell(page, i);
    value_cell(page, row->series, i, places);
    word_cell(page, UNIT, display.unit);
    change_cell(page, row->series, i);
    trend_cell(page, row->series);
    raw(page, "</tr>\n");
}

static void overview_about(struct page *page)
{
    struct tb_bytes words = {0};
    tb_bytes_text(
        &words,
        say(page,
            "The latest value of every series. Change is against the year before, or the reason why there is none. ",
            "各序列最近一年的数值。无法与上年比较的，写明原因。"));
    tb_bytes_text(
        &words,
        page->judged
            ? say(page, "The trend is a test over all years of one basis; with too few years nothing is said of it. ",
                  "趋势由同一口径各年数值检验得出，年数不足的不作判断，留空。")
            : say(page, "No series has years enough for a trend. ", "各序列年数不足，不判断趋势。"));
    if (page->courses)
        tb_bytes_format(
            &words,
            say(page,
                "History: %d to %d, each on a scale of its own; open where a year is missing or the basis is "
                "new, dashed and ringed at bounds and provisional values.",
                "走势：%d—%d年，各行纵轴自定；缺数或口径变化处断开，虚线和空心点为界限值或初步数。"),
            page->spark_from, page->spark_to);
    page_element(page, "p class=\"quiet about\" id=\"overview-about\"", brief_text(&words));
    page->bytes->failed |= words.failed;
    tb_bytes_free(&words);
}

void page_overview(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    const struct column columns[] = {{{"Indicator", "指标"}, WORDS},
                                     {{plan->many_regions ? "Region" : NULL, "地区"}, REGION},
                                     {{"Section", "栏目"}, SECTION},
                                     {{page->courses ? "History" : NULL, "走势"}, SPARK},
                                     {{"Year", "年份"}, YEAR},
                                     {{"Value", "数值"}, NUMBERS},
                                     {{"Unit", "单位"}, UNIT},
                                     {{"Change", "比上年"}, NUMBERS},
                                     {{page->judged ? "Trend" : NULL, "趋势"}, TREND}};
    int places = 0;
    size_t rows = 0;
    for (size_t k = 0; k < plan->rows && k < PAGE_ROWS_MOST; k++)
        places = widen(places, page, plan->row[k].series, page_observation(page->panel, plan->row[k].series));
    raw(page, "<section id=\"overview\" data-part=\"\">\n");
    page_element(page, "h2 id=\"overview-title\"", say(page, "Overview", "总览"));
    overview_about(page);
    open_table(page, "overview");
    headings(page, columns, sizeof columns / sizeof columns[0], true);
    for (size_t k = 0; k < plan->sections && rows < PAGE_ROWS_MOST; k++) {
        raw(page, "<tbody>\n");
        if (plan->sections > 1) {
            tb_bytes_format(page->bytes, "<tr class=\"part\"><th colspan=\"%d\" scope=\"rowgroup\">",
                            3 + plan->many_regions + page->courses); /* those that always have room */
            text(page, plan->section[k].title);
            raw(page, "</th></tr>\n");
        }
        for (size_t i = 0; i < plan->section[k].rows && rows < PAGE_ROWS_MOST; i++, rows++)
            overview_row(page, k, &plan->row[plan->section[k].first_row + i], places);
        raw(page, "</tbody>\n");
    }
    raw(page, "</table></div>\n");
    if (plan->rows > rows) {
        raw(page, "<p class=\"quiet\">");
        tb_bytes_format(page->bytes, say(page, "%zu more rows are in statistics.csv", "另有%zu行见statistics.csv"),
                        plan->rows - rows);
        raw(page, "</p>\n");
    }
    raw(page, "</section>\n");
}

/* ---- behind a chart ---- */

void page_years_table(struct page *page, uint32_t series)
{
    static const struct column columns[] = {
        {{"Year", "年份"}, WORDS}, {{"Value", "数值"}, NUMBERS}, {{"Change", "比上年"}, NUMBERS}};
    const struct tb_series *s = &page->panel->series[series];
    int places = 0;
    for (size_t i = s->first; i < s->first + s->n; i++)
        places = widen(places, page, series, i);
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    raw(page, "<tbody>\n");
    for (size_t i = s->first; i < s->first + s->n; i++) {
        struct tb_bytes year = {0};
        brief_cell_year(page->panel, i, page->language, &year);
        raw(page, "<tr>");
        page_element(page, "th scope=\"row\"", brief_text(&year));
        value_cell(page, series, i, places);
        change_cell(page, series, i);
        raw(page, "</tr>\n");
        page->bytes->failed |= year.failed;
        tb_bytes_free(&year);
    }
    raw(page, "</tbody>\n");
}

/* One row of a table of last values, under a name. */
static void last_value_row(struct page *page, const char *name, uint32_t series, int places)
{
    const size_t shown = page_observation(page->panel, series);
    raw(page, "<tr>");
    page_element(page, "th scope=\"row\"", name);
    spark_cell(page, series);
    year_cell(page, shown);
    value_cell(page, series, shown, places);
    change_cell(page, series, shown);
    trend_cell(page, series);
    raw(page, "</tr>\n");
}

/* The indicators of a chart that shows several. */
void page_indicators_table(struct page *page, const struct brief_figure *figure)
{
    const struct column columns[] = {
        {{"Indicator", "指标"}, WORDS},  {{page->courses ? "History" : NULL, "走势"}, SPARK},
        {{"Year", "年份"}, YEAR},        {{"Value", "数值"}, NUMBERS},
        {{"Change", "比上年"}, NUMBERS}, {{page->judged ? "Trend" : NULL, "趋势"}, TREND}};
    int places = 0;
    for (size_t k = 0; k < figure->n; k++)
        places = widen(places, page, figure->series[k], page_observation(page->panel, figure->series[k]));
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    raw(page, "<tbody>\n");
    for (size_t k = 0; k < figure->n; k++)
        last_value_row(page,
                       tb_indicator_name(page->panel, page->panel->series[figure->series[k]].indicator, page->language),
                       figure->series[k], places);
    raw(page, "</tbody>\n");
}

/* All regions of the indicator, those that the chart leaves out as well. */
void page_regions_table(struct page *page, const struct brief_figure *figure)
{
    const struct column columns[] = {
        {{"Region", "地区"}, REGION},    {{page->courses ? "History" : NULL, "走势"}, SPARK},
        {{"Year", "年份"}, YEAR},        {{"Value", "数值"}, NUMBERS},
        {{"Change", "比上年"}, NUMBERS}, {{page->judged ? "Trend" : NULL, "趋势"}, TREND}};
    const struct brief_section *section = &page->plan->section[figure->section];
    const struct brief_row *row = &page->plan->row[section->first_row];
    int places = 0;
    for (size_t i = 0; i < section->rows; i++)
        if (page->panel->series[row[i].series].indicator == figure->indicator)
            places = widen(places, page, row[i].series, page_observation(page->panel, row[i].series));
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    raw(page, "<tbody>\n");
    for (size_t i = 0; i < section->rows; i++) {
        const uint32_t series = row[i].series;
        if (page->panel->series[series].indicator != figure->indicator)
            continue;
        last_value_row(page, tb_text(page->panel, page->panel->series[series].region), series, places);
    }
    raw(page, "</tbody>\n");
}

/* ---- printed figures that do not agree ---- */

const char *page_disputes_title(const struct page *page)
{
    return say(page, "Printed figures that do not agree", "与计算不一致的公布数");
}

void page_disputes(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    const struct column columns[] = {
        {{"Indicator", "指标"}, WORDS},  {{plan->many_regions ? "Region" : NULL, "地区"}, REGION},
        {{"Year", "年份"}, NUMBERS},     {{"Printed", "公布数"}, NUMBERS},
        {{"Computed", "计算"}, NUMBERS}, {{"Computed from", "依据"}, WORDS}};
    if (!plan->disputes)
        return;
    raw(page, "<section id=\"audit\" data-part=\"\">\n");
    page_element(page, "h2 id=\"audit-title\"", page_disputes_title(page));
    page_element(page, "p class=\"quiet about\" id=\"audit-about\"",
                 say(page, "Beyond what rounding explains. Settle these before the figures are published.",
                     "差异超出四舍五入的范围，发布前请核实。"));
    open_table(page, "audit");
    headings(page, columns, sizeof columns / sizeof columns[0], true);
    raw(page, "<tbody>\n");
    for (size_t i = 0; i < plan->disputes && i < PAGE_ROWS_MOST; i++) {
        const struct tb_result *row = plan->dispute[i];
        const struct tb_series *s = &page->panel->series[row->series];
        struct tb_bytes cell = {0}, computed = {0};
        raw(page, "<tr>");
        page_element(page, "th scope=\"row\"", tb_indicator_name(page->panel, s->indicator, page->language));
        if (plan->many_regions)
            word_cell(page, REGION, tb_text(page->panel, s->region));
        tb_bytes_format(&cell, "%d", row->to);
        number_cell(page, row->to, "", -1, false, &cell);
        brief_dispute_numbers(page->panel, row, page->language, &cell, &computed);
        number_cell(page, row->note.a, " printed", -1, false, &cell);
        number_cell(page, row->note.b, " computed", -1, false, &computed);
        brief_dispute_sentence(page->panel, row, page->language, BRIEF_DISPUTE_WHY, &cell);
        word_cell(page, WORDS, brief_text(&cell));
        raw(page, "</tr>\n");
        page->bytes->failed |= cell.failed;
        tb_bytes_free(&cell);
        tb_bytes_free(&computed);
    }
    raw(page, "</tbody></table></div>\n</section>\n");
}
