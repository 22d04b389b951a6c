/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/rows.h"

#include "load/cell.h"
#include "load/label.h"
#include "load/split.h"
#include "model/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static struct tb_place place_of(const struct load_rows *rows, size_t line, size_t column)
{
    return (struct tb_place){rows->file, line, column ? (unsigned)(column + rows->columns_before) : 0,
                             load_header_name(rows->header, column)};
}

#define SAY(rows, severity, kind, line, column, ...)                    \
    do {                                                                \
        const struct tb_place at_ = place_of(rows, line, column);       \
        if ((rows)->log)                                                \
            tb_log_add((rows)->log, severity, kind, &at_, __VA_ARGS__); \
    } while (0)

/* ---- bytes that are no text ---- */

/* Column of the first NUL of a line, which goes on with a field in quotes when one is open. */
static size_t column_of_nul(const struct load_rows *rows, const struct load_line *line)
{
    size_t column = rows->n_fields + 1;
    bool quoted = rows->open_line > 0;
    for (size_t i = 0; i < line->whole && line->text[i]; i++) {
        if (line->text[i] == '"')
            quoted = !quoted;
        else if (line->text[i] == rows->delimiter && !quoted)
            column++;
    }
    return column;
}

/* A NUL is never text: whatever follows it is not to be trusted. */
static void refuse_nul(struct load_rows *rows, const struct load_line *line)
{
    bool padding = true;
    for (size_t i = 0; i < line->length && padding; i++)
        padding = line->text[i] == '\0';
    struct tb_place at = place_of(rows, line->number, column_of_nul(rows, line));
    const char *hint = rows->text->hint ? rows->text->hint : "the file is damaged: take it from its source again";
    if (padding) {
        at.header = NULL;
        hint = "a program that crashed left the end of the file empty: take it from its source again";
    }
    if (rows->log)
        tb_log_add(rows->log, TB_ERROR, "nul", &at, "byte 0x00 is no text; %s; the rest was not read", hint);
    rows->n_errors++;
    rows->status = TB_BAD_DATA;
}

/* ---- records that need libcsv ---- */

/* Keeps what libcsv has found in the line up to the field behind its last quote, or behind the leading ones. */
static void keep_beginning(struct load_rows *rows, const char *text, size_t length)
{
    const char *quote = memrchr(text, '"', length), *end = text + length;
    const char *delimiter = quote ? memchr(quote, rows->delimiter, (size_t)(end - quote)) : NULL;
    if (!delimiter)
        return;
    size_t behind = 1;
    for (const char *at = delimiter + 1; (at = memchr(at, rows->delimiter, (size_t)(end - at))); at++)
        behind++;
    for (; behind > 1 && rows->n_fields < rows->leading + behind; behind--)
        delimiter = memchr(delimiter + 1, rows->delimiter, (size_t)(end - delimiter - 1));
    if (delimiter - text >= LOAD_LONGEST_BEGINNING || rows->n_fields <= behind ||
        rows->n_fields - behind > LOAD_BEGINNING_FIELDS)
        return;
    rows->beginning.n = rows->n_fields - behind;
    memcpy(rows->beginning.field, rows->field, rows->beginning.n * sizeof *rows->field);
    rows->beginning.length = (size_t)(delimiter + 1 - text);
    memcpy(rows->beginning.copy, text, rows->beginning.length);
    rows->beginning.text = rows->beginning.copy;
}

static void on_field(void *text, size_t length, void *context)
{
    struct load_rows *rows = context;
    if (rows->status)
        return;
    if (!tb_grow(&rows->copy, &rows->copy_capacity, rows->n_copy + length + 1, 1)) {
        split_out_of_memory(rows);
        return;
    }
    if (length)
        memcpy(rows->copy + rows->n_copy, text, length);
    /* the copy may still move: text is set when the record is whole */
    if (split_add_field(rows, NULL, length, rows->open_line ? rows->open_line : rows->line))
        rows->n_copy += length;
    rows->open_line = 0;
}

static void on_record(int end, void *context)
{
    (void)end;
    ((struct load_rows *)context)->whole = true;
}

static void drop_parser(struct load_rows *rows)
{
    if (rows->has_parser)
        csv_free(&rows->parser);
    rows->has_parser = false;
}

static bool fresh_parser(struct load_rows *rows)
{
    if (!rows->has_parser && csv_init(&rows->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        split_out_of_memory(rows);
        return false;
    }
    rows->has_parser = true;
    csv_set_delim(&rows->parser, (unsigned char)rows->delimiter);
    return true;
}

/* libcsv refused the record: the fault lies in the field after those it has delivered. */
static void bad_quote(struct load_rows *rows)
{
    const size_t column = rows->n_fields + 1;
    const char *what = rows->parser.quoted ? "text after a closing quote" : "a quote inside an unquoted field";
    if (rows->open_line)
        SAY(rows, TB_ERROR, "quote", rows->open_line, column,
            "the quote that opens here runs on to line %zu and has text after it there; close it, or double it when it "
            "is part of the text",
            rows->line);
    SAY(rows, TB_ERROR, "quote", rows->line, column,
        "%s; quote the whole field and write each quote in it twice (\"\")", what);
    rows->n_errors++;
    rows->n_quote_faults++;
    drop_parser(rows); /* after an error it only says wrong things */
}

/* The file or the patience ends inside a quoted field. */
static void unclosed(struct load_rows *rows, const char *why)
{
    SAY(rows, TB_ERROR, "quote", rows->open_line ? rows->open_line : rows->line, rows->n_fields + 1,
        "the quote that opens here is never closed%s; the rest of the file was not read", why);
    rows->n_errors++;
    rows->status = TB_BAD_DATA;
    drop_parser(rows);
}

/* Feeds lines from `line` on until the record is whole.  False when it is none: blank, refused or unfinished. */
static bool read_quoted(struct load_rows *rows, struct load_line line)
{
    const struct load_line first = line;
    rows->n_copy = 0;
    rows->open_line = 0;
    rows->whole = false;
    rows->beginning.length = 0;
    if (!fresh_parser(rows))
        return false;
    for (;;) {
        const size_t taken = csv_parse(&rows->parser, line.text, line.whole, on_field, on_record, rows);
        if (rows->status)
            return false;
        if (taken != line.whole && csv_error(&rows->parser) == CSV_EPARSE) {
            bad_quote(rows);
            return false;
        }
        if (taken != line.whole) {
            split_out_of_memory(rows);
            return false;
        }
        if (rows->whole)
            break;
        if (rows->parser.pstate == 0 && rows->n_fields == 0) /* a blank line: libcsv waits for a record to begin */
            return false;
        if (line.whole > line.length) { /* the line end belongs to a quoted field */
            if (rows->parser.entry_pos > LOAD_LONGEST_FIELD) {
                unclosed(rows, " within 65536 bytes");
                return false;
            }
            if (!rows->open_line)
                rows->open_line = line.number;
        }
        if (!load_text_line(rows->text, &line)) {
            if (rows->text->status) {
                rows->status = rows->text->status;
                return false;
            }
            if (csv_fini(&rows->parser, on_field, on_record, rows) != 0) {
                unclosed(rows, "");
                return false;
            }
            break;
        }
        rows->line = line.number;
        rows->lines = line.number;
        if (load_text_has_nul(rows->text, &line)) {
            refuse_nul(rows, &line);
            return false;
        }
    }
    size_t at = 0;
    for (size_t i = 0; i < rows->n_fields; i++) {
        rows->field[i].text = rows->copy + at;
        at += rows->field[i].length;
    }
    if (line.number == first.number && !rows->only_libcsv && !rows->too_many)
        keep_beginning(rows, first.text, first.length);
    return rows->n_fields > 0;
}

/* ---- records ---- */

static bool is_separator_line(const struct load_line *line)
{
    return line->length == 5 && load_same_word(line->text, "sep=", 4);
}

/* Takes byte-order marks off the beginning of a record; libcsv would refuse a quote after them. */
static void strip_marks(struct load_rows *rows, struct load_line *line)
{
    size_t n = 0;
    while (line->length - n >= 3 && memcmp(line->text + n, byte_order_mark, 3) == 0)
        n += 3;
    if (!n)
        return;
    line->text += n;
    line->length -= n;
    line->whole -= n;
    if (rows->header)
        SAY(rows, TB_WARNING, "stray-bom", line->number, 1,
            "a byte-order mark stands before the field and is ignored; files were probably joined");
    else
        rows->stray_mark = true;
}

/* False when a field, or their number, is over the limit. */
static bool fields_fit(struct load_rows *rows)
{
    if (rows->too_many) {
        SAY(rows, TB_ERROR, "ragged", rows->line, 0, "the line has more than %d fields; it is no data",
            LOAD_MOST_FIELDS);
        rows->n_errors++;
        return false;
    }
    for (size_t i = 0; i < rows->n_fields; i++)
        if (rows->field[i].length > LOAD_LONGEST_FIELD) {
            SAY(rows, TB_ERROR, "too-long", rows->field[i].line, i + 1,
                "the field has %zu bytes, more than %d are not read; shorten it", rows->field[i].length,
                LOAD_LONGEST_FIELD);
            rows->n_errors++;
            return false;
        }
    return true;
}

static bool all_empty(const struct load_rows *rows)
{
    for (size_t i = 0; i < rows->n_fields; i++)
        if (rows->field[i].length)
            return false;
    return true;
}

/*
 * Leaves the fields that stand in the window.  Lines above the table and its notes are for all the tables side by side,
 * and stay whole.  False when the window is empty there.
 */
static bool look_through_window(struct load_rows *rows, struct load_row *row)
{
    const struct load_window *window = &rows->window;
    size_t rest;
    const enum load_aside aside = load_aside_of(row->field[0].text, row->field[0].length, &rest);
    rows->columns_before = rows->columns_of_sheet;
    if (row->line < window->line || aside == LOAD_ASIDE_NOTE || aside == LOAD_ASIDE_SOURCE)
        return true;
    if (row->n <= window->first)
        return false;
    row->field += window->first;
    row->n = row->n - window->first < window->n ? row->n - window->first : window->n;
    rows->columns_before += window->first;
    for (size_t i = 0; i < row->n; i++)
        if (row->field[i].length)
            return true;
    return false;
}

bool load_rows_read(struct load_rows *rows, struct load_row *row)
{
    struct load_line line;
    split_ahead(rows);
    if (rows->ahead.next < rows->ahead.n)
        return load_rows_next(rows, row);
    while (!rows->status && load_text_line(rows->text, &line)) {
        rows->line = rows->lines = line.number;
        rows->n_fields = rows->first_field = rows->open_line = 0;
        rows->too_many = false;
        if (load_text_has_nul(rows->text, &line)) {
            refuse_nul(rows, &line);
            break;
        }
        if (line.length && line.text[0] == byte_order_mark[0])
            strip_marks(rows, &line);
        if (!rows->begun && line.length && is_separator_line(&line)) {
            rows->begun = true;
            rows->n_ignored++;
            SAY(rows, TB_WARNING, "sep-line", line.number, 0,
                "the line \"%.5s\" is for one spreadsheet program only and is "
                "ignored",
                line.text);
            continue;
        }
        const size_t first = line.number;
        const bool quoted = !split_line(rows, &line);
        if ((quoted && !read_quoted(rows, line)) || !rows->n_fields)
            continue;
        if (rows->status)
            break;
        rows->begun = true;
        if ((quoted || line.length >= LOAD_LONGEST_FIELD) && !fields_fit(rows))
            continue;
        if (rows->field[0].length == 0 && all_empty(rows)) {
            rows->n_ignored++;
            SAY(rows, TB_WARNING, "empty-row", first, 0, "the line holds only empty fields and is ignored");
            continue;
        }
        *row = (struct load_row){rows->field, rows->n_fields, first};
        if (rows->window.n && !look_through_window(rows, row))
            continue;
        rows->n_rows++;
        return true;
    }
    if (!rows->status)
        rows->status = rows->text->status;
    return false;
}

void load_rows_open(struct load_rows *rows, struct load_text *text, struct tb_log *log)
{
    *rows = (struct load_rows){
        .text = text, .log = log, .file = text->source->name, .delimiter = ',', .window = text->source->window};
}

void load_rows_restart(struct load_rows *rows)
{
    rows->status = rows->text->status;
    rows->n_rows = rows->n_ignored = rows->n_quote_faults = 0;
    rows->beginning.length = 0;
    rows->ahead.n = rows->ahead.next = 0;
}

void load_rows_close(struct load_rows *rows)
{
    drop_parser(rows);
    load_marks_free(&rows->marks);
    free(rows->field);
    free(rows->copy);
    rows->field = NULL;
    rows->copy = NULL;
}

/* ---- header ---- */

bool load_header_take(struct load_rows *rows, const struct load_row *taken, struct load_header *header)
{
    const struct load_row row = *taken;
    *header = (struct load_header){0};
    assert(row.n > 0);
    rows->n_rows--;
    size_t bytes = 1;
    for (size_t i = 0; i < row.n; i++)
        bytes += 2 * (row.field[i].length + 1);
    header->bytes = malloc(bytes);
    header->name = calloc(2 * row.n, sizeof *header->name);
    if (!header->bytes || !header->name) {
        load_header_free(header);
        split_out_of_memory(rows);
        return false;
    }
    header->n = row.n;
    header->line = row.line;
    header->key = header->name + row.n;
    char *to = header->bytes;
    for (size_t i = 0; i < row.n; i++) {
        const char *text = row.field[i].text;
        size_t length = row.field[i].length;
        for (; length && split_blank(*text); length--)
            text++;
        while (length && split_blank(text[length - 1]))
            length--;
        header->name[i] = to;
        header->key[i] = to + length + 1;
        if (length)
            memcpy(to, text, length);
        to[length] = '\0';
        for (size_t k = 0; k < length; k++)
            header->key[i][k] = (char)(text[k] >= 'A' && text[k] <= 'Z' ? text[k] + 32 : text[k]);
        header->key[i][length] = '\0';
        to += 2 * (length + 1);
    }
    rows->header = header;
    if (rows->stray_mark)
        SAY(rows, TB_WARNING, "stray-bom", header->line, 1,
            "a second byte-order mark stands before the header and is ignored");
    rows->stray_mark = false;
    return true;
}

bool load_header_read(struct load_rows *rows, struct load_header *header)
{
    *header = (struct load_header){0};
    struct load_row row;
    return load_rows_next(rows, &row) && load_header_take(rows, &row, header);
}

void load_header_free(struct load_header *header)
{
    free(header->name);
    free(header->bytes);
    *header = (struct load_header){0};
}

int load_header_find(const struct load_header *header, const char *key)
{
    for (size_t i = 0; i < header->n; i++)
        if (strcmp(header->key[i], key) == 0)
            return (int)i;
    return -1;
}

const char *load_header_name(const struct load_header *header, size_t column)
{
    return header && column && column <= header->n ? header->name[column - 1] : NULL;
}
