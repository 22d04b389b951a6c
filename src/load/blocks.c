/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Several tables in one file: where each of them begins.
 *
 * Side by side: the name of the first column, which is one for labels or years, stands over a column further right too.
 * The values of both tables need columns of their own, else that column only says again what the first one does.
 *
 * One below the other:
 * A record below the first table that names years, or columns of years, again begins the next one; so do the lines in
 * front of it that are no data of the table before and not its notes.
 */
#include "load/loader.h"

#include "model/memory.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const struct load_field *field, const char *name)
{
    return field->length == strlen(name) && memcmp(field->text, name, field->length) == 0;
}

static enum load_word word_of(const struct load_field *field)
{
    char key[64];
    if (field->length >= sizeof key)
        return LOAD_WORD_NONE;
    for (size_t i = 0; i < field->length; i++)
        key[i] = (char)(field->text[i] >= 'A' && field->text[i] <= 'Z' ? field->text[i] + 32 : field->text[i]);
    key[field->length] = '\0';
    return load_word_of(key);
}

static bool is_figure(const struct load_field *field)
{
    struct load_value value;
    if (!field->length)
        return false;
    load_value_read(field->text, field->length, &value);
    return value.fault == LOAD_FINE;
}

static const char *name_of(const struct load_preview *preview, size_t column)
{
    return column < preview->flat.n ? preview->flat.name[column] : "";
}

static bool years_again(const struct load_preview *preview, const struct load_row *row)
{
    size_t years = 0, words = 0, same = 0, first = 0;
    int before = 0;
    bool steady = true;
    while (first < preview->n_paths && !preview->path[first].value)
        first++;
    if (first >= row->n || !load_year_name_read(row->field[first].text, row->field[first].length).form)
        return false;
    for (size_t c = 0; c < row->n; c++) {
        const struct load_field *field = &row->field[c];
        if (!field->length)
            continue;
        const struct load_year_name name = load_year_name_read(field->text, field->length);
        if (c >= first && name.form) {
            const int step = name.year - before;
            steady = steady && (!before || step == 1 || step == -1);
            if (name.year == before && name.form == LOAD_WHOLE_YEAR)
                return false;
            before = name.year;
            years++;
        } else if (word_of(field) != LOAD_WORD_NONE || (same_text(field, name_of(preview, c)) && !is_figure(field))) {
            words++;
            same += same_text(field, name_of(preview, c));
        } else if (c < first || is_figure(field)) {
            return false;
        }
    }
    return same > 0 || (steady && (words > 0 || years > 1)); /* figures may look like years, not like a run of them */
}

bool load_is_header_again(const struct load_preview *preview, const struct load_row *row, bool *same)
{
    *same = row->n >= preview->flat.n;
    for (size_t c = 0; *same && c < preview->flat.n; c++)
        *same = same_text(&row->field[c], preview->flat.name[c]);
    if (*same)
        return true;
    if (preview->across)
        return years_again(preview, row);
    if (row->n < 2 || !row->field[0].length || (row->field[0].text[0] >= '0' && row->field[0].text[0] <= '9') ||
        word_of(&row->field[0]) != LOAD_WORD_YEAR)
        return false;
    size_t others = 0;
    for (size_t c = 1; c < row->n; c++) {
        if (is_figure(&row->field[c]))
            return false;
        others += row->field[c].length > 0;
    }
    return others > 0;
}

static bool is_note(const struct load_row *row)
{
    size_t rest;
    const enum load_aside aside = load_aside_of(row->field[0].text, row->field[0].length, &rest);
    return aside == LOAD_ASIDE_NOTE || aside == LOAD_ASIDE_SOURCE;
}

static bool is_data(const struct load_row *row)
{
    for (size_t c = 1; c < row->n; c++)
        if (is_figure(&row->field[c]))
            return true;
    return false;
}

/* The lines at which tables begin, the first one left out. */
static bool find_lines(struct load_rows *rows, const struct load_preview *preview, size_t **line, size_t *n)
{
    struct load_row row;
    size_t capacity = 0, begins = 0;
    const size_t last = preview->row[preview->header + preview->depth - 1].line;
    bool data = false, same;
    while (load_rows_next(rows, &row)) {
        if (row.line <= last)
            continue;
        if (data && load_is_header_again(preview, &row, &same) && (!same || begins)) {
            if (!tb_grow(line, &capacity, *n + 1, sizeof **line))
                return false;
            (*line)[(*n)++] = begins ? begins : row.line;
            data = false;
        }
        if (is_data(&row)) {
            data = true;
            begins = 0;
        } else if (is_note(&row)) {
            begins = 0;
        } else if (!begins) {
            begins = row.line;
        }
    }
    return rows->status != TB_NO_MEMORY;
}

bool load_find_blocks(const struct load_opening *opening, size_t first_line, struct load_block **block, size_t *n)
{
    struct load_source source;
    struct load_text text;
    struct load_rows rows;
    struct load_line physical;
    struct tb_log *quiet = tb_log_new(1);
    size_t *line = NULL, n_lines = 0, at = 0;
    *n = 0;
    *block = NULL;
    if (!quiet)
        return false;
    load_source_memory(&source, opening->file, opening->text, opening->n_text);
    load_text_open(&text, &source, quiet);
    text.line = first_line;
    load_rows_open(&rows, &text, NULL);
    rows.delimiter = opening->table->delimiter;
    bool enough = find_lines(&rows, opening->table, &line, &n_lines);
    load_rows_close(&rows);
    load_text_close(&text);
    if (enough && n_lines)
        *block = calloc(n_lines + 1, sizeof **block);
    if (*block) {
        load_source_memory(&source, opening->file, opening->text, opening->n_text);
        load_text_open(&text, &source, quiet);
        text.line = first_line;
        (*block)[0] = (struct load_block){0, opening->n_text, first_line};
        *n = 1;
        while (*n <= n_lines && load_text_line(&text, &physical)) {
            if (physical.number == line[*n - 1]) {
                (*block)[*n - 1].n = at - (*block)[*n - 1].from;
                (*block)[*n] = (struct load_block){at, opening->n_text - at, physical.number};
                (*n)++;
            }
            at += physical.whole;
        }
        load_text_close(&text);
    }
    enough = enough && (!n_lines || *block);
    free(line);
    tb_log_free(quiet);
    return enough;
}

size_t load_find_windows(const struct load_preview *preview, struct load_window window[LOAD_MOST_WINDOWS])
{
    const struct load_header *flat = &preview->flat;
    size_t n = 0;
    if (!flat->n || load_word_of(flat->key[0]) == LOAD_WORD_NONE)
        return 0;
    for (size_t c = 0; c < flat->n; c++) {
        if (strcmp(flat->name[c], flat->name[0]) != 0)
            continue;
        if (n == LOAD_MOST_WINDOWS || c + 1 == flat->n || (n && window[n - 1].first + 1 == c))
            return 0;
        window[n++] = (struct load_window){.first = c, .line = preview->row[preview->header].line};
    }
    for (size_t i = 0; i < n; i++)
        window[i].n = i + 1 < n ? window[i + 1].first - window[i].first : SIZE_MAX;
    return n > 1 ? n : 0;
}
