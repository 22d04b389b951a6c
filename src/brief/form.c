/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/form.h"

#include "quantities.h"
#include "trendbook/results.h"
#include "workbook.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* ---- what the form asks for ---- */

struct row {
    uint32_t indicator, region; /* name of the region; 0: none */
    uint32_t series;            /* TB_NOWHERE: no figure yet */
    size_t before, now;         /* observations of the year before and of the year; NOWHERE: none */
    size_t earlier;             /* the last one before them, where the year before has none */
};

struct form {
    const struct tb_panel *panel;
    enum tb_language language;
    int year;
    struct row *row;
    size_t rows;
    bool regions, sections, earlier; /* columns for them */
};

static const char *say(const struct form *form, struct tb_phrase phrase)
{
    return brief_say(phrase, form->language);
}

__attribute__((format_arg(2), format_arg(3))) static const char *say_format(const struct form *form,
                                                                            const char *english, const char *chinese)
{
    return form->language == TB_CHINESE ? chinese : english;
}

static bool whole_year_value(const struct tb_panel *panel, size_t i)
{
    return tb_has_value(panel, i) && !tb_period(panel, i) && !(tb_flags(panel, i) & TB_FLAG_COMPUTED);
}

int tb_form_year(const struct tb_panel *panel, const struct tb_form_options *options)
{
    int last = 0;
    for (size_t i = 0; i < panel->n; i++)
        if (whole_year_value(panel, i) && panel->year[i] > last)
            last = panel->year[i];
    return options->year ? options->year : last ? last + 1 : 0;
}

/* The whole-year figure of a series in a year, NOWHERE when there is none. */
static size_t figure_of(const struct tb_panel *panel, uint32_t series, int year)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (panel->year[i] == year && whole_year_value(panel, i))
            return i;
    return NOWHERE;
}

/* Figures of its own, not only those that trendbook computed. */
static bool is_given(const struct tb_panel *panel, uint32_t series)
{
    const struct tb_series *s = &panel->series[series];
    for (size_t i = s->first; i < s->first + s->n; i++)
        if (!(tb_flags(panel, i) & TB_FLAG_COMPUTED))
            return true;
    return false;
}

static void add_row(struct form *form, uint32_t indicator, uint32_t series)
{
    const struct tb_panel *panel = form->panel;
    struct row *row = &form->row[form->rows++];
    *row =
        (struct row){.indicator = indicator, .series = series, .before = NOWHERE, .now = NOWHERE, .earlier = NOWHERE};
    if (series != TB_NOWHERE) {
        row->region = panel->series[series].region;
        row->before = figure_of(panel, series, form->year - 1);
        row->now = figure_of(panel, series, form->year);
        const struct tb_series *s = &panel->series[series];
        for (size_t i = s->first; row->before == NOWHERE && i < s->first + s->n && panel->year[i] < form->year; i++)
            if (whole_year_value(panel, i))
                row->earlier = i;
    }
    form->earlier |= row->earlier != NOWHERE;
    form->regions |= row->region != 0;
    form->sections |= panel->indicators[indicator].section != 0;
}

static enum tb_status choose_rows(struct form *form, const struct tb_form_options *options, struct tb_log *log)
{
    const struct tb_panel *panel = form->panel;
    form->row = calloc(panel->n_series + panel->n_indicators + 1, sizeof *form->row);
    if (!form->row)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory");
    for (uint32_t indicator = 0, s = 0; indicator < panel->n_indicators; indicator++) {
        const struct tb_indicator *about = &panel->indicators[indicator];
        const uint32_t first = s;
        for (; s < panel->n_series && panel->series[s].indicator == indicator; s++)
            if (is_given(panel, s) && (!options->series || options->series[s]))
                add_row(form, indicator, s);
        if (s == first && !options->series && about->numerator == TB_NOWHERE)
            add_row(form, indicator, TB_NOWHERE);
    }
    return form->year && form->rows
               ? TB_OK
               : tb_fail(log, TB_BAD_DATA, "empty", NULL, "there is no figure that the form could ask for");
}

/* ---- columns ---- */

enum column {
    ID,
    REGION,
    SECTION,
    NAME,
    UNIT,
    EARLIER,
    BEFORE,
    VALUE,
    CHANGE, /* of the workbook */
    HINT,   /* of the workbook */
    QUALIFIER,
    FLAG,
    SOURCE,
    NOTE,
    COLUMNS
};

/* The names under which the reader knows the columns; of those for people, what stands behind their #. */
static const struct {
    const char *key;
    struct tb_phrase heading, help;
    double width; /* in the workbook, of the letter 0 */
    bool workbook_only;
} columns[COLUMNS] = {
    [ID] = {"id", {NULL, NULL}, {"The indicator; leave it as it is.", "指标代码，请勿改动。"}, 22, false},
    [REGION] = {"region", {NULL, NULL}, {"Who it is counted for.", "地区或单位。"}, 14, false},
    [SECTION] = {NULL, {"section", "栏目"}, {"", ""}, 14, false},
    [NAME] = {NULL, {"name", "指标"}, {"", ""}, 34, false},
    [UNIT] = {NULL, {"unit", "单位"}, {"", ""}, 10, false},
    [EARLIER] = {NULL,
                 {"earlier", "更早"},
                 {"The last figure, where the year before has none.", "上年没有数时，最近一次的数。"},
                 16,
                 false},
    [BEFORE] = {NULL, {NULL, NULL}, {"The figure of the year before.", "上年数。"}, 14, false},
    [VALUE] = {"value",
               {NULL, NULL},
               {"The figure, in the unit at the left: a number alone. Leave it empty where there is none.",
                "本年数，按左侧单位填，只写数字；没有的留空。"},
               16,
               false},
    [CHANGE] = {NULL, {"change", "比上年"}, {"Computed as you type.", "随填随算。"}, 10, true},
    [HINT] = {NULL,
              {"hint", "提示"},
              {"A figure five times the one before, or a fifth of it, asks for a second look: the unit?",
               "与上年相差5倍以上时提示核对，多为单位填错。"},
              16,
              true},
    [QUALIFIER] = {"qualifier",
                   {NULL, NULL},
                   {"Empty: exact. ~ about; <= at most; >= at least; < below; > above.",
                    "空：确数；~ 约；<= 不高于（以下）；>= 不低于（余、以上）；< 不足；> 超过。"},
                   10,
                   false},
    [FLAG] = {"flag",
              {NULL, NULL},
              {"b: on a new basis from this year; p provisional; e estimated; r revised; u unreliable; c confidential.",
               "b 本年起新口径；p 初步数；e 估计数；r 修订数；u 可靠性低；c 保密。"},
              7,
              false},
    [SOURCE] = {"source", {NULL, NULL}, {"Where the figure comes from.", "数字出处。"}, 28, false},
    [NOTE] = {"note", {NULL, NULL}, {"A remark.", "备注。"}, 28, false},
};

static bool has_column(const struct form *form, size_t c, bool workbook)
{
    return (c != REGION || form->regions) && (c != SECTION || form->sections) && (c != EARLIER || form->earlier) &&
           (workbook || !columns[c].workbook_only);
}

static void add_heading(const struct form *form, size_t c, struct tb_bytes *text)
{
    if (columns[c].key)
        tb_bytes_text(text, columns[c].key);
    else if (c == BEFORE)
        tb_bytes_format(text, "#%d%s", form->year - 1, say(form, (struct tb_phrase){"", "年"}));
    else
        tb_bytes_format(text, "#%s", say(form, columns[c].heading));
}

/* A figure in the unit of the indicator, never scaled, with its mark; "" for none. */
static void add_figure(const struct form *form, size_t i, bool mark, struct tb_bytes *text)
{
    const struct tb_panel *panel = form->panel;
    if (i == NOWHERE)
        return;
    char number[64];
    tb_number_exact(panel->value[i], number);
    tb_bytes_format(text, "%s%s", mark ? tb_state_marks[panel->state[i]] : "", number);
}

static void add_cell(const struct form *form, const struct row *row, size_t c, struct tb_bytes *text)
{
    const struct tb_panel *panel = form->panel;
    const struct tb_indicator *indicator = &panel->indicators[row->indicator];
    const size_t i = row->now;
    switch ((enum column)c) {
    case ID:
        tb_bytes_text(text, tb_text(panel, indicator->id));
        break;
    case REGION:
        tb_bytes_text(text, tb_text(panel, row->region));
        break;
    case SECTION:
        tb_bytes_text(text, tb_text(panel, form->language == TB_CHINESE && indicator->definition->section_zh
                                               ? indicator->definition->section_zh
                                               : indicator->section));
        break;
    case NAME:
        tb_bytes_text(text, tb_indicator_name(panel, row->indicator, form->language));
        break;
    case UNIT:
        tb_bytes_text(text, tb_text(panel, indicator->unit));
        break;
    case EARLIER:
        if (row->earlier != NOWHERE)
            tb_bytes_format(text, say_format(form, "%d: ", "%d年："), panel->year[row->earlier]);
        add_figure(form, row->earlier, true, text);
        break;
    case BEFORE:
        add_figure(form, row->before, true, text);
        break;
    case VALUE:
        add_figure(form, i, false, text);
        break;
    case QUALIFIER:
        if (i != NOWHERE)
            tb_bytes_text(text, tb_state_marks[panel->state[i]]);
        break;
    case FLAG:
        for (size_t k = 0; i != NOWHERE && k < tb_n_flag_rows; k++)
            if (tb_flags(panel, i) & tb_flag_rows[k].flag)
                tb_bytes_format(text, "%c", tb_flag_rows[k].letter);
        break;
    case SOURCE:
        if (i != NOWHERE)
            tb_bytes_text(text, tb_text(panel, tb_source(panel, i)));
        break;
    case NOTE:
        if (i != NOWHERE)
            tb_bytes_text(text, tb_text(panel, tb_note_of(panel, i)));
        break;
    case CHANGE:
    case HINT:
    case COLUMNS:
        break;
    }
}

static enum tb_status begin_form(struct form *form, const struct tb_panel *panel, const struct tb_form_options *options,
                                 size_t *rows, struct tb_log *log)
{
    *form = (struct form){.panel = panel, .language = options->language, .year = tb_form_year(panel, options)};
    const enum tb_status status = choose_rows(form, options, log);
    *rows = form->rows;
    return status;
}

/* ---- CSV ---- */

enum tb_status tb_form_csv(const struct tb_panel *panel, const struct tb_form_options *options, struct tb_bytes *bytes,
                           size_t *rows, struct tb_log *log)
{
    struct form form;
    struct tb_bytes cell = {0};
    enum tb_status status = begin_form(&form, panel, options, rows, log);
    *bytes = (struct tb_bytes){0};
    if (status)
        goto done;
    tb_bytes_text(bytes, BYTE_ORDER_MARK);
    for (size_t r = 0; r <= form.rows; r++) {
        const char *between = "";
        for (size_t c = 0; c < COLUMNS; c++) {
            if (!has_column(&form, c, false))
                continue;
            cell.n = 0;
            if (r == 0)
                add_heading(&form, c, &cell);
            else
                add_cell(&form, &form.row[r - 1], c, &cell);
            tb_bytes_text(bytes, between);
            tb_csv_field(bytes, brief_text(&cell));
            between = ",";
        }
        tb_bytes_text(bytes, "\n");
    }
    if (bytes->failed || cell.failed)
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory");
done:
    if (status)
        tb_bytes_free(bytes);
    tb_bytes_free(&cell);
    free(form.row);
    return status;
}

/* ---- the workbook ---- */

struct sheet {
    struct form *form;
    struct brief_book *book;
    lxw_worksheet *sheet;
    size_t at[COLUMNS]; /* where a column stands; NOWHERE: it does not */
};

/* Digits of the year before show how many are wanted. */
static lxw_format *value_format(struct sheet *sheet, const struct row *row)
{
    const struct tb_panel *panel = sheet->form->panel;
    const size_t like = row->now != NOWHERE ? row->now : row->before;
    char pattern[BOOK_PATTERN_SIZE] = "General";
    if (like != NOWHERE)
        brief_book_pattern(sheet->book, panel->value[like], panel->decimals[like], false, pattern);
    return brief_book_format(sheet->book, pattern, BOOK_ENTRY);
}

/* The change, relative above 0 and in points for percentages; and what to look at again.  Both empty without figures.
 */
static void put_formulas(struct sheet *sheet, const struct row *row, size_t r)
{
    const struct tb_panel *panel = sheet->form->panel;
    char before[8], value[8], formula[512];
    struct tb_unit unit;
    brief_book_letters(sheet->at[BEFORE], before);
    brief_book_letters(sheet->at[VALUE], value);
    tb_unit_parse(tb_text(panel, panel->indicators[row->indicator].unit), &unit);
    const bool points = unit.percent || unit.points;
    const size_t line = r + 1;
    snprintf(formula, sizeof formula,
             points
                 ? "=IF(AND(ISNUMBER(%1$s%2$zu),ISNUMBER(%3$s%2$zu)),%1$s%2$zu-%3$s%2$zu,\"\")"
                 : "=IF(AND(ISNUMBER(%1$s%2$zu),ISNUMBER(%3$s%2$zu)),IF(%3$s%2$zu>0,%1$s%2$zu/%3$s%2$zu-1,\"\"),\"\")",
             value, line, before);
    brief_book_text_formula(sheet->book, sheet->sheet, r, sheet->at[CHANGE], formula,
                            brief_book_format(sheet->book, points ? "+0.00;-0.00;0" : "+0.0%;-0.0%;0%", BOOK_QUIET));
    snprintf(formula, sizeof formula,
             "=IF(AND(ISNUMBER(%1$s%2$zu),ISNUMBER(%3$s%2$zu)),IF(AND(%3$s%2$zu>0,OR(%1$s%2$zu>=5*%3$s%2$zu,%1$s%2$zu<="
             "%3$s%2$zu/5)),\"%4$s\",\"\"),IF(OR(%1$s%2$zu=\"\",ISNUMBER(%1$s%2$zu)),\"\",\"%5$s\"))",
             value, line, before, say(sheet->form, (struct tb_phrase){"unit?", "请核对单位"}),
             say(sheet->form, (struct tb_phrase){"a number alone", "只写数字"}));
    brief_book_text_formula(sheet->book, sheet->sheet, r, sheet->at[HINT], formula,
                            brief_book_format(sheet->book, "", BOOK_WARN));
}

static void put_row(struct sheet *sheet, const struct row *row, size_t r)
{
    const struct form *form = sheet->form;
    const struct tb_panel *panel = form->panel;
    struct tb_bytes cell = {0};
    for (size_t c = 0; c < COLUMNS; c++) {
        const size_t at = sheet->at[c];
        if (at == NOWHERE || c == CHANGE || c == HINT)
            continue;
        cell.n = 0;
        add_cell(form, row, c, &cell);
        const size_t i = c == BEFORE ? row->before : row->now;
        const bool exact = i != NOWHERE && (c == VALUE || panel->state[i] == TB_EXACT);
        if ((c == BEFORE || c == VALUE) && exact) {
            char pattern[BOOK_PATTERN_SIZE];
            brief_book_pattern(sheet->book, panel->value[i], panel->decimals[i], false, pattern);
            brief_book_number(sheet->book, sheet->sheet, r, at, panel->value[i],
                              c == VALUE ? value_format(sheet, row)
                                         : brief_book_format(sheet->book, pattern, BOOK_QUIET));
        } else if (c == VALUE || (c >= QUALIFIER && !cell.n)) {
            brief_book_blank(sheet->book, sheet->sheet, r, at,
                             c == VALUE ? value_format(sheet, row) : brief_book_format(sheet->book, "", BOOK_ENTRY));
        } else
            brief_book_text(sheet->book, sheet->sheet, r, at, brief_text(&cell),
                            c >= QUALIFIER                ? BOOK_ENTRY
                            : c == BEFORE || c == EARLIER ? BOOK_QUIET | BOOK_RIGHT
                            : c == NAME                   ? 0u
                                                          : BOOK_QUIET);
    }
    sheet->book->failed |= cell.failed;
    tb_bytes_free(&cell);
    put_formulas(sheet, row, r);
}

enum {
    MOST_MARKS = 8,
    MARK_SIZE = 4
};

/* The marks that may stand in a column, to be picked; what else is typed is refused or only warned of. */
static void offer(struct sheet *sheet, size_t c, const char *const *words, bool only)
{
    char copy[MOST_MARKS][MARK_SIZE], *list[MOST_MARKS + 1] = {NULL}; /* the library asks for texts it could change */
    for (size_t k = 0; k < MOST_MARKS && words[k]; k++) {
        snprintf(copy[k], MARK_SIZE, "%s", words[k]);
        list[k] = copy[k];
    }
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .error_type = only ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .show_error = LXW_VALIDATION_ON,
                                .dropdown = LXW_VALIDATION_ON};
    sheet->book->failed |=
        worksheet_data_validation_range(sheet->sheet, 1, (lxw_col_t)sheet->at[c], (lxw_row_t)sheet->form->rows,
                                        (lxw_col_t)sheet->at[c], &rule) != LXW_NO_ERROR;
}

static void put_headings(struct sheet *sheet)
{
    struct tb_bytes text = {0};
    for (size_t c = 0, at = 0; c < COLUMNS; c++) {
        sheet->at[c] = has_column(sheet->form, c, true) ? at++ : NOWHERE;
        if (sheet->at[c] == NOWHERE)
            continue;
        text.n = 0;
        add_heading(sheet->form, c, &text);
        brief_book_text(sheet->book, sheet->sheet, 0, sheet->at[c], brief_text(&text), BOOK_HEAD);
        const char *help = say(sheet->form, columns[c].help);
        if (help[0])
            brief_book_note(sheet->book, sheet->sheet, 0, sheet->at[c], help);
        worksheet_set_column(sheet->sheet, (lxw_col_t)sheet->at[c], (lxw_col_t)sheet->at[c], columns[c].width, NULL);
    }
    sheet->book->failed |= text.failed;
    tb_bytes_free(&text);
    worksheet_freeze_panes(sheet->sheet, 1, (lxw_col_t)(sheet->at[NAME] + 1));
    worksheet_autofilter(sheet->sheet, 0, 0, (lxw_row_t)sheet->form->rows, (lxw_col_t)sheet->at[NOTE]);
    worksheet_repeat_rows(sheet->sheet, 0, 0);
}

static void put_help(const struct form *form, struct brief_book *book)
{
    static const struct tb_phrase lines[] = {
        {"Fill in the column value, in the unit of its row; the other pale columns where they are needed.",
         "请填value列（按该行单位，只写数字）；其余浅色列按需填写。"},
        {"A row without a figure stays empty. Rows may be deleted or sorted, columns moved; keep the names in the "
         "first "
         "line.",
         "没有数的行留空；行可删、可排序，列可移动；首行列名请勿改。"},
        {"Columns whose names begin with # are for you and are not read.", "列名以#开头的列仅供参考，不读入。"},
    };
    lxw_worksheet *sheet = brief_book_sheet(book, say(form, (struct tb_phrase){"#How to fill in", "#填写说明"}));
    if (!sheet)
        return;
    size_t r = 0;
    worksheet_set_column(sheet, 0, 0, 14, NULL);
    worksheet_set_column(sheet, 1, 1, 90, NULL);
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
        brief_book_text(book, sheet, r++, 0, say(form, lines[k]), 0);
    r++;
    for (size_t c = 0; c < COLUMNS; c++)
        if (columns[c].key && has_column(form, c, true)) {
            brief_book_text(book, sheet, r, 0, columns[c].key, BOOK_QUIET);
            brief_book_text(book, sheet, r++, 1, say(form, columns[c].help), 0);
        }
    brief_book_text(book, sheet, ++r, 0,
                    say(form, (struct tb_phrase){"Put the file into the folder of the other years, then: trendbook "
                                                 "check FOLDER",
                                                 "填好后放入各年数据所在的文件夹，再运行：trendbook check 文件夹"}),
                    BOOK_QUIET);
}

enum tb_status tb_form_xlsx(const struct tb_panel *panel, const struct tb_form_options *options, struct tb_bytes *bytes,
                            size_t *rows, struct tb_log *log)
{
    static const char *const marks[] = {"~", "<=", ">=", "<", ">", NULL}, *const flags[] = {"b", "p", "e", "r",
                                                                                            "u", "c", NULL};
    struct form form;
    struct sheet sheet = {.form = &form};
    char name[32];
    *bytes = (struct tb_bytes){0};
    enum tb_status status = begin_form(&form, panel, options, rows, log);
    if (status)
        goto done;
    snprintf(name, sizeof name, "%d", form.year);
    sheet.book = brief_book_new(form.language, name);
    sheet.sheet = sheet.book ? brief_book_sheet(sheet.book, name) : NULL;
    if (!sheet.sheet) {
        status = tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory");
        goto done;
    }
    put_headings(&sheet);
    for (size_t r = 0; r < form.rows; r++)
        put_row(&sheet, &form.row[r], r + 1);
    offer(&sheet, QUALIFIER, marks, true);
    offer(&sheet, FLAG, flags, false);
    put_help(&form, sheet.book);
    status = brief_book_finish(sheet.book, bytes, log);
done:
    brief_book_free(sheet.book);
    free(form.row);
    return status;
}
