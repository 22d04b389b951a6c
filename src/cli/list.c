/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "trendbook/findings.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Each list prints the rows of one registry. */

/* As asked for; a table for people as their locale. */
static bool chinese(const struct options *options)
{
    return (options->language || table_is_for_people(options->format)) && message_language(options) == TB_CHINESE;
}

/* One column of a registry: where its text stands in a row, in English and in Chinese. */
struct list_column {
    struct table_column shown;
    size_t english, chinese;
};
#define SAME(type, member) offsetof(type, member), offsetof(type, member)
#define TITLE(type)                                                                             \
    {                                                                                           \
        {"title", "TITLE", CELL_TEXT, WIDE}, offsetof(type, title_en), offsetof(type, title_zh) \
    }

static bool list_rows(const struct options *options, const void *rows, size_t n, size_t size,
                      const struct list_column *columns, size_t n_columns)
{
    enum {
        MOST = 8
    };
    const enum tb_language language = chinese(options) ? TB_CHINESE : TB_ENGLISH;
    struct table_column shown[MOST];
    for (size_t c = 0; c < n_columns && c < MOST; c++)
        shown[c] = columns[c].shown;
    struct table *table = table_new(options->format, language, shown, n_columns);
    for (size_t i = 0; table && i < n; i++)
        for (size_t c = 0; c < n_columns; c++) {
            const size_t offset = chinese(options) ? columns[c].chinese : columns[c].english;
            table_text(table, tb_phrase(language, *(const char *const *)((const char *)rows + i * size + offset)));
        }
    return table_print(table);
}
#define LIST_ROWS(options, rows, n, columns) \
    list_rows(options, rows, n, sizeof *(rows), columns, sizeof(columns) / sizeof((columns)[0]))

static bool list_statistics(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"id", "ID", CELL_TEXT, FITS}, SAME(struct tb_statistic, id)},
        {{"group", "GROUP", CELL_TEXT, FITS}, SAME(struct tb_statistic, group)},
        TITLE(struct tb_statistic),
        {{"unit", "UNIT", CELL_TEXT, WIDE}, SAME(struct tb_statistic, unit)},
        {{"needs", "NEEDS", CELL_TEXT, WIDE}, SAME(struct tb_statistic, needs)},
        {{"method", "METHOD", CELL_TEXT, DETAIL}, SAME(struct tb_statistic, method)},
        {{"source", "SOURCE", CELL_TEXT, DETAIL}, SAME(struct tb_statistic, source)},
    };
    size_t n;
    const struct tb_statistic *rows = tb_statistics(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_options(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"name", "NAME", CELL_TEXT, FITS}, SAME(struct tb_stat_option, name)},
        {{"values", "CHOICES", CELL_TEXT, WIDE}, SAME(struct tb_stat_option, choices)},
        TITLE(struct tb_stat_option),
        {{"statistics", "STATISTICS", CELL_TEXT, WIDE}, SAME(struct tb_stat_option, applies_to)},
        {{"source", "SOURCE", CELL_TEXT, WIDE}, SAME(struct tb_stat_option, source)},
    };
    size_t n;
    const struct tb_stat_option *rows = tb_stat_option_rows(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_charts(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"id", "ID", CELL_TEXT, FITS}, SAME(struct tb_chart_type, id)},
        TITLE(struct tb_chart_type),
        {{"shows", "SHOWS", CELL_TEXT, WIDE}, SAME(struct tb_chart_type, shows)},
        {{"needs", "NEEDS", CELL_TEXT, WIDE}, SAME(struct tb_chart_type, needs)},
    };
    size_t n;
    const struct tb_chart_type *rows = tb_chart_types(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_layouts(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"id", "ID", CELL_TEXT, FITS}, SAME(struct tb_layout, id)},
        TITLE(struct tb_layout),
        {{"recognised_by", "RECOGNISED BY", CELL_TEXT, WIDE}, SAME(struct tb_layout, recognised_by)},
        {{"example", "FIRST LINE", CELL_TEXT, WIDE}, SAME(struct tb_layout, example)},
    };
    size_t n;
    const struct tb_layout *rows = tb_layouts(&n);
    const bool good = LIST_ROWS(options, rows, n, columns);
    if (table_is_for_people(options->format)) {
        puts("");
        put_paragraph(chinese(options)
                          ? "以上各版式可为文本文件，也可为工作簿（.xlsx、.xls）中的一张工作表：文件#工作表；"
                            "以年份命名的各工作表合为一个数据文件夹。"
                          : "Each may be a text file or a sheet of a workbook (.xlsx, .xls), FILE#SHEET; a "
                            "workbook whose sheets are named after years is a data folder.",
                      stdout);
    }
    return good;
}

static bool list_outputs(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"id", "ID", CELL_TEXT, FITS}, SAME(struct tb_brief_writer, id)},
        {{"file", "FILE", CELL_TEXT, FITS}, SAME(struct tb_brief_writer, file)},
        TITLE(struct tb_brief_writer),
    };
    size_t n;
    const struct tb_brief_writer *rows = tb_brief_writers(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_placeholders(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"form", "FORM", CELL_TEXT, FITS}, SAME(struct tb_placeholder, form)},
        TITLE(struct tb_placeholder),
        {{"example", "EXAMPLE", CELL_TEXT, WIDE}, SAME(struct tb_placeholder, example)},
    };
    size_t n;
    const struct tb_placeholder *rows = tb_placeholders(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_findings(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"id", "ID", CELL_TEXT, FITS}, SAME(struct tb_finding_kind, id)},
        TITLE(struct tb_finding_kind),
        {{"fires", "SAID WHEN", CELL_TEXT, WIDE}, SAME(struct tb_finding_kind, fires)},
    };
    size_t n;
    const struct tb_finding_kind *rows = tb_finding_kinds(&n);
    return LIST_ROWS(options, rows, n, columns);
}

static bool list_flags(const struct options *options)
{
    static const struct table_column columns[] = {{"flag", "FLAG", CELL_TEXT, FITS},
                                                  {"meaning", "MEANING", CELL_TEXT, WIDE}};
    struct table *table = table_new(options->format, chinese(options) ? TB_CHINESE : TB_ENGLISH, columns,
                                    sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < tb_n_flag_rows; i++) {
        const char letter[] = {tb_flag_rows[i].letter, '\0'};
        table_text(table, letter);
        table_text(table, chinese(options) ? tb_flag_rows[i].name_zh : tb_flag_rows[i].name_en);
    }
    return table_print(table);
}

static const struct list_row {
    const char *name;
    bool (*print)(const struct options *options);
    const char *title_en, *title_zh;
} lists[] = {
    {"statistics", list_statistics, "what can be computed, how, and who says so", "可计算的统计量、方法和出处"},
    {"options", list_options, "conventions of the statistics, for --option", "统计方法的约定，用于--option"},
    {"charts", list_charts, "types of charts, for --type", "图的类型，用于--type"},
    {"layouts", list_layouts, "how files may look", "可读取的文件版式"},
    {"flags", list_flags, "letters of the column flag", "flag列的字母"},
    {"outputs", list_outputs, "the files of a briefing", "简报中的文件"},
    {"placeholders", list_placeholders, "what may stand in the braces of a template", "模板花括号中可写的内容"},
    {"findings", list_findings, "what check points at", "check所指出的问题"},
};

static bool list_lists(const struct options *options)
{
    static const struct list_column columns[] = {
        {{"list", "LIST", CELL_TEXT, FITS}, SAME(struct list_row, name)},
        TITLE(struct list_row),
    };
    return LIST_ROWS(options, lists, sizeof lists / sizeof lists[0], columns);
}

int command_list(const struct options *options)
{
    if (table_format_is_wrong("list", options))
        return TB_BAD_OPTION;
    if (!options->n_data)
        return printed(list_lists(options), message_language(options));
    struct tb_nearest nearest = tb_nearest_to(options->data[0]);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        tb_nearest_offer(&nearest, lists[i].name);
        if (strcmp(options->data[0], lists[i].name) == 0)
            return printed(lists[i].print(options), message_language(options));
    }
    const enum tb_language language = message_language(options);
    return complain("list", language,
                    tb_say(language, "there is no list \"%s\"%s%s%s (see: trendbook list)", options->data[0],
                           TB_DID_YOU_MEAN(nearest)));
}
