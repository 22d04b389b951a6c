/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workbooks: cells, formats, merged and hidden parts, and damaged files.
 *
 * The parts of most workbooks here are written by hand, as ECMA-376 has them; what they mean was worked out by hand
 * too. The last test sends every specimen of a published table through libxlsxwriter and reads it twice, as text and as
 * sheet.
 */
#include "load/book.h"
#include "load/loader.h"
#include "trendbook/number.h"

#include "run.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

/* ---- workbooks made here ---- */

struct part {
    const char *name, *text;
};

static const char types[] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
static const char root[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char relations[] = "<Relationships>"
                                "<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/a.xml\"/>"
                                "<Relationship Id=\"r2\" Type=\"x/worksheet\" Target=\"/xl/worksheets/b.xml\"/>"
                                "<Relationship Id=\"r3\" Type=\"x/styles\" Target=\"styles.xml\"/>"
                                "<Relationship Id=\"r4\" Type=\"x/sharedStrings\" Target=\"shared.xml\"/>"
                                "</Relationships>";
static const char one_sheet[] =
    "<workbook xmlns:r=\"o\"><sheets><sheet name=\"Sheet1\" r:id=\"r1\"/></sheets></workbook>";
static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;\"/>"
    "<numFmt numFmtId=\"177\" formatCode=\"0!.0,\"/><numFmt numFmtId=\"178\" "
    "formatCode=\"0.0&quot;件&quot;\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"2\"/>"
    "<xf numFmtId=\"177\"/><xf numFmtId=\"178\"/></cellXfs></styleSheet>";
enum {
    GENERAL,
    PERCENT,
    DAY,
    YEAR,
    TWO_DECIMALS,
    TEN_THOUSANDS,
    PIECES
};

static struct tb_bytes zipped(const struct part *part, size_t n)
{
    struct tb_bytes bytes = {0};
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++)
        if (part[i].text)
            assert_true(zip_file_add(zip, part[i].name, zip_source_buffer(zip, part[i].text, strlen(part[i].text), 0),
                                     ZIP_FL_ENC_UTF_8) >= 0);
    assert_int_equal(zip_close(zip), 0);
    zip_source_open(source);
    char block[4096];
    for (zip_int64_t got; (got = zip_source_read(source, block, sizeof block)) > 0;)
        tb_bytes_add(&bytes, block, (size_t)got);
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

/* A workbook of one sheet with these rows (XML), or of two. */
static struct tb_bytes workbook_with(const char *book, const char *sheet, const char *second, const char *shared)
{
    char *text = NULL;
    const char *const whole = strstr(sheet, "<worksheet") ? "%s" : "<worksheet><sheetData>%s</sheetData></worksheet>";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    assert_true(asprintf(&text, whole, sheet) > 0);
#pragma GCC diagnostic pop
    const struct part parts[] = {{"[Content_Types].xml", types}, {"_rels/.rels", root},
                                 {"xl/workbook.xml", book},      {"xl/_rels/workbook.xml.rels", relations},
                                 {"xl/styles.xml", styles},      {"xl/shared.xml", shared},
                                 {"xl/worksheets/a.xml", text},  {"xl/worksheets/b.xml", second}};
    struct tb_bytes bytes = zipped(parts, sizeof parts / sizeof parts[0]);
    free(text);
    return bytes;
}

struct outcome {
    struct tb_panel *panel;
    struct tb_log *log;
    enum tb_status status;
};

static struct outcome load(const char *name, struct tb_bytes bytes)
{
    struct outcome outcome = {.log = tb_log_new(0)};
    outcome.status = load_bytes(name, bytes.data, bytes.n, NULL, NULL, &outcome.panel, outcome.log);
    tb_bytes_free(&bytes);
    return outcome;
}

static void forget(struct outcome *outcome)
{
    tb_panel_free(outcome->panel);
    tb_log_free(outcome->log);
}

/* Whether some message of this severity, as people read it, holds the text. */
static bool says(struct outcome *outcome, enum tb_severity severity, const char *text)
{
    bool found = false;
    for (size_t i = 0; i < tb_log_kept(outcome->log); i++) {
        const struct tb_message *message = tb_log_message(outcome->log, i);
        char *line = tb_message_text(message, TB_ENGLISH);
        if (!message->text_zh)
            print_error("no Chinese: %s\n", message->text);
        assert_non_null(message->text_zh); /* every message of sheets is there in Chinese too */
        found = found || (message->severity == severity && strstr(line, text));
        free(line);
    }
    return found;
}

static size_t place_of(const struct tb_panel *panel, const char *indicator, const char *region, int year)
{
    for (size_t s = 0; s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        if (strcmp(tb_text(panel, panel->indicators[series->indicator].id), indicator) != 0 ||
            strcmp(tb_text(panel, series->region), region) != 0)
            continue;
        for (size_t i = series->first; i < series->first + series->n; i++)
            if (panel->year[i] == year)
                return i;
    }
    return SIZE_MAX;
}

static double value_of(const struct outcome *outcome, const char *indicator, const char *region, int year)
{
    assert_int_equal(outcome->status, TB_OK);
    const size_t i = place_of(outcome->panel, indicator, region, year);
    assert_true(i != SIZE_MAX);
    return outcome->panel->value[i];
}

static int decimals_of(const struct outcome *outcome, const char *indicator, const char *region, int year)
{
    return outcome->panel->decimals[place_of(outcome->panel, indicator, region, year)];
}

/* ---- formats ---- */

static void formats_say_what_a_number_is(void **state)
{
    static const struct {
        const char *code;
        enum load_sheet_format_kind kind;
        int decimals, percent, thousands;
        const char *unit, *multiplier;
    } cases[] = {
        {"General", LOAD_SHEET_GENERAL, 0, 0, 0, "", ""},
        {"G/通用格式", LOAD_SHEET_GENERAL, 0, 0, 0, "", ""},
        {"G/通用格式\"件\"", LOAD_SHEET_GENERAL, 0, 0, 0, "件", ""},
        {"0", LOAD_SHEET_FIXED, 0, 0, 0, "", ""},
        {"#,##0.00", LOAD_SHEET_FIXED, 2, 0, 0, "", ""},
        {"0.00%", LOAD_SHEET_FIXED, 2, 2, 0, "%", ""},
        {"0.0\"%\"", LOAD_SHEET_FIXED, 1, 0, 0, "%", ""},
        {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", LOAD_SHEET_FIXED, 2, 0, 0, "", ""},
        {"_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", LOAD_SHEET_FIXED, 0, 0, 0, "", ""},
        {"[Red][>=100]0.0;[Blue]0.000", LOAD_SHEET_FIXED, 1, 0, 0, "", ""},
        {"0.00E+00", LOAD_SHEET_GENERAL, 0, 0, 0, "", ""},
        {"#,##0,", LOAD_SHEET_FIXED, 0, 0, 3, "", ""},
        {"0!.0,", LOAD_SHEET_FIXED, 0, 0, 4, "", ""},
        {"0!.0,\"万\"", LOAD_SHEET_FIXED, 0, 0, 0, "", ""},
        {"0.0\"万\"", LOAD_SHEET_FIXED, 1, 0, 0, "", "万"},
        {"0.0\"万元\"", LOAD_SHEET_FIXED, 1, 0, 0, "万元", ""},
        {"0\"件\"", LOAD_SHEET_FIXED, 0, 0, 0, "件", ""},
        {"\"¥\"#,##0.00", LOAD_SHEET_FIXED, 2, 0, 0, "", ""},
        {"yyyy\"年\"", LOAD_SHEET_YEAR, 0, 0, 0, "", ""},
        {"e\"年\"", LOAD_SHEET_YEAR, 0, 0, 0, "", ""},
        {"yyyy/m/d;@", LOAD_SHEET_DATE, 0, 0, 0, "", ""},
        {"[$-804]yyyy\"年\"m\"月\"d\"日\";@", LOAD_SHEET_DATE, 0, 0, 0, "", ""},
        {"[h]:mm:ss", LOAD_SHEET_TIME, 0, 0, 0, "", ""},
        {"@", LOAD_SHEET_GENERAL, 0, 0, 0, "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct load_sheet_format format;
        load_sheet_format_read(cases[i].code, &format);
        if (format.kind != cases[i].kind || strcmp(format.unit, cases[i].unit) != 0 ||
            strcmp(format.multiplier, cases[i].multiplier) != 0 || format.thousands != cases[i].thousands)
            print_error("%s: kind %d, thousands %d, unit \"%s\"\n", cases[i].code, (int)format.kind,
                        (int)format.thousands, format.unit);
        assert_int_equal(format.kind, cases[i].kind);
        assert_int_equal(format.decimals, cases[i].decimals);
        assert_int_equal(format.percent, cases[i].percent);
        assert_int_equal(format.thousands, cases[i].thousands);
        assert_string_equal(format.unit, cases[i].unit);
        assert_string_equal(format.multiplier, cases[i].multiplier);
    }
}

static void numbers_have_the_digits_of_a_spreadsheet(void **state)
{
    static const struct {
        double number;
        struct load_sheet_format format;
        bool from_1904;
        const char *text;
        int shown; /* decimals, or -1 for those of the text */
    } cases[] = {
        {0.1 + 0.2, {.kind = LOAD_SHEET_GENERAL}, false, "0.3", -1},
        {1.0 / 3, {.kind = LOAD_SHEET_GENERAL}, false, "0.333333333333333", 9},
        {1e5 / 3, {.kind = LOAD_SHEET_GENERAL}, false, "33333.3333333333", 5},
        {1234567, {.kind = LOAD_SHEET_GENERAL}, false, "1234567", -1},
        {1e21, {.kind = LOAD_SHEET_GENERAL}, false, "1000000000000000000000", -1},
        {-0.00012, {.kind = LOAD_SHEET_GENERAL}, false, "-0.00012", -1},
        {-0.0, {.kind = LOAD_SHEET_GENERAL}, false, "0", -1},
        {12, {.kind = LOAD_SHEET_FIXED, .decimals = 2}, false, "12.00", -1},
        {12.3456, {.kind = LOAD_SHEET_FIXED, .decimals = 1}, false, "12.3456", 1},
        {0.1234, {.kind = LOAD_SHEET_FIXED, .decimals = 2, .percent = 2}, false, "12.34", -1},
        {0.07, {.kind = LOAD_SHEET_FIXED, .decimals = 2, .percent = 2}, false, "7.00", -1},
        {1.1, {.kind = LOAD_SHEET_FIXED, .decimals = 0, .percent = 2}, false, "110", -1},
        {-0.0051, {.kind = LOAD_SHEET_FIXED, .decimals = 2, .percent = 2}, false, "-0.51", -1},
        {12.3, {.kind = LOAD_SHEET_FIXED, .decimals = 1, .multiplier = "万"}, false, "12.3万", -1},
        {45657, {.kind = LOAD_SHEET_YEAR}, false, "2024", -1}, /* 31 December 2024 */
        {45657, {.kind = LOAD_SHEET_DATE}, false, "2024", -1}, /* alone in row and column: its year */
        {45650, {.kind = LOAD_SHEET_DATE}, false, "2024-12-24", -1},
        {59, {.kind = LOAD_SHEET_DATE}, false, "1900-02-28", -1},
        {61, {.kind = LOAD_SHEET_DATE}, false, "1900-03-01", -1},
        {44195, {.kind = LOAD_SHEET_DATE}, true, "2024", -1}, /* 45657 - 1462 */
        {0.5, {.kind = LOAD_SHEET_TIME}, false, "12:00:00", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct load_sheet sheet = {.name = "a.xlsx#S", .dates_from_1904 = cases[i].from_1904};
        struct tb_bytes lines = {0};
        struct tb_log *log = tb_log_new(0);
        load_sheet_add_number(&sheet, 1, 1, cases[i].number, &cases[i].format);
        assert_int_equal(load_sheet_finish(&sheet, log), TB_OK);
        assert_int_equal(load_sheet_lines(&sheet, &lines, log), TB_OK);
        tb_bytes_add(&lines, "", 1);
        assert_int_equal(strlen((char *)lines.data), strlen(cases[i].text) + 1);
        assert_memory_equal(lines.data, cases[i].text, strlen(cases[i].text));
        assert_int_equal(load_sheet_at(&sheet, 1, 1)->decimals, cases[i].shown);
        tb_bytes_free(&lines);
        load_sheet_free(&sheet);
        tb_log_free(log);
    }
}

/* ---- cells ---- */

static void every_kind_of_cell_is_read(void **state)
{
    (void)state;
    /* a shared text with a reading aid, rich text, a text of a formula, inline text; rows and cells without places */
    struct outcome out =
        load("book.xlsx",
             workbook_with(
                 one_sheet,
                 "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>20</t><t>22</t></is></c>"
                 "<c t=\"str\"><f>\"2023\"</f><v>2023年</v></c></row>"
                 "<row r=\"3\"><c r=\"C3\"><f>B3*2</f><v>24.690000000000001</v></c><c r=\"B3\" s=\"4\"><v>12.3</v></c>"
                 "<c r=\"A3\" t=\"s\"><v>1</v></c></row>"
                 "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"><v>0.1234</v></c>"
                 "<c r=\"C2\" s=\"1\"><v>0.07000000000000001</v></c></row>"
                 "<row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>注：年末数</t></is></c></row>",
                 NULL,
                 "<sst><si><t>指标</t><rPh sb=\"0\" eb=\"2\"><t>zhǐbiāo</t></rPh></si>"
                 "<si><r><t>里</t></r><r><rPr/><t xml:space=\"preserve\">程_x000D_&#10;（公里） </t></r></si>"
                 "<si><t>铺装率</t></si></sst>"));
    assert_true(value_of(&out, "里程", "", 2022) == 12.3);
    assert_int_equal(decimals_of(&out, "里程", "", 2022), 2);
    assert_true(value_of(&out, "里程", "", 2023) == 24.69);
    assert_true(value_of(&out, "铺装率", "", 2022) == 12.34);
    assert_true(value_of(&out, "铺装率", "", 2023) == 7);
    assert_int_equal(decimals_of(&out, "铺装率", "", 2023), 2);
    const struct tb_panel *panel = out.panel;
    const uint32_t rate = tb_panel_find_indicator(panel, "铺装率", strlen("铺装率"));
    const uint32_t length = tb_panel_find_indicator(panel, "里程", strlen("里程"));
    assert_string_equal(tb_text(panel, panel->indicators[rate].unit), "%");
    assert_string_equal(tb_text(panel, panel->indicators[length].unit), "公里");
    assert_string_equal(tb_text(panel, tb_note_of(panel, 0)), "年末数");
    assert_string_equal(tb_text(panel, panel->inputs[0].path), "book.xlsx#Sheet1");
    assert_string_equal(tb_text(panel, panel->inputs[0].file), "book.xlsx");
    assert_string_equal(panel->inputs[0].encoding, "xlsx");
    assert_int_equal(tb_log_count(out.log, TB_WARNING), 0);
    forget(&out);
}

static void what_is_no_value_is_told_in_its_cell(void **state)
{
    static const struct {
        const char *cell, *says;
    } cases[] = {
        {"<c r=\"AB2\"><f>A2*2</f></c>", "a.xlsx#Sheet1:2:AB: error: 2022: \"=A2*2\" is not a number; it is a formula"},
        {"<c r=\"AB2\" t=\"e\"><v>#DIV/0!</v></c>", "a.xlsx#Sheet1:2:AB: error: 2022: \"#DIV/0!\" is not a number"},
        {"<c r=\"AB2\" t=\"b\"><v>1</v></c>", "a.xlsx#Sheet1:2:AB: error: 2022: \"TRUE\" is not a number"},
        {"<c r=\"AB2\" s=\"2\"><v>45650</v></c>", "\"2024-12-24\" is not a number"},
        {"<c r=\"AB2\" t=\"s\"><v>7</v></c>", "a.xlsx#Sheet1:2:AB: error: the cell is damaged"},
        {"<c r=\"XFE2\"><v>1</v></c>", "error: the cell is damaged"},
        {"<c r=\"B1048577\"><v>1</v></c>", "error: the cell is damaged"},
        {"<c r=\"A2\"><v>1</v></c>", "a.xlsx#Sheet1:2:A: error: the cell is there twice"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *rows = NULL;
        assert_true(asprintf(&rows,
                             "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>省份</v></c><c r=\"AB1\"><v>2022</v></c></row>"
                             "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>东河区</v></c>%s</row>",
                             cases[i].cell) > 0);
        struct outcome out = load("a.xlsx", workbook_with(one_sheet, rows, NULL, NULL));
        assert_int_equal(out.status, TB_BAD_DATA);
        if (!says(&out, TB_ERROR, cases[i].says))
            print_error("not said: %s\n", cases[i].says);
        assert_true(says(&out, TB_ERROR, cases[i].says));
        forget(&out);
        free(rows);
    }
}

static void days_are_years_only_where_all_are(void **state)
{
    (void)state;
    struct outcome out = load(
        "a.xlsx", workbook_with(one_sheet,
                                "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>省份</v></c><c r=\"B1\" s=\"2\"><v>44926</v></c>"
                                "<c r=\"C1\" s=\"2\"><v>45291</v></c></row>" /* last days of 2022 and 2023 */
                                "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>东河区</v></c><c r=\"B2\"><v>5</v></c>"
                                "<c r=\"C2\"><v>6</v></c></row>",
                                NULL, NULL));
    assert_true(value_of(&out, "a", "东河区", 2023) == 6);
    forget(&out);
    /* 1 January and 1 February 2023: months */
    out = load("a.xlsx",
               workbook_with(one_sheet,
                             "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>省份</v></c><c r=\"B1\" s=\"2\"><v>44927</v></c>"
                             "<c r=\"C1\" s=\"2\"><v>44958</v></c></row>"
                             "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>东河区</v></c><c r=\"B2\"><v>5</v></c>"
                             "<c r=\"C2\"><v>6</v></c></row>",
                             NULL, NULL));
    assert_int_equal(out.status, TB_BAD_DATA);
    forget(&out);
}

static void labels_over_merged_rows_belong_to_each(void **state)
{
    (void)state;
    struct outcome out = load(
        "a.xlsx",
        workbook_with(one_sheet,
                      "<worksheet><cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>"
                      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>地区</v></c><c r=\"B1\" t=\"str\"><v>指标</v></c>"
                      "<c r=\"C1\"><v>2022</v></c><c r=\"D1\"><v>2023</v></c></row>"
                      "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>东河区</v></c><c r=\"B2\" t=\"str\"><v>里程</v></c>"
                      "<c r=\"C2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row>"
                      "<row r=\"3\" hidden=\"1\"><c r=\"B3\" t=\"str\"><v>桥梁</v></c><c r=\"C3\"><v>3</v></c></row>"
                      "<row r=\"4\"><c r=\"A4\" t=\"str\"><v>西山县</v></c><c r=\"B4\" t=\"str\"><v>里程</v></c>"
                      "<c r=\"C4\"><v>4</v></c></row>"
                      "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"C4:D4\"/></mergeCells>"
                      "</worksheet>",
                      NULL, NULL));
    assert_true(value_of(&out, "桥梁", "东河区", 2022) == 3);
    assert_true(value_of(&out, "里程", "西山县", 2022) == 4);
    assert_true(isnan(value_of(&out, "里程", "西山县", 2023))); /* a number over two years is not counted twice */
    assert_true(says(&out, TB_WARNING, "a.xlsx#Sheet1:3: warning: 1 row hidden in the sheet"));
    assert_true(says(&out, TB_WARNING, "a.xlsx#Sheet1:1:D: warning: 1 column hidden"));
    forget(&out);
}

/* A sheet whose table begins in column C: notes below it are notes, and messages name the columns of the sheet. */
static void empty_columns_in_front_are_no_part_of_the_table(void **state)
{
    static const char *const cells[] = {"<v>0.5</v>", "<f>C3</f>"};
    struct outcome out[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *rows = NULL;
        assert_true(asprintf(&rows,
                             "<row r=\"3\"><c r=\"C3\" t=\"str\"><v>地区</v></c><c r=\"D3\"><v>2022</v></c></row>"
                             "<row r=\"4\"><c r=\"C4\" t=\"str\"><v>东河区</v></c><c r=\"D4\" s=\"1\">%s</c></row>"
                             "<row r=\"5\"><c r=\"C5\" t=\"str\"><v>注：年末数</v></c></row>",
                             cells[i]) > 0);
        out[i] = load("a.xlsx", workbook_with(one_sheet, rows, NULL, NULL));
        free(rows);
    }
    assert_true(value_of(&out[0], "a", "东河区", 2022) == 50);
    assert_int_equal(out[0].panel->n_series, 1);
    assert_string_equal(tb_text(out[0].panel, tb_note_of(out[0].panel, 0)), "年末数");
    const struct tb_place place = tb_panel_place(out[0].panel, 0);
    assert_int_equal(place.line, 4);
    assert_int_equal(place.column, 4);
    assert_string_equal(place.header, "2022");
    assert_true(says(&out[1], TB_ERROR, "a.xlsx#Sheet1:4:D: error: 2022: \"=C3\" is not a number"));
    forget(&out[0]);
    forget(&out[1]);
}

static void formats_that_change_the_number_are_told(void **state)
{
    (void)state;
    struct outcome out = load(
        "a.xlsx",
        workbook_with(one_sheet,
                      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>指标</v></c><c r=\"B1\"><v>2022</v></c></row>"
                      "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>罚款</v></c><c r=\"B2\" s=\"5\"><v>123456</v></c></row>"
                      "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>案件</v></c><c r=\"B3\" s=\"6\"><v>12</v></c></row>",
                      NULL, NULL));
    assert_true(value_of(&out, "罚款", "", 2022) == 123456);
    assert_true(says(&out, TB_WARNING, "a.xlsx#Sheet1:2:B: warning: 1 number is shown in thousands"));
    const uint32_t cases = tb_panel_find_indicator(out.panel, "案件", strlen("案件"));
    assert_string_equal(tb_text(out.panel, out.panel->indicators[cases].unit), "件");
    forget(&out);
    /* the label says yuan, the format of the cell pieces */
    out = load(
        "a.xlsx",
        workbook_with(one_sheet,
                      "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>指标</v></c><c r=\"B1\"><v>2022</v></c></row>"
                      "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>罚款（元）</v></c><c r=\"B2\" s=\"6\"><v>12</v></c></row>",
                      NULL, NULL));
    assert_int_equal(out.status, TB_BAD_DATA);
    assert_true(says(&out, TB_ERROR, "a.xlsx#Sheet1:2:B: error: 2022: \"件\" is not the unit"));
    forget(&out);
}

/* ---- which sheet ---- */

static const char table_rows[] =
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>省份</v></c><c r=\"B1\"><v>2022</v></c></row>"
    "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>东河区</v></c><c r=\"B2\"><v>5</v></c></row></sheetData></worksheet>";

static void the_first_visible_table_is_read(void **state)
{
    static const char cover[] = "<row r=\"2\"><c r=\"B2\" t=\"str\"><v>统计资料</v></c></row>";
    static const char two[] = "<workbook xmlns:r=\"o\"><sheets><sheet name=\"封面\" r:id=\"r1\"/>"
                              "<sheet name=\"里程\" r:id=\"r2\"/></sheets></workbook>";
    static const char hidden[] = "<workbook xmlns:r=\"o\"><sheets><sheet name=\"Sheet1\" state=\"hidden\" r:id=\"r1\"/>"
                                 "<sheet name=\"Sheet2\" r:id=\"r2\"/></sheets></workbook>";
    static const char empty_second[] = "<workbook xmlns:r=\"o\"><sheets><sheet name=\"Sheet1\" r:id=\"r2\"/>"
                                       "<sheet name=\"Sheet2\" r:id=\"r1\"/></sheets></workbook>";
    (void)state;
    struct outcome out = load("a.xlsx", workbook_with(two, cover, table_rows, NULL));
    assert_true(value_of(&out, "里程", "东河区", 2022) == 5); /* called after the sheet, which somebody has named */
    assert_true(says(&out, TB_WARNING, "the sheet \"里程\" is read, the first that holds a table; not read: \"封面\""));
    forget(&out);
    out = load("a.xlsx", workbook_with(hidden, cover, table_rows, NULL));
    assert_true(value_of(&out, "a", "东河区", 2022) == 5);
    assert_false(says(&out, TB_WARNING, "not read"));
    forget(&out);
    out = load("a.xlsx", workbook_with(empty_second, "", table_rows, NULL));
    assert_true(value_of(&out, "a", "东河区", 2022) == 5);
    assert_false(says(&out, TB_WARNING, "not read"));
    forget(&out);
}

static void a_sheet_a_year_is_a_folder(void **state)
{
    static const char two[] = "<workbook xmlns:r=\"o\"><sheets><sheet name=\"2022年\" r:id=\"r1\"/>"
                              "<sheet name=\"2023\" r:id=\"r2\"/></sheets></workbook>";
    static const char both_and_blank[] =
        "<workbook xmlns:r=\"o\"><sheets><sheet name=\"2022\" r:id=\"r2\"/><sheet name=\"2023\" r:id=\"r2\"/>"
        "<sheet name=\"Sheet3\" r:id=\"r1\"/></sheets></workbook>";
    static const char second[] =
        "<worksheet><sheetData><row><c t=\"str\"><v>id</v></c><c t=\"str\"><v>value</v></c></row>"
        "<row><c t=\"str\"><v>fines</v></c><c><v>7</v></c></row></sheetData></worksheet>";
    (void)state;
    struct outcome out =
        load("a.xlsx", workbook_with(two,
                                     "<row><c t=\"str\"><v>id</v></c><c t=\"str\"><v>value</v></c></row>"
                                     "<row><c t=\"str\"><v>fines</v></c><c><v>6</v></c></row>",
                                     second, NULL));
    assert_true(value_of(&out, "fines", "", 2022) == 6);
    assert_true(value_of(&out, "fines", "", 2023) == 7);
    assert_int_equal(out.panel->n_inputs, 2);
    assert_string_equal(tb_text(out.panel, out.panel->inputs[0].path), "a.xlsx#2022年");
    forget(&out);
    out = load("a.xlsx",
               workbook_with(both_and_blank, "", second, NULL)); /* a blank sheet beside years is none of them */
    assert_true(value_of(&out, "fines", "", 2022) == 7);
    assert_true(value_of(&out, "fines", "", 2023) == 7);
    assert_int_equal(out.panel->n_inputs, 2);
    assert_int_equal(tb_log_count(out.log, TB_WARNING), 0);
    forget(&out);
    out = load("2022.xlsx", workbook_with(two, "", second, NULL));
    assert_int_equal(out.status, TB_BAD_DATA);
    assert_true(says(&out, TB_ERROR, "the file is called after the year 2022"));
    forget(&out);
}

/* ---- files that are none ---- */

static void damaged_workbooks_are_refused(void **state)
{
    static const char entity[] = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\">]><worksheet>&b;</worksheet>";
    static const char *const broken[] = {"<worksheet><sheetData><row>", "<worksheet><sheetData></row>", entity};
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct outcome out = load("a.xlsx", workbook_with(one_sheet, broken[i], NULL, NULL));
        assert_int_equal(out.status, TB_BAD_DATA);
        assert_true(says(&out, TB_ERROR, "a.xlsx: error: the workbook is damaged"));
        forget(&out);
    }
    const struct part docx[] = {{"word/document.xml", "<document/>"}};
    struct outcome out = load("a.xlsx", zipped(docx, 1));
    assert_true(says(&out, TB_ERROR, "a.xlsx: error: the file is a text document"));
    forget(&out);
    const struct part ods[] = {{"content.xml", "<document/>"}, {"mimetype", "x"}};
    out = load("a.xlsx", zipped(ods, 2));
    assert_true(says(&out, TB_ERROR, "OpenDocument"));
    forget(&out);
    /* cut at every hundredth byte */
    struct tb_bytes whole = workbook_with(one_sheet, "<row><c t=\"str\"><v>id</v></c></row>", NULL, NULL);
    for (size_t n = 5; n < whole.n; n += 100) {
        struct tb_bytes cut = {0};
        tb_bytes_add(&cut, whole.data, n);
        out = load("a.xlsx", cut);
        assert_int_equal(out.status, TB_BAD_DATA);
        forget(&out);
    }
    tb_bytes_free(&whole);
    /* text under the name of a workbook */
    struct tb_bytes text = {0};
    tb_bytes_text(&text, "indicator,year,value\nroads,2022,5\n");
    out = load("a.xlsx", text);
    assert_true(value_of(&out, "roads", "", 2022) == 5);
    assert_true(says(&out, TB_WARNING, "the name is that of a workbook, but the file is text"));
    forget(&out);
}

/* ---- the same table as text and as sheet ---- */

static const char folder[] = SOURCE_DIR "/tests/data";

/* Writes the records of a CSV file into a workbook: plain numbers as numbers with as many decimals shown. */
static bool convert(const char *path, char delimiter, const char *to)
{
    struct load_source source;
    struct load_text text;
    struct load_rows rows;
    struct load_row row;
    struct tb_log *log = tb_log_new(0);
    lxw_workbook *book = workbook_new(to);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    lxw_format *formats[8];
    for (int d = 0; d < 8; d++) {
        char code[16] = "0";
        if (d)
            snprintf(code, sizeof code, "0.%.*s", d, "0000000");
        formats[d] = workbook_add_format(book);
        format_set_num_format(formats[d], code);
    }
    assert_int_equal(load_source_file(&source, path, log), TB_OK);
    load_text_open(&text, &source, log);
    load_rows_open(&rows, &text, log);
    rows.delimiter = delimiter;
    bool fine = true;
    while (load_rows_next(&rows, &row))
        for (size_t c = 0; c < row.n; c++) {
            char cell[4096];
            double number;
            int decimals;
            snprintf(cell, sizeof cell, "%.*s", (int)row.field[c].length, row.field[c].text);
            fine = fine && row.field[c].length < sizeof cell;
            if (tb_number_parse(cell, strlen(cell), &number, &decimals) && decimals >= 0 && decimals < 8 &&
                *cell != '+')
                worksheet_write_number(sheet, (lxw_row_t)row.line - 1, (lxw_col_t)c, number, formats[decimals]);
            else if (*cell)
                worksheet_write_string(sheet, (lxw_row_t)row.line - 1, (lxw_col_t)c, cell, NULL);
        }
    fine = fine && !rows.status;
    load_rows_close(&rows);
    load_text_close(&text);
    load_source_close(&source);
    tb_log_free(log);
    return workbook_close(book) == LXW_NO_ERROR && fine;
}

static void assert_same_panels(const struct tb_panel *a, const struct tb_panel *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->n_series, b->n_series);
    for (size_t s = 0; s < a->n_series; s++) {
        const struct tb_indicator *left = &a->indicators[a->series[s].indicator];
        const struct tb_indicator *right = &b->indicators[b->series[s].indicator];
        assert_string_equal(tb_text(a, left->id), tb_text(b, right->id));
        assert_string_equal(tb_text(a, left->unit), tb_text(b, right->unit));
        assert_string_equal(tb_text(a, a->series[s].region), tb_text(b, b->series[s].region));
    }
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->year[i], b->year[i]);
        assert_int_equal(a->state[i], b->state[i]);
        assert_int_equal(a->decimals[i], b->decimals[i]);
        assert_true(a->value[i] == b->value[i] || (isnan(a->value[i]) && isnan(b->value[i])));
        assert_int_equal(tb_flags(a, i), tb_flags(b, i));
        assert_string_equal(tb_text(a, tb_note_of(a, i)), tb_text(b, tb_note_of(b, i)));
    }
}

static void a_table_is_the_same_as_text_and_as_sheet(void **state)
{
    static const struct {
        const char *file;
        char delimiter;
    } tables[] = {
        {"nbs-regions-gb18030.csv", ','}, {"nbs-regions-unicode-text.txt", '\t'},
        {"nbs-years-down.csv", ','},      {"nbs-resaved.csv", ','},
        {"worldbank.csv", ','},           {"owid-one.csv", ','},
        {"owid-many.csv", ','},           {"sheet-merged.csv", ','},
        {"yearbook-one.csv", ','},        {"yearbook.csv", ','},
        {"years-down.csv", ','},          {"oecd-legacy.csv", ','},
        {"sdmx-eurostat.csv", ','},       {"sdmx-pairs.csv", ','},
    };
    char place[] = "/tmp/trendbook-sheets-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(place));
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char path[512], sheet[512];
        struct tb_panel *text_panel = NULL, *sheet_panel = NULL;
        struct tb_log *log = tb_log_new(0);
        const char *const texts[] = {path}, *const sheets[] = {sheet};
        snprintf(path, sizeof path, "%s/%s", folder, tables[i].file);
        snprintf(sheet, sizeof sheet, "%s/%.*s.xlsx", place, (int)strcspn(tables[i].file, "."), tables[i].file);
        assert_true(convert(path, tables[i].delimiter, sheet));
        assert_int_equal(tb_load(texts, 1, NULL, &text_panel, log), TB_OK);
        const enum tb_status status = tb_load(sheets, 1, NULL, &sheet_panel, log);
        for (size_t m = 0; status && m < tb_log_kept(log); m++)
            print_error("%s: %s\n", tables[i].file, tb_log_message(log, m)->text);
        assert_int_equal(status, TB_OK);
        print_message("%s\n", tables[i].file);
        assert_same_panels(text_panel, sheet_panel);
        assert_string_equal(text_panel->inputs[0].layout, sheet_panel->inputs[0].layout);
        tb_panel_free(text_panel);
        tb_panel_free(sheet_panel);
        tb_log_free(log);
        unlink(sheet);
    }
    rmdir(place);
}

/* ---- old workbooks ---- */

static void from_file(const char *name, struct outcome *outcome)
{
    char path[512];
    const char *const paths[] = {path};
    snprintf(path, sizeof path, "%s/workbooks/%s", folder, name);
    *outcome = (struct outcome){.log = tb_log_new(0)};
    outcome->status = tb_load(paths, 1, NULL, &outcome->panel, outcome->log);
    for (size_t m = 0; outcome->status && m < tb_log_kept(outcome->log); m++)
        print_error("%s: %s\n", name, tb_log_message(outcome->log, m)->text);
    assert_int_equal(outcome->status, TB_OK);
}

/* several-sheets.xlsx is openpyxl's, the .xls files were made of it and of many-texts.csv by LibreOffice. */
static void an_old_workbook_says_the_same(void **state)
{
    static const char *const sheets[] = {"", "#率", "#路网"};
    struct outcome new, old;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof name, "several-sheets.xlsx%s", sheets[i]);
        from_file(name, &new);
        snprintf(name, sizeof name, "several-sheets.xls%s", sheets[i]);
        from_file(name, &old);
        assert_same_panels(new.panel, old.panel);
        assert_int_equal(tb_log_count(new.log, TB_WARNING), tb_log_count(old.log, TB_WARNING));
        if (i == 1) {
            assert_true(value_of(&old, "路面铺装率", "东河区", 2021) == 12.34);
            assert_true(value_of(&old, "合格率", "东河区", 2022) == 95.5); /* the region is merged over both rows */
            assert_int_equal(decimals_of(&old, "合格率", "东河区", 2022), 2);
        } else {
            assert_true(value_of(&old, "公路里程", "东河区", 2022) == 0.3);
            assert_true(value_of(&old, "公路里程", "东河区", 2023) == 0.333333333333333);
            assert_int_equal(decimals_of(&old, "公路里程", "东河区", 2023), 1);
            assert_int_equal(decimals_of(&old, "公路里程", "西山县", 2021), 2);
            assert_true(says(&old, TB_WARNING, "several-sheets.xls#路网:4: warning: 1 row hidden"));
        }
        forget(&new);
        forget(&old);
    }
    /* more texts than fit into one record */
    from_file("many-texts.csv", &new);
    from_file("many-texts.xls", &old);
    assert_same_panels(new.panel, old.panel);
    assert_int_equal(old.panel->n, 900);
    forget(&new);
    forget(&old);
}

/* Least byte first. */
static void put(struct tb_bytes *to, uint32_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        const unsigned char byte = (unsigned char)(number >> (8 * i));
        tb_bytes_add(to, &byte, 1);
    }
}

static void put_record(struct tb_bytes *to, uint32_t type, const char *data, size_t n)
{
    put(to, type, 2);
    put(to, (uint32_t)n, 2);
    tb_bytes_add(to, data, n);
}

/* A compound file of one stream, which is padded to the size from which on streams lie in whole sectors. */
static struct tb_bytes compound(const char *name, struct tb_bytes stream)
{
    struct tb_bytes file = {0};
    while (stream.n < 4096 || stream.n % 512)
        put(&stream, 0, 1);
    const uint32_t sectors = (uint32_t)(stream.n / 512);
    tb_bytes_add(&file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (int i = 0; i < 4; i++)
        put(&file, 0, 4);
    put(&file, 0x0003003E, 4);
    put(&file, 0x0009FFFE, 4); /* least byte first; 2^9 bytes a sector */
    put(&file, 6, 4);
    put(&file, 0, 4);
    put(&file, 0, 4);
    put(&file, 1, 4); /* one sector of the table: number 0 */
    put(&file, 1, 4); /* the directory begins in sector 1 */
    put(&file, 0, 4);
    put(&file, 4096, 4);
    put(&file, 0xFFFFFFFE, 4);
    put(&file, 0, 4);
    put(&file, 0xFFFFFFFE, 4);
    put(&file, 0, 4);
    put(&file, 0, 4);
    for (int i = 1; i < 109; i++)
        put(&file, 0xFFFFFFFF, 4);
    put(&file, 0xFFFFFFFD, 4);
    put(&file, 0xFFFFFFFE, 4);
    for (uint32_t i = 0; i < 126; i++)
        put(&file, i < sectors - 1 ? i + 3 : i == sectors - 1 ? 0xFFFFFFFE : 0xFFFFFFFF, 4);
    const struct {
        const char *name;
        uint32_t type, first, size;
    } entries[] = {{"Root Entry", 5, 0xFFFFFFFE, 0}, {name, 2, 2, (uint32_t)stream.n}, {"", 0, 0, 0}, {"", 0, 0, 0}};
    for (size_t i = 0; i < 4; i++) {
        const size_t length = strlen(entries[i].name);
        for (size_t k = 0; k < 32; k++)
            put(&file, k < length ? (unsigned char)entries[i].name[k] : 0, 2);
        put(&file, length ? (uint32_t)(2 * length + 2) : 0, 2);
        put(&file, entries[i].type, 2);
        for (int k = 0; k < 12; k++)
            put(&file, k < 3 ? 0xFFFFFFFF : 0, 4);
        put(&file, entries[i].first, 4);
        put(&file, entries[i].size, 4);
        put(&file, 0, 4);
    }
    tb_bytes_add(&file, stream.data, stream.n);
    tb_bytes_free(&stream);
    return file;
}

/* Excel 5.0 with code page 936.  1.25 is the double 0x3FF4000000000000; 0.5 in 30 bits is 0x3FE00000; hundredths: 150.
 */
static struct tb_bytes excel_5(bool locked)
{
    struct tb_bytes stream = {0};
    put_record(&stream, 0x0809, "\x00\x05\x05\x00\x00\x00\x00\x00", 8);
    if (locked)
        put_record(&stream, 0x002F, "\x00\x00\x00\x00", 4);
    put_record(&stream, 0x0042, "\xA8\x03", 2);
    put_record(&stream, 0x041E,
               "\xA4\x00\x05"
               "0.00%",
               8);
    put_record(&stream, 0x00E0, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    put_record(&stream, 0x00E0, "\0\0\xA4\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    const size_t bound = stream.n + 4;
    put_record(&stream, 0x0085, "\0\0\0\0\0\0\x04\xC0\xEF\xB3\xCC", 11); /* 里程 */
    put_record(&stream, 0x000A, "", 0);
    stream.data[bound] = (unsigned char)stream.n;
    put_record(&stream, 0x0809, "\x00\x05\x10\x00\x00\x00\x00\x00", 8);
    put_record(&stream, 0x0204, "\0\0\0\0\0\0\x04\0\xD6\xB8\xB1\xEA", 12);           /* 指标 */
    put_record(&stream, 0x00BD, "\0\0\1\0\0\0\x9A\x1F\0\0\0\0\x9E\x1F\0\0\2\0", 18); /* 4 x 2022 + 2, 4 x 2023 + 2 */
    put_record(&stream, 0x0204, "\1\0\0\0\0\0\x04\0\xC2\xB7\xC3\xE6", 12);           /* 路面 */
    put_record(&stream, 0x0203, "\1\0\1\0\0\0\0\0\0\0\0\0\xF4\x3F", 14);
    put_record(&stream, 0x027E, "\1\0\2\0\0\0\x5B\2\0\0", 10);             /* 0x025B: 150, whole, hundredths */
    put_record(&stream, 0x0204, "\2\0\0\0\0\0\x04\0\xB1\xC8\xC2\xCA", 12); /* 比率 */
    put_record(&stream, 0x027E, "\2\0\1\0\1\0\0\0\xE0\x3F", 10);           /* 0.5 as a percentage */
    put_record(&stream, 0x0006, "\2\0\2\0\0\0\2\0\x2A\0\0\0\xFF\xFF\0\0\0\0\0\0\0\0", 22); /* #N/A */
    put_record(&stream, 0x000A, "", 0);
    return compound("Book", stream);
}

static void the_oldest_workbooks_have_a_code_page(void **state)
{
    (void)state;
    struct tb_bytes bytes = excel_5(false);
    struct outcome out = load("old.xls", bytes);
    assert_int_equal(out.status, TB_BAD_DATA);
    assert_int_equal(tb_log_count(out.log, TB_ERROR), 1);
    assert_true(says(&out, TB_ERROR, "old.xls#里程:3:C: error: 2023: \"#N/A\" is not a number"));
    forget(&out);
    bytes = excel_5(false);
    unsigned char *error = memmem(bytes.data, bytes.n, "\2\0\x2A\0\0\0\xFF\xFF", 8);
    memcpy(error, "\0\0\0\0\0\0\xE0\x3F", 8); /* 0.5 */
    out = load("old.xls", bytes);
    assert_true(value_of(&out, "路面", "", 2022) == 1.25);
    assert_true(value_of(&out, "路面", "", 2023) == 1.5);
    assert_true(value_of(&out, "比率", "", 2022) == 50);
    assert_int_equal(decimals_of(&out, "比率", "", 2022), 2);
    forget(&out);
    out = load("old.xls", excel_5(true));
    assert_true(says(&out, TB_ERROR, "old.xls: error: the workbook is locked with a password"));
    forget(&out);
    struct tb_bytes stream = {0};
    put(&stream, 0, 4);
    out = load("new.xlsx", compound("EncryptedPackage", stream));
    assert_true(says(&out, TB_ERROR, "new.xlsx: error: the workbook is locked with a password"));
    forget(&out);
    stream = (struct tb_bytes){0};
    put(&stream, 0, 4);
    out = load("text.xls", compound("WordDocument", stream));
    assert_true(says(&out, TB_ERROR, "text.xls: error: the file is an old office document"));
    forget(&out);
}

/* ---- web pages under the name of a workbook ---- */

static void a_web_page_is_a_sheet(void **state)
{
    /* GB2312: title, a cell over two rows, an empty cell that holds a no-break space */
    static const char page[] =
        "\n<HTML><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"></head><body>"
        "<table><tr><td colspan=4>\xB1\xED</td></tr>"
        "<tr><th>\xB5\xD8\xC7\xF8</th><th>\xD6\xB8\xB1\xEA</th><th>2022\xC4\xEA</th><th>2023\xC4\xEA</th></tr>"
        "<tr><td "
        "rowspan=\"2\">\xB6\xAB\xBA\xD3\xC7\xF8</td><td>\xC0\xEF\xB3\xCC</td><td>1,234.5</td><td>&nbsp;</td></tr>"
        "<tr><td>\xC7\xC5\xC1\xBA<br>\xCA\xFD</td><td><b>3</b></td><td>4</td></tr></table></body></html>";
    static const char old_xml[] = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"
                                  "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    struct tb_bytes bytes = {0};
    (void)state;
    tb_bytes_text(&bytes, page);
    struct outcome out = load("roads.xls", bytes);
    assert_true(value_of(&out, "里程", "东河区", 2022) == 1234.5);
    assert_true(isnan(value_of(&out, "里程", "东河区", 2023)));
    assert_true(value_of(&out, "桥梁数", "东河区", 2023) == 4);
    assert_string_equal(out.panel->inputs[0].encoding, "html");
    forget(&out);
    bytes = (struct tb_bytes){0};
    tb_bytes_text(&bytes, old_xml);
    out = load("roads.xls", bytes);
    assert_true(says(&out, TB_ERROR, "roads.xls: error: the file is an XML spreadsheet of 2003"));
    forget(&out);
}

/* Every byte of a small old workbook is changed in turn: whatever comes of it, nothing breaks. */
static void a_changed_byte_breaks_nothing(void **state)
{
    (void)state;
    struct tb_bytes whole = excel_5(false);
    for (size_t i = 8; i < 2560; i++) {
        struct tb_bytes changed = {0};
        tb_bytes_add(&changed, whole.data, whole.n);
        changed.data[i] ^= (unsigned char)(i % 3 == 0 ? 0xFF : i % 3 == 1 ? 0x80 : 0x01);
        struct outcome out = load("old.xls", changed);
        assert_true(out.status == TB_OK || out.status == TB_BAD_DATA);
        forget(&out);
    }
    tb_bytes_free(&whole);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(formats_say_what_a_number_is),
    cmocka_unit_test(numbers_have_the_digits_of_a_spreadsheet),
    cmocka_unit_test(every_kind_of_cell_is_read),
    cmocka_unit_test(what_is_no_value_is_told_in_its_cell),
    cmocka_unit_test(days_are_years_only_where_all_are),
    cmocka_unit_test(labels_over_merged_rows_belong_to_each),
    cmocka_unit_test(empty_columns_in_front_are_no_part_of_the_table),
    cmocka_unit_test(formats_that_change_the_number_are_told),
    cmocka_unit_test(the_first_visible_table_is_read),
    cmocka_unit_test(a_sheet_a_year_is_a_folder),
    cmocka_unit_test(damaged_workbooks_are_refused),
    cmocka_unit_test(a_table_is_the_same_as_text_and_as_sheet),
    cmocka_unit_test(an_old_workbook_says_the_same),
    cmocka_unit_test(the_oldest_workbooks_have_a_code_page),
    cmocka_unit_test(a_web_page_is_a_sheet),
    cmocka_unit_test(a_changed_byte_breaks_nothing),
};

RUN_TESTS(tests)
