/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of the page, each with its sentence, its table and what can be taken from it; methods and sources. */
#include "html.h"
#include "remarks.h"

#include <stdio.h>
#include <stdlib.h>

#define SOURCES_MOST 200

/* One paragraph a line. */
static void notes(struct page *page, const char *lines)
{
    raw(page, "<details class=\"notes\">");
    page_element(page, "summary", say(page, "Method, data and sources", "方法、数据和来源"));
    page_elements(page, "p", lines, "\n");
    raw(page, "</details>\n");
}

/* The verdicts of the series of a chart, each once: what the filter by trend looks for. */
static void trends(struct page *page, const struct brief_figure *figure)
{
    bool said[TB_NOTE_CODES] = {false};
    bool any = false;
    for (size_t k = 0; k < figure->n; k++) {
        const unsigned code = page_verdict(page, figure->series[k]);
        if (said[code])
            continue;
        said[code] = true;
        tb_bytes_format(page->bytes, any ? " %u" : "%u", code);
        any = true;
    }
}

/* What a search finds the chart by. */
static void entry(struct page *page, const struct brief_figure *figure)
{
    const struct tb_panel *panel = page->panel;
    text(page, figure->words.finding);
    raw(page, " ");
    text(page, figure->subtitle);
    raw(page, " ");
    text(page, tb_text(panel, panel->indicators[figure->indicator].id));
    for (size_t k = 0; k < figure->n; k++) {
        raw(page, " ");
        text(page, tb_text(panel, panel->series[figure->series[k]].region));
    }
}

static void chart_switch(struct page *page)
{
    tb_bytes_format(page->bytes, "<div class=\"switch\" role=\"group\" aria-label=\"%s\">",
                    say(page, "Show as", "显示方式"));
    page_element(page, "button type=\"button\" data-view=\"chart\" aria-pressed=\"true\"", say(page, "Chart", "图"));
    page_element(page, "button type=\"button\" data-view=\"table\" aria-pressed=\"false\"", say(page, "Table", "表"));
    raw(page, "</div>");
}

/* What can be taken along: the sentence, the table, the picture. */
static void take_along(struct page *page)
{
    static const struct {
        const char *does;
        struct tb_phrase words;
    } buttons[] = {{"sentence", {"Copy sentence", "复制文字"}},
                   {"table", {"Copy table", "复制表格"}},
                   {"png", {"Save PNG", "存为PNG"}},
                   {"svg", {"Save SVG", "存为SVG"}}};
    raw(page, "<div class=\"take\">");
    for (size_t i = 0; i < sizeof buttons / sizeof buttons[0]; i++) {
        tb_bytes_format(page->bytes, "<button type=\"button\" data-take=\"%s\">", buttons[i].does);
        text(page, brief_say(buttons[i].words, page->language));
        raw(page, "</button>");
    }
    raw(page, "</div>\n");
}

static bool has_several_indicators(const struct page *page, const struct brief_figure *figure)
{
    for (size_t k = 0; k < figure->n; k++)
        if (page->panel->series[figure->series[k]].indicator != figure->indicator)
            return true;
    return false;
}

static void figure_article(struct page *page, size_t number)
{
    const struct brief_figure *figure = &page->plan->figure[number];
    const size_t id = number + 1;
    char prefix[32];
    snprintf(prefix, sizeof prefix, "c%zu", id);
    tb_bytes_format(page->bytes,
                    "<article class=\"figure\" id=\"c%zu\" aria-labelledby=\"c%zu-title\" data-view=\"chart\" "
                    "data-section=\"%zu\" data-trend=\"",
                    id, id, figure->section + 1);
    trends(page, figure);
    raw(page, "\" data-file=\"");
    text(page, figure->stem);
    raw(page, "\" data-entry=\"");
    entry(page, figure);
    raw(page, "\">\n<div class=\"top\">");
    tb_bytes_format(page->bytes, "<h3 id=\"c%zu-title\">", id);
    text(page, figure->words.finding);
    raw(page, "</h3>");
    chart_switch(page);
    page_element(page, "p class=\"quiet\"", figure->subtitle);
    tb_bytes_format(page->bytes,
                    "</div>\n<div class=\"chart\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                    "aria-labelledby=\"c%zu-title\">",
                    id);
    if (!brief_svg_inline(page->bytes, &figure->web, prefix, figure->words.alt, page->shapes))
        page_element(page, "p", figure->words.alt); /* a chart that could not be drawn was told of; its words stand */
    tb_bytes_format(page->bytes,
                    "</div></div>\n<div class=\"values\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                    "aria-labelledby=\"c%zu-title\"><table aria-labelledby=\"c%zu-title\">",
                    id, id);
    if (figure->n == 1)
        page_years_table(page, figure->series[0]);
    else if (has_several_indicators(page, figure))
        page_indicators_table(page, figure);
    else
        page_regions_table(page, figure);
    raw(page, "</table></div></div>\n");
    page_element(page, "p class=\"sentence\"", figure->words.sentence);
    page_element(page, "p class=\"foot\"", figure->foot);
    take_along(page);
    notes(page, figure->words.notes);
    raw(page, "</article>\n");
}

size_t page_figures_of(const struct brief_plan *plan, size_t section)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->figures; i++)
        n += plan->figure[i].section == section;
    return n;
}

void page_figures(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    for (size_t k = 0; k < plan->sections; k++) {
        if (!page_figures_of(plan, k))
            continue;
        tb_bytes_format(page->bytes, "<section class=\"group\" id=\"part%zu\" data-part=\"\">\n", k + 1);
        page_element(page, "h2", plan->section[k].title);
        raw(page, "<div class=\"figures\">\n");
        for (size_t i = 0; i < plan->figures; i++)
            if (plan->figure[i].section == k)
                figure_article(page, i);
        raw(page, "</div>\n</section>\n");
    }
}

/* ---- methods and sources ---- */

static void sources(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    uint32_t *series = calloc(plan->rows + 1, sizeof *series);
    struct tb_bytes list = {0};
    for (size_t k = 0; series && k < plan->rows; k++)
        series[k] = plan->row[k].series;
    if (series)
        brief_add_sources(&list, plan->panel, series, plan->rows, page->language, true, "\n", SOURCES_MOST);
    if (list.n) {
        raw(page, "<details class=\"sources\">");
        page_element(page, "summary", say(page, "Sources", "来源"));
        page_elements(page, "p", brief_text(&list), "\n"); /* text, never links: the data may say anything */
        raw(page, "</details>\n");
    }
    page->bytes->failed |= !series || list.failed;
    free(series);
    tb_bytes_free(&list);
}

void page_methods(struct page *page)
{
    size_t n;
    const struct tb_phrase *methods = brief_methods(&n);
    raw(page, "<section id=\"methods\" data-part=\"\">\n");
    page_element(page, "h2", say(page, "Methods and sources", "方法与来源"));
    raw(page, "<ul class=\"methods\">\n");
    for (size_t i = 0; i < n; i++)
        page_element(page, "li", brief_say(methods[i], page->language));
    raw(page, "</ul>\n");
    sources(page);
    raw(page, "</section>\n");
}
