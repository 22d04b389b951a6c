/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a row says ---- */

struct row {
    const struct session *session;
    enum tb_language language;
    const struct tb_result *result;
};

static void put_indicator(struct table *table, const struct row *row)
{
    const struct tb_panel *panel = row->session->panel;
    table_text(table, tb_text(panel, panel->indicators[panel->series[row->result->series].indicator].id));
}

static void put_region(struct table *table, const struct row *row)
{
    table_text(table, tb_text(row->session->panel, row->session->panel->series[row->result->series].region));
}

static void put_from(struct table *table, const struct row *row)
{
    table_integer(table, row->result->from);
}

static void put_to(struct table *table, const struct row *row)
{
    table_integer(table, row->result->to);
}

static void put_statistic(struct table *table, const struct row *row)
{
    table_text(table, row->result->statistic);
}

static void put_value(struct table *table, const struct row *row)
{
    table_number(table, row->result->value);
}

static void put_lower(struct table *table, const struct row *row)
{
    table_number(table, row->result->lower);
}

static void put_upper(struct table *table, const struct row *row)
{
    table_number(table, row->result->upper);
}

static void put_se(struct table *table, const struct row *row)
{
    table_number(table, row->result->se);
}

static void put_p(struct table *table, const struct row *row)
{
    table_number(table, row->result->p);
}

static void put_n(struct table *table, const struct row *row)
{
    table_number(table, row->result->n ? (double)row->result->n : NAN);
}

static void put_method(struct table *table, const struct row *row)
{
    char method[600];
    tb_method_text(row->result, method, sizeof method);
    table_text(table, method);
}

static void put_note(struct table *table, const struct row *row)
{
    char note[1024];
    tb_note_text(row->session->panel, &row->result->note, row->language, note, sizeof note);
    table_text(table, note);
}

static const struct result_column {
    struct table_column head;
    void (*put)(struct table *table, const struct row *row);
} columns[] = {
    {{"indicator", "INDICATOR", CELL_TEXT, FITS}, put_indicator},
    {{"region", "REGION", CELL_TEXT, FITS}, put_region},
    {{"from", "FROM", CELL_NUMBER, FITS}, put_from},
    {{"to", "TO", CELL_NUMBER, FITS}, put_to},
    {{"statistic", "STATISTIC", CELL_TEXT, FITS}, put_statistic},
    {{"value", "VALUE", CELL_NUMBER, FITS}, put_value},
    {{"lower", "LOWER", CELL_NUMBER, FITS}, put_lower},
    {{"upper", "UPPER", CELL_NUMBER, FITS}, put_upper},
    {{"se", "SE", CELL_NUMBER, FITS}, put_se},
    {{"p", "P", CELL_NUMBER, FITS}, put_p},
    {{"n", "N", CELL_NUMBER, FITS}, put_n},
    {{"method", "METHOD", CELL_TEXT, DETAIL}, put_method},
    {{"note", "NOTE", CELL_TEXT, WIDE}, put_note},
};

enum {
    COLUMNS = sizeof columns / sizeof columns[0]
};

/* The columns that are wanted, in their order. */
struct view {
    struct table_column head[COLUMNS];
    void (*put[COLUMNS])(struct table *table, const struct row *row);
    size_t n;
};

static void add_column(struct view *view, const struct result_column *column)
{
    view->head[view->n] = column->head;
    view->put[view->n++] = column->put;
}

static const struct result_column *find_column(const char *name, size_t length)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strlen(columns[i].head.key) == length && memcmp(columns[i].head.key, name, length) == 0)
            return &columns[i];
    return NULL;
}

/* All columns, or those of --columns. */
static enum tb_status choose_columns(const char *names, struct view *view, struct tb_log *log)
{
    *view = (struct view){0};
    for (size_t i = 0; i < COLUMNS && !names; i++)
        add_column(view, &columns[i]);
    while (names) {
        const size_t length = strcspn(names, ",");
        const struct result_column *column = find_column(names, length);
        if (!column)
            return tb_fail(log, TB_BAD_OPTION, "option", NULL,
                           "the result has no column \"%.*s\"; it has indicator, region, from, to, statistic, value, "
                           "lower, upper, se, p, n, method and note",
                           (int)length, names);
        for (size_t i = 0; i < view->n; i++)
            if (view->put[i] == column->put)
                return tb_fail(log, TB_BAD_OPTION, "option", NULL, "the column %s is named twice", column->head.key);
        add_column(view, column);
        if (column->head.room == DETAIL) /* who asks for it sees it */
            view->head[view->n - 1].room = FITS;
        names = names[length] ? names + length + 1 : NULL;
    }
    return TB_OK;
}

/* Whether a column of this name is among them. */
static bool has_column(const struct view *view, const char *key)
{
    for (size_t i = 0; i < view->n; i++)
        if (strcmp(view->head[i].key, key) == 0)
            return true;
    return false;
}

static void add_row(struct table *table, const struct view *view, const struct session *session,
                    enum tb_language language, const struct tb_result *result)
{
    const struct row row = {session, language, result};
    for (size_t i = 0; i < view->n; i++)
        view->put[i](table, &row);
}

/* ---- for people: a table as wide as its widest cells, so all rows at once ---- */

static enum tb_status print_table(struct session *session, const struct view *view)
{
    enum tb_status status = session_compute(session);
    if (status)
        return status;
    struct table *table = table_new(session->options->format, table_language(session), view->head, view->n);
    for (size_t i = 0; table && i < session->results->n; i++)
        add_row(table, view, session, table_language(session), &session->results->row[i]);
    if (table_print(table))
        return TB_OK;
    return tb_fail(session->log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
}

/* ---- for programs: rows are written while others are computed ---- */

struct stream {
    struct session *session;
    const struct view *view;
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
    struct table *table = table_piece(stream->format, stream->view->head, stream->view->n, bytes);
    for (size_t i = 0; table && i < n; i++)
        add_row(table, stream->view, stream->session, stream->language, &row[i]);
    if (!table || !table_finish(table, bytes))
        bytes->failed = true;
}

static enum tb_status put_head(struct stream *stream)
{
    struct tb_bytes head = {0};
    if (stream->begun)
        return TB_OK;
    stream->begun = true;
    table_head(stream->format, stream->view->head, stream->view->n, &head);
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
    options.without_p = !has_column(stream->view, "p");
    options.without_limits = !has_column(stream->view, "lower") && !has_column(stream->view, "upper");
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

static enum tb_status print_stream(struct session *session, const struct view *view)
{
    struct stream stream = {.session = session,
                            .view = view,
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
    struct view view;
    enum tb_status status = session_load(&session, options);
    if (!status)
        status = choose_columns(options->columns, &view, session.log);
    if (!status && !options->output && table_is_for_people(options->format))
        status = print_table(&session, &view);
    else if (!status)
        status = print_stream(&session, &view);
    return session_end(&session, status);
}
