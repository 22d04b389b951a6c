/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "trendbook/number.h"

#include <assert.h>
#include <jansson.h>
#include <libsmartcols.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum form {
    FORM_TABLE,
    FORM_CSV,
    FORM_JSON
};

struct table {
    enum form form;
    const struct table_column *columns;
    size_t n_columns, at; /* the cell that comes next */
    size_t rows;
    struct tb_bytes bytes;         /* CSV and JSON */
    struct libscols_table *screen; /* table */
    struct libscols_line *line;
    bool *filled; /* columns with some text */
    bool piece;   /* rows only: table_head and table_tail stand around them */
    bool failed;
};

bool table_is_for_people(const char *format)
{
    return format ? strcmp(format, "table") == 0 : isatty(STDOUT_FILENO);
}

static enum form form_of(const char *format)
{
    return table_is_for_people(format) ? FORM_TABLE : format && strcmp(format, "json") == 0 ? FORM_JSON : FORM_CSV;
}

void table_head(const char *format, const struct table_column *columns, size_t n, struct tb_bytes *bytes)
{
    if (form_of(format) == FORM_JSON) {
        tb_bytes_text(bytes, "[");
        return;
    }
    for (size_t i = 0; i < n; i++)
        tb_bytes_format(bytes, "%s%s", i ? "," : "", columns[i].key);
    tb_bytes_text(bytes, "\n");
}

void table_tail(const char *format, bool some, struct tb_bytes *bytes)
{
    if (form_of(format) == FORM_JSON)
        tb_bytes_text(bytes, some ? "\n]\n" : "]\n");
}

static void begin_screen(struct table *table)
{
    table->screen = scols_new_table();
    table->filled = calloc(table->n_columns, sizeof *table->filled);
    table->failed = !table->screen || !table->filled;
    for (size_t i = 0; i < table->n_columns && !table->failed; i++) {
        const int flags = table->columns[i].kind == CELL_NUMBER ? SCOLS_FL_RIGHT
                          : table->columns[i].room == WIDE      ? SCOLS_FL_TRUNC
                                                                : 0;
        table->failed = !scols_table_new_column(table->screen, table->columns[i].title, 0, flags);
    }
    if (!table->failed && screen_styled(stdout))
        scols_table_enable_colors(table->screen, 1);
    if (!table->failed && !isatty(STDOUT_FILENO))
        scols_table_enable_maxout(table->screen, 0);
}

static struct table *new_table(const char *format, const struct table_column *columns, size_t n, bool piece)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        return NULL;
    table->columns = columns;
    table->n_columns = n;
    table->form = form_of(format);
    table->piece = piece;
    if (table->form == FORM_TABLE)
        begin_screen(table);
    else if (!piece)
        table_head(format, columns, n, &table->bytes);
    return table;
}

struct table *table_new(const char *format, const struct table_column *columns, size_t n)
{
    return new_table(format, columns, n, false);
}

struct table *table_piece(const char *format, const struct table_column *columns, size_t n)
{
    assert(!table_is_for_people(format));
    return new_table(format, columns, n, true);
}

void json_text(struct tb_bytes *json, const char *text)
{
    json_t *string = json_string(text);
    char *quoted = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
    if (quoted)
        tb_bytes_text(json, quoted);
    else
        json->failed = true;
    free(quoted);
    json_decref(string);
}

/* One cell; `shown` is what people see, `exact` what programs read. */
static void cell(struct table *table, const char *exact, const char *shown, bool number)
{
    const size_t at = table->at;
    table->at = (at + 1) % table->n_columns;
    table->rows += at == 0;
    if (table->form == FORM_TABLE) {
        if (table->failed)
            return;
        if (at == 0)
            table->line = scols_table_new_line(table->screen, NULL);
        char *safe = tb_safe_text(shown); /* nothing of the data speaks to the terminal */
        table->filled[at] = table->filled[at] || *shown;
        table->failed = !table->line || !safe || scols_line_set_data(table->line, at, safe) != 0;
        free(safe);
        return;
    }
    struct tb_bytes *bytes = &table->bytes;
    if (table->form == FORM_CSV) {
        if (at)
            tb_bytes_text(bytes, ",");
        if (number)
            tb_bytes_text(bytes, exact);
        else
            tb_csv_field(bytes, exact);
        if (!table->at)
            tb_bytes_text(bytes, "\n");
        return;
    }
    tb_bytes_text(bytes, at ? ", " : table->piece || table->rows > 1 ? ",\n {" : "\n {");
    tb_bytes_format(bytes, "\"%s\": ", table->columns[at].key);
    if (number)
        tb_bytes_text(bytes, *exact ? exact : "null");
    else
        json_text(bytes, exact);
    if (!table->at)
        tb_bytes_text(bytes, "}");
}

void table_text(struct table *table, const char *text)
{
    cell(table, text, text, false);
}

void table_number(struct table *table, double value)
{
    char exact[TB_NUMBER_SIZE], shown[TB_NUMBER_SIZE];
    tb_number_exact(isfinite(value) ? value : NAN, exact);
    const bool shortened = table->form == FORM_TABLE && strlen(exact) > 10;
    if (shortened)
        snprintf(shown, sizeof shown, "%.6g", value);
    cell(table, exact, shortened ? shown : exact, true);
}

void table_integer(struct table *table, long value)
{
    char text[TB_NUMBER_SIZE];
    tb_number_exact((double)value, text);
    cell(table, text, text, true);
}

bool table_finish(struct table *table, struct tb_bytes *bytes)
{
    *bytes = (struct tb_bytes){0};
    if (!table)
        return false;
    assert(table->at == 0);
    bool good = !table->failed;
    if (table->form == FORM_TABLE) {
        for (size_t i = 0; i < table->n_columns && good; i++)
            if (table->columns[i].room == DETAIL || (!table->filled[i] && table->rows))
                scols_column_set_flags(scols_table_get_column(table->screen, i), SCOLS_FL_HIDDEN);
        char *text = NULL;
        good = good && scols_print_table_to_string(table->screen, &text) == 0 && text;
        if (good && *text) {
            tb_bytes_text(bytes, text);
            tb_bytes_text(bytes, "\n");
        }
        free(text);
        scols_unref_table(table->screen);
        free(table->filled);
    } else {
        if (table->form == FORM_JSON && !table->piece)
            tb_bytes_text(&table->bytes, table->rows ? "\n]\n" : "]\n");
        *bytes = table->bytes;
    }
    free(table);
    return good && !bytes->failed;
}

bool table_print(struct table *table)
{
    struct tb_bytes bytes;
    const bool good = table_finish(table, &bytes) && (!bytes.n || fwrite(bytes.data, 1, bytes.n, stdout) == bytes.n);
    tb_bytes_free(&bytes);
    return good && fflush(stdout) == 0;
}
