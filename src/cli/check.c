/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what was read ---- */

static bool print_inputs(const struct session *session)
{
    static const struct table_column columns[][8] = {
        {{"file", "FILE", CELL_TEXT, WIDE},
         {"layout", "LAYOUT", CELL_TEXT, FITS},
         {"encoding", "ENCODING", CELL_TEXT, FITS},
         {"header_line", "HEADER", CELL_NUMBER, FITS},
         {"lines", "LINES", CELL_NUMBER, FITS},
         {"values", "VALUES", CELL_NUMBER, FITS},
         {"ignored", "IGNORED", CELL_NUMBER, FITS},
         {"why", "RECOGNISED BY", CELL_TEXT, WIDE}},
        {{"file", "文件", CELL_TEXT, WIDE},
         {"layout", "版式", CELL_TEXT, FITS},
         {"encoding", "编码", CELL_TEXT, FITS},
         {"header_line", "表头行", CELL_NUMBER, FITS},
         {"lines", "行数", CELL_NUMBER, FITS},
         {"values", "数值", CELL_NUMBER, FITS},
         {"ignored", "忽略行", CELL_NUMBER, FITS},
         {"why", "识别依据", CELL_TEXT, WIDE}},
    };
    const struct tb_panel *panel = session->panel;
    const enum tb_language language = session->language;
    struct table *table = table_new("table", language, columns[language], sizeof columns[0] / sizeof columns[0][0]);
    for (size_t i = 0; table && i < panel->n_inputs; i++) {
        const struct tb_input *input = &panel->inputs[i];
        char *why = tb_say(language, "%s", input->why ? input->why : "");
        table_text(table, tb_text(panel, input->path));
        table_text(table, input->layout ? input->layout : "");
        table_text(table, input->encoding ? input->encoding : "");
        if (input->header_lines > 1) {
            char lines[48];
            snprintf(lines, sizeof lines, "%zu-%zu", input->header_line, input->header_line + input->header_lines - 1);
            table_text(table, lines);
        } else {
            table_integer(table, (long)input->header_line);
        }
        table_integer(table, (long)input->lines);
        table_integer(table, (long)input->observations);
        table_integer(table, (long)input->ignored_lines);
        table_text(table, why ? why : "");
        free(why);
    }
    return table_print(table);
}

void year_range(const struct tb_panel *panel, int *first, int *last)
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

/* ---- what does not agree ---- */

bool is_difference(const struct tb_result *row)
{
    return strncmp(row->statistic, "audit_", 6) == 0 &&
           (row->note.code == TB_NOTE_DIFFERS || row->note.code == TB_NOTE_DIFFERS_BASE ||
            row->note.code == TB_NOTE_DIFFERS_NUMERATOR);
}

size_t count_differences(const struct session *session)
{
    size_t n = 0;
    for (size_t i = 0; session->results && i < session->results->n; i++)
        n += is_difference(&session->results->row[i]);
    return n;
}

static bool print_audit(const struct session *session)
{
    static const struct table_column columns[][6] = {
        {{"indicator", "INDICATOR", CELL_TEXT, FITS},
         {"region", "REGION", CELL_TEXT, FITS},
         {"name", "NAME", CELL_TEXT, WIDE},
         {"year", "YEAR", CELL_NUMBER, FITS},
         {"audit", "CHECKED", CELL_TEXT, FITS},
         {"note", "WHAT DOES NOT AGREE", CELL_TEXT, WIDE}},
        {{"indicator", "指标", CELL_TEXT, FITS},
         {"region", "地区", CELL_TEXT, FITS},
         {"name", "名称", CELL_TEXT, WIDE},
         {"year", "年份", CELL_NUMBER, FITS},
         {"audit", "核对", CELL_TEXT, FITS},
         {"note", "不符之处", CELL_TEXT, WIDE}},
    };
    const struct tb_panel *panel = session->panel;
    struct table *table =
        table_new("table", session->language, columns[session->language], sizeof columns[0] / sizeof columns[0][0]);
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

static bool print_for_people(const struct check *check)
{
    const struct session *session = check->session;
    const struct tb_panel *panel = session->panel;
    const size_t differences = count_differences(session), findings = check->findings ? check->findings->n : 0;
    int first, last;
    year_range(panel, &first, &last);
    bool good = print_inputs(session);
    puts("");
    print_coverage(session);
    puts("");
    print_overlaps(session);
    good = print_revisions(session) && good;
    if (panel->n_revisions)
        puts("");
    print_findings(session, check->findings);
    good = print_audit(session) && good;
    if (session->language == TB_CHINESE)
        printf("%s%zu个序列，%d\u2014%d年，%zu个数值；警告%zu条，疑点%zu处，公布数不符%zu处\n", differences ? "\n" : "",
               panel->n_series, first, last, panel->n, tb_log_count(session->log, TB_WARNING), findings, differences);
    else
        printf("%s%zu series, %d\u2013%d, %zu values; %zu warnings, %zu findings, %zu printed figures that do not "
               "agree\n",
               differences ? "\n" : "", panel->n_series, first, last, panel->n, tb_log_count(session->log, TB_WARNING),
               findings, differences);
    return good && fflush(stdout) == 0;
}

/* ---- problems and findings as rows ---- */

static bool print_csv(const struct check *check)
{
    static const struct table_column columns[] = {
        {"file", "", CELL_TEXT, FITS},     {"line", "", CELL_NUMBER, FITS}, {"column", "", CELL_NUMBER, FITS},
        {"severity", "", CELL_TEXT, FITS}, {"kind", "", CELL_TEXT, FITS},   {"text", "", CELL_TEXT, FITS},
    };
    const struct session *session = check->session;
    const bool chinese = session->options->language && message_language(session->options) == TB_CHINESE;
    struct table *table = table_new("csv", TB_ENGLISH, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; table && i < tb_log_kept(session->log); i++) {
        const struct tb_message *message = tb_log_message(session->log, i);
        table_text(table, message->file ? message->file : "");
        table_integer(table, (long)message->line);
        table_integer(table, (long)message->column);
        table_text(table, message->severity == TB_ERROR ? "error" : "warning");
        table_text(table, message->kind);
        table_text(table, chinese && message->text_zh ? message->text_zh : message->text);
    }
    for (size_t i = 0; table && check->findings && i < check->findings->n; i++) {
        const struct tb_finding *f = &check->findings->row[i];
        const struct tb_place place = tb_finding_place(session->panel, f);
        char *text = tb_finding_text(session->panel, f, table_language(session));
        table_text(table, place.file ? place.file : "");
        table_integer(table, (long)place.line);
        table_integer(table, (long)place.column);
        table_text(table, weight_names[f->kind->weight]);
        table_text(table, f->kind->id);
        table_text(table, text ? text : "");
        free(text);
    }
    return table_print(table);
}

/* ---- the command ---- */

/* With --strict, what cannot be as it stands and what does not agree is an error. */
static enum tb_status judge(const struct check *check)
{
    const struct session *session = check->session;
    size_t impossible = 0;
    for (size_t i = 0; check->findings && i < check->findings->n; i++)
        impossible += check->findings->row[i].kind->weight == TB_IMPOSSIBLE;
    enum tb_status status = TB_OK;
    if (count_differences(session))
        status =
            tb_fail(session->log, TB_BAD_DATA, "audit", NULL,
                    "%zu printed figures do not agree; with --strict that is an error", count_differences(session));
    if (impossible)
        status = tb_fail(session->log, TB_BAD_DATA, "finding", NULL,
                         "%zu figures cannot be as they stand; with --strict that is an error", impossible);
    return status;
}

/* The draft of a catalogue, to standard output or a new file. */
static enum tb_status draft_catalogue(const struct session *session)
{
    struct tb_bytes csv = {0};
    enum tb_status status = draft_output(session->options, session->options->output, 0, session->log);
    if (!status)
        status = tb_draft_catalogue(session->panel, session->language, &csv) ? TB_OK : TB_NO_MEMORY;
    if (!status)
        status = draft_write(session->options, &csv, session->log);
    tb_bytes_free(&csv);
    return status;
}

/* What is printed in the form asked for.  False when it could not be written. */
static bool print_check(const struct check *check, const char *format, enum tb_status status)
{
    if (check->session->log && strcmp(format, "json") == 0)
        return print_check_json(check);
    if (check->session->log && strcmp(format, "csv") == 0)
        return print_csv(check);
    return status || print_for_people(check);
}

static void hint_next(const struct options *options)
{
    char *data = shell_word(options->data[0]);
    if (data && options->n_data == 1 && strcmp(data, "-") != 0)
        hint(options, tb_say(message_language(options), "next: trendbook show %s, or trendbook brief %s -o briefing",
                             data, data));
    free(data);
}

int command_check(const struct options *options)
{
    const char *format = options->format ? options->format : "table";
    if (table_format_is_wrong("check", options))
        return TB_BAD_OPTION;
    if (options->output && !options->fix_catalogue) {
        const enum tb_language language = message_language(options);
        return complain("check", language, tb_say(language, "-o goes with --fix-catalogue"));
    }
    /* the audits, and the changes that have no base: of a large table the other statistics take their time */
    struct options needed = *options;
    static const char *const statistics[] = {"audit_*", "yoy_abs", "yoy_pct"};
    static const char *const only_warned[] = {"yoy_abs", "yoy_pct", NULL};
    memcpy(needed.statistics, statistics, sizeof statistics);
    needed.only_warned = only_warned;
    struct session session;
    struct check check = {.session = &session};
    enum tb_status status = (enum tb_status)session_begin(&session, &needed, true);
    if (options->fix_catalogue) {
        if (!status)
            status = draft_catalogue(&session);
        return session_end(&session, status);
    }
    if (!status)
        status = tb_find(session.panel, &check.findings, session.log);
    if (!print_check(&check, format, status) && !status)
        status = tb_fail(session.log, TB_OUTPUT_FAILED, "output", NULL, "cannot write to standard output");
    if (!status && options->strict)
        status = judge(&check);
    tb_findings_free(check.findings);
    const int code = session_end(&session, status);
    if (!code && !options->format)
        hint_next(options);
    return code;
}
