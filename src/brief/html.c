/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The briefing as one page: works offline, asks for nothing, and is well-formed XML as well.
 *
 * Two ways in and no third: fixed markup with numbers in it (tb_bytes_format) and text, which is escaped (text,
 * element).
 */
#include "page.h"
#include "plan.h"
#include "quantities.h"
#include "svg.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows of the overview; a browser sorts as many at once.  What is more stands in statistics.csv only. */
#define PAGE_ROWS_MOST 5000

struct page {
    struct tb_bytes *bytes;
    const struct brief_plan *plan;
    const struct tb_panel *panel;
    enum tb_language language;
    struct brief_shapes *shapes;
};

__attribute__((format_arg(2), format_arg(3))) static const char *say(const struct page *page, const char *english,
                                                                     const char *chinese)
{
    return page->language == TB_CHINESE ? chinese : english;
}

static void raw(struct page *page, const char *markup)
{
    tb_bytes_text(page->bytes, markup);
}

static void text(struct page *page, const char *words)
{
    brief_page_text(page->bytes, words);
}

/* <name>words</name>; `open` is the start tag without its brackets */
static void element(struct page *page, const char *open, const char *words)
{
    tb_bytes_format(page->bytes, "<%s>", open);
    text(page, words);
    tb_bytes_format(page->bytes, "</%.*s>", (int)strcspn(open, " "), open);
}

/* ---- cells ---- */

struct column {
    struct tb_phrase title; /* without one the column is left out */
    enum {
        WORDS,
        NUMBERS,
        MINOR /* words that go where there is no room */
    } kind;
};

static void headings(struct page *page, const struct column *column, size_t n, bool sortable)
{
    raw(page, "<thead><tr>");
    for (size_t c = 0; c < n; c++) {
        if (!column[c].title.english)
            continue;
        raw(page, "<th scope=\"col\"");
        raw(page, column[c].kind == NUMBERS ? " class=\"number\">"
                  : column[c].kind == MINOR ? " class=\"minor\">"
                                            : ">");
        if (sortable)
            element(page, "button type=\"button\"", brief_say(column[c].title, page->language));
        else
            text(page, brief_say(column[c].title, page->language));
        raw(page, "</th>");
    }
    raw(page, "</tr></thead>\n<tbody>\n");
}

/* A cell of figures.  value  what it is sorted by; NaN: none */
static void number_cell(struct page *page, double value, bool reason, struct tb_bytes *shown)
{
    char exact[TB_NUMBER_SIZE];
    tb_bytes_format(page->bytes, "<td class=\"number%s\"", reason ? " reason" : "");
    if (isfinite(value)) {
        tb_number_exact(value, exact);
        tb_bytes_format(page->bytes, " data-value=\"%s\"", exact);
    }
    raw(page, ">");
    text(page, brief_text(shown));
    raw(page, "</td>");
    page->bytes->failed |= shown->failed;
    shown->n = 0;
}

static void value_cells(struct page *page, uint32_t series, size_t i)
{
    const struct tb_panel *panel = page->panel;
    struct tb_display display;
    struct tb_bytes cell = {0};
    brief_series_display(panel, series, page->language, &display);
    brief_cell_year(panel, i, page->language, &cell);
    number_cell(page, panel->year[i], false, &cell);
    brief_cell_value(panel, i, &display, &cell);
    number_cell(page, tb_has_value(panel, i) ? panel->value[i] : NAN, !tb_has_value(panel, i), &cell);
    const struct brief_change change = brief_year_change(panel, page->plan->results, series, i);
    const double size = !change.row               ? NAN
                        : brief_is_exact(&change) ? change.row->value
                        : change.row->lower > 0   ? change.row->lower
                        : change.row->upper < 0   ? change.row->upper
                                                  : NAN;
    brief_cell_change(panel, page->plan->results, series, i, page->language, &cell);
    number_cell(page, size, isnan(size), &cell);
    tb_bytes_free(&cell);
}

/* The observation that stands for a series in a table: the latest value, or the last year, to say why it has none. */
static size_t shown_observation(const struct tb_panel *panel, uint32_t series)
{
    const size_t latest = brief_latest(panel, series);
    return latest == NOWHERE ? panel->series[series].first + panel->series[series].n - 1 : latest;
}

static unsigned verdict_code(const struct page *page, uint32_t series)
{
    const struct tb_result *verdict = brief_verdict_of(page->plan->results, series);
    return verdict ? verdict->note.code : TB_NOTE_NONE;
}

/* ---- overview ---- */

static void overview_row(struct page *page, size_t section, const struct brief_row *row)
{
    const struct tb_panel *panel = page->panel;
    const struct tb_series *s = &panel->series[row->series];
    struct tb_display display;
    brief_series_display(panel, row->series, page->language, &display);
    tb_bytes_format(page->bytes, "<tr data-entry=\"\" data-section=\"%zu\" data-trend=\"%u\"><th scope=\"row\">",
                    section + 1, verdict_code(page, row->series));
    if (row->figure != NOWHERE)
        tb_bytes_format(page->bytes, "<a href=\"#c%zu\">", row->figure + 1);
    text(page, tb_indicator_name(panel, s->indicator, page->language));
    raw(page, row->figure != NOWHERE ? "</a></th>" : "</th>");
    if (page->plan->many_regions)
        element(page, "td", tb_text(panel, s->region));
    element(page, "td class=\"minor\"", page->plan->section[section].title);
    element(page, "td", display.unit);
    value_cells(page, row->series, shown_observation(panel, row->series));
    element(page, "td class=\"trend\"", brief_cell_verdict(page->plan->results, row->series, page->language));
    raw(page, "</tr>\n");
}

static void overview(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    const struct column columns[] = {
        {{"Indicator", "指标"}, WORDS},  {{plan->many_regions ? "Region" : NULL, "地区"}, WORDS},
        {{"Section", "栏目"}, MINOR},    {{"Unit", "单位"}, WORDS},
        {{"Year", "年份"}, NUMBERS},     {{"Value", "数值"}, NUMBERS},
        {{"Change", "比上年"}, NUMBERS}, {{"Trend", "趋势"}, WORDS}};
    raw(page, "<section id=\"overview\">\n");
    element(page, "h2 id=\"overview-title\"", say(page, "Overview", "总览"));
    element(
        page, "p class=\"quiet\" id=\"overview-about\"",
        say(page,
            "The latest value of every series. Change is against the year before, or the reason why there is none. "
            "The trend is a test over all years of one basis; with too few years it makes no statement.",
            "各序列最近一年的数值。无法与上年比较的，写明原因。趋势由同一口径各年数值检验得出，年数不足的不作判断。"));
    raw(page, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"overview-title\">"
              "<table class=\"sortable\" aria-labelledby=\"overview-title\" aria-describedby=\"overview-about\">");
    headings(page, columns, sizeof columns / sizeof columns[0], true);
    size_t rows = 0;
    for (size_t k = 0; k < plan->sections; k++)
        for (size_t i = 0; i < plan->section[k].rows && rows < PAGE_ROWS_MOST; i++, rows++)
            overview_row(page, k, &plan->row[plan->section[k].first_row + i]);
    raw(page, "</tbody></table></div>\n");
    if (plan->rows > rows) {
        tb_bytes_text(page->bytes, "<p class=\"quiet\">");
        tb_bytes_format(page->bytes, say(page, "%zu more rows are in statistics.csv", "另有%zu行见statistics.csv"),
                        plan->rows - rows);
        raw(page, "</p>\n");
    }
    raw(page, "</section>\n");
}

/* ---- what comes first ---- */

static const char *highlights_title(const struct page *page)
{
    return say(page, "Key points", "要点");
}

static bool has_highlights(const struct brief_plan *plan)
{
    return plan->figures > 1;
}

static void highlights(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    if (!has_highlights(plan))
        return;
    raw(page, "<section id=\"points\">\n");
    element(page, "h2", highlights_title(page));
    raw(page, "<ol class=\"points\">\n");
    for (size_t rank = 0; rank < plan->on_slides; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        tb_bytes_format(page->bytes, "<li><a href=\"#c%zu\">", plan->ranked[rank] + 1);
        text(page, figure->words.finding);
        raw(page, "</a>");
        if (figure->reasons[0]) {
            raw(page, " ");
            element(page, "span class=\"quiet\"", figure->reasons);
        }
        raw(page, "</li>\n");
    }
    raw(page, "</ol>\n</section>\n");
}

/* ---- figures ---- */

static void years_table(struct page *page, uint32_t series)
{
    static const struct column columns[] = {
        {{"Year", "年份"}, NUMBERS}, {{"Value", "数值"}, NUMBERS}, {{"Change", "比上年"}, NUMBERS}};
    const struct tb_series *s = &page->panel->series[series];
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    for (size_t i = s->first; i < s->first + s->n; i++) {
        raw(page, "<tr>");
        value_cells(page, series, i);
        raw(page, "</tr>\n");
    }
}

static bool has_several_indicators(const struct page *page, const struct brief_figure *figure)
{
    for (size_t k = 0; k < figure->n; k++)
        if (page->panel->series[figure->series[k]].indicator != figure->indicator)
            return true;
    return false;
}

/* The indicators of a chart that shows several, each with its region where it has one. */
static void indicators_table(struct page *page, const struct brief_figure *figure)
{
    static const struct column columns[] = {{{"Indicator", "指标"}, WORDS},
                                            {{"Year", "年份"}, NUMBERS},
                                            {{"Value", "数值"}, NUMBERS},
                                            {{"Change", "比上年"}, NUMBERS},
                                            {{"Trend", "趋势"}, WORDS}};
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    for (size_t k = 0; k < figure->n; k++) {
        const struct tb_series *series = &page->panel->series[figure->series[k]];
        raw(page, "<tr>");
        element(page, "th scope=\"row\"", tb_indicator_name(page->panel, series->indicator, page->language));
        value_cells(page, figure->series[k], shown_observation(page->panel, figure->series[k]));
        element(page, "td class=\"trend\"", brief_cell_verdict(page->plan->results, figure->series[k], page->language));
        raw(page, "</tr>\n");
    }
}

/* All regions of the indicator, those that the chart leaves out as well. */
static void regions_table(struct page *page, const struct brief_figure *figure)
{
    static const struct column columns[] = {{{"Region", "地区"}, WORDS},
                                            {{"Year", "年份"}, NUMBERS},
                                            {{"Value", "数值"}, NUMBERS},
                                            {{"Change", "比上年"}, NUMBERS},
                                            {{"Trend", "趋势"}, WORDS}};
    const struct brief_section *section = &page->plan->section[figure->section];
    headings(page, columns, sizeof columns / sizeof columns[0], false);
    for (size_t i = section->first_row; i < section->first_row + section->rows; i++) {
        const uint32_t series = page->plan->row[i].series;
        if (page->panel->series[series].indicator != figure->indicator)
            continue;
        raw(page, "<tr>");
        element(page, "th scope=\"row\"", tb_text(page->panel, page->panel->series[series].region));
        value_cells(page, series, shown_observation(page->panel, series));
        element(page, "td class=\"trend\"", brief_cell_verdict(page->plan->results, series, page->language));
        raw(page, "</tr>\n");
    }
}

/* One paragraph a line. */
static void notes(struct page *page, const char *lines)
{
    raw(page, "<details class=\"notes\">");
    element(page, "summary", say(page, "Method, data and sources", "方法、数据和来源"));
    while (*lines) {
        const size_t n = strcspn(lines, "\n");
        char *line = strndup(lines, n);
        if (line)
            element(page, "p", line);
        page->bytes->failed |= !line;
        free(line);
        lines += n + (lines[n] == '\n');
    }
    raw(page, "</details>\n");
}

static void figure_article(struct page *page, size_t number)
{
    const struct brief_figure *figure = &page->plan->figure[number];
    const size_t id = number + 1;
    char prefix[32];
    snprintf(prefix, sizeof prefix, "c%zu", id);
    tb_bytes_format(page->bytes,
                    "<article class=\"figure\" id=\"c%zu\" aria-labelledby=\"c%zu-title\" data-view=\"chart\" "
                    "data-section=\"%zu\" data-trend=\"%u\" data-entry=\"",
                    id, id, figure->section + 1, figure->n == 1 ? verdict_code(page, figure->series[0]) : 0);
    text(page, figure->words.finding);
    raw(page, " ");
    text(page, figure->subtitle);
    for (size_t k = 0; k < figure->n; k++) {
        raw(page, " ");
        text(page, tb_text(page->panel, page->panel->series[figure->series[k]].region));
    }
    raw(page, "\">\n<div class=\"top\"><div>");
    tb_bytes_format(page->bytes, "<h3 id=\"c%zu-title\">", id);
    text(page, figure->words.finding);
    raw(page, "</h3>");
    element(page, "p class=\"quiet\"", figure->subtitle);
    tb_bytes_format(page->bytes, "</div><div class=\"switch\" role=\"group\" aria-label=\"%s\">",
                    say(page, "Show as", "显示方式"));
    element(page, "button type=\"button\" data-view=\"chart\" aria-pressed=\"true\"", say(page, "Chart", "图"));
    element(page, "button type=\"button\" data-view=\"table\" aria-pressed=\"false\"", say(page, "Table", "表"));
    tb_bytes_format(page->bytes,
                    "</div></div>\n<div class=\"chart\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                    "aria-labelledby=\"c%zu-title\">",
                    id);
    if (!brief_svg_inline(page->bytes, &figure->web, prefix, figure->words.alt, page->shapes))
        element(page, "p", figure->words.alt); /* a chart that could not be drawn was told of; its words stand */
    tb_bytes_format(page->bytes,
                    "</div></div>\n<div class=\"values\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                    "aria-labelledby=\"c%zu-title\"><table>",
                    id);
    if (figure->n == 1)
        years_table(page, figure->series[0]);
    else if (has_several_indicators(page, figure))
        indicators_table(page, figure);
    else
        regions_table(page, figure);
    raw(page, "</tbody></table></div></div>\n");
    element(page, "p class=\"foot\"", figure->foot);
    notes(page, figure->words.notes);
    raw(page, "</article>\n");
}

static bool has_figures(const struct brief_plan *plan, size_t section)
{
    for (size_t i = 0; i < plan->figures; i++)
        if (plan->figure[i].section == section)
            return true;
    return false;
}

static void figures(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    for (size_t k = 0; k < plan->sections; k++) {
        if (!has_figures(plan, k))
            continue;
        tb_bytes_format(page->bytes, "<section class=\"group\" id=\"part%zu\">\n", k + 1);
        element(page, "h2", plan->section[k].title);
        raw(page, "<div class=\"figures\">\n");
        for (size_t i = 0; i < plan->figures; i++)
            if (plan->figure[i].section == k)
                figure_article(page, i);
        raw(page, "</div>\n</section>\n");
    }
}

/* ---- printed figures that do not agree ---- */

static const char *disputes_title(const struct page *page)
{
    return say(page, "Printed figures that do not agree", "与计算不一致的公布数");
}

static void disputes(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    const struct column columns[] = {
        {{"Indicator", "指标"}, WORDS},  {{plan->many_regions ? "Region" : NULL, "地区"}, WORDS},
        {{"Year", "年份"}, NUMBERS},     {{"Printed", "公布数"}, NUMBERS},
        {{"Computed", "计算"}, NUMBERS}, {{"Computed from", "依据"}, WORDS}};
    if (!plan->disputes)
        return;
    raw(page, "<section id=\"audit\">\n");
    element(page, "h2 id=\"audit-title\"", disputes_title(page));
    element(page, "p class=\"quiet\" id=\"audit-about\"",
            say(page, "Beyond what rounding explains. Settle these before the figures are published.",
                "差异超出四舍五入的范围，发布前请核实。"));
    raw(page, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"audit-title\">"
              "<table class=\"sortable\" aria-labelledby=\"audit-title\" aria-describedby=\"audit-about\">");
    headings(page, columns, sizeof columns / sizeof columns[0], true);
    for (size_t i = 0; i < plan->disputes && i < PAGE_ROWS_MOST; i++) {
        const struct tb_result *row = plan->dispute[i];
        const struct tb_series *s = &page->panel->series[row->series];
        struct tb_bytes cell = {0}, computed = {0};
        raw(page, "<tr>");
        element(page, "th scope=\"row\"", tb_indicator_name(page->panel, s->indicator, page->language));
        if (plan->many_regions)
            element(page, "td", tb_text(page->panel, s->region));
        tb_bytes_format(&cell, "%d", row->to);
        number_cell(page, row->to, false, &cell);
        brief_dispute_numbers(page->panel, row, page->language, &cell, &computed);
        number_cell(page, row->note.a, false, &cell);
        number_cell(page, row->note.b, false, &computed);
        brief_dispute_sentence(page->panel, row, page->language, BRIEF_DISPUTE_WHY, &cell);
        element(page, "td", brief_text(&cell));
        raw(page, "</tr>\n");
        page->bytes->failed |= cell.failed;
        tb_bytes_free(&cell);
        tb_bytes_free(&computed);
    }
    raw(page, "</tbody></table></div>\n</section>\n");
}

/* ---- head, tools, foot ---- */

static void head(struct page *page)
{
    struct tb_bytes style = {0};
    tb_bytes_text(&style, brief_page_style);
    brief_page_dark(&style);
    tb_bytes_text(&style, "}\n");
    raw(page, "<!DOCTYPE html>\n");
    tb_bytes_format(page->bytes, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n", say(page, "en", "zh-CN"));
    raw(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src ");
    brief_page_hash(page->bytes, brief_text(&style), style.n);
    raw(page, "; script-src ");
    brief_page_hash(page->bytes, brief_page_script, strlen(brief_page_script));
    raw(page, "; base-uri 'none'; form-action 'none'\"/>\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
              "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
              "<link rel=\"icon\" href=\"data:,\"/>\n");
    element(page, "title", page->plan->title);
    raw(page, "\n<style>");
    raw(page, brief_text(&style));
    raw(page, "</style>\n</head>\n");
    page->bytes->failed |= style.failed;
    tb_bytes_free(&style);
}

static void top(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    tb_bytes_format(page->bytes, "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n<header>\n",
                    say(page, "Skip to the figures", "跳到正文"));
    element(page, "h1", plan->title);
    raw(page, "<p class=\"quiet\">");
    tb_bytes_format(page->bytes, say(page, "%zu indicators", "%zu项指标"), plan->indicators);
    if (plan->many_regions)
        tb_bytes_format(page->bytes, say(page, ", %zu series", "，%zu条序列"), plan->rows);
    tb_bytes_format(page->bytes, say(page, ", %zu charts", "，%zu幅图"), plan->figures);
    if (plan->disputes)
        tb_bytes_format(page->bytes, say(page, ", %zu printed figures that do not agree", "，%zu处公布数与计算不一致"),
                        plan->disputes);
    tb_bytes_format(page->bytes, "</p>\n<nav aria-label=\"%s\"><ul>\n", say(page, "Sections", "栏目"));
    if (has_highlights(plan))
        tb_bytes_format(page->bytes, "<li><a href=\"#points\">%s</a></li>\n", highlights_title(page));
    tb_bytes_format(page->bytes, "<li><a href=\"#overview\">%s</a></li>\n", say(page, "Overview", "总览"));
    for (size_t k = 0; k < plan->sections; k++)
        if (has_figures(plan, k)) {
            tb_bytes_format(page->bytes, "<li><a href=\"#part%zu\">", k + 1);
            text(page, plan->section[k].title);
            raw(page, "</a></li>\n");
        }
    if (plan->disputes) {
        raw(page, "<li><a href=\"#audit\">");
        text(page, disputes_title(page));
        raw(page, "</a></li>\n");
    }
    raw(page, "</ul></nav>\n</header>\n");
}

/* The verdicts that occur, each once, in the order of their codes. */
static void trend_options(struct page *page)
{
    const char *label[TB_NOTE_CODES] = {NULL};
    for (uint32_t s = 0; s < page->panel->n_series; s++) {
        const char *words = brief_cell_verdict(page->plan->results, s, page->language);
        if (words[0])
            label[verdict_code(page, s)] = words;
    }
    for (unsigned code = 0; code < TB_NOTE_CODES; code++)
        if (label[code]) {
            tb_bytes_format(page->bytes, "<option value=\"%u\">", code);
            text(page, label[code]);
            raw(page, "</option>");
        }
}

static void tools(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    tb_bytes_format(page->bytes,
                    "<div class=\"tools\" role=\"search\">\n<label>%s <input type=\"search\" id=\"search\"/></label>\n"
                    "<label>%s <select id=\"section\"><option value=\"\">%s</option>",
                    say(page, "Search", "查找"), say(page, "Section", "栏目"), say(page, "all", "全部"));
    for (size_t k = 0; k < plan->sections; k++) {
        tb_bytes_format(page->bytes, "<option value=\"%zu\">", k + 1);
        text(page, plan->section[k].title);
        raw(page, "</option>");
    }
    tb_bytes_format(page->bytes, "</select></label>\n<label>%s <select id=\"trend\"><option value=\"\">%s</option>",
                    say(page, "Trend", "趋势"), say(page, "all", "全部"));
    trend_options(page);
    tb_bytes_format(page->bytes,
                    "</select></label>\n<output id=\"found\" aria-live=\"polite\" data-text=\"%s\"></output>\n</div>\n",
                    say(page, "{rows} rows, {figures} charts", "{rows}行，{figures}幅图"));
}

enum tb_status brief_write_html(const struct brief_plan *plan, struct tb_bytes *bytes, struct tb_log *log)
{
    struct page page = {.bytes = bytes,
                        .plan = plan,
                        .panel = plan->panel,
                        .language = plan->options->language,
                        .shapes = brief_shapes_new()};
    if (!page.shapes)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing the page");
    head(&page);
    top(&page);
    raw(&page, "<main id=\"main\">\n");
    tools(&page);
    highlights(&page);
    overview(&page);
    figures(&page);
    disputes(&page);
    raw(&page, "</main>\n<footer>");
    tb_bytes_format(bytes, say(&page, "Made with trendbook %s", "由trendbook %s生成"),
                    plan->options->version ? plan->options->version : "");
    raw(&page, "</footer>\n");
    brief_svg_shapes(bytes, page.shapes);
    raw(&page, "<script>");
    raw(&page, brief_page_script);
    raw(&page, "</script>\n</body>\n</html>\n");
    brief_shapes_free(page.shapes);
    if (bytes->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while writing the page");
    return TB_OK;
}
