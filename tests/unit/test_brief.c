/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder a briefing is: names of files, Markdown, manifest, what is charted and what is not. */
#include "brief/markdown.h"
#include "brief/measure.h"
#include "brief/words.h"
#include "brief_fixture.h"

#include "chart/draw.h"
#include "run.h"
#include "zip_parts.h"

#include <dirent.h>
#include <jansson.h>
#include <sha2.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- text ---- */

/* Each right side, rendered by a CommonMark reader, shows the left side; checked with commonmark.js, markdown-it and
 * marked. */
static void test_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *markdown;
    } rows[] = {
        {"行政处罚案件2024年为403件，同比增长93.8%", "行政处罚案件2024年为403件，同比增长93.8%"},
        {"<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"},
        {"*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~"},
        {"# title", "\\# title"},
        {"- item", "\\- item"},
        {"+ item", "\\+ item"},
        {"-22", "-22"},
        {"+93.8%", "+93.8%"},
        {"---", "\\-\\-\\-"},
        {"=====", "\\=\\=\\=\\=\\="},
        {"1. first", "1\\. first"},
        {"1) first", "1\\) first"},
        {"50.4", "50.4"},
        {"1.5 and 2.", "1.5 and 2."},
        {"a | b", "a \\| b"},
        {"[x](javascript:alert(1))", "\\[x\\](javascript\\:alert(1))"},
        {"![x](y)", "\\!\\[x\\](y)"},
        {"https://example.org/a_b", "https\\://example.org/a\\_b"},
        {"www.example.org", "www\\.example.org"},
        {"a@b.org", "a\\@b.org"},
        {":smile:", "\\:smile:"},
        {"a &amp; b", "a \\&amp; b"},
        {"$x^2$ {=html}", "\\$x\\^2\\$ \\{=html\\}"},
        {"a\\b", "a\\\\b"},
        {"... -- ---", "\\.\\.\\. \\-\\- \\-\\-\\-"},
        {"    code", "code"},
        {"a\nb\r\n\tc", "a b   c"},
        {"> quote", "\\> quote"},
        {"% title block", "\\% title block"},
        {"#", "\\#"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tb_bytes bytes = {0};
        brief_markdown_text(&bytes, rows[i].text);
        assert_string_equal(brief_text(&bytes), rows[i].markdown);
        tb_bytes_free(&bytes);
    }
}

static void test_file_names(void **state)
{
    (void)state;
    static const struct {
        const char *id, *stem;
    } rows[] = {
        {"penalty_cases", "penalty_cases"},
        {"行政处罚案件", "行政处罚案件"},
        {"🚓🚗", "🚓🚗"},
        {"a b", "a b"},
        {"../etc/passwd", "%2E.%2Fetc%2Fpasswd"},
        {"a/b\\c", "a%2Fb%5Cc"},
        {"..", "%2E%2E"},
        {"", "%"},
        {"50%", "50%25"},
        {"CON", "CON%"},
        {"nul.txt", "nul.txt%"},
        {"com1", "com1%"},
        {"console", "console"},
        {"a:b*c?d\"e<f>g|h", "a%3Ab%2Ac%3Fd%22e%3Cf%3Eg%7Ch"},
        {"a\n\x01", "a%0A%01"},
        {"-rf", "%2Drf"},
        {"trailing. ", "trailing.%20"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *stem = brief_file_stem(rows[i].id);
        assert_string_equal(stem, rows[i].stem);
        free(stem);
    }
    /* long names are cut between characters and stay apart */
    char a[600] = "", b[600] = "";
    for (int i = 0; i < 60; i++) {
        strcat(a, "案");
        strcat(b, "案");
    }
    strcat(a, "一");
    strcat(b, "二");
    char *first = brief_file_stem(a), *second = brief_file_stem(b);
    assert_true(strlen(first) <= 120 && strlen(second) <= 120);
    assert_string_not_equal(first, second);
    for (const char *at = first; *at;)
        assert_int_not_equal(brief_utf8_next(&at), 0xFFFD);
    free(first);
    free(second);
}

/* Widths by the published advance widths of Arial: "Il" is 278 + 222, "100%" 3 x 556 + 889 thousandths. */
static void test_measure(void **state)
{
    (void)state;
    assert_float_equal(brief_text_width("Il", false), 0.500, 1e-9);
    assert_float_equal(brief_text_width("100%", false), 2.557, 1e-9);
    assert_float_equal(brief_text_width("案件，", false), 3, 1e-9);
    assert_float_equal(brief_text_width("e\xCC\x81", false), 0.556, 1e-9);

    assert_int_equal(brief_text_lines("案件案件", 10, 40, false), 1);
    assert_int_equal(brief_text_lines("案件案件案", 10, 40, false), 2);
    assert_int_equal(brief_text_lines("案件案件，案", 10, 40, false), 2); /* the comma takes its character along */
    assert_int_equal(brief_text_lines("aaaa aaaa", 10, 25, false), 2);    /* 4 x 5.56 and no more */
    assert_int_equal(brief_text_lines("aaaaaaaaaaaa", 10, 25, false), 3);
    assert_int_equal(brief_text_lines("", 10, 25, false), 0);

    static const struct {
        const char *text;
        double width;
        size_t lines;
        const char *fitted;
    } rows[] = {
        {"案件案件案件", 60, 1, "案件案件案件"}, {"案件案件案件", 59, 1, "案件案件…"},
        {"案件案件案件", 30, 2, "案件案件案件"}, {"案件案件案件案", 30, 2, "案件案件案…"},
        {"aaaa aaaa", 40, 1, "aaaa…"},           {"e\xCC\x81xyz", 16, 1, "e\xCC\x81…"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *fitted = brief_text_fit(rows[i].text, 10, rows[i].width, rows[i].lines, false);
        assert_string_equal(fitted, rows[i].fitted);
        assert_true(brief_text_lines(fitted, 10, rows[i].width, false) <= rows[i].lines);
        free(fitted);
    }
    char chinese[64] = "案件案件，增长增长", english[64] = "rose over the years, to 20 in 2024",
         none[64] = "案件案件案件案件", lopsided[64] = "案，件案件案件案件";
    brief_text_balance(chinese, 10, 80, false);
    assert_string_equal(chinese, "案件案件，\n增长增长");
    brief_text_balance(english, 10, 100, false);
    assert_string_equal(english, "rose over the years,\nto 20 in 2024");
    brief_text_balance(none, 10, 60, false);
    assert_string_equal(none, "案件案件案件案件");
    brief_text_balance(lopsided, 10, 80, false); /* one character above seven is no better than the plain break */
    assert_string_equal(lopsided, "案，件案件案件案件");
}

/* ---- what is charted ---- */

static struct tb_brief_options options(enum tb_language language)
{
    return (struct tb_brief_options){
        .language = language, .version = "0", .page = tb_page_default(), .jobs = 2, .command = "brief"};
}

static void test_plan(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "one_year", "甲", "A", "件", TB_COUNT);
    fixture_indicator(&f, "label", "乙", "B", "个", TB_LABEL);
    fixture_indicator(&f, "zero", "丙", "C", "件", TB_COUNT);
    fixture_indicator(&f, "huge", "己", "F", "件", TB_COUNT);
    fixture_indicator(&f, "CASES", "丁", "D", "件", TB_COUNT);
    fixture_indicator(&f, "cases", "戊", "E", "件", TB_COUNT);
    fixture_data(&f, "one_year", NULL, NULL, "2024:5");
    fixture_data(&f, "label", NULL, NULL, "2023:4 2024:5");
    fixture_data(&f, "zero", NULL, NULL, "2023:0 2024:0");
    fixture_data(&f, "huge", NULL, NULL, "2023:1e306 2024:2");
    fixture_data(&f, "CASES", NULL, NULL, "2023:1 2024:2");
    fixture_data(&f, "cases", NULL, NULL, "2023:3 2024:2");
    fixture_finish(&f);
    const struct tb_brief_options o = options(TB_CHINESE);
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f.panel, &f.results, &o, &plan, f.log), TB_OK);
    assert_int_equal(plan->figures, 2);
    assert_int_equal(plan->without_chart, 4);
    assert_string_equal(plan->figure[0].stem, "CASES"); /* file systems that ignore case keep both */
    assert_string_equal(plan->figure[1].stem, "cases~2");
    assert_string_equal(plan->title, "2023—2024年主要指标简报");
    brief_plan_free(plan);
    fixture_close(&f);
}

/*
 * What comes first, by the rules of the table in src/brief/select.c: a doubling of many counted things before a
 * doubling of few (6 and 12 differ by 1.4 standard deviations, half of the 3 that count as full), a printed figure that
 * does not agree before one that does, and figures that ended years ago last.
 */
static void test_selection(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "old", "甲", "A", "件", TB_COUNT);
    fixture_indicator(&f, "few", "乙", "B", "件", TB_COUNT);
    fixture_indicator(&f, "many", "丙", "C", "件", TB_COUNT);
    fixture_indicator(&f, "steady", "丁", "D", "件", TB_COUNT);
    fixture_indicator(&f, "disputed", "戊", "E", "件", TB_COUNT);
    fixture_indicator(&f, "missed", "己", "F", "件", TB_COUNT);
    fixture_data(&f, "old", NULL, NULL, "2018:200 2019:400");
    fixture_data(&f, "few", NULL, NULL, "2023:6 2024:12");
    fixture_data(&f, "many", NULL, NULL, "2023:200 2024:400");
    fixture_data(&f, "steady", NULL, NULL, "2023:400 2024:404");
    fixture_data(&f, "disputed", NULL, NULL, "2023:400 2024:404");
    fixture_data(&f, "missed", NULL, NULL, "2023:400 2024:404");
    fixture_finish(&f);
    fixture_rows(&f, 0, "yoy_pct 2018 2019 100");
    fixture_rows(&f, 1, "yoy_pct 2023 2024 100");
    fixture_rows(&f, 2, "yoy_pct 2023 2024 100");
    fixture_rows(&f, 3, "yoy_pct 2023 2024 1");
    char rows[120];
    snprintf(rows, sizeof rows, "yoy_pct 2023 2024 1; audit_parts 2024 2024 - note=%d a=404 b=400", TB_NOTE_DIFFERS);
    fixture_rows(&f, 4, rows);
    fixture_rows(&f, 5, "yoy_pct 2023 2024 1; target_met 2024 2024 0");
    struct tb_brief_options o = options(TB_CHINESE);
    o.top = 4;
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f.panel, &f.results, &o, &plan, f.log), TB_OK);
    assert_int_equal(plan->figures, 6);
    assert_int_equal(plan->on_slides, 4);
    static const char *const order[] = {"missed", "many", "disputed", "few", "old", "steady"};
    static const char *const why[] = {"未达目标",       "较上年变化较大", "公布数与计算结果不一致",
                                      "较上年变化较大", "较上年变化较大", ""};
    for (size_t rank = 0; rank < 6; rank++) {
        const struct brief_figure *figure = &plan->figure[plan->ranked[rank]];
        assert_string_equal(figure->stem, order[rank]);
        assert_string_equal(figure->reasons, why[rank]);
        assert_int_equal(figure->rank, rank);
        assert_int_equal(figure->on_slide, rank < 4);
    }
    brief_plan_free(plan);
    fixture_close(&f);
}

/* 50 regions of one indicator make one chart of the 40 largest; 160 indicators make 150 charts and a warning. */
static void test_caps(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    for (int i = 0; i < 50; i++) {
        char region[16], data[64];
        snprintf(region, sizeof region, "R%d", i);
        snprintf(data, sizeof data, "2023:1 2024:%d", 100 - i);
        fixture_data(&f, "cases", region, NULL, data);
    }
    fixture_finish(&f);
    const struct tb_brief_options o = options(TB_ENGLISH);
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f.panel, &f.results, &o, &plan, f.log), TB_OK);
    assert_int_equal(plan->figures, 1);
    assert_int_equal(plan->figure[0].n, BRIEF_REGIONS_MOST);
    assert_int_equal(plan->figure[0].omitted, 10);
    assert_int_equal(plan->without_chart, 10);
    for (uint32_t k = 0; k < BRIEF_REGIONS_MOST; k++)
        assert_int_equal(plan->figure[0].series[k], k);
    brief_plan_free(plan);
    fixture_close(&f);

    fixture_open(&f, "data/2024.csv");
    for (int i = 0; i < 160; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        fixture_indicator(&f, id, id, id, "件", TB_COUNT);
        fixture_data(&f, id, NULL, NULL, "2023:1 2024:2");
    }
    fixture_finish(&f);
    assert_int_equal(brief_plan_make(f.panel, &f.results, &o, &plan, f.log), TB_OK);
    assert_int_equal(plan->figures, BRIEF_CHARTS_MOST);
    assert_int_equal(plan->capped, 10);
    assert_int_equal(tb_log_count(f.log, TB_WARNING), 1);
    assert_string_equal(tb_log_message(f.log, 0)->kind, "charts-capped");
    brief_plan_free(plan);
    fixture_close(&f);
}

static void test_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_finish(&f);
    const struct tb_brief_options o = options(TB_ENGLISH);
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, "/nowhere/at/all", NULL, f.log), TB_BAD_DATA);
    assert_int_equal(tb_log_count(f.log, TB_ERROR), 1);
    fixture_close(&f);
}

/* ---- the folder ---- */

static char *read_whole(const char *folder, const char *name, size_t *n)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        print_error("no %s\n", path);
    assert_non_null(file);
    char *text = calloc(1, 1 << 24);
    *n = fread(text, 1, (1 << 24) - 1, file);
    fclose(file);
    return text;
}

static void remove_all(const char *folder)
{
    static const char *const names[] = {"charts/a b.svg",
                                        "charts/a b.png",
                                        "charts/\xE6\xA1\x88.svg",
                                        "charts/\xE6\xA1\x88.png",
                                        "charts",
                                        "briefing.pptx",
                                        "briefing.xlsx",
                                        "briefing.html",
                                        "briefing.md",
                                        "briefing.docx",
                                        "statistics.csv",
                                        "manifest.json",
                                        ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
}

static void test_folder(void **state)
{
    (void)state;
    char folder[] = "/tmp/test-brief-XXXXXX", input[80];
    assert_non_null(mkdtemp(folder));
    snprintf(input, sizeof input, "%s.csv", folder);
    FILE *file = fopen(input, "wb");
    assert_non_null(file);
    fputs("abc", file); /* SHA-256 of "abc": FIPS 180-2, appendix B.1 */
    fclose(file);

    struct fixture f;
    fixture_open(&f, input);
    f.panel->inputs[0].bytes = 3;
    fixture_indicator(&f, "a b", "甲|乙", "A|B", "件", TB_COUNT);
    fixture_indicator(&f, "案", "丙", "C", "件", TB_COUNT);
    fixture_data(&f, "a b", NULL, "src", "2023:208 2024:403");
    fixture_data(&f, "案", NULL, "src", "2023:5 2024:6");
    fixture_finish(&f);
    fixture_rows(&f, 0, "yoy_pct 2023 2024 93.75");
    struct tb_brief_options o = options(TB_CHINESE);
    const char *const data[] = {"folder of data", NULL};
    o.data = data;
    struct tb_brief_report report;
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, folder, &report, f.log), TB_OK);
    assert_int_equal(report.charts, 2);
    assert_int_equal(report.series, 2);
    assert_int_equal(report.without_chart, 0);
    assert_int_equal(report.slides, 8); /* cover, contents, key figures, key points, two charts, overview, methods */

    size_t n;
    char *text = read_whole(folder, "briefing.md", &n);
    assert_non_null(strstr(text, "甲\\|乙2024年为403件，同比增长93.8%。"));
    assert_non_null(strstr(text, "](charts/a%20b.svg)"));
    assert_non_null(strstr(text, "](charts/%E6%A1%88.svg)"));
    assert_non_null(strstr(text, "| 2024 | 403 | +93.8% |"));
    free(text);

    /* the document: both charts, no tables of their two years, the source once */
    struct tb_bytes docx = {.data = (unsigned char *)read_whole(folder, "briefing.docx", &docx.n)};
    xmlDocPtr document = zip_part(&docx, "word/document.xml");
    char *words = zip_text(document, "string(/)");
    assert_non_null(strstr(words, "甲|乙2024年为403件，同比增长93.8%。"));
    const char *sources = strstr(words, "数据来源");
    assert_non_null(sources);
    assert_string_equal(sources, "数据来源src");
    assert_true(zip_number(document, "count(//*[local-name()='inline'])") == 2);
    assert_true(zip_number(document, "count(//*[local-name()='tbl'])") == 0);
    xmlFreeDoc(document);
    xmlFree(words);
    free(docx.data);

    /* the manifest lists every other file with the hash of what is there */
    text = read_whole(folder, "manifest.json", &n);
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    const json_t *input_row = json_array_get(json_object_get(root, "inputs"), 0);
    assert_string_equal(json_string_value(json_object_get(input_row, "sha256")),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(json_string_value(json_array_get(json_object_get(root, "data"), 0)), "folder of data");
    assert_string_equal(json_string_value(json_object_get(root, "language")), "zh");
    const json_t *outputs = json_object_get(root, "outputs");
    assert_int_equal(json_array_size(outputs), 10);
    for (size_t i = 0; i < json_array_size(outputs); i++) {
        const json_t *row = json_array_get(outputs, i);
        char hash[SHA256_DIGEST_STRING_LENGTH];
        char *bytes = read_whole(folder, json_string_value(json_object_get(row, "file")), &n);
        SHA256Data((const uint8_t *)bytes, n, hash);
        assert_string_equal(json_string_value(json_object_get(row, "sha256")), hash);
        assert_int_equal(json_integer_value(json_object_get(row, "bytes")), n);
        free(bytes);
    }
    json_decref(root);

    /* again, with more processes: the same bytes, into the same folder without being forced */
    o.jobs = 1;
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, folder, &report, f.log), TB_OK);
    size_t again;
    char *second = read_whole(folder, "manifest.json", &again);
    assert_string_equal(second, text);
    free(second);
    free(text);
    remove_all(folder);

    /* a folder of someone else is refused and left as it was */
    mkdir(folder, 0777);
    char path[600];
    snprintf(path, sizeof path, "%s/mine.txt", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, folder, &report, f.log), TB_OUTPUT_FAILED);
    size_t entries = 0;
    DIR *listing = opendir(folder);
    while (readdir(listing))
        entries++;
    closedir(listing);
    assert_int_equal(entries, 3); /* . .. mine.txt */
    remove(path);
    remove(folder);

    /* cancelled: nothing is there */
    const volatile int cancel = 1;
    o.cancel = &cancel;
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, folder, &report, f.log), TB_INTERRUPTED);
    assert_int_not_equal(access(folder, F_OK), 0);
    remove(input);
    fixture_close(&f);
}

/* Kills the process of one picture. */
static void kill_one(const struct tb_chart_job *job)
{
    if (strcmp(job->name, "charts/b.png") == 0)
        _exit(7);
}

/* A chart that cannot be drawn is an error that names it; the rest of the briefing is there. */
static void test_one_bad_chart(void **state)
{
    (void)state;
    char folder[] = "/tmp/test-brief-XXXXXX", path[80];
    assert_non_null(mkdtemp(folder));
    struct fixture f;
    fixture_open(&f, "x.csv");
    static const char *const ids[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        fixture_indicator(&f, ids[i], ids[i], ids[i], "件", TB_COUNT);
    for (size_t i = 0; i < 3; i++)
        fixture_data(&f, ids[i], NULL, "src", "2023:208 2024:403");
    fixture_finish(&f);
    const struct tb_brief_options o = options(TB_CHINESE);
    struct tb_brief_report report = {0};
    tb_draw_limits.before = kill_one;
    assert_int_equal(tb_brief_write(f.panel, &f.results, &o, folder, &report, f.log), TB_OUTPUT_FAILED);
    tb_draw_limits.before = NULL;
    assert_int_equal(tb_log_count(f.log, TB_ERROR), 1);
    assert_string_equal(tb_log_message(f.log, 0)->file, "charts/b.png");
    assert_int_equal(report.charts, 2);
    assert_int_equal(report.series, 3);
    assert_int_equal(report.without_chart, 1);
    size_t n;
    char *text = read_whole(folder, "briefing.md", &n);
    assert_non_null(strstr(text, "](charts/a.svg)"));
    assert_null(strstr(text, "charts/b.svg"));
    assert_non_null(strstr(text, "](charts/c.svg)"));
    free(text);
    snprintf(path, sizeof path, "%s/charts/b.svg", folder);
    assert_int_not_equal(access(path, F_OK), 0);
    fixture_close(&f);
    snprintf(path, sizeof path, "rm -r %s", folder);
    assert_int_equal(system(path), 0);
}

/* Every writer is a row with all its texts, and its file is one of the folder. */
static void test_writers(void **state)
{
    (void)state;
    size_t n;
    const struct tb_brief_writer *writers = tb_brief_writers(&n);
    assert_true(n >= 5);
    for (size_t i = 0; i < n; i++)
        assert_true(writers[i].id[0] && writers[i].file[0] && writers[i].title_en[0] && writers[i].title_zh[0]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_markdown), cmocka_unit_test(test_file_names), cmocka_unit_test(test_measure),
    cmocka_unit_test(test_plan),     cmocka_unit_test(test_selection),  cmocka_unit_test(test_caps),
    cmocka_unit_test(test_nothing),  cmocka_unit_test(test_folder),     cmocka_unit_test(test_one_bad_chart),
    cmocka_unit_test(test_writers),
};
RUN_TESTS(tests)
