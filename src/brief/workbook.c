/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook.h"

#include "measure.h"
#include "model/memory.h"
#include "xml.h"

#include <ctype.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#define COLOUR_TEXT      0x1A1F26
#define COLOUR_SECONDARY 0x59636B
#define COLOUR_HOUSE     0x005DA8
#define COLOUR_BREAK     0xCC4F03
#define COLOUR_PALE      0xE8F1F9
#define COLOUR_HEAD      0xF2F5F7
#define COLOUR_ENTRY     0xFFF8E1
#define COLOUR_GRID      0xDDE1E6
#define COLOUR_WARN      0xB84700

/* The first moment that a zip file knows, 1980-01-01T00:00:00Z: equal runs give equal bytes. */
#define CREATED ((time_t)315532800)

/* Of what a cell can hold, 32767 characters, with room for marks. */
#define TEXT_BYTES_MOST 32000

/* The library writes to a path: that of a file in memory, or, where there is no /proc, of one in the temporary folder.
 */
static bool open_file(struct brief_book *book)
{
    book->file = memfd_create("briefing.xlsx", MFD_CLOEXEC);
    if (book->file < 0)
        return false;
    snprintf(book->path, sizeof book->path, "/proc/self/fd/%d", book->file);
    if (access(book->path, W_OK) == 0)
        return true;
    close(book->file);
    book->file = -1;
    const char *folder = getenv("TMPDIR");
    const int n = snprintf(book->path, sizeof book->path, "%s/trendbook-XXXXXX", folder && *folder ? folder : "/tmp");
    if (n < 0 || (size_t)n >= sizeof book->path)
        return false;
    book->file = mkostemp(book->path, O_CLOEXEC);
    book->on_disk = book->file >= 0;
    return book->on_disk;
}

struct brief_book *brief_book_new(enum tb_language language, const char *title)
{
    struct brief_book *book = calloc(1, sizeof *book);
    char *safe = brief_safe_text(title);
    if (book)
        book->file = -1;
    if (!book || !safe)
        goto failed;
    book->language = language;
    if (!open_file(book))
        goto failed;
    book->workbook = workbook_new(book->path);
    if (!book->workbook)
        goto failed;
    char author[] = "trendbook";
    lxw_doc_properties properties = {.title = safe, .author = author, .created = CREATED};
    book->failed = workbook_set_properties(book->workbook, &properties) != LXW_NO_ERROR;
    free(safe);
    return book;
failed:
    free(safe);
    brief_book_free(book);
    return NULL;
}

void brief_book_free(struct brief_book *book)
{
    if (!book)
        return;
    lxw_workbook_free(book->workbook); /* accepts NULL */
    if (book->file >= 0)
        close(book->file);
    if (book->on_disk)
        unlink(book->path);
    free(book->format);
    free(book);
}

lxw_worksheet *brief_book_sheet(struct brief_book *book, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);
    if (!sheet) {
        book->failed = true;
        return NULL;
    }
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    book->failed |= worksheet_set_footer(sheet, "&L&A&R&P / &N") != LXW_NO_ERROR;
    return sheet;
}

/* ---- looks ---- */

static lxw_format *make_format(struct brief_book *book, const char *pattern, unsigned style)
{
    lxw_format *format = workbook_add_format(book->workbook);
    if (!format)
        return NULL;
    format_set_font_name(format, book->language == TB_CHINESE ? "Microsoft YaHei" : "Arial");
    format_set_font_size(format, style & BOOK_TITLE ? 13 : 10);
    format_set_font_color(format, style & BOOK_LINK    ? COLOUR_HOUSE
                                  : style & BOOK_WARN  ? COLOUR_WARN
                                  : style & BOOK_QUIET ? COLOUR_SECONDARY
                                                       : COLOUR_TEXT);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (pattern[0])
        format_set_num_format(format, pattern);
    if (style & (BOOK_HEAD | BOOK_TITLE))
        format_set_bold(format);
    if (style & BOOK_HEAD) {
        format_set_bg_color(format, COLOUR_HEAD);
        format_set_bottom(format, LXW_BORDER_MEDIUM);
        format_set_bottom_color(format, COLOUR_HOUSE);
    }
    if (style & BOOK_PALE)
        format_set_bg_color(format, COLOUR_PALE);
    if (style & BOOK_ENTRY) {
        format_set_bg_color(format, COLOUR_ENTRY);
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, COLOUR_GRID);
    }
    if (style & BOOK_BREAK) {
        format_set_left(format, LXW_BORDER_MEDIUM);
        format_set_left_color(format, COLOUR_BREAK);
    }
    if (style & (BOOK_RIGHT | BOOK_PRINTED))
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (style & BOOK_WRAP)
        format_set_text_wrap(format);
    if (style & BOOK_LINK)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    return format;
}

lxw_format *brief_book_format(struct brief_book *book, const char *pattern, unsigned style)
{
    for (size_t i = 0; i < book->formats; i++)
        if (book->format[i].style == style && strcmp(book->format[i].pattern, pattern) == 0)
            return book->format[i].format;
    if (!tb_grow(&book->format, &book->capacity, book->formats + 1, sizeof *book->format)) {
        book->failed = true;
        return NULL;
    }
    struct book_format *made = &book->format[book->formats];
    snprintf(made->pattern, sizeof made->pattern, "%s", pattern);
    made->style = style;
    made->format = make_format(book, pattern, style);
    if (made->format)
        book->formats++;
    else
        book->failed = true;
    return made->format;
}

/* From here on a number is written with a power of ten. */
#define PLAIN_MOST  1e15
#define PLAIN_LEAST 1e-9

static const char scientific[] = "0.000E+00";

void brief_book_pattern(const struct brief_book *book, double value, int decimals, bool about,
                        char pattern[BOOK_PATTERN_SIZE])
{
    const bool chinese = book->language == TB_CHINESE;
    const int places = decimals < 0 ? 0 : decimals > BOOK_DECIMALS_MOST ? BOOK_DECIMALS_MOST : decimals;
    const char *mark = !about ? "" : chinese ? "\"约\"" : "\"~\"";
    if (fabs(value) >= PLAIN_MOST || decimals > BOOK_DECIMALS_MOST)
        snprintf(pattern, BOOK_PATTERN_SIZE, "%s%s", mark, scientific);
    else
        snprintf(pattern, BOOK_PATTERN_SIZE, "%s%s%s%.*s", mark, chinese ? "0" : "#,##0", places ? "." : "", places,
                 "000000000000000");
}

void brief_book_plain_pattern(double value, char pattern[BOOK_PATTERN_SIZE])
{
    const double size = fabs(value);
    if (size >= PLAIN_MOST || (size != 0 && size < PLAIN_LEAST)) {
        snprintf(pattern, BOOK_PATTERN_SIZE, "%s", scientific);
        return;
    }
    int places = 0;
    if (size != floor(size)) {
        places = 3 - (int)floor(log10(size));
        places = places < 1 ? 1 : places > BOOK_DECIMALS_MOST ? BOOK_DECIMALS_MOST : places;
    }
    snprintf(pattern, BOOK_PATTERN_SIZE, "0%s%.*s", places ? "." : "", places, "000000000000000");
}

/* ---- cells ---- */

/* A reader of spreadsheets takes _x0041_ for the letter A (ECMA-376, ST_Xstring). */
static bool is_escape(const char *at)
{
    return at[0] == '_' && at[1] == 'x' && isxdigit((unsigned char)at[2]) && isxdigit((unsigned char)at[3]) &&
           isxdigit((unsigned char)at[4]) && isxdigit((unsigned char)at[5]) && at[6] == '_';
}

/* What a cell is to hold so that it shows `text`; blanks for line ends unless `lines`.  NULL when out of memory. */
static char *cell_text(const char *text, bool lines)
{
    struct tb_bytes bytes = {0};
    const char *rest = text;
    do {
        const size_t n = lines ? strcspn(rest, "\n") : strlen(rest);
        char *line = strndup(rest, n), *safe = line ? brief_safe_text(line) : NULL;
        bytes.failed |= !safe;
        for (const char *at = safe; at && *at && bytes.n < TEXT_BYTES_MOST;) {
            const char *from = at;
            if (is_escape(at))
                tb_bytes_text(&bytes, "_x005F");
            brief_utf8_next(&at);
            tb_bytes_add(&bytes, from, (size_t)(at - from));
        }
        rest += n;
        if (*rest)
            tb_bytes_text(&bytes, "\n");
        free(safe);
        free(line);
    } while (*rest++);
    tb_bytes_add(&bytes, "", 1);
    if (bytes.failed)
        tb_bytes_free(&bytes);
    return (char *)bytes.data;
}

char *brief_book_cell(const char *text)
{
    return cell_text(text, false);
}

void brief_book_text(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text,
                     unsigned style)
{
    if (!sheet || !text[0])
        return;
    char *cell = brief_book_cell(text);
    if (!cell || worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, cell,
                                        brief_book_format(book, "", style)) != LXW_NO_ERROR)
        book->failed = true;
    free(cell);
}

void brief_book_number(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, double value,
                       lxw_format *format)
{
    if (!sheet || isnan(value))
        return;
    if (worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, value, format) != LXW_NO_ERROR)
        book->failed = true;
}

void brief_book_formula(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *formula,
                        double result, lxw_format *format)
{
    if (!sheet)
        return;
    if (worksheet_write_formula_num(sheet, (lxw_row_t)row, (lxw_col_t)column, formula, format, result) != LXW_NO_ERROR)
        book->failed = true;
}

void brief_book_text_formula(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column,
                             const char *formula, lxw_format *format)
{
    if (!sheet)
        return;
    if (worksheet_write_formula_str(sheet, (lxw_row_t)row, (lxw_col_t)column, formula, format, "") != LXW_NO_ERROR)
        book->failed = true;
}

void brief_book_blank(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, lxw_format *format)
{
    if (!sheet)
        return;
    if (worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column, format) != LXW_NO_ERROR)
        book->failed = true;
}

void brief_book_note(struct brief_book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text)
{
    char *cell = cell_text(text, true);
    char author[] = "trendbook", font[] = "Microsoft YaHei", latin[] = "Arial";
    lxw_comment_options options = {.author = author,
                                   .font_name = book->language == TB_CHINESE ? font : latin,
                                   .font_size = 9,
                                   .width = 260,
                                   .height = (uint16_t)(24 + 16 * brief_text_lines(text, 12, 240, false))};
    if (!sheet || !cell ||
        worksheet_write_comment_opt(sheet, (lxw_row_t)row, (lxw_col_t)column, cell, &options) != LXW_NO_ERROR)
        book->failed = true;
    free(cell);
}

void brief_book_letters(size_t column, char letters[8])
{
    char reversed[8];
    size_t n = 0;
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        reversed[n++] = (char)('A' + (rest - 1) % 26);
    for (size_t i = 0; i < n; i++)
        letters[i] = reversed[n - 1 - i];
    letters[n] = '\0';
}

/* ---- the file ---- */

static bool read_file(int file, struct tb_bytes *bytes)
{
    char piece[65536];
    ssize_t n;
    if (lseek(file, 0, SEEK_SET) != 0)
        return false;
    while ((n = read(file, piece, sizeof piece)) > 0)
        tb_bytes_add(bytes, piece, (size_t)n);
    return n == 0 && !bytes->failed;
}

/* The library does not look at the writes of its temporary files; a part that was cut by a full disk has no end. */
static bool is_whole_part(zip_t *zip, zip_uint64_t index)
{
    zip_file_t *part = zip_fopen_index(zip, index, 0);
    if (!part)
        return false;
    char piece[65536];
    xmlParserCtxtPtr parser = NULL;
    zip_int64_t n;
    bool good = true;
    while (good && (n = zip_fread(part, piece, sizeof piece)) != 0) {
        if (n < 0)
            good = false;
        else if (parser)
            good = xmlParseChunk(parser, piece, (int)n, 0) == 0;
        else
            good = (parser = xmlCreatePushParserCtxt(NULL, NULL, piece, (int)n, NULL)) != NULL &&
                   xmlCtxtUseOptions(parser,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE) == 0;
    }
    good = good && parser && xmlParseChunk(parser, NULL, 0, 1) == 0 && parser->wellFormed;
    if (parser) {
        xmlFreeDoc(parser->myDoc);
        xmlFreeParserCtxt(parser);
    }
    zip_fclose(part);
    return good;
}

static bool is_whole(const struct tb_bytes *bytes)
{
    zip_source_t *source = zip_source_buffer_create(bytes->data, bytes->n, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    if (!zip) {
        zip_source_free(source);
        return false;
    }
    const zip_int64_t parts = zip_get_num_entries(zip, 0);
    bool good = parts > 0;
    for (zip_int64_t i = 0; good && i < parts; i++)
        good = is_whole_part(zip, (zip_uint64_t)i);
    zip_discard(zip);
    return good;
}

enum tb_status brief_book_finish(struct brief_book *book, struct tb_bytes *bytes, struct tb_log *log)
{
    if (book->failed)
        return tb_fail(log, TB_NO_MEMORY, "no-memory", NULL, "out of memory while making the workbook");
    const lxw_error closed = workbook_close(book->workbook);
    book->workbook = NULL; /* freed by closing, whatever came of it */
    if (closed != LXW_NO_ERROR)
        return tb_fail(log, TB_OUTPUT_FAILED, "workbook", NULL, "cannot make the workbook: %s", lxw_strerror(closed));
    if (!read_file(book->file, bytes) || !is_whole(bytes))
        return tb_fail(log, TB_OUTPUT_FAILED, "workbook", NULL,
                       "the workbook came out incomplete; is the folder for temporary files (TMPDIR) full?");
    return TB_OK;
}
