/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A spreadsheet in memory, by libxlsxwriter: looks of cells, texts that stay texts, the finished bytes.
 *
 * Any failure is kept and told by brief_book_finish.
 */
#ifndef BRIEF_WORKBOOK_H
#define BRIEF_WORKBOOK_H

#include "trendbook/output.h"
#include "trendbook/panel.h"

#include <limits.h>
#include <xlsxwriter.h>

/** Looks of a cell, a mask. */
enum book_style {
    BOOK_HEAD = 1 << 0,  /* of a column */
    BOOK_TITLE = 1 << 1, /* larger and bold */
    BOOK_QUIET = 1 << 2, /* in the secondary colour */
    BOOK_PALE = 1 << 3,  /* provisional, estimated, forecast */
    BOOK_BREAK = 1 << 4, /* a line at the left: a new basis starts here */
    BOOK_RIGHT = 1 << 5,
    BOOK_WRAP = 1 << 6,
    BOOK_LINK = 1 << 7,
    BOOK_PRINTED = 1 << 8, /* a bound: text among numbers */
    BOOK_ENTRY = 1 << 9,   /* to be filled in */
    BOOK_WARN = 1 << 10,   /* to be looked at again */
};

#define BOOK_PATTERN_SIZE 128
/** Excel has no more digits than these. */
#define BOOK_DECIMALS_MOST 15

struct brief_book {
    lxw_workbook *workbook;
    enum tb_language language;
    bool failed;
    bool on_disk; /* the file, which goes with the book */
    int file;
    char path[PATH_MAX]; /* of it */
    struct book_format {
        char pattern[BOOK_PATTERN_SIZE];
        unsigned style;
        lxw_format *format;
    } * format;
    size_t formats, capacity;
};

/** NULL when out of memory or files.  title  of the document's properties; text of the data is fine */
struct brief_book *brief_book_new(enum tb_language language, const char *title);
void brief_book_free(struct brief_book *book);

/** A sheet printed on A4 across, as wide as the page.  name  a constant of at most 31 characters */
lxw_worksheet *brief_book_sheet(struct brief_book *book, const char *name);

/** The format of a number pattern ("" is plain) and a style; the same one for the same arguments. */
lxw_format *brief_book_format(struct brief_book *book, const char *pattern, unsigned style);

/** Pattern of a number with these decimals; `about` puts the mark of an approximate value before it. */
void brief_book_pattern(const struct brief_book *book, double value, int decimals, bool about,
                        char pattern[BOOK_PATTERN_SIZE]);
/** Pattern for a number of unknown kind: about four significant digits are shown, all are kept. */
void brief_book_plain_pattern(double value, char pattern[BOOK_PATTERN_SIZE]);

/** What a cell holds so that it shows this text as one line; the caller frees it; NULL when out of memory. */
char *brief_book_cell(const char *text);
/** A text cell, whatever the text looks like: never a formula, a number or an escape.  Nothing for "". */
void brief_book_text(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
                     unsigned style);
/** A number cell; nothing for NaN. */
void brief_book_number(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, double value,
                       lxw_format *format);
/** A formula with the result that we computed. */
void brief_book_formula(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *formula,
                        double result, lxw_format *format);
/** A formula that gives a text, or nothing as long as what it needs is empty. */
void brief_book_text_formula(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column,
                             const char *formula, lxw_format *format);
/** An empty cell that has a look. */
void brief_book_blank(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, lxw_format *format);
/** A note on a cell. */
void brief_book_note(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text);

/** The column's letters: "A", "AB". */
void brief_book_letters(size_t column, char letters[8]);

/**
 * The file: closed, read back, every part parsed.  The book can only be freed afterwards.
 * Fails with TB_OUTPUT_FAILED or TB_NO_MEMORY.
 */
enum tb_status brief_book_finish(struct brief_book *book, struct tb_bytes *bytes, struct tb_log *log);

#endif
