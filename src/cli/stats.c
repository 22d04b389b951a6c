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

enum {
    COLUMNS = sizeof columns / sizeof columns[0]
};

static void add_row(struct table *table, const struct session *session, enum tb_language language,
                    const struct tb_result *row)
{
    const struct tb_series *series = &session->panel->series[row->series];
    char note[1024];
    char method[600];
    tb_note_text(session->panel, &row->note, language, note, sizeof note);
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
    tb_method_text(row, method, sizeof method);
    table_text(table, method);
    table_text(table, note);
}

/* ---- for people: a table as wide as its widest cells, so all rows at once ---- */

static enum tb_status print_table(struct session *session)
{
    enum tb_status status = session_compute(session);
    if (status)
        return status;
    struct table *table = table_new(session->options->format, table_language(session), columns, COLUMNS);
    for (size_t i = 0; table && i < session->results->n; i++)
        add_row(table, session, table_language(session), &session->results->row[i]);
    if (table_print(table))
        return TB_OK;
    return tb_fail(session->log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
}

/* ---- for programs: rows are written while others are computed ---- */

struct stream {
    struct session *session;
    enum tb_language language;
    const char *format;       /* csv or json */
    struct tb_output *output; /* NULL: standard output */
    struct progress progress;
    bool begun; /* the head was written: not before something could be computed */
    bool some;  /* rows were written */
};

static enum tb_status put(struct stream *stream, const void *data, size_t n)
{
    struct tb_log *log = stream->session->log;
    if (stream->output)
        return tb_output_write(stream->output, data, n, log);
    if (!n || fwrite(data, 1, n, stdout) == n)
        return TB_OK;
    return tb_fail(log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
}

static void render(void *context, const struct tb_result *row, size_t n, struct tb_bytes *bytes)
{
    const struct stream *stream = context;
    struct table *table = table_piece(stream->format, columns, COLUMNS);
    struct tb_bytes made;
    for (size_t i = 0; table && i < n; i++)
        add_row(table, stream->session, stream->language, &row[i]);
    bytes->failed = !table_finish(table, &made);
    tb_bytes_add(bytes, made.data, made.n);
    tb_bytes_free(&made);
}

static enum tb_status put_head(struct stream *stream)
{
    struct tb_bytes head = {0};
    if (stream->begun)
        return TB_OK;
    stream->begun = true;
    table_head(stream->format, columns, COLUMNS, &head);
    const enum tb_status status = head.failed ? TB_NO_MEMORY : put(stream, head.data, head.n);
    tb_bytes_free(&head);
    return status;
}

static enum tb_status put_tail(struct stream *stream)
{
    struct tb_bytes tail = {0};
    enum tb_status status = put_head(stream);
    table_tail(stream->format, stream->some, &tail);
    if (!status)
        status = tail.failed ? TB_NO_MEMORY : put(stream, tail.data, tail.n);
    tb_bytes_free(&tail);
    return status;
}

static enum tb_status take(void *context, const struct tb_result *row, size_t n, const struct tb_bytes *bytes,
                           size_t done)
{
    struct stream *stream = context;
    (void)row;
    const size_t comma = n && !stream->some && *bytes->data == ',';
    const enum tb_status status = put_head(stream);
    stream->some = stream->some || n;
    progress_step(&stream->progress, done, stream->session->panel->n_series);
    return status || !n ? status : put(stream, bytes->data + comma, bytes->n - comma);
}

static enum tb_status put_rows(struct stream *stream, const bool *chosen)
{
    struct session *session = stream->session;
    const struct tb_stat_sink sink = {.context = stream, .wanted = chosen, .render = render, .take = take};
    struct tb_stat_options options;
    enum tb_status status = session_stat_options(session, &options);
    options.cancel = &cancelled;
    if (!status)
        status = tb_compute_stream(session->panel, &options, &sink, session->log);
    progress_end(&stream->progress);
    return status ? status : put_tail(stream);
}

/* As asked for, else as the name of the file ends, else CSV. */
static const char *format_of(const struct options *options)
{
    const char *point = options->output ? strrchr(options->output, '.') : NULL;
    return options->format ? options->format : point && strcmp(point, ".json") == 0 ? "json" : "csv";
}

static enum tb_status print_stream(struct session *session)
{
    struct stream stream = {.session = session,
                            .language = table_language(session),
                            .format = format_of(session->options),
                            .progress = progress_begin("computing", session->options)};
    bool *chosen = NULL;
    enum tb_status status = session_choose(session, &chosen);
    signals_catch();
    if (!status && session->options->output)
        status = tb_output_open(session->options->output, &stream.output, session->log);
    if (!status)
        status = put_rows(&stream, chosen);
    if (!status && stream.output)
        status = tb_output_commit(stream.output, session->log);
    else
        tb_output_abandon(stream.output);
    if (!status && fflush(stdout) != 0)
        status = tb_fail(session->log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    free(chosen);
    return status;
}

int command_stats(const struct options *options)
{
    const enum tb_language language = message_language(options);
    if (table_format_is_wrong("stats", options))
        return TB_BAD_OPTION;
    if (options->output && options->format && strcmp(options->format, "table") == 0)
        return complain("stats", language,
                        tb_say(language, "a table is made for the screen; with --output the format is csv or json"));
    struct session session;
    enum tb_status status = session_load(&session, options);
    if (!status && !options->output && table_is_for_people(options->format))
        status = print_table(&session);
    else if (!status)
        status = print_stream(&session);
    return session_end(&session, status);
}
