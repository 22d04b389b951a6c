/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Every case of tests/corpus/manifest.csv: what is loaded, and what is said where.  One count a case. */
#include "load/loader.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The expectations named "yoy" and the warnings of the yoy cases belong to the statistics, "must" to the outputs. */

static int failures_of_case;
static const char *case_name;

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void fail(const char *format, ...)
{
    va_list arguments;
    if (!failures_of_case++)
        printf("%s\n", case_name);
    printf("    ");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static void print_messages(struct tb_log *log)
{
    for (size_t i = 0; i < tb_log_kept(log) && i < 8; i++) {
        char *text = tb_message_text(tb_log_message(log, i), TB_ENGLISH);
        printf("      [%s] %s\n", tb_log_message(log, i)->kind, text ? text : "");
        free(text);
    }
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* A message of this severity at the expected place. */
static bool is_said(struct tb_log *log, enum tb_severity severity, const json_t *at, const char *in)
{
    for (size_t i = 0; i < tb_log_kept(log); i++) {
        const struct tb_message *m = tb_log_message(log, i);
        const size_t length = strlen(m->file ? m->file : ""), tail = strlen(in);
        if (m->severity == severity && m->line == (size_t)json_integer_value(json_object_get(at, "line")) &&
            m->column == (unsigned)json_integer_value(json_object_get(at, "col")) &&
            strcmp(m->kind, text_of(at, "kind")) == 0 && strcmp(m->header ? m->header : "", text_of(at, "name")) == 0 &&
            length >= tail && strcmp((m->file ? m->file : "") + length - tail, in) == 0)
            return true;
    }
    return false;
}

static bool qualifier_is(const struct tb_panel *panel, size_t i, const char *q)
{
    const char *note = tb_text(panel, tb_note_of(panel, i));
    const unsigned flags = tb_flags(panel, i);
    if (strcmp(q, "p") == 0)
        return flags == TB_FLAG_PROVISIONAL && panel->state[i] == TB_EXACT;
    if (strcmp(q, "e") == 0)
        return flags == TB_FLAG_ESTIMATED && panel->state[i] == TB_EXACT;
    if (strcmp(q, "r") == 0)
        return flags == TB_FLAG_REVISED && panel->state[i] == TB_EXACT;
    return strcmp(q, tb_state_marks[panel->state[i]]) == 0 ||
           strcmp(q, note) == 0; /* unknown words are kept as notes */
}

/* Looks for an expected row among the observations; equal bit for bit. */
static void check_row(const struct tb_panel *panel, const json_t *row)
{
    const char *id = json_string_value(json_array_get(row, 0));
    const int year = (int)json_integer_value(json_array_get(row, 1));
    const json_t *value = json_array_get(row, 2), *more = json_array_get(row, 3);
    const char *region = text_of(more, "region");
    for (uint32_t s = 0; s < panel->n_series; s++) {
        const struct tb_series *series = &panel->series[s];
        if (strcmp(tb_text(panel, panel->indicators[series->indicator].id), id) != 0 ||
            strcmp(tb_text(panel, series->region), region) != 0)
            continue;
        for (size_t i = series->first; i < series->first + series->n; i++) {
            if (panel->year[i] != year)
                continue;
            const double wanted = json_number_value(value);
            const bool same = json_is_null(value) ? isnan(panel->value[i]) && panel->state[i] >= TB_NEGLIGIBLE
                                                  : memcmp(&wanted, &panel->value[i], sizeof wanted) == 0;
            if (!same)
                fail("%s %d is %.17g", id, year, panel->value[i]);
            const char *note = tb_text(panel, tb_note_of(panel, i));
            const json_t *bytes = json_object_get(more, "note_bytes"), *q = json_object_get(more, "q");
            if (q ? !qualifier_is(panel, i, json_string_value(q)) : tb_is_bound(panel->state[i]))
                fail("%s %d has state \"%s\", flags %u", id, year, tb_state_marks[panel->state[i]], tb_flags(panel, i));
            if (bytes ? strlen(note) != (size_t)json_integer_value(bytes)
                      : (!q || json_object_get(more, "note")) && strcmp(note, text_of(more, "note")) != 0)
                fail("%s %d has the note \"%s\"", id, year, note);
            return;
        }
    }
    fail("%s %s %d is not there", id, region, year);
}

static void check_case(const char *file, const char *class, const json_t *expected)
{
    char *path = NULL;
    struct tb_panel *panel = NULL;
    struct tb_log *log = tb_log_new(0);
    const json_t *at = json_object_get(expected, "at"), *rows = json_object_get(expected, "rows"), *one;
    const bool refused = strcmp(class, "error") == 0;
    size_t i;
    if (!log || asprintf(&path, "%s/tests/corpus/%s", SOURCE_DIR, file) < 0) {
        fail("out of memory");
        tb_log_free(log);
        return;
    }
    const char *const paths[] = {path};
    const enum tb_status status = tb_load(paths, 1, NULL, &panel, log);
    if (refused ? status != TB_BAD_DATA || panel : status != TB_OK || !panel)
        fail("status is %d", (int)status);
    if (strcmp(class, "ok") == 0 && tb_log_count(log, TB_WARNING))
        fail("%zu warnings", tb_log_count(log, TB_WARNING));
    if (strncmp(file, "cases/yoy-", 10) != 0)
        json_array_foreach(at, i, one) if (!is_said(log, refused ? TB_ERROR : TB_WARNING, one, text_of(expected, "in")))
        {
            char *wanted = json_dumps(one, JSON_SORT_KEYS);
            fail("not said: %s", wanted);
            free(wanted);
        }
    for (i = 0; i < tb_log_kept(log); i++)
        if (!tb_log_message(log, i)->text_zh)
            fail("no Chinese: %s", tb_log_message(log, i)->text);
    if (panel && rows) {
        if (panel->n != json_array_size(rows))
            fail("%zu observations instead of %zu", panel->n, json_array_size(rows));
        json_array_foreach(rows, i, one) check_row(panel, one);
    }
    if (failures_of_case)
        print_messages(log);
    tb_panel_free(panel);
    tb_log_free(log);
    free(path);
}

int main(void)
{
    struct load_source source;
    struct load_text text;
    struct load_rows rows;
    struct load_row row;
    int passed = 0, failed = 0;
    struct tb_log *log = tb_log_new(0);
    if (!log || load_source_file(&source, SOURCE_DIR "/tests/corpus/manifest.csv", log)) {
        printf("0 passed, 1 failed\n");
        tb_log_free(log);
        return 1;
    }
    load_text_open(&text, &source, log);
    load_rows_open(&rows, &text, log);
    load_rows_next(&rows, &row); /* file,layout,class,reason,expected */
    while (load_rows_next(&rows, &row)) {
        char *file = strndup(row.field[0].text, row.field[0].length);
        char *class = strndup(row.field[2].text, row.field[2].length);
        json_t *expected = json_loadb(row.field[4].text, row.field[4].length, 0, NULL);
        case_name = file;
        failures_of_case = 0;
        if (expected)
            check_case(file, class, expected);
        else
            fail("the expectation is no JSON");
        failures_of_case ? failed++ : passed++;
        json_decref(expected);
        free(file);
        free(class);
    }
    if (rows.status || tb_log_count(log, TB_ERROR))
        failed++;
    load_rows_close(&rows);
    load_text_close(&text);
    load_source_close(&source);
    tb_log_free(log);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
