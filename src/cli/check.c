/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was read ---- */

static bool print_inputs(const struct session *session)
{
    static const struct table_column columns[] = {
        {"file", "FILE", CELL_TEXT, FITS},         {"layout", "LAYOUT", CELL_TEXT, FITS},
        {"encoding", "ENCODING", CELL_TEXT, FITS}, {"header_line", "HEADER", CELL_NUMBER, FITS},
        {"lines", "LINES", CELL_NUMBER, FITS},     {"values", "VALUES", CELL_NUMBER, FITS},
        {"ignored", "IGNORED", CELL_NUMBER, FITS}, {"why", "RECOGNISED BY", CELL_TEXT, WIDE},
    };
    const struct tb_panel *panel = session->panel;
    struct table *table = table_new("table", columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < panel->n_inputs; i++) {
        const struct tb_input *input = &panel->inputs[i];
        table_text(table, tb_text(panel, input->path));
        table_text(table, input->layout ? input->layout : "");
        table_text(table, input->encoding ? input->encoding : "");
        table_integer(table, (long)input->header_line);
        table_integer(table, (long)input->lines);
        table_integer(table, (long)input->observations);
        table_integer(table, (long)input->ignored_lines);
        table_text(table, input->why ? input->why : "");
    }
    return table_print(table);
}

/* ---- how far it reaches: one mark a year ---- */

static const char *mark_of(const struct tb_panel *panel, size_t i)
{
    if (!tb_has_value(panel, i))
        return "-";
    if (tb_is_bound((enum tb_state)panel->state[i]))
        return "<";
    if (panel->state[i] == TB_ABOUT)
        return "~";
    return tb_flags(panel, i) & (TB_FLAG_PROVISIONAL | TB_FLAG_ESTIMATED | TB_FLAG_FORECAST) ? "\u25A1" : "\u25A0";
}

/* "■■·■|■": a dot is a year without an observation, a stroke a new basis. */
static void coverage_of(const struct tb_panel *panel, const struct tb_series *series, int first, int last,
                        struct tb_bytes *picture)
{
    size_t i = series->first;
    const size_t end = series->first + series->n;
    for (int year = first; year <= last; year++) {
        while (i < end && panel->year[i] < year)
            i++;
        const bool there = i < end && panel->year[i] == year;
        if (there && tb_flags(panel, i) & TB_FLAG_BREAK)
            tb_bytes_text(picture, "|");
        tb_bytes_text(picture, there ? mark_of(panel, i) : "\u00B7");
    }
    tb_bytes_add(picture, "", 1);
}

static void year_range(const struct tb_panel *panel, int *first, int *last)
{
    *first = 9999;
    *last = 0;
    for (size_t s = 0; s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        if (panel->year[series->first] < *first)
            *first = panel->year[series->first];
        if (panel->year[series->first + series->n - 1] > *last)
            *last = panel->year[series->first + series->n - 1];
    }
}

static bool print_coverage(const struct session *session)
{
    const struct tb_panel *panel = session->panel;
    int first, last;
    year_range(panel, &first, &last);
    if (last - first > 60)
        first = last - 60;
    char heading[64];
    snprintf(heading, sizeof heading, "%d\u2013%d", first, last);
    const struct table_column columns[] = {
        {"indicator", "INDICATOR", CELL_TEXT, FITS}, {"region", "REGION", CELL_TEXT, FITS},
        {"name", "NAME", CELL_TEXT, WIDE},           {"unit", "UNIT", CELL_TEXT, FITS},
        {"kind", "KIND", CELL_TEXT, FITS},           {"years", "YEARS", CELL_NUMBER, FITS},
        {"coverage", heading, CELL_TEXT, FITS},
    };
    struct table *table = table_new("table", columns, sizeof columns / sizeof columns[0]);
    for (size_t s = 0; table && s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        const struct tb_indicator *indicator = &panel->indicators[series->indicator];
        struct tb_bytes picture = {0};
        coverage_of(panel, series, first, last, &picture);
        table_text(table, tb_text(panel, indicator->id));
        table_text(table, tb_text(panel, series->region));
        table_text(table, tb_indicator_name(panel, series->indicator, session->language));
        table_text(table, tb_text(panel, indicator->unit));
        table_text(table, tb_kind_names[indicator->kind]);
        table_integer(table, series->n);
        table_text(table, picture.failed ? "" : (const char *)picture.data);
        tb_bytes_free(&picture);
    }
    const bool good = table_print(table);
    puts(session->language == TB_CHINESE
             ? "\u25A0 数值  \u25A1 初步数、估计数  < 界限  ~ 约数  - 已列出但无数值  \u00B7 缺年  | 新口径"
             : "\u25A0 value  \u25A1 provisional or estimated  < bound  ~ about  - listed without value  \u00B7 no "
               "data  | new basis");
    return good;
}

/* ---- what does not agree ---- */

static bool is_difference(const struct tb_result *row)
{
    return strncmp(row->statistic, "audit_", 6) == 0 &&
           (row->note.code == TB_NOTE_DIFFERS || row->note.code == TB_NOTE_DIFFERS_BASE ||
            row->note.code == TB_NOTE_DIFFERS_NUMERATOR);
}

static size_t count_differences(const struct session *session)
{
    size_t n = 0;
    for (size_t i = 0; session->results && i < session->results->n; i++)
        n += is_difference(&session->results->row[i]);
    return n;
}

static bool print_audit(const struct session *session, const char *format)
{
    static const struct table_column columns[] = {
        {"indicator", "INDICATOR", CELL_TEXT, FITS}, {"region", "REGION", CELL_TEXT, FITS},
        {"name", "NAME", CELL_TEXT, WIDE},           {"year", "YEAR", CELL_NUMBER, FITS},
        {"audit", "CHECKED", CELL_TEXT, FITS},       {"note", "WHAT DOES NOT AGREE", CELL_TEXT, FITS},
    };
    const struct tb_panel *panel = session->panel;
    struct table *table = table_new(format, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < session->results->n; i++) {
        const struct tb_result *row = &session->results->row[i];
        if (!is_difference(row))
            continue;
        const struct tb_series *series = &panel->series[row->series];
        char note[512];
        tb_note_text(panel, &row->note, session->language, note, sizeof note);
        table_text(table, tb_text(panel, panel->indicators[series->indicator].id));
        table_text(table, tb_text(panel, series->region));
        table_text(table, tb_indicator_name(panel, series->indicator, session->language));
        table_integer(table, row->to);
        table_text(table, row->statistic);
        table_text(table, note);
    }
    return table_print(table);
}

static bool print_for_people(const struct session *session)
{
    const struct tb_panel *panel = session->panel;
    const bool chinese = session->language == TB_CHINESE;
    int first, last;
    year_range(panel, &first, &last);
    bool good = print_inputs(session);
    puts("");
    good = print_coverage(session) && good;
    puts("");
    const size_t differences = count_differences(session);
    good = print_audit(session, "table") && good;
    printf(chinese ? "%s%zu个序列，%d\u2014%d年，%zu个数值；警告%zu条，不符%zu处\n"
                   : "%s%zu series, %d\u2013%d, %zu values; %zu warnings, %zu printed figures that do not agree\n",
           differences ? "\n" : "", panel->n_series, first, last, panel->n, tb_log_count(session->log, TB_WARNING),
           differences);
    return good && fflush(stdout) == 0;
}

/* ---- for programs ---- */

static void json_member(struct tb_bytes *json, const char *key, const char *text)
{
    tb_bytes_format(json, "\"%s\": ", key);
    json_text(json, text ? text : "");
}

static void json_inputs(const struct tb_panel *panel, struct tb_bytes *json)
{
    for (size_t i = 0; panel && i < panel->n_inputs; i++) {
        const struct tb_input *input = &panel->inputs[i];
        tb_bytes_text(json, i ? ",\n  {" : "\n  {");
        json_member(json, "file", tb_text(panel, input->path));
        tb_bytes_text(json, ", ");
        json_member(json, "layout", input->layout);
        tb_bytes_text(json, ", ");
        json_member(json, "why", input->why);
        tb_bytes_text(json, ", ");
        json_member(json, "encoding", input->encoding);
        tb_bytes_format(json, ", \"header_line\": %zu, \"lines\": %zu, \"values\": %u, \"ignored_lines\": %zu}",
                        input->header_line, input->lines, input->observations, input->ignored_lines);
    }
}

static void json_series(const struct session *session, struct tb_bytes *json)
{
    const struct tb_panel *panel = session->panel;
    for (size_t s = 0; panel && s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        const struct tb_indicator *indicator = &panel->indicators[series->indicator];
        tb_bytes_text(json, s ? ",\n  {" : "\n  {");
        json_member(json, "indicator", tb_text(panel, indicator->id));
        tb_bytes_text(json, ", ");
        json_member(json, "region", tb_text(panel, series->region));
        tb_bytes_text(json, ", ");
        json_member(json, "unit", tb_text(panel, indicator->unit));
        tb_bytes_text(json, ", ");
        json_member(json, "kind", tb_kind_names[indicator->kind]);
        tb_bytes_text(json, ", \"years\": [");
        for (size_t i = 0; i < series->n; i++)
            tb_bytes_format(json, "%s%d", i ? ", " : "", panel->year[series->first + i]);
        tb_bytes_text(json, "]}");
    }
}

static void json_problems(struct tb_log *log, struct tb_bytes *json)
{
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        tb_bytes_text(json, i ? ",\n  {" : "\n  {");
        json_member(json, "severity", message->severity == TB_ERROR ? "error" : "warning");
        tb_bytes_text(json, ", ");
        json_member(json, "kind", message->kind);
        tb_bytes_text(json, ", ");
        json_member(json, "file", message->file);
        tb_bytes_format(json, ", \"line\": %zu, \"column\": %u, ", message->line, message->column);
        json_member(json, "header", message->header);
        tb_bytes_text(json, ", ");
        json_member(json, "text", message->text);
        tb_bytes_text(json, "}");
    }
}

static void json_audit(const struct session *session, struct tb_bytes *json)
{
    bool more = false;
    for (size_t i = 0; session->results && i < session->results->n; i++) {
        const struct tb_result *row = &session->results->row[i];
        if (!is_difference(row))
            continue;
        const struct tb_series *series = &session->panel->series[row->series];
        char note[512];
        tb_note_text(session->panel, &row->note, TB_ENGLISH, note, sizeof note);
        tb_bytes_text(json, more ? ",\n  {" : "\n  {");
        json_member(json, "indicator", tb_text(session->panel, session->panel->indicators[series->indicator].id));
        tb_bytes_text(json, ", ");
        json_member(json, "region", tb_text(session->panel, series->region));
        tb_bytes_format(json, ", \"year\": %d, ", row->to);
        json_member(json, "audit", row->statistic);
        tb_bytes_text(json, ", ");
        json_member(json, "note", note);
        tb_bytes_text(json, "}");
        more = true;
    }
}

static bool print_json(const struct session *session)
{
    struct tb_bytes json = {0};
    tb_bytes_format(&json, "{\"errors\": %zu, \"warnings\": %zu,\n \"inputs\": [", tb_log_count(session->log, TB_ERROR),
                    tb_log_count(session->log, TB_WARNING));
    json_inputs(session->panel, &json);
    tb_bytes_text(&json, "],\n \"series\": [");
    json_series(session, &json);
    tb_bytes_text(&json, "],\n \"audit\": [");
    json_audit(session, &json);
    tb_bytes_text(&json, "],\n \"problems\": [");
    json_problems(session->log, &json);
    tb_bytes_text(&json, "]}\n");
    const bool good = !json.failed && fwrite(json.data, 1, json.n, stdout) == json.n && fflush(stdout) == 0;
    tb_bytes_free(&json);
    return good;
}

static bool print_csv(const struct session *session)
{
    static const struct table_column columns[] = {
        {"file", "", CELL_TEXT, FITS},     {"line", "", CELL_NUMBER, FITS}, {"column", "", CELL_NUMBER, FITS},
        {"severity", "", CELL_TEXT, FITS}, {"kind", "", CELL_TEXT, FITS},   {"text", "", CELL_TEXT, FITS},
    };
    struct table *table = table_new("csv", columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < tb_log_kept(session->log); i++) {
        const struct tb_message *message = tb_log_message(session->log, i);
        table_text(table, message->file ? message->file : "");
        table_integer(table, (long)message->line);
        table_integer(table, (long)message->column);
        table_text(table, message->severity == TB_ERROR ? "error" : "warning");
        table_text(table, message->kind);
        table_text(table, message->text);
    }
    return table_print(table);
}

int command_check(const struct options *options)
{
    const char *format = options->format ? options->format : "table";
    if (strcmp(format, "table") != 0 && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0) {
        const enum tb_language language = message_language(options);
        return complain("check", language, tb_say(language, "the format is table, csv or json, not \"%s\"", format));
    }
    struct session session;
    enum tb_status status = (enum tb_status)session_begin(&session, options, true);
    bool good = true;
    if (session.log && strcmp(format, "json") == 0)
        good = print_json(&session);
    else if (session.log && strcmp(format, "csv") == 0)
        good = print_csv(&session);
    else if (!status)
        good = print_for_people(&session);
    if (!good && !status)
        status = tb_fail(session.log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    if (!status && options->strict && count_differences(&session))
        status =
            tb_fail(session.log, TB_BAD_DATA, "audit", NULL,
                    "%zu printed figures do not agree; with --strict that is an error", count_differences(&session));
    return session_end(&session, status);
}
