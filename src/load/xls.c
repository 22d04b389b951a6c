/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/book.h"

static enum tb_status xls_open(struct load_book *book, struct tb_log *log)
{
    return load_book_fail(book, log, "no-workbook", "the file is an old workbook (.xls): open it and save it as .xlsx");
}

static enum tb_status xls_read(struct load_book *book, const struct load_book_sheet *from, struct load_sheet *sheet,
                               struct tb_log *log)
{
    (void)from;
    (void)sheet;
    return load_book_fail(book, log, "no-workbook", "the file is an old workbook (.xls): open it and save it as .xlsx");
}

static void xls_close(struct load_book *book)
{
    (void)book;
}

const struct load_book_kind load_book_xls = {"xls", xls_open, xls_read, xls_close};
