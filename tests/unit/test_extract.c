/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Figures of prose: every form of number, what is no figure, and phrases that read back what they write.  Values by
 * hand. */
#include "trendbook/extract.h"
#include "trendbook/load.h"
#include "trendbook/output.h"

#include "define.h"
#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A report with this text, as a file that goes away with `name`. */
static void write_report(char *name, const char *text)
{
    strcpy(name, "/tmp/extract-XXXXXX");
    const int file = mkstemp(name);
    assert_true(file >= 0);
    const size_t n = strlen(text);
    assert_int_equal(write(file, text, n), (ssize_t)n);
    close(file);
}

/* A catalogue of one indicator. */
static struct tb_panel *catalogue(const char *unit, const char *phrase, struct tb_log *log)
{
    struct tb_panel *panel = tb_panel_new();
    assert_non_null(panel);
    const uint32_t number = tb_panel_indicator(panel, "a", 1);
    panel->indicators[number].unit = tb_names_add(panel->names, unit, strlen(unit));
    define(panel, &panel->indicators[number])->phrase_zh = tb_names_add(panel->names, phrase, strlen(phrase));
    define(panel, &panel->indicators[number])->file = TB_NOWHERE;
    assert_int_equal(tb_panel_finish(panel, log), TB_OK);
    return panel;
}

static enum tb_status extract(const struct tb_panel *panel, const char *text, struct tb_extract **result,
                              struct tb_log *log)
{
    char name[32];
    write_report(name, text);
    const char *const reports[] = {name};
    *result = NULL;
    const enum tb_status status = tb_extract(reports, 1, panel, 2023, result, log);
    unlink(name);
    return status;
}

static bool has_kind(struct tb_log *log, const char *kind)
{
    for (size_t i = 0; i < tb_log_kept(log); i++)
        if (strcmp(tb_log_message(log, i)->kind, kind) == 0)
            return true;
    return false;
}

static const struct {
    const char *unit, *phrase, *text;
    double value;
    enum tb_state state;
} accepted[] = {
    {"件", "共办{}件", "今年共办12件。", 12, TB_EXACT},
    {"件", "共办{}件", "今年共办１２３４件。", 1234, TB_EXACT},
    {"件", "共办{}件", "今年共办1,234,567件。", 1234567, TB_EXACT},
    {"件", "共办{}件", "今 年共\n办\t1234　件。", 1234, TB_EXACT},
    {"件", "共办“急件”{}件", "今年共办急件6件。", 6, TB_EXACT},
    {"件", "LED屏{}件", "Led屏6件。", 6, TB_EXACT},
    {"份", "发放{}份", "发放4800余份", 4800, TB_AT_LEAST},
    {"份", "发放{}份", "发放13000多份", 13000, TB_AT_LEAST},
    {"份", "发放{}份", "发放1.3万余份", 13000, TB_AT_LEAST},
    {"份", "发放{}份", "发放2余万份", 20000, TB_AT_LEAST},
    {"份", "发放{}余份", "发放4800余份", 4800, TB_AT_LEAST},
    {"份", "发放{}份", "发放约3千份", 3000, TB_ABOUT},
    {"份", "发放{}份", "发放近500份", 500, TB_ABOUT},
    {"份", "发放{}份", "发放500份左右", 500, TB_ABOUT},
    {"份", "发放{}份", "发放超500份", 500, TB_ABOVE},
    {"份", "发放{}份", "发放不低于500份", 500, TB_AT_LEAST},
    {"份", "发放{}份", "发放不超过500份", 500, TB_AT_MOST},
    {"份", "发放{}份", "发放不到500份", 500, TB_BELOW},
    {"份", "发放{}份", "发放500份以上", 500, TB_AT_LEAST},
    {"份", "发放{}份", "发放约500余份", 500, TB_ABOUT},
    {"吨", "节约{}吨", "节约12吨", 12, TB_EXACT},         /* 约 belongs to the phrase */
    {"吨", "{}吨标准煤", "节约12吨标准煤", 12, TB_EXACT}, /* and here to another word */
    {"%", "超限率{}%", "超限率达到0.23％以下", 0.23, TB_AT_MOST},
    {"%", "超限率{}%以下", "超限率0.23%以下", 0.23, TB_AT_MOST},
    {"%", "超限率{}%", "超限率为百分之三", 3, TB_EXACT},
    {"%", "超限率{}%", "超限率为百分之3.5", 3.5, TB_EXACT},
    {"万吨", "货运{}万吨", "货运4.32万吨", 4.32, TB_EXACT},
    {"万吨", "货运{}万吨", "货运43200吨", 4.32, TB_EXACT},
    {"万元", "罚款{}万元", "罚款1.005亿元", 10050, TB_EXACT}, /* exact in decimal */
    {"元", "罚款{}元", "罚款0.07万元", 700, TB_EXACT},
    {"万元", "罚款{}", "罚款50.41万元，", 50.41, TB_EXACT},
    {"分", "平均分{}", "平均分93.61；", 93.61, TB_EXACT},
    {"㎡", "面积{}㎡", "面积340平方米", 340, TB_EXACT}, /* two words for one unit */
    {"人次", "咨询{}人次", "咨询：500人次", 500, TB_EXACT},
    {"人", "咨询{}人次", "咨询500人次", 500, TB_EXACT}, /* the phrase says the longer word itself */
    {"次", "开展竞赛{}次", "开展竞赛一次。", 1, TB_EXACT},
    {"个", "{}个方面", "对照“五个方面”整治", 5, TB_EXACT},
    {"公里", "养护{}公里", "养护一百零三公里", 103, TB_EXACT},
    {"公里", "养护{}公里", "养护两千三百一十公里", 2310, TB_EXACT},
    {"公里", "养护{}公里", "养护十二公里", 12, TB_EXACT},
    {"公里", "养护{}公里", "养护三万公里", 30000, TB_EXACT},
    {"件", "复议案件{}件|{}发生行政复议", "年内未发生行政复议案件", 0, TB_EXACT},
    {"人", "人员较上年增减{}人", "人员较上年减少22人", -22, TB_EXACT},
    {"人", "人员较上年增减{}人", "人员较上年减少不少于22人", -22, TB_AT_MOST},
    {"人", "人员较上年增减{}人", "人员较上年增加22人", 22, TB_EXACT},
    {"人", "人员较上年增减{}人", "人员较上年增减-22人", -22, TB_EXACT},
    {"%", "案件同比增减{}%", "案件同比下降9.5%", -9.5, TB_EXACT},
    {"件", "12345热线{}件", "12345热线1918件", 1918, TB_EXACT},
    {"家次", "检查企业{}家次", "检查企业1659家次，又检查企业1659家次", 1659, TB_EXACT}, /* twice the same */
};

static void numbers_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue(accepted[i].unit, accepted[i].phrase, log);
        struct tb_extract *result;
        const enum tb_status status = extract(panel, accepted[i].text, &result, log);
        if (status || result->n_found != 1 || result->n_unclaimed || result->found[0].value != accepted[i].value ||
            result->found[0].state != accepted[i].state)
            fail_msg("%s in \"%s\": status %d, %zu found, %zu unclaimed, value %.17g, state %d", accepted[i].phrase,
                     accepted[i].text, status, result ? result->n_found : 0, result ? result->n_unclaimed : 0,
                     result && result->n_found ? result->found[0].value : NAN,
                     result && result->n_found ? (int)result->found[0].state : -1);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* What looks like the figure and is not: never taken; `kind` is the warning that says why, `unclaimed` how many
 * numbers are left for the reader to see. */
static const struct {
    const char *unit, *phrase, *text, *kind;
    size_t unclaimed;
} refused[] = {
    {"辆", "查扣{}辆", "查扣15台", "unit", 1},
    {"家", "检查{}家", "检查1659家次", "unit", 1},
    {"%", "超限率{}%", "超限率3‰", "unit", 1},
    {"元", "罚款{}元", "罚款500件", "unit", 1},
    {"万元", "罚款{}", "罚款500件", "unit", 1},
    {"座", "改造{}座", "改造3至5座", "range", 2},
    {"座", "改造{}座", "改造3-5座", "range", 2},
    {"件", "受理{}件", "受理1 918件", "not-found", 2},     /* one number or two */
    {"分", "平均分{}", "平均分\n2、其他", "not-found", 0}, /* the number of a list */
    {"分", "平均分{}", "平均分一般", "not-found", 0},
    {"个", "隐患{}个", "隐患未整改3个", "not-found", 1},
    {"次", "{}次会议", "第3次会议", "not-found", 0},
    {"次", "{}次会议", "第三次会议", "not-found", 0},
    {"人", "较上年增减{}人", "较上年22人", "not-found", 1},
    {"件", "{}件", "受理5件", NULL, 1}, /* a phrase without words would fit everything */
};

static void others_are_not_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue(refused[i].unit, refused[i].phrase, log);
        struct tb_extract *result;
        const enum tb_status status = extract(panel, refused[i].text, &result, log);
        if (status || result->n_found || result->n_unclaimed != refused[i].unclaimed ||
            (refused[i].kind && !has_kind(log, refused[i].kind)))
            fail_msg("%s in \"%s\": status %d, %zu found, %zu unclaimed", refused[i].phrase, refused[i].text, status,
                     result ? result->n_found : 0, result ? result->n_unclaimed : 0);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

static void conflicts_are_errors(void **state)
{
    (void)state;
    static const char *const texts[] = {"检查企业5家，检查企业6家", "检查企业5家，检查企业5余家",
                                        "检查企业5家，检查企业约5家"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue("家", "检查企业{}家", log);
        struct tb_extract *result;
        assert_int_equal(extract(panel, texts[i], &result, log), TB_BAD_DATA);
        assert_null(result);
        assert_true(has_kind(log, "conflict"));
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* Numbers that are no figures, each with its kind and how many numbers it has. */
static const struct {
    const char *text;
    enum tb_set_aside what;
    size_t n;
} aside[] = {
    {"2019年和2023年度", TB_ASIDE_YEAR, 2},
    {"2021-2023年", TB_ASIDE_YEAR, 2},
    {"专项整治2023行动", TB_ASIDE_YEAR, 1},
    {"11月3日", TB_ASIDE_DATE, 2},
    {"1至9月", TB_ASIDE_DATE, 2},
    {"2024-01-25 15:35", TB_ASIDE_DATE, 5},
    {"2024.1.25发布", TB_ASIDE_DATE, 1},
    {"1.加强\n2、提高\n(3)推进\n4）落实", TB_ASIDE_LIST, 4},
    {"一是；2.加强", TB_ASIDE_LIST, 1},
    {"第12条", TB_ASIDE_LIST, 1},
    {"津交发〔2023〕12号", TB_ASIDE_DOCUMENT, 2},
    {"G25高速、A4纸、5G网络", TB_ASIDE_NAME, 3},
    {"12345、12328热线", TB_ASIDE_NAME, 2},
    {"电话022-29241234、13912345678", TB_ASIDE_NAME, 3},
    {"上一段\n- 12 -\n下一段\n第 3 页 共 20 页\n", TB_ASIDE_PAGE, 2},
    {"上一段\n 7 \n\f下一段", TB_ASIDE_PAGE, 1},
};

static void other_numbers_are_set_aside(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof aside / sizeof aside[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue("件", "共办{}件", log);
        struct tb_extract *result;
        assert_int_equal(extract(panel, aside[i].text, &result, log), TB_OK);
        for (int k = 0; k < TB_ASIDES; k++)
            if (result->set_aside[k] != (k == (int)aside[i].what ? aside[i].n : 0) || result->n_unclaimed)
                fail_msg("\"%s\": %zu of kind %d, %zu unclaimed", aside[i].text, result->set_aside[k], k,
                         result->n_unclaimed);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* None of these is lost: numbers that only look like years, dates or names of something. */
static void figures_are_listed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } texts[] = {
        {"检查2023家次，发放2000份", 2}, {"历时3个月零5天", 2}, {"全长12km、重3.5t", 2},
        {"增长12.5%，达到1:3", 3},       {"624\n", 1},          {"比例为3/5", 2},
        {"在15日内办结3件", 1},          {"满意率98.5", 1},     {"1,234,567元和1,23件", 3},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue("件", "共办{}件", log);
        struct tb_extract *result;
        assert_int_equal(extract(panel, texts[i].text, &result, log), TB_OK);
        if (result->n_unclaimed != texts[i].n)
            fail_msg("\"%s\": %zu unclaimed", texts[i].text, result->n_unclaimed);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* The sentence that a phrase writes is read back, by its own indicator alone, for the whole catalogue. */
static void phrases_read_what_they_write(void **state)
{
    (void)state;
    static const char *const path[] = {SOURCE_DIR "/data/baodi-transport/indicators.csv"};
    struct tb_log *log = tb_log_new(0);
    struct tb_panel *panel = NULL;
    const struct tb_load_options options = {0};
    assert_int_equal(tb_load(path, 1, &options, &panel, log), TB_OK);
    assert_true(panel->n_indicators > 90);
    struct tb_bytes text = {0};
    for (size_t i = 0; i < panel->n_indicators; i++) {
        const char *phrase = tb_text(panel, panel->indicators[i].definition->phrase_zh), *hole = strstr(phrase, "{}");
        assert_non_null(hole); /* every indicator has a phrase */
        assert_true(hole < phrase + strcspn(phrase, "|"));
        const char *either_way = memmem(phrase, (size_t)(hole - phrase), "增减", strlen("增减"));
        tb_bytes_text(&text, "全年");
        tb_bytes_add(&text, phrase, (size_t)((either_way ? either_way : hole) - phrase));
        tb_bytes_format(&text, "%s%zu", either_way ? "增加" : "", 3000 + i);
        tb_bytes_add(&text, hole + 2, strcspn(hole + 2, "|"));
        tb_bytes_text(&text, "。\n");
    }
    tb_bytes_add(&text, "", 1);
    struct tb_extract *result;
    if (extract(panel, (const char *)text.data, &result, log))
        fail_msg("%s", tb_message_text(tb_log_message(log, 0), TB_ENGLISH));
    assert_int_equal(result->n_found, panel->n_indicators);
    assert_int_equal(result->n_unclaimed, 0);
    for (size_t i = 0; i < result->n_found; i++) {
        if (result->found[i].value != (double)(3000 + result->found[i].indicator) || result->found[i].state != TB_EXACT)
            fail_msg("%s reads %g", result->found[i].text, result->found[i].value);
        assert_int_equal(result->found[i].line, result->found[i].indicator + 1);
    }
    tb_extract_free(result);
    tb_bytes_free(&text);
    tb_panel_free(panel);
    tb_log_free(log);
}

/* Every beginning of a report, cut anywhere, and every phrase of odd letters: no crash, and never a figure too many. */
static void cut_reports_are_safe(void **state)
{
    (void)state;
    static const char text[] =
        "〔2023〕5号\f- 3 -\n共办约１，２３４件，百分之，一百零三\xEF\xBC\xFF 2024-01-25 15:35 1.2.3 "
        "G25 022-12345678 第3 3、4 增减-5 {}|";
    char copy[sizeof text];
    for (size_t n = 1; n < sizeof text; n++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue("件", "共办{}件|{}件以上|增减{}", log);
        struct tb_extract *result;
        memcpy(copy, text, n);
        copy[n] = '\0';
        if (extract(panel, copy, &result, log) == TB_OK)
            assert_true(result->n_found <= 1);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

/* A report as a template: numbers in the catalogue's unit alone, other figures with the words of their phrase. */
static void test_template(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *phrase, *text, *template;
    } rows[] = {
        {"件", "处罚{}件", "2023年处罚403件。", "{{year}}年处罚{{a}}件。"},
        {"件", "处罚{}件", "处罚1,918件，又称处罚1918件", "处罚{{a}}件，又称处罚{{a}}件"},
        {"件", "处罚{}件", "全年处罚500余件。", "全年{{phrase a}}。"},
        {"万吨", "卸货{}万吨", "卸货43200吨", "{{phrase a}}"},
        {"万吨", "卸货{}万吨", "卸货4.32万吨", "卸货{{a}}万吨"},
        {"件", "{}发生复议", "未发生复议", "{{phrase a}}"},
        {"人", "较上年增减{}人", "人员较上年减少22人", "人员{{phrase a}}"},
        {"件", "处罚{}件", "{{x}}：处\n罚403件", "\\{{x}}：处\n罚{{a}}件"},
        {"件", "处罚{}件", "2022年和2023年，2021-2023年，2023年至2025年，2023年1月25日，处罚5件",
         "{{year-1}}年和{{year}}年，2021-2023年，2023年至2025年，{{year}}年1月25日，处罚{{a}}件"},
        {"件", "处罚{}件", "  处罚 ４０３ 件\n\n处罚403件\n", "  处罚 {{a}} 件\n\n处罚{{a}}件\n"},
        {"%", "率{}%", "率为0.23%以下", "{{phrase a}}"},
        {"%", "率{}%", "率达到100%", "率达到{{a}}%"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_log *log = tb_log_new(0);
        struct tb_panel *panel = catalogue(rows[i].unit, rows[i].phrase, log);
        struct tb_extract *result = NULL;
        struct tb_bytes template = {0};
        size_t unplaced;
        assert_int_equal(extract(panel, rows[i].text, &result, log), TB_OK);
        assert_int_equal(tb_extract_template(result, 0, rows[i].text, &template, &unplaced), TB_OK);
        tb_bytes_add(&template, "", 1);
        assert_string_equal((const char *)template.data, rows[i].template);
        assert_int_equal(unplaced, 0);
        tb_bytes_free(&template);
        tb_extract_free(result);
        tb_panel_free(panel);
        tb_log_free(log);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_template),
    cmocka_unit_test(numbers_are_read),
    cmocka_unit_test(others_are_not_taken),
    cmocka_unit_test(conflicts_are_errors),
    cmocka_unit_test(other_numbers_are_set_aside),
    cmocka_unit_test(figures_are_listed),
    cmocka_unit_test(phrases_read_what_they_write),
    cmocka_unit_test(cut_reports_are_safe),
};

RUN_TESTS(tests)
