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
    rows->field[rows->n_fields++] = load_field_at(text, length, line);
    return true;
}

/* ---- one line ---- */

/*
 * Splits what the marks cover from `text` up to a line end.  Each field is plain, or of the simple kind in quotes: it
 * holds no quote and ends right before a delimiter or the end of the line.  Blanks around a field are dropped and a
 * blank line is no record, as libcsv does it.  NULL when the line is not so simple, else its end.
 */
static const char *split(struct load_rows *rows, const char *text)
{
    const struct load_marks *marks = &rows->marks;
    const char delimiter = rows->delimiter, *const begin = marks->text, *const end = begin + marks->n;
    struct load_marks_cursor cursor = load_marks_from(marks, (size_t)(text - begin));
    for (;;) {
        const char *stop = begin + load_marks_next(&cursor), *last = stop;
        while (text < stop && split_blank(*text))
            text++;
        if (stop < end && *stop == '"') {
            if (text++ != stop)
                return NULL;
            do
                last = begin + load_marks_next(&cursor);
            while (last < end && *last == delimiter);
            if (last == end || *last != '"')
                return NULL;
            stop = begin + load_marks_next(&cursor);
            if (stop != last + 1 || (stop < end && *stop == '"'))
                return NULL;
        } else {
            while (last > text && split_blank(last[-1]))
                last--;
            if ((stop == end || *stop != delimiter) && rows->n_fields == rows->first_field && last == text)
                return stop;
        }
        if (!split_add_field(rows, text, (size_t)(last - text), rows->line) || stop == end || *stop != delimiter)
            return stop;
        text = stop + 1;
    }
}

/*
 * The same of a line that may begin as the last one did: up to a delimiter outside of quotes the same fields would be
 * found again.
 */
static const char *split_rest(struct load_rows *rows, const char *text)
{
    const size_t known = rows->beginning.length;
    if (!known || (size_t)(rows->marks.text + rows->marks.n - text) < known ||
        memcmp(text, rows->beginning.text, known) != 0)
        return NULL;
    for (size_t i = 0; i < rows->beginning.n; i++)
        if (!split_add_field(rows, rows->beginning.field[i].text, rows->beginning.field[i].length, rows->line))
            return NULL;
    return split(rows, text + known);
}

/* Keeps the leading fields of a line. */
static void keep_beginning(struct load_rows *rows, const char *text)
{
    const size_t n = rows->leading;
    rows->beginning.length = 0;
    if (!n || n > LOAD_BEGINNING_FIELDS || rows->n_fields - rows->first_field <= n)
        return;
    const struct load_field *field = rows->field + rows->first_field;
    const char *next = field[n].text; /* plain, or behind its quote */
    next -= next[-1] == '"';
    const size_t length = (size_t)(next - text);
    if (length > LOAD_LONGEST_BEGINNING)
        return;
    memcpy(rows->beginning.field, field, n * sizeof *field);
    rows->beginning.n = n;
    rows->beginning.length = length;
    rows->beginning.text = text;
    if (load_text_in_memory(rows->text))
        return;
    memcpy(rows->beginning.copy, text, length); /* the line is gone when the next one comes */
    rows->beginning.text = rows->beginning.copy;
    for (size_t i = 0; i < n; i++)
        rows->beginning.field[i].text = rows->beginning.copy + (field[i].text - text);
}

/* Splits the line that begins here; its end, or NULL when it is not simple. */
static const char *split_here(struct load_rows *rows, const char *text)
{
    const char *stop = split_rest(rows, text);
    if (stop) {
        rows->beginning.missed = 0;
        return stop;
    }
    rows->n_fields = rows->first_field;
    stop = split(rows, text);
    if (!stop)
        rows->n_fields = rows->first_field;
    else if (rows->beginning.missed++ < 4 || !rows->first_field) /* lines in any order: now and then is enough */
        keep_beginning(rows, text);
    return stop;
}

/* Whether the marks are those of the text in memory. */
static bool marked(const struct load_rows *rows)
{
    return rows->marked == rows->text->fills && rows->marked;
}

bool split_line(struct load_rows *rows, const struct load_line *line)
{
    if (rows->only_libcsv)
        return false;
    if (!marked(rows) && !load_marks_find(&rows->marks, line->text, line->length, rows->delimiter)) {
        split_out_of_memory(rows);
        return true;
    }
    return split_here(rows, line->text) != NULL;
}

/* ---- several lines ---- */

/* A line of which nothing has to be said. */
static bool unremarkable(const struct load_rows *rows, const char *text, size_t length)
{
    return rows->n_fields > rows->first_field && !rows->too_many && !rows->status &&
           rows->field[rows->first_field].length && length < LOAD_LONGEST_FIELD && *text != '\xEF';
}

/* Looks up the names in all the lines; once for lines that begin as the one before. */
static void find_names(struct load_rows *rows)
{
    const char *text[2 * LOAD_AHEAD];
    size_t length[2 * LOAD_AHEAD], n = 0, n_fields = 0;
    uint32_t number[2 * LOAD_AHEAD];
    struct {
        struct load_field *field;
        size_t which; /* text */
    } named[2 * LOAD_AHEAD];
    for (size_t c = 0; c < rows->n_name_columns; c++)
        for (size_t i = 0, first = 0; i < rows->ahead.n; first += rows->ahead.row[i++].n) {
            if (rows->name_column[c] >= rows->ahead.row[i].n)
                continue;
            struct load_field *field = &rows->field[first + rows->name_column[c]];
            if (!n || text[n - 1] != field->text) {
                text[n] = field->text;
                length[n++] = field->length;
            }
            named[n_fields].field = field;
            named[n_fields++].which = n - 1;
        }
    if (n)
        tb_names_find_all(rows->names, text, length, n, number);
    for (size_t k = 0; k < n_fields; k++)
        named[k].field->name = number[named[k].which] == TB_NO_NAME ? 0 : number[named[k].which];
}

/* Splits lines until there are enough or one is not simple. */
static void look_ahead(struct load_rows *rows)
{
    size_t n;
    const char *text = load_text_peek(rows->text, &n);
    rows->n_fields = 0;
    rows->ahead.n = rows->ahead.next = 0;
    if (!marked(rows)) {
        if (!load_marks_find(&rows->marks, text, n, rows->delimiter)) {
            split_out_of_memory(rows);
            return;
        }
        rows->marked = rows->text->fills;
    }
    for (const char *const end = text + n;
         text < end && rows->ahead.n < LOAD_AHEAD && rows->n_fields < LOAD_FIELDS_AHEAD;) {
        rows->first_field = rows->n_fields;
        rows->line = rows->text->line;
        rows->too_many = false;
        const char *stop = split_here(rows, text);
        if (!stop || !unremarkable(rows, text, (size_t)(stop - text)))
            break;
        rows->ahead.row[rows->ahead.n++] = (struct load_row){NULL, rows->n_fields - rows->first_field, rows->line};
        stop += stop < end && *stop == '\r' && stop + 1 < end && stop[1] == '\n';
        stop += stop < end;
        load_text_pass(rows->text, (size_t)(stop - text));
        text = stop;
    }
    for (size_t i = 0, first = 0; i < rows->ahead.n; first += rows->ahead.row[i++].n)
        rows->ahead.row[i].field = rows->field + first; /* now that it moves no more */
    find_names(rows);
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
