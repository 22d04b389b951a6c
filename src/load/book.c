/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load/book.h"

#include "load/cell.h"
#include "model/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- kinds ---- */

enum {
    LONGEST_START = 1024
};

static const struct {
    const char *start;
    size_t n;
    const struct load_book_kind *kind;
} kinds[] = {
    {"PK\3\4", 4, &load_book_xlsx},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, &load_book_xls},
};

static const char *const extensions[] = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett"};

/* The XML format of Excel 2003 is known, but not read. */
static enum tb_status refuse(struct load_book *book, struct tb_log *log)
{
    return load_book_fail(
        book, log, "no-workbook",
        "the file is an XML spreadsheet of 2003: open it with an office program and save it as .xlsx");
}

static void close_nothing(struct load_book *book)
{
    (void)book;
}

static const char spreadsheet_2003[] = "urn:schemas-microsoft-com:office:spreadsheet";
static const struct load_book_kind book_of_2003 = {"xml", refuse, NULL, close_nothing};

/* Whether text begins as a web page does, with or without its frame. */
static bool is_page(const char *start, size_t n)
{
    static const char *const tags[] = {"<html", "<!doctype html", "<table", "<meta", "<head", "<style"};
    if (n >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0) {
        start += 3;
        n -= 3;
    }
    while (n && (*start == ' ' || *start == '\t' || *start == '\r' || *start == '\n')) {
        start++;
        n--;
    }
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (n > strlen(tags[i]) && load_same_word(start, tags[i], strlen(tags[i])))
            return true;
    return false;
}

static const struct load_book_kind *kind_of(const void *start, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (n >= kinds[i].n && memcmp(start, kinds[i].start, kinds[i].n) == 0)
            return kinds[i].kind;
    if (n > 5 && memcmp(start, "<?xml", 5) == 0 && memmem(start, n, spreadsheet_2003, strlen(spreadsheet_2003)))
        return &book_of_2003;
    return is_page(start, n) ? &load_book_html : NULL;
}

bool load_book_begins(const struct load_source *source)
{
    char start[LONGEST_START];
    ssize_t n = 0;
    if (source->file < 0)
        return source->size && kind_of(source->memory, source->size);
    if (source->regular)
        n = pread(source->file, start, sizeof start, source->borrowed ? lseek(source->file, 0, SEEK_CUR) : 0);
    return n > 0 && kind_of(start, (size_t)n);
}

bool load_book_is_name(const char *base, size_t *stem)
{
    const size_t length = strlen(base);
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        const size_t n = strlen(extensions[i]);
        if (length <= n || !load_same_word(base + length - n, extensions[i], n))
            continue;
        *stem = length - n;
        return true;
    }
    return false;
}

size_t load_book_path_length(const char *path)
{
    struct stat about;
    size_t length = 0, stem;
    for (const char *mark = strchr(path, '#'); mark && !length; mark = strchr(mark + 1, '#')) {
        char *file = strndup(path, (size_t)(mark - path));
        if (file && load_book_is_name(file, &stem) && stat(file, &about) == 0 && S_ISREG(about.st_mode))
            length = (size_t)(mark - path);
        free(file);
    }
    return length;
}

/* ---- opening and reading ---- */

enum tb_status load_book_fail(const struct load_book *book, struct tb_log *log, const char *kind, const char *says)
{
    const struct tb_place at = {.file = book->file};
    return tb_fail(log, TB_BAD_DATA, kind, &at, "%s", says);
}

static enum tb_status read_bytes(struct load_book *book, struct load_source *source, struct tb_log *log)
{
    enum {
        STEP = 1 << 16
    };
    enum tb_status status = TB_OK;
    unsigned char *block = malloc(STEP);
    if (!block)
        return TB_NO_MEMORY;
    for (size_t got = STEP; got == STEP && !status;) {
        status = load_source_read(source, block, STEP, &got, log);
        if (!status && got)
            tb_bytes_add(&book->bytes, block, got);
        if (!status && book->bytes.n > LOAD_BOOK_MOST_BYTES)
            status = load_book_fail(book, log, "too-long",
                                    "the workbook is larger than 256 MB; save the table alone as CSV UTF-8");
    }
    free(block);
    if (!status)
        status = load_source_unchanged(source, log);
    return !status && book->bytes.failed ? TB_NO_MEMORY : status;
}

enum tb_status load_book_open(struct load_book *book, struct load_source *source, struct tb_log *log)
{
    *book = (struct load_book){.file = source->name};
    const enum tb_status status = read_bytes(book, source, log);
    if (status)
        return status;
    book->kind = kind_of(book->bytes.data, book->bytes.n);
    if (!book->kind) /* it was another file a moment ago */
        return load_book_fail(book, log, "damaged", "the file is no workbook");
    return book->kind->open(book, log);
}

enum tb_status load_book_read(struct load_book *book, size_t number, struct load_sheet *sheet, struct tb_log *log)
{
    sheet->encoding = book->kind->name;
    sheet->file_bytes = book->bytes.n;
    sheet->dates_from_1904 = book->dates_from_1904;
    const enum tb_status status = book->kind->read(book, &book->sheet[number], sheet, log);
    return status ? status : load_sheet_finish(sheet, log);
}

void load_book_close(struct load_book *book)
{
    if (book->kind)
        book->kind->close(book);
    for (size_t i = 0; i < book->n; i++) {
        free(book->sheet[i].name);
        free(book->sheet[i].part);
    }
    free(book->sheet);
    free(book->format);
    free(book->shared.end);
    tb_bytes_free(&book->shared.text);
    tb_bytes_free(&book->bytes);
    *book = (struct load_book){0};
}

/* ---- what the kinds gather ---- */

struct load_book_sheet *load_book_add_sheet(struct load_book *book, const char *name, size_t length)
{
    if (!tb_grow(&book->sheet, &book->capacity, book->n + 1, sizeof *book->sheet))
        return NULL;
    book->sheet[book->n] = (struct load_book_sheet){.name = strndup(name, length)};
    return book->sheet[book->n].name ? &book->sheet[book->n++] : NULL;
}

bool load_book_add_format(struct load_book *book, const char *code)
{
    if (!tb_grow(&book->format, &book->formats_capacity, book->n_formats + 1, sizeof *book->format))
        return false;
    load_sheet_format_read(code, &book->format[book->n_formats++]);
    return true;
}

bool load_book_end_text(struct load_book_texts *texts)
{
    if (texts->text.failed || !tb_grow(&texts->end, &texts->capacity, texts->n + 1, sizeof *texts->end))
        return false;
    texts->end[texts->n++] = texts->text.n;
    return true;
}

bool load_book_text(const struct load_book *book, size_t number, const char **text, size_t *length)
{
    if (number >= book->shared.n)
        return false;
    const size_t start = number ? book->shared.end[number - 1] : 0;
    *length = book->shared.end[number] - start;
    *text = *length ? (const char *)book->shared.text.data + start : "";
    return true;
}
