/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/split.h"

#include "model/memory.h"
#include "trendbook/names.h"

#include <string.h>

void split_out_of_memory(struct load_rows *rows)
{
    const struct tb_place at = {.file = rows->file, .line = rows->line};
    rows->status = TB_NO_MEMORY;
    if (rows->log)
        tb_log_add(rows->log, TB_ERROR, "memory", &at, "out of memory");
}

bool split_add_field(struct load_rows *rows, const char *text, size_t length, size_t line)
{
    if (rows->n_fields - rows->first_field == LOAD_MOST_FIELDS) {
        rows->too_many = true;
        return false;
    }
    if (rows->n_fields == rows->fields_capacity &&
        !tb_grow(&rows->field, &rows->fields_capacity, rows->n_fields + 1, sizeof *rows->field)) {
        split_out_of_memory(rows);
        return false;
    }
    rows->field[rows->n_fields++] = (struct load_field){text, length, line};
    return true;
}

/* ---- one line ---- */

/*
 * The field in quotes that opens at `text`: its last byte, or NULL when it is not one of the simple kind, which hold no
 * quote and end right before a delimiter or the end of the line.
 */
static const char *end_of_quoted(const char *text, const char *end, char delimiter)
{
    const char *close = memchr(text + 1, '"', (size_t)(end - text - 1));
    return close && (close + 1 == end || close[1] == delimiter) ? close : NULL;
}

/* Blanks around a field are dropped and a blank line is no record, as libcsv does it. */
static bool split(struct load_rows *rows, const char *text, size_t length)
{
    const char *const end = text + length;
    const char delimiter = rows->delimiter;
    for (;;) {
        while (text < end && *text != delimiter && split_blank(*text))
            text++;
        const char *stop = text, *last;
        if (text < end && *text == '"') {
            last = end_of_quoted(text++, end, delimiter);
            if (!last)
                return false;
            stop = last + 1;
        } else {
            for (; stop < end && *stop != delimiter; stop++)
                if (*stop == '"')
                    return false;
            last = stop;
            while (last > text && split_blank(last[-1]))
                last--;
            if (stop == end && rows->n_fields == rows->first_field && last == text)
                return true;
        }
        if (!split_add_field(rows, text, (size_t)(last - text), rows->line) || stop == end)
            return true;
        text = stop + 1;
    }
}

/*
 * Splits a line that begins as the last one did: up to a delimiter outside of quotes the same fields would be found
 * again.
 */
static bool split_rest(struct load_rows *rows, const struct load_line *line)
{
    const size_t known = rows->beginning.length;
    if (!known || line->length < known || memcmp(line->text, rows->beginning.text, known) != 0)
        return false;
    for (size_t i = 0; i < rows->beginning.n; i++)
        if (!split_add_field(rows, rows->beginning.field[i].text, rows->beginning.field[i].length, rows->line))
            return false;
    return split(rows, line->text + known, line->length - known);
}

/* Keeps the leading fields of a line. */
static void keep_beginning(struct load_rows *rows, const struct load_line *line)
{
    const size_t n = rows->leading;
    rows->beginning.length = 0;
    if (!n || n > LOAD_BEGINNING_FIELDS || rows->n_fields - rows->first_field <= n)
        return;
    const struct load_field *field = rows->field + rows->first_field;
    const char *next = field[n].text; /* plain, or behind its quote */
    next -= next[-1] == '"';
    const size_t length = (size_t)(next - line->text);
    if (length > LOAD_LONGEST_BEGINNING)
        return;
    memcpy(rows->beginning.field, field, n * sizeof *field);
    rows->beginning.n = n;
    rows->beginning.length = length;
    rows->beginning.text = line->text;
    if (load_text_in_memory(rows->text))
        return;
    memcpy(rows->beginning.copy, line->text, length); /* the line is gone when the next one comes */
    rows->beginning.text = rows->beginning.copy;
    for (size_t i = 0; i < n; i++)
        rows->beginning.field[i].text = rows->beginning.copy + (field[i].text - line->text);
}

bool split_line(struct load_rows *rows, const struct load_line *line)
{
    if (rows->only_libcsv)
        return false;
    if (split_rest(rows, line))
        return true;
    rows->n_fields = rows->first_field;
    if (!split(rows, line->text, line->length)) {
        rows->n_fields = rows->first_field;
        return false;
    }
    keep_beginning(rows, line);
    return true;
}

/* ---- several lines ---- */

/* A line of which nothing has to be said. */
static bool unremarkable(const struct load_rows *rows, const struct load_line *line)
{
    return rows->n_fields > rows->first_field && !rows->too_many && !rows->status &&
           rows->field[rows->first_field].length && line->length < LOAD_LONGEST_FIELD && line->text[0] != '\xEF';
}

/* Says which names will be looked up; not again for lines that begin as the one before. */
static void fetch_names(const struct load_rows *rows)
{
    const char *text[2 * LOAD_AHEAD];
    size_t length[2 * LOAD_AHEAD], n = 0;
    for (size_t c = 0; c < rows->n_name_columns; c++) {
        const char *last = NULL;
        for (size_t i = 0; i < rows->ahead.n; i++) {
            const struct load_row *row = &rows->ahead.row[i];
            const size_t column = rows->name_column[c];
            if (column >= row->n || row->field[column].text == last)
                continue;
            text[n] = last = row->field[column].text;
            length[n++] = row->field[column].length;
        }
    }
    tb_names_near(rows->names, text, length, n);
}

/* Splits lines until there are enough or one is not simple. */
static void look_ahead(struct load_rows *rows)
{
    struct load_line line;
    rows->n_fields = 0;
    rows->ahead.n = rows->ahead.next = 0;
    while (rows->ahead.n < LOAD_AHEAD && rows->n_fields < LOAD_FIELDS_AHEAD && load_text_line(rows->text, &line)) {
        rows->first_field = rows->n_fields;
        rows->line = line.number;
        rows->too_many = false;
        if (!split_line(rows, &line) || !unremarkable(rows, &line)) {
            load_text_unread(rows->text, &line);
            break;
        }
        rows->ahead.row[rows->ahead.n++] = (struct load_row){NULL, rows->n_fields - rows->first_field, line.number};
    }
    for (size_t i = 0, first = 0; i < rows->ahead.n; first += rows->ahead.row[i++].n)
        rows->ahead.row[i].field = rows->field + first; /* now that it moves no more */
    fetch_names(rows);
}

bool split_ahead(struct load_rows *rows, struct load_row *row)
{
    if (rows->ahead.next == rows->ahead.n) {
        if (!rows->names || rows->status || !rows->begun || !load_text_in_memory(rows->text))
            return false;
        look_ahead(rows);
    }
    if (rows->ahead.next == rows->ahead.n)
        return false;
    *row = rows->ahead.row[rows->ahead.next++];
    rows->lines = row->line;
    rows->n_rows++;
    return true;
}
