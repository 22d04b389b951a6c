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
    const size_t line = rows->line, most = rows->first_field + LOAD_MOST_FIELDS;
    const size_t room = rows->fields_capacity < most ? rows->fields_capacity : most;
    struct load_marks_cursor cursor = load_marks_from(marks, (size_t)(text - begin));
    for (;;) {
        const char *stop = begin + load_marks_next(&cursor), *last = stop;
        char mark = stop < end ? *stop : '\n';
        while (text < stop && split_blank(*text))
            text++;
        if (mark == '"') {
            if (text++ != stop)
                return NULL;
            do
                last = begin + load_marks_next(&cursor);
            while (last < end && *last == delimiter);
            if (last == end || *last != '"')
                return NULL;
            stop = begin + load_marks_next(&cursor);
            mark = stop < end ? *stop : '\n';
            if (stop != last + 1 || mark == '"')
                return NULL;
        } else {
            while (last > text && split_blank(last[-1]))
                last--;
            if (last == text && mark != delimiter && rows->n_fields == rows->first_field)
                return stop;
        }
        if (rows->n_fields < room)
            rows->field[rows->n_fields++] = load_field_at(text, (size_t)(last - text), line);
        else if (!split_add_field(rows, text, (size_t)(last - text), line))
            return stop;
        if (mark != delimiter)
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
    const size_t known = rows->beginning.length, n = rows->beginning.n;
    if (!known || (size_t)(rows->marks.text + rows->marks.n - text) < known ||
        memcmp(text, rows->beginning.text, known) != 0)
        return NULL;
    if (!tb_grow(&rows->field, &rows->fields_capacity, rows->n_fields + n, sizeof *rows->field)) {
        split_out_of_memory(rows);
        return NULL;
    }
    struct load_field *field = rows->field + rows->n_fields;
    for (size_t i = 0; i < n; i++) {
        field[i] = rows->beginning.field[i];
        field[i].line = rows->line;
    }
    rows->n_fields += n;
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

/* Whether two lines of these fields were found to begin alike, so that their names are the same. */
static bool names_alike(const struct load_rows *rows, const struct load_row *row, const struct load_row *before)
{
    for (size_t c = 0; c < rows->n_name_columns; c++) {
        const size_t column = rows->name_column[c];
        if (column >= row->n || column >= before->n || row->field[column].text != before->field[column].text)
            return false;
    }
    return true;
}

/* Whether the name in a column of line `i` is the last one there, or the one after it. */
static bool is_expected(struct load_rows *rows, size_t column, size_t i, struct load_field *field)
{
    enum {
        OFTEN = 8 /* misses, after which the first line of several is enough to see that it is worth while again */
    };
    const uint32_t last = rows->last[column].name;
    if (!last || (i && rows->last[column].missed >= OFTEN))
        return false;
    for (uint32_t name = last; name <= last + 1; name++)
        if (tb_name_is(rows->names, name, field->text, field->length)) {
            field->name = rows->last[column].name = name;
            rows->last[column].missed = 0;
            return true;
        }
    rows->last[column].missed++;
    return false;
}

/* Looks up the names in all the lines; those that are not found more easily all at once. */
static void find_names(struct load_rows *rows)
{
    struct load_field *fresh[2 * LOAD_AHEAD];
    const char *text[2 * LOAD_AHEAD];
    size_t length[2 * LOAD_AHEAD], column[2 * LOAD_AHEAD], n = 0;
    uint32_t number[2 * LOAD_AHEAD];
    bool alike[LOAD_AHEAD] = {false};
    const struct load_row *row = rows->ahead.row;
    for (size_t i = 0; i < rows->ahead.n; i++) {
        alike[i] = i > 0 && names_alike(rows, &row[i], &row[i - 1]);
        for (size_t c = 0; c < rows->n_name_columns && !alike[i]; c++) {
            struct load_field *field = &rows->field[rows->ahead.first[i] + rows->name_column[c]];
            if (rows->name_column[c] >= row[i].n || is_expected(rows, c, i, field))
                continue;
            fresh[n] = field;
            text[n] = field->text;
            length[n] = field->length;
            column[n++] = c;
        }
    }
    if (n)
        tb_names_find_all(rows->names, text, length, n, number);
    for (size_t k = 0; k < n; k++) {
        fresh[k]->name = number[k] == TB_NO_NAME ? 0 : number[k];
        rows->last[column[k]].name = fresh[k]->name;
    }
    for (size_t i = 1; i < rows->ahead.n; i++)
        for (size_t c = 0; c < rows->n_name_columns && alike[i]; c++)
            rows->field[rows->ahead.first[i] + rows->name_column[c]].name = row[i - 1].field[rows->name_column[c]].name;
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
        rows->ahead.first[rows->ahead.n] = rows->first_field;
        rows->ahead.row[rows->ahead.n++] = (struct load_row){NULL, rows->n_fields - rows->first_field, rows->line};
        stop += stop < end && *stop == '\r' && stop + 1 < end && stop[1] == '\n';
        stop += stop < end;
        load_text_pass(rows->text, (size_t)(stop - text));
        text = stop;
    }
    for (size_t i = 0; i < rows->ahead.n; i++)
        rows->ahead.row[i].field = rows->field + rows->ahead.first[i]; /* now that it moves no more */
    find_names(rows);
}

void split_ahead(struct load_rows *rows)
{
    if (rows->names && !rows->status && rows->begun && load_text_in_memory(rows->text))
        look_ahead(rows);
}
