/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/sheet.h"

#include "model/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum cell_kind {
    CELL_TEXT,
    CELL_NUMBER,
    CELL_DATE, /* written yyyy-mm-dd until load_sheet_finish */
};

static void say_too_much(struct load_sheet *sheet, struct tb_log *log)
{
    const struct tb_place at = {.file = sheet->name};
    sheet->status = tb_fail(log, TB_BAD_DATA, "too-long", &at,
                            "the sheet holds more than %d cells or %d MB of text; save it as CSV UTF-8",
                            LOAD_SHEET_MOST_CELLS, LOAD_SHEET_MOST_TEXT >> 20);
}

/* ---- adding ---- */

/* Whether the byte belongs to no ASCII character. */
static bool is_wide(unsigned char byte)
{
    return byte >= 0x80;
}

/*
 * Appends a text without the blanks around it and without line breaks: one inside of a cell only fits a column's width,
 * so between Chinese characters it goes, elsewhere it becomes a blank.  Returns the length.
 */
static size_t add_trimmed(struct tb_bytes *to, const char *text, size_t length)
{
    const size_t before = to->n;
    while (length && strchr(" \t\r\n", *text)) {
        text++;
        length--;
    }
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    while (length) {
        size_t run = 0, gap = 0;
        while (run < length && text[run] != '\n' && text[run] != '\r' && text[run] != '\t')
            run++;
        tb_bytes_add(to, text, run);
        text += run;
        length -= run;
        while (gap < length && strchr(" \t\r\n", text[gap]))
            gap++;
        if (gap && !(run && is_wide((unsigned char)text[-1]) && is_wide((unsigned char)text[gap])))
            tb_bytes_text(to, " ");
        text += gap;
        length -= gap;
    }
    return to->n - before;
}

static void add_cell(struct load_sheet *sheet, struct load_sheet_cell cell)
{
    if (sheet->status)
        return;
    if (sheet->text.failed || !tb_grow(&sheet->cell, &sheet->capacity, sheet->n + 1, sizeof *sheet->cell)) {
        sheet->status = TB_NO_MEMORY;
        return;
    }
    const struct load_sheet_cell *last = sheet->n ? &sheet->cell[sheet->n - 1] : NULL;
    sheet->unordered =
        sheet->unordered || (last && (last->row > cell.row || (last->row == cell.row && last->column >= cell.column)));
    sheet->cell[sheet->n++] = cell;
    if (sheet->n > LOAD_SHEET_MOST_CELLS || sheet->text.n > LOAD_SHEET_MOST_TEXT)
        sheet->status = TB_BAD_DATA;
}

void load_sheet_add_text(struct load_sheet *sheet, uint32_t row, uint32_t column, const char *text, size_t length)
{
    struct load_sheet_cell cell = {
        .row = row, .column = column, .decimals = -1, .kind = CELL_TEXT, .text = sheet->text.n};
    cell.length = (uint32_t)add_trimmed(&sheet->text, text, length);
    if (cell.length || sheet->text.failed)
        add_cell(sheet, cell);
}

/* ---- numbers ---- */

/* The shortest text of 15 digits, with at least so many decimals; *decimals receives how many it has. */
static size_t number_text(double number, int power, int least, char *text, size_t size, int *decimals)
{
    char digits[40], *exponent;
    snprintf(digits, sizeof digits, "%.14e", number); /* d.dddddddddddddde+dd */
    exponent = strchr(digits, 'e');
    int point = exponent ? (int)strtol(exponent + 1, NULL, 10) + 1 + power : 0; /* digits in front of the point */
    const bool negative = *digits == '-';
    char plain[16] = "";
    size_t n = 0;
    for (const char *c = digits; exponent && c < exponent; c++)
        if (*c >= '0' && *c <= '9')
            plain[n++] = *c;
    while (n && plain[n - 1] == '0')
        n--;
    if (!n)
        point = 1;
    *decimals = (int)n > point ? (int)n - point : 0;
    if (point > 40 || point < -40) /* no table of an office has such numbers; the reader says what it thinks of it */
        return (size_t)snprintf(text, size, "%.15ge%d", number, power);
    size_t at = 0;
    if (negative && n)
        text[at++] = '-';
    for (int i = point < 1 ? point - 1 : 0; i < point || i < (int)n || i < point + least; i++) {
        if (i == point)
            text[at++] = '.';
        if (point < 1 && i < point)
            text[at++] = '0';
        else
            text[at++] = i >= 0 && i < (int)n ? plain[i] : '0';
    }
    if (*decimals < least)
        *decimals = least;
    text[at] = '\0';
    return at;
}

static uint16_t number_of_unit(struct load_sheet *sheet, const char *unit)
{
    for (size_t i = 0; i < sheet->n_units; i++)
        if (strcmp(sheet->unit[i], unit) == 0)
            return (uint16_t)(i + 1);
    if (sheet->n_units >= UINT16_MAX - 1)
        return 0;
    if (!tb_grow(&sheet->unit, &sheet->units_capacity, sheet->n_units + 1, sizeof *sheet->unit)) {
        sheet->status = TB_NO_MEMORY;
        return 0;
    }
    snprintf(sheet->unit[sheet->n_units], sizeof *sheet->unit, "%s", unit);
    return (uint16_t)++sheet->n_units;
}

/* A day counted from the first of January 1970, as year, month, day.  Fliegel and van Flandern (1968), CACM 11:657. */
static void date_of(long day, int *year, int *month, int *of_month)
{
    long l = day + 2440588 + 68569;
    const long n = 4 * l / 146097;
    l -= (146097 * n + 3) / 4;
    const long i = 4000 * (l + 1) / 1461001;
    l = l - 1461 * i / 4 + 31;
    const long j = 80 * l / 2447;
    *of_month = (int)(l - 2447 * j / 80);
    l = j / 11;
    *month = (int)(j + 2 - 12 * l);
    *year = (int)(100 * (n - 49) + i + l);
}

/* A number that its format shows as a date.  False when it is no date. */
static bool date_text(const struct load_sheet *sheet, double number, const struct load_sheet_format *format, char *text,
                      size_t size)
{
    int year, month, day;
    if (!(number >= 0) || number >= 2958466) /* the year 10000 */
        return false;
    if (format->kind == LOAD_SHEET_TIME) {
        const long seconds = lround((number - floor(number)) * 86400) % 86400;
        snprintf(text, size, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return true;
    }
    /* day 60 of the older system is the 29th of February 1900, which never was: before it the days are one short */
    const long serial = (long)floor(number);
    const long epoch = sheet->dates_from_1904 ? 24107 : serial < 60 ? 25568 : 25569;
    date_of(serial - epoch, &year, &month, &day);
    if (format->kind == LOAD_SHEET_YEAR)
        snprintf(text, size, "%04d", year);
    else
        snprintf(text, size, "%04d-%02d-%02d", year, month, day);
    return true;
}

void load_sheet_add_number(struct load_sheet *sheet, uint32_t row, uint32_t column, double number,
                           const struct load_sheet_format *format)
{
    struct load_sheet_cell cell = {
        .row = row, .column = column, .decimals = -1, .kind = CELL_NUMBER, .text = sheet->text.n};
    char text[128];
    int decimals = 0;
    const bool dated =
        format->kind == LOAD_SHEET_DATE || format->kind == LOAD_SHEET_YEAR || format->kind == LOAD_SHEET_TIME;
    if (dated && date_text(sheet, number, format, text, sizeof text)) {
        cell.kind = format->kind == LOAD_SHEET_DATE ? CELL_DATE : CELL_TEXT;
    } else {
        const int shown = format->kind == LOAD_SHEET_FIXED ? format->decimals : -1;
        number_text(number, format->percent, shown > 0 ? shown : 0, text, sizeof text - sizeof format->multiplier,
                    &decimals);
        /* without a format a cell shows eleven characters */
        const int whole = (int)strcspn(text, "."), room = whole < 10 ? 10 - whole : 0;
        if (shown >= 0 && decimals > shown)
            cell.decimals = (int8_t)shown;
        else if (shown < 0 && decimals > room)
            cell.decimals = (int8_t)room;
        strcat(text, format->multiplier);
        cell.unit = *format->unit ? number_of_unit(sheet, format->unit) : 0;
        if (format->thousands && !sheet->n_scaled++) {
            sheet->scaled_row = row;
            sheet->scaled_column = column;
        }
    }
    cell.length = (uint32_t)strlen(text);
    tb_bytes_add(&sheet->text, text, cell.length);
    add_cell(sheet, cell);
}

void load_sheet_add_block(struct load_sheet *sheet, struct load_sheet_blocks *blocks,
                          const struct load_sheet_block *block)
{
    if (sheet->status || block->last_row < block->first_row || block->last_column < block->first_column)
        return;
    if (!tb_grow(&blocks->block, &blocks->capacity, blocks->n + 1, sizeof *blocks->block))
        sheet->status = TB_NO_MEMORY;
    else if (blocks->n < LOAD_SHEET_MOST_ROWS)
        blocks->block[blocks->n++] = *block;
}

void load_sheet_free(struct load_sheet *sheet)
{
    free(sheet->cell);
    tb_bytes_free(&sheet->text);
    free(sheet->merged.block);
    free(sheet->hidden.block);
    free(sheet->unit);
    *sheet = (struct load_sheet){0};
}

/* ---- looking up ---- */

static int by_place(const void *left, const void *right)
{
    const struct load_sheet_cell *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

/* Number of cells before this place. */
static size_t cells_before(const struct load_sheet *sheet, size_t n, size_t row, size_t column)
{
    size_t from = 0, to = n;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const struct load_sheet_cell *cell = &sheet->cell[middle];
        if (cell->row < row || (cell->row == row && cell->column < column))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct load_sheet_cell *load_sheet_at(const struct load_sheet *sheet, size_t row, size_t column)
{
    const size_t i = cells_before(sheet, sheet->n, row, column);
    return i < sheet->n && sheet->cell[i].row == row && sheet->cell[i].column == column ? &sheet->cell[i] : NULL;
}

const char *load_sheet_unit(const struct load_sheet *sheet, const struct load_sheet_cell *cell)
{
    return cell->unit ? sheet->unit[cell->unit - 1] : "";
}

/* ---- days that mean years ---- */

static bool turns_the_year(const struct load_sheet *sheet, const struct load_sheet_cell *cell)
{
    const unsigned char *day = sheet->text.data + cell->text + strlen("2024-");
    return memcmp(day, "01-01", 5) == 0 || memcmp(day, "12-31", 5) == 0;
}

/*
 * The first or last day of a year stands for that year, unless another day stands in the same column or row: then these
 * are days, or months, and the reader has to see them as such.
 */
static void name_years(struct load_sheet *sheet)
{
    unsigned char *column = calloc(LOAD_SHEET_MOST_COLUMNS + 1, 1);
    size_t row_first = 0;
    if (!column) {
        sheet->status = TB_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->cell[i].kind == CELL_DATE && !turns_the_year(sheet, &sheet->cell[i]))
            column[sheet->cell[i].column] = 1;
    while (row_first < sheet->n) {
        size_t end = row_first;
        bool whole = true;
        for (; end < sheet->n && sheet->cell[end].row == sheet->cell[row_first].row; end++)
            whole = whole && (sheet->cell[end].kind != CELL_DATE || turns_the_year(sheet, &sheet->cell[end]));
        for (size_t i = row_first; whole && i < end; i++)
            if (sheet->cell[i].kind == CELL_DATE && !column[sheet->cell[i].column])
                sheet->cell[i].length = 4;
        row_first = end;
    }
    free(column);
}

/* ---- merged and hidden cells ---- */

/* A label over several rows of one column belongs to each row that holds something else. */
static void repeat_labels(struct load_sheet *sheet)
{
    const size_t known = sheet->n;
    for (size_t m = 0; m < sheet->merged.n && !sheet->status; m++) {
        const struct load_sheet_block *block = &sheet->merged.block[m];
        if (block->first_column != block->last_column || block->first_row == block->last_row)
            continue;
        const size_t label = cells_before(sheet, known, block->first_row, block->first_column);
        if (label == known || sheet->cell[label].row != block->first_row ||
            sheet->cell[label].column != block->first_column || sheet->cell[label].kind != CELL_TEXT)
            continue;
        uint32_t done = block->first_row;
        for (size_t i = cells_before(sheet, known, block->first_row + 1, 0);
             i < known && sheet->cell[i].row <= block->last_row && !sheet->status; i++) {
            struct load_sheet_cell copy = sheet->cell[label];
            if (sheet->cell[i].row == done)
                continue;
            done = copy.row = sheet->cell[i].row;
            const size_t there = cells_before(sheet, known, copy.row, copy.column);
            if (there == known || sheet->cell[there].row != copy.row || sheet->cell[there].column != copy.column)
                add_cell(sheet, copy);
        }
    }
    if (sheet->n > known)
        qsort(sheet->cell, sheet->n, sizeof *sheet->cell, by_place);
}

/* Says how many rows, or columns, that hold something are hidden. */
static void say_hidden(const struct load_sheet *sheet, bool rows, struct tb_log *log)
{
    size_t n = 0, first = SIZE_MAX;
    unsigned char *seen = calloc(rows ? LOAD_SHEET_MOST_ROWS + 1 : LOAD_SHEET_MOST_COLUMNS + 1, 1);
    for (size_t b = 0; seen && b < sheet->hidden.n; b++) {
        const struct load_sheet_block *block = &sheet->hidden.block[b];
        const uint32_t from = rows ? block->first_row : block->first_column;
        const uint32_t last = rows ? block->last_row : block->last_column;
        if ((rows ? block->last_row : block->last_column) != 0)
            memset(seen + from, 1, last - from + 1);
    }
    for (size_t i = 0; seen && i < sheet->n; i++) {
        unsigned char *mark = &seen[rows ? sheet->cell[i].row : sheet->cell[i].column];
        if (!*mark)
            continue;
        first = first == SIZE_MAX ? i : first;
        n += *mark;
        *mark = 0;
    }
    free(seen);
    if (!n)
        return;
    const struct tb_place at = {
        .file = sheet->name, .line = sheet->cell[first].row, .column = rows ? 0 : sheet->cell[first].column};
    tb_log_add(log, TB_WARNING, "hidden", &at,
               rows ? "%zu row%s hidden in the sheet, the first here, read like the others"
                    : "%zu column%s hidden in the sheet, the first here, read like the others",
               n, n == 1 ? "" : "s");
}

enum tb_status load_sheet_finish(struct load_sheet *sheet, struct tb_log *log)
{
    if (sheet->status == TB_BAD_DATA)
        say_too_much(sheet, log);
    if (sheet->status)
        return sheet->status;
    if (sheet->unordered)
        qsort(sheet->cell, sheet->n, sizeof *sheet->cell, by_place);
    for (size_t i = 1; i < sheet->n && sheet->unordered; i++) {
        const struct load_sheet_cell *cell = &sheet->cell[i];
        const struct tb_place at = {sheet->name, cell->row, cell->column, NULL};
        if (by_place(cell - 1, cell) == 0)
            return tb_fail(log, TB_BAD_DATA, "damaged", &at,
                           "the cell is there twice: the workbook is damaged; open it and save it again");
    }
    name_years(sheet);
    repeat_labels(sheet);
    if (sheet->status == TB_BAD_DATA)
        say_too_much(sheet, log);
    if (sheet->status)
        return sheet->status;
    if (sheet->hidden.n) {
        say_hidden(sheet, true, log);
        say_hidden(sheet, false, log);
    }
    const struct tb_place scaled = {sheet->name, sheet->scaled_row, sheet->scaled_column, NULL};
    if (sheet->n_scaled)
        tb_log_add(log, TB_WARNING, "scaled", &scaled,
                   "%zu number%s shown in thousands or ten thousands by the cell's format, this one first; what the "
                   "cell holds is read, not what it shows",
                   sheet->n_scaled, sheet->n_scaled == 1 ? " is" : "s are");
    return TB_OK;
}

/* ---- lines ---- */

static void add_field(struct tb_bytes *lines, const char *text, size_t length)
{
    if (!memchr(text, ',', length) && !memchr(text, '"', length)) {
        tb_bytes_add(lines, text, length);
        return;
    }
    tb_bytes_text(lines, "\"");
    for (size_t i = 0; i < length; i++)
        tb_bytes_add(lines, text[i] == '"' ? "\"\"" : text + i, text[i] == '"' ? 2 : 1);
    tb_bytes_text(lines, "\"");
}

enum tb_status load_sheet_lines(const struct load_sheet *sheet, struct tb_bytes *lines, struct tb_log *log)
{
    const struct tb_place whole = {.file = sheet->name};
    uint32_t width = 0;
    size_t rows = 0;
    for (size_t i = 0; i < sheet->n; i++) {
        if (sheet->cell[i].column > width)
            width = sheet->cell[i].column;
        rows += !i || sheet->cell[i].row != sheet->cell[i - 1].row;
    }
    if (rows * width > LOAD_SHEET_MOST_TEXT)
        return tb_fail(log, TB_BAD_DATA, "too-long", &whole,
                       "the sheet reaches over %zu rows and %u columns, which is more than is read; save the table "
                       "alone as CSV UTF-8",
                       rows, width);
    for (size_t i = 0, line = 1; i < sheet->n && !lines->failed;) {
        for (; line < sheet->cell[i].row; line++)
            tb_bytes_text(lines, "\n");
        for (uint32_t column = 1; column <= width; column++) {
            if (column > 1)
                tb_bytes_text(lines, ",");
            if (i < sheet->n && sheet->cell[i].row == line && sheet->cell[i].column == column) {
                add_field(lines, (const char *)sheet->text.data + sheet->cell[i].text, sheet->cell[i].length);
                i++;
            }
        }
        tb_bytes_text(lines, "\n");
        line++;
    }
    return lines->failed ? TB_NO_MEMORY : TB_OK;
}
