/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The cells of one sheet of a workbook, whatever the kind of file, and the lines of text that are made of them.
 *
 * A line is what a spreadsheet would save as CSV: row 7 of the sheet is line 7, column B is field 2.  So every layout
 * reads sheets and text files alike, and a message names row and column as the user sees them.
 *
 * Numbers are written with all the digits that a spreadsheet keeps (15), not only with those that it shows: 0.1 + 0.2
 * is 0.3, and a cell that shows 12.3 but holds 12.3456 is 12.3456 with one decimal shown.
 */
#ifndef LOAD_SHEET_H
#define LOAD_SHEET_H

#include "trendbook/error.h"
#include "trendbook/output.h"

enum {
    LOAD_SHEET_MOST_ROWS = 1048576,
    LOAD_SHEET_MOST_COLUMNS = 16384,
    LOAD_SHEET_MOST_CELLS = 8 << 20,
    LOAD_SHEET_MOST_TEXT = 256 << 20, /* bytes of all cells, and of all lines */
};

/** What a number format makes of a number. */
struct load_sheet_format {
    enum load_sheet_format_kind {
        LOAD_SHEET_GENERAL,
        LOAD_SHEET_FIXED, /* so many decimals */
        LOAD_SHEET_DATE,
        LOAD_SHEET_YEAR, /* only the year of a date is shown */
        LOAD_SHEET_TIME, /* only hours, minutes, seconds */
    } kind;
    int8_t decimals;    /* of LOAD_SHEET_FIXED */
    int8_t percent;     /* powers of ten that the shown number is larger: 2 for %, else 0 */
    int8_t thousands;   /* powers of ten that the shown number is smaller */
    char unit[24];      /* text behind the digits, "%" too; empty when there is none */
    char multiplier[8]; /* such a text that counts: ten thousand and the like */
};

/** Reads a format code such as `0.00%`, `#,##0.0"km"` or `yyyy"-"mm`. */
void load_sheet_format_read(const char *code, struct load_sheet_format *format);
/** The code of a format that files name by number only; "General" when it has none. */
const char *load_sheet_format_code(unsigned number);

/** A cell that holds something.  Row and column count from 1. */
struct load_sheet_cell {
    uint32_t row, column;
    uint32_t length;
    int8_t decimals; /* shown, when fewer than its text has; else -1 */
    uint8_t kind;
    uint16_t unit; /* number of the unit that its format shows; 0 = none */
    size_t text;   /* place in sheet->text */
};

/** A block of cells: merged, or hidden. */
struct load_sheet_block {
    uint32_t first_row, first_column, last_row, last_column;
};
struct load_sheet_blocks {
    struct load_sheet_block *block;
    size_t n, capacity;
};

struct load_sheet {
    const char *name;     /* as messages show it: file.xlsx#Sheet1; outlives the sheet */
    const char *called;   /* the name that layouts judge by, as if the sheet were a CSV file; outlives the sheet */
    const char *file;     /* the workbook; outlives the sheet */
    const char *encoding; /* kind of workbook; static text */
    size_t file_bytes;
    bool dates_from_1904;
    struct load_sheet_cell *cell;
    size_t n, capacity;
    struct tb_bytes text;
    struct load_sheet_blocks merged, hidden; /* hidden: whole rows or whole columns */
    char (*unit)[24];
    size_t n_units, units_capacity;
    bool unordered;                     /* cells did not come in reading order */
    enum tb_status status;              /* TB_NO_MEMORY, or TB_BAD_DATA when it holds too much */
    uint32_t scaled_row, scaled_column; /* the first number that its format shows in thousands or the like */
    size_t n_scaled;
};

/** Adds a cell; blanks around its text go, an empty one is none.  Problems show in status. */
void load_sheet_add_text(struct load_sheet *sheet, uint32_t row, uint32_t column, const char *text, size_t length);
void load_sheet_add_number(struct load_sheet *sheet, uint32_t row, uint32_t column, double number,
                           const struct load_sheet_format *format);
void load_sheet_add_block(struct load_sheet *sheet, struct load_sheet_blocks *blocks,
                          const struct load_sheet_block *block);
void load_sheet_free(struct load_sheet *sheet);

/**
 * Puts the cells in order, once all are there: a label over merged rows stands in each of them, a day that stands for
 * its year is that year, and what is hidden or shown otherwise than it is read is said.
 */
enum tb_status load_sheet_finish(struct load_sheet *sheet, struct tb_log *log);

/** The lines; fails (reported) when they would be larger than LOAD_SHEET_MOST_TEXT. */
enum tb_status load_sheet_lines(const struct load_sheet *sheet, struct tb_bytes *lines, struct tb_log *log);

/** The cell at a place, or NULL. */
const struct load_sheet_cell *load_sheet_at(const struct load_sheet *sheet, size_t row, size_t column);
/** The unit that a cell's format shows, or "". */
const char *load_sheet_unit(const struct load_sheet *sheet, const struct load_sheet_cell *cell);

#endif
