/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The briefing as one page: works offline, asks for nothing, and is well-formed XML as well. */
#include "html.h"

#include "key_figures.h"
#include "trendbook/spark.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what all parts write with ---- */

void page_element(struct page *page, const char *open, const char *words)
{
    tb_bytes_format(page->bytes, "<%s>", open);
    text(page, words);
    tb_bytes_format(page->bytes, "</%.*s>", (int)strcspn(open, " "), open);
}

void page_elements(struct page *page, const char *open, const char *words, const char *between)
{
    while (*words) {
        const char *end = strstr(words, between);
        const size_t n = end ? (size_t)(end - words) : strlen(words);
        char *part = strndup(words, n);
        if (part)
            page_element(page, open, part);
        page->bytes->failed |= !part;
        free(part);
        words += n + (end ? strlen(between) : 0);
    }
}

size_t page_observation(const struct tb_panel *panel, uint32_t series)
{
    const size_t latest = brief_latest(panel, series);
    return latest == NOWHERE ? panel->series[series].first + panel->series[series].n - 1 : latest;
}

unsigned page_verdict(const struct page *page, uint32_t series)
{
    const struct tb_result *verdict = brief_verdict_of(page->plan->results, series);
    return verdict ? verdict->note.code : TB_NOTE_NONE;
}

void page_change_class(const struct page *page, uint32_t series, size_t i, struct tb_bytes *name)
{
    const struct brief_change change = brief_year_change(page->panel, page->plan->results, series, i);
    if (!change.row)
        return;
    const struct tb_result *row = change.row;
    const double low = isnan(row->value) ? row->lower : row->value, high = isnan(row->value) ? row->upper : row->value;
    if (!(low > 0) && !(high < 0))
        return;
    const int quality = brief_change_quality(page->panel, page->plan->results, series, i);
    tb_bytes_text(name, low > 0 ? " up" : " down");
    if (page->plan->options->page.red_rise)
        tb_bytes_text(name, low > 0 ? " rise" : " fall");
    else if (quality)
        tb_bytes_text(name, quality > 0 ? " better" : " worse");
}

enum {
    SPARK_YEARS = 20,
    SPARK_LEAST = 3 /* values: two are said by the change */
};

static bool make_spark(const struct page *page, uint32_t series, int from, int to, struct tb_spark *spark)
{
    const struct tb_indicator *indicator = brief_indicator_of(page->panel, series);
    tb_spark_make(page->panel, series, from, to, indicator->definition->target, spark);
    return indicator->kind != TB_LABEL && spark->n >= SPARK_LEAST;
}

void page_spark(struct page *page, uint32_t series, int from, int to)
{
    struct tb_spark spark;
    if (make_spark(page, series, from, to, &spark))
        tb_spark_svg(&spark, page->bytes);
}

static void find_courses(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    struct tb_spark spark;
    page->spark_to = plan->last;
    page->spark_from = plan->last - plan->first < SPARK_YEARS ? plan->first : plan->last - SPARK_YEARS + 1;
    for (size_t k = 0; k < plan->rows && !page->courses; k++)
        page->courses = make_spark(page, plan->row[k].series, page->spark_from, page->spark_to, &spark);
}

/* ---- head ---- */

static void head(struct page *page)
{
    struct tb_bytes style = {0};
    tb_bytes_text(&style, brief_page_style);
    tb_bytes_text(&style, "@media screen and (prefers-color-scheme:dark){\n");
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
    page_element(page, "title", page->plan->title);
    raw(page, "\n<style>");
    raw(page, brief_text(&style));
    raw(page, "</style>\n</head>\n");
    page->bytes->failed |= style.failed;
    tb_bytes_free(&style);
}

/* The last part of a path: a page that is handed round says nothing of folders. */
static char *last_part(const char *path)
{
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    return strndup(path + start, end - start);
}

static void made_from(struct page *page)
{
    enum {
        NAMES_MOST = 3
    };
    const char *const *data = page->plan->options->data;
    raw(page, "<p class=\"made\">");
    for (size_t i = 0; data && data[i] && i < NAMES_MOST; i++) {
        char *name = last_part(data[i]);
        if (name) {
            raw(page, i ? say(page, ", ", "、") : say(page, "Data: ", "数据："));
            text(page, strcmp(name, "-") == 0 ? say(page, "standard input", "标准输入") : name);
            if (i + 1 == NAMES_MOST && data[i + 1])
                raw(page, say(page, " and more", "等"));
        }
        page->bytes->failed |= !name;
        free(name);
    }
    if (data && data[0])
        raw(page, say(page, ". ", "；"));
    tb_bytes_format(page->bytes, say(page, "Made with trendbook %s", "由trendbook %s生成"),
                    page->plan->options->version ? page->plan->options->version : "");
    raw(page, "</p>\n");
}

static void top(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    tb_bytes_format(page->bytes, "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n<header id=\"top\">\n",
                    say(page, "Skip to the figures", "跳到正文"));
    page_element(page, "h1", plan->title);
    raw(page, "<p class=\"counts\">");
    if (plan->options->title && plan->first <= plan->last) { /* our own title says the years */
        struct tb_bytes span = {0};
        brief_add_span(&span, plan->first, plan->last, page->language);
        page_element(page, "span", brief_text(&span));
        page->bytes->failed |= span.failed;
        tb_bytes_free(&span);
    }
    tb_bytes_format(page->bytes, say(page, "<span>%zu indicators</span>", "<span>%zu项指标</span>"), plan->indicators);
    if (plan->many_regions)
        tb_bytes_format(page->bytes, say(page, "<span>%zu series</span>", "<span>%zu条序列</span>"), plan->rows);
    tb_bytes_format(page->bytes, say(page, "<span>%zu charts</span>", "<span>%zu幅图</span>"), plan->figures);
    if (plan->disputes)
        tb_bytes_format(page->bytes,
                        say(page, "<a href=\"#audit\">%zu printed figures that do not agree</a>",
                            "<a href=\"#audit\">%zu处公布数与计算不一致</a>"),
                        plan->disputes);
    raw(page, "</p>\n");
    made_from(page);
    raw(page, "</header>\n");
}

/* ---- the way about ---- */

static void stop(struct page *page, const char *id, const char *title, size_t n)
{
    tb_bytes_format(page->bytes, "<li><a href=\"#%s\">", id);
    text(page, title);
    if (n)
        tb_bytes_format(page->bytes, " <span>%zu</span>", n);
    raw(page, "</a></li>\n");
}

static void navigation(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    uint32_t unused[2];
    tb_bytes_format(page->bytes, "<nav aria-label=\"%s\"><ul>\n", say(page, "Sections", "栏目"));
    if (brief_key_figures(plan, 2, unused) == 2)
        stop(page, "figures", say(page, "Key figures", "主要数字"), 0);
    if (page_has_points(page))
        stop(page, "points", page_points_title(page), 0);
    stop(page, "overview", say(page, "Overview", "总览"), 0);
    for (size_t k = 0; k < plan->sections; k++) {
        const size_t n = page_figures_of(plan, k);
        char id[32];
        snprintf(id, sizeof id, "part%zu", k + 1);
        if (n)
            stop(page, id, plan->section[k].title, n);
    }
    if (plan->disputes)
        stop(page, "audit", page_disputes_title(page), plan->disputes);
    stop(page, "methods", say(page, "Methods and sources", "方法与来源"), 0);
    raw(page, "</ul></nav>\n");
}

/* ---- search and filters ---- */

/* The verdicts that occur, each once, in the order of their codes. */
static void trend_options(struct page *page)
{
    const char *label[TB_NOTE_CODES] = {NULL};
    for (uint32_t s = 0; s < page->panel->n_series; s++) {
        const char *words = brief_cell_verdict(page->plan->results, s, page->language);
        if (words[0])
            label[page_verdict(page, s)] = words;
    }
    for (unsigned code = 0; code < TB_NOTE_CODES; code++)
        if (label[code]) {
            tb_bytes_format(page->bytes, "<option value=\"%u\">", code);
            text(page, label[code]);
            raw(page, "</option>");
        }
}

/* What the script says is written here, so that it is in the language of the page. */
static void tools(struct page *page)
{
    const struct brief_plan *plan = page->plan;
    tb_bytes_format(page->bytes,
                    "<div class=\"tools\" role=\"search\">\n"
                    "<label class=\"find\">%s <input type=\"search\" id=\"search\" aria-keyshortcuts=\"/\" "
                    "autocomplete=\"off\" placeholder=\"%s\"/><kbd aria-hidden=\"true\">/</kbd></label>\n"
                    "<label>%s <select id=\"section\"><option value=\"\">%s</option>",
                    say(page, "Search", "查找"), say(page, "name or id", "名称或代码"), say(page, "Section", "栏目"),
                    say(page, "all", "全部"));
    for (size_t k = 0; k < plan->sections; k++) {
        tb_bytes_format(page->bytes, "<option value=\"%zu\">", k + 1);
        text(page, plan->section[k].title);
        raw(page, "</option>");
    }
    tb_bytes_format(page->bytes, "</select></label>\n<label>%s <select id=\"trend\"><option value=\"\">%s</option>",
                    say(page, "Trend", "趋势"), say(page, "all", "全部"));
    trend_options(page);
    tb_bytes_format(page->bytes,
                    "</select></label>\n"
                    "<output id=\"found\" aria-live=\"polite\" data-text=\"%s\"></output>\n"
                    "<button type=\"button\" id=\"reset\" hidden=\"\">%s</button>\n"
                    "<span id=\"told\" class=\"aside\" role=\"status\" data-copied=\"%s\" data-saved=\"%s\" "
                    "data-failed=\"%s\"></span>\n</div>\n"
                    "<p id=\"nothing\" class=\"nothing\" hidden=\"\">%s</p>\n",
                    plan->many_regions
                        ? say(page, "{rows} of {all} series, {figures} charts", "{rows} / {all}条序列，{figures}幅图")
                        : say(page, "{rows} of {all} indicators, {figures} charts", "{rows} / {all}项，{figures}幅图"),
                    say(page, "Show all", "显示全部"), say(page, "Copied", "已复制"), say(page, "Saved", "已保存"),
                    say(page, "Not possible here", "此处无法完成"),
                    say(page, "Nothing fits. Fewer words or another filter may help.",
                        "没有符合条件的指标，请减少查找的词或更换筛选条件。"));
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
    find_courses(&page);
    for (size_t k = 0; k < plan->rows; k++)
        page.judged = page.judged || brief_is_judged(plan->results, plan->row[k].series);
    head(&page);
    top(&page);
    raw(&page, "<div class=\"layout\">\n");
    navigation(&page);
    raw(&page, "<main id=\"main\">\n");
    tools(&page);
    page_key_figures(&page);
    page_points(&page);
    page_overview(&page);
    page_figures(&page);
    page_disputes(&page);
    page_methods(&page);
    raw(&page, "</main>\n</div>\n<footer>");
    page_element(&page, "a class=\"back\" href=\"#top\"", say(&page, "Back to top", "回到顶部"));
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
