/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workbooks of Excel 5.0 to 2003, as WPS and old programs still write them: records in a stream of a compound file.
 * [MS-XLS], and for the older ones the OpenOffice documentation of the format.
 *
 * libfreexl would read the cells, but it keeps no number formats to itself: 0.1234 shown as 12.34% would come out as
 * 0.1234 without a word.
 */
#include "load/book.h"

#include "load/ole.h"
#include "model/memory.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

enum {
    RECORD_FORMULA = 0x0006,
    RECORD_END = 0x000A,
    RECORD_DATE_MODE = 0x0022,
    RECORD_LOCKED = 0x002F,
    RECORD_CONTINUE = 0x003C,
    RECORD_CODE_PAGE = 0x0042,
    RECORD_COLUMNS = 0x007D,
    RECORD_SHEET = 0x0085,
    RECORD_RK_ROW = 0x00BD,
    RECORD_RICH_LABEL = 0x00D6,
    RECORD_CELL_FORMAT = 0x00E0,
    RECORD_MERGED = 0x00E5,
    RECORD_SHARED_TEXTS = 0x00FC,
    RECORD_SHARED_LABEL = 0x00FD,
    RECORD_NUMBER = 0x0203,
    RECORD_LABEL = 0x0204,
    RECORD_BOOLEAN = 0x0205,
    RECORD_TEXT = 0x0207,
    RECORD_ROW = 0x0208,
    RECORD_RK = 0x027E,
    RECORD_FORMAT = 0x041E,
    RECORD_BEGIN = 0x0809,
    SHEET_OF_CELLS = 0,
};

struct xls {
    struct tb_bytes stream;
    bool old; /* Excel 5.0 and 95: texts are bytes of a code page */
    iconv_t converter;
    bool converts;
    struct {
        unsigned number;
        char *code;
    } * own; /* number formats */
    size_t n_own, own_capacity;
    unsigned *cell_format; /* by number of the cell format: number of its number format */
    size_t n_cell_formats, cell_formats_capacity;
};

/* ---- records ---- */

/* Reads the bytes of one record and of those that continue it. */
struct cursor {
    const struct tb_bytes *stream;
    size_t at, end; /* of the record, or of the piece that continues it */
    size_t next;    /* record behind it */
    unsigned type;
};

/* The record at `next`.  False at the end of the stream. */
static bool next_record(struct cursor *cursor)
{
    if (cursor->next + 4 > cursor->stream->n)
        return false;
    const unsigned char *head = cursor->stream->data + cursor->next;
    cursor->type = load_le16(head);
    cursor->at = cursor->next + 4;
    cursor->end = cursor->at + load_le16(head + 2);
    cursor->next = cursor->end;
    return cursor->end <= cursor->stream->n;
}

/* Goes on in the piece that continues the record, when there is one. */
static bool next_piece(struct cursor *cursor)
{
    if (cursor->next + 4 > cursor->stream->n || load_le16(cursor->stream->data + cursor->next) != RECORD_CONTINUE)
        return false;
    const unsigned type = cursor->type;
    const bool whole = next_record(cursor);
    cursor->type = type;
    return whole;
}

static size_t left(const struct cursor *cursor)
{
    return cursor->end - cursor->at;
}

static bool skip(struct cursor *cursor, size_t n)
{
    while (n > left(cursor)) {
        n -= left(cursor);
        if (!next_piece(cursor))
            return false;
    }
    cursor->at += n;
    return true;
}

/* A number of up to four bytes. */
static bool take(struct cursor *cursor, size_t bytes, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (!left(cursor) && !next_piece(cursor))
            return false;
        if (!left(cursor))
            return false;
        *number |= (uint32_t)cursor->stream->data[cursor->at++] << (8 * i);
    }
    return true;
}

static bool take_double(struct cursor *cursor, double *number)
{
    uint32_t low, high;
    if (!take(cursor, 4, &low) || !take(cursor, 4, &high))
        return false;
    const uint64_t bits = (uint64_t)high << 32 | low;
    memcpy(number, &bits, sizeof *number);
    return true;
}

/* ---- texts ---- */

static void add_character(struct tb_bytes *to, ucs4_t character)
{
    uint8_t text[6];
    const int n = u8_uctomb(text, character, sizeof text);
    if (n > 0)
        tb_bytes_add(to, text, (size_t)n);
    else
        tb_bytes_text(to, "\uFFFD"); /* half of a pair of surrogates */
}

/* `n` characters of one or two bytes; a piece that continues the record says anew which. */
static bool take_characters(struct cursor *cursor, uint32_t n, bool wide, struct tb_bytes *to)
{
    uint32_t unit, high = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!left(cursor)) {
            if (!next_piece(cursor) || !take(cursor, 1, &unit))
                return false;
            wide = unit & 1;
        }
        if (!take(cursor, wide ? 2 : 1, &unit))
            return false;
        const bool low_half = unit >= 0xDC00 && unit < 0xE000;
        if (high && low_half)
            unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
        else if (high)
            add_character(to, high);
        high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
        if (!high)
            add_character(to, unit);
    }
    if (high)
        add_character(to, high);
    return !to->failed;
}

/* Bytes of the code page, as UTF-8. */
static bool take_bytes(const struct xls *xls, struct cursor *cursor, uint32_t n, struct tb_bytes *to)
{
    if (n > left(cursor))
        return false;
    char *from = (char *)cursor->stream->data + cursor->at;
    size_t size = n;
    cursor->at += n;
    if (!xls->converts) {
        for (size_t i = 0; i < size; i++)
            add_character(to, (unsigned char)from[i]);
        return !to->failed;
    }
    while (size) {
        char block[256], *out = block;
        size_t room = sizeof block;
        const size_t done = iconv(xls->converter, &from, &size, &out, &room);
        const int error = errno;
        tb_bytes_add(to, block, sizeof block - room);
        if (done != (size_t)-1 || error == E2BIG)
            continue;
        tb_bytes_text(to, "\uFFFD");
        from++;
        size--;
    }
    iconv(xls->converter, NULL, NULL, NULL, NULL);
    return !to->failed;
}

/* A text behind its length, which has one or two bytes.  Rich ones tell their formats too, which are passed over. */
static bool take_text(const struct xls *xls, struct cursor *cursor, size_t length_bytes, struct tb_bytes *to)
{
    uint32_t n, flags, runs = 0, extra = 0;
    if (!take(cursor, length_bytes, &n))
        return false;
    if (xls->old)
        return take_bytes(xls, cursor, n, to);
    if (!take(cursor, 1, &flags) || (flags & 8 && !take(cursor, 2, &runs)) || (flags & 4 && !take(cursor, 4, &extra)))
        return false;
    return take_characters(cursor, n, flags & 1, to) && skip(cursor, 4 * (size_t)runs + extra);
}

/* ---- the records before the sheets ---- */

static bool use_code_page(struct xls *xls, unsigned page)
{
    char name[32];
    if (xls->converts)
        iconv_close(xls->converter);
    snprintf(name, sizeof name, page == 10000 || page == 0x8000 ? "MACINTOSH" : "CP%u", page == 0x8001 ? 1252 : page);
    xls->converter = iconv_open("UTF-8", strcmp(name, "CP936") == 0 ? "GB18030" : name);
    xls->converts = xls->converter != (iconv_t)-1; // NOLINT(performance-no-int-to-ptr): so iconv_open says it failed
    return xls->converts || errno != ENOMEM;
}

static bool take_format(struct xls *xls, struct cursor *cursor)
{
    uint32_t number;
    struct tb_bytes code = {0};
    bool fine = take(cursor, 2, &number) && take_text(xls, cursor, xls->old ? 1 : 2, &code);
    tb_bytes_add(&code, "", 1);
    fine = fine && !code.failed && tb_grow(&xls->own, &xls->own_capacity, xls->n_own + 1, sizeof *xls->own);
    if (fine) {
        xls->own[xls->n_own].number = number;
        xls->own[xls->n_own++].code = (char *)code.data;
    } else {
        tb_bytes_free(&code);
    }
    return fine;
}

static bool take_cell_format(struct xls *xls, struct cursor *cursor)
{
    uint32_t font, number;
    if (!take(cursor, 2, &font) || !take(cursor, 2, &number) ||
        !tb_grow(&xls->cell_format, &xls->cell_formats_capacity, xls->n_cell_formats + 1, sizeof *xls->cell_format))
        return false;
    xls->cell_format[xls->n_cell_formats++] = number;
    return true;
}

static bool take_sheet(struct load_book *book, struct cursor *cursor)
{
    const struct xls *xls = book->inner;
    uint32_t at, state, kind;
    struct tb_bytes name = {0};
    struct load_book_sheet *sheet = NULL;
    if (take(cursor, 4, &at) && take(cursor, 1, &state) && take(cursor, 1, &kind) && take_text(xls, cursor, 1, &name))
        sheet = load_book_add_sheet(book, name.n ? (const char *)name.data : "", name.n);
    tb_bytes_free(&name);
    if (!sheet)
        return false;
    sheet->at = at;
    sheet->hidden = (state & 3) != 0;
    sheet->chart = kind != SHEET_OF_CELLS;
    return true;
}

static bool take_shared_texts(struct load_book *book, struct cursor *cursor)
{
    uint32_t all, n;
    if (!take(cursor, 4, &all) || !take(cursor, 4, &n))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!take_text(book->inner, cursor, 2, &book->shared.text) || !load_book_end_text(&book->shared))
            return false;
    return true;
}

/* One record before the sheets.  False when it is damaged, or memory ran out. */
static bool take_global(struct load_book *book, struct cursor *cursor)
{
    struct xls *xls = book->inner;
    uint32_t number = 0;
    switch (cursor->type) {
    case RECORD_CODE_PAGE:
        return take(cursor, 2, &number) && (!xls->old || use_code_page(xls, number));
    case RECORD_DATE_MODE:
        if (!take(cursor, 2, &number))
            return false;
        book->dates_from_1904 = number == 1;
        return true;
    case RECORD_FORMAT:
        return take_format(xls, cursor);
    case RECORD_CELL_FORMAT:
        return take_cell_format(xls, cursor);
    case RECORD_SHEET:
        return book->n >= LOAD_BOOK_MOST_SHEETS || take_sheet(book, cursor);
    case RECORD_SHARED_TEXTS:
        return take_shared_texts(book, cursor);
    default:
        return true;
    }
}

static bool name_formats(struct load_book *book)
{
    const struct xls *xls = book->inner;
    for (size_t i = 0; i < xls->n_cell_formats; i++) {
        const char *code = load_sheet_format_code(xls->cell_format[i]);
        for (size_t k = 0; k < xls->n_own; k++)
            if (xls->own[k].number == xls->cell_format[i])
                code = xls->own[k].code;
        if (!load_book_add_format(book, code))
            return false;
    }
    return true;
}

static const char damaged[] = "the workbook is damaged: open it with an office program and save it again";

static enum tb_status read_globals(struct load_book *book, struct tb_log *log)
{
    struct xls *xls = book->inner;
    struct cursor cursor = {.stream = &xls->stream};
    uint32_t version = 0;
    if (!next_record(&cursor) || cursor.type != RECORD_BEGIN || !take(&cursor, 2, &version))
        return load_book_fail(book, log, "no-workbook",
                              "the workbook is older than Excel 5.0: open it and save it as .xlsx");
    xls->old = version < 0x0600;
    while (next_record(&cursor) && cursor.type != RECORD_END) {
        if (cursor.type == RECORD_LOCKED)
            return load_book_fail(
                book, log, "locked",
                "the workbook is locked with a password: open it, take the password away and save it again");
        if (!take_global(book, &cursor))
            return load_book_fail(book, log, "damaged", damaged);
    }
    if (!book->n)
        return load_book_fail(book, log, "damaged", damaged);
    return name_formats(book) ? TB_OK : TB_NO_MEMORY;
}

/* Which stream the compound file has. */
static enum tb_status read_stream(struct load_book *book, struct tb_log *log)
{
    struct xls *xls = book->inner;
    struct tb_bytes locked = {0};
    bool there = false, is_locked = false;
    enum tb_status status = load_ole_stream(&book->bytes, "Workbook", &xls->stream, &there);
    if (!status && !there)
        status = load_ole_stream(&book->bytes, "Book", &xls->stream, &there);
    if (!status && !there)
        status = load_ole_stream(&book->bytes, "EncryptedPackage", &locked, &is_locked);
    tb_bytes_free(&locked);
    if (is_locked)
        return load_book_fail(
            book, log, "locked",
            "the workbook is locked with a password: open it, take the password away and save it again");
    if (status == TB_BAD_DATA)
        return load_book_fail(book, log, "damaged", damaged);
    if (!status && !there)
        return load_book_fail(book, log, "no-workbook",
                              "the file is an old office document (.doc, .ppt, .wps), no workbook");
    return status;
}

static enum tb_status xls_open(struct load_book *book, struct tb_log *log)
{
    book->inner = calloc(1, sizeof(struct xls));
    if (!book->inner)
        return TB_NO_MEMORY;
    const enum tb_status status = read_stream(book, log);
    return status ? status : read_globals(book, log);
}

static void xls_close(struct load_book *book)
{
    struct xls *xls = book->inner;
    if (!xls)
        return;
    if (xls->converts)
        iconv_close(xls->converter);
    for (size_t i = 0; i < xls->n_own; i++)
        free(xls->own[i].code);
    free(xls->own);
    free(xls->cell_format);
    tb_bytes_free(&xls->stream);
    free(xls);
    book->inner = NULL;
}

/* ---- a sheet ---- */

struct cells {
    const struct load_book *book;
    struct load_sheet *sheet;
    struct cursor cursor;
    uint32_t row, column, format; /* of the cell being read, from 1 */
    bool text_follows;            /* the result of the formula that was read is in the next record */
};

/* A number in 30 bits: of a double, or whole; perhaps hundredths. */
static double rk_number(uint32_t rk)
{
    double number;
    if (rk & 2) {
        number = (double)((int32_t)(rk & ~3u) / 4);
    } else {
        const uint64_t bits = (uint64_t)(rk & ~3u) << 32;
        memcpy(&number, &bits, sizeof number);
    }
    return rk & 1 ? number / 100 : number;
}

static void add_number(struct cells *cells, double number)
{
    static const struct load_sheet_format general = {.kind = LOAD_SHEET_GENERAL};
    const struct load_book *book = cells->book;
    if (number - number == 0) /* not infinite, not NaN: no program writes those */
        load_sheet_add_number(cells->sheet, cells->row, cells->column, number,
                              cells->format < book->n_formats ? &book->format[cells->format] : &general);
    else
        load_sheet_add_text(cells->sheet, cells->row, cells->column, "#NUM!", strlen("#NUM!"));
}

static void add_word(struct cells *cells, bool is_error, uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"}};
    const char *text = is_error ? "#ERROR!" : code ? "TRUE" : "FALSE";
    for (size_t i = 0; is_error && i < sizeof errors / sizeof errors[0]; i++)
        if (errors[i].code == code)
            text = errors[i].text;
    load_sheet_add_text(cells->sheet, cells->row, cells->column, text, strlen(text));
}

static bool add_label(struct cells *cells)
{
    struct tb_bytes text = {0};
    const bool fine = take_text(cells->book->inner, &cells->cursor, 2, &text);
    if (fine && text.n)
        load_sheet_add_text(cells->sheet, cells->row, cells->column, (const char *)text.data, text.n);
    tb_bytes_free(&text);
    return fine;
}

/* The result of a formula: a number, or in its place what else it is. */
static bool add_formula(struct cells *cells)
{
    const size_t at = cells->cursor.at;
    double number;
    if (!take_double(&cells->cursor, &number))
        return false;
    const unsigned char *result = cells->cursor.stream->data + at;
    if (cells->cursor.at != at + 8 || load_le16(result + 6) != 0xFFFF)
        add_number(cells, number);
    else if (*result == 1 || *result == 2)
        add_word(cells, *result == 2, result[2]);
    else
        cells->text_follows = *result == 0;
    return true;
}

static bool add_row_of_numbers(struct cells *cells)
{
    struct cursor *cursor = &cells->cursor;
    uint32_t rk;
    while (left(cursor) >= 2 + 4 + 2) { /* and the last column behind them */
        if (!take(cursor, 2, &cells->format) || !take(cursor, 4, &rk) || cells->column > LOAD_SHEET_MOST_COLUMNS)
            return false;
        add_number(cells, rk_number(rk));
        cells->column++;
    }
    return true;
}

static bool take_place(struct cells *cells, bool format)
{
    if (!take(&cells->cursor, 2, &cells->row) || !take(&cells->cursor, 2, &cells->column))
        return false;
    cells->row++;
    cells->column++;
    return cells->column <= LOAD_SHEET_MOST_COLUMNS && (!format || take(&cells->cursor, 2, &cells->format));
}

static bool take_merged(struct cells *cells)
{
    uint32_t n, place[4];
    if (!take(&cells->cursor, 2, &n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        for (size_t k = 0; k < 4; k++)
            if (!take(&cells->cursor, 2, &place[k]))
                return false;
        const struct load_sheet_block block = {place[0] + 1, place[2] + 1, place[1] + 1, place[3] + 1};
        load_sheet_add_block(cells->sheet, &cells->sheet->merged, &block);
    }
    return true;
}

static bool take_hidden(struct cells *cells)
{
    const bool row = cells->cursor.type == RECORD_ROW;
    struct load_sheet_block block = {0};
    uint32_t first, last, flags;
    if (!take(&cells->cursor, 2, &first) || !take(&cells->cursor, 2, &last) || !skip(&cells->cursor, row ? 8 : 4) ||
        !take(&cells->cursor, 2, &flags))
        return false;
    if (row)
        block.first_row = block.last_row = first + 1;
    else
        block.first_column = first + 1;
    if (!row)
        block.last_column = last + 1 > LOAD_SHEET_MOST_COLUMNS ? LOAD_SHEET_MOST_COLUMNS : last + 1;
    if (flags & (row ? 0x20 : 1))
        load_sheet_add_block(cells->sheet, &cells->sheet->hidden, &block);
    return true;
}

/* One record of the sheet.  False when it is damaged. */
static bool take_record(struct cells *cells)
{
    struct cursor *cursor = &cells->cursor;
    const char *text;
    size_t length;
    uint32_t number;
    double real;
    switch (cursor->type) {
    case RECORD_NUMBER:
        if (!take_place(cells, true) || !take_double(cursor, &real))
            return false;
        add_number(cells, real);
        return true;
    case RECORD_RK:
        if (!take_place(cells, true) || !take(cursor, 4, &number))
            return false;
        add_number(cells, rk_number(number));
        return true;
    case RECORD_RK_ROW:
        return take_place(cells, false) && add_row_of_numbers(cells);
    case RECORD_LABEL:
    case RECORD_RICH_LABEL:
        return take_place(cells, true) && add_label(cells);
    case RECORD_SHARED_LABEL:
        if (!take_place(cells, true) || !take(cursor, 4, &number) ||
            !load_book_text(cells->book, number, &text, &length))
            return false;
        load_sheet_add_text(cells->sheet, cells->row, cells->column, text, length);
        return true;
    case RECORD_BOOLEAN:
        if (!take_place(cells, true) || !take(cursor, 2, &number))
            return false;
        add_word(cells, number >> 8, number & 0xFF);
        return true;
    case RECORD_FORMULA:
        return take_place(cells, true) && add_formula(cells);
    case RECORD_TEXT:
        if (!cells->text_follows)
            return true;
        cells->text_follows = false;
        return add_label(cells);
    case RECORD_MERGED:
        return take_merged(cells);
    case RECORD_ROW:
    case RECORD_COLUMNS:
        return take_hidden(cells);
    default:
        return true;
    }
}

static enum tb_status xls_read(struct load_book *book, const struct load_book_sheet *from, struct load_sheet *sheet,
                               struct tb_log *log)
{
    const struct xls *xls = book->inner;
    struct cells cells = {.book = book, .sheet = sheet, .cursor = {.stream = &xls->stream, .next = from->at}};
    int depth = 0; /* a chart inside of a sheet is a run of records of its own */
    bool fine = next_record(&cells.cursor) && cells.cursor.type == RECORD_BEGIN;
    while (fine && !sheet->status && depth >= 0) {
        fine = next_record(&cells.cursor);
        if (!fine)
            break;
        depth += cells.cursor.type == RECORD_BEGIN;
        depth -= cells.cursor.type == RECORD_END;
        if (depth == 0)
            fine = take_record(&cells);
    }
    const struct tb_place at = {.file = sheet->name, .line = cells.row, .column = cells.column};
    return fine ? TB_OK : tb_fail(log, TB_BAD_DATA, "damaged", &at, "%s", damaged);
}

const struct load_book_kind load_book_xls = {"xls", xls_open, xls_read, xls_close};
