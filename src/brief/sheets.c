/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workbook of a briefing: data, changes as formulas, charts, statistics, printed figures that do not agree. */
#include "sheets.h"

#include "remarks.h"
#include "trendbook/stats.h"
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format_arg(2), format_arg(3))) static const char *say(const struct sheets *sheets, const char *english,
                                                                     const char *chinese)
{
    return sheets->language == TB_CHINESE ? chinese : english;
}

void brief_sheet_heading(struct sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column,
                         const struct brief_time *time, unsigned style)
{
    if (!time->period[0]) {
        brief_book_number(sheets->book, sheet, row, column, time->year, brief_book_format(sheets->book, "0", style));
        return;
    }
    struct tb_bytes text = {0};
    tb_bytes_format(&text, "%d %s", time->year, time->period);
    brief_book_text(sheets->book, sheet, row, column, brief_text(&text), style);
    sheets->book->failed |= text.failed;
    tb_bytes_free(&text);
}

/* ---- units and cells ---- */

void brief_sheet_unit(const struct tb_panel *panel, uint32_t series, enum tb_language language, struct tb_bytes *text)
{
    const char *given = tb_text(panel, brief_indicator_of(panel, series)->unit);
    struct tb_unit unit;
    tb_unit_parse(given, &unit);
    if (language == TB_CHINESE || unit.percent || unit.points) {
        tb_bytes_text(text, unit.points && language == TB_ENGLISH ? "percentage points" : given);
        return;
    }
    char word[256], scale[512];
    tb_unit_english(&unit, word, sizeof word);
    if (unit.numerator_scale != 1) {
        tb_display_fixed(unit.numerator_scale, 0, false, TB_ENGLISH, scale, sizeof scale);
        tb_bytes_format(text, "%s ", scale);
    }
    tb_bytes_text(text, word);
}

unsigned brief_sheet_style(const struct tb_panel *panel, size_t i)
{
    const unsigned flags = tb_flags(panel, i);
    const unsigned pale = TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_EUROSTAT | TB_FLAG_FORECAST;
    return (flags & pale ? BOOK_PALE : 0u) | (flags & TB_FLAG_BREAK ? BOOK_BREAK : 0u);
}

bool brief_sheet_is_number(const struct tb_panel *panel, size_t i)
{
    return panel->state[i] == TB_EXACT || panel->state[i] == TB_ABOUT;
}

/* Flags and the file's own note, a line each. */
static void value_note(struct sheets *sheets, lxw_worksheet *sheet, size_t row, size_t column, size_t i)
{
    const struct tb_panel *panel = sheets->panel;
    struct tb_bytes text = {0};
    for (size_t k = 0; k < tb_n_flag_rows; k++)
        if (tb_flags(panel, i) & tb_flag_rows[k].flag & ~(unsigned)TB_FLAG_COMPUTED)
            tb_bytes_format(&text, "%s%s", text.n ? "\n" : "",
                            sheets->language == TB_CHINESE ? tb_flag_rows[k].name_zh : tb_flag_rows[k].name_en);
    if (panel->pre_break && panel->pre_break[i].given) {
        char number[TB_NUMBER_SIZE];
        tb_number_exact(panel->pre_break[i].value, number);
        tb_bytes_format(&text, "%s%s%s%s", text.n ? "\n" : "",
                        sheets->language == TB_CHINESE ? "旧口径：" : "on the old basis: ",
                        tb_state_marks[panel->pre_break[i].state], number);
    }
    if (tb_note_of(panel, i)) {
        if (text.n)
            tb_bytes_text(&text, "\n");
        brief_add_safe(&text, tb_text(panel, tb_note_of(panel, i)));
    }
    if (text.n)
        brief_book_note(sheets->book, sheet, row, column, brief_text(&text));
    sheets->book->failed |= text.failed;
    tb_bytes_free(&text);
}

static void value_cell(struct sheets *sheets, size_t row, size_t column, size_t i)
{
    const struct tb_panel *panel = sheets->panel;
    const unsigned style = brief_sheet_style(panel, i);
    if (brief_sheet_is_number(panel, i)) {
        char pattern[BOOK_PATTERN_SIZE];
        brief_book_pattern(sheets->book, panel->value[i], panel->decimals[i], panel->state[i] == TB_ABOUT, pattern);
        brief_book_number(sheets->book, sheets->data, row, column, panel->value[i],
                          brief_book_format(sheets->book, pattern, style));
    } else {
        const struct tb_display plain = {
            .divisor = 1, .decimals = panel->decimals[i] > 0 ? panel->decimals[i] : 0, .language = sheets->language};
        struct tb_bytes text = {0};
        brief_cell_value(panel, i, &plain, &text);
        brief_book_text(sheets->book, sheets->data, row, column, brief_text(&text),
                        style | BOOK_PRINTED | (tb_has_value(panel, i) ? 0u : BOOK_QUIET));
        sheets->book->failed |= text.failed;
        tb_bytes_free(&text);
    }
    value_note(sheets, sheets->data, row, column, i);
}

/* ---- the change against the year before, where a reader can follow it ---- */

static void change_pattern(const struct sheets *sheets, const struct brief_change *change, size_t i, size_t before,
                           char pattern[BOOK_PATTERN_SIZE])
{
    const struct tb_panel *panel = sheets->panel;
    char plain[BOOK_PATTERN_SIZE];
    const int first = (int)panel->decimals[before], second = (int)panel->decimals[i]; /* NOLINT: may be below 0 */
    int decimals = first > second ? first : second;
    const char *unit = "";
    if (change->by == BY_PERCENT) {
        decimals = 1;
        unit = "\"%\"";
    } else if (change->by == BY_POINTS) {
        decimals = decimals > 3 ? 3 : decimals;
        unit = say(sheets, "\" pp\"", "\"个百分点\"");
    }
    brief_book_pattern(sheets->book, change->row->value, decimals, false, plain);
    if (snprintf(pattern, BOOK_PATTERN_SIZE, "+%s%s;-%s%s;%s%s", plain, unit, plain, unit, plain, unit) >=
        BOOK_PATTERN_SIZE)
        pattern[0] = '\0'; /* never: a plain pattern has at most 21 characters, a unit 17 */
}

static void change_cell(struct sheets *sheets, uint32_t series, size_t row, size_t column, size_t i, size_t before)
{
    const struct tb_panel *panel = sheets->panel;
    const struct brief_change change = brief_year_change(panel, sheets->plan->results, series, i);
    if (!change.row)
        return;
    if (!brief_is_exact(&change) || before == NOWHERE) {
        struct tb_bytes text = {0};
        brief_cell_change(panel, sheets->plan->results, series, i, sheets->language, &text);
        brief_book_text(sheets->book, sheets->changes, row, column, brief_text(&text), BOOK_PRINTED | BOOK_QUIET);
        sheets->book->failed |= text.failed;
        tb_bytes_free(&text);
        return;
    }
    char pattern[BOOK_PATTERN_SIZE];
    change_pattern(sheets, &change, i, before, pattern);
    lxw_format *format = brief_book_format(sheets->book, pattern, brief_sheet_style(panel, i));
    const size_t from = brief_time_of(sheets->time, sheets->times, panel, before);
    const bool old_basis = change.row->note.caveats & TB_CAVEAT_OLD_BASIS; /* the sheet of data shows the new one */
    if (from == NOWHERE || old_basis || !brief_sheet_is_number(panel, i) || !brief_sheet_is_number(panel, before)) {
        brief_book_number(sheets->book, sheets->changes, row, column, change.row->value, format);
        return;
    }
    char now[8], then[8], formula[256];
    brief_book_letters(column, now);
    brief_book_letters(sheets->first_time + from, then);
    const size_t line = row + 1;
    if (change.by == BY_PERCENT)
        snprintf(formula, sizeof formula, "=('%1$s'!%2$s%4$zu-'%1$s'!%3$s%4$zu)/'%1$s'!%3$s%4$zu*100",
                 sheets->data_name, now, then, line);
    else
        snprintf(formula, sizeof formula, "='%1$s'!%2$s%4$zu-'%1$s'!%3$s%4$zu", sheets->data_name, now, then, line);
    brief_book_formula(sheets->book, sheets->changes, row, column, formula, change.row->value, format);
}

/* ---- data and changes: the same rows and columns on both ---- */

struct column {
    struct tb_phrase title;
    double width;
};

static void heading_cells(struct sheets *sheets, lxw_worksheet *sheet, size_t first, const struct column *column,
                          size_t n)
{
    for (size_t c = 0; c < n; c++) {
        brief_book_text(sheets->book, sheet, 0, first + c, brief_say(column[c].title, sheets->language), BOOK_HEAD);
        if (sheet && worksheet_set_column(sheet, (lxw_col_t)(first + c), (lxw_col_t)(first + c), column[c].width,
                                          NULL) != LXW_NO_ERROR)
            sheets->book->failed = true;
    }
}

static void time_headings(struct sheets *sheets, lxw_worksheet *sheet, double width)
{
    for (size_t t = 0; t < sheets->times; t++)
        brief_sheet_heading(sheets, sheet, 0, sheets->first_time + t, &sheets->time[t], BOOK_HEAD | BOOK_RIGHT);
    if (sheet && sheets->times &&
        worksheet_set_column(sheet, (lxw_col_t)sheets->first_time, (lxw_col_t)(sheets->first_time + sheets->times - 1),
                             width, NULL) != LXW_NO_ERROR)
        sheets->book->failed = true;
}

static const struct column before_years[] = {
    {{"Section", "栏目"}, 14}, {{"Indicator", "指标"}, 32}, {{"Unit", "单位"}, 12}, {{"Region", "地区"}, 14}};
static const struct column after_years[] = {
    {{"Marks and notes", "标注和说明"}, 40}, {{"Source", "来源"}, 50}, {{"Chart", "图"}, 6}, {{"Code", "代码"}, 22}};

#define BEFORE_YEARS (sizeof before_years / sizeof before_years[0])
#define AFTER_YEARS  (sizeof after_years / sizeof after_years[0])

static void series_labels(struct sheets *sheets, lxw_worksheet *sheet, size_t row, uint32_t series, const char *section)
{
    const struct tb_series *s = &sheets->panel->series[series];
    struct tb_bytes unit = {0};
    brief_sheet_unit(sheets->panel, series, sheets->language, &unit);
    const char *label[BEFORE_YEARS] = {section, tb_indicator_name(sheets->panel, s->indicator, sheets->language),
                                       brief_text(&unit), tb_text(sheets->panel, s->region)};
    for (size_t c = 0; c < BEFORE_YEARS; c++)
        brief_book_text(sheets->book, sheet, row, c, label[c], c == 1 ? 0 : BOOK_QUIET);
    sheets->book->failed |= unit.failed;
    tb_bytes_free(&unit);
}

static void series_remarks(struct sheets *sheets, size_t row, const struct brief_row *what)
{
    const struct tb_panel *panel = sheets->panel;
    const bool chinese = sheets->language == TB_CHINESE;
    const size_t column = sheets->first_time + sheets->times;
    const struct tb_indicator *indicator = brief_indicator_of(panel, what->series);
    struct tb_bytes text = {0};

    brief_data_marks(panel, &what->series, 1, sheets->language, &text);
    if (indicator->definition->note) {
        tb_bytes_text(&text, !text.n ? "" : chinese ? "。" : ". ");
        brief_add_safe(&text, tb_text(panel, indicator->definition->note));
    }
    brief_book_text(sheets->book, sheets->data, row, column, brief_text(&text), BOOK_QUIET);
    text.n = 0;
    brief_add_sources(&text, panel, &what->series, 1, sheets->language, true, chinese ? "；" : "; ", 3);
    brief_book_text(sheets->book, sheets->data, row, column + 1, brief_text(&text), BOOK_QUIET);
    if (what->figure != NOWHERE) {
        char target[64];
        snprintf(target, sizeof target, "internal:'%s'!A%zu", sheets->charts_name, sheets->chart_row[what->figure] + 1);
        lxw_format *format = brief_book_format(sheets->book, "", BOOK_LINK);
        if (worksheet_write_url(sheets->data, (lxw_row_t)row, (lxw_col_t)(column + 2), target, format) ||
            worksheet_write_string(sheets->data, (lxw_row_t)row, (lxw_col_t)(column + 2), chinese ? "看图" : "see",
                                   format))
            sheets->book->failed = true;
    }
    brief_book_text(sheets->book, sheets->data, row, column + 3, tb_text(panel, indicator->id), BOOK_QUIET);
    sheets->book->failed |= text.failed;
    tb_bytes_free(&text);
}

/* The observation of the whole year before that of `i`, or NOWHERE. */
static size_t year_before(const struct tb_panel *panel, const struct tb_series *s, size_t i)
{
    for (size_t k = i; k-- > s->first && panel->year[k] >= panel->year[i] - 1;)
        if (panel->year[k] == panel->year[i] - 1 && !tb_period(panel, k))
            return k;
    return NOWHERE;
}

static void series_row(struct sheets *sheets, size_t row, const struct brief_row *what, const char *section)
{
    const struct tb_panel *panel = sheets->panel;
    const struct tb_series *s = &panel->series[what->series];
    series_labels(sheets, sheets->data, row, what->series, section);
    series_labels(sheets, sheets->changes, row, what->series, section);
    for (size_t i = s->first; i < s->first + s->n; i++) {
        const size_t t = brief_time_of(sheets->time, sheets->times, panel, i);
        if (t == NOWHERE)
            continue;
        value_cell(sheets, row, sheets->first_time + t, i);
        change_cell(sheets, what->series, row, sheets->first_time + t, i, year_before(panel, s, i));
    }
    series_remarks(sheets, row, what);
}

static void finish_table(struct sheets *sheets, lxw_worksheet *sheet, size_t rows, size_t columns, size_t frozen)
{
    if (!sheet)
        return;
    worksheet_freeze_panes(sheet, 1, (lxw_col_t)frozen);
    if (worksheet_repeat_rows(sheet, 0, 0) ||
        (rows && worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(columns - 1))))
        sheets->book->failed = true;
}

static void left_out(struct sheets *sheets, lxw_worksheet *sheet, size_t row, size_t n)
{
    struct tb_bytes text = {0};
    tb_bytes_format(&text, say(sheets, "%zu more rows are in statistics.csv", "另有%zu行见statistics.csv"), n);
    brief_book_text(sheets->book, sheet, row, 0, brief_text(&text), BOOK_QUIET);
    sheets->book->failed |= text.failed;
    tb_bytes_free(&text);
}

static void data_sheets(struct sheets *sheets)
{
    const struct brief_plan *plan = sheets->plan;
    heading_cells(sheets, sheets->data, 0, before_years, sheets->first_time);
    heading_cells(sheets, sheets->changes, 0, before_years, sheets->first_time);
    time_headings(sheets, sheets->data, 9.5);
    time_headings(sheets, sheets->changes, 11);
    heading_cells(sheets, sheets->data, sheets->first_time + sheets->times, after_years, AFTER_YEARS);
    size_t rows = 0;
    for (size_t k = 0; k < plan->sections; k++) {
        const struct brief_section *section = &plan->section[k];
        for (size_t i = section->first_row; i < section->first_row + section->rows && i < SHEET_SERIES_MOST; i++)
            series_row(sheets, ++rows, &plan->row[i], section->title);
    }
    const size_t columns = sheets->first_time + sheets->times;
    finish_table(sheets, sheets->data, rows, columns + AFTER_YEARS, sheets->first_time);
    finish_table(sheets, sheets->changes, rows, columns, sheets->first_time);
    /* on paper the years, not what is said beside them */
    if (worksheet_print_area(sheets->data, 0, 0, (lxw_row_t)rows, (lxw_col_t)(columns - 1)) != LXW_NO_ERROR)
        sheets->book->failed = true;
    if (sheets->rows_left_out) {
        left_out(sheets, sheets->data, rows + 2, sheets->rows_left_out);
        left_out(sheets, sheets->changes, rows + 2, sheets->rows_left_out);
    }
}

/* ---- statistics: the whole result table ---- */

static void statistics_sheet(struct sheets *sheets, lxw_worksheet *sheet)
{
    static const struct column columns[] = {{{"Indicator", "指标"}, 32},
                                            {{"Region", "地区"}, 12},
                                            {{"From", "起"}, 7},
                                            {{"To", "止"}, 7},
                                            {{"Statistic", "统计量"}, 30},
                                            {{"Value", "数值"}, 13},
                                            {{"Lower", "下限"}, 13},
                                            {{"Upper", "上限"}, 13},
                                            {{"Std. error", "标准误"}, 11},
                                            {{"p", "p值"}, 10},
                                            {{"n", "年数n"}, 7},
                                            {{"Method", "方法"}, 40},
                                            {{"Note", "说明"}, 50},
                                            {{"Code of indicator", "指标代码"}, 22},
                                            {{"Code of statistic", "统计量代码"}, 20}};
    const size_t n_columns = sizeof columns / sizeof columns[0];
    const struct tb_results *results = sheets->plan->results;
    const struct tb_panel *panel = sheets->panel;
    struct brief_book *book = sheets->book;
    heading_cells(sheets, sheet, 0, columns, n_columns);
    const size_t all = results ? results->n : 0, shown = all < SHEET_RESULTS_MOST ? all : SHEET_RESULTS_MOST;
    lxw_format *whole = brief_book_format(book, "0", 0);
    for (size_t r = 0; r < shown; r++) {
        const struct tb_result *row = &results->row[r];
        const struct tb_series *s = &panel->series[row->series];
        const struct tb_statistic *statistic = tb_statistic_find(row->statistic);
        const size_t line = r + 1;
        const double number[] = {row->value, row->lower, row->upper, row->se, row->p};
        char note[600];
        char method[600];
        tb_note_text(panel, &row->note, sheets->language, note, sizeof note);
        brief_book_text(book, sheet, line, 0, tb_indicator_name(panel, s->indicator, sheets->language), 0);
        brief_book_text(book, sheet, line, 1, tb_text(panel, s->region), 0);
        brief_book_number(book, sheet, line, 2, row->from, whole);
        brief_book_number(book, sheet, line, 3, row->to, whole);
        brief_book_text(book, sheet, line, 4,
                        !statistic                       ? row->statistic
                        : sheets->language == TB_CHINESE ? statistic->title_zh
                                                         : statistic->title_en,
                        0);
        for (size_t k = 0; k < sizeof number / sizeof number[0]; k++) {
            char pattern[BOOK_PATTERN_SIZE];
            if (isnan(number[k]))
                continue;
            brief_book_plain_pattern(number[k], pattern);
            brief_book_number(book, sheet, line, 5 + k, number[k], brief_book_format(book, pattern, 0));
        }
        if (row->n)
            brief_book_number(book, sheet, line, 10, row->n, whole);
        tb_method_text(row, method, sizeof method);
        brief_book_text(book, sheet, line, 11, method, BOOK_QUIET);
        brief_book_text(book, sheet, line, 12, note, BOOK_QUIET);
        brief_book_text(book, sheet, line, 13, tb_text(panel, panel->indicators[s->indicator].id), BOOK_QUIET);
        brief_book_text(book, sheet, line, 14, row->statistic, BOOK_QUIET);
    }
    finish_table(sheets, sheet, shown, n_columns, 1);
    if (all > shown)
        left_out(sheets, sheet, shown + 2, all - shown);
}

/* ---- printed figures that do not agree ---- */

static size_t audited(const struct tb_results *results)
{
    size_t n = 0;
    for (size_t r = 0; results && r < results->n; r++)
        n += results->row[r].note.code == TB_NOTE_AGREES || brief_is_dispute(&results->row[r]);
    return n;
}

static void audit_sheet(struct sheets *sheets, lxw_worksheet *sheet)
{
    static const struct column columns[] = {{{"Indicator", "指标"}, 36}, {{"Region", "地区"}, 14},
                                            {{"Year", "年份"}, 8},       {{"Printed", "公布数"}, 12},
                                            {{"Computed", "计算"}, 14},  {{"Difference", "差"}, 12},
                                            {{"Unit", "单位"}, 14},      {{"Computed from", "依据"}, 70}};
    const size_t n_columns = sizeof columns / sizeof columns[0];
    const struct brief_plan *plan = sheets->plan;
    const struct tb_panel *panel = sheets->panel;
    struct brief_book *book = sheets->book;
    struct tb_bytes text = {0};
    heading_cells(sheets, sheet, 0, columns, n_columns);
    for (size_t i = 0; i < plan->disputes; i++) {
        const struct tb_result *row = plan->dispute[i];
        const struct tb_series *s = &panel->series[row->series];
        const size_t line = i + 1;
        char pattern[BOOK_PATTERN_SIZE], formula[64];
        brief_book_text(book, sheet, line, 0, tb_indicator_name(panel, s->indicator, sheets->language), 0);
        brief_book_text(book, sheet, line, 1, tb_text(panel, s->region), 0);
        brief_book_number(book, sheet, line, 2, row->to, brief_book_format(book, "0", 0));
        const double number[] = {row->note.a, row->note.b, row->note.a - row->note.b};
        for (size_t k = 0; k < 2; k++) {
            brief_book_plain_pattern(number[k], pattern);
            brief_book_number(book, sheet, line, 3 + k, number[k], brief_book_format(book, pattern, 0));
        }
        brief_book_plain_pattern(number[2], pattern);
        snprintf(formula, sizeof formula, "=D%zu-E%zu", line + 1, line + 1);
        if (isfinite(number[2]))
            brief_book_formula(book, sheet, line, 5, formula, number[2], brief_book_format(book, pattern, 0));
        text.n = 0;
        brief_sheet_unit(panel, row->series, sheets->language, &text);
        brief_book_text(book, sheet, line, 6, brief_text(&text), BOOK_QUIET);
        text.n = 0;
        brief_dispute_sentence(panel, row, sheets->language, BRIEF_DISPUTE_WHY, &text);
        brief_book_text(book, sheet, line, 7, brief_text(&text), BOOK_QUIET);
    }
    finish_table(sheets, sheet, plan->disputes, n_columns, 1);
    const size_t checked = audited(plan->results);
    text.n = 0;
    if (!checked)
        tb_bytes_text(&text, say(sheets, "No printed figure could be checked against others.",
                                 "没有可以与其他数字核对的公布数。"));
    else
        tb_bytes_format(&text,
                        say(sheets,
                            "%zu printed figures were checked against those they are made of; %zu do not agree.",
                            "共核对公布数%zu处，不一致的%zu处。"),
                        checked, plan->disputes);
    brief_book_text(book, sheet, plan->disputes + 2, 0, brief_text(&text), BOOK_QUIET);
    book->failed |= text.failed;
    tb_bytes_free(&text);
}

/* ---- how to read the sheets ---- */

static void about_sheet(struct sheets *sheets, lxw_worksheet *sheet)
{
    static const struct tb_phrase lines[] = {
        {"Data: the figures as they were printed, with their decimals; none is rescaled or rounded.",
         "“数据”：按公布的原值和小数位列出，不换算、不取舍。"},
        {"“≤0.23” is a bound and stands as text, so that no sum takes it for a value. “~” marks an approximate value.",
         "“≤0.23”是界限而不是数值，按文本存放，不参加求和；“约”表示约数。"},
        {"A pale ground marks provisional, estimated and forecast values; an orange line at the left of a cell, a new "
         "basis from that year on. Notes on cells and the column behind the years say it in words.",
         "浅色底为初步数、估计数或预测数；单元格左侧橙线表示该年起为新口径。批注和年份之后的一列另有文字说明。"},
        {"Changes: each cell is a formula over the sheet of data, in percent, or in percentage points where the "
         "indicator is in percent. Where no change can be given, the reason stands in the cell.",
         "“同比”：各单元格是引用“数据”的公式，单位为%；指标本身为百分数的，按百分点计。不能比较的，写明原因。"},
        {"Charts: native charts that follow the figures on the sheet of data.",
         "“图表”：可以编辑的图，随“数据”中的数字变化。"},
        {"Statistics: every result with its method and the reason where there is none; as in statistics.csv.",
         "“统计”：全部统计结果及方法，没有结果的写明原因；与statistics.csv相同。"},
        {"Audit: printed figures that do not agree with those they are made of, beyond rounding.",
         "“核对”：与据以计算的数字不一致、且超出四舍五入范围的公布数。"},
    };
    struct brief_book *book = sheets->book;
    brief_book_text(book, sheet, 0, 0, sheets->plan->title, BOOK_TITLE);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        brief_book_text(book, sheet, i + 2, 0, brief_say(lines[i], sheets->language), BOOK_WRAP);
    struct tb_bytes text = {0};
    tb_bytes_format(&text, say(sheets, "Made with trendbook %s", "由trendbook %s生成"),
                    sheets->plan->options->version ? sheets->plan->options->version : "");
    brief_book_text(book, sheet, sizeof lines / sizeof lines[0] + 3, 0, brief_text(&text), BOOK_QUIET);
    book->failed |= text.failed || !sheet || worksheet_set_column(sheet, 0, 0, 110, NULL) != LXW_NO_ERROR;
    tb_bytes_free(&text);
}

/* ---- the workbook ---- */

/* Gives each series its row, each year its column, each figure its place among the charts. */
static void place_all(struct sheets *sheets)
{
    const struct brief_plan *plan = sheets->plan;
    const size_t rows = plan->rows < SHEET_SERIES_MOST ? plan->rows : SHEET_SERIES_MOST;
    uint32_t *series = calloc(rows + 1, sizeof *series);
    sheets->row_of = calloc(sheets->panel->n_series + 1, sizeof *sheets->row_of);
    sheets->chart_row = calloc(plan->figures + 1, sizeof *sheets->chart_row);
    sheets->rows_left_out = plan->rows - rows;
    if (!series || !sheets->row_of || !sheets->chart_row)
        sheets->book->failed = true;
    else {
        for (size_t i = 0; i < rows; i++) {
            series[i] = plan->row[i].series;
            sheets->row_of[series[i]] = i + 1;
        }
        sheets->times = brief_times(sheets->panel, series, rows, &sheets->time);
        if (!sheets->time) {
            sheets->book->failed = true;
        } else if (sheets->times > SHEET_TIMES_MOST) { /* the latest */
            memmove(sheets->time, sheets->time + sheets->times - SHEET_TIMES_MOST,
                    SHEET_TIMES_MOST * sizeof *sheets->time);
            sheets->times = SHEET_TIMES_MOST;
        }
        for (size_t i = 0; i < rows; i++)
            sheets->regions |= sheets->panel->series[series[i]].region != 0;
        sheets->first_time = BEFORE_YEARS - !sheets->regions;
    }
    free(series);
}

enum tb_status brief_write_xlsx(const struct brief_plan *plan, struct tb_bytes *bytes, struct tb_log *log)
{
    const enum tb_language language = plan->options->language;
    struct sheets sheets = {.plan = plan, .panel = plan->panel, .language = language};
    sheets.book = brief_book_new(language, plan->title);
    if (!sheets.book)
        return tb_fail(log, TB_OUTPUT_FAILED, "workbook", NULL, "cannot begin the workbook: out of memory or files");
    sheets.data_name = say(&sheets, "Data", "数据");
    sheets.charts_name = say(&sheets, "Charts", "图表");
    place_all(&sheets);
    if (!sheets.book->failed) {
        sheets.data = brief_book_sheet(sheets.book, sheets.data_name);
        sheets.changes = brief_book_sheet(sheets.book, say(&sheets, "Changes", "同比"));
        if (plan->figures)
            sheets.charts = brief_book_sheet(sheets.book, sheets.charts_name);
        lxw_worksheet *statistics = brief_book_sheet(sheets.book, say(&sheets, "Statistics", "统计"));
        lxw_worksheet *audit = brief_book_sheet(sheets.book, say(&sheets, "Audit", "核对"));
        lxw_worksheet *about = brief_book_sheet(sheets.book, say(&sheets, "About", "说明"));
        if (!sheets.book->failed) {
            brief_sheet_charts(&sheets);
            data_sheets(&sheets);
            statistics_sheet(&sheets, statistics);
            audit_sheet(&sheets, audit);
            about_sheet(&sheets, about);
        }
    }
    const enum tb_status status = brief_book_finish(sheets.book, bytes, log);
    brief_book_free(sheets.book);
    free(sheets.time);
    free(sheets.row_of);
    free(sheets.chart_row);
    return status;
}
