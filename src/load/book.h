/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workbooks: files that hold sheets.
 *
 * Each kind (.xlsx and its brothers, .xls) is one row of the table in book.c: how its bytes begin, how it is opened
 * and how one of its sheets is read.  Which sheets of a workbook are data is decided in book.c, for all kinds.
 */
#ifndef LOAD_BOOK_H
#define LOAD_BOOK_H

#include "load/sheet.h"
#include "load/source.h"

enum {
    LOAD_BOOK_MOST_BYTES = 256 << 20,
    LOAD_BOOK_MOST_SHEETS = 4096,
};

struct load_book_sheet {
    char *name;
    bool hidden;
    bool chart; /* holds no cells */
    char *part; /* where it lies: a path, for .xlsx */
    size_t at;  /* the same, for .xls */
};

struct load_book {
    const struct load_book_kind *kind;
    const char *file;      /* as messages show it */
    struct tb_bytes bytes; /* the whole file */
    struct load_book_sheet *sheet;
    size_t n, capacity;
    bool dates_from_1904;
    struct load_sheet_format *format; /* of cells, by the number that cells give */
    size_t n_formats, formats_capacity;
    struct load_book_texts {
        struct tb_bytes text;
        size_t *end; /* where the next one begins */
        size_t n, capacity;
    } shared;    /* texts that cells name by number */
    void *inner; /* what the kind keeps */
};

/** What a kind of workbook can do.  All fail with a reported TB_BAD_DATA, or with TB_NO_MEMORY. */
struct load_book_kind {
    const char *name;
    enum tb_status (*open)(struct load_book *book, struct tb_log *log);
    enum tb_status (*read)(struct load_book *book, const struct load_book_sheet *from, struct load_sheet *sheet,
                           struct tb_log *log);
    void (*close)(struct load_book *book);
};
extern const struct load_book_kind load_book_xlsx, load_book_xls, load_book_html;

/** Whether a source holds a workbook, by its first bytes; nothing is read away. */
bool load_book_begins(const struct load_source *source);
/** Whether a file's name ends as those of workbooks do; *stem receives the length before that. */
bool load_book_is_name(const char *base, size_t *stem);
/** Length of the file's name in `file.xlsx#Sheet`, or 0 when the path names no sheet. */
size_t load_book_path_length(const char *path);

/** Reads the whole source and opens it; close it also after a failure. */
enum tb_status load_book_open(struct load_book *book, struct load_source *source, struct tb_log *log);
void load_book_close(struct load_book *book);
/** The cells of one sheet, in order.  The caller has set name, called and file of `sheet`, and frees it. */
enum tb_status load_book_read(struct load_book *book, size_t number, struct load_sheet *sheet, struct tb_log *log);

/* ---- for the kinds ---- */

enum tb_status load_book_fail(const struct load_book *book, struct tb_log *log, const char *kind, const char *says);
/** A new sheet at the end, or NULL. */
struct load_book_sheet *load_book_add_sheet(struct load_book *book, const char *name, size_t length);
bool load_book_add_format(struct load_book *book, const char *code);
bool load_book_end_text(struct load_book_texts *texts);
/** A shared text; false when there is none of this number. */
bool load_book_text(const struct load_book *book, size_t number, const char **text, size_t *length);

#endif
