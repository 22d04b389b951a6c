/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <string.h>

/* Each list prints the rows of one registry. */

static bool chinese(const struct options *options)
{
    return options->language && strcmp(options->language, "zh") == 0;
}

static bool list_statistics(const struct options *options)
{
    static const struct table_column columns[] = {
        {"id", "ID", CELL_TEXT, FITS},         {"group", "GROUP", CELL_TEXT, FITS},
        {"title", "TITLE", CELL_TEXT, WIDE},   {"unit", "UNIT", CELL_TEXT, FITS},
        {"needs", "NEEDS", CELL_TEXT, WIDE},   {"method", "METHOD", CELL_TEXT, WIDE},
        {"source", "SOURCE", CELL_TEXT, WIDE},
    };
    size_t n;
    const struct tb_statistic *row = tb_statistics(&n);
    struct table *table = table_new(options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < n; i++) {
        table_text(table, row[i].id);
        table_text(table, row[i].group);
        table_text(table, chinese(options) ? row[i].title_zh : row[i].title_en);
        table_text(table, row[i].unit);
        table_text(table, row[i].needs);
        table_text(table, row[i].method);
        table_text(table, row[i].source);
    }
    return table_print(table);
}

static bool list_charts(const struct options *options)
{
    static const struct table_column columns[] = {
        {"id", "ID", CELL_TEXT, FITS},
        {"title", "TITLE", CELL_TEXT, FITS},
        {"shows", "SHOWS", CELL_TEXT, WIDE},
        {"needs", "NEEDS", CELL_TEXT, WIDE},
    };
    size_t n;
    const struct tb_chart_type *row = tb_chart_types(&n);
    struct table *table = table_new(options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < n; i++) {
        table_text(table, row[i].id);
        table_text(table, chinese(options) ? row[i].title_zh : row[i].title_en);
        table_text(table, row[i].shows);
        table_text(table, row[i].needs);
    }
    return table_print(table);
}

static bool list_layouts(const struct options *options)
{
    static const struct table_column columns[] = {
        {"id", "ID", CELL_TEXT, FITS},
        {"title", "TITLE", CELL_TEXT, FITS},
        {"recognised_by", "RECOGNISED BY", CELL_TEXT, WIDE},
        {"example", "FIRST LINE", CELL_TEXT, WIDE},
    };
    size_t n;
    const struct tb_layout *row = tb_layouts(&n);
    struct table *table = table_new(options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < n; i++) {
        table_text(table, row[i].id);
        table_text(table, chinese(options) ? row[i].title_zh : row[i].title_en);
        table_text(table, row[i].recognised_by);
        table_text(table, row[i].example);
    }
    return table_print(table);
}

static bool list_flags(const struct options *options)
{
    static const struct table_column columns[] = {{"flag", "FLAG", CELL_TEXT, FITS},
                                                  {"meaning", "MEANING", CELL_TEXT, WIDE}};
    struct table *table = table_new(options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < tb_n_flag_rows; i++) {
        const char letter[] = {tb_flag_rows[i].letter, '\0'};
        table_text(table, letter);
        table_text(table, chinese(options) ? tb_flag_rows[i].name_zh : tb_flag_rows[i].name_en);
    }
    return table_print(table);
}

static bool list_outputs(const struct options *options)
{
    static const struct table_column columns[] = {
        {"id", "ID", CELL_TEXT, FITS}, {"file", "FILE", CELL_TEXT, FITS}, {"title", "TITLE", CELL_TEXT, WIDE}};
    size_t n;
    const struct tb_brief_writer *row = tb_brief_writers(&n);
    struct table *table = table_new(options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < n; i++) {
        table_text(table, row[i].id);
        table_text(table, row[i].file);
        table_text(table, chinese(options) ? row[i].title_zh : row[i].title_en);
    }
    return table_print(table);
}

static const struct {
    const char *name;
    bool (*print)(const struct options *options);
} lists[] = {
    {"statistics", list_statistics}, {"charts", list_charts},   {"layouts", list_layouts},
    {"flags", list_flags},           {"outputs", list_outputs},
};

int command_list(const struct options *options)
{
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strcmp(options->data[0], lists[i].name) == 0)
            return lists[i].print(options) ? TB_OK : TB_OUTPUT_FAILED;
    fprintf(stderr, "trendbook list: error: \"%s\" is none of statistics, charts, layouts, flags, outputs\n",
            options->data[0]);
    return TB_BAD_OPTION;
}
