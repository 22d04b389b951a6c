/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Templates: what braces become, and what is said of those that cannot be filled in.  Expected texts are written by
 * hand from docs/templates.md.
 */
#include "brief/template.h"
#include "brief/words.h"
#include "brief_fixture.h"
#include "run.h"

/* Penalty cases of two years, fines with a bound, a rate, two regions of checks, and an indicator without data. */
static void open_figures(struct fixture *f)
{
    fixture_open(f, "data/2024.csv");
    struct tb_indicator *cases = fixture_indicator(f, "penalty_cases", "行政处罚案件", "Penalty cases", "件", TB_COUNT);
    define(f->panel, cases)->phrase_zh = fixture_name(f, "办理行政处罚案件{}件|处理案件{}件");
    cases->section = fixture_name(f, "enforcement");
    define(f->panel, cases)->section_zh = fixture_name(f, "执法");
    fixture_indicator(f, "fines", "罚款", "Fines", "万元", TB_AMOUNT);
    define(f->panel, fixture_indicator(f, "officers.change", "人员增减", "Change in officers", "人", TB_COUNT))
        ->phrase_zh = fixture_name(f, "人员较上年增减{}人");
    define(f->panel, fixture_indicator(f, "reconsiderations", "行政复议案件", "Reconsiderations", "件", TB_COUNT))
        ->phrase_zh = fixture_name(f, "发生行政复议案件{}件");
    fixture_indicator(f, "checks", "检查", "Checks", "次", TB_COUNT);
    fixture_indicator(f, "unseen", "无数据", "Unseen", "次", TB_COUNT);
    fixture_data(f, "penalty_cases", NULL, NULL, "2022:190 2023:208 2024:403");
    fixture_data(f, "fines", NULL, NULL, "2023:50.41 2024:>=270.95");
    fixture_data(f, "officers.change", NULL, NULL, "2024:-22");
    fixture_data(f, "reconsiderations", NULL, NULL, "2024:0");
    fixture_data(f, "checks", "东", NULL, "2024:5");
    fixture_data(f, "checks", "西*", NULL, "2024:7");
    fixture_finish(f);
    char rows[200];
    snprintf(rows, sizeof rows,
             "yoy_pct 2022 2023 9.47368; yoy_pct 2023 2024 93.75; verdict 2022 2024 - note=%d a=4 b=3",
             TB_NOTE_VERDICT_TOO_FEW);
    fixture_rows(f, 0, rows);
    fixture_rows(f, 1, "yoy_pct 2023 2024 - lower=437.4925");
}

static enum tb_status fill(struct fixture *f, enum tb_language language, const char *text, struct tb_bytes *out)
{
    const struct tb_brief_options options = {
        .language = language, .page = tb_page_default(), .template_text = text, .template_name = "report.md"};
    return tb_brief_fill(f->panel, &f->results, &options, TB_REPORT_MARKDOWN, out, f->log);
}

static void test_filled(void **state)
{
    (void)state;
    static const struct {
        const char *text, *zh, *en;
    } rows[] = {
        {"办理{{penalty_cases}}件", "办理403件", "办理403件"},
        {"{{ penalty_cases@2023 }}, {{penalty_cases@-1}}, {{penalty_cases@-2}}", "208, 208, 190", "208, 208, 190"},
        {"{{penalty_cases.yoy_pct}}%, {{penalty_cases.yoy_pct:2}}%, {{penalty_cases@2023.yoy_pct}}%",
         "93.8%, 93.75%, 9.5%", "93.8%, 93.75%, 9.5%"}, /* 93.75 is halfway: to the even 8 */
        {"{{fines}}", "至少270.95", "at least 270.95"},
        {"{{fines@2023:1}}", "50.4", "50.4"},
        {"{{value fines@-1}}", "50.41万元", "504,100 yuan"},
        {"{{phrase penalty_cases}}", "办理行政处罚案件403件", "办理行政处罚案件403件"},
        {"{{phrase officers.change}}", "人员较上年减少22人", "人员较上年减少22人"},
        {"{{phrase reconsiderations}}", "未发生行政复议案件", "未发生行政复议案件"},
        {"{{officers.change}}", "−22", "−22"},
        {"{{change penalty_cases}}", "同比增长93.8%", "up 93.8% in a year"},
        {"{{change penalty_cases@2023}}", "同比增长9.5%", "up 9.5% in a year"},
        {"{{change fines}}", "同比至少增长4.4倍", "up at least 437.5% in a year"},
        {"{{sentence penalty_cases@2023}}", "2023年，办理行政处罚案件208件，同比增长9.5%。",
         "Penalty cases rose to 208 in 2023, up 9.5% in a year."},
        {"{{name penalty_cases}}", "行政处罚案件", "Penalty cases"},
        {"{{checks[东]}}+{{checks[西*]}}", "5+7", "5+7"},
        {"{{penalty_cases.verdict}}", "年数太少：现有3年，需4年", "too few years: 3, needs 4"},
        {"{{year}} {{year-1}} {{year+1}}", "2024 2023 2025", "2024 2023 2025"},
        {"\\{{penalty_cases}} {single} }}", "{{penalty_cases}} {single} }}", "{{penalty_cases}} {single} }}"},
        /* conditions: a lone one takes its line, one inside a line takes nothing */
        {"a\n{{#if penalty_cases}}\nb\n{{else}}\nc\n{{/if}}\nd\n", "a\nb\nd\n", "a\nb\nd\n"},
        {"a\n  {{#if penalty_cases@2019}}  \nb\n{{else}}\nc\n{{/if}}\nd\n", "a\nc\nd\n", "a\nc\nd\n"},
        {"x{{#if change reconsiderations}}，{{change reconsiderations}}{{/if}}y", "xy", "xy"},
        {"{{#if penalty_cases}}{{#if fines@2020}}1{{else}}2{{/if}}{{else}}{{#if fines}}3{{/if}}{{/if}}", "2", "2"},
        {"{{#if unseen}}1{{else}}2{{/if}}{{#if audit}}3{{/if}}", "2", "2"},
        {"{{#if chart penalty_cases}}picture{{else}}no folder{{/if}}", "no folder", "no folder"},
        /* words for what is missing; a value that is there needs none, nor does a year */
        {"{{reconsiderations@-1|（未公布）}}", "（未公布）", "（未公布）"},
        {"{{ change reconsiderations | *n/a* }}", "\\*n/a\\*", "\\*n/a\\*"},
        {"{{penalty_cases|x}} {{year|x}} [{{phrase unseen|}}]", "403 2024 []", "403 2024 []"},
        {"{{chart penalty_cases|no picture}}", "no picture", "no picture"},
        {"{{#if unseen|x}}1{{else}}2{{/if}}{{#if unseen|}}3{{/if}}", "1", "1"},
        {"{{table penalty_cases}}",
         "| 年份 | 数值 | 比上年 |\n| ---: | ---: | ---: |\n| 2022 | 190 | |\n| 2023 | 208 | +9.5% |\n| 2024 | 403 | "
         "+93.8% |",
         NULL},
        {"{{table 执法}}",
         "| 指标 | 单位 | 年份 | 数值 | 比上年 |\n| --- | --- | ---: | ---: | ---: |\n"
         "| 行政处罚案件 | 件 | 2024 | 403 | +93.8% |",
         NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int language = TB_ENGLISH; language <= TB_CHINESE; language++) {
            struct fixture f;
            struct tb_bytes out = {0};
            const char *wanted = language == TB_CHINESE ? rows[i].zh : rows[i].en;
            if (!wanted)
                continue;
            open_figures(&f);
            assert_int_equal(fill(&f, (enum tb_language)language, rows[i].text, &out), TB_OK);
            /* an empty cell has two blanks, which no reader of tables minds */
            char *got = strdup(brief_text(&out)), *two;
            while (strstr(wanted, "| |") && (two = strstr(got, "|  |")))
                memmove(two + 1, two + 2, strlen(two + 1));
            assert_string_equal(got, wanted);
            free(got);
            tb_bytes_free(&out);
            fixture_close(&f);
        }
}

/* Every mistake is reported, not only the first, at line and character. */
static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t line;
        unsigned column;
        const char *says;
    } rows[] = {
        {"第一行\n办理{{penalty_case}}件", 2, 3, "unknown indicator \"penalty_case\"; did you mean \"penalty_cases\"?"},
        {"{{penalty_cases@2019}}", 1, 1, "\"penalty_cases\" has no value for 2019; its years are 2022 to 2024"},
        {"{{reconsiderations@-1}}", 1, 1, "\"reconsiderations\" has no value for 2023, only for 2024"},
        {"{{penalty_cases.yoy_pc}}", 1, 1, "unknown statistic \"yoy_pc\"; did you mean \"yoy_pct\"?"},
        {"{{penalty_cases.ols_slope}}", 1, 1, "\"penalty_cases\" has no ols_slope"},
        {"{{fines.yoy_pct}}", 1, 1, "yoy_pct of \"fines\" for 2024 has no value"},
        {"{{penalty_cases@20x}}", 1, 1, "\"20x\" is no year"},
        {"{{penalty_cases:x}}", 1, 1, "cannot be read"},
        {"{{penalty_cases[北]}}", 1, 1, "\"penalty_cases\" has no region \"北\""},
        {"{{checks}}", 1, 1, "\"checks\" has 2 regions; name one: {{checks["},
        {"{{unseen}}", 1, 1, "\"unseen\" is in the catalogue, but the data has no value of it"},
        {"{{phrase fines}}", 1, 1, "\"fines\" has no phrase_zh"},
        {"{{phrase penalty_cases.yoy_pct}}", 1, 1, "only an indicator, its region and its year can stand here"},
        {"{{change reconsiderations}}", 1, 1, "\"reconsiderations\" has no change over the year to 2024"},
        {"{{sentense penalty_cases}}", 1, 1, "unknown placeholder \"sentense\"; did you mean \"sentence\"?"},
        {"{{table enforcment}}", 1, 1,
         "no section or indicator is called \"enforcment\"; did you mean \"enforcement\"?"},
        {"{{chart penalty_cases colum}}", 1, 1, "unknown chart type \"colum\"; did you mean \"column\"?"},
        {"{{chart penalty_cases}}", 1, 1, "a chart needs a folder"},
        {"{{year/2}}", 1, 1, "unknown indicator \"year/2\""},
        {"{{penalty_casse|x}}", 1, 1, "unknown indicator \"penalty_casse\""},
        {"{{penalty_cases.yoy_pc|x}}", 1, 1, "unknown statistic \"yoy_pc\""},
        {"{{}}", 1, 1, "empty braces"},
        {"a {{penalty_cases\n}}", 1, 3, "these braces do not close on their line"},
        {"{{#if penalty_cases}}", 1, 1, "this {{#if}} has no {{/if}}"},
        {"{{#if penalty_casse}}{{/if}}", 1, 1, "unknown indicator \"penalty_casse\""},
        {"{{#if}}{{/if}}", 1, 1, "{{#if}} needs what it asks for"},
        {"{{else}}", 1, 1, "{{else}} without its {{#if}}"},
        {"{{/if}}", 1, 1, "{{/if}} without its {{#if}}"},
        /* also where the branch is not taken */
        {"{{#if unseen}}\n{{penalty_casse}}{{/if}}", 2, 1, "unknown indicator \"penalty_casse\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct tb_bytes out = {0};
        open_figures(&f);
        char twice[400];
        snprintf(twice, sizeof twice, "%s\n{{nonsense}}", rows[i].text);
        assert_int_equal(fill(&f, TB_CHINESE, rows[i].text, &out), TB_BAD_DATA);
        assert_int_equal(tb_log_count(f.log, TB_ERROR), 1);
        const struct tb_message *message = tb_log_message(f.log, 0);
        if (!strstr(message->text, rows[i].says))
            print_error("%s\n", message->text);
        assert_non_null(strstr(message->text, rows[i].says));
        assert_string_equal(message->file, "report.md");
        assert_int_equal(message->line, rows[i].line);
        assert_int_equal(message->column, rows[i].column);
        assert_int_equal(fill(&f, TB_CHINESE, twice, &out), TB_BAD_DATA);
        assert_int_equal(tb_log_count(f.log, TB_ERROR), 3);
        tb_bytes_free(&out);
        fixture_close(&f);
    }
}

/* Text of the data stays text. */
static void test_hostile(void **state)
{
    (void)state;
    struct fixture f;
    struct tb_bytes out = {0};
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "a", "<b>{{year}}</b>|*x*", "x", "件", TB_COUNT);
    fixture_data(&f, "a", NULL, NULL, "2024:1");
    fixture_finish(&f);
    assert_int_equal(fill(&f, TB_CHINESE, "{{name a}}", &out), TB_OK);
    assert_string_equal(brief_text(&out), "\\<b\\>\\{\\{year\\}\\}\\</b\\>\\|\\*x\\*");
    tb_bytes_free(&out);
    fixture_close(&f);
}

/* Every row of the registry says what it is, and its example reads without a mistake in its form. */
static void test_registry(void **state)
{
    (void)state;
    size_t n;
    const struct tb_placeholder *rows = tb_placeholders(&n);
    assert_true(n >= 10);
    for (size_t i = 0; i < n; i++)
        assert_true(rows[i].form[0] && rows[i].title_en[0] && rows[i].title_zh[0] && rows[i].example[0] &&
                    rows[i].code);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_filled),
    cmocka_unit_test(test_refused),
    cmocka_unit_test(test_hostile),
    cmocka_unit_test(test_registry),
};
RUN_TESTS(tests)
