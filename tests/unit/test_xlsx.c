/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workbook: what stands in which cell, and as what; charts; text that stays text.  Read back by libzip and libxml2.
 */
#include "brief/plan.h"
#include "brief/sheets.h"
#include "brief_fixture.h"
#include "run.h"
#include "zip_parts.h"

#include <unistd.h>

static void make_workbook(struct fixture *f, enum tb_language language, struct tb_bytes *bytes)
{
    const struct tb_brief_options options = {
        .language = language, .version = "0", .page = tb_page_default(), .jobs = 2, .command = "brief"};
    struct brief_plan *plan = NULL;
    assert_int_equal(brief_plan_make(f->panel, &f->results, &options, &plan, f->log), TB_OK);
    assert_int_equal(brief_plan_draw(plan, false, f->log), TB_OK);
    assert_int_equal(brief_write_xlsx(plan, bytes, f->log), TB_OK);
    brief_plan_free(plan);
}

/* ---- cells ---- */

struct book {
    xmlDocPtr sheet[7], strings, styles; /* sheets by number from 1 */
};

static void book_open(struct book *book, const struct tb_bytes *bytes, size_t sheets)
{
    *book =
        (struct book){.strings = zip_part(bytes, "xl/sharedStrings.xml"), .styles = zip_part(bytes, "xl/styles.xml")};
    assert_non_null(book->strings);
    assert_non_null(book->styles);
    for (size_t i = 1; i <= sheets; i++) {
        char name[64];
        snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", i);
        book->sheet[i] = zip_part(bytes, name);
        assert_non_null(book->sheet[i]);
    }
}

static void book_close(struct book *book)
{
    for (size_t i = 0; i < sizeof book->sheet / sizeof book->sheet[0]; i++)
        xmlFreeDoc(book->sheet[i]);
    xmlFreeDoc(book->strings);
    xmlFreeDoc(book->styles);
}

/* `text` of a text cell, "" when the cell is no text cell. */
static void assert_text(const struct book *book, size_t sheet, const char *cell, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "//m:c[@r='%s'][@t='s']/m:v", cell);
    char *index = zip_text(book->sheet[sheet], path);
    char *found = NULL;
    if (index[0]) {
        snprintf(path, sizeof path, "//m:si[%d]", atoi(index) + 1);
        found = zip_text(book->strings, path);
    }
    assert_string_equal(found ? found : "", text);
    xmlFree(found);
    xmlFree(index);
}

static void assert_number(const struct book *book, size_t sheet, const char *cell, double number)
{
    char path[100];
    snprintf(path, sizeof path, "//m:c[@r='%s'][not(@t)]/m:v", cell);
    assert_float_equal(zip_number(book->sheet[sheet], path), number, 1e-9);
}

static void assert_formula(const struct book *book, size_t sheet, const char *cell, const char *formula)
{
    char path[100];
    snprintf(path, sizeof path, "//m:c[@r='%s']/m:f", cell);
    char *found = zip_text(book->sheet[sheet], path);
    assert_string_equal(found, formula);
    xmlFree(found);
}

/* The number format of a cell, by its style. */
static void assert_pattern(const struct book *book, size_t sheet, const char *cell, const char *pattern)
{
    char path[300];
    snprintf(path, sizeof path, "//m:c[@r='%s']/@s", cell);
    const int style = (int)zip_number(book->sheet[sheet], path);
    snprintf(path, sizeof path, "//m:numFmt[@numFmtId = //m:cellXfs/m:xf[%d]/@numFmtId]/@formatCode", style + 1);
    char *found = zip_text(book->styles, path);
    assert_string_equal(found, pattern);
    xmlFree(found);
}

/* ---- tests ---- */

/*
 * 403 of 208 is +93.75 %; 0.15 against a bound has no one change; 1.5 of 1.2 (percent) is +0.3 points.
 * Rows of the data: cases 2, rate 3, bound 4; columns A section, B indicator, C unit, D 2022, E 2023, F 2024.
 */
static void test_cells(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_indicator(&f, "rate", "比率", "Rate", "%", TB_RATE);
    fixture_indicator(&f, "bound", "界限", "Bound", "万公里", TB_LENGTH);
    fixture_data(&f, "cases", NULL, "src", "2023:208 2024:403,p");
    fixture_data(&f, "rate", NULL, "src", "2022:1.20 2023:1.50");
    fixture_data(&f, "bound", NULL, "src", "2022:~0.150 2023:<=0.23 2024:-");
    fixture_finish(&f);
    fixture_rows(&f, 0, "yoy_pct 2023 2024 93.75");
    fixture_rows(&f, 1, "yoy_pp 2022 2023 0.3");
    fixture_rows(&f, 2, "yoy_pct 2022 2023 - upper=53.3333 note=8 year=2023");
    struct tb_bytes bytes = {0};
    struct book book;

    make_workbook(&f, TB_CHINESE, &bytes);
    book_open(&book, &bytes, 6);
    assert_text(&book, 1, "B1", "指标");
    assert_number(&book, 1, "D1", 2022);
    assert_number(&book, 1, "F1", 2024);
    assert_text(&book, 1, "B2", "案件");
    assert_text(&book, 1, "C2", "件");
    assert_number(&book, 1, "E2", 208);
    assert_number(&book, 1, "F2", 403);
    assert_number(&book, 1, "D3", 1.2);
    assert_pattern(&book, 1, "D3", "0.00");
    assert_number(&book, 1, "D4", 0.15);
    assert_pattern(&book, 1, "D4", "\"约\"0.000");
    assert_text(&book, 1, "E4", "≤0.23");
    assert_text(&book, 1, "F4", "缺数");
    assert_text(&book, 1, "J2", "cases");
    /* the changes stand in the same cells of the next sheet */
    assert_formula(&book, 2, "F2", "('数据'!F2-'数据'!E2)/'数据'!E2*100");
    assert_number(&book, 2, "F2", 93.75);
    assert_pattern(&book, 2, "F2", "+0.0\"%\";-0.0\"%\";0.0\"%\"");
    assert_formula(&book, 2, "E3", "'数据'!E3-'数据'!D3");
    assert_number(&book, 2, "E3", 0.3);
    assert_pattern(&book, 2, "E3", "+0.00\"个百分点\";-0.00\"个百分点\";0.00\"个百分点\"");
    assert_formula(&book, 2, "E4", "");
    assert_text(&book, 2, "E4", "2023年只知界限");
    /* statistics are typed */
    assert_text(&book, 4, "A2", "案件");
    assert_number(&book, 4, "C2", 2023);
    assert_number(&book, 4, "F2", 93.75);
    assert_text(&book, 4, "O2", "yoy_pct");
    assert_text(&book, 4, "F4", "");
    assert_number(&book, 4, "H4", 53.3333);
    assert_text(&book, 5, "A3", "没有可以与其他数字核对的公布数。");
    assert_float_equal(zip_number(book.sheet[1], "count(//m:pane[@state='frozen'][@xSplit='3'][@ySplit='1'])"), 1, 0);
    book_close(&book);
    tb_bytes_free(&bytes);

    make_workbook(&f, TB_ENGLISH, &bytes);
    book_open(&book, &bytes, 6);
    assert_text(&book, 1, "C4", "10,000 km"); /* numbers are not rescaled, so the unit says the scale */
    assert_pattern(&book, 1, "D4", "\"~\"#,##0.000");
    assert_formula(&book, 2, "F2", "('Data'!F2-'Data'!E2)/'Data'!E2*100");
    book_close(&book);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Printed 96.6 where 93.75 holds: typed numbers and their difference, 96.6 - 93.75 = 2.85. */
static void test_audit(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_indicator(&f, "growth", "增幅", "Growth", "%", TB_RATE);
    f.panel->indicators[1].change_of = 0;
    fixture_data(&f, "cases", NULL, "src", "2023:208 2024:403");
    fixture_data(&f, "growth", NULL, "src", "2024:96.6");
    fixture_finish(&f);
    char row[100];
    fixture_rows(&f, 0, "yoy_pct 2023 2024 93.75");
    snprintf(row, sizeof row, "audit_change 2023 2024 -2.85 note=%d a=96.6 b=93.75", TB_NOTE_DIFFERS);
    fixture_rows(&f, 1, row);
    struct tb_bytes bytes = {0};
    struct book book;
    make_workbook(&f, TB_ENGLISH, &bytes);
    book_open(&book, &bytes, 6);
    assert_text(&book, 5, "A2", "Growth");
    assert_number(&book, 5, "C2", 2024);
    assert_number(&book, 5, "D2", 96.6);
    assert_number(&book, 5, "E2", 93.75);
    assert_formula(&book, 5, "F2", "D2-E2");
    assert_number(&book, 5, "F2", 2.85);
    assert_text(&book, 5, "A4", "1 printed figures were checked against those they are made of; 1 do not agree.");
    book_close(&book);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* A column chart shows its bound hatched, a line stops at a new basis; the cached numbers are those of the data. */
static void test_charts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_indicator(&f, "rate", "比率", "Rate", "%", TB_RATE);
    fixture_data(&f, "cases", NULL, "src", "2021:10 2022:>=12 2024:14");
    fixture_data(&f, "rate", NULL, "src", "2020:1 2021:2 2022:5,b 2023:6 2024:7");
    fixture_finish(&f);
    struct tb_bytes bytes = {0};
    make_workbook(&f, TB_ENGLISH, &bytes);
    xmlDocPtr columns = zip_part(&bytes, "xl/charts/chart1.xml"), line = zip_part(&bytes, "xl/charts/chart2.xml");
    assert_non_null(columns);
    assert_non_null(line);
    assert_float_equal(zip_number(columns, "count(//c:barChart/c:ser)"), 2, 0);
    assert_float_equal(zip_number(columns, "count(//c:ser[2]/c:spPr/a:pattFill)"), 1, 0);
    assert_float_equal(zip_number(columns, "//c:ser[1]//c:val//c:ptCount/@val"), 4, 0); /* 2021-2024 */
    assert_float_equal(zip_number(columns, "count(//c:ser[1]//c:val//c:pt)"), 2, 0);
    assert_float_equal(zip_number(columns, "//c:ser[1]//c:val//c:pt[@idx='3']/c:v"), 14, 0);
    assert_float_equal(zip_number(columns, "//c:ser[2]//c:val//c:pt[@idx='1']/c:v"), 12, 0);
    assert_float_equal(zip_number(columns, "//c:valAx/c:scaling/c:min/@val"), 0, 0);
    assert_float_equal(zip_number(line, "count(//c:lineChart/c:ser)"), 2, 0);
    assert_float_equal(zip_number(line, "count(//c:ser[1]//c:val//c:pt)"), 2, 0);
    assert_float_equal(zip_number(line, "count(//c:ser[2]//c:val//c:pt)"), 3, 0);
    assert_float_equal(zip_number(line, "count(//c:dispBlanksAs[@val='gap']) + count(//c:chart[not(c:dispBlanksAs)])"),
                       1, 0);
    struct book book;
    book_open(&book, &bytes, 6);
    assert_formula(&book, 3, "O4", "'Data'!E2"); /* 2020 is D, the first year of the sheet */
    assert_number(&book, 3, "O4", 10);
    assert_formula(&book, 3, "P5", ""); /* a bound is text on the sheet of data */
    assert_number(&book, 3, "P5", 12);
    book_close(&book);
    xmlFreeDoc(columns);
    xmlFreeDoc(line);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Names that would act are only ever names; every part is well-formed, no formula is of their making. */
static void test_hostile_names(void **state)
{
    (void)state;
    static char longest[40000];
    memset(longest, 'x', sizeof longest - 1);
    static const struct {
        const char *name, *shown;
    } rows[] = {
        {"=1+1", "=1+1"},
        {"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
        {"@SUM(A1)", "@SUM(A1)"},
        {"-2+3", "-2+3"},
        {"{=A1}", "{=A1}"},
        {"12", "12"},
        {"http://example.org/", "http://example.org/"},
        {"<b>&amp;\"'", "<b>&amp;\"'"},
        {"_x0041_", "_x005F_x0041_"},
        {"bell\x07 \x1b[31m", "bell\xEF\xBF\xBD \xEF\xBF\xBD[31m"},
        {"\xE2\x80\xAEright", "\xEF\xBF\xBDright"},
        {longest, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        fixture_open(&f, "data/2024.csv");
        struct tb_indicator *indicator = fixture_indicator(&f, "i", rows[i].name, rows[i].name, rows[i].name, TB_COUNT);
        indicator->section = define(f.panel, indicator)->note = indicator->name_en;
        fixture_data(&f, "i", rows[i].name, rows[i].name, "2023:1 2024:3");
        fixture_finish(&f);
        fixture_rows(&f, 0, "yoy_pct 2023 2024 200");
        struct tb_bytes bytes = {0};
        struct book book;
        make_workbook(&f, TB_ENGLISH, &bytes);
        book_open(&book, &bytes, 6);
        if (rows[i].shown) {
            assert_text(&book, 1, "B2", rows[i].shown);
            assert_text(&book, 1, "D2", rows[i].shown);
            assert_text(&book, 4, "A2", rows[i].shown);
        }
        assert_float_equal(zip_number(book.sheet[1], "count(//m:f)"), 0, 0);
        assert_float_equal(zip_number(book.sheet[2], "count(//m:f)"), 1, 0);
        assert_float_equal(zip_number(book.sheet[1], "count(//m:hyperlink) - count(//m:hyperlink[@location])"), 0, 0);
        xmlDocPtr chart = zip_part(&bytes, "xl/charts/chart1.xml");
        assert_non_null(chart);
        /* every reference of the chart is to cells of its own sheet */
        assert_float_equal(zip_number(chart, "count(//c:f[not(starts-with(., 'Charts!$'))])"), 0, 0);
        xmlFreeDoc(chart);
        book_close(&book);
        tb_bytes_free(&bytes);
        fixture_close(&f);
    }
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_data(&f, "cases", NULL, "src", "2023:208 2024:403,b 2025/H1:55,p");
    fixture_finish(&f);
    struct tb_bytes first = {0}, second = {0};
    make_workbook(&f, TB_CHINESE, &first);
    setenv("TZ", "Pacific/Kiritimati", 1);
    usleep(1100000); /* into another second */
    make_workbook(&f, TB_CHINESE, &second);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.data, second.data, first.n);
    tb_bytes_free(&first);
    tb_bytes_free(&second);
    fixture_close(&f);
}

/* Only values of one year: no chart, and no sheet for them. */
static void test_no_charts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, "data/2024.csv");
    fixture_indicator(&f, "cases", "案件", "Cases", "件", TB_COUNT);
    fixture_data(&f, "cases", "R", "src", "2024:403");
    fixture_finish(&f);
    struct tb_bytes bytes = {0};
    make_workbook(&f, TB_CHINESE, &bytes);
    xmlDocPtr book = zip_part(&bytes, "xl/workbook.xml");
    assert_float_equal(zip_number(book, "count(//m:sheet)"), 5, 0);
    xmlFreeDoc(book);
    tb_bytes_free(&bytes);
    fixture_close(&f);
}

/* Letters by hand: 26 is AA, 701 ZZ, 702 AAA, 16383 XFD, the last of Excel. */
static void test_letters(void **state)
{
    (void)state;
    static const struct {
        size_t column;
        const char *letters;
    } rows[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char letters[8];
        brief_book_letters(rows[i].column, letters);
        assert_string_equal(letters, rows[i].letters);
    }
    static const struct {
        double value;
        const char *pattern;
    } plain[] = {{0, "0"},
                 {403, "0"},
                 {93.75, "0.00"},
                 {1234.5, "0.0"},
                 {0.00012345, "0.0000000"},
                 {1e15, "0.000E+00"},
                 {1e-10, "0.000E+00"},
                 {-0.5, "0.0000"}};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        char pattern[BOOK_PATTERN_SIZE];
        brief_book_plain_pattern(plain[i].value, pattern);
        assert_string_equal(pattern, plain[i].pattern);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cells),         cmocka_unit_test(test_audit),      cmocka_unit_test(test_charts),
    cmocka_unit_test(test_hostile_names), cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_no_charts),
    cmocka_unit_test(test_letters),
};
RUN_TESTS(tests)
