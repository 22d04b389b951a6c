/* SPDX-License-Identifier: GPL-3.0-or-later */
/** `check -f json`: everything that check prints, in the form of docs/check.md. */
#include "cli/check.h"

#include "trendbook/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FORM = 1,       /* raised when a member changes its meaning or goes away; new members do not raise it */
    PIECE = 1 << 16 /* bytes in memory before they are written: the text of a large table is larger than the table */
};

/* ---- members ---- */

static void key(struct tb_bytes *json, const char *name)
{
    const bool first = json->n && (json->data[json->n - 1] == '{' || json->data[json->n - 1] == '[');
    tb_bytes_format(json, "%s\"%s\": ", first ? "" : ", ", name);
}

static void text_member(struct tb_bytes *json, const char *name, const char *text)
{
    key(json, name);
    json_text(json, text ? text : "");
}

static void integer_member(struct tb_bytes *json, const char *name, size_t number)
{
    key(json, name);
    tb_bytes_format(json, "%zu", number);
}

static void number(struct tb_bytes *json, double value)
{
    char text[TB_NUMBER_SIZE];
    tb_number_exact(isfinite(value) ? value : NAN, text);
    tb_bytes_text(json, *text ? text : "null");
}

/* Begins the next object of a list. */
static void begin_row(struct tb_bytes *json)
{
    const bool first = json->n && json->data[json->n - 1] == '[';
    tb_bytes_text(json, first ? "\n  {" : ",\n  {");
}

/* Ends an object of a list, and writes what is there when it is enough.  After that json is empty, so a row follows a
 * row. */
static void end_row(struct tb_bytes *json)
{
    tb_bytes_text(json, "}");
    if (json->n < PIECE)
        return;
    json->failed = fwrite(json->data, 1, json->n, stdout) != json->n || json->failed;
    json->n = 0;
}

static void begin_list(struct tb_bytes *json, const char *name)
{
    tb_bytes_format(json, ",\n \"%s\": [", name);
}

static void series_members(struct tb_bytes *json, const struct tb_panel *panel, const char *indicator,
                           const char *region, uint32_t series)
{
    const bool there = panel && series != TB_NOWHERE;
    text_member(json, indicator, there ? tb_text(panel, panel->indicators[panel->series[series].indicator].id) : "");
    text_member(json, region, there ? tb_text(panel, panel->series[series].region) : "");
}

static void place_members(struct tb_bytes *json, const struct tb_place *place)
{
    text_member(json, "file", place->file);
    integer_member(json, "line", place->line);
    integer_member(json, "column", place->column);
}

/* ---- lists ---- */

/* Messages of one severity about a file. */
static size_t messages_of(struct tb_log *log, const char *file, enum tb_severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *message = tb_log_message(log, i);
        n += message->severity == severity && message->file && strcmp(message->file, file) == 0;
    }
    return n;
}

static void inputs(const struct session *session, struct tb_bytes *json)
{
    const struct tb_panel *panel = session->panel ? session->panel : session->failed;
    begin_list(json, "inputs");
    for (size_t i = 0; panel && i < panel->n_inputs; i++) {
        const struct tb_input *input = &panel->inputs[i];
        begin_row(json);
        text_member(json, "file", tb_text(panel, input->path));
        text_member(json, "layout", input->layout);
        text_member(json, "why", input->why);
        text_member(json, "encoding", input->encoding);
        integer_member(json, "header_line", input->header_line);
        integer_member(json, "header_lines", input->header_lines > 1 ? input->header_lines : 1);
        integer_member(json, "lines", input->lines);
        integer_member(json, "values", input->observations);
        integer_member(json, "ignored_lines", input->ignored_lines);
        integer_member(json, "errors", messages_of(session->log, tb_text(panel, input->path), TB_ERROR));
        integer_member(json, "warnings", messages_of(session->log, tb_text(panel, input->path), TB_WARNING));
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

static void series(const struct session *session, struct tb_bytes *json)
{
    const struct tb_panel *panel = session->panel;
    begin_list(json, "series");
    for (uint32_t s = 0; panel && s < panel->n_series; s++) {
        const struct tb_series *row = &panel->series[s];
        const struct tb_indicator *indicator = &panel->indicators[row->indicator];
        begin_row(json);
        series_members(json, panel, "indicator", "region", s);
        text_member(json, "name", tb_indicator_name(panel, row->indicator, session->language));
        text_member(json, "section", tb_text(panel, indicator->section));
        text_member(json, "unit", tb_text(panel, indicator->unit));
        text_member(json, "kind", tb_kind_names[indicator->kind]);
        key(json, "years");
        tb_bytes_text(json, "[");
        for (size_t i = 0; i < row->n; i++)
            tb_bytes_format(json, "%s%d", i ? ", " : "", panel->year[row->first + i]);
        tb_bytes_text(json, "]");
        struct tb_bytes coverage = {0};
        for (size_t i = 0; i < row->n; i++) {
            const char letter = coverage_letter(panel, row->first + i);
            tb_bytes_add(&coverage, &letter, 1);
        }
        tb_bytes_add(&coverage, "", 1);
        text_member(json, "coverage", coverage.failed ? "" : (const char *)coverage.data);
        json->failed = json->failed || coverage.failed;
        tb_bytes_free(&coverage);
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

static void findings(const struct check *check, struct tb_bytes *json)
{
    const struct tb_panel *panel = check->session->panel;
    begin_list(json, "findings");
    for (size_t i = 0; check->findings && i < check->findings->n; i++) {
        const struct tb_finding *f = &check->findings->row[i];
        const struct tb_place place = tb_finding_place(panel, f);
        char *text = tb_finding_text(panel, f, table_language(check->session));
        begin_row(json);
        text_member(json, "id", f->kind->id);
        text_member(json, "weight", weight_names[f->kind->weight]);
        series_members(json, panel, "indicator", "region", f->series);
        series_members(json, panel, "other_indicator", "other_region", f->other);
        integer_member(json, "year", (size_t)f->year);
        integer_member(json, "other_year", (size_t)f->year2);
        place_members(json, &place);
        key(json, "numbers");
        tb_bytes_text(json, "[");
        for (size_t k = 0; k < 4 && !isnan(f->number[k]); k++) {
            tb_bytes_text(json, k ? ", " : "");
            number(json, f->number[k]);
        }
        tb_bytes_text(json, "]");
        text_member(json, "text", text);
        if (f->suggestion) {
            key(json, "suggestion");
            tb_bytes_text(json, "{");
            text_member(json, "file", f->file);
            integer_member(json, "line", f->line);
            text_member(json, "header", f->header);
            text_member(json, "text", f->suggestion);
            tb_bytes_text(json, "}");
        }
        end_row(json);
        free(text);
    }
    tb_bytes_text(json, "]");
}

static void overlaps(const struct tb_panel *panel, struct tb_bytes *json)
{
    begin_list(json, "overlaps");
    for (size_t i = 0; panel && i < panel->n_overlaps; i++) {
        const struct tb_overlap *overlap = &panel->overlaps[i];
        begin_row(json);
        text_member(json, "first", tb_text(panel, panel->inputs[overlap->first].path));
        text_member(json, "second", tb_text(panel, panel->inputs[overlap->second].path));
        integer_member(json, "equal", overlap->equal);
        integer_member(json, "revised", overlap->revised);
        integer_member(json, "filled", overlap->filled);
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

/* One side of a revision. */
static void version(struct tb_bytes *json, const char *name, const struct tb_panel *panel,
                    const struct tb_revision *revision, int which)
{
    const struct tb_place place = {.file = tb_text(panel, panel->inputs[revision->input[which]].path),
                                   .line = revision->line[which],
                                   .column = revision->column[which]};
    key(json, name);
    tb_bytes_text(json, "{");
    text_member(json, "qualifier", tb_state_marks[revision->state[which]]);
    key(json, "value");
    number(json, revision->value[which]);
    place_members(json, &place);
    tb_bytes_text(json, "}");
}

static void revisions(const struct tb_panel *panel, struct tb_bytes *json)
{
    begin_list(json, "revisions");
    for (size_t i = 0; panel && i < panel->n_revisions; i++) {
        const struct tb_revision *revision = &panel->revisions[i];
        double percent;
        const bool has_percent = revision_percent(revision, &percent);
        begin_row(json);
        text_member(json, "indicator", tb_text(panel, panel->indicators[revision->indicator].id));
        text_member(json, "region", tb_text(panel, revision->region));
        tb_bytes_format(json, ", \"year\": %d", revision->year);
        version(json, "old", panel, revision, 0);
        version(json, "new", panel, revision, 1);
        key(json, "percent");
        number(json, has_percent ? percent : NAN);
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

static void audit(const struct session *session, struct tb_bytes *json)
{
    begin_list(json, "audit");
    for (size_t i = 0; session->results && i < session->results->n; i++) {
        const struct tb_result *row = &session->results->row[i];
        if (!is_difference(row))
            continue;
        char note[512];
        tb_note_text(session->panel, &row->note, table_language(session), note, sizeof note);
        begin_row(json);
        series_members(json, session->panel, "indicator", "region", row->series);
        tb_bytes_format(json, ", \"year\": %d", row->to);
        text_member(json, "audit", row->statistic);
        text_member(json, "note", note);
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

static void problems(const struct session *session, struct tb_bytes *json)
{
    const enum tb_language language = session->options->language ? message_language(session->options) : TB_ENGLISH;
    begin_list(json, "problems");
    for (size_t i = 0; i < tb_log_kept(session->log); i++) {
        const struct tb_message *message = tb_log_message(session->log, i);
        const struct tb_place place = {message->file, message->line, message->column, message->header};
        begin_row(json);
        text_member(json, "severity", message->severity == TB_ERROR ? "error" : "warning");
        text_member(json, "kind", message->kind);
        place_members(json, &place);
        text_member(json, "header", message->header);
        text_member(json, "text", language == TB_CHINESE && message->text_zh ? message->text_zh : message->text);
        end_row(json);
    }
    tb_bytes_text(json, "]");
}

bool print_check_json(const struct check *check)
{
    const struct session *session = check->session;
    struct tb_bytes json = {0};
    tb_bytes_format(&json, "{\"form\": %d, \"loaded\": %s, \"errors\": %zu, \"warnings\": %zu", FORM,
                    session->panel ? "true" : "false", tb_log_count(session->log, TB_ERROR),
                    tb_log_count(session->log, TB_WARNING));
    inputs(session, &json);
    series(session, &json);
    findings(check, &json);
    overlaps(session->panel, &json);
    revisions(session->panel, &json);
    audit(session, &json);
    problems(session, &json);
    const size_t counted = tb_log_count(session->log, TB_ERROR) + tb_log_count(session->log, TB_WARNING);
    tb_bytes_format(&json, ",\n \"problems_left_out\": %zu", counted - tb_log_kept(session->log));
    tb_bytes_text(&json, "}\n");
    const bool good = !json.failed && fwrite(json.data, 1, json.n, stdout) == json.n && fflush(stdout) == 0;
    tb_bytes_free(&json);
    return good;
}
