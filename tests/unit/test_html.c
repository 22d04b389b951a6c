/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page: parsed by libxml2 as XML and as HTML; ids, references, what it would fetch, what its policy allows, text
 * that stays text.
 */
#include "brief/page.h"
#include "brief/plan.h"
#include "brief/svg.h"
#include "brief/words.h"
#include "brief_fixture.h"
#include "run.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <sha2.h>

static void make_page(struct fixture *f, enum tb_language language, struct tb_bytes *bytes)
{
    const struct tb_brief_options options = {
        .language = language, .version = "0", .page = tb_page_default(), .jobs = 2, .command = "brief"};
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f->panel, &f->results, &options, &plan, f->log), TB_OK);
    assert_int_equal(brief_plan_draw(plan, false, f->log), TB_OK);
    assert_int_equal(brief_write_html(plan, bytes, f->log), TB_OK);
    brief_plan_free(plan);
}

static xmlDocPtr parse(const struct tb_bytes *bytes)
{
    xmlDocPtr document = xmlReadMemory((const char *)bytes->data, (int)bytes->n, "page", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    return document;
}

static double number_at(xmlDocPtr document, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    assert_non_null(found);
    const double number = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return number;
}

static void assert_text_at(xmlDocPtr document, const char *path, const char *text)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    assert_non_null(found);
    xmlChar *words = xmlXPathCastToString(found);
    assert_string_equal(words, text);
    xmlFree(words);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
}

/* Every id once, every reference to one of them: links, labels, uses, clips. */
static void assert_ids(xmlDocPtr document)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr ids = xmlXPathEvalExpression(BAD_CAST "//@id", context);
    xmlHashTablePtr seen = xmlHashCreate(64);
    for (int i = 0; i < ids->nodesetval->nodeNr; i++) {
        xmlChar *id = xmlNodeGetContent(ids->nodesetval->nodeTab[i]);
        if (xmlHashAddEntry(seen, id, (void *)1) != 0) {
            print_error("id %s twice\n", (char *)id);
            fail();
        }
        xmlFree(id);
    }
    xmlXPathObjectPtr references = xmlXPathEvalExpression(
        BAD_CAST "//@href[starts-with(., '#')] | //@aria-labelledby | //@aria-describedby | //@clip-path", context);
    for (int i = 0; i < references->nodesetval->nodeNr; i++) {
        xmlChar *reference = xmlNodeGetContent(references->nodesetval->nodeTab[i]);
        char *name = (char *)reference + (strncmp((char *)reference, "url(", 4) == 0 ? 4 : 0);
        name += name[0] == '#';
        name[strcspn(name, ")")] = '\0';
        if (!xmlHashLookup(seen, BAD_CAST name)) {
            print_error("no id %s\n", name);
            fail();
        }
        xmlFree(reference);
    }
    xmlHashFree(seen, NULL);
    xmlXPathFreeObject(references);
    xmlXPathFreeObject(ids);
    xmlXPathFreeContext(context);
}

/* Nothing that a browser would fetch or run but the one script; no style but the one sheet. */
static void assert_closed(xmlDocPtr document)
{
    assert_float_equal(number_at(document, "count(//script)"), 1, 0);
    assert_float_equal(number_at(document, "count(//script[@src]) + count(//iframe) + count(//object) + count(//embed) "
                                           "+ count(//img) + count(//image) + count(//foreignObject) + count(//base) "
                                           "+ count(//form)"),
                       0, 0);
    assert_float_equal(number_at(document, "count(//@style) + count(//@*[starts-with(name(), 'on')])"), 0, 0);
    assert_float_equal(number_at(document, "count(//@src)"), 0, 0);
    assert_float_equal(
        number_at(document, "count(//@href[not(starts-with(., '#'))]) - count(//link[@rel='icon']/@href[.='data:,'])"),
        0, 0);
    assert_float_equal(
        number_at(document, "count(//style[contains(., 'url(')]) + count(//style[contains(., '@import')])"), 0, 0);
    assert_float_equal(
        number_at(document, "count(//@fill[contains(., 'http')]) + count(//@clip-path[contains(., '//')])"), 0, 0);
}

/* ---- tests ---- */

static void fill(struct fixture *f, const char *name, const char *region)
{
    fixture_open(f, "data/2024.csv");
    struct tb_indicator *indicator = fixture_indicator(f, "cases", name, name, "件", TB_COUNT);
    indicator->section = fixture_name(f, name);
    define(f->panel, indicator)->note = fixture_name(f, name);
    fixture_indicator(f, "rate", "比率", "Rate", "%", TB_RATE);
    fixture_indicator(f, "one", "一年", "One year", "km", TB_LENGTH);
    fixture_data(f, "cases", region, name, "2021:100 2022:208,b 2023:<=403 2024:450,p");
    fixture_data(f, "rate", region, name, "2021:1.20 2022:1.50 2024:1.4");
    fixture_data(f, "one", region, name, "2024:7");
    fixture_finish(f);
    fixture_rows(f, 0, "yoy_pct 2021 2022 108; yoy_pct 2022 2023 - upper=93.75 note=8 year=2023");
    fixture_rows(f, 1, "yoy_pp 2021 2022 0.3");
}

static void test_page(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f, "办理案件", NULL);
    struct tb_bytes bytes = {0};
    make_page(&f, TB_CHINESE, &bytes);
    xmlDocPtr document = parse(&bytes);
    assert_ids(document);
    assert_closed(document);
    assert_text_at(document, "/html/@lang", "zh-CN");
    assert_text_at(document, "//h1", "2021—2024年主要指标简报");
    assert_float_equal(number_at(document, "count(//article)"), 2, 0);
    assert_float_equal(number_at(document, "count(//article//svg[@role='img'][string-length(@aria-label) > 20])"), 2,
                       0);
    assert_float_equal(number_at(document, "count(//section[@id='overview']//tbody/tr[@data-entry])"), 3, 0);
    /* a section's name stands over its rows, and in each of them for when they are sorted */
    assert_float_equal(number_at(document, "count(//section[@id='overview']//tr[@class='part']/th[@scope='rowgroup'])"),
                       2, 0);
    assert_text_at(document, "//tr[th='比率']/@data-id", "rate");
    assert_text_at(document, "//section[@id='overview']//tr[th='办理案件']//a/@href", "#c1");
    assert_float_equal(number_at(document, "//tr[th='办理案件'][@data-entry]/td[4]/@data-value"), 450, 0);
    assert_float_equal(number_at(document, "count(//tr[th='一年']//a)"), 0, 0);
    /* the years of the first chart: a bound sorts by its number and reads as a bound, a change without one says why */
    assert_text_at(document, "//article[1]//tbody/tr[3]/td[1]", "≤403");
    assert_float_equal(number_at(document, "//article[1]//tbody/tr[3]/td[1]/@data-value"), 403, 0);
    assert_text_at(document, "//article[1]//tbody/tr[3]/td[2]", "2023年只知界限");
    assert_float_equal(number_at(document, "count(//article[1]//tbody/tr[3]/td[2]/@data-value)"), 0, 0);
    assert_text_at(document, "//article[1]//tbody/tr[2]/td[2]", "+108.0%");
    assert_float_equal(number_at(document, "count(//article[@id='c1']//tbody/tr[2]/td[2][contains(@class, ' up')])"), 1,
                       0);
    /* decimals stand under each other: the column has two, 450 has none */
    assert_text_at(document, "//tr[th='比率'][@data-entry]/td[4]/@class", "number");
    assert_text_at(document, "//tr[th='办理案件'][@data-entry]/td[4]/@class", "number of2 has0");
    /* headings have scopes, buttons have types, fields have labels */
    assert_float_equal(number_at(document, "count(//th[not(@scope)]) + count(//button[not(@type='button')])"), 0, 0);
    assert_float_equal(number_at(document, "count(//label[input or select])"), 3, 0);
    assert_float_equal(number_at(document, "count(//*[@tabindex='0'][@role='region'][not(@aria-labelledby)])"), 0, 0);
    xmlFreeDoc(document);

    /* the parser of HTML finds the same elements */
    htmlDocPtr page = htmlReadMemory((const char *)bytes.data, (int)bytes.n, "page", "UTF-8",
                                     HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    assert_non_null(page);
    assert_float_equal(number_at(page, "count(//article)"), 2, 0);
    assert_float_equal(number_at(page, "count(//tbody/tr[not(@class)])"), 3 + 4 + 3, 0);
    xmlFreeDoc(page);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Too few years for a trend are said once: above tables without that column, or with empty cells where others have one.
 */
static void test_too_few_years(void **state)
{
    (void)state;
    for (int judged = 0; judged < 2; judged++) {
        struct fixture f;
        struct tb_bytes bytes = {0};
        fixture_open(&f, "data/panel.csv");
        fixture_indicator(&f, "a", "甲", "a", "件", TB_COUNT);
        fixture_indicator(&f, "b", "乙", "b", "件", TB_COUNT);
        fixture_data(&f, "a", NULL, NULL, "2023:1 2024:2");
        fixture_data(&f, "b", NULL, NULL, "2020:1 2021:2 2022:3 2023:4 2024:5");
        fixture_finish(&f);
        char rows[2][80];
        snprintf(rows[0], sizeof rows[0], "verdict 2023 2024 - note=%d a=4 b=2", TB_NOTE_VERDICT_TOO_FEW);
        snprintf(rows[1], sizeof rows[1], "verdict 2020 2024 - note=%d a=9 b=5",
                 judged ? TB_NOTE_RISING : TB_NOTE_VERDICT_TOO_FEW);
        fixture_rows(&f, 0, rows[0]);
        fixture_rows(&f, 1, rows[1]);
        make_page(&f, TB_CHINESE, &bytes);
        xmlDocPtr document = parse(&bytes);
        assert_float_equal(number_at(document, "count(//section[@id='overview']//thead//th[.='趋势'])"), judged, 0);
        assert_float_equal(number_at(document, "count(//td[.='年数不足'])"), 0, 0);
        assert_float_equal(number_at(document, "count(//tr[th='乙'][@data-entry]/td[.='▲ 上升'])"), judged, 0);
        assert_float_equal(number_at(document, "count(//p[@id='overview-about'][contains(., '年数不足')])"), 1, 0);
        xmlFreeDoc(document);
        tb_bytes_free(&bytes);
        fixture_close(&f);
    }
}

/* The policy names the hashes of just this style and this script. */
static void test_policy(void **state)
{
    (void)state;
    /* SHA-256 of "abc" (FIPS 180-2, appendix B.1), ba7816bf...15ad, in base64 by coreutils */
    struct tb_bytes hash = {0};
    brief_page_hash(&hash, "abc", 3);
    assert_string_equal(brief_text(&hash), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
    tb_bytes_free(&hash);

    struct fixture f;
    fill(&f, "Cases", "North");
    struct tb_bytes bytes = {0};
    make_page(&f, TB_ENGLISH, &bytes);
    xmlDocPtr document = parse(&bytes);
    static const char *const parts[] = {"style", "script"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char path[64];
        snprintf(path, sizeof path, "//%s", parts[i]);
        xmlXPathContextPtr context = xmlXPathNewContext(document);
        xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
        xmlChar *content = xmlXPathCastToString(found);
        brief_page_hash(&hash, (char *)content, strlen((char *)content));
        assert_non_null(strstr((char *)bytes.data, brief_text(&hash)));
        hash.n = 0;
        xmlFree(content);
        xmlXPathFreeObject(found);
        xmlXPathFreeContext(context);
    }
    assert_float_equal(number_at(document, "count(//meta[starts-with(@content, \"default-src 'none'\")])"), 1, 0);
    assert_null(strstr((char *)bytes.data, "unsafe"));
    tb_bytes_free(&hash);
    xmlFreeDoc(document);
    tb_bytes_free(&bytes);
    fixture_close(&f);
    assert_null(strpbrk(brief_page_style, "<&"));
    assert_null(strpbrk(brief_page_script, "<&"));
}

static void test_hostile_names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *shown;
    } rows[] = {
        {"<script>alert(1)</script>", "<script>alert(1)</script>"},
        {"</style></script><img src=x onerror=alert(1)>", "</style></script><img src=x onerror=alert(1)>"},
        {"\" onmouseover=\"alert(1)", "\" onmouseover=\"alert(1)"},
        {"' x='", "' x='"},
        {"javascript:alert(1)", "javascript:alert(1)"},
        {"&amp;&#x3c;b&#x3e;", "&amp;&#x3c;b&#x3e;"},
        {"]]>", "]]>"},
        {"%s%n{rows}", "%s%n{rows}"},
        {"bell\x07\x1b[31m", "bell\xEF\xBF\xBD\xEF\xBF\xBD[31m"},
        {"\xE2\x80\xAEright", "\xEF\xBF\xBDright"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        fill(&f, rows[i].name, rows[i].name);
        struct tb_bytes bytes = {0};
        make_page(&f, TB_ENGLISH, &bytes);
        xmlDocPtr document = parse(&bytes);
        assert_ids(document);
        assert_closed(document);
        assert_text_at(document, "//section[@id='overview']//tbody/tr[1]/th", rows[i].shown);
        assert_text_at(document, "//article[1]/preceding::h2[1]", rows[i].shown);
        xmlFreeDoc(document);
        tb_bytes_free(&bytes);
        fixture_close(&f);
    }
}

/* ---- charts in the page ---- */

static void assert_inline(const char *svg, const char *wanted, const char *shapes_wanted)
{
    struct brief_shapes *shapes = brief_shapes_new();
    struct tb_bytes file = {0}, page = {0};
    tb_bytes_text(&file, svg);
    assert_int_equal(brief_svg_inline(&page, &file, "c7", "a \"label\"", shapes), wanted != NULL);
    assert_string_equal(brief_text(&page), wanted ? wanted : "");
    page.n = 0;
    if (shapes_wanted) {
        brief_svg_shapes(&page, shapes);
        assert_non_null(strstr(brief_text(&page), shapes_wanted));
    }
    tb_bytes_free(&page);
    tb_bytes_free(&file);
    brief_shapes_free(shapes);
}

#define SVG \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 8 4\">"
#define PAGE "<svg role=\"img\" viewBox=\"0 0 8 4\" aria-label=\"a &#34;label&#34;\">"

/* Written by hand after the rules of svg.h. */
static void test_svg(void **state)
{
    (void)state;
    /* ids and what refers to them get the prefix */
    assert_inline(SVG "<defs><clipPath id=\"a\"><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/></clipPath></defs>"
                      "<g clip-path=\"url(#a)\"><path id=\"b\" d=\"M 1 2\"/><use xlink:href=\"#b\"/></g></svg>",
                  PAGE "<defs><clipPath id=\"c7-a\"><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/></clipPath></defs>"
                       "<g clip-path=\"url(#c7-a)\"><path id=\"c7-b\" d=\"M1 2\"/><use href=\"#c7-b\"/></g></svg>",
                  NULL);
    /* equal glyphs are one shape; what they are called in the chart does not matter */
    assert_inline(
        SVG "<defs><symbol id=\"g0\"><path d=\"M 0 0 Z\"/></symbol><symbol id=\"g1\"><path d=\"M 0 0 Z\"/></symbol>"
            "</defs><use xlink:href=\"#g0\" x=\"1\"/><use xlink:href=\"#g1\" x=\"2\"/></svg>",
        PAGE "<use href=\"#s1\" x=\"1\"/><use href=\"#s1\" x=\"2\"/></svg>", "<g id=\"s1\"><path d=\"M0 0Z\"/></g>");
    /* styles become attributes, colours get names that a style sheet can use, numbers lose what nobody sees */
    assert_inline(SVG "<path style=\"fill:rgb(0%,36.470588%,65.882353%);stroke:none;behavior:url(x)\" "
                      "d=\"M 1.004 -2.345 C 10.5,0.001 1e2 3 -0.004 12.999\"/></svg>",
                  PAGE "<path fill=\"#005da8\" stroke=\"none\" d=\"M1 -2.35C10.5 0 100 3 0 13\"/></svg>", NULL);
    /* nothing else passes */
    assert_inline(SVG "<script>alert(1)</script><image xlink:href=\"http://example.org/x.png\"/><text>t</text>"
                      "<a xlink:href=\"javascript:alert(1)\"><path d=\"M 0 0\"/></a><use xlink:href=\"http://x/#y\"/>"
                      "<path onclick=\"alert(1)\" fill=\"url(http://x/#y)\" clip-path=\"url(//x)\" d=\"M 0 0\"/></svg>",
                  PAGE "<use/><path d=\"M0 0\"/></svg>", NULL);
    assert_inline("<svg viewBox=\"0 0 8 4\"><path></svg>", NULL, NULL);
    assert_inline("<html viewBox=\"0 0 8 4\"/>", NULL, NULL);
    assert_inline("", NULL, NULL);
}

/* Each colour that the charts of the page use has its dark counterpart. */
static void test_dark_colours(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_indicator(&f, "rate", "比率", "Rate", "%", TB_RATE);
    for (int r = 0; r < 6; r++) {
        char region[16];
        snprintf(region, sizeof region, "R%d", r);
        fixture_data(&f, "rate", region, "s", "2020:1.1 2021:1.2,b 2022:<=1.5 2023:~1.6 2024:1.4,p");
    }
    fixture_data(&f, "cases", NULL, "s", "2020:4 2021:100 2022:208,b 2023:<=403 2024:450,p 2025/H1:200");
    fixture_finish(&f);
    struct tb_bytes bytes = {0}, dark = {0};
    make_page(&f, TB_ENGLISH, &bytes);
    brief_page_dark(&dark);
    const char *rules = brief_text(&dark);
    size_t colours = 0;
    for (const char *at = strstr(brief_text(&bytes), "<main"); (at = strstr(at, "=\"#"));) {
        at += 2;
        if (strspn(at + 1, "0123456789abcdef") != 6 || at[7] != '"')
            continue;
        char rule[16];
        snprintf(rule, sizeof rule, "%.7s\"]", at);
        if (!strstr(rules, rule))
            print_error("no dark colour for %.7s\n", at);
        assert_non_null(strstr(rules, rule));
        colours++;
    }
    assert_true(colours > 20);
    tb_bytes_free(&dark);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_page),          cmocka_unit_test(test_too_few_years), cmocka_unit_test(test_policy),
    cmocka_unit_test(test_hostile_names), cmocka_unit_test(test_svg),           cmocka_unit_test(test_dark_colours),
};
RUN_TESTS(tests)
