/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct table_column columns[] = {
    {"indicator", "INDICATOR", CELL_TEXT, FITS},
    {"region", "REGION", CELL_TEXT, FITS},
    {"from", "FROM", CELL_NUMBER, FITS},
    {"to", "TO", CELL_NUMBER, FITS},
    {"statistic", "STATISTIC", CELL_TEXT, FITS},
    {"value", "VALUE", CELL_NUMBER, FITS},
    {"lower", "LOWER", CELL_NUMBER, FITS},
    {"upper", "UPPER", CELL_NUMBER, FITS},
    {"se", "SE", CELL_NUMBER, FITS},
    {"p", "P", CELL_NUMBER, FITS},
    {"n", "N", CELL_NUMBER, FITS},
    {"method", "METHOD", CELL_TEXT, DETAIL},
    {"note", "NOTE", CELL_TEXT, WIDE},
};

static bool print_rows(const struct session *session)
{
    const struct tb_results *results = session->results;
    struct table *table = table_new(session->options->format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < results->n; i++) {
        const struct tb_result *row = &results->row[i];
        const struct tb_series *series = &session->panel->series[row->series];
        char note[1024];
        tb_note_text(session->panel, &row->note, table_language(session), note, sizeof note);
        table_text(table, tb_text(session->panel, session->panel->indicators[series->indicator].id));
        table_text(table, tb_text(session->panel, series->region));
        table_integer(table, row->from);
        table_integer(table, row->to);
        table_text(table, row->statistic);
        table_number(table, row->value);
        table_number(table, row->lower);
        table_number(table, row->upper);
        table_number(table, row->se);
        table_number(table, row->p);
        if (row->n)
            table_integer(table, row->n);
        else
            table_number(table, NAN);
        table_text(table, row->method);
        table_text(table, note);
    }
    return table_print(table);
}

int command_stats(const struct options *options)
{
    struct session session;
    enum tb_status status = (enum tb_status)session_begin(&session, options, true);
    const char *format = options->format;
    if (!status && format && strcmp(format, "table") != 0 && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
        status =
            tb_fail(session.log, TB_BAD_OPTION, "option", NULL, "the format is table, csv or json, not \"%s\"", format);
    if (!status && !print_rows(&session))
        status = tb_fail(session.log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    return session_end(&session, status);
}
