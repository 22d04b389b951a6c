/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "model/memory.h"
#include "trendbook/number.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_COLUMNS = 16
};

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
    struct tb_bytes bytes; /* CSV and JSON */
    enum tb_language language;
    char **text; /* table: the cells, row by row */
    size_t n_text, capacity;
    bool *filled; /* columns with some text */
    bool piece;   /* rows only: table_head and table_tail stand around them */
    bool failed;
};

bool table_is_for_people(const char *format)
{
    return format ? strcmp(format, "table") == 0 : isatty(STDOUT_FILENO);
}

bool table_format_is_wrong(const char *command, const struct options *options)
{
    const enum tb_language language = message_language(options);
    const char *format = options->format;
    if (!format || strcmp(format, "table") == 0 || strcmp(format, "csv") == 0 || strcmp(format, "json") == 0)
        return false;
    complain(command, language, tb_say(language, "the format is table, csv or json, not \"%s\"", format));
    return true;
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

static struct table *new_table(const char *format, const struct table_column *columns, size_t n, bool piece)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        return NULL;
    table->columns = columns;
    table->n_columns = n;
    table->form = form_of(format);
    table->piece = piece;
    if (table->form == FORM_TABLE) {
        table->filled = calloc(n, sizeof *table->filled);
        table->failed = !table->filled;
    } else if (!piece)
        table_head(format, columns, n, &table->bytes);
    return table;
}

struct table *table_new(const char *format, enum tb_language language, const struct table_column *columns, size_t n)
{
    struct table *table = new_table(format, columns, n, false);
    if (table)
        table->language = language;
    return table;
}

struct table *table_piece(const char *format, const struct table_column *columns, size_t n, struct tb_bytes *room)
{
    assert(!table_is_for_people(format));
    struct table *table = new_table(format, columns, n, true);
    if (table) {
        table->bytes = *room;
        table->bytes.n = 0;
        *room = (struct tb_bytes){0};
    }
    return table;
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

static void keep_text(struct table *table, const char *text)
{
    if (!tb_grow(&table->text, &table->capacity, table->n_text + 1, sizeof *table->text)) {
        table->failed = true;
        return;
    }
    char *safe = tb_safe_text(text); /* nothing of the data speaks to the terminal */
    table->failed = table->failed || !safe;
    table->text[table->n_text++] = safe;
}

/* The number of the cell that comes next, which is counted. */
static size_t next_cell(struct table *table)
{
    const size_t at = table->at++;
    if (table->at == table->n_columns)
        table->at = 0;
    table->rows += at == 0;
    return at;
}

/* One cell; `shown` is what people see, `exact` what programs read. */
static void cell(struct table *table, const char *exact, const char *shown, bool number)
{
    const size_t at = next_cell(table);
    if (table->form == FORM_TABLE) {
        if (table->failed)
            return;
        table->filled[at] = table->filled[at] || *shown;
        keep_text(table, shown);
        return;
    }
    struct tb_bytes *bytes = &table->bytes;
    tb_bytes_text(bytes, at ? ", " : table->piece || table->rows > 1 ? ",\n {" : "\n {");
    tb_bytes_format(bytes, "\"%s\": ", table->columns[at].key);
    if (number)
        tb_bytes_text(bytes, *exact ? exact : "null");
    else
        json_text(bytes, exact);
    if (!table->at)
        tb_bytes_text(bytes, "}");
}

/* What stands behind a cell of CSV. */
static void end_csv(struct table *table)
{
    char *const room = tb_bytes_room(&table->bytes, 1);
    if (!room)
        return;
    *room = table->at ? ',' : '\n';
    table->bytes.n++;
}

/* Numbers go straight to their place: they are most of the cells. */
static void csv_number(struct table *table, double value)
{
    next_cell(table);
    char *const room = tb_bytes_room(&table->bytes, TB_NUMBER_SIZE);
    if (room)
        table->bytes.n += tb_number_exact(value, room);
    end_csv(table);
}

void table_text(struct table *table, const char *text)
{
    if (table->form == FORM_CSV) {
        next_cell(table);
        tb_csv_field(&table->bytes, text);
        end_csv(table);
    } else
        cell(table, text, text, false);
}

void table_number(struct table *table, double value)
{
    char exact[TB_NUMBER_SIZE], shown[TB_NUMBER_SIZE];
    value = isfinite(value) ? value : NAN;
    if (table->form == FORM_CSV) {
        csv_number(table, value);
        return;
    }
    tb_number_exact(value, exact);
    const bool shortened = table->form == FORM_TABLE && strlen(exact) > 10;
    if (shortened)
        snprintf(shown, sizeof shown, "%.6g", value);
    cell(table, exact, shortened ? shown : exact, true);
}

void table_integer(struct table *table, long value)
{
    char text[TB_NUMBER_SIZE];
    if (table->form == FORM_CSV) {
        csv_number(table, (double)value);
        return;
    }
    tb_number_exact((double)value, text);
    cell(table, text, text, true);
}

/* ---- the table for people ---- */

enum {
    BETWEEN = 2,   /* blanks between columns */
    NARROWEST = 12 /* that a wide column is made */
};

static const char *heading(const struct table *table, size_t column)
{
    return tb_phrase(table->language, table->columns[column].title);
}

static bool is_shown(const struct table *table, size_t column)
{
    return table->columns[column].room != DETAIL && (table->filled[column] || !table->rows);
}

/* The widths of the columns, 0 for those that are left out; wide ones share the room that the others leave. */
static void measure(const struct table *table, size_t *width)
{
    size_t rest = isatty(STDOUT_FILENO) ? screen_width() : SIZE_MAX / 2, wide = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        width[c] = is_shown(table, c) ? (size_t)screen_columns(heading(table, c)) : 0;
        for (size_t i = c; i < table->n_text && is_shown(table, c); i += table->n_columns) {
            const size_t columns = (size_t)screen_columns(table->text[i]);
            if (columns > width[c])
                width[c] = columns;
        }
        const bool takes_rest = width[c] && table->columns[c].room == WIDE;
        const size_t taken = !width[c] ? 0 : takes_rest ? BETWEEN : BETWEEN + width[c];
        rest = rest > taken ? rest - taken : 0;
        wide += takes_rest;
    }
    rest += BETWEEN;                          /* none behind the last */
    for (bool again = true; again && wide;) { /* those that need less than their share leave it to the others */
        again = false;
        for (size_t c = 0; c < table->n_columns; c++)
            if (width[c] && table->columns[c].room == WIDE && width[c] <= rest / wide && width[c] < SIZE_MAX / 4) {
                rest -= width[c];
                wide--;
                again = wide > 0;
                width[c] += SIZE_MAX / 2; /* settled */
                if (!wide)
                    break;
            }
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        if (width[c] >= SIZE_MAX / 2)
            width[c] -= SIZE_MAX / 2;
        else if (width[c] && table->columns[c].room == WIDE && width[c] > rest / wide)
            width[c] = rest / wide > NARROWEST ? rest / wide : NARROWEST;
    }
}

/* One row, as many lines as its fullest cell has. */
static void put_row(const struct table *table, const size_t *width, const char *const *cells, struct tb_bytes *out)
{
    struct tb_bytes wrapped[MOST_COLUMNS] = {0};
    char none[] = "", *rest[MOST_COLUMNS];
    size_t end = 0; /* behind the last column that is shown */
    for (size_t c = 0; c < table->n_columns; c++) {
        wrap_text(&wrapped[c], cells[c], 0, 0, width[c] ? width[c] : 1);
        tb_bytes_add(&wrapped[c], "", 1);
        out->failed = out->failed || wrapped[c].failed;
        rest[c] = wrapped[c].failed || !width[c] ? none : (char *)wrapped[c].data;
        end = width[c] ? c + 1 : end;
    }
    for (bool more = true; more && !out->failed;) {
        size_t blanks = 0; /* before the next text: none stand at the end of a line */
        more = false;
        for (size_t c = 0; c < end; c++) {
            const char *line = rest[c];
            rest[c] += strcspn(rest[c], "\n");
            if (*rest[c])
                *rest[c]++ = '\0';
            const size_t columns = (size_t)screen_columns(line);
            const size_t pad = width[c] > columns ? width[c] - columns : 0;
            const bool right = table->columns[c].kind == CELL_NUMBER;
            if (!width[c])
                continue;
            if (*line)
                tb_bytes_format(out, "%*s%s", (int)(right ? blanks + pad : blanks), "", line);
            blanks = BETWEEN + (!*line ? blanks + width[c] : right ? 0 : pad);
            more = more || *rest[c];
        }
        tb_bytes_text(out, "\n");
    }
    for (size_t c = 0; c < table->n_columns; c++)
        tb_bytes_free(&wrapped[c]);
}

static void put_table(const struct table *table, struct tb_bytes *out)
{
    size_t width[MOST_COLUMNS];
    const char *headings[MOST_COLUMNS];
    assert(table->n_columns <= MOST_COLUMNS);
    measure(table, width);
    for (size_t c = 0; c < table->n_columns; c++)
        headings[c] = heading(table, c);
    put_row(table, width, headings, out);
    for (size_t i = 0; i < table->n_text; i += table->n_columns)
        put_row(table, width, (const char *const *)table->text + i, out);
}

bool table_finish(struct table *table, struct tb_bytes *bytes)
{
    *bytes = (struct tb_bytes){0};
    if (!table)
        return false;
    assert(table->at == 0);
    bool good = !table->failed;
    if (table->form == FORM_TABLE) {
        if (good && table->rows)
            put_table(table, bytes);
        for (size_t i = 0; i < table->n_text; i++)
            free(table->text[i]);
        free(table->text);
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
